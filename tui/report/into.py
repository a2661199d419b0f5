"""A report into a book: first what would be written and said, then the writing, all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from tui.book.imports import FOLDER, ROW, ImportRow, imports_bytes, imports_name, read_imports
from tui.book.layout import BRIEF
from tui.errors import BookError
from tui.report.blocks import NOWHERE, Place
from tui.report.booktoml import edited
from tui.report.briefing import brief_file, brief_of, disagreements
from tui.report.dating import day_of, settled
from tui.report.diagnostics import Diagnostic, Level
from tui.report.forecast.check import contradictions
from tui.report.grouping import grouping
from tui.report.places import with_texts
from tui.report.sources import sources
from tui.report.stage import Change, read_or_none, write_all
from tui.report.tables import incoming
from tui.report.vintages import Brought, brought
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from tui.book.layout import Book
    from tui.report.grouping import Grouping
    from tui.report.model import Report
    from tui.report.tables import Incoming

SETTINGS = "book.toml"
MARKET = "market"
_LONGEST = 4_000  # characters of a source text that is kept


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import does: the files it writes, what there is to say, and its outcome in words."""

    as_of: date
    changes: tuple[Change, ...]
    told: tuple[Diagnostic, ...]
    summary: tuple[str, ...]

    @property
    def doubtful(self) -> bool:
        """True where a cell is doubtful or was refused."""
        return any(one.level > Level.NOTE for one in self.told)

    @property
    def wrote(self) -> tuple[str, ...]:
        """The tables and files that change, in words: 'coverage', 'estimates', 'book.toml'."""
        return tuple(dict.fromkeys(change.name.partition("/")[0] for change in self.changes))


def nothing_at(_place: Place) -> str:
    """The source text of a place of a document that is not there."""
    return ""


def plan(
    report: Report, book: Book, *, as_of: date | None = None, text_at: Callable[[Place], str] = nothing_at
) -> Plan:
    """What a report brings to a book, nothing of it done.

    as_of: instead of the report's own date; text_at: what stands at a place of its file. Raises BookError,
    one line, where no date is known, and where a file of the book that would have to be changed has rows
    that cannot be read.
    """
    report, odd_days = settled(report)
    day, dated = day_of(report, as_of)
    if day is None:
        raise BookError(f"{clean(report.file)}: no date is found in it; give one with --as-of 2026-07-03")
    of = grouping(report, book, day)
    by = sources(report, book.publisher)
    price_date = report.price_date
    tables, unsaid = incoming(report, of, by, price_date)
    tables, kept_back = _without_market(tables, book, day, report.file)
    parts = [brought(part, book, day, report.file) for part in tables]
    brief_change, brief_told = _brief(report, book, day, of)
    wrong = contradictions(report.forecast.names, report.file)
    told = ordered(
        [
            *odd_days, *dated, *report.told, *report.forecast.told, *report.prose.told, *by.told, *unsaid,
            *kept_back,
            *wrong, *brief_told,
            *(one for part in parts for one in part.told),
        ]
    )  # fmt: skip
    told = with_texts(told, text_at)
    changes = [
        *_new_book(book),
        *_settings(report, book, of),
        *_imports(report, book, day, told),
        *brief_change,
        *(part.change for part in reversed(parts) if part.change),
    ]
    return Plan(
        day, tuple(_each_once(changes)), told, (summary(report, day, told, wrong), *_about(of, parts))
    )


def _without_market(
    tables: tuple[Incoming, ...], book: Book, day: date, file: str
) -> tuple[tuple[Incoming, ...], tuple[Diagnostic, ...]]:
    """A report's few market figures stay out where they would hide the market's own of another day."""
    others = [held for held in book.dates(MARKET) if held != day]
    if not others or all(part.table != MARKET for part in tables):
        return tables, ()
    read = "market cap, PB and the like"
    why = f"the book has the market of {max(others)}, which a few names would hide"
    note = Diagnostic(Level.NOTE, file, NOWHERE, read, why, "left out")
    return tuple(part for part in tables if part.table != MARKET), (note,)


def apply(plan: Plan, root: Path) -> None:
    """Writes what the plan says, all of it or nothing; raises BookError."""
    write_all(root, plan.changes)


