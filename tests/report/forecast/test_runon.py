"""Tables without any white space: read where two decimals make a row certain, refused aloud elsewhere."""
# ruff: noqa: E501  a text without white space is one line

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report.forecast.tables import forecast, lines, paragraph, said
from tui.report.blocks import Document
from tui.report.forecast import runon
from tui.report.forecast.read import read_forecast
from tui.report.forecast.runon_names import Glossary
from tui.report.known import NOTHING_KNOWN, Known
from tui.report.readers.oneline import parted
from tui.report.readers.text import blocks_of

HEAD = "代码名称股价EPSPE投资评级2025A2026E2025A2026E"
PINE = "18.600.931.2420.0015.00"
LAKE = "7.500.250.3030.0025.00"
HILL = "120.402.153.0156.0040.00"
READ = [
    "600101.SH 青松电子 买入 18.60 eps 2025A 0.93 2026E 1.24 pe 2025A 20.00 2026E 15.00",
    "000102.SZ 平湖光学 增持 7.50 eps 2025A 0.25 2026E 0.30 pe 2025A 30.00 2026E 25.00",
    "300103.SZ 高岭材料 中性 120.40 eps 2025A 2.15 2026E 3.01 pe 2025A 56.00 2026E 40.00",
]
BEFORE_CODE = "名称代码股价EPSPE投资评级2025A2026E2025A2026E"
TABLES = {
    "code, name": f"{HEAD}600101.SH青松电子{PINE}买入000102.SZ平湖光学{LAKE}增持300103.SZ高岭材料{HILL}中性",
    "lower case": f"{HEAD}600101.sh青松电子{PINE}买入000102.sz平湖光学{LAKE}增持300103.sz高岭材料{HILL}中性",
    "CH": f"{HEAD}600101CH青松电子{PINE}买入000102CHEquity平湖光学{LAKE}增持300103CH高岭材料{HILL}中性",
    "six digits": f"{HEAD}600101青松电子{PINE}买入000102平湖光学{LAKE}增持300103高岭材料{HILL}中性",
    "stars": f"{HEAD}600101*青松电子{PINE}买入000102平湖光学*{LAKE}增持300103.SZ*高岭材料{HILL}中性",
    "name, code": f"{BEFORE_CODE}青松电子600101CH{PINE}买入平湖光学000102.SZ{LAKE}增持高岭材料300103CH{HILL}中性",
    "code glued to the price": f"{BEFORE_CODE}青松电子600101{PINE}买入平湖光学000102{LAKE}增持高岭材料300103{HILL}中性",
    "rating before the price": f"代码名称评级股价EPSPE2025A2026E2025A2026E600101青松电子买入{PINE}000102.SZ平湖光学增持{LAKE}"
    f"300103.SZ高岭材料中性{HILL}资料来源:测算",
    "metrics before titles": "EPS(元)P/E(倍)股票代码股票名称收盘价(元)投资评级2025A2026E2025A2026E"
    f"600101CH青松电子{PINE}买入000102CH平湖光学{LAKE}增持300103CH高岭材料{HILL}中性",
    "groups": f"{HEAD}元件600101.SH青松电子{PINE}买入光学组件000102.SZ平湖光学{LAKE}增持300103.SZ高岭材料{HILL}中性",
    "a page's foot": f"{HEAD}600101.SH青松电子{PINE}买入行业周报3/12请务必阅读文末的声明,谢谢。行业周报000102.SZ平湖光学{LAKE}增持"
    f"300103.SZ高岭材料{HILL}中性",
    "the header again": f"{HEAD}600101.SH青松电子{PINE}买入{HEAD}000102.SZ平湖光学{LAKE}增持300103.SZ高岭材料{HILL}中性",
    "means, an index": f"{HEAD}600101.SH青松电子{PINE}买入000102.SZ平湖光学{LAKE}增持平均63.050.590.7725.0020.00"
    f"801999电子(行业)-0.83%300103.SZ高岭材料{HILL}中性",
    "years without marks": f"代码名称股价EPSPE评级20252026E20252026E600101青松电子{PINE}买入000102平湖光学{LAKE}增持"
    f"300103高岭材料{HILL}中性资料来源",
    "a date before the years": "代码名称股价EPSPE评级2026/7/325A26E25A26E"
    f"600101青松电子{PINE}买入000102平湖光学{LAKE}增持300103高岭材料{HILL}中性",
    "either": f"代码名称股价EPSPE评级25A/E26E25A/E26E600101青松电子{PINE}买入000102平湖光学{LAKE}增持300103高岭材料{HILL}中性",
    "years in brackets": "代码名称股价EPS(2025A)EPS(2026E)PE(2025A)PE(2026E)评级"
    f"600101青松电子{PINE}买入000102平湖光学{LAKE}增持300103高岭材料{HILL}中性",
    "metrics run together": "代码名称股价EPSPEPB评级2025A2026E2025A2026E"
    f"600101青松电子{PINE}3.10买入000102平湖光学{LAKE}1.25增持300103高岭材料{HILL}9.90中性",
}


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES)
def test_rows_of_two_decimals(text: str) -> None:
    found = forecast(paragraph("本周观点不变。" + text + "资料来源:测算"))
    assert lines(found) == READ
    assert found.seen == 3


