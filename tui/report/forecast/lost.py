"""What a report prints like a row of its forecast table and no table gave: told, so that nothing is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.report.blocks import Kind, Place
from tui.report.diagnostics import Diagnostic, Level
from tui.report.forecast import codes, figures
from tui.report.forecast.notation import plain
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tui.report.blocks import Block, Document
    from tui.report.model import FocusGroup, Forecast

_BEGINS = re.compile(
    r"[ *#|\d.]{0,6}[^ \t|]{0,12}?"
    r"(?:\d{6}|\d{4,5} ?\.? ?HK(?![A-Z])|(?<![A-Z])[A-Z]{1,5}\.(?:US|OQ|O|N)(?![A-Z]))"
)
_WORD = re.compile(r"[^\s|│]+")
FEWEST = 3  # figures behind a code
ALONE = 4  # figures in a line that has no code
_MOST_TOLD = 200
_LONGEST = 400  # characters of a source text


def with_lost(forecast: Forecast, document: Document, focus: Iterable[FocusGroup]) -> Forecast:
    """The forecast with a refusal for each line that looks like a row and became none.

    A line is one that begins with a code and holds figures, or figures alone right below a table; a covered
    name of the focus groups without a row is told too. Only where there are rows at all.
    """
    if not forecast.seen:
        return forecast
    read = {name.code for name in forecast.names}
    known = {d.text for d in forecast.told} | {d.code for d in forecast.told if d.code}
    refused = "\n".join(d.text for d in forecast.told if d.level is Level.REFUSED)
    told: list[Diagnostic] = []
    lost: set[str] = set()
    for code, text, place in _lines(document):
        if code in read or code in lost or code in known or (code and code[:6] in refused):
            continue
        why = "no table holds it" if code else "no name stands beside these figures"
        told.append(_told(document.file, place, text, why, code))
        lost.add(code or text)
        if len(told) >= _MOST_TOLD:
            break
    rows = sum(1 for code in lost if codes.has_code(code[:12]))
    for group in focus if forecast.names else ():
        for code in group.codes:
            if code not in read and code not in lost and code[:6] not in refused:
                told.append(_unrowed(document.file, group, code))
                lost.add(code)
    if not told:
        return forecast
    return replace(forecast, told=(*forecast.told, *told), seen=forecast.seen + rows)


def _lines(document: Document) -> Iterator[tuple[str, str, Place]]:
    """(code or '', text, place) of every line outside the prose that holds figures like a row's."""
    below_table = False
    for block in document.blocks:
        if block.kind is Kind.TABLE:
            yield from _rows(block)
            below_table = True
            continue
        for at, text in enumerate(block.text.split("\n")):
            place = Place(block.place.page, block.place.line + at if block.place.line else 0)
            for piece in _rows_in(text):
                if found := _like_a_row(piece, alone=below_table):
                    yield found[0], clean(piece.strip())[:_LONGEST], place
        below_table = False


def _rows_in(text: str) -> list[str]:
    """A line, or the rows run together in it: each word that begins with a code and holds many points."""
    words = text.split()
    glued = [w for w in words if w.count(".") >= FEWEST and _BEGINS.match(w)]
    return glued if len(glued) > 1 else [text]


def _rows(block: Block) -> Iterator[tuple[str, str, Place]]:
    for row in block.rows:
        cells = [" ".join(cell.text.split()) for cell in row if cell.text.strip() and not cell.filled]
        if len(cells) <= 3 and (found := _like_a_row(" ".join(cells), alone=False)):
            yield found[0], clean(" | ".join(cells))[:_LONGEST], row[0].place


def _like_a_row(text: str, *, alone: bool) -> tuple[str] | None:
    """(code,) of a line that begins with a code and goes on in figures; ('',) of figures alone."""
    coded = _BEGINS.match(text)
    if not (coded or alone) or len(text) > 2_000:
        return None
    words = _WORD.findall(plain(text))
    numbers = sum(map(figures.is_number, words))
    if coded and (found := codes.find(text[:40])) and found.code:
        points = sum(c == "." for c in text)
        if numbers >= FEWEST or (len(words) <= 3 and points >= FEWEST):
            return (found.code,)
        return None
    return ("",) if alone and numbers >= ALONE and numbers * 2 > len(words) else None


def _told(file: str, place: Place, text: str, why: str, code: str) -> Diagnostic:
    what = f"row of {code}" if code else "figures"
    return Diagnostic(Level.REFUSED, file, place, f"{what}: {text[:40]!r}", why, "left out", text, code)


def _unrowed(file: str, group: FocusGroup, code: str) -> Diagnostic:
    read = f"{code} of the focus group {group.label!r}"
    return Diagnostic(
        Level.DOUBTFUL, file, group.place, read, "no row of it was read", "not covered", "", code
    )
