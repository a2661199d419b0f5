"""Old vintages of a book gathered into one Parquet file a year; nothing goes before it is read back equal."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from tui.book.counting import UNENDED, ends_within
from tui.book.files import TABLE_SUFFIXES, Read, read_file
from tui.book.schema import TABLES
from tui.book.write import TEMPORARY, lock, mode_of, sync_folder, table_bytes
from tui.book.yearly import SUFFIX, read_note
from tui.book.yearly_read import read_pieces
from tui.book.yearly_write import fits, stored, types_of, values_of, write_year
from tui.errors import BookError, Problem
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from tui.book.layout import Book

KEPT = 2  # the newest dates of a table, which stay files of their own
_LAYING = f"{TEMPORARY}year-"  # a program that was killed while laying a year leaves such a file


@dataclass(frozen=True, slots=True)
class Fold:
    """One file that compacting writes: a year's vintages, or one of the newest as Parquet.

    days: the vintages of files of their own that go into it; before, after: bytes of those files and of the
    old yearly one together, and of the new one (0 where nothing was written)
    """

    table: str
    path: Path
    days: tuple[date, ...]
    before: int
    after: int = 0


def folds(book: Book) -> tuple[Fold, ...]:
    """What there is to compact: every vintage but a table's newest two goes into its year's file.

    Those two stay files of their own, and become Parquet: they are what is opened and compared most, and the
    next import finds them there.
    """
    out = []
    for table in TABLES:
        days = [d for d in book.dates(table) if book.files[table, d] not in book.yearly]
        newest = book.dates(table)[-KEPT:]
        by_year: dict[int, list[date]] = {}
        for day in days:
            if day not in newest:
                by_year.setdefault(day.year, []).append(day)
        for year, old in sorted(by_year.items()):
            path = book.root / table / f"{year}{SUFFIX}"
            size = _size(path) + sum(_size(book.files[table, day]) for day in old)
            out.append(Fold(table, path, tuple(old), size))
        kept = [(day, book.files[table, day]) for day in newest if day in days]
        out += [
            Fold(table, path.with_suffix(SUFFIX), (day,), _size(path))
            for day, path in kept
            if path.suffix != SUFFIX
        ]
    return tuple(out)


def compact(book: Book) -> Iterator[tuple[Fold, tuple[Problem, ...]]]:
    """Writes what `folds` tells, file by file; each comes with what was left as it is, and why.

    A vintage that cannot be read without a Problem stays as it is: rewriting it would lose what is wrong.
    Stopped at any point it leaves every vintage readable, and may be run again. Raises BookError where the
    book cannot be written.
    """
    from tui.book.layout import open_book

    with lock(book.root):
        now = open_book(book.root)  # as it is now that nobody else writes
        for fold in folds(now):
            for stray in fold.path.parent.glob(f"{_LAYING}*"):
                stray.unlink(missing_ok=True)
            yield _newest(now, fold) if fold.path.stem == str(fold.days[-1]) else _year(now, fold)


def _newest(book: Book, fold: Fold) -> tuple[Fold, tuple[Problem, ...]]:
    """One of the newest vintages from CSV to Parquet."""
    day, spec = fold.days[0], TABLES[fold.table]
    sound, problems = _sound(book, fold)
    if day not in sound:
        return replace(fold, days=()), problems
    kept = sound[day]

    def differs(ready: Path) -> str:
        return "" if _same(read_file(ready, spec, as_of=day), kept.table) else str(day)

    data = table_bytes(kept.table, day, SUFFIX)
    return _finished(fold, sound, problems, _put(fold.path, lambda file: file.write(data), differs))


def _year(book: Book, fold: Fold) -> tuple[Fold, tuple[Problem, ...]]:
    """The vintages of a year into its file, beside those that stand there."""
    spec, old = TABLES[fold.table], book.yearly.get(fold.path)
    if old is None and fold.path.exists():
        return replace(fold, days=()), (_left(fold.path, "cannot be read; nothing is added to it"),)
    try:
        theirs = dict(read_pieces(old, old.days, spec)) if old else {}
    except BookError as error:
        return replace(fold, days=()), (_left(fold.path, str(error)),)
    if old and (old.problems or any(read.problems for read in theirs.values())):
        return replace(fold, days=()), (_left(fold.path, "has problems; nothing is added to it"),)
    sound, problems = _sound(book, fold)
    sound, misfits = _fitting(sound, {d: read.table for d, read in theirs.items() if d not in sound})
    problems += misfits
    if not sound:
        return replace(fold, days=()), problems
    tables = {day: read.table for day, read in theirs.items()} | {d: kept.table for d, kept in sound.items()}
    laid = {day: stored(table) for day, table in tables.items()}
    types = types_of(list(laid.values()), {})

    def differs(ready: Path) -> str:
        note = read_note(ready, int(fold.path.stem))
        if lost := tables.keys() - {*note.days}:
            return str(min(lost))
        again = read_pieces(note, note.days, spec)
        return next((str(day) for day, read in again if not _same(read, tables[day])), "")

    wrong = _put(fold.path, lambda file: write_year(file, laid, types, spec), differs)
    return _finished(fold, sound, problems, wrong)


def _finished(
    fold: Fold, sound: Mapping[date, _Kept], problems: tuple[Problem, ...], wrong: str
) -> tuple[Fold, tuple[Problem, ...]]:
    """Takes away the files whose vintages stand in the new one; wrong: the date that did not come back."""
    if wrong:
        told = _left(fold.path, f"{wrong} does not read back the same; nothing is changed")
        return replace(fold, days=()), (*problems, told)
    for kept in sound.values():
        for path, stamp in kept.files.items():
            if _stamp(path) == stamp:  # else somebody wrote it meanwhile: it goes before the year's
                path.unlink(missing_ok=True)
    sync_folder(fold.path.parent)
    return replace(fold, days=tuple(sorted(sound)), after=_size(fold.path)), problems


class _Kept(NamedTuple):
    """A vintage that was read whole, and the files it stands in with what they were when it was read."""

    table: Any
    files: Mapping[Path, tuple[int, int]]


def _sound(book: Book, fold: Fold) -> tuple[dict[date, _Kept], tuple[Problem, ...]]:
    """The vintages that can be read whole, and a Problem for each other; declared missing values stay."""
    held, problems = {}, []
    for day in fold.days:
        path = book.files[fold.table, day]
        twins = [path.with_suffix(suffix) for suffix in TABLE_SUFFIXES]
        files = {one: _stamp(one) for one in twins if one == path or one.exists()}
        if any(one.suffix != SUFFIX and ends_within(one) for one in files):
            problems.append(_left(path, UNENDED))
            continue
        try:
            reads = [read_file(one, TABLES[fold.table], as_of=day) for one in files]
        except BookError as error:
            problems.append(_left(path, str(error)))
            continue
        doubts = [problem for read in reads for problem in read.problems]
        if doubts:
            more = f" (and {len(doubts) - 1:,} more)" if len(doubts) > 1 else ""
            problems.append(_left(path, f"{doubts[0]}{more}"))
        elif not all(_same(read, reads[0].table) for read in reads):
            names = " and ".join(one.name for one in files)
            problems.append(_left(path, f"{names} are of one date and differ; remove one of them"))
        else:
            held[day] = _Kept(reads[0].table, files)
    return held, tuple(problems)


def _fitting(
    sound: Mapping[date, _Kept], others: Mapping[date, Any]
) -> tuple[dict[date, _Kept], tuple[Problem, ...]]:
    """The vintages whose columns are of the year's types: those of `others`, else of most of them."""
    types = types_of([stored(kept.table) for kept in sound.values()], values_of(map(stored, others.values())))
    why = {day: fits(stored(kept.table), types) for day, kept in sound.items()}
    told = [_left(next(iter(sound[day].files)), words) for day, words in why.items() if words]
    return {day: kept for day, kept in sound.items() if not why[day]}, tuple(told)


