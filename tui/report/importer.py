"""An import from the file to the book: what the command and the session both call."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from tui.book.shipped import is_sample
from tui.errors import BookError
from tui.text import clean

if TYPE_CHECKING:
    import os
    from collections.abc import Callable
    from datetime import date

    from tui.book.layout import Book
    from tui.report.blocks import Document
    from tui.report.diagnostics import Diagnostic
    from tui.report.into import Plan
    from tui.report.model import Report

STAGES = ("reading", "table", "prose", "writing")
FILES = frozenset(  # how no book's name ends
    (".csv", ".tsv", ".txt", ".md", ".parquet", ".xlsx", ".xls", ".json", ".jsonl", ".toml", ".pdf", ".doc",
     ".docx", ".htm", ".html", ".zip", ".blk", ".ebk", ".sel", ".ini")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an import ended: what was read and became of it, a line each; what was said of cells.

    wrote: the tables and files that changed, none where nothing did; as_of: the date they are of
    """

    summary: tuple[str, ...]
    told: tuple[Diagnostic, ...]
    wrote: tuple[str, ...]
    as_of: date | None

    @property
    def doubtful(self) -> bool:
        """True where a cell is doubtful or was refused."""
        return any(one.level > 0 for one in self.told)


class NoForecastError(BookError):
    """A file without a forecast table; `told` is what was said of it, and nothing was written."""

    def __init__(self, message: str, told: tuple[Diagnostic, ...]) -> None:
        super().__init__(message)
        self.told = told


def run(
    path: str | os.PathLike[str],
    root: str | os.PathLike[str],
    *,
    as_of: date | None = None,
    dry_run: bool = False,
    strict: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Outcome:
    """Imports a report into the book at `root`, which is made where there is none.

    dry_run: nothing is written; strict: nothing is where a cell is doubtful or refused
    progress: called with each of STAGES as it begins
    Raises BookError, one line: the file or the book cannot be read, written or dated; NoForecastError.
    """
    from tui.report.dating import corrected, day_in_table
    from tui.report.into import plan
    from tui.report.known import known_of
    from tui.report.parse import of_document
    from tui.report.places import text_at, with_texts
    from tui.report.read import read_document

    say = progress or (lambda _stage: None)
    if not str(path).strip():
        raise BookError("no file is named; expected a report as text, Markdown, HTML, PDF, docx or xlsx")
    book = book_to_write(Path(root))
    say("reading")
    document = read_document(Path(path))
    known = known_of(book)
    report = of_document(document, known, say)
    if mended := corrected(document, report):
        document, doubt = mended
        report = of_document(document, known, lambda _stage: None)
        report = replace(report, told=(*report.told, doubt))
    if not report.forecast.names:
        told = with_texts((*report.told, *report.forecast.told, *report.prose.told), text_at(document))
        raise NoForecastError(_nothing(report, document), told if report.forecast.seen else ())
    if report.as_of is None and as_of is None and (dated := day_in_table(document)):
        report = replace(report, as_of=dated[0], told=(*report.told, dated[1]))
    made = plan(report, book, as_of=as_of, text_at=text_at(document))
    return done(made, Path(root), dry_run=dry_run, strict=strict, say=say)


def done(
    made: Plan, root: Path, *, dry_run: bool, strict: bool, say: Callable[[str], None] | None = None
) -> Outcome:
    """Writes a plan, unless it must not be written, and says what came of it."""
    from tui.report.into import apply

    why = "--dry-run" if dry_run else "--strict" if strict and made.doubtful else ""
    if why:
        return Outcome((*made.summary, f"nothing written ({why})"), made.told, (), made.as_of)
    if say:
        say("writing")
    apply(made, root)
    last = f"wrote {', '.join(made.wrote)}" if made.changes else "nothing changed"
    return Outcome((*made.summary, last), made.told, made.wrote, made.as_of)


def book_to_write(root: Path) -> Book:
    """The book at a path, or an empty one where nothing is; raises BookError where none can be written."""
    from tui.book.layout import open_book
    from tui.book.write import require_writable

    if is_sample(root):
        raise BookError("the sample book is read-only; name a book of your own with --into DIR")
    require_writable(root)
    if root.suffix.lower() in FILES and not root.exists():
        raise BookError(f"{clean(str(root))}: named as a file; a book is a folder, such as my-book")
    if root.is_dir() and any(not path.name.startswith(".") for path in root.iterdir()):
        return open_book(root)
    return _empty(root)


def _empty(root: Path) -> Book:
    from tui.book.layout import Book

    return Book(
        root=root,
        title="",
        publisher="",
        groups=(),
        missing=MappingProxyType({}),
        names=MappingProxyType({}),
        theme_files=(),
        vintages=MappingProxyType({}),
        files=MappingProxyType({}),
        problems=(),
        read_only=False,
    )


def _nothing(report: Report, document: Document) -> str:
    """One line on a file without a table that could be read, and what it does hold."""
    prose, file = report.prose, clean(report.file)
    if report.forecast.seen:
        seen = report.forecast.seen
        return (
            f"{file}: no row of the forecast table can be read; {seen} {'is' if seen == 1 else 'are'} refused"
        )
    counts = (
        (len(prose.stories), "story", "stories"),
        (len(prose.moves), "index move", "index moves"),
        (len(prose.risks), "risk", "risks"),
    )
    found = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
    tables = [block.rows for block in document.blocks if block.rows]
    if tables:
        first = next(([cell.text for cell in row if cell.text.strip()] for row in tables[0]), [])
        head = clean(" ".join(" ".join(first).split()))[:60]
        found.append(f"{len(tables)} {'table' if len(tables) == 1 else 'tables'}: first header {head!r}")
    from tui.report.vendor_guess import kind_of

    kind = next(filter(None, (kind_of([c.text for c in rows[0]]) for rows in tables if rows)), "")
    hint = f"; looks like a plain table, try --as {kind}" if kind else ""
    return f"{file}: no forecast table; found {', '.join(found) or 'nothing that belongs in a book'}{hint}"