def ordered(told: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each thing once, by place; of two that doubt one cell the first."""
    kept: dict[object, Diagnostic] = {}
    for one in told:
        doubt = one.level is Level.DOUBTFUL and one.code and one.column.startswith("pe_")
        kept.setdefault((one.code, one.column, one.place) if doubt else one, one)
    return tuple(
        sorted(kept.values(), key=lambda one: (one.file, one.place, -one.level, one.code, one.column))
    )


def summary(report: Report, day: date, told: Sequence[Diagnostic], wrong: Sequence[Diagnostic] = ()) -> str:
    """One line of what was read: 13 of 13 names, 52 of 52 EPS, 52 of 52 PE, 5 stories …

    wrong: the contradictions; a row that is doubted as a whole counts as none
    """
    forecast, prose = report.forecast, report.prose
    parts = [f"{len(forecast.names)} of {forecast.seen} names"]
    for metric, label in (("eps", "EPS"), ("pe", "PE")):
        wanted = forecast.wanted.get(metric, 0)
        read = sum(
            key[0] == metric and figure.value is not None
            for named in forecast.names
            for key, figure in named.figures.items()
        )
        if wanted or read:
            parts.append(f"{read} of {max(wanted, read)} {label}")
    counts = (
        (len(prose.stories), "story", "stories"), (len(prose.moves), "index move", "index moves"),
        (len(prose.focus), "focus group", "focus groups"), (len(prose.risks), "risk", "risks"),
        (sum(bool(one.column) for one in wrong), "contradiction", "contradictions"),
        (sum(one.level is Level.REFUSED for one in told), "refusal", "refusals"),
    )  # fmt: skip
    parts += [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
    return f"{day}: {', '.join(parts)}"


_FILLED = " filled"
THINGS = {
    "coverage": ("name", "names"), "estimates": ("year", "years"), "sectors": ("index move", "index moves"),
    "news": ("story", "stories"), "market": ("row of the market", "rows of the market"),
}  # fmt: skip


def added(parts: Sequence[Brought]) -> str:
    """What tables that were there got: 'added 1 name, 2 cells filled, 1 story'; '' for nothing."""
    facts = list(_added(parts))
    if not facts or not facts[0].endswith(_FILLED):
        return f"added {', '.join(facts)}" if facts else ""
    return ", ".join([facts[0], *(f"{fact} added" for fact in facts[1:])])


def _added(parts: Sequence[Brought]) -> Iterator[str]:
    old = {part.table: part for part in parts if part.merged}
    for table, (one, many) in THINGS.items():
        if count := old[table].added if table in old else 0:
            yield f"{count:,} {one if count == 1 else many}"
        if table == "estimates" and (filled := sum(part.filled for part in old.values())):
            yield f"{filled:,} {'cell' if filled == 1 else 'cells'}{_FILLED}"


def _about(of: Grouping, parts: Sequence[Brought]) -> list[str]:
    """Further facts, a line each: what was added, groups that were made, cells that stayed."""
    lines = [line] if (line := added(parts)) else []
    if of.new:
        lines.append(f"new groups: {', '.join(group.id for group in of.new)}")
    if count := sum(part.clashes for part in parts):
        lines.append(f"{count} {'cell disagrees' if count == 1 else 'cells disagree'}; the book's are kept")
    return lines


def _new_book(book: Book) -> list[Change]:
    """The files of an empty book, where there is none yet."""
    from tui.book.locate import new_files

    if (book.root / SETTINGS).exists() or book.files:
        return []
    return [Change(name, None, data) for name, data in new_files().items() if not (book.root / name).exists()]


def _settings(report: Report, book: Book, of: Grouping) -> list[Change]:
    from tui.book.locate import new_files

    path = book.root / SETTINGS
    before = read_or_none(path)
    heads = {"title": report.prose.title, "publisher": report.prose.publisher}
    heads = {key: clean(text).strip() for key, text in heads.items()}
    base = new_files()[SETTINGS] if before is None else before
    after = edited(base, clean(str(path)), groups=of.new, heads=heads)
    return [Change(SETTINGS, before, after)] if after is not None else []


def _brief(
    report: Report, book: Book, day: date, of: Grouping
) -> tuple[list[Change], tuple[Diagnostic, ...]]:
    name = f"{BRIEF}/{day}.toml"
    before = read_or_none(book.root / name)
    labels = {group.id: group.zh for group in (*book.groups, *of.new)}
    brief = brief_of(report, of.focus, report.price_date, labels)
    after = brief_file(before, brief, day, name)
    told = disagreements(before, brief, report, name)
    return ([Change(name, before, after)] if after is not None else []), told


def _imports(report: Report, book: Book, day: date, told: Sequence[Diagnostic]) -> list[Change]:
    """What was said, beside what other reports of the date said."""
    name, own = imports_name(day), base_name(report.file)
    before = read_or_none(book.root / name)
    held = read_imports(book.root, day)
    rows = [
        ImportRow(
            str(day), ROW, own, named.place.page, named.place.line, named.code, text=named.text[:_LONGEST]
        )
        for named in report.forecast.names
    ]
    rows += [
        ImportRow(
            str(day), one.level.word, own, one.place.page, one.place.line, one.code, one.column,
            one.read[:_LONGEST], one.expected[:_LONGEST], one.done[:_LONGEST], one.text[:_LONGEST],
        )
        for one in told
    ]  # fmt: skip
    at = next((i for i, row in enumerate(held) if row.file == own), len(held))
    others = [[row for row in part if row.file != own] for part in (held[:at], held[at:])]
    after = imports_bytes([*others[0], *rows, *others[1]])
    return [] if after == before else [Change(name, before, after)]


def base_name(file: str) -> str:
    """A file's name without its folders, cleaned."""
    return clean(PurePath(file.replace("\\", "/")).name) or FOLDER


def _each_once(changes: Sequence[Change]) -> list[Change]:
    """Of two changes of one file the later, in the place of the first."""
    out: dict[str, Change] = {}
    for change in changes:
        out[change.name] = change
    return list(out.values())
