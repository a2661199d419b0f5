"""Tests of texts and tags: which values, which pattern, which tags, whether there is any."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tui.columns import Kind
from tui.query.asked import CONDITIONS, Asked, column_of, label, owner_of, shown
from tui.query.check_number import fits_count, may_ask
from tui.query.messages import Listed, say
from tui.query.near import near
from tui.query.nodes import At, Call, Compare, Day, Has, In, Like, Node, Number, Quoted, Word
from tui.query.typed import Fits, Holds, NotTest, OneOf, Same, TagsCol, Test, TextCol
from tui.query.words import FUNCTIONS

if TYPE_CHECKING:
    from tui.query.scope import Field


class Sort(Enum):
    """What a term is, as far as it can be told without its neighbours; each is the key of its message."""

    FIGURE = "a_figure"
    TEXT = "a_text"
    TAGS = "a_tags_column"
    VALUE = "a_value"  # in quotes, or a word that only some column's values know
    UNKNOWN = "an_unknown_word"
    CONDITION = "a_condition"


def sort_of(node: Node, asked: Asked) -> Sort:
    """What a term is; never notes a fault."""
    match node:
        case Word(text=text):
            if known := asked.scope.field(text):
                return {Kind.TEXT: Sort.TEXT, Kind.TAGS: Sort.TAGS}.get(known.kind, Sort.FIGURE)
            return Sort.VALUE if not node.column and owner_of(text, asked.scope) else Sort.UNKNOWN
        case Quoted():
            return Sort.VALUE
        case At(of=of):
            inner = sort_of(of, asked)
            return inner if inner in {Sort.TEXT, Sort.TAGS} else Sort.FIGURE
        case Call(name="source"):
            return Sort.TEXT
    return Sort.CONDITION if isinstance(node, CONDITIONS) else Sort.FIGURE


# ── columns ─────────────────────────────────────────────────────────────────────────────────────────


def text_column(node: Node, asked: Asked) -> TextCol | None:
    """The text column of a node whose sort is TEXT; None where a fault was noted."""
    found = _column(node, asked)
    return found if isinstance(found, TextCol) else None


def tags_column(node: Node, asked: Asked) -> TagsCol | None:
    """The tags column of a node whose sort is TAGS; None where a fault was noted."""
    found = _column(node, asked)
    return found if isinstance(found, TagsCol) else None


def _column(node: Node, asked: Asked, said: str = "") -> TextCol | TagsCol | None:
    said = said or asked.said(node)
    match node:
        case At(of=of, when=when):
            return _column(of, asked.asking(when), said) if may_ask(node, asked) else None
        case Word():
            known = column_of(node, asked)
        case Call(name="source"):
            return _source(node, asked, said)
        case _:
            asked.fault(node.span, say("no_texts"), say("a_text_column"))
            return None
    if known is None:
        return None
    made = TagsCol if known.kind is Kind.TAGS else TextCol
    return made(known.name, known.label, asked.when, said)


def _source(node: Call, asked: Asked, said: str) -> TextCol | None:
    if not fits_count(node, FUNCTIONS["source"], asked):
        return None
    of = node.args[0]
    if isinstance(of, At):
        if not may_ask(of, asked):
            return None
        asked, of = asked.asking(of.when), of.of
    if not isinstance(of, Word):
        asked.fault(of.span, say("source_column"), say("eps_or_pe"))
        return None
    known = column_of(of, asked)
    if known is None:
        return None
    source = asked.scope.source_of(known)
    if source is None:
        asked.fault(of.span, say("no_source", known.label), say("eps_or_pe"))
        return None
    return TextCol(source.name, asked.said(node) or source.label, asked.when, said)


def field_of(node: Node, asked: Asked) -> Field | None:
    """The column whose values a text or tags node has; never notes a fault."""
    match node:
        case At(of=of):
            return field_of(of, asked)
        case Word(text=text):
            return asked.scope.field(text)
        case Call(name="source", args=(At(of=Word(text=text)) | Word(text=text),)):
            known = asked.scope.field(text)
            return asked.scope.source_of(known) if known else None
    return None


# ── values ──────────────────────────────────────────────────────────────────────────────────────────


def _written(node: Node, asked: Asked) -> str | None:
    """What a node says where a value is asked for; None where it cannot be one."""
    match node:
        case Quoted(text=text):
            return text
        case Word(text=text, column=False):
            return text
        case Number() | Day():  # a code in digits alone, a value that looks like a date
            return asked.said(node) or None
    return None


def value(node: Node, field: Field, asked: Asked) -> str | None:
    """The id of a column's value; None where a fault was noted."""
    written = _written(node, asked)
    if written is None:
        asked.fault(node.span, say("no_value", shown(asked.said(node)) or say("this"), field.label))
        return None
    if (found := asked.scope.value(field, written)) is not None:
        return found
    names = asked.scope.value_names(field)
    close = near(written, names, lambda name: asked.scope.value(field, name))
    owner = owner_of(written, asked.scope)
    if owner and owner.name != field.name:
        mine = label(owner.name, asked.scope, owner.label)
        asked.fault(node.span, say("value_of_other", shown(written), mine, field.label), None, close)
        return None
    such = say("one_such", Listed(tuple(names[:3]))) if names else say("with_values")
    what = say("no_such_value", shown(written), field.label)
    asked.fault(node.span, what, None if close else such, close)
    return None


