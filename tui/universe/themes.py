"""Investment themes of several folders: which stands over which, the tree they make, who belongs when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from tui.errors import Problem, nearest
from tui.text import clean
from tui.universe.theme import Member, Origin, Theme
from tui.universe.theme_files import SKIPPED, ThemeFile, read_theme_file
from tui.universe.theme_lines import where

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from importlib.resources.abc import Traversable

__all__ = ["Member", "Origin", "Theme", "descendants", "load_themes", "membership", "tree"]


def load_themes(folders: Sequence[Traversable]) -> tuple[tuple[Theme, ...], tuple[Problem, ...]]:
    """Every theme of the folders, by id, and what is wrong in their files, with file and line.

    A theme of a later folder replaces one of the same id. A file that extends a theme adds its terms and
    members to it whichever folder the theme is from; over a theme of its own or an earlier folder its
    labels and members stand, over one of a later folder the theme's do. A member that it repeats is
    changed in what the file gives of it alone; with dates that none of that name meets it is one more.
    """
    themes: dict[str, tuple[int, Theme]] = {}
    additions: list[tuple[int, ThemeFile]] = []
    problems: list[Problem] = []
    for level, folder in enumerate(folders):
        own: dict[str, list[Theme]] = {}
        for file in _files(folder, problems):
            found, told = read_theme_file(file)
            problems += told
            if found is None:
                continue
            if found.extends:
                additions.append((level, found))
                continue
            own.setdefault(found.theme.id, []).append(found.theme)
        problems += _twins(own)
        themes |= {key: (level, same[-1]) for key, same in own.items()}
    made = {key: theme for key, (_, theme) in themes.items()}
    for level, addition in additions:
        key = addition.theme.id
        if key in made:
            made[key] = _extended(made[key], addition, over=level >= themes[key][0])
        else:
            why = f"unknown theme {key!r}{_hint(key, made)}"
            problems.append(_problem(addition.theme, "extends", SKIPPED, why))
    return _rooted(tuple(made[key] for key in sorted(made)), problems), tuple(problems)


def membership(themes: Iterable[Theme], day: date) -> dict[str, tuple[str, ...]]:
    """For each code the ids of its themes on a day, in the themes' order."""
    out: dict[str, list[str]] = {}
    for theme in themes:
        for code in dict.fromkeys(theme.codes(day)):
            out.setdefault(code, []).append(theme.id)
    return {code: tuple(ids) for code, ids in out.items()}


def tree(themes: Sequence[Theme]) -> tuple[tuple[Theme, int], ...]:
    """Every theme with its depth, parents before their children, both in the themes' order.

    A theme whose parent is not among them stands at depth 0; so does the first of a circle.
    """
    known = {theme.id for theme in themes}
    below: dict[str, list[Theme]] = {}
    for theme in themes:
        below.setdefault(theme.parent, []).append(theme)
    roots = [theme for theme in themes if theme.parent not in known]
    out: list[tuple[Theme, int]] = []
    seen: set[str] = set()
    for root in (*roots, *themes):
        waiting = [(root, 0)]
        while waiting:
            theme, depth = waiting.pop()
            if theme.id not in seen:
                seen.add(theme.id)
                out.append((theme, depth))
                waiting += [(child, depth + 1) for child in reversed(below.get(theme.id, ()))]
    return tuple(out)


def descendants(themes: Sequence[Theme], theme_id: str) -> tuple[str, ...]:
    """The id and those of all themes under it, as `tree` orders them; nothing for an unknown id."""
    if all(theme.id != theme_id for theme in themes):
        return ()
    rooted = [replace(theme, parent="") if theme.id == theme_id else theme for theme in themes]
    order = tree(rooted)
    start = next(at for at, (theme, _) in enumerate(order) if theme.id == theme_id)
    out = [theme_id]
    for theme, depth in order[start + 1 :]:
        if depth == 0:
            break
        out.append(theme.id)
    return tuple(out)


