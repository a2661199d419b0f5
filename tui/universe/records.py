"""Mentions → link records with scores: the best mention of each target, and the members a theme brings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tui.arrow import distinct
from tui.universe.patterns import Meaning

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from tui.universe.linker import Mentions

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

SCORES: Mapping[tuple[str, str], float] = {
    ("direct", "title"): 1.0,
    ("direct", "summary"): 0.8,
    ("theme", "title"): 0.6,
    ("theme", "summary"): 0.4,
}
FIELDS = ("title", "summary")
TERM_BONUS, MOST_BONUS = 0.05, 3  # for each further distinct term of a theme in the story, and for how many
_DECIMALS = 4
_NOTHING = Meaning()


class Records(NamedTuple):
    """Link records as arrays of one length; texts by their place in a list.

    story: int, row of the story; kind: 0 name, 1 theme; target: into targets; route: 0 direct, 1 theme;
    theme: into themes, -1 for none; term: into terms; field: 0 title, 1 summary; start, end: code points;
    score: 0 to 1
    """

    targets: tuple[str, ...]
    themes: tuple[str, ...]
    terms: tuple[str, ...]
    story: Ints
    kind: Ints
    target: Ints
    route: Ints
    theme: Ints
    term: Ints
    field: Ints
    start: Ints
    end: Ints
    score: Floats


class _Spoken(NamedTuple):
    """One row for each mention and each target that it speaks of."""

    at: Ints  # the mention
    target: Ints
    term: Ints


class Vocabulary:
    """The codes, themes and terms that meanings and members speak of, and by number those of each meaning."""

    def __init__(
        self,
        all_meanings: Sequence[Meaning],
        members: Mapping[str, Mapping[str, float]],
        used: Collection[int] | None = None,
    ) -> None:
        """Of all meanings that there are so far, or of those that are used."""
        meanings: Sequence[Meaning] = all_meanings
        if used is not None:
            meanings = [m if i in used else _NOTHING for i, m in enumerate(all_meanings)]
        codes = {e.code for m in meanings for e in m.names} | {c for of in members.values() for c in of}
        self.size = len(meanings) if used is None else -1  # good for these alone
        self.members = members
        self.names = tuple(sorted(codes))
        self.themes = tuple(sorted({e.theme for m in meanings for e in m.themes}))
        self.terms = tuple(sorted({e.text for m in meanings for e in (*m.names, *m.themes)}))
        self.places = _places(self.names)
        terms, themes = _places(self.terms), _places(self.themes)
        self.direct = _Index([[(self.places[e.code], terms[e.text]) for e in m.names] for m in meanings])
        self.theme = _Index([[(themes[e.theme], terms[e.text]) for e in m.themes] for m in meanings])


class _Index:
    """Lists of pairs of numbers end to end: where each list begins, and how many pairs it has."""

    def __init__(self, lists: Sequence[Sequence[tuple[int, int]]]) -> None:
        self.many = np.array([len(each) for each in lists], dtype=np.int64)
        self.begin = np.cumsum(self.many) - self.many
        pairs = np.array([pair for each in lists for pair in each], dtype=np.int64).reshape(-1, 2)
        self.target, self.term = pairs[:, 0], pairs[:, 1]

    def spoken(self, meaning: Ints) -> _Spoken:
        """For each mention each pair of its meaning."""
        at, place = _repeated(self.begin[meaning], self.many[meaning])
        return _Spoken(at, self.target[place], self.term[place])


def records(mentions: Mentions, known: Vocabulary, *, every: bool) -> Records:
    """The links that mentions make, in order: stories, score, kind, target. Mentions come in order.

    Without `every` one link for each story, target, route and theme, by its best, then earliest mention.
    """
    names, themes, terms = known.names, known.themes, known.terms
    direct, of_theme = known.direct.spoken(mentions.meaning), known.theme.spoken(mentions.meaning)
    story, field = mentions.row // len(FIELDS), mentions.row % len(FIELDS)
    bonus = _bonus(story, of_theme, len(themes), len(terms))
    if not every:
        direct = _first(direct, story[direct.at] * max(len(names), 1) + direct.target)
        kept = _first_places(story[of_theme.at] * max(len(themes), 1) + of_theme.target)
        of_theme, bonus = _Spoken(of_theme.at[kept], of_theme.target[kept], of_theme.term[kept]), bonus[kept]

    base = np.array([[SCORES[route, f] for f in FIELDS] for route in ("direct", "theme")])
    score = np.round(base[1][field[of_theme.at]] + bonus, _DECIMALS)
    rows, code, weight = _brought(of_theme, themes, known.members, known.places)
    parts = [
        (direct.at, 0, direct.target, 0, np.full(len(direct.at), -1), direct.term, base[0][field[direct.at]]),
        (of_theme.at, 1, of_theme.target + len(names), 1, of_theme.target, of_theme.term, score),
        (
            of_theme.at[rows], 0, code, 1, of_theme.target[rows], of_theme.term[rows],
            np.round(score[rows] * weight, _DECIMALS),
        ),
    ]  # fmt: skip
    at = np.concatenate([part[0] for part in parts])
    kind, route = (np.repeat([p[i] for p in parts], [len(p[0]) for p in parts]) for i in (1, 3))
    target, theme, term, scores = (np.concatenate([p[i] for p in parts]) for i in (2, 4, 5, 6))
    order = _order(story[at], scores, (kind, route, target, theme))
    at = at[order]
    return Records(
        (*names, *themes), themes, terms, story[at], kind[order], target[order], route[order], theme[order],
        term[order], field[at], mentions.start[at], mentions.end[at], scores[order],
    )  # fmt: skip


def _places(texts: Sequence[str]) -> dict[str, int]:
    return {text: i for i, text in enumerate(texts)}


def _repeated(begin: Ints, many: Ints) -> tuple[Ints, Ints]:
    """Each row `many` times, and beside it begin, begin + 1, …"""
    at = np.repeat(np.arange(len(many)), many)
    ends = np.cumsum(many)
    step = np.arange(len(at)) - (ends - many)[at]
    return at, begin[at] + step


def _first_places(keys: Ints) -> Ints:
    """Where each key stands first, ascending."""
    order = np.argsort(keys, kind="stable")
    new = np.ones(len(keys), dtype=bool)
    new[1:] = np.diff(keys[order]) != 0
    return np.sort(order[new])


def _first(spoken: _Spoken, keys: Ints) -> _Spoken:
    kept = _first_places(keys)
    return _Spoken(spoken.at[kept], spoken.target[kept], spoken.term[kept])


def _bonus(story: Ints, spoken: _Spoken, themes: int, terms: int) -> Floats:
    """What further distinct terms of a theme in its story add, for each row."""
    if not len(spoken.at):
        return np.empty(0)
    of = story[spoken.at] * themes + spoken.target
    each = distinct(of * terms + spoken.term) // terms  # ascending, once for each distinct term
    further = np.searchsorted(each, of, side="right") - np.searchsorted(each, of) - 1
    out: Floats = TERM_BONUS * np.minimum(further, MOST_BONUS)
    return out


def _brought(
    spoken: _Spoken, themes: Sequence[str], members: Mapping[str, Mapping[str, float]], names: dict[str, int]
) -> tuple[Ints, Ints, Floats]:
    """For each theme that is spoken of its members: row of `spoken`, name, weight."""
    of = [members.get(theme, {}) for theme in themes]
    many = np.array([len(each) for each in of], dtype=np.int64)
    codes = np.array([names[c] for each in of for c in each], dtype=np.int64)
    weights = np.array([w for each in of for w in each.values()], dtype=np.float64)
    rows, place = _repeated((np.cumsum(many) - many)[spoken.target], many[spoken.target])
    return rows, codes[place], weights[place]


def _order(story: Ints, score: Floats, rest: tuple[Ints, ...]) -> Ints:
    """Stories ascending, scores descending, the rest ascending; stable."""
    ranks = np.searchsorted(distinct(-score), -score)
    key = story
    for each in (ranks, *rest):
        low, high = (int(each.min()), int(each.max())) if len(each) else (0, 0)
        key = key * (high - low + 1) + (each - low)
    return np.argsort(key, kind="stable")
