"""From what is remembered of a book to the board that a session begins with, and back to plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from tui.app.board import Board, first_board, fitting, screen_columns
from tui.app.frames.look import PLAIN, Look
from tui.errors import KanpanError
from tui.remembered import texts
from tui.text import clean
from tui.view.arrange import arrange
from tui.view.view import By, View, parse_sort

if TYPE_CHECKING:
    from tui.universe.universe import Universe


# ── the board ───────────────────────────────────────────────────────────────────────────────────────


def begun(universe: Universe, lang: str, held: Mapping[str, Any]) -> Board:
    """The board of a universe as it was left; what the universe does not have falls away."""
    seen = held.get("view")
    view = view_of(seen.get("now")) if isinstance(seen, dict) else None
    if view is None:
        board = first_board(universe, lang)
    else:
        try:
            view = shown(view, universe)
            board = Board(universe, view, arrange(universe, view), lang)
        except KanpanError:  # whatever it was, it cannot be asked any more
            board = first_board(universe, lang)
    marks = tuple(code for code in texts(held.get("marks")) if code in universe.row_of)
    return replace(board, look=look_of(held.get("look")), marks=marks)


def shown(view: View, universe: Universe) -> View:
    """A view as far as a universe has what it names; the default columns where it names none."""
    codes = universe.encoded("group")[1] if view.groups else ()
    view = fitting(replace(view, groups=tuple(g for g in view.groups if g in codes)), universe)
    return view if view.columns else replace(view, columns=screen_columns(universe))


# ── views as plain values ───────────────────────────────────────────────────────────────────────────


def view_fields(view: View, universe: Universe) -> dict[str, Any]:
    """A view as plain values; what is as in a new view is left out, and so are the default columns."""
    if view.columns == screen_columns(universe):
        view = replace(view, columns=())
    out: dict[str, Any] = {}
    for one in fields(View):
        value = getattr(view, one.name)
        if value != one.default:
            out[one.name] = [str(part) for part in value] if isinstance(value, tuple) else value
    return out


def view_of(held: object) -> View | None:
    """The view of plain values; what does not fit a field is as in a new view. None for no view at all."""
    if not isinstance(held, dict):
        return None
    made: dict[str, Any] = {}
    for one in fields(View):
        value = held.get(one.name)
        if one.name == "sort":
            made["sort"] = tuple(key for text in texts(value) for key in parse_sort(text))
        elif one.name == "by":
            made["by"] = By(value) if isinstance(value, str) and value in {*By} else By.GROUP
        elif isinstance(one.default, tuple):
            made[one.name] = texts(value)
        elif isinstance(one.default, str):
            made[one.name] = clean(value) if isinstance(value, str) else ""
        elif one.default is None:  # the limit
            made[one.name] = value if _count(value) and value else None
    return View(**made)


def views_of(held: object) -> tuple[View, ...]:
    """The views of a list."""
    found = [view_of(one) for one in held] if isinstance(held, list) else []
    return tuple(one for one in found if one is not None)


# ── looks as plain values ───────────────────────────────────────────────────────────────────────────


def look_fields(look: Look) -> dict[str, Any]:
    """How columns are drawn, as plain values; what is drawn by its content is left out."""
    out: dict[str, Any] = {}
    for one in fields(Look):
        value = getattr(look, one.name)
        if value != getattr(PLAIN, one.name):
            is_map = isinstance(value, Mapping)
            out[one.name] = dict(value) if is_map else sorted(value) if _many(value) else value
    return out


def look_of(held: object) -> Look:
    """The look of plain values; what does not fit is left out."""
    if not isinstance(held, dict):
        return PLAIN
    look = PLAIN
    for name, cells in _counts(held.get("widths")):
        look = look.with_width(name, cells)
    for name, places in _counts(held.get("decimals")):
        look = look.with_decimals(name, places)
    frozen = held.get("frozen")
    scales = frozenset(texts(held.get("scales")))
    return replace(look, frozen=frozen if _count(frozen) else None, scales=scales)


def _counts(held: object) -> list[tuple[str, int]]:
    """The columns of a table with the number that each has."""
    if not isinstance(held, dict):
        return []
    return [(clean(name), number) for name, number in held.items() if _count(number)]


def _many(value: object) -> bool:
    return isinstance(value, (frozenset, tuple))


def _count(value: object) -> bool:
    """True for a number of cells, of places, of rows."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1000
