"""What happens to a table on its way out of a document: damage between lines, and within them."""

from __future__ import annotations

import random
import re
from functools import partial
from typing import TYPE_CHECKING

from tests.report.grids import Parts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FOOT = ("", "请务必阅读正文之后的免责条款部分", "3 / 12", "", "通信行业周报", "证券研究报告", "")


def cut(parts: Parts, at: int, *, again: bool, form_feed: bool = False) -> list[str]:
    """A page ends before body row `at`: footer, number, running header and, `again`, the table's header."""
    between = [*FOOT]
    if form_feed:
        between[2] += "\f"
    if parts.closing:
        between = [*parts.closing, *(f"<p>{line}</p>" for line in between if line), "<table>"]
    head = [line for line in parts.head if line != "<table>" and not line.startswith("|---")] if again else []
    return [*parts.head, *parts.body[:at], *between, *head, *parts.body[at:], *parts.closing]


def blanks(parts: Parts, seed: int) -> list[str]:
    """Blank lines at random places between the lines."""
    chance = random.Random(seed)
    lines: list[str] = []
    for line in (*parts.head, *parts.body, *parts.closing):
        lines += [line, *[chance.choice(("", " ", "\u3000"))] * chance.choice((0, 0, 0, 1, 2))]
    return lines


def tagged(parts: Parts) -> list[str]:
    """Template tags before the table and at its header."""
    first, *rest = parts.head
    return ["[Table_Finance]", first, *rest, *parts.body, *parts.closing]


def doubled(parts: Parts, words: Sequence[str]) -> list[str]:
    """Bold words of the header with every character twice."""
    head = list(parts.head)
    for word in words:
        head = [line.replace(word, "".join(c * 2 for c in word)) for line in head]
    return [*head, *parts.body, *parts.closing]


def sprinkled(parts: Parts, sign: str, every: int) -> list[str]:
    """A hidden sign after every so-manyth ideograph of the body."""
    count = 0

    def put(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return match[0] + (sign if count % every == 0 else "")

    body = [re.sub("[\u4e00-\u9fff]", put, line) for line in parts.body]
    return [*parts.head, *body, *parts.closing]


def respelled(parts: Parts, pattern: str, to: str) -> list[str]:
    """Everything of that pattern in the body written otherwise."""
    return [*parts.head, *(re.sub(pattern, to, line) for line in parts.body), *parts.closing]


def one_digit(parts: Parts, row: int, nth: int, digit: str) -> tuple[Parts, str, str]:
    """The table with one figure's digit changed in a body row, and the line before and after."""
    line = parts.body[row]
    places = [m.start() for m in re.finditer(r"\d(?=[\d,]*\.\d)|(?<=\.)\d|(?<=\.\d)\d", line)]
    if not places:
        return parts, line, line
    at = places[nth % len(places)]
    changed = line[:at] + digit + line[at + 1 :]
    body = (*parts.body[:row], changed, *parts.body[row + 1 :])
    return Parts(parts.head, body, parts.closing), line, changed


DAMAGE: dict[str, Callable[[Parts], list[str]]] = {
    "template tags": tagged,
    "zero-width spaces": partial(sprinkled, sign="\u200b", every=3),
    "spaces inside brackets": partial(respelled, pattern=r"([（(])([^（）()]*)([）)])", to=r"\1 \2 \3"),
    "spaces inside codes": partial(respelled, pattern=r"(\d{6})\.(S[HZ]|BJ)", to=r"\1 .\2"),
    "spaces after a code's point": partial(respelled, pattern=r"(\d{6})\.(S[HZ]|BJ)", to=r"\1. \2"),
    "ideographic spaces before names": partial(
        respelled, pattern=r"(?<![\u4e00-\u9fff])(?=[\u4e00-\u9fff])", to="\u3000"
    ),
    "doubled bold words": partial(doubled, words=("评级", "代码")),
}
