"""A book's TOML files read with care: bad syntax or a wrong type is a Problem, the rest stands."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import tomli

from tui.book.decode import decode
from tui.book.files import read_bytes
from tui.errors import BookError, Problem
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_LINE = re.compile(r"\(at line (\d+), column \d+\)")


class Toml:
    """One TOML table; every getter gives a cleaned value, and notes a Problem where the type is wrong."""

    def __init__(
        self, file: str, data: Mapping[str, Any], problems: list[Problem], where: str = "", source: str = ""
    ) -> None:
        self.file, self.data, self.problems, self.where = file, data, problems, where
        self.source = source  # the file's text, which alone knows the lines

    def text(self, key: str, default: str = "") -> str:
        """A text."""
        value = self.data.get(key, default)
        if not isinstance(value, str):
            self._wrong(key, "a text")
            return default
        return clean(value).strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text alone counts as a list of one."""
        value = self.data.get(key, [])
        value = [value] if isinstance(value, str) else value
        if not isinstance(value, list):
            self._wrong(key, "a list of texts")
            return ()
        if not all(isinstance(item, str) for item in value):
            self._wrong(key, "texts only; others left out")
        return tuple(clean(i).strip() for i in value if isinstance(i, str) and i.strip())

    def day(self, key: str) -> date | None:
        """A date."""
        value = self.data.get(key)
        if value is not None and not isinstance(value, date):
            self._wrong(key, "a date such as 2026-07-03")
            return None
        return value.date() if isinstance(value, datetime) else value

    def days(self, key: str) -> tuple[date, ...]:
        """A list of dates."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, date) for item in value):
            self._wrong(key, "a list of dates")
            return ()
        return tuple(item.date() if isinstance(item, datetime) else item for item in value)

    def table(self, key: str) -> Toml:
        """A table, empty where it is absent."""
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            self._wrong(key, "a table")
            value = {}
        return Toml(self.file, value, self.problems, f"{self.where}{key}.")

    def tables(self, key: str) -> tuple[Toml, ...]:
        """An array of tables."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self._wrong(key, "an array of tables, [[…]]")
            return ()
        return tuple(Toml(self.file, item, self.problems, f"{self.where}{key}.") for item in value)

    def _wrong(self, key: str, expected: str) -> None:
        self.problems.append(Problem(self.file, 0, f"{self.where}{clean(key)}", f"expected {expected}"))


def read_toml(path: Path, problems: list[Problem]) -> Toml:
    """The file's top table; empty, with a Problem, where it cannot be read. A missing file is just empty."""
    file = clean(str(path))
    if not path.exists():
        return Toml(file, {}, problems)
    try:
        source = decode(read_bytes(path), file).replace("\r\n", "\n")
        data = tomli.loads(source)
    except BookError as error:
        problems.append(Problem(file, 0, "not read", str(error).removeprefix(f"{file}: ")))
        return Toml(file, {}, problems)
    except (ValueError, RecursionError) as error:
        text = str(error)
        line = int(found[1]) if (found := _LINE.search(text)) else 0
        why = clean(_LINE.sub("", text)).strip()[:120]
        problems.append(Problem(file, line, "not TOML, and left out", why))
        return Toml(file, {}, problems)
    return Toml(file, data, problems, source=source)
