"""What the session wears: a palette, and red or green for a rise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.app.dialogs.looks import LookChoice, LooksDialog
from tui.app.palettes import OWN, names, own
from tui.app.words.say import say
from tui.settings import UPS

if TYPE_CHECKING:
    from textual.theme import Theme

    from tui.app.board import Board
    from tui.app.session.wearing import Wearing

SHOWN = ("background", "panel", "primary", "accent", "text-warning", "text-error", "text-success")
RISE = {"red": ("text-error", "text-success"), "green": ("text-success", "text-error")}


def looks(session: Wearing, board: Board) -> None:
    """Let the user choose; what the cursor comes to is worn at once, esc brings the old look back."""
    palette, up = session.theme, session.opened.up

    def wear(kind: str, name: str) -> None:
        session.wear(name if kind == "palette" else palette, name if kind == "up" else up)

    def try_on(choice: LookChoice) -> None:
        wear(choice.kind, choice.name)

    def chosen(given: str | None) -> None:
        kind, _, name = (given or "").partition(":")
        wear(kind, name)

    session.push_screen(LooksDialog(choices(session, board.lang), palette, board.lang, try_on), chosen)


def choices(session: Wearing, lang: str) -> list[LookChoice]:
    """Every palette, then the two colours of a rise."""
    out = [_choice(_theme(session, name), lang) for name in names(session)]
    now = session.get_css_variables()
    for up in UPS:
        colours = () if session.current_theme.ansi else tuple(now[name] for name in RISE[up])
        out.append(LookChoice("up", up, say(f"up_{up}", lang), say("about_up", lang), "", colours))
    return out


def _theme(session: Wearing, name: str) -> Theme:
    return own(name) if name in OWN else session.available_themes[name]


def _choice(theme: Theme, lang: str) -> LookChoice:
    about = say(f"about_{theme.name}" if theme.name in OWN else "about_palette", lang)
    if theme.ansi:
        return LookChoice("palette", theme.name, theme.name, about, say("palette_terminal", lang))
    held = theme.to_color_system().generate()
    note = say("palette_dark" if theme.dark else "palette_light", lang)
    return LookChoice("palette", theme.name, theme.name, about, note, tuple(held[name] for name in SHOWN))
