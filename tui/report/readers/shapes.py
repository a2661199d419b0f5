"""What a line or a cell looks like: a number, a code, a caption, the beginning of an item. No meanings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_MARKS = r"[*#＊†‡]{0,3}"
_NUMBER = re.compile(
    r"[（(]?[-+−–－]?[$¥￥]?\d[\d,，]*(?:[.．]\d+)?(?:[%％xX×倍亿万元]|\\%)?[）)]?" + _MARKS,
)
_NONE = re.compile(r"[-–—－−/]{1,4}|N/?A|n/?a|n\.a\.?|N\.A\.?|NM|nm|NaN|亏损|不适用|#N/A")
_YEAR = re.compile(
    r"(?:FY|CY|’|')?(?:(?:19|20)\d\d|\d\d(?=\s?[AE]))\s?(?:[AEＡＥ]|年|年报|（?[AE]）?)?(?:[（(][AE][）)])?"
    r"|\$?\s?2\s?0\s?\d\s?\d\s?[AE]?\s?\$?",
    re.IGNORECASE,
)
CODE = re.compile(
    r"[（(]?(?:(?<![\d.])\d{6}(?:[.:_ ]?(?i:SH|SZ|BJ|SS|CH|XSHG|XSHE|OF))?(?![\d,.])"
    r"|(?i:SH|SZ|BJ)[.:]?\d{6}(?!\d)"
    r"|(?<![\d.])\d{1,5}[. ](?:HK|hk)(?![A-Za-z])"
    r"|(?<![A-Za-z])[A-Z][A-Z0-9]{0,5}(?:[. ](?:US|OQ|UQ|UN|UW|TW|TT|JP|KS)|\.[ON])(?![A-Za-z0-9]))[）)]?"
    + _MARKS
)
_GLUED_CODE = re.compile(r"(?:\d{6}\.(?i:SH|SZ|BJ|SS)|\d{6}(?=[\u4e00-\u9fff*])|\d{4,5}\.(?i:HK))")
_GLUED_ROW = re.compile(
    r"(?:\d{6}(?:\.(?:SH|SZ|BJ|SS))?|\d{4,5}\.HK)[^\d\s.,][^\d\s]{0,20}(?=(?:\D{0,3}\d){6})", re.IGNORECASE
)
NAMED_ROW = re.compile(
    r"(?:[A-Z]{2,5}+)?[\u4e00-\u9fff]{1,7}+[A-Z]?(?:-?\d{1,3}(?:,\d{3})*+\.\d\d|-(?=[-\d])){4,}+(?!\d)"
    r"(?:(?:强烈|谨慎|审慎)?(?:推荐|买入|增持|持有)|中性|[未无]评级)?"
)
_COLUMN = re.compile(
    r"(?:股票|证券|公司|标的|个股|上市公司)?(?:代码|简称|名称|全称)|公司|股票|证券|重点公司|标的|覆盖公司"
    r"|(?:细分|子|所属|申万)?(?:行业|板块|赛道|领域)|(?:最新|当前|现|昨日)?(?:收盘|股)?价格?.{0,14}|币种|货币"
    r"|(?:总|流通)?市值.{0,8}|目标价.{0,8}|(?:投资|最新|公司|本次)?评级(?:变动|变化|调整)?|上次评级"
    r"|ROE.{0,5}|P/?[EBS](?:G|TTM|\(.{1,6}\)|（.{1,6}）)?(?:[xX倍]|[（(].{1,4}[）)])?|EPS.{0,14}"
    r"|(?:动态)?市[盈净销]率.{0,8}|每股(?:收益|盈利).{0,8}|(?:归母|归属)?净利润?.{0,10}|营业?收入?.{0,8}"
    r"|Ticker|Code|Name|Company|Stock|Rating|Price|Cur(?:rency)?|Close|Target|Mkt.?Cap|Market.?[Cc]ap|Perf.*"
    r"|[（(](?:元|亿元|百万元|倍|%|港元|美元|[xX]|元/股|CNY|RMB)[）)]|元/?股?|倍|亿元|百万元",
    re.IGNORECASE,
)
_METRIC = re.compile(
    r"EPS|P/?E(?![a-z])|P/?B(?![a-z])|ROE|股价|收盘价|现价|(?<![未无])评级|代码|简称|名称|市值|目标价|每股收益|市盈率|市净率|净利|营收|盈利预测"
    r"|Ticker|Rating|Price|Target|Close|Company|Code|元/股|[（(](?:元|倍|亿元|百万元|[xX])[）)]",
    re.IGNORECASE,
)
_RATING = re.compile(
    r"(?:(?:强烈|谨慎|审慎)?(?:推荐|买入|增持|持有|卖出|减持)|强推|中性|回避|优于大市|弱于大市|同步大市|跑赢行业|跑输行业"
    r"|看好|看淡|[未无]评级|NR|Buy|Outperform|Overweight|Neutral|Hold|Underperform|Underweight|Sell|Accumulate|Reduce|Add"
    r"|Not Rated)"
    r"(?:[-－]?[ABab+]|[（(].{1,4}[）)])?(?:维持|首次|上调|下调|首次覆盖)?|维持|首次|上调|下调|首次覆盖",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:19|20)?\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}月\d{1,2}日")
CAPTION = re.compile(
    r"\s*(?:图表|图|表格?|附表|Figure|Table|Exhibit|Chart)\s*\d{0,3}\s*[-.]?\d{0,2}\s*[:：]|\s*续?(?:图表|图|表)\s*\d{1,3}\b"
)
SOURCE = re.compile(
    r"[\s*（(\[【]*(?:(?:数据|资料|信息)?来源|备?注(?:\d|释)?|说明|Sources?|Notes?)\s*[:：]", re.IGNORECASE
)
BULLET = re.compile(r"\s*(?:[-–*+]\s+|[•·●■◆▶➤►◼□○◇★☆√✓\uf000-\uf0ff]\s*)(?=\S)")
ITEM = re.compile(
    r"\s*(?:[（(【\[]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-zA-Z]|[ivx]{1,4})\s*[）)】\]]"
    r"|\d{1,2}\s?[)）]|\d{1,2}[、.．](?!\d|S[HZ]|HK|BJ|US)|\d{1,2}(?:\.\d{1,2}){1,3}\.?(?=\s*[^\d\s%.,，倍亿万元个])"
    r"|[一二三四五六七八九十]{1,3}[、.．]|[①-⑳㈠-㈩❶-❿]|第[一二三四五六七八九十\d]{1,3}[部章节条，、：]|#{1,6}\s"
    r"|——|--(?=[^\s-])|[【〖■◆➤])"
)
TERMINAL = "。！？；：!?;:…”」』）)】.》〉"
_SENTENCE = re.compile(r"[，。；！？]|[,;!?]\s|\.\s+[A-Z]|\.$")
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]+"
)
_PAGE_NUMBER = re.compile(
    r"\s*(?:第\s*)?[-–—]?\s*\d{1,4}\s*[-–—]?\s*(?:页|/\s*\d{1,4})?(?:\s*共\s*\d{1,4}\s*页)?\s*"
)
_EMPHASIS = re.compile(r"\*\*([^*\n]++)\*\*|__([^_\n]++)__")


def is_number(cell: str) -> bool:
    """A figure that is no bare year."""
    return bool(_NUMBER.fullmatch(cell)) and not _YEAR.fullmatch(cell)


def is_none(cell: str) -> bool:
    """A mark for no figure: -, --, N/A, 亏损."""
    return bool(_NONE.fullmatch(cell))


def is_figure(cell: str) -> bool:
    """A figure, or a mark for none."""
    return is_number(cell) or is_none(cell)


def is_year(cell: str) -> bool:
    """2025A, 2026, 26E, FY26."""
    return bool(_YEAR.fullmatch(cell))


def is_code(cell: str) -> bool:
    """A security code and nothing else."""
    return bool(CODE.fullmatch(cell))


def begins_with_code(text: str) -> bool:
    """A code stands first, alone or with the name right behind it."""
    return bool(CODE.match(text) or _GLUED_CODE.match(text))


def is_rating(cell: str) -> bool:
    """A rating or its change, as printed."""
    return bool(_RATING.fullmatch(cell))


def is_name(cell: str) -> bool:
    """A short text such as names of companies are: letters, no sentence, no figure, no column's label."""
    return (
        0 < len(cell) <= 24
        and any(c.isalpha() for c in cell)
        and not is_code(cell)
        and not is_year(cell)
        and not is_column(cell)
        and not is_none(cell)
        and not is_rating(cell)
        and not is_number(cell)
        and not _SENTENCE.search(cell)
    )


