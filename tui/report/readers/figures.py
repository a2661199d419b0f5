"""Words of a line of a table: which are figures, which belong together, and whether the line is a row."""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING

from tui.report.readers.years import is_year_line
from tui.text import cell_width, is_cjk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.blocks import Cell

LEAST_NUMBERS = 3  # in a row of figures
LONGEST_CELL = 40  # characters; a longer one in a row of figures is a sentence
_NUMBER = re.compile(
    r"[A-Za-z¥$￥€]{0,4}\s?[(（+\-−–]{0,2}\d[\d,，.．]*\s?[%％xX×倍元亿万]{0,2}[)）]?[*＊#†]{0,3}"
)
_MISSING = re.compile(r"[-–—―－]{1,3}|[Nn][./]?[AaMm]\.?|亏损|不适用")
_CODE = re.compile(r"(?:[A-Za-z]{2}\.?)?\d{4,6}(?:\.[A-Za-z]{1,4})?")
_TAIL = re.compile(r"\.[A-Za-z]{1,4}[*＊#]?")
_WITHIN = str.maketrans("", "", " -&.'")  # what stands inside a Latin name


def is_number(text: str) -> bool:
    """True for a figure, with its sign, unit and footnote, or a sign that there is none."""
    return is_figure(text) or is_missing(text)


def is_missing(text: str) -> bool:
    """True for a sign that there is no figure."""
    return bool(_MISSING.fullmatch(text))


def is_figure(text: str) -> bool:
    """True for a figure that is one."""
    return bool(_NUMBER.fullmatch(text))


def is_code(text: str) -> bool:
    """True for what may be a security's code."""
    return bool(_CODE.fullmatch(text))


def is_body(line: Sequence[Cell]) -> bool:
    """True for a row of figures, as against one of years or of words."""
    texts = [cell.text.strip() for cell in line]
    figures = sum(map(is_figure, texts))
    missing = sum(map(is_missing, texts))
    named = figures + missing < len(texts)  # `1 / 3` is a page's number
    if figures + missing * named < LEAST_NUMBERS or not figures:
        return False
    return not is_year_line(line) and max(map(len, texts)) <= LONGEST_CELL


def is_row(line: Sequence[Cell]) -> bool:
    """True for a row of figures, be they few beside a code."""
    return is_body(line) or is_sparse(line)


def is_sparse(line: Sequence[Cell]) -> bool:
    """True for a name's row with little more than its code."""
    texts = [cell.text.strip() for cell in line]
    codes = [text for text in texts if is_code(text)]
    figures = sum(1 for text in texts if is_number(text) and text not in codes)
    return len(codes) == 1 and figures > 0 and not is_year_line(line)


def unit_of(lines: Sequence[Sequence[Cell]]) -> float:
    """What half a CJK character is wide, of the positions' unit."""
    widths = [
        (cell.right - cell.left) / width
        for line in lines
        for cell in line
        if (width := cell_width(cell.text)) and cell.right > cell.left
    ]
    return median(widths) if widths else 1.0


def joined_words(left: Cell, right: Cell) -> Cell:
    """Two words of one cell as one: a space between them only where both sides are Latin."""
    space = " " if left.text[-1:].isascii() and right.text[:1].isascii() else ""
    return left._replace(text=left.text + space + right.text, right=max(left.right, right.right))


# ── words that belong together ──────────────────────────────────────────────────────────────────────


def whole(line: Sequence[Cell]) -> list[Cell]:
    """The words of a line; a name set wide (`新 易 盛`) or of Latin words, and a cut code, made whole."""
    unit = unit_of([line])
    out: list[Cell] = []
    for cell in line:
        if out and _belongs(out[-1], cell, unit):
            glued = cell.text.startswith(".")
            out[-1] = (
                out[-1]._replace(text=out[-1].text + cell.text, right=cell.right)
                if glued
                else joined_words(out[-1], cell)
            )
        else:
            out.append(cell)
    return out


def _belongs(left: Cell, right: Cell, unit: float) -> bool:
    gap = right.left - left.right
    if _TAIL.fullmatch(right.text) and is_code(left.text):
        return gap <= 1.2 * unit
    if gap <= 1.05 * unit and _is_word(left.text) and _is_word(right.text):
        return True
    if left.text and right.text and all(map(is_cjk, left.text + right.text)):
        letters = sum(1 for text in (left.text, right.text) if len(text) == 1)
        return letters > 0 and len(left.text) < 4 and gap <= (4.2 if letters == 2 else 1.3) * unit
    return False


def _is_word(text: str) -> bool:
    return text[:1].isascii() and text.translate(_WITHIN).isalpha()
