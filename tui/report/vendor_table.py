"""A grid of texts to the typed columns of one table of a book, a part for each date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.arrow import text_array
from tui.book.dates import parse_date
from tui.book.numbers import MISSING_WORDS
from tui.book.raw import Raw
from tui.book.schema import AS_OF, TABLES
from tui.book.typed import typed
from tui.errors import BookError
from tui.report.blocks import Place
from tui.report.diagnostics import Diagnostic, Level
from tui.report.frame import Frame, frame_of, rows_in
from tui.report.places import of_lines
from tui.report.vendor_columns import columns_of, wide
from tui.report.vendor_grid import read_grid
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from tui.errors import Problem

_ROW = "column_row"  # carries a row's number through the typing, which drops rows
_MOST_DATES = 1_000


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one date, None where the file gives none; lines: of each row."""

    day: date | None
    frame: Frame
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A file's table.

    told: what was left out or is doubtful; seen, taken: rows; known: the fields that were recognised
    made: rows of the table that they became, more than one each where a file has columns of years
    text_at: what stands at a place of the file
    """

    parts: tuple[Part, ...]
    told: tuple[Diagnostic, ...]
    seen: int
    taken: int
    known: tuple[str, ...] = ()
    made: int = 0
    text_at: Callable[[Place], str] = of_lines({})  # noqa: RUF009  a function of nothing, shared by all


def read_table(path: Path, table: str, as_of: date | None) -> Read:
    """A file as coverage, estimates or market; raises BookError where it lacks what the table needs.

    as_of: of a file with codes under several dates, the one to take
    """
    file = clean(str(path))
    grid = read_grid(path)
    columns, told, known = columns_of(grid, table, file)
    told = [*grid.told, *told]
    days = _days(columns.pop(AS_OF, None) or columns.get("price_date"), len(grid.rows))
    lines = [line for line, _ in grid.rows]
    parts = []
    for day, rows in _by_day(days, columns["code"], as_of).items():
        own = {name: [cells[row] for row in rows] for name, cells in columns.items()}
        part, said = _typed(own, [lines[row] for row in rows], table, file, day)
        parts.append(part)
        told += said
    made = sum(len(part.lines) for part in parts)
    if not made:
        raise BookError(f"{file}: no row with a security code")
    refused = sum(one.level is Level.REFUSED for one in grid.told)
    kept = tuple(part for part in parts if part.lines)
    texts = {grid.line: " | ".join(grid.names), **{line: " | ".join(cells) for line, cells in grid.rows}}
    taken = len({line for part in parts for line in part.lines})
    return Read(kept, tuple(told), len(grid.rows) + refused, taken, known, made, of_lines(texts))


def _by_day(
    days: Sequence[date | None], codes: Sequence[str], as_of: date | None
) -> dict[date | None, list[int]]:
    """The rows of each date where codes stand under several; else all rows under the newest."""
    given = {day for day in days if day}
    newest = max(given, default=None)
    if len(given) < 2 or len(set(codes)) == len(codes) or len(given) > _MOST_DATES:
        return {newest: list(range(len(days)))}
    wanted = [as_of] if as_of in given else sorted(given) if as_of is None else [newest]
    return {day: [row for row, own in enumerate(days) if own == day] for day in wanted}


def _typed(
    columns: Mapping[str, Sequence[str]], lines: Sequence[int], table: str, file: str, day: date | None
) -> tuple[Part, list[Diagnostic]]:
    told: list[Diagnostic] = []
    if table == "estimates" and not {"year", "eps"} <= columns.keys():
        columns, lines, told = _melted(columns, lines, file)
    count = len(lines)
    held = {**columns, _ROW: [str(row) for row in range(count)]}
    texts = tuple(text_array(list(cells)) for cells in held.values())
    raw = Raw(file, tuple(held), texts, lambda: lines, ())
    found, problems = typed(raw, TABLES[table], as_of=None)
    frame = frame_of(found)
    rows = [int(float(str(value))) for value in frame.pop(_ROW).values]
    told += [_diagnostic(one) for one in problems]
    return Part(day, frame, tuple(lines[row] for row in rows)), told


def read_news_table(path: Path) -> Read:
    """A file of stories; raises BookError where it holds none."""
    from tui.book.news_files import read_news

    held, problems = read_news(path)
    frame = frame_of(held)
    count = rows_in(frame)
    if not count:
        raise BookError(f"{clean(str(path))}: no story in it")
    told = tuple(_diagnostic(problem) for problem in problems)
    lost = sum(one.level is Level.REFUSED for one in told)
    texts = of_lines(dict(enumerate(_text_lines(path), 1)))
    part = Part(None, frame, tuple(range(2, count + 2)))
    return Read((part,), told, count + lost, count, text_at=texts)


def _text_lines(path: Path) -> list[str]:
    """The lines of a file that is text, none of any other."""
    from tui.book.decode import decode
    from tui.book.files import read_bytes

    try:
        return decode(read_bytes(path), "").splitlines()
    except BookError:
        return []


def _diagnostic(problem: Problem) -> Diagnostic:
    """What the reader of tables says, in an importer's words."""
    lost = "skipped" in problem.why or "left empty" in problem.why
    level = Level.REFUSED if lost else Level.NOTE
    return Diagnostic(level, problem.file, Place(0, problem.line), problem.what, "", problem.why)


def _days(cells: Sequence[str] | None, count: int) -> list[date | None]:
    if cells is None:
        return [None] * count
    return [parse_date(cell) or parse_date(cell[:10]) for cell in cells]


def _melted(
    columns: Mapping[str, Sequence[str]], lines: Sequence[int], file: str
) -> tuple[dict[str, list[str]], list[int], list[Diagnostic]]:
    """Columns of a year each (eps_2026E, 2026EPS, PE 26E) as a row for each name and year that has any."""
    years: dict[int, tuple[str, dict[str, Sequence[str]]]] = {}
    told = []
    for name, cells in columns.items():
        if (found := wide(name)) is None:
            continue
        field, year = found
        _, held = years.setdefault(int(year[:4]), (year, {}))
        if field in held:
            said = f"column {name!r}"
            told.append(Diagnostic(Level.REFUSED, file, Place(), said, f"a second one of {year}", "left out"))
        held.setdefault(field, cells)
    if not years:
        raise BookError(f"{file}: no estimates; expected columns year and eps, or EPS2026E and PE2026E")
    out: dict[str, list[str]] = {name: [] for name in ("code", "year", "eps", "pe_printed", "source")}
    at: list[int] = []
    for row, line in enumerate(lines):
        before = len(at)
        for _, (year, held) in sorted(years.items()):
            own = {field: cells[row] for field, cells in held.items()}
            if all(own.get(field, "").casefold() in MISSING_WORDS for field in ("eps", "pe_printed")):
                continue
            at.append(line)
            own |= {"code": columns["code"][row], "year": year}
            for name, texts in out.items():
                texts.append(own.get(name, ""))
        if len(at) == before:
            said = f"row of {columns['code'][row]!r}"
            told.append(Diagnostic(Level.NOTE, file, Place(0, line), said, "no EPS and no PE", "left out"))
    return out, at, told
