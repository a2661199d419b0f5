"""Texts as the linker compares them, with the way back: alone, and many at once.

Folded: NFKC, traditional characters simplified, hidden signs and spaces between CJK characters dropped; case
is kept. Offsets are code points.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tui.text import SIGN, is_cjk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Units = NDArray[np.unsignedinteger]

BATCH = 1 << 20  # code points of a batch: what is made of them stays in the cache
FEW = 1 << 15  # code points; of fewer than these the tables would cost more than they save
UNITS, SURROGATES = 1 << 16, range(0xD800, 0xE000)
KEPT = frozenset("昇")  # of simplified names (昇腾), though GB 2312 lacks it
STOP = "\n"  # before, between and after the texts of a batch; no folded text holds one


class Folded(NamedTuple):
    """A text folded for matching, with the way back.

    at: for each code point of `text`, the offset in the original it came from; one more at the end
    """

    text: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's half-open span that folded to `text[start:end]`."""
        return self.at[start], self.at[end - 1] + 1


def fold(text: str) -> Folded:
    """Fold a text for the linker; offsets are code points into `text` as it is stored."""
    if _plain(text):
        return Folded(text, tuple(range(len(text) + 1)))
    out: list[str] = []
    at: list[int] = []
    for i, char in enumerate(text):
        for one in _fold_char(char):
            out.append(one)
            at.append(i)
    folded = "".join(out)
    if gaps := _gaps_of(folded):
        keep = [i for i in range(len(folded)) if i not in gaps]
        folded, at = "".join(folded[i] for i in keep), [at[i] for i in keep]
    return Folded(folded, (*at, len(text)))


def _gaps_of(text: str) -> set[int]:
    """Where the spaces between CJK characters stand."""
    gaps: set[int] = set()
    at = text.find(" ")
    while at >= 0:
        end = at
        while text[end : end + 1] == " ":
            end += 1
        if at and is_cjk(text[at - 1]) and end < len(text) and is_cjk(text[end]):
            gaps.update(range(at, end))
        at = text.find(" ", end)
    return gaps


def key(text: str) -> str:
    """A text as what is sought is written: folded, without spaces at the ends."""
    return text.strip() if _plain(text) else fold(text).text.strip()


def lower(text: str) -> str:
    """Lower case, one code point for one."""
    low = text.lower()
    return low if len(low) == len(text) and "Σ" not in text else "".join(map(_lower_char, text))


def together(texts: Iterable[str]) -> str:
    """Texts folded, in lower case, apart by stops: to see whether anything stands in them at all."""
    return lower(STOP.join(fold(text).text for text in texts))


def _plain(text: str) -> bool:
    if text.isascii():
        return STOP not in text
    try:
        text.encode("gb2312")  # all of it is simplified, and needs no table to tell
    except UnicodeEncodeError:
        return False
    return unicodedata.is_normalized("NFKC", text) and STOP not in text and not _gaps_of(text)


@lru_cache(maxsize=65536)
def _fold_char(char: str) -> str:
    if char == SIGN:
        return ""
    if char.isascii():
        return " " if char == STOP else char
    plain = unicodedata.normalize("NFKC", char)
    if len(plain) > 1 and not any(map(str.isalnum, plain)):
        return char  # signs made of signs say nothing
    return "".join(map(_simplified_char, plain))


@lru_cache(maxsize=65536)
def _lower_char(char: str) -> str:
    low = char.lower()
    return low if len(low) == 1 else char


def _simple(char: str) -> bool:
    """True for a character of simplified Chinese, or one that both ways of writing share."""
    if char in KEPT:
        return True
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=65536)
def _simplified_char(char: str) -> str:
    """The simplified twin of a traditional character."""
    if not is_cjk(char) or _simple(char):
        return char
    twin: str = _opencc().convert(char)
    return twin if len(twin) == 1 else char


@lru_cache(maxsize=1)
def _opencc() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


# ── many at once ────────────────────────────────────────────────────────────────────────────────────


