"""One column of text to one typed column: fast where the column proves plain, cell by cell where not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tui.arrow import SMALL, combined, encode, float_array, pa, text_array
from tui.book import numbers, plain
from tui.book.dates import iso_date, parse_date
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from numpy.typing import NDArray

_NUMBER = r"[+-]?[0-9]+(?:\.[0-9]+)?"
_PLAIN = re.compile(rf"(?:{_NUMBER})?(?:\n(?:{_NUMBER})?)*")
_MOST_DERIVED = 6  # decimals tried when a file of binary numbers does not say


class Numbers(NamedTuple):
    """A number column read from text.

    values: float64, NaN where missing or bad; bad: rows whose cell is no number
    decimals: the most that stand in it; padded: every cell prints exactly that many
    """

    values: NDArray[np.float64]
    bad: Sequence[int]
    decimals: int
    padded: bool


def numbers_of(column: Any) -> Numbers:
    """The numbers of a text column; missing words become NaN."""
    if len(column) > SMALL:
        return _numbers_large(combined(column))
    texts = _texts(column)
    joined = "\n".join(texts)
    if joined.count("\n") == max(len(texts) - 1, 0) and _PLAIN.fullmatch(joined):
        values = np.array([float(t) if t else np.nan for t in texts], dtype=np.float64)
        places = {len(t) - 1 - t.find(".") if "." in t else 0 for t in texts if t}
        if not np.isinf(values).any():
            return Numbers(values, (), min(max(places, default=0), numbers.MOST_DECIMALS), len(places) == 1)
    return _numbers_one_by_one(texts)


def _numbers_one_by_one(texts: Sequence[str]) -> Numbers:
    values = np.full(len(texts), np.nan)
    bad, places = [], set()
    for i, text in enumerate(texts):
        try:
            value = numbers.parse(text)
        except numbers.NumberError:
            bad.append(i)
            continue
        if value is not None:
            values[i] = value
            places.add(numbers.decimals(text))
    return Numbers(values, tuple(bad), max(places, default=0), len(places) == 1)


def _numbers_large(column: Any) -> Numbers:
    import pyarrow.compute as pc

    column = pc.fill_null(column, "")
    plain = pc.match_substring_regex(column, rf"^{_NUMBER}$")
    texts = pc.if_else(plain, column, None)
    values = pc.cast(texts, pa.float64()).to_numpy(zero_copy_only=False).copy()
    infinite = np.flatnonzero(np.isinf(values))
    if len(infinite):
        values[infinite] = np.nan
        texts = pc.if_else(np.isfinite(values), texts, None)
    point = pc.find_substring(texts, ".")
    places = pc.if_else(pc.less(point, 0), 0, pc.subtract(pc.subtract(pc.binary_length(texts), point), 1))
    span = pc.min_max(places).as_py()
    seen = {int(v) for v in span.values() if v is not None}
    empty = pc.equal(column, "")
    rest = np.flatnonzero(~pc.or_(plain, empty).to_numpy(zero_copy_only=False))
    odd = _numbers_one_by_one([column[i].as_py() for i in rest.tolist()])
    values[rest] = odd.values
    bad = rest[list(odd.bad)].tolist()
    if np.isfinite(odd.values).any():
        seen |= {odd.decimals} if odd.padded else {odd.decimals, -1}
    decimals = min(max(seen, default=0), numbers.MOST_DECIMALS)
    return Numbers(values, tuple(sorted({*bad, *infinite.tolist()})), decimals, len(seen) == 1)


def derived_decimals(values: NDArray[np.float64]) -> int | None:
    """The fewest decimals, at most 6, that print every finite value; None where none do."""
    finite = values[np.isfinite(values)]
    if not len(finite) or np.abs(finite).max() >= 1e15:
        return None if len(finite) else 0
    places = 0
    for part in (finite[:1000], finite):
        while places <= _MOST_DERIVED and (np.abs(np.round(part, places) - part) > 1e-9).any():
            places += 1
    return places if places <= _MOST_DERIVED else None


def cleaned(column: Any) -> Any:
    """A text column with every text cleaned and stripped; null where nothing is left."""
    column = combined(column)
    if plain.is_clean(column):
        return column
    if len(column) > SMALL:
        return _cleaned_large(column)
    return text_array([_clean(text) for text in column.to_pylist()])


def _clean(text: str | None) -> str | None:
    if not text:
        return None
    return (text if text.isprintable() else clean(text)).strip() or None


def _cleaned_large(column: Any) -> Any:
    import pyarrow.compute as pc

    if not _all_printable(column):
        return text_array([_clean(text) for text in column.to_pylist()])
    column = pc.utf8_trim_whitespace(column)
    empty = pc.equal(column, "")
    return pc.if_else(empty, None, column) if pc.any(empty).as_py() else column


def _all_printable(column: Any) -> bool:
    data = column.buffers()[2]
    try:
        return data is None or bytes(data).decode("utf-8").isprintable()
    except UnicodeDecodeError:
        return False


class Parsed(NamedTuple):
    """A column parsed text by text: the values (None where empty or bad) and the bad rows."""

    values: list[Any]
    bad: Sequence[int]


def parsed(column: Any, parse: Callable[[str], Any]) -> Parsed:
    """Every distinct text parsed once; a missing word is None, a text `parse` gives None for is bad."""
    codes, texts = encode(column)
    known: list[Any] = []
    wrong = set()
    for i, text in enumerate(texts):
        known.append(None)
        if text.strip().casefold() not in numbers.MISSING_WORDS:
            known[i] = parse(text)
            if known[i] is None:
                wrong.add(i)
    at = codes.tolist()
    bad = [row for row, code in enumerate(at) if code in wrong] if wrong else []
    return Parsed([known[code] if code >= 0 else None for code in at], bad)


def dates_of(column: Any) -> tuple[Any, Sequence[int]]:
    """The date32 column of a text column, and the rows that hold no date."""
    found = parsed(column, parse_date)
    return pa.array(found.values, type=pa.date32()), found.bad


def guessed(column: Any) -> tuple[Any, Numbers | None]:
    """An unknown text column typed: numbers (told as well), ISO dates, else clean text."""
    texts = _sample(column)
    if texts and all(map(_is_number, texts)):
        read = numbers_of(column)
        if not read.bad and not _any_zero_led(column):
            return float_array(read.values), read
    if texts and all(iso_date(text.strip()) for text in texts):
        found = parsed(column, _iso)
        if not found.bad:
            return pa.array(found.values, type=pa.date32()), None
    return cleaned(column), None


def _iso(text: str) -> date | None:
    return iso_date(text.strip())


def _sample(column: Any, most: int = 200) -> list[str]:
    """The first cells that say something, out of the first few thousand."""
    texts = _texts(column.slice(0, 20 * most))
    found = [t for t in texts if t.strip().casefold() not in numbers.MISSING_WORDS][:most]
    if found or len(column) <= 20 * most:
        return found
    _, distinct = encode(column)
    return [t for t in distinct if t.strip().casefold() not in numbers.MISSING_WORDS][:most]


def _is_number(text: str) -> bool:
    try:
        return numbers.parse(text) is not None and not numbers.zero_led(text)
    except numbers.NumberError:
        return False


def _any_zero_led(column: Any) -> bool:
    if len(column) <= SMALL:
        return any(map(numbers.zero_led, _texts(column)))
    import pyarrow.compute as pc

    led = pc.match_substring_regex(column, r"^\s*[+-]?[0０][0-9０-９]")
    return bool(pc.any(led).as_py())


def _texts(column: Any) -> list[str]:
    return [text or "" for text in column.to_pylist()]