def is_column(cell: str) -> bool:
    """A word that stands over a column, or a year or date there."""
    return bool(_COLUMN.fullmatch(cell) or _YEAR.fullmatch(cell) or _DATE.fullmatch(cell))


def is_body(cells: Sequence[str]) -> bool:
    """A row of figures: a code among the first cells, or two figures."""
    filled = [cell.strip() for cell in cells if cell and not cell.isspace()]
    if any(is_code(cell) or _GLUED_CODE.match(cell) for cell in filled[:3]):
        return True
    return sum(map(is_figure, filled)) >= 2


def is_head(text: str) -> bool:
    """A line over a table: it has a metric, a year or a column's label, and is no sentence and no caption."""
    if _SENTENCE.search(text) or CAPTION.match(text) or SOURCE.match(text):
        return False
    words = text.split()
    if any(map(begins_with_code, words[:3])) or sum(map(is_number, words)) >= 3:
        return False
    if len(words) == 1:
        return is_column(words[0])
    return any(map(is_column, words)) or bool(_METRIC.search(text))


def is_glued(text: str) -> bool:
    """A row without white space: a code, a name and figures in one word."""
    text = text.strip()
    return (
        bool(_GLUED_ROW.match(text) or NAMED_ROW.fullmatch(text))
        and not is_sentence(text[:200])
        and len(text.split()) == 1
    )


