"""The choice of columns as a value: every step gives another, and none loses a column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.app.frames.columns import Columns
from tui.app.frames.look import MOST_DECIMALS, PLAIN, WIDEST, Look

ALL = ("code", "name", "price", "pe", "themes", "news")
START = Columns(ALL, frozenset({"code", "name", "price", "pe"}))


def test_shown_columns_keep_the_order_of_the_list() -> None:
    assert START.names == ("code", "name", "price", "pe")
    assert START.toggled("news").names == ("code", "name", "price", "pe", "news")
    assert START.toggled("name").names == ("code", "price", "pe")
    assert START.toggled("name").toggled("name") == START


def test_the_last_column_stays() -> None:
    lone = Columns(ALL, frozenset({"pe"}))
    assert lone.toggled("pe") is lone


@pytest.mark.parametrize(
    ("name", "step", "wanted"),
    [
        ("pe", -1, ("code", "name", "pe", "price", "themes", "news")),
        ("pe", 1, ("code", "name", "price", "themes", "pe", "news")),
        ("code", -1, ALL),
        ("news", 1, ALL),
        ("code", 1, ("name", "code", "price", "pe", "themes", "news")),
    ],
)
def test_a_column_moves_by_one_place_and_stops_at_the_ends(
    name: str, step: int, wanted: tuple[str, ...]
) -> None:
    assert START.moved(name, step).order == wanted


def test_freezing_goes_up_to_a_column_and_back() -> None:
    assert START.frozen == 2
    frozen = START.frozen_to("price")
    assert (frozen.frozen, frozen.look.frozen) == (3, 3)
    assert frozen.frozen_to("price") == START
    assert frozen.frozen_to("code").frozen == 1
    assert START.frozen_to("news") is START
    assert frozen.toggled("name").frozen == 2
    assert frozen.toggled("name").toggled("name").frozen == 3
    assert frozen.toggled("pe").frozen == 3
    assert Columns(("price", "code"), frozenset({"price", "code"})).frozen == 0


def test_widths_and_decimals_have_ends_and_go_back_to_the_content() -> None:
    cells = {"pe": 6}
    wide = START.widened("pe", 2, cells)
    assert wide.look.widths == {"pe": 8}
    assert START.widened("pe", -99, cells).look.widths == {"pe": 1}
    assert START.widened("pe", 999, cells).look.widths == {"pe": WIDEST}
    assert START.widened("news", 1, cells) is START
    assert wide.rounded("pe", 1, 1).look.decimals == {"pe": 2}
    assert wide.rounded("pe", 1, 1).rounded("pe", 1, 1).look.decimals == {"pe": 3}
    assert wide.rounded("pe", 1, -9).look.decimals == {"pe": 0}
    assert wide.rounded("pe", 1, 99).look.decimals == {"pe": MOST_DECIMALS}
    assert START.rounded("name", None, 1) is START
    assert wide.rounded("pe", 1, 1).fitted("pe") == START


def test_a_ready_set_keeps_widths_and_decimals_and_every_other_column() -> None:
    dressed = START.widened("pe", 1, {"pe": 6}).rounded("pe", 1, 1).frozen_to("pe").scaled("price")
    made = START.showing(("code", "themes"), frozenset({"themes"})).dressed_as(dressed)
    assert made.names == ("code", "themes")
    assert sorted(made.order) == sorted(ALL)
    assert made.look == Look({"pe": 7}, {"pe": 2}, None, frozenset({"themes"}))


def test_a_scale_goes_on_and_off() -> None:
    assert START.scaled("pe").look.scales == {"pe"}
    assert START.scaled("pe").scaled("pe").look == PLAIN


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("toggled", "down", "up", "frozen_to", "scaled", "wider", "more", "fitted")),
        st.sampled_from(ALL),
    ),
    max_size=30,
)


@given(STEPS)
def test_no_run_of_steps_loses_a_column_or_shows_none(steps: list[tuple[str, str]]) -> None:
    columns = START
    for step, name in steps:
        columns = {
            "toggled": lambda c, n: c.toggled(n),
            "down": lambda c, n: c.moved(n, 1),
            "up": lambda c, n: c.moved(n, -1),
            "frozen_to": lambda c, n: c.frozen_to(n),
            "scaled": lambda c, n: c.scaled(n),
            "wider": lambda c, n: c.widened(n, 1, {"pe": 5}),
            "more": lambda c, n: c.rounded(n, 1, 1),
            "fitted": lambda c, n: c.fitted(n),
        }[step](columns, name)
        assert sorted(columns.order) == sorted(ALL)
        assert columns.names
        assert 0 <= columns.frozen <= len(columns.names)
