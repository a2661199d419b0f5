"""Forecast tables for tests as values: columns with roles, lines of plain cells, and what must be found.

A plain cell is a figure as '1116.40', '' where nothing is given, LOSS where a word for one stands,
else a text. How it is printed (thousands, brackets, `x`) is settled by a `Notation`, never by the sheet.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.book.codes import exchange_of
from tui.columns import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LOSS = "LOSS"
MULTIPLES = ("pe", "pb", "peg", "ttm")
PERCENT = ("roe", "perf", "growth")
FIGURES = ("price", "eps", "net", "market_cap", "target", "high", *MULTIPLES, *PERCENT)
NEGATIVE = {"-": "-{}", "（）": "（{}）", "()": "({})", "−": "−{}"}
NOTHING = frozenset({State.MISSING, State.LOSS, State.NM})
WORDS = {
    "亏损": frozenset({State.LOSS}),
    "NM": frozenset({State.NM}),
    "N/A": frozenset({State.MISSING, State.NM}),
}


class Column(NamedTuple):
    """One column. role: 'code', 'eps_2026E', …; heads: its header, one text a header row, '<' joins the left.

    unit: what the cells are multiplied by in the book, 0 where the header does not say
    """

    role: str
    heads: tuple[str, ...]
    unit: float = 1.0

    @property
    def metric(self) -> str:
        """The role without its year."""
        return self.role.rpartition("_")[0] if self.role[-1] in "AE" and "_20" in self.role else self.role


class Line(NamedTuple):
    """One row. kind: 'name', 'group', 'mean' or 'aside'; code: canonical, of a name."""

    kind: str
    cells: tuple[str, ...]
    code: str = ""


@dataclass(frozen=True, slots=True)
class Notation:
    """How plain cells are printed.

    wide: '' or which characters are full-width: 'digits' or 'all'; spaced: a sign put around every text
    code: 'plain', 'bare', 'CH', 'front' (SH600931), 'spaced' (600931. SH); year: '' or a pattern in place of
    the sheet's own ({y} 2026, {s} 26, {b} A or E, {e} E or nothing); foot: a mark after some names and codes;
    money: stands before prices
    """

    thousands: bool = False
    negative: str = "-"
    times: str = ""
    missing: str = "--"
    loss: str = "亏损"
    wide: str = ""
    spaced: str = ""
    code: str = "plain"
    year: str = ""
    foot: str = ""
    money: str = ""


PLAIN = Notation()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One forecast table. year: pattern of the header's years; fixed: fields of the notation it keeps."""

    id: str
    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    day: str = "2026-07-03"
    year: str = "{y}{b}"
    fixed: Mapping[str, str] = field(default_factory=dict)

    @property
    def depth(self) -> int:
        """How many header rows there are."""
        return max(len(column.heads) for column in self.columns)


class Wanted(NamedTuple):
    """What a cell must be read as: one of `texts`, or a figure with one of `states`.

    hard: it has to be there; else it only must not be another
    """

    texts: frozenset[str] = frozenset()
    value: float | None = None
    states: frozenset[State] = frozenset()
    decimals: int = 0
    hard: bool = True


Truth = dict[str, dict[str, Wanted]]


def printed(sheet: Sheet, notation: Notation = PLAIN) -> Sheet:
    """The sheet with every cell and header as the notation prints it."""
    how = settled(sheet, notation)
    columns = tuple(
        c._replace(heads=tuple(head(c, text, how, sheet) for text in c.heads)) for c in sheet.columns
    )
    lines = tuple(
        line._replace(
            cells=tuple(show(c, text, how, line) for c, text in zip(sheet.columns, line.cells, strict=True))
        )
        for line in sheet.lines
    )
    return replace(sheet, columns=columns, lines=lines)


def settled(sheet: Sheet, notation: Notation) -> Notation:
    """The notation with what the sheet itself decides."""
    kept: dict[str, Any] = dict(sheet.fixed)
    return replace(notation, **kept)


def head(column: Column, text: str, how: Notation, sheet: Sheet) -> str:
    """One header text with its year filled in."""
    if "{year}" in text:
        year, basis = int(column.role[-5:-1]), column.role[-1]
        pattern = how.year or sheet.year
        shown = pattern.format(y=year, s=f"{year % 100:02d}", b=basis, e="E" if basis == "E" else "")
        text = text.replace("{year}", shown)
    return dress(text, how) if text not in {"", "<"} else text


