"""A name that leaves the list: it was priced before, and an older market file does not price it again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tui.book import open_book
from tui.universe.changes.compare import changes
from tui.universe.changes.timeline import of_name

if TYPE_CHECKING:
    from pathlib import Path

    from tui.book import Book

FILES = {
    "market/2026-04-15.csv": "code,name,price\n600101.SH,甲公司,10.00\n600102.SH,乙公司,20.00\n",
    "coverage/2026-07-03.csv": "code,name,price\n600101.SH,甲公司,11.00\n600102.SH,乙公司,41.00\n",
    "coverage/2026-07-17.csv": "code,name,price\n600101.SH,甲公司,12.00\n",
}
FIRST, LAST = date(2026, 7, 3), date(2026, 7, 17)


def book_of(folder: Path, files: dict[str, str]) -> Book:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return open_book(folder)


@pytest.mark.parametrize("start", [None, FIRST])
def test_it_has_the_price_it_last_had_and_none_after(tmp_path: Path, start: date | None) -> None:
    found = changes(book_of(tmp_path, FILES), start, LAST)
    assert found.change == ("kept", "dropped")
    np.testing.assert_array_equal(found.price_from, [11.0, 41.0])
    np.testing.assert_array_equal(found.price_to, [12.0, np.nan])
    assert np.isnan(found.price_change_pct[1])
    assert found.day_from.astype(str).tolist() == ["2026-07-03"] * 2
    assert np.isnat(found.day_to[1])


def test_a_market_file_after_it_was_dropped_does_price_it(tmp_path: Path) -> None:
    later = {"market/2026-07-16.csv": "code,name,price\n600101.SH,甲公司,12.50\n600102.SH,乙公司,50.00\n"}
    found = changes(book_of(tmp_path, FILES | later), FIRST, LAST)
    assert found.price_from[1] == 41.0
    assert found.price_to[1] == 50.0
    assert of_name(open_book(tmp_path), "600102.SH").price.tolist()[-2:] == [50.0, 50.0]


def test_its_history_ends_with_the_last_price(tmp_path: Path) -> None:
    line = of_name(book_of(tmp_path, FILES), "600102.SH")
    assert [str(day) for day in line.days] == ["2026-04-15", "2026-07-03", "2026-07-17"]
    np.testing.assert_array_equal(line.price, [20.0, 41.0, np.nan])
    assert np.isnat(line.price_day[-1])
    assert of_name(open_book(tmp_path), "600101.SH").price.tolist() == [10.0, 11.0, 12.0]
