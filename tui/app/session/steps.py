"""The steps of a session as lines of JSON: a head, then what was pressed, pasted, clicked and resized.

{"kanpan": "1.0", "recording": 1, "book": "my-book", "as_of": null, "na": [], "lang": "zh", "size": [160, 45]}
{"press": "f"}            a character, or Textual's name of a key: "enter", "ctrl+d"
{"type": "pe26 < 45"}     many characters; written by hand
{"paste": "..."}
{"size": [120, 40]}
{"click": [10, 4]}        a cell, counted from the upper left from 0; {"drag": [x, y, x, y]}
{"wheel": ["down", 10, 4]}
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tui.errors import KanpanError
from tui.text import cell_width, clean

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMAT = 1
MOST_BYTES = 64 << 20  # of a recording that is read
WAYS = ("up", "down", "left", "right")
LARGEST = 2000  # cells or lines of a window
SHOWN = 100  # characters of a line that an error repeats
KINDS = ("press", "type", "paste", "size", "click", "drag", "wheel")
EXAMPLE = '{"press": "j"}'


@dataclass(frozen=True, slots=True)
class Head:
    """What a session was opened with, and the size of its window."""

    version: str
    book: str | None
    as_of: date | None
    na: tuple[str, ...]
    lang: str
    size: tuple[int, int]

    def line(self) -> str:
        """The first line of a recording."""
        day = self.as_of.isoformat() if self.as_of else None
        held = {"kanpan": self.version, "recording": FORMAT, "book": self.book, "as_of": day}
        return _json(held | {"na": list(self.na), "lang": self.lang, "size": list(self.size)})


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done; kind: one of KINDS; value: a text, or numbers with a way before them."""

    kind: str
    value: Any

    def line(self) -> str:
        """A line of a recording."""
        return _json({self.kind: self.value})


@dataclass(frozen=True, slots=True)
class Recording:
    """A recorded session."""

    head: Head
    steps: tuple[Step, ...]


def _json(held: dict[str, Any]) -> str:
    text = json.dumps(held, ensure_ascii=False)
    return text if text.isprintable() else json.dumps(held)


def read_recording(path: Path) -> Recording:
    """The recording of a file; an unfinished last line, which a crash leaves, is left out.

    Raises KanpanError with the line and a caret where a line is no step, OSError where there is no file.
    """
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise KanpanError(f"{clean(str(path))}: larger than any recording")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise KanpanError(f"{clean(str(path))}: not UTF-8 at byte {error.start}: not a recording") from None
    whole, _, rest = text.rpartition("\n")
    lines = [line.rstrip("\r") for line in whole.split("\n")] if whole or "\n" in text else []
    if _is_json(rest):
        lines.append(rest)
    held = _Lines(str(path), lines or [text])
    return Recording(held.head(), tuple(held.steps()))


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


class _Lines:
    """The lines of a recording, and errors that say which of them is wrong."""

    def __init__(self, path: str, lines: list[str]) -> None:
        self._path, self._lines = path, lines

    def head(self) -> Head:
        """What the first line holds."""
        held = self._object(0)
        if held.get("recording") != FORMAT or not isinstance(held.get("kanpan"), str):
            raise self._wrong(0, 0, f'not a recording of `kanpan --record`; expected "recording": {FORMAT}')
        book, lang, na, day = (held.get(key) for key in ("book", "lang", "na", "as_of"))
        if not (book is None or (isinstance(book, str) and "\0" not in book)):
            raise self._key(0, "book", "expected a path or null")
        if lang not in {"zh", "en"}:
            raise self._key(0, "lang", "expected zh or en")
        if not (isinstance(na, list) and all(isinstance(one, str) for one in na)):
            raise self._key(0, "na", "expected a list of texts")
        if not _size(held.get("size")):
            raise self._key(0, "size", "expected columns and lines, as in [160, 45]")
        return Head(held["kanpan"], book, self._day(day), tuple(na), lang, tuple(held["size"]))

    def _day(self, day: Any) -> date | None:
        try:
            return None if day is None else date.fromisoformat(day)
        except (ValueError, TypeError):
            raise self._key(0, "as_of", "expected a date such as 2026-07-03, or null") from None

    def steps(self) -> Iterator[Step]:
        """What the further lines hold; empty ones are passed over."""
        for at in range(1, len(self._lines)):
            if not self._lines[at].strip():
                continue
            held = self._object(at)
            if len(held) != 1:
                raise self._wrong(at, 0, f"expected one step, as in {EXAMPLE}")
            ((kind, value),) = held.items()
            if kind not in KINDS:
                raise self._key(at, kind, f"no such step; one of {', '.join(KINDS)}")
            if not _fits(kind, value):
                raise self._key(at, kind, f"expected {_WANTED[kind]}")
            yield Step(kind, value)

    def _object(self, at: int) -> dict[str, Any]:
        try:
            held = json.loads(self._lines[at])
        except json.JSONDecodeError as error:
            raise self._wrong(
                at, error.pos, f"{error.msg.lower()}; expected a line such as {EXAMPLE}"
            ) from None
        except (ValueError, RecursionError):
            raise self._wrong(at, 0, f"expected a line such as {EXAMPLE}") from None
        if not isinstance(held, dict):
            raise self._wrong(at, 0, f"expected a line such as {EXAMPLE}")
        return held

    def _key(self, at: int, key: str, why: str) -> KanpanError:
        found = self._lines[at].find(f'"{key}"')
        return self._wrong(at, max(0, found), why)

    def _wrong(self, at: int, place: int, why: str) -> KanpanError:
        line = clean(self._lines[at])
        start = max(0, place - SHOWN // 2)
        shown = line[start : start + SHOWN]
        caret = " " * cell_width(line[start:place]) + "^"
        return KanpanError(f"{clean(self._path)}:{at + 1}: {why}\n  {shown}\n  {caret}")


_WANTED = {
    **dict.fromkeys(("press", "type", "paste"), "a text"),
    "size": "columns and lines, as in [120, 40]",
    "click": "a cell, as in [10, 4]",
    "drag": "two cells, as in [10, 4, 10, 9]",
    "wheel": 'a way and a cell, as in ["down", 10, 4]',
}


def _fits(kind: str, value: Any) -> bool:
    if kind in {"press", "type", "paste"}:
        return isinstance(value, str) and bool(value)
    if kind == "size":
        return _size(value)
    if kind == "wheel":
        return isinstance(value, list) and value[:1] in [[way] for way in WAYS] and _cells(value[1:], 2)
    return _cells(value, 4 if kind == "drag" else 2)


def _cells(value: Any, count: int) -> bool:
    return (
        isinstance(value, list)
        and len(value) == count
        and all(type(v) is int and 0 <= v <= LARGEST for v in value)
    )


def _size(value: Any) -> bool:
    return _cells(value, 2) and min(value) > 0
