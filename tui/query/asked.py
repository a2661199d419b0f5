"""What a check carries along: the text, the scope, the faults so far, and how deep it is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tui.columns import Kind
from tui.query.errors import Fault
from tui.query.messages import Listed, Message, Term, say
from tui.query.near import near
from tui.query.nodes import (
    And,
    Between,
    Compare,
    Has,
    In,
    Is,
    Like,
    Node,
    Not,
    Or,
    Saved,
    Word,
)
from tui.query.words import KEYWORDS, function
from tui.text import clean, crop, is_cjk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.query.nodes import Span, When
    from tui.query.scope import Field, Scope

CONDITIONS = (Compare, Between, In, Has, Is, Like, Saved, Not, And, Or)
MOST_SHOWN = 60  # cells of a word in a message
_OPENING, _CLOSING = ("(", "（"), (")", "）")
_ARTICLES = {Kind.TEXT: "a_text", Kind.TAGS: "a_tags_column", Kind.DATE: "a_date"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One check on its way down a tree.

    when: the vintage that an `@` further up asks for; past: an `@` further up has been answered already
    path, at: the saved queries on the way here, and the span of the first of them in what the user typed
    """

    text: str
    scope: Scope
    faults: list[Fault] = field(default_factory=list)
    when: When | None = None
    past: bool = False
    path: tuple[str, ...] = ()
    at: Span | None = None
    spent: list[int] = field(default_factory=lambda: [0])  # nodes so far, those of saved queries too

    def fault(
        self, span: Span, what: Message, expected: Message | None = None, close: Sequence[str] = ()
    ) -> None:
        """Note a fault; inside a saved query it stands at the reference and says in which."""
        for name in reversed(self.path):
            what = say("inside", name, what)
        start, end = self.at or span
        fault = Fault(start, end, what, expected, tuple(close[:3]))
        if fault not in self.faults:
            self.faults.append(fault)

    def circle(self, span: Span, names: tuple[str, ...]) -> None:
        """Note saved queries that ask for each other."""
        what = say("circle", Listed(tuple(f"@{name}" for name in names), "asks_for"))
        replace(self, path=()).fault(span, what, say("no_circle"))

    def said(self, node: Node) -> str:
        """What stands in the text for a node."""
        return self.text[slice(*node.span)]

    def around(self, span: Span) -> Span:
        """A term's span with the brackets that it stands in."""
        start, end = span
        while True:
            before, after = self.text[:start].rstrip(), self.text[end:].lstrip()
            if before[-1:] not in _OPENING or after[:1] not in _CLOSING:
                return start, end
            start, end = len(before) - 1, len(self.text) - len(after) + 1

    def asking(self, when: When) -> Asked:
        """Under an `@`."""
        return replace(self, when=when)

    def answered(self) -> Asked:
        """Inside a cross-section, which takes the vintage upon itself."""
        return replace(self, when=None, past=self.past or self.when is not None)


def column_of(word: Word, asked: Asked, wanted: str = "a_column") -> Field | None:
    """The column of a word; where there is none, a fault. `wanted` is the key of what it should be."""
    if known := asked.scope.field(word.text):
        return known
    name = shown(word.text)
    owner = None if word.column else owner_of(word.text, asked.scope)
    if owner:
        column = label(owner.name, asked.scope, owner.label)
        asked.fault(word.span, say("value_not", name, column, say(wanted)))
    elif hint := _hint(word.text, asked.scope):
        asked.fault(word.span, say("no_column_but", name, hint))
    else:
        close = near(word.text, asked.scope.field_names(), lambda name: _id(asked.scope, name))
        asked.fault(word.span, say("no_column", name), None, close)
    return None


def label(name: str, scope: Scope, en: str) -> Term:
    """A column that the user did not type, as each language names it."""
    zh = next((offer.text for column, offer in scope.offered_fields("zh") if column.name == name), en)
    return Term(zh, en)


def article(kind: Kind) -> Message:
    """What a column of a kind is: a text, a column of tags, a date, a figure."""
    return say(_ARTICLES.get(kind, "a_figure"))


def shown(word: str) -> str:
    """A word as a message names it."""
    return crop(clean(word), MOST_SHOWN, "...")


def owner_of(word: str, scope: Scope) -> Field | None:
    """The first text or tags column that has a word among its values."""
    if not scope.known(word):
        return None
    for column, _ in scope.offered_fields("en"):
        if column.kind in {Kind.TEXT, Kind.TAGS} and scope.value(column, word) is not None:
            return column
    return None


def _id(scope: Scope, name: str) -> str:
    known = scope.field(name)
    return known.name if known else name


def _hint(word: str, scope: Scope) -> Message | None:
    """What may be wrong with an unknown word beyond a slip of the finger."""
    parts = word.split("-")
    if len(parts) > 1 and all(scope.field(part) or _is_number(part) for part in parts):
        return say("minus_spaces", shown(" - ".join(parts)))
    if scope.saved(word) is not None:
        return say("is_saved", shown(word))
    if function(word):
        return say("function_brackets", shown(word))
    if glued := _glued(word):
        return say("put_spaces", " ".join(glued))
    return None


def _glued(word: str) -> list[str]:
    """The Chinese keywords inside a word, longest first where they overlap, in their order."""
    found, at = [], 0
    keywords = sorted((k for k in KEYWORDS if is_cjk(k[0])), key=len, reverse=True)
    while at < min(len(word), MOST_SHOWN):
        here = next((k for k in keywords if word.startswith(k, at)), "")
        at += len(here) or 1
        if here and here not in found:
            found.append(here)
    return found


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()
