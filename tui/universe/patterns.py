"""What the linker looks for: aliases of names, terms of themes, and look-alikes of both, by folded text."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from tui.universe.fold import key, lower

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tui.universe.speakers import Alias, Speaker
    from tui.universe.themes import Theme

    Make = Callable[[str], "Entry"]  # of a folded text

ACRONYM = 5  # letters; a term of capitals no longer than this is matched in capitals only


class Entry(NamedTuple):
    """One text in one role.

    text: folded, as it was declared; code and theme '' where it is none of these: then it only swallows
    exact: its case counts; weak: an ordinary word, which needs a cue; of_theme: swallows for a theme's sake
    """

    text: str
    code: str = ""
    theme: str = ""
    exact: bool = False
    weak: bool = False
    of_theme: bool = False

    def fits(self, cased: str) -> bool:
        """True where its case is the text's, or all capitals."""
        return not self.exact or cased in {self.text, self.text.upper()}


class Meaning(NamedTuple):
    """What a found text says: a name for each code, a theme for each id; nothing for a look-alike."""

    names: tuple[Entry, ...] = ()
    themes: tuple[Entry, ...] = ()
    swallows: tuple[Entry, ...] = ()

    @property
    def shared(self) -> bool:
        """True where it could be several names."""
        return len(self.names) > 1

    @property
    def weak(self) -> bool:
        """True where a name it could be is an ordinary word."""
        return any(entry.weak for entry in self.names)

    def nameless(self) -> Meaning | None:
        """What is left of it without its names, None for nothing."""
        return Meaning((), self.themes, self.swallows) if self.themes or self.swallows else None

    def beside(self, over: Meaning) -> Meaning | None:
        """What of it stands inside a longer text: a look-alike hides names alone, an excluded text terms."""
        if over.names or over.themes:
            return None
        excluded = any(entry.of_theme for entry in over.swallows)
        alike = not all(entry.of_theme for entry in over.swallows)
        left = Meaning(() if alike else self.names, () if excluded else self.themes)
        return left if left.names or left.themes else None


class Pattern(NamedTuple):
    """A text in lower case, and what it may mean by its case."""

    low: str
    entries: tuple[Entry, ...]

    @property
    def cased(self) -> bool:
        """True where the case decides."""
        return any(entry.exact for entry in self.entries) and self.low != self.low.upper()

    def meaning(self, cased: str | None = None) -> Meaning | None:
        """What it means where it stands so; None for nothing at all. Without a text: whatever its case."""
        fitting = [e for e in self.entries if cased is None or e.fits(cased)]
        if not fitting:
            return None
        if len(fitting) == 1:
            one = fitting[0]
            alone = (one,)
            return Meaning(alone) if one.code else Meaning((), alone) if one.theme else Meaning((), (), alone)
        names = {e.code: e for e in reversed(fitting) if e.code}
        themes = {e.theme: e for e in reversed(fitting) if e.theme}
        swallows = tuple(e for e in fitting if not e.code and not e.theme)
        return Meaning(
            tuple(names[c] for c in sorted(names)), tuple(themes[t] for t in sorted(themes)), swallows
        )


def patterns(
    speakers: Iterable[Speaker], themes: Iterable[Theme], within: str | None = None
) -> list[Pattern]:
    """Every text that is looked for, in lower case, sorted; the order of what is given does not matter.

    within: a folded text in lower case; what does not stand in it is left out
    """
    found: dict[str, list[Entry]] = {}
    for text, make in chain(_of_names(speakers), _of_themes(themes)):
        low = lower(text)
        if low and (within is None or low in within):
            found.setdefault(low, []).append(make(text))
    return [Pattern(low, _entries(found[low])) for low in sorted(found)]


def _of_names(speakers: Iterable[Speaker]) -> Iterator[tuple[str, Make]]:
    for speaker in speakers:
        for alias in speaker.aliases:
            yield key(alias.text), partial(_alias, speaker.code, alias)
        for other in speaker.lookalikes:
            yield key(other), Entry


def _alias(code: str, alias: Alias, text: str) -> Entry:
    return Entry(text, code, exact=alias.exact, weak=alias.weak)


def _of_themes(themes: Iterable[Theme]) -> Iterator[tuple[str, Make]]:
    for theme in themes:
        term, excluded = partial(_term, theme.id), partial(Entry, of_theme=True)
        yield from ((key(text), term) for text in theme.terms)
        yield from ((key(text), excluded) for text in theme.excluded)


def _term(theme: str, text: str) -> Entry:
    return Entry(text, theme=theme, exact=_acronym(text))


def _entries(found: list[Entry]) -> tuple[Entry, ...]:
    """The distinct ones, sorted."""
    return (found[0],) if len(found) == 1 else tuple(sorted(set(found)))


def _acronym(text: str) -> bool:
    letters = [c for c in text if c.isalpha() and c.isascii()]
    return 0 < len(letters) <= ACRONYM and all(c.isupper() for c in letters)