def test_target_price_and_four_years() -> None:
    text = (
        "EPS(元)P/E(倍)代码名称收盘价(元)评级目标价(元)20242025E2026E2027E20242025E2026E2027E"
        "600101CH青松电子18.60买入24.180.020.600.931.24930.0031.0020.0015.00"
        "000102CH平湖光学7.50增持9.000.100.250.300.5075.0030.0025.0015.00"
        "300103CH高岭材料1,204.00买入1,300.008.0010.0014.0028.00150.50120.4086.0043.00资料来源"
    )
    found = forecast(paragraph(text))
    assert [(n.price.text, n.others["target_price"].text) for n in found.names if n.price] == [
        ("18.60", "24.18"),
        ("7.50", "9.00"),
        ("1,204.00", "1,300.00"),
    ]
    assert [f.value for (kind, _), f in found.names[0].figures.items() if kind == "pe"] == [930, 31, 20, 15]


def test_hong_kong_codes_behind_a_figure() -> None:
    text = f"代码名称股价EPSPE2025A2026E2025A2026E0981.HK远洋电子{PINE}2018.HK长风声学{LAKE}00285.HK东岸精密{HILL}资料来源"
    found = forecast(paragraph(text))
    assert [(n.code, n.name) for n in found.names] == [
        ("00981.HK", "远洋电子"),
        ("02018.HK", "长风声学"),
        ("00285.HK", "东岸精密"),
    ]


def test_losses_dashes_and_currencies() -> None:
    text = (
        f"{HEAD}600101.SH青松电子{PINE}买入000102.SZ平湖光学{LAKE}增持300103.SZ高岭材料{HILL}中性"
        "600104.SH远山软件6.30-0.420.30亏损21.00持有0999.HK近水电器8.00(港元)0.500.6416.0012.50买入"
        "600105.SH大河药业9.90-0.33-30.00买入资料来源"
    )
    found = forecast(paragraph(text))
    assert lines(found)[3:] == [
        "600104.SH 远山软件 持有 6.30 eps 2025A -0.42 2026E 0.30 pe 2025A 亏损 2026E 21.00",
        "00999.HK 近水电器 买入 8.00 eps 2025A 0.50 2026E 0.64 pe 2025A 16.00 2026E 12.50",
        "600105.SH 大河药业 买入 9.90 eps 2025A - 2026E 0.33 pe 2025A - 2026E 30.00",
    ]


def test_wide_dashes_are_no_signs() -> None:
    text = (
        "证券简称证券代码股价年初以来涨跌幅PEEPS2025A2026E2025A2026E"
        "甲电子600101.SH18.601.50%20.0015.000.931.24乙光学000102.SZ7.50-2.25%30.0025.000.250.30"
        "丙材料300103.SZ120.40-0.10%56.0040.002.153.01丁生物600104.SH5.50-4.36%-110.00\uff0d-0.05\uff0d资料来源"
    )
    found = forecast(paragraph(text))
    assert lines(found)[-1] == "600104.SH 丁生物 - 5.50 eps 2025A -0.05 2026E - pe 2025A -110.00 2026E -"


