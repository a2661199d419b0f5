"""The brief: what a report says besides its tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.book.codes import CodeError, canonical
from tui.book.toml import Toml, read_toml
from tui.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path


class Focus(NamedTuple):
    """A recommended group: id, the report's label for it, why, and the canonical codes in it."""

    group: str
    label: str
    reason: str
    codes: tuple[str, ...]


class RatingDef(NamedTuple):
    """What a rating means; kind is 'stock' or 'sector', en its English word."""

    kind: str
    rating: str
    en: str
    meaning: str
    meaning_zh: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """One brief; a text is '' and a date None where the file does not say.

    period: first and last day, or (); report_date: of the report itself, where it is not the prices' date
    sources: whom the report names for its figures; pictures: captions of what it has only as a picture
    raw: the file as TOML gives it, not cleaned; problems: of this file
    """

    as_of: date
    title: str
    sector: str
    publisher: str
    sector_rating: str
    sector_rating_change: str
    price_date: date | None
    period: tuple[date, ...]
    risk_level: str
    earlier_reports: tuple[date, ...]
    outlook: str
    risks: tuple[str, ...]
    focus: tuple[Focus, ...]
    ratings: tuple[RatingDef, ...]
    ratings_basis: str = ""
    report_date: date | None = None
    sources: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    problems: tuple[Problem, ...] = ()
    ratings_basis_zh: str = ""


def read_brief(path: Path, day: date) -> Brief:
    """The brief in a file of that date; what is wrong in it is in its problems."""
    problems: list[Problem] = []
    top = read_toml(path, problems)
    own = top.day("as_of")
    if own is not None and own != day:
        problems.append(Problem(top.file, 0, f"as_of {own}", f"the file is of {day}, and is taken as such"))
    return Brief(
        as_of=day,
        title=top.text("title"),
        sector=top.text("sector"),
        publisher=top.text("publisher"),
        sector_rating=top.text("sector_rating"),
        sector_rating_change=top.text("sector_rating_change"),
        price_date=top.day("price_date"),
        period=top.days("period"),
        risk_level=top.text("risk_level"),
        earlier_reports=top.days("earlier_reports"),
        outlook=top.text("outlook"),
        risks=top.texts("risks"),
        focus=tuple(_focus(table) for table in top.tables("focus")),
        ratings=tuple(_rating(table) for table in top.tables("ratings")),
        ratings_basis=top.text("ratings_basis"),
        ratings_basis_zh=top.text("ratings_basis_zh"),
        report_date=top.day("report_date"),
        sources=top.texts("sources"),
        pictures=top.texts("pictures"),
        raw=top.data,
        problems=tuple(problems),
    )


def _focus(table: Toml) -> Focus:
    codes = []
    for text in table.texts("codes"):
        try:
            codes.append(canonical(text))
        except CodeError as error:
            table.problems.append(Problem(table.file, 0, "focus.codes", str(error)))
    return Focus(table.text("group"), table.text("label"), table.text("reason"), tuple(codes))


def _rating(table: Toml) -> RatingDef:
    return RatingDef(*(table.text(key) for key in ("kind", "rating", "en", "meaning", "meaning_zh")))
