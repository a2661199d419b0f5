"""Precision and recall of the links over labelled news: the sample's names and themes, and a whole market.

A label is a code or a theme id, several joined by ';'. One with a '?' before it may be linked or not, as a
reader could say either; so may the themes over a labelled one.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.universe.worlds import CASES, SHARED, rows_of, table
from tui.api import load_themes
from tui.book import open_book
from tui.book.locate import sample_root
from tui.universe.links import link
from tui.universe.news import linker_of, members_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tui.universe.themes import Theme

SAMPLE, MARKET = CASES / "news_labelled.csv", CASES / "news_market.csv"
LISTED = SHARED / "data" / "listed-names.csv"
DAY = date(2026, 7, 3)
needs_listed = pytest.mark.skipif(
    not LISTED.is_file(), reason="the list of listed names is not beside the checkout"
)
Row = dict[str, str]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Labels:
    """What must be linked, and what may be: pairs of story id and target."""

    must: frozenset[Pair]
    may: frozenset[Pair]


@dataclass(frozen=True, slots=True)
class Score:
    """How links fare against labels. missed, false: pairs of story id and target, in the stories' order."""

    hits: int
    missed: tuple[Pair, ...]
    false: tuple[Pair, ...]

    @property
    def precision(self) -> float:
        """The part of the links that are right; 1 where there are none."""
        return self.hits / (self.hits + len(self.false)) if self.hits + len(self.false) else 1.0

    @property
    def recall(self) -> float:
        """The part of the labels that are linked; 1 where there are none."""
        return self.hits / (self.hits + len(self.missed)) if self.hits + len(self.missed) else 1.0


def labels(rows: Iterable[Row], column: str) -> Labels:
    """The labels of one column."""
    told = [(row["id"], label) for row in rows for part in row[column].split(";") if (label := part.strip())]
    return Labels(
        frozenset(pair for pair in told if not pair[1].startswith("?")),
        frozenset((story, label[1:]) for story, label in told if label.startswith("?")),
    )


def with_ancestors(wanted: Labels, parents: Mapping[str, str]) -> Labels:
    """The labels, and that the themes over them may be linked too."""
    over = {(story, up) for story, label in wanted.must | wanted.may for up in _ancestors(label, parents)}
    return Labels(wanted.must, wanted.may | over)


def _ancestors(theme: str, parents: Mapping[str, str]) -> Iterator[str]:
    while theme := parents.get(theme, ""):
        yield theme


def scored(wanted: Labels, found: Iterable[Pair]) -> Score:
    """The score of the pairs found."""
    pairs = frozenset(found)
    return Score(
        len(wanted.must & pairs),
        tuple(sorted(wanted.must - pairs)),
        tuple(sorted(pairs - wanted.must - wanted.may)),
    )


def direct_names(links: Any) -> dict[Pair, str]:
    """Names that the stories speak of, with the words that say so."""
    return _targets(links, "name", "direct")


def spoken_themes(links: Any) -> dict[Pair, str]:
    """Themes that the stories speak of, with the words that say so."""
    return _targets(links, "theme", "theme")


def _targets(links: Any, kind: str, route: str) -> dict[Pair, str]:
    rows = (row for row in links.to_pylist() if row["target_kind"] == kind and row["route"] == route)
    return {(row["news_id"], row["target"]): row["term"] for row in rows}


def told(what: str, score: Score, rows: Sequence[Row], words: Mapping[Pair, str]) -> str:
    """A report: the two figures, then every miss and false link with its story."""
    by_id = {row["id"]: row for row in rows}
    counts = f"{score.hits} hits, {len(score.false)} false, {len(score.missed)} missed"
    lines = [f"{what}: precision {score.precision:.3f}, recall {score.recall:.3f} ({counts})"]
    for verdict, pairs in (("missed", score.missed), ("false", score.false)):
        for story, target in pairs:
            row = by_id[story]
            by = f" by {words[story, target]!r}" if (story, target) in words else ""
            text = " / ".join(filter(None, (row["title"], row["summary"])))
            lines.append(f"  {verdict:6} {story} {target}{by}: {text} [{row['trap']}]")
    return "\n".join(lines)


def links_of(
    rows: Sequence[Row], codes: Sequence[str], names: Sequence[str], infos: Mapping[str, Any],
    themes: Sequence[Theme],
) -> Any:  # fmt: skip
    """The links of labelled stories to a universe, through the public door."""
    stories = table(
        [{"news_id": row["id"], "title": row["title"], "summary": row["summary"]} for row in rows]
    )
    linker, _ = linker_of(codes, names, infos, themes)
    return link(stories, linker, members_of(themes, set(codes), DAY))


