"""Who may be spoken of: the texts that stand for each name of a universe, made from its code and short name.

The exchange's marks come off a short name (*ST国华, XD贵州茅, 寒武纪-U, 万科A, 退市海润), and the listed form
stays an alias beside what is left of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from tui.errors import Problem
from tui.text import is_cjk
from tui.universe.context import ordinary, words
from tui.universe.fold import key, lower

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tui.book.layout import NameInfo
    from tui.universe.words import Words

    Weak = Callable[[str], bool]  # whether a text is an ordinary word

Kind = Literal["code", "name", "alias", "english", "full"]

MAINLAND = frozenset({"SH", "SZ", "BJ"})  # whose six digits news prints alone
_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_MARK = rf"^(?:S\*ST|\*ST|SST|ST|PT|XD|XR|DR|N|C|S|退市)(?=(?:[{_CJK}]{{2}}|\*?ST|[A-Z]{{3}}[{_CJK}]))"
_KIND = r"-[A-Z]{1,4}$"  # of shares: -U, -W, -UW, -WD
_LEFT = rf"(?<=[{_CJK}]{{2}})退市?$"
_SHARE = rf"^([{_CJK}]{{2,}}|.*[{_CJK}]{{2,}})([AB])$"
_MEETING = rf"(?<=[{_CJK}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[{_CJK}])"
_FULL = ("公司", "集团", "Ltd", "Ltd.", "Limited", "Inc", "Inc.", "Corporation", "Corp", "Corp.", "plc")
_SHORT = 2  # characters of what a mark leaves that is too short to stand alone
_PLAIN = 5  # letters of an English name that no abbreviation has


class Alias(NamedTuple):
    """A text that stands for a name.

    text: folded as the linker folds; kind: where it comes from
    weak: an ordinary word, which stands only beside a cue; exact: in this case or in capitals alone
    """

    text: str
    kind: Kind
    weak: bool = False
    exact: bool = True


class Speaker(NamedTuple):
    """A name as news may call it; look-alikes contain an alias and are not the name."""

    code: str
    aliases: tuple[Alias, ...]
    lookalikes: tuple[str, ...] = ()


def speakers(
    codes: Sequence[str | None],
    names: Sequence[str | None],
    infos: Mapping[str, NameInfo],
    known: Words | None = None,
    *,
    within: str | None = None,
) -> tuple[tuple[Speaker, ...], tuple[Problem, ...]]:
    """The speakers of a universe in its order, and what is doubtful about their aliases.

    codes, names: of one length; a row without a code has no speaker, one without a name its code and what
    `infos` says. An alias that several names share is kept by each and a Problem; what a mark leaves is
    dropped, with a Problem, where it is another's listed name. known: the words that make a name weak.
    within: a folded text (fold.together); what does not stand in it is not judged, and then no words are read
    """

    def weak(text: str) -> bool:
        return (within is None or lower(text) in within) and ordinary(text, known or words())

    problems: list[Problem] = []
    listed: dict[str, list[str]] = {}
    rows = [(code, key(name or "")) for code, name in zip(codes, names, strict=True) if code]
    for code, name in rows:
        listed.setdefault(name, []).append(code)
    seconds = _second_shares(listed)
    made = [_speaker(code, name, infos.get(code), listed, seconds, weak, problems) for code, name in rows]
    return tuple(made), (*problems, *_shared(made))


def stripped(name: str) -> tuple[str, str]:
    """A folded short name without the exchange's marks, and the marks: '*ST国华' → ('国华', '*ST')."""
    if "退" not in name and all(map(is_cjk, name)):
        return name, ""  # most names; those patterns take 7 ms to compile
    base, marks = name, []
    while match := re.match(_MARK, base):
        marks.append(match[0])
        base = base[match.end() :]
    for pattern in (_KIND, _LEFT):
        if match := re.search(pattern, base):
            marks.append(match[0])
            base = base[: match.start()]
    if match := re.match(_SHARE, base):
        marks.append(match[2])
        base = match[1]
    return base.strip(), " ".join(marks)


