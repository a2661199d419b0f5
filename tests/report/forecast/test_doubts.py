"""Tables whose columns could be others than the header says: read where that is certain, told where not."""

from __future__ import annotations

import pytest

from tests.report.forecast.tables import forecast, lines, paragraph, said, table
from tui.report.forecast.labels import label

HEAD = "代码 | 简称 | 股价 | EPS2026E | EPS2027E | PE2026E | PE2027E | 评级"
ROWS = """
    600941.SH | 中国移动 | 108.36 | 6.71 | 7.02 | 16.1 | 15.4 | 买入
    300308.SZ | 中际旭创 | 1116.00 | 31.57 | 44.20 | 35.4 | 25.2 | 买入
    688498.SH | 源杰科技 | 688.56 | 5.10 | 9.20 | 135.0 | 74.8 | 增持
"""
READ = [
    "600941.SH 中国移动 买入 108.36 eps 2026E 6.71 2027E 7.02 pe 2026E 16.1 2027E 15.4",
    "300308.SZ 中际旭创 买入 1116.00 eps 2026E 31.57 2027E 44.20 pe 2026E 35.4 2027E 25.2",
    "688498.SH 源杰科技 增持 688.56 eps 2026E 5.10 2027E 9.20 pe 2026E 135.0 2027E 74.8",
]
FOREIGN = """
    代码 | 成交额 | 换手 | 涨幅
    600941.SH | 12.1 | 1.2 | 3.4
"""


def shortened(row: str) -> str:
    """The row as words, parted by single spaces."""
    return " | ".join(row.replace("|", " ").split())


WORDS = table("\n".join(shortened(row) for row in [HEAD, *ROWS.strip().splitlines()]), sure=False)


def test_a_year_of_pe_that_is_an_eps_is_told() -> None:
    head = "代码 | 简称 | 股价 | EPS2026E | PE2025A | PE2026E"
    rows = """
        600941.SH | 中国移动 | 108.36 | 6.71 | 6.42 | 16.1
        300308.SZ | 中际旭创 | 1116.00 | 31.57 | 9.72 | 35.4
        688498.SH | 源杰科技 | 688.56 | 5.10 | 2.23 | 135.0
    """
    found = forecast(head + rows)
    assert sum("PE of 2025 is far from the other years" in words for words in said(found)) == 4
    right = rows.replace("6.42", "16.9").replace("9.72", "114.8").replace("2.23", "308.8")
    assert not any("far from" in words for words in said(forecast(head + right)))


def test_eps_and_pe_of_one_year_exchanged_are_told() -> None:
    head = "代码 | 简称 | 股价 | EPS2025A | PE2025A | EPS2026E | PE2026E | EPS2027E | PE2027E"
    rows = """
        600941.SH | 中国移动 | 108.36 | 16.9 | 6.42 | 6.71 | 16.1 | 7.02 | 15.4
        300308.SZ | 中际旭创 | 1116.00 | 114.8 | 9.72 | 31.57 | 35.4 | 44.20 | 25.2
        688498.SH | 源杰科技 | 688.56 | 308.8 | 2.23 | 5.10 | 135.0 | 9.20 | 74.8
    """
    told = [d.code for d in forecast(head + rows).told if "of 2025 is far from" in d.expected]
    assert set(told) == {"600941.SH", "300308.SZ", "688498.SH"}


def test_years_over_groups_of_metrics_that_do_not_stand_over_them() -> None:
    found = forecast("""
         |  |  | 2026E |  |  | 2027E |
        代码 | 简称 | 股价 | EPS | PE | EPS | PE | 评级
        600941.SH | 中国移动 | 108.36 | 6.71 | 16.1 | 7.02 | 15.4 | 买入
        300308.SZ | 中际旭创 | 1116.00 | 31.57 | 35.4 | 44.20 | 25.2 | 买入
        688498.SH | 源杰科技 | 688.56 | 5.10 | 135.0 | 9.20 | 74.8 | 增持
    """)
    assert lines(found) == READ


def test_a_price_that_stands_over_no_column_is_told_of_each_row() -> None:
    found = forecast("""
        代码 | 简称 | 股价(元)总市值 | EPS2026E | PE2026E
        600941.SH | 中国移动 | 108.36 | 6.71 | 16.1
        300308.SZ | 中际旭创 | 1116.00 | 31.57 | 35.4
    """)
    told = [d for d in found.told if "the header names a price" in d.read + d.expected]
    assert {d.code for d in told} == {"", "600941.SH", "300308.SZ"}


