"""Files of watchlists as other programs keep them: which codes, under which list's name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from tui.book.codes import CodeError, canonical, exchange_of
from tui.book.decode import decode
from tui.errors import BookError
from tui.report.blocks import Place
from tui.report.diagnostics import Diagnostic, Level
from tui.report.places import of_lines, with_texts
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

SUFFIXES = (".blk", ".ebk", ".sel", ".ini")
MOST_BYTES = 16 << 20
_DIGIT_MARKETS = {"0": "SZ", "1": "SH", "2": "BJ"}  # what stands before the six digits in .blk and .EBK
_MARKETS = {
    "17": "SH",
    "33": "SZ",
    "20": "SH",
    "36": "SZ",
    "151": "BJ",
    "-105": "BJ",
}  # in an .ini and a .sel
_INDEXES = frozenset({"16", "32"})
_DIGITS = re.compile(r"([012])(\d{6})", re.ASCII)
_SIX = re.compile(r"\d{6}", re.ASCII)
_SECTION = re.compile(r"\[([^\]]*)\]")
_BINARY = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a packed file, such as xlsx or docx",
    b"PAR1": "a Parquet table",
}
_CELLS = 4  # words of a line from which it is a row of a table
FOR = "--group and --list are for watchlists: .blk, .EBK, .sel, StockBlock.ini, or text with a code a line"
_NAMES, _MEMBERS = "BLOCK_NAME_MAP_TABLE", "BLOCK_STOCK_CONTEXT"


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: its name in the file, '' for the only one of a file; its canonical codes, each once."""

    name: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listings:
    """The lists of a file, and what was left out of them."""

    lists: tuple[Listing, ...]
    told: tuple[Diagnostic, ...]


def is_watchlist(file: str) -> bool:
    """True where the suffix is one of a watchlist."""
    return PurePath(file).suffix.lower() in SUFFIXES


def _no_name(_name: str) -> str:
    return ""


def read_listings(data: bytes, file: str, code_of: Callable[[str], str] = _no_name) -> Listings:
    """The lists of a file: .sel, .ini, .blk, .EBK by suffix; any other is read as a code or name a line.

    code_of: the code of a short name, '' where it is not known
    Raises BookError where it is none of these: a report, a table or any other text is never read as a list.
    """
    if len(data) > MOST_BYTES:
        raise BookError(f"{clean(file)}: {len(data):,} bytes; a watchlist has at most {MOST_BYTES:,}")
    told: list[Diagnostic] = []
    if what := next((what for begin, what in _BINARY.items() if begin in data[:1024]), ""):
        raise BookError(f"{clean(file)}: {what}, no watchlist; {FOR}")
    suffix = PurePath(file).suffix.lower()
    texts: dict[int, str] = {}
    lists: tuple[Listing, ...]
    if suffix == ".sel":
        lists = (Listing("", _kept(_records(data, file), told)),)
    else:
        text = decode(data, clean(file))
        texts = dict(enumerate(text.splitlines(), 1))
        if "\x00" in text:
            raise BookError(f"{clean(file)}: binary; expected codes as text")
        if suffix == ".ini":
            lists = tuple(_blocks(text, file, told))
        else:
            lists = (_of_lines(text, file, code_of, told),)
    if not any(one.codes for one in lists):
        raise BookError(
            f"{clean(file)}: no code of a share in it; expected lines such as 1600519 or 17:600519"
        )
    return Listings(tuple(one for one in lists if one.codes), with_texts(told, of_lines(texts)))


def _of_lines(text: str, file: str, code_of: Callable[[str], str], told: list[Diagnostic]) -> Listing:
    """A text with a code a line; BookError where most of its lines are none."""
    found = list(_lines(text, file, code_of))
    bad = [one for one in found if isinstance(one, Diagnostic) and one.level is Level.REFUSED]
    codes = _kept(iter(found), told)
    if 2 * len(bad) > len(found):
        lines = f"{len(bad):,} of its {len(found):,} lines are no code of a share"
        raise BookError(f"{clean(file)}: no watchlist: {lines}; {FOR}")
    return Listing("", codes)


def _kept(found: Iterator[str | Diagnostic], told: list[Diagnostic]) -> tuple[str, ...]:
    codes: dict[str, None] = {}
    for one in found:
        if isinstance(one, str):
            codes[one] = None
        else:
            told.append(one)
    return tuple(codes)


