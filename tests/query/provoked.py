"""Every fault a query can have, provoked: the tables of cases, and texts and trees beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.query.test_parse import TWO_WAYS
from tests.query.worlds import FakeScope, cases
from tui.columns import Kind
from tui.query.asked import Asked
from tui.query.check import check, read, read_formula
from tui.query.check_number import fits_count
from tui.query.check_text import text_column
from tui.query.errors import Fault, QueryError
from tui.query.messages import Cut, Listed, Message
from tui.query.nodes import Call, Compare, Is, Minus, Node, Not, Number, Quoted, Word
from tui.query.parse import parse
from tui.query.sides import Figure, one_tags
from tui.query.typed import Const
from tui.query.words import Function

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tui.query.messages import Arg
    from tui.query.scope import Field, Name

SAVED = {
    "cheap": "pe26 < 20 or peg < 1",
    "mine": "@cheap and rating = 买入",
    "a": "@b",
    "b": "@a",
    "broken": "pe26 <",
    "wrong": "pe62 < 3 and news > 1",
    "deeper": "news > 1 and @wrong",
}
SCOPE = FakeScope(SAVED)


def refused(run: Callable[[], object]) -> tuple[Fault, ...]:
    """The faults, none where all is well; any other exception comes through."""
    try:
        run()
    except QueryError as error:
        return error.faults
    return ()


def within(arg: Arg | Fault | None) -> Iterator[Message | str]:
    """Every message in it, and every text of the user's or the scope's."""
    match arg:
        case Fault(what=what, expected=expected):
            yield from (*within(what), *within(expected))
        case Message(args=args):
            yield arg
            for one in args:
                yield from within(one)
        case Listed(items=items):
            for one in items:
                yield from within(one)
        case Cut(of=of):
            yield from within(of)
        case str():
            yield arg


def names(scope: FakeScope) -> list[str]:
    return [name for column, _ in scope.offered_fields("en") for name in scope.value_names(column)]


class Bare(FakeScope):
    """Columns without values, without tags, and no saved queries."""

    def offered_fields(self, lang: str) -> Sequence[tuple[Field, Name]]:
        return [(f, n) for f, n in super().offered_fields(lang) if f.kind is not Kind.TAGS]

    def value_names(self, field: Field) -> Sequence[str]:  # noqa: ARG002 (the scope's interface)
        return ()


def deep(levels: int) -> Node:
    node: Node = Is(Word("pe26"), "loss")
    for _ in range(levels):
        node = Not(node)
    return node


def asked(run: Callable[[Asked], object], text: str = "") -> tuple[Fault, ...]:
    ask = Asked(text, SCOPE)
    run(ask)
    return tuple(ask.faults)


def by_tags(tags: str) -> Figure:
    return Figure(Const(1, "1"), Kind.COUNT, (0, 1), tags)


TWO_ARGUMENTS = Function("log", ("对数",), "", "", least=2, most=2)
PE, THREE = Word("pe26"), Number(3)
TREES: tuple[Node, ...] = (
    Compare(("<", ">"), (Number(1), PE, Number(2))),
    Is(PE, "lost"),
    Compare(("<",), (Call("medain", (PE,)), THREE)),
    Compare(("<",), (Call("rank", ()), THREE)),
    Compare(("<",), (Call("min", ()), THREE)),
    Compare(("<",), (Call("round", (PE,) * 3), THREE)),
    Compare(("<",), (PE, Number(3, "furlong"))),
    Compare(("<",), (PE, Number(1e308, "亿"))),
    Compare(("=",), (Word("theme"), Word("ai-compute"))),
    Compare(("=",), (Quoted("买入"), Word("rating"))),
    Compare(("<",), (PE, Minus(Word("as_of")))),
    deep(61),
    PE,
)
TEXTS = (
    *("a" * 4001, "(" * 400, "-" * 399 + "a", "a and " * 600 + "a"),
    *("x between 甲和乙至丙", "a in (1 2)", "(a = 1 c)", "a。c", "a ? c"),
)


def others() -> Iterator[Fault]:
    for tree in TREES:
        yield from refused(lambda tree=tree: check(tree, "", SCOPE))  # type: ignore[misc]
    for text in TEXTS:
        yield from refused(lambda text=text: parse(text, {"甲", "乙", "丙", "甲和乙", "乙至丙"}.__contains__))  # type: ignore[misc]
    for formula in ("as_of", "rank(pe26 by theme)"):
        yield from refused(lambda formula=formula: read_formula(formula, SCOPE))  # type: ignore[misc]
    bare_scope = Bare()
    for query in ("rating = x", "price has x", "@nope"):
        yield from refused(lambda query=query: read(query, bare_scope))  # type: ignore[misc]
    nested = FakeScope({f"q{i}": f"@q{i + 1}" for i in range(9)} | {"q9": "pe26 < 3"})
    wide = FakeScope({f"q{i}": " and ".join([f"@q{i + 1}"] * 40) for i in range(7)} | {"q7": "pe26 < 3"})
    yield from (*refused(lambda: read("@q1", nested)), *refused(lambda: read("@q0", wide)))
    yield from asked(lambda ask: one_tags((by_tags("themes"), by_tags("group")), (0, 1), ask))
    yield from asked(lambda ask: text_column(Number(1), ask))
    yield from asked(lambda ask: fits_count(Call("log", (PE,)), TWO_ARGUMENTS, ask))


def every_fault() -> Iterator[Fault]:
    for row in cases("query_type_faults.csv"):
        yield from refused(lambda row=row: read(row["query"], SCOPE))  # type: ignore[misc]
    for row in cases("query_faults.csv"):
        text = row["text"].replace(r"\x1b", "\x1b")
        yield from refused(lambda text=text: parse(text, TWO_WAYS.__contains__))  # type: ignore[misc]
    yield from others()
