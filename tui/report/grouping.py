"""Which group of the book each name of a report is filed under."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.arrow import strings
from tui.book.about import Group

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from tui.book.layout import Book
    from tui.report.model import Named, Report

_BACK = 12  # vintages of coverage that are asked for a name's group


@dataclass(frozen=True, slots=True)
class Grouping:
    """of: a name's group by code, '' for none; new: groups to add to the book, in the report's order.

    focus: the group of each focus group, in their order
    """

    of: Mapping[str, str]
    new: tuple[Group, ...]
    focus: tuple[str, ...]


class Maker:
    """Labels to ids; remembers the groups that had to be made."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self.groups = list(groups)
        self.new: list[Group] = []

    def id_of(self, label: str, *, keep: bool = True) -> str:
        """The group for a label; `keep` adds one that there is not yet."""
        from tui.report.prose.groups import group_of

        name, is_new = group_of(label, self.groups)
        if is_new and keep:
            made = _labelled(name, label)
            self.groups.append(made)
            self.new.append(made)
        return name


def _labelled(name: str, label: str) -> Group:
    from tui.report.prose.groups import shipped_groups

    return next((group for group in shipped_groups() if group.id == name), Group(name, label, label))


def grouping(report: Report, book: Book, day: date) -> Grouping:
    """A name's group: of the focus group it stands in, else of its subgroup row, else of its industry.

    Where the report says none of these it is the one the book has for it, else ''.
    """
    maker = Maker(book.groups)
    focused: dict[str, str] = {}
    focus = []
    covered = {named.code for named in report.forecast.names}
    for part in report.prose.focus:
        # a group without a name of the table would stand empty in the book
        name = maker.id_of(part.label or "、".join(part.codes[:3]), keep=not covered.isdisjoint(part.codes))
        focus.append(name)
        for code in part.codes:
            focused.setdefault(code, name)
    of: dict[str, str] = {}
    for named in report.forecast.names:
        label = named.group or named.industry
        of[named.code] = focused.get(named.code) or (maker.id_of(label) if label else "")
    lacking = [code for code, name in of.items() if not name]
    return Grouping(of | _of_book(book, day, lacking), tuple(maker.new), tuple(focus))


def _of_book(book: Book, day: date, codes: Iterable[str]) -> dict[str, str]:
    """The newest group that the book's coverage gives each code, not after the day."""
    wanted = set(codes)
    out: dict[str, str] = {}
    for past in [d for d in reversed(book.dates("coverage")) if d <= day][:_BACK]:
        if not wanted - out.keys():
            break
        table = book.read("coverage", past).table
        for code, group in zip(strings(table.column("code")), strings(table.column("group")), strict=True):
            if code in wanted and group:
                out.setdefault(code, group)
    return out


def named_by_code(names: Iterable[Named]) -> dict[str, Named]:
    """The names by code, the first of each."""
    out: dict[str, Named] = {}
    for named in names:
        out.setdefault(named.code, named)
    return out