def _files(folder: Traversable, problems: list[Problem]) -> list[Traversable]:
    try:
        if not folder.is_dir():
            return []
        return sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    except OSError as error:
        problems.append(
            Problem(clean(str(folder)), 0, "themes not read", clean(error.strerror or str(error)))
        )
        return []


def _twins(own: Mapping[str, Sequence[Theme]]) -> Iterator[Problem]:
    """Of the themes of one folder that share an id, those that the last of them stands in place of."""
    for key, (*skipped, last) in own.items():
        for theme in skipped:
            why = f"{last.file} has the same id {key!r} and stands instead of {theme.file}"
            yield _problem(theme, "id", SKIPPED, f"{why}: of a folder's files the last by name does")


def _extended(theme: Theme, addition: ThemeFile, *, over: bool) -> Theme:
    """The theme with what a file adds; `over` lets the file's labels and members stand over the theme's."""
    more = addition.theme
    held = {member.code for member in theme.members}
    if over:
        members = _in_place(theme.members, tuple(zip(more.members, addition.members_given, strict=True)))
    else:
        members = (*theme.members, *(member for member in more.members if member.code not in held))
    given: dict[str, Any] = {key: getattr(more, key) for key in addition.given} if over else {}
    return replace(
        theme,
        terms=tuple(dict.fromkeys((*theme.terms, *more.terms))),
        excluded=tuple(dict.fromkeys((*theme.excluded, *more.excluded))),
        members=members,
        origins=(*theme.origins, *more.origins) if over else (*more.origins, *theme.origins),
        **given,
    )


def _in_place(
    members: Sequence[Member], newer: Iterable[tuple[Member, frozenset[str]]]
) -> tuple[Member, ...]:
    """The members, changed where they stand by newer ones of their code, and then the rest of those.

    newer: each with the values that it gives; one with dates changes the last member that its days meet,
    one without dates all of its code, and one that meets none is a membership more.
    """
    changed: dict[int, list[Member]] = {}
    more: list[Member] = []
    places: dict[str, list[int]] = {}
    for at, member in enumerate(members):
        places.setdefault(member.code, []).append(at)
    for new, given in newer:
        met = [at for at in places.get(new.code, ()) if _meet(members[at], new)]
        values = {key: getattr(new, key) for key in given}
        for at in met[-1:] if given & {"since", "until"} else met:
            changed.setdefault(at, []).append(members[at]._replace(**values))
        if not met:
            more.append(new)
    return (*(new for at, old in enumerate(members) for new in changed.get(at, (old,))), *more)


def _meet(one: Member, other: Member) -> bool:
    """True where the days of two memberships overlap."""
    return max(one.since or date.min, other.since or date.min) <= min(
        one.until or date.max, other.until or date.max
    )


def _rooted(themes: tuple[Theme, ...], problems: list[Problem]) -> tuple[Theme, ...]:
    """The themes without parents that are unknown or go round in a circle."""
    parents = {theme.id: theme.parent for theme in themes}
    bad = {}
    for theme in themes:
        if theme.parent and theme.parent not in parents:
            bad[theme.id] = f"unknown theme {theme.parent!r}{_hint(theme.parent, parents)}"
        elif theme.parent and (circle := _circle(theme.id, parents)):
            bad[theme.id] = f"goes round in a circle: {' > '.join(circle)}"
    problems += [_problem(t, "parent", "parent left out", bad[t.id]) for t in themes if t.id in bad]
    return tuple(replace(theme, parent="") if theme.id in bad else theme for theme in themes)


def _circle(start: str, parents: dict[str, str]) -> list[str]:
    """The way up from a theme back to itself, empty where it does not come back."""
    way, at = [start], parents[start]
    while at and at not in way:
        way.append(at)
        at = parents.get(at, "")
    return [*way, start] if at == start else []


def _problem(theme: Theme, key: str, what: str, why: str) -> Problem:
    file, line = where(theme.origins, key)
    return Problem(file, line, what, why)


def _hint(word: str, known: Iterable[str]) -> str:
    near = nearest(word, known)
    return f"; nearest: {', '.join(near)}" if near else ""
