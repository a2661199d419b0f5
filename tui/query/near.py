"""The names nearest to a word: two letters swapped, then what it begins, then what is like it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from tui.errors import nearest
from tui.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MOST_KNOWN = 50_000  # names that are looked at
MOST_CLOSE = 2_000  # names that are compared letter by letter


def near(
    word: str, known: Iterable[str], same: Callable[[str], object] = fold, most: int = 3
) -> tuple[str, ...]:
    """Up to `most` of the known names, best first; of names that are the `same` thing only the best."""
    wanted = fold(word)[:80]
    if not wanted:
        return ()
    by_fold: dict[str, str] = {}
    for name in islice(known, MOST_KNOWN):
        by_fold.setdefault(fold(name), name)
    begun = sorted((name for name in by_fold if name.startswith(wanted)), key=lambda n: (" " in n, len(n)))
    likely = [name for name in by_fold if _likely(wanted, name)][:MOST_CLOSE]
    reach = max(1, len(wanted) // 3)
    ranked = sorted((distance(wanted, name), -_shared(wanted, name), name) for name in likely)
    swapped = [name for *_, name in ranked if _swapped(wanted, name)]
    close = [name for steps, _, name in ranked if steps <= reach]
    rest = nearest(wanted, [name for steps, _, name in ranked if steps <= max(2, len(wanted) // 2)])
    ordered = dict.fromkeys((*swapped, *begun[: 4 * most], *close, *rest))
    best: dict[object, str] = {}
    for name in ordered:
        best.setdefault(same(by_fold[name]), by_fold[name])
        if len(best) == most:
            break
    return tuple(best.values())


def distance(one: str, other: str) -> int:
    """How many letters to put in, take out, change or swap with the next until the two are equal."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            steps = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                steps = min(steps, before[j - 2] + 1)
            row.append(steps)
        before, last = last, row
    return last[-1]


def _shared(one: str, other: str) -> int:
    """How many letters both begin with."""
    return next((i for i, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one))


def _swapped(one: str, other: str) -> bool:
    return len(one) == len(other) and sorted(one) == sorted(other) and distance(one, other) == 1


def _likely(wanted: str, name: str) -> bool:
    """A cheap test that lets through what may be close."""
    if abs(len(name) - len(wanted)) > max(2, len(wanted) // 2):
        return False
    return 2 * len(set(wanted) & set(name)) >= len(set(wanted))