def _second_shares(listed: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Names of B shares whose A share is listed too: what both leave is the A share's."""
    return frozenset(n for n in listed if n.endswith("B") and n[:-1] + "A" in listed)


def _speaker(
    code: str,
    name: str,
    info: NameInfo | None,
    listed: Mapping[str, Sequence[str]],
    seconds: frozenset[str],
    weak: Weak,
    problems: list[Problem],
) -> Speaker:
    found = [Alias(text, "code", exact=False) for text in _codes(code)]
    found += _named(code, name, listed, seconds, weak, problems)
    if info:
        found += [Alias(text, _kind(text), weak=weak(text)) for text in map(key, info.aliases)]
        found += [_english(text, weak(text)) for text in map(key, info.english)]
    kept: dict[str, Alias] = {}
    for alias in found:
        if len(alias.text) < _SHORT:
            if alias.text:
                problems.append(Problem("", 0, f"alias {alias.text!r} of {code}", "one character; left out"))
            continue
        if alias.text not in kept:
            kept[alias.text] = alias
        elif kept[alias.text].weak and alias.kind == "alias" and not alias.weak:
            kept[alias.text] = alias._replace(
                kind=kept[alias.text].kind
            )  # the book's word counts more than a rule
    return Speaker(code, tuple(kept.values()), tuple(info.lookalikes) if info else ())


def _codes(code: str) -> Iterator[str]:
    """600941.SH, 600941, SH600941, SH.600941; abroad the code as it stands, and 941.HK for 00941.HK."""
    number, _, exchange = code.partition(".")
    yield code
    if exchange in MAINLAND:
        yield number
    if exchange in MAINLAND or exchange == "HK":
        yield f"{exchange}{number}"
        yield f"{exchange}.{number}"
    if exchange == "HK" and number.isdecimal():
        for width in {max(len(number.lstrip("0")), 1), 4} - {len(number)}:
            yield f"{number.lstrip('0').zfill(width)}.HK"


def _named(
    code: str,
    name: str,
    listed: Mapping[str, Sequence[str]],
    seconds: frozenset[str],
    weak: Weak,
    problems: list[Problem],
) -> Iterator[Alias]:
    """The listed form, and what is left of it without the marks."""
    if not name:
        return
    yield from _spaced(Alias(name, "name", weak=weak(name)))
    base, marks = stripped(name)
    if base == name or len(base) < _SHORT:
        return
    if "*ST" in marks:  # stars come and go
        yield Alias(f"ST{base}", "name")
    if name in seconds:
        return
    if base in listed:
        owner = ", ".join(listed[base])
        problems.append(
            Problem("", 0, f"alias {base!r} of {code}", f"the listed name of {owner}; left to it")
        )
        return
    short = len(base) == _SHORT and not marks.endswith(("A", "B"))
    yield from _spaced(Alias(base, "name", weak=short or weak(base)))


def _spaced(alias: Alias) -> Iterator[Alias]:
    """The alias, and as it is set with a space between Latin and CJK: TCL 科技."""
    yield alias
    if not alias.text[0].isascii() and not alias.text[-1].isascii() and all(map(is_cjk, alias.text)):
        return
    apart = re.sub(_MEETING, " ", alias.text)
    if apart != alias.text:
        yield alias._replace(text=apart)


def _english(text: str, weak: bool) -> Alias:
    """In any case where it is one long word and no ordinary one: quectel; not ZTE, Target, China Mobile."""
    free = not weak and len(text) >= _PLAIN and text.isascii() and text.isalpha()
    return Alias(text, "english", weak=weak, exact=not free)


def _kind(text: str) -> Kind:
    return "full" if text.endswith(_FULL) else "alias"


def _shared(made: Sequence[Speaker]) -> Iterator[Problem]:
    owners: dict[str, list[str]] = {}
    for speaker in made:
        for alias in speaker.aliases:
            if alias.kind != "code":
                owners.setdefault(alias.text, []).append(speaker.code)
    for text, codes in owners.items():
        if len(codes) > 1:
            why = f"shared alias: {' and '.join(codes)}; links only where the story tells which of them"
            yield Problem("", 0, f"alias {text!r}", why)
