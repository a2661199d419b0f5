"""Rows of a table in a text without white space: who stands before figures, and what stands behind them."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from tui.book.codes import exchange_of
from tui.report.forecast.vocabulary import vocabulary

LONGEST_RATING = 8  # characters
MIN_DIGITS = 3  # characters of figures behind a code that make a row
MIN_POINTS = 2  # that figures without a code must have
MOST_LEAD = 160  # characters between two rows: a group's word, a page's foot and head
SHORT = 8  # bytes that a mainland exchange allows a short name
_MAINLAND = re.compile(r"(?P<code>\d{6})(?:\.(?:SH|SZ|BJ|SS)|CH|SH|SZ|BJ)(?:Equity)?", re.IGNORECASE)
_HONG_KONG = re.compile(r"(?<![A-Za-z])HK(?:Equity)?(?![A-Za-z$])", re.IGNORECASE)
_BARE = re.compile(r"(?<![\d.,%])\d{6}(?=[*\u3400-\u9fffA-Z])")
_BEFORE_PRICE = re.compile(r"(?<=[\u3400-\u9fffA-Z])\d{6}(?=(?:0|[1-9]\d{0,3}|[1-9],\d{3})\.\d\d)")
_BEHIND_FIGURE = re.compile(r"(?<=\.\d\d)\d{6}(?=[*\u3400-\u9fffA-Z])")
_FIGURES = re.compile(
    r"(?:[-—]|\(\d[\d,.]*%?\)|\d)(?:[\d.,%—-]|\(\d[\d,.]*%?\)|\((?:港元|美元|HKD|USD)\)|亏损|NM|N/A)*"
)
_WORDS = re.compile(r"(?:[*A-Za-z\u3400-\u9fff·&']|-(?=[A-Za-z])|\([^\d()]{1,12}\))+")
_END = re.compile(r"来源|资料|备注|数据截|风险提示|^注$")
_FOOT = re.compile(r"请务必|免责|请参阅|敬请|声明|重要|仔细阅读|仅通过|使用")
_INDICES = ("80", "399")
_MEAN = re.compile(r"平均|均值|中位|合计|总计")


class Row(NamedTuple):
    """One row. text: as printed, code and all; figures: runs of digits, a rating may stand between two

    code: as printed, '' for none; run_in: its digits stand directly before or behind a figure's
    led: something besides the name may stand before it, such as a group's word
    """

    text: str
    code: str
    name: str
    figures: tuple[str, ...]
    rating: str = ""
    run_in: bool = False
    led: bool = False

    @property
    def points(self) -> int:
        """How many points its figures have."""
        return sum(part.count(".") for part in self.figures)


class _Code(NamedTuple):
    start: int
    end: int
    run_in: bool


def rows_of(text: str, start: int, stop: int) -> tuple[list[Row], int]:
    """The rows from start on, and where the last of them ends."""
    scan = _Scan(text, start, stop)
    while scan.step():
        pass
    scan.close()
    return [row for row in scan.rows if not _is_no_name(row)], scan.end


class _Scan:
    """Goes over the text once: words and codes before figures, figures, ratings."""

    def __init__(self, text: str, start: int, stop: int) -> None:
        self.text, self.at, self.stop, self.end = text, start, stop, start
        self.codes = _codes(text, start, stop)
        self.next_code = 0
        self.rows: list[Row] = []
        self.lead: list[tuple[str, str, bool]] = []  # kind (word, code, other), text, run in
        self.lead_from = start
        self.figures: list[str] = []
        self.rating = ""
        self.pending = False  # a rating stands behind the last figures

    def step(self) -> bool:
        """One token on; False at the table's end."""
        if self.at >= self.stop or (not self.figures and self.at - self.lead_from > MOST_LEAD):
            return False
        code = self.codes[self.next_code] if self.next_code < len(self.codes) else None
        if code and code.start == self.at:
            self.close()
            self.lead.append(("code", self.text[code.start : code.end], code.run_in))
            self.at, self.next_code = code.end, self.next_code + 1
            return True
        until = code.start if code else self.stop
        if match := _WORDS.match(self.text, self.at, until):
            return self._words(match)
        if match := _FIGURES.match(self.text, self.at, until):
            self._digits(match)
            return True
        return self._other()

    def _words(self, match: re.Match[str]) -> bool:
        word, self.at = match[0], match.end()
        if self.figures and not self.pending:
            rating = rating_before(word)
            if rating:
                self.rating, self.end, self.pending = rating, match.start() + len(rating), True
                word = word[len(rating) :]
        if not word:
            return True
        self.close()
        if _END.search(word):
            return False
        self.lead.append(("word", word, False))
        return True

    def _digits(self, match: re.Match[str]) -> None:
        self.at = match.end()
        coded = any(kind == "code" for kind, _, _ in self.lead)
        if self.figures or "." in match[0] or (coded and len(match[0]) >= MIN_DIGITS):
            self.figures.append(match[0])
            self.end, self.pending = match.end(), False
        else:
            self.lead.append(("other", match[0], False))

    def _other(self) -> bool:
        sign = self.text[self.at]
        self.close()
        said = "".join(part for _, part, _ in self.lead) + self.text[self.at : self.at + 30]
        if sign in "。；;！!？?，:" and not _FOOT.search(said):
            return False
        self.lead.append(("other", sign, False))
        self.at += 1
        return True

    def close(self) -> None:
        """Ends the row whose figures were read."""
        if not self.figures:
            return
        row = self._row()
        if row is not None:
            self.rows.append(row)
        self.lead, self.lead_from = [], self.end
        self.figures, self.rating, self.pending = [], "", False

    def _row(self) -> Row | None:
        """The row, None where what stands before the figures is no name."""
        at = max((i for i, part in enumerate(self.lead) if part[0] == "code"), default=-1)
        behind = _last_words(self.lead[at + 1 :])
        before = _last_words(self.lead[:at]) if at >= 0 else ""
        code, run_in = (self.lead[at][1], self.lead[at][2]) if at >= 0 else ("", False)
        name, early = _without_rating(behind)
        first = bool(name) and at >= 0  # the code stands before the name
        name = name or before
        begin = self.lead_from if not first else self.text.rfind(code, self.lead_from, self.end)
        text = self.text[begin : self.end]
        if len(text) > MOST_LEAD:
            text = text[-MOST_LEAD:]
        points = sum(part.count(".") for part in self.figures)
        if not (name or code) or (not code and points < MIN_POINTS):
            return None
        clean = bool(self.rows) and not _MEAN.search(self.rows[-1].name) and len(self.lead) <= 2
        return Row(
            text, code, name, tuple(self.figures), self.rating or early, run_in, not first and not clean
        )


