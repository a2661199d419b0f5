"""Tables that lost their columns: words in order, one cell a line."""
# ruff: noqa: E501  a row of a table is one line

from __future__ import annotations

import pytest

from tests.report.forecast.tables import forecast, lines, said, table

HEADER = """
股票代码 | 股票简称 | 2026/7/3 | EPS | (元) | PE | 投资评级
股价 | (元) | 2025A | 2026E | 2025A | 2026E
"""
ROWS = """
600941.SH | 中国移动 | 87.48 | 6.33 | 6.13 | 13.8 | 14.3 | 未评级
300308.SZ | 中际旭创 | 1,116.00 | 9.72 | 26.87 | 114.8 | 41.5 | 买入
000002.SZ | 万 | 科Ａ | 6.42 | 0.44 | 0.51 | 14.6 | 12.6 | 增持
"""
READ = [
    "600941.SH 中国移动 未评级 87.48 eps 2025A 6.33 2026E 6.13 pe 2025A 13.8 2026E 14.3",
    "300308.SZ 中际旭创 买入 1,116.00 eps 2025A 9.72 2026E 26.87 pe 2025A 114.8 2026E 41.5",
    "000002.SZ 万科A 增持 6.42 eps 2025A 0.44 2026E 0.51 pe 2025A 14.6 2026E 12.6",
]
HEADERS = {
    "two lines": HEADER,
    "one line of all words": (
        "股票代码 | 股票简称 | 2026/7/3 | EPS (元) | PE | 投资评级 | 股价 (元) | 2025A | 2026E | 2025A | 2026E"
    ),
    "lines out of order": """
        收盘价(元) | EPS(元) | PE
        代码 | 简称
        2026/7/3 | 2025A | 2026E | 2025A | 2026E | 评级""",
    "glued": "代码简称 | 股价 | EPS2025A2026E | PE2025A2026E | 评级",
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_words_in_order(header: str) -> None:
    assert lines(forecast(table(header + "\n" + ROWS, sure=False))) == READ


def test_an_empty_cell_that_left_no_trace() -> None:
    rows = """
        600941.SH | 中国移动 | 87.48 | 6.33 | 6.13 | 13.8 | 14.3 | 未评级
        300308.SZ | 中际旭创 | 1,116.00 | 9.72 | 26.87 | 114.8 | 41.5
        300394.SZ | 天孚通信 | 250.10 | 3.61 | 69.3 | 买入
        300502.SZ | 新易盛 | 526.00 | 9.59 | 13.17 | 买入
    """
    found = forecast(table(HEADER + rows, sure=False))
    assert [n.code for n in found.names] == ["600941.SH", "300308.SZ"]
    assert found.names[1].rating == ""
    assert [w.split(":")[0] for w in said(found)] == ["refused", "refused"]
    assert found.wanted == {"eps": 8, "pe": 8}


def test_columns_that_could_be_read_in_two_ways_are_refused() -> None:
    header = "代码 | 名称 | 收盘价 | EPS | PE | PB | 2025A | 2026E | 2025A | 2026E"
    rows = """
        600941.SH | 中国移动 | 87.48 | 6.33 | 6.13 | 6.33 | 1.40 | 1.38
        300308.SZ | 中际旭创 | 91.00 | 9.72 | 26.87 | 51.98 | 1.48 | 4.15
    """
    assert forecast(table(header + "\n" + rows, sure=False)).names == ()