class Batch(NamedTuple):
    """Folded texts in a row, a `STOP` before and after each.

    cased, low: the same code points with case kept and without; units: those of `low`, integers
    rows: of each text, where it stands among all texts; starts: where it begins in `low`
    at: for each place in `low` its place in the originals joined alike, None where they are the same
    origins: where each text begins there
    """

    cased: str
    low: str
    units: Units
    rows: NDArray[np.int64]
    starts: NDArray[np.int64]
    at: NDArray[np.int64] | None
    origins: NDArray[np.int64]

    def spans(
        self, start: NDArray[np.int64], end: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Of places in `low` the row of their text, and start and end as offsets into that text as stored."""
        which = np.searchsorted(self.starts, start, side="right") - 1
        first, last = (start, end - 1) if self.at is None else (self.at[start], self.at[end - 1])
        return self.rows[which], first - self.origins[which], last + 1 - self.origins[which]


def batches(texts: Sequence[str], first: int = 0) -> Iterator[Batch]:
    """Texts folded, in batches; `first` is the row of the first text."""
    begin = size = 0
    for i, text in enumerate(texts):
        size += len(text)
        if size >= BATCH or i == len(texts) - 1:
            rows = np.arange(first + begin, first + i + 1)
            yield from _batch(list(texts[begin : i + 1]), rows, size)
            begin, size = i + 1, 0


def _batch(texts: list[str], rows: NDArray[np.int64], size: int) -> Iterator[Batch]:
    if size < FEW:
        yield _one_by_one(texts, rows)
        return
    joined = STOP + STOP.join(texts) + STOP
    units = _units(joined)
    if len(units) != len(joined):  # code points of two units: their texts go another way
        wide = [i for i, text in enumerate(texts) if not text.isascii() and len(_units(text)) != len(text)]
        yield _one_by_one([texts[i] for i in wide], rows[wide])
        for i in wide:
            texts[i] = ""
        units = _units(STOP + STOP.join(texts) + STOP)
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    yield _together(units, rows, np.cumsum(lengths + 1) - lengths)


def _units(text: str) -> NDArray[np.uint16]:
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")


def _one_by_one(texts: Sequence[str], rows: NDArray[np.int64]) -> Batch:
    """A batch of few texts, or of ones that fold to more or fewer code points."""
    folded = [fold(text) for text in texts]
    cased = STOP + STOP.join(f.text for f in folded) + STOP
    low = lower(cased)
    sizes = np.fromiter((len(f.text) for f in folded), dtype=np.int64, count=len(folded))
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    origins = np.cumsum(lengths + 1) - lengths
    at = [0]
    for f, origin in zip(folded, origins.tolist(), strict=True):
        at += [origin + i for i in f.at]
    units = np.frombuffer(low.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return Batch(cased, low, units, rows, np.cumsum(sizes + 1) - sizes, np.array(at), origins)


def _together(units: NDArray[np.uint16], rows: NDArray[np.int64], origins: NDArray[np.int64]) -> Batch:
    """A batch of texts whose code points are one unit each."""
    tables = _tables()
    if tables.foreign.take(units).any():
        tables = _tables(simple=True)
    cased, at = tables.cased.take(units), None
    many = tables.many.take(units)
    if (many != 1).any():
        at = np.repeat(np.arange(len(units)), many)
        cased = cased[at]
        longer = units[many > 1].tolist()
        if longer:
            cased[many[at] > 1] = np.concatenate([_units(_fold_char(chr(unit))) for unit in longer])
    gone = _gaps(cased, tables)
    if gone.any():
        at = np.flatnonzero(~gone) if at is None else at[~gone]
        cased = cased[~gone]
    starts = origins if at is None else np.searchsorted(at, origins)
    low = _lowered().take(cased)
    return Batch(_text(cased), _text(low), low, rows, starts, at, origins)


def _text(units: NDArray[np.uint16]) -> str:
    return str(units.data, "utf-16-le")


def _gaps(units: NDArray[np.uint16], tables: _Tables) -> NDArray[np.bool_]:
    """The spaces between CJK characters."""
    space, cjk = units == ord(" "), tables.cjk.take(units)
    gone = np.zeros(len(units), dtype=bool)
    begins = np.flatnonzero(space[1:] & cjk[:-1]) + 1
    ends = begins.copy()
    while len(more := np.flatnonzero(space[ends])):
        ends[more] += 1  # the last unit of all is no space
    for begin, end in zip(*(x[cjk[ends]].tolist() for x in (begins, ends)), strict=True):
        gone[begin:end] = True
    return gone


class _Tables(NamedTuple):
    """By code unit: what it folds to where that is one unit, to how many it folds, and what it is.

    foreign: may be a traditional character
    """

    cased: NDArray[np.uint16]
    many: NDArray[np.uint8]
    cjk: NDArray[np.bool_]
    foreign: NDArray[np.bool_]


@lru_cache(maxsize=2)
def _tables(*, simple: bool = False) -> _Tables:
    cased, many = np.arange(UNITS, dtype=np.uint16), np.ones(UNITS, dtype=np.uint8)
    cjk, foreign = (np.zeros(UNITS, dtype=bool) for _ in range(2))
    for code in _characters():
        char = chr(code)
        foreign[code] = is_cjk(unicodedata.normalize("NFKC", char)) and not _simple(char)
        if foreign[code] and not simple:
            continue  # asked for again with the other table
        plain = STOP if char == STOP else _fold_char(char)
        many[code] = len(plain)
        if len(plain) == 1 and ord(plain) < UNITS:
            cased[code], cjk[code] = ord(plain), is_cjk(plain)
    return _Tables(cased, many, cjk, foreign)


@lru_cache(maxsize=1)
def _lowered() -> NDArray[np.uint16]:
    """By code unit: the same in lower case."""
    low = np.arange(UNITS, dtype=np.uint16)
    for code in _characters():
        other = ord(_lower_char(chr(code)))
        low[code] = other if other < UNITS else code
    return low


def _characters() -> Iterator[int]:
    yield from range(SURROGATES.start)
    yield from range(SURROGATES.stop, UNITS)
