"""Saving: one writer at a time, and a killed save leaves the old file or the new."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from tui.arrow import combined, pa
from tui.book.convert import ABSENT, DECIMALS, PADDED
from tui.book.schema import AS_OF, TABLES
from tui.book.shipped import is_sample
from tui.errors import BookError, UnknownNameError
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from tui.book.about import NameInfo

TEMPORARY = ".tmp-"
LOCK_FILE = ".lock"
_HOLDER = ".lock-holder"
_PATIENCE = 5.0  # seconds


@contextmanager
def atomic_file(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A file to write into that takes the place of `path` in one step: the old file or the new, never a part.

    A device or a pipe is written into as it is. Raises BookError, with the old file as it was and no
    temporary file left, where it cannot be written.
    """
    target = Path(os.path.realpath(path))  # what a link points at is replaced, not the link
    temporary = ""
    try:
        if Path(path).exists() and not Path(path).is_file():
            with Path(path).open("wb") as straight:
                yield straight
            return
        handle, temporary = tempfile.mkstemp(prefix=TEMPORARY, dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            Path(temporary).chmod(mode_of(target))
            os.fsync(file.fileno())
        os.replace(temporary, target)  # noqa: PTH105  a test stops the program between these two
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise BookError(f"{clean(str(path))}: not written: {error.strerror or error}") from None
    except BaseException:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def write_atomic(path: str | os.PathLike[str], data: bytes) -> None:
    """Puts the bytes in place of the file in one step; see `atomic_file`."""
    with atomic_file(path) as file:
        file.write(data)


def mode_of(target: Path) -> int:
    """The old file's permissions, or what a new file would get."""
    try:
        return target.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def sync_folder(folder: Path) -> None:
    """Makes the new name last through a power cut, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


@contextmanager
def lock(root: str | os.PathLike[str]) -> Iterator[None]:
    """The book is this process's to write; may be entered again inside itself.

    Waits 5 seconds for another writer, then raises BookError that says who writes.
    """
    from filelock import FileLock, Timeout

    folder = Path(root)
    require_writable(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = FileLock(folder / LOCK_FILE, timeout=_PATIENCE, is_singleton=True)
        held.acquire()
    except Timeout:
        raise BookError(f"{clean(str(folder))}: {_holder(folder)} is writing this book; try again") from None
    except OSError as error:
        raise BookError(f"{clean(str(folder))}: cannot be locked: {error.strerror or error}") from None
    try:
        _say_holder(folder)
        yield
    finally:
        held.release()


def _say_holder(folder: Path) -> None:
    import sys

    name = Path(sys.argv[0]).name if sys.argv else "python"
    try:
        (folder / _HOLDER).write_text(f"{name} (process {os.getpid()})", encoding="utf-8")
    except OSError:
        return


def _holder(folder: Path) -> str:
    try:
        return (
            clean((folder / _HOLDER).read_text(encoding="utf-8", errors="replace")[:80]) or "another process"
        )
    except OSError:
        return "another process"


def require_writable(root: Path) -> None:
    """Raises BookError where nothing can be saved: the shipped sample, a single file, no permission."""
    shown = clean(str(root))
    if is_sample(root):
        raise BookError("the sample book is read-only; `kanpan init DIR` makes a book of your own")
    if root.is_file():
        raise BookError(f"{shown}: a single table is read-only; `kanpan init DIR` makes a book of your own")
    if root.is_dir() and not os.access(root, os.W_OK):
        raise BookError(f"{shown}: no permission to write; `kanpan init DIR` makes a book of your own")


def save_table(
    book_root: str | os.PathLike[str], table_name: str, day: date, table: Any, fmt: str = "csv"
) -> Path:
    """Saves a table's vintage as 'csv' or 'parquet' with `as_of` first; the other format's file goes.

    Returns the file's path. Raises BookError where it cannot be written.
    """
    if table_name not in TABLES:
        raise UnknownNameError("table", table_name, TABLES)
    if fmt not in {"csv", "parquet"}:
        raise BookError(f"unknown format {fmt!r}; a book holds csv or parquet")
    data = table_bytes(table, day, f".{fmt}")
    return _save(Path(book_root), f"{table_name}/{day}.{fmt}", data, (".csv", ".tsv", ".parquet"))


def table_bytes(table: Any, day: date, suffix: str) -> bytes:
    """What the file of a table's vintage holds, `as_of` first; suffix: .csv, .tsv or .parquet."""
    dated = _dated(table, day)
    if suffix == ".parquet":
        return _parquet_bytes(dated)
    return _csv_bytes(dated, "\t" if suffix == ".tsv" else ",")


def brief_bytes(day: date, brief: Mapping[str, Any]) -> bytes:
    """What the file of a brief holds; `as_of` is written first."""
    return _toml_bytes({AS_OF: day, **{k: v for k, v in brief.items() if k != AS_OF}})


def save_brief(book_root: str | os.PathLike[str], day: date, brief: Mapping[str, Any]) -> Path:
    """Saves a brief, keys as the book's layout names them; `as_of` is written first."""
    return _save(Path(book_root), f"brief/{day}.toml", brief_bytes(day, brief))


def save_names(book_root: str | os.PathLike[str], names: Mapping[str, NameInfo]) -> Path:
    """Saves names.toml: per code its aliases, English names and look-alikes."""
    content = {
        code: {part: list(getattr(info, part)) for part in ("aliases", "english", "lookalikes")}
        for code, info in names.items()
    }
    return _save(Path(book_root), "names.toml", _toml_bytes(content))


def save_book_toml(book_root: str | os.PathLike[str], content: Mapping[str, Any]) -> Path:
    """Saves book.toml: title, publisher, groups, missing."""
    return _save(Path(book_root), "book.toml", _toml_bytes(content))


def _save(root: Path, name: str, data: bytes, twins: Sequence[str] = ()) -> Path:
    path = root / name
    with lock(root):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BookError(f"{clean(str(path.parent))}: {error.strerror or error}") from None
        write_atomic(path, data)
        for suffix in twins:
            if suffix != path.suffix:
                path.with_suffix(suffix).unlink(missing_ok=True)
    return path


def _toml_bytes(content: Mapping[str, Any]) -> bytes:
    import tomli_w

    return tomli_w.dumps(dict(content)).encode("utf-8")


def _dated(table: Any, day: date) -> Any:
    """The table as files hold it: `as_of` first, without the columns that the file it came from lacks."""
    kept = [
        f.name
        for f in table.schema
        if f.name != AS_OF and not (ABSENT in (f.metadata or {}) and _empty(table.column(f.name)))
    ]
    table = table.select(kept)
    days = pa.array([day] * table.num_rows, type=pa.date32())
    return table.add_column(0, pa.field(AS_OF, pa.date32()), days)


def _empty(column: Any) -> bool:
    return bool(column.null_count == len(column))


def _parquet_bytes(table: Any) -> bytes:
    from pyarrow import parquet

    sink = pa.BufferOutputStream()
    parquet.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue())


def _csv_bytes(table: Any, delimiter: str = ",") -> bytes:
    columns = [_words(f, combined(table.column(i))) for i, f in enumerate(table.schema)]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(table.column_names)
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue().encode("utf-8")


def _words(field: Any, column: Any) -> list[str]:
    """A column as text: numbers with the decimals kept for it, else the shortest that reads back the same."""
    values = column.to_pylist()
    if not pa.types.is_floating(field.type):
        return ["" if value is None else str(value) for value in values]
    short = ["" if value is None else _shortest(value) for value in values]
    notes = field.metadata or {}
    places = int(notes.get(DECIMALS, b"0"))
    standing = max((len(t) - 1 - t.find(".") if "." in t else 0 for t in short), default=0)
    if PADDED not in notes and standing >= places:
        return short
    return [
        f"{value:.{places}f}" if value is not None and round(value, places) == value else text
        for value, text in zip(values, short, strict=True)
    ]


def _shortest(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
