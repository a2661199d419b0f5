"""From the tree as written to a checked query: names, types, units; every independent fault at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.columns import Kind
from tui.query import compare, kinds
from tui.query.asked import Asked, article, column_of, label, owner_of, shown
from tui.query.check_number import figure
from tui.query.check_text import Sort, has, like, sort_of, tags_column, text_column
from tui.query.errors import Fault, QueryError
from tui.query.messages import say
from tui.query.near import near
from tui.query.nodes import And, Between, Compare, Has, In, Is, Like, Node, Not, Number, Or, Saved, Word
from tui.query.parse import MOST_NODES, children, parse
from tui.query.sides import plain
from tui.query.stream import DEEPEST
from tui.query.typed import AnyOf, Flagged, InState, NotTest, Num, OneOf, Test, TextCol
from tui.query.words import FLAGS, HAS, STATES, state_names
from tui.text import fold

if TYPE_CHECKING:
    from tui.query.messages import Message
    from tui.query.scope import Scope

MOST_SAVED = 8


def read(text: str, scope: Scope) -> Test:
    """Parse and check a query. Raises QueryError with a syntax fault, or every fault of names and types."""
    return check(parse(text, scope.known), text, scope)


def read_formula(text: str, scope: Scope) -> tuple[Num, Kind]:
    """Parse and check a formula: the figure, and what it measures. Raises QueryError."""
    return check_number(parse(text, scope.known), text, scope)


def check(node: Node, text: str, scope: Scope) -> Test:
    """Check the tree of a query's text. Raises QueryError with every independent fault."""
    asked = Asked(text, scope)
    test = _test(node, asked, 1) if _fits(node, asked, 1) else None
    if test is None:
        raise QueryError(text, tuple(asked.faults) or (Fault(0, len(text), say("not_a_query")),))
    return test


def check_number(node: Node, text: str, scope: Scope) -> tuple[Num, Kind]:
    """Check the tree of a formula: the figure, and what it measures. Raises QueryError."""
    asked = Asked(text, scope)
    of = figure(node, asked) if _fits(node, asked, 1) else None
    if of and of.unit is Kind.DATE:
        asked.fault(of.span, say("date_formula"))
    if of and of.tags:
        asked.fault(of.span, say("by_formula", label(of.tags, scope, of.tags)))
    if of is None or asked.faults:
        raise QueryError(text, tuple(asked.faults))
    return plain(of), kinds.told(of.unit)


def _fits(node: Node, asked: Asked, deep: int) -> bool:
    """Whether a tree, with the saved queries around and before it, keeps within the limits; no recursion."""
    todo = [(node, deep)]
    while todo:
        one, level = todo.pop()
        asked.spent[0] += 1
        if level > DEEPEST:
            asked.fault(one.span, say("nested", DEEPEST), say("fewer_brackets"))
            return False
        if asked.spent[0] > MOST_NODES:
            asked.fault(one.span, say("parts", MOST_NODES), say("shorter"))
            return False
        todo.extend((child, level + 1) for child in children(one))
    return True


def _test(node: Node, asked: Asked, deep: int) -> Test | None:
    match node:
        case And(of=of) | Or(of=of):
            return _several(node, [_test(one, asked, deep + 1) for one in of], asked)
        case Not(of=of):
            inner = _test(of, asked, deep + 1)
            return NotTest(inner, asked.said(node)) if inner else None
        case Saved():
            return _saved(node, asked, deep)
        case Compare():
            return compare.compare(node, asked)
        case Between():
            return compare.between(node, asked)
        case In():
            return compare.one_of(node, asked)
        case Has():
            return has(node, asked)
        case Like():
            return like(node, asked)
        case Is():
            return _state(node, asked)
    _alone(node, asked)
    return None


def _several(node: And | Or, parts: list[Test | None], asked: Asked) -> Test | None:
    if isinstance(node, And) or len(parts) == 1:
        return compare.all_of(parts, asked.said(node))
    found = tuple(part for part in parts if part)
    return AnyOf(found, asked.said(node)) if len(found) == len(parts) else None


