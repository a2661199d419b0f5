"""Stories newest first, narrowed and told once a cluster; the themes' tree and its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import tui
from tests.app.newsroom import newsroom
from tui.view.theme_figures import theme_tree
from tui.view.told import Wanted, links_of, narrowed, told_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def universe(tmp_path_factory: pytest.TempPathFactory) -> tui.Universe:
    return newsroom(tmp_path_factory.mktemp("newsroom"))


def ids(universe: tui.Universe, wanted: Wanted, themes: tuple[str, ...] = ()) -> list[str]:
    rows = narrowed(told_of(universe), wanted, themes)
    return [universe.stories.column("news_id")[int(row)].as_py() for row in rows]


@pytest.mark.parametrize(
    ("wanted", "themes", "found"),
    [
        (Wanted(), (), "abed"),
        (Wanted(name="600001.SH"), (), "ab"),
        (Wanted(name="600001.SH", route="direct"), (), "a"),
        (Wanted(name="600002.SH", route="direct"), (), ""),
        (Wanted(name="600002.SH", route="theme"), (), "ab"),
        (Wanted(name="600003.SH"), (), "a"),
        (Wanted(route="direct"), (), "a"),
        (Wanted(route="theme"), (), "abe"),
        (Wanted(route="none"), (), "d"),
        (Wanted(name="600001.SH", route="none"), (), ""),
        (Wanted(theme="neon"), (), "ab"),
        (Wanted(theme="neon", route="direct"), (), "a"),
        (Wanted(theme="cable"), (), ""),
        (Wanted(theme="cable"), ("cable", "neon", "deep"), "abe"),
        (Wanted(theme="deep", name="600001.SH"), (), ""),
        (Wanted(name="none such"), (), ""),
    ],
)
def test_stories_are_narrowed(
    universe: tui.Universe, wanted: Wanted, themes: tuple[str, ...], found: str
) -> None:
    assert "".join(ids(universe, wanted, themes)) == found


def test_of_one_day_the_better_link_comes_first() -> None:
    sample = tui.load()
    told = told_of(sample)
    keys = [(-told.days[row], -told.scores[row]) for row in narrowed(told, Wanted()).tolist()]
    assert keys == sorted(keys)
    assert len(keys) == 5


def test_near_identical_stories_stand_once_and_are_counted(universe: tui.Universe) -> None:
    told = told_of(universe)
    assert told.times[told.at["b"]] == 2
    assert told.times[told.at["c"]] == 2
    assert told.times[told.at["a"]] == 1


def test_links_come_the_best_first_and_their_words_stand_in_the_text(universe: tui.Universe) -> None:
    for row in range(universe.stories.num_rows):
        links = links_of(universe, row)
        assert [link.score for link in links] == sorted((link.score for link in links), reverse=True)
        for link in links:
            text = universe.stories.column(link.field)[row].as_py()
            assert text[link.start : link.end] == link.term
    assert sum(len(links_of(universe, row)) for row in range(universe.stories.num_rows)) == len(
        universe.links
    )


def test_the_tree_counts_a_parents_names_and_stories_with_those_below_it(universe: tui.Universe) -> None:
    lines = {line.theme.id: line for line in theme_tree(universe)}
    assert [line.theme.id for line in lines.values() if line.theme.id in {"cable", "neon", "deep"}] == [
        "cable",
        "deep",
        "neon",
    ]
    assert [lines[i].deep for i in ("cable", "deep", "neon")] == [0, 1, 1]
    assert set(lines["neon"].codes) == {"600002.SH", "600001.SH"}  # one left in 2025, one is not in the book
    assert set(lines["cable"].codes) == set(lines["neon"].codes)
    assert lines["deep"].codes == ()
    assert [(lines[i].week, lines[i].month) for i in ("neon", "deep", "cable")] == [(2, 2), (0, 1), (2, 3)]


def test_figures_are_those_of_the_names() -> None:
    sample = tui.load()
    line = next(one for one in theme_tree(sample) if one.theme.id == "operators")
    rows = [sample.row_of[code] for code in line.codes]
    assert line.pe is not None
    assert line.growth is not None
    assert line.change is not None
    pe = sample.values(sample.forward_pe or "")[rows]
    assert line.pe.median == pytest.approx(np.median(pe))
    assert line.pe.hmean == pytest.approx(len(pe) / (1 / pe).sum())
    assert line.growth.median == pytest.approx(np.median(sample.values("eps_growth_2026E")[rows]))
    assert line.change.median == pytest.approx(np.median(sample.values("price_change_pct")[rows]))


def test_a_book_without_estimates_has_no_multiples(universe: tui.Universe) -> None:
    line = theme_tree(universe)[0]
    assert line.pe is None
    assert line.growth is None


def test_a_book_without_stories_tells_none(tmp_path: Path) -> None:
    folder = tmp_path / "coverage"
    folder.mkdir()
    (folder / "2026-07-03.csv").write_text("as_of,code,name\n2026-07-03,600001.SH,青石通信\n", "utf-8")
    bare = tui.load(tmp_path)
    assert told_of(bare).total == 0
    assert ids(bare, Wanted(route="none")) == []
    assert {line.month for line in theme_tree(bare)} == {0}
