"""One automaton over aliases, terms and look-alikes: leftmost-longest, boundaries kept, context heeded."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tui.text import is_cjk
from tui.universe.context import continued, cued, descriptive, no_code, straddled, words
from tui.universe.fold import batches
from tui.universe.patterns import Meaning, patterns
from tui.universe.reasons import Reason, Suppressed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from tui.universe.fold import Batch
    from tui.universe.speakers import Speaker
    from tui.universe.themes import Theme

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

_LATIN = 0x250  # below it letters and digits join into words
_WORDY = np.array([chr(code).isalnum() for code in range(_LATIN)] + [False])
_DIGITS = frozenset("0123456789")
_SEPARATORS = frozenset(".,")


class Mentions(NamedTuple):
    """Found texts, in the order of the texts and of where they stand; arrays of one length.

    row: of the text; start, end: code points into it as stored; meaning: int, for Linker.meanings
    cued: bool, words near it say that an ordinary word is a name here
    """

    row: Ints
    start: Ints
    end: Ints
    meaning: Ints
    cued: Bools

    def of(self, chosen: Bools | Ints) -> Mentions:
        """The chosen ones."""
        row, start, end, meaning, cued = self
        return Mentions(row[chosen], start[chosen], end[chosen], meaning[chosen], cued[chosen])


class _Hits(NamedTuple):
    """Found texts of a batch, in places of its folded text; pattern: int, for the patterns."""

    start: Ints
    end: Ints
    pattern: Ints
    meaning: Ints

    def of(self, chosen: Bools | Ints) -> _Hits:
        """The chosen ones."""
        return _Hits(*(array[chosen] for array in self))


class _Known(NamedTuple):
    """Of the first `size` meanings: whether each speaks of anything, and whether of a name in doubt."""

    size: int
    speaks: Bools
    doubtful: Bools


class Linker:
    """Looks for names and themes in texts; the same speakers and themes always find the same."""

    def __init__(
        self, speakers: Iterable[Speaker], themes: Iterable[Theme], *, within: str | None = None
    ) -> None:
        """Builds the automaton, of what stands `within` a folded text alone where there is one."""
        from daachorse import CharwiseDoubleArrayAhoCorasick

        self._patterns = patterns(speakers, themes, within)
        self.meanings: list[Meaning] = [p.meaning() or Meaning() for p in self._patterns]
        self._ids: dict[Meaning, int] = {}
        self._known = _Known(0, *(np.empty(0, dtype=bool) for _ in range(2)))
        self._by_text: dict[tuple[int, str], int] = {}
        texts = [p.low for p in self._patterns]
        self._automaton = CharwiseDoubleArrayAhoCorasick(texts) if texts else None
        self._cased = np.array([p.cased for p in self._patterns], dtype=bool)
        self._number = np.array([p.low.isdecimal() for p in self._patterns], dtype=bool)
        self._weak = np.array([m.weak for m in self.meanings], dtype=bool)
        both = list(zip(self.meanings, self._patterns, strict=True))
        named = [bool(m.names) and (any(map(is_cjk, p.low)) or not _DIGITS & set(p.low)) for m, p in both]
        self._named = np.array(named, dtype=bool)
        common = [n and descriptive(p.low, words()) for n, p in zip(named, self._patterns, strict=True)]
        self._common = np.array(common, dtype=bool)

    def find(self, texts: Sequence[str], *, told: list[Suppressed] | None = None, first: int = 0) -> Mentions:
        """Every mention in some texts, numbered from `first`; what is suppressed goes into `told`."""
        found = [self._in_batch(batch, told) for batch in batches(texts, first)] if self._automaton else []
        if not found:
            nothing = np.empty(0, dtype=np.int64)
            return Mentions(nothing, nothing, nothing, nothing, np.empty(0, dtype=bool))
        whole = Mentions(*(np.concatenate(arrays) for arrays in zip(*found, strict=True)))
        if np.all(whole.row[1:] >= whole.row[:-1]):
            return whole
        return whole.of(np.argsort(whole.row, kind="stable"))  # some texts went another way

    def intern(self, meaning: Meaning) -> int:
        """The number of a meaning."""
        if not self._ids:
            self._ids = {known: i for i, known in reversed(list(enumerate(self.meanings)))}
        if meaning not in self._ids:
            self._ids[meaning] = len(self.meanings)
            self.meanings.append(meaning)
        return self._ids[meaning]

    @property
    def known(self) -> _Known:
        """What there is to know of each meaning."""
        if self._known.size != len(self.meanings):
            speaks = np.array([bool(m.names or m.themes) for m in self.meanings], dtype=bool)
            doubtful = np.array([m.weak or m.shared for m in self.meanings], dtype=bool)
            self._known = _Known(len(self.meanings), speaks, doubtful)
        return self._known

    # ── one batch ───────────────────────────────────────────────────────────────────────────────────

    def _in_batch(self, batch: Batch, told: list[Suppressed] | None) -> Mentions:
        assert self._automaton is not None
        raw = self._automaton.find_overlapping(batch.low)
        flat = np.fromiter(chain.from_iterable(raw), dtype=np.int64, count=3 * len(raw)).reshape(-1, 3)
        hits = _Hits(flat[:, 0], flat[:, 1], flat[:, 2], flat[:, 2].copy())
        hits = self._bounded(batch, hits, told)
        hits = self._by_case(batch, hits, told)
        hits = self._in_context(batch, hits, told)
        hits = self._codes(batch, self._longest(batch, hits, told), told)
        hits = hits.of(self.known.speaks[hits.meaning])
        row, start, end = batch.spans(hits.start, hits.end)
        return Mentions(row, start, end, hits.meaning, self._cues(batch, hits))

    def _bounded(self, batch: Batch, hits: _Hits, told: list[Suppressed] | None) -> _Hits:
        """Those that no letter or digit joins to what stands beside."""
        units = batch.units

        def wordy(places: Ints) -> Bools:
            return _WORDY[np.minimum(units[places], _LATIN)]

        start, end = hits.start, hits.end
        joined = (wordy(start - 1) & wordy(start)) | (wordy(end - 1) & wordy(end))
        return self._without(batch, hits, joined, told)

    def _codes(self, batch: Batch, hits: _Hits, told: list[Suppressed] | None) -> _Hits:
        """Without digits that are a part of a figure, count something or are another exchange's code."""
        numbers = np.flatnonzero(self._number[hits.pattern])
        figures = np.zeros(len(hits.start), dtype=bool)
        some = hits.of(numbers)
        each = (x.tolist() for x in (numbers, some.start, some.end, some.pattern))
        for i, start, end, pattern in zip(*each, strict=True):
            names = self.meanings[pattern].names
            figures[i] = _in_a_number(batch.low, start, end) or bool(
                names and no_code(batch.cased, start, end, names[0].code, words())
            )
        return self._without(batch, hits, figures, told)

    def _without(self, batch: Batch, hits: _Hits, gone: Bools, told: list[Suppressed] | None) -> _Hits:
        """The hits that are not gone; of the others it is told what they are a part of."""
        if told is not None:
            for i in np.flatnonzero(gone).tolist():
                by = _token(batch.cased, int(hits.start[i]), int(hits.end[i]))
                self._tell(told, batch, hits, i, Reason.BOUNDARY, by)
        return hits.of(~gone) if gone.any() else hits

    def _by_case(self, batch: Batch, hits: _Hits, told: list[Suppressed] | None) -> _Hits:
        """Those whose case fits, with what they mean in it."""
        doubtful = np.flatnonzero(self._cased[hits.pattern])
        if not len(doubtful):
            return hits
        meaning = hits.meaning.copy()
        some = hits.of(doubtful)
        each = (x.tolist() for x in (doubtful, some.start, some.end, some.pattern))
        for i, start, end, pattern in zip(*each, strict=True):
            text = batch.cased[start:end]
            meaning[i] = found = self._in_case(pattern, text)
            if found < 0 and told is not None:
                self._tell(told, batch, hits, i, Reason.CASE, text)
        return _Hits(hits.start, hits.end, hits.pattern, meaning).of(meaning >= 0)

    def _in_case(self, pattern: int, text: str) -> int:
        """What a pattern means where it stands as `text`: -1 for nothing."""
        if (found := self._by_text.get((pattern, text))) is None:
            meaning = self._patterns[pattern].meaning(text)
            found = self._by_text[pattern, text] = -1 if meaning is None else self.intern(meaning)
        return found

    def _in_context(self, batch: Batch, hits: _Hits, told: list[Suppressed] | None) -> _Hits:
        """Without the names that are parts of other words, or of a common noun."""
        doubtful = np.flatnonzero(self._named[hits.pattern])
        if not len(doubtful):
            return hits
        meaning = hits.meaning.copy()
        some = hits.of(doubtful)
        each = (x.tolist() for x in (doubtful, some.start, some.end, self._common[some.pattern]))
        for i, start, end, common in zip(*each, strict=True):
            reason = Reason.PART
            by = straddled(batch.cased, start, end, words())
            if not by and common:
                reason, by = Reason.NOUN, continued(batch.cased, start, end, words())
            if by and reason is Reason.NOUN:
                by = batch.cased[start:end] + by if is_cjk(by[:1]) else f"{batch.cased[start:end]} {by}"
            if by:
                left = self.meanings[meaning[i]].nameless()
                self._tell(told, batch, hits, i, reason, by, besides=(left or Meaning(),))
                meaning[i] = -1 if left is None else self.intern(left)
        return _Hits(hits.start, hits.end, hits.pattern, meaning).of(meaning >= 0)

    def _longest(self, batch: Batch, hits: _Hits, told: list[Suppressed] | None) -> _Hits:
        """Leftmost-longest: the first of those that overlap, of these the longest.

        What is only not a name hides names, what a theme excludes hides terms: the other kind stands inside.
        """
        hits = hits.of(np.lexsort((-hits.end, hits.start)))
        if len(hits.start) < 2:
            return hits
        reach = np.maximum.accumulate(hits.end)
        fresh = np.ones(len(reach), dtype=bool)
        fresh[1:] = hits.start[1:] >= reach[:-1]  # none before reaches this far
        kept, meaning = fresh.copy(), hits.meaning.copy()
        over = inside = 0  # the end of what hides all after it, and of what stands inside of it
        best = 0
        some = self._unsettled(hits, fresh, reach) if told is None else np.arange(len(fresh))
        each = (x.tolist() for x in (some, hits.start[some], hits.end[some], fresh[some]))
        for i, start, end, first in zip(*each, strict=True):
            if first or start >= over:
                kept[i], best, over, inside = True, i, end, start
                continue
            mine, its = (self.meanings[hits.meaning[j]] for j in (i, best))
            left = mine.beside(its)
            if left is not None and start >= inside:
                kept[i], meaning[i] = True, self.intern(left)
                inside, over = end, max(over, end)
            if told is not None and mine != its:
                by = batch.cased[hits.start[best] : hits.end[best]]
                self._tell(told, batch, hits, i, _swallowed(its), by, besides=(its, left or Meaning()))
        return _Hits(hits.start, hits.end, hits.pattern, meaning).of(kept)

    def _unsettled(self, hits: _Hits, fresh: Bools, reach: Ints) -> Ints:
        """The hits that overlap without the first of them holding all others, or where it says nothing."""
        heads = np.flatnonzero(fresh)
        last = np.append(heads[1:], len(fresh)) - 1
        settled = (reach[last] <= hits.end[heads]) & self.known.speaks[hits.meaning[heads]]
        settled |= last == heads
        return np.flatnonzero(~settled[np.cumsum(fresh) - 1])

    def _cues(self, batch: Batch, hits: _Hits) -> Bools:
        out = np.zeros(len(hits.start), dtype=bool)
        for i in np.flatnonzero(self._weak[hits.pattern]).tolist():
            out[i] = bool(cued(batch.cased, int(hits.start[i]), int(hits.end[i]), words()))
        return out

    def _tell(
        self, told: list[Suppressed] | None, batch: Batch, hits: _Hits, i: int, reason: Reason, by: str,
        *, besides: Sequence[Meaning] = (),
    ) -> None:  # fmt: skip
        """Keep in mind what a hit meant, besides what the text there means all the same."""
        if told is None:
            return
        meaning = self.meanings[hits.meaning[i]]
        stands = {(e.code, e.theme) for m in besides for e in (*m.names, *m.themes)}
        row, start, end = (int(x[0]) for x in batch.spans(hits.start[i : i + 1], hits.end[i : i + 1]))
        lost = [e for e in (*meaning.names, *meaning.themes) if (e.code, e.theme) not in stands]
        told += [Suppressed(row, start, end, entry, reason, by) for entry in lost]


def _swallowed(over: Meaning) -> Reason:
    if over.names or over.themes:
        return Reason.LONGER
    return Reason.EXCLUDED if any(entry.of_theme for entry in over.swallows) else Reason.LOOKALIKE


def _in_a_number(text: str, start: int, end: int) -> bool:
    """True where digits stand inside of a longer figure, as 600118 in 1.600118."""
    before, after = text[start - 2 : start], text[end : end + 2]
    return (len(after) == 2 and after[0] in _SEPARATORS and after[1] in _DIGITS) or (
        len(before) == 2 and before[1] in _SEPARATORS and before[0] in _DIGITS
    )


def _token(text: str, start: int, end: int) -> str:
    """The run of letters, digits and the separators inside of figures around a place."""
    while _goes_on(text, start - 1, -1):
        start -= 1
    while _goes_on(text, end, 1):
        end += 1
    return text[start:end]


def _goes_on(text: str, i: int, step: int) -> bool:
    return _wordy(text[i]) or (text[i] in _SEPARATORS and {text[i - step], text[i + step]} <= _DIGITS)


def _wordy(char: str) -> bool:
    return ord(char) < _LATIN and char.isalnum()
