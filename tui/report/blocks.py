"""The common form of every document: a sequence of headings, paragraphs and tables of cells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tui.report.diagnostics import Diagnostic


class Place(NamedTuple):
    """Where something stands: 1-based page (0 where there are none) and line of that page or file."""

    page: int = 0
    line: int = 0


NOWHERE = Place()


class Cell(NamedTuple):
    """One cell of a table.

    text: as the file gives it, not cleaned, line ends inside kept as a line feed
    left, right: where it stands across the line, in any unit; both 0 where that is not known
    filled: it stands here only because a cell above or to the left spans this place
    """

    text: str
    place: Place = NOWHERE
    left: float = 0.0
    right: float = 0.0
    filled: bool = False


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Block:
    """One block: the text of a heading or paragraph, or the rows of a table.

    sure: of a table, True where a cell's index is its column (a tab, a pipe or a border said so, so that
    all rows have one length); False where the cells are only words in order and an empty one leaves no trace
    """

    kind: Kind
    text: str = ""
    place: Place = NOWHERE
    rows: tuple[tuple[Cell, ...], ...] = ()
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """A file as blocks in reading order.

    file: as messages name it; told: what was odd in reading it; pages: how many, 0 where there are none
    """

    file: str
    blocks: tuple[Block, ...]
    told: tuple[Diagnostic, ...] = ()
    pages: int = 0
