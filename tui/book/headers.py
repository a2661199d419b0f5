"""A file's header names matched to a table's fields, vendors' names included."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tui.book.schema import AS_OF, DERIVED
from tui.columns import Year, by_name, from_vendor
from tui.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.book.schema import TableSpec

_YEARLY = re.compile(
    r"(eps|每股收益|pe|pe_printed|市盈率|source|预测来源)[ _]?((?:19|20)?\d\d)([AE])",
    re.IGNORECASE | re.ASCII,
)
_FAMILY = {"每股收益": "eps", "市盈率": "pe_printed", "pe": "pe_printed", "预测来源": "source"}


class Header(NamedTuple):
    """One column of a file: its name there, its field (or its own name), and the factor to the unit."""

    given: str
    name: str
    scale: float = 1.0


def match(names: Sequence[str], specs: Sequence[TableSpec]) -> list[Header]:
    """Which field of the tables each header names; one that names none keeps its own name.

    The exact name of a field comes before a vendor's; of two headers for one field the first has it.
    """
    fields = {AS_OF, *(name for spec in specs for name in spec.names)}
    found: dict[str, Header] = {}
    for name in names:
        key = name.casefold()
        if key in fields and key not in {h.name for h in found.values()}:
            found[name] = Header(name, key)
    if any(spec.per_name for spec in specs):
        for name in names:
            known = None if name in found else from_vendor(name)
            if known and known[0] in fields and known[0] not in {h.name for h in found.values()}:
                found[name] = Header(name, *known)
    return [found.get(name) or Header(name, name) for name in names]


def yearly(name: str) -> tuple[str, Year] | None:
    """The field and year of a wide column: 'pe_2026E' → ('pe_printed', 2026E); None for any other."""
    found = _YEARLY.fullmatch(name.strip())
    if not found:
        return None
    family = found[1].casefold()
    year = int(found[2])
    return _FAMILY.get(family, family), Year(year if year > 100 else 2000 + year, found[3].upper())


def foreign(headers: Sequence[Header], spec: TableSpec, file: str) -> tuple[set[str], list[Problem]]:
    """The columns that are not this table's though the registry knows them, and a Problem for each reason."""
    reasons: dict[str, list[str]] = {}
    for header in headers:
        if not spec.per_name or spec.get(header.name) or header.name == AS_OF:
            continue
        if header.name in DERIVED or header.name.startswith("eps_growth_"):
            reasons.setdefault("derived anew, never read", []).append(header.given)
        elif yearly(header.name):
            reasons.setdefault("left out; estimates stand in a table of their own", []).append(header.given)
        elif by_name(header.name):
            reasons.setdefault(f"left out; not for {spec.name}", []).append(header.given)
    problems = [Problem(file, 1, f"columns {', '.join(given)}", why) for why, given in reasons.items()]
    return {name for given in reasons.values() for name in given}, problems
