"""CSV and TSV of small tables, and how their cells are written; plain Python, nothing more to import."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tui.view.format import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.view.export_cells import Field, Value

FORMULA = "=+-@\t\r＝＋－＠"  # a text that begins so would run in a spreadsheet
_FORMULA = tuple(FORMULA)
_BREAKS = re.compile(r"[\t\r\n]")


class Dialect(NamedTuple):
    """How texts are separated. quotes: quote texts that hold a separator (CSV), else space it out (TSV)."""

    separator: str
    quotes: bool

    def text(self, value: str) -> str:
        """One text cell: safe from spreadsheets, quoted only where it must be."""
        if value.startswith(_FORMULA):
            value = "'" + value
        if not self.quotes:
            return _BREAKS.sub(" ", value)
        if '"' in value:
            return '"' + value.replace('"', '""') + '"'
        if "," in value or "\n" in value or "\r" in value:
            return f'"{value}"'
        return value

    @property
    def lone_empty(self) -> str:
        """An empty cell in a table of one column: quoted, for a reader would skip an empty line."""
        return '""' if self.quotes else ""


CSV = Dialect(",", quotes=True)
TSV = Dialect("\t", quotes=False)


def header(fields: Sequence[Field], dialect: Dialect) -> bytes:
    """The first line."""
    return (dialect.separator.join(dialect.text(f.header) for f in fields) + "\n").encode()


def body(fields: Sequence[Field], dialect: Dialect) -> bytes:
    """All rows of the fields, one a line."""
    texts = [[_cell(v, dialect) for v in field.values()] for field in fields]
    if len(texts) == 1:
        lines = [cell or dialect.lone_empty for cell in texts[0]]
    else:
        lines = list(map(dialect.separator.join, zip(*texts, strict=True)))
    return "".join(f"{line}\n" for line in lines).encode()


def _cell(value: Value, dialect: Dialect) -> str:
    if value is None:
        return ""
    return dialect.text(value) if isinstance(value, str) else plain(value)
