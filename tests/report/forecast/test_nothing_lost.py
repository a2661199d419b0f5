"""Rows that no table took, rows cut in two and cells left empty: each is told."""

from __future__ import annotations

import pytest

from tests.report.forecast.tables import forecast, paragraph, table
from tui.report.blocks import Document, Place
from tui.report.forecast.gaps import with_gaps
from tui.report.forecast.lost import with_lost
from tui.report.model import FocusGroup

TABLE = """
代码 | 简称 | 股价 | EPS2025A | EPS2026E | PE2025A | PE2026E | 评级
600941.SH | 中国移动 | 87.48 | 6.33 | 6.13 | 13.8 | 14.3 | 未评级
300308.SZ | 中际旭创 | 1116.00 | 9.72 | 26.87 | 114.8 | 41.5 | 买入
300394.SZ | 天孚通信 | 250.10 | 2.59 | 3.61 | 96.4 | 69.3 | 买入
"""


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("300502.SZ 新易盛 526.00 9.59 13.17 54.9 39.9 买入", "300502.SZ"),
        ("300502.SZ新易盛526.009.5913.1754.939.9买入", "300502.SZ"),
        ("300502.SZ|新易盛|526.00|9.59|13.17|54.9|39.9|买入", "300502.SZ"),
        ("9.59 13.17 16.29 35.89 54.9 39.9 买入", ""),
    ],
)
def test_a_line_like_a_row_is_refused(line: str, code: str) -> None:
    blocks = (table(TABLE), paragraph(line, line=9))
    found = with_lost(forecast(*blocks), Document("report.txt", blocks), ())
    assert [(d.code, d.level.word, d.place) for d in found.told] == [(code, "refused", Place(0, 9))]
    assert found.seen == 3 + bool(code)


@pytest.mark.parametrize(
    "line",
    [
        "300308.SZ 中际旭创 1116.00 9.72 26.87 114.8 41.5 买入",
        "本周板块下跌9.17%，成交额1,204.5亿元，环比减少12.3%。",
        "建议关注新易盛（300502.SZ）、太辰光（300570.SZ）。",
        "20260703 第 12 页",
        "",
    ],
)
def test_other_lines_are_not(line: str) -> None:
    blocks = (table(TABLE), paragraph(line, line=9))
    assert with_lost(forecast(*blocks), Document("report.txt", blocks), ()).told == ()


def test_a_covered_name_of_a_focus_group_without_a_row_is_told() -> None:
    focus = [FocusGroup("光模块", "", ("300308.SZ", "300502.SZ"), Place(0, 3))]
    found = with_lost(forecast(TABLE), Document("report.txt", ()), focus)
    assert [(d.code, d.level.word) for d in found.told] == [("300502.SZ", "doubtful")]


def test_without_names_nothing_is_said() -> None:
    blocks = (paragraph("300502.SZ 新易盛 526.00 9.59 13.17 54.9 39.9 买入"),)
    assert with_lost(forecast(*blocks), Document("report.txt", blocks), ()).told == ()


def test_empty_cells_among_full_ones_are_told_once_a_row() -> None:
    found = with_gaps(forecast(TABLE + "300502.SZ | 新易盛 | 526.00 | 9.59 | | | | "), "report.txt")
    assert [(d.code, d.column, d.level.word) for d in found.told] == [("300502.SZ", "", "doubtful")]
    assert "eps_2026E, pe_2025A, pe_2026E" in found.told[0].read
    found = with_gaps(
        forecast(TABLE + "300502.SZ | 新易盛 | 526.00 | 9.59 | | 54.9 | 39.9 | 买入"), "report.txt"
    )
    assert [(d.code, d.column) for d in found.told] == [("300502.SZ", "eps_2026E")]


def test_a_dash_is_no_gap() -> None:
    found = forecast(TABLE + "300502.SZ | 新易盛 | 526.00 | 9.59 | -- | 54.9 | -- | -")
    assert with_gaps(found, "report.txt").told == ()
