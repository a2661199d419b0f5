"""What ctrl+p offers: every action of the session, every name, group and theme."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider

from tui.app.keys import KEYS, PARTS
from tui.app.words.say import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tui.app.app import Kanpan
    from tui.app.keys import Key

UNOFFERED = {"app.palette"}


def offered(place: str) -> list[Key]:
    """The keys whose actions are offered on a screen; moving about is not."""
    parts = {*PARTS[place]} - {"grid", "list", "text"}
    return [key for key in KEYS if key.where in parts]


class Everything(Provider):
    """Actions when nothing is typed; names, groups and themes too once something is."""

    async def discover(self) -> Hits:
        """The actions."""
        for label, run in self._actions():
            yield DiscoveryHit(label, run)

    async def search(self, query: str) -> Hits:
        """Whatever fits what is typed."""
        matcher = self.matcher(query)
        for label, run in (*self._actions(), *self._places()):
            score = matcher.match(label)
            if score > 0:
                yield Hit(score, matcher.highlight(label), run)

    @property
    def _kanpan(self) -> Kanpan:
        app: Kanpan = self.app  # type: ignore[assignment]
        return app

    def _actions(self) -> Iterator[tuple[str, Callable[[], object]]]:
        lang = self._kanpan.lang
        for key in offered(self._kanpan.place):
            if key.id not in UNOFFERED:
                label = f"{key.zh if lang == 'zh' else key.en}  ({key.shown})"
                target = self.app if key.where == "app" else self.screen
                yield label, partial(self.app.run_action, key.action, target)

    def _places(self) -> Iterator[tuple[str, Callable[[], object]]]:
        app = self._kanpan
        if app.board is None or app.frame is None:
            return
        for entry in app.frame.entries:
            if entry is not None and entry.kind in {"group", "theme", "all"}:
                kind = "" if entry.kind == "all" else f" {say(entry.kind, app.lang)}"
                label = f"{say('filter_by', app.lang)}{kind} {entry.label}"
                yield label, partial(app.only, entry.kind, entry.id)
        table = app.board.universe.table
        codes, names = table.column("code").to_pylist(), table.column("name").to_pylist()
        for code, name in zip(codes, names, strict=True):
            yield f"{say('go_to', app.lang)} {name or ''} {code}", partial(app.go_to, code)
