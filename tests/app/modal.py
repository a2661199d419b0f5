"""Opens one modal screen in a bare app, presses keys, and gives the screen as text and what came out."""

from __future__ import annotations

import asyncio
import contextlib
import difflib
import os
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from textual.app import App
from textual.widgets import Input

from tests.app.session import Session, swift, unpainted
from tui.text import cell_width

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.screen import ModalScreen

SNAPSHOTS = Path(__file__).parent / "snapshots"
UNANSWERED = "still open"
NASTY = "\x1b]0;x\x07[@click=app.quit]a[/] [red]\n中\u202e" + "😀" * 40

T = TypeVar("T")


class Stage(App[None]):
    """Nothing but the screen that is tried."""

    CSS_PATH = str(Path(__file__).parents[2] / "tui" / "app" / "app.tcss")

    def __init__(self, made: Callable[[], ModalScreen[Any]]) -> None:
        super().__init__()
        self.made, self.answer = made, UNANSWERED

    def on_mount(self) -> None:
        self.animation_level = "none"
        self.push_screen(self.made(), self.answered)

    def answered(self, answer: Any) -> None:
        self.answer = answer


class Modal(Session):
    """The running app: keys go in, lines come out."""

    app: Stage  # type: ignore[assignment]

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        for line in self.app.screen.query(Input):
            line.cursor_blink = False
        await self.until(self._settled, "the screen to rest")

    def _settled(self) -> bool:
        screen = self.app.screen
        waiting = [t for t in screen._timers if t._repeat == 0 and t._task and not t._task.done()]
        unpainted = [widget for widget in screen._dirty_widgets if widget.region.area]
        return not (waiting or screen._callbacks or unpainted or screen._layout_required)

    async def reopen(self) -> None:
        """Open the screen anew, as it was at first."""
        if len(self.app.screen_stack) > 1:
            self.app.pop_screen()
        self.app.answer = UNANSWERED
        self.app.push_screen(self.app.made(), self.app.answered)
        await self.settle()

    @property
    def value(self) -> str:
        """What stands in the line."""
        return self.app.screen.query_one(Input).value

    @property
    def answer(self) -> Any:
        """What the screen gave."""
        return self.app.answer


def open_modal(
    made: Callable[[], ModalScreen[Any]],
    act: Callable[[Modal], Awaitable[T]],
    size: tuple[int, int] = (80, 24),
    *,
    painted: bool = False,
) -> T:
    """Opens the screen at a size and gives what `act` gives; painted: as in `play`."""

    async def go() -> T:
        app = Stage(made)
        async with app.run_test(size=size) as pilot:
            modal = Modal(app, pilot)  # type: ignore[arg-type]
            await modal.settle()
            return await act(modal)

    with swift(), contextlib.nullcontext() if painted else unpainted():
        return asyncio.run(go())


def text_after(made: Callable[[], ModalScreen[Any]], keys: str = "", size: tuple[int, int] = (80, 24)) -> str:
    """The screen's text after some keys, separated by spaces; every line fills the width."""

    async def act(modal: Modal) -> str:
        await modal.press(*keys.split())
        assert [cell_width(line) for line in modal.lines()] == [size[0]] * size[1]
        return modal.text()

    return open_modal(made, act, size, painted=True)


def answers_after(
    made: Callable[[], ModalScreen[Any]], cases: Sequence[tuple[str, Sequence[str]]]
) -> list[Any]:
    """What the screen gives after each text that is typed and the keys that follow it."""

    async def act(modal: Modal) -> list[Any]:
        answers = []
        for typed, keys in cases:
            await modal.reopen()
            await modal.type(typed)
            await modal.press(*keys)
            answers.append(modal.answer)
        return answers

    return open_modal(made, act)


def try_windows(
    made: Callable[[], ModalScreen[Any]], keys: str, sizes: Sequence[tuple[int, int]], leave: str
) -> Any:
    """Presses keys in windows of every size: all lines stay whole and clean. Gives the answer at last."""

    async def act(modal: Modal) -> Any:
        for size in sizes:
            await modal.pilot.resize_terminal(*size)
            await modal.reopen()
            await modal.press(*keys.split())
            assert [cell_width(line) for line in modal.lines()] == [size[0]] * size[1]
            assert not [c for c in modal.text() if unicodedata.category(c) in {"Cc", "Cf"} and c != "\n"]
        await modal.press(*leave.split())
        return modal.answer

    return open_modal(made, act, painted=True)


def compare(name: str, text: str) -> None:
    """The text beside its snapshot; KANPAN_UPDATE=1 writes it anew."""
    path = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("KANPAN_UPDATE"):
        path.write_text(text, encoding="utf-8", newline="\n")
        return
    assert path.exists(), f"{path.name} is missing; write it with KANPAN_UPDATE=1"
    wanted = path.read_text(encoding="utf-8")
    if text != wanted:
        lines = difflib.unified_diff(
            wanted.splitlines(), text.splitlines(), f"snapshots/{path.name}", "the screen", lineterm="", n=1
        )
        pytest.fail("\n".join(lines), pytrace=False)
