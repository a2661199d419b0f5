"""Names and themes to choose from, and the theme file that a tag is written into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.app.picking import Choice
from tui.app.words import say
from tui.text import clean
from tui.view.theme_figures import theme_tree

if TYPE_CHECKING:
    from tui.app.board import Board


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


def tag_choices(board: Board, code: str) -> list[Choice]:
    """The themes, and of those that the name belongs to already the reason."""
    universe, lang = board.universe, board.lang
    held = {
        theme.id: member.reason(lang)
        for theme in universe.themes
        for member in theme.members
        if member.code == code and member.at(universe.as_of)
    }
    return [
        Choice(c.id, c.label, say("tagged_already", lang, held[c.id]), c.words) if c.id in held else c
        for c in choices(board, "theme")
    ]
