"""Every key of the session in one table: bindings, help, the key line and the README come from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.app.keys.dialogs import DIALOG_KEYS
from tui.app.keys.key import Key
from tui.app.keys.places import PARTS, PLACES, SCREENS
from tui.app.keys.screens import SCREEN_KEYS

if TYPE_CHECKING:
    from textual.binding import Binding

__all__ = ["KEYS", "PARTS", "PLACES", "SCREENS", "TWINS", "Key", "bindings", "key_line", "with_twins"]

TWINS = {"/": "／", "?": "？", "[": "【", "]": "】", "<": "《", ">": "》", ":": "："}
KEYS = (*SCREEN_KEYS, *DIALOG_KEYS)


def bindings(where: str) -> list[Binding]:
    """Textual's bindings for a part of the session; full-width twins of ASCII keys act like them."""
    from textual.binding import Binding

    return [
        Binding(
            with_twins(key.keys, key.shown), key.action, key.en, show=False, id=key.id, priority=key.first
        )
        for key in KEYS
        if key.where == where
    ]


def with_twins(keys: str, shown: str) -> str:
    """The keys, and the full-width twins of those that are shown as ASCII signs."""
    twins = [TWINS[one] for one in shown.split(", ") if one in TWINS]
    return ",".join((keys, *twins))


def key_line(
    lang: str, places: tuple[str, ...] = ("watchlist", "app"), keys: tuple[Key, ...] = KEYS
) -> list[tuple[str, str]]:
    """(key, word) pairs of the line at the bottom of a screen, in 'zh' or 'en'; keys: those in force."""
    side = 0 if lang == "zh" else 1
    return [(key.shown, key.short[side]) for key in keys if key.short[side] and key.where in places]
