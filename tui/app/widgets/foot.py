"""The lines at the foot of a screen: the keys of where one is, and the way to what is folded away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import reactive

from tui.app.keys import KEYS, key_line
from tui.app.widgets.pressed import PressLine
from tui.app.words.say import say
from tui.text import cell_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import App

    from tui.app.frames.frame import Bars
    from tui.app.keys import Key
    from tui.app.widgets.pressed import Press

LAST = 2  # keys at the end of the key line that never give way
LIST = (("screen.next", "foot_pane"), ("screen.zoom", "foot_zoom"), ("screen.back", "foot_back"))
READ = (("text.down", "foot_scroll"), *LIST)
PART_KEYS = {
    "side": (
        *(("list.choose", "foot_filter"), ("view.back", "foot_grid"), ("pane.next", "foot_pane")),
        *(("view.sidebar", "foot_hide"), ("pane.grow", "foot_grow"), ("pane.shrink", "foot_shrink")),
    ),
    "news": (
        *(("list.choose", "foot_read"), ("app.link", "foot_link"), ("view.back", "foot_grid")),
        *(("pane.next", "foot_pane"), ("view.zoom", "foot_zoom")),
        *(("pane.grow", "foot_grow"), ("pane.shrink", "foot_shrink")),
    ),
    "members": (("list.choose", "foot_name"), *LIST),
    "movers": (("list.choose", "foot_name"), *LIST),
    "focus": (("list.choose", "foot_name"), *LIST),
    "ways": (("list.choose", "foot_follow"), ("app.link", "foot_link"), *LIST),
    **dict.fromkeys(("text", "about", "check", "brief-text", "history", "waterfall", "moves"), READ),
}  # by the part that has the focus: ids of keys and what they do there; every other part has its screen's
FIELD_KEYS = {
    "find": (("enter", "foot_stay"), ("escape", "foot_undo")),
    "query-line": (
        *(("tab", "foot_complete"), ("enter", "foot_keep"), ("escape", "foot_undo"), ("up", "foot_history")),
    ),
}  # of lines that are typed into, which take every other key themselves
SHOWN = {"escape": "esc", "up": "up/down"}
BOTH = {"text.down": ("j/k", "j, down")}  # told together with the one the other way, where it is the usual


def foot_keys(
    part: str, lang: str, places: tuple[str, ...], keys: tuple[Key, ...] = KEYS
) -> list[tuple[str, str, str]]:
    """(as printed, what it does, the key to press) of the part that has the focus, then help and quit.

    keys: those in force
    """
    if part in FIELD_KEYS:
        return [(SHOWN.get(key, key), say(word, lang), key) for key, word in FIELD_KEYS[part]]
    first = {key.shown: first_of(key) for key in keys if key.where in places}
    screen = [(shown, word, first[shown]) for shown, word in key_line(lang, places, keys)]
    if part not in PART_KEYS:
        return screen
    held = {key.id: key for key in keys}
    own = [(name, held[name], say(word, lang)) for name, word in PART_KEYS[part] if held[name].keys]
    told = [(_printed(name, key), word, first_of(key)) for name, key, word in own]
    return [*told, *screen[-LAST:]]


def first_of(key: Key) -> str:
    """The first of a binding's keys."""
    return key.keys.split(",")[0]


def _printed(name: str, key: Key) -> str:
    """A key as it is shown; two that belong together where they are what they were."""
    both, usual = BOTH.get(name, ("", ""))
    return both if key.shown == usual else key.shown


def keys_of(app: App[object]) -> tuple[Key, ...]:
    """The keys in force: the session's, where the user has other ones."""
    held: tuple[Key, ...] = getattr(app, "keys", KEYS)
    return held


class KeyLine(PressLine):
    """The keys one needs first, as many as there is room for; help and the way out always."""

    frame: reactive[Bars | None] = reactive(None)

    def __init__(self, places: tuple[str, ...] = ("watchlist", "app"), *, id: str | None = None) -> None:  # noqa: A002
        """`places` are the parts of the session whose keys it shows where no part has keys of its own."""
        super().__init__(id=id)
        self._places = places
        self._shown: object = None

    def on_mount(self) -> None:
        """Follow the focus."""
        self.watch(self.screen, "focused", self._write, init=False)

    def watch_frame(self) -> None:
        """Write the line in the frame's language."""
        self._write()

    def on_resize(self) -> None:
        """Fit the keys anew."""
        self._write()

    def _write(self) -> None:
        if self.frame is None or not self.size.width:
            return
        part, width, keys = self._part, self.size.width, keys_of(self.app)
        if self._shown == (now := (part, self.frame.lang, width, keys)):
            return
        self._shown = now
        told = foot_keys(part, self.frame.lang, self._places, keys)
        self.press_parts(list(_fitted(told, width, part)))

    @property
    def _part(self) -> str:
        """The id of what has the focus."""
        focused = self.screen.focused
        return (focused.id or "") if focused is not None else ""


def _fitted(keys: Sequence[tuple[str, str, str]], width: int, part: str) -> Iterator[Press]:
    """The keys in `width` cells; those in the middle give way first."""
    last = 0 if part in FIELD_KEYS else LAST
    cells = [cell_width(shown + word) + 3 for shown, word, _ in keys]
    room = width - 1 - sum(cells[len(keys) - last :])
    yield " ", "", ""
    for at, (shown, word, key) in enumerate(keys):
        if at < len(keys) - last:
            room -= cells[at]
            if room < 0:
                continue
        yield shown, "bold $text-accent", f"key:{key}"
        yield f" {word}", "", f"key:{key}"
        yield "  ", "", ""


class FoldLine(PressLine):
    """The parts that share one place as tabs: those on show, and by which key the others come."""

    DEFAULT_CSS = "FoldLine { height: 1; width: 100%; display: none; }"

    def show(self, tabs: Sequence[tuple[str, str]], lang: str) -> None:
        """(word, id of the key) of each part; no key for one that is on show."""
        self.display = any(key for _, key in tabs)
        held = {key.id: key for key in keys_of(self.app)}
        parts: list[Press] = [(" ", "", "")]
        for number, (word, name) in enumerate(tabs):
            if number:
                parts.append((" | ", "$text-muted", ""))
            label = say(word, lang)
            if name:
                press = f"key:{first_of(held[name])}"
                parts += [(f"{label} ", "$text-muted", press), (held[name].shown, "$text-accent", press)]
            else:
                parts.append((label, "bold", ""))
        self.press_parts(parts)
