"""Whether the files of a book changed: what stands on disk, and two looks that must agree."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from tui.book.layout import BRIEF
from tui.book.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

EVERY = 2.0  # seconds between two looks
LARGE = 50_000_000  # bytes of a single file, from which the user is asked to read it again
FOLDERS = (*TABLES, BRIEF, "themes", "imports")
FILES = ("book.toml", "names.toml")
DEEP = 2  # folders below a table's own, as partitions by year are

Stamp = tuple[int, int]  # when it was written (ns), and how many bytes it has


class Look(NamedTuple):
    """What stood on disk: a stamp per file, by its path within the book."""

    stamps: Mapping[str, Stamp]

    def different(self, other: Look) -> list[str]:
        """The files that are not the same in the other, the newest first; those that are gone come last."""
        paths = [
            path
            for path in {**self.stamps, **other.stamps}
            if self.stamps.get(path) != other.stamps.get(path)
        ]
        return sorted(paths, key=lambda path: (-other.stamps.get(path, (0, 0))[0], path))


class Watch(NamedTuple):
    """seen: what the book on show was read from; waiting: what the last look found, where that is another."""

    seen: Look
    waiting: Look | None = None

    def after(self, now: Look) -> tuple[Watch, list[str]]:
        """After another look: the files that changed, once two looks in a row found the same; else none.

        A file that is still being written looks different every time, and so is waited for.
        """
        if now == self.seen:
            return self._replace(waiting=None), []
        if now != self.waiting:
            return self._replace(waiting=now), []
        return Watch(now), self.seen.different(now)


def look(root: Path) -> Look:
    """What stands on disk of a book; what cannot be looked at is as if it were not there."""
    if not root.is_dir():
        return Look(dict(_stamped(root, root.name)))
    found: dict[str, Stamp] = {}
    for name in FILES:
        found.update(_stamped(root / name, name))
    for folder in FOLDERS:
        found.update(_within(os.path.join(root, folder), folder, DEEP))  # noqa: PTH118 - thousands of files
    return Look(found)


def _stamped(path: Path, name: str) -> Iterator[tuple[str, Stamp]]:
    with suppress(OSError):
        status = path.stat()
        yield name, (status.st_mtime_ns, status.st_size)


def _within(folder: str, name: str, deep: int) -> Iterator[tuple[str, Stamp]]:
    """The files of a folder and of those below it; hidden and temporary ones are nobody's business."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            with suppress(OSError):
                if entry.is_dir():
                    if deep:
                        yield from _within(entry.path, f"{name}/{entry.name}", deep - 1)
                else:
                    status = entry.stat()
                    yield f"{name}/{entry.name}", (status.st_mtime_ns, status.st_size)
