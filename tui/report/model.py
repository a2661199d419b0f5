"""What a report holds once it is read: frozen values, nothing of a book yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from tui.report.blocks import NOWHERE, Place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tui.columns import State, Year
    from tui.report.diagnostics import Diagnostic


class PartDay(NamedTuple):
    """A day as printed; year is 0 where the report leaves it out."""

    year: int
    month: int
    day: int


class Figure(NamedTuple):
    """One numeric cell.

    value: in the unit of its column, None where there is none; text: as printed, cleaned
    state: VALUE, MISSING (not given), LOSS or NM (the cell says so in words)
    decimals: as printed
    """

    value: float | None
    text: str
    state: State
    decimals: int = 0
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Named:
    """One row of the forecast table: a covered name.

    code: canonical; rating, action: as printed ('买入', '维持'), '' where there is none
    group: label of the subgroup row it stands under, '' for none; industry: of a column of its own
    currency: of the price, '' where nothing says so; eps_currency: likewise
    figures: by metric ('eps', 'pe', 'net_profit' in CNY, 'roe_pct', 'pb', …) and year
    others: figures without a year: 'market_cap' (CNY), 'pb', 'target_price', …
    text: the row as the report has it, cells joined by ' | '
    """

    code: str
    name: str
    rating: str
    action: str
    group: str
    industry: str
    price: Figure | None
    currency: str
    eps_currency: str
    figures: Mapping[tuple[str, Year], Figure]
    others: Mapping[str, Figure]
    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """The forecast table, all its parts merged.

    seen: how many rows were taken for names, the refused ones too; price_day: of the header, None for none
    wanted: per metric how many cells stand in the rows of names, the refused ones too
    """

    names: tuple[Named, ...]
    years: tuple[Year, ...]
    price_day: PartDay | None
    seen: int
    wanted: Mapping[str, int]
    told: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class FocusGroup:
    """A recommended group in the report's order; label: its words without 'watch' and the like."""

    label: str
    reason: str
    codes: tuple[str, ...]
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Move:
    """An index's move of the week; level: market, sector or sub-sector; change_pct: per cent."""

    level: str
    index: str
    change_pct: float
    start: date | None
    end: date | None
    place: Place = NOWHERE
    text: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """One story of the news part; published: None where the text gives no date."""

    title: str
    summary: str
    source: str
    published: date | None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Rating:
    """What a rating means; kind: 'stock' or 'sector'."""

    kind: str
    rating: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Claim:
    """Whose estimates some cells are. names: as printed, () for every name; years: () for every year.

    source: 'house', 'consensus' or a publisher; ratings: True where the ratings are meant too
    """

    names: tuple[str, ...]
    years: tuple[int, ...]
    source: str
    ratings: bool = True


@dataclass(frozen=True, slots=True)
class Prose:
    """What the report says besides its forecast table; a text is '' and a date None where it does not say.

    days: every full date the text gives, in order, from which a missing year is taken
    claims: later ones stand over earlier ones; earlier: dates of related reports
    pictures: captions of what the report has only as a picture
    """

    title: str = ""
    sector: str = ""
    publisher: str = ""
    sector_rating: str = ""
    sector_rating_change: str = ""
    report_day: date | None = None
    risk_level: str = ""
    earlier: tuple[date, ...] = ()
    period: tuple[date, ...] = ()
    outlook: str = ""
    focus: tuple[FocusGroup, ...] = ()
    moves: tuple[Move, ...] = ()
    stories: tuple[Story, ...] = ()
    risks: tuple[str, ...] = ()
    ratings: tuple[Rating, ...] = ()
    ratings_basis: str = ""
    claims: tuple[Claim, ...] = ()
    sources: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    days: tuple[date, ...] = ()
    told: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A report read whole.

    as_of: the price date with its year, else the report's own date, None where neither is known
    """

    file: str
    as_of: date | None
    price_date: date | None
    forecast: Forecast
    prose: Prose
    told: tuple[Diagnostic, ...] = field(default=())
