"""A plain table into a book: what quote programs, data vendors and libraries export."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tui.book.dates import date_inside
from tui.book.imports import ImportRow, imports_bytes, imports_name, read_imports
from tui.report.blocks import Place
from tui.report.booktoml import edited
from tui.report.diagnostics import Diagnostic, Level
from tui.report.frame import Col, Frame, rows_in
from tui.report.grouping import Maker
from tui.report.importer import Outcome, book_to_write, done
from tui.report.into import SETTINGS, Plan, added, base_name, ordered
from tui.report.places import with_texts
from tui.report.stage import Change, read_or_none
from tui.report.tables import Origin, home_currency
from tui.report.vintages import Brought, joined
from tui.text import clean

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from tui.book.about import Group
    from tui.book.layout import Book
    from tui.report.vendor_table import Read

MOST_KEPT = 2_000  # things said that are kept beside the tables


def run(
    path: str | os.PathLike[str],
    root: Path,
    table: str,
    *,
    as_of: date | None = None,
    dry_run: bool = False,
    strict: bool = False,
) -> Outcome:
    """Imports a plain table; see `plan_table`. Raises BookError, one line, where it cannot be done."""
    book = book_to_write(root)
    made = plan_table(Path(path), table, book, as_of=as_of)
    return done(made, root, dry_run=dry_run, strict=strict)


def plan_table(path: Path, table: str, book: Book, *, as_of: date | None = None) -> Plan:
    """What a file brings to a table of a book ('coverage', 'estimates', 'market' or 'news'), nothing done.

    Its date is as_of, else of its date column, else of its name, else of its last change, which is said; a
    file that repeats codes under several dates becomes a vintage a date.
    Raises BookError where it cannot be read or lacks what the table needs.
    """
    from tui.report.vendor_table import read_news_table, read_table

    file = str(path)
    read = read_news_table(path) if table == "news" else read_table(path, table, as_of)
    told = list(read.told)
    parts, days = [], []
    new: list[Group] = []
    for one in read.parts:
        day = as_of or one.day or date_inside(path.stem)
        if day is None:
            day = date.fromtimestamp(path.stat().st_mtime)  # noqa: DTZ012  a local day
            said = "no date in it or in its name"
            told.append(Diagnostic(Level.NOTE, file, Place(), said, "", f"taken for {day}, its last change"))
        frame, made = _covered(one.frame, book, new) if table == "coverage" else (one.frame, [])
        new += made
        part = joined(table, frame, _Origins(frame, one.lines, table), book, day, file)
        told += part.told
        parts.append(part)
        days.append(day)
    every, last = with_texts(ordered(told), read.text_at), max(days)
    changes = [
        *_settings(book, new),
        *_kept(every, base_name(file), book, last),
        *(part.change for part in parts if part.change),
    ]
    return Plan(last, tuple(changes), every, tuple(_summary(read, table, parts, days)))


class _Origins:
    """Where each row of a frame stands in the file."""

    def __init__(self, frame: Frame, lines: Sequence[int], table: str) -> None:
        self.frame, self.lines, self.table = frame, lines, table

    def __call__(self, row: int) -> Origin:
        """The origin of one row."""
        cells = {name: str(column.values[row] or "") for name, column in self.frame.items()}
        code, place = cells.get("code", ""), Place(0, self.lines[row] if row < len(self.lines) else 0)
        if self.table == "news":
            return Origin(cells.get("title", ""), place)
        suffix = f"_{cells['year']}{cells.get('basis', '')}" if self.table == "estimates" else ""
        return Origin(f"{code} {cells.get('name', '')}".strip(), place, "", code, suffix)


def _covered(frame: Frame, book: Book, made: Sequence[Group]) -> tuple[Frame, list[Group]]:
    """Coverage with labels of groups as their ids, and the currency of mainland prices."""
    out = dict(frame)
    maker = Maker((*book.groups, *made))
    if "group" in out:
        column = out["group"]
        ids = [maker.id_of(str(label)) if label else None for label in column.values]
        out["group"] = replace(column, values=tuple(ids))
    if "price" in out:
        held = out.get("currency")
        own = held.values if held else (None,) * rows_in(out)
        rows = zip(own, out["price"].values, out["code"].values, strict=True)
        values = [
            c or (home_currency(str(code)) or None if price is not None else None) for c, price, code in rows
        ]
        out["currency"] = Col(out["code"].type, tuple(values))
    return out, maker.new


def _settings(book: Book, new: Sequence[Group]) -> list[Change]:
    from tui.book.locate import new_files

    before = read_or_none(book.root / SETTINGS)
    empty = before is None and not book.files
    changes = [Change(n, None, d) for n, d in new_files().items() if n != SETTINGS] if empty else []
    base = new_files()[SETTINGS] if before is None else before
    after = edited(base, clean(str(book.root / SETTINGS)), groups=new)
    if after is None and empty:
        after = base
    return changes if after is None else [*changes, Change(SETTINGS, before, after)]


def _kept(told: Sequence[Diagnostic], own: str, book: Book, day: date) -> list[Change]:
    """What was said of the file, in the place of what was said of it before."""
    name = imports_name(day)
    before = read_or_none(book.root / name)
    rows = [row for row in read_imports(book.root, day) if row.file != own]
    rows += [
        ImportRow(
            str(day), one.level.word, own, one.place.page, one.place.line, one.code, one.column, one.read,
            one.expected, one.done, one.text,
        )
        for one in told[:MOST_KEPT]
    ]  # fmt: skip
    after = imports_bytes(rows)
    return [] if after == before or (before is None and not rows) else [Change(name, before, after)]


def _summary(read: Read, table: str, parts: Sequence[Brought], days: Sequence[date]) -> list[str]:
    shown = str(days[0]) if len(days) == 1 else f"{min(days)} to {max(days)}, {len(days)} dates"
    unit = "stories" if table == "news" else "rows"
    made = f"{read.made:,} " if read.made > read.taken else ""
    lines = [f"{shown}: {read.taken:,} of {read.seen:,} {unit}, {made}{table}"]
    if read.known:
        lines.append(f"columns: {', '.join(read.known)}")
    if line := added(parts):
        lines.append(line)
    if count := sum(part.clashes for part in parts):
        lines.append(f"{count:,} {'cell disagrees' if count == 1 else 'cells disagree'}; the book's are kept")
    return lines
