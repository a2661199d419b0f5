"""What the keys of the session do that needs a room of its own: imported when it is first asked for."""

from __future__ import annotations

from tui.app.session.wearing import Wearing


class Doing(Wearing):
    """A session with columns to choose, names to mark and compare, pictures, jumps, a tour and looks."""

    def action_columns(self) -> None:
        """Choose, order and dress the columns."""
        from tui.app.session.columns import choose

        self.with_board(lambda board: choose(self, board))

    def action_mark(self) -> None:
        """Mark the name under the cursor, or take its mark away, and go on to the next."""
        from tui.app.session.marking import mark

        self.with_board(lambda board: mark(self, board))

    def action_compare(self) -> None:
        """Set the marked names side by side."""
        from tui.app.session.marking import compare

        self.with_board(lambda board: compare(self, board))

    def action_lists(self) -> None:
        """Put the marked names, or the one under the cursor, on a list of the user's own."""
        from tui.app.session.marking import lists

        self.with_board(lambda board: lists(self, board))

    def action_picture(self) -> None:
        """Show the names on show as points: forward PE against EPS growth."""
        from tui.app.session.picturing import picture

        self.with_board(lambda board: picture(self, board))

    def action_looks(self) -> None:
        """Choose the palette, and the colour of a rise."""
        from tui.app.session.looks import looks

        self.with_board(lambda board: looks(self, board))

    def action_tour(self) -> None:
        """Go through the session in six steps."""
        from tui.app.session.touring import tour

        self.with_board(lambda board: tour(self, board))

    def action_jump(self) -> None:
        """Name the parts of the screen by letters, and go to the one that is typed."""
        from tui.app.session.jumping import jump

        jump(self)
