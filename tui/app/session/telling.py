"""A step of a session in words: what a key does where it is pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from tui.app.keys import KEYS
from tui.app.session.playing import key_of
from tui.app.words.say import say
from tui.text import cell_width, clean, pad

if TYPE_CHECKING:
    from textual.binding import Binding
    from textual.dom import DOMNode

    from tui.app.session.life import Session
    from tui.app.session.playing import Player
    from tui.app.session.steps import Step

NUMBER, MOST = 4, 24  # cells


class Told:
    """The steps in words as they are done, characters typed one after the other on one line."""

    def __init__(self) -> None:
        self._lines: list[tuple[int, str, str]] = []
        self._typing = False

    def note(self, player: Player, number: int, step: Step) -> None:
        """Note a step that is going to be done on the screen as it is."""
        shown = step.value if isinstance(step.value, str) else " ".join(map(str, step.value))
        typed = step.kind == "press" and _types(player, step.value)
        if typed:
            shown = " " if shown == "space" else shown
        if typed and self._typing:
            first, before, what = self._lines[-1]
            self._lines[-1] = (first, before + shown, what)
        else:
            self._lines.append((number, shown, does(player, step)))
        self._typing = typed

    def lines(self) -> list[str]:
        """One line each: its number, what was pressed, and what that did."""
        wide = min(MOST, max((cell_width(clean(shown)) for _, shown, _ in self._lines), default=0))
        return [
            f"{number:{NUMBER}}  {pad(clean(shown), max(wide, cell_width(clean(shown))))}  {what}".rstrip()
            for number, shown, what in self._lines
        ]


def _types(player: Player, key: str) -> bool:
    """True where a key is a character of a text."""
    return isinstance(player.session.focused, Input) and (len(key) == 1 or key == "space")


def does(player: Player, step: Step) -> str:
    """What a step does, in the session's language."""
    session, lang = player.session, player.session.lang
    if step.kind != "press":
        return say(f"step_{step.kind}", lang)
    key = key_of(step.value)
    if _types(player, step.value):
        return say("step_types", lang)
    found = _binding(session, key)
    if found is None:
        return say("step_nothing", lang)
    known = next((one for one in KEYS if one.id == found.id), None)
    if known is not None:
        return known.zh if lang == "zh" else known.en
    return clean(found.description or found.action)


def _binding(session: Session, key: str) -> Binding | None:
    """What has the key: the focused part, else what it stands in, else the session."""
    nodes: list[DOMNode] = [*(session.focused or session.screen).ancestors_with_self]
    for node in nodes:
        bound = node._bindings.key_to_bindings.get(key)  # noqa: SLF001 - `active_bindings` tells but one of them
        if bound:
            return bound[0]
    return None
