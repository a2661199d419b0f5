"""The pure part of the grid: lines, layouts, runs of text."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pytest

from tui.app.grid.model import (
    EmptySource,
    GridColumn,
    GridSection,
    Lines,
    frozen_count,
    kept,
    lay_out,
    scroll_to_show,
    thumb_cell,
)
from tui.app.grid.paint import header_runs, row_runs, section_runs
from tui.text import cell_width

COLUMNS = (
    GridColumn("code", "代码", 9, frozen=True),
    GridColumn("name", "简称", 8, frozen=True),
    GridColumn("rating", "评级", 6),
    GridColumn("price", "股价", 7, right=True),
    GridColumn("change", "涨跌%", 7, right=True, mark="2v"),
    *(GridColumn(f"pe{y}", f"PE {y}", 6, right=True) for y in (25, 26, 27, 28)),
    GridColumn("themes", "主题", 16),
    GridColumn("news", "新闻", 4, right=True),
)
SECTIONS = (
    GridSection(0, "运营商 3", "PE26E 中位 15.3"),
    GridSection(3, "光模块 5", "PE26E 中位 69.3"),
    GridSection(8, "商业航天", ""),
)
TEXTS = ("+1.25", "中国卫星通信", "", "-", "a long text of the kind that is cut")
TONES = ("", "up", "dim", "", "doubt")


@dataclass(frozen=True)
class Table:
    """Rows known by their numbers, with texts of every kind."""

    order: range | tuple[int, ...]
    columns: tuple[GridColumn, ...] = COLUMNS
    sections: tuple[GridSection, ...] = ()

    @property
    def rows(self) -> int:
        return len(self.order)

    def cell(self, row: int, column: int) -> tuple[str, str]:
        kind = (self.order[row] + column) % 5
        return TEXTS[kind], TONES[kind]

    def key(self, row: int) -> str:
        return str(self.order[row])

    def find(self, key: str) -> int | None:
        return self.order.index(int(key)) if int(key) in self.order else None


def test_lines_hold_rows_and_headers() -> None:
    lines = Lines.of(Table(range(6), sections=(*SECTIONS[:2], SECTIONS[2]._replace(start=3))))
    assert [lines.what(line) for line in range(lines.total)] == [
        (-1, 0), (0, -1), (1, -1), (2, -1), (-1, 1), (-1, 2), (3, -1), (4, -1), (5, -1),
    ]  # fmt: skip
    assert [lines.of_row(row) for row in range(6)] == [1, 2, 3, 6, 7, 8]
    assert [lines.top_of(row) for row in range(6)] == [0, 2, 3, 4, 7, 8]
    assert [lines.row_near(line, down=True) for line in (-5, 0, 3, 4, 5, 99)] == [0, 0, 2, 3, 3, 5]
    assert [lines.row_near(line, down=False) for line in (-5, 0, 4, 5, 6)] == [0, 0, 2, 2, 3]


@pytest.mark.parametrize(
    ("row", "top", "height", "wanted"),
    [(0, 0, 10, 0), (9, 0, 10, 1), (8, 0, 10, 0), (0, 5, 10, 0), (5, 9, 10, 6), (5, 0, 1, 6), (0, 5, 1, 1)],
)
def test_scroll_to_show(row: int, top: int, height: int, wanted: int) -> None:
    lines = Lines.of(Table(range(50), sections=(GridSection(0, "", ""),)))
    assert scroll_to_show(lines, row, top, height) == wanted


def test_every_column_can_be_brought_on_the_screen() -> None:
    for width in range(12, 220, 7):
        for cursor in range(len(COLUMNS)):
            for first in range(len(COLUMNS)):
                layout = lay_out(COLUMNS, width, first, cursor)
                slot = next(s for s in layout.slots if s.column == cursor)
                room = width - 2 - sum(c.cells + 1 for c in COLUMNS[: layout.frozen])
                assert slot.width == COLUMNS[cursor].cells or slot.width == room
                assert all(s.width == COLUMNS[s.column].cells or not s.right for s in layout.slots[:-1])
                last = layout.slots[-1]
                cut = last.width < COLUMNS[last.column].cells
                assert layout.more == (cut or last.column < len(COLUMNS) - 1)
                assert layout.left == (layout.first > layout.frozen)


def test_frozen_columns_give_way_in_a_narrow_window() -> None:
    assert [frozen_count(COLUMNS, width) for width in (10, 18, 19, 33, 34, 80)] == [0, 0, 1, 1, 2, 2]


def test_runs_are_few_and_exact() -> None:
    table = Table(range(12), sections=SECTIONS)
    for width in (1, 2, 3, 10, 33, 80, 160):
        layout = lay_out(COLUMNS, width, 0, 0)
        for row in range(12):
            for cursor in (-1, 0, 4):
                runs = row_runs(table, row, layout, cursor)
                assert sum(cell_width(text) for text, _ in runs) == width
                assert all(a[1] != b[1] for a, b in pairwise(runs))
        assert sum(cell_width(text) for text, _ in header_runs(COLUMNS, layout, 3)) == width
        for section in SECTIONS:
            assert sum(cell_width(text) for text, _ in section_runs(section, width)) == max(width, 2)


def test_wide_text_is_cut_between_characters_and_marked() -> None:
    columns = (GridColumn("name", "简称", 8),)
    layout = lay_out(columns, 10, 0, 0)
    assert row_runs(Table((1,), columns), 0, layout, -1) == [(" ", ""), ("中国卫~  ", "up")]


def test_sort_marks_never_lose_their_title() -> None:
    columns = (GridColumn("a", "PE26E", 5, right=True, mark="1^"), GridColumn("b", "主题", 12, mark="2v"))
    layout = lay_out(columns, 40, 0, 0)
    assert header_runs(columns, layout, 0)[:4] == [
        (" ", ""),
        ("PE26E", "cursor"),
        (" 1^", "cursor"),
        (" ", ""),
    ]
    assert "".join(text for text, _ in header_runs(columns, layout, 0)).rstrip() == " PE26E 1^ 主题 2v"


def test_kept_goes_by_keys() -> None:
    old, new = Table(range(10)), Table((9, 5, 3), COLUMNS[2:5])
    assert kept(old, new, 5, 4) == (1, 2)
    assert kept(old, new, 1, 0) == (1, 0)
    assert kept(old, new, 8, 10) == (2, 2)
    assert kept(old, EmptySource(), 8, 10) == (-1, 0)
    assert kept(EmptySource(), new, -1, 0) == (0, 0)


def test_the_thumb_runs_from_end_to_end() -> None:
    assert thumb_cell(0, 20, 1000) == 0
    assert thumb_cell(980, 20, 1000) == 19
    assert thumb_cell(0, 20, 10) == 0
