"""The tour: six steps, each names one thing and lets the user press its real keys."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, cast

from textual.widgets import Input

from tui.app.dialogs.tour import Told, TourBox
from tui.app.words.say import say
from tui.errors import KanpanError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from textual.geometry import Size
    from textual.screen import Screen
    from textual.timer import Timer

    from tui.app.board import Board
    from tui.app.session.doing import Doing
    from tui.app.session.guiding import Guiding
    from tui.view.view import View

EVERY = 0.15  # seconds between two looks at whether a step was done, and which screen is on show


class State(NamedTuple):
    """What a step may change: the name under the cursor, the view, the screen, a dialog over it."""

    code: str
    view: View | None
    place: str
    dialog: str


class Step(NamedTuple):
    """word: of its title, with _text of its text; keys: the bindings it names; done: from before to now."""

    word: str
    keys: tuple[str, ...]
    done: Callable[[State, State], bool]


def _sort(state: State) -> object:
    return state.view and (state.view.sort, state.view.by)


STEPS = (
    Step("tour_find", ("grid.down", "find.open"), lambda a, b: a.code != b.code),
    Step(
        "tour_sort",
        ("grid.right", "sort.descending", "sort.ascending", "view.group"),
        lambda a, b: _sort(a) != _sort(b),
    ),
    Step(
        "tour_query",
        ("query.open", "view.undo", "view.redo"),
        lambda a, b: bool(b.view and b.view.where and b.view != a.view),
    ),
    Step("tour_why", ("query.why",), lambda _, b: b.dialog == "WhyDialog"),
    Step(
        "tour_screens",
        ("app.themes", "app.news", "app.brief", "app.watchlist", "app.jump"),
        lambda a, b: a.place != b.place,
    ),
    Step(
        "tour_out",
        ("view.export", "view.copy", "app.command", "app.palette"),
        lambda _, b: b.dialog in {"Ask", "CommandLine", "Palette"},
    ),
)


class Tour:
    """A tour under way: its step, and its box on whichever screen is on show."""

    def __init__(self, session: Doing) -> None:
        self._at = 0
        self._before, self._done = state_of(session), False
        self._box: TourBox | None = None
        self._on: Screen[Any] | None = None  # where the box stands
        self._told: tuple[Told, Size] | None = None
        self._timer: Timer = session.set_interval(EVERY, lambda: self.follow(session))
        self.follow(session)

    @staticmethod
    def takes(session: Guiding) -> bool:
        """True where enter and esc are the tour's: in no dialog and in no line that is typed into."""
        return not session.screen.is_modal and not isinstance(session.focused, Input)

    def go(self, session: Guiding, step: int) -> None:
        """On by a step, or out with 0; after the last it ends. Every step begins on the watchlist."""
        self._at += step
        if not step or self._at >= len(STEPS):
            self.leave(session)
            return
        cast("Doing", session).visit("watchlist")
        self._before, self._done = state_of(session), False
        self.follow(session)

    def leave(self, session: Guiding) -> None:
        """End it."""
        self._timer.stop()
        if self._box is not None:
            self._box.remove()
        session.tour = None
        session.tell("tour_end", _shown(session, "app.tour"), _shown(session, "app.help"))

    def follow(self, session: Guiding) -> None:
        """Stand on the screen on show, in its language, and tell where the step was done."""
        now = state_of(session)
        self._done = self._done or STEPS[self._at].done(self._before, now)
        screen = session.screen
        if screen.is_modal or not screen.is_attached:
            return
        told = told_of(session, self._at, done=self._done)
        box = self._stand(screen)
        if self._told != (told, screen.size):
            self._told = (told, screen.size)
            box.show(told, screen.size)

    def _stand(self, screen: Screen[Any]) -> TourBox:
        if self._box is not None and self._on is screen:
            return self._box
        if self._box is not None:
            self._box.remove()
        self._box, self._on, self._told = TourBox(), screen, None
        screen.mount(self._box)
        return self._box


def state_of(session: Guiding) -> State:
    """What is on show now."""
    board = session.board
    dialog = type(session.screen).__name__ if session.screen.is_modal else ""
    return State(session.at[0], board.view if board else None, session.place, dialog)


def told_of(session: Guiding, at: int, *, done: bool) -> Told:
    """What a step says, with the keys that are in force."""
    lang, step = session.lang, STEPS[at]
    ends = (_shown(session, "tour.next"), _shown(session, "tour.leave"))
    return Told(
        say("tour_title", lang, at + 1, len(STEPS), say(step.word, lang)),
        say(f"{step.word}_text", lang, *(_shown(session, key) for key in step.keys)),
        say("tour_keys" if at + 1 < len(STEPS) else "tour_last", lang, *ends),
        say("tour_done", lang) if done else "",
    )


def _shown(session: Guiding, key_id: str) -> str:
    """The first of the keys of a binding."""
    return next(key.shown for key in session.keys if key.id == key_id).split(", ")[0]


def tour(session: Doing, board: Board) -> None:  # noqa: ARG001 - every room of an action takes the board
    """Begin the tour on the watchlist; where it is on already, end it."""
    if session.tour is not None:
        session.tour.leave(session)
        return
    session.visit("watchlist")
    session.offer_tour(False)
    session.tour = Tour(session)


# ── the offer ───────────────────────────────────────────────────────────────────────────────────────


def offered_path() -> Path:
    """The file that says the tour was offered, whether it is there or not."""
    from tui.seen import state_folder

    return state_folder() / "tour"


def offer(session: Guiding, book: Path) -> None:
    """Offer the tour in the first session on the sample, and never again."""
    from tui.book.shipped import is_sample

    if not is_sample(book) or offered_path().exists():
        return
    session.offer_tour(True)
    session.run_worker(_remember, thread=True, group="tour")


def _remember() -> None:
    from tui.book.write import write_atomic

    path = offered_path()
    with suppress(KanpanError, OSError):  # then it is offered once more
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, b"offered\n")


def offering(session: Guiding) -> None:
    """Put the offer into what the line below the watchlist tells."""
    frame = session.frame
    if frame is not None:
        told = say("tour_offer", session.lang, _shown(session, "app.tour"))
        session.frame = replace(frame, told=" · ".join(part for part in (told, frame.told) if part))