def _put(path: Path, write: Callable[[BinaryIO], object], differs: Callable[[Path], str]) -> str:
    """Lays a file beside its place, on the disk, and puts it there where `differs` finds nothing in it."""
    try:
        handle, name = mkstemp(prefix=_LAYING, suffix=SUFFIX, dir=path.parent)
        ready = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                write(file)
                file.flush()
                ready.chmod(mode_of(path))
                os.fsync(file.fileno())
            if wrong := _told(differs, ready):
                return wrong
            os.replace(ready, path)  # noqa: PTH105  a test stops the program between these two
        finally:
            ready.unlink(missing_ok=True)
    except OSError as error:
        raise BookError(f"{clean(str(path))}: not written: {error.strerror or error}") from None
    sync_folder(path.parent)
    return ""


def _told(differs: Callable[[Path], str], ready: Path) -> str:
    try:
        return differs(ready)
    except BookError as error:
        return f"what was written ({str(error).removeprefix(f'{clean(str(ready))}: ')})"


def _same(read: Read, table: Any) -> bool:
    return not read.problems and bool(read.table.equals(table, check_metadata=True))


def _left(path: Path, why: str) -> Problem:
    file = clean(str(path))
    return Problem(file, 0, "left as it is", why.removeprefix(f"{file}: ").removeprefix(f"{file}:"))


def _stamp(path: Path) -> tuple[int, int]:
    """What changes when a file is written."""
    try:
        info = path.stat()
    except OSError:
        return (0, 0)
    return info.st_mtime_ns, info.st_size


def _size(path: Path) -> int:
    return _stamp(path)[1]
