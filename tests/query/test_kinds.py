"""What figures measure in sums, products and comparisons; and which names are nearest to a word."""

from __future__ import annotations

import time
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.columns import Kind
from tui.query import kinds
from tui.query.kinds import Loose, Unit
from tui.query.near import distance, near

PLAIN, SHARE = Loose.PLAIN, Loose.SHARE
UNITS: tuple[Unit, ...] = (
    PLAIN, SHARE, Kind.NUMBER, Kind.MONEY, Kind.MULTIPLE, Kind.RATIO, Kind.PERCENT, Kind.COUNT, Kind.DATE,
)  # fmt: skip
SHORT = dict(zip(("1", "1%", "n", "$", "x", "r", "%", "#", "d"), UNITS, strict=True))

# One row a left side, one column a right side, in the order of UNITS; `!` is a clash.
JOINED = """
1    1   1   n   $   x   r   %   #   !
1%   1   1%  n   !   !   r   %   !   !
n    n   n   n   $   x   r   %   #   !
$    $   !   $   $   n   n   n   n   !
x    x   !   x   n   x   n   n   n   !
r    r   r   r   n   n   r   !   n   !
%    %   %   %   n   n   !   %   n   !
#    #   !   #   n   n   n   n   #   !
d    !   !   !   !   !   !   !   !   d
"""
PRODUCT = """
1    1   1   n   $   x   r   %   #
1%   1   1   n   $   x   r   %   #
n    n   n   n   n   n   n   n   n
$    $   $   n   n   n   $   n   n
x    x   x   n   n   n   x   n   n
r    r   r   n   $   x   r   %   #
%    %   %   n   n   n   %   n   n
#    #   #   n   n   n   #   n   n
"""
QUOTIENT = """
1    1   1   n   n   n   n   n   n
1%   1   1   n   n   n   n   n   n
n    n   n   n   n   n   n   n   n
$    $   $   n   r   n   $   $   n
x    x   x   n   n   r   x   x   n
r    r   r   n   n   n   r   r   n
%    %   %   n   n   n   %   r   n
#    #   #   n   n   n   #   #   r
"""


def table(text: str) -> list[tuple[Unit, Unit, str]]:
    rows = [line.split() for line in text.strip().splitlines()]
    return [(SHORT[row[0]], unit, cell) for row in rows for unit, cell in zip(UNITS, row[1:], strict=False)]


@pytest.mark.parametrize(("one", "other", "cell"), table(JOINED))
def test_sums_and_comparisons(one: Unit, other: Unit, cell: str) -> None:
    assert bool(kinds.clash(one, other)) is (cell == "!")
    if cell != "!":
        assert kinds.joined(one, other) is SHORT[cell]


@pytest.mark.parametrize(("one", "other", "cell"), table(PRODUCT))
def test_products(one: Unit, other: Unit, cell: str) -> None:
    assert kinds.product(one, other) is SHORT[cell]


@pytest.mark.parametrize(("one", "other", "cell"), table(QUOTIENT))
def test_quotients(one: Unit, other: Unit, cell: str) -> None:
    assert kinds.quotient(one, other) is SHORT[cell]


def test_what_is_alike_both_ways_round() -> None:
    for one, other in product(UNITS, UNITS):
        assert kinds.clash(one, other) == kinds.clash(other, one)
        if not kinds.clash(one, other):
            assert kinds.joined(one, other) is kinds.joined(other, one)


# ── nearest names ───────────────────────────────────────────────────────────────────────────────────


def test_swapped_letters_come_first() -> None:
    names = ["pe6", "pe622", "pe_62", "pe26", "price", "pe25"]
    assert near("pe62", names)[0] == "pe26"


def test_of_names_of_one_thing_the_first_is_enough() -> None:
    names = ["pe26", "pe_26", "pe_2026", "pe27"]
    assert near("pe62", names, lambda name: name[-2:]) == ("pe26", "pe27")


def test_names_of_one_word_come_before_names_that_want_quotes() -> None:
    assert near("optical", ["Optical modules", "optical-modules"])[0] == "optical-modules"


@given(st.text("abcd26", max_size=6), st.text("abcd26", max_size=6))
@settings(max_examples=60, deadline=None)
def test_distance_is_the_same_both_ways_and_zero_for_equals(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one) <= max(len(one), len(other))
    assert (distance(one, other) == 0) is (one == other)


def test_the_nearest_of_very_many_names_comes_soon() -> None:
    names = [f"name-{i}" for i in range(200_000)]
    begun = time.perf_counter()
    near("name-12x45", names)
    assert time.perf_counter() - begun < 2
