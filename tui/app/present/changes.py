"""From what changed between two vintages to the changes screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from tui.app.frames.changes import ChangesFrame, GroupLine
from tui.app.frames.listing import Listing
from tui.app.grid.model import GridColumn
from tui.app.present.change_cells import cells_of
from tui.app.present.watchlist import title_of, told_of
from tui.app.words.say import say
from tui.arrow import distinct, strings
from tui.columns import Column, Kind
from tui.text import cell_width, clean
from tui.view.format import format_number, narrow
from tui.view.resolve import group_ids, group_label
from tui.view.sentence import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from tui.app.board import Board
    from tui.app.present.change_cells import Cell, ChangeCell
    from tui.universe.changes.model import Changes

SAMPLE = 200  # rows looked at to size a column, besides those with the largest figures
WIDEST = {"name": 20, "rating": 26, "notes": 60}
TABLES = ("coverage", "estimates", "market")
MEDIAN = Column("change_pct", Kind.PERCENT, "per cent", "", "", "", "", decimals=2, signed=True)


def changes_frame(
    board: Board, changes: Changes | None, said: str = "", days: Sequence[tuple[date, date]] = ()
) -> ChangesFrame:
    """The frame of the screen; without changes it says what `said` says.

    days: the pairs of dates that prices are compared between
    """
    title, spare = title_of(board)
    lang = board.lang
    fresh = changes is not None and bool(changes.base)
    groups = tuple(_groups(board, changes)) if changes is not None and fresh else ()
    return ChangesFrame(
        lang=lang,
        title=title,
        spare=spare,
        sentence=_sentence(changes, lang) if changes is not None and fresh else say("screen_changes", lang),
        problems=len(board.problems),
        told=told_of(board),
        rows=_listing(board, changes) if changes is not None and fresh else _nothing(lang),
        hint=narrow(clean(said)) or say("changes_none" if fresh else "changes_first", lang),
        against=tuple(_against(changes, days, lang)) if changes is not None else (),
        groups=groups,
        revised=any(line.ups or line.downs for line in groups),
    )


def _nothing(lang: str) -> Listing:
    columns = [GridColumn("code", say("names", lang), 9, frozen=True)]
    return Listing(columns, (), {}, lambda _row, _key: ("", ""), yielding="notes")


def _against(changes: Changes, days: Sequence[tuple[date, date]], lang: str) -> Iterator[tuple[str, str]]:
    """Per table the baseline and the target, with years and without; prices where they have their own."""
    for table in TABLES:
        target, base = changes.target.get(table), changes.base.get(table)
        if target is None:
            continue
        word = say(f"table_{table}", lang)
        if base is None or base == target:
            said = "changes_no_base" if base is None else "changes_same"
            yield say(said, lang, word, target), say(said, lang, word, f"{target:%m-%d}")
        else:
            yield _pair(word, base, target, lang)
    tables = {(changes.base.get(table), changes.target.get(table)) for table in TABLES}
    if len(days) == 1 and days[0] not in tables:
        yield _pair(say("price", lang), *days[0], lang)
    elif len(days) > 1:
        first, last = min(start for start, _ in days), max(end for _, end in days)
        told = _pair(say("price", lang), first, last, lang)
        yield say("changes_many", lang, told[0]), say("changes_many", lang, told[1])


def _pair(word: str, base: date, target: date, lang: str) -> tuple[str, str]:
    short = "%m-%d" if base.year == target.year else "%y-%m-%d"
    return (
        say("changes_pair", lang, word, base, target),
        say("changes_pair", lang, word, f"{base:{short}}", f"{target:{short}}"),
    )


def _sentence(changes: Changes, lang: str) -> str:
    kinds = ("kept", "added", "dropped")
    told = [say(f"count_{kind}", lang, changes.change.count(kind)) for kind in kinds]
    told += [
        say("count_up", lang, int(changes.ups.sum())),
        say("count_down", lang, int(changes.downs.sum())),
    ]
    return SEPARATOR.join(told)


# ── groups ──────────────────────────────────────────────────────────────────────────────────────────


def _groups(board: Board, changes: Changes) -> Iterator[GroupLine]:
    """A line for each group of the later side, in the book's order; dropped names count in none."""
    universe, lang = board.universe, board.lang
    held = np.array([text or "" for text in strings(changes.groups)], dtype=object)
    there = np.array([change != "dropped" for change in changes.change], dtype=bool)
    order = [g for g in group_ids(universe) if bool((held == g).any())]
    for group in (*order, ""):
        rows = np.flatnonzero((held == group) & there)
        if not len(rows):
            continue
        moves = changes.price_change_pct[rows]
        moves = moves[np.isfinite(moves)]
        median = float(np.median(moves)) if len(moves) else None
        label = group_label(universe, group, lang) if group else say("no_group", lang)
        yield GroupLine(
            label=narrow(clean(label)),
            names=len(rows),
            ups=int(changes.ups[rows].sum()),
            downs=int(changes.downs[rows].sum()),
            text="--" if median is None else format_number(MEDIAN, median, lang),
            change=median,
        )


# ── names ───────────────────────────────────────────────────────────────────────────────────────────


def _listing(board: Board, changes: Changes) -> Listing:
    codes = [code or "" for code in strings(changes.codes)]
    made = cells_of(board, changes)
    columns = [_column(cell, changes.rows) for cell in made]
    readers: dict[str, Callable[[int], Cell]] = {cell.key: cell.read for cell in made}
    return Listing(
        columns=columns,
        keys=codes,
        places={code: row for row, code in enumerate(codes)},
        read=partial(_read, readers),
        yielding="notes",
    )


def _read(readers: dict[str, Callable[[int], Cell]], row: int, key: str) -> Cell:
    return readers[key](row)


def _column(cell: ChangeCell, rows: int) -> GridColumn:
    """As wide as what stands in a sample of its rows, among them those with the largest figures."""
    widest = max((cell_width(cell.read(row)[0]) for row in _sample(rows, cell.values)), default=0)
    title = cell.title + (" " if cell.right and cell.marked else "")
    width = max(cell_width(title), min(widest, WIDEST.get(cell.key, widest)))
    return GridColumn(cell.key, title, width, right=cell.right, frozen=cell.key in {"code", "name"})


def _sample(rows: int, values: NDArray[np.float64] | None) -> Sequence[int]:
    if rows <= SAMPLE:
        return range(rows)
    spread = np.linspace(0, rows - 1, SAMPLE).astype(np.int64)
    ends: list[Any] = [spread]
    if values is not None and bool(np.isfinite(values).any()):
        ends.append(np.array([np.nanargmin(values), np.nanargmax(values)], dtype=np.int64))
    out: list[int] = distinct(np.concatenate(ends)).tolist()
    return out
