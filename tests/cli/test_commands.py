"""The contract of the commands, each run as a process of its own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.runs import FULLBOOK, ROOT, good, kanpan, read, refused
from tui.columns import FIXED

HEADER = (
    "code,name,group,rating,price,as_of,eps_2025A,eps_2026E,eps_2027E,eps_2028E,"
    "pe_2025A,pe_2026E,pe_2027E,pe_2028E,eps_cagr,peg,pe_to_group,price_change_pct,themes,news,checks"
).split(",")
CODES = (
    "600941.SH 601728.SH 600050.SH 300308.SZ 300394.SZ 300502.SZ 300570.SZ 002281.SZ "
    "000063.SZ 000938.SZ 603236.SH 600118.SH 300627.SZ"
).split()
OPTICAL = CODES[3:8]
LEO = ["000063.SZ", "600118.SH"]


# ── export ──────────────────────────────────────────────────────────────────────────────────────────


def test_export_gives_header_and_13_rows_in_the_books_order() -> None:
    done = good("export")
    assert done.lines[0].split(",")[: len(HEADER)] == HEADER
    assert done.column("code") == CODES
    groups = list(dict.fromkeys(done.column("group")))
    assert groups == ["operators", "optical-modules", "equipment", "commercial-space"]
    assert b"\r" not in done.out
    first = done.rows[0]
    assert (first["name"], first["price"], first["eps_2026E"]) == ("中国移动", "87.48", "6.13")
    assert first["themes"] == "5g-a;ai-compute;operators"
    assert first["news"].isdigit()
    assert done.out == kanpan("export").out


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("--group optical-modules", OPTICAL),
        ("--group 光模块", OPTICAL),
        ("--group optical modules", OPTICAL),
        ("--group OPTICAL-MODULES", OPTICAL),
        ("--group operators,equipment", CODES[:3] + CODES[8:11]),
        ("--group operators --group equipment", CODES[:3] + CODES[8:11]),
        ("--theme leo-satellite", LEO),
        ("--theme 低轨卫星", LEO),
        ("--theme LEO satellites", LEO),
        ("--theme leo-satellite --group equipment", ["000063.SZ"]),
        ("--theme leo-satellite --group operators", []),
        ("--limit 3", CODES[:3]),
        ("--limit 0", []),
        ("--sort=-price --limit 2", ["300308.SZ", "300502.SZ"]),
        ("--sort 股价 --limit 2", ["600050.SH", "601728.SH"]),
        ("--sort pe_2026E --group optical-modules", ["300502.SZ", "300308.SZ", "300394.SZ", "300570.SZ",
            "002281.SZ"]),
        ("--sort peg --group operators", ["600941.SH", "600050.SH", "601728.SH"]),
        ("--sort=-peg --group operators", ["600050.SH", "600941.SH", "601728.SH"]),
        ("--sort rating,-price --by none --limit 3", ["300308.SZ", "300502.SZ", "300394.SZ"]),
        ("--by group --sort=-pe_2026E --limit 4", ["601728.SH", "600050.SH", "600941.SH", "002281.SZ"]),
    ],
)  # fmt: skip
def test_export_shows_what_is_asked_for(words: str, codes: list[str]) -> None:
    parts: list[str] = []
    for word in words.split():  # a label may hold a space
        if word.startswith("--") or parts[-1].startswith("--"):
            parts.append(word)
        else:
            parts[-1] += f" {word}"
    assert good("export", *parts).column("code") == codes


def test_the_issues_example_byte_for_byte() -> None:
    done = good(
        "export", "--group", "optical-modules", "--sort", "pe_2026E", "--columns", "code,pe_2026E"
    )
    assert done.text == (
        "code,pe_2026E\n300502.SZ,39.9\n300308.SZ,41.5\n300394.SZ,69.3\n300570.SZ,90.4\n002281.SZ,112.2\n"
    )


def test_a_sort_over_groups_stands_flat() -> None:
    rows = good("export", "--sort", "group,-pe_2026E").rows
    groups = [row["group"] for row in rows]
    assert len(rows) == 13
    assert [g for i, g in enumerate(groups) if i == 0 or groups[i - 1] != g] == list(dict.fromkeys(groups))
    for group in set(groups):
        values = [float(row["pe_2026E"]) for row in rows if row["group"] == group]
        assert values == sorted(values, reverse=True)


def test_export_as_of_the_markets_day_has_no_groups_and_no_estimates() -> None:
    done = good("export", "--as-of", "2026-04-15", "--states")
    assert sorted(done.column("code")) == sorted(CODES)
    for row in done.rows:
        assert row["group"] == ""
        assert row["as_of"] == "2026-04-15"
        assert float(row["price"]) > 0
        assert all(row[c] == "" for c in row if re.match(r"(eps|pe)_20\d\d", c) and not c.endswith("_state"))
    price = {row["code"]: row["price"] for row in done.rows}
    assert price["600941.SH"] == "93.71"


def test_cells_without_estimates_are_uncovered_at_the_markets_day() -> None:
    done = good("export", "--as-of", "2026-04-15", "--columns", "code,eps_cagr,peg", "--states")
    assert set(done.column("eps_cagr_state")) == {"uncovered"}
    assert set(done.column("peg_state")) == {"uncovered"}


def test_by_theme_repeats_a_name_under_each_of_its_themes() -> None:
    rows = good("export", "--by", "theme").rows
    assert list(rows[0])[-1] == "theme"
    for row in rows:
        assert row["theme"] in row["themes"].split(";")
    assert sum(row["code"] == "600941.SH" for row in rows) == 3


def test_columns_are_taken_by_id_and_by_either_label() -> None:
    done = good("export", "--columns", "代码, 市盈率 2026E，PE 2027E、简称,rating", "--limit", "1")
    assert done.lines == ["code,pe_2026E,pe_2027E,name,rating", "600941.SH,14.3,13.8,中国移动,未评级"]


@pytest.mark.parametrize("fmt", ["csv", "tsv", "json", "ndjson", "md", "parquet", "xlsx"])
def test_the_format_is_the_suffixs_or_that_of_f(fmt: str, tmp_path: Path) -> None:
    told = good("export", "-f", fmt)
    file = tmp_path / f"名单.{fmt}"
    done = kanpan("export", "-o", file)
    assert (done.status, done.out, done.err) == (0, b"", "")
    assert file.read_bytes() == told.out
    assert [p.name for p in tmp_path.iterdir()] == [file.name]


def test_what_the_formats_hold() -> None:
    cells = json.loads(good("export", "-f", "json").text)
    assert [cell["code"] for cell in cells] == CODES
    assert cells[0]["pe_2026E"] == 14.3
    assert cells[0]["themes"] == ["5g-a", "ai-compute", "operators"]
    assert cells[1]["peg"] is None
    assert [json.loads(line) for line in good("export", "-f", "ndjson").lines] == cells
    lines = good("export", "-f", "md", "--columns", "code,price").lines
    assert len(lines) == 15
    assert re.fullmatch(r"\| code +\| +price \|", lines[0])
    assert good("export", "-f", "tsv").lines[0].split("\t")[:2] == ["code", "name"]
    assert good("export", "-f", "parquet").out[:4] == b"PAR1"
    assert good("export", "-f", "xlsx").out[:2] == b"PK"


def test_f_goes_before_the_suffix_and_dash_is_stdout(tmp_path: Path) -> None:
    assert kanpan("export", "-o", tmp_path / "a.csv", "-f", "json").status == 0
    assert json.loads((tmp_path / "a.csv").read_bytes())
    assert kanpan("export", "-o", "-").out == good("export").out


def test_states_and_excel() -> None:
    done = good("export", "--states")
    header = done.lines[0].split(",")
    assert header.index("price_state") > header.index("area")
    assert [row["peg_state"] for row in done.rows][:2] == ["value", "nm"]
    assert done.rows[1]["peg"] == ""
    assert {h.removesuffix("_state") for h in header if h.endswith("_state")} <= set(header)
    assert good("export", "--excel").out == b"\xef\xbb\xbf" + good("export").out


def test_every_state_of_the_full_book_is_told() -> None:
    done = read("export", FULLBOOK, "--states", "--as-of", "2026-07-03")
    states = {row[c] for row in done.rows for c in row if c.endswith("_state")}
    assert states == {"value", "loss", "missing", "uncovered", "nm"}
    for row in done.rows:
        for name in row:
            if name.endswith("_state"):
                assert (row[name] == "value") == (row[name.removesuffix("_state")] != ""), (row["code"], name)
    formula = next(row["name"] for row in done.rows if row["code"] == "600103.SH")
    assert formula.startswith("'=")
    assert "\x1b" not in done.text
    assert "inf" not in done.text
    assert "nan" not in done.text.lower()


# ── the other commands ──────────────────────────────────────────────────────────────────────────────


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
    assert kanpan("init", tmp_path / "b", "--sample").status == 0
    folder = tmp_path / "b" / "estimates"
    file = next(folder.glob("*.csv"))
    kept = [line for line in file.read_text("utf-8").splitlines() if "300627" not in line]
    file.write_text("\n".join(kept) + "\n", "utf-8")
    done = kanpan("check", tmp_path / "b")
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
        assert done.err == "15 problems in the book; `kanpan check` lists them\n"


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


def test_themes_with_members_medians_and_stories() -> None:
    done = good("themes")
    ids = (
        "5g-a ai-compute gnss iot-modules launch leo-satellite operators optical-interconnect physical-ai "
        "space-compute tariffs"
    ).split()
    assert sorted(done.column("id")) == ids
    by_id = {row["id"]: row for row in done.rows}
    leo = by_id["leo-satellite"]
    assert (leo["zh"], leo["en"], leo["members"], leo["stories"]) == ("低轨卫星", "LEO satellites", "2", "2")
    assert float(leo["pe_median"]) == pytest.approx((1172.6 + 25.7) / 2)
    assert sorted(leo["codes"].split(";")) == LEO
    assert by_id["optical-interconnect"]["pe_median"] == "69.3"


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
    path = Path(kanpan("config", "path", home=tmp_path).text.strip())
    assert path == tmp_path / "config" / "kanpan" / "config.toml"
    shown = kanpan("config", "show", home=tmp_path, LANG="zh_CN.UTF-8")
    assert f"no settings file yet at {path}" in shown.lines[0]
    assert 'lang = "zh"' in shown.lines
    assert 'up = "red"' in shown.lines
    path.parent.mkdir(parents=True)
    path.write_text(f'book = "{FULLBOOK.as_posix()}"\nlang = "en"\nup = "green"\n', "utf-8")
    shown = kanpan("config", "show", home=tmp_path)
    assert {'lang = "en"', 'up = "green"', f'book = "{FULLBOOK.as_posix()}"'} <= set(shown.lines)
    assert len(kanpan("export", home=tmp_path).rows) == 18


def test_init_makes_an_empty_book_and_the_sample_and_writes_over_nothing(tmp_path: Path) -> None:
    done = kanpan("init", "leer", cwd=tmp_path)
    assert (done.status, done.out) == (0, b"")
    assert "made a book in leer" in done.err
    assert "leer: no table in this book yet" in refused("export", "leer", cwd=tmp_path)
    assert kanpan("init", "--sample", tmp_path / "sample").status == 0
    assert kanpan("export", tmp_path / "sample").out == good("export").out
    for folder in ("leer", "sample"):
        again = kanpan("init", folder, cwd=tmp_path)
        assert again.status == 2
        assert again.err == f"kanpan: {folder}: holds a book already\n"
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "my.txt").write_text("mine")
    assert kanpan("init", tmp_path / "full").status == 2
    assert [p.name for p in (tmp_path / "full").iterdir()] == ["my.txt"]


def test_the_users_own_book_is_opened_by_default(tmp_path: Path) -> None:
    own = tmp_path / "data" / "kanpan" / "book"
    assert kanpan("init", own, "--sample").status == 0
    file = next((own / "coverage").glob("*.csv"))
    file.write_text("\n".join(file.read_text("utf-8").splitlines()[:3]) + "\n", "utf-8")
    assert kanpan("export", home=tmp_path).column("code") == CODES[:2]
    assert kanpan("export", home=tmp_path, cwd=ROOT).column("code") == CODES[:2]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str) -> None:
    assert "_KANPAN_COMPLETE" in good("completion", shell).text


def test_the_shell_is_told_commands_and_options() -> None:
    told = kanpan(_KANPAN_COMPLETE="bash_complete", COMP_WORDS="kanpan ex", COMP_CWORD="1")
    assert "plain,export" in told.lines
    told = kanpan(_KANPAN_COMPLETE="bash_complete", COMP_WORDS="kanpan export --so", COMP_CWORD="2")
    assert told.lines == ["plain,--sort"]


COMMANDS = ("export", "check", "news", "themes", "columns", "init", "config", "completion")


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
