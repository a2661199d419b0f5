"""From a board to what the screen shows: plain values in the board's language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from tui.app.frames.frame import Entry, First, Frame, Text, frozen
from tui.app.present.name import name_frame
from tui.app.present.source import BoardSource
from tui.app.words.say import say
from tui.text import clean
from tui.view.format import narrow
from tui.view.news import median_forward, theme_figures
from tui.view.resolve import group_ids, group_label
from tui.view.sentence import SEPARATOR, sentence, sorted_figure
from tui.view.shipped import saved_of

if TYPE_CHECKING:
    from tui.app.board import Board


def frame_of(board: Board) -> Frame:
    """The frame of a board."""
    title, spare = title_of(board)
    return Frame(
        lang=board.lang,
        title=title,
        spare=spare,
        entries=_entries(board),
        grid=BoardSource(board),
        sentence=_sentence(board),
        problems=len(board.problems),
        told=told_of(board),
        hint=say("grid_none" if board.universe.rows else "book_empty", board.lang),
    )


def _sentence(board: Board) -> str:
    """The whole view in words, and the median of what it is sorted by."""
    said = sentence(board.universe, board.view, board.arrangement, board.lang), _sorted_figure(board)
    return clean(SEPARATOR.join(part for part in said if part))


def _sorted_figure(board: Board) -> str:
    """The median of what the rows are sorted by; the last answer is kept: marks and looks change no rows."""
    kept, asked = board.universe.kept, (board.arrangement, board.lang)
    before = kept.get("sorted_figure")
    if before is None or before[0] is not asked[0] or before[1] != asked[1]:
        found = sorted_figure(board.universe, board.view, *asked)
        before = kept["sorted_figure"] = (*asked, found)
    figure: str = before[2]
    return figure


def told_of(board: Board) -> str:
    """How many names are marked, how many changed since the user last looked, how many alerts hold."""
    kept, lang = board.universe.kept, board.lang
    parts = [say("marked", lang, len(board.marks))] if board.marks else []
    parts += [say("seen_changed", lang, len(kept["changed"]))] if kept.get("changed") else []
    holding = [one for one in kept.get("alerts", ()) if one.codes]
    if holding:
        new = sum(len(one.new) for one in holding)
        word = "alerts_new" if new else "alerts_count"
        parts.append(say(word, lang, len(holding), *([new] if new else [])))
    return SEPARATOR.join(parts)


def first_of(board: Board) -> First:
    """The first frame, all of it plain values that another process can send."""
    frame = frame_of(board)
    return First(replace(frame, grid=frozen(frame.grid)), name_frame(board, board.code(0)))


def title_of(board: Board) -> tuple[Text, tuple[int, ...]]:
    """The book, the sector's rating and the dates, and the places of what gives way first."""
    universe, lang = board.universe, board.lang
    parts = [(f" {say('app', lang)} ", "bold reverse"), (f" {clean(universe.title)}  ", "")]
    spare: list[int] = []
    brief = universe.brief
    newest = universe.history.book.newest() if universe.history else None
    if newest and universe.as_of < newest:
        parts.append((f"{say('as_of_old', lang, universe.as_of)} ", "bold $text-warning reverse"))
        parts.append((" ", ""))
    else:
        parts.append((f"{say('as_of', lang, universe.as_of)}  ", "bold"))
    if brief and brief.sector_rating:
        change = f" ({brief.sector_rating_change})" if brief.sector_rating_change else ""
        spare.append(len(parts))
        parts.append((clean(f"{brief.sector_rating}{change}  "), "$text-accent"))
    for table, word in (("coverage", "report"), ("market", "market")):
        day = universe.dates.get(table)
        if day == universe.as_of:  # said already: it may give way
            spare.append(len(parts))
            parts.append((f"{say(word, lang)} {day}  ", ""))
        elif day is not None:
            parts.append((f"{say(word, lang)} {day}", ""))
            parts.append((f" {say('stale', lang)}  ", "$text-warning"))
    spare.insert(0, len(parts))
    parts.append((f"{say('members', lang, universe.rows)}  ", "$text-muted"))
    if universe.read_only:
        spare.insert(0, len(parts))
        parts.append((f"{say('read_only', lang)}  ", "$text-muted"))
    return tuple(parts), tuple(spare)


def _entries(board: Board) -> tuple[Entry | None, ...]:
    """The side bar's lines; their figures are of the universe, so they are worked out once a language."""
    universe, view = board.universe, board.view
    name = ("entries", board.lang)
    if name not in universe.kept:
        universe.kept[name] = _figured(board)
    chosen = {("group", g) for g in view.groups} | {("theme", t) for t in view.themes}
    lists = saved_of(universe).lists
    asked = {one: f"@{one}" for one in lists}
    if lists and view.where:
        from tui.view.clause import lists_asked  # the first paint does not wait for the language

        held, asked = lists_asked(universe, view.where, lists, board.lang)
        chosen |= {("list", one) for one in held}
    chosen = chosen or {("all", "")}
    entries: tuple[Entry | None, ...] = universe.kept[name]
    return tuple(
        e
        and e._replace(chosen=(e.kind, e.id) in chosen, asks=asked.get(e.id, "") if e.kind == "list" else "")
        for e in entries
    )


def _figured(board: Board) -> tuple[Entry | None, ...]:
    universe, lang = board.universe, board.lang
    forward = universe.columns.get(universe.forward_pe or "")
    head = forward.head(lang) if forward else ""
    everything = median_forward(universe, np.arange(universe.rows))
    out: list[Entry | None] = [Entry("all", "", say("all", lang), f"{universe.rows}", _multiple(everything))]
    codes, texts = universe.encoded("group")
    groups = [g for g in group_ids(universe) if g in texts]
    if groups:
        out += [None, Entry("title", "", say("groups", lang), "", head)]
    for group in groups:
        rows = np.flatnonzero(codes == texts.index(group))
        label = narrow(clean(group_label(universe, group, lang)))
        median = _multiple(median_forward(universe, rows))
        out.append(Entry("group", group, label, f"{len(rows)}", median))
    out += _lists(board, head)
    found = [f for f in theme_figures(universe) if f.codes]
    if found:
        out += [None, Entry("title", "", say("themes", lang), "", head)]
    for one in found:
        label, count = narrow(one.theme.label(lang)), f"{len(one.codes)}"
        out.append(Entry("theme", one.theme.id, label, count, _multiple(one.median)))
    return tuple(out)


def _lists(board: Board, head: str) -> list[Entry | None]:
    """The user's own lists: how many of their names the book has, of how many where some are absent."""
    universe, lang = board.universe, board.lang
    lists = saved_of(universe).lists.values()
    out: list[Entry | None] = [None, Entry("title", "", say("lists", lang), "", head)] if lists else []
    for one in lists:
        rows = [universe.row_of[code] for code in one.codes if code in universe.row_of]
        count = f"{len(rows)}" if len(rows) == len(one.codes) else f"{len(rows)}/{len(one.codes)}"
        label = narrow(clean(one.label(lang)))
        out.append(Entry("list", one.name, label, count, _multiple(median_forward(universe, rows))))
    return out


def _multiple(value: float) -> str:
    """As short as a side bar is narrow; '' for NaN, which is not itself."""
    if value != value:  # noqa: PLR0124
        return ""
    return f"{value:,.0f}" if value >= 1000 else f"{value:.1f}"
