"""Colour scales: five steps within a group, told at the ends by a sign, in cells that stay in line."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.app.session import FULLBOOK, universe_of
from tui.app.board import Board, first_board
from tui.app.dialogs.help import MARKS
from tui.app.frames.look import PLAIN, Look
from tui.app.grid.model import GridColumn, lay_out
from tui.app.grid.paint import MORE_LEFT, MORE_RIGHT, TINT, row_runs
from tui.app.present.scales import SIGNS, STEPS, TONES, levels, ranked
from tui.app.present.source import BoardSource
from tui.columns import State
from tui.text import cell_width

NAN = float("nan")


def level(values: list[float], groups: list[int] | None = None) -> list[int]:
    got = ranked(np.array(values), np.array(groups or [0] * len(values), dtype=np.int32))
    return [int(one) for one in got]


@pytest.mark.parametrize(
    ("values", "groups", "wanted"),
    [
        ([7], None, [0]),
        ([1, 2], None, [1, 5]),
        ([2, 1], None, [5, 1]),
        ([1, 2, 3], None, [1, 3, 5]),
        ([3, 3, 3], None, [3, 3, 3]),
        ([1, 2, 3, 4, 5], None, [1, 2, 3, 4, 5]),
        ([1, 1, 9], None, [2, 2, 5]),
        ([1, 2, 50, 60], [0, 0, 1, 1], [1, 5, 1, 5]),
        ([1, 50, 2, 60, 5], [0, 1, 0, 1, 7], [1, 1, 5, 5, 0]),
        ([1, 2, 3], [-1, -1, 0], [1, 5, 0]),
        ([-5, 0, 1e300], None, [1, 3, 5]),
    ],
)
def test_levels_within_groups(values: list[float], groups: list[int] | None, wanted: list[int]) -> None:
    assert level(values, groups) == wanted


@given(
    st.lists(
        st.tuples(st.floats(allow_nan=False, allow_infinity=False), st.integers(-1, 3)),
        min_size=1, max_size=40,
    )
)  # fmt: skip
def test_order_within_a_group_is_the_order_of_the_levels(rows: list[tuple[float, int]]) -> None:
    got = level([value for value, _ in rows], [group for _, group in rows])
    for group in {group for _, group in rows}:
        inside = sorted((v, at) for (v, g), at in zip(rows, got, strict=True) if g == group)
        assert all(a <= b for (_, a), (_, b) in pairwise(inside))
        assert all(b == a for (v, a), (w, b) in pairwise(inside) if v == w)
        if len(inside) == 1:
            assert inside[0][1] == 0
        else:
            assert all(1 <= at <= STEPS for _, at in inside)


def board(look: Look, lang: str = "zh", book: str = "") -> Board:
    return replace(first_board(universe_of(book), lang), look=look)


def test_only_positive_multiples_have_a_place() -> None:
    universe = universe_of(str(FULLBOOK))
    column = universe.columns[universe.forward_pe or ""]
    found = levels(universe, column)
    for row in range(universe.rows):
        if universe.states(column.name)[row] != State.VALUE or not universe.values(column.name)[row] > 0:
            assert found[row] == 0
    assert set(found.tolist()) >= {0, 1, 5}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("book", ["", str(FULLBOOK)])
def test_numbers_stay_in_line_and_the_ends_are_signed(lang: str, book: str) -> None:
    plain = BoardSource(board(PLAIN, lang, book))
    names = [column.key for column in plain.columns]
    scales = frozenset(name for name in names if name.startswith("pe_2"))
    tinted = BoardSource(board(Look(scales=scales), lang, book))
    universe = universe_of(book)
    for i, name in enumerate(names):
        for row in range(plain.rows):
            (text, tone), (told, colour) = plain.cell(row, i), tinted.cell(row, i)
            if name not in scales:
                assert (told, colour) == (text, tone)
                continue
            at = int(levels(universe, universe.columns[name])[universe.row_of[plain.key(row)]])
            assert told == text + SIGNS[at]
            assert colour.split() == [*tone.split(), *([TONES[at]] if at else [])]
            assert cell_width(told) <= tinted.columns[i].cells
            assert "#" not in told


def test_a_tint_fills_its_cell_and_nothing_beside_it() -> None:
    class Two:
        columns = (
            GridColumn("a", "a", 6, right=True),
            GridColumn("b", "b", 6, right=True),
            GridColumn("c", "c", 6),
        )
        rows, sections = 1, ()

        def cell(self, row: int, column: int) -> tuple[str, str]:  # noqa: ARG002
            return (("1.0<", "scale1"), ("2.0<", "doubt scale1"), ("x", ""))[column]

        def key(self, row: int) -> str:  # noqa: ARG002
            return "k"

        def find(self, key: str) -> int | None:  # noqa: ARG002
            return 0

    source = Two()
    for width in (8, 15, 22, 40):
        layout = lay_out(source.columns, width, 0, 0)
        runs = row_runs(source, 0, layout, -1)
        assert sum(cell_width(text) for text, _ in runs) == width
        filled = [(text, tone) for text, tone in runs if TINT in tone]
        assert filled == [("  1.0<", "scale1"), ("  2.0<", "doubt scale1")][: len(layout.slots)]
    runs = row_runs(source, 0, lay_out(source.columns, 40, 0, 0), 0)
    assert [run for run in runs if run[1] in {"cursor", "doubt scale1"}] == [
        ("  1.0<", "cursor"),
        ("  2.0<", "doubt scale1"),
    ]


def test_the_mark_of_hidden_columns_is_no_mark_of_a_scale() -> None:
    assert not {MORE_LEFT, MORE_RIGHT} & {*SIGNS}
    assert {unicodedata.east_asian_width(mark) for mark in (MORE_LEFT, MORE_RIGHT)} <= {"N", "Na"}
    assert {"< >", f"{MORE_LEFT} {MORE_RIGHT}"} <= {sign for sign, _ in MARKS}
