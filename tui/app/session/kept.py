"""The first frame as the last session left it, shown at once where all that it was made of is the same.

The book is read behind it all the same, and what is read then takes its place. A frame is kept with a line
of what it came from: the book's files, settings, themes, what is remembered of the book, the day and the
program. Where one of them is another, the frame is as good as not there.
"""

from __future__ import annotations

import io
import os
import pickle
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, Any
from zlib import crc32

from tui.app.boot import FRAMES
from tui.errors import KanpanError
from tui.seen import mark_of, state_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.app.board import Board
    from tui.app.boot import Request
    from tui.app.frames.frame import First
    from tui.app.session.life import Opened

SUM_BYTES = 4  # tell a frame from a damaged one
MOST_BYTES = 4 << 20  # of a frame that is read
Files = tuple[tuple[str, int, int], ...]
FOUND_LATER = {"changed", "alerts", "alerts_wrong"}  # what is new to the user is found behind the frame
MOST_FILES = 5000  # of a book that is looked at


def kept(request: Request) -> First | None:
    """The frame that fits a request; None where there is none, or it came from something else."""
    path = path_of(request.place)
    with suppress(Exception):  # whatever stands in the file: a frame that cannot be read is none
        status = path.stat()
        if status.st_size > MOST_BYTES or not S_ISREG(status.st_mode):
            return None
        held = path.read_bytes()
        files = files_of(request.place)
        if files and held.startswith(came_from := origin(request, files)):
            return _read(held[len(came_from) :])
    return None


def _read(held: bytes) -> First | None:
    """A frame as `_written` gives it; None where it is damaged, or no frame."""
    from tui.app.frames.frame import First

    made = held[SUM_BYTES:]
    if held[:SUM_BYTES] != _sum(made):
        return None
    first = _Plain(io.BytesIO(made)).load()
    return first if isinstance(first, First) and is_sound(first) else None


def _written(first: First) -> bytes:
    made = pickle.dumps(first, protocol=5)
    return _sum(made) + made


def _sum(made: bytes) -> bytes:
    return crc32(made).to_bytes(SUM_BYTES, "big")


def is_sound(value: object) -> bool:
    """True where a value is made of plain ones, and no text has what a terminal would obey."""
    if isinstance(value, str):
        return value.isprintable()
    if value is None or isinstance(value, int | float):
        return True
    if isinstance(value, Mapping):
        return all(map(is_sound, value)) and all(map(is_sound, value.values()))
    if isinstance(value, tuple | list):
        return all(map(is_sound, value))
    return is_dataclass(value) and all(is_sound(getattr(value, one.name)) for one in fields(value))


def keep(request: Request, files: Files, first: First) -> None:
    """Keeps the first frame of a request whose book was read from those files.

    Raises OSError or BookError where it cannot be written.
    """
    from tui.book.write import write_atomic

    path = path_of(request.place)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(path, origin(request, files) + _written(first))


def keeping(request: Request) -> Callable[[First], None]:
    """Notes the files of the book as they are now; what it gives keeps the frame that is made of them."""
    files = files_of(request.place)

    def keep_made(first: First) -> None:
        with suppress(KanpanError, OSError):
            keep(request, files, first)

    return keep_made


def keep_for_next(opened: Opened, board: Board, files: Files) -> None:
    """Keeps what the next session on the same book will show first; where that fails, it shows it later.

    The session is at its end: what it found to be new is forgotten.
    """
    from tui.app.boot import Request, first_for
    from tui.remembered import book_path, recall
    from tui.settings import config_folder

    if opened.place is None:
        return
    held, _ = recall(book_path(opened.place))
    request = Request(opened.place, opened.as_of, opened.na, config_folder(), board.lang, held)
    for name in FOUND_LATER:
        board.universe.kept.pop(name, None)
    with suppress(KanpanError, OSError):
        keep(request, files, first_for(board.universe, board.lang, held))


def path_of(place: Path) -> Path:
    """The file of a book's frame, whether it is there or not."""
    return state_folder() / FRAMES / f"{mark_of(place)}.bin"


def files_of(place: Path) -> Files:
    """Every file of a book, when it was written and its bytes; none where there are too many to look at."""
    if not place.is_dir():
        return ((place.name, *_stamp(place)),)
    found: list[tuple[str, int, int]] = []
    for folder, folders, names in os.walk(place):
        folders[:] = [name for name in folders if not name.startswith(".")]
        inside = Path(folder)
        found += [(str(inside / name), *_stamp(inside / name)) for name in names if not name.startswith(".")]
        if len(found) + len(folders) > MOST_FILES:
            return ()
    return tuple(sorted(found))


def origin(request: Request, files: Files) -> bytes:
    """A line of all that the first frame comes from."""
    import json

    import tui
    from tui.settings import settings_in, themes_in

    program = (tui.__version__, sys.version, _stamp(Path(__file__)))
    themes = sorted((path.name, _stamp(path)) for path in _below(themes_in(request.config)))
    asked = (str(request.place.resolve()), str(request.as_of), request.na, request.lang)
    held = json.dumps(request.held, sort_keys=True, default=str)
    made_of = (
        program,
        time.strftime("%F"),
        asked,
        held,
        files,
        themes,
        _stamp(settings_in(request.config)),
    )
    return repr(made_of).encode("utf-8", "backslashreplace") + b"\n"


def _below(folder: Path) -> tuple[Path, ...]:
    try:
        return tuple(folder.iterdir())
    except OSError:
        return ()


def _stamp(path: Path) -> tuple[int, int]:
    """When a file was written, and its bytes; zeros where there is none."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)


class _Plain(pickle.Unpickler):
    """Makes the values that a frame is made of, and calls nothing else whatever the file says."""

    def find_class(self, module: str, name: str) -> Any:
        """Raises UnpicklingError for all but the program's own plain values."""
        if module.startswith("tui.") and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and (is_dataclass(found) or hasattr(found, "_fields")):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a frame")
