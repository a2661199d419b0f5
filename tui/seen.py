"""What the user has seen of a book's alerts: one small file a book in the user's state folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from tui.errors import Problem
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.view.alerts import Seen

LONGEST_NAME = 40  # characters
MOST_BYTES = 64 << 20  # of a file that is read


def state_folder() -> Path:
    """Where what the program remembers of its user stands."""
    import platformdirs

    return Path(platformdirs.user_state_dir("kanpan", appauthor=False))


def seen_path(book: str | os.PathLike[str]) -> Path:
    """The file that remembers what was seen of a book, whether it is there or not."""
    return state_folder() / "alerts" / f"{mark_of(book)}.json"


def mark_of(book: str | os.PathLike[str]) -> str:
    """A word for the place of a book, as a file is named after it: its own name, and a sum of the path."""
    place = os.path.realpath(book)
    name = "".join(char if char.isalnum() else "-" for char in Path(place).name[:LONGEST_NAME])
    return f"{name}-{crc32(place.encode('utf-8', 'surrogateescape')):08x}"


def load_seen(book: str | os.PathLike[str]) -> tuple[dict[str, Seen], tuple[Problem, ...]]:
    """By alert what was seen of a book. A file that cannot be read is a Problem, and nothing was seen."""
    path = seen_path(book)
    try:
        if not path.exists():
            return {}, ()
        if path.stat().st_size > MOST_BYTES:
            return {}, (_problem(path, f"larger than {MOST_BYTES:,} bytes"),)
        import json  # not where nothing was seen

        held = json.loads(path.read_bytes())
        return {name: _seen(entry) for name, entry in held["alerts"].items()}, ()
    except OSError as error:
        return {}, (_problem(path, error.strerror or str(error)),)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}, (_problem(path, "not what was written there"),)


def mark_seen(book: str | os.PathLike[str], seen: Mapping[str, Seen]) -> None:
    """Remembers what was seen of a book in place of what was before, in one step.

    Raises BookError where it cannot be written.
    """
    import json

    from tui.book.write import write_atomic
    from tui.errors import BookError

    path = seen_path(book)
    alerts = {name: {"query": one.query, "codes": sorted(one.codes)} for name, one in seen.items()}
    held = {"book": clean(os.path.realpath(book)), "alerts": alerts}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BookError(f"{clean(str(path.parent))}: not made: {error.strerror or error}") from None
    write_atomic(path, json.dumps(held, ensure_ascii=False, indent=1).encode("utf-8", "surrogateescape"))


def _seen(entry: Any) -> Seen:
    from tui.view.alerts import Seen  # brings numpy, and the first paint does without

    query, codes = entry["query"], entry["codes"]
    if not isinstance(query, str) or not isinstance(codes, list):
        raise TypeError
    return Seen(query, frozenset(code for code in codes if isinstance(code, str)))


def _problem(path: Path, why: str) -> Problem:
    return Problem(
        clean(str(path)), 0, "what was seen is not known", f"{clean(why)}; every alert counts as new"
    )
