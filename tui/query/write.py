"""Nodes → the canonical English text; parsing it gives the same nodes."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, assert_never

from tui.query.nodes import (
    And,
    Arithmetic,
    At,
    Between,
    Call,
    Compare,
    Day,
    Has,
    How,
    In,
    Is,
    Like,
    Minus,
    Node,
    Not,
    Number,
    Or,
    Quoted,
    Saved,
    Word,
)
from tui.query.tokens import Sort, fold_width, scan

if TYPE_CHECKING:
    from collections.abc import Iterable


class _Bond(IntEnum):
    """How tight a text holds together, loosest first."""

    OR = 1
    AND = 2
    NOT = 3
    CLAUSE = 4
    SUM = 5
    PRODUCT = 6
    MINUS = 7
    AT = 8
    VALUE = 9


def write(node: Node) -> str:
    """The query or formula as text, with no more brackets than it needs.

    A column's name that is no plain word goes into back quotes, a value that is none into quotes.
    """
    return _write(node)[0]


def write_word(text: str) -> str:
    """A value as it can stand in a query: as it is where it reads back as one word, else quoted."""
    return text if _plain(text) else _quoted(text)


def write_column(text: str) -> str:
    """The name of a column as it can stand in a query: as it is, or in back quotes."""
    return text if _plain(text) else _within("`", text)


def _write(node: Node) -> tuple[str, _Bond]:
    """The text of a node and its bond."""
    match node:
        case Number() | Word() | Quoted() | Day() | Saved():
            return _value(node)
        case Call():
            args = ", ".join(_column(arg, _Bond.OR) for arg in node.args)
            by = f"by {_column(node.by, _Bond.VALUE)}" if node.by else ""
            return f"{node.name}({' '.join(filter(None, (args, by)))})", _Bond.VALUE
        case At():
            bare = isinstance(node.of, Word | Call)
            of = _column(node.of, _Bond.VALUE) if bare else f"({write(node.of)})"
            return f"{of} @ {node.when}", _Bond.AT
        case Minus():
            return f"-{_column(node.of, _Bond.MINUS)}", _Bond.MINUS
        case Arithmetic():
            bond = _Bond.SUM if node.op in "+-" else _Bond.PRODUCT
            left, right = _column(node.left, bond), _column(node.right, _Bond(bond + 1))
            return f"{left} {node.op} {right}", bond
        case Not():
            return _negated(node)
        case And():
            return " and ".join(_text(part, _Bond.NOT) for part in node.of), _Bond.AND
        case Or():
            return " or ".join(_text(part, _Bond.AND) for part in node.of), _Bond.OR
        case _:
            return _clause(node, ""), _Bond.CLAUSE


def _value(node: Number | Word | Quoted | Day | Saved) -> tuple[str, _Bond]:
    match node:
        case Number():
            return _number(node.value) + node.unit, _Bond.MINUS if node.value < 0 else _Bond.VALUE
        case Word():
            return _within("`", node.text) if node.column else write_word(node.text), _Bond.VALUE
        case Quoted():
            return _quoted(node.text), _Bond.VALUE
        case Day():
            return node.day.isoformat(), _Bond.VALUE
        case Saved():
            return "@" + (node.name if _plain(node.name, "@") else _quoted(node.name)), _Bond.VALUE


def _negated(node: Not) -> tuple[str, _Bond]:
    """A not, behind the first operand where English has it there."""
    if isinstance(node.of, In | Between | Is):
        return _clause(node.of, "not "), _Bond.CLAUSE
    return f"not {_text(node.of, _Bond.NOT)}", _Bond.NOT


def _clause(node: Compare | Between | In | Has | Is | Like, negation: str) -> str:
    """A clause; `negation` is 'not ' or ''."""
    if isinstance(node, Compare):
        first, *rest = node.terms
        others = (f"{op} {_text(term, _Bond.SUM)}" for op, term in zip(node.ops, rest, strict=True))
        return " ".join((_column(first, _Bond.SUM), *others))
    of = _column(node.of, _Bond.SUM)
    match node:
        case Between():
            return f"{of} {negation}between {_text(node.low, _Bond.SUM)} and {_text(node.high, _Bond.SUM)}"
        case In():
            return f"{of} {negation}in ({_items(node.items)})"
        case Is():
            return f"{of} is {negation}{node.state}"
        case Like():
            return f"{of} ~ {_quoted(node.pattern)}"
        case Has():
            return f"{of} has {_tags(node)}"
        case _:
            assert_never(node)


def _tags(node: Has) -> str:
    items = _items(node.items)
    if len(node.items) == 1 and not items.startswith("("):
        return items
    return f"{How.ALL if len(node.items) == 1 else node.how} ({items})"


def _items(items: Iterable[Node]) -> str:
    return ", ".join(_text(item, _Bond.SUM) for item in items)


def _text(node: Node, least: _Bond) -> str:
    """The text of a node, in brackets where it holds together more loosely than its place asks."""
    text, bond = _write(node)
    return text if bond >= least else f"({text})"


def _column(node: Node, least: _Bond) -> str:
    """The same where a word is the name of a column."""
    return write_column(node.text) if isinstance(node, Word) and not node.column else _text(node, least)


def _number(value: float) -> str:
    return str(int(value)) if value % 1 == 0 and abs(value) < 1e15 else repr(float(value))


def _plain(text: str, before: str = "") -> bool:
    """True where a text reads back as one word, by a reader who knows it."""
    found, _ = scan(before + text, text.__eq__)
    return [token.sort for token in found[bool(before) :]] == [Sort.WORD, Sort.END] and found[-2].text == text


def _quoted(text: str) -> str:
    folded = fold_width(text)
    return _within('"' if "'" in folded and '"' not in folded else "'", text)


def _within(quote: str, text: str) -> str:
    """A text in quotes, with every sign that would close them twice."""
    signs = zip(text, fold_width(text), strict=True)
    return quote + "".join(char * 2 if folded == quote else char for char, folded in signs) + quote
