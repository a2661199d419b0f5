"""The part of the parser below a clause: arithmetic, calls, vintages and single values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.errors import nearest
from tui.query import words
from tui.query.messages import Listed, say, verbatim
from tui.query.nodes import Arithmetic, At, Call, Day, Minus, Node, Number, Quoted, Saved, When, Word
from tui.query.tokens import Sort

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.query.stream import Stream

FURTHEST_BACK = 10_000  # dates back that `@ -N` may ask for

_LITERALS = {Sort.NUMBER, Sort.QUOTED, Sort.DAY}


class Figures:
    """Reads figures; `query` reads what stands in a bracket."""

    def __init__(self, stream: Stream, query: Callable[[], Node]) -> None:
        self.stream, self.query = stream, query

    def sum(self) -> Node:
        """Terms joined by + and -."""
        start = self.stream.at
        node = self.product()
        while self.stream.sees("+", "-"):
            op = self.stream.take().text
            right = self.product()
            node = Arithmetic(op, node, right, self.stream.since(start))
        return node

    def product(self) -> Node:
        """Factors joined by * and /."""
        start = self.stream.at
        node = self.negative()
        while self.stream.sees("*", "/"):
            op = self.stream.take().text
            right = self.negative()
            node = Arithmetic(op, node, right, self.stream.since(start))
        return node

    def negative(self) -> Node:
        """Minus signs, then something as of a vintage."""
        starts: list[int] = []
        while self.stream.sees("-"):
            starts.append(self.stream.at)
            self.stream.take()
        node = self.dated()
        for start in reversed(starts):
            node = Minus(node, self.stream.since(start))
        return node

    def dated(self) -> Node:
        """A value, perhaps with @ and a vintage."""
        stream, start = self.stream, self.stream.at
        sort, saved = stream.here.sort, stream.sees("@")
        node = self.value()
        if not stream.sees("@"):
            return node
        if saved or sort in _LITERALS:
            stream.fail(stream.span(), say("at_after"))
        stream.take()
        node = At(node, self.when(), stream.since(start))
        if stream.sees("@"):
            stream.fail(stream.span(), say("one_vintage"), say("one_at"))
        return node

    def when(self) -> When:
        """What stands after @."""
        stream = self.stream
        here = stream.here
        if here.sort is Sort.DAY:
            return When(day=stream.take().day)
        if here.sort is Sort.WORD and words.is_previous(here.text):
            stream.take()
            return When(back=1)
        if stream.sees("-") and stream.after.sort is Sort.NUMBER:
            stream.take()
            number = stream.take()
            if number.unit or not number.number.is_integer() or not 1 <= number.number <= FURTHEST_BACK:
                span = here.start, number.end
                stream.fail(span, say("no_count_back"), say("whole_back", FURTHEST_BACK))
            return When(back=int(number.number))
        return stream.unexpected(say("vintage"))

    def value(self) -> Node:
        """A number, a date, a text, a name, a call, a saved query, or a bracket."""
        stream = self.stream
        here = stream.here
        span = stream.span()
        if stream.sees("("):
            return self.bracket()
        if stream.sees("@"):
            return self.saved()
        if here.sort in {Sort.SIGN, Sort.END}:
            stream.unexpected(say("operand"))
        stream.take()
        if here.sort is Sort.WORD:
            return self.call(stream.at - 1) if stream.sees("(") else Word(here.text, span=span)
        if here.sort is Sort.COLUMN:
            return Word(here.text, column=True, span=span)
        if here.sort is Sort.NUMBER:
            return Number(here.number, here.unit, span)
        if here.day:
            return Day(here.day, span)
        return Quoted(here.text, span)

    def bracket(self) -> Node:
        self.stream.open()
        node = self.query()
        if self.stream.sees(","):
            self.stream.unexpected(say("bracket_only"))
        self.stream.close(say("bracket_next"))
        return node

    def saved(self) -> Node:
        """@NAME."""
        stream = self.stream
        start = stream.at
        stream.take()
        if stream.here.sort not in {Sort.WORD, Sort.COLUMN, Sort.QUOTED}:
            stream.unexpected(say("saved_name"))
        return Saved(stream.take().text, stream.since(start))

    def call(self, start: int) -> Node:
        """A function and its arguments; its name has been used up."""
        stream = self.stream
        name = stream.tokens[start]
        function = words.function(name.text)
        if not function:
            near = tuple(nearest(name.text, words.function_names()))
            expected = None if near else say("one_of", Listed(tuple(words.FUNCTIONS.values())))
            what = say("no_function", stream.typed(name))
            stream.fail((name.start, name.end), what, expected, near)
        stream.open()
        args: list[Node] = []
        if not stream.sees(")", "by"):
            args.append(self.query())
            while stream.accept(","):
                args.append(self.query())
        by = self.by() if stream.accept("by") else None
        stream.close(say("argument_next") if by is None else verbatim(")"))
        return Call(function.name, tuple(args), by, stream.since(start))

    def by(self) -> Word:
        here = self.stream.here
        if here.sort not in {Sort.WORD, Sort.COLUMN}:
            self.stream.unexpected(say("by_column"))
        self.stream.take()
        return Word(here.text, column=here.sort is Sort.COLUMN, span=(here.start, here.end))

    def items(self) -> tuple[Node, ...]:
        """Values in a bracket, separated by commas."""
        if not self.stream.sees("("):
            self.stream.unexpected(say("items"))
        self.stream.open()
        found = [self.sum()]
        while self.stream.accept(","):
            found.append(self.sum())
        self.stream.close(say("item_next"))
        return tuple(found)