def _state(node: Is, asked: Asked) -> Test | None:
    """A cell's state or flag."""
    of, said, flag = node.of, asked.said(node), node.state in FLAGS
    if not flag and node.state not in STATES:
        word = shown(node.state)
        asked.fault(node.span, say("unknown_state", word), None, near(node.state, state_names()))
        return None
    sort = sort_of(of, asked)
    if sort in {Sort.TEXT, Sort.TAGS} and flag:
        what = say("only_figures", shown(asked.said(of)), say(sort.value), FLAGS[node.state])
        asked.fault(of.span, what, say("a_figure"))
        return None
    if sort in {Sort.TEXT, Sort.TAGS}:
        column = text_column(of, asked) if sort is Sort.TEXT else tags_column(of, asked)
        return InState(column, node.state, said) if column else None
    found = figure(of, asked)
    if found and found.tags:
        asked.fault(found.span, say("by_is", label(found.tags, asked.scope, found.tags)))
        return None
    if found and found.unit is Kind.DATE and flag:
        asked.fault(found.span, say("date_never", FLAGS[node.state]), say("a_figure"))
        return None
    if found is None:
        return None
    return Flagged(plain(found), node.state, said) if flag else InState(plain(found), node.state, said)


def _alone(node: Node, asked: Asked) -> None:
    """Something that is no condition stands where one is expected."""
    sort, said = sort_of(node, asked), shown(asked.said(node)) or say("this")
    if isinstance(node, Word) and sort is Sort.VALUE:
        owner = owner_of(node.text, asked.scope)
        column = label(owner.name, asked.scope, owner.label) if owner else say("a_column")
        op = HAS if owner and owner.kind is Kind.TAGS else "="
        what = say("value_not", said, column, say("a_condition"))
        asked.fault(node.span, what, say("compared", column, op, said))
    elif isinstance(node, Word) and sort is Sort.UNKNOWN:
        column_of(node, asked)
    elif sort is Sort.TEXT:
        asked.fault(node.span, _no_condition(said, Kind.TEXT), say("equals_such", said))
    elif sort is Sort.TAGS:
        asked.fault(node.span, _no_condition(said, Kind.TAGS), say("has_such", said))
    elif sort is Sort.VALUE:
        asked.fault(node.span, say("quoted_alone"), say("comparison_name"))
    elif found := figure(node, asked):
        what = _no_condition(said, Kind.DATE if found.unit is Kind.DATE else Kind.NUMBER)
        sides = ("…", said) if isinstance(node, Number) else (said, "…")
        asked.fault(node.span, what, say("comparison", say("compared", sides[0], ">", sides[1])))


def _no_condition(said: str | Message, kind: Kind) -> Message:
    return say("is_not", said, article(kind), say("a_condition"))


# ── saved queries ───────────────────────────────────────────────────────────────────────────────────


def _saved(node: Saved, asked: Asked, deep: int) -> Test | None:
    """The test of a saved query, read from its own text."""
    from tui.query.parse import parse

    name = fold(node.name)
    text = asked.scope.saved(node.name)
    if text is None and (listed := asked.scope.listed(node.name)):
        field, values = listed
        return OneOf(TextCol(field.name, field.label), values, asked.said(node))
    if text is None:
        names = [f"@{one}" for one in asked.scope.saved_names()]
        close = [f"@{one}" for one in near(node.name, asked.scope.saved_names())]
        expected = say("one_such", " ".join(names[:3])) if names else say("nothing_saved")
        asked.fault(node.span, say("no_saved", shown(node.name)), None if close else expected, close)
        return None
    if name in asked.path:
        asked.circle(node.span, (*asked.path, name))
        return None
    if len(asked.path) >= MOST_SAVED:
        asked.fault(node.span, say("saved_deep", MOST_SAVED))
        return None
    inner = replace(asked, text=text, path=(*asked.path, name), at=asked.at or node.span)
    try:
        tree = parse(text, asked.scope.known)
    except QueryError as error:
        for fault in error.faults:
            inner.fault((fault.start, fault.end), fault.what, fault.expected, fault.near)
        return None
    return _test(tree, inner, deep + 1) if _fits(tree, inner, deep + 1) else None
