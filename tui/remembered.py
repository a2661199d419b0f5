"""What a session leaves behind for the next: one small JSON file a book, and one for every book.

A file is a table of fields. A session writes only the fields that it changed, so two sessions on one book
keep what each of them changed; where both changed the same field, the later one stands. Histories grow
together. Each field is read on its own: one that cannot be read is as good as not there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tui.errors import BookError, Problem
from tui.seen import mark_of, state_folder
from tui.text import clean

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping
    from pathlib import Path

FORMAT = 1
MOST_BYTES = 8 << 20  # of a file that is read
LONGEST = 200  # entries of a history
HISTORIES = ("queries", "commands")
PATIENCE = 2.0  # seconds that a writer waits for another

_NOT_READ = "what was remembered is not known"


def book_path(book: str | os.PathLike[str]) -> Path:
    """The file of a book, whether it is there or not."""
    return state_folder() / "books" / f"{mark_of(book)}.json"


def common_path() -> Path:
    """The file of what is remembered for every book."""
    return state_folder() / "session.json"


def recall(path: Path) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The fields of a file. One that cannot be read is a Problem, and nothing is remembered."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return {}, (_problem(path, f"larger than {MOST_BYTES:,} bytes"),)
        import json  # a first session remembers nothing

        held = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}, ()
    except OSError as error:
        return {}, (_problem(path, error.strerror or str(error)),)
    except (ValueError, RecursionError):
        return {}, (_problem(path, "not what was written there"),)
    if not isinstance(held, dict) or held.get("format") != FORMAT:
        return {}, (_problem(path, "not what this version writes"),)
    return held, ()


def keep(path: Path, changed: Mapping[str, Any], about: str = "") -> None:
    """Puts the changed fields in place of what the file holds of them, in one step.

    about: what the file is of, for a person who looks into it. Raises BookError where it cannot be written.
    """
    import json

    from filelock import FileLock, Timeout

    from tui.book.write import write_atomic

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock"), timeout=PATIENCE):
            held, _ = recall(path)
            merged = {**held, **{name: _merged(name, held.get(name), new) for name, new in changed.items()}}
            out = {**merged, "format": FORMAT, "book": clean(about)}
            write_atomic(path, json.dumps(out, ensure_ascii=False).encode("utf-8", "replace"))
    except Timeout:
        raise BookError(f"{clean(str(path))}: another session is writing it") from None
    except OSError as error:
        raise BookError(f"{clean(str(path))}: not written: {error.strerror or error}") from None


def _merged(name: str, old: Any, new: Any) -> Any:
    return list(joined(texts(old), new)) if name in HISTORIES else new


def joined(old: Iterable[str], new: Iterable[str]) -> tuple[str, ...]:
    """Two histories as one; what stands in both keeps the later place."""
    latest = [*new]
    there = {*latest}
    return tuple([*(one for one in old if one not in there), *latest][-LONGEST:])


def texts(held: Any) -> tuple[str, ...]:
    """The texts of a list, clean; () for anything else."""
    if not isinstance(held, list):
        return ()
    return tuple(clean(one) for one in held if isinstance(one, str))


def _problem(path: Path, why: str) -> Problem:
    return Problem(clean(str(path)), 0, _NOT_READ, f"{clean(why)}; the session begins anew")


class Place(NamedTuple):
    """Where the cursor stood: a name, a column, and the screen."""

    code: str = ""
    column: str = ""
    screen: str = "watchlist"


def place_of(held: Mapping[str, Any]) -> Place:
    """Where the session is to go on."""
    cursor, screen = texts(held.get("cursor")), held.get("screen")
    code, column = cursor if len(cursor) == 2 else ("", "")
    return Place(code, column, screen if isinstance(screen, str) else "watchlist")
