"""What is on show: universe, view, its arrangement and the language, as one immutable value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui.app.frames.look import PLAIN
from tui.columns import default_names
from tui.view.arrange import Arrangement, arrange
from tui.view.view import View

if TYPE_CHECKING:
    from tui.app.frames.look import Look
    from tui.errors import Problem
    from tui.universe.universe import Universe

_AFTER_NAME = ("code", "name", "rating", "price")
_AFTER_PE = ("themes", "news", "price_change_pct", "eps_cagr", "peg", "pe_to_group", "checks")


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """A universe, the resolved view of it with its columns named, the rows that follow, and the language.

    look: how columns are drawn; marks: the codes that the user marked, in the order of marking
    """

    universe: Universe
    view: View
    arrangement: Arrangement
    lang: str
    look: Look = PLAIN
    marks: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in the book's files, and with the user's alerts once they were asked."""
        wrong: tuple[Problem, ...] = self.universe.kept.get("alerts_wrong", ())
        return (*self.universe.problems, *wrong)

    def with_view(self, view: View) -> Board:
        """Another view of the same universe."""
        return replace(self, view=view, arrangement=arrange(self.universe, view))

    def with_lang(self, lang: str) -> Board:
        """The same rows in another language."""
        return replace(self, lang=lang)

    def code(self, place: int) -> str:
        """The code of the row at a place of the arrangement, '' beyond it."""
        if not 0 <= place < len(self.arrangement.rows):
            return ""
        code: str = self.universe.table.column("code")[int(self.arrangement.rows[place])].as_py()
        return code


def first_board(universe: Universe, lang: str) -> Board:
    """The board a session begins with."""
    view = View(columns=screen_columns(universe))
    return Board(universe, view, arrange(universe, view), lang)


def again(board: Board, universe: Universe, wanted: View | None = None) -> Board:
    """The same view, or the wanted one, over a universe loaded anew; what it does not have falls away."""
    view = wanted or board.view
    if not view.columns or view.columns == screen_columns(board.universe):
        view = replace(view, columns=screen_columns(universe))
    view = fitting(view, universe)
    marks = tuple(code for code in board.marks if code in universe.row_of)
    return replace(board, universe=universe, view=view, arrangement=arrange(universe, view), marks=marks)


def fitting(view: View, universe: Universe) -> View:
    """A view without the columns, themes and query that a universe does not have."""
    where = view.where
    if where:
        from tui.errors import KanpanError
        from tui.view.screening import checked

        try:
            checked(universe, where)
        except KanpanError:
            where = ""
    return replace(
        view,
        where=where,
        columns=tuple(c for c in view.columns if c in universe.columns),
        sort=tuple(k for k in view.sort if k.column in universe.columns),
        themes=tuple(t for t in view.themes if t in {one.id for one in universe.themes}),
    )


def screen_columns(universe: Universe) -> tuple[str, ...]:
    """The default columns in the order that puts price, EPS, PE, themes and news side by side."""
    held = [n for n in universe.defaults if n in universe.columns]
    per_year = [
        n for n in default_names(universe.years) if universe.columns.get(n) and universe.columns[n].year
    ]
    order = [n for n in (*_AFTER_NAME, *per_year, *_AFTER_PE) if n in held]
    return (*order, *(n for n in held if n not in order))
