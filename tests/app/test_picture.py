"""The picture of two figures: where points stand, what is said of them, and the same as numbers."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tui
from tests.app.session import COVERED, FULLBOOK, MARKET, Session, play, universe_of
from tui.app.board import first_board
from tui.app.dialogs.picture import PictureDialog, as_csv, number_lines, numbers, picture_lines
from tui.app.frames.picture import Absent, Axis, PictureFrame, Point
from tui.app.present.picture import picture_frame
from tui.app.widgets.scatter import beyond, scatter
from tui.app.words.say import say
from tui.text import cell_width
from tui.view.view import View

if TYPE_CHECKING:
    from pathlib import Path

SIZES = [(20, 5), (40, 12), (80, 24), (120, 40), (200, 50)]
NASTY = ["[@click=app.quit]x[/]", "中" * 5000, "e\u0301" * 9, "=1+1", "", "\U0001f600" * 20]


def axis(values: list[float], *, log: bool = False, unit: str = "") -> Axis:
    held = values or [1.0]
    low, high = min(held), max(held)
    low, high = (low * 0.95, high * 1.05) if log else (low - 1, high + 1)
    return Axis("PE", unit, 1, log, low, high, sorted(held)[len(held) // 2])


def frame_of(
    points: list[tuple[float, float]], names: list[str] | None = None, groups: int = 3
) -> PictureFrame:
    held = tuple(
        Point(f"{i:06d}.SH", names[i % len(names)] if names else f"股{i}", i % groups, x, y)
        for i, (x, y) in enumerate(points)
    )
    return PictureFrame(
        *(
            "en",
            "PE and growth",
            axis([x for x, _ in points], unit="%"),
            axis([y for _, y in points], log=True),
        ),
        groups=tuple(
            zip("ABCDEFGH"[:groups], ["one", "二组", "three", "d", "e", "f", "g", "h"], strict=False)
        ),
        points=held,
        absent=(Absent("1.SH", "gone", "PE loss"), Absent("2.SH", "=gone", "PE loss")),
        reasons=(("PE loss", 2),),
        hint="" if held else "nothing",
    )


def text(lines: list[tuple[tuple[str, str], ...]]) -> str:
    return "\n".join("".join(part for part, _ in line) for line in lines)


# ── the picture ─────────────────────────────────────────────────────────────────────────────────────


POSITIVE = st.floats(0.01, 1e6)
ANY = st.floats(-1e4, 1e4)


@given(
    points=st.lists(st.tuples(ANY, POSITIVE), min_size=1, max_size=60),
    size=st.tuples(st.integers(1, 130), st.integers(1, 50)),
    at=st.integers(0, 59),
    names=st.lists(st.sampled_from([*NASTY, "中国移动", "Zhongji"]), min_size=1, max_size=4),
)
def test_a_picture_fills_its_window_and_no_more(
    points: list[tuple[float, float]], size: tuple[int, int], at: int, names: list[str]
) -> None:
    width, height = size
    lines = picture_lines(frame_of(points, names), at % len(points), width, height)
    assert len(lines) <= max(height, 2)
    plot = scatter(frame_of(points, names), at % len(points), size)
    assert {sum(cell_width(part) for part, _ in line) for line in plot.lines} <= {width}
    for char in text(lines).replace("\n", ""):
        assert unicodedata.east_asian_width(char) != "A" or char in "".join(NASTY), char


def test_points_stand_where_their_figures_are() -> None:
    frame = frame_of([(0, 10), (100, 1000), (50, 100)], groups=3)
    rows = [text([line])[7:] for line in scatter(frame, 0, (80, 22)).lines[:-2]]
    places = {c: (x, y) for y, row in enumerate(rows) for x, c in enumerate(row) if c in "ABC"}
    (ax, ay), (bx, by), (cx, cy) = (places[c] for c in "ABC")
    assert ax < cx < bx
    assert by < cy < ay
    assert abs((ay - cy) - (cy - by)) <= 1  # equal ratios are equally far
    assert ax < 5
    assert bx > 60


def test_the_name_under_the_cursor_is_always_there() -> None:
    crowd = [(float(i % 7), 10.0 + i % 5) for i in range(35)]
    frame = frame_of(crowd, [f"N{i:02d}" for i in range(35)])
    for at in range(35):
        drawn = text(list(scatter(frame, at, (60, 20)).lines))
        assert f"N{at:02d}" in drawn
    styles = {style for line in scatter(frame, 3, (60, 20)).lines for _, style in line}
    assert "bold reverse" in styles


def test_points_of_one_cell_are_counted() -> None:
    frame = frame_of([(1, 10), (1, 10), (1, 10), (9, 90)])
    plot = scatter(frame, 3, (60, 20))
    assert plot.overlap
    assert re.search(r"[ :-]3[ :-]", text(list(plot.lines)))
    assert "a digit" in text(picture_lines(frame, 3, 120, 24))


def test_many_points_become_dots() -> None:
    frame = frame_of([(float(i % 83), 5.0 + i % 61) for i in range(5484)])
    plot = scatter(frame, 17, (120, 38))
    assert plot.dots is not None
    assert scatter(frame, 17, (120, 38), plot.dots).lines == plot.lines  # nothing of the cursor stays
    assert scatter(frame, 18, (120, 38), plot.dots).lines == scatter(frame, 18, (120, 38)).lines
    assert scatter(frame, 17, (90, 30), plot.dots).lines == scatter(frame, 17, (90, 30)).lines
    dots = sum((ord(c) - 0x2800).bit_count() for c in text(list(plot.lines)) if 0x2800 <= ord(c) < 0x2900)
    assert dots > 2000


def test_what_is_beyond_the_edge_is_told() -> None:
    frame = frame_of([(float(i), 10.0) for i in range(5)])
    frame = replace(frame, x=replace(frame.x, high=3.0))
    assert beyond(frame) == 1
    assert "1 beyond the edge" in text(picture_lines(frame, 0, 120, 24))


@pytest.mark.parametrize("points", [[], [(1.0, 10.0)]])
def test_none_and_one(points: list[tuple[float, float]]) -> None:
    drawn = text(picture_lines(frame_of(points), 0, 80, 24))
    assert ("n=1" in drawn) if points else drawn == "nothing"


# ── from a book ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("lang", "word"), [("zh", "复合增速"), ("en", "CAGR")])
def test_the_sample_book(lang: str, word: str) -> None:
    frame = picture_frame(first_board(universe_of(), lang))
    assert [p.code for p in frame.points] == COVERED
    assert (frame.x.label, frame.x.unit, frame.x.log) == (word, "%", False)
    assert (frame.y.label, frame.y.unit, frame.y.log) == ("PE26E", "", True)
    first = frame.points[0]
    assert (first.name, round(first.x, 1), first.y) == ("中国移动", 1.5, 14.3)
    assert [letter for letter, _ in frame.groups] == ["A", "B", "C", "D"]
    assert frame.y.median == 33.5
    assert frame.absent == ()


def test_only_what_is_on_show() -> None:
    board = first_board(universe_of(), "en")
    board = board.with_view(replace(board.view, where="pe26 < 20"))
    assert [p.code for p in picture_frame(board).points] == COVERED[:3]
    assert not picture_frame(board).y.log
    themed = board.with_view(View(columns=board.view.columns, themes=("ai-compute",)))
    codes = [p.code for p in picture_frame(themed).points]
    assert len(codes) == len(set(codes))


def test_who_is_left_out_and_why() -> None:
    frame = picture_frame(first_board(universe_of(str(FULLBOOK)), "en"))
    assert len(frame.points) + len(frame.absent) == universe_of(str(FULLBOOK)).rows
    assert frame.absent
    assert all(one.why for one in frame.absent)
    assert sum(count for _, count in frame.reasons) == len(frame.absent)


@pytest.mark.skipif(not MARKET.exists(), reason="no market table here")
def test_a_market_without_estimates_has_another_picture() -> None:
    frame = picture_frame(first_board(universe_of(str(MARKET)), "en"))
    assert len(frame.points) > 3000
    assert len(frame.points) + len(frame.absent) == 5484
    assert frame.x.log
    assert frame.y.log
    assert scatter(frame, 0, (120, 38)).dots is not None


@pytest.mark.parametrize(
    ("lang", "title"), [("en", "Forward PE and EPS growth"), ("zh", "预测市盈率 与 EPS 增速")]
)
def test_an_empty_book_says_what_would_fill_the_picture(tmp_path: Path, lang: str, title: str) -> None:
    (tmp_path / "book.toml").write_text('title = "x"', encoding="utf-8")
    empty = tui.load(tmp_path)
    frame = picture_frame(first_board(empty, lang))
    assert frame.title == title
    assert "import" in frame.hint
    assert "percentile" not in frame.hint

    async def act(session: Session) -> str:
        await session.press("p")
        told = session.text()
        await session.press("tab", "j", "y", "tab", "enter", "escape")
        return told

    assert title in play(act, universe=empty, lang=lang, size=(80, 24))


def test_names_without_estimates_and_a_view_without_names_say_so(tmp_path: Path) -> None:
    (tmp_path / "coverage").mkdir()
    path = tmp_path / "coverage" / "2026-07-03.csv"
    path.write_text("as_of,code,name\n2026-07-03,600001.SH,青石\n", encoding="utf-8")
    frame = picture_frame(first_board(tui.load(tmp_path), "en"))
    assert frame.title == "Forward PE and EPS growth"
    assert frame.hint.startswith("No name on show has both Forward PE and EPS growth.")
    board = first_board(universe_of(), "en")
    frame = picture_frame(board.with_view(replace(board.view, where="pe26 < 0")))
    assert frame.hint == say("picture_nobody", "en")


# ── the same as numbers ─────────────────────────────────────────────────────────────────────────────


def test_the_numbers_are_the_picture() -> None:
    frame = frame_of([(0, 30), (100, 10)], ["one", "=two"])
    rows = list(csv.reader(io.StringIO(as_csv(frame))))
    assert [row[0] for row in rows] == ["code", "000001.SH", "000000.SH", "1.SH", "2.SH"]
    assert [row[1] for row in rows] == ["name", "'=two", "one", "gone", "'=gone"]
    assert [float(row[3]) for row in rows[1:3]] == [10, 30]
    assert [row[5] for row in rows[3:]] == ["PE loss", "PE loss"]
    assert numbers(frame)[1][3:5] == ("10.0", "100.0%")


@given(st.lists(st.sampled_from(NASTY), min_size=1, max_size=5))
def test_the_numbers_stand_in_columns(names: list[str]) -> None:
    frame = frame_of([(float(i), 10.0 + i) for i in range(len(names))], names)
    lines = [text([line]) for line in number_lines(replace(frame, absent=()))]
    assert len({cell_width(line) for line in lines}) == 1


# ── in the session ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.long
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_the_picture_at_every_size(size: tuple[int, int], lang: str) -> None:
    async def act(session: Session) -> None:
        await session.press("j", "p")
        assert isinstance(session.app.screen, PictureDialog)
        shown = session.text()
        assert len(session.lines()) == size[1]
        assert all(cell_width(line) == size[0] for line in session.lines())
        if size[0] >= 80:
            assert "中国电信 601728.SH" in shown
            assert "n=13" in shown
        await session.press("tab")
        if size[0] >= 80:
            assert "code" in session.text()
            assert session.text().count(".S") == 13
        await session.press("tab", "escape")
        assert not isinstance(session.app.screen, PictureDialog)

    play(act, size=size, lang=lang)


def test_keys_go_from_point_to_point_and_into_the_name() -> None:
    async def act(session: Session) -> None:
        await session.press("p", "home")
        seen = []
        for _ in range(13):
            plot = session.app.screen.query_one("#picture-plot")
            seen.append(plot._frame.points[plot.at])  # type: ignore[attr-defined]
            await session.press("l")
        assert [p.x for p in seen] == sorted(p.x for p in seen)
        assert len({p.code for p in seen}) == 13
        await session.press("end", "h", "k")
        plot = session.app.screen.query_one("#picture-plot")
        code = plot._frame.points[plot.at].code  # type: ignore[attr-defined]
        await session.press("enter")
        assert session.code == code
        await session.press("p")
        assert session.app.screen.query_one("#picture-plot").at == COVERED.index(code)  # type: ignore[attr-defined]

    play(act, size=(120, 40), lang="en")


def test_the_numbers_are_copied() -> None:
    async def act(session: Session) -> None:
        await session.press("p", "y")
        assert session.app.clipboard.count("\n") == 14
        assert session.app.clipboard.startswith("code,name,group,PE26E,CAGR,")

    play(act, size=(120, 40), lang="en")
