"""Whether two texts tell the same: runs of two characters they share, rare ones counting more."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from tui.report.prose.shape import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COMMON = 8  # a run that more texts hold than this tells none from another
SURE = 0.34  # share of a text's runs that another holds where they surely tell the same
LIKELY = 0.2  # likewise, where no third text comes near
TITLED = 0.6  # share of one's title that the other holds, with some more of the text


def pairs(text: str) -> frozenset[str]:
    """The runs of two letters or digits of a text."""
    word = key(text)
    return frozenset(word[i : i + 2] for i in range(len(word) - 1))


class Likeness:
    """How much each of several (title, text) says of what another says."""

    def __init__(self, told: Sequence[tuple[str, str]]) -> None:
        self.titles = [pairs(title) for title, _ in told]
        self.texts = [pairs(title) | pairs(text) for title, text in told]
        self.counts = Counter(pair for text in self.texts for pair in text)
        self.holders: dict[str, list[int]] = defaultdict(list)
        for i, text in enumerate(self.texts):
            for pair in text:
                if 1 < self.counts[pair] <= COMMON:
                    self.holders[pair].append(i)

    def near(self, i: int) -> list[int]:
        """The texts that share a rare run with text i, in order."""
        return sorted({j for pair in self.texts[i] for j in self.holders.get(pair, ()) if j != i})

    def same(self, i: int, others: Sequence[int]) -> int | None:
        """Which of the others tells what text i tells; None where none surely does."""
        scored = sorted(((self.share(self.texts[i], j), j) for j in others), reverse=True)
        if not scored:
            return None
        best, at = scored[0]
        second = scored[1][0] if len(scored) > 1 else 0.0
        if best >= SURE or (best >= LIKELY and best >= 2 * second):
            return at
        for score, j in scored:
            titled = max(self._held(self.titles[j], self.texts[i]), self._held(self.titles[i], self.texts[j]))
            if titled >= TITLED and score >= LIKELY / 2:
                return j
        return None

    def share(self, small: frozenset[str], j: int) -> float:
        """The weighted share of a text's runs that text j holds, from 0 to 1."""
        return self._held(small, self.texts[j])

    def _held(self, small: frozenset[str], large: frozenset[str]) -> float:
        total = self._weight(small)
        return self._weight(small & large) / total if total else 0.0

    def _weight(self, found: Iterable[str]) -> float:
        return sum(1.0 / self.counts.get(pair, 1) for pair in found)
