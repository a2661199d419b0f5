"""The shapes of lines: tidy text, what a line is numbered with, lists inside a line, sentences."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tui.report.prose.days import narrow
from tui.text import clean, fold, is_cjk

if TYPE_CHECKING:
    from collections.abc import Iterable

_HIDDEN = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f]")
_SPACES = re.compile(r" {2,}")
_CHINESE = "一二三四五六七八九十"
_BULLETS = "■➤◆●▶►•·□◼◇❖✓✔※▪➢★☆○◎▲△➡→◾⚫"
_FIRST = re.compile(rf"[{_BULLETS}{_CHINESE}\d#>*\-l第(（①-⑳❶-❿]")  # what any mark begins with
_UNIT = (
    r"(?! ?[年月日时点个家倍元亿万颗只股名%％])"
    r"(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b)"
)
# style → what stands at the line's start; a number of one or two digits, so that years are none
_MARKS = tuple(
    (style, re.compile(pattern))
    for style, pattern in (
        ("bullet", rf"[{_BULLETS}#>]+ ?|[-*] +|l (?=[\u4e00-\u9fff])"),
        ("part", rf"第([{_CHINESE}\d]{{1,3}})[部分章节篇]+[、:：. ]*"),
        ("cjk", rf"([{_CHINESE}]{{1,3}}) ?[、.．]\s*"),
        ("(cjk)", rf"[(（]([{_CHINESE}]{{1,3}})[)）]\s*、?"),
        ("(n)", r"[(（] ?(\d{1,2}) ?[)）]\s*[、.]?"),
        ("n)", r"(\d{1,2}) ?[)）]\s*[、.]?"),
        ("n.n", r"(\d{1,2}(?:\.\d{1,2}){1,3})(?:\.(?!\d))?(?: +|、|(?=[\u4e00-\u9fff]))" + _UNIT),
        ("n.", r"(\d{1,2})(?:[.．](?!\d)|、)\s*" + _UNIT),
        ("n", rf"(\d{{1,2}}) +{_UNIT}(?=[\u4e00-\u9fffA-Za-z])"),
        ("①", r"([①-⑳❶-❿])\s*"),
    )
)
_SECTION_STYLES = frozenset({"bullet", "part", "cjk", "(cjk)", "n.n", "n.", "n", ""})
_INLINE = re.compile(
    r"(?:^|(?<=[。；;:：！!？?，,、.】\s]))(?:[(（] ?(\d{1,2}) ?[)）]|(\d{1,2}) ?[)）]|(\d)、|([①-⑳]))"
)
_SENTENCE = re.compile(r"(?<=[。！？!?])|(?<=[a-z0-9%)]\.) +(?=[A-Z“\"])")


class Mark(NamedTuple):
    """What a line is numbered with: '' of style and 0 for nothing; depth counts 1.2.3 as 3."""

    style: str = ""
    number: int = 0
    depth: int = 1

    @property
    def heads(self) -> bool:
        """True where a part of a report, rather than an item of a list, may be numbered so."""
        return self.style in _SECTION_STYLES


def tidy(text: str) -> str:
    """Outside text as a value: cleaned, hidden signs out, runs of spaces one, ends bare."""
    if not text.isprintable():  # nothing hidden is printable, nor any space but one
        text = clean(_HIDDEN.sub("", text))
    if "  " in text:
        text = _SPACES.sub(" ", text)
    return text.strip(" *_")


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """A text as it is compared: folded, letters and digits only."""
    return "".join(filter(str.isalnum, fold(text)))


def unmarked(text: str) -> tuple[Mark, str]:
    """What a tidy line is numbered with, and the rest; bullets before a number are taken off as well."""
    found = Mark()
    for _ in range(3):
        if not _FIRST.match(text):
            break
        for style, pattern in _MARKS:
            if (match := pattern.match(text)) and match.end() < len(text):
                number, depth = _number(match[1] if match.re.groups else "")
                found = Mark(style, number, depth) if style != "bullet" or not found.style else found
                text = text[match.end() :].lstrip(" *_")
                break
        else:
            break
        if found.style != "bullet":
            break
    return found, text


def _number(text: str) -> tuple[int, int]:
    if not text:
        return 0, 1
    if "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1, 1
    if "❶" <= text <= "❿":
        return ord(text) - ord("❶") + 1, 1
    if text[0] in _CHINESE:
        if text[0] == "十":
            return 10 + (_CHINESE.index(text[1]) + 1 if len(text) > 1 else 0), 1
        tens = text.find("十") > 0
        ones = _CHINESE.index(text[-1]) + 1 if text[-1] != "十" else 0
        return ((_CHINESE.index(text[0]) + 1) * 10 + ones if tens else ones), 1
    parts = text.split(".")
    return int(parts[-1]), len(parts)


def glued(lines: Iterable[str]) -> list[str]:
    """Lines of one paragraph: what belongs together joined, what begins an item of its own apart."""
    out: list[str] = []
    for line in map(tidy, lines):
        if not line:
            continue
        if out and out[-1][-1] not in "。！？；;!?》" and not unmarked(line)[0].style:
            latin = not is_cjk(out[-1][-1]) and not is_cjk(line[0]) and out[-1][-1].isalnum()
            out[-1] += (" " if latin or out[-1][-1] in ",.:;" else "") + line
        else:
            out.append(line)
    return out


def run_on(paragraphs: Iterable[str]) -> str:
    """Paragraphs as one line: a space between them unless a Chinese mark or ideograph ends the first."""
    out = ""
    for text in paragraphs:
        wide = bool(out) and (is_cjk(out[-1]) or out[-1] in "。！？；：，、）”")
        out += ("" if wide or not out else " ") + text
    return out.strip()


def listed(text: str) -> tuple[str, list[str]]:
    """A line that counts (1) …(2) … inside itself: what stands before, and the items without numbers.

    No items where the numbers do not count up from one.
    """
    found: list[re.Match[str]] = []
    style = -1
    for match in _INLINE.finditer(text):
        which = next(i for i, part in enumerate(match.groups()) if part)
        if (not found or which == style) and _number(match[which + 1])[0] == len(found) + 1:
            style = which
            found.append(match)
    if len(found) < 2:
        return text, []
    ends = [match.start() for match in found[1:]] + [len(text)]
    items = [text[match.end() : end].strip(" ，,、") for match, end in zip(found, ends, strict=True)]
    return text[: found[0].start()].strip(), items


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with its mark."""
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


def outside(text: str, marks: str) -> list[str]:
    """A text cut at the given marks, but not inside brackets, nor at the comma of 1,234."""
    plain = narrow(text)
    out, depth, start = [], 0, 0
    for i, char in enumerate(plain):
        if char in "([{【《“":
            depth += 1
        elif char in ")]}】》”":
            depth = max(0, depth - 1)
        elif (
            depth == 0
            and text[i] in marks
            and not (char in ",." and plain[i - 1 : i].isdigit() and plain[i + 1 : i + 2].isdigit())
        ):
            out.append(text[start:i])
            start = i + 1
    out.append(text[start:])
    return [part.strip() for part in out if part.strip()]
