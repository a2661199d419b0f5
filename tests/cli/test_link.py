"""The contract of `kanpan link`."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.runs import Done, inside, kanpan, refused
from tui.arrow import pa
from tui.cli.link import summary
from tui.universe import news as engine
from tui.universe.fold import key, lower

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = "news_id,target_kind,target,route,theme,term,field,start,end,score"
STORIES = [
    {
        "id": "a",
        "published": "2026-07-03",
        "title": "中国移动发布财报",
        "summary": "中国移动称将建智算中心，采购光模块。",
    },
    {"id": "b", "published": "2026-07-02", "title": "天气晴好", "summary": "无事。"},
    {"id": "c", "published": "", "title": "低轨卫星组网提速", "summary": "ＺＴＥ 参与地面站。"},
]
# The text of a story, what it must link to directly (a name's code or a theme's id), and what it must not.
CONTRACT = [
    ("中国卫星网络集团招标地面站", "leo-satellite", "600118.SH"),
    ("移动支付用户突破十亿", "", "600941.SH"),
    ("China Mobile raises capex", "600941.SH", ""),
    ("China mobile phone shipments fall", "", "600941.SH"),
    ("紫光国微发布车规芯片", "", "000938.SZ"),
    ("ＺＴＥ发布财报, 中 国 移 动 股东大会, sz300308 北向资金净买入", "000063.SZ 600941.SH 300308.SZ", ""),
    ("MZTEC 完成融资, 订单号 6009411 已发货", "", "000063.SZ 600941.SH"),
]


def written(folder: Path, stories: list[dict[str, str]], name: str = "news.csv") -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["id", "published", "title", "summary", "source", "url"])
        writer.writeheader()
        writer.writerows(stories)
    return path


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("news"), STORIES)


@pytest.fixture(scope="module")
def linked(stories: Path) -> Done:
    done = inside("link", stories)
    assert done.status == 0, done.err
    return done


def direct(done: Done) -> dict[str, set[str]]:
    """By story what is linked to it by its own words: names directly, and themes."""
    out: dict[str, set[str]] = {}
    for row in done.rows:
        if row["route"] == "direct" or row["target_kind"] == "theme":
            out.setdefault(row["news_id"], set()).add(row["target"])
    return out


def test_the_columns_are_exactly_those(linked: Done) -> None:
    assert linked.lines[0] == COLUMNS
    assert {r["target_kind"] for r in linked.rows} == {"name", "theme"}
    assert {(r["target_kind"], r["route"], bool(r["theme"])) for r in linked.rows} == {
        ("name", "direct", False), ("name", "theme", True), ("theme", "theme", True),
    }  # fmt: skip


def test_offsets_point_at_the_words(linked: Done) -> None:
    texts = {story["id"]: story for story in STORIES}
    for row in linked.rows:
        words = texts[row["news_id"]][row["field"]][int(row["start"]) : int(row["end"])]
        assert lower(key(words)) == lower(key(row["term"])), row
        assert 0 < float(row["score"]) <= 1


@pytest.mark.parametrize("field", ["title", "summary"])
def test_the_table_of_the_contract(tmp_path: Path, field: str) -> None:
    other = "summary" if field == "title" else "title"
    rows = [{"id": str(i), field: text, other: ""} for i, (text, _, _) in enumerate(CONTRACT)]
    done = inside("link", written(tmp_path, rows))
    found = direct(done)
    for i, (text, must, never) in enumerate(CONTRACT):
        have = found.get(str(i), set())
        assert set(must.split()) <= have, text
        assert not set(never.split()) & have, text


def test_one_row_a_link_and_all_gives_every_mention(stories: Path, linked: Done) -> None:
    def keys(rows: list[dict[str, str]]) -> list[tuple[str, ...]]:
        return [tuple(r[k] for k in ("news_id", "target_kind", "target", "route", "theme")) for r in rows]

    assert len(set(keys(linked.rows))) == len(linked.rows)
    every = inside("link", stories, "--all")
    assert every.lines[0] == COLUMNS
    assert set(keys(every.rows)) == set(keys(linked.rows))
    assert set(linked.lines) < set(every.lines)
    told = [
        (r["field"], r["start"]) for r in every.rows if (r["target"], r["route"]) == ("600941.SH", "direct")
    ]
    assert told == [("title", "0"), ("summary", "0")]


def test_explain_adds_what_was_suppressed(tmp_path: Path) -> None:
    path = written(
        tmp_path, [{"id": "x", "title": "中国卫星网络集团招标地面站"}, {"id": "y", "title": "中国移动"}]
    )
    plain, done = inside("link", path), inside("link", path, "--explain")
    assert done.lines[0] == f"{COLUMNS},suppressed,by"
    assert [line for line in done.lines[1:] if line.endswith(",,")] == [
        f"{line},," for line in plain.lines[1:]
    ]
    (row,) = [r for r in done.rows if r["target"] == "600118.SH" and r["suppressed"]]
    assert (row["news_id"], row["term"], row["start"], row["end"]) == ("x", "中国卫星", "0", "4")
    assert "中国卫星网络" in row["by"]
    assert done.err == plain.err


def test_the_same_bytes_from_run_to_run(tmp_path: Path, stories: Path) -> None:
    runs = {kanpan("link", stories, "--all", "--explain", PYTHONHASHSEED=seed).out for seed in ("1", "2")}
    assert len(runs) == 1
    file = tmp_path / "links.csv"
    done = kanpan("link", stories, "--all", "--explain", "-o", file)
    assert (done.status, done.out, {file.read_bytes()}) == (0, b"", runs)


def test_what_was_done_is_told_in_one_line(linked: Done) -> None:
    themes = {r["target"] for r in linked.rows if r["target_kind"] == "theme"}
    names = {r["target"] for r in linked.rows if r["target_kind"] == "name"}
    links = len(linked.rows)
    told = f"3 stories; 2 linked, 1 not; {links} links to {len(names)} names and {len(themes)} themes\n"
    assert linked.err == told


@pytest.mark.parametrize("name", ["news.jsonl", "news.json", "news.xml", "news.parquet", "-"])
def test_any_kind_of_file_gives_the_same_links(
    tmp_path: Path, stories: Path, linked: Done, name: str
) -> None:
    path = tmp_path / name
    if name == "-":
        with stories.open("rb") as stdin:
            done = kanpan("link", "-", stdin=stdin)
        assert (done.status, done.out, done.err) == (0, linked.out, linked.err)
        return
    if name.endswith("l") and name != "news.xml":
        path.write_text("".join(json.dumps(s, ensure_ascii=False) + "\n" for s in STORIES), "utf-8")
    elif name.endswith("json"):
        path.write_text(json.dumps(STORIES), "utf-8")
    elif name.endswith("xml"):
        items = [
            f"<item><guid>{s['id']}</guid><title>{s['title']}</title><description>{s['summary']}</description></item>"
            for s in STORIES
        ]
        path.write_text(f"<rss><channel>{''.join(items)}</channel></rss>", "utf-8")
    else:
        from pyarrow import parquet

        parquet.write_table(pa.Table.from_pylist(STORIES), path)
    done = inside("link", path)
    assert (done.out, done.err) == (linked.out, linked.err)


def test_another_book_and_another_format(tmp_path: Path, stories: Path) -> None:
    book = tmp_path / "names.csv"
    book.write_text("code,name,group\n600941.SH,中国移动,a\n", "utf-8")
    done = inside("link", stories, book, "-f", "ndjson")
    rows = [json.loads(line) for line in done.lines]
    assert {row["target"] for row in rows if row["target_kind"] == "name"} == {"600941.SH"}
    assert type(rows[0]["start"]) is int or float(rows[0]["start"]).is_integer()
    assert inside("link", stories, "-b", book, "-f", "ndjson").out == done.out


def test_problems_of_the_stories_are_told_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"title": "中国移动"}\n' + "{broken\n" * 25, "utf-8")
    done = inside("link", path)
    assert done.status == 0
    lines = done.err.splitlines()
    assert lines[0].startswith(f"{path}:2: '{{broken': no JSON")
    assert (len(lines), lines[20]) == (22, "5 more problems in the stories")
    assert lines[21].startswith("1 story; 1 linked, 0 not; ")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("link",), "kanpan: Missing argument 'NEWS'"),
        (("link", "none.csv"), "kanpan: none.csv: No such file or directory"),
        (("link", "none.csv", "-f", "doc"), "kanpan: unknown format 'doc'"),
        (("link", "-", "none"), "kanpan: standard input: empty; stories were expected"),
    ],
)
def test_what_cannot_be_done_ends_with_one_line(words: tuple[str, ...], told: str) -> None:
    assert refused(*words).startswith(told)


@pytest.mark.parametrize("name", ["news.csv", "./news.csv", "link.csv", "hard.csv", "book.csv"])
def test_what_is_read_is_never_written_over(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, STORIES)
    (tmp_path / "link.csv").symlink_to(path)
    (tmp_path / "hard.csv").hardlink_to(path)
    (tmp_path / "book.csv").write_text("code,name,group\n600941.SH,中国移动,a\n", "utf-8")
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    told = refused("link", "news.csv", "book.csv", "-o", name, cwd=tmp_path)
    assert told == f"kanpan: {name} is what is read; name another file with -o\n"
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before
    assert inside("link", "news.csv", "-o", "news2.csv", cwd=tmp_path).status == 0


def test_a_bad_first_line_on_standard_input_is_skipped(tmp_path: Path) -> None:
    path = tmp_path / "news"
    path.write_text('{broken\n{"title": "中国移动"}\n', "utf-8")
    with path.open("rb") as stdin:
        done = kanpan("link", "-", stdin=stdin)
    assert (done.status, {row["news_id"] for row in done.rows}) == (0, {"2"})
    assert done.err.startswith("standard input:1: '{broken': no JSON")


def test_a_file_without_titles_and_a_book_that_is_none(tmp_path: Path, stories: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_text("code,price\n600941.SH,1\n", "utf-8")
    assert "no column of titles" in refused("link", path)
    assert "no such" in refused("link", stories, tmp_path / "nothing").lower()


def test_the_engine_is_asked_for_what_the_options_say(stories: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, bool, bool]] = []

    def link_file(_: object, told: Any, *, every: bool, explain: bool) -> Any:
        asked.append((told.num_rows, every, explain))
        names = [*COLUMNS.split(","), *(["suppressed", "by"] if explain else [])]
        counts = {"start", "end", "score"}
        return pa.schema([(n, pa.float64() if n in counts else pa.string()) for n in names]).empty_table()

    monkeypatch.setattr(engine, "link_file", link_file)
    for words in ((), ("--all",), ("--explain",), ("--all", "--explain")):
        done = inside("link", stories, *words)
        assert (done.status, len(done.lines)) == (0, 1)
        assert done.err == "3 stories; 0 linked, 3 not; 0 links to 0 names and 0 themes\n"
    assert asked == [(3, False, False), (3, True, False), (3, False, True), (3, True, True)]


def test_the_summary_counts_links_only_and_says_one_as_one() -> None:
    rows = [
        {"news_id": "a", "target_kind": "name", "target": "x", "suppressed": ""},
        {"news_id": "a", "target_kind": "theme", "target": "x", "suppressed": None},
        {"news_id": "b", "target_kind": "name", "target": "y", "suppressed": "case"},
    ]
    told = summary(pa.Table.from_pylist(rows), 1_234)
    assert told == "1,234 stories; 1 linked, 1,233 not; 2 links to 1 name and 1 theme"
