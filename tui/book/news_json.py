"""Stories as JSON: one object a line, or one document that holds a list of objects."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from tui.arrow import pa, text_array
from tui.book.decode import decode
from tui.book.delimited import LONGEST_LINE
from tui.book.news_fields import is_known, key
from tui.book.numbers import shown
from tui.book.raw import Raw, capped
from tui.errors import BookError, Problem
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_DOCUMENT = 512 << 20  # bytes; a document is held as objects, several times its size
_LOOKED_AT = 20  # lines, for one that is an object
_DEEPEST = 3  # how far down the list of stories is looked for: {"data": {"list": […]}}
_NAMES = ("name", "title", "text")  # what an object in a cell says: "source": {"id": 1, "name": …}


class _Columns:
    """The cells of records as they come, a column for each key that says something of a story."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.rows = 0
        self.lines: list[int] = []  # of every record, those that are skipped too
        self.kept: list[int] = []  # which of the records are rows
        self.problems: list[Problem] = []
        self._cells: dict[str, list[str | None]] = {}
        self._place: dict[str, list[str | None] | None] = {}

    def add(self, record: Mapping[str, Any], line: int) -> None:
        """One more row."""
        for name, value in record.items():
            try:
                column = self._place[name]
            except KeyError:
                column = self._column(name)
            if column is None or value is None:
                continue
            column.extend([None] * (self.rows - len(column)))
            if len(column) == self.rows:
                column.append(value if type(value) is str else self._text(name, value, line))
        self.rows += 1
        self.kept.append(len(self.lines))
        self.lines.append(line)

    def skip(self, line: int, what: str, why: str) -> None:
        """A Problem in place of a row."""
        self.lines.append(line)
        self.problems.append(Problem(self.file, line, what, why))

    def raw(self) -> Raw:
        """All of it."""
        if not self.rows:
            nothing = pa.array([], pa.string())
            return Raw(self.file, ("id", "title"), (nothing, nothing), lambda: (), capped(self.problems))
        for column in self._cells.values():
            column.extend([None] * (self.rows - len(column)))
        columns, names = tuple(_texts(c) for c in self._cells.values()), tuple(self._cells)
        if not columns:  # nothing of a story; the keys there are, so that an error can say them
            names = tuple(self._place) or ("id",)
            columns = (text_array([None] * self.rows),) * len(names)
        kept = None if self.rows == len(self.lines) else np.array(self.kept, dtype=np.int64)
        return Raw(self.file, names, columns, lambda: self.lines, capped(self.problems), kept)

    def _column(self, name: str) -> list[str | None] | None:
        column = self._cells.setdefault(key(name), []) if is_known(name) else None
        if len(self._place) < 1_000:  # of hostile keys no more are remembered
            self._place[name] = column
        return column

    def _text(self, name: str, value: Any, line: int) -> str | None:
        if isinstance(value, dict):
            value = next((value[k] for k in _NAMES if isinstance(value.get(k), str)), value)
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            value = " ".join(value)
        if isinstance(value, str):
            return value
        if isinstance(value, float):
            if not math.isfinite(value):
                return None
            return str(int(value)) if value.is_integer() else repr(value)
        if isinstance(value, int):
            return str(value)
        self.problems.append(
            Problem(self.file, line, clean(name)[:40], "holds an object or a list; left empty")
        )
        return None


def _texts(cells: list[str | None]) -> Any:
    try:
        return text_array(cells)
    except UnicodeEncodeError:  # half of a pair: JSON may write it, no text can hold it
        return text_array([None if cell is None else clean(cell) for cell in cells])


def parse_lines(data: bytes, file: str) -> Raw:
    """One JSON object a line; a line that holds none is skipped and told."""
    out = _Columns(file)
    text = decode(data, file)
    for line, source in enumerate(text.split("\n"), start=1):
        if not source or source.isspace():
            continue
        if len(source) > LONGEST_LINE:
            out.skip(line, "a line", f"over {LONGEST_LINE >> 20} MiB; skipped")
            continue
        try:
            record = json.loads(source)
        except (ValueError, RecursionError) as error:
            out.skip(line, shown(source), f"no JSON ({_reason(error)}); skipped")
            continue
        if isinstance(record, dict):
            out.add(record, line)
        else:
            out.skip(line, shown(source), "expected an object with a title; skipped")
    return out.raw()


def parse_document(data: bytes, file: str) -> Raw:
    """A JSON list of objects, an object that holds such a list, or after all one object a line.

    Raises BookError with the line where it is no JSON, or no list of stories stands in it.
    """
    if len(data) > MOST_DOCUMENT:
        raise BookError(
            f"{file}: over {MOST_DOCUMENT >> 20} MiB in one document; write one object a line (.jsonl)"
        )
    text = decode(data, file)
    try:
        held = json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            return parse_lines(data, file)
        raise BookError(f"{file}:{error.lineno}: no JSON: {error.msg}") from None
    except (ValueError, RecursionError) as error:
        raise BookError(f"{file}: no JSON: {_reason(error)}") from None
    records = _records(held)
    if records is None:
        raise BookError(f'{file}: no list of stories; expected [{{"title": …}}, …]')
    out = _Columns(file)
    for place, record in enumerate(records, start=1):
        if isinstance(record, dict):
            out.add(record, 0)
        else:
            out.skip(0, f"entry {place}", "expected an object with a title; skipped")
    return out.raw()


def holds_lines(text: str) -> bool:
    """True where one of the first lines is a JSON object that says something of a story."""
    for source in text.split("\n", _LOOKED_AT)[:_LOOKED_AT]:
        if source[:1] != "{" or len(source) > LONGEST_LINE:
            continue
        try:
            record = json.loads(source)
        except (ValueError, RecursionError):
            continue
        if isinstance(record, dict) and any(is_known(name) for name in record):
            return True
    return False


def _records(held: Any, depth: int = 0) -> list[Any] | None:
    """The list of stories in a document, nearest to its surface; None where there is none."""
    if isinstance(held, list):
        return held if not held or any(isinstance(one, dict) for one in held) else None
    if not isinstance(held, dict):
        return None
    if _is_story(held):
        return [held]
    inner: Iterable[Any] = held.values() if depth < _DEEPEST else ()
    found = [records for value in inner if (records := _records(value, depth + 1)) is not None]
    return next((records for records in found if records), found[0] if found else None)


def _is_story(held: Mapping[str, Any]) -> bool:
    words = [name for name, value in held.items() if isinstance(value, str) and is_known(name)]
    return any(key(name) in {"title", "headline", "标题"} for name in words) and not any(
        isinstance(value, list) and any(isinstance(one, dict) and _is_story(one) for one in value)
        for value in held.values()
    )


def _reason(error: Exception) -> str:
    return "nested too deep" if isinstance(error, RecursionError) else clean(str(error))[:80]
