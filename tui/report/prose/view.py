"""The outlook: what the view says itself before its list of names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from tui.report.prose.focus import is_list_line
from tui.report.prose.outline import CAPTION, SOURCE_LINE
from tui.report.prose.shape import listed, run_on
from tui.report.prose.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui.report.prose.outline import Part

LONGEST = 1500  # characters


def read_outlook(parts: Sequence[Part], known: Mapping[str, str]) -> str:
    """The view's sentences before its list, of the last part on the view that has any; '' for none."""
    texts = [text for part in parts if part.topic == "view" and (text := _of(part, known))]
    return texts[-1] if texts else ""


def _of(part: Part, known: Mapping[str, str]) -> str:
    out: list[str] = []
    for line in part.lines:
        text = line.text
        if CAPTION.match(text) or SOURCE_LINE.match(text):
            continue
        before, items = listed(text)
        lists = bool(items) and any(is_list_line(line._replace(text=item), known) for item in items)
        if lists or (not items and is_list_line(line, known)):
            if lists and before:
                out.append(before)
            if out or lists:
                break
            continue
        out.append(text)
    text = run_on([closed for text in out if (closed := _closed(text))])
    return text if len(text) <= LONGEST else _cut(text)


def _closed(text: str) -> str:
    """A sentence without the words that lead to a list, and with its mark."""
    text = text.strip()
    if text.endswith(("：", ":")):
        text = _lead().sub("", text).rstrip("：:，,、 ")
        if text and text[-1] not in "。！？!?.;；":
            text += "." if text.isascii() else "。"
    return text


def _cut(text: str) -> str:
    end = max(text.rfind(mark, 0, LONGEST) for mark in "。！？")
    return text[: end + 1].strip() if end > 0 else text[:LONGEST]


@lru_cache(maxsize=1)
def _lead() -> re.Pattern[str]:
    every = "|".join(map(re.escape, words("focus", "leads_on")))
    return re.compile(
        rf"(?:^|[，,。；; ])(?:我们|因此|具体|we )?(?:{every})(?:以下方向|以下标的|以下公司|以下)?[：:]$",
        re.IGNORECASE,
    )
