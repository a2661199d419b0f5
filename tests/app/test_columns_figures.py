"""The figures of the cursor's column, and the list of all columns."""

from __future__ import annotations

from dataclasses import replace
from unittest import mock

import numpy as np
import pytest

from tests.app.session import FULLBOOK, universe_of
from tui.app.board import Board, first_board
from tui.app.frames.look import Look
from tui.app.present.columns import column_figures, column_lines, columns_of
from tui.text import is_clean
from tui.view.aggregate import aggregate
from tui.view.view import By


def board(lang: str = "zh", book: str = "", look: Look | None = None) -> Board:
    made = first_board(universe_of(book), lang)
    return replace(made, look=look) if look else made


@pytest.mark.parametrize(
    ("lang", "column", "wanted"),
    [
        ("zh", "pe_2026E", ("市盈率 2026E", "n 13", "中位 33.5", "调和 30.2", "最小 14.3", "最大 1,172.6")),
        ("en", "pe_2026E", ("PE 2026E", "n 13", "median 33.5", "harmonic 30.2", "min 14.3", "max 1,172.6")),
        ("en", "peg", ("PEG", "n 12 of 13", "median 1.75", "harmonic 1.43", "min 0.43", "max 13.79")),
        ("zh", "peg", ("PEG", "n 12/13", "中位 1.75", "调和 1.43", "最小 0.43", "最大 13.79")),
        ("en", "price", ("price", "n 13", "median 86.30", "min 4.07", "max 1,116.00")),
        ("en", "rating", ("rating", "n 13", "2 distinct")),
        ("zh", "rating", ("评级", "n 13", "2 种")),
        ("en", "as_of", ("as of", "n 13", "2026-07-03")),
        ("zh", "name", ("简称", "n 13")),
        ("zh", "themes", ("主题", "n 13", "11 种")),
        ("en", "nothing", ()),
    ],
)
def test_figures(lang: str, column: str, wanted: tuple[str, ...]) -> None:
    assert column_figures(board(lang), column) == wanted


def test_losses_and_cells_without_a_value_are_told() -> None:
    figures = column_figures(board("en", str(FULLBOOK)), "pe_2026E")
    assert any(figure.startswith("n ") and " of " in figure for figure in figures)
    assert any(figure.startswith("losses ") for figure in figures)


def test_figures_are_rounded_as_the_column_is() -> None:
    look = Look(decimals={"pe_2026E": 3})
    assert column_figures(board("en", look=look), "pe_2026E")[2] == "median 33.500"


def test_many_rows_of_one_column_are_worked_out_once() -> None:
    made = board("en")
    with mock.patch("tui.app.present.columns.aggregate", wraps=aggregate) as counted:
        for name, many in (("price", 1), ("price", 1), ("peg", 2), ("peg", 2), ("price", 3)):
            column_figures(made, name)
            assert counted.call_count == many
        again = replace(made, look=Look(decimals={"price": 0}))
        assert column_figures(again, "price")[2] == "median 86"
        assert column_figures(replace(made, lang="zh"), "price")[2] == "中位 86.30"


def test_they_follow_the_rows_on_show_and_count_a_name_once() -> None:
    made = board("en")
    few = made.with_view(made.view.keeping("group", "operators"))
    assert column_figures(few, "rating") == ("rating", "n 3", "1 distinct")
    themed = made.with_view(replace(made.view, by=By.THEME))
    assert column_figures(themed, "rating") == ("rating", "n 13", "2 distinct")
    assert column_figures(themed, "name") == ("name", "n 13")
    none = replace(made, arrangement=replace(made.arrangement, rows=np.array([], dtype=np.int64)))
    assert column_figures(none, "price") == ()


@pytest.mark.parametrize("book", ["", str(FULLBOOK)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_column_has_a_line_and_clean_figures(lang: str, book: str) -> None:
    made = board(lang, book)
    lines = column_lines(made)
    assert [line.id for line in lines] == list(made.universe.columns)
    for line in lines:
        assert line.label
        assert line.numeric == made.universe.columns[line.id].kind.numeric
        for text in (line.label, *line.words, *column_figures(made, line.id)):
            assert is_clean(text)


def test_the_list_begins_with_what_is_on_show() -> None:
    made = board()
    columns = columns_of(made)
    assert columns.names == made.view.columns == columns.order[: len(made.view.columns)]
    assert sorted(columns.order) == sorted(made.universe.columns)
