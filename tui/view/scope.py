"""What the words of a query mean in one universe: columns, values of columns, saved queries."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from tui.book.lists import NameList
from tui.book.saved import Definition, SavedView
from tui.columns import Kind, family
from tui.query.scope import Field, Name
from tui.text import fold
from tui.view.resolve import RATINGS, group_ids
from tui.view.shipped import saved_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tui.columns import Column, Year
    from tui.universe.universe import Universe

Named = TypeVar("Named", Definition, SavedView, NameList)
MANY = 20_000  # distinct values; a column with more is looked up by value, never listed
WORD = re.compile(r"[\w.]+(?:-[\w.]+)*")
SOURCES = {"house": ("本所", "house"), "consensus": ("一致预期", "consensus")}
RATING_CHANGES: Mapping[str, tuple[str, ...]] = {
    "up": ("上调", "upgrade"), "down": ("下调", "downgrade"), "unchanged": ("不变", ""), "new": ("新评", ""),
    "withdrawn": ("取消评级", ""),
}  # fmt: skip
ALIASES = {"themes": ("theme", "主题"), "group": ("组",), "name": ("名称",), "checks": ("check",)}


def scope_of(universe: Universe) -> UniverseScope:
    """The scope of a universe, made once."""
    if "scope" not in universe.kept:
        universe.kept["scope"] = UniverseScope(universe)
    scope: UniverseScope = universe.kept["scope"]
    return scope


def key_of(word: str) -> str:
    """A word as names are compared: case, width and spaces do not count."""
    return fold(word).replace(" ", "")


def by_name_or_label(items: Mapping[str, Named], word: str) -> Named | None:
    """A saved query or view by its name, else by either label; None where there is none."""
    if word in items:
        return items[word]
    key = key_of(word)
    return next((i for i in items.values() if key in {key_of(w) for w in (i.name, i.zh, i.en)}), None)


class UniverseScope:
    """tui.query.scope.Scope over a universe."""

    def __init__(self, universe: Universe) -> None:
        self.universe = universe
        self._values: dict[str, dict[str, str]] = {}

    # ── columns ─────────────────────────────────────────────────────────────────────────────────────

    def field(self, word: str) -> Field | None:
        """The column of an id, alias, label, label + two-digit year, or relative year, or None."""
        name = self._columns.get(key_of(word))
        return self._field(name, word) if name else None

    def known(self, word: str) -> bool:
        """True where the word is a column, or a value of any text or tags column."""
        key = key_of(word)
        return key in self._columns or any(key in self._of(name) for name in self._listed)

    def field_names(self) -> Sequence[str]:
        """Every spelling of every column, the ones to suggest first."""
        return self._spellings

    def source_of(self, field: Field) -> Field | None:
        """The text column that says whose figure a column's is."""
        column = self.universe.columns[field.name]
        name = f"source_{column.year}" if column.year else "rating_source" if field.name == "rating" else ""
        return self._field(name, name) if name in self.universe.columns else None

    def offered_fields(self, lang: str) -> Sequence[tuple[Field, Name]]:
        """Each column once: what to insert in that language, and its other label."""
        return [
            (self._field(c.name, text), Name(text, c.label("en" if text == c.label(lang) else lang)))
            for c in self.universe.columns.values()
            for text in (shown_word(c, lang),)
        ]

    def _field(self, name: str, word: str) -> Field:
        return Field(name, self.universe.columns[name].kind, word)

    @cached_property
    def _columns(self) -> Mapping[str, str]:
        """Key of a spelling → column id; ids first, then labels, then what other makers call them."""
        out: dict[str, str] = {}
        for spell in (_ids, self._relative, _labels, _vendors):
            for column in self.universe.columns.values():
                for word in spell(column):
                    out.setdefault(key_of(word), column.name)
        return out

    @cached_property
    def _spellings(self) -> Sequence[str]:
        columns = self.universe.columns.values()
        words = [w for spell in (_ids, self._relative, _labels) for c in columns for w in spell(c)]
        return tuple(dict.fromkeys(words))

    def _relative(self, column: Column) -> Iterator[str]:
        if column.year is None:
            return
        number = relative_year(self.universe.years, column.year)
        if number is not None:
            base = family(column.family)
            for word in (base.name, base.zh, base.en):
                yield f"{word}.fy{number}"

    # ── values ──────────────────────────────────────────────────────────────────────────────────────

    def value(self, field: Field, word: str) -> str | None:
        """The id of one of a text or tags column's values, by id or label."""
        if field.name == "code":
            return self._code(word)
        return self._of(field.name).get(key_of(word))

    def value_names(self, field: Field) -> Sequence[str]:
        """Every spelling of its values, ids first; of a column with very many, the first of them."""
        spelled = tuple(islice(self._spelled(field.name), MANY))
        return tuple(dict.fromkeys((*(value for _, value in spelled), *(word for word, _ in spelled))))

    def offered_values(self, field: Field, lang: str) -> Sequence[Name]:
        """The values of a column, each once, in the language."""
        return [Name(*names) for names in islice(self._offered(field.name, lang), MANY)]

    def _code(self, word: str) -> str | None:
        text = fold(word).upper()
        if text in self.universe.row_of:
            return text
        from tui.book.codes import CodeError, canonical

        try:
            return canonical(word)
        except CodeError:
            return None

    def _of(self, name: str) -> Mapping[str, str]:
        """Key of a value's spelling → the value's id."""
        if name not in self._values:
            table: dict[str, str] = {}
            for word, value in self._spelled(name):
                table.setdefault(key_of(word), value)
            self._values[name] = table
        return self._values[name]

    def _spelled(self, name: str) -> Iterator[tuple[str, str]]:
        """(spelling, id) of every value of a text or tags column."""
        for value, names in self._known_values(name):
            yield value, value
            for word in names:
                if word:
                    yield word, value

    def _known_values(self, name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """(id, labels) of a column's values: what the book defines, then what its rows hold."""
        universe = self.universe
        labels: dict[str, tuple[str, ...]] = {}
        if name == "group":
            labels = {g.id: (g.zh, g.en) for g in universe.groups}
            labels = {group: labels.get(group, ()) for group in group_ids(universe)}
        elif name == "themes":
            labels = {t.id: (t.zh, t.en) for t in universe.themes}
        elif name == "rating":
            defined = universe.brief.ratings if universe.brief else ()
            labels = {r: (en,) for r, en in RATINGS.items()}
            labels |= {d.rating: (d.en,) for d in defined if d.kind == "stock"}
        elif name == "rating_source" or universe.columns[name].family == "source":
            labels = dict(SOURCES)
        elif name == "rating_change":
            labels = dict(RATING_CHANGES)
        yield from labels.items()
        if universe.is_late(name):
            return  # its words are all known; the rows are not computed to be looked at
        if universe.columns[name].kind == Kind.TAGS:
            present = dict.fromkeys(tag for tags in universe.theme_codes[1] for tag in tags)
        else:
            present = dict.fromkeys(universe.encoded(name)[1])
        yield from ((value, ()) for value in present if value and value not in labels)

    def _offered(self, name: str, lang: str) -> Iterator[tuple[str, str]]:
        for value, labels in self._known_values(name):
            zh, en = (*labels, "", "")[:2] if len(labels) > 1 else ("", labels[0] if labels else "")
            if lang == "zh" and zh:
                yield zh, value
            else:
                yield value, zh if lang == "zh" else en if en != value else ""

    @cached_property
    def _listed(self) -> Sequence[str]:
        """The text and tags columns whose values are few enough to be looked through."""
        universe = self.universe
        return [
            c.name
            for c in universe.columns.values()
            if c.kind in {Kind.TEXT, Kind.TAGS}
            and c.name != "code"
            and (
                universe.rows <= MANY or universe.is_late(c.name) or len(universe.encoded(c.name)[1]) <= MANY
            )
        ]

    # ── saved queries ───────────────────────────────────────────────────────────────────────────────

    def saved(self, name: str) -> str | None:
        """The text of a saved query, by name or label."""
        found = by_name_or_label(saved_of(self.universe).queries, name)
        return found.text if found else None

    def listed(self, name: str) -> tuple[Field, frozenset[str]] | None:
        """The codes of one of the user's lists, by name or label."""
        found = by_name_or_label(saved_of(self.universe).lists, name)
        return (self._field("code", "code"), frozenset(found.codes)) if found else None

    def saved_names(self) -> Sequence[str]:
        """The names of the saved queries and lists."""
        saved = saved_of(self.universe)
        return tuple(dict.fromkeys((*saved.queries, *saved.lists)))


def relative_year(years: Sequence[Year], year: Year) -> int | None:
    """0 for the last actual year, 1 for the first estimated one, 2 for the next; None for earlier ones."""
    estimated = [y for y in years if y.basis == "E"]
    if year in estimated:
        return estimated.index(year) + 1
    actual = [y for y in years if y.basis == "A"]
    return 0 if actual and year == actual[-1] else None


def _ids(column: Column) -> Iterator[str]:
    if column.year:
        yield f"{column.family}{column.year.year % 100:02d}"
    yield column.name
    yield from ALIASES.get(column.name, ())
    if column.year:
        year = column.year
        yield from (
            f"{column.family}{year.year}",
            f"{column.family}_{year.year}",
            f"{column.family}{year.short}",
        )


def _labels(column: Column) -> Iterator[str]:
    yield from (column.zh, column.en, column.head("zh"), column.head("en"))
    if column.year:
        base = family(column.family)
        for word in (base.zh, base.en, base.head("zh"), base.head("en")):
            yield from (
                f"{word}{column.year.year % 100:02d}",
                f"{word}{column.year.year}",
                f"{word}{column.year}",
            )


def _vendors(column: Column) -> Iterator[str]:
    yield from column.vendor


def shown_word(column: Column, lang: str) -> str:
    """The spelling that completion inserts: one word, short, in the language."""
    if column.year:
        base = family(column.family)
        word = base.zh.replace(" ", "") if lang == "zh" else base.name
        return f"{word}{column.year.year % 100:02d}"
    label = column.zh.replace(" ", "") if lang == "zh" else column.name
    return label if WORD.fullmatch(label) else column.name
