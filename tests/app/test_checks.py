"""The checks screen: doubtful cells, problems of loading, what imports said, each with its source text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import tui
from tests.app.reportroom import ROW, write
from tests.app.session import FULLBOOK, WINDOWS, Session, play
from tui.app.frames.listing import Listing
from tui.app.screens.checks import ChecksScreen
from tui.app.screens.watchlist import Watchlist
from tui.text import cell_width, clean, is_cjk
from tui.view.format import narrow

if TYPE_CHECKING:
    from pathlib import Path

    from tui.app.screens.listed import Listed


@pytest.fixture(scope="module")
def universe(tmp_path_factory: pytest.TempPathFactory) -> tui.Universe:
    folder = write(tmp_path_factory.mktemp("reportroom"))
    with (folder / "coverage" / "2026-07-03.csv").open("a", encoding="utf-8") as file:
        file.write("2026-07-03,60000X.SH,坏行,a,买入,house,1.00,CNY,2026-07-03\n")
    return tui.load(folder)


def screen(session: Session) -> Listed:
    shown = session.app.screen
    assert isinstance(shown, ChecksScreen)
    return shown


def keys(session: Session) -> list[str]:
    source = screen(session).rows.source
    return [source.key(row) for row in range(source.rows)]


async def to(session: Session, key: str) -> None:
    await session.press("home", *["j"] * keys(session).index(key))


@pytest.mark.parametrize(
    ("size", "lang", "book"),
    [(*window, book) for window, book in zip(WINDOWS, ("", str(FULLBOOK)) * 2, strict=True)],
)
def test_every_line_fills_its_cells(size: tuple[int, int], lang: str, book: str) -> None:
    async def act(session: Session) -> None:
        await session.press("6")
        for pressed in ((), ("j",), ("l", "l"), ("G",), ("home",), ("tab",), ("end",)):
            await session.press(*pressed)
            assert [cell_width(line) for line in session.lines()] == [size[0]] * size[1]

    play(act, size=size, lang=lang, book=book, painted=True)


def test_the_sample_lists_its_four_cells_with_interval_and_cause() -> None:
    async def act(session: Session) -> list[list[str]]:
        await session.press("6")
        return [line.split("▏")[0].split() for line in session.lines()[3:] if ".S" in line.split("▏")[0]]

    assert play(act, lang="zh", size=(160, 45)) == [
        ["600118.SH", "中国卫星", "PE25A", "过粗", "2,867.1", "2,465.57", "-", "3,452.20"],
        ["600118.SH", "中国卫星", "PE26E", "过粗", "1,172.6", "1,150.60", "-", "1,327.77"],
        ["300627.SZ", "华测导航", "PE26E", "矛盾", "27.7", "32.68", "-", "33.07", "疑似错年"],
        ["300627.SZ", "华测导航", "PE27E", "矛盾", "21.1", "27.63", "-", "27.91", "疑似错年"],
    ]


def test_all_three_kinds_stand_in_one_list_the_gravest_first(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.press("6")
        assert keys(session) == ["cell:0", "cell:1", "load:0", "told:0", "told:1"]
        text = session.text()
        for words in ("Doubtful cells 2", "Problems of loading 1", "Said by the import 2"):
            assert words in text
        assert text.index("refused") < text.index("weekly.txt:55")
        assert "weekly.txt:2:60" not in text  # the check says it of the same cell already
        assert "coverage/2026-07-03.csv:5" in text
        assert session.status == "2 doubtful · 1 of loading · 2 of imports"

    play(act, universe=universe, lang="en")


def test_a_cell_tells_its_interval_its_cause_and_the_reports_row(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.press("6")
        text = session.text()
        for words in (
            "青石通信 600001.SH  PE 2026E",
            "printed PE  7.0",
            "4.99 to 5.02  (price 10.00 / EPS 2.00)",
            "estimate by  house",
            "No simple slip explains it.",
            "the report's text  weekly.txt:60",
            ROW,
        ):
            assert words in text, words
        await session.press("j")
        text = session.text()
        assert "off by a factor of 10?" in text
        assert "Multiplied or divided by 10 it would fit." in text
        assert "The row's text is not kept" in text  # of this name the import kept none

    play(act, universe=universe, lang="en", size=(200, 50))


def test_what_an_import_said_stands_in_full_and_harmless(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.press("6")
        await to(session, "told:0")
        text = session.text()
        for words in ("read  9.060.190.31", "expected  figures apart", "done  row left out", "600009赭石"):
            assert words in text, words
        assert "\x1b" not in text
        await to(session, "load:0")
        assert "60000X" in session.text()

    play(act, universe=universe, lang="en", size=(200, 50))


def test_enter_goes_to_the_name_or_into_the_text(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.press("6", "j", "enter")
        assert isinstance(session.app.screen, Watchlist)
        assert session.code == "600002.SH"
        await session.press("escape")
        assert session.app.place == "checks"
        await to(session, "load:0")
        await session.press("enter")
        assert session.focus == "check"
        await session.press("escape")
        assert session.focus == "rows"
        await session.press("escape")
        assert session.app.place == "watchlist"

    play(act, universe=universe, lang="en")


def test_the_palette_and_the_help_know_the_screen(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.press("6", "?")
        assert "next row" in session.text()
        await session.press("escape")
        await session.press("L")
        assert "存疑的单元格 2" in session.text()

    play(act, universe=universe, lang="en")


def test_a_sound_book_says_so(tmp_path: Path) -> None:
    (tmp_path / "coverage").mkdir()
    (tmp_path / "coverage" / "2026-07-03.csv").write_text(
        "as_of,code,name\n2026-07-03,600001.SH,青石\n", "utf-8"
    )

    async def act(session: Session) -> None:
        await session.press("6", "enter", "tab", "enter", "escape")
        assert "No doubtful cell, and no problem of loading." in session.text()

    play(act, universe=tui.load(tmp_path), lang="en", size=(80, 24))


def test_a_long_list_is_cut_and_says_so(tmp_path: Path) -> None:
    head = "as_of,code,name\n"
    rows = "".join(f"2026-07-03,bad{n},x\n" for n in range(1200))
    (tmp_path / "coverage").mkdir()
    (tmp_path / "coverage" / "2026-07-03.csv").write_text(f"{head}2026-07-03,600001.SH,青石\n{rows}", "utf-8")

    async def act(session: Session) -> None:
        await session.press("6")
        listed = len(keys(session))
        assert listed <= 1000
        assert "of loading" in session.status

    play(act, universe=tui.load(tmp_path), lang="en")


FAULTS = {
    "estimates/2026-07-10.csv": (
        "as_of,code,year,basis,eps\n2026-07-10,600001.SH,20x5,A,1.00\n2026-07-10,[b],2026,E,zz\n"
    ),
    "themes/y.toml": 'id = "y"\nzh = "甲"\nen = "a"\nwher = 3\n[[members]]\ncode = "600001.SH"\nweight = 3\n',
    "themes/z.toml": "id = \n",
    "market/notes.csv": "a\n",
}
QUERIES = (
    '\n[queries]\na = "pe62 < 5"\n[views.c]\nsort = "nope"\n[columns]\nq = "pe26 +"\n[lists]\nl = ["x"]\n'
)


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
def test_problems_of_loading_speak_the_language_and_turn_with_it(
    size: tuple[int, int], tmp_path: Path
) -> None:
    folder = write(tmp_path / "b")
    for name, text in FAULTS.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    with (folder / "book.toml").open("a", encoding="utf-8") as file:
        file.write(QUERIES)
    loaded = tui.load(folder)
    assert len(loaded.problems) > 8

    async def act(session: Session) -> None:
        await session.press("6")
        source = screen(session).rows.source
        assert isinstance(source, Listing)
        kinds = keys(session)
        chinese = {
            key: source.read(row, "cause")[0] for row, key in enumerate(kinds) if key.startswith("load")
        }
        for key, text in chinese.items():
            assert any(map(is_cjk, text)), (key, text)
        at = next(key for key, text in chinese.items() if "20x5" in text)
        assert chinese[at] == "year '20x5'：应为年度，如 2026 或 2026E；整行跳过"
        await to(session, at)
        assert [cell_width(line) for line in session.lines()] == [size[0]] * size[1]
        assert "应为年度" in session.text()
        await session.press("L")
        english = screen(session).rows.source
        assert isinstance(english, Listing)
        problems = [f"{one.what}: {one.why}" for one in loaded.problems]
        told = [english.read(row, "cause")[0] for row, key in enumerate(kinds) if key.startswith("load")]
        assert told == [narrow(clean(text)) for text in problems]

    play(act, size=size, lang="zh", universe=loaded)