def show(column: Column, text: str, how: Notation, line: Line) -> str:
    """One cell of a row as it is printed."""
    if column.metric in FIGURES and line.kind in {"name", "mean"}:
        return dress(figure(column, text, how) if line.kind == "name" or text else "", how)
    if column.role == "code" and line.kind == "name":
        text = code(text, how.code)
    if column.role in {"name", "code"} and line.kind == "name" and how.foot and sum(map(ord, line.code)) % 2:
        text += how.foot
    return dress(text, how) if text else ""


def figure(column: Column, text: str, how: Notation) -> str:
    """A figure in the notation."""
    if text == LOSS:
        return how.loss
    if not is_figure(text):
        return text or how.missing
    bare = text.lstrip("-")
    if how.thousands:
        whole, point, part = bare.partition(".")
        bare = f"{int(whole):,}{point}{part}"
    if column.metric in MULTIPLES:
        bare += how.times
    if column.metric in {"price", "target"}:
        bare = how.money + bare
    return NEGATIVE[how.negative].format(bare) if text.startswith("-") else bare


def is_figure(text: str) -> bool:
    """True for a plain figure."""
    return text.lstrip("-").replace(".", "", 1).isdecimal()


def code(canonical: str, style: str) -> str:
    """A code as a house prints it; abroad there is only one way."""
    digits, _, market = canonical.partition(".")
    if market not in {"SH", "SZ", "BJ"}:
        return f"{digits[-4:]}.HK" if market == "HK" else f"{digits}.O"
    assert exchange_of(digits) == market
    styles = {
        "bare": digits, "CH": f"{digits} CH", "front": f"{market}{digits}", "spaced": f"{digits}. {market}",
        "wide space": f"\u3000{canonical}",
    }  # fmt: skip
    return styles.get(style, canonical)


def dress(text: str, how: Notation) -> str:
    """A text with full-width characters or signs around it."""
    if how.wide:
        text = "".join(_widened(char, digits=how.wide == "digits") for char in text)
    return f"{how.spaced}{text}{how.spaced}" if how.spaced else text


def _widened(char: str, *, digits: bool) -> str:
    if char.isdecimal() or (not digits and char in ".,()%-+:/"):
        return chr(ord(char) + 0xFEE0)
    return char


# ── what must be found ──


def truth_of(sheet: Sheet, notation: Notation = PLAIN) -> Truth:
    """Per code what every cell must be read as."""
    how = settled(sheet, notation)
    truth: Truth = {}
    group = ""
    for line in sheet.lines:
        if line.kind == "group":
            group = next(filter(None, line.cells))
        elif line.kind == "name":
            truth[line.code] = dict(_row(sheet, line, group, how))
    return truth


def _row(sheet: Sheet, line: Line, group: str, how: Notation) -> Iterable[tuple[str, Wanted]]:
    if group:
        yield "group", Wanted(frozenset({group}), hard=False)
    for column, text in zip(sheet.columns, line.cells, strict=True):
        role = column.role
        if role in {"name", "company"}:
            text = text.partition(" (")[0]  # noqa: PLW2901  (a company stands with its code in brackets)
            yield "name", Wanted(frozenset({folded(text)}))
        elif role in {"rating", "action", "industry"}:
            yield (
                role,
                Wanted(frozenset({folded(text)}) | ({""} if text == "-" else set()), hard=role == "rating"),
            )
        elif role == "rating_action":
            yield "rating", Wanted(frozenset({re.sub("(维持|上调|下调|首次)$", "", text)}))
        elif column.metric in {"price", "eps", "pe"}:
            yield role, wanted(text, how, 1.0)
        elif column.metric in {"net", "market_cap", "target", "pb", "roe"} and column.unit:
            yield role, wanted(text, how, column.unit)._replace(hard=False)


def wanted(text: str, how: Notation, unit: float) -> Wanted:
    """A figure as it must be read."""
    if text == LOSS:
        return Wanted(states=WORDS.get(how.loss, NOTHING))
    if not is_figure(text):
        return Wanted(states=frozenset({State.MISSING, State.UNCOVERED}))
    states = frozenset({State.VALUE, State.LOSS}) if text.startswith("-") else frozenset({State.VALUE})
    return Wanted(value=float(text) * unit, states=states, decimals=len(text.partition(".")[2]))


def folded(text: str) -> str:
    """A text as it is compared: NFKC, without white space and hidden signs."""
    shown = unicodedata.normalize("NFKC", text)
    return "".join(c for c in shown if not c.isspace() and unicodedata.category(c) != "Cf").casefold()


def reordered(sheet: Sheet, order: Sequence[int]) -> Sheet:
    """The sheet with its columns in another order."""
    return replace(
        sheet,
        columns=tuple(sheet.columns[i] for i in order),
        lines=tuple(line._replace(cells=tuple(line.cells[i] for i in order)) for line in sheet.lines),
    )
