"""Which tables of a document are of forecasts, and what the columns of each of their parts hold."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from tui.report.blocks import Kind
from tui.report.forecast import codes, figures, runon
from tui.report.forecast.choice import Choice, refused
from tui.report.forecast.glued import is_glued
from tui.report.forecast.grid import of_grid
from tui.report.forecast.runon_names import Glossary
from tui.report.forecast.segments import Segment, segments
from tui.report.forecast.wordrows import of_words
from tui.report.forecast.words_in_row import labels_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.blocks import Block, Document, Place
    from tui.report.forecast.segments import Row

NO_COLUMNS = "the columns of its table could not be told from the header"
NO_HEADER = "no header stands over it, and it does not fit the one of the table before"
SPARE = 3  # cells by which a row without a header may differ from the table that it goes on from


class Found(NamedTuple):
    """A part of a forecast table: its rows, what its columns hold, and where it begins."""

    segment: Segment
    choice: Choice
    place: Place


@dataclass(slots=True)
class _So:
    """What was found so far.

    grid, words: the last one of each kind that was taken; header, group: those that no row has followed yet
    early: rows above the first header; width, why: of the last table, and why it was refused ('' if not)
    """

    found: list[Found] = field(default_factory=list)
    grid: Choice | None = None
    words: Choice | None = None
    header: list[Row] = field(default_factory=list)
    group: str = ""
    early: list[tuple[int, Segment, Block]] = field(default_factory=list)
    width: int = 0
    why: str = ""


def choices(document: Document) -> list[Found]:
    """The parts of all tables that are of forecasts, each with the choice of its columns."""
    so = _So()
    above = ""
    names = Glossary(tuple(b.text for b in document.blocks if b.kind is not Kind.TABLE))
    for block in document.blocks:
        if block.kind is not Kind.TABLE:
            so.found += [Found(one.segment, one.choice, block.place) for one in runon.tables(block, names)]
            above = block.text[-runon.HEADER :]
        elif not block.sure and any(is_glued([c.text for c in row]) for row in block.rows):
            whole = replace(block, text=above + "".join(cell.text for row in block.rows for cell in row))
            so.found += [Found(one.segment, one.choice, block.place) for one in runon.tables(whole, names)]
        else:
            _of_table(block, so)
    return so.found


def _of_table(block: Block, so: _So) -> None:
    """Adds the parts of one table; rows above its first header are tried once that one is known."""
    parts = segments(block.rows, so.group)
    header, so.header = so.header, []
    before, so.early = so.early, []
    for at, segment in enumerate(parts):
        if not segment.names:
            if segment.header and at == len(parts) - 1 and _speaks_of_forecasts(segment.header):
                so.header = segment.header
            continue
        rows = [row for row, _ in segment.names]
        if segment.header or header:
            choice = _headed(block, segment.header or header, rows)
            header = []
        elif not so.width:
            so.early.append((len(so.found), segment, block))
            continue
        else:
            choice = _going_on(block, rows, so)
        if choice is not None:
            _keep(block, segment, choice, so)
    so.group = parts[-1].group
    if so.width:
        _take_early([*before, *so.early], so)


def _take_early(early: Sequence[tuple[int, Segment, Block]], so: _So) -> None:
    """Adds rows that stand above the header they belong to, as after a page's end."""
    so.early = []
    for at, segment, block in reversed(early):
        choice = _going_on(block, [row for row, _ in segment.names], so)
        if choice is not None:
            so.found.insert(at, Found(segment, choice, _place(segment, block)))


def _keep(block: Block, segment: Segment, choice: Choice, so: _So) -> None:
    so.found.append(Found(segment, choice, _place(segment, block)))
    if all(row is None for row in choice.rows):
        rows = [sum(bool(c.text.strip()) for c in row) for row, _ in segment.names]
        so.width, so.why = int(median(rows)), choice.odd[0][1] if choice.odd else NO_HEADER
        return
    so.width, so.why = len(choice.guess), ""
    if block.sure:
        so.grid = choice
    else:
        so.words = choice


def _headed(block: Block, header: Sequence[Row], rows: Sequence[Row]) -> Choice | None:
    choice = of_grid(header, rows, None) if block.sure else of_words(header, rows, None)
    if choice is None and _speaks_of_forecasts(header):
        return refused((), len(rows), NO_COLUMNS)
    return choice


def _going_on(block: Block, rows: Sequence[Row], so: _So) -> Choice | None:
    """The choice for rows without a header, by the table before; what was doubtful there is so here."""
    order = (so.grid, so.words) if block.sure else (so.words, so.grid)
    known = [before for before in order if before is not None and not so.why]
    for before in known:
        if block.sure:
            choice = of_grid((), rows, before.guess)
            if choice is not None:
                return choice._replace(odd=(*before.odd, *choice.odd))
    for before in known:
        choice = of_words((), rows, before.guess)
        if choice is not None and any(row is not None for row in choice.rows):
            return choice._replace(odd=(*before.odd, *choice.odd))
    return refused((), len(rows), so.why or NO_HEADER) if _is_alike(rows, so.width) else None


def _is_alike(rows: Sequence[Row], width: int) -> bool:
    """True where rows of names with codes are about as long as the table before."""
    texts = [[c.text for c in row if c.text.strip()] for row in rows]
    coded = sum(any(map(codes.has_code, row)) for row in texts)
    numbers = median(sum(map(figures.is_number, row)) for row in texts)
    length = median(map(len, texts))
    return 2 * coded >= len(texts) and numbers >= SPARE and abs(length - width) <= SPARE


def _speaks_of_forecasts(header: Sequence[Row]) -> bool:
    """True where a header names EPS or PE and a year."""
    said = [word for row in header for word in labels_of(tuple(c.text for c in row if c.text.strip()))]
    return any(w.metric in {"eps", "pe"} for w in said) and any(w.year for w in said)


def _place(segment: Segment, block: Block) -> Place:
    for row in (*segment.header, *(row for row, _ in segment.names)):
        for cell in row:
            if cell.place.line:
                return cell.place
    return block.place
