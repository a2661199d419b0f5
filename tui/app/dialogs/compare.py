"""Names side by side over the whole screen: figures down, names across, best and worst marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui.app.dialogs.modal import Modal
from tui.app.grid.grid import Grid
from tui.app.keys import bindings
from tui.app.present.compare import FIGURE
from tui.app.widgets.bars import content
from tui.app.words.say import say
from tui.text import cell_width

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.app.present.compare import CompareFrame

BORDER = 3  # cells beside the grid: the border, and its scrollbar
LOW = 12  # lines; below these the line that tells of a cell gives way
FRAME = 6  # cells of the border around a line of keys


class CompareDialog(Modal[tuple[str, str] | None]):
    """Gives what is to be done, and for which name: 'go', 'keep', 'drop', 'clear'; None where it was left.

    What can be done while it stays open goes to `do`: 'export' and 'copy'.
    """

    CSS_PATH = "compare.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("dialog"),
        *bindings("compare"),
    ]
    """What becomes of the names; the grid's own keys move."""

    def __init__(
        self, frame: CompareFrame, lang: str, do: Callable[[str], None], *, green_up: bool = False
    ) -> None:
        super().__init__()
        self._frame, self._lang, self._do, self._green_up = frame, lang, do, green_up

    def compose(self) -> ComposeResult:
        """The grid over what is told of the cell under the cursor."""
        with Vertical(classes="compare") as box:
            yield Grid(id="compare-grid", classes="-green-up" if self._green_up else None)
            yield Static(id="compare-told")
        box.border_title = Content(self._frame.title)

    @property
    def code(self) -> str:
        """The code of the cursor's column, '' in the column of labels."""
        key = self.query_one(Grid).column_key
        return "" if key == FIGURE else key

    def on_mount(self) -> None:
        """Begin at the first name."""
        grid = self.query_one(Grid)
        grid.set_source(self._frame.narrow)
        grid.move(0, 1)
        grid.focus()

    def on_resize(self, event: events.Resize) -> None:
        """As wide texts, and as many keys, as there is room for."""
        self.set_class(event.size.height < LOW, "-low")
        self.query_one(Grid).set_source(self._frame.fitted(event.size.width - BORDER))
        self.query_one(Vertical).border_subtitle = Content(
            key_words(say("compare_keys", self._lang), event.size.width - FRAME)
        )

    def on_grid_moved(self, event: Grid.Moved) -> None:
        """Tell of another cell."""
        event.stop()
        self._tell()

    def _tell(self) -> None:
        grid, frame = self.query_one(Grid), self._frame
        row = grid.cursor_row
        if row < 0:
            return
        label = frame.narrow.read(row, FIGURE)[0]
        whole = f"  {frame.whole(row, self.code)}" if self.code else ""
        about = f"  {frame.about(row)}"
        parts = ((label, "bold"), (whole, "bold $text-accent"), (about, "$text-muted"))
        self.query_one("#compare-told", Static).update(content(parts))

    # ── keys ────────────────────────────────────────────────────────────────────────────────────────

    def on_grid_chosen(self, event: Grid.Chosen) -> None:
        """Go to the name."""
        event.stop()
        if self.code:
            self.dismiss(("go", self.code))

    def on_grid_header_clicked(self, event: Grid.HeaderClicked) -> None:
        """Take the cursor to the name."""
        event.stop()
        if event.column_key != FIGURE:
            self.query_one(Grid).move(column=1 + self._frame.codes.index(event.column_key))

    def action_give(self, what: str) -> None:
        """Leave with what is to be done."""
        if what != "drop" or self.code:
            self.dismiss((what, self.code))

    def action_do(self, what: str) -> None:
        """Do it, and stay."""
        self._do(what)

    def action_close(self) -> None:
        """Leave."""
        self.dismiss(None)


def key_words(line: str, room: int) -> str:
    """As many of the words of a line of keys as there is room for; the last, which leaves, always."""
    words = line.split("  ")
    while len(words) > 1 and cell_width("  ".join(words)) > room:
        del words[-2]
    return "  ".join(words)
