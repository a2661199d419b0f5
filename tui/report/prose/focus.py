"""Recommended groups: a label, the names it recommends with their codes, and the reason."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tui.report.diagnostics import Diagnostic, Level
from tui.report.model import FocusGroup
from tui.report.prose.companies import CODE, code_of
from tui.report.prose.days import narrow
from tui.report.prose.groups import shipped_word
from tui.report.prose.outline import CAPTION, SOURCE_LINE
from tui.report.prose.shape import key, listed, outside, tidy, unmarked
from tui.report.prose.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui.report.prose.outline import Line, Part

LONGEST_LABEL = 16
LONGEST_NAME = 9
MOST_NAMES = 40  # of a group
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_NAME = re.compile(r"[A-Za-z*\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9*·\-&. ]{1,30}")
_AND = re.compile(r"[、,，;；/]|(?<=[)\]\u4e00-\u9fff])(?:和|及|与|以及)(?=[\u4e00-\u9fff])| and ")
_TITLED = re.compile(r"【([^】]{2,20})】 ?[:：]?")
_SAYS = re.compile(r"关注|推荐|标的|看好|布局|recommend|prefer|top pick", re.IGNORECASE)
_SCORE = re.compile(r"[\d.]+ ?[%x倍元亿万]")


class Item(NamedTuple):
    """One recommended group as a line gives it; unknown: its names of which the report gives no code."""

    label: str
    reason: str
    codes: tuple[str, ...]
    unknown: tuple[str, ...]


def read_focus(
    parts: Sequence[Part], file: str, known: Mapping[str, str]
) -> tuple[tuple[FocusGroup, ...], tuple[Diagnostic, ...]]:
    """The groups in the order of the view's list; one told twice, in the summary and the view, is one.

    known: folded short name → code, from the report's own tables and brackets
    """
    found: list[tuple[Item, Line]] = []
    told: list[Diagnostic] = []
    for part in parts:
        if part.topic not in {"view", "summary"}:
            continue
        for line in part.lines:
            if CAPTION.match(line.text) or SOURCE_LINE.match(line.text):
                continue
            if part.topic == "summary" and not _SAYS.search(line.text):
                continue
            found += [(item, line) for item in items_of(line.text, known)]
    for item, line in found:
        if item.unknown and (item.codes or len(item.unknown) > 1) and item.label:
            names = "、".join(item.unknown)
            told.append(
                Diagnostic(
                    Level.NOTE,
                    file,
                    line.place,
                    f"{item.label}: {names}",
                    "a code in the report",
                    "left out of the group",
                    line.text[:400],
                )
            )
        if item.codes and not item.label:
            told.append(
                Diagnostic(
                    Level.NOTE,
                    file,
                    line.place,
                    f"{len(item.codes)} names without a group's label",
                    "a label",
                    "no group",
                    line.text[:400],
                )
            )
    return tuple(_merged(found)), tuple(dict.fromkeys(told))


def items_of(text: str, known: Mapping[str, str]) -> list[Item]:
    """The groups that a line recommends: label：名称（代码）、…；label：… or 领域建议关注 names."""
    text = _TITLED.sub(r"；\1：", text)
    _, items = listed(text)
    out: list[Item] = []
    for piece in items or [unmarked(text)[1]]:
        labelled = False
        for clause in outside(piece, ";；。"):
            item = _clause(clause, known)
            if item and not item.label and labelled:
                last = out[-1]  # 光模块：推荐A、B；建议关注C
                codes = tuple(dict.fromkeys((*last.codes, *item.codes)))
                out[-1] = last._replace(codes=codes, unknown=(*last.unknown, *item.unknown))
            elif item:
                out.append(item)
                labelled = bool(item.label)
    return out


def _clause(clause: str, known: Mapping[str, str]) -> Item | None:
    halves = _halves(clause)
    if halves is None:
        return None
    said, listing = halves
    glued, listing = _glued(listing, known)
    codes, unknown = _members(listing, known)
    if not codes or key(said) in known:  # a company's own news is no group
        return None
    after = re.search(
        r"等([\u4e00-\u9fffA-Za-z/ ]{2,14}?)(?:龙头|公司|企业|标的|个股|厂商)",
        _BRACKETS.sub("", narrow(listing)),
    )
    label, reason = _label(said)
    if glued and not shipped_word(label) and (own := _label(glued))[0]:
        label, reason = own
    if not label and after:
        label, reason = _label(after[1])
    return Item(label, reason, codes, unknown)


def _halves(clause: str) -> tuple[str, str] | None:
    """(what stands before the names, the names): cut at the colon before the first name, else at a verb."""
    plain = narrow(clause)
    first = CODE.search(plain)
    cut = plain.rfind(":", 0, first.start() if first else len(plain))
    if cut > 0 and cut < len(clause) - 1:
        return clause[:cut], clause[cut + 1 :]
    best = max((m.end() for m in _verb().finditer(plain[: first.start()] if first else plain)), default=0)
    if best:
        return clause[:best], clause[best:]
    return None


def _names(part: str, known: Mapping[str, str]) -> list[str]:
    """Names joined by 和 or 及 as so many, yet not a name that holds the word itself."""
    if key(_BRACKETS.sub("", narrow(part))) in known:
        return [part]
    return [piece for piece in re.split(r"以及|及|和|与| and ", part) if piece.strip()]


def _glued(listing: str, known: Mapping[str, str]) -> tuple[str, str]:
    """A list whose first name stands glued to a label: 光模块龙头中际旭创、… → (光模块龙头, 中际旭创、…)."""
    first = _AND.split(narrow(listing), maxsplit=1)[0].split("(")[0].strip()
    if key(first) in known:
        return "", listing
    for start in range(2, len(first) - 1):
        if key(first[start:]) in known:
            at = listing.find(first[start:])
            return (first[:start], listing[at:]) if at > 0 else ("", listing)
    return "", listing


def _members(listing: str, known: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes of a list of names, and the names of which no code is known."""
    codes: dict[str, None] = {}
    unknown = []
    told = 0
    parts = [piece for part in outside(listing, "、,，/") for piece in _names(part, known)]
    for part in parts[:MOST_NAMES]:
        plain = narrow(tidy(part))
        inside = [code for found in CODE.findall(plain) if (code := code_of(found))]
        name = re.sub(r"等.{0,12}$", "", _BRACKETS.sub("", plain)).strip(" .。")
        name = _lead().sub("", name)
        printed = any(any(map(str.isdigit, bracket)) for bracket in _BRACKETS.findall(plain))
        # a code that was printed and not understood is not the one that another table gives the name
        code = inside[0] if len(inside) == 1 else "" if inside or printed else known.get(key(name), "")
        told += len(name) > (LONGEST_NAME * 4 if name.isascii() else LONGEST_NAME)
        if code:
            codes[code] = None
        elif 2 <= len(name) < LONGEST_NAME and _NAME.fullmatch(name) and not _SCORE.search(name):
            unknown.append(name)
    # where sentences stand between the names, it is a story and no list
    return ((), ()) if told and told >= len(codes) else (tuple(codes), tuple(unknown))


