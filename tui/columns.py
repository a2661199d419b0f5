"""The one registry of columns: everything that shows, sorts, exports or documents a column reads it.

A yearly column stands once, as a family (`eps`), and becomes `eps_2026E` for each year of a book.
"""

from __future__ import annotations

import re
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Kind(StrEnum):
    """What the values of a column are; decides type, alignment and format."""

    TEXT = "text"
    TAGS = "tags"  # several ids, joined by ';'
    DATE = "date"
    MONEY = "money"  # CNY, or the row's currency
    MULTIPLE = "multiple"  # a price over something: PE, PB
    RATIO = "ratio"  # 0.15 is shown as 15%
    PERCENT = "percent"  # 15 is shown as 15; the name ends in _pct
    COUNT = "count"
    NUMBER = "number"  # a figure without a known unit

    @property
    def numeric(self) -> bool:
        """True for columns of float64."""
        return self not in {Kind.TEXT, Kind.TAGS, Kind.DATE}


class State(IntEnum):
    """What a cell is; of several inputs a derived cell takes the largest, which is the worst."""

    VALUE = 0
    NM = 1  # not meaningful: the inputs are there but allow no figure
    LOSS = 2  # EPS ≤ 0: a PE says nothing
    MISSING = 3  # not given
    UNCOVERED = 4  # nobody estimates the name

    @property
    def word(self) -> str:
        """The state as exports and queries write it."""
        return self.name.lower()


class Year(NamedTuple):
    """A fiscal year and whether its figures are actual ('A') or estimated ('E')."""

    year: int
    basis: str

    def __str__(self) -> str:
        """As column names carry it: 2026E."""
        return f"{self.year}{self.basis}"

    @property
    def short(self) -> str:
        """As headers show it: 26E."""
        return f"{self.year % 100:02d}{self.basis}"


NOTHING: Mapping[str, float] = {}


class Column(NamedTuple):
    """One column.

    name: id, as in exports and queries; unit: of the stored value; decimals: shown on the screen
    zh, en: full labels; head_zh, head_en: short ones for a grid's header
    formula: how it is derived, '' for what files give; help_zh, help_en: one sentence each
    scale: the screen shows value / scale (market cap in 亿)
    signed: a plus sign is shown, and the colours of up and down
    vendor: other names it goes by in files, each with the factor that brings it to `unit`
    tables: the book's tables that decide it; the date before is counted over them together
    """

    name: str
    kind: Kind
    unit: str
    zh: str
    en: str
    help_zh: str
    help_en: str
    head_zh: str = ""
    head_en: str = ""
    formula: str = ""
    decimals: int = 2
    scale: float = 1.0
    signed: bool = False
    family: str = ""
    year: Year | None = None
    vendor: Mapping[str, float] = NOTHING
    tables: tuple[str, ...] = ("market",)

    def label(self, lang: str) -> str:
        """The full label in 'zh' or 'en'."""
        return self.zh if lang == "zh" else self.en

    def head(self, lang: str) -> str:
        """The header of a grid in 'zh' or 'en'."""
        return (self.head_zh or self.zh) if lang == "zh" else (self.head_en or self.en)

    def help(self, lang: str) -> str:
        """One sentence on what the column holds."""
        return self.help_zh if lang == "zh" else self.help_en


def _vendor(*names: str, **scaled: float) -> dict[str, float]:
    return {**dict.fromkeys(names, 1.0), **scaled}


_TEXT, _MULT, _PCT = Kind.TEXT, Kind.MULTIPLE, Kind.PERCENT
_COVERAGE, _ESTIMATES, _PRICED = ("coverage",), ("estimates",), ("coverage", "market")
_REPORTED = ("coverage", "estimates", "market")

