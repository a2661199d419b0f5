"""One name, a group and a theme over all dates of a small book, against figures worked out by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.universe.worlds import FULLBOOK
from tui.arrow import text_array
from tui.book import open_book
from tui.book.compact import compact
from tui.columns import Year
from tui.errors import BookError, UnknownNameError
from tui.universe.changes import timeline
from tui.universe.changes.basis import looks_issued
from tui.universe.changes.called import code_called, group_called
from tui.universe.changes.compare import changes
from tui.universe.changes.model import Note
from tui.universe.changes.timeline import of_name, percentile, percentiles
from tui.universe.changes.timeline_group import of_group, of_theme
from tui.universe.theme import Member, Theme

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tui.book import Book

# A is 600101.SH: a roll from 2025E to 2025A, a cut rating, 10转4 on the Monday, estimates on the new basis
# after it. B is 600102.SH: turns from profit to loss, moves to another group, is dropped.
FILES = {
    "coverage/2026-01-02.csv": """\
code,name,group,rating,rating_source,price,currency
600101.SH,甲公司,optics,买入,house,10.00,CNY
600102.SH,乙公司,optics,未评级,house,20.00,CNY
""",
    "estimates/2026-01-02.csv": """\
code,year,basis,eps,pe_printed,source
600101.SH,2025,E,0.50,20.0,house
600101.SH,2026,E,1.00,10.0,house
600101.SH,2027,E,2.00,5.0,house
600102.SH,2025,A,0.80,25.0,consensus
600102.SH,2026,E,1.00,20.0,consensus
""",
    "coverage/2026-01-09.csv": """\
code,name,group,rating,rating_source,price,currency
600101.SH,甲公司,optics,增持,house,12.00,CNY
600102.SH,乙公司,lasers,未评级,house,18.00,CNY
""",
    "estimates/2026-01-09.csv": """\
code,year,basis,eps,pe_printed,source
600101.SH,2025,A,0.52,23.1,house
600101.SH,2026,E,1.01,11.9,house
600101.SH,2027,E,2.50,4.8,consensus
600102.SH,2025,A,0.80,22.5,consensus
600102.SH,2026,E,-0.10,-180.0,consensus
""",
    "market/2026-01-12.csv": """\
code,name,price,pre_close
600101.SH,甲公司,9.00,8.57
600102.SH,乙公司,19.80,18.00
""",
    "coverage/2026-01-16.csv": """\
code,name,group,rating,rating_source,price,currency
600101.SH,甲公司,optics,增持,house,9.30,CNY
""",
    "estimates/2026-01-16.csv": """\
