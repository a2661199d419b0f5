"""The condition of a view, checked once and kept: its query, and the groups and themes it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.query.engine import Program
    from tui.query.leftout import LeftOut
    from tui.query.typed import Test
    from tui.universe.universe import Universe
    from tui.view.view import View

MOST_KEPT = 64  # checked queries a universe keeps: each key typed into the query bar makes one


def checked(universe: Universe, text: str) -> Test:
    """A query with every name and type settled. Raises QueryError with a caret under each fault."""
    from tui.query.check import read
    from tui.view.scope import scope_of

    kept = universe.kept.setdefault("queries", {})
    if text not in kept:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[text] = read(text, scope_of(universe))
    test: Test = kept[text]
    return test


def condition(universe: Universe, view: View) -> Test | None:
    """Everything a resolved view asks of its rows, None where it asks nothing."""
    if not (view.groups or view.themes or view.where):
        return None
    from tui.query.nodes import How  # a view that asks nothing does not wait for the language
    from tui.query.typed import AllOf, Holds, OneOf, TagsCol, TextCol

    parts: list[Test] = []
    if view.groups:
        parts.append(OneOf(TextCol("group", "group"), frozenset(view.groups)))
    if view.themes:
        parts.append(Holds(TagsCol("themes", "themes"), How.ANY, frozenset(view.themes)))
    if view.where:
        parts.append(checked(universe, view.where))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def program(universe: Universe, test: Test) -> Program:
    """A condition made ready to run over the universe."""
    from tui.query.engine import prepare
    from tui.view.data import data_of

    return prepare(test, data_of(universe))


def counted(run: Program) -> LeftOut:
    """The rows for which a condition has no answer, by column and by clause."""
    from tui.query.leftout import left_out

    return left_out(run)