FIXED: tuple[Column, ...] = (
    Column(
        "code", _TEXT, "", "代码", "code", "证券代码，如 600941.SH", "security code, such as 600941.SH",
        vendor=_vendor(
            "ts_code", "symbol", "ticker", "security code", "证券代码", "股票代码", "公司代码",
        ), tables=_COVERAGE,
    ),
    Column(
        "name", _TEXT, "", "简称", "name", "证券简称", "short name of the security",
        vendor=_vendor(
            "company", "company name", "security", "security name",
            "名称", "股票简称", "证券简称", "证券名称", "公司名称", "股票名称",
        ), tables=_COVERAGE,
    ),
    Column(
        "group", _TEXT, "", "分组", "group", "覆盖名单里的分组", "where the coverage list files the name",
        vendor=_vendor("组别"), tables=_COVERAGE,
    ),
    Column(
        "rating", _TEXT, "", "评级", "rating", "投资评级，照报告所印",
        "investment rating, as the report prints it",
        vendor=_vendor("投资评级"), tables=_COVERAGE,
    ),
    Column(
        "rating_source", _TEXT, "", "评级来源", "rating source",
        "谁给的评级", "whose rating it is: house, consensus or a publisher", tables=_COVERAGE,
    ),
    Column(
        "price", Kind.MONEY, "CNY a share", "股价", "price",
        "报告与行情中较新的价格", "the later of the report's price and the market's",
        vendor=_vendor(
            "close", "last", "last price", "close price", "closing price",
            "最新价", "收盘价", "现价", "最新", "收盘", "价格",
        ), tables=_PRICED,
    ),
    Column(
        "currency", _TEXT, "", "货币", "currency", "价格的货币", "currency of the price",
        vendor=_vendor("币种"), tables=_COVERAGE,
    ),
    Column(
        "as_of", Kind.DATE, "", "价格日期", "as of",
        "这一行价格的日期", "the date of the row's price",
        head_zh="日期", vendor=_vendor("trade_date", "date", "交易日期", "price_date"), tables=_PRICED,
    ),
    Column(
        "eps_cagr", Kind.RATIO, "ratio a year", "EPS 复合增速", "EPS CAGR",
        "从最后一个实际年到最后一个预测年的年均增速",
        "growth a year from the last actual to the last estimate year",
        head_zh="复合增速", head_en="CAGR", decimals=1, signed=True,
        formula="(EPS last estimate / EPS last actual) ^ (1 / years) - 1; nm unless both are positive",
        tables=_ESTIMATES,
    ),
    Column(
        "peg", _MULT, "multiple", "PEG", "PEG",
        "首个预测年市盈率与增速之比", "forward PE over growth in per cent",
        formula="pe.fy1 / (100 * eps_cagr); nm unless both are positive", tables=_ESTIMATES,
    ),
    Column(
        "pe_to_group", Kind.RATIO, "ratio", "PE 相对分组", "PE to group",
        "首个预测年市盈率比分组中位数高多少", "forward PE over the group's median, less one",
        head_zh="较组", head_en="to group", decimals=0, signed=True,
        formula="pe.fy1 / median(pe.fy1 by group) - 1", tables=_ESTIMATES,
    ),
    Column(
        "price_change_pct", _PCT, "per cent", "价格变动%", "price change %",
        "与上一个日期的价格相比", "price against the price of the date before",
        head_zh="变动%", head_en="chg %", signed=True, formula="100 * (price / price of the date before - 1)",
        tables=_PRICED,
    ),
    Column(
        "themes", Kind.TAGS, "", "主题", "themes", "所属的投资主题",
        "the investment themes the name belongs to", tables=_COVERAGE,
    ),
    Column(
        "news", Kind.COUNT, "count", "新闻", "news", "相关新闻数", "count of linked stories",
        decimals=0, tables=("news",),
    ),
    Column(
        "checks", Kind.COUNT, "count", "存疑", "checks",
        "被检查出矛盾或过粗的单元格数", "count of cells that contradict or are imprecise", decimals=0,
        tables=_ESTIMATES,
    ),
    Column(
        "pre_close", Kind.MONEY, "CNY a share", "昨收", "previous close",
        "除权除息后的前收盘价", "the close before, adjusted for share issues and dividends",
        vendor=_vendor("昨收价"),
    ),
    Column(
        "change_pct", _PCT, "per cent", "涨跌幅%", "day change %",
        "当日涨跌幅", "price change of the day", signed=True, head_en="day %", head_zh="日涨跌%",
        vendor=_vendor("pct_chg", "涨跌幅", "涨幅"),
    ),
    Column(
        "turnover_rate_pct", _PCT, "per cent", "换手率%", "turnover rate %",
        "当日换手率", "shares traded over shares in float", vendor=_vendor("turnover_rate", "换手率"),
    ),
    Column(
        "pe_ttm", _MULT, "multiple", "PE TTM", "PE TTM",
        "滚动市盈率", "price over the last four quarters' EPS", decimals=1,
        vendor=_vendor("市盈率ttm", "滚动市盈率"),
    ),
    Column("pe", _MULT, "multiple", "静态 PE", "static PE",
           "静态市盈率", "price over the last year's EPS", decimals=1, vendor=_vendor("静态市盈率")),
    Column("pb", _MULT, "multiple", "PB", "PB", "市净率", "price over book value a share",
           vendor=_vendor("市净率")),
    Column("ps_ttm", _MULT, "multiple", "PS TTM", "PS TTM", "滚动市销率",
           "price over the last four quarters' sales a share", vendor=_vendor("市销率")),
    Column(
        "dividend_yield_pct", _PCT, "per cent", "股息率%", "dividend yield %",
        "近十二个月股息率", "dividends of twelve months over price", vendor=_vendor("dv_ttm", "股息率"),
        head_en="yield %",
    ),
    Column(
        "market_cap", Kind.MONEY, "CNY", "总市值", "market cap", "总市值，屏上以亿元计",
        "all shares at the price; shown in 100 million CNY", head_zh="市值(亿)", head_en="cap (100m)",
        decimals=1, scale=1e8,
        vendor=_vendor(
            "总市值", "市值", total_mv=1e4, market_cap_100m=1e8, **{"总市值(亿元)": 1e8, "总市值(亿)": 1e8},
        ),
    ),
    Column(
        "float_market_cap", Kind.MONEY, "CNY", "流通市值", "float market cap",
        "流通市值，屏上以亿元计", "shares in float at the price; shown in 100 million CNY",
        head_zh="流通(亿)", head_en="float (100m)", decimals=1, scale=1e8,
        vendor=_vendor("流通市值", circ_mv=1e4),
    ),
    Column(
        "shares", Kind.COUNT, "shares", "总股本", "shares", "总股本，屏上以亿股计",
        "shares in issue; shown in 100 million", head_zh="股本(亿)", head_en="shares (100m)",
        decimals=2, scale=1e8, vendor=_vendor("总股本", total_share=1e4, shares_100m=1e8),
    ),
    Column("industry", _TEXT, "", "行业", "industry", "所属行业",
    "industry the exchange or vendor files it under",
           vendor=_vendor("所属行业", "所处行业")),
    Column("area", _TEXT, "", "地区", "area", "注册地", "where the company is registered",
    vendor=_vendor("地域")),
)  # fmt: skip

