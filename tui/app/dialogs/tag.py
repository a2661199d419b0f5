"""Names and themes to choose from, and what a name's membership says already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.app.dialogs.picking import Choice
from tui.app.words.say import say
from tui.text import clean
from tui.view.theme_figures import theme_tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.app.board import Board
    from tui.universe.theme import Member


def choices(board: Board, what: str) -> list[Choice]:
    """Every name, or every theme in the order of their tree."""
    universe, lang = board.universe, board.lang
    if what == "theme":
        return [
            Choice(
                line.theme.id,
                "  " * line.deep + clean(line.theme.label(lang)),
                line.theme.description(lang),
                (line.theme.zh, line.theme.en),
            )
            for line in theme_tree(universe)
        ]
    codes, names = (universe.table.column(c).to_pylist() for c in ("code", "name"))
    return [
        Choice(
            code,
            clean(name or code),
            "  ".join(universe.aliases.get(code, ())),
            universe.aliases.get(code, ()),
        )
        for code, name in zip(codes, names, strict=True)
    ]


def memberships(board: Board, code: str) -> dict[str, Member]:
    """For each theme that the name belongs to at the universe's date its membership there."""
    return {
        theme.id: member
        for theme in board.universe.themes
        for member in theme.members
        if member.code == code and member.at(board.universe.as_of)
    }


def tag_choices(board: Board, held: Mapping[str, Member]) -> list[Choice]:
    """The themes, and of those that the name belongs to already the reason."""
    lang = board.lang
    return [
        Choice(c.id, c.label, say("tagged_already", lang, held[c.id].reason(lang)), c.words)
        if c.id in held
        else c
        for c in choices(board, "theme")
    ]


def written_in(member: Member | None, lang: str) -> str:
    """The language that a reason is saved in: the session's; English where that alone is changed."""
    return "en" if member is not None and member.reason_en and not member.reason_zh else lang
