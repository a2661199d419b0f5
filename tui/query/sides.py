"""Figures side by side: whether they can be added or compared, and in which unit."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from tui.columns import Kind
from tui.query import kinds
from tui.query.asked import label
from tui.query.kinds import Loose, Unit
from tui.query.messages import Listed, say
from tui.query.typed import Const, Num

if TYPE_CHECKING:
    from tui.query.asked import Asked
    from tui.query.messages import Message
    from tui.query.nodes import Span
    from tui.query.words import Entry

_MEASURED: dict[Unit, str] = {Kind.MONEY: "money", Kind.MULTIPLE: "multiple"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A checked figure.

    unit: what it measures; tags: the tags column it has one answer a tag by, None where it has one answer
    """

    num: Num
    unit: Unit
    span: Span
    tags: str | None = None


def alike(sides: tuple[Figure, ...], asked: Asked) -> Unit | None:
    """The unit in which all of several can be compared or added; None where a fault was noted."""
    for one, other in combinations(sides, 2):
        if why := kinds.clash(one.unit, other.unit):
            _clash(one, other, why, asked)
            return None
    return kinds.joined_all([side.unit for side in sides])


def settled(side: Figure, unit: Unit) -> Num:
    """The figure in a unit that `alike` gave."""
    return kinds.settle(side.num, side.unit, unit)


def plain(side: Figure) -> Num:
    """The figure by itself: a percentage is a share of one."""
    return kinds.settle(side.num, side.unit, Loose.PLAIN)


def one_tags(sides: tuple[Figure, ...], span: Span, asked: Asked) -> tuple[str | None, bool]:
    """The tags column that several are by, and whether there is at most one."""
    found = sorted({side.tags for side in sides if side.tags})
    if len(found) > 1:
        columns = Listed(tuple(label(name, asked.scope, name) for name in found), "and_by")
        asked.fault(span, say("two_tags", columns))
    return (found[0] if found else None), len(found) < 2


def _clash(one: Figure, other: Figure, why: str, asked: Asked) -> None:
    units = {one.unit, other.unit}
    if Kind.DATE in units:
        odd = other if one.unit is Kind.DATE else one
        expected = say("date_such")
        if odd is other and isinstance(one.num, Const):
            odd, expected = one, say("a_figure")
        elif odd is one and isinstance(other.num, Const):
            odd, expected = other, say("a_figure")
    elif Loose.SHARE in units:
        odd, against = (one, other) if one.unit is Loose.SHARE else (other, one)
        expected = say("share_of_ranks")
        if against.unit is not Kind.COUNT:
            expected = say("plain_number", say(_MEASURED[against.unit]))
    else:
        odd = one if one.unit is Kind.PERCENT else other
        expected = say("by_hundred", asked.text[slice(*odd.span)])
    asked.fault(odd.span, say(why), expected)


def no_date(of: Figure, what: str | Entry | Message, asked: Asked) -> bool:
    """Whether a figure is no date; a fault where it is one."""
    if of.unit is Kind.DATE:
        asked.fault(of.span, say("takes_no_date", what), say("dates_compared"))
    return of.unit is not Kind.DATE
