"""The session's own palettes; Textual's stand beside them. Made when chosen, or when all are listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.errors import UnknownNameError

if TYPE_CHECKING:
    from textual.app import App
    from textual.theme import Theme

NIGHT, CONTRAST = "kanpan-night", "kanpan-contrast"
OWN = (NIGHT, CONTRAST)
PLAIN = "textual-dark"  # Textual's own


def own(name: str) -> Theme:
    """A palette of the session's own."""
    from textual.theme import Theme

    if name == NIGHT:  # for long sessions: nothing glares, and every text has a contrast of 4.5 or more
        return Theme(
            name=NIGHT,
            primary="#5b9bd5",
            secondary="#7f8fb5",
            accent="#d9b36c",
            warning="#e0a458",
            error="#f0716b",
            success="#4fb487",
            foreground="#c8d0da",
            background="#11151b",
            surface="#171c24",
            panel="#212934",
            variables={
                "text-primary": "#8fbfec",
                "text-secondary": "#a9b6d6",
                "text-accent": "#e3c384",
                "text-warning": "#e9b777",
                "text-error": "#f78f89",
                "text-success": "#6fcb9f",
                "text-muted": "#a3adba",
                "block-cursor-foreground": "#0b0f14",
                "block-cursor-background": "#8fbfec",
                "block-cursor-text-style": "bold",
                "input-selection-background": "#5b9bd5 40%",
            },
        )
    return Theme(  # every text has a contrast of 7 or more
        name=CONTRAST,
        primary="#6cb6ff",
        secondary="#a5b4fc",
        accent="#ffd54a",
        warning="#ffc24a",
        error="#ff8f88",
        success="#5fe39a",
        foreground="#ffffff",
        background="#000000",
        surface="#0a0a0a",
        panel="#1c1c1c",
        variables={
            "text-primary": "#9fd0ff",
            "text-secondary": "#c7d2fe",
            "text-accent": "#ffe07a",
            "text-warning": "#ffd27a",
            "text-error": "#ffb0aa",
            "text-success": "#8df0b8",
            "text-muted": "#d0d0d0",
            "block-cursor-foreground": "#000000",
            "block-cursor-background": "#ffe07a",
            "block-cursor-text-style": "bold",
        },
    )


def names(app: App[int]) -> list[str]:
    """Every palette: the session's own, then Textual's, the dark ones first."""
    known = app.available_themes
    rest = sorted((not theme.dark, name) for name, theme in known.items() if name not in OWN)
    return [*OWN, *(name for _, name in rest)]


def is_known(name: str) -> bool:
    """True for a palette of the session's own or of Textual's."""
    from textual.theme import BUILTIN_THEMES

    return name in OWN or name in BUILTIN_THEMES


def wear(app: App[int], name: str) -> None:
    """Give a session a palette. Raises UnknownNameError for one that there is not."""
    if name in OWN and name not in app.available_themes:
        app.register_theme(own(name))
    if name not in app.available_themes:
        raise UnknownNameError("palette", name, names(app))
    app.theme = name
