"""Lines of a screen as an SVG of its own: every character in its cell, no script, nothing fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from tui.text import char_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.color import Color
    from rich.segment import Segment
    from rich.style import Style

FONTS = "Fira Code, DejaVu Sans Mono, Menlo, Consolas, Sarasa Mono SC, Noto Sans Mono CJK SC, monospace"
FONT, ACROSS, DOWN, BASE = 16, 9.6, 20, 15  # pixels: of a letter, a cell across and down, a line's foot
EDGE, BAR = 10, 34  # pixels around the screen, and of the bar with the title
SET = f"font-family: {FONTS}; font-size: {FONT}px; white-space: pre; font-variant-ligatures: none"
LINES = ("\u2500", "\u259f")  # what tables and frames are drawn with goes together like letters
PAPER, INK, FRAME = "#121212", "#e0e0e0", "#292929"

MOST = 8  # cells drawn together: a renderer that rounds a letter's width goes astray by no more than these

Run = tuple[int, str, int]  # where it starts, its text, its cells


def svg(lines: Sequence[Sequence[Segment]], size: tuple[int, int], title: str) -> str:
    """The picture of a screen of (columns, lines); the same text for the same screen."""
    width, height = size[0] * ACROSS + 2 * EDGE, size[1] * DOWN + BAR + EDGE
    classes: dict[str, str] = {}
    papers: list[str] = []
    inks: list[str] = []
    for row, line in enumerate(lines[: size[1]]):
        column = 0
        for segment in line:
            cells = sum(map(char_width, segment.text))
            ink, paper, face = _look(segment.style)
            if paper != PAPER:
                papers.append(_paper(column, row, cells, paper))
            name = classes.setdefault(f"fill: {ink}{face}", f"k{len(classes)}")
            inks += [_ink(column + start, row, text, wide, name) for start, text, wide in _runs(segment.text)]
            column += cells
    styles = "".join(f".{name} {{ {rule} }}\n" for rule, name in classes.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img">\n'
        f"<title>{escape(title)}</title>\n"
        f"<style>\ntext {{ {SET} }}\n{styles}</style>\n"
        f'<rect width="{width:g}" height="{height:g}" rx="8" fill="{FRAME}"/>\n'
        f'<text x="{width / 2:g}" y="22" text-anchor="middle" fill="{INK}">{escape(title)}</text>\n'
        f'<g transform="translate({EDGE} {BAR})">\n'
        f'<rect width="{size[0] * ACROSS:g}" height="{size[1] * DOWN}" fill="{PAPER}"/>\n'
        f"{''.join(papers)}{''.join(inks)}</g>\n</svg>\n"
    )


def _look(style: Style | None) -> tuple[str, str, str]:
    """The colours of letters and paper, and how the letters are set."""
    if style is None:
        return INK, PAPER, ""
    ink, paper = _hex(style.color, INK), _hex(style.bgcolor, PAPER)
    if style.reverse:
        ink, paper = paper, ink
    face = "; font-weight: bold" if style.bold else ""
    face += "; font-style: italic" if style.italic else ""
    face += "; text-decoration: underline" if style.underline else ""
    return ink, paper, face + ("; opacity: 0.6" if style.dim else "")


def _hex(color: Color | None, default: str) -> str:
    return default if color is None or color.is_default else color.get_truecolor().hex


def _paper(column: int, row: int, cells: int, color: str) -> str:
    place = f'x="{column * ACROSS:g}" y="{row * DOWN}"'
    wide = cells * ACROSS + 0.3  # no seam between two of them
    return f'<rect {place} width="{wide:g}" height="{DOWN}.3" fill="{color}"/>\n'


def _ink(column: int, row: int, text: str, cells: int, name: str) -> str:
    place = f'x="{column * ACROSS:g}" y="{row * DOWN + BASE}"'
    wide = f' textLength="{cells * ACROSS:g}"' if len(text) > 1 else ""
    return f'<text class="{name}" {place}{wide}>{escape(text)}</text>\n'


def _runs(text: str) -> Iterator[Run]:
    """What is drawn together: letters of one cell; all else by itself, so that it stands in its own cell."""
    at, start, run = 0, 0, ""
    for char in text:
        cells = char_width(char)
        joins = cells == 0 or (char != " " and (char.isascii() or LINES[0] <= char <= LINES[1]))
        joins = joins and (cells == 0 or at - start < MOST)
        if run and not (joins and (cells == 0 or run[-1].isascii() or LINES[0] <= run[-1] <= LINES[1])):
            yield start, run, at - start
            run = ""
        if char != " ":
            start = start if run else at
            run += char
        at += cells
    if run:
        yield start, run, at - start
