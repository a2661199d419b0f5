"""What is doubtful in themes that could be read: terms that cannot tell, members that nobody can use."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import tomli

from tui.book.codes import CodeError, canonical
from tui.errors import Problem
from tui.text import clean
from tui.universe.fold import key as folded
from tui.universe.fold import lower
from tui.universe.theme_files import LABELS
from tui.universe.theme_lines import line_at, lines_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from tui.universe.theme import Member, Theme

AHEAD = timedelta(days=366)  # a membership may be known so long before it begins
Place = tuple[str, int]


def lint(
    themes: Sequence[Theme], codes: Collection[str] | None, *, today: date | None = None
) -> tuple[Problem, ...]:
    """What is doubtful in the themes, by theme, with the file and line where it stands.

    codes: the universe, None where there is none to ask; today: after which dates are in the future
    """
    latest = _plus(today or date.today(), AHEAD)  # noqa: DTZ011  the user's own day
    owners = _owners(themes)
    out: list[Problem] = []
    for theme in themes:
        places = _Places(theme)
        if not theme.terms:
            why = "no terms, so no story is ever linked to it"
            out.append(Problem(*places.of("terms", ""), f"theme {theme.id}", why))
        out += _terms(theme, owners, places)
        out += _excluded(theme, places)
        out += _members(theme, codes, latest, places)
    return tuple(out)


def strangers(
    themes: Sequence[Theme], codes: Collection[str], day: date, *, shipped: str = ""
) -> tuple[Problem, ...]:
    """The members on a day that are not in the universe, each with the file and line that makes it one.

    shipped: a folder whose files are not told of; the themes that ship know names of one book only
    """
    out: list[Problem] = []
    for theme in themes:
        if theme.origins and all(_inside(origin.file, shipped) for origin in theme.origins):
            continue
        places: _Places | None = None
        for at, member in enumerate(theme.members):
            if member.code not in codes and member.at(day):
                places = places or _Places(theme)
                place = places.of_member(theme, at)
                if not _inside(place[0], shipped):
                    out.append(Problem(*place, _called(theme, member), "not in the universe"))
    return tuple(out)


def term_key(term: str) -> str:
    """A term as terms are compared: folded, case and spaces between ideographs ignored."""
    return lower(folded(term))


def _owners(themes: Sequence[Theme]) -> Mapping[str, Mapping[str, str]]:
    """For each term's key the ids of the themes that have it, each with the term as it writes it."""
    owners: dict[str, dict[str, str]] = {}
    for theme in themes:
        for term in theme.terms:
            owners.setdefault(term_key(term), {}).setdefault(theme.id, term)
    return owners


def _terms(theme: Theme, owners: Mapping[str, Mapping[str, str]], places: _Places) -> Iterator[Problem]:
    excluded = {term_key(text): text for text in theme.excluded}
    seen: dict[str, Place] = {}
    for place, term in places.all("terms", theme.terms):
        key = term_key(term)
        what = f"{theme.id}: term {term}"
        if key in seen:
            file, line = seen[key]
            yield Problem(*place, what, f"stands twice{f', first at {file}:{line}' if line else ''}")
            continue
        seen[key] = place
        if len(key) < 2:
            yield Problem(*place, what, "one character alone stands in too many other words")
        if others := [other for other in owners.get(key, ()) if other != theme.id]:
            yield Problem(*place, what, f"is a term of {', '.join(others)} too; a term speaks of one theme")
        if held := [text for other, text in excluded.items() if other in key]:
            yield Problem(*place, what, f"holds {held[0]}, which this theme excludes")


def _excluded(theme: Theme, places: _Places) -> Iterator[Problem]:
    keys = {term_key(term) for term in theme.terms}
    seen: set[str] = set()
    for place, text in places.all("excluded", theme.excluded):
        key, what = term_key(text), f"{theme.id}: excluded {text}"
        if key in seen:
            yield Problem(*place, what, "stands twice")
        elif not any(term in key for term in keys):
            yield Problem(*place, what, "holds no term of this theme, so it keeps nothing out")
        seen.add(key)


