"""From a board to the themes screen: the tree with its figures, and one theme with its members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.app.frames.listing import ListFrame, listing
from tui.app.frames.theme import MemberLine, ThemeFrame
from tui.app.grid.model import GridColumn
from tui.app.present.watchlist import title_of
from tui.app.words.say import say
from tui.text import cell_width, clean
from tui.view.format import format_number, narrow
from tui.view.sentence import SEPARATOR
from tui.view.theme_figures import theme_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.app.board import Board
    from tui.app.frames.frame import Part, Text
    from tui.columns import Column
    from tui.universe.themes import Member, Theme
    from tui.universe.universe import Universe
    from tui.view.aggregate import Aggregate
    from tui.view.theme_figures import ThemeLine

WIDEST = 26  # cells of a theme's label in the tree
Cell = tuple[str, str]


def themes_frame(board: Board) -> ListFrame:
    """The frame of the tree."""
    universe, lang = board.universe, board.lang
    lines = theme_tree(universe)
    shown = _shown(universe, lang)
    cells = {column.key: [column.cell(line) for line in lines] for column in shown}
    columns = [_sized(column, cells[column.key]) for column in shown]
    title, spare = title_of(board)
    names = len({code for line in lines for code in line.codes})
    return ListFrame(
        lang=lang,
        title=title,
        spare=spare,
        sentence=SEPARATOR.join((say("themes_count", lang, len(lines)), say("members", lang, names))),
        problems=len(board.problems),
        rows=listing(columns, [line.theme.id for line in lines], lambda row, key: cells[key][row]),
        hint=say("themes_none", lang),
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    """One column of the tree."""

    key: str
    title: str
    cell: Callable[[ThemeLine], Cell]


def _shown(universe: Universe, lang: str) -> list[_Shown]:
    """The columns that the universe has something for."""
    out = [
        _Shown("theme", say("screen_themes", lang), lambda line: _label(line, lang)),
        _Shown("n", say("names_n", lang), _count),
    ]
    forward = universe.columns.get(universe.forward_pe or "")
    if forward is not None:
        head = forward.head(lang)
        out += [
            _Shown("median", f"{head} {say('median', lang)}", lambda line: _figure(forward, line.pe, lang)),
            _Shown("hmean", say("harmonic", lang), lambda line: _figure(forward, line.pe, lang, hmean=True)),
        ]
    growth = universe.columns.get(f"eps_growth_{universe.fy1}")
    if growth is not None:
        out.append(_Shown("growth", growth.head(lang), lambda line: _figure(growth, line.growth, lang)))
    change = universe.columns.get("price_change_pct")
    if change is not None:
        out.append(_Shown("change", change.head(lang), lambda line: _change(change, line.change, lang)))
    out += [
        _Shown("week", say("week", lang), lambda line: _stories(line.week)),
        _Shown("month", say("month", lang), lambda line: _stories(line.month)),
    ]
    return out


def _sized(column: _Shown, cells: Sequence[Cell]) -> GridColumn:
    longest = max((cell_width(text) for text, _ in cells), default=0)
    left = column.key == "theme"
    width = max(cell_width(column.title), min(longest, WIDEST) if left else longest)
    return GridColumn(column.key, column.title, width, right=not left, frozen=left)


def _label(line: ThemeLine, lang: str) -> Cell:
    return "  " * line.deep + narrow(clean(line.theme.label(lang))), "" if line.codes else "dim"


def _count(line: ThemeLine) -> Cell:
    """How many names; with how many of them the PE counts, where that is not all."""
    count = len(line.codes)
    if line.pe is not None and line.pe.n < count:
        return f"{line.pe.n}/{count}", ""
    return f"{count}", "" if count else "dim"


def _figure(column: Column, found: Aggregate | None, lang: str, *, hmean: bool = False) -> Cell:
    if found is None or not found.n:
        return "", ""
    return format_number(column, found.hmean if hmean else found.median, lang), ""


def _change(column: Column, found: Aggregate | None, lang: str) -> Cell:
    text, _ = _figure(column, found, lang)
    if found is None or not text:
        return "", ""
    return text, "up" if found.median > 0 else "down" if found.median < 0 else ""


def _stories(count: int) -> Cell:
    return f"{count}", "" if count else "dim"


# ── one theme ───────────────────────────────────────────────────────────────────────────────────────


def theme_frame(board: Board, theme_id: str) -> ThemeFrame | None:
    """The frame of a theme, None for an id that is not there."""
    line = next((line for line in theme_tree(board.universe) if line.theme.id == theme_id), None)
    if line is None:
        return None
    theme, day = line.theme, board.universe.as_of
    members = sorted(theme.members, key=lambda member: not member.at(day))
    return ThemeFrame(
        id=theme.id,
        label=clean(theme.label(board.lang)),
        about=_about(board.universe, line, board.lang),
        members=tuple(_member(board, member) for member in members),
        codes=len(line.codes),
    )


def _about(universe: Universe, line: ThemeLine, lang: str) -> Text:
    """What it is about, the themes below it, the terms that news speaks of it with, and its file."""
    theme = line.theme
    parts: list[Part] = [(clean(theme.description(lang)) or say("described_none", lang), "")]
    labels = {one.id: one.label(lang) for one in universe.themes}
    comma = "、" if lang == "zh" else ", "
    for word, told in (
        ("below", comma.join(labels[i] for i in line.branch[1:])),
        ("source", theme.source),
        ("file", _files(theme)),
        ("terms", comma.join(theme.terms)),
        ("excluded", comma.join(theme.excluded)),
    ):
        if told:
            parts += [(f"\n{say(word, lang)}  ", "$text-muted"), (clean(told), "$text-muted")]
    return tuple(parts)


def _files(theme: Theme) -> str:
    files = [origin.file for origin in theme.origins] or ([theme.file] if theme.file else [])
    return ", ".join(dict.fromkeys(file.rsplit("/", 1)[-1] for file in files))


def _member(board: Board, member: Member) -> MemberLine:
    universe, lang = board.universe, board.lang
    row = universe.row_of.get(member.code)
    name = universe.table.column("name")[row].as_py() if row is not None else None
    now = member.at(universe.as_of)
    told = [say("weight", lang, f"{member.weight:g}")] if member.weight != 1 else []
    told += [say("since", lang, member.since)] if member.since else []
    told += [say("until", lang, member.until)] if member.until else []
    told += [] if now else [say("not_now", lang)]
    told += [] if row is not None else [say("not_here", lang)]
    reason = member.reason(lang) or say("reason_none", lang)
    source = f"  ({member.source})" if member.source else ""
    return MemberLine(
        code=member.code,
        name=clean(name or member.name),
        terms="  ".join(told),
        reason=clean(reason + source),
        here=now and row is not None,
    )
