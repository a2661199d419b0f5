"""Why something that looks like a name or a term is no link."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tui.universe.patterns import Entry


class Reason(StrEnum):
    """What suppressed a candidate."""

    BOUNDARY = "boundary"  # letters or digits go on beside it
    CASE = "case"  # an ordinary word in this case
    PART = "part of a word"  # a word over its edge
    NOUN = "common noun"  # what follows makes it one
    WORD = "ordinary word"  # and nothing near says that it is a name
    SHARED = "shared"  # it could be several names
    LONGER = "longer"  # another name or term holds it
    LOOKALIKE = "look-alike"  # a text that is known not to be the name
    EXCLUDED = "excluded"  # a text that the theme excludes


class Suppressed(NamedTuple):
    """A candidate that was not taken; row: of the text, start, end: code points into it as stored."""

    row: int
    start: int
    end: int
    entry: Entry
    reason: Reason
    by: str
