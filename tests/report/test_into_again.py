"""A report into a book that has something already: nothing is lost, doubled or overwritten."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report.booked import doubts, put, rows, stamps
from tests.report.worlds import DAY, FILE, figure, named, report, weekly, with_cell
from tui.book import open_book
from tui.book.imports import read_imports
from tui.book.write import save_table
from tui.columns import Year
from tui.errors import BookError
from tui.report.blocks import Place
from tui.report.diagnostics import Level
from tui.report.importer import book_to_write
from tui.report.into import plan
from tui.report.model import Claim, FocusGroup, Move, Prose, Story

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "book"


# ── merging ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_report_twice_changes_nothing(root: Path) -> None:
    put(weekly(), root)
    before = stamps(root)
    made = put(weekly(), root)
    assert made.changes == ()
    assert stamps(root) == before


def test_a_second_report_adds_fills_and_tells(root: Path) -> None:
    first = report(
        named("600941.SH", "中国移动", "买入", "87.48", "6.33 6.13 -", "13.8 14.3 -"),
        named("300308.SZ", "中际旭创", "", "", "9.72"),
    )
    second = report(
        named("600941.SH", "中国移动", "增持", "87.50", "6.33 6.20 6.40", "13.8 14.1 13.7", line=40),
        named("300308.SZ", "中际旭创", "买入", "1116.00", "9.72", "114.8", line=41),
        named("000063.SZ", "中兴通讯", "买入", "36.38", "1.17", line=42),
        file="b/other.txt",
    )
    put(first, root)
    made = put(second, root)
    cover = {r["code"]: r for r in rows(root, "coverage")}
    assert list(cover) == ["600941.SH", "300308.SZ", "000063.SZ"]
    assert (cover["600941.SH"]["price"], cover["600941.SH"]["rating"]) == ("87.48", "买入")
    assert (cover["300308.SZ"]["price"], cover["300308.SZ"]["rating"]) == ("1116.00", "买入")
    by = {(r["code"], r["year"]): (r["eps"], r["pe_printed"]) for r in rows(root, "estimates")}
    assert by["600941.SH", "2026"] == ("6.13", "14.3")
    assert by["600941.SH", "2027"] == ("6.40", "13.7")
    assert by["300308.SZ", "2025"] == ("9.72", "114.8")
    told = doubts(made)
    assert told[0] == (
        "b/other.txt:40: doubtful: 600941.SH 中国移动 EPS 2026E: the book has 6.13 "
        "(house, estimates/2026-07-03.csv), the report 6.20 (house); the book's is kept"
    )
    assert [line.split(": ")[2] for line in told] == [
        "600941.SH 中国移动 EPS 2026E",
        "600941.SH 中国移动 PE 2026E",
        "600941.SH 中国移动 price",
        "600941.SH 中国移动 rating",
    ]
    assert made.summary[1:] == (
        "added 1 name, 5 cells filled",
        "4 cells disagree; the book's are kept",
    )
    kept = read_imports(root, DAY)
    assert {row.file for row in kept} == {"weekly.txt", "other.txt"}
    before = stamps(root)
    put(second, root)
    assert stamps(root) == before


def test_no_figure_comes_to_stand_under_anothers_source(root: Path) -> None:
    """The book's EPS of one house and the report's PE of another would contradict each other."""
    put(report(named("600941.SH", eps="6.33 6.13"), prose=Prose(claims=(Claim((), (), "consensus"),))), root)
    put(report(named("600941.SH", eps="6.33 7.00", pe="13.8 12.5"), file="b.txt"), root)
    by = {r["year"]: (r["eps"], r["pe_printed"], r["source"]) for r in rows(root, "estimates")}
    assert by == {"2025": ("6.33", "", "consensus"), "2026": ("6.13", "", "consensus")}


def test_stories_of_a_second_report_go_on(root: Path) -> None:
    put(weekly(), root)
    more = (Story("META 筹划对外出租算力 ", "别的说法", "", None), Story("新的一条", "正文", "C114", None))
    put(report(named("600941.SH", "中国移动"), prose=Prose(stories=more), file="b.txt"), root)
    assert [(r["id"], r["title"][:4]) for r in rows(root, "news")] == [
        ("n1", "Meta"),
        ("n2", "日本补贴"),
        ("n3", "新的一条"),
    ]
    assert rows(root, "news")[0]["summary"] == "对手是三家老牌云厂商。"


def test_a_brief_that_is_there_is_completed_and_its_comments_stay(root: Path) -> None:
    put(report(named("600941.SH", "中国移动")), root)
    (root / "brief").mkdir(exist_ok=True)
    path = root / "brief/2026-07-03.toml"
    path.write_text(
        '# mine\nas_of = 2026-07-03\ntitle = "别的"\noutlook = ""\n\n[[focus]]\ngroup = "x"\nlabel = "x"\n',
        encoding="utf-8",
    )
    made = put(weekly(), root)
    text = path.read_text(encoding="utf-8")
    held = tomllib.loads(text)
    assert "# mine" in text
    assert (held["title"], held["outlook"], len(held["focus"]), len(held["ratings"])) == (
        "别的",
        "算力仍然紧缺。",
        1,
        2,
    )
    assert any("title" in line for line in doubts(made))
    before = stamps(root)
    put(weekly(), root)
    assert stamps(root) == before


def test_a_vintage_in_parquet_stays_one(root: Path) -> None:
    put(weekly(), root)
    for table in ("coverage", "estimates"):
        save_table(root, table, DAY, open_book(root).read(table, DAY).table, "parquet")
    assert put(weekly(), root).changes == ()
    put(
        report(named("000063.SZ", "中兴通讯", "买入", "36.380", "1.17 1.42", "31.0 25.7"), file="b.txt"), root
    )
    assert sorted(path.name for path in (root / "estimates").iterdir()) == ["2026-07-03.parquet"]
    table = open_book(root).read("estimates", DAY).table
    assert table.num_rows == 14
    assert table.schema.field("eps").metadata[b"decimals"] == b"2"
    price = open_book(root).read("coverage", DAY).table
    assert price.schema.field("price").metadata[b"decimals"] == b"3"


def test_the_users_own_columns_and_values_stay(root: Path) -> None:
    put(weekly(), root)
    (root / "book.toml").write_text('title = "t"\n[missing]\nprice = [87.48]\n', encoding="utf-8")
    path = root / "coverage/2026-07-03.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text(
        "\n".join([f"{lines[0]},note", *(f"{line},see me" for line in lines[1:])]) + "\n", encoding="utf-8"
    )
    put(report(named("000063.SZ", "中兴通讯"), file="b.txt"), root)
    after = rows(root, "coverage")
    assert [r["note"] for r in after] == ["see me"] * 4 + [""]
    assert after[0]["price"] == "87.48"


def test_a_file_with_a_bad_row_is_not_written_anew(root: Path) -> None:
    put(weekly(), root)
    path = root / "coverage/2026-07-03.csv"
    path.write_text(path.read_text(encoding="utf-8") + "2026-07-03,badly,broken\n", encoding="utf-8")
    before = stamps(root)
    assert put(weekly(), root).changes == ()  # nothing to change, nothing to lose
    with pytest.raises(BookError, match=r"2026-07-03\.csv:6: .*mend it first"):
        put(report(named("000063.SZ", "中兴通讯"), file="b.txt"), root)
    assert stamps(root) == before


def test_dates(root: Path) -> None:
    with pytest.raises(BookError, match="--as-of"):
        plan(replace(weekly(), as_of=None), book_to_write(root))
    made = put(weekly(), root, as_of=date(2026, 7, 5))
    assert made.as_of == date(2026, 7, 5)
    assert rows(root, "coverage", made.as_of)[0]["price_date"] == "2026-07-03"


def test_what_stands_twice_in_a_report_is_told(root: Path) -> None:
    moves = tuple(Move("sector", "申万通信", change, None, None, Place(0, 90)) for change in (1.0, 1.0, 2.0))
    both = {("eps", Year(2025, basis)): figure("1.00") for basis in "AE"}
    made = put(report(named("600941.SH", figures=MappingProxyType(both)), prose=Prose(moves=moves)), root)
    told = [str(one) for one in made.told if one.level is Level.REFUSED]
    assert len(told) == 2
    assert any("a second row of estimates for 600941.SH 2025E" in line for line in told)
    assert any("a second row of sectors for 申万通信" in line for line in told)


def test_a_focus_group_without_a_covered_name_makes_no_group(root: Path) -> None:
    focus = (FocusGroup("液冷", "", ("000063.SZ",)), FocusGroup("运营商", "", ("600941.SH",)))
    put(report(named("600941.SH", "中国移动"), prose=Prose(focus=focus)), root)
    assert [g.id for g in open_book(root).groups] == ["operators"]
    brief = open_book(root).brief()
    assert brief is not None
    assert [one.group for one in brief.focus] == ["液冷", "operators"]


BROKEN = {
    "no TOML": ("title = [", "not TOML"),
    "groups of another kind": ("groups = 3\n", "another kind"),
    "groups on one line": ('groups = [{id = "a", zh = "a", en = "a"}]\n', "by hand"),
}


@pytest.mark.parametrize(("text", "why"), BROKEN.values(), ids=list(BROKEN))
def test_a_book_toml_that_cannot_be_edited_stops_it(root: Path, text: str, why: str) -> None:
    root.mkdir()
    (root / "book.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BookError, match=why) as caught:
        put(weekly(), root)
    assert "\n" not in str(caught.value)
    assert {path.name for path in root.iterdir()} <= {"book.toml", ".lock", ".lock-holder"}


def test_hostile_texts_are_cleaned(root: Path) -> None:
    bad = "中国\x1b]0;x\x07移动\n"
    put(
        report(named("600941.SH", bad, "买\x00入", text=f"a | {bad}"), prose=Prose(title=bad, risks=(bad,))),
        root,
    )
    for path in root.rglob("*"):
        if path.is_file() and path.suffix in {".csv", ".toml"}:
            text = path.read_text(encoding="utf-8")
            assert all(char.isprintable() or char == "\n" for char in text), path


CELLS = st.sampled_from(["", "-", "1", "2.5", "10.00"])
ROWS = st.builds(
    named,
    st.sampled_from(["600941.SH", "300308.SZ", "000063.SZ"]),
    st.sampled_from(["甲", "乙", ""]),
    st.sampled_from(["", "买入", "增持"]),
    CELLS,
    st.lists(CELLS.filter(bool), max_size=3).map(" ".join),
    st.lists(CELLS.filter(bool), max_size=3).map(" ".join),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=4), st.lists(ROWS, min_size=1, max_size=4))
def test_importing_twice_is_importing_once(
    tmp_path_factory: pytest.TempPathFactory, first: list[Any], second: list[Any]
) -> None:
    root = tmp_path_factory.mktemp("b") / "book"
    put(report(*first), root)
    put(report(*second, file="b.txt"), root)
    once = stamps(root)
    book = open_book(root)
    assert [p for t in ("coverage",) for p in book.read(t, DAY).problems] == []
    assert put(report(*second, file="b.txt"), root).changes == ()
    assert put(report(*first), root).changes == ()
    assert stamps(root) == once


def test_one_cell_more_is_one_cell_changed(root: Path) -> None:
    put(with_cell(weekly(), "300627.SZ", price=None), root)
    before = (root / "coverage/2026-07-03.csv").read_text(encoding="utf-8").splitlines()
    put(weekly(), root)
    after = (root / "coverage/2026-07-03.csv").read_text(encoding="utf-8").splitlines()
    assert [i for i, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]] == [4]
    assert "28.60,CNY" in after[4]
    assert Place(0, 73) == weekly().forecast.names[3].place
    assert FILE.endswith("weekly.txt")
