"""Queries over real universes: the contract on the sample, and every state and date of the full book."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest

import tui
from tests.universe.worlds import FULLBOOK, SHARED, cases
from tui.query.errors import QueryError
from tui.view.arrange import Arrangement, arrange
from tui.view.resolve import resolve
from tui.view.sentence import left_out_words, sentence
from tui.view.view import By, SortKey, View

MARKET = SHARED / "data" / "market-2026-04-15.parquet"


@pytest.fixture(scope="module")
def sample() -> tui.Universe:
    return tui.load()


@pytest.fixture(scope="module")
def full() -> tui.Universe:
    return tui.load(FULLBOOK, as_of=date(2026, 7, 3))


def asked(universe: tui.Universe, query: str, **more: Any) -> tuple[list[str], Arrangement]:
    """The codes that pass, and the arrangement they come from."""
    by = By.NONE if more.get("sort") else By.GROUP
    shown = arrange(universe, resolve(universe, View(where=query, by=by, **more)))
    codes = universe.table.column("code").to_pylist()
    return [codes[row] for row in shown.rows], shown


@pytest.mark.parametrize("case", cases("query_contract.csv"))
def test_the_contract_on_the_sample(sample: tui.Universe, case: dict[str, str]) -> None:
    assert asked(sample, case["query"])[0] == case["codes"].split()


@pytest.mark.parametrize("case", cases("query_fullbook.csv"))
def test_every_state_and_date_of_the_full_book(full: tui.Universe, case: dict[str, str]) -> None:
    codes, shown = asked(full, case["query"])
    assert codes == case["codes"].split()
    assert (shown.out.count if shown.out else 0) == int(case["left_out"])


@pytest.mark.parametrize("case", cases("query_fullbook.csv"))
def test_a_query_its_opposite_and_the_unknown_are_all_rows(full: tui.Universe, case: dict[str, str]) -> None:
    here, _ = asked(full, case["query"])
    opposite, _ = asked(full, f"not ({case['query']})")
    assert not set(here) & set(opposite)
    assert len(here) + len(opposite) + int(case["left_out"]) == full.rows


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        (
            "eps26 > eps26 @ previous",
            ["600101.SH"],
        ),  # Friday's estimates stand, and so does their date before
        ("price < price @ previous", ["600103.SH"]),
        ("price @ previous = price @ 2026-07-06", None),
        ("price @ -2 = price @ 2026-07-03", None),
    ],
)
def test_previous_is_counted_over_the_column_s_own_tables(query: str, codes: list[str] | None) -> None:
    universe = tui.load(FULLBOOK, as_of=date(2026, 7, 10))
    found, shown = asked(universe, query)
    if codes is not None:
        assert found == codes
    else:
        assert len(found) == universe.rows - (shown.out.count if shown.out else 0) > 10


def test_an_estimate_that_became_an_actual_is_the_same_fiscal_year(tmp_path: Any) -> None:
    for day, basis, eps in (("2026-01-05", "E", "1.10"), ("2026-07-03", "A", "1.00")):
        for table, text in (
            ("coverage", f"as_of,code,name,group,price\n{day},600941.SH,中国移动,a,10\n"),
            (
                "estimates",
                (
                    f"as_of,code,year,basis,eps,pe_printed\n{day},600941.SH,2025,{basis},{eps},9.5\n"
                    f"{day},600941.SH,2026,E,1.2,8.3\n"
                ),
            ),
        ):
            (tmp_path / table).mkdir(exist_ok=True)
            (tmp_path / table / f"{day}.csv").write_text(text, "utf-8")
    universe = tui.load(tmp_path)
    assert asked(universe, "eps25 @ previous = 1.1 and eps.fy0 @ previous = 1.1 and eps25 = 1")[0] == [
        "600941.SH"
    ]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("pe62 < 5", ["unknown column 'pe62'", "nearest: pe26", "  pe62 < 5", "  ^^^^"]),
        ("pe26 < ", ["the query ends here", "        ^"]),
        ("pe26 < 买入", ["买入 is a value of rating", "         ^^^^"]),
        ("(" * 10_000, ["expected at most 4000"]),
        ("(" * 3_000, ["brackets"]),
        ("__import__('os')", ["no function __import__"]),
        ("pe26-pe27 > 1", ["pe26 - pe27"]),
        ("price > 3, rating = foo, pe26 < 买入", [
            "'foo' is no value of rating", "买入 is a value of rating"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_a_caret_and_at_once(
    sample: tui.Universe, query: str, said: list[str]
) -> None:
    start = time.monotonic()
    with pytest.raises(QueryError) as caught:
        resolve(sample, View(where=query))
    assert time.monotonic() - start < 1
    for words in said:
        assert words in str(caught.value)


@pytest.mark.skipif(not MARKET.exists(), reason="the whole-market snapshot is not beside the checkout")
def test_a_whole_market(sample: tui.Universe) -> None:
    market = tui.load(MARKET)
    assert len(asked(market, "industry = 通信设备 and 10 <= pe_ttm <= 40")[0]) == 14
    assert asked(market, "pe_ttm is missing")[0] == []
    declared = tui.load(MARKET, na=("pe_ttm=0",))
    assert len(asked(declared, "pe_ttm is missing")[0]) == 1487
    codes, shown = asked(declared, "not (pe_ttm > 10)")
    assert shown.out is not None
    assert shown.out.columns == (("pe_ttm", 1487),)
    assert len(codes) + len(asked(declared, "pe_ttm > 10")[0]) + 1487 == declared.rows
    assert left_out_words(shown.out, "en") == "1487 left out: no pe_ttm"


def test_a_limited_sort_gives_the_first_of_the_whole_order(full: tui.Universe) -> None:
    for keys in ((SortKey("pe_2026E"),), (SortKey("group"), SortKey("pe_2026E", descending=True))):
        every, _ = asked(full, "price > 0", sort=keys)
        for limit in (0, 1, 5, 17, 100):
            assert asked(full, "price > 0", sort=keys, limit=limit)[0] == every[:limit]


def test_query_groups_and_themes_narrow_together(sample: tui.Universe) -> None:
    codes, shown = asked(sample, "pe26 < 50", groups=("optical-modules",))
    assert codes == ["300308.SZ", "300502.SZ"]
    view = resolve(sample, View(where="pe26 < 50", groups=("光模块",)))
    assert sentence(sample, view, shown, "en") == "optical-modules · pe26 < 50 · 2 of 13"
    codes, _ = asked(sample, "pe26 < 100", themes=("leo-satellite",))
    assert codes == ["000063.SZ"]


def test_the_sentence_tells_what_was_left_out(full: tui.Universe) -> None:
    view = resolve(full, View(where="not (pe26 > 0)"))
    shown = arrange(full, view)
    assert sentence(full, view, shown, "en").endswith("1 of 18 · 2 left out: no pe26")
    assert sentence(full, view, shown, "zh").endswith("1/18 只 · 2 只无法判断：没有 pe26")
