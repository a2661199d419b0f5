"""The market screen: moves as signed bars round an axis, the best and worst names with both dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tui
from tests.app.reportroom import write
from tests.app.session import ROOT, WINDOWS, Session, play
from tests.app.stage import style_at
from tui.app.frames.report import MoveLine
from tui.app.present.market import sides
from tui.app.screens.market import fitting
from tui.app.screens.watchlist import Watchlist
from tui.app.widgets.moves import AXIS, BAR, move_lines
from tui.text import cell_width

if TYPE_CHECKING:
    from pathlib import Path

WORDS = {"market": "大盘", "sector": "行业", "sub-sector": "子行业"}


@pytest.fixture(scope="module")
def universe(tmp_path_factory: pytest.TempPathFactory) -> tui.Universe:
    return tui.load(write(tmp_path_factory.mktemp("reportroom")))


def bars(text: str) -> dict[str, tuple[str, int, int]]:
    """Index → figure, cells of bar left and right of the axis, of every line with an axis."""
    found = re.findall(r"(\S+)\s+([-+]?\d+\.\d\d)\s+(=*)\|(=*)", text)
    return {index: (figure, len(left), len(right)) for index, figure, left, right in found}


@pytest.mark.long
@pytest.mark.parametrize(("size", "lang"), WINDOWS)
def test_every_line_fills_its_cells(size: tuple[int, int], lang: str) -> None:
    async def act(session: Session) -> None:
        await session.press("4")
        for keys in ((), ("j",), ("G",), ("tab",), ("G",), ("home",)):
            await session.press(*keys)
            assert [cell_width(line) for line in session.lines()] == [size[0]] * size[1]

    play(act, size=size, lang=lang, painted=True)


def test_the_sample_week_shows_its_eight_moves_as_the_report_lists_them() -> None:
    async def act(session: Session) -> str:
        await session.press("4")
        return session.text()

    text = play(act)
    facts = (ROOT / "sample_data" / "sectors" / "2026-07-03.csv").read_text(encoding="utf-8").splitlines()[1:]
    wanted = [(row.split(",")[4], float(row.split(",")[5])) for row in facts]
    seen = bars(text)
    assert [(index, float(figure)) for index, (figure, _, _) in seen.items()] == wanted
    for figure, left, right in seen.values():
        assert (left > 0, right > 0) == (figure[0] == "-", figure[0] == "+")
    assert "2026-06-29 至 2026-07-03" in text
    for word in WORDS.values():
        assert re.search(rf"^ {word} ", text, re.MULTILINE)


def test_the_best_and_the_worst_tell_both_dates_and_the_share_basis() -> None:
    async def act(session: Session) -> str:
        await session.press("4")
        return session.text()

    text = play(act, lang="en")
    rows = re.findall(r"(\d{6}\.S[HZ])  \S+ +([-+][\d.]+)  (\S+) -> (\S+)  (unadjusted)", text)
    changes = [float(change) for _, change, *_ in rows]
    assert len(rows) == 13
    assert changes[:7] == sorted(changes[:7], reverse=True)
    assert changes[7:] == sorted(changes[7:])
    assert (changes[0], changes[6]) == (103.68, 0.02)
    assert (changes[7], changes[12]) == (-32.50, -6.65)
    assert {(start, end) for *_, start, end, _ in rows} == {("2026-04-15", "2026-07-03")}


def test_a_small_book_names_each_name_once_and_says_what_is_a_picture(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.press("4")
        text = session.text()
        assert text.count("600001.SH") == 1
        assert text.count("600002.SH") == 1
        assert "600003.SH" not in text  # it has no earlier price
        assert "2026-06-30 -> 2026-07-03" in text
        assert "2 of 3 names have a price change" in session.status
        assert "only as pictures, without figures: 图1：一级行业涨跌幅; 图2：子板块涨跌幅" in text
        assert "[b]光缆[/b]" in text
        seen = bars(text)
        assert seen["大盘指数"] == ("0.00", 0, 0)
        assert seen["[b]光缆[/b]"][1] == pytest.approx(2 * seen["通信"][2], abs=1)
        assert seen["别的层级"][1:] == (0, 1)  # a small move is at least a cell
        assert re.search(r"没有数的 +--", text)

    play(act, universe=universe, lang="en")


def test_enter_goes_to_the_name_and_escape_comes_back(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.press("4")
        assert session.focus == "movers"
        await session.press("enter")
        assert isinstance(session.app.screen, Watchlist)
        assert session.code == "600001.SH"
        assert "esc: back to Market" in session.status
        await session.press("escape")
        assert session.app.place == "market"
        await session.press("tab")
        assert session.focus == "moves"
        await session.press("escape", "escape")
        assert session.app.place == "watchlist"

    play(act, universe=universe, lang="en")


def test_colours_turn_with_the_setting_and_the_language_with_its_key(universe: tui.Universe) -> None:
    async def colours(session: Session) -> tuple[object, ...]:
        await session.press("4", "L")
        out = []
        for index, sign in (("通信", BAR), ("[b]光缆[/b]", BAR), ("通信", "+1"), ("600001.SH", "+2")):
            y = next(y for y, line in enumerate(session.lines()) if f" {index} " in line)
            line = session.lines()[y]
            style = style_at(session, y, cell_width(line[: line.index(sign)]))
            out.append(style.bgcolor if sign == BAR else style.color)
        assert "指数涨跌" in session.text()
        return tuple(out)

    red, green = (play(colours, universe=universe, lang="en", opened={"up": up}) for up in ("red", "green"))
    assert red[0] == green[1]
    assert red[1] == green[0]
    assert red[0] != red[1]
    assert red[2] != green[2]
    assert red[3] != green[3]


def test_without_colour_signs_and_bars_say_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    async def act(session: Session) -> str:
        await session.press("4")
        return session.text()

    coloured = play(act)
    monkeypatch.setenv("NO_COLOR", "1")
    assert play(act) == coloured
    assert "-18.18" in coloured
    assert BAR * 10 + AXIS in coloured


def test_an_empty_book_says_how_to_fill_it(tmp_path: Path) -> None:
    (tmp_path / "coverage").mkdir()
    (tmp_path / "coverage" / "2026-07-03.csv").write_text(
        "as_of,code,name\n2026-07-03,600001.SH,青石\n", "utf-8"
    )

    async def act(session: Session) -> None:
        await session.press("4", "tab", "enter", "tab", "enter", "z", "escape")
        assert "No index moves yet." in session.text()
        assert "No name has prices of two dates" in session.text()

    play(act, universe=tui.load(tmp_path), lang="en", size=(80, 24))


def test_a_low_terminal_keeps_moves_and_names(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.press("4")
        await session.pilot.resize_terminal(60, 12)
        await session.settle_place()
        assert "光缆" in session.text()
        assert "600001.SH" in session.text()

    play(act, universe=universe)


def test_moves_of_two_periods_stand_under_their_own(tmp_path: Path) -> None:
    folder = write(tmp_path)
    with (folder / "sectors" / "2026-07-03.csv").open("a", encoding="utf-8") as file:
        file.write("2026-07-03,2026-01-01,2026-07-03,sector,今年以来,1.00\n")

    async def act(session: Session) -> None:
        await session.press("4")
        text = session.text()
        assert text.index("2026-06-29 to 2026-07-03") < text.index("2026-01-01 to 2026-07-03")
        assert text.index("2026-01-01 to 2026-07-03") < text.index("今年以来")

    play(act, universe=tui.load(folder), lang="en")


CHANGES = (
    st.none()
    | st.floats(-1e4, 1e4)
    | st.sampled_from([0.0, -0.0, 1e-9, 5e-324, -5e-324, 1e300, -1e308, 1e308])
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([*WORDS, "x"]), CHANGES), min_size=1, max_size=12),
    st.integers(1, 220),
    st.sampled_from(["zh", "en"]),
)
def test_bars_share_one_axis_and_one_scale(
    moves: list[tuple[str, float | None]], width: int, lang: str
) -> None:
    lines = [MoveLine(level, "层", "指数" * 20, "+1.00", change) for level, change in moves]
    shown, pinned = move_lines([("", lines)], lang, width)
    assert pinned == 1
    texts = ["".join(text for text, _ in line) for line in shown[1:]]
    axes = {cell_width(text[: text.rindex(AXIS)]) for text in texts if AXIS in text}
    assert len(axes) <= 1
    if not axes:
        return
    assert all(cell_width(text) <= width for text in texts)
    cells = []
    for (_, change), line in zip(moves, shown[1:], strict=True):
        roles = {role: len(text) for text, role in line if role.endswith("-bar")}
        assert set(roles) == ({"up-bar"} if change and change > 0 else {"down-bar"} if change else set())
        cells.append((abs(change or 0), sum(roles.values())))
    for (more, long), (less, short) in zip(sorted(cells)[1:], sorted(cells), strict=False):
        assert more >= less
        assert long >= short or long == short == 1 or abs(long - short) <= 1


@pytest.mark.parametrize(
    ("changes", "best", "worst"),
    [
        ((), (), ()),
        ((3.0,), (3.0,), ()),
        ((-3.0,), (-3.0,), ()),
        ((3.0, 1.0, -1.0, -2.0), (3.0, 1.0), (-2.0, -1.0)),
        ((3.0, -1.0, -2.0, -4.0), (3.0,), (-4.0, -2.0, -1.0)),
        ((3.0, 0.0, -1.0), (3.0,), (-1.0,)),
        ((4.0, 3.0, 2.0), (4.0, 3.0), (2.0,)),
        ((-1.0, -2.0, -3.0, -4.0), (-1.0, -2.0), (-4.0, -3.0)),
        ((0.0, 0.0), (0.0,), (0.0,)),
    ],
)
def test_the_best_rose_and_the_worst_fell(
    changes: tuple[float, ...], best: tuple[float, ...], worst: tuple[float, ...]
) -> None:
    found = sides(range(len(changes)), changes)
    assert tuple(tuple(changes[row] for row in side) for side in found) == (best, worst)


@given(st.lists(st.sampled_from([-2.0, -1.0, 0.0, 1.0, 2.0]), max_size=40))
def test_no_name_stands_on_both_sides(changes: list[float]) -> None:
    changes.sort(reverse=True)
    best, worst = sides(range(len(changes)), changes)
    assert not set(best) & set(worst)
    assert len(best) <= 10
    assert len(worst) <= 10
    assert [changes[row] for row in best] == sorted((changes[row] for row in best), reverse=True)
    assert [changes[row] for row in worst] == sorted(changes[row] for row in worst)
    assert not changes or best
    assert len(changes) < 2 or worst or 0.0 in changes


@given(st.integers(0, 10), st.integers(0, 10), st.integers(0, 60))
def test_as_many_names_as_there_is_room_for(best: int, worst: int, height: int) -> None:
    high, low = fitting(range(best), range(worst), height)
    assert len(high) >= min(best, 5)
    assert len(low) >= min(worst, 5)
    room = max(10, height - 3)
    assert len(high) + len(low) <= room
    assert len(high) + len(low) >= min(best + worst, height - 4)


def test_a_week_in_which_all_went_one_way_says_so(tmp_path: Path) -> None:
    folder = write(tmp_path)
    path = folder / "market" / "2026-06-30.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("8.00", "18.00"), encoding="utf-8")

    async def act(session: Session) -> str:
        await session.press("4")
        return session.text()

    text = play(act, universe=tui.load(folder), lang="en")
    assert "Best 1  none rose" in text
    assert "Worst 1\n" in text.replace(" \n", "\n")
    assert "涨跌幅最高的 1 只  无一上涨" in play(act, universe=tui.load(folder))


def test_a_high_window_shows_more_of_the_names() -> None:
    async def act(session: Session) -> list[int]:
        await session.press("4")
        out = []
        for size in ((200, 50), (200, 18), (200, 50)):
            await session.pilot.resize_terminal(*size)
            await session.settle_place()
            out.append(len(re.findall(r"\d{6}\.S[HZ]  ", session.text())))
        return out

    high, low, again = play(act, lang="en", size=(200, 50))
    assert high == again == 13
    assert 10 <= low < 13
