"""The session watches the book's files and reads it again once they changed and are whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.app.session.tagging import Tagging
from tui.app.words.say import say
from tui.text import clean

if TYPE_CHECKING:
    from pathlib import Path

    from textual.timer import Timer

    from tui.app.session.watch import Look, Watch
    from tui.universe.universe import Universe

FOLLOWED = "followed"  # what is said after a reading that nobody asked for


class Watching(Tagging):
    """A session that follows its book; view and cursor stay, and nothing is said aloud."""

    def _begin(self) -> None:
        super()._begin()
        self._watch: Watch | None = None
        self._watched: Path | None = None  # the book that is watched
        self._looking = False
        self._clock: Timer | None = None
        self._found: tuple[Path, Look] | None = None  # what stood on disk when reading began

    def _before_reading(self) -> None:
        """Look before reading: what changes while it is read is found by the next look."""
        super()._before_reading()
        place = self.opened.place or self._watched
        if place is not None:
            from tui.app.session.watch import look

            self._found = (place, look(place))

    def _loaded(self, universe: Universe, said: tuple[object, ...]) -> None:
        super()._loaded(universe, () if said[:1] == (FOLLOWED,) else said)
        if said[:1] == (FOLLOWED,):
            self._tell_files([str(name) for name in said[1:]], "book_changed")
        self._follow_book(universe)

    def _not_loaded(self, error: Exception, said: tuple[object, ...]) -> None:
        if self.board is not None and said[:1] == (FOLLOWED,):
            self.note = clean(say("book_unreadable", self.lang, error))  # the old one stays, calmly
            self._noted = self._at[0]
        else:
            super()._not_loaded(error, said)

    def _follow_book(self, universe: Universe) -> None:
        """Watch the book that was read; what ships with the program never changes."""
        from tui.app.session.watch import EVERY, Watch
        from tui.book.shipped import is_sample

        book = universe.history.book if universe.history else None
        if book is None or is_sample(book.root):
            self._watched = self._watch = None
            return
        if self._watched != book.root:
            if self._clock is None:
                self._clock = self.set_interval(EVERY, self.look_at_book)
            self._watched, self._watch = book.root, None
        if self._found is not None and self._found[0] == book.root:
            self._watch = Watch(self._found[1])
        self._found = None

    def look_at_book(self) -> None:
        """Look at the files in a thread, unless one is looking or something is being asked."""
        root = self._watched
        if root is None or self._looking or self._before is not None or self.screen.is_modal:
            return
        self._looking = True

        def work() -> None:
            from tui.app.session.watch import look

            now = look(root)
            self.call_from_thread(self._looked_at, root, now)

        self.run_worker(work, thread=True, group="watch")

    def _looked_at(self, root: Path, now: Look) -> None:
        self._looking = False
        if root != self._watched:
            return
        from tui.app.session.watch import LARGE, Watch

        self._watch, files = (self._watch or Watch(now)).after(now)
        if not files:
            return
        size = now.stamps.get(root.name, (0, 0))[1]
        if root.is_file() and size > LARGE:
            self._tell_files(files, "book_changed_large")
        else:
            self.read((FOLLOWED, *files))

    def _tell_files(self, files: list[str], word: str) -> None:
        """A word in the status line, gone with the next step of the cursor."""
        said = say(word, self.lang, files[0])
        if len(files) > 1:
            said = say(f"{word}_more", self.lang, files[0], len(files))
        self.note, self._noted = clean(said), self._at[0]