REFUSED = {
    "one decimal": f"{HEAD}600101.SH青松电子18.60.931.2420.015.0买入000102.SZ平湖光学7.50.250.330.025.0增持300103.SZ高岭材料"
    "120.42.153.0156.040.0中性",
    "whole numbers": f"{HEAD}600101.SH青松电子18.600.931.242015买入000102.SZ平湖光学7.500.250.303025增持300103.SZ高岭材料"
    "120.402.153.015640中性",
    "figures that contradict": f"{HEAD}600101.SH青松电子18.600.931.2431.0015.00买入000102.SZ平湖光学7.500.250.3030.0021.00增持"
    "300103.SZ高岭材料120.402.153.0166.0030.00中性",
    "header behind": f"600101CH青松电子{PINE}000102CH平湖光学{LAKE}300103CH高岭材料{HILL}股价EPS2025A2026EPE2025A2026E",
    "a column more": f"{HEAD}600101.SH青松电子{PINE}9.90买入000102.SZ平湖光学{LAKE}8.80增持300103.SZ高岭材料{HILL}7.70中性",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_other_rows_are_refused_aloud(text: str) -> None:
    found = forecast(paragraph("本周观点不变。" + text + "资料来源:测算"))
    assert found.names == ()
    assert [word for word in said(found) if word.startswith("refused: row")] != []
    assert found.seen == 3
    assert all(name in " ".join(said(found)) for name in ("青松电子", "平湖光学", "高岭材料"))


def test_one_row_of_several_is_refused() -> None:
    text = f"{HEAD}600101.SH青松电子{PINE}买入000102.SZ平湖光学7.50.250.330.025.0增持300103.SZ高岭材料{HILL}中性资料来源"
    found = forecast(paragraph(text))
    assert lines(found) == [READ[0], READ[2]]
    assert sum(word.startswith("refused: row '000102.SZ平湖光学") for word in said(found)) == 1


def test_where_zeros_are_dropped_an_unchecked_column_makes_a_row_uncertain() -> None:
    head = HEAD.replace("投资评级", "PB投资评级")
    rows = f"600101.SH青松电子{PINE}3.10买入000102.SZ平湖光学{LAKE}1.2增持300103.SZ高岭材料{HILL}9.90中性"
    found = forecast(paragraph(f"{head}{rows}资料来源"))
    assert found.names == ()
    assert found.seen == 3


def test_two_columns_without_a_check_are_left_out() -> None:
    head = HEAD.replace("投资评级", "总市值(亿元)PB投资评级")
    rows = f"600101.SH青松电子{PINE}64.812.50买入000102.SZ平湖光学{LAKE}30.911.20增持300103.SZ高岭材料{HILL}99.995.55中性"
    found = forecast(paragraph(f"{head}{rows}资料来源"))
    assert lines(found) == READ
    assert all(not n.others for n in found.names)
    assert any("nothing proves their border" in word for word in said(found))


@pytest.mark.parametrize(
    ("order", "rows", "count"),
    [
        # a price of one decimal before a value: nothing tells 18.6|412.35 from 18.64|12.35
        ("股价总市值(亿元)", ("18.6412.35", "7.5123.45", "120.4987.65"), 0),
        # the value first: the price behind it is borne out, and so is where the value ends
        ("总市值(亿元)股价", ("412.3518.60", "123.457.50", "987.65120.40"), 3),
        # whole numbers before the price, all of its digits run together
        ("总市值(亿元)股价", ("41218.60", "1237.50", "987120.40"), 0),
    ],
)
def test_a_border_must_be_proved(order: str, rows: tuple[str, ...], count: int) -> None:
    head = HEAD.replace("股价", order)
    figures = ("0.931.2420.0015.00", "0.250.3030.0025.00", "2.153.0156.0040.00")
    text = "".join(
        f"60010{i}.SH青松电子{a}{b}买入" for i, (a, b) in enumerate(zip(rows, figures, strict=True))
    )
    found = forecast(paragraph(f"{head}{text}资料来源"))
    assert (len(found.names), found.seen) == (count, 3)


def test_lists_without_estimates_are_no_tables() -> None:
    text = "名称代码目标价评级青松电子600101CH24.18买入平湖光学000102CH9.00增持高岭材料300103CH130.00买入资料来源"
    moves = "代码名称周涨跌幅600101.SH青松电子12.34平湖光学000102.SZ-3.21高岭材料300103.SZ8.08资料来源"
    found = forecast(paragraph(text), paragraph(moves))
    assert (found.names, found.told) == ((), ())


def test_rows_of_names_alone() -> None:
    text = "股票名称EPSPE21E22E21E22E青松电子0.931.2420.0015.00平湖光学0.250.3030.0025.00高岭材料2.153.0156.0040.00资料来源"
    known = Known({"青松电子": "600101.SH", "平湖光学": "000102.SZ", "高岭材料": "300103.SZ"})
    assert lines(forecast(paragraph(text), known=known)) == [
        "600101.SH 青松电子 - - eps 2021E 0.93 2022E 1.24 pe 2021E 20.00 2022E 15.00",
        "000102.SZ 平湖光学 - - eps 2021E 0.25 2022E 0.30 pe 2021E 30.00 2022E 25.00",
        "300103.SZ 高岭材料 - - eps 2021E 2.15 2022E 3.01 pe 2021E 56.00 2022E 40.00",
    ]
    assert len(forecast(paragraph(text)).told) == 3


GROUPED = f"细分行业公司名称股价EPSPE2025A2026E2025A2026E电子元件青松电子{PINE}光学器件平湖光学{LAKE}新材高岭材{HILL}资料来源"


@pytest.mark.parametrize(
    ("said_there", "read"),
    [
        ("推荐青松电子(600101)。平湖光学(000102),高岭材(300103)", ["600101.SH", "000102.SZ", "300103.SZ"]),
        ("推荐青松电子(600101)。", ["600101.SH", "", ""]),
        ("青松电子(600101),再松电子(600102)", ["600101.SH", "", ""]),
        ("推荐老平湖光学(000102)、高岭材(300103)", ["", "000102.SZ", "300103.SZ"]),
        ("岭材(300103)、岭材(300104)", ["", "", ""]),
    ],
)
def test_codes_that_stand_elsewhere_in_the_text(said_there: str, read: list[str]) -> None:
    found = list(runon.tables(paragraph(GROUPED), Glossary((said_there,))))
    assert len(found) == 1
    codes = [row[0] if row else "" for row in found[0].choice.rows]
    found_codes = [f"{code}.{'SH' if code[0] == '6' else 'SZ'}" if code.isdigit() else code for code in codes]
    assert found_codes == read


def test_a_name_with_a_group_before_it_is_left_empty() -> None:
    text = (
        f"证券简称证券代码股价EPSPE2025A2026E2025A2026E综合医药远洋药业0981.HK{PINE}长风器械2018.HK{LAKE}"
        f"平均9.000.501.0018.009.00服务东岸医疗0285.HK{HILL}资料来源"
    )
    found = forecast(paragraph(text))
    assert [(n.code, n.name) for n in found.names] == [
        ("00981.HK", ""),
        ("02018.HK", "长风器械"),
        ("00285.HK", ""),
    ]
    assert any("names of 0981.HK, 0285.HK" in word for word in said(found))


def test_a_page_in_one_line() -> None:
    page = (
        "[Table_Main]证券研究报告本周电子行业小幅上涨,我们继续看好上游材料的景气。风险提示:需求不及预期。表1:重点公司"
        f"{HEAD}600101.SH青松电子{PINE}买入000102.SZ平湖光学{LAKE}增持7/8某某研究所请务必阅读正文之后的声明部分[Table_Foot]"
        f"行业跟踪周报300103.SZ高岭材料{HILL}中性资料来源:某某研究所" + "景气延续。" * 40
    )
    found = read_forecast(Document("report.txt", blocks_of(page, "report.txt")), NOTHING_KNOWN)
    assert lines(found) == READ


def test_pieces_of_a_line_make_up_the_line() -> None:
    line = "景气延续。" * 40 + TABLES["a page's foot"] + "资料来源" + TABLES["code glued to the price"] * 3
    assert "".join(parted(line)) == line


@st.composite
def _row(draw: st.DrawFn, *, drop: bool) -> tuple[str, list[str]]:
    """Figures run together, and each of them alone; drop: zeros at the end are not printed."""
    price = draw(st.integers(100, 99999)) / 100
    eps = draw(st.lists(st.integers(5, 999).map(lambda n: n / 100), min_size=2, max_size=2))
    texts = [f"{n:.2f}" for n in (price, *eps, *(price / e for e in eps))]
    texts = [t.rstrip("0").rstrip(".") if drop else t for t in texts]
    return "".join(texts), texts


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.lists(st.booleans().flatmap(lambda drop: _row(drop=drop)), min_size=3, max_size=6))
def test_no_figure_is_ever_misread(rows: list[tuple[str, list[str]]]) -> None:
    text = HEAD + "".join(f"60010{i}.SH青松电子{digits}买入" for i, (digits, _) in enumerate(rows))
    found = forecast(paragraph(text + "资料来源:测算"))
    assert found.seen == len(rows)
    for name in found.names:
        texts = rows[int(name.code[5])][1]
        read = [name.price, *(name.figures[key] for key in sorted(name.figures))]
        assert [float(t) for t in texts] == [f.value for f in read if f]


@settings(max_examples=40, derandomize=True, deadline=None)
@given(st.lists(_row(drop=False), min_size=3, max_size=6))
def test_two_decimals_are_read(rows: list[tuple[str, list[str]]]) -> None:
    text = HEAD + "".join(f"60010{i}.SH青松电子{digits}买入" for i, (digits, _) in enumerate(rows))
    assert len(forecast(paragraph(text + "资料来源:测算")).names) == len(rows)
