"""Comparisons, chains, `between` and `in`: figures side by side, or handed on where a text stands left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.query import check_text
from tui.query.asked import CONDITIONS, MOST_SHOWN, Asked, column_of, shown
from tui.query.check_number import figure
from tui.query.check_text import Sort, sort_of
from tui.query.messages import Cut, say, verbatim
from tui.query.nodes import Between, Compare, Day, In, Node, Number, Quoted, Word
from tui.query.sides import Figure, alike, one_tags, settled
from tui.query.typed import AllOf, AnyOf, Cmp, Test
from tui.query.words import BETWEEN, HAS, IN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.query.words import Entry

_EQUAL = {"=", "!="}
_ONE_WAY = {"<", "<="}


def compare(node: Compare, asked: Asked) -> Test | None:
    """One comparison, or a chain of < and <=."""
    conditions = [term for term in node.terms if isinstance(term, CONDITIONS)]
    for term in conditions:
        asked.fault(term.span, say("no_comparison"), say("comparable"))
    if conditions or not _well_formed(node, asked):
        return None
    if len(node.ops) == 1 and node.ops[0] in _EQUAL:
        sort = sort_of(node.terms[0], asked)
        if sort is Sort.TEXT:
            return check_text.equal(node, asked)
        if sort is Sort.TAGS:
            _holds_several(node, asked)
            return None
        if _turned(node, sort, asked):
            return None
    texts = [term for term in node.terms if sort_of(term, asked) in {Sort.TEXT, Sort.TAGS}]
    if texts and (node.ops[0] not in _EQUAL or len(node.ops) > 1):
        _not_ordered(texts[0], node, asked)
        return None
    return _figures(node, asked)


def _well_formed(node: Compare, asked: Asked) -> bool:
    """The parser gives no others; a tree made by hand may."""
    fits = len(node.terms) == len(node.ops) + 1 > 1
    fits = fits and set(node.ops) <= {*_EQUAL, *_ONE_WAY, ">", ">="}
    if not fits or (len(node.ops) > 1 and not set(node.ops) <= _ONE_WAY):
        asked.fault(node.span, say("chain"), say("chain_such"))
        return False
    return True


def _holds_several(node: Compare, asked: Asked) -> None:
    left, right = node.terms
    name = asked.said(left) or say("some_tags_column")
    item = asked.said(right) or "…"
    wanted = say("has_not", name, item) if node.ops == ("!=",) else say("compared", name, HAS, item)
    what = say("several_tags", Cut(verbatim(name), MOST_SHOWN))
    asked.fault(node.span, what, verbatim(Cut(wanted, MOST_SHOWN)))


def _turned(node: Compare, sort: Sort, asked: Asked) -> bool:
    """True, with a fault, where a value stands left of its column."""
    left, right = node.terms
    bare = isinstance(left, Number | Day) or sort is Sort.VALUE
    if not bare or sort_of(right, asked) not in {Sort.TEXT, Sort.TAGS}:
        return False
    op = node.ops[0] if sort_of(right, asked) is Sort.TEXT else HAS
    what = say("left_of", shown(asked.said(left)) or say("a_value"))
    better = say("compared", asked.said(right), op, asked.said(left))
    asked.fault(left.span, what, verbatim(Cut(better, MOST_SHOWN)))
    return True


def _not_ordered(text: Node, node: Compare, asked: Asked) -> None:
    what = sort_of(text, asked)
    instead = say("after_text") if what is Sort.TEXT else say("after_tags")
    told = shown(asked.said(text)) or say("this")
    asked.fault(text.span, say("no_order", told, say(what.value)), instead)
    for other in node.terms:  # what is wrong besides
        if other is not text and sort_of(other, asked) is not Sort.VALUE and not isinstance(other, Word):
            figure(other, asked)


def _figures(node: Compare, asked: Asked) -> Test | None:
    sides: list[Figure | None] = []
    for i, term in enumerate(node.terms):
        if i and sides[0] is None and _may_be_value(term, asked) and node.ops[0] in _EQUAL:
            sides.append(None)  # whether it is one hangs on the left side
        else:
            sides.append(figure(term, asked))
    found = [side for side in sides if side]
    if len(found) < len(sides):
        return None
    parts = [
        cmp(
            op, (left, right), asked.said(node) if len(node.ops) == 1 else _between(left, right, asked), asked
        )
        for op, left, right in zip(node.ops, found, found[1:], strict=False)
    ]
    return all_of(parts, asked.said(node))


def _may_be_value(node: Node, asked: Asked) -> bool:
    return isinstance(node, Quoted) or (isinstance(node, Word) and not asked.scope.field(node.text))


def cmp(op: str, sides: tuple[Figure, Figure], said: str, asked: Asked) -> Cmp | None:
    """Two sides and an operator; None where a fault was noted."""
    left, right = sides
    unit = alike(sides, asked)
    tags, fits = one_tags(sides, (left.span[0], right.span[1]), asked)
    if unit is None or not fits:
        return None
    return Cmp(op, settled(left, unit), settled(right, unit), tags, said)


def all_of(parts: Sequence[Test | None], said: str) -> Test | None:
    """All of several, one by itself; None where one has a fault."""
    found = tuple(part for part in parts if part)
    if len(found) < len(parts):
        return None
    return found[0] if len(found) == 1 else AllOf(found, said)


def _between(one: Figure, other: Figure, asked: Asked) -> str:
    """The text that covers two figures, whichever stands first."""
    ends = asked.around(one.span), asked.around(other.span)
    return asked.text[min(start for start, _ in ends) : max(end for _, end in ends)]


def between(node: Between, asked: Asked) -> Test | None:
    """A figure between two others, both included: the chain low <= of <= high."""
    of = figure(node.of, asked) if _is_figure(node.of, BETWEEN, asked) else None
    low, high = figure(node.low, asked), figure(node.high, asked)
    if of is None or low is None or high is None:
        return None
    pairs = ((low, of), (of, high))
    return all_of([cmp("<=", pair, _between(*pair, asked), asked) for pair in pairs], asked.said(node))


def one_of(node: In, asked: Asked) -> Test | None:
    """A text among values, or a figure among figures."""
    if sort_of(node.of, asked) is Sort.TEXT:
        return check_text.one_of(node, asked)
    if not _is_figure(node.of, IN, asked):
        return None
    of = figure(node.of, asked)
    items = [figure(item, asked) for item in node.items]
    found = [item for item in items if item]
    if of is None or len(found) < len(items):
        return None
    said = asked.said(node)
    several = len(found) > 1
    parts = [cmp("=", (of, item), _between(of, item, asked) if several else said, asked) for item in found]
    tests = tuple(part for part in parts if part)
    if len(tests) < len(parts):
        return None
    return AnyOf(tests, said) if several else tests[0]


def _is_figure(node: Node, word: Entry, asked: Asked) -> bool:
    """Whether a figure stands left of a word; notes a fault where anything else does."""
    sort = sort_of(node, asked)
    if sort is Sort.FIGURE:
        return True
    if isinstance(node, Word) and sort in {Sort.UNKNOWN, Sort.VALUE}:
        column_of(node, asked)
        return False
    instead = {Sort.TAGS: "has_several", Sort.TEXT: "equals_or_in"}
    expected = say(instead.get(sort, "column_or_figure"))
    name = shown(asked.said(node)) or say("this")
    asked.fault(node.span, say("unfit", name, say(sort.value), word), expected)
    return False