def metrics(text: str) -> list[str]:
    """The metrics and columns' words that stand anywhere in a text."""
    return _METRIC.findall(text)


def raw_head(text: str) -> bool:
    """A header that has lost its white space, or one that has not."""
    return is_head(text) or (
        len(text) < 200
        and len(_METRIC.findall(text)) >= 2
        and not is_sentence(text[:60])
        and not CAPTION.match(text)
    )


def is_sentence(text: str) -> bool:
    """It has the punctuation of a sentence, or is too long for a cell."""
    return bool(_SENTENCE.search(text)) or (len(text) > 60 and len(text.split()) < 3)


def is_page_number(text: str) -> bool:
    """3, - 3 -, 第 3 页, 3/12."""
    text = text.strip()
    return len(text) <= 40 and bool(_PAGE_NUMBER.fullmatch(text))


def ends_table(text: str) -> bool:
    """A line that stands in no table: a caption, a source note, a numbered item, a sentence."""
    text = text.strip()
    if "续" in text[:12] and len(text) < 40:
        return False
    return bool(CAPTION.match(text) or SOURCE.match(text) or ITEM.match(text)) or is_sentence(text)


def width(text: str) -> int:
    """Display columns of a raw text; a tab counts as one."""
    return len(text) if text.isascii() else 2 * len(text) - len(_WIDE.sub("", text))


def plain(text: str) -> str:
    """The text without Markdown's bold."""
    return _EMPHASIS.sub(lambda m: m[1] or m[2], text) if "**" in text or "__" in text else text
