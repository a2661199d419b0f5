"""Names in doubt, decided by the story they stand in: ordinary words, and texts that several names share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tui.arrow import distinct
from tui.universe.patterns import Meaning
from tui.universe.reasons import Reason, Suppressed

if TYPE_CHECKING:
    from tui.universe.linker import Linker, Mentions
    from tui.universe.patterns import Entry


def decided(
    mentions: Mentions, linker: Linker, fields: int, *, told: list[Suppressed] | None = None
) -> Mentions:
    """The mentions with each name in doubt settled; a story is `fields` texts in a row.

    An ordinary word is a name where a cue is near, or where the story speaks of that name otherwise. A text
    that several names share is the one of them that the story speaks of otherwise, else none.
    """
    open_ones = np.flatnonzero(linker.known.doubtful[mentions.meaning])
    if not len(open_ones):
        return mentions
    meaning = mentions.meaning.copy()
    story = mentions.row // fields
    for one in distinct(story[open_ones]).tolist():
        first, last = np.searchsorted(story, [one, one + 1]).tolist()
        mine = [linker.meanings[m] for m in mentions.meaning[first:last].tolist()]
        sure = {e.code for m in mine if not m.shared for e in m.names if not e.weak}
        cued = {
            e.code for i, m in enumerate(mine) if not m.shared and mentions.cued[first + i] for e in m.names
        }
        for i, m in enumerate(mine):
            if not (m.weak or m.shared):
                continue
            kept, lost = _settled(m, sure | cued)
            if lost and told is not None:
                place = (int(x[first + i]) for x in (mentions.row, mentions.start, mentions.end))
                told += _why(m, lost, *place)
            meaning[first + i] = linker.intern(Meaning(kept, m.themes, m.swallows))
    speaks = linker.known.speaks[meaning]
    changed = mentions._replace(meaning=meaning)
    if speaks.all():
        return changed
    return changed.of(speaks)


def _settled(meaning: Meaning, known: set[str]) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Of a meaning in doubt the names that it is and that it is not."""
    stand = tuple(e for e in meaning.names if e.code in known)
    if len(stand) != 1:
        return (), meaning.names
    return stand, tuple(e for e in meaning.names if e not in stand)


def _why(meaning: Meaning, lost: tuple[Entry, ...], row: int, start: int, end: int) -> list[Suppressed]:
    reason = Reason.SHARED if meaning.shared else Reason.WORD
    return [
        Suppressed(row, start, end, entry, reason, " ".join(e.code for e in meaning.names if e is not entry))
        for entry in lost
    ]
