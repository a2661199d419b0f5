"""A story as text: its headline in a list, the whole of it, and the ways from it to themes and names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content, Span
from textual.style import Style

from tui.app.widgets.bars import content
from tui.app.words.say import say
from tui.text import cell_width, crop

if TYPE_CHECKING:
    from tui.app.frames.frame import LinkLine, Part, StoryFrame, Text

LINKED = "$text-accent underline"
LINK = "kanpan_link"  # what marks the cells of a link


def whole(story: StoryFrame, lang: str) -> Content:
    """Title, day, source and link, and the summary; the words that link it are marked."""
    times = say("times", lang, story.times) if story.times > 1 else ""
    head = Content.styled("  ".join(t for t in (story.day, story.source, times) if t), "$text-muted")
    if story.url:
        pressed = Style(underline=True) + Style.from_meta({LINK: True})
        head = Content.assemble(head, "  ", Content.styled(story.url, "$text-muted").stylize(pressed))
    parts = [marked(story, "title").stylize("bold"), head]
    if story.summary:
        parts += [Content(""), marked(story, "summary")]
    return Content("\n").join(parts)


def marked(story: StoryFrame, field: str) -> Content:
    """A field of a story with the words that link it marked, by their offsets."""
    text = story.title if field == "title" else story.summary
    spans = [Span(start, end, LINKED) for name, start, end in story.spans if name == field]
    return Content(text, spans=spans)


def headline(story: StoryFrame) -> Content:
    """Day and title, and below them why it is linked."""
    times = f" x{story.times}" if story.times > 1 else ""
    head = Content.assemble(
        Content.styled(f"{story.day[5:10]} ", "$text-muted"),
        marked(story, "title"),
        Content.styled(times, "$text-muted"),
    )
    return Content.assemble(head, "\n      ", content(story.reason)) if story.reason else head


def way(line: LinkLine, width: int) -> Text:
    """A way in one line of `width` cells; the reason at its end is cut first."""
    left = width - 2 * line.deep
    out: list[Part] = [("  " * line.deep, "")]
    for text, style in line.text:
        shown = crop(text, left)
        left -= cell_width(shown)
        out.append((shown, style))
    return tuple(out)
