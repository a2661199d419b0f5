"""Cross-sections: small cases by hand, and groups of a million rows in time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tui.query.cross import Groups, answers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.query.data import Floats

N = None
VALUES = [4.0, None, 1.0, 4.0, -2.0, 8.0, None]
CODES = [0, 0, 0, 0, 1, -1, 2]  # the last group has no value at all

ALL = [
    ("rank", [3, N, 2, 3, 1, 5, N]),
    ("pct_rank", [0.5, N, 0.25, 0.5, 0, 1, N]),
    ("median", [4] * 7),
    ("mean", [3] * 7),
    ("hmean", [4 / (0.25 + 1 + 0.25 + 0.125)] * 7),  # over positive values only
    ("count", [5] * 7),
    ("min", [-2] * 7),
    ("max", [8] * 7),
]
GROUPED = [
    ("rank", [2, N, 1, 2, 1, N, N]),
    ("pct_rank", [0.5, N, 0, 0.5, N, N, N]),  # of one there is no share
    ("median", [4, 4, 4, 4, -2, N, N]),
    ("mean", [3, 3, 3, 3, -2, N, N]),
    ("hmean", [2, 2, 2, 2, N, N, N]),
    ("zscore", [3**-0.5, N, -2 / 3**0.5, 3**-0.5, N, N, N]),
    ("count", [3, 3, 3, 3, 1, N, 0]),
    ("min", [1, 1, 1, 1, -2, N, N]),
    ("max", [4, 4, 4, 4, -2, N, N]),
]


def listed(found: Floats) -> list[Any]:
    return [N if np.isnan(v) else pytest.approx(v) for v in found]


def floats(values: Sequence[float | None]) -> Floats:
    return np.array([np.nan if v is N else v for v in values])


@pytest.mark.parametrize(("name", "wanted"), ALL)
def test_over_all(name: str, wanted: list[Any]) -> None:
    assert listed(answers(name, floats(VALUES), Groups(None, 1), 7)) == wanted


@pytest.mark.parametrize(("name", "wanted"), GROUPED)
def test_by_group(name: str, wanted: list[Any]) -> None:
    assert listed(answers(name, floats(VALUES), Groups(np.array(CODES), 3), 7)) == wanted


def test_a_count_of_names_counts_those_without_a_value() -> None:
    assert answers("count", None, Groups(None, 1), 7).tolist() == [7] * 7
    assert listed(answers("count", None, Groups(np.array(CODES), 3), 7)) == [4, 4, 4, 4, 1, N, 1]


@pytest.mark.parametrize("name", [name for name, _ in GROUPED])
@pytest.mark.parametrize(
    "groups", [Groups(None, 1), Groups(np.array([-1, -1]), 0), Groups(np.array([0, 0]), 1)]
)
def test_without_any_value_there_is_no_answer(name: str, groups: Groups) -> None:
    found = answers(name, floats([N, N]), groups, 2)
    counted = name == "count" and (groups.codes is None or groups.size > 0)
    assert listed(found) == ([0, 0] if counted else [N, N])


@pytest.mark.parametrize("groups", [Groups(None, 1), Groups(np.empty(0, dtype=np.int32), 0)])
def test_no_rows(groups: Groups) -> None:
    assert not len(answers("median", np.empty(0), groups, 0))


def test_a_harmonic_mean_is_of_positive_values_only() -> None:
    assert listed(answers("hmean", floats([-0.25, 0.0, 2.0, 6.0]), Groups(None, 1), 4)) == [3] * 4
    assert listed(answers("hmean", floats([-0.25, 0.0]), Groups(None, 1), 2)) == [N, N]


def test_equal_values_have_no_spread() -> None:
    assert listed(answers("zscore", floats([2, 2, 2]), Groups(None, 1), 3)) == [N, N, N]


def test_a_median_half_the_way_is_printed_short_and_never_overflows() -> None:
    assert answers("median", floats([25.0, 25.1]), Groups(None, 1), 2)[0] == 25.05
    assert answers("median", floats([-1e308, 1.5e308]), Groups(None, 1), 2)[0] == 0.25e308


def test_many_groups_agree_with_one_group_at_a_time() -> None:
    rng = np.random.default_rng(3)
    values, codes = np.round(rng.normal(size=3000) * 20) / 4, rng.integers(-1, 40, 3000)
    values[rng.random(3000) < 0.1] = np.nan
    for name, _ in GROUPED:
        found = answers(name, values, Groups(codes, 40), 3000)
        for group in range(40):
            rows = np.flatnonzero(codes == group)
            alone = answers(name, values[rows], Groups(None, 1), len(rows))
            np.testing.assert_allclose(found[rows], alone, rtol=1e-12)
        assert np.isnan(found[codes < 0]).all()


def test_the_median_of_a_million_rows_by_group_takes_no_long_time() -> None:
    rng = np.random.default_rng(4)
    values, codes = rng.random(1_000_000), rng.integers(0, 100, 1_000_000).astype(np.int32)
    taken = []
    for _ in range(3):
        begun = time.perf_counter()
        answers("median", values, Groups(codes, 100), len(values))
        taken.append(time.perf_counter() - begun)
    assert min(taken) < 1.0  # about 0.08 s on an idle machine
