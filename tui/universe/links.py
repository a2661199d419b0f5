"""News links: which names and themes a story speaks of, and the words that say so.

A link is a record: news_id, target_kind (name|theme), target, route (direct|theme), theme, term,
field (title|summary), start, end, score. Offsets are code points into the stored text. Direct: an alias
of the name stands in the text. Theme: a term of a theme stands there, and its members follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tui.arrow import pa, strings
from tui.text import fold_for_matching

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui.universe.themes import Theme

SCORES: Mapping[tuple[str, str], float] = {
    ("direct", "title"): 1.0,
    ("direct", "summary"): 0.8,
    ("theme", "title"): 0.6,
    ("theme", "summary"): 0.4,
}
FIELDS = ("title", "summary")
SCHEMA_NAMES = (
    "news_id",
    "target_kind",
    "target",
    "route",
    "theme",
    "term",
    "field",
    "start",
    "end",
    "score",
)
_LATIN_END = "\u024f"
ACRONYM = 5  # letters; a term of capitals no longer than this is matched in capitals only


@dataclass(frozen=True, slots=True)
class Speaker:
    """A name as news may call it; look-alikes contain an alias and are not the name."""

    code: str
    aliases: tuple[str, ...]
    lookalikes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What one text in the automaton stands for."""

    text: str
    names: tuple[str, ...]
    themes: tuple[str, ...]
    exact_case: bool


@dataclass(frozen=True, slots=True)
class Mention:
    """A pattern found in one field, in offsets of the stored text."""

    field: str
    start: int
    end: int
    names: tuple[str, ...]
    themes: tuple[str, ...]


class Linker:
    """One automaton over aliases, terms and look-alikes; leftmost-longest, boundaries kept."""

    def __init__(self, speakers: Iterable[Speaker], themes: Iterable[Theme]) -> None:
        """Builds the automaton; the same inputs always give the same links."""
        import ahocorasick_rs

        self._patterns = _patterns(speakers, themes)
        texts = [p.text.lower() for p in self._patterns]
        self._automaton = ahocorasick_rs.AhoCorasick(texts) if texts else None

    def mentions(self, field: str, text: str) -> list[Mention]:
        """Everything the automaton finds in one field, leftmost-longest, look-alikes swallowing."""
        if self._automaton is None or not text:
            return []
        folded = fold_for_matching(text)
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in folded.text)
        hits: dict[tuple[int, int], list[_Pattern]] = {}
        for i, start, end in self._automaton.find_matches_as_indexes(lowered, overlapping=True):
            if _stands(folded.text, start, end, self._patterns[i]):
                hits.setdefault((start, -end), []).append(self._patterns[i])
        out: list[Mention] = []
        reached = 0
        for start, negative_end in sorted(hits):
            if start < reached:
                continue
            reached = -negative_end
            here = hits[start, negative_end]  # several where they differ by case alone
            names = dict.fromkeys(name for pattern in here for name in pattern.names)
            themes = dict.fromkeys(theme for pattern in here for theme in pattern.themes)
            if names or themes:
                out.append(Mention(field, *folded.span(start, reached), tuple(names), tuple(themes)))
        return out


def link(stories: Any, linker: Linker, members: Mapping[str, Sequence[str]]) -> Any:
    """The links of a table of stories (news_id, title, summary) as a table of `SCHEMA_NAMES`.

    members: for each theme the codes that follow it. One row for each story, target, route and theme: its
    best-scoring, then earliest mention. Order: stories as they come, then score, kind, target.
    """
    best: list[dict[str, tuple[Any, ...]]] = []
    ids = strings(stories.column("news_id"))
    texts = {field: strings(stories.column(field)) for field in FIELDS}
    for row, news_id in enumerate(ids):
        records: dict[Any, tuple[Any, ...]] = {}
        for field in FIELDS:
            text = texts[field][row] or ""
            for mention in linker.mentions(field, text):
                for record in _records(news_id or "", mention, text, members):
                    key = record[1:5]
                    if key not in records or record[9] > records[key][9]:
                        records[key] = record
        best.append(records)
    rows = [
        r for records in best for r in sorted(records.values(), key=lambda r: (-r[9], r[1], r[3], r[2], r[4]))
    ]
    return _table(rows)


def _records(
    news_id: str, mention: Mention, text: str, members: Mapping[str, Sequence[str]]
) -> Iterable[tuple[Any, ...]]:
    term = text[mention.start : mention.end]
    place = (term, mention.field, mention.start, mention.end)
    for code in mention.names:
        yield (news_id, "name", code, "direct", "", *place, SCORES["direct", mention.field])
    for theme in mention.themes:
        score = SCORES["theme", mention.field]
        yield (news_id, "theme", theme, "theme", theme, *place, score)
        for code in members.get(theme, ()):
            yield (news_id, "name", code, "theme", theme, *place, score)


def _table(rows: Sequence[tuple[Any, ...]]) -> Any:
    types = [pa.string()] * 7 + [pa.int32()] * 2 + [pa.float64()]
    columns = list(zip(*rows, strict=True)) or [()] * len(SCHEMA_NAMES)
    arrays = [pa.array(list(column), type=kind) for column, kind in zip(columns, types, strict=True)]
    return pa.Table.from_arrays(arrays, names=list(SCHEMA_NAMES))


def _patterns(speakers: Iterable[Speaker], themes: Iterable[Theme]) -> list[_Pattern]:
    names: dict[str, dict[str, None]] = {}
    terms: dict[str, dict[str, None]] = {}
    for speaker in speakers:
        for alias in speaker.aliases:
            names.setdefault(_key(alias), {})[speaker.code] = None
        for other in speaker.lookalikes:
            names.setdefault(_key(other), {})
    for theme in themes:
        for term in theme.terms:
            terms.setdefault(_key(term), {})[theme.id] = None
    texts = sorted(text for text in {**names, **terms} if text)
    return [
        _Pattern(text, tuple(names.get(text, ())), tuple(terms.get(text, ())), _exact_case(text, names))
        for text in texts
    ]


def _key(text: str) -> str:
    return fold_for_matching(text).text.strip()


def _exact_case(text: str, names: Mapping[str, Mapping[str, None]]) -> bool:
    if names.get(text):  # a look-alike alone swallows in any case
        return True
    letters = [c for c in text if c.isalpha() and c.isascii()]
    return 0 < len(letters) <= ACRONYM and all(c.isupper() for c in letters)


def _stands(text: str, start: int, end: int, pattern: _Pattern) -> bool:
    """Word boundaries for Latin letters and digits, and case where it matters."""
    found = text[start:end]
    if pattern.exact_case and found != pattern.text and found != pattern.text.upper():
        return False
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (_joins(before, found[0]) or _joins(found[-1], after))


def _joins(left: str, right: str) -> bool:
    return _wordy(left) and _wordy(right)


def _wordy(char: str) -> bool:
    return char.isalnum() and char <= _LATIN_END
