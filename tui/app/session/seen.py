"""What the user saw of a book when last looking: a short mark a name, kept in a file of the user's own."""

from __future__ import annotations

import json
import math
from contextlib import suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from tui.arrow import strings
from tui.seen import mark_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from tui.universe.universe import Universe

KINDS = ("price", "rating", "eps")
NEW = "new"
FORMAT = 1
SHORT = 4  # bytes of a mark
MOST_BYTES = 64_000_000  # a larger file is not ours


class Seen(NamedTuple):
    """Per code a mark for each of KINDS; a mark changes with what it stands for."""

    marks: Mapping[str, Sequence[str]]

    def changed(self, now: Seen) -> dict[str, tuple[str, ...]]:
        """Per code what is another now: of KINDS, or NEW."""
        out: dict[str, tuple[str, ...]] = {}
        for code, marks in now.marks.items():
            before = self.marks.get(code)
            if before is None:
                out[code] = (NEW,)
            elif before != marks:
                out[code] = tuple(kind for kind, a, b in zip(KINDS, before, marks, strict=False) if a != b)
        return out


def seen_of(universe: Universe) -> Seen:
    """What a universe shows: price, rating, EPS by fiscal year."""
    codes = [code or "" for code in strings(universe.table.column("code"))]
    held = [_marks(list(parts)) for parts in (_prices(universe), _ratings(universe), _eps(universe))]
    return Seen(dict(zip(codes, zip(*held, strict=True), strict=True)))


def _prices(universe: Universe) -> Iterator[str]:
    """A price that stands unchanged at a later date is the same; '' for none."""
    return ("" if math.isnan(price) else repr(price) for price in universe.values("price").tolist())


def _ratings(universe: Universe) -> Iterator[str]:
    return (text or "" for text in strings(universe.table.column("rating")))


def _eps(universe: Universe) -> Iterator[str]:
    """EPS by fiscal year, whether actual or estimated."""
    columns = [universe.values(f"eps_{year}").tolist() for year in universe.years]
    heads = [year.year for year in universe.years]
    if not columns:
        return iter([""] * universe.rows)
    return (
        ";".join(f"{year}={value!r}" for year, value in zip(heads, row, strict=True) if value == value)  # noqa: PLR0124
        for row in zip(*columns, strict=True)
    )


def _marks(parts: Sequence[str]) -> list[str]:
    """A short mark for each text; the same texts are many, so each is worked out once."""
    known = {part: blake2b(part.encode(), digest_size=SHORT).hexdigest() if part else "" for part in {*parts}}
    return [known[part] for part in parts]


# ── the file ────────────────────────────────────────────────────────────────────────────────────────


def seen_path(folder: Path, book: Path) -> Path:
    """The file of a book within the user's state folder."""
    return folder / "seen" / f"{mark_of(book)}.json"


def read_seen(path: Path) -> Seen | None:
    """What was kept; None where nothing was, or what stands there cannot be read."""
    with suppress(OSError, ValueError, KeyError, AttributeError, TypeError):
        if path.stat().st_size > MOST_BYTES:
            return None
        held = json.loads(path.read_text(encoding="utf-8"))
        if held["format"] == FORMAT:
            return Seen({str(code): tuple(map(str, marks)) for code, marks in held["marks"].items()})
    return None


def write_seen(path: Path, book: Path, seen: Seen) -> None:
    """Keep it in one step. Raises BookError or OSError where it cannot be written."""
    from tui.book.write import write_atomic

    path.parent.mkdir(parents=True, exist_ok=True)
    held = {"format": FORMAT, "book": str(book), "marks": seen.marks}
    write_atomic(path, json.dumps(held, ensure_ascii=False).encode("utf-8", "surrogateescape"))
