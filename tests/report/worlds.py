"""Reports made by hand: the sample's week, and small ones with chosen cells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from tui.columns import State, Year
from tui.report.blocks import Place
from tui.report.model import (
    Claim,
    Figure,
    FocusGroup,
    Forecast,
    Move,
    Named,
    PartDay,
    Prose,
    Rating,
    Report,
    Story,
)

DAY = date(2026, 7, 3)
FILE = "reports/weekly.txt"
YEARS = (Year(2025, "A"), Year(2026, "E"), Year(2027, "E"))

# code, name, rating, price, EPS and PE of the three years
ROWS = (
    ("600941.SH", "中国移动", "未评级", "87.48", "6.33 6.13 6.33", "13.8 14.3 13.8"),
    ("300308.SZ", "中际旭创", "买入", "1116.00", "9.72 26.87 51.98", "114.8 41.5 21.5"),
    ("300394.SZ", "天孚通信", "买入", "250.10", "2.59 3.61 4.65", "96.4 69.3 53.8"),
    ("300627.SZ", "华测导航", "未评级", "28.60", "0.87 0.87 1.03", "32.8 27.7 21.1"),
)


def figure(text: str, line: int = 0) -> Figure:
    """A cell as the importer reads it; '-' is a missing one."""
    place = Place(0, line)
    if text in {"", "-"}:
        return Figure(None, text, State.MISSING, 0, place)
    return Figure(float(text), text, State.VALUE, len(text.partition(".")[2]), place)


def named(
    code: str,
    name: str = "",
    rating: str = "",
    price: str = "",
    eps: str = "",
    pe: str = "",
    line: int = 10,
    **more: Any,
) -> Named:
    """A row of the table; EPS and PE of the years as one text each."""
    figures = {}
    for metric, texts in (("eps", eps), ("pe", pe)):
        for year, text in zip(YEARS, texts.split(), strict=False):
            figures[metric, year] = figure(text, line)
    text = " | ".join([code, name, price, *eps.split(), *pe.split(), rating])
    cells: dict[str, Any] = {
        "code": code, "name": name, "rating": rating, "action": "", "group": "", "industry": "",
        "price": figure(price, line) if price else None, "currency": "CNY", "eps_currency": "CNY",
        "figures": MappingProxyType(figures), "others": MappingProxyType({}), "place": Place(0, line),
        "text": text,
    }  # fmt: skip
    return Named(**{**cells, **more})


def forecast(*names: Named, seen: int | None = None) -> Forecast:
    """The table of some rows."""
    wanted = {m: sum(key[0] == m for n in names for key in n.figures) for m in ("eps", "pe")}
    count = len(names) if seen is None else seen
    return Forecast(names, YEARS, PartDay(2026, 7, 3), count, MappingProxyType(wanted), ())


def report(*names: Named, prose: Prose | None = None, **more: Any) -> Report:
    """A report of some rows."""
    plain: dict[str, Any] = {"file": FILE, "as_of": DAY, "price_date": DAY}
    return Report(**{**plain, **more}, forecast=forecast(*names), prose=prose or Prose())


def weekly() -> Report:
    """A small week: four names, two focus groups, two stories, two moves, sources cell by cell."""
    names = [named(*row, line=70 + i) for i, row in enumerate(ROWS)]
    prose = Prose(
        title="通信行业周报",
        sector="通信",
        publisher="示例证券研究所",
        sector_rating="推荐",
        sector_rating_change="维持",
        period=(date(2026, 6, 29), DAY),
        outlook="算力仍然紧缺。",
        focus=(
            FocusGroup("运营商", "", ("600941.SH",)),
            FocusGroup("高端光模块", "高端光模块放量", ("300308.SZ", "300394.SZ")),
            FocusGroup("北斗", "", ("300627.SZ",)),
        ),
        moves=(
            Move("sector", "申万通信", -9.17, date(2026, 6, 29), DAY, Place(0, 90)),
            Move("sub-sector", "其他通信设备", 3.9, date(2026, 6, 29), DAY, Place(0, 90)),
        ),
        stories=(
            Story("Meta 筹划对外出租算力", "对手是三家老牌云厂商。", "C114 通信网", None, Place(0, 101)),
            Story("日本补贴低轨卫星网", "三年内最多给 1500 亿日元。", "C114 通信网", date(2026, 6, 30)),
        ),
        risks=("宏观环境恶化", "关税超预期"),
        ratings=(Rating("stock", "买入", "领先沪深300超过10%"), Rating("sector", "推荐", "行业向上")),
        ratings_basis="报告发出后6-12个月，与沪深300比",
        claims=(
            Claim((), (), "consensus"),
            Claim(("中际旭创",), (), "house"),
            Claim(("天孚通信",), (2026, 2027), "house"),
        ),
        sources=("Wind",),
        pictures=("图 1：涨跌幅一览",),
    )
    return report(*names, prose=prose)


def with_cell(one: Report, code: str, **more: Any) -> Report:
    """The report with other cells in the row of one name."""
    names = tuple(replace(n, **more) if n.code == code else n for n in one.forecast.names)
    return replace(one, forecast=replace(one.forecast, names=names))
