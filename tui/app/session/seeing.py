"""What the user has not seen yet: names that changed since the last session, and alerts that hold."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tui.app.session.watching import Watching
from tui.app.words.say import say
from tui.errors import KanpanError

if TYPE_CHECKING:
    from pathlib import Path

    from tui.app.board import Board
    from tui.app.session.seen import Seen
    from tui.book.saved import Alerts
    from tui.universe.universe import Universe
    from tui.view.alerts import Fired

MOST_MARKED = 100_000  # names; more would hold up the keys for seconds, and q as well


class Seeing(Watching):
    """A session that marks what is new to the user; all of it is found after the first paint, in a thread."""

    def _begin(self) -> None:
        super()._begin()
        self._last: dict[Path, Seen | None] = {}  # by book, what was seen in the session before
        self._now: tuple[Path, Seen] | None = None  # what is seen in this one

    def _loaded(self, universe: Universe, said: tuple[object, ...]) -> None:
        super()._loaded(universe, said)
        self.notice(universe)

    def notice(self, universe: Universe) -> None:
        """Find what is new of a universe, in a thread; then show it."""
        book = universe.history.book if universe.history else None
        opened = self.opened
        if book is None or not (opened.remembers or opened.alerts):
            return
        root = book.root
        marked = opened.remembers and universe.rows <= MOST_MARKED and universe.as_of == book.newest()

        def work() -> None:
            found: dict[str, Any] = {}
            with suppress(Exception):  # whatever a file holds: what is new is no reason to end a session
                if marked:
                    self._changed(universe, root, found)
                if opened.alerts is not None:
                    found |= _fired(universe, root, opened.alerts(), remembers=opened.remembers)
            self.call_from_thread(self._noticed, universe, found)

        self.run_worker(work, thread=True, exclusive=True, group="notice")

    def _changed(self, universe: Universe, root: Path, found: dict[str, Any]) -> None:
        """In the thread: what is another since the session before; nothing where there was none."""
        from tui.app.session.seen import read_seen, seen_of, seen_path
        from tui.seen import state_folder

        if root not in self._last:
            self._last[root] = read_seen(seen_path(state_folder(), root))
        now, last = seen_of(universe), self._last[root]
        self._now = (root, now)
        found["changed"] = last.changed(now) if last else {}

    def _noticed(self, universe: Universe, found: dict[str, Any]) -> None:
        board = self.board
        before = {key: universe.kept.get(key) for key in found}
        universe.kept.update(found)
        universe.kept.pop("doubtful", None)  # what is wrong with alerts stands on Checks
        if board is None or board.universe is not universe:
            return
        if any(found[key] or before[key] for key in found):
            self._mark(board)

    def _mark(self, board: Board) -> None:
        """Write the marks and the counts; view, cursor and what is told stay."""
        from tui.app.present.watchlist import frame_of

        self.frame = frame_of(board)
        if self.place in {"changes", "checks"}:
            self._present(board)
        self._looked = None
        self.look()

    # ── alerts ──────────────────────────────────────────────────────────────────────────────────────

    def action_alerts(self) -> None:
        """List the alerts that hold and for whom; what is listed counts as seen."""

        def show(board: Board) -> None:
            found: tuple[Fired, ...] = board.universe.kept.get("alerts", ())
            wrong = board.universe.kept.get("alerts_wrong", ())
            for problem in wrong:
                self.call_later(self.tell, "alert_wrong", problem)  # once the list is there
            if not found and not wrong:
                self.tell("alerts_unset")
            elif not any(one.codes for one in found):
                self.tell("alerts_none")
            else:
                from tui.app.dialogs.alerts import alert_choices
                from tui.app.dialogs.picking import PickDialog

                choices = alert_choices(board.universe, found, board.lang)
                self.push_screen(PickDialog(say("alerts", board.lang), choices, board.lang), self._alerted)
                self._look_at_alerts(board, found)

        self.with_board(show)

    def _alerted(self, code: str | None) -> None:
        if code:
            self._to_name(code)

    def _look_at_alerts(self, board: Board, found: tuple[Fired, ...]) -> None:
        """Remember the alerts as seen."""
        universe = board.universe
        book = universe.history.book if universe.history else None
        universe.kept["alerts"] = tuple(one._replace(new=()) for one in found)
        self._mark(board)
        if book is None or not self.opened.remembers:
            return
        root = book.root

        def work() -> None:
            from tui.seen import load_seen, mark_seen
            from tui.view.alerts import looked_at

            try:
                mark_seen(root, looked_at(found, load_seen(root)[0]))
            except (KanpanError, OSError) as error:
                self.call_from_thread(self.tell, "failed", error)

        self.run_worker(work, thread=True, group="alerts")

    # ── leaving ─────────────────────────────────────────────────────────────────────────────────────

    async def action_quit(self) -> None:
        """Leave, and remember what was seen; a session that is ended from outside remembers nothing."""
        if self._now is not None:
            from tui.app.session.seen import seen_path, write_seen
            from tui.seen import state_folder

            root, now = self._now
            with suppress(KanpanError, OSError):  # then all that is new will be new again
                write_seen(seen_path(state_folder(), root), root, now)
        await super().action_quit()


def _fired(universe: Universe, root: Path, alerts: Alerts, *, remembers: bool) -> dict[str, Any]:
    """In the thread: every alert asked, and what is wrong with any."""
    from tui.seen import load_seen
    from tui.view.alerts import fired, problems

    found = fired(universe, alerts, load_seen(root)[0] if remembers else None)
    return {"alerts": found, "alerts_wrong": problems(found, alerts)}
