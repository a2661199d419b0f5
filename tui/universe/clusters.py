"""Near-identical stories: the same title, or a title that holds another of the same day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.arrow import strings
from tui.universe.fold import key, lower

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

SHORTEST = 6  # characters; a shorter title says too little to be the same story inside another


def clusters(stories: Any) -> list[str]:
    """For each story (news_id, date, title) the news_id of the first story of its cluster, as they come."""
    ids = [one or "" for one in strings(stories.column("news_id"))]
    titles = [_bare(title or "") for title in strings(stories.column("title"))]
    days: list[date | None] = stories.column("date").to_pylist()
    first = list(range(len(ids)))
    by_title: dict[str, int] = {}
    for i, title in enumerate(titles):
        if title:
            first[i] = by_title.setdefault(title, i)
    by_day: dict[date | None, list[int]] = {}
    for i in range(len(ids)):
        if first[i] == i:
            by_day.setdefault(days[i], []).append(i)
    for same in by_day.values():
        _within(titles, same, first)
    return [ids[_root(first, i)] for i in range(len(ids))]


def _bare(title: str) -> str:
    """A title by its letters and digits, in lower case."""
    return "".join(char for char in lower(key(title)) if char.isalnum())


def _within(titles: Sequence[str], stories: Sequence[int], first: list[int]) -> None:
    """Join each story of a day to one whose title holds its own; found by one automaton over the titles."""
    from daachorse import CharwiseDoubleArrayAhoCorasick

    known = [i for i in stories if len(titles[i]) >= SHORTEST]
    if len(known) < 2:
        return
    automaton = CharwiseDoubleArrayAhoCorasick([titles[i] for i in known])
    for i in known:
        for _, _, which in automaton.find_overlapping(titles[i]):
            a, b = sorted((_root(first, i), _root(first, known[which])))
            first[b] = a


def _root(first: list[int], i: int) -> int:
    while first[i] != i:
        first[i] = first[first[i]]
        i = first[i]
    return i