def _label(said: str) -> tuple[str, str]:
    """(label, reason) of the words before a list."""
    said = _verb_end().sub("", narrow(tidy(said)).strip(" ,:、"))
    pieces = [piece for piece in re.split(r"[,，:]", said) if piece.strip()]
    if not pieces:
        return "", ""
    reason = _lead().sub("", ",".join(pieces)).strip(" ,")
    label = _bare(pieces[-1]) or (_bare(pieces[-2]) if len(pieces) > 1 else "")
    if len(pieces) > 1 and not shipped_word(label) and (first := shipped_word(_bare(pieces[0]))):
        label = first if len(_bare(pieces[0])) > LONGEST_LABEL else _bare(pieces[0])
    wordy = len(label) > LONGEST_LABEL // 2 and (_trimmed(label) != label or len(label) > LONGEST_LABEL)
    if wordy and not label.isascii() and (word := shipped_word(label)):
        label = word
    bare = _trimmed(label)
    if len(bare) > (LONGEST_LABEL * 3 if bare.isascii() else LONGEST_LABEL):
        bare = shipped_word(bare)
    said_more = key(_tail().sub("", reason)) != key(bare)
    return bare, reason.replace(",", "，") if said_more and bare else ""


def _bare(text: str) -> str:
    text = _lead().sub("", text.strip())
    return _tail().sub("", text).strip(' 、-—“”"')


def _trimmed(label: str) -> str:
    """A label without what the group does: 高端光模块放量 → 高端光模块."""
    for word in words("focus", "doing"):
        if label.endswith(word) and len(label) > len(word) + 1:
            return _tail().sub("", label.removesuffix(word)).strip()
    return label


def _merged(found: list[tuple[Item, Line]]) -> list[FocusGroup]:
    out: list[FocusGroup] = []
    for item, line in found:
        if not item.label:
            continue
        same = next(
            (
                i
                for i, group in enumerate(out)
                if key(group.label) == key(item.label) or set(group.codes) == set(item.codes)
            ),
            None,
        )
        if same is None:
            out.append(FocusGroup(item.label, item.reason, item.codes, line.place))
            continue
        group = out[same]
        codes = tuple(dict.fromkeys((*group.codes, *item.codes)))
        out[same] = FocusGroup(group.label, group.reason or item.reason, codes, group.place)
    return out


def is_list_line(line: Line, known: Mapping[str, str]) -> bool:
    """True for a line of the view that lists names, and is no sentence of the outlook."""
    return any(item.label for item in items_of(line.text, known))


@lru_cache(maxsize=1)
def _verb() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words("focus", "verbs"))), re.IGNORECASE)


@lru_cache(maxsize=1)
def _verb_end() -> re.Pattern[str]:
    return re.compile(rf"(?:{_verb().pattern})+$", re.IGNORECASE)


@lru_cache(maxsize=1)
def _lead() -> re.Pattern[str]:
    return re.compile(rf"^(?:(?:{'|'.join(map(re.escape, words('focus', 'lead')))})[: ]*)+", re.IGNORECASE)


@lru_cache(maxsize=1)
def _tail() -> re.Pattern[str]:
    return re.compile(rf"(?:\s*(?:{'|'.join(map(re.escape, words('focus', 'tail')))}))+$", re.IGNORECASE)
