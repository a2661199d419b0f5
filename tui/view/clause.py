"""Clauses that a key writes: rows like a cell, names, a list; and everything a view asks as one query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.columns import Kind, State
from tui.query.errors import QueryError
from tui.query.nodes import And, Compare, Day, Has, How, In, Is, Minus, Node, Not, Number, Or, Saved, Word
from tui.query.parse import parse
from tui.query.write import write
from tui.view.scope import scope_of, shown_word

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tui.columns import Column
    from tui.universe.universe import Universe
    from tui.view.view import View


def cell_clause(universe: Universe, name: str, row: int, lang: str, *, keep: bool) -> str:
    """The clause that keeps the rows like a cell, or drops them: 'group = equipment', 'pe26 is not loss'."""
    column = universe.columns[name]
    word = Word(shown_word(column, lang), column=False)
    node = _like(universe, column, row, word)
    if isinstance(node, Compare) and not keep:
        return write(Compare(("!=",), node.terms))
    return write(node if keep else Not(node))


def joined(universe: Universe, where: str, clause: str, lang: str) -> str:
    """A query and one more clause; a comma, which binds loosest, keeps an `or` before it whole."""
    if not where:
        return clause
    node = parse(where, scope_of(universe).known)
    parts = node.of if isinstance(node, And) else (node,)
    if any(isinstance(part, Or) for part in parts):
        return f"{where}{'，' if lang == 'zh' else ', '}{clause}"
    return f"{where}{' 且 ' if lang == 'zh' else ' and '}{clause}"


def whole_query(universe: Universe, view: View, lang: str) -> str:
    """Everything a view asks of its rows, as one query."""
    text = ""
    if view.groups:
        word = Word(shown_word(universe.columns["group"], lang))
        values: tuple[Node, ...] = tuple(map(Word, view.groups))
        text = write(Compare(("=",), (word, values[0])) if len(values) == 1 else In(word, values))
    if view.themes:
        word = Word(shown_word(universe.columns["themes"], lang))
        ids = tuple(map(Word, view.themes))
        has = write(Has(word, How.ALL if len(ids) == 1 else How.ANY, ids))
        text = joined(universe, text, has, lang)
    if not view.where:
        return text
    return joined(universe, view.where, text, lang) if text else view.where


def names_query(universe: Universe, codes: Sequence[str], lang: str) -> str:
    """The query that asks for some names: 'code in (600941.SH, 300308.SZ)'; '' for none."""
    if not codes:
        return ""
    word, values = Word(shown_word(universe.columns["code"], lang)), tuple(map(Word, codes))
    return write(Compare(("=",), (word, values[0])) if len(values) == 1 else In(word, values))


def lists_asked(
    universe: Universe, where: str, lists: Collection[str], lang: str
) -> tuple[frozenset[str], dict[str, str]]:
    """The lists that a query is held to by a clause @NAME; and the query held to each list instead."""
    parts = _split(universe, where, lists)
    kept = tuple(node for node, listed in parts if not listed)
    if len(kept) == len(parts):  # as it was typed, and the list after it
        before = joined(universe, where, "", lang) if parts else ""
        asks = {name: before + write(Saved(name)) for name in lists}
    else:
        asks = {name: write(And((*kept, Saved(name))) if kept else Saved(name)) for name in lists}
    return frozenset(listed for _, listed in parts if listed), asks


def _split(universe: Universe, where: str, lists: Collection[str]) -> list[tuple[Node, str]]:
    """The clauses of a query, all of which must hold, each with the list that it is, '' for another."""
    if not where.strip():
        return []
    try:
        node = parse(where, scope_of(universe).known)
    except QueryError:
        return []
    parts = node.of if isinstance(node, And) else (node,)
    return [(one, one.name if isinstance(one, Saved) and one.name in lists else "") for one in parts]


def _like(universe: Universe, column: Column, row: int, word: Word) -> Node:
    value = universe.column(column.name)[row].as_py()
    if column.kind == Kind.TAGS:
        tags = tuple(map(Word, filter(None, (value or "").split(";"))))
        return Has(word, How.ALL if len(tags) == 1 else How.ANY, tags) if tags else Is(word, "missing")
    if column.kind.numeric:
        state = State(int(universe.states(column.name)[row]))
        if state != State.VALUE:
            return Is(word, state.word)
        return Compare(("=",), (word, Minus(Number(-value)) if value < 0 else Number(value)))
    if value is None or value == "":
        return Is(word, "missing")
    return Compare(("=",), (word, Day(value) if column.kind == Kind.DATE else Word(value)))
