"""From a board to the brief: what the report says of the week, and the groups it recommends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.app.frames.report import BriefFrame, FocusLines, FocusName
from tui.app.present.source import mark_of
from tui.app.present.watchlist import title_of
from tui.app.words.say import say
from tui.columns import State
from tui.text import clean
from tui.view.format import format_cell, narrow
from tui.view.resolve import group_label, rating_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tui.app.board import Board
    from tui.app.frames.frame import Part
    from tui.book.brief import Brief, Focus, RatingDef
    from tui.universe.universe import Universe

HEAD, LABEL, QUIET = "bold $text-accent", "$text-muted", "$text-muted"


def brief_frame(board: Board) -> BriefFrame:
    """The frame of the brief screen."""
    universe, lang = board.universe, board.lang
    brief = universe.brief
    title, spare = title_of(board)
    focus = tuple(_focus(universe, one, lang) for one in brief.focus) if brief else ()
    return BriefFrame(
        lang=lang,
        title=title,
        spare=spare,
        sentence=_sentence(brief, focus, lang),
        problems=len(board.problems),
        heading=_heading(brief, universe, lang),
        about=tuple(_about(brief, universe, lang)) if brief else (),
        focus=focus,
        hint="" if brief else say("brief_none", lang),
    )


def _sentence(brief: Brief | None, focus: tuple[FocusLines, ...], lang: str) -> str:
    if brief is None:
        return say("screen_brief", lang)
    codes = {name.code for group in focus for name in group.names}
    told = say("focus_count", lang, len(focus), len(codes))
    return f"{told} · {say('risks_count', lang, len(brief.risks))}"


def _heading(brief: Brief | None, universe: Universe, lang: str) -> str:
    if brief is None:
        return say("screen_brief", lang)
    stale = f"  {say('stale', lang)}" if brief.as_of < universe.as_of else ""
    return f"{say('screen_brief', lang)}  {brief.as_of}{stale}"


# ── the text ────────────────────────────────────────────────────────────────────────────────────────


def _about(brief: Brief, universe: Universe, lang: str) -> Iterator[Part]:
    """Who says it and when, outlook, risks, what ratings mean, where it is from, and what it is not."""
    if brief.title:
        yield f"{clean(brief.title)}\n", "bold"
    yield from _facts(brief, universe, lang)
    yield from _part("outlook", lang, [clean(brief.outlook) or say("outlook_none", lang)])
    if brief.risks:
        risks = (f"{n}. {clean(risk)}" for n, risk in enumerate(brief.risks, 1))
        yield from _part("risks", lang, risks)
    yield from _ratings(brief, lang)
    for word, lines in (
        ("only_pictures", brief.pictures),
        ("sources", brief.sources),
        ("earlier", [("、" if lang == "zh" else ", ").join(map(str, brief.earlier_reports))]),
    ):
        if any(lines):
            yield from _part(word, lang, map(clean, lines))
    yield f"\n{say('disclaimer', lang)}", "$text-warning"


def _facts(brief: Brief, universe: Universe, lang: str) -> Iterator[Part]:
    change = f" ({clean(brief.sector_rating_change)})" if brief.sector_rating_change else ""
    rating = brief.sector_rating and rating_label(universe, brief.sector_rating, lang)
    printed = clean(brief.sector_rating)
    told = rating if not rating or rating == printed else f"{printed} {rating}"
    period = say("to", lang, *brief.period) if len(brief.period) == 2 else ""
    for line in (
        (("publisher", brief.publisher), ("dated_as", str(brief.as_of)), ("covers", period)),
        (
            ("sector", brief.sector),
            ("sector_rating", f"{told}{change}" if told else ""),
            ("risk_level", brief.risk_level),
        ),
    ):
        given = [(word, clean(text)) for word, text in line if text]
        for word, text in given:
            yield f"{say(word, lang)} ", LABEL
            yield f"{text}  ", "bold" if word == "sector_rating" else ""
        if given:
            yield "\n", ""


def _part(word: str, lang: str, lines: Iterable[str]) -> Iterator[Part]:
    yield f"\n{say(word, lang)}\n", HEAD
    for line in lines:
        yield f"{line}\n", ""


def _ratings(brief: Brief, lang: str) -> Iterator[Part]:
    """The definitions, of stocks and of sectors, in both languages where the brief has both."""
    if not brief.ratings:
        return
    yield f"\n{say('ratings', lang)}\n", HEAD
    basis, other = brief.ratings_basis, brief.ratings_basis_zh
    if said := (other or basis) if lang == "zh" else (basis or other):
        yield f"{clean(said)}\n", QUIET
    kinds = dict.fromkeys(one.kind for one in brief.ratings)
    for kind in kinds:
        known = kind in {"stock", "sector"}
        yield f"{say(f'ratings_{kind}', lang) if known else clean(kind)}\n", LABEL
        for one in brief.ratings:
            if one.kind == kind:
                yield from _rating(one, lang)


def _rating(one: RatingDef, lang: str) -> Iterator[Part]:
    own, other = (one.meaning_zh, one.meaning) if lang == "zh" else (one.meaning, one.meaning_zh)
    yield f"{clean(one.rating)}", "bold"
    yield (f" {clean(one.en)}" if one.en else ""), LABEL
    yield f"  {clean(own or other)}\n", ""


# ── the groups ──────────────────────────────────────────────────────────────────────────────────────


def _focus(universe: Universe, focus: Focus, lang: str) -> FocusLines:
    names = tuple(_name(universe, code, lang) for code in focus.codes)
    label, own = clean(focus.label or focus.group), clean(group_label(universe, focus.group, lang))
    told = label if own in {"", label} or lang == "zh" else f"{label} ({own})"
    return FocusLines(told, clean(focus.reason), names)


def _name(universe: Universe, code: str, lang: str) -> FocusName:
    row = universe.row_of.get(code)
    if row is None:
        return FocusName(code, "", (), here=False)
    name = narrow(clean(universe.table.column("name")[row].as_py() or ""))
    shown = ("price", universe.forward_pe or "", "price_change_pct")
    figures = tuple(_figure(universe, column, row, lang) for column in shown if column in universe.columns)
    return FocusName(code, name, figures, here=True)


def _figure(universe: Universe, name: str, row: int, lang: str) -> tuple[str, str, str]:
    """Label, figure with its mark, tone."""
    column = universe.columns[name]
    state = State(int(universe.states(name)[row]))
    value = float(universe.values(name)[row]) if state == State.VALUE else None
    tone = (
        "up" if column.signed and (value or 0) > 0 else "down" if column.signed and (value or 0) < 0 else ""
    )
    mark = mark_of(universe, column, row)
    return column.head(lang), format_cell(column, value, state, lang) + (mark or " "), tone
