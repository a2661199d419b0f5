"""The screen as text at every size, in both languages, beside golden files.

KANPAN_UPDATE=1 writes the golden files anew.
"""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass
from math import isnan
from pathlib import Path

import pytest

from tests.app.session import FULLBOOK, MARKET, Session, play, screen_after, universe_of
from tests.app.stage import cells_of, check_alignment, check_grid_characters
from tui.text import cell_width

SNAPSHOTS = Path(__file__).parent / "snapshots"
ELSEWHERE = (
    "query_bar_",
    "views-",
    "why-",
    "command-",
    "output-",
    "columns-",
)  # those of the widgets' own tests
SIZES = ((80, 24), (120, 40), (160, 45), (200, 50))
EACH = tuple(((w, h), lang) for w, h in ((80, 24), (120, 40), (200, 50)) for lang in ("zh", "en"))
OPTICAL = "shift+tab home j j enter escape"  # the side bar's third entry
TO_PE26 = " ".join("l" * 9)


@dataclass(frozen=True)
class Shot:
    """One picture: where its text is kept, and how to come to it: keys, and after | and a quote a text."""

    name: str
    size: tuple[int, int]
    lang: str
    keys: str = ""
    book: str = ""

    async def play(self, session: Session) -> None:
        """Press and type all of it."""
        for part in self.keys.split("|"):
            if part.startswith('"'):
                await session.type(part[1:])
            else:
                await session.press(*part.split())

    @property
    def path(self) -> Path:
        return SNAPSHOTS / f"{self.name}.txt"


SHOTS = (
    *(Shot(f"watchlist-{w}x{h}-{lang}", (w, h), lang) for (w, h), lang in EACH),
    *(Shot(f"watchlist-160x45-{lang}", (160, 45), lang) for lang in ("zh", "en")),
    *(Shot(f"theme-160x45-{lang}", (160, 45), lang, "g") for lang in ("zh", "en")),
    *(Shot(f"optical-{lang}", (160, 45), lang, f"{OPTICAL} {TO_PE26} [") for lang in ("zh", "en")),
    Shot("two-keys-120x40-en", (120, 40), "en", "g g g l l [ l }"),
    Shot("end-80x24-zh", (80, 24), "zh", "G"),
    Shot("right-80x24-en", (80, 24), "en", " ".join("l" * 18)),
    *(Shot(f"news-{w}x{h}-{lang}", (w, h), lang, "j enter") for w, h in SIZES[:2] for lang in ("zh", "en")),
    *(Shot(f"story-{lang}", (120, 40), lang, "enter home enter") for lang in ("zh", "en")),
    *(Shot(f"help-{lang}", (120, 40), lang, "?") for lang in ("zh", "en")),
    Shot("help-end-en", (80, 24), "en", "? end"),
    Shot("find-zh", (120, 40), "zh", "/ z g d x"),
    Shot("find-none-en", (80, 24), "en", "/ q q"),
    Shot("export-en", (80, 24), "en", "x"),
    Shot("query-120x40-en", (120, 40), "en", 'f|"pe26 < 50|" and rat|tab|" = 买'),
    Shot("query-80x24-zh", (80, 24), "zh", 'f|"市盈率26 < 45 且 主题 包含 AI'),
    Shot("query-fault-80x24-en", (80, 24), "en", 'f|"pe62 < 5, rating = foo'),
    Shot("query-kept-120x40-zh", (120, 40), "zh", 'f|"pe26 < median(pe26 by group)|enter'),
    Shot("query-none-80x24-en", (80, 24), "en", 'f|"price < 0|enter'),
    Shot("query-left-out-160x45-en", (160, 45), "en", 'f|"not (pe26 < 30)|enter', str(FULLBOOK)),
    Shot("keep-120x40-zh", (120, 40), "zh", "l l F"),
    Shot("explained-80x24-zh", (80, 24), "zh", 'f|"pe26 < 45 and rating = 买入|enter|w'),
    Shot("explained-160x45-en", (160, 45), "en", 'f|"pe26 < 45 and rating = 买入|enter|w'),
    Shot("explained-none-80x24-en", (80, 24), "en", "w"),
    Shot("saved-120x40-zh", (120, 40), "zh", "v"),
    Shot("saved-view-160x45-en", (160, 45), "en", "v|down enter"),
    Shot("shell-80x24-en", (80, 24), "en", 'colon|"ex'),
    Shot("side-80x24-zh", (80, 24), "zh", "b"),
    Shot("doubtful-120x40-en", (120, 40), "en", "G"),
    *(Shot(f"themes-{w}x{h}-{lang}", (w, h), lang, "2 j") for (w, h), lang in EACH),
    *(Shot(f"stories-{w}x{h}-{lang}", (w, h), lang, "3 enter") for (w, h), lang in EACH),
    Shot("stories-fullbook-120x40-zh", (120, 40), "zh", "3 j j", str(FULLBOOK)),
    Shot("stories-none-120x40-en", (120, 40), "en", "3 R R R"),
    *(Shot(f"market-{w}x{h}-{lang}", (w, h), lang, "4") for (w, h), lang in EACH),
    *(Shot(f"changes-{w}x{h}-{lang}", (w, h), lang, "5|j") for (w, h), lang in EACH),
    *(Shot(f"checks-{w}x{h}-{lang}", (w, h), lang, "6 G") for (w, h), lang in EACH),
    *(Shot(f"brief-{w}x{h}-{lang}", (w, h), lang, "7") for (w, h), lang in EACH),
    Shot("checks-fullbook-120x40-en", (120, 40), "en", "6", str(FULLBOOK)),
    Shot("tag-120x40-en", (120, 40), "en", "t"),
    Shot("tag-reason-80x24-zh", (80, 24), "zh", "t enter"),
    *(Shot(f"fullbook-{lang}", (160, 45), lang, "", str(FULLBOOK)) for lang in ("zh", "en")),
    Shot("fullbook-loss-en", (200, 50), "en", "j j j", str(FULLBOOK)),
)


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
def test_the_screen_is_exact(shot: Shot) -> None:
    async def act(session: Session) -> str:
        await shot.play(session)
        for line in session.lines():
            assert cell_width(line) == shot.size[0], line
        assert len(session.lines()) == shot.size[1]
        if len(session.app.screen_stack) == 1 and session.grid.source.rows:
            check_alignment(session)
            check_grid_characters(session)
        return session.text()

    _compare(shot.path, play(act, size=shot.size, lang=shot.lang, book=shot.book, painted=True))


