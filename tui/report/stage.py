"""Writing several files of a book as one: all are laid ready first, then put in place, or none is."""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tui.book.write import LOCK_FILE, TEMPORARY, lock
from tui.errors import BookError
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HOLDER = ".lock-holder"


@dataclass(frozen=True, slots=True)
class Change:
    """One file: its path in the book with slashes, what it held when the change was made up, what it will.

    before: None where there was no file
    """

    name: str
    before: bytes | None
    after: bytes


def write_all(root: Path, changes: Sequence[Change]) -> None:
    """Writes every change, or none.

    Each file is laid beside its place and on the disk before the first is put there; after any failure the
    old files stand as they were and nothing temporary is left. Raises BookError where it cannot be done, or
    where a file is not what it was when the change was made up.
    """
    if not changes:
        return
    was_there = root.exists()
    try:
        with lock(root):
            _refuse_changed(root, changes)
            stage = _Stage(root)
            try:
                stage.lay(changes)
                stage.put()
            except BaseException:
                stage.undo()
                raise
            stage.finish()
    except OSError as error:
        where = clean(str(error.filename or root))
        raise BookError(f"{where}: nothing is written: {error.strerror or error}") from None
    finally:
        if not was_there:
            _drop_empty(root)


def _refuse_changed(root: Path, changes: Sequence[Change]) -> None:
    for change in changes:
        if read_or_none(root / change.name) != change.before:
            where = clean(str(root / change.name))
            raise BookError(f"{where}: was changed by someone else in the meantime; import again")


def read_or_none(path: Path) -> bytes | None:
    """A file's bytes, None where there is no file; raises BookError with the system's reason."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BookError(f"{clean(str(path))}: {error.strerror or error}") from None


@dataclass(slots=True)
class _Laid:
    """A file laid ready: what it will replace, where it lies, where the old one is kept meanwhile."""

    target: Path
    ready: Path
    kept: Path | None
    placed: bool = False


@dataclass(slots=True)
class _Stage:
    """The files of one write on their way."""

    root: Path
    laid: list[_Laid] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    spare: list[Path] = field(default_factory=list)  # temporary files, whatever becomes of them

    def lay(self, changes: Sequence[Change]) -> None:
        """Every file on the disk under a temporary name, and each old one under a second name."""
        for change in changes:
            target = Path(os.path.realpath(self.root / change.name))  # what a link points at is replaced
            self._make(target.parent)
            ready = self._temporary(target, change.after)
            kept = None if change.before is None else self._second_name(target, change.before)
            if change.before is not None:
                ready.chmod(target.stat().st_mode & 0o777)
            else:
                ready.chmod(0o666 & ~_umask())
            self.laid.append(_Laid(target, ready, kept))

    def put(self) -> None:
        """Every file in its place; a step each, so that a killed program leaves the old file or the new."""
        for one in self.laid:
            one.placed = True  # before it is: undoing what did not happen does no harm
            os.replace(one.ready, one.target)  # noqa: PTH105  a test stops the program between two of these

    def undo(self) -> None:
        """All as it was; what cannot be put back in one step is written back."""
        for one in reversed(self.laid):
            if not one.placed:
                continue
            if one.kept is None:
                with contextlib.suppress(OSError):
                    one.target.unlink(missing_ok=True)
            else:
                _put_back(one.kept, one.target)
        self._tidy()
        for folder in reversed(self.folders):
            with contextlib.suppress(OSError):
                folder.rmdir()

    def finish(self) -> None:
        """Makes the new names last through a power cut, and drops the old files."""
        self._tidy()
        for folder in {one.target.parent for one in self.laid}:
            with contextlib.suppress(OSError), _opened(folder) as handle:
                os.fsync(handle)

    def _make(self, folder: Path) -> None:
        missing = []
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        for one in reversed(missing):
            one.mkdir()
            self.folders.append(one)

    def _temporary(self, target: Path, data: bytes) -> Path:
        handle, name = tempfile.mkstemp(prefix=TEMPORARY, dir=target.parent)
        path = Path(name)
        self.spare.append(path)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        return path

    def _second_name(self, target: Path, data: bytes) -> Path:
        """The old file under a second name: it costs no room, so that undoing works on a full disk."""
        path = target.with_name(f"{TEMPORARY}{os.getpid()}-{len(self.spare)}-old")
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
            path.hardlink_to(target)
            self.spare.append(path)
            return path
        return self._temporary(target, data)  # a file system without links

    def _tidy(self) -> None:
        for path in self.spare:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)


def _put_back(kept: Path, target: Path) -> None:
    try:
        kept.replace(target)
    except OSError:
        target.write_bytes(kept.read_bytes())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[int]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield handle
    finally:
        os.close(handle)


def _drop_empty(root: Path) -> None:
    """A folder that was made only to be locked goes, where nothing was written into it."""
    with contextlib.suppress(OSError):
        if {path.name for path in root.iterdir()} <= {LOCK_FILE, _HOLDER}:
            for path in root.iterdir():
                path.unlink(missing_ok=True)
            root.rmdir()