FAMILIES: tuple[Column, ...] = (
    Column(
        "eps", Kind.MONEY, "CNY a share", "每股收益", "EPS",
        "每股收益，照报告所印", "earnings a share, as the report prints them", head_zh="EPS",
        tables=_ESTIMATES,
    ),
    Column(
        "pe", _MULT, "multiple", "市盈率", "PE",
        "市盈率：报告价格时照所印，价格更新后随之变动",
        "PE as printed at the report's price; it moves with a later price", head_zh="PE", decimals=1,
        formula="printed PE * price / report's price where the cell is consistent, else price / EPS",
        tables=_ESTIMATES,
    ),
    Column(
        "source", _TEXT, "", "预测来源", "source", "这一年的预测出自谁：house、consensus 或机构",
        "whose figures the year's are: house, consensus or a publisher", head_zh="来源", tables=_ESTIMATES,
    ),
    Column(
        "eps_growth", Kind.RATIO, "ratio", "EPS 增速", "EPS growth",
        "每股收益同比增速", "EPS over the year before, less one", decimals=1, signed=True,
        head_zh="增速", head_en="growth",
        formula="EPS / EPS of the year before - 1; nm where the base is <= 0", tables=_ESTIMATES,
    ),
    Column(
        "revision", Kind.RATIO, "ratio", "EPS 修正", "EPS revision",
        "同一财年的每股收益与上一期相比", "EPS of the same fiscal year against the vintage before",
        decimals=1, signed=True, head_zh="修正", head_en="revision",
        formula="EPS / EPS of the vintage before - 1; nm where that was <= 0", tables=_ESTIMATES,
    ),
)  # fmt: skip

