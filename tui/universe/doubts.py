"""Names in doubt, decided by the story they stand in: ordinary words, and texts that several names share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tui.arrow import distinct
from tui.universe.cues import opened
from tui.universe.patterns import Meaning
from tui.universe.reasons import Reason, Suppressed
from tui.universe.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.universe.linker import Linker, Mentions
    from tui.universe.patterns import Entry


def decided(
    mentions: Mentions,
    linker: Linker,
    fields: int,
    *,
    told: list[Suppressed] | None = None,
    texts: Sequence[str] = (),
) -> Mentions:
    """The mentions with each name in doubt settled; a story is `fields` texts in a row.

    An ordinary word is a name where a cue is near, or where the story speaks of that name otherwise. A text
    that several names share is the one of them that the story speaks of otherwise, else none.
    texts: those that the mentions stand in, title and summary first of each story; with them an ordinary
    word that opens a title is a name too where the summary goes on of the company (公司公告 …)
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
            e.code
            for i, m in enumerate(mine)
            if not m.shared
            and (mentions.cued[first + i] or (m.weak and _told_on(mentions, first + i, fields, texts)))
            for e in m.names
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


def _told_on(mentions: Mentions, at: int, fields: int, texts: Sequence[str]) -> bool:
    """True where a mention opens its title and the summary goes on of a company."""
    row = int(mentions.row[at])
    if row % fields or fields == 1 or row + 1 >= len(texts):
        return False
    return opened(texts[row], int(mentions.start[at]), int(mentions.end[at]), texts[row + 1], words())


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
