"""News to a table of links, end to end: ours against pyahocorasick's raw scan of the same texts."""

from __future__ import annotations

import gc
import random
import resource
import time
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from tests.bench.row import Row
from tui.arrow import pa
from tui.universe.linker import Linker
from tui.universe.links import link
from tui.universe.speakers import Alias, Speaker
from tui.universe.themes import Member, Theme
from tui.universe.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

MEGABYTES = 100
NAMES, ALIASES = 5_000, 4  # aliases of each name
THEMES, TERMS, MEMBERS = 50, 20, 10
TARGET = 0.25  # of the raw scan's time: four times its pace
MOST_MB = 300.0  # memory beyond the text
ENDINGS = ("股份", "科技", "电子", "通信", "能源", "医药", "集团", "控股", "材料", "智能")
LATIN = "abcdefghijklmnopqrstuvwxyz"
MARKS = ("，", "。", "、", "，", "；", " ", "“", "”", "2026年", "15%")


class Maker:
    """Makes names, terms and documents; the same ones each time."""

    def __init__(self) -> None:
        self.rng = random.Random(20260703)
        self.words = sorted(words().lexicon)
        self.rng.shuffle(self.words)
        self.often = [1 / (i + 20) for i in range(len(self.words))]
        self.common = sorted({char for word in self.words for char in word})
        self.english = ["".join(self.rng.choices(LATIN, k=self.rng.randint(2, 9))) for _ in range(6_000)]

    def name(self) -> tuple[str, ...]:
        """A company's aliases: three in Chinese, one in English."""
        own = "".join(self.rng.choices(self.common, k=2))
        city = "".join(self.rng.choices(self.common, k=2))
        english = "".join(self.rng.choices(LATIN, k=self.rng.randint(6, 9))).capitalize()
        ending = self.rng.choice(ENDINGS)
        return own + ending, city + own + ending, own + ending + "公司", english

    def document(self, said: Sequence[str]) -> str:
        """A few hundred characters that hold what is to be said."""
        if self.rng.random() < 0.6:
            parts = self.rng.choices(self.words, self.often, k=130)
            for i in range(6, len(parts), 9):
                parts[i] += self.rng.choice(MARKS)
        else:
            parts = [word + " " for word in self.rng.choices(self.english, k=60)]
        for one in said:
            place = self.rng.randrange(len(parts))
            parts[place] = f" {one} " if one.isascii() else f"，{one}"
        return "".join(parts)


def made(megabytes: int) -> tuple[list[Speaker], list[Theme], Any, int]:
    """Speakers, themes, a table of stories and how many bytes of UTF-8 they are."""
    maker = Maker()
    names = [maker.name() for _ in range(NAMES)]
    speakers = [
        Speaker(f"{i:06d}.SZ", tuple(Alias(text, "alias") for text in texts)) for i, texts in enumerate(names)
    ]
    codes = [speaker.code for speaker in speakers]
    themes = []
    for i in range(THEMES):
        terms = tuple("".join(maker.rng.choices(maker.common, k=4)) for _ in range(TERMS))
        members = tuple(Member(code, "", "", "") for code in maker.rng.sample(codes, MEMBERS))
        themes.append(Theme(f"theme-{i}", "", "", "", "", terms, members))
    spoken = [text for texts in names for text in texts] + [t for theme in themes for t in theme.terms] * 4
    pool = [
        maker.document(maker.rng.choices(spoken, k=maker.rng.choice((1, 2, 2, 3, 3)))) for _ in range(40_000)
    ]
    texts: list[str] = []
    size = 0
    while size < megabytes * 1_000_000:
        text = pool[len(texts)] if len(texts) < len(pool) else maker.rng.choice(pool)
        texts.append(text)
        size += len(text.encode())
    ids = pa.array([str(i) for i in range(len(texts))])
    titles = pa.array([text[:20] for text in texts])
    return speakers, themes, pa.table({"news_id": ids, "title": titles, "summary": texts}), size


def run(megabytes: int = MEGABYTES) -> list[Row]:
    """Seconds of both, the links found, and memory beyond the text."""
    speakers, themes, stories, size = made(megabytes)
    members = {theme.id: {m.code: m.weight for m in theme.members} for theme in themes}
    linker = Linker(speakers, themes)
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    links = link(stories, linker, members)
    ours = time.perf_counter() - begun
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    hits, theirs = _raw(speakers, themes, stories)
    what = f"link {size / 1e6:.0f} MB, {stories.num_rows} stories, {hits / stories.num_rows:.1f} hits a story"
    fan = f"{links.num_rows} links, {links.num_rows / max(hits, 1):.1f} a hit"
    return [
        Row(f"{what}; {fan}", 1000 * ours, 1000 * theirs, target=TARGET, beside="pyahocorasick's raw scan"),
        Row("link: memory beyond the text", grown, unit="MB", target=MOST_MB, absolute=True),
    ]


def _raw(speakers: Sequence[Speaker], themes: Sequence[Theme], stories: Any) -> tuple[int, float]:
    """Hits and seconds of pyahocorasick alone, without boundaries, case or records."""
    if not find_spec("ahocorasick"):
        return 0, float("nan")
    import ahocorasick

    automaton = ahocorasick.Automaton()
    texts = {alias.text for speaker in speakers for alias in speaker.aliases} | {
        t for th in themes for t in th.terms
    }
    for text in sorted(texts):
        automaton.add_word(text, text)
    automaton.make_automaton()
    columns = [stories.column(field).to_pylist() for field in ("title", "summary")]
    begun = time.perf_counter()
    hits = sum(sum(1 for _ in automaton.iter(text)) for column in columns for text in column)
    return hits, time.perf_counter() - begun
