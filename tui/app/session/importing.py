"""Importing into a book in the session: in a thread, and the book read again after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.app.session.comparing import Comparing
from tui.app.words.say import say
from tui.errors import KanpanError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from tui.app.board import Board
    from tui.app.dialogs.importing import ImportDialog
    from tui.app.session.shell import Result
    from tui.app.session.wish import Wish
    from tui.report.diagnostics import Diagnostic
    from tui.report.importer import Outcome


class Importing(Comparing):
    """A session that imports reports; what it cannot do itself, the command of the shell does."""

    def _begin(self) -> None:
        super()._begin()
        self._import: ImportDialog | None = None  # of the import under way

    def run_command(self, text: str) -> None:
        """Import a report here; all else is the shell's."""
        from tui.app.session.wish import wish_of

        wish = wish_of(text)
        if wish is None:
            super().run_command(text)
        else:
            self.with_board(lambda board: self._ask_where(board, wish))

    def ran(self, text: str, result: Result) -> None:
        """The book is another once the shell has imported into it."""
        from tui.app.session.wish import is_import

        if is_import(text) and result.status == 0:
            self.read(())

    def importer(self) -> Callable[..., Outcome]:
        """What does the work for a report."""
        from tui.report.importer import run

        return run

    def _work(self, wish: Wish, root: Path, stage: Callable[[str], None]) -> Outcome:
        """In the thread: import a report, a plain table or a watchlist."""
        path, day, dry, strict = wish.path, wish.as_of, wish.dry_run, wish.strict
        if wish.table:
            from tui.report.vendor import run as run_table

            return run_table(path, root, wish.table, as_of=day, dry_run=dry, strict=strict)
        if wish.listed:
            from tui.report.watchlist import run as run_list

            where = {"group": wish.group or None, "name": wish.name or None, "taken": _taken()}
            return run_list(path, root, **where, as_of=day, dry_run=dry, strict=strict)  # type: ignore[arg-type]
        return self.importer()(path, root, as_of=day, dry_run=dry, strict=strict, progress=stage)

    # ── into which book ─────────────────────────────────────────────────────────────────────────────

    def _ask_where(self, board: Board, wish: Wish) -> None:
        """The book that is named, else the open one; where that is read-only, one that is asked for."""
        if self._import is not None:
            self.tell("failed", say("import_busy", self.lang))
            return
        book = board.universe.history.book if board.universe.history else None
        if wish.into is not None:
            self._start_import(wish, wish.into)
        elif book is not None and not board.universe.read_only:
            self._start_import(wish, book.root)
        else:
            from tui.app.dialogs.importing import AskBook
            from tui.book.locate import expanded, user_book
            from tui.book.shipped import is_sample

            sample = book is not None and is_sample(book.root)
            note = say("import_sample" if sample else "import_read_only", self.lang)
            title = say("import_title", self.lang, wish.path.name)

            def answered(text: str | None) -> None:
                if text:
                    self._start_import(wish, expanded(text))

            self.push_screen(AskBook(title, str(user_book()), note, self.lang), answered)

    # ── the work ────────────────────────────────────────────────────────────────────────────────────

    def _start_import(self, wish: Wish, root: Path) -> None:
        from tui.app.dialogs.importing import ImportDialog

        self._import = dialog = ImportDialog(wish.path.name, self.lang)
        self.push_screen(dialog)

        def stage(name: str) -> None:
            dialog.post_message(ImportDialog.Reached(name))

        def work() -> None:
            try:
                outcome = self._work(wish, root, stage)
            except (KanpanError, OSError) as error:
                self.call_from_thread(self._import_failed, error, getattr(error, "told", ()))
            except Exception as error:  # noqa: BLE001 - whatever a file does to a reader, the session goes on
                self.call_from_thread(self._import_failed, f"{type(error).__name__}: {error}")
            else:
                self.call_from_thread(self._imported, outcome, root)

        self.run_worker(work, thread=True, group="import")

    def _imported(self, outcome: Outcome, root: Path) -> None:
        dialog, self._import = self._import, None
        other = [say("import_into", self.lang, root)] if outcome.wrote and not self._holds(root) else []
        if dialog is not None and dialog.is_attached:
            dialog.end((*outcome.summary, *other), outcome.told)
        else:
            self.tell("imported", "  ".join((*self._in_words(outcome.summary[:1]), *other)))
        if outcome.wrote:
            self._reopen(root, outcome.as_of)

    def _in_words(self, lines: Sequence[str]) -> list[str]:
        """Lines of an import in the language of the screen."""
        from tui.app.words.told import told

        return [told(line, self.lang) for line in lines]

    def _import_failed(self, why: Exception | str, said: Sequence[Diagnostic] = ()) -> None:
        dialog, self._import = self._import, None
        told = say("import_failed", self.lang, why)
        if dialog is not None and dialog.is_attached:
            dialog.fail(told, said)
        else:
            self.tell("failed", told)

    def _holds(self, root: Path) -> bool:
        """True where a folder is the book on show."""
        board = self.board
        book = board.universe.history.book if board and board.universe.history else None
        return book is not None and book.root.resolve() == root.resolve()

    def _reopen(self, root: Path, day: date | None) -> None:
        """Read the book again; another one, or a later date than the one on show, takes its place."""
        opened, same = self.opened, self._holds(root)
        as_of = opened.as_of if same and opened.as_of and day and day <= opened.as_of else None
        if not same or as_of != opened.as_of:
            from tui.app.boot import Request
            from tui.settings import config_folder

            na = opened.na if same else ()
            request = Request(root, as_of, na, config_folder(), opened.lang)
            self.opened = opened._replace(load=request.load, book=str(root), as_of=as_of, na=na, place=root)
        self.read(())


def _taken() -> dict[str, str]:
    """The names that a list must not take from a query or view, and whose each is."""
    from tui.settings import load_settings
    from tui.view.shipped import shipped

    ships, own = shipped(), load_settings().saved
    taken = dict.fromkeys((*ships.queries, *ships.views), "ships with Kanpan")
    return taken | dict.fromkeys((*own.queries, *own.views), "stands in your settings")
