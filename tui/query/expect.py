"""What may stand next in a query that is being typed, told from the tokens before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from tui.columns import Kind
from tui.query import words
from tui.query.tokens import Sort, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.query.scope import Field, Scope


class Next(Enum):
    """What may stand next."""

    CLAUSE = auto()  # the start of a condition
    FIGURE = auto()  # a column, a number, a function
    VALUE = auto()  # one of a text column's values, or another text column
    ITEM = auto()  # a value inside in (…), has any (…)
    TAG = auto()  # one of a tags column's values, or any, all
    STATE = auto()
    COLUMN = auto()  # what `source` takes
    BY = auto()
    VINTAGE = auto()
    SAVED = auto()
    OPERATOR = auto()  # after the left side of a clause
    NEGATED = auto()  # after the left side and `not`
    ENDS = auto()  # after the first end of between
    IN_CALL = auto()  # after an argument
    IN_LIST = auto()  # after an item
    DONE = auto()  # after a whole clause
    OPEN = auto()  # a bracket
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Place:
    """What may stand next, and the column that it hangs on: the left side's, None for other figures."""

    next: Next
    column: Field | None = None
    op: str = ""


_COMPARING = {"=", "!=", "<", "<=", ">", ">=", "between", "in", "has", "is", "~"}
_SUMS = {"+", "-", "*", "/"}


@dataclass(slots=True)
class _Frame:
    """One level of brackets on the way through the tokens."""

    opened: str = "clause"  # clause, group (a figure in brackets), call, list
    function: str = ""
    column: Field | None = None  # of the operand being read
    left: Field | None = None  # of the operand left of the operator
    op: str = ""
    has_operand: bool = False
    summed: bool = False
    negated: bool = False
    ends: int = 0  # of between
    at: str = ""  # 'vintage' or 'saved' where an @ waits for its word
    by: bool = False

    def fresh(self) -> None:
        """A new clause begins."""
        self.column = self.left = None
        self.op, self.at = "", ""
        self.has_operand = self.summed = self.negated = self.by = False
        self.ends = 0


@dataclass(slots=True)
class _Walk:
    scope: Scope
    frames: list[_Frame] = field(default_factory=lambda: [_Frame()])
    last: Token | None = None

    @property
    def top(self) -> _Frame:
        return self.frames[-1]

    def take(self, token: Token) -> None:
        if token.sort is Sort.SIGN:
            self.sign(token.text)
        else:
            self.operand(token)
        self.last = token

    def operand(self, token: Token) -> None:
        top = self.top
        if top.at:
            top.at, top.has_operand = "", True
            return
        is_word = token.sort in {Sort.WORD, Sort.COLUMN}
        found = self.scope.field(token.text) if is_word else None
        if not top.by:
            top.column = None if top.summed else found
        top.has_operand = True

    def sign(self, sign: str) -> None:
        top = self.top
        if sign == "(":
            self.open()
        elif sign == ")":
            self.close()
        elif sign in {"and", "or", ","}:
            self.join(sign)
        elif sign == "not":
            top.negated = top.has_operand or top.op == "is"
        elif sign in _COMPARING:
            top.left, top.op, top.column = top.column, sign, None
            top.has_operand = top.summed = top.negated = False
            top.ends = 1 if sign == "between" else 0
        elif sign == "@":
            top.at = "vintage" if top.has_operand else "saved"
        elif sign in _SUMS and not top.at:
            top.has_operand, top.summed, top.column = False, True, None
        elif sign == "by":
            top.by, top.has_operand = True, False

    def open(self) -> None:
        top, last = self.top, self.last
        named = words.function(last.text) if last and last.sort is Sort.WORD else None
        if named:
            self.frames.append(_Frame("call", named.name))
        elif top.op == "in" or (top.op == "has" and last and last.sort is Sort.WORD):
            self.frames.append(_Frame("list", left=top.left))
        else:
            inner = top.op or top.summed or top.opened in {"call", "group"}
            self.frames.append(_Frame("group" if inner else "clause"))

    def close(self) -> None:
        if len(self.frames) == 1:
            return
        closed, top = self.frames.pop(), self.top
        top.has_operand = True
        top.column = None
        if closed.opened == "call" and closed.function == "source" and closed.column:
            top.column = self.scope.source_of(closed.column)
        elif closed.opened in {"clause", "group"} and not closed.op and not closed.summed:
            top.column = closed.column
        elif closed.opened == "clause" and closed.op:
            top.op = "done"

    def join(self, sign: str) -> None:
        top = self.top
        if sign == "and" and top.op == "between" and top.ends == 1:
            top.ends, top.has_operand, top.summed = 2, False, False
        elif sign == "," and top.opened in {"call", "list"}:
            top.has_operand = top.summed = False
        else:
            top.fresh()

    def place(self) -> Place:
        top = self.top
        if top.at:
            return Place(Next.VINTAGE if top.at == "vintage" else Next.SAVED)
        return self.after() if top.has_operand else self.awaited()

    def awaited(self) -> Place:
        """An operand is missing here."""
        top = self.top
        if top.by:
            return Place(Next.BY)
        if top.opened == "call":
            return Place(Next.COLUMN if top.function == "source" else Next.FIGURE)
        if top.opened == "list":
            textual = top.left and not top.left.kind.numeric and top.left.kind is not Kind.DATE
            return Place(Next.ITEM if textual else Next.FIGURE, top.left)
        if top.op == "is":
            return Place(Next.STATE, top.left, "not" if top.negated else "")
        if top.op in {"in", "~", "done"}:
            return Place(Next.OPEN if top.op == "in" else Next.NOTHING)
        if top.op == "has":
            return Place(Next.TAG, top.left)
        if top.op and not top.summed and top.left and top.left.kind is Kind.TEXT:
            return Place(Next.VALUE, top.left)
        if top.op or top.summed or top.opened == "group":
            return Place(Next.FIGURE, top.left)
        return Place(Next.CLAUSE)

    def after(self) -> Place:
        """An operand stands before."""
        top = self.top
        if top.opened in {"call", "group"}:
            return Place(Next.NOTHING if top.by else Next.IN_CALL, None, top.function)
        if top.opened == "list":
            return Place(Next.IN_LIST)
        if top.negated and top.op != "is":
            return Place(Next.NEGATED, top.column)
        if not top.op:
            return Place(Next.OPERATOR, top.column)
        if top.op == "has" and self.last and words.any_all(self.last.text):
            return Place(Next.OPEN)
        if top.op == "between" and top.ends == 1:
            return Place(Next.ENDS)
        return Place(Next.DONE, top.left, top.op)


def place(before: Sequence[Token], scope: Scope) -> Place:
    """What may stand after these tokens."""
    walk = _Walk(scope)
    for token in before:
        walk.take(token)
    return walk.place()
