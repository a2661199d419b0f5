"""Views that have a name: opened, and checked for what a universe does not have."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.errors import KanpanError, Problem, UnknownNameError
from tui.query.errors import QueryError
from tui.view.formulas import with_formulas
from tui.view.resolve import resolve
from tui.view.scope import by_name_or_label, relative_year
from tui.view.screening import checked
from tui.view.shipped import saved_of
from tui.view.view import By, View, parse_sort

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui.book.lists import NameList
    from tui.book.saved import Saved, SavedView
    from tui.universe.universe import Universe


def with_saved(universe: Universe, saved: Saved) -> Universe:
    """The universe with queries, views and columns that have names; what is wrong with them is a Problem."""
    named = replace(universe, saved=saved)
    whole = with_formulas(named, saved.columns)
    return replace(whole, problems=(*whole.problems, *saved.problems, *_problems(whole, saved)))


def named_view(universe: Universe, name: str) -> View:
    """A saved view by its name or label, its words resolved. Raises UnknownNameError and QueryError."""
    views = saved_of(universe).views
    found = by_name_or_label(views, name)
    if found is None:
        raise _unknown("view", name, views.values())
    return view_of(universe, found)


def of_lists(universe: Universe, names: Sequence[str]) -> str:
    """The query that asks for the names of the user's lists, each by its name or label; '' for no list.

    Raises UnknownNameError.
    """
    lists = saved_of(universe).lists
    asked = []
    for name in names:
        found = by_name_or_label(lists, name)
        if found is None and not lists:
            raise KanpanError(f"unknown list {name!r}; there is none yet: m in the session makes one")
        if found is None:
            raise _unknown("list", name, lists.values())
        asked.append(f"@{found.name}")
    return f"({' or '.join(asked)})" if len(asked) > 1 else "".join(asked)


def _unknown(kind: str, name: str, held: Iterable[SavedView | NameList]) -> UnknownNameError:
    there = list(held)
    words = [word for one in there for word in (one.name, one.zh, one.en) if word]
    return UnknownNameError(kind, name, words, [one.name for one in there])


def with_query(universe: Universe, name: str, where: str) -> View:
    """A saved view with a further condition."""
    view = named_view(universe, name)
    return replace(view, where=", ".join(filter(None, (view.where, where))))


def view_of(universe: Universe, saved: SavedView) -> View:
    """A saved view, its words resolved in a universe. Raises UnknownNameError and QueryError."""
    sort = parse_sort(saved.sort)
    by = By(saved.by) if saved.by else By.NONE if sort else By.GROUP
    view = View(saved.where, saved.groups, saved.themes, sort, saved.columns, by, saved.limit)
    return resolve(universe, view)


def rolling(universe: Universe, view: View) -> View:
    """A view to be written down: years count from the first estimate, so that next year it still fits."""

    def word(name: str) -> str:
        column = universe.columns[name]
        number = column.year and relative_year(universe.years, column.year)
        return name if number is None else f"{column.family}.fy{number}"

    return replace(
        view,
        columns=tuple(map(word, view.columns)),
        sort=tuple(key._replace(column=word(key.column)) for key in view.sort),
    )


def _problems(universe: Universe, saved: Saved) -> list[Problem]:
    """What the queries and views name that the universe does not have."""
    found = []
    for query in saved.queries.values():
        try:
            checked(universe, query.text)
        except QueryError as error:
            found.append(Problem(query.file, query.line, f"queries.{query.name}", error.line))
    for view in saved.views.values():
        try:
            view_of(universe, view)
        except QueryError as error:
            found.append(Problem(view.file, view.line, f"views.{view.name}", error.line))
        except KanpanError as error:
            found.append(Problem(view.file, view.line, f"views.{view.name}", str(error)))
    return found