@pytest.fixture(scope="module")
def themes() -> tuple[Theme, ...]:
    found, problems = load_themes()
    assert not problems
    return found


@pytest.fixture(scope="module")
def covered() -> tuple[list[str], list[str], Mapping[str, Any]]:
    book = open_book(sample_root())
    coverage = book.read("coverage", DAY).table
    return coverage.column("code").to_pylist(), coverage.column("name").to_pylist(), book.names


@pytest.fixture(scope="module")
def sample_rows() -> list[Row]:
    return rows_of(SAMPLE)


@pytest.fixture(scope="module")
def sample_links(sample_rows: list[Row], covered: Any, themes: tuple[Theme, ...]) -> Any:
    codes, names, infos = covered
    return links_of(sample_rows, codes, names, infos, themes)


@pytest.fixture(scope="module")
def listed() -> list[Row]:
    with LISTED.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_labelled_set_is_what_it_says(sample_rows: list[Row], covered: Any, themes: Any) -> None:
    codes, known = set(covered[0]), {theme.id for theme in themes}
    ids = [row["id"] for row in sample_rows]
    assert len(sample_rows) >= 160
    assert len(ids) == len(set(ids))
    assert sum(bool(row["trap"]) for row in sample_rows) >= len(sample_rows) / 2
    chinese = sum(any("\u4e00" <= char <= "\u9fff" for char in row["title"]) for row in sample_rows)
    assert 0.5 <= chinese / len(sample_rows) <= 0.7
    for column, targets in (("names", codes), ("themes", known)):
        wanted = labels(sample_rows, column)
        assert {target for _, target in wanted.must | wanted.may} <= targets
        assert {target for _, target in wanted.must} == targets, "every target has a story"


@needs_listed
def test_the_market_set_is_what_it_says(listed: list[Row]) -> None:
    rows, codes = rows_of(MARKET), {row["ts_code"] for row in listed}
    ids = [row["id"] for row in rows]
    assert len(rows) >= 120
    assert len(ids) == len(set(ids))
    assert sum(bool(row["trap"]) for row in rows) >= len(rows) / 2
    wanted = labels(rows, "names")
    assert {target for _, target in wanted.must | wanted.may} <= codes


def test_a_score_counts_what_is_missed_and_what_is_false() -> None:
    rows = [{"id": "1", "names": "a;?b"}, {"id": "2", "names": "a; c"}, {"id": "3", "names": ""}]
    score = scored(labels(rows, "names"), [("1", "a"), ("1", "b"), ("2", "c"), ("3", "a")])
    assert (score.hits, score.missed, score.false) == (2, (("2", "a"),), (("3", "a"),))
    assert score.precision == pytest.approx(2 / 3)
    assert score.recall == pytest.approx(2 / 3)


def test_a_theme_over_a_labelled_one_may_be_linked() -> None:
    wanted = with_ancestors(Labels(frozenset({("1", "leo")}), frozenset()), {"leo": "space", "space": "all"})
    score = scored(wanted, [("1", "leo"), ("1", "all"), ("2", "space")])
    assert score.false == (("2", "space"),)


def test_names_of_the_sample(sample_rows: list[Row], sample_links: Any) -> None:
    words = direct_names(sample_links)
    score = scored(labels(sample_rows, "names"), words)
    report = told("names", score, sample_rows, words)
    print(report)
    assert score.precision >= 0.98, report
    assert score.recall >= 0.95, report


def test_themes_of_the_sample(sample_rows: list[Row], sample_links: Any, themes: tuple[Theme, ...]) -> None:
    words = spoken_themes(sample_links)
    wanted = with_ancestors(labels(sample_rows, "themes"), {theme.id: theme.parent for theme in themes})
    score = scored(wanted, words)
    report = told("themes", score, sample_rows, words)
    print(report)
    assert score.precision >= 0.90, report
    assert score.recall >= 0.90, report


@needs_listed
def test_names_of_the_market(listed: list[Row]) -> None:
    rows = rows_of(MARKET)
    codes, names = [row["ts_code"] for row in listed], [row["name"] for row in listed]
    words = direct_names(links_of(rows, codes, names, {}, ()))
    score = scored(labels(rows, "names"), words)
    report = told("names of the market", score, rows, words)
    print(report)
    assert score.precision >= 0.98, report
    assert score.recall >= 0.95, report
