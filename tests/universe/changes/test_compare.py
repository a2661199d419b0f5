"""What changed between vintages, against tables worked out by hand, and on books in trouble."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.universe.changes.vintages import DAYS, TEXTS, book, copied, expected
from tui.book import open_book
from tui.errors import BookError, KanpanError
from tui.universe.changes.compare import changes
from tui.universe.changes.multiple import split
from tui.universe.changes.table import to_table

if TYPE_CHECKING:
    from pathlib import Path

    from tui.universe.changes.model import Changes


FIRST = "600001.SH"
PAIRS = [(DAYS[0], DAYS[1]), (DAYS[1], DAYS[2]), (DAYS[2], DAYS[3]), (DAYS[0], DAYS[3])]


def row_of(found: Changes, code: str) -> int:
    return int(found.codes.to_pylist().index(code))


@pytest.mark.parametrize(("start", "end"), PAIRS, ids=str)
def test_every_cell_is_the_one_worked_out_by_hand(start: date, end: date) -> None:
    header, rows = expected(start, end)
    table, columns = to_table(changes(book(), start, end))
    assert table.column_names == header == [column.name for column in columns]
    got = table.to_pylist()
    assert [row["code"] for row in got] == [row["code"] for row in rows]
    for mine, theirs in zip(got, rows, strict=True):
        for name, value in theirs.items():
            cell = mine[name]
            if name in TEXTS or value is None:
                assert (cell or "") == (value or ""), (mine["code"], name)
            else:
                assert cell == pytest.approx(value, rel=1e-12, abs=1e-12), (mine["code"], name)


@pytest.mark.parametrize(
    ("start", "end", "counted"),
    [
        (DAYS[0], DAYS[1], {"600001.SH": (1, 1), "300006.SZ": (1, 0), "600007.SH": (0, 1)}),
        (DAYS[1], DAYS[2], {"300005.SZ": (0, 3), "300006.SZ": (0, 1)}),
        (DAYS[2], DAYS[3], {"600001.SH": (2, 0), "300006.SZ": (1, 1), "600007.SH": (1, 0)}),
        (
            DAYS[0],
            DAYS[3],
            {"600001.SH": (1, 1), "300004.SZ": (0, 2), "300006.SZ": (0, 2), "600007.SH": (1, 0)},
        ),
    ],
    ids=str,
)
def test_revisions_count_by_sign(start: date, end: date, counted: dict[str, tuple[int, int]]) -> None:
    found = changes(book(), start, end)
    both = zip(found.codes.to_pylist(), found.ups.tolist(), found.downs.tolist(), strict=True)
    assert {code: (up, down) for code, up, down in both if up or down} == counted


def test_without_dates_each_table_is_compared_with_its_file_before() -> None:
    found = changes(book())
    assert found.base == {"coverage": DAYS[2], "estimates": DAYS[2], "market": DAYS[2]}
    assert found.target == {"coverage": DAYS[3], "estimates": DAYS[3], "market": DAYS[2]}
    same = changes(book(), DAYS[2], DAYS[3])
    assert to_table(found)[0].equals(to_table(same)[0])


def test_a_date_between_files_takes_the_latest_not_after_it() -> None:
    found = changes(book(), date(2027, 3, 21), date(2027, 3, 25))
    assert (found.base["coverage"], found.target["coverage"]) == (DAYS[1], DAYS[2])


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_book_compared_with_itself_has_not_changed(day: date) -> None:
    found = changes(book(), day, day)
    assert set(found.change) == {"kept"}
    assert set(found.rating_change) == {"unchanged"}
    assert not found.ups.any()
    assert not found.downs.any()
    assert not any(found.notes)
    for logs in (found.pe_change_log, found.price_change_pct, *found.revision.values()):
        assert not logs[np.isfinite(logs)].any()


@pytest.mark.parametrize(
    ("start", "end", "error", "said"),
    [
        (DAYS[3], DAYS[0], KanpanError, "from 2027-03-26 is after to 2027-03-12"),
        (date(2027, 1, 1), None, BookError, "no name on or before 2027-01-01; its first date is 2027-03-12"),
        (None, date(2027, 1, 1), BookError, "no name on or before 2027-01-01; its first date is 2027-03-12"),
        (None, DAYS[0], BookError, "nothing to compare 2027-03-12 with; its first date is 2027-03-12"),
    ],
)
def test_dates_that_cannot_be_compared_say_so(
    start: date | None, end: date | None, error: type[KanpanError], said: str
) -> None:
    with pytest.raises(error, match=said):
        changes(book(), start, end)


def test_of_two_files_of_a_date_the_parquet_one_counts(tmp_path: Path) -> None:
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    root = copied(tmp_path)
    path = root / "estimates" / "2027-03-19.csv"
    table = pc.read_csv(path)
    other = [2.4 if v == 2.2 else v for v in table.column("eps").to_pylist()]
    at = table.column_names.index("eps")
    pq.write_table(table.set_column(at, "eps", [other]), path.with_suffix(".parquet"))
    opened = open_book(root)
    assert [p.what for p in opened.problems] == ["a second file of this date"]
    found = changes(opened, DAYS[0], DAYS[1])
    assert found.eps_to[2026][row_of(found, FIRST)] == 2.4


def _cut_csv(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.rindex("\n2027") + 20], encoding="utf-8")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _header(path: Path) -> None:
    path.write_bytes(path.read_bytes().split(b"\n")[0] + b"\n")


def _broken_parquet(path: Path) -> None:
    path.unlink()
    path.with_suffix(".parquet").write_bytes(b"PAR1 and then nothing")


def _cut_parquet(path: Path) -> None:
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    whole = path.with_suffix(".parquet")
    pq.write_table(pc.read_csv(path), whole)
    path.unlink()
    whole.write_bytes(whole.read_bytes()[:-40])


@pytest.mark.parametrize("damage", [_cut_csv, _empty, _header, _broken_parquet, _cut_parquet])
@pytest.mark.parametrize("table", ["coverage", "estimates"])
def test_a_half_written_vintage_is_a_problem_and_the_one_before_counts(
    tmp_path: Path, damage: Any, table: str
) -> None:
    root = copied(tmp_path)
    damage(root / table / "2027-03-26.csv")
    found = changes(open_book(root))
    assert len(found.problems) == 1
    assert "2027-03-26" in found.problems[0].file
    assert found.target[table] == DAYS[2]
    assert found.base[table] == DAYS[1]
    names = changes(book(), DAYS[1], DAYS[2]) if table == "coverage" else changes(book())
    assert found.change == names.change


def test_a_file_without_a_last_line_end_is_whole(tmp_path: Path) -> None:
    root = copied(tmp_path)
    path = root / "coverage" / "2027-03-26.csv"
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    found = changes(open_book(root))
    assert not found.problems
    assert found.target["coverage"] == DAYS[3]


def test_eps_in_another_currency_are_no_revision(tmp_path: Path) -> None:
    root = copied(tmp_path)
    path = root / "estimates" / "2027-03-19.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    new = [f"{lines[0]},currency", *(f"{x},{'USD' if FIRST in x else ''}" for x in lines[1:])]
    path.write_text("\n".join(new) + "\n", encoding="utf-8")
    found = changes(open_book(root), DAYS[0], DAYS[1])
    row = row_of(found, FIRST)
    assert ("currency", "CNY", "USD") in {(n.kind, n.a, n.b) for n in found.notes[row]}
    assert np.isnan(found.revision[2026][row])
    assert np.isnan(found.pe_to[row])
    assert np.isnan(found.pe_change_log[row])
    assert found.ups[row] == found.downs[row] == 0


def test_a_share_issue_after_the_estimates_reaches_their_pe_but_not_their_revision(tmp_path: Path) -> None:
    root = copied(tmp_path)
    (root / "estimates" / "2027-03-22.csv").unlink()
    found = changes(open_book(root), DAYS[1], DAYS[2])
    row = row_of(found, "300004.SZ")
    assert found.revision[2026][row] == 0
    assert found.eps_to[2026][row] == 1.4
    assert found.pe_to[row] == pytest.approx(21 / 1.0)
    assert found.pe_from[row] == pytest.approx(20 / 1.0)
    assert found.pe_from_eps[row] == pytest.approx(0)


def test_a_book_of_the_market_alone_has_price_changes(tmp_path: Path) -> None:
    root = copied(tmp_path)
    for table in ("coverage", "estimates"):
        for path in (root / table).iterdir():
            path.unlink()
    found = changes(open_book(root))
    assert found.base == {"market": DAYS[1]}
    assert found.change.count("kept") == len(found.change) == 6
    row = row_of(found, "300004.SZ")
    assert found.price_change_pct[row] == pytest.approx(5)
    assert found.fy1 is None
    assert set(found.rating_change) == {""}


POSITIVE = st.floats(min_value=1e-9, max_value=1e9) | st.sampled_from([0.0, -1.0, float("nan")])


@given(st.lists(st.tuples(POSITIVE, POSITIVE, POSITIVE, POSITIVE), min_size=1, max_size=20))
@settings(max_examples=200, deadline=None)
def test_the_parts_add_up_and_the_sides_swap(rows: list[tuple[float, float, float, float]]) -> None:
    p0, p1, e0, e1 = np.array(rows, dtype=np.float64).T
    total, by_price, by_eps = split(p0, p1, e0, e1)
    good = np.array([all(v > 0 for v in row) for row in rows])
    assert (np.isfinite(total) == good).all()
    with np.errstate(all="ignore"):
        whole = np.log((p1 / e1) / (p0 / e0))
    assert np.allclose(by_price[good] + by_eps[good], total[good], rtol=0, atol=1e-12)
    assert np.allclose(total[good], whole[good], rtol=0, atol=1e-12)
    back = split(p1, p0, e1, e0)
    for there, again in zip((total, by_price, by_eps), back, strict=True):
        assert np.array_equal(there[good], -again[good])


@pytest.mark.parametrize(("start", "end"), PAIRS, ids=str)
def test_the_parts_add_up_on_the_book(start: date, end: date) -> None:
    found = changes(book(), start, end)
    gap = found.pe_from_price + found.pe_from_eps - found.pe_change_log
    assert np.nanmax(np.abs(gap)) <= 1e-12
    assert (np.isfinite(found.pe_change_log) <= np.isfinite(found.pe_from)).all()
