"""The picture of names by two figures, and behind it the same as numbers."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui.app.dialogs.modal import Modal
from tui.app.widgets.bars import content
from tui.app.widgets.scatter import STYLES, Cells, Plot, beyond, scatter
from tui.app.widgets.scroller import Scroller
from tui.app.words.say import say
from tui.text import cell_width, crop, pad

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.app.frames.frame import Part, Text
    from tui.app.frames.picture import PictureFrame, Point
    from tui.app.widgets.scroller import Line

GAP = "  "
FIGURES = (3, 4)  # columns of the numbers that stand to the right
WIDEST = 24  # cells of a name in the numbers


class PicturePlot(Widget, can_focus=True):
    """The picture, a line on its groups above it and one on the point under the cursor below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "step('x', 1)", show=False, id="picture.right"),
        Binding("left,h", "step('x', -1)", show=False, id="picture.left"),
        Binding("up,k", "step('y', 1)", show=False, id="picture.up"),
        Binding("down,j", "step('y', -1)", show=False, id="picture.down"),
        Binding("home", "edge(0)", show=False, id="picture.first"),
        Binding("end,G", "edge(-1)", show=False, id="picture.last"),
        Binding("enter", "choose", show=False, id="picture.choose"),
    ]
    """From point to point: across by the figure across, up by the figure up."""
    at: reactive[int] = reactive(0)

    class Chosen(Message):
        """The name under the cursor is wanted."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    def __init__(self, frame: PictureFrame, code: str, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._frame = frame
        self._dots: Cells | None = None  # of the picture before
        points = range(len(frame.points))
        self._orders = {
            "x": sorted(points, key=lambda i: (frame.points[i].x, frame.points[i].y, i)),
            "y": sorted(points, key=lambda i: (frame.points[i].y, frame.points[i].x, i)),
        }
        self._places = {
            way: {point: place for place, point in enumerate(order)} for way, order in self._orders.items()
        }
        codes = [point.code for point in frame.points]
        if codes:
            self.set_reactive(PicturePlot.at, codes.index(code) if code in codes else self._orders["x"][0])

    def render(self) -> Content:
        """All of it, fitted to the widget."""
        width, height = self.size
        plot = scatter(self._frame, self.at, (width, height - 3), self._dots)
        self._dots = plot.dots
        lines = _around(self._frame, self.at, plot, width)
        return Content("\n").join([content(line) for line in lines])

    def action_step(self, way: str, by: int) -> None:
        """To the next point one way."""
        order = self._orders[way]
        if order:
            self.at = order[min(max(self._places[way][self.at] + by, 0), len(order) - 1)]

    def action_edge(self, end: int) -> None:
        """To the first or the last point across."""
        if self._orders["x"]:
            self.at = self._orders["x"][end]

    def action_choose(self) -> None:
        """Go to the name."""
        if self._frame.points:
            self.post_message(self.Chosen(self._frame.points[self.at].code))


def picture_lines(frame: PictureFrame, at: int, width: int, height: int) -> list[Text]:
    """Groups, picture, and what is to be known of it."""
    return _around(frame, at, scatter(frame, at, (width, height - 3)), width)


def _around(frame: PictureFrame, at: int, plot: Plot, width: int) -> list[Text]:
    if not frame.points:
        return [((frame.hint, "$text-muted"),)]
    if not plot.lines:
        return [((say("picture_small", frame.lang), "$text-muted"),), _point_line(frame, at, width)]
    up = f"{frame.y.label}{_log_word(frame, frame.y.log)}"
    across = f"{frame.x.label}{_log_word(frame, frame.x.log)}"
    head: Text = (
        *_fitted([(f"^ {up}", "bold"), *_legend(frame)], width - cell_width(across) - 3),
        (f" {across} >", "bold"),
    )
    room = width - sum(cell_width(text) for text, _ in head)
    head = (*head[:-1], (" " * max(0, room), ""), head[-1])
    return [head, *plot.lines, _point_line(frame, at, width), _told(frame, overlap=plot.overlap, width=width)]


def _log_word(frame: PictureFrame, log: bool) -> str:
    return f" ({say('picture_log', frame.lang)})" if log else ""


def _legend(frame: PictureFrame) -> list[Part]:
    """Letter, label and count of each group."""
    counts = [0] * len(frame.groups)
    for point in frame.points:
        counts[point.group] += 1
    return [
        (f"{GAP}{letter} {label} {count}", STYLES[place % len(STYLES)])
        for place, ((letter, label), count) in enumerate(zip(frame.groups, counts, strict=True))
        if count
    ]


def _fitted(parts: list[Part], width: int) -> list[Part]:
    """The parts that fit, the one that does not cut."""
    out: list[Part] = []
    for text, style in parts:
        shown = crop(text, width)
        out.append((shown, style))
        width -= cell_width(shown)
        if shown != text:
            break
    return out


def _point_line(frame: PictureFrame, at: int, width: int) -> Text:
    """The point under the cursor in words."""
    point = frame.points[at]
    letter, label = frame.groups[point.group]
    figures = "  ".join(
        f"{axis.label} {axis.written(value)}" for axis, value in ((frame.y, point.y), (frame.x, point.x))
    )
    head = f"{crop(point.name, WIDEST)} {point.code}"
    rest = crop(f"  {figures}  {letter} {label}", max(0, width - cell_width(head)))
    return ((crop(head, width), "bold $text-accent"), (rest, ""))


def _told(frame: PictureFrame, *, overlap: bool, width: int) -> Text:
    """How many, who is left out, what the dotted lines and the digits are."""
    medians = ", ".join(f"{a.label} {a.written(a.median)}" for a in (frame.y, frame.x))
    parts = [f"n={len(frame.points)}"]
    if frame.absent:
        why = ", ".join(f"{reason} {count}" for reason, count in frame.reasons)
        parts.append(f"{say('picture_absent', frame.lang, len(frame.absent))} ({why})")
    if count := beyond(frame):
        parts.append(say("picture_edge", frame.lang, count))
    parts.append(f"{say('picture_medians', frame.lang)} {medians}")
    if overlap:
        parts.append(say("picture_overlap", frame.lang))
    return ((crop(GAP.join(parts), width), "$text-muted"),)


# ── the same as numbers ─────────────────────────────────────────────────────────────────────────────


def numbers(frame: PictureFrame) -> list[tuple[str, ...]]:
    """A head and a row a name, dear ones last; then those left out, each with why."""
    head = ("code", "name", "group", frame.y.label, frame.x.label, say("picture_why", frame.lang))
    rows = [
        (p.code, p.name, frame.groups[p.group][1], frame.y.written(p.y), frame.x.written(p.x), "")
        for p in _dear_last(frame)
    ]
    return [head, *rows, *((one.code, one.name, "", "", "", one.why) for one in frame.absent)]


def number_lines(frame: PictureFrame) -> list[Line]:
    """The numbers in columns."""
    table = numbers(frame)
    if not frame.absent:
        table = [row[:-1] for row in table]
    cells = [max(min(WIDEST, cell_width(text)) for text in column) for column in zip(*table, strict=True)]
    cells[-1] = max(cell_width(row[-1]) for row in table)
    return [((_numbers_line(row, cells), "head" if not place else ""),) for place, row in enumerate(table)]


def _numbers_line(row: tuple[str, ...], cells: list[int]) -> str:
    fitted = (pad(text, w, right=i in FIGURES) for i, (text, w) in enumerate(zip(row, cells, strict=True)))
    return f" {GAP.join(fitted)}".rstrip()


def as_csv(frame: PictureFrame) -> str:
    """The numbers for another program, as they are; a text that a spreadsheet would run is not run."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(numbers(frame)[0])
    for p in _dear_last(frame):
        writer.writerow((p.code, *map(_tame, (p.name, frame.groups[p.group][1])), p.y, p.x, ""))
    for one in frame.absent:
        writer.writerow((one.code, _tame(one.name), "", "", "", one.why))
    return out.getvalue()