code,year,basis,eps,pe_printed,source
600101.SH,2025,A,0.37,25.1,house
600101.SH,2026,E,0.72,12.9,house
600101.SH,2027,E,1.90,4.9,consensus
600101.SH,2028,E,2.10,4.4,consensus
""",
}
DAYS = tuple(date(2026, 1, day) for day in (2, 9, 12, 16))
ISSUE = 8.57 / 12
LIGHT = Theme(
    "light", "光", "light", "", "", (),
    (
        Member("600101.SH", "甲公司", "", "", since=date(2026, 1, 10)),
        Member("600102.SH", "乙公司", "", "", until=date(2026, 1, 9)),
    ),
)  # fmt: skip


def written(folder: Path, files: Mapping[str, str]) -> Book:
    (folder / "book.toml").write_text('title = "weeks"\n', encoding="utf-8")
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return open_book(folder)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return written(tmp_path, FILES)


def close(*figures: float) -> object:
    return pytest.approx(list(figures), rel=1e-12, nan_ok=True)


NAN = float("nan")


def test_a_name_date_by_date(book: Book) -> None:
    line = of_name(book, "600101.SH", [LIGHT])
    assert (line.code, line.name, line.days) == ("600101.SH", "甲公司", DAYS)
    assert line.price.tolist() == [10, 12, 9, 9.3]
    assert line.fy1 == (Year(2025, "E"), *[Year(2026, "E")] * 3)
    assert line.eps_fy1.tolist() == [0.5, 1.01, 1.01, 0.72]
    assert line.factor.tolist() == close(1, 1, ISSUE, ISSUE)
    assert line.pe.tolist() == close(20, 12 / 1.01, 9 / (1.01 * ISSUE), 9.3 / 0.72)  # 20 11.88 12.48 12.92
    assert line.change_pct.tolist() == close(NAN, 20, 100 * (9 / 8.57 - 1), 100 * (9.3 / 9 - 1))
    assert line.rating == ("买入", "增持", "增持", "增持")
    assert line.rating_change == ("", "down", "unchanged", "unchanged")
    assert line.source == ("house",) * 4
    assert line.group == ("optics",) * 4
    assert line.themes == ((), (), ("light",), ("light",))


def test_estimates_by_year_stand_as_printed(book: Book) -> None:
    line = of_name(book, "600101.SH")
    assert line.years == (2025, 2026, 2027, 2028)
    assert line.eps[2026].tolist() == [1, 1.01, 1.01, 0.72]
    assert line.eps[2028].tolist() == close(NAN, NAN, NAN, 2.1)
    assert line.actual[2025].tolist() == [False, True, True, True]


def test_the_percentile_is_the_mid_rank_so_far(book: Book) -> None:
    line = of_name(book, "600101.SH")
    assert line.pe_percentile.tolist() == close(0.5, 0.25, 0.5, 0.625)  # 0.5/1, 0.5/2, 1.5/3, 2.5/4
    assert line.counted.tolist() == [1, 2, 3, 4]


def test_what_happened_to_a_name(book: Book) -> None:
    line = of_name(book, "600101.SH", [LIGHT])
    assert line.notes[0] == ()
    assert set(line.notes[1]) == {
        Note("unadjusted"),
        Note("actual", 2025),
        Note("rounding", 2026),
        Note("source", 2027, "house", "consensus"),
    }
    assert set(line.notes[2]) == {Note("issue", 0, "0.7142"), Note("joined", 0, "light")}
    # 0.52 and 1.01 of the old shares are 0.371 and 0.721 of the new: within rounding; 2.50 is 1.785
    assert set(line.notes[3]) == {Note("unadjusted"), Note("rounding", 2025), Note("rounding", 2026)}


def test_a_name_that_falls_into_a_loss_and_is_dropped(book: Book) -> None:
    line = of_name(book, "600102.SH", [LIGHT])
    assert line.pe.tolist() == close(20, NAN, NAN, NAN)
    assert line.counted.tolist() == [1, 1, 1, 1]
    assert line.pe_percentile.tolist() == close(0.5, NAN, NAN, NAN)
    assert line.rating_change == ("", "unchanged", "unchanged", "unchanged")
    assert line.group == ("optics", "lasers", "lasers", "")
    assert set(line.notes[1]) == {
        Note("unadjusted"), Note("profit_to_loss", 2026), Note("group", 0, "optics", "lasers"),
    }  # fmt: skip
    assert set(line.notes[2]) == {Note("left", 0, "light")}
    assert set(line.notes[3]) == {Note("dropped")}


def test_up_to_a_date(book: Book) -> None:
    assert of_name(book, "600101.SH", end=date(2026, 1, 11)).days == DAYS[:2]
    with pytest.raises(BookError, match="first date is 2026-01-02"):
        of_name(book, "600101.SH", end=date(2026, 1, 1))


def test_a_name_of_no_vintage(book: Book) -> None:
    with pytest.raises(UnknownNameError):
        of_name(book, "600999.SH")


def test_a_group_is_of_whom_each_date_files_there(book: Book) -> None:
    course = of_group(book, "optics")
    assert course.days == DAYS
    assert course.of.tolist() == [2, 1, 1, 1]
    assert course.n.tolist() == [2, 1, 1, 1]
    assert course.pe_median.tolist() == close(20, 12 / 1.01, 9 / (1.01 * ISSUE), 9.3 / 0.72)
    assert course.price_change_pct.tolist() == close(NAN, 20, 100 * (9 / 8.57 - 1), 100 * (9.3 / 9 - 1))
    assert course.ups.tolist() == close(NAN, 1, 0, 1)  # 2027 from 2.00 to 2.50, then from 1.785 to 1.90
    assert course.downs.tolist() == close(NAN, 0, 0, 0)
    lasers = of_group(book, "lasers")
    assert lasers.of.tolist() == [0, 1, 1, 0]
    assert lasers.losses.tolist() == [0, 1, 1, 0]
    assert lasers.n.tolist() == [0, 0, 0, 0]
    assert lasers.downs.tolist() == close(NAN, 1, 0, 0)


def test_a_theme_is_of_its_members_on_each_date(book: Book) -> None:
    course = of_theme(book, "light", [LIGHT])
    assert course.of.tolist() == [1, 1, 1, 1]
    assert course.n.tolist() == [1, 0, 1, 1]
    assert course.pe_hmean.tolist() == close(20, NAN, 9 / (1.01 * ISSUE), 9.3 / 0.72)


def test_a_parent_theme_has_the_members_below(book: Book) -> None:
    above = Theme("above", "上", "above", "", "", (), ())
    below = Theme("light", "光", "light", "", "", (), LIGHT.members, parent="above")
    assert of_theme(book, "above", [above, below]).of.tolist() == [1, 1, 1, 1]


def test_a_group_counts_what_changes_counts() -> None:
    book = open_book(FULLBOOK)
    found = changes(book, date(2026, 6, 26), date(2026, 7, 3))
    for group in ("carriers", "optics", "devices", "solo"):
        rows = [
            i
            for i, own in enumerate(found.groups.to_pylist())
            if own == group and found.change[i] != "dropped"
        ]
        course = of_group(book, group, date(2026, 7, 3))
        assert (course.ups[-1], course.downs[-1]) == (found.ups[rows].sum(), found.downs[rows].sum()), group
        assert course.of[-1] == len(rows)


def test_every_pe_is_what_changes_computes() -> None:
    book = open_book(FULLBOOK)
    for end in (date(2026, 7, 3), date(2026, 7, 6), date(2026, 7, 10)):
        found = changes(book, None, end)
        for row, code in enumerate(found.codes.to_pylist()):
            if found.change[row] != "dropped":
                last = of_name(book, code, end=end).pe[-1]
                assert last == pytest.approx(found.pe_to[row], nan_ok=True, rel=1e-12), (end, code)


def test_percentiles_are_those_of_each_name() -> None:
    book = open_book(FULLBOOK)
    day = date(2026, 7, 10)
    codes = book.read("coverage", date(2026, 7, 3)).table.column("code").to_pylist()
    found = percentiles(book, text_array(codes), day)
    assert np.isfinite(found).sum() > 10
    for code, rank in zip(codes, found, strict=True):
        assert rank == pytest.approx(of_name(book, code).pe_percentile[-1], nan_ok=True), code
    nobody = percentiles(book, text_array([*codes, "600999.SH"]), day)
    assert np.isnan(nobody[-1])
    assert np.isnan(percentiles(book, text_array(codes), date(2020, 1, 1))).all()


@given(st.lists(st.one_of(st.none(), st.integers(1, 6)), max_size=12))
@settings(max_examples=60, deadline=None)
def test_a_percentile_by_counting(values: list[int | None]) -> None:
    pe = np.array([np.nan if v is None else v for v in values], dtype=np.float64)
    ranks, counts = percentile(pe)
    for row, value in enumerate(values):
        sofar = [v for v in values[: row + 1] if v is not None]
        assert counts[row] == len(sofar)
        if value is None:
            assert np.isnan(ranks[row])
        else:
            below = sum(v < value for v in sofar) + sum(v == value for v in sofar) / 2
            assert ranks[row] == pytest.approx(below / len(sofar))
            assert 0 < ranks[row] < 1


@pytest.mark.parametrize(
    ("then", "now", "fits"),
    [(14, 10, True), (14, 10.15, True), (20, 10, True), (30, 10, True), (10, 8.4, True), (10, 9, False),
     (10, 6, False), (10, 12, False), (0, 1, False), (NAN, 1, False)],
)  # fmt: skip
def test_a_drop_that_a_bonus_would_make(then: float, now: float, fits: bool) -> None:
    assert looks_issued(np.array([then]), np.array([now])).tolist() == [fits]


@pytest.mark.parametrize("cut", ["coverage", "estimates"])
def test_a_half_written_vintage_leaves_the_one_before_in_force(tmp_path: Path, cut: str) -> None:
    name = f"{cut}/2026-01-16.csv"
    whole = FILES[name]
    book = written(tmp_path, {**FILES, name: whole[: whole.rindex(",") - 6]})
    line = of_name(book, "600101.SH")
    assert any("half-written" in problem.why for problem in line.problems)
    if cut == "coverage":
        assert line.price.tolist() == [10, 12, 9, 9]
    else:
        assert line.eps[2026].tolist() == [1, 1.01, 1.01, 1.01]


@pytest.mark.parametrize("broken", [b"", b"PAR1", b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path, broken: bytes) -> None:
    written(tmp_path, FILES)
    (tmp_path / "estimates" / "2026-01-16.csv").unlink()
    (tmp_path / "estimates" / "2026-01-16.parquet").write_bytes(broken)
    line = of_name(open_book(tmp_path), "600101.SH")
    assert line.eps[2026].tolist() == [1, 1.01, 1.01, 1.01]
    assert [p.what for p in line.problems] == ["not read"]


def test_words_that_mean_a_name_or_group(book: Book) -> None:
    for word in ("600101", "sh600101", "600101.XSHG", "甲公司", " 甲公司 "):
        assert code_called(book, word) == "600101.SH"
    assert code_called(book, "乙公司") == "600102.SH"  # dropped, and still found
    assert group_called(book, "LASERS") == "lasers"
    with pytest.raises(UnknownNameError, match="nearest: 甲公司"):
        code_called(book, "甲公斯")
    with pytest.raises(UnknownNameError, match="nearest: optics"):
        group_called(book, "optic")


def test_nothing_changes_when_the_book_is_compacted(tmp_path: Path) -> None:
    before = written(tmp_path, FILES)
    lines = {code: of_name(before, code, [LIGHT]) for code in ("600101.SH", "600102.SH")}
    courses = {group: of_group(before, group) for group in ("optics", "lasers")}
    codes = text_array(list(lines))
    ranks = percentiles(before, codes, DAYS[-1])
    assert list(compact(before))
    after = open_book(tmp_path)
    assert after.yearly
    for code, was in lines.items():
        now = of_name(after, code, [LIGHT])
        assert (now.days, now.notes, now.rating, now.group) == (was.days, was.notes, was.rating, was.group)
        np.testing.assert_array_equal(now.pe, was.pe)
        np.testing.assert_array_equal(now.pe_percentile, was.pe_percentile)
        assert [now.eps[y].tolist() for y in now.years] == [close(*was.eps[y]) for y in was.years]
    for group, was_course in courses.items():
        now_course = of_group(after, group)
        np.testing.assert_array_equal(now_course.of, was_course.of)
        np.testing.assert_array_equal(now_course.ups, was_course.ups)
        np.testing.assert_array_equal(now_course.pe_median, was_course.pe_median)
    np.testing.assert_array_equal(percentiles(after, codes, DAYS[-1]), ranks)


def test_percentiles_are_the_same_part_by_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = written(tmp_path, FILES)
    list(compact(book))
    book = open_book(tmp_path)
    codes = text_array(["600102.SH", "600999.SH", "600101.SH"])
    whole = percentiles(book, codes, DAYS[-1])
    assert whole.tolist() == close(NAN, NAN, 0.625)
    monkeypatch.setattr(timeline, "AT_ONCE", 1)
    np.testing.assert_array_equal(percentiles(book, codes, DAYS[-1]), whole)
    monkeypatch.setattr(timeline, "MOST_CELLS", 6)  # two dates: 12.48 and 12.92
    assert percentiles(book, codes, DAYS[-1]).tolist() == close(NAN, NAN, 0.75)


# The first vintage prints one decimal, the second two; 2025 turns back from actual to estimate; the market of
# the first date has another price of the same day, and a name that nobody covers.
ODD = {
    "coverage/2026-02-06.csv": "code,name,group,price\n600101.SH,甲公司,optics,10.00\n",
    "market/2026-02-06.csv": "code,name,price\n600101.SH,甲公司,10.50\n600103.SH,丙公司,5.00\n",
    "estimates/2026-02-06.csv": """\
code,year,basis,eps,source
600101.SH,2025,A,1.0,house
600101.SH,2026,E,1.0,house
600101.SH,2027,E,1.0,house
""",
    "estimates/2026-02-10.csv": """\
code,year,basis,eps,source
600101.SH,2025,E,2.00,house
600101.SH,2026,E,1.05,house
600101.SH,2027,E,1.20,house
""",
}


def test_odd_vintages(tmp_path: Path) -> None:
    book = written(tmp_path, ODD)
    line = of_name(book, "600101.SH")
    assert line.price.tolist() == [10, 10], "coverage stands before a market of the same date"
    assert line.change_pct.tolist() == close(NAN, NAN), "no later price, so no change"
    assert line.pe.tolist() == close(10, 5)
    assert line.notes == ((), (Note("rounding", 2026),)), "0.05 is less than the 0.1 of the first vintage"
    course = of_group(book, "optics")
    assert (course.ups.tolist(), course.downs.tolist()) == (close(NAN, 1), close(NAN, 0)), "2027 alone"
    uncovered = Theme("t", "", "", "", "", (), tuple(Member(f"60010{n}.SH", "", "", "") for n in (1, 3)))
    assert of_theme(book, "t", [uncovered]).of.tolist() == [1, 1]