def _values(items: tuple[Node, ...], field: Field, asked: Asked) -> frozenset[str] | None:
    found = [value(item, field, asked) for item in items]
    known = frozenset(one for one in found if one is not None)
    return known if None not in found else None


# ── tests ───────────────────────────────────────────────────────────────────────────────────────────


def equal(node: Compare, asked: Asked) -> Test | None:
    """A text column, = or !=, and a value of it or another text column."""
    left_node, right_node = node.terms
    field, left = field_of(left_node, asked), text_column(left_node, asked)
    if field is None or left is None:
        return None
    said = asked.said(node)
    test: Test | None = None
    right_sort = sort_of(right_node, asked)
    written = _written(right_node, asked)
    if written is not None and (found := asked.scope.value(field, written)) is not None:
        test = OneOf(left, frozenset({found}), said)
    elif right_sort is Sort.TEXT:
        right = text_column(right_node, asked)
        test = Same(left, right, said) if right else None
    elif written is not None and not (isinstance(right_node, Word) and asked.scope.field(written)):
        value(right_node, field, asked)
    elif isinstance(right_node, Word) and right_sort is Sort.UNKNOWN:
        column_of(right_node, asked)
    else:
        what = say("beside_text", say(right_sort.value))
        asked.fault(right_node.span, what, say("value_or_text", field.label))
    if test is None or node.ops == ("=",):
        return test
    return NotTest(test, said)


def one_of(node: In, asked: Asked) -> Test | None:
    """A text column in a list of its values."""
    column, field = text_column(node.of, asked), field_of(node.of, asked)
    if column is None or field is None:
        return None
    values = _values(node.items, field, asked)
    return OneOf(column, values, asked.said(node)) if values is not None else None


def has(node: Has, asked: Asked) -> Test | None:
    """A tags column that has one, any or all of its values."""
    sort = sort_of(node.of, asked)
    if sort is not Sort.TAGS:
        _no_tags(node.of, sort, asked)
        return None
    column, field = tags_column(node.of, asked), field_of(node.of, asked)
    if column is None or field is None:
        return None
    values = _values(node.items, field, asked)
    return Holds(column, node.how, values, asked.said(node)) if values is not None else None


def _no_tags(node: Node, sort: Sort, asked: Asked) -> None:
    if isinstance(node, Word) and sort in {Sort.UNKNOWN, Sort.VALUE}:
        column_of(node, asked)
        return
    tags = [column for column, _ in asked.scope.offered_fields("en") if column.kind is Kind.TAGS]
    such = say("column_such", label(tags[0].name, asked.scope, tags[0].label)) if tags else None
    what = say("not_tags", shown(asked.said(node)) or say("this"), say(sort.value))
    asked.fault(node.span, what, such)


def like(node: Like, asked: Asked) -> Test | None:
    """A text column that fits a pattern."""
    sort = sort_of(node.of, asked)
    if sort is Sort.TEXT:
        column = text_column(node.of, asked)
        return Fits(column, node.pattern, asked.said(node)) if column else None
    if isinstance(node.of, Word) and sort in {Sort.UNKNOWN, Sort.VALUE}:
        column_of(node.of, asked)
        return None
    expected = say("has_and_tag") if sort is Sort.TAGS else say("text_before")
    asked.fault(node.of.span, say("no_pattern", say(sort.value)), expected)
    return None
