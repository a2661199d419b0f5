"""What programs call their columns: which field of the book a header names, and in which unit it counts."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from tui.book.schema import AS_OF, TABLES
from tui.columns import from_vendor
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

UNITS: Mapping[str, int] = MappingProxyType(
    {
        "万亿": 12,
        "亿": 8,
        "千万": 7,
        "百万": 6,
        "万": 4,
        "千": 3,
        "bn": 9,
        "billion": 9,
        "mn": 6,
        "million": 6,
    }
)
_UNIT_WORD = "|".join(sorted(UNITS, key=len, reverse=True))
_BRACKETED = re.compile(r"(\([^()]*\)|\[[^\[\]]*\]\S*)$")
_SUFFIXED = re.compile(rf"([+-]?[\d,]*\.?\d+)\s*({_UNIT_WORD})(元|股|手)?", re.IGNORECASE)
_NO_WORD = re.compile(r"[^\w]+")
# Names that the registry's own vendors do not have, by key.
SYNONYMS: Mapping[str, str] = MappingProxyType(
    {
        "前收": "pre_close", "前收盘": "pre_close", "前收盘价": "pre_close", "昨日收盘": "pre_close",
        "昨收盘": "pre_close", "preclose": "pre_close", "prevclose": "pre_close",
        "previousclose": "pre_close",
        "今收": "price", "最新价格": "price", "当前价": "price", "股价": "price", "今收盘": "price",
        "涨幅": "change_pct", "涨跌幅": "change_pct", "日涨幅": "change_pct", "chgpct": "change_pct",
        "changepercent": "change_pct", "pctchange": "change_pct", "changepct": "change_pct",
        "换手": "turnover_rate_pct", "turnoverrate": "turnover_rate_pct",
        "市盈率ttm": "pe_ttm", "市盈ttm": "pe_ttm", "pettm": "pe_ttm", "滚动市盈率": "pe_ttm",
        "ttm市盈率": "pe_ttm",
        "市盈静": "pe", "市盈率静": "pe", "静态市盈率": "pe", "市盈率静态": "pe",
        "市净率": "pb", "市净率mrq": "pb", "pbmrq": "pb", "市销率ttm": "ps_ttm", "psttm": "ps_ttm",
        "股息率ttm": "dividend_yield_pct", "dividendyield": "dividend_yield_pct",
        "marketcap": "market_cap", "总市值": "market_cap", "ab股总市值": "market_cap",
        "流通市值": "float_market_cap",
        "totalshares": "shares", "总股本": "shares", "细分行业": "industry", "所属行业": "industry",
        "证券简称": "name", "股票简称": "name", "名称": "name", "stockname": "name", "shortname": "name",
        "代码": "code", "证券代码": "code", "股票代码": "code", "stockcode": "code", "secid": "code",
        "日期": AS_OF, "交易日期": AS_OF, "数据日期": AS_OF, "更新日期": AS_OF, "tradedate": AS_OF,
        "date": AS_OF, "报告日期": AS_OF, "研报日期": AS_OF, "发布日期": AS_OF,
        "股价日期": "price_date", "价格日期": "price_date", "收盘价日期": "price_date",
    }
)  # fmt: skip
ESTIMATES: Mapping[str, str] = MappingProxyType(
    {
        "年份": "year", "年度": "year", "财年": "year", "fy": "year", "fiscalyear": "year",
        "每股收益": "eps", "市盈率": "pe_printed", "pe": "pe_printed", "来源": "source",
        "预测来源": "source", "币种": "currency", "类型": "basis",
    }
)  # fmt: skip
# Columns that look like one of ours and are another thing; they are kept under their own names.
OTHERS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("市盈率动态", "市盈动", "市盈率动", "动态市盈率"), "a dynamic PE"),
        **dict.fromkeys(("市盈率", "市盈", "peratio"), "a PE of an unknown kind"),
    }
)


class Named(NamedTuple):
    """What a header names: a field of the book, '' for none; the power of ten that its unit adds.

    unit: True where the header says its unit; other: why it is not the field it looks like, '' for nothing
    """

    field: str
    power: int = 0
    unit: bool = False
    other: str = ""


def named(header: str, table: str) -> Named:
    """The field of a table that a header names, with the unit in its brackets applied."""
    spec = TABLES[table]
    key = _key(header)
    if key in OTHERS and table == "market":
        return Named("", other=OTHERS[key])
    if key == "pe" and header.strip() != "pe" and table == "market":
        return Named("", other=OTHERS["peratio"])  # `pe` alone is one library's word for the static one
    if header.strip().casefold() in {*spec.names, AS_OF}:
        return Named(header.strip().casefold())
    if table == "estimates" and key in ESTIMATES:
        return Named(ESTIMATES[key])
    if known := from_vendor(short_name(header)):
        name, scale = known
        return Named(name, len(str(int(scale))) - 1, scale != 1.0)
    bare, power, unit = _unit(short_name(header))
    key = _key(bare)
    if table == "estimates" and key in ESTIMATES:
        return Named(ESTIMATES[key], power, unit)
    found = SYNONYMS.get(key) or (from_vendor(bare) or ("",))[0]
    return Named(found, power, unit)


def _unit(header: str) -> tuple[str, int, bool]:
    """A header without the unit at its end, the power of ten of that unit, and whether there is one."""
    word = unicodedata.normalize("NFKC", clean(header)).casefold().strip()
    found = _BRACKETED.search(word)
    if not found:
        return word.rstrip("% "), 0, False
    inner = re.sub(r"[\[\]()\s:]|单位", "", found[1])
    match = re.fullmatch(rf"({_UNIT_WORD})?(元|股|人民币|cny|rmb)?", inner)
    if match and inner:
        return word[: found.start()].strip(), UNITS.get(match[1] or "", 0), True
    if inner in {"%", "倍", "x", "元/股"}:
        return word[: found.start()].strip(), 0, False
    return word, 0, False


def is_code_header(cell: str) -> bool:
    """True for a header of security codes."""
    key = _key(cell)
    return key in {"code", "symbol", "ticker", "tscode", "secid", "证券代码", "股票代码", "代码", "公司代码",
                   "stockcode", "securitycode", "基金代码", "转债代码", "wind代码", "品种代码"}  # fmt: skip


def _key(text: str) -> str:
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", clean(text)).casefold()).replace("_", "")


def plain_number(cell: str, power: int = 0) -> str:
    """A figure with a unit as digits: ('1.23亿') → '123000000'; ('12.5', 4) → '125000'; others as they are.

    A unit in the cell stands over that of the header.
    """
    word = unicodedata.normalize("NFKC", cell).strip()
    found = _SUFFIXED.fullmatch(word)
    if found:
        power = UNITS[found[2].casefold()]
    elif not power:
        return cell
    digits = found[1] if found else word
    try:
        value = Decimal(digits.replace(",", "")).scaleb(power)
    except InvalidOperation:
        return cell
    return f"{value:f}" if value.is_finite() else cell


def has_unit(cell: str) -> bool:
    """True for a figure that carries a unit of its own: 1.23亿."""
    return bool(_SUFFIXED.fullmatch(unicodedata.normalize("NFKC", cell).strip()))


def short_name(text: str) -> str:
    """A name as the book writes it: full width folded, the spaces in a Chinese one gone (万 科Ａ → 万科A)."""
    word = unicodedata.normalize("NFKC", clean(text)).strip()
    if any("\u4e00" <= char <= "\u9fff" for char in word):
        return "".join(word.split())
    return " ".join(word.split())
