"""Which price is shown, the one before it, and what happened to the shares between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest

from tests.universe.worlds import FakeBook, cases, day, floats, number
from tui.arrow import text_array
from tui.universe import prices
from tui.universe.prices import Quote

if TYPE_CHECKING:
    from datetime import date

    from tui.book.layout import Book

CODES = text_array(["A"])
Row = dict[str, str]


def quote(price: str, when: str) -> Quote:
    days = [np.datetime64(day(when), "D") if when else np.datetime64("NaT", "D")]
    return Quote(floats(number(price)), np.array(days, dtype="datetime64[D]"))


def book(**tables: dict[str, list[dict[str, Any]]]) -> Book:
    held = {name: {day(when): rows for when, rows in files.items()} for name, files in tables.items()}
    return cast("Book", FakeBook(held))


def the_day(found: Quote) -> date | None:
    return cast("date | None", found.day.astype(object)[0])


@pytest.mark.parametrize("row", cases("prices.csv"))
def test_the_later_quote(row: Row) -> None:
    found = quote(row["mine"], row["my_day"]).later(quote(row["theirs"], row["their_day"]))
    np.testing.assert_array_equal(found.price, floats(number(row["price"])))
    assert the_day(found) == (day(row["day"]) if row["day"] else None)


def market(steps: str) -> dict[str, list[dict[str, Any]]]:
    """'06:22/20 07:-' → market files of price/pre_close; '-' is a file without the name."""
    files = {}
    for step in steps.split():
        when, _, figures = step.partition(":")
        close, _, pre = figures.partition("/")
        rows: list[dict[str, Any]] = [{"code": "B", "price": 1.0, "pre_close": 1.0}]
        if close != "-":
            rows.append({"code": "A", "price": number(close), "pre_close": number(pre)})
        files[when] = rows
    return files


@pytest.mark.parametrize("row", cases("steps.csv"))
def test_share_issues(row: Row) -> None:
    held = book(market=market(row["steps"]))
    found = prices.adjustment(
        held, CODES, quote(row["start"], row["start_day"]), quote(row["end"], row["end_day"])
    )
    assert found.known.tolist() == [row["known"] == "yes"]
    assert found.factor[0] == pytest.approx(number(row["factor"]), rel=1e-12)


def test_each_name_has_its_own_steps() -> None:
    codes = text_array(["A", "B", "C"])
    rows = [
        {"code": "C", "price": 5.0, "pre_close": 5.0},
        {"code": "A", "price": 33.0, "pre_close": 30.0},
        {"code": "B", "price": 20.0, "pre_close": 20.0},
    ]
    held = book(market={"06": rows})
    start = Quote(floats(42, 20, None), np.array(["2026-07-03", "2026-07-03", "NaT"], dtype="datetime64[D]"))
    end = Quote(floats(33, 20, 5), np.array(["2026-07-06"] * 3, dtype="datetime64[D]"))
    found = prices.adjustment(held, codes, start, end)
    np.testing.assert_allclose(found.factor, floats(30 / 42, 1, 1))
    assert found.known.all()


def test_a_file_of_the_market_without_pre_close() -> None:
    held = book(market={"06": [{"code": "A", "price": 22.0}]})
    found = prices.adjustment(held, CODES, quote("20", "03"), quote("22", "06"))
    assert not found.known[0]
    assert found.factor[0] == 1


@pytest.mark.parametrize(
    ("as_of", "price", "when"),
    [("02", None, None), ("03", 20.0, "03"), ("05", 20.0, "03"), ("06", 22.0, "06"), ("09", 22.0, "06"),
     ("10", 25.0, "10"), ("13", 25.0, "10")],
)  # fmt: skip
def test_the_price_shown_as_of_a_date(as_of: str, price: float | None, when: str | None) -> None:
    held = book(
        coverage={"03": [{"code": "A", "price": 20.0}], "10": [{"code": "A", "price": 25.0}]},
        market={"06": [{"code": "A", "price": 22.0}], "10": [{"code": "A", "price": 24.0}]},
    )
    found = prices.at(held, CODES, day(as_of))
    np.testing.assert_array_equal(found.price, floats(price))
    assert the_day(found) == (day(when) if when else None)


def test_the_date_of_a_price_may_be_another_than_the_file_s() -> None:
    rows = [{"code": "A", "price": 20.0, "price_date": day("01")}, {"code": "B", "price": 5.0}]
    held = book(coverage={"03": rows}, market={"02": [{"code": "A", "price": 21.0}]})
    found = prices.at(held, text_array(["A", "B"]), day("03"))
    np.testing.assert_array_equal(found.price, floats(21, 5))
    assert found.day.astype(object).tolist() == [day("02"), day("03")]


def test_a_missing_price_has_no_date() -> None:
    held = book(coverage={"03": [{"code": "A", "price": None}]})
    found = prices.at(held, CODES, day("03"))
    assert np.isnan(found.price[0])
    assert the_day(found) is None


def test_tables_without_prices_or_without_the_name() -> None:
    held = book(coverage={"03": [{"code": "A", "group": "g"}]}, market={"03": [{"code": "B", "price": 1.0}]})
    assert np.isnan(prices.at(held, CODES, day("03")).price[0])
    assert np.isnan(prices.at(book(), CODES, day("03")).price[0])


def test_before_goes_back_from_each_name_s_own_date() -> None:
    codes = text_array(["A", "B", "C"])
    held = book(
        coverage={"03": [{"code": c, "price": p} for c, p in (("A", 20.0), ("B", 30.0), ("C", 40.0))]},
        market={
            "01": [{"code": c, "price": p} for c, p in (("A", 18.0), ("B", 28.0))],
            "06": [{"code": "A", "price": 22.0}],
        },
    )
    now = prices.at(held, codes, day("06"))
    np.testing.assert_array_equal(now.price, floats(22, 30, 40))
    found = prices.before(held, codes, now)
    np.testing.assert_array_equal(found.price, floats(20, 28, None))
    assert found.day.astype(object).tolist() == [day("03"), day("01"), None]


def test_before_the_first_date_there_is_nothing() -> None:
    held = book(coverage={"03": [{"code": "A", "price": 20.0}]})
    found = prices.before(held, CODES, prices.at(held, CODES, day("03")))
    assert np.isnan(found.price[0])


@pytest.mark.parametrize(
    ("when", "before"),
    [("2026-07-06", "2026-07-03"), ("2026-07-07", "2026-07-06"), ("2026-07-05", "2026-07-03"),
     ("2026-07-04", "2026-07-03"), ("2026-07-03", "2026-07-02")],
)  # fmt: skip
def test_the_weekday_before(when: str, before: str) -> None:
    assert prices._weekday_before(np.datetime64(when)) == np.datetime64(before)