def _members(theme: Theme, codes: Collection[str] | None, latest: date, places: _Places) -> Iterator[Problem]:
    for at, member in enumerate(theme.members):
        for why in _doubts(theme, at, codes, latest):
            yield Problem(*places.of_member(theme, at), _called(theme, member), why)


def _doubts(theme: Theme, at: int, codes: Collection[str] | None, latest: date) -> Iterator[str]:
    member = theme.members[at]
    if codes is not None and member.code not in codes:
        yield "not in the universe"
    if not member.reason_zh and not member.reason_en:
        yield "no reason is given"
    if not member.weight:
        yield "weight 0: write until where it is one no more"
    if member.since and member.until and member.since > member.until:
        yield f"since {member.since} is after until {member.until}"
    elif member.since and member.since > latest:
        yield f"since {member.since} lies far ahead"
    if any(other.code == member.code and _overlap(other, member) for other in theme.members[:at]):
        yield "stands twice for the same days"


def _overlap(one: Member, other: Member) -> bool:
    start = max(one.since or date.min, other.since or date.min)
    return start <= min(one.until or date.max, other.until or date.max)


def _called(theme: Theme, member: Member) -> str:
    return f"{theme.id}: member {member.code}{f' {member.name}' if member.name else ''}"


def _inside(file: str, folder: str) -> bool:
    return bool(folder) and PurePath(file).is_relative_to(folder)


def _plus(day: date, more: timedelta) -> date:
    return day + more if day <= date.max - more else date.max


def _member_codes(data: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """The index and canonical code of every member that has one."""
    held = data.get("members", [])
    for at, raw in enumerate(held if isinstance(held, list) else ()):
        code = raw.get("code") if isinstance(raw, dict) else None
        try:
            yield at, canonical(code if isinstance(code, str) else "")
        except CodeError:
            continue


class _Places:
    """Where the terms and members of a theme stand; a theme without files has no lines."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.words: dict[tuple[str, str], list[Place]] = {}
        self.members: dict[str, list[list[Place]]] = {}
        self.sections: dict[str, Place] = {}
        for origin in theme.origins:
            self._read(origin.file, origin.text)

    def of(self, section: str, text: str) -> Place:
        """Where a text of a section first stands, or the section, or the theme."""
        found = self.words.get((section, text), [])
        return found[0] if found else self.sections.get(section, (self.theme.file, 0))

    def all(self, section: str, texts: Sequence[str]) -> list[tuple[Place, str]]:
        """Every text of a section at each place it stands."""
        return [
            (place, text)
            for text in dict.fromkeys(texts)
            for place in self.words.get((section, text), [self.of(section, text)])
        ]

    def of_member(self, theme: Theme, at: int) -> Place:
        """Where a member stands, by its index: in the last file that speaks of its code.

        A name that has more memberships than are in that file has them of all files, in their order.
        """
        code = theme.members[at].code
        files = self.members.get(code, [[(theme.file, 0)]])
        before, count = (sum(m.code == code for m in theme.members[:end]) for end in (at, None))
        found = files[-1] if count <= len(files[-1]) else [place for places in files for place in places]
        return found[min(before, len(found) - 1)]

    def _read(self, file: str, text: str) -> None:
        lines, data = lines_of(text), tomli.loads(text)
        for section in ("terms", "excluded"):
            if (line := line_at(lines, section)) and section not in self.sections:
                self.sections[section] = (file, line)
            held = data.get(section, {})
            for lang in LABELS:
                words = held.get(lang, ()) if isinstance(held, dict) else ()
                for at, word in enumerate(words if isinstance(words, list) else ()):
                    if isinstance(word, str):
                        place = (file, line_at(lines, section, lang, at))
                        self.words.setdefault((section, clean(word.strip())), []).append(place)
        own: dict[str, list[Place]] = {}
        for at, code in _member_codes(data):
            own.setdefault(code, []).append((file, line_at(lines, "members", at)))
        for code, places in own.items():
            self.members.setdefault(code, []).append(places)
