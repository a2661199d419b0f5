"""What fits at a place of a query: columns, operators, values and functions, each with its other names."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from tui.columns import Kind
from tui.query import words
from tui.query.expect import Next, Place
from tui.query.scope import Name
from tui.query.tokens import Sort, scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.query.scope import Field, Scope
    from tui.query.words import Entry

MOST_COLUMNS = 30  # before functions and saved queries, so that they are seen where nothing is typed yet
MOST_VALUES = 20_000  # that are looked at
QUOTES = "'\"`"

_NOT = words.JOINERS[2]
_TEXT_OPS = ("=", "!=", "in", "~", "is", "not in", "not ~", "is not")
_FIGURE_OPS = ("<", "<=", ">", ">=", "=", "!=", "between", "in", "is", "is not", "not between", "not in")
_CHAINED = ("<", "<=")
_SUMS = ("+", "-", "*", "/")
_OPS = {entry.name: entry for entry in words.OPERATORS}


@dataclass(frozen=True, slots=True)
class Offer:
    """A name, and what else it is called.

    quote: the quotes it is put in where it cannot be read as one word, '' where it always can
    """

    name: Name
    also: tuple[str, ...] = ()
    quote: str = ""

    def quoted(self) -> Name:
        """The name as it can be inserted."""
        return Name(_quoted(self.name.text, self.quote), self.name.hint) if self.quote else self.name


def offers(at: Place, scope: Scope, lang: str) -> Iterator[Offer]:
    """Everything that may stand at a place, best first."""
    match at.next:
        case Next.CLAUSE:
            yield from _clause(scope, lang)
        case Next.FIGURE | Next.COLUMN | Next.BY:
            yield from _columns(at, scope, lang)
        case Next.VALUE | Next.ITEM | Next.TAG:
            yield from _of_column(at, scope, lang)
        case Next.STATE:
            yield from _states(at, lang)
        case Next.VINTAGE:
            yield _entry(words.PREVIOUS, lang)
            yield Offer(Name("-2", "两期之前" if lang == "zh" else "two dates back"))
        case Next.SAVED:
            yield from (Offer(Name(name, scope.saved(name) or "")) for name in scope.saved_names())
        case _:
            yield from _operators(at, lang)


def _clause(scope: Scope, lang: str) -> Iterator[Offer]:
    columns = [offer for _, offer in _fields(scope, lang)]
    yield from columns[:MOST_COLUMNS]
    yield _entry(_NOT, lang)
    yield from (Offer(Name(f"@{name}", scope.saved(name) or ""), (name,)) for name in scope.saved_names())
    yield from _functions(lang, texts=True)
    yield from columns[MOST_COLUMNS:]


def _fields(scope: Scope, lang: str) -> list[tuple[Field, Offer]]:
    """The columns, each with what it is called in the other language."""
    other = {field.name: name for field, name in scope.offered_fields("en" if lang == "zh" else "zh")}
    return [
        (field, Offer(name, _also(field, name, other.get(field.name)), "`"))
        for field, name in scope.offered_fields(lang)
    ]


def _also(field: Field, name: Name, other: Name | None) -> tuple[str, ...]:
    return (field.name, name.hint, *((other.text, other.hint) if other else ()))


def _columns(at: Place, scope: Scope, lang: str) -> Iterator[Offer]:
    """The columns that fit, and the functions where a figure does."""
    dated = at.column is not None and at.column.kind is Kind.DATE
    for field, offer in _fields(scope, lang):
        kind = field.kind
        fits = kind is Kind.DATE if dated else kind.numeric
        if at.next is Next.BY:
            fits = kind in {Kind.TEXT, Kind.TAGS}
        elif at.next is Next.COLUMN:
            fits = scope.source_of(field) is not None
        if fits:
            yield offer
    if at.next is Next.FIGURE and not dated:
        yield from _functions(lang, texts=False)


def _functions(lang: str, *, texts: bool) -> Iterator[Offer]:
    for function in words.FUNCTIONS.values():
        if texts or function.kind != "source":
            yield _entry(function, lang, "(")


def _entry(entry: Entry, lang: str, after: str = "") -> Offer:
    return Offer(Name(entry.spelling(lang) + after, entry.help(lang)), (entry.name, *entry.zh, *entry.also))


def _of_column(at: Place, scope: Scope, lang: str) -> Iterator[Offer]:
    """The values of the column at the left, then any and all of tags, other columns of a text."""
    column = at.column
    if column is None:
        return
    for name in islice(scope.offered_values(column, lang), MOST_VALUES):
        yield Offer(name, (name.hint,), "'")
    if at.next is Next.TAG:
        yield from (_entry(entry, lang, " (") for entry in words.ANY_ALL)
    if at.next is Next.VALUE:
        yield from (
            offer
            for field, offer in _fields(scope, lang)
            if field.kind is Kind.TEXT and field.name != column.name
        )


def _states(at: Place, lang: str) -> Iterator[Offer]:
    column = at.column
    if column and not column.kind.numeric:
        yield _entry(words.STATES["missing"], lang)
    else:
        yield from (_entry(entry, lang) for entry in (*words.STATES.values(), *words.FLAGS.values()))
    if not at.op:
        yield _entry(_NOT, lang)


def _operators(at: Place, lang: str) -> Iterator[Offer]:
    """What follows an operand, or joins two."""
    kind = at.column.kind if at.column else Kind.NUMBER
    match at.next:
        case Next.OPERATOR:
            yield from _after_left(kind, lang)
        case Next.NEGATED:
            fits = {Kind.TAGS: ("has",), Kind.TEXT: ("in", "~")}.get(kind, ("between", "in"))
            yield from _named(lang, *fits)
        case Next.ENDS:
            yield _entry(words.JOINERS[0], lang)
        case Next.IN_CALL:
            function = words.FUNCTIONS.get(at.op)
            if function and function.is_cross(1):
                yield _entry(words.BY, lang)
            yield Offer(Name(")"))
            yield from _arithmetic(kind, lang)
        case Next.IN_LIST:
            yield from (Offer(Name(",")), Offer(Name(")")))
        case Next.OPEN:
            yield Offer(Name("("))
        case Next.DONE:
            yield from (_entry(entry, lang) for entry in words.JOINERS[:2])
            if at.op in {"<", "<=", ">", ">=", "=", "!=", "between"}:
                yield from _named(lang, *(_CHAINED if at.op in _CHAINED else ()))
                yield from _arithmetic(kind, lang)


def _named(lang: str, *names: str) -> Iterator[Offer]:
    yield from (_entry(_OPS[name], lang) for name in names)


def _arithmetic(kind: Kind, lang: str) -> Iterator[Offer]:
    """What makes another figure of a figure; a text has vintages only."""
    yield from (Offer(Name(sign)) for sign in _SUMS if kind.numeric)
    yield Offer(Name("@", "另一日期" if lang == "zh" else "of another date"))


def _after_left(kind: Kind, lang: str) -> Iterator[Offer]:
    if kind is Kind.TAGS:
        yield from _of_tags(lang)
    else:
        yield from _named(lang, *(_TEXT_OPS if kind is Kind.TEXT else _FIGURE_OPS))
    yield from _arithmetic(kind, lang)


def _of_tags(lang: str) -> Iterator[Offer]:
    has, is_, missing = _OPS["has"], _OPS["is"], words.STATES["missing"]
    yield _entry(has, lang)
    for entry in words.ANY_ALL:
        yield _two(has, entry, lang, " (")
    yield _two(is_, missing, lang)


def _two(first: Entry, second: Entry, lang: str, after: str = "") -> Offer:
    text = f"{first.spelling(lang)} {second.spelling(lang)}{after}"
    return Offer(Name(text, second.help(lang)), (f"{first.name} {second.name}",))


def _quoted(text: str, quote: str) -> str:
    """The text as it can be inserted: in quotes where it would not be read as one word."""
    if text[:1] in QUOTES:
        return text
    found, fault = scan(text)
    if not fault and len(found) == 2 and found[0].sort in {Sort.WORD, Sort.NUMBER}:
        return text
    return f"{quote}{text.replace(quote, quote * 2)}{quote}"
