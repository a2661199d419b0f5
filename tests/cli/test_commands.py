"""The contract of the commands beside export."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.cli.runs import FULLBOOK, ROOT, good, inside, kanpan, read, refused
from tests.cli.test_export import CODES, LEO
from tui.columns import FIXED
from tui.universe.records import MOST_BONUS, SCORES, TERM_BONUS


def test_check_lists_four_cells_and_says_so_in_its_status(tmp_path: Path) -> None:
    file = tmp_path / "checks.csv"
    done = kanpan("check", "-o", file)
    assert (done.status, done.out, done.err) == (1, b"", "")
    told = read("check")
    assert told.out == file.read_bytes()
    assert told.lines[0] == "code,name,year,metric,status,printed,low,high,cause"
    assert [(r["code"], r["year"], r["metric"], r["status"], r["cause"]) for r in told.rows] == [
        ("600118.SH", "2025A", "pe", "imprecise", ""),
        ("600118.SH", "2026E", "pe", "imprecise", ""),
        ("300627.SZ", "2026E", "pe", "contradicts", "year-shift"),
        ("300627.SZ", "2027E", "pe", "contradicts", "year-shift"),
    ]
    for row in told.rows:
        inside = float(row["low"]) - 0.05 <= float(row["printed"]) <= float(row["high"]) + 0.05
        assert inside == (row["status"] == "imprecise")


def test_imprecise_alone_is_no_failure(tmp_path: Path) -> None:
    assert inside("init", tmp_path / "b", "--sample").status == 0
    folder = tmp_path / "b" / "estimates"
    file = next(folder.glob("*.csv"))
    kept = [line for line in file.read_text("utf-8").splitlines() if "300627" not in line]
    file.write_text("\n".join(kept) + "\n", "utf-8")
    done = inside("check", tmp_path / "b")
    assert {row["status"] for row in done.rows} == {"imprecise"}
    assert (done.status, done.err) == (0, "")


def test_problems_of_the_full_book_go_to_stderr_or_to_the_table() -> None:
    apart = read("check", FULLBOOK)
    assert apart.status == 1
    told = apart.err.splitlines()
    assert len(told) == 15
    assert any(re.search(r"coverage/2026-07-03\.csv:21: .*6001O2\.SH", line) for line in told)
    assert any("themes/broken.toml" in line for line in told)
    assert all(row["metric"] == "pe" for row in apart.rows)
    together = read("check", FULLBOOK, "--problems")
    assert (together.status, together.err) == (1, "")
    listed = [row["cause"] for row in together.rows if row["status"] == "problem"]
    assert listed == told
    assert [row for row in together.rows if row["status"] != "problem"] == apart.rows


def test_other_commands_count_the_problems_in_one_line() -> None:
    for words in (("export", FULLBOOK), ("export", "-b", FULLBOOK)):
        done = read(*words)
        assert done.status == 0
        assert done.err == f"15 problems in the book; `kanpan check {FULLBOOK}` lists them\n"


@pytest.mark.parametrize("word", ["600118.SH", "sh600118", "600118", "1.600118", "中国卫星", "６００１１８"])
def test_news_of_a_name_by_any_notation(word: str) -> None:
    done = good("news", "--name", word)
    assert done.out == good("news", "--name", "600118.SH").out
    story = next(row for row in done.rows if row["news_id"] == "n2")
    assert (story["route"], story["theme"], story["term"]) == ("theme", "leo-satellite", "低轨卫星")
    assert story["title"][int(story["start"]) : int(story["end"])] == "低轨卫星"
    assert 0 < float(story["score"]) <= 1
    assert "600118.SH" in story["names"].split(";")


def test_news_by_theme_and_all() -> None:
    every = good("news")
    assert sorted(every.column("news_id")) == ["n1", "n2", "n3", "n4", "n5"]
    scores = [float(s) for s in every.column("score")]
    assert scores == sorted(scores, reverse=True)
    assert set(good("news", "--theme", "AI算力").column("news_id")) == {"n1", "n3", "n5"}
    assert good("news", "--name", "300627.SZ").rows == []


def test_news_since_a_day_and_without_links() -> None:
    every = good("news").rows
    days = {row["news_id"]: row["as_of"] for row in every}
    late = good("news", "--since", "2026-06-30").column("news_id")
    assert late == [row["news_id"] for row in every if days[row["news_id"]] >= "2026-06-30"]
    assert set(late) == {"n1", "n2", "n3", "n5"}
    assert good("news", "--since", "2026-07-04").rows == []
    assert good("news", "--unlinked").column("news_id") == [r["news_id"] for r in every if not r["score"]]
    loose = read("news", FULLBOOK, "--as-of", "2026-07-03", "--unlinked")
    assert set(loose.column("news_id")) == {"f2", "f4", "f5"}
    assert {(row["names"], row["themes"], row["score"]) for row in loose.rows} == {("", "", "")}
    since = read("news", FULLBOOK, "--as-of", "2026-07-03", "--unlinked", "--since", "2026-07-03")
    assert set(since.column("news_id")) == {r["news_id"] for r in loose.rows if r["as_of"] >= "2026-07-03"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("news", "--since", "2026-13-01"),
            "Invalid value for '--since': '2026-13-01' is no date; expected one",
        ),
        (
            ("news", "--since", "soon"),
            "Invalid value for '--since': 'soon' is no date; expected one like 2026",
        ),
        (("news", "--name", ""), "--name is empty; expected a code or a short name"),
        (("news", "--theme", " "), "--theme is empty; expected a theme's id or label"),
        (("news", "--unlinked", "--theme", ""), "--theme is empty; expected a theme's id or label"),
        (("themes", "--theme", ""), "--theme is empty; expected a theme's id or label"),
        (("themes", "--theme", "", "--check"), "--theme is empty; expected a theme's id or label"),
        (("news", "--unlinked", "--theme", "gnss"), "--unlinked lists stories that no --theme has"),
        (("news", "--name", "中国移"), "unknown name '中国移'; nearest: 中国移动"),
        (("themes", "--theme", "leo-sattelite"), "unknown theme 'leo-sattelite'; nearest: leo-satellite"),
        (
            ("themes", "--theme", "gnss", "--check"),
            "--check reads the files of all themes; it takes no --theme",
        ),
    ],
)
def test_what_news_and_themes_refuse(words: tuple[str, ...], told: str) -> None:
    assert refused(*words).startswith(f"kanpan: {told}")


def test_a_theme_lists_its_members_with_reasons() -> None:
    done = good("themes", "--theme", "leo-satellite")
    assert done.lines[0] == "code,name,reason_zh,reason_en,since,until,weight,source,pe,stories,theme"
    assert done.out == good("themes", "--theme", "低轨卫星").out
    assert sorted(done.column("code")) == LEO
    stories = dict(zip(good("export").column("code"), good("export").column("news"), strict=True))
    for row in done.rows:
        assert row["name"] in {"中国卫星", "中兴通讯"}
        assert row["reason_zh"], row
        assert row["reason_en"], row
        assert 0 < float(row["weight"]) <= 1
        assert row["stories"] == stories[row["code"]]
    pe = {row["code"]: row["pe"] for row in done.rows}
    assert pe == {"600118.SH": "1172.6", "000063.SZ": "25.7"}


def test_what_belongs_to_a_theme_belongs_to_its_parent() -> None:
    rows = {row["id"]: row for row in good("themes").rows}
    below = [row for row in rows.values() if row["parent"] == "space"]
    assert {row["id"] for row in below} == {"leo-satellite", "launch", "space-compute"}
    codes = set(rows["space"]["codes"].split(";"))
    assert codes == {code for row in below for code in row["codes"].split(";")}
    members = good("themes", "--theme", "space")
    assert set(members.column("code")) == codes
    assert set(members.column("theme")) == {row["id"] for row in below}
    told = set(good("news", "--theme", "space").column("news_id"))
    assert told == {i for row in below for i in good("news", "--theme", row["id"]).column("news_id")}
    assert rows["space"]["stories"] == str(len(told))


def test_members_that_are_not_shown_are_counted() -> None:
    friday = read("themes", FULLBOOK, "--theme", "lab", "--as-of", "2026-07-03")
    assert friday.column("code") == ["600104.SH", "600116.SH"]
    assert friday.err == "1 member is not in the universe of 2026-07-03, and not shown\n"
    monday = read("themes", FULLBOOK, "--theme", "lab", "--as-of", "2026-07-06")
    assert "600106.SH" in monday.column("code")


def test_themes_are_checked_with_file_and_line(tmp_path: Path) -> None:
    clean = good("themes", "--check")
    assert clean.lines == ["file,line,what,why"]
    book = tmp_path / "b"
    assert inside("init", book, "--sample").status == 0
    assert inside("themes", book, "--check").status == 0
    folder = book / "themes"
    folder.mkdir()
    (folder / "bad.toml").write_text("id = 'bad'\nzh = \nen = 'bad'\n", "utf-8")
    (folder / "mine.toml").write_text(
        "id = 'mine'\nzh = '我的'\nen = 'mine'\n[terms]\nzh = ['低轨卫星', '铜']\n"
        "[[members]]\ncode = '601398.SH'\nreason_zh = '无'\n",
        "utf-8",
    )
    done = inside("themes", book, "--check")
    assert done.status == 1
    told = [(row["file"], row["line"], row["what"] + ": " + row["why"]) for row in done.rows]
    assert told == sorted(told, key=lambda one: (one[0], int(one[1])))
    mine = {(line, why) for file, line, why in told if file.endswith("mine.toml")}
    assert any(line == "5" and "低轨卫星" in why and "leo-satellite" in why for line, why in mine)
    assert any(line == "5" and "铜" in why and "one character" in why for line, why in mine)
    assert any("601398.SH" in why and "not in the universe" in why for _, why in mine)
    assert any(file.endswith("bad.toml") and line for file, line, _ in told)
    assert inside("themes", book).status == 0


def test_themes_with_members_medians_and_stories() -> None:
    done = good("themes")
    ids = [
        "5g-a",
        "ai-compute",
        "gnss",
        "iot-modules",
        "launch",
        "leo-satellite",
        "operators",
        "optical-interconnect",
        "physical-ai",
        "space",
        "space-compute",
        "tariffs",
    ]
    assert sorted(done.column("id")) == ids
    by_id = {row["id"]: row for row in done.rows}
    leo = by_id["leo-satellite"]
    assert (leo["zh"], leo["en"], leo["members"], leo["stories"]) == ("低轨卫星", "LEO satellites", "2", "2")
    assert float(leo["pe_median"]) == pytest.approx((1172.6 + 25.7) / 2)
    assert sorted(leo["codes"].split(";")) == LEO
    assert by_id["optical-interconnect"]["pe_median"] == "69.3"
    assert float(leo["pe_hmean"]) == pytest.approx(2 / (1 / 1172.6 + 1 / 25.7))
    assert all(not row["parent"] or row["parent"] in by_id for row in done.rows)


def test_columns_document_every_column_of_an_export() -> None:
    done = good("columns")
    told = {row["name"]: row for row in done.rows}
    assert set(good("export").lines[0].split(",")) <= set(told)
    for row in done.rows:
        assert row["zh"], row
        assert row["en"], row
        assert row["help"], row
        assert row["kind"], row
    for column in FIXED:
        if column.name in told:
            shown = told[column.name]
            assert (shown["unit"], shown["formula"], shown["zh"]) == (column.unit, column.formula, column.zh)
    assert told["eps_growth_2027E"]["formula"]


def test_config_path_and_show(tmp_path: Path) -> None:
    path = Path(inside("config", "path", home=tmp_path).text.strip())
    assert path == tmp_path / "config" / "kanpan" / "config.toml"
    shown = inside("config", "show", home=tmp_path, LANG="zh_CN.UTF-8")
    assert f"no settings file yet at {path}" in shown.lines[0]
    assert 'lang = "zh"' in shown.lines
    assert 'up = "red"' in shown.lines
    path.parent.mkdir(parents=True)
    path.write_text(f'book = "{FULLBOOK.as_posix()}"\nlang = "en"\nup = "green"\n', "utf-8")
    shown = inside("config", "show", home=tmp_path)
    assert {'lang = "en"', 'up = "green"', f'book = "{FULLBOOK.as_posix()}"'} <= set(shown.lines)
    assert len(inside("export", home=tmp_path).rows) == 18


def test_init_makes_an_empty_book_and_the_sample_and_writes_over_nothing(tmp_path: Path) -> None:
    done = kanpan("init", "leer", cwd=tmp_path)
    assert (done.status, done.out) == (0, b"")
    assert "made a book in leer" in done.err
    empty = inside("export", "leer", cwd=tmp_path)
    assert (empty.status, empty.err) == (0, "")
    assert [line[:10] for line in empty.lines] == ["code,name,"]
    assert inside("init", "--sample", tmp_path / "sample").status == 0
    assert inside("export", tmp_path / "sample").out == good("export").out
    for folder in ("leer", "sample"):
        again = inside("init", folder, cwd=tmp_path)
        assert again.status == 2
        assert again.err == f"kanpan: {folder}: holds a book already\n"
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "my.txt").write_text("mine")
    assert inside("init", tmp_path / "full").status == 2
    assert [p.name for p in (tmp_path / "full").iterdir()] == ["my.txt"]


def test_the_users_own_book_is_opened_by_default(tmp_path: Path) -> None:
    own = tmp_path / "data" / "kanpan" / "book"
    assert inside("init", own, "--sample").status == 0
    file = next((own / "coverage").glob("*.csv"))
    file.write_text("\n".join(file.read_text("utf-8").splitlines()[:3]) + "\n", "utf-8")
    assert inside("export", home=tmp_path).column("code") == CODES[:2]
    assert inside("export", home=tmp_path, cwd=ROOT).column("code") == CODES[:2]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str) -> None:
    assert "_KANPAN_COMPLETE" in good("completion", shell).text


def test_the_shell_is_told_commands_and_options() -> None:
    told = kanpan(_KANPAN_COMPLETE="bash_complete", COMP_WORDS="kanpan ex", COMP_CWORD="1")
    assert "plain,export" in told.lines
    told = kanpan(_KANPAN_COMPLETE="bash_complete", COMP_WORDS="kanpan export --so", COMP_CWORD="2")
    assert told.lines == ["plain,--sort"]


def test_the_theme_of_the_readme_is_clean_and_links(tmp_path: Path) -> None:
    blocks = re.findall(
        r"^```toml\n(.*?)^```$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    (theme,) = [block for block in blocks if "[[members]]" in block]
    book = tmp_path / "b"
    assert inside("init", book, "--sample").status == 0
    (book / "themes").mkdir(exist_ok=True)
    (book / "themes" / "mine.toml").write_text(theme, "utf-8")
    done = inside("themes", book, "--check")
    assert (done.status, done.lines, done.err) == (0, ["file,line,what,why"], "")
    id_, term = tomllib.loads(theme)["id"], tomllib.loads(theme)["terms"]["zh"][0]
    (member,) = inside("themes", book, "--theme", id_).column("code")
    (tmp_path / "n.csv").write_text(f"title\n{term}\n", "utf-8")
    assert {id_, member} <= set(inside("link", tmp_path / "n.csv", book).column("target"))


def test_the_scores_of_the_readme_are_those_that_are_given() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    for (route, field), score in SCORES.items():
        what = "the target itself" if route == "direct" else "a term of the theme"
        assert f"| {what} in the {field} | {score} |\n" in text
    assert MOST_BONUS == 3
    assert f"in the story, up to three | + {TERM_BONUS} |\n" in text


COMMANDS = ("export", "check", "link", "news", "themes", "columns", "init", "config", "completion")


@pytest.mark.parametrize("command", [(), *((c,) for c in COMMANDS), ("config", "path"), ("config", "show")])
def test_every_help_shows_an_example(command: tuple[str, ...]) -> None:
    done = good(*command, "--help")
    assert "Usage: kanpan" in done.text
    if command:
        assert f"Example: {'eval' if command == ('completion',) else 'kanpan'}" in done.text
    else:
        assert all(f"  {name} " in done.text for name in COMMANDS)
        assert "kanpan my-book" in done.text


def test_version() -> None:
    assert re.fullmatch(r"kanpan \d+\.\d+\.\d+\n", good("--version").text)
