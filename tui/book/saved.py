"""What a book or its user gave names to: [queries], [views], [columns] and [lists] in TOML, and [alerts].

A query is a text or a table with `where`, a column a formula or a table with `formula`, a view a table, a
list an array of codes or a table with `codes`. Each may have labels (zh, en). What they mean is checked
where they are used; here only their form. A list is a query too: @holdings asks for its names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.book.lists import LISTS, MOST_ASKED, NameList, codes_of, list_query
from tui.errors import Problem
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SECTIONS = ("queries", "views", "columns", LISTS)
ALERTS = "alerts"
NONE: Mapping[str, Any] = {}
_NAME = re.compile(r"[^\W\d][\w.-]*")
_HEADER = re.compile(r"\s*\[{1,2}\s*([^\[\]]+?)\s*\]{1,2}\s*(?:#.*)?$")
_KEY = re.compile(r"\s*(\"[^\"]*\"|'[^']*'|[\w.-]+)\s*=")


class Definition(NamedTuple):
    """A query (`text` is its condition) or a column (`text` is its formula) with a name and perhaps labels.

    file, line: where it stands, '' and 0 for what ships or was passed in; decimals: of a column, as shown
    """

    name: str
    text: str
    zh: str = ""
    en: str = ""
    file: str = ""
    line: int = 0
    decimals: int = 2

    def label(self, lang: str) -> str:
        """Its label in 'zh' or 'en', its name where it has none."""
        return (self.zh if lang == "zh" else self.en) or self.name


class SavedView(NamedTuple):
    """A view as it is written down: words that are looked up when it is opened, so that years roll.

    where: a query, '' for all; sort: as --sort takes it; by: group, theme, rating, none or ''
    """

    name: str
    where: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()
    by: str = ""
    limit: int | None = None
    groups: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    zh: str = ""
    en: str = ""
    file: str = ""
    line: int = 0

    def label(self, lang: str) -> str:
        """Its label in 'zh' or 'en', its name where it has none."""
        return (self.zh if lang == "zh" else self.en) or self.name


class Saved(NamedTuple):
    """Everything with a name, by name; `problems` are what was badly formed and left out.

    lists: the user's own lists of names; `queries` has the query of each, by the list's name
    """

    queries: Mapping[str, Definition] = NONE
    views: Mapping[str, SavedView] = NONE
    columns: Mapping[str, Definition] = NONE
    problems: tuple[Problem, ...] = ()
    lists: Mapping[str, NameList] = NONE

    def __bool__(self) -> bool:
        """True where there is anything in it."""
        return bool(self.queries or self.views or self.columns or self.problems or self.lists)

    def over(self, other: Saved) -> Saved:
        """Both, this one's where a name stands in both."""
        lists = {k: v for k, v in other.lists.items() if k not in self.queries}
        return Saved(
            {**other.queries, **self.queries},
            {**other.views, **self.views},
            {**other.columns, **self.columns},
            (*other.problems, *self.problems),
            {**lists, **self.lists},
        )


class Alerts(NamedTuple):
    """Conditions to be told of, by name; `problems` are what was badly formed and left out."""

    queries: Mapping[str, Definition] = NONE
    problems: tuple[Problem, ...] = ()

    def __bool__(self) -> bool:
        """True where there is anything in it."""
        return bool(self.queries or self.problems)


NOTHING_SAVED = Saved()
NO_ALERTS = Alerts()


def read_alerts(raw: Mapping[str, Any], file: str, source: str) -> Alerts:
    """The [alerts] of a TOML file, each a query or a table with `query`; as `read_saved` for the rest."""
    if ALERTS not in raw:
        return NO_ALERTS
    reader = _Reader(file, _lines(source))
    queries = {d.name: d for d in reader.definitions(raw, ALERTS, "query")}
    return Alerts(queries, tuple(reader.problems))


def read_saved(raw: Mapping[str, Any], file: str, source: str) -> Saved:
    """The named things of a TOML file: its parsed top table, its name and its text, which gives the lines.

    What is badly formed is a Problem and left out; the rest stands.
    """
    if not any(section in raw for section in SECTIONS):
        return NOTHING_SAVED
    reader = _Reader(file, _lines(source))
    queries = {d.name: d for d in reader.definitions(raw, "queries", "where")}
    columns = {d.name: d for d in reader.definitions(raw, "columns", "formula")}
    views = {v.name: v for v in reader.views(raw)}
    lists = {one.name: one for one in reader.lists(raw, queries)}
    return Saved({**queries, **queries_of(lists)}, views, columns, tuple(reader.problems), lists)


def queries_of(lists: Mapping[str, NameList]) -> dict[str, Definition]:
    """The query of every list that is short enough to be written as one, by the list's name."""
    return {
        one.name: Definition(one.name, list_query(one.codes), one.zh, one.en, one.file, one.line)
        for one in lists.values()
        if len(one.codes) <= MOST_ASKED
    }


