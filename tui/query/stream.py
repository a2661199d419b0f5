"""The tokens of one query as they are used up, and the faults that stop the reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from tui.query.errors import Fault, QueryError
from tui.query.glued import holds_keyword
from tui.query.messages import Message, say, verbatim
from tui.query.tokens import Sort, Token
from tui.text import clean, crop

if TYPE_CHECKING:
    from tui.query.nodes import Span

DEEPEST = 60  # brackets and calls inside one another, and levels of a tree


class Stream:
    """Tokens with a place in them. Every method that ends in a fault raises QueryError."""

    def __init__(self, text: str, tokens: tuple[Token, ...]) -> None:
        self.text, self.tokens = text, tokens
        self.at = 0
        self._open: list[Token] = []

    @property
    def here(self) -> Token:
        """The token that comes next; the last is of sort END."""
        return self.tokens[self.at]

    @property
    def after(self) -> Token:
        """The token behind the next."""
        return self.tokens[min(self.at + 1, len(self.tokens) - 1)]

    def ended(self) -> bool:
        """True where no token is left."""
        return self.here.sort is Sort.END

    def take(self) -> Token:
        """The next token, used up; never END."""
        self.at += 1
        return self.tokens[self.at - 1]

    def sees(self, *signs: str) -> bool:
        """True where one of these signs comes next."""
        return self.here.sort is Sort.SIGN and self.here.text in signs

    def accept(self, *signs: str) -> bool:
        """Use up one of these signs, if it comes next."""
        found = self.sees(*signs)
        self.at += found
        return found

    def since(self, start: int) -> Span:
        """The span from the token of that index to the last used up."""
        return self.tokens[start].start, self.tokens[self.at - 1].end

    def span(self) -> Span:
        """The span of the token that comes next."""
        return self.here.start, self.here.end

    def typed(self, token: Token) -> str:
        """A token as the user wrote it, a long one cut."""
        return crop(clean(self.text[token.start : token.end]), 60, " ...")

    def open(self) -> None:
        """Go into the bracket that comes next."""
        token = self.take()
        self._open.append(token)
        if len(self._open) > DEEPEST:
            self.fail(self.span(), say("brackets_deep"), say("levels", DEEPEST))

    def close(self, expected: Message) -> None:
        """Leave the innermost bracket; `expected` is what else might stand here."""
        if self.here.sort is Sort.END:
            opened = self._open[-1]
            self.fail((opened.start, opened.end), say("unclosed"), verbatim(")"))
        if not self.sees(")"):
            self.unexpected(expected)
        self.take()
        self._open.pop()

    def fail(
        self, span: Span, what: Message, expected: Message | None = None, near: tuple[str, ...] = ()
    ) -> NoReturn:
        """Stop with one fault."""
        raise QueryError(self.text, (Fault(*span, what, expected, near),))

    def unexpected(self, expected: Message) -> NoReturn:
        """Stop at the next token, which cannot stand where it does."""
        token = self.here
        if token.sort is Sort.END:
            self.fail(self.span(), say("ends"), expected)
        if self.sees(")") and not self._open:
            self.fail(self.span(), say("unopened"))
        self.fail((token.start, token.end), say("stands", self.typed(token)), self._or_spaces(expected))

    def _or_spaces(self, expected: Message) -> Message:
        """What was expected, with a hint for Chinese that was glued together and not taken apart."""
        around = self.tokens[max(0, self.at - 1) : self.at + 1]
        for token in around:
            if token.sort is Sort.WORD and (found := holds_keyword(token.text)):
                return say("or_spaces", expected, found)
        return expected
