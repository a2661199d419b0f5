"""The risks, each in few words, merged from the summary and their own part."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.report.diagnostics import Diagnostic, Level
from tui.report.prose.outline import CAPTION, SOURCE_LINE
from tui.report.prose.shape import key, listed, outside, sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.prose.outline import Line, Part

LONGEST = 60  # characters of a risk in Chinese, three times that in letters
MOST = 40
_RISKY = re.compile(
    r"风险|预期|加剧|恶化|波动|下滑|下行|变化|升级|放缓|受阻|滞后|不确定"
    r"|减少|下降|反复|收紧|有误|延迟|缓慢|冲突|摩擦|制裁|不足|超预期|限制|衰退|疲软|延后"
    r"|risk|slow|weak|delay|competition|tension|than expected",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"^(?:请|敬请|详见|见|本报告|免责|分析师|证券分析师|联系人|执业|SAC|see |please )", re.IGNORECASE
)


def read_risks(parts: Sequence[Part], file: str) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    """The risks in the order of the fullest list, those of other lists that it lacks after them."""
    told: list[Diagnostic] = []
    lists = [risks for part in parts if part.topic == "risks" and (risks := _of_part(part, file, told))]
    if not lists:
        return (), tuple(told)
    fullest = max(lists, key=len)
    out = list(fullest)
    for risks in lists:
        out += [risk for risk in risks if not any(_same(risk, kept) for kept in out)]
    if len(out) > MOST:
        place = next(part.lines[0].place for part in parts if part.topic == "risks" and part.lines)
        told.append(
            Diagnostic(
                Level.DOUBTFUL, file, place, f"{len(out)} risks", f"at most {MOST}", "the others are left out"
            )
        )
    return tuple(out[:MOST]), tuple(told)


def _of_part(part: Part, file: str, told: list[Diagnostic]) -> list[str]:
    out: dict[str, str] = {}
    numbered = any(line.mark.number or line.mark.style == "bullet" for line in part.lines)
    for at, line in enumerate(part.lines):
        if CAPTION.match(line.text) or SOURCE_LINE.match(line.text) or _OTHER.match(line.text):
            break
        if numbered and at and not line.mark.style:
            continue  # an explanation under a numbered risk
        if at and not line.mark.style and not _RISKY.search(line.text):
            break
        for risk in risks_in(line.text, one=numbered and bool(line.mark.style)):
            short = _short(risk)
            if short != risk and len(short) > LONGEST:
                told.append(
                    Diagnostic(
                        Level.NOTE,
                        file,
                        line.place,
                        f"a risk of {len(risk)} characters",
                        "few words",
                        "cut",
                        line.text[:400],
                    )
                )
            if key(short):
                out.setdefault(key(short), short)
        if (
            _is_sentence_list(line)
            and not numbered
            and len(out) >= 2
            and at == 0
            and ("；" in line.text or ";" in line.text)
        ):
            break
    return [_trim(risk) for risk in out.values()]


def _is_sentence_list(line: Line) -> bool:
    return line.text.rstrip().endswith(("。", "."))


def risks_in(text: str, *, one: bool = False) -> list[str]:
    """The risks of a line: (1) …(2) …, or a; b; c, or a、b、c; where `one`, the line is one risk."""
    _, items = listed(text)
    if items:
        return [_first(item) for item in items if key(item)]
    if one:
        return [_first(text)]
    parts = outside(text, "；;")
    if len(parts) > 1:
        return [_first(part) for part in parts]
    whole = [part.rstrip("。. ") for part in sentences(text)]
    if len(whole) > 1 and all(map(_is_plain, whole)):
        return whole
    first = whole[0] if whole else ""
    for marks in ("、", "，,"):
        pieces = outside(first, marks)
        if len(pieces) > 1 and all(2 < len(piece) <= LONGEST // 2 or first.isascii() for piece in pieces):
            risky = sum(bool(_RISKY.search(piece)) for piece in pieces)
            if risky == len(pieces) or (
                marks == "、" and risky * 2 > len(pieces) and _RISKY.search(pieces[0])
            ):
                return pieces
    mixed = outside(first, "、，,")
    if len(mixed) > 1 and all(_RISKY.search(piece) and 2 < len(piece) <= LONGEST // 2 for piece in mixed):
        return mixed
    return [_first(text)]


def _is_plain(sentence: str) -> bool:
    """True for a sentence that is a risk's name; one with a comma explains."""
    return (
        len(sentence) <= LONGEST // 2 and bool(_RISKY.search(sentence)) and not re.search("[，,]", sentence)
    )


def _first(text: str) -> str:
    """The risk itself, without what explains it."""
    first = (sentences(text) or [""])[0]
    head, colon, _ = first.partition("：")
    if not colon:
        head, colon, _ = first.partition(": ")
    named = head if colon and 3 <= len(head) <= LONGEST else first
    return _trim(named)


def _trim(text: str) -> str:
    return text.strip(" 。.；;，,、：:*【】[]“”").removesuffix("等")


def _short(risk: str) -> str:
    most = LONGEST * 3 if risk.isascii() else LONGEST
    if len(risk) <= most:
        return risk
    first = outside(risk, "，,")[0]
    return first if len(first) <= most else first[:most]


def _same(one: str, other: str) -> bool:
    a, b = _bare(one), _bare(other)
    return a == b or (min(len(a), len(b)) >= 4 and (a in b or b in a))


def _bare(risk: str) -> str:
    word = key(risk)
    for ending in ("的风险", "风险", "risk", "risks"):
        word = word.removesuffix(ending)
    return word
