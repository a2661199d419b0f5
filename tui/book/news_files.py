"""A file of stories to one table: CSV, TSV, JSON, JSON lines, Parquet, a sheet or a feed.

Titles and summaries are cleaned one code point to one and never cut, so that offsets into them hold in the
file's own text; of a feed and of HTML they hold in the text that was made of it.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

import numpy as np

from tui.arrow import SMALL, combined, pa, strings, text_array
from tui.book import cells
from tui.book.convert import as_text
from tui.book.decode import decode
from tui.book.delimited import parse_delimited
from tui.book.files import SUFFIXES, raw_file, read_bytes
from tui.book.news_fields import FIELDS, is_known, matched, parse_moment
from tui.book.raw import MOST_PROBLEMS, Raw, capped
from tui.errors import BookError, Problem
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

COLUMNS = FIELDS
FEED_SUFFIXES = (".xml", ".rss", ".atom", ".rdf")
LINE_SUFFIXES = (".jsonl", ".ndjson")
_OFFSETS = ("title", "summary")  # whose code points are counted
_SPACED = bytes(0x20 if 0x09 <= code <= 0x0D else code for code in range(256))
_COMMON = "\u3000\xa0\u200b\ufeff\u2002\u2003\u200d"  # what news is full of and cannot be shown
_MOST_SIGNS = 32  # of other such signs that are replaced one by one
_LOOKED_AT = 1 << 16  # bytes, for JSON under a line that is none
_WORDS = re.compile(r"[\t,;\"\r]+")
_ISO = r"^\d{4}-\d{2}-\d{2}([T ]|$)"


def read_news(path: str | os.PathLike[str]) -> tuple[Any, tuple[Problem, ...]]:
    """The stories of a file, its kind by suffix or by its first sign; and what was skipped or doubtful.

    The table has id, published (date32), title, summary, source and url; texts are clean and never null,
    ids are unique. A story without an id is called by its row's number. Columns go by the names in
    `tui.book.news_fields`. Raises BookError, one line, where the file cannot be read at all.
    """
    file = clean(os.fspath(path))
    suffix = os.path.splitext(file)[1].lower()  # noqa: PTH122  a path may be any os.PathLike
    return _stories_or_error(
        raw_file(path) if suffix in SUFFIXES else _parsed(read_bytes(path), file, suffix)
    )


def read_news_bytes(data: bytes, file: str) -> tuple[Any, tuple[Problem, ...]]:
    """As `read_news`, of bytes without a suffix: '<' begins a feed, '{' and '[' JSON, all else is a CSV."""
    return _stories_or_error(_parsed(data, file, ""))


def _parsed(data: bytes, file: str, suffix: str) -> Raw:
    from tui.book import news_json

    if suffix in LINE_SUFFIXES:
        return news_json.parse_lines(data, file)
    if not data.strip():
        raise BookError(f"{file}: empty; stories were expected")
    if suffix == ".json":
        return news_json.parse_document(data, file)
    begin = data[:256].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if suffix in FEED_SUFFIXES or begin == b"<":
        from tui.book.feed import parse_feed

        return parse_feed(data, file)
    if begin in {b"{", b"["}:
        return _lines_or_document(data, file)
    if data.startswith(b"PAR1"):
        raise BookError(f"{file}: Parquet; give it a name that ends in .parquet")
    return _table_or_lines(data, file)


def _lines_or_document(data: bytes, file: str) -> Raw:
    """JSON lines, unless one object or list is all there is, or goes on after the first line."""
    from tui.book import news_json

    first, _, rest = data.strip().partition(b"\n")
    if rest and first.startswith(b"{") and first.rstrip().endswith(b"}"):
        return news_json.parse_lines(data, file)
    try:
        return news_json.parse_document(data, file)
    except BookError:
        if not news_json.holds_lines(decode(data, file)):
            raise
    return news_json.parse_lines(data, file)  # the first line alone is bad


def _table_or_lines(data: bytes, file: str) -> Raw:
    """A delimited table, unless its header names nothing of a story and JSON objects stand under it."""
    from tui.book import news_json

    text = data[:_LOOKED_AT].decode("utf-8", "ignore")
    lines = "\n{" in text and not any(is_known(word) for word in _WORDS.split(text.partition("\n")[0]))
    if lines and news_json.holds_lines(decode(data, file)):
        return news_json.parse_lines(data, file)
    return parse_delimited(data, file)


def _stories_or_error(raw: Raw) -> tuple[Any, tuple[Problem, ...]]:
    try:
        return _stories(raw)
    except pa.ArrowInvalid as error:  # over 2 GiB of text in one column
        raise BookError(f"{raw.file}: too large to be held: {clean(str(error))[:80]}") from None


def _stories(raw: Raw) -> tuple[Any, tuple[Problem, ...]]:
    names = matched(raw.names)
    if not names["title"] and not names["summary"]:
        have = ", ".join(clean(name)[:40] for name in raw.names[:20])
        raise BookError(
            f"{raw.file}: no column of titles; expected one called title, headline or 标题; found: {have}"
        )
    texts = {field: _coalesced(raw, names[field]) for field in FIELDS if field != "published"}
    blank = _blank(texts["title"], texts["summary"])
    problems = raw.told(
        np.flatnonzero(blank).tolist(), _first(names), "a story without a title or a text; skipped"
    )
    numbers = _numbers(raw)[~blank]
    if blank.any():
        raw = raw.only(~blank)
        texts = {field: _coalesced(raw, names[field]) for field in texts}
    days, told = _days(raw, names["published"])
    ids, twice = _unique(raw, strings(texts["id"]), numbers)
    columns = {
        "id": text_array(ids),
        "published": days,
        **{field: _cleaned(texts[field]) for field in _OFFSETS},
        **{field: _stripped(texts[field]) for field in ("source", "url")},
    }
    table = pa.table([columns[field] for field in COLUMNS], names=list(COLUMNS))
    return table, capped([*raw.problems, *problems, *told, *twice])


def _first(names: dict[str, list[str]]) -> str:
    return (names["title"] or names["summary"])[0]


def _coalesced(raw: Raw, names: Sequence[str]) -> Any:
    """One text column of several: in each row the first that is not empty, '' where all are."""
    if not names:
        return _filled(pa.nulls(raw.num_rows, pa.string()))
    out = _filled(as_text(raw.column(names[0])))
    for name in names[1:]:
        other = _filled(as_text(raw.column(name)))
        if len(out) <= SMALL:
            pairs = zip(out.to_pylist(), other.to_pylist(), strict=True)
            out = text_array([one if one.strip() else more for one, more in pairs])
        else:
            import pyarrow.compute as pc

            out = pc.if_else(pc.equal(pc.utf8_trim_whitespace(out), ""), other, out)
    return out


def _filled(column: Any) -> Any:
    if not column.null_count:
        return column
    if len(column) <= SMALL:
        return text_array([text or "" for text in column.to_pylist()])
    import pyarrow.compute as pc

    return pc.fill_null(column, "")


def _blank(title: Any, summary: Any) -> Any:
    """Which rows say nothing at all."""
    if len(title) <= SMALL:
        pairs = zip(title.to_pylist(), summary.to_pylist(), strict=True)
        return np.array([not (one.strip() or more.strip()) for one, more in pairs], dtype=bool)
    import pyarrow.compute as pc

    blank = pc.equal(pc.utf8_trim_whitespace(title), "").to_numpy(zero_copy_only=False)
    if blank.any():
        blank = blank & pc.equal(pc.utf8_trim_whitespace(summary), "").to_numpy(zero_copy_only=False)
    return blank


def _days(raw: Raw, names: Sequence[str]) -> tuple[Any, list[Problem]]:
    """The day of every story, null where none stands there; a Problem for a text that is none."""
    dated = next((name for name in names if pa.types.is_date32(raw.column(name).type)), None)
    if dated is not None:
        return combined(raw.column(dated)), []
    column = combined(_coalesced(raw, names))
    if len(column) > SMALL:
        import pyarrow.compute as pc

        column = pc.if_else(
            pc.match_substring_regex(column, _ISO), pc.utf8_slice_codeunits(column, 0, 10), column
        )
    found = cells.parsed(column, parse_moment)
    days = pa.array(found.values, type=pa.date32())
    return days, raw.told(found.bad, names[0], "not a date; left empty") if found.bad else []


def _numbers(raw: Raw) -> NDArray[np.int64]:
    """The number of every row in its file, from 1; a row that was skipped is counted too."""
    if raw.rows is not None:
        return raw.rows + 1
    out = np.arange(1, raw.num_rows + 1)
    if told := {problem.line for problem in raw.problems if problem.line > 1}:
        lines = np.array(raw.line_of(), dtype=np.int64)
        if len(lines) == len(out):
            skipped = sorted(told.difference(lines.tolist()))
            out += np.searchsorted(np.array(skipped, dtype=np.int64), lines)
    return out


def _unique(
    raw: Raw, given: Sequence[str | None], numbers: NDArray[np.int64]
) -> tuple[list[str], list[Problem]]:
    """An id for every story: its own, a number added where that was taken; else its row's number."""
    own = [_clean(text) for text in given]
    if len(set(own)) == len(own) and "" not in own:
        return own, []
    taken = set(own)
    seen: set[str] = set()
    ids, again = [], []
    for row, text in enumerate(own):
        word = text or str(numbers[row])
        if word in seen or (not text and word in taken):
            if text:
                again.append((row, text))
            count = 2
            while f"{word}_{count}" in taken or f"{word}_{count}" in seen:
                count += 1
            word = f"{word}_{count}"
        seen.add(word)
        ids.append(word)
    problems = [
        Problem(
            raw.file, raw.line(row), f"id {text[:40]!r}", f"a second story of this id; called {ids[row]!r}"
        )
        for row, text in again[:MOST_PROBLEMS]
    ]
    if len(again) > MOST_PROBLEMS:
        rest = len(again) - MOST_PROBLEMS
        problems.append(
            Problem(raw.file, 0, f"{rest:,} more ids", "a second story of the id; a number was added")
        )
    return ids, problems


