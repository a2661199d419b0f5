"""Tables whose cells stand in columns: headers good, odd and wrong, and rows that have moved."""
# ruff: noqa: E501  a row of a table is one line

from __future__ import annotations

import pytest

from tests.report.forecast.tables import forecast, lines, paragraph, said, table
from tui.report.forecast.roles import guesses
from tui.report.known import Known

ROWS = """
600941.SH | 中国移动 | 87.48 | 6.33 | 6.13 | 6.33 | 13.8 | 14.3 | 13.8 | 未评级
300308.SZ | 中际旭创 | 1,116.00 | 9.72 | 26.87 | 51.98 | 114.8 | 41.5 | 21.5 | 买入
300394.SZ | 天孚通信 | 250.10 | 2.59 | 3.61 | 4.65 | 96.4 | 69.3 | 53.8 | 买入
"""
READ = [
    "600941.SH 中国移动 未评级 87.48 eps 2025A 6.33 2026E 6.13 2027E 6.33 pe 2025A 13.8 2026E 14.3 2027E 13.8",
    "300308.SZ 中际旭创 买入 1,116.00 eps 2025A 9.72 2026E 26.87 2027E 51.98 pe 2025A 114.8 2026E 41.5 2027E 21.5",
    "300394.SZ 天孚通信 买入 250.10 eps 2025A 2.59 2026E 3.61 2027E 4.65 pe 2025A 96.4 2026E 69.3 2027E 53.8",
]
HEADERS = {
    "two rows": """
        股票代码 | 股票简称 | 2026/7/3 | EPS (元) | | | PE | | | 投资评级
        | | 股价 (元) | 2025A | 2026E | 2027E | 2025A | 2026E | 2027E |""",
    "one row": "代码 | 简称 | 股价 | EPS2025A | EPS2026E | EPS2027E | PE2025A | PE2026E | PE2027E | 评级",
    "metric and two-digit year in one word": (
        "代码 | 名称 | 价格 | 25AEPS | 26EEPS | 27EEPS | 25APE | 26EPE | 27EPE | 评级"
    ),
    "the actual year bare": """
        代码 | 名称 | 收盘价 | EPS | | | P/E | | | 评级
        | | | 2025 | 2026E | 2027E | 2025 | 2026E | 2027E |""",
    "two-digit years, one bare": """
        代码 | 名称 | 收盘价 | 每股收益 | | | 市盈率 | | | 评级
        | | | 25 | 26E | 27E | 25 | 26E | 27E |""",
    "spans filled": """
        代码 | 名称 | 收盘价 | EPS | ~EPS | ~EPS | PE | ~PE | ~PE | 评级
        ~代码 | ~名称 | ~收盘价 | 2025A | 2026E | 2027E | 2025A | 2026E | 2027E | ~评级""",
    "three rows": """
        代码 | 名称 | 收盘价 | 盈利预测 | ~盈利预测 | ~盈利预测 | ~盈利预测 | ~盈利预测 | ~盈利预测 | 评级
        | | 7月3日 | EPS(元) | | | PE(倍) | | |
        | | | 2025A | 2026E | 2027E | 2025A | 2026E | 2027E |""",
    "a span one column short": """
        代码 | 名称 | 收盘价 | EPS | ~EPS | PE | ~PE | ~PE | ~PE | 评级
        ~代码 | ~名称 | ~收盘价 | 2025A | 2026E | 2027E | 2025A | 2026E | 2027E | ~评级""",
    "the lower row slipped to the left": """
        代码 | 名称 | 收盘价 | EPS | | | PE | | | 评级
        2025A | 2026E | 2027E | 2025A | 2026E | 2027E""",
    "the lower row slipped by one": """
        代码 | 名称 | 收盘价 | EPS | | | PE | | | 评级
        | | 2025A | 2026E | 2027E | 2025A | 2026E | 2027E""",
    "full width": """
        代码 | 名称 | 收盘价 | ＥＰＳ（元） | | | ＰＥ（倍） | | | 评级
        | | | ２０２５Ａ | ２０２６Ｅ | ２０２７Ｅ | ２０２５Ａ | ２０２６Ｅ | ２０２７Ｅ |""",
    "English": "Ticker | Company | Close | EPS 25A | EPS 26E | EPS 27E | P/E 25A | P/E 26E | P/E 27E | Rating",
    "no header over code and name": """
        | | 收盘价 | EPS | | | PE | | | 评级
        | | | 2025A | 2026E | 2027E | 2025A | 2026E | 2027E |""",
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_header(header: str) -> None:
    found = forecast(header + ROWS)
    assert lines(found) == READ
    assert (found.seen, found.wanted) == (3, {"eps": 9, "pe": 9})


def test_years_over_metrics() -> None:
    found = forecast("""
        代码 | 名称 | 收盘价 | 2025A | | 2026E | | 评级
        | | | EPS | PE | EPS | PE |
        600941.SH | 中国移动 | 87.48 | 6.33 | 13.8 | 6.13 | 14.3 | 未评级
        300308.SZ | 中际旭创 | 1116.00 | 9.72 | 114.8 | 26.87 | 41.5 | 买入
    """)
    assert lines(found) == [
        "600941.SH 中国移动 未评级 87.48 eps 2025A 6.33 2026E 6.13 pe 2025A 13.8 2026E 14.3",
        "300308.SZ 中际旭创 买入 1116.00 eps 2025A 9.72 2026E 26.87 pe 2025A 114.8 2026E 41.5",
    ]


def test_unequal_blocks_and_other_metrics() -> None:
    found = forecast("""
        代码 | 名称 | 收盘价 | 市值(亿元) | ROE | 归母净利润(亿元) | | EPS | | | PE | | PB
        | | | | 2025A | 2026E | 2027E | 2025A | 2026E | 2027E | 2026E | 2027E |
        600941.SH | 中国移动 | 87.48 | 18945.9 | 10.1 | 1380.0 | 1401.5 | 6.33 | 6.13 | 6.33 | 14.3 | 13.8 | 1.4
        300308.SZ | 中际旭创 | 1116.00 | 12400.0 | 40.2 | 298.6 | 577.6 | 9.72 | 26.87 | 51.98 | 41.5 | 21.5 | 30.1
    """)
    first = found.names[0]
    assert lines(found)[0].endswith("eps 2025A 6.33 2026E 6.13 2027E 6.33 pe 2026E 14.3 2027E 13.8")
    assert first.others["market_cap"].value == pytest.approx(18945.9e8)
    assert first.others["pb"].value == 1.4
    by_year = {f"{kind} {year}": f.value for (kind, year), f in first.figures.items() if kind != "eps"}
    assert by_year["net_profit 2026E"] == pytest.approx(1380e8)
    assert by_year["roe_pct 2025A"] == 10.1


def test_a_header_off_by_a_column_is_read_by_its_cells_and_told() -> None:
    found = forecast(
        """
        代码 | 名称 | 收盘价 | 目标价 | EPS2025A | EPS2026E | EPS2027E | PE2025A | PE2026E | PE2027E"""
        + ROWS
    )
    assert lines(found) == [line.replace("未评级", "-").replace("买入", "-") for line in READ]
    assert any("the header does not fit its cells" in words for words in said(found))
    assert {d.code for d in found.told} >= {"600941.SH", "300308.SZ", "300394.SZ"}


def test_figures_that_do_not_bear_each_other_out_are_refused_whole() -> None:
    found = forecast("""
        代码 | 名称 | 收盘价 | EPS2025A | EPS2026E | PE2025A | PE2026E | 评级
        600941.SH | 中国移动 | 87.48 | 1.1 | 7.2 | 3.3 | 200 | 未评级
        300308.SZ | 中际旭创 | 1116.00 | 3.5 | 6.1 | 12 | 4 | 买入
    """)
    assert found.names == ()
    assert [words.split(":")[0] for words in said(found)].count("refused") == 2
    assert (found.seen, found.wanted) == (2, {"eps": 4, "pe": 4})


def test_a_row_that_has_moved_is_laid_out_anew_or_refused() -> None:
    found = forecast("""
        代码 | 简称 | 股价 | EPS2025A | EPS2026E | EPS2027E | PE2025A | PE2026E | PE2027E | 评级
        600941.SH | 中国移动 | 108.36 | 6.42 | 6.71 | 7.02 | 16.88 | 16.15 | 15.44 | 买入
        601728.SH | 中国电信 | 7.21 | 0.38 | 0.41 | 18.97 | 17.59 | 增持
        300502.SZ | 新易盛 | 402.55 | | 9.64 | 17.33 | 23.08 | 41.76 | 23.23 | 17.44 | 买入
        000063.SZ | 中兴通讯 | 39.75 | 1.76 | 1.99 | 2.23 | 22.59 | 19.97 | 17.83 | 中性
    """)
    assert [name.code for name in found.names] == ["600941.SH", "300502.SZ", "000063.SZ"]
    assert lines(found)[1] == (
        "300502.SZ 新易盛 买入 402.55 eps 2025A 9.64 2026E 17.33 2027E 23.08 pe 2025A 41.76 2026E 23.23 2027E 17.44"
    )
    words = said(found)
    assert any(w.startswith("doubtful: row of 300502.SZ") for w in words)
    assert any(w.startswith("refused: row '601728.SH") for w in words)


def test_loss_missing_and_words() -> None:
    found = forecast("""
        代码 | 名称 | 现价 | EPS2025A | EPS2026E | PE2025A | PE2026E | 评级
        300476.SZ | 胜宏科技 | 188.02 | （0.12） | 3.34 | -- | 56.3x | 谨慎推荐
        603160.SH | 汇顶科技 | 66.50 | -0.35 | 0.88 | 亏损 | 75.6倍 | 未评级
        002049.SZ | 紫光国微 | 71.20 | N/A | 2.10 | NM | 33.9 | —
    """)
    got = {
        n.code: {f"{k} {y}": (f.state.word, f.value) for (k, y), f in n.figures.items()} for n in found.names
    }
    assert got["300476.SZ"]["eps 2025A"] == ("value", -0.12)
    assert got["300476.SZ"]["pe 2025A"] == ("missing", None)
    assert got["603160.SH"]["pe 2025A"] == ("loss", None)
    assert got["002049.SZ"]["eps 2025A"] == ("missing", None)
    assert got["002049.SZ"]["pe 2025A"] == ("nm", None)
    assert found.told == ()
    assert found.wanted == {"eps": 5, "pe": 3}


def test_an_unreadable_cell_is_refused_alone() -> None:
    found = forecast(
        HEADERS["one row"] + ROWS.replace("26.87", "26.8.7").replace("53.8 | 买入", "53.8 | 买卖")
    )
    assert found.wanted == {"eps": 9, "pe": 9}
    assert said(found) == [
        "refused: eps_2026E '26.8.7' of 300308.SZ: a figure was expected; left empty",
        "refused: rating '买卖' of 300394.SZ: a rating was expected; left empty",
    ]


def test_subgroups_means_and_repeated_headers() -> None:
    found = forecast(
        table(
            HEADERS["one row"]
            + """
        运营商
        600941.SH | 中国移动 | 87.48 | 6.33 | 6.13 | 6.33 | 13.8 | 14.3 | 13.8 | 未评级
        平均 | | | | | | 13.8 | 14.3 | 13.8 |
        光模块
        """
            + HEADERS["one row"]
            + """
        300308.SZ | 中际旭创 | 1,116.00 | 9.72 | 26.87 | 51.98 | 114.8 | 41.5 | 21.5 | 买入
        300394.SZ | 天孚通信 | 250.10 | 2.59 | 3.61 | 4.65 | 96.4 | 69.3 | 53.8 | 买入
        中位数 | | | | | | 105.6 | 55.4 | 37.6 |
        """
        )
    )
    assert lines(found) == READ
    assert [name.group for name in found.names] == ["运营商", "光模块", "光模块"]


def test_a_table_goes_on_without_its_header() -> None:
    rows = ROWS.strip().splitlines()
    found = forecast(HEADERS["one row"] + "\n" + rows[0], paragraph("请务必阅读"), "\n".join(rows[1:]))
    assert lines(found) == READ


def test_the_same_table_twice() -> None:
    again = HEADERS["one row"] + ROWS.replace("51.98", "51.89")
    found = forecast(HEADERS["one row"] + ROWS, paragraph("一段话"), again)
    assert lines(found) == READ
    assert [d.column for d in found.told if d.code] == ["eps_2027E"]
    assert found.wanted == {"eps": 9, "pe": 9}
    cover = "名称 | 代码 | 评级 | EPS2026E | EPS2027E\n中际旭创 | 300308.SZ | 增持 | 26.87 | 51.98"
    found = forecast(cover, HEADERS["one row"] + ROWS)
    assert sorted(lines(found)) == sorted(READ)
    assert any("rating 增持 of 300308.SZ" in words for words in said(found))


def test_contradictions_name_the_cell() -> None:
    found = forecast(
        HEADERS["one row"]
        + ROWS
        + "300627.SZ | 华测导航 | 28.60 | 0.87 | 0.87 | 1.03 | 32.8 | 27.7 | 21.1 | 未评级"
    )
    assert [(d.code, d.column, d.level.word) for d in found.told] == [
        ("300627.SZ", "pe_2026E", "doubtful"),
        ("300627.SZ", "pe_2027E", "doubtful"),
    ]


def test_names_without_codes() -> None:
    text = """
        简称 | 股价 | EPS2026E | PE2026E | PB | 评级
        中国移动 | 108.36 | 6.71 | 16 | 2.1 | 买入
        源杰科技 | 688.56 | 5.10 | 135 | 4.9 | 增持
        中际旭创 | 1116.00 | 31.57 | 35 | 3.5 | 买入
    """
    known = Known({"中国移动": "600941.SH"})
    found = forecast(text, paragraph("建议关注中际旭创（300308.SZ）、亨通光电。"), known=known)
    assert [n.code for n in found.names] == ["600941.SH", "300308.SZ"]
    assert any("row of '源杰科技'" in words for words in said(found))
    assert found.wanted == {"eps": 3, "pe": 3}


def test_a_name_that_is_known_under_another_code_is_doubtful() -> None:
    found = forecast(HEADERS["one row"] + ROWS, known=Known({"中国移动": "600050.SH"}))
    assert said(found) == ["doubtful: code 600941.SH of '中国移动': 中国移动 is 600050.SH elsewhere; kept"]


def test_two_currencies_and_tickers() -> None:
    found = forecast("""
        Ticker | Rating | Cur | Closing Price | Price Target | Cur | EPS 2025A | EPS 2026E | P/E 2025A | P/E 2026E
        VRT (Vertiv) | O | USD | 299.60 | 416.00 | USD | 4.20 | 6.52 | 71.4 | 45.9
        700.HK (Tencent) | O | HKD | 452.00 | 780.00 | CNY | 28.09 | 30.00 | 13.9 | 13.1
        NVT (nVent) | O | USD | 167.34 | 218.00 | USD | 3.34 | 4.79 | 50.0 | 34.9
        SPX | | | 7,511.35 | | | | | |
    """)
    assert [(n.code, n.name, n.currency, n.eps_currency) for n in found.names] == [
        ("VRT.US", "Vertiv", "USD", "USD"),
        ("00700.HK", "Tencent", "HKD", "CNY"),
        ("NVT.US", "nVent", "USD", "USD"),
    ]
    assert found.names[0].others["target_price"].value == 416.0


def test_price_and_rating_alone_are_coverage() -> None:
    found = forecast("""
        Company (Ticker) | Rating (as of) | Price* (07/02/2026)
        Andy Meng, CFA | |
        Zhongji Innolight (300308.SZ) | O (03/12/2026) | Rmb1,116.00
        ZTE Corporation (0763.HK) | U (08/18/2025) | HK$26.28
    """)
    assert lines(found) == [
        "300308.SZ Zhongji Innolight O Rmb1,116.00",
        "00763.HK ZTE Corporation U HK$26.28",
    ]
    assert [(n.currency, n.group) for n in found.names] == [("CNY", ""), ("HKD", "")]
    assert found.price_day == (2026, 7, 2)


@pytest.mark.parametrize(
    "text",
    [
        "代码 | 名称 | 涨跌幅 | 换手率\n300308.SZ | 中际旭创 | 3.2 | 1.1\n300394.SZ | 天孚通信 | 2.2 | 4.1",
        "日期 | 事件\n3月17日 | 年度业绩",
        "机构 | 2025A | 2026E\n招商证券 | 1.2 | 1.3",
    ],
)
def test_other_tables_are_none(text: str) -> None:
    found = forecast(text)
    assert (found.names, found.told, found.seen) == ((), (), 0)


def test_yearless_columns_and_amounts_without_a_unit_are_told() -> None:
    found = forecast("""
        代码 | 名称 | 收盘价 | 市值 | PE | EPS2026E
        600941.SH | 中国移动 | 87.48 | 18945 | 14.1 | 6.13
        300308.SZ | 中际旭创 | 1116.00 | 12400 | 42.0 | 26.87
    """)
    assert said(found) == [
        "refused: column 'PE': a year was expected; left out",
        "note: columns 市值: a unit such as 亿元; left out",
    ]


def test_guesses_never_hold_a_year_twice() -> None:
    header = table("代码 | 名称 | EPS | EPS | PE\n | | 2026E | 2026E | 2026E").rows
    assert guesses(header, 5) == []