REVISION = "revision"  # the family that is made late
LATE: tuple[Column, ...] = (
    Column(
        "revisions", Kind.COUNT, "count", "EPS 上调减下调", "revisions up less down",
        "上调的预测年数减下调的年数；舍入误差内的不计",
        "estimate years revised up less those revised down since the vintage before; within rounding none",
        head_zh="净上调", head_en="revisions", decimals=0, signed=True,
        formula="sign(EPS - EPS of the vintage before), summed over estimate years", tables=_ESTIMATES,
    ),
    Column(
        "rating_change", _TEXT, "", "评级变动", "rating change",
        "与上一期相比评级上调、下调、不变、新评或取消",
        "up, down, unchanged, new or withdrawn against the vintage before",
        head_zh="评级变动", tables=_COVERAGE,
    ),
    Column(
        "pe_change", Kind.RATIO, "natural logarithm", "PE 变动", "PE change",
        "首个预测年市盈率（股价/EPS）与上一期相比的自然对数",
        "natural logarithm of forward price / EPS over that of the vintage before",
        decimals=1, signed=True, formula="log(pe / pe before) = pe_from_price + pe_from_eps",
        tables=_REPORTED,
    ),
    Column(
        "pe_from_price", Kind.RATIO, "natural logarithm", "PE 变动来自股价", "PE change from price",
        "PE 变动中来自股价的部分（自然对数）", "the part of the PE's change that the price made",
        head_zh="来自股价", head_en="from price", decimals=1, signed=True,
        formula="log(price / price before)", tables=_REPORTED,
    ),
    Column(
        "pe_from_eps", Kind.RATIO, "natural logarithm", "PE 变动来自盈利", "PE change from earnings",
        "PE 变动中来自盈利预测的部分（自然对数）", "the part of the PE's change that the estimates made",
        head_zh="来自盈利", head_en="from EPS", decimals=1, signed=True,
        formula="-log(EPS / EPS before)", tables=_REPORTED,
    ),
    Column(
        "pe_percentile", Kind.RATIO, "ratio", "PE 分位", "PE percentile",
        "首个预测年市盈率在自身各期历史中的分位",
        "place of the forward PE among the name's own over all vintages, 0 to 1", decimals=0,
        formula="mid-rank of price / EPS over all dates so far", tables=_REPORTED,
    ),
)  # fmt: skip

LEADING = ("code", "name", "group", "rating", "price", "as_of")
TRAILING = ("eps_cagr", "peg", "pe_to_group", "price_change_pct", "themes", "news", "checks")

_YEARLY = re.compile(r"^([a-z_]+)_((?:19|20)\d\d)([AE])$")


def fixed(name: str) -> Column | None:
    """The registered column of that id that has no year, or None."""
    return _BY_NAME.get(name)


def family(name: str) -> Column:
    """The family of that id, without a year: 'eps'."""
    return _FAMILIES[name]


def yearly(family: str, year: Year) -> Column:
    """The column of a family for one year: ('eps', 2026E) → eps_2026E."""
    base = _FAMILIES[family]
    return base._replace(
        name=f"{family}_{year}",
        zh=f"{base.zh} {year}",
        en=f"{base.en} {year}",
        head_zh=f"{base.head('zh')}{year.short}",
        head_en=f"{base.head('en')}{' ' if base.head_en else ''}{year.short}",
        family=family,
        year=year,
    )


def by_name(name: str) -> Column | None:
    """The column of an id, with or without a year, or None where the registry does not know it."""
    if known := _BY_NAME.get(name):
        return known
    match = _YEARLY.match(name)
    if match and match[1] in _FAMILIES:
        return yearly(match[1], Year(int(match[2]), match[3]))
    return None


def unregistered(name: str, kind: Kind) -> Column:
    """A column that a file brings and the registry does not know: kept under its own name."""
    return Column(
        name, kind, "", name, name, "文件自带的列", "a column of the file itself", head_zh=name, head_en=name
    )


def from_vendor(header: str) -> tuple[str, float] | None:
    """The id and scale of a column as files of other makers name it: 'total_mv' → ('market_cap', 1e4)."""
    key = header.strip().casefold()
    return _VENDOR.get(key)


def default_names(years: Iterable[Year], extra: Iterable[str] = ()) -> tuple[str, ...]:
    """The columns a view shows when it names none: the fixed ones around EPS and PE by year, then `extra`."""
    ordered = sorted(years)
    per_year = [f"{family}_{year}" for family in ("eps", "pe") for year in ordered]
    return (*LEADING, *per_year, *TRAILING, *extra)


_BY_NAME = {c.name: c for c in (*FIXED, *LATE)}
_FAMILIES = {c.name: c for c in FAMILIES}
_VENDOR: dict[str, tuple[str, float]] = {
    **{alias.casefold(): (c.name, scale) for c in FIXED for alias, scale in c.vendor.items()},
    **{label.casefold(): (c.name, 1.0) for c in FIXED for label in (c.name, c.zh)},
}
