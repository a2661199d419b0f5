"""Tokens → nodes, by recursive descent; the grammar stands in tui.query.grammar.

One fault ends it: the first place where the text cannot go on as a query. Only brackets and calls recurse,
and their depth is capped.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from tui.errors import nearest
from tui.query import words
from tui.query.errors import Fault, QueryError
from tui.query.figures import Figures
from tui.query.messages import Cut, Listed, say, verbatim
from tui.query.nodes import And, Between, Compare, Has, How, In, Is, Like, Node, Not, Or
from tui.query.stream import DEEPEST, Stream
from tui.query.tokens import Sort, nothing, tokens
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_NODES = 500

_CHAINED = ("<", "<=")
_COMPARISONS = ("=", "!=", ">", ">=", *_CHAINED)
_OTHERS = ("between", "in", "has", "is", "~")
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_NEGATED = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def parse(text: str, known: Callable[[str], bool] = nothing) -> Node:
    """The tree of a query or a formula.

    known: whether a word is a column or a value; it decides only how a glued run of Chinese is taken apart
    Raises QueryError with the first syntax fault.
    """
    stream = Stream(text, tokens(text, known))
    if stream.ended():
        stream.fail((0, len(text)), say("empty"), say("condition_such"))
    clauses = _Clauses(stream)
    node = clauses.query(comma=True)
    if not stream.ended():
        stream.unexpected(say("next") if isinstance(node, _TESTS) else say("operator"))
    _within_limits(text, node)
    return node


def children(node: Node) -> tuple[Node, ...]:
    """The nodes right under one."""
    found: list[Node] = []
    for each in fields(node):
        value = getattr(node, each.name)
        found += (
            item for item in (value if isinstance(value, tuple) else (value,)) if isinstance(item, Node)
        )
    return tuple(found)


_TESTS = (And, Between, Compare, Has, In, Is, Like, Not, Or)


def _within_limits(text: str, root: Node) -> None:
    """Raise QueryError where a tree has too many nodes or levels; walks without recursion."""
    left: list[tuple[Node, int]] = [(root, 1)]
    seen = 0
    while left:
        node, depth = left.pop()
        seen += 1
        if depth > DEEPEST:
            raise QueryError(text, (Fault(*root.span, say("query_deep"), say("levels", DEEPEST)),))
        left += ((child, depth + 1) for child in children(node))
    if seen > MOST_NODES:
        raise QueryError(text, (Fault(*root.span, say("many", seen), say("at_most", MOST_NODES)),))


class _Clauses:
    """Clauses and what joins them. Each method uses up what it reads and returns its node."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.figures = Figures(stream, lambda: self.query(comma=False))

    def query(self, *, comma: bool) -> Node:
        """Clauses joined by or, and, and at the outermost level by commas, which mean and."""
        start = self.stream.at
        parts: list[Node] = []
        while True:
            parts += self.alternatives()
            if not (comma and self.stream.accept(",")):
                break
            self.stream.accept("and")  # `，且` is one joint
        return parts[0] if len(parts) == 1 else And(tuple(parts), self.stream.since(start))

    def alternatives(self) -> list[Node]:
        """One `or`, or the clauses of one `and` that its caller joins."""
        start = self.stream.at
        parts = self.conjuncts()
        if not self.stream.sees("or"):
            return parts
        found = [self.joined(parts, start)]
        while self.stream.accept("or"):
            begin = self.stream.at
            found.append(self.joined(self.conjuncts(), begin))
        return [Or(tuple(found), self.stream.since(start))]

    def joined(self, parts: list[Node], start: int) -> Node:
        return parts[0] if len(parts) == 1 else And(tuple(parts), self.stream.since(start))

    def conjuncts(self) -> list[Node]:
        found = [self.negation()]
        while self.stream.accept("and"):
            found.append(self.negation())
        return found

    def negation(self) -> Node:
        starts: list[int] = []
        while self.stream.sees("not"):
            starts.append(self.stream.at)
            self.stream.take()
        node = self.clause()
        for start in reversed(starts):
            node = Not(node, self.stream.since(start))
        return node

    def clause(self) -> Node:
        """A figure, or a figure and what is said of it."""
        stream, start = self.stream, self.stream.at
        left = self.figures.sum()
        if stream.sees(*_COMPARISONS):
            return self.comparison(left, start)
        negated = stream.sees("not")
        if negated:
            if stream.after.sort is Sort.SIGN and stream.after.text in _NEGATED:
                span = (stream.here.start, stream.after.end)
                typed, instead = stream.text[span[0] : span[1]], _NEGATED[stream.after.text]
                stream.fail(span, say("not_operator", typed), verbatim(instead))
            stream.take()
            if not stream.sees("between", "in", "has", "~"):
                stream.unexpected(say("after_not"))
        elif not stream.sees(*_OTHERS):
            return left
        node = self.said(left, start)
        if isinstance(node, Not):
            return node
        return Not(node, stream.since(start)) if negated else node

    def comparison(self, left: Node, start: int) -> Node:
        stream = self.stream
        ops: list[str] = []
        terms, spans = [left], [stream.since(start)]
        while stream.sees(*_COMPARISONS):
            ops.append(stream.take().text)
            begin = stream.at
            terms.append(self.figures.sum())
            spans.append(stream.since(begin))
        if len(ops) > 1 and not set(ops) <= set(_CHAINED):
            better = _unchained(ops, [clean(stream.text[first:last]) for first, last in spans])
            stream.fail(stream.since(start), say("one_way"), verbatim(Cut(better, 100, " ...")))
        return Compare(tuple(ops), tuple(terms), stream.since(start))

    def said(self, left: Node, start: int) -> Node:
        """What stands after one of the operators that are words."""
        operator = self.stream.take().text
        if operator == "between":
            low, high = self.ends()
            return Between(left, low, high, self.stream.since(start))
        if operator == "in":
            items = self.figures.items()
            return In(left, items, self.stream.since(start))
        if operator == "has":
            how, items = self.tags()
            return Has(left, how, items, self.stream.since(start))
        if operator == "is":
            return self.state(left, start)
        if self.stream.here.sort is not Sort.QUOTED:
            self.stream.unexpected(say("pattern"))
        return Like(left, self.stream.take().text, self.stream.since(start))

    def ends(self) -> tuple[Node, Node]:
        low = self.figures.sum()
        here = self.stream.here
        if not self.stream.accept("and"):
            if here.sort is not Sort.WORD or here.text not in words.BETWEEN_AND:
                self.stream.unexpected(say("upper_end"))
            self.stream.take()
        return low, self.figures.sum()

    def tags(self) -> tuple[How, tuple[Node, ...]]:
        stream = self.stream
        how = words.any_all(stream.here.text) if stream.here.sort is Sort.WORD else None
        bracket = stream.after.sort is Sort.SIGN and stream.after.text == "("
        if how and bracket:
            stream.take()
            items = self.figures.items()
            return How(how) if len(items) > 1 else How.ALL, items
        if how and stream.after.sort not in {Sort.SIGN, Sort.END}:
            stream.take()
            stream.unexpected(say("open_behind", next(e for e in words.ANY_ALL if e.name == how)))
        if stream.sees("("):
            start = stream.at
            items = self.figures.items()
            if len(items) > 1:
                stream.fail(stream.since(start), say("has_one"), say("has_several"))
            return How.ALL, items
        return How.ALL, (self.figures.sum(),)

    def state(self, left: Node, start: int) -> Node:
        stream = self.stream
        negated = stream.accept("not")
        name = words.state(stream.here.text) if stream.here.sort is Sort.WORD else None
        if not name:
            typed = stream.typed(stream.here)
            listed = Listed((*words.STATES.values(), *words.FLAGS.values()))
            if not typed:
                stream.unexpected(say("a_state", listed))
            near = tuple(nearest(typed, words.state_names()))
            expected = None if near else say("states", listed)
            stream.fail(stream.span(), say("no_state", typed), expected, near)
        stream.take()
        node = Is(left, name, stream.since(start))
        return Not(node, stream.since(start)) if negated else node


def _unchained(ops: list[str], typed: list[str]) -> Listed:
    """A chain that was written wrongly, as it can be written."""
    if set(ops) <= {">", ">="}:
        parts = [typed[-1]]
        for op, text in zip(reversed(ops), reversed(typed[:-1]), strict=True):
            parts += (_TURNED[op], text)
        return Listed((" ".join(parts),))
    return Listed(tuple(f"{typed[i]} {op} {typed[i + 1]}" for i, op in enumerate(ops)), "and")