def _compare(path: Path, text: str) -> None:
    if os.environ.get("KANPAN_UPDATE"):
        path.write_text(text, encoding="utf-8", newline="\n")
        return
    assert path.exists(), f"{path.name} is missing; write it with KANPAN_UPDATE=1"
    wanted = path.read_text(encoding="utf-8")
    if text != wanted:
        lines = difflib.unified_diff(
            wanted.splitlines(), text.splitlines(), f"snapshots/{path.name}", "the screen", lineterm="", n=1
        )
        pytest.fail("\n".join(lines), pytrace=False)


def test_every_golden_file_is_used() -> None:
    names = [shot.name for shot in SHOTS]
    assert len(set(names)) == len(names)
    kept = [p.stem for p in SNAPSHOTS.glob("*.txt")]
    assert sorted(name for name in kept if not name.startswith(ELSEWHERE)) == sorted(names)


# ── what the design promises of these screens ───────────────────────────────────────────────────────


def test_160_cells_show_what_the_issue_names_side_by_side() -> None:
    async def act(session: Session) -> list[str]:
        return [name for name, (_, whole) in cells_of(session, header=True).items() if whole]

    for lang in ("zh", "en"):
        shown = play(act, lang=lang)
        years = ("2025A", "2026E", "2027E", "2028E")
        per_year = [f"{family}_{year}" for family in ("eps", "pe") for year in years]
        assert shown[:14] == ["code", "name", "rating", "price", *per_year, "themes", "news"]


def test_the_first_screen_shows_13_names_in_four_groups() -> None:
    async def act(session: Session) -> tuple[list[str], list[str]]:
        grid = session.grid.region
        lines = session.lines()[grid.y + 1 : grid.bottom]
        texts = [line.split("▕")[-1].strip() for line in lines]
        rows = [t[:9] for t in texts if t[:6].isdigit()]
        heads = [t.split(" ╌")[0] for t in texts if "╌" in t]
        return rows, heads

    rows, heads = play(act)
    assert len(rows) == 13
    assert heads == ["运营商 3", "光模块 5", "通信设备 3", "商业航天 2"]


def test_at_80_cells_code_and_name_stay_and_the_rest_scrolls() -> None:
    async def act(session: Session) -> tuple[list[str], list[str]]:
        before = list(cells_of(session, header=True))
        await session.press(*"l" * 18)
        return before, list(cells_of(session, header=True))

    before, after = play(act, size=(80, 24), lang="en")
    assert before[:4] == ["code", "name", "rating", "price"]
    assert after[:2] == ["code", "name"]
    assert "rating" not in after
    assert "checks" in after


def test_the_status_sentence_of_the_issue() -> None:
    text = screen_after(f"{OPTICAL} {TO_PE26} [", lang="en")
    status = text.splitlines()[-2]
    assert "optical-modules · sorted by PE 2026E ascending · 5 of 13 · median 69.3" in status
    codes = [line.split("▕")[-1].split()[0] for line in text.splitlines()[2:] if ".S" in line][:5]
    assert codes == ["300502.SZ", "300308.SZ", "300394.SZ", "300570.SZ", "002281.SZ"]


def test_problems_are_counted_in_the_status() -> None:
    assert screen_after("", book=str(FULLBOOK), lang="en").splitlines()[-2].endswith(" 15 problems, press 6")
    assert "problem" not in screen_after("", lang="en").splitlines()[-2]


@pytest.mark.skipif(not MARKET.exists(), reason="the whole market's file is not beside the checkout")
@pytest.mark.parametrize("size", [SIZES[0], SIZES[-1]])
def test_a_whole_market_stands_in_line(size: tuple[int, int]) -> None:
    async def act(session: Session) -> None:
        assert len(session.codes) > 5000
        for keys in ((), ("pagedown",), ("G",), ("l",) * 12, ("home",)):
            await session.press(*keys)
            assert [cell_width(line) for line in session.lines()] == [size[0]] * size[1]
            check_alignment(session)
        await session.to_column("pe_ttm")
        await session.press("[")
        first = session.code
        await session.press("home")
        universe = universe_of(str(MARKET))
        values = [float(universe.values("pe_ttm")[universe.row_of[code]]) for code in session.codes]
        held = [v for v in values if not isnan(v)]
        assert held == sorted(held)
        assert all(isnan(v) for v in values[len(held) :])
        await session.press("r")
        await session.until(lambda: "已重新读入" in session.text(), "the reload")
        assert first in session.codes

    play(act, size=size, book=str(MARKET), painted=True)