def test_doubt_goes_on_with_the_table() -> None:
    head = "代码 | 简称 | 股价(元)总市值 | EPS2026E | PE2026E\n"
    first = "600941.SH | 中国移动 | 108.36 | 6.71 | 16.1\n688498.SH | 源杰科技 | 688.56 | 5.10 | 135.0"
    found = forecast(head + first, paragraph("请务必阅读"), "300308.SZ | 中际旭创 | 1116.00 | 31.57 | 35.4")
    assert any(d.code == "300308.SZ" and "a price" in d.expected for d in found.told)


@pytest.mark.parametrize("count", [1, 2])
def test_rows_in_columns_go_on_below_rows_of_words(count: int) -> None:
    rows = ROWS.strip().splitlines()
    words = table("\n".join(map(shortened, [HEAD, *rows[:count]])), sure=False)
    found = forecast(words, paragraph("请务必阅读"), "\n".join(rows[count:]))
    assert lines(found) == READ


def test_rows_above_the_first_header_are_of_its_table() -> None:
    rows = ROWS.strip().splitlines()
    found = forecast(rows[0], paragraph("请务必阅读"), "\n".join([HEAD, *rows[1:]]))
    assert lines(found) == READ


def test_a_header_alone_heads_the_next_table() -> None:
    found = forecast(f"{HEAD}\n光模块 | | | | | | |", paragraph("请务必阅读"), ROWS)
    assert lines(found) == READ
    assert {name.group for name in found.names} == {"光模块"}


def test_rows_that_go_on_and_do_not_fit_are_refused_aloud() -> None:
    found = forecast(HEAD + ROWS, paragraph("请务必阅读"), "300502.SZ | 526.00 | 9.59 | 13.25 | 16.30 | 39.7")
    assert lines(found) == READ
    assert any("300502.SZ" in words and words.startswith("refused") for words in said(found))
    assert said(forecast(HEAD + ROWS, FOREIGN)) == []


def test_a_row_of_another_price_is_kept_and_told() -> None:
    found = forecast(HEAD + ROWS.replace("1116.00", "1996.00"))
    assert lines(found) == [READ[0], READ[1].replace("1116.00", "1996.00"), READ[2]]
    assert [(d.code, d.column) for d in found.told] == [("300308.SZ", "pe_2026E"), ("300308.SZ", "pe_2027E")]


def test_a_row_of_words_with_a_gap_is_told() -> None:
    assert lines(forecast(WORDS)) == READ
    gap = [shortened(HEAD), *map(shortened, ROWS.replace("44.20 |", "").strip().splitlines())]
    found = forecast(table("\n".join(gap), sure=False))
    assert lines(found)[1] == READ[1].replace("44.20", "-")
    assert [d.code for d in found.told] == ["300308.SZ"]


def test_a_mark_behind_a_code_is_no_cell() -> None:
    rows = ROWS.replace("300308.SZ", "300308.SZ | *")
    found = forecast(table("\n".join(map(shortened, [HEAD, *rows.strip().splitlines()])), sure=False))
    assert lines(found) == READ


def test_rows_that_contradict_themselves_everywhere_are_told_whole() -> None:
    found = forecast("""
        代码 | 简称 | 股价 | EPS2025A | EPS2026E | EPS2027E | PE2025A | PE2026E | PE2027E
        600931.SH | 中禾通信 | 87.36 | 6.31 | 6.17 | 6.45 | 13.6 | 13.8 | 14.2
        601758.SH | 海岳电信 | 5.38 | 0.36 | 0.33 | 0.35 | 15.1 | 14.9 | 16.3
        600047.SH | 九州联信 | 4.11 | 0.29 | 0.28 | 0.30 | 14.4 | 14.2 | 14.7
    """)
    whole = [d.code for d in found.told if not d.column and d.code]
    assert set(whole) >= {"601758.SH", "600047.SH"}


def test_the_last_cell_of_a_document_that_ends_within_a_row() -> None:
    found = forecast(f"""
        {HEAD} | PB | ROE
        600941.SH | 中国移动 | 108.36 | 6.71 | 7.02 | 16.1 | 15.4 | 买入 | 2.1 | 10.1
        300308.SZ | 中际旭创 | 1116.00 | 31.57 | 44.20 | 35.4 | 25.2 | 买入 | 3.5 | 20.2
        688498.SH | 源杰科技 | 688.56 | 5.10 | 9.20 | 135.0 | 74.8 | 增
    """)
    assert [(d.code, d.column) for d in found.told if "may be cut" in d.expected] == [("688498.SH", "rating")]


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("EPS change (%)", "prior"), ("TP implied P/E", "prior"), ("股价变动", "prior"), ("Chg", "prior"),
        ("评级变动", "action"), ("变动", "action"), ("本次", "rating"), ("上次", "prior_rating"),
        ("股价(元)总市值", ""), ("目标价格", "target_price"),
    ],
)  # fmt: skip
def test_header_words_of_changes_and_of_two_columns(header: str, role: str) -> None:
    assert (label(header).role, label(header).metric) == (role, "")
