"""Style sheets read once: Textual reads all of them, throws away what it read, and reads them again."""

from __future__ import annotations

from textual.css.stylesheet import Stylesheet


class Sheet(Stylesheet):
    """A style sheet that keeps what it reads anew for other colours."""

    def reparse(self) -> None:
        """Read with the variables that hold now; whatever comes to it later is added to that."""
        self.parse()
