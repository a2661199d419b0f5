"""From a board to the market screen: the moves of indices, and the names that moved most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tui.app.frames.report import MarketFrame, MoveLine, MoverLine
from tui.app.present.watchlist import title_of
from tui.app.words.say import WORDS, say
from tui.columns import Column, Kind
from tui.text import clean
from tui.view.format import format_number, narrow
from tui.view.sentence import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tui.app.board import Board
    from tui.universe.universe import Universe

TOP = 10  # names on either side, where there is room
MOST = 1000  # indices
CHANGE = Column("change_pct", Kind.PERCENT, "per cent", "", "", "", "", decimals=2, signed=True)


def market_frame(board: Board) -> MarketFrame:
    """The frame of the market screen."""
    universe, lang = board.universe, board.lang
    day, rows = _sectors(universe)
    moves = _by_period(rows, lang)
    rest = _figured(universe)
    best, worst = sides(rest, universe.values("price_change_pct").tolist() if rest else ())
    title, spare = title_of(board)
    return MarketFrame(
        lang=lang,
        title=title,
        spare=spare,
        sentence=SEPARATOR.join(
            (
                say("moves_count", lang, sum(len(lines) for _, lines in moves)),
                say("movers_count", lang, len(rest), universe.rows),
            )
        ),
        problems=len(board.problems),
        heading=_heading(day, moves, universe, lang),
        moves=moves if len(moves) > 1 else tuple(("", lines) for _, lines in moves),
        hint="" if moves else say("moves_none", lang),
        best=_movers(universe, best, lang),
        worst=_movers(universe, worst, lang),
        movers_hint="" if rest else say("movers_none", lang),
        pictures=_pictures(universe, lang),
    )


# ── indices ─────────────────────────────────────────────────────────────────────────────────────────


def _sectors(universe: Universe) -> tuple[date | None, Sequence[dict[str, Any]]]:
    """The newest moves not after the universe's date, as the file lists them."""
    book = universe.history.book if universe.history else None
    day = book.latest("sectors", universe.as_of) if book else None
    if book is None or day is None:
        return None, ()
    rows: list[dict[str, Any]] = book.read("sectors", day).table.slice(0, MOST).to_pylist()
    return day, rows


def _by_period(rows: Sequence[dict[str, Any]], lang: str) -> tuple[tuple[str, tuple[MoveLine, ...]], ...]:
    """The lines under their periods, in the order of the file."""
    found: dict[str, list[MoveLine]] = {}
    for row in rows:
        days = [row.get("period_start"), row.get("period_end")]
        told = [str(day) for day in days if day]
        period = say("moves_of", lang, *told) if len(told) == 2 else say("moves_at", lang, "".join(told))
        found.setdefault(period.strip(), []).append(_move(row, lang))
    return tuple((period, tuple(lines)) for period, lines in found.items())


def _move(row: dict[str, Any], lang: str) -> MoveLine:
    level = row.get("level") or ""
    change = row.get("change_pct")
    word = say(f"level_{level}", lang) if f"level_{level}" in WORDS else narrow(clean(level))
    text = format_number(CHANGE, float("nan") if change is None else change, lang)
    return MoveLine(level, word, narrow(clean(row.get("index") or "")), text, change)


def _heading(
    day: date | None, moves: Sequence[tuple[str, tuple[MoveLine, ...]]], universe: Universe, lang: str
) -> str:
    """The period where there is but one, else the date of the file; an old one says so."""
    if day is None:
        return say("moves", lang)
    periods = [period for period, _ in moves]
    whole = periods[0] if len(periods) == 1 and len(periods[0]) > len(say("moves", lang)) else ""
    told = whole or say("moves_at", lang, day)
    return f"{told}  {say('stale', lang)}" if day < universe.as_of else told


# ── names ───────────────────────────────────────────────────────────────────────────────────────────


def _figured(universe: Universe) -> list[int]:
    """The rows that have a price change, the largest first; equal ones as the universe lists them."""
    if "price_change_pct" not in universe.columns:
        return []
    values = universe.values("price_change_pct")
    order = np.argsort(-values, kind="stable")
    return [int(row) for row in order if np.isfinite(values[row])]


def sides(rows: Sequence[int], values: Sequence[float]) -> tuple[list[int], list[int]]:
    """Of rows with the largest value first: the best, and the worst with the lowest first.

    The best rose and the worst fell; where all went one way, the better half and the others.
    """
    rose, fell = [r for r in rows if values[r] > 0], [r for r in rows if values[r] < 0]
    if not (rose and fell):
        half = (len(rows) + 1) // 2
        rose, fell = [*rows[:half]], [*rows[half:]]
    return rose[:TOP], fell[::-1][:TOP]


def _movers(universe: Universe, rows: Sequence[int], lang: str) -> tuple[MoverLine, ...]:
    if not rows:
        return ()
    table, column = universe.table, universe.columns["price_change_pct"]
    values = universe.values("price_change_pct")
    days = _days(universe, rows)
    return tuple(
        MoverLine(
            code=table.column("code")[row].as_py(),
            name=narrow(clean(table.column("name")[row].as_py() or "")),
            text=format_number(column, float(values[row]), lang),
            tone="up" if values[row] > 0 else "down" if values[row] < 0 else "",
            days=pair,
            mark=say("unadjusted", lang) if universe.unadjusted[row] else "",
        )
        for row, pair in zip(rows, days, strict=True)
    )


def _days(universe: Universe, rows: Sequence[int]) -> list[tuple[str, str]]:
    """The dates of the two prices of each row: before, and now."""
    from tui.arrow import take
    from tui.universe import prices

    if universe.history is None:
        return [("", "")] * len(rows)
    book = universe.history.book
    codes = take(universe.table.select(["code"]), np.array(rows, dtype=np.int64)).column("code")
    now = prices.at(book, codes, universe.as_of)
    before = prices.before(book, codes, now)
    pairs = zip(before.day.tolist(), now.day.tolist(), strict=True)
    return [(_iso(start), _iso(end)) for start, end in pairs]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _pictures(universe: Universe, lang: str) -> str:
    """What the report has only as a picture."""
    captions = universe.brief.pictures if universe.brief else ()
    comma = "、" if lang == "zh" else "; "
    return say("pictures", lang, comma.join(clean(text) for text in captions)) if captions else ""
