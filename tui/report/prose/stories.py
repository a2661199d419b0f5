"""The stories of the news parts: headline, body, source and day; one told twice is merged by content."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tui.report.diagnostics import Diagnostic, Level
from tui.report.model import Story
from tui.report.prose.outline import CAPTION, SOURCE_LINE
from tui.report.prose.same import Likeness
from tui.report.prose.shape import Mark, key, listed, run_on
from tui.report.prose.sourced import happened, split_source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tui.report.blocks import Place
    from tui.report.prose.outline import Line, Part

LONGEST_TITLE = 80
MOST_STORIES = 400  # of a report; comparing each with each stays quick
_ENDED = ("。", "；", ";", "！", "!", "?", "？", "…", "”", "）", ")")
_HEADED = re.compile(r"^【([^】]{4,80})】 ?(.*)$|^(?:\[|［)([^\]］]{6,80})(?:\]|］) ?(.*)$", re.DOTALL)
_COLON = re.compile(r"^([^。：:；;]{6,48})[：:] ?(.{20,})$", re.DOTALL)


@dataclass(slots=True)
class _Draft:
    title: str
    place: Place
    part: int
    body: list[str] = field(default_factory=list)
    source: str = ""
    done: bool = False

    @property
    def text(self) -> str:
        return "\n".join(self.body)


def read_stories(
    parts: Sequence[Part], file: str, days: Sequence[date], report: date | None
) -> tuple[tuple[Story, ...], tuple[Diagnostic, ...]]:
    """The stories in the order of the news parts; of one told twice the fuller version, where that stands."""
    drafts: list[_Draft] = []
    told: list[Diagnostic] = []
    for number, part in enumerate(parts):
        if part.topic == "news":
            drafts += _of_part(part, number)
    if len(drafts) > MOST_STORIES:
        told.append(
            Diagnostic(
                Level.REFUSED,
                file,
                drafts[MOST_STORIES].place,
                f"{len(drafts)} stories",
                f"at most {MOST_STORIES}",
                "the others are left out",
            )
        )
        drafts = drafts[:MOST_STORIES]
    out = []
    for draft in _merged(drafts):
        story = _story(draft, days, report)
        if story.summary:
            out.append(story)
        else:
            told.append(
                Diagnostic(
                    Level.NOTE,
                    file,
                    draft.place,
                    f"headline {draft.title[:40]!r}",
                    "a text under it",
                    "no story",
                )
            )
    if not out and any(part.topic == "news" and part.lines for part in parts):
        place = next(part.lines[0].place for part in parts if part.topic == "news" and part.lines)
        told.append(
            Diagnostic(
                Level.NOTE, file, place, "a part of news without stories", "numbered or bracketed headlines"
            )
        )
    return tuple(out), tuple(told)


def _story(draft: _Draft, days: Sequence[date], report: date | None) -> Story:
    body = run_on(draft.body)
    day = happened(draft.title, body, draft.source, days, report)
    source = re.split(r"[,，;；] ?(?=\d)", draft.source)[0].strip()
    return Story(draft.title, body, source, day, draft.place)


def _of_part(part: Part, number: int) -> list[_Draft]:
    """The stories of one part, in order."""
    drafts: list[_Draft] = []
    lines = [piece for line in part.lines for piece in _pieces(line)]
    style = _numbering(lines)
    picture = False
    last = ""
    for i, line in enumerate(lines):
        text = line.text
        if CAPTION.match(text):
            picture = True
            continue
        if picture and SOURCE_LINE.match(text):
            picture = False
            continue
        picture = False
        if SOURCE_LINE.match(text):
            last = _under_all(text, drafts) or last
            continue
        following = lines[i + 1] if i + 1 < len(lines) else None
        if draft := _headline(line, following, style, drafts, number):
            drafts.append(draft)
        elif drafts:
            _add(drafts[-1], text)
    if last:
        drafts = [draft if draft.source else replace(draft, source=last) for draft in drafts]
    return drafts


def _pieces(line: Line) -> list[Line]:
    """A line that tells several numbered stories as so many lines."""
    before, items = listed(line.text)
    if not items or line.mark.style not in {"", "bullet"} or before or min(map(len, items)) < 12:
        return [line]
    return [line._replace(text=text, mark=Mark("(n)", i)) for i, text in enumerate(items, 1)]


def _numbering(lines: Sequence[Line]) -> str | None:
    """The style in which this part's headlines are numbered, None where they are not."""
    for line in lines[:6]:
        if line.mark.number == 1 and line.mark.style != "bullet":
            return line.mark.style
    return "bullet" if sum(line.mark.style == "bullet" for line in lines) >= 2 else None


