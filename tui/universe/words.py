"""The words of the news that decide whether a text speaks of a company: words.toml, read once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FILE = Path(__file__).with_name("words.toml")
LONGEST = 4  # characters of a word that may lie across an edge


class Common(NamedTuple):
    """What makes a common noun of a name.

    heads, nouns: what such a name is made of; local: what then follows it; follow, nation: what follows one
    that begins with the country, `follow` a kind of goods too; after: by what the name ends with
    kept: what follows a company all the same; numeral: what follows a name that is all numerals
    bodies: other bodies that a name may begin, where none of `apart` stands between; arms: a company's own
    parts, where one of `firms` follows; verbs: by what the name ends with, after one of `made`
    leads: what makes one noun of itself and a name of two nouns, whose other ends with one of `tails`
    """

    heads: frozenset[str]
    nouns: frozenset[str]
    follow: frozenset[str]
    nation: frozenset[str]
    local: frozenset[str]
    after: Mapping[str, frozenset[str]]
    kept: frozenset[str]
    numeral: frozenset[str]
    bodies: tuple[str, ...]
    apart: tuple[str, ...]
    arms: frozenset[str]
    firms: frozenset[str]
    verbs: Mapping[str, frozenset[str]]
    made: frozenset[str]
    leads: frozenset[str]
    tails: frozenset[str]


class Cues(NamedTuple):
    """What says that a company is meant.

    after, before: beside the name; soon: some characters after it; colon: after it and a colon
    near: in its sentence; opens: what a name may stand right after; sector: what says that none is meant
    brand, colon_brand, near_brand: as after, colon and near, for a name that is no kind of goods
    place_before, place_after, place_soon: what says that a port is a place, where none of `figures` is near
    full: what a full name ends with
    story, says: how a summary begins that speaks of the title's company; acts: what such a company does
    english: single words that follow or precede it
    """

    after: frozenset[str]
    brand: frozenset[str]
    soon: tuple[str, ...]
    colon: tuple[str, ...]
    colon_brand: tuple[str, ...]
    near: tuple[str, ...]
    near_brand: tuple[str, ...]
    before: frozenset[str]
    opens: frozenset[str]
    sector: tuple[str, ...]
    place_before: frozenset[str]
    place_after: frozenset[str]
    place_soon: tuple[str, ...]
    figures: tuple[str, ...]
    full: tuple[str, ...]
    story: tuple[str, ...]
    says: tuple[str, ...]
    acts: frozenset[str]
    english: frozenset[str]


class CodeWords(NamedTuple):
    """What says that six digits are no share's code: units after them, words before them or their bracket.

    english: words before them, in lower case
    """

    units: frozenset[str]
    before: frozenset[str]
    fund: frozenset[str]
    english: frozenset[str]


class EnglishWords(NamedTuple):
    """Ordinary words that an English name may be made of, and what makes a common noun of two of them."""

    ordinary: frozenset[str]
    follow: frozenset[str]
    kept: frozenset[str]


class Words(NamedTuple):
    """What the rules of `tui.universe.context` need.

    lexicon: the commonest words of news; pairs: every two neighbours inside of one
    ordinary: words that are a name only beside a cue; goods: those of them that are kinds of things
    places, ports: those that are places, and those that stand for a name but beside words of a place
    single: characters that stand alone as a word; digits: numerals, 几 and 数
    foreign: what foreign names are written with; endings: those that end one and begin few words
    titles: who bears a name; surnames, given: characters of Chinese ones
    """

    lexicon: frozenset[str]
    pairs: frozenset[str]
    ordinary: frozenset[str]
    goods: frozenset[str]
    places: frozenset[str]
    ports: frozenset[str]
    single: frozenset[str]
    digits: frozenset[str]
    foreign: frozenset[str]
    endings: frozenset[str]
    titles: frozenset[str]
    surnames: frozenset[str]
    given: frozenset[str]
    common: Common
    cues: Cues
    code: CodeWords
    english: EnglishWords

    def __hash__(self) -> int:
        """By identity: thousands of words are not gone through where something is kept for them."""
        return id(self)


@lru_cache(maxsize=1)
def words() -> Words:
    """The words that are shipped; read when first asked for."""
    return read(FILE.read_text(encoding="utf-8"))


def read(text: str) -> Words:
    """The words of a file as words.toml is written; raises KeyError or TOMLDecodeError where it is not."""
    import tomli

    top = tomli.loads(text)
    groups = {name: group.split() for name, group in top["lexicon"].items()}
    lexicon = frozenset(word for group in groups.values() for word in group)
    weak, common, cues, code, english = (top[k] for k in ("weak", "common", "cues", "code", "english"))
    ordinary = (lexicon - set(groups["brands"])).union(
        *(_set(weak[k]) for k in ("nouns", "parts", "places", "ports", "sayings", "sources"))
    )
    return Words(
        lexicon=lexicon,
        pairs=frozenset(word[i : i + 2] for word in lexicon for i in range(len(word) - 1)),
        ordinary=ordinary,
        goods=_set(weak["nouns"]),
        places=_set(weak["places"]),
        ports=_set(weak["ports"]),
        single=_set(top["single"]["words"]),
        digits=frozenset(top["single"]["digits"]),
        foreign=frozenset(top["single"]["foreign"]) - {"\n"},
        endings=frozenset(top["single"]["endings"]),
        titles=_set(top["single"]["titles"]),
        surnames=frozenset(top["single"]["surnames"]),
        given=frozenset(top["single"]["given"]),
        common=_common(common, groups["cities"]),
        cues=_cues(cues),
        code=CodeWords(_set(code["units"]), _set(code["before"]), _set(code["fund"]), _set(code["english"])),
        english=EnglishWords(_set(weak["english"]), _set(english["follow"]), _set(english["kept"])),
    )


def _common(table: Mapping[str, Any], cities: Iterable[str]) -> Common:
    return Common(
        heads=_set(table["heads"]).union(cities),
        nouns=_set(table["nouns"]),
        follow=_set(table["follow"]),
        nation=_set(table["nation"]),
        local=_set(table["local"]),
        after={noun: _set(follow) for noun, follow in table["after"].items()},
        kept=_set(table["kept"]),
        numeral=_set(table["numeral"]),
        bodies=tuple(table["bodies"].split()),
        apart=tuple(table["apart"].split()),
        arms=_set(table["arms"]),
        firms=_set(table["firms"]),
        verbs={noun: _set(follow) for noun, follow in table["verbs"].items()},
        made=_set(table["made"]),
        leads=_set(table["leads"]),
        tails=_set(table["tails"]),
    )


def _cues(table: Mapping[str, str]) -> Cues:
    return Cues(
        after=_set(table["after"]),
        brand=_set(table["brand"]),
        soon=tuple(table["soon"].split()),
        colon=tuple(table["colon"].split()),
        colon_brand=tuple(table["colon_brand"].split()),
        near=tuple(table["near"].split()),
        near_brand=tuple(table["near_brand"].split()),
        before=_set(table["before"]),
        opens=_set(table["opens"]),
        sector=tuple(table["sector"].split()),
        place_before=_set(table["place_before"]),
        place_after=_set(table["place_after"]),
        place_soon=tuple(table["place_soon"].split()),
        figures=tuple(table["figures"].split()),
        full=tuple(table["full"].split()),
        story=tuple(table["story"].split()),
        says=tuple(table["says"].split()),
        acts=_set(table["acts"]),
        english=_set(table["english"]),
    )


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())