def _tame(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _dear_last(frame: PictureFrame) -> list[Point]:
    return sorted(frame.points, key=lambda p: (p.y, p.x))


class PictureDialog(Modal[str | None]):
    """Gives the code of a name to go to, or None."""

    CSS_PATH = "picture.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,p", "close", show=False, id="picture.close"),
        Binding("tab,shift+tab", "other", show=False, id="picture.other"),
        Binding("y", "copy", show=False, id="picture.copy"),
    ]

    def __init__(self, frame: PictureFrame, code: str) -> None:
        super().__init__()
        self._frame, self._code = frame, code

    def compose(self) -> ComposeResult:
        """The picture; the numbers stay hidden until they are asked for."""
        with Vertical(classes="picture") as box:
            yield PicturePlot(self._frame, self._code, id="picture-plot")
            yield Scroller(id="picture-numbers")
        box.border_title = Content(self._frame.title)

    def on_mount(self) -> None:
        """Begin in the picture."""
        self.query_one(PicturePlot).focus()

    def on_resize(self, event: events.Resize) -> None:
        """The keys in as many words as there is room for."""
        words = say("picture_keys", self._frame.lang)
        if cell_width(words) > event.size.width - 6:
            words = say("picture_keys_short", self._frame.lang)
        self.query_one(".picture").border_subtitle = Content(words)

    def action_other(self) -> None:
        """From the picture to the numbers and back."""
        numbered = not self.has_class("-numbers")
        self.set_class(numbered, "-numbers")
        if numbered:
            lines = self.query_one(Scroller)
            lines.show(number_lines(self._frame), 1)
            self.call_after_refresh(lines.focus)
        else:
            self.call_after_refresh(self.query_one(PicturePlot).focus)

    def action_copy(self) -> None:
        """Copy the numbers as CSV."""
        self.app.copy_to_clipboard(as_csv(self._frame))
        count = len(self._frame.points) + len(self._frame.absent)
        self.app.notify(say("picture_copied", self._frame.lang, count), markup=False)

    def on_picture_plot_chosen(self, event: PicturePlot.Chosen) -> None:
        """Leave to the name."""
        event.stop()
        self.dismiss(event.code)

    def action_close(self) -> None:
        """Leave."""
        self.dismiss(None)
