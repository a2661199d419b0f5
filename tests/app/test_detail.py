"""The pane of one name: bars by year with losses to the left, texts wrapped, old years giving way."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.app.session import Session, play, universe_of
from tui.app.board import first_board
from tui.app.frames.frame import Bar, NameFrame, YearLine
from tui.app.frames.look import Look
from tui.app.present.name import name_frame
from tui.app.widgets.detail import detail
from tui.text import cell_width

SIZES = [(10, 4), (38, 7), (78, 8), (90, 11), (130, 14)]


def bar(share: float | None) -> Bar:
    return Bar("--" if share is None else f"{share:.2f}", share or 0.0, dim=share is None)


def name(eps: list[float | None], title: str = "中国移动", **words: object) -> NameFrame:
    years = tuple(
        YearLine(f"{2000 + i}E", bar(one), bar(None if one is None or one < 0 else one), "house", ("ok", ""))
        for i, one in enumerate(eps)
    )
    frame = NameFrame(
        "600941.SH", title, ((title, ""),), (("price", "1.00"), ("PEG", "2.00")), years, (), (), 0
    )
    return frame._replace(**words)  # type: ignore[arg-type]


def lines(frame: NameFrame, size: tuple[int, int]) -> list[str]:
    return detail(frame, "en", *size).plain.split("\n")


@pytest.mark.parametrize(
    ("eps", "bars"),
    [
        ([0.5, 1.0], ["============", "========================"]),
        ([1.0], ["========================"]),
        ([None, 1.0], ["", "========================"]),
        ([0.0, 1.0], ["", "========================"]),
        ([0.001, 1.0], ["=", "========================"]),
        ([-1.0, 1.0], ["-----------|", "|==========="]),
        ([-1.0], ["-----------------------|"]),
        ([-0.1, 1.0], ["--|", "|===================="]),
        ([None, None], ["", ""]),
    ],
)
def test_bars_by_year(eps: list[float | None], bars: list[str]) -> None:
    drawn = lines(name(eps), (140, 12))[3:]
    blocks = [line[6 : 6 + 25] for line in drawn]
    assert [block.strip() for block in blocks] == bars
    assert len({block.find("|") for block in blocks}) == 1  # one axis


@given(
    eps=st.lists(st.none() | st.floats(-1, 1), max_size=30),
    title=st.sampled_from(["中国移动", "x" * 10_000, "中" * 10_000, "[bold]", "a " * 500]),
    size=st.sampled_from(SIZES),
)
def test_no_line_is_wider_than_the_pane(eps: list[float | None], title: str, size: tuple[int, int]) -> None:
    held = lines(name(eps, title), size)
    width = max(size[0], 36)  # label and figures are never cut
    assert all(cell_width(line.rstrip()) <= width for line in held)
    assert len(held) <= max(size[1], 14)


def test_thirty_years_keep_the_newest() -> None:
    held = lines(name([0.1 * (i % 9) for i in range(30)]), (120, 10))
    assert len(held) == 10
    assert held[-1].startswith("2029E")
    assert not any(line.startswith("2000E") for line in held)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_years_of_the_sample_are_told(size: tuple[int, int], lang: str) -> None:
    async def act(session: Session) -> None:
        shown = session.text()
        assert all(year in shown for year in ("2025A", "2026E", "2027E", "2028E"))
        assert "===" in shown

    play(act, size=size, lang=lang)


@pytest.mark.parametrize(("lang", "label"), [("zh", "简称"), ("en", "name")])
def test_a_cut_cell_is_told_whole(lang: str, label: str) -> None:
    board = first_board(universe_of(), lang)
    whole = name_frame(board, "600941.SH", "name")
    assert whole is not None
    assert len(whole.identity) == 1
    narrow = replace(board, look=Look(widths={"name": 4, "price": 3}))
    for column, text in (("name", f"{label} 中国移动"), ("price", "87.48"), ("themes", "")):
        frame = name_frame(narrow, "600941.SH", column)
        assert frame is not None
        told = [part for part, _ in frame.identity[1:]]
        assert (text in told[0]) if text else told == []


def test_every_theme_is_told_however_many() -> None:
    themes = "  ".join(f"#主题{i}" for i in range(12))
    held = lines(name([1.0], identity=((themes, ""),)), (40, 12))
    assert "".join(held).count("#") == 12


def test_shares_are_finite() -> None:
    board = first_board(universe_of(), "en")
    for code in universe_of().row_of:
        frame = name_frame(board, code)
        assert frame is not None
        assert all(math.isfinite(y.eps.share) and abs(y.eps.share) <= 1 for y in frame.years)
