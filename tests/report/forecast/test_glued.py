"""Figures run together: every way of taking them apart, and the time that long lines take."""

from __future__ import annotations

from time import perf_counter

import pytest

from tests.report.forecast.tables import paragraph
from tui.report.forecast import runon
from tui.report.forecast.glued import figures_of
from tui.report.readers.oneline import parted

HEAD = "代码名称股价EPSPE投资评级2025A2026E2025A2026E"
PINE = "18.600.931.2420.0015.00"


@pytest.mark.parametrize(
    ("digits", "wanted", "ways"),
    [
        ("9.060.190.31", 3, [("9.06", "0.19", "0.31")]),
        ("9.060.190.31", 4, []),
        ("13.814.313.8", 3, []),
        ("9.0600.19", 2, []),
        ("1,116.009.72", 2, [("1,116.00", "9.72")]),
        ("0.91-20.28", 2, [("0.91", "-20.28")]),
        ("0.91-20.28", 3, [("0.91", "-", "20.28")]),
        ("0.91-20.28——", 4, [("0.91", "-20.28", "-", "-")]),
        ("0.86--33.04", 4, [("0.86", "-", "-", "33.04")]),
        ("0.86--33.04", 3, [("0.86", "-", "33.04"), ("0.86", "-", "-33.04")]),
        ("(0.12)1.50", 2, [("(0.12)", "1.50")]),
        ("亏损1.50", 2, [("亏损", "1.50")]),
        ("5.5017.44%-1.20%", 3, [("5.50", "17.44%", "-1.20%")]),
        ("195.3", 1, []),
        ("1.00-" * 9 + "1.00", 10, []),
    ],
)
def test_figures_run_together(digits: str, wanted: int, ways: list[tuple[str, ...]]) -> None:
    assert figures_of(digits, wanted) == ways


@pytest.mark.parametrize(
    "text",
    [
        "1" * 200_000,
        "1.2-" * 50_000,
        "青松电子" * 50_000,
        f"{HEAD}600101.SH青松电子{PINE}买入" * 3_000,
        HEAD + f"0981.HK青松电子{PINE}买入" * 5_000,
        HEAD + "600101.SH青松电子1--2.50--3.50---0.10-----9.99买入" * 5_000,
        "EPS2025APE2026E1.50" * 10_000,
        "股价EPS年" * 40_000 + "1.50" * 9,
    ],
    ids=range(8),
)
def test_long_lines_take_linear_time(text: str) -> None:
    start = perf_counter()
    list(runon.tables(paragraph(text)))
    parted(text)
    assert perf_counter() - start < 3
