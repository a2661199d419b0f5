"""What stands between two halves of a table that a page cut: footers, headers, page numbers; and labels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tui.report.readers.shapes import is_page_number

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tui.report.readers.stream import Line

_FURNITURE = re.compile(
    r"请务必|敬请|请参阅|请阅读|请仔细阅读|免责|特别声明|重要声明|法律声明|信息披露|证券研究报告|研究报告"
    r"|行业(?:周报|月报|日报|点评|研究|动态)"
    r"|[周月日]报$|https?:|www\.|disclos|disclaimer|important notice|all rights reserved|^page \d"
    r"|接上[页表]|续表|未完待续"
    r"|^(?:19|20)\d\d[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?$",
    re.IGNORECASE,
)


class Between(NamedTuple):
    """Lines between two rows. labels: those that belong to the table; strays: those of the page."""

    labels: list[Line]
    strays: list[Line]


def is_furniture(text: str) -> bool:
    """A page's header, footer or number."""
    text = text.strip()
    return len(text) <= 80 and (is_page_number(text) or bool(_FURNITURE.search(text)))


def sorted_out(between: Sequence[Line], own: Collection[str] = ()) -> Between:
    """The lines between two rows, told apart.

    own: texts of the table's header without white space. What stands before a page's header or footer is
    taken for a label only where it stands right below a row and no page ends there.
    """
    marks = [i for i, line in enumerate(between) if is_furniture(line.text)]
    last = marks[-1] if marks else -1
    labels: list[Line] = []
    strays: list[Line] = []
    for index, line in enumerate(between):
        mine = "".join(line.text.split()) in own
        if index > last or mine or (index < marks[0] and _is_label(line.text)):
            labels.append(line)
        else:
            strays.append(line)
    return Between(labels, strays)


def _is_label(text: str) -> bool:
    """Short and one word: rather a group's name than a page's header."""
    text = text.strip()
    return len(text) <= 8 and len(text.split()) == 1