def _stripped(column: Any) -> Any:
    return text_array([_clean(text) for text in column.to_pylist()])


def _clean(text: str | None) -> str:
    return (text if text.isprintable() else clean(text)).strip() if text else ""


def _cleaned(column: Any) -> Any:
    """The texts cleaned, one code point to one; in bulk where there are many."""
    if len(column) <= SMALL:
        return text_array([text if text.isprintable() else clean(text) for text in column.to_pylist()])
    column = _one_line(combined(column))
    signs = _signs(column)
    if len(signs) > _MOST_SIGNS:
        return text_array([text if text.isprintable() else clean(text) for text in column.to_pylist()])
    import pyarrow.compute as pc

    for sign in signs:
        column = pc.replace_substring(column, sign, clean(sign))
    return column


def _one_line(column: Any) -> Any:
    """Line ends and tabs as spaces, all at once: each is one byte, so nothing moves."""
    valid, ends, data = column.buffers()
    if data is None:
        return column
    spaced = pa.py_buffer(bytes(data).translate(_SPACED))
    return pa.Array.from_buffers(column.type, len(column), [valid, ends, spaced], offset=column.offset)


def _signs(column: Any) -> list[str]:
    """The distinct characters of a column that cannot be shown."""
    data = column.buffers()[2]
    text = bytes(data).decode("utf-8", "replace") if data is not None else ""
    found = []
    for sign in _COMMON:
        if sign in text:
            found.append(sign)
            text = text.replace(sign, "")
    if not text.isprintable():
        found += sorted(char for char in set(text) if not char.isprintable())
    return found
