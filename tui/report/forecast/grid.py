"""Which guess of a grid's columns is right: the cells decide, and what they change of the header is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.report.forecast import codes, lone
from tui.report.forecast.choice import (
    ENOUGH,
    POOR,
    SURE,
    Choice,
    Odd,
    halved,
    is_forecast,
    refused,
    sharpness,
    trust,
    unnamed,
    yearless,
)
from tui.report.forecast.judge import Verdict, judged, misfits, unborne
from tui.report.forecast.keys import with_keys
from tui.report.forecast.labels import label
from tui.report.forecast.notation import folded
from tui.report.forecast.place import in_place, strays
from tui.report.forecast.repair import differing, repaired
from tui.report.forecast.roles import Guess, Role, guesses
from tui.report.forecast.wordrows import in_order
from tui.report.forecast.words_in_row import labels_of, scanner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.forecast.labels import Label
    from tui.report.forecast.segments import Row

_TELLING = frozenset({"code", "price", "eps", "pe", "currency", "target_price", "market_cap", "performance"})
Texts = list[tuple[str, ...]]


def of_grid(header: Sequence[Row], rows: Sequence[Row], before: Guess | None) -> Choice | None:
    """The choice for rows whose cells stand in columns; before: of the table this one goes on from.

    None where the header is of no forecasts; no row is taken where the cells speak against the header.
    """
    width = max((len(r) for r in (*header, *rows)), default=0)
    texts = [_texts(row, width) for row in rows]
    options = _options(header, texts, width, before)
    if not options:
        return None
    best = max(options, key=lambda g: _rank(g, texts))
    verdict = judged(best, texts)
    odd: list[Odd] = []
    if not is_forecast(best) or verdict.worst < POOR or 0 <= verdict.borne_out < SURE:
        better = repaired([_without_misfits(best, texts)[0], best, *options], texts)
        if (
            better is not None
            and _is_better(judged(better, texts), verdict)
            and _whole(better, header, texts)
        ):
            odd.append((True, f"the header does not fit its cells; read as {differing(best, better)}"))
            best, verdict = better, judged(better, texts)
        elif not is_forecast(best):
            return None
        elif why := _against(best, verdict, texts):
            return refused(best, len(texts), why)
    odd += [
        (True, why)
        for why in (*unborne(best, texts), *_unplaced(best, header), *lone.said(best, texts), *halved(best))
    ]
    best, dropped = _without_misfits(best, texts)
    if not is_forecast(best):
        return None
    stray = strays(best, texts)
    laid = tuple(in_place(row, best, verdict, stray) for row in texts)
    moved = [
        i for i, (old, new) in enumerate(zip(texts, laid, strict=True)) if new is not None and new != old
    ]
    return Choice(best, laid, verdict, (*odd, *dropped), tuple(moved))


def _options(header: Sequence[Row], texts: Texts, width: int, before: Guess | None) -> list[Guess]:
    """The guesses to choose from; the order of the header's words only where its columns do not do."""
    fitting = [before] if before and len(before) == width else []
    options = guesses(header, width) if header else fitting
    options = [with_keys(g, texts) for g in options]
    options = [g for g in options if is_forecast(g) or unnamed(g)]
    if header and not any(_clean(g, texts) for g in options):
        options += [g for g in in_order(header) if len(g) == width and is_forecast(g)]
    return options


def _clean(guess: Guess, rows: Sequence[Sequence[str]]) -> bool:
    """True where nothing in the cells speaks against a guess."""
    verdict = judged(guess, rows)
    complete = is_forecast(guess) and not unnamed(guess) and not yearless(guess)
    sharp = verdict.checked < ENOUGH or sharpness(verdict) >= POOR
    fits = not misfits(guess, rows) and not lone.astray(guess, rows)
    return complete and sharp and fits and (verdict.borne_out < 0 or verdict.borne_out >= SURE)