def _lines(text: str, file: str, code_of: Callable[[str], str]) -> Iterator[str | Diagnostic]:
    for number, line in enumerate(text.splitlines(), 1):
        word = line.strip().strip("\ufeff")
        if not word or word.startswith("#"):
            continue
        place = Place(0, number)
        if found := _DIGITS.fullmatch(word):
            yield _share(found[2], _DIGIT_MARKETS[found[1]], word, file, place)
            continue
        first = re.split(r"[\t ,;|]", word.replace("|", ".", 1) if _led(word) else word, maxsplit=1)[0]
        many = len(re.split(r"[\t ,;|]+", word)) >= _CELLS
        try:
            code = canonical(first) if not many else ""
        except CodeError:
            code = code_of(word)
        expected = "expected a code such as 1600519, SH600519 or 600519.SH, or a short name that the book has"
        yield code or _refused(word, file, place, expected)


def _led(word: str) -> bool:
    """True for 0|000001: the market, a bar, six digits."""
    return word[1:2] == "|" and word[:1] in "01"


def _share(digits: str, exchange: str, word: str, file: str, place: Place) -> str | Diagnostic:
    """The code where the number is a share's or fund's on that exchange, else why it is left out."""
    if exchange_of(digits) == exchange and not _is_index(digits, exchange):
        return f"{digits}.{exchange}"
    return Diagnostic(
        Level.NOTE, file, place, word, f"no share or fund of {exchange}: an index or a block", "left out"
    )


def _is_index(digits: str, exchange: str) -> bool:
    led = {"SH": ("999",), "SZ": ("395", "399"), "BJ": ("899", "88")}
    return digits.startswith(led[exchange])


def _refused(word: str, file: str, place: Place, expected: str) -> Diagnostic:
    return Diagnostic(
        Level.REFUSED, file, place, repr(clean(word[:60])), expected, "left out", clean(word[:400])
    )


def _blocks(text: str, file: str, told: list[Diagnostic]) -> Iterator[Listing]:
    """The blocks of an .ini: their names in one section, their members in another."""
    sections = _sections(text)
    names = {key: value for key, value, _ in sections.get(_NAMES, ())}
    members = sections.get(_MEMBERS, ())
    if not members:
        # a plain list of members without the sections
        members = [one for part in sections.values() for one in part if ":" in one[1]]
    for key, value, number in members:
        place = Place(0, number)
        codes = _kept(_members(value, file, place), told)
        yield Listing(clean(names.get(key, key)).strip(), codes)


def _sections(text: str) -> Mapping[str, list[tuple[str, str, int]]]:
    out: dict[str, list[tuple[str, str, int]]] = {}
    section = ""
    for number, line in enumerate(text.splitlines(), 1):
        word = line.strip().lstrip("\ufeff")
        if found := _SECTION.fullmatch(word):
            section = found[1].strip().upper()
        elif ":" in word and "=" not in word:
            out.setdefault(section, []).append(("", word, number))
        elif "=" in word and not word.startswith((";", "#")):
            key, _, value = word.partition("=")
            out.setdefault(section, []).append((key.strip(), value.strip(), number))
    return out


def _members(value: str, file: str, place: Place) -> Iterator[str | Diagnostic]:
    for word in filter(None, (part.strip() for part in value.split(","))):
        market, _, digits = word.partition(":")
        yield _member(market.strip(), digits.strip(), word, file, place)


def _member(market: str, digits: str, word: str, file: str, place: Place) -> str | Diagnostic:
    if market in _INDEXES:
        return Diagnostic(Level.NOTE, file, place, word, "an index", "left out")
    if market not in _MARKETS:
        known = "17 and 20 (Shanghai), 33 and 36 (Shenzhen), 151 (Beijing)"
        return _refused(word, file, place, f"expected a market of {known}")
    if not _SIX.fullmatch(digits):
        return _refused(word, file, place, "expected six digits after the market")
    return _share(digits, _MARKETS[market], word, file, place)


def _records(data: bytes, file: str) -> Iterator[str | Diagnostic]:
    """A .sel: a count in two bytes, then of each a length, a market and digits; else BookError."""
    count = int.from_bytes(data[:2], "little")
    at = 2
    for number in range(1, count + 1):
        length = data[at] if at < len(data) else 0
        record = data[at + 1 : at + 1 + length]
        if not length or len(record) != length or not record[1:].isascii():
            raise BookError(f"{clean(file)}: record {number} of {count} is not as expected; nothing is read")
        digits = record[1:].decode("ascii")
        word = f"{record[0]}:{digits}"
        yield _member(str(record[0]), digits, clean(word), file, Place(0, number))
        at += 1 + length
    if not count or data[at:].strip(b"\x00"):
        raise BookError(f"{clean(file)}: {len(data) - at} bytes after its {count} records; nothing is read")
