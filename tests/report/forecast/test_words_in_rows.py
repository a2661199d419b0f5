"""Tables that lost their columns: words in order, one cell a line, and no white space at all."""
# ruff: noqa: E501  a row of a table is one line

from __future__ import annotations

import pytest

from tests.report.forecast.tables import forecast, lines, paragraph, said, table
from tui.report.forecast.glued import figures_of
from tui.report.known import Known

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


RUN_ON = (
    "证券研究报告2021年03月28日行业评级:推荐（维持）重点关注公司及盈利预测重点公司股票2021-03-26EPSPE投资"
    "代码名称股价20192020E2021E20192020E2021E评级"
)


def test_run_on_rows_with_two_decimals() -> None:
    text = (
        RUN_ON
        + "000100.SZTCL科技9.460.190.310.7449.7930.5212.78买入000636.SZ风华高科30.520.380.751.0680.3240.6928.79买入"
        "002371.SZ北方华创141.450.631.061.49224.52133.4494.93增持资料来源：Wind"
    )
    found = forecast(paragraph(text))
    assert lines(found) == [
        "000100.SZ TCL科技 买入 9.46 eps 2019A 0.19 2020E 0.31 2021E 0.74 pe 2019A 49.79 2020E 30.52 2021E 12.78",
        "000636.SZ 风华高科 买入 30.52 eps 2019A 0.38 2020E 0.75 2021E 1.06 pe 2019A 80.32 2020E 40.69 2021E 28.79",
        "002371.SZ 北方华创 增持 141.45 eps 2019A 0.63 2020E 1.06 2021E 1.49 pe 2019A 224.52 2020E 133.44 2021E 94.93",
    ]
    assert found.price_day == (2021, 3, 26)


def test_run_on_rows_that_cannot_be_told_apart_are_refused() -> None:
    text = (
        RUN_ON
        + "000100.SZTCL科技9.460.190.310.7449.830.512.8买入000636.SZ风华高科30.520.380.751.0680.340.728.8买入"
        "002371.SZ北方华创141.450.631.061.49224.5133.494.9增持资料来源：Wind"
    )
    found = forecast(paragraph(text))
    assert found.names == ()
    assert [w.split(":")[0] for w in said(found) if w.startswith("refused")] == ["refused"] * 3


def test_run_on_rows_of_names_alone() -> None:
    text = (
        "行业表现数据来源股票名称EPSPE21E22E21E22E环旭电子1.071.1514.7513.72韦尔股份4.886.1654.1542.90"
        "信维通信1.331.6920.0815.80资料来源：研究所"
    )
    known = Known({"环旭电子": "601231.SH", "韦尔股份": "603501.SH", "信维通信": "300136.SZ"})
    assert lines(forecast(paragraph(text), known=known)) == [
        "601231.SH 环旭电子 - - eps 2021E 1.07 2022E 1.15 pe 2021E 14.75 2022E 13.72",
        "603501.SH 韦尔股份 - - eps 2021E 4.88 2022E 6.16 pe 2021E 54.15 2022E 42.90",
        "300136.SZ 信维通信 - - eps 2021E 1.33 2022E 1.69 pe 2021E 20.08 2022E 15.80",
    ]
    assert len(forecast(paragraph(text)).told) == 3


@pytest.mark.parametrize(
    ("digits", "wanted", "ways"),
    [
        ("9.060.190.31", 3, [["9.06", "0.19", "0.31"]]),
        ("9.060.190.31", 4, []),
        ("13.814.313.8", 3, []),
        ("1,116.009.72", 2, [["1,116.00", "9.72"]]),
        ("0.91-20.28", 2, [["0.91", "-20.28"]]),
        ("0.91-20.28", 3, [["0.91", "-", "20.28"]]),
        ("0.86--33.04", 4, [["0.86", "-", "-", "33.04"]]),
        ("0.86--33.04", 3, [["0.86", "-", "33.04"], ["0.86", "-", "-33.04"]]),
        ("(0.12)1.50", 2, [["(0.12)", "1.50"]]),
        ("亏损1.50", 2, [["亏损", "1.50"]]),
        ("195.3", 1, []),
    ],
)
def test_figures_run_together(digits: str, wanted: int, ways: list[list[str]]) -> None:
    assert figures_of(digits, wanted) == ways
