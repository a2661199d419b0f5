"""The changes screen: what is compared, revisions by group, rows a name, the chosen name's history."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tui
from tests.app.changesroom import write
from tests.app.session import OTHERS, Session, play
from tests.app.stage import style_at
from tui.app.frames.changes import GroupLine, HistoryFrame, Plot
from tui.app.screens.changes import ChangesScreen
from tui.app.screens.watchlist import Watchlist
from tui.app.session import comparing
from tui.app.widgets.chart import ROLES, chart_lines
from tui.app.widgets.history_lines import history_lines
from tui.app.widgets.moves import AXIS
from tui.app.widgets.scroller import Drawn, Scroller
from tui.app.widgets.waterfall import waterfall_lines
from tui.text import cell_width

if TYPE_CHECKING:
    from pathlib import Path

    from tui.universe.changes.model import Changes


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("changesroom"))


@pytest.fixture
def universe(folder: Path) -> tui.Universe:
    return tui.load(folder)


def screen(session: Session) -> ChangesScreen:
    shown = session.app.screen
    assert isinstance(shown, ChangesScreen)
    return shown


async def compared(session: Session) -> None:
    """Open the screen and wait until all of it is there."""
    await session.press("5")
    await session.until(lambda: screen(session).rows.source.rows, "the rows")
    await traced(session)


async def traced(session: Session) -> None:
    source = screen(session).rows.source
    code = source.key(screen(session).rows.cursor_row)
    await session.until(
        lambda: screen(session).history is not None and screen(session).history.code == code,  # type: ignore[union-attr]
        "the history",
    )
    await session.settle_place()


def row(session: Session, code: str) -> dict[str, str]:
    """Column → what stands there."""
    source = screen(session).rows.source
    at = source.find(code)
    assert at is not None
    return {column.key: source.cell(at, i)[0].strip() for i, column in enumerate(source.columns)}


@pytest.mark.long
@pytest.mark.parametrize(("size", "lang"), OTHERS)
def test_every_line_fills_its_cells(size: tuple[int, int], lang: str, universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await compared(session)
        for keys in ((), ("j", *"l" * 9), ("tab",), ("tab",), ("z",)):
            await session.press(*keys)
            assert [cell_width(line) for line in session.lines()] == [size[0]] * size[1]

    play(act, size=size, lang=lang, universe=universe, painted=True)


def test_the_week_is_told_row_by_row(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await compared(session)
        first = row(session, "600001.SH")
        assert first["rating"] == "增持 -> 买入 上调"
        assert first["price_change"].startswith("+10.00")
        assert first["revision_2026"] == "+4.0%"
        assert first["revisions"] == "+2"
        assert float(first["pe_from_price"]) + float(first["pe_from_eps"]) == pytest.approx(
            float(first["pe_change_log"]), abs=0.0011
        )
        second = row(session, "600002.SH")
        assert second["rating"] == "买入 -> 增持 下调"
        assert second["revision_2027"] == "+0.7%~"  # a unit of the last place is within rounding
        assert second["revisions"] == "-1"
        third = row(session, "600003.SH")
        assert third["revision_2026"] == "扭亏"
        assert third["rating"] == "中性"
        assert row(session, "600005.SH")["change"] == "新增"
        dropped = row(session, "600004.SH")
        assert dropped["change"] == "移出"
        assert screen(session).rows.source.key(4) == "600004.SH"
        assert "revision_2025" not in first  # it was over before, and nothing was restated
        assert session.status == "保留 3 · 新增 1 · 移出 1 · 上调 4 · 下调 1"

    play(act, universe=universe)


def test_it_says_what_is_compared_with_what(universe: tui.Universe) -> None:
    async def act(session: Session) -> str:
        await compared(session)
        return session.lines()[1]

    assert "report 2026-06-26 -> 2026-07-03  estimates 2026-06-26 -> 2026-07-03" in play(
        act, universe=universe, lang="en"
    )
    assert "报告 06-26 -> 07-03" in play(act, universe=universe, size=(60, 24))
    sample = play(act, lang="en", size=(200, 50))
    assert "report 2026-07-03 (first)" in sample
    assert "price 2026-04-15 -> 2026-07-03" in sample


def test_revisions_by_group_are_bars_on_both_sides_of_one_axis(universe: tui.Universe) -> None:
    async def act(session: Session) -> str:
        await compared(session)
        return session.text()

    text = play(act, universe=universe, lang="en")
    found = re.findall(r"(group \w)\s+(\d) +(\S+) +(\S+) +(\S+) +(=*)\|(=*)", text)
    assert [(g, n, up, down) for g, n, up, down, *_ in found] == [
        ("group a", "3", "+2", "-1"),
        ("group b", "1", "+2", "0"),
    ]
    assert [(len(left), len(right)) for *_, left, right in found] == [(3, 6), (0, 6)]
    assert re.search(r"total +4 +\+4 +-1", text)


def test_the_sample_has_no_earlier_estimates_and_shows_its_prices() -> None:
    async def act(session: Session) -> None:
        await compared(session)
        text = session.text()
        assert "Median price change by group" in text
        assert re.search(r"optical modules +\+43\.08 +\|=+", text)
        assert row(session, "300308.SZ")["price_change"] == "+43.08*"
        assert row(session, "002281.SZ")["price_change"] == "+103.68*"
        assert "unadjusted" in row(session, "600941.SH")["notes"]
        assert "pe_from" not in row(session, "600941.SH")

    play(act, lang="en")


def test_the_pane_follows_the_cursor_and_draws_its_history(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await compared(session)
        assert screen(session).query_one("#pane").border_title == "青石通信 600001.SH"
        await session.press("j")
        await traced(session)
        text = session.text()
        assert "白石光电 600002.SH" in text
        for day in ("2026-06-12", "2026-06-19", "2026-06-26", "2026-07-03"):
            assert day in text
        shown = screen(session).query_one("#history", Scroller)
        roles = {role for line in shown._lines for _, role in line}
        assert {"line-1", "line-2", "strong", "head"} <= roles

    play(act, universe=universe)


def test_without_colours_and_in_narrow_panes_the_table_stands_alone(
    universe: tui.Universe, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act(session: Session) -> None:
        await compared(session)
        text = session.text()
        assert not re.search(r"[\u2800-\u28ff]", text)
        assert re.search(r"2026-07-03 +13\.20 +10\.2 +88%", text)

    play(act, universe=universe, size=(40, 40))
    monkeypatch.setenv("NO_COLOR", "1")
    play(act, universe=universe)


def test_enter_goes_to_the_name_and_escape_comes_back(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await compared(session)
        await session.press("j", "enter")
        assert isinstance(session.app.screen, Watchlist)
        assert session.code == "600002.SH"
        await session.press("escape")
        assert session.app.place == "changes"
        await session.press("G", "enter")  # a dropped name stands on no watchlist
        assert session.app.place == "changes"
        assert "600004.SH" in session.status
        await session.press("tab")
        assert session.focus == "history"
        await session.press("tab")
        assert session.focus == "waterfall"
        await session.press("escape", "escape")
        assert session.app.place == "watchlist"

    play(act, universe=universe, lang="en")


def test_the_language_changes_under_it(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await compared(session)
        await session.press("L")
        assert "Estimate revisions" in session.text()
        assert row(session, "600001.SH")["rating"].endswith(" up")

    play(act, universe=universe)


def test_colours_turn_with_the_setting(universe: tui.Universe) -> None:
    async def colours(session: Session) -> tuple[object, object]:
        await compared(session)
        y = next(y for y, line in enumerate(session.lines()) if "甲组" in line)
        line = session.lines()[y]
        at = cell_width(line[: line.index(AXIS)])
        return style_at(session, y, at - 1).bgcolor, style_at(session, y, at + 1).bgcolor

    red, green = (play(colours, universe=universe, opened={"up": up}) for up in ("red", "green"))
    assert red == green[::-1]
    assert red[0] != red[1]


def test_one_date_alone_says_so(tmp_path: Path) -> None:
    async def act(session: Session) -> None:
        await session.press("5")
        await session.until(lambda: "There is only one date" in session.text(), "the hint")

    play(act, universe=tui.load(write(tmp_path, 1)), lang="en")


def test_a_file_that_cannot_be_compared_is_told_and_the_session_goes_on(
    universe: tui.Universe, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("[@click=app.quit]x[/]\x1b[31m")

    monkeypatch.setattr("tui.universe.changes.compare.changes", broken)

    async def act(session: Session) -> None:
        await session.press("5")
        await session.until(lambda: "cannot be compared" in session.text(), "the words")
        assert "[@click=app.quit]x[/]" in session.text()
        assert "\x1b" not in session.text()

    play(act, universe=universe, lang="en")


# ── lines ───────────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 9000)), min_size=1, max_size=8),
    st.integers(1, 220),
    st.sampled_from(["zh", "en"]),
)
def test_bars_never_leave_their_room_and_keep_their_order(
    counts: list[tuple[int, int]], width: int, lang: str
) -> None:
    groups = [GroupLine("组" * 20, 9, up, down, "+1.00", 1.0) for up, down in counts]
    shown, pinned = waterfall_lines(groups, lang, width)
    assert pinned == 1
    bars = [line for line in shown[1:-1] if any(text == AXIS for text, _ in line)]
    assert len(bars) in {0, len(groups)}
    axes = {sum(cell_width(text) for text, _ in line[: line.index((AXIS, "dim"))]) for line in bars}
    assert len(axes) <= 1
    for line, (up, down) in zip(bars, counts, strict=False):
        assert sum(cell_width(text) for text, _ in line) <= width
        cells = {role: len(text) for text, role in line if role.endswith("-bar")}
        assert (cells["up-bar"] > 0, cells["down-bar"] > 0) == (up > 0, down > 0)


VALUES = st.lists(st.floats(-1e9, 1e9) | st.just(float("nan")), min_size=1, max_size=40)


@settings(max_examples=60, deadline=None)
@given(VALUES, st.integers(1, 90), st.integers(1, 12))
def test_a_picture_fills_its_cells_with_characters_of_one_cell(
    values: list[float], width: int, height: int
) -> None:
    margin = 5
    lines = chart_lines(range(len(values)), [values], ("9.00", "1.00"), margin, (margin + width, height))
    assert len(lines) == height
    for line in lines:
        text = "".join(part for part, _ in line)
        assert cell_width(text) == margin + max(0, width - 1)
        assert all(" " <= c < "\x7f" or "\u2800" <= c <= "\u28ff" for c in text)


def test_a_rising_line_rises_and_takes_the_whole_height() -> None:
    lines = chart_lines([0, 10], [[1.0, 2.0]], ("2", "1"), 2, (13, 5))
    cells = ["".join(text for text, role in line if role in {*ROLES, ""}) for line in lines]
    first = [min(x for x, char in enumerate(text) if char != " ") for text in cells]
    assert first == sorted(first, reverse=True)
    assert first[-1] == 0
    assert [("".join(text for text, _ in line))[0] for line in lines] == ["2", " ", " ", " ", "1"]


def test_pictures_give_way_to_the_table() -> None:
    plots = tuple(Plot(name, 2, (("", (1.0, 2.0)),)) for name in ("甲", "乙", "丙"))
    days = ("2026-01-01", "2026-01-08")
    frame = HistoryFrame("x", "x", days, (0, 7), plots, ("日期",), (False,), tuple((d,) for d in days))

    def labels(width: int, height: int, *, coloured: bool = True) -> list[str]:
        lines = history_lines(frame, width, height, coloured=coloured)
        assert lines[-3:] == [((" 日期", "head"),), ((" 2026-01-01", ""),), ((" 2026-01-08", ""),)]
        return [text.strip() for line in lines for text, role in line if role == "strong"]

    assert labels(60, 40) == ["甲", "乙", "丙"]
    assert labels(60, 15) == ["甲", "乙"]
    assert labels(60, 6) == []
    assert labels(30, 40) == []
    assert labels(60, 40, coloured=False) == []


def test_the_pictures_are_drawn_for_the_width_that_their_place_comes_to() -> None:
    async def act(session: Session) -> None:
        for key, name in (("5", "#waterfall"), ("4", "#moves")):
            await session.press(key)
            shown = session.app.screen.query_one(name, Drawn)
            for width in (60, 90):
                shown.styles.width = shown.styles.min_width = shown.styles.max_width = width
                await session.settle()
                widest = max(sum(cell_width(text) for text, _ in line) for line in shown._lines)
                assert width - 2 <= widest <= width

    play(act)


def test_keys_wait_for_the_rows_that_they_move_over(universe: tui.Universe) -> None:
    changes = comparing._changes

    def slowly(shown: tui.Universe) -> Changes | str:
        time.sleep(0.2)
        return changes(shown)

    async def act(session: Session) -> None:
        with mock.patch.object(comparing, "_changes", slowly):
            for key in "5jj":
                session.send(key)
            await session.until(lambda: not session.app.expects and not session.app.holds_keys, "the rows")
        await session.settle()
        assert screen(session).rows.cursor_row == 2

    play(act, universe=universe)