def _texts(row: Row, width: int) -> tuple[str, ...]:
    return tuple(row[i].text if i < len(row) else "" for i in range(width))


def _rank(guess: Guess, rows: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """A guess that the cells do not speak against comes first, then the one that names the most."""
    verdict = judged(guess, rows)
    share = trust(verdict)
    nameless = sum(1 for r in guess if r.year and not r.kind) + yearless(guess)
    wrong = len(misfits(guess, rows))
    far = len(lone.astray(guess, rows))
    fit = round(verdict.fit, 2)
    share += sharpness(verdict)
    return (
        float(share >= 0.5), -float(wrong), -float(nameless), -float(far), share, float(verdict.checked), fit
    )  # fmt: skip


def _unplaced(guess: Guess, header: Sequence[Row]) -> list[str]:
    """A word where the header names a price or a rating and no column of the guess holds one; and where one
    cell of it names two years.
    """
    have = {r.kind for r in guess}
    said = {word.role for row in header for c in row for word in _said(c.text)}
    out = [
        f"the header names a {kind} that stands over no column of its own; its columns may be others"
        for kind in ("price", "rating")
        if kind in said and kind not in have
    ]
    if any(len(_years(c.text)) > 1 for row in header for c in row):
        out.append("a cell of the header names two years; its columns may be others")
    return out


def _said(text: str) -> Sequence[Label]:
    """What a header's cell says, as a whole or else word by word."""
    whole = label(text)
    return [whole] if whole.says else labels_of(tuple(text.split()))


def _years(text: str) -> set[int]:
    """The years that one cell of a header names."""
    found = (label(match[0]) for match in scanner().finditer(folded(text)))
    return {said.year for said in found if said.year and not said.day}


def _whole(guess: Guess, header: Sequence[Row], texts: Texts) -> bool:
    """True where a guess that departs from the header loses no price of it and leaves no year astray."""
    priced = any(word.role == "price" for row in header for c in row for word in _said(c.text))
    kept = not priced or any(r.kind == "price" for r in guess)
    return kept and not lone.astray(guess, texts)


def _is_better(new: Verdict, old: Verdict) -> bool:
    if new.agree < old.agree:
        return False  # it only looks at less
    return new.borne_out >= old.borne_out + 0.1 or (new.worst > old.worst and new.borne_out >= old.borne_out)


def _against(guess: Guess, verdict: Verdict, rows: Sequence[Sequence[str]]) -> str:
    """Why nothing can be taken from a table under a guess, '' where it can."""
    for at in misfits(guess, rows):
        if guess[at].kind in _TELLING:
            head, kind = " ".join(guess[at].header.split())[:30], guess[at].kind.replace("_", " ")
            return f"column {at + 1} is headed '{head}' but holds no {kind}"
    if verdict.checked >= ENOUGH and verdict.borne_out < POOR and not _abroad(guess, rows):
        return "price, EPS and PE do not bear each other out under this header"
    return ""


def _without_misfits(guess: Guess, rows: Sequence[Sequence[str]]) -> tuple[Guess, list[Odd]]:
    """Columns most of whose cells are not what the header says are left out, with a word."""
    out = list(guess)
    odd = []
    for at in misfits(guess, rows):
        role = guess[at]
        out[at] = Role("", header=role.header)
        head = " ".join(role.header.split())[:30]
        odd.append((True, f"column {at + 1} is headed '{head}' but its cells are no {role.kind}; left out"))
    return tuple(out), odd


def _abroad(guess: Guess, rows: Sequence[Sequence[str]]) -> bool:
    """True where prices and EPS may be in two currencies, so that PE need not be their quotient."""
    coded = [f.code for row in rows for c in row if codes.has_code(c) and (f := codes.find(c))]
    foreign = sum(not code.endswith((".SH", ".SZ", ".BJ")) for code in coded)
    return foreign * 2 >= max(1, len(coded)) and any(r.kind == "currency" for r in guess)
