"""One row of a forecast table and the roles of its columns to a covered name, with a word on every doubt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tui.columns import Year
from tui.report.diagnostics import Diagnostic, Level
from tui.report.forecast import figures, ratings
from tui.report.forecast.notation import folded, joined_cjk, plain
from tui.report.forecast.roles import is_metric
from tui.report.forecast.vocabulary import vocabulary
from tui.report.forecast.who import Who, who
from tui.report.model import Figure, Named
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.blocks import Place
    from tui.report.forecast.roles import Guess, Role
    from tui.report.known import Known

_OTHERS = frozenset(
    {"market_cap", "float_market_cap", "shares", "target_price", "pb", "ps", "peg", "dividend_yield_pct"}
)
_SCALED = frozenset({"market_cap", "float_market_cap", "shares", "net_profit", "revenue"})
_KEPT_BY_YEAR = frozenset({"eps", "pe", "net_profit", "revenue", "pb", "ps", "peg", "roe_pct", "bps", "dps"})
CURRENCIES = {"HK": "HKD", "US": "USD"}


@dataclass(slots=True)
class Reader:
    """Reads the rows of one segment; what is said piles up in `told`.

    lost: per metric the printed cells that were not read; refused_rows: their texts
    """

    file: str
    guess: Guess
    known: Known
    by_text: dict[str, str]
    told: list[Diagnostic] = field(default_factory=list)
    lost: dict[str, int] = field(default_factory=lambda: {"eps": 0, "pe": 0})
    refused_rows: set[str] = field(default_factory=set)

    def name(self, row: Sequence[str], place: Place, group: str, text: str) -> Named | None:
        """The name of a row of cells, None where the row is refused."""
        code, name, odd = self._who(row)
        if not code:
            self._lose(row, text)
            self._say(Level.REFUSED, place, f"row of {name or text[:30]!r}", odd, "left out", text)
            return None
        if odd:
            self._say(Level.DOUBTFUL, place, f"code {code} of {name!r}", odd, "kept", text, code, "code")
        by_year: dict[tuple[str, Year], Figure] = {}
        others: dict[str, Figure] = {}
        price: Figure | None = None
        for at, role in enumerate(self.guess):
            if role.kind == "price":
                price = self._figure(row[at], role, place, text, code, "price")
            elif is_metric(role.kind) or role.kind in _OTHERS:
                self._take(row[at], role, place, text, code, by_year, others)
        rating, action = self._rating(row, place, text, code)
        currency = self._currency(row, code)
        return Named(
            code, name, rating, action, group, self._text(row, "industry"), price, currency,
            self._eps_currency(row), by_year, others, place, text,
        )  # fmt: skip

    def refused(self, place: Place, text: str, why: str) -> None:
        """Counts and tells a row that cannot be laid into the columns."""
        self._lose(["1"] * len(self.guess), text)
        self._say(Level.REFUSED, place, f"row {text[:40]!r}", why, "left out", text)

    def moved(self, name: Named) -> None:
        """Tells a row whose cells did not stand under their headers."""
        read, expected = f"row of {name.code} {name.name}", "its cells do not stand under their headers"
        done = "laid out anew, as price, EPS and PE bear each other out"
        self._say(Level.DOUBTFUL, name.place, read, expected, done, name.text, name.code)

    def cut(self, name: Named, row: Sequence[str], others: Sequence[Sequence[str] | None]) -> None:
        """Tells the last cell of the document's last row, where every other row goes on behind it."""
        end = _filled(row)
        ends = [_filled(other) for other in others if other is not None]
        if end < 0 or not ends or min(ends) <= end:
            return
        missed = {role.kind for role in self.guess[end + 1 :]} & {"eps", "pe", "price", "rating"}
        if missed and len(others) >= 2:
            return  # a row with such gaps is told as a whole
        role = self.guess[end]
        column = f"{role.kind}_{Year(role.year, role.basis)}" if role.year else role.kind
        read = f"{column} {clean(row[end].strip())[:40]!r} of {name.code} {name.name}"
        expected = "the document ends here, where the other rows go on; it may be cut"
        self._say(
            Level.DOUBTFUL, name.place, read, expected, "kept, and marked", name.text, name.code, column
        )

    def _lose(self, row: Sequence[str], text: str) -> None:
        """Counts a refused row and the figures it prints."""
        self.refused_rows.add(text)
        for at, role in enumerate(self.guess):
            if role.kind in self.lost and role.year and row[at].strip():
                found = figures.reading(row[at])
                self.lost[role.kind] += found is None or found.value is not None

    def _who(self, row: Sequence[str]) -> Who:
        code = self._cell(row, "code")
        dollars = self._has_currency(row) and self._currency(row, "TICKER.US") == "USD"
        return who(row, code, self._text(row, "name"), self.known, self.by_text, dollars=dollars)

    def _take(
        self, cell: str, role: Role, place: Place, text: str, code: str,
        by_year: dict[tuple[str, Year], Figure], others: dict[str, Figure],
    ) -> None:  # fmt: skip
        kind = "pe_ttm" if role.kind == "pe" and role.partial else role.kind
        if kind in _SCALED and role.unit is None:
            return  # a figure without a unit is no amount; told once for the column
        if role.year and kind in _KEPT_BY_YEAR:
            year = Year(role.year, role.basis)
            column = f"{kind}_{year}"
            if figure := self._figure(cell, role, place, text, code, column):
                by_year[kind, year] = figure
        elif (kind in _OTHERS or kind == "pe_ttm") and (
            figure := self._figure(cell, role, place, text, code, kind)
        ):
            others[kind] = figure

    def _figure(
        self, cell: str, role: Role, place: Place, text: str, code: str, column: str
    ) -> Figure | None:
        found = figures.reading(cell)
        if found is None:
            shown = clean(" ".join(cell.split()))[:40]
            if role.kind in self.lost and role.year:
                self.lost[role.kind] += 1
            self._say(
                Level.REFUSED,
                place,
                f"{column} {shown!r} of {code}",
                "a figure was expected",
                "left empty",
                text,
                code,
                column,
            )
            return None
        factor = found.scale if found.scale != 1.0 else (role.unit or 1.0) if role.kind in _SCALED else 1.0
        value = None if found.value is None else found.value * factor
        return Figure(value, clean(cell.strip())[:40], found.state, found.decimals, place)

    def _rating(self, row: Sequence[str], place: Place, text: str, code: str) -> tuple[str, str]:
        cell = self._cell(row, "rating")
        found = ratings.read(cell, letters=True)
        if found is None:
            self._say(
                Level.REFUSED,
                place,
                f"rating {clean(cell.strip())[:20]!r} of {code}",
                "a rating was expected",
                "left empty",
                text,
                code,
                "rating",
            )
            found = ("", "")
        action = clean(plain(self._cell(row, "action")))
        return clean(found[0]), found[1] or ("" if figures.is_missing(action.lower()) else action)

    def _has_currency(self, row: Sequence[str]) -> bool:
        """True where the row or its header says which currency the price is in."""
        at = next((i for i, r in enumerate(self.guess) if r.kind == "price"), None)
        found = None if at is None else figures.reading(row[at])
        headed = at is not None and self.guess[at].currency
        return bool(self._cell(row, "currency").strip() or headed or (found and found.currency))

    def _currency(self, row: Sequence[str], code: str) -> str:
        if said := self._cell(row, "currency").strip():
            return _iso(said)
        at = next((i for i, r in enumerate(self.guess) if r.kind == "price"), None)
        if at is not None:
            found = figures.reading(row[at])
            if found and found.currency:
                return found.currency
            head = self.guess[at]
            if head.currency and (head.currency != "CNY" or code[-2:] not in CURRENCIES):
                return head.currency
        return CURRENCIES.get(code[-2:], "CNY")

    def _eps_currency(self, row: Sequence[str]) -> str:
        """Of a currency column of its own, the second one, else of the header."""
        said = [row[i] for i, r in enumerate(self.guess) if r.kind == "currency"]
        if len(said) > 1 and said[1].strip():
            return _iso(said[1])
        return next((r.currency for r in self.guess if r.kind == "eps" and r.currency), "")

    def _cell(self, row: Sequence[str], kind: str) -> str:
        return next((row[i] for i, r in enumerate(self.guess) if r.kind == kind), "")

    def _text(self, row: Sequence[str], kind: str) -> str:
        return clean(joined_cjk(plain(self._cell(row, kind))))

    def _say(
        self, level: Level, place: Place, read: str, expected: str, done: str, text: str,
        code: str = "", column: str = "",
    ) -> None:  # fmt: skip
        self.told.append(Diagnostic(level, self.file, place, read, expected, done, text, code, column))


def _filled(row: Sequence[str]) -> int:
    """The last column with a text, -1 for none."""
    return max((i for i, text in enumerate(row) if text.strip()), default=-1)


def _iso(text: str) -> str:
    return vocabulary().currencies.get(folded(text), clean(text.strip().upper())[:3])
