"""One doubtful thing in full: a cell of the check, a problem of loading, or what an import said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.app.frames.report import CheckFrame
from tui.app.present.cells import source_word
from tui.app.words.say import WORDS, say
from tui.app.words.told import told
from tui.columns import Year
from tui.text import clean
from tui.view.format import format_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.app.frames.frame import Part
    from tui.book.imports import ImportRow
    from tui.errors import Problem
    from tui.universe.universe import Universe

CHECK_TONES = {"contradicts": "doubt", "imprecise": "dim", "refused": "doubt", "doubtful": "doubt"}
LABEL, LOUD = "$text-muted", "bold $text-warning"


def verdict(doubt: Mapping[str, Any], lang: str) -> tuple[str, str]:
    """What the check says, and the likely cause, '' where nothing simple fits."""
    word, _, value = (doubt["cause"] or "").partition(" ")
    if not word:
        return say(doubt["status"], lang), ""
    return say(doubt["status"], lang), _said(f"cause_{word}", lang, value) or doubt["cause"]


def cell_detail(
    universe: Universe, doubt: Mapping[str, Any], rows: Mapping[str, ImportRow], lang: str
) -> CheckFrame:
    """A doubtful cell: what is printed, what price and EPS allow, why, and the row of the report."""
    code, year = doubt["code"], doubt["year"]
    column = universe.columns[f"pe_{year}"]
    low, high = (format_number(column._replace(decimals=2), doubt[key], lang) for key in ("low", "high"))
    status, cause = verdict(doubt, lang)
    parts: list[Part] = [
        *_fact("status", status, lang, LOUD),
        *_fact("printed_pe", format_number(column, doubt["printed"], lang), lang, "bold"),
        *_fact("allowed", f"{say('to', lang, low, high)}  ({_made_of(universe, code, year, lang)})", lang),
        *_fact("whose", _whose(universe, code, year, lang), lang),
        (f"\n{say('about_' + doubt['status'], lang)}\n", ""),
    ]
    if doubt["status"] == "contradicts":
        word, _, value = (doubt["cause"] or "").partition(" ")
        about = _said(f"about_{word}", lang, value) if word else ""
        parts += _fact("cause", cause, lang, "bold") if cause else []
        parts.append((f"{about or say('about_none', lang)}\n", ""))
    parts += _source(rows.get(code), lang)
    name = clean(doubt["name"] or "")
    return CheckFrame(f"{name} {code}  PE {year}", tuple(parts), code)


def problem_detail(problem: Problem, lang: str) -> CheckFrame:
    """A problem of loading: where, what stands there, and what was done."""
    where = clean(problem.file) + (f":{problem.line}" if problem.line else "")
    parts = [
        *_fact("place", where, lang),
        *_fact("read_as", clean(told(problem.what, lang)), lang, "bold"),
        *_fact("done", clean(told(problem.why, lang)), lang),
    ]
    return CheckFrame(say("level_problem", lang), tuple(parts), "")


def import_detail(universe: Universe, row: ImportRow, rows: Mapping[str, ImportRow], lang: str) -> CheckFrame:
    """What an import said: level, where, what was read, expected and done, and the source text."""
    place = ":".join([clean(row.file), *(str(n) for n in (row.page, row.line) if n)])
    parts = [
        *_fact("status", say(f"level_{row.level}", lang), lang, LOUD),
        *_fact("place", place, lang),
        *_fact("read_as", clean(told(row.read, lang)), lang, "bold"),
        *_fact("expected", clean(told(row.expected, lang)), lang),
        *_fact("done", clean(told(row.done, lang)), lang),
    ]
    source = row if row.text else rows.get(row.code)
    if source is not None:
        parts += _source(source, lang)
    at = universe.row_of.get(row.code)
    name = clean(universe.table.column("name")[at].as_py() or "") if at is not None else ""
    title = "  ".join(part for part in (f"{name} {clean(row.code)}".strip(), clean(row.column)) if part)
    return CheckFrame(title or say(f"level_{row.level}", lang), tuple(parts), row.code)


def _fact(word: str, text: str, lang: str, style: str = "") -> list[Part]:
    return [(f"{say(word, lang)}  ", LABEL), (f"{text}\n", style)] if text else []


def _source(row: ImportRow | None, lang: str) -> list[Part]:
    """The report's own row, with its place."""
    head: Part = (f"\n{say('source_text', lang)}", "bold $text-accent")
    if row is None or not row.text:
        return [head, ("\n", ""), (say("source_text_none", lang), LABEL)]
    place = ":".join([clean(row.file), *(str(n) for n in (row.page, row.line) if n)])
    return [head, (f"  {place}\n", LABEL), (clean(row.text), "")]


def _made_of(universe: Universe, code: str, year: str, lang: str) -> str:
    """The report's price and EPS, as printed."""
    evidence, at = universe.evidence, universe.row_of[code]
    price = float(evidence.price[at])
    eps = float(evidence.estimates.eps[_year(year)][at])
    return say("made_of", lang, f"{price:,.{evidence.places.price}f}", f"{eps:,.{evidence.places.eps}f}")


def _whose(universe: Universe, code: str, year: str, lang: str) -> str:
    source = universe.table.column(f"source_{year}")[universe.row_of[code]].as_py() or ""
    return source_word(source, lang)


def _year(text: str) -> Year:
    return Year(int(text[:-1]), text[-1])


def _said(key: str, lang: str, *values: object) -> str:
    return say(key, lang, *values) if key in WORDS else ""