def _headline(
    line: Line, following: Line | None, style: str | None, drafts: list[_Draft], part: int
) -> _Draft | None:
    """A new story where the line begins one."""
    mark, text = line.mark, line.text
    headed = _HEADED.match(text)
    if style is None:
        fresh = bool(headed) or _reads_as_title(line, following, drafts)
    elif style == "bullet":
        fresh = mark.style == "bullet" or (bool(headed) and not drafts)
    else:
        count = sum(1 for draft in drafts if draft.part == part)
        restarted = mark.number == 1 and bool(drafts) and drafts[-1].done
        fresh = mark.style == style and (
            mark.number > count or (mark.number == 1 and not drafts) or restarted
        )
        fresh = fresh or (bool(headed) and (not drafts or drafts[-1].done))
        fresh = fresh or (restarted_after(drafts) and mark.style == style)
    if not fresh:
        return None
    if headed:
        draft = _Draft((headed[1] or headed[3]).strip(), line.place, part)
        _add(draft, headed[2] or headed[4] or "")
        return draft
    return _titled(
        text,
        line.place,
        part,
        alone=_is_title(text) and following is not None and not _next_item(following, style),
    )


def restarted_after(drafts: list[_Draft]) -> bool:
    """True where the story before has told its source, so that whatever is numbered next is a new one."""
    return bool(drafts) and drafts[-1].done


def _next_item(following: Line, style: str | None) -> bool:
    return style is not None and following.mark.style == style and following.mark.number > 1


def _reads_as_title(line: Line, following: Line | None, drafts: list[_Draft]) -> bool:
    if not _is_title(line.text) or following is None or len(following.text) <= len(line.text):
        return False
    return line.heading or not drafts or drafts[-1].done


def _is_title(text: str) -> bool:
    return (
        len(text) <= LONGEST_TITLE
        and not text.endswith(_ENDED[:5])
        and "。" not in text
        and not text.endswith(("：", ":"))
    )


def _titled(text: str, place: Place, part: int, *, alone: bool) -> _Draft:
    """A story from its first line: that line is the title, or holds title and body."""
    if alone:
        return _Draft(text.strip(" 。"), place, part)
    if match := _COLON.match(text):
        draft = _Draft(match[1].strip(), place, part)
        _add(draft, match[2])
        return draft
    body, _ = split_source(text)
    first = re.split(r"[。！!；;]|\. ", body, maxsplit=1)[0]
    if len(first) > LONGEST_TITLE:
        first = re.split(r"[，,]", first, maxsplit=1)[0]
    draft = _Draft(first[:LONGEST_TITLE].strip(), place, part)
    _add(draft, text)
    return draft


def _add(draft: _Draft, text: str) -> None:
    body, source = split_source(text)
    if body:
        draft.body.append(body)
    if source:
        draft.source, draft.done = source, True


def _under_all(text: str, drafts: list[_Draft]) -> str:
    """A line that is only a source: of the story before, where others have their own, else of all."""
    _, source = split_source(text)
    source = source or SOURCE_LINE.sub("", text, count=1).strip(" ：:。")
    if drafts and not drafts[-1].source and (len(drafts) == 1 or any(draft.source for draft in drafts)):
        drafts[-1].source, drafts[-1].done = source, True
        return ""
    return source


def _merged(drafts: list[_Draft]) -> list[_Draft]:
    """One draft a story: the shorter of two that tell the same gives way to the longer."""
    likeness = Likeness([(draft.title, draft.text) for draft in drafts])
    gone: set[int] = set()
    for i in sorted(range(len(drafts)), key=lambda i: len(drafts[i].text)):
        others = [
            j
            for j in likeness.near(i)
            if j not in gone
            and (len(drafts[j].text), j) > (len(drafts[i].text), i)
            and (drafts[i].part != drafts[j].part or key(drafts[i].title) == key(drafts[j].title))
        ]
        same = likeness.same(i, others)
        if same is not None:
            gone.add(i)
            drafts[same].source = drafts[same].source or drafts[i].source
    return [draft for i, draft in enumerate(drafts) if i not in gone]