class _Reader:
    """Reads entries and notes what is wrong with them."""

    def __init__(self, file: str, lines: Mapping[tuple[str, str], int]) -> None:
        self.file, self.lines = clean(file), lines
        self.problems: list[Problem] = []

    def definitions(self, raw: Mapping[str, Any], section: str, key: str) -> Iterator[Definition]:
        for name, value in self._entries(raw, section):
            table = value if isinstance(value, dict) else {key: value}
            line = self._line(section, name)
            text = table.get(key)
            if not isinstance(text, str) or not text.strip():
                self._wrong(section, name, f'expected a text, or a table with {key} = "…"')
                continue
            decimals = table.get("decimals", 2)
            decimals = decimals if isinstance(decimals, int) and 0 <= decimals <= 9 else 2
            zh, en = (self._text(table, lang) for lang in ("zh", "en"))
            self._unknown(section, name, table, {key, "zh", "en", "decimals"})
            yield Definition(name, clean(text).strip(), zh, en, self.file, line, decimals)

    def views(self, raw: Mapping[str, Any]) -> Iterator[SavedView]:
        known = {"where", "sort", "columns", "by", "limit", "groups", "themes", "zh", "en"}
        for name, value in self._entries(raw, "views"):
            if not isinstance(value, dict):
                self._wrong(
                    "views", name, "expected a table: [views.NAME] with where, sort, columns, by, limit"
                )
                continue
            self._unknown("views", name, value, known)
            limit = value.get("limit")
            if limit is not None and (not isinstance(limit, int) or isinstance(limit, bool) or limit < 0):
                self._wrong("views", name, f"limit is {limit!r}; expected 0 or more")
                continue
            by = self._text(value, "by")
            if by not in {"", "group", "theme", "rating", "none"}:
                self._wrong("views", name, f"by is {by!r}; expected group, theme, rating or none")
                continue
            yield SavedView(
                name,
                self._text(value, "where"),
                ",".join(self._texts(value, "sort")),
                self._texts(value, "columns"),
                by,
                limit,
                self._texts(value, "groups"),
                self._texts(value, "themes"),
                self._text(value, "zh"),
                self._text(value, "en"),
                self.file,
                self._line("views", name),
            )

    def lists(self, raw: Mapping[str, Any], taken: Mapping[str, Definition]) -> Iterator[NameList]:
        for name, value in self._entries(raw, LISTS):
            table = value if isinstance(value, dict) else {"codes": value}
            codes = table.get("codes", [])
            if not isinstance(codes, list):
                self._wrong(LISTS, name, 'expected ["600941.SH"], or a table with codes = ["600941.SH"]')
                continue
            if name in taken:
                self._wrong(LISTS, name, "there is a query of this name; give the list another")
                continue
            found, bad = codes_of(codes)
            for text, why in bad:
                self._wrong(LISTS, name, f"{text}: {why}; left out")
            self._unknown(LISTS, name, table, {"codes", "zh", "en"})
            zh, en = (self._text(table, lang) for lang in ("zh", "en"))
            yield NameList(name, found, zh, en, self.file, self._line(LISTS, name))

    def _entries(self, raw: Mapping[str, Any], section: str) -> Iterator[tuple[str, Any]]:
        table = raw.get(section, {})
        if not isinstance(table, dict):
            self.problems.append(Problem(self.file, 0, section, f"expected a table, [{section}]"))
            return
        for key, value in table.items():
            name = clean(key).strip()
            if not _NAME.fullmatch(name):
                self._wrong(section, key, "expected a name of letters, digits, _ and -, as in deep-value")
                continue
            yield name, value

    def _text(self, table: Mapping[str, Any], key: str) -> str:
        value = table.get(key, "")
        return clean(value).strip() if isinstance(value, str) else ""

    def _texts(self, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        items = value.replace("，", ",").split(",") if isinstance(value, str) else value
        if not isinstance(items, list):
            return ()
        return tuple(clean(item).strip() for item in items if isinstance(item, str) and item.strip())

    def _unknown(self, section: str, name: str, table: Mapping[str, Any], known: set[str]) -> None:
        from tui.errors import nearest

        for key in table:
            if key not in known:
                near = nearest(key, known)
                hint = f"; nearest: {', '.join(near)}" if near else f"; known: {', '.join(sorted(known))}"
                self._wrong(section, name, f"unknown key {clean(key)!r}{hint}; left out")

    def _line(self, section: str, name: str) -> int:
        return self.lines.get((section, name), 0)

    def _wrong(self, section: str, name: str, why: str) -> None:
        self.problems.append(Problem(self.file, self._line(section, name), f"{section}.{clean(name)}", why))


def _lines(source: str) -> dict[tuple[str, str], int]:
    """The line of every entry: ('queries', 'cheap') → 12, whether it is a key or a table of its own."""
    out: dict[tuple[str, str], int] = {}
    section = ""
    for number, text in enumerate(source.splitlines(), 1):
        if header := _HEADER.match(text):
            section, _, name = (part.strip().strip("\"'") for part in header[1].partition("."))
            if name:
                out.setdefault((section, name.strip("\"'")), number)
                section = ""
        elif key := _KEY.match(text):
            name = key[1].strip("\"'")
            if section:
                out.setdefault((section, name), number)
                out.setdefault((section, name.partition(".")[0]), number)  # of one written key by key
            elif name.partition(".")[0] in {*SECTIONS, ALERTS}:
                first, _, rest = name.partition(".")
                out.setdefault((first, rest), number)
                out.setdefault((first, rest.partition(".")[0]), number)
    return out
