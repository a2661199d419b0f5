"""The columns of the changes screen: what each says of a row, formatted when it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tui.app.present.cells import MIXED, UNADJUSTED
from tui.app.words.say import WORDS, say
from tui.arrow import strings
from tui.columns import Column, Kind
from tui.text import clean
from tui.view.format import format_number, narrow
from tui.view.resolve import rating_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from tui.app.board import Board
    from tui.universe.changes.model import Changes

    Floats = NDArray[np.float64]

Cell = tuple[str, str]
COARSE = "~"  # a revision within rounding
PRICE = Column("price", Kind.MONEY, "", "", "", "", "", decimals=2)
CHANGE = Column("change_pct", Kind.PERCENT, "", "", "", "", "", decimals=2, signed=True)
REVISION = Column("revision", Kind.RATIO, "", "", "", "", "", decimals=1, signed=True)
MULTIPLE = Column("pe", Kind.MULTIPLE, "", "", "", "", "", decimals=1)
LOG = Column("log", Kind.NUMBER, "", "", "", "", "", decimals=3, signed=True)
STATES = ("loss_to_profit", "profit_to_loss", "deeper_loss", "smaller_loss", "currency")
NONE: Cell = ("--", "dim")


@dataclass(frozen=True, slots=True)
class ChangeCell:
    """One column: its key and title, what it says of a row, and the figures behind it."""

    key: str
    title: str
    read: Callable[[int], Cell]
    right: bool = False
    marked: bool = False
    values: Floats | None = None


def cells_of(board: Board, changes: Changes) -> list[ChangeCell]:
    """The columns, left to right; one that has nothing to say stays away."""
    lang = board.lang
    codes, names = ([text or "" for text in strings(held)] for held in (changes.codes, changes.names))
    out = [
        ChangeCell("code", say("names", lang), lambda row: (codes[row], "accent")),
        ChangeCell("name", "", lambda row: (narrow(clean(names[row])), "")),
    ]
    if set(changes.change) - {"kept"}:
        out.append(ChangeCell("change", say("change", lang), lambda row: _membership(changes, row, lang)))
    out.append(ChangeCell("rating", say("rating", lang), lambda row: _rating(board, changes, row)))
    out += _price_cells(changes, lang)
    out += _revision_cells(changes, lang)
    out += _pe_cells(changes, lang)
    out.append(ChangeCell("notes", say("notes", lang), lambda row: (_notes(changes, row, lang), "")))
    return out


def _membership(changes: Changes, row: int, lang: str) -> Cell:
    kind = changes.change[row]
    return ("", "") if kind == "kept" else (say(kind, lang), {"added": "up", "dropped": "down"}[kind])


def _rating(board: Board, changes: Changes, row: int) -> Cell:
    """The rating; where it changed both, and which way."""
    universe, lang = board.universe, board.lang
    before, after, way = (
        side[row] for side in (changes.rating_from, changes.rating_to, changes.rating_change)
    )
    old, new = (
        narrow(clean(rating_label(universe, text, lang))) if text else "--" for text in (before, after)
    )
    if before == after or (not way and not before):
        return new, "dim"
    word = say(f"rating_{way}", lang) if f"rating_{way}" in WORDS else ""
    return f"{old} -> {new} {word}".rstrip(), {"up": "up", "down": "down"}.get(way, "doubt")


# ── figures ─────────────────────────────────────────────────────────────────────────────────────────


def _price_cells(changes: Changes, lang: str) -> Iterator[ChangeCell]:
    yield _figure("price", say("price", lang), changes.price_to, PRICE, lang)
    values = changes.price_change_pct
    doubtful = _rows_with(changes, "unadjusted") | _rows_with(changes, "verify")
    spare = " " if doubtful else ""

    def read(row: int) -> Cell:
        text, tone = _signed(values[row], CHANGE, lang)
        return text + (UNADJUSTED if row in doubtful else spare), tone

    yield ChangeCell("price_change", say("price_change", lang), read, True, bool(doubtful), values)


def _rows_with(changes: Changes, kind: str) -> set[int]:
    return {row for row, notes in enumerate(changes.notes) if any(note.kind == kind for note in notes)}


def _revision_cells(changes: Changes, lang: str) -> Iterator[ChangeCell]:
    """A column for each fiscal year that both sides give, and the sum of signs where there is any."""
    for year in changes.years:
        before, after = changes.eps_from.get(year), changes.eps_to.get(year)
        if before is None or after is None or not bool(np.isfinite(before).any()):
            continue
        if changes.basis_from.get(year) == "A" and not bool(np.nan_to_num(changes.revision[year]).any()):
            continue  # a year that was over on both sides, and nothing about it was restated
        yield _revision(changes, year, before, after, lang)
    net = (changes.ups - changes.downs).astype(np.float64)
    if bool((changes.ups + changes.downs).any()):

        def read(row: int) -> Cell:
            value = int(net[row])
            if not (changes.ups[row] or changes.downs[row]):
                return "0", "dim"
            return f"{value:+d}" if value else "0", "up" if value > 0 else "down" if value < 0 else ""

        yield ChangeCell("revisions", say("revisions_net", lang), read, right=True, values=net)


def _revision(changes: Changes, year: int, before: Floats, after: Floats, lang: str) -> ChangeCell:
    values = changes.revision[year]
    basis = changes.basis_to.get(year) or changes.basis_from.get(year) or ""
    told = [{note.kind for note in notes if note.year == year} for notes in changes.notes]
    marked = any(kinds & {"rounding", "source"} for kinds in told)
    spare = " " if marked else ""

    def read(row: int) -> Cell:
        kinds = told[row]
        for kind in STATES:
            if kind in kinds:
                tone = {"loss_to_profit": "up", "profit_to_loss": "down"}.get(kind, "dim")
                return say(f"rev_{kind}", lang) + spare, tone
        if not np.isfinite(values[row]):
            return _absent(before[row], after[row], lang, spare)
        text, tone = _signed(values[row], REVISION, lang)
        if "rounding" in kinds:
            return text + COARSE, "dim"
        if "source" in kinds:
            return text + MIXED, "doubt"
        return text + spare, tone if values[row] else "dim"

    title = say("revision_of", lang, f"{year % 100:02d}{basis}")
    return ChangeCell(f"revision_{year}", title, read, True, marked, values)


def _absent(before: float, after: float, lang: str, spare: str) -> Cell:
    """Why there is no revision: only one side estimates, or a loss on both that did not move."""
    there = (bool(np.isfinite(before)), bool(np.isfinite(after)))
    word = {(False, True): "rev_first", (True, False): "rev_gone", (True, True): "rev_loss"}.get(there)
    return (say(word, lang) + spare, "dim") if word else (NONE[0] + spare, "dim")


def _pe_cells(changes: Changes, lang: str) -> Iterator[ChangeCell]:
    if changes.fy1 is None or not bool(np.isfinite(changes.pe_to).any()):
        return
    head = f"PE{changes.fy1.short}"
    both = bool(np.isfinite(changes.pe_from).any())
    if both:
        yield _figure("pe_from", say("pe_then", lang, head), changes.pe_from, MULTIPLE, lang)
    yield _figure("pe_to", say("pe_now", lang, head), changes.pe_to, MULTIPLE, lang)
    if both:
        for key, word, values in (
            ("pe_change_log", "pe_log", changes.pe_change_log),
            ("pe_from_price", "pe_by_price", changes.pe_from_price),
            ("pe_from_eps", "pe_by_eps", changes.pe_from_eps),
        ):
            yield _figure(key, say(word, lang), values, LOG, lang)


def _figure(key: str, title: str, values: Floats, column: Column, lang: str) -> ChangeCell:
    def read(row: int) -> Cell:
        if column.signed:
            return _signed(values[row], column, lang)
        value = float(values[row])
        return (format_number(column, value, lang), "") if np.isfinite(value) else NONE

    return ChangeCell(key, title, read, right=True, values=values)


def _signed(value: float, column: Column, lang: str) -> Cell:
    if not np.isfinite(value):
        return NONE
    tone = "up" if value > 0 else "down" if value < 0 else ""
    return format_number(column, float(value), lang), tone


def _notes(changes: Changes, row: int, lang: str) -> str:
    from tui.universe.changes.notes import sentence

    return narrow(clean(sentence(changes.notes[row], lang)))
