"""What a session remembers, to plain values and back; imported once there is something to remember."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.app.session.undo import LONGEST, Trail
from tui.app.start import look_fields, view_fields, views_of
from tui.remembered import book_path, common_path, keep, texts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tui.app.board import Board

COMMON = ("lang", "up", "palette")  # remembered for every book
MOST_CELLS = 500


def write(place: Path | None, board: Board, changed: Mapping[str, Any], settings: Mapping[str, str]) -> None:
    """Write what changed: a book's own into its file, the rest into the one of every book.

    settings: what the user's settings say of it, which is written beside: where they say another thing
    later, they hold. Raises BookError or OSError.
    """
    own = {name: plain(board, name, value) for name, value in changed.items() if name not in COMMON}
    common = {name: [value, settings.get(name, "")] for name, value in changed.items() if name in COMMON}
    if own and place is not None:
        keep(book_path(place), own, str(place))
    if common:
        keep(common_path(), common)


def plain(board: Board, name: str, value: Any) -> Any:
    """One thing that is remembered, as plain values."""
    if name == "view":
        now, trail = value
        view = (view_fields(one, board.universe) for one in (now, *trail.before, *trail.after))
        shown, *rest = view
        return {"now": shown, "before": rest[: len(trail.before)], "after": rest[len(trail.before) :]}
    if name == "look":
        return look_fields(value)
    return list(value) if isinstance(value, tuple) else value


def trail(held: Mapping[str, Any]) -> Trail:
    """The views to go back and forth to."""
    view = held.get("view")
    if not isinstance(view, dict):
        return Trail()
    return Trail(views_of(view.get("before"))[-LONGEST:], views_of(view.get("after"))[:LONGEST])


def sizes(held: Mapping[str, Any]) -> dict[str, int]:
    """By pane, its cells."""
    found = held.get("sizes")
    if not isinstance(found, dict):
        return {}
    return {
        name: cells
        for name, cells in found.items()
        if isinstance(cells, int) and not isinstance(cells, bool) and -MOST_CELLS <= cells <= MOST_CELLS
    }


def history(held: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """What was asked or typed before, the latest last."""
    return texts(held.get(name))