def _last_words(parts: list[tuple[str, str, bool]]) -> str:
    """The words that stand last, directly before what follows."""
    return parts[-1][1] if parts and parts[-1][0] == "word" else ""


def _without_rating(words: str) -> tuple[str, str]:
    """The words without a rating at their end, and that rating."""
    match = _rating_patterns()[1].search(words[-LONGEST_RATING:])
    return (words[: -len(match[0])], match[0]) if match else (words, "")


def rating_before(words: str) -> str:
    """The rating that the words begin with, its grade too; '' for none."""
    match = _rating_patterns()[0].match(words)
    return match[0] if match else ""


@cache
def _rating_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A rating at the beginning of words, and one at their end; the longest counts."""
    known = sorted((w for w in vocabulary().ratings if not w.isascii()), key=len, reverse=True)
    either = "|".join(map(re.escape, known))
    return re.compile(rf"(?:{either})(?:-[A-C](?![A-Za-z]))?"), re.compile(rf"(?:{either})(?:-[A-C])?$")


def _is_no_name(row: Row) -> bool:
    """A mean's row, or that of an index."""
    if _MEAN.search(row.name):
        return True
    return row.code.isdigit() and (row.code.startswith(_INDICES) or not exchange_of(row.code))


def _codes(text: str, start: int, stop: int) -> list[_Code]:
    """The codes in their order, none over another."""
    found = [_Code(m.start(), m.end(), False) for m in _MAINLAND.finditer(text, start, stop)]
    hong_kong = (_hong_kong(text, start, suffix) for suffix in _HONG_KONG.finditer(text, start, stop))
    found += [code for code in hong_kong if code is not None]
    found += [_Code(m.start(), m.end(), False) for m in _BARE.finditer(text, start, stop)]
    for pattern in (_BEFORE_PRICE, _BEHIND_FIGURE):
        found += [
            _Code(m.start(), m.end(), True) for m in pattern.finditer(text, start, stop) if exchange_of(m[0])
        ]
    out: list[_Code] = []
    for code in sorted(found, key=lambda c: (c.start, -c.end)):
        if not out or code.start >= out[-1].end:
            out.append(code)
    return out


def _hong_kong(text: str, start: int, suffix: re.Match[str]) -> _Code | None:
    """The code before 'HK'; behind a figure's point, the digits that its two decimals leave."""
    end = suffix.start() - (text[suffix.start() - 1 : suffix.start()] == ".")
    begin = end
    while begin > max(start, end - 8) and text[begin - 1].isdigit() and text[begin - 1].isascii():
        begin -= 1
    behind = text[begin - 1 : begin] if begin > start else ""
    if behind in {".", ","}:
        begin += 2
        return _Code(begin, suffix.end(), True) if behind == "." and 3 <= end - begin <= 5 else None
    return _Code(begin, suffix.end(), False) if 1 <= end - begin <= 5 else None
