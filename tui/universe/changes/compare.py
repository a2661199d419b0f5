"""What changed between two dates of a book: names, ratings, prices, estimates, and what moved a PE."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tui.arrow import combined, pa, text_array
from tui.universe import prices
from tui.universe.changes.basis import bases, mark_unadjusted
from tui.universe.changes.marks import Marks
from tui.universe.changes.model import ADDED, DROPPED, KEPT, UNCHANGED, Changes, Note
from tui.universe.changes.multiple import multiples, relative
from tui.universe.changes.revision import revisions
from tui.universe.changes.scale import rated, scale_of
from tui.universe.changes.side import HOME_CURRENCY, Forecasts, Side, Window, forecasts, texts_of, window
from tui.universe.join import align, gather_texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from numpy.typing import NDArray

    from tui.book.layout import Book


def changes(book: Book, start: date | None = None, end: date | None = None) -> Changes:
    """What changed from one date to another.

    start: where none is given, each table is compared with its file just before, and each price with that of
    the date before; end: the newest date where none is given.
    Raises KanpanError where start is after end, BookError where a side holds no name.
    """
    frame = window(book, start, end)
    then, now = frame.then, frame.now
    codes, change = _names(then, now)
    marks = Marks(len(codes))
    before, after = _dropped(frame, codes, change, *frame.quotes(codes))
    earlier, later = forecasts(then, codes), forecasts(now, codes)
    basis = bases(frame, codes, before, after)
    price_from = before.price * basis.price.factor
    mark_unadjusted(marks, before, after, basis, earlier.found.covered & later.found.covered)
    text = _texts(frame, codes, change, marks)
    _mark_covered(marks, earlier, later, change, frame)
    moved = revisions(earlier, later, basis.eps.factor, marks)
    fy1 = next((y for y in later.found.years if y.basis == "E"), None)
    year = fy1.year if fy1 else 0
    alike = np.asarray(earlier.currency == later.currency, dtype=bool)
    onward = basis.onward.factor
    pe = multiples(
        price_from,
        after.price,
        np.where(alike, moved.of(moved.eps_from, year), np.nan) * onward,
        moved.of(moved.eps_to, year) * onward,
    ).where(_in_one_currency(now, codes, later))
    return Changes(
        base=then.dates,
        target=now.dates,
        codes=codes,
        change=change,
        price_from=price_from,
        price_to=after.price,
        price_change_pct=relative(after.price, price_from) * 100,
        **text,
        **pe._asdict(),
        printed_from=earlier.printed(year),
        printed_to=later.printed(year),
        fy1=fy1,
        **moved._asdict(),
        basis_from={y: earlier.basis(y) for y in moved.years},
        basis_to={y: later.basis(y) for y in moved.years},
        notes=marks.notes(),
        covered=later.found.covered,
        day_from=before.day,
        day_to=after.day,
        since=start,
        until=frame.end,
        problems=frame.problems,
    )


def _names(then: Side, now: Side) -> tuple[Any, tuple[str, ...]]:
    """The later side's names and, where both sides have a coverage list, those dropped from it."""
    codes, earlier = combined(now.codes()), combined(then.codes())
    change = np.where(align(earlier, codes) >= 0, KEPT, ADDED).tolist()
    if "coverage" in then.held and "coverage" in now.held:
        gone = np.flatnonzero(align(codes, earlier) < 0)
        if len(gone):
            codes = pa.concat_arrays([codes, combined(gather_texts(earlier, gone))])
            change += [DROPPED] * len(gone)
    return codes, tuple(change)


def _dropped(
    frame: Window, codes: Any, change: tuple[str, ...], before: prices.Quote, after: prices.Quote
) -> tuple[prices.Quote, prices.Quote]:
    """A dropped name is priced from where it last stood; an older price is none of the later side's."""
    gone = np.array([how == DROPPED for how in change], dtype=bool)
    if not gone.any():
        return before, after
    last = prices.at(frame.book, codes, frame.then.held["coverage"].date)
    newer = np.isnat(last.day) | (after.day > last.day)
    return last.where(gone, before), after.where(~gone | newer, prices.none(len(codes)))


def _texts(frame: Window, codes: Any, change: tuple[str, ...], marks: Marks) -> dict[str, Any]:
    """Names, groups and ratings of either side, and how a rating moved."""
    then, now = frame.then, frame.now
    here = {c: texts_of(then, now, c, codes) for c in ("name", "group", "rating")}
    both_list = "coverage" in then.held and "coverage" in now.held
    group_from, group_to = here["group"]
    before, after = here["rating"]
    moved = [""] * len(codes)
    if then.says("rating") and now.says("rating"):
        moved = _ratings(before, after, change, marks, frame)
        for row, a, b in _differing(*texts_of(then, now, "rating_source", codes)):
            if a and b and rated(before[row]) and rated(after[row]):
                marks.note(row, Note("source", 0, a, b))
    if both_list:
        for row, a, b in _differing(group_from, group_to):
            if change[row] == KEPT:
                marks.note(row, Note("group", 0, a or "-", b or "-"))
    there = [how != ADDED for how in change]
    return {
        "names": text_array([b or a for a, b in zip(*here["name"], strict=True)]),
        "groups": text_array([b or (a if d == DROPPED else "") for a, b, d in _zip(here["group"], change)]),
        "group_from": text_array(
            [(g or None) if t else None for g, t in zip(group_from, there, strict=True)]
        ),
        "rating_from": tuple(before),
        "rating_to": tuple("" if how == DROPPED else r for r, how in zip(after, change, strict=True)),
        "rating_change": tuple(moved),
    }


def _differing(before: list[str], after: list[str]) -> Iterator[tuple[int, str, str]]:
    """The rows of which two sides say different things, and what each says."""
    if before is after:
        return
    for row, (a, b) in enumerate(zip(before, after, strict=True)):
        if a != b:
            yield row, a, b


def _zip(pair: tuple[list[str], list[str]], change: tuple[str, ...]) -> Any:
    return zip(*pair, change, strict=True)


def _ratings(
    before: list[str], after: list[str], change: tuple[str, ...], marks: Marks, frame: Window
) -> list[str]:
    scale = scale_of(frame.book.brief(frame.end))
    known: dict[tuple[str, str, str], str] = {}
    unordered: dict[tuple[str, str, str], Note] = {}
    out = []
    for row, each in enumerate(zip(before, after, change, strict=True)):
        if each not in known:
            a, b, how = each
            pair = ("" if how == ADDED else a, "" if how == DROPPED else b)
            moved = scale.change(*pair)
            known[each] = UNCHANGED if moved == "" and how == KEPT else moved or ""
            if moved is None:
                unordered[each] = Note("rating_unordered", 0, *pair)
        if each in unordered:
            marks.note(row, unordered[each])
        out.append(known[each])
    return out


def _mark_covered(
    marks: Marks, then: Forecasts, now: Forecasts, change: tuple[str, ...], frame: Window
) -> None:
    if not all("estimates" in side.held for side in (frame.then, frame.now)):
        return
    kept = np.array([how == KEPT for how in change], dtype=bool)
    marks.put(kept & now.found.covered & ~then.found.covered, "no_estimates", a="then")
    marks.put(kept & then.found.covered & ~now.found.covered, "no_estimates", a="now")


def _in_one_currency(side: Side, codes: Any, later: Forecasts) -> NDArray[np.bool_]:
    """The names whose price and EPS are in one currency."""
    priced = np.array([text or HOME_CURRENCY for text in side.texts("currency", codes)], dtype=object)
    return np.asarray(priced == later.currency, dtype=bool)
