"""The screen of a session as text or as an SVG that fetches nothing, the same bytes for the same screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual._context import visible_screen_stack
from textual.keys import Keys

from tui.app.keys import KEYS
from tui.app.session.drawing import svg
from tui.app.session.steps import Step
from tui.errors import KanpanError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.segment import Segment
    from textual.app import App

    from tui.app.session.playing import Player

MODIFIERS = {"ctrl", "shift", "alt", "super"}
NAMED = {key.value for key in Keys if "+" not in key.value} | {
    name for one in KEYS for name in one.keys.split(",") if len(name) > 1 and "+" not in name
}


def text_of(app: App[int]) -> str:
    """The screen as lines of text, spaces at line ends left out."""
    lines = ("".join(segment.text for segment in line).rstrip() for line in _lines(app))
    return "".join(f"{line}\n" for line in lines)


def svg_of(app: App[int], title: str) -> str:
    """The screen as a picture under a title."""
    return svg(_lines(app), (app.size.width, app.size.height), title)


def _lines(app: App[int]) -> list[list[Segment]]:
    """The lines on the screen, with what shows through from below."""
    visible_screen_stack.set(app._background_screens)  # noqa: SLF001 - as Textual's own picture does it
    return [list(strip) for strip in app.screen._compositor.render_strips()]  # noqa: SLF001


async def shown(player: Player, action: str, words: Sequence[str], title: str, fmt: str) -> str:
    """The screen after an action of the session and after keys; words that are no keys are typed."""
    await player.session.run_action(f"app.{action}")
    await player.settle()
    for word in words:
        if player.over:
            raise KanpanError(f"the session ended before {word!r}")
        if len(word) == 1 or is_key(word):
            await player.do(Step("press", word))
        else:
            await player.type(word)
    if player.over:
        raise KanpanError("the session ended before its picture was taken")
    return text_of(player.session) if fmt == "txt" else svg_of(player.session, title)


def is_key(word: str) -> bool:
    """True for the name of a key: 'enter', 'ctrl+d', 'left_square_bracket'."""
    modifiers, _, name = word.rpartition("+")
    if modifiers and not set(modifiers.split("+")) <= MODIFIERS:
        return False
    return name in NAMED or (bool(modifiers) and len(name) == 1)
