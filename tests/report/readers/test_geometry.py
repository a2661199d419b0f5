"""Words with positions: every word in its own column, or no grid."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.report.blocks import Cell, Place
from tui.report.readers.figures import is_body, is_number
from tui.report.readers.geometry import grid
from tui.text import cell_width

NAMES = ("中国移动", "新易盛", "Meta Platforms", "小米集团-W", "中兴", "天孚通信科技股份")
HEADS = {"code": "股票代码", "name": "股票简称", "price": "收盘价", "rating": "投资评级"}
SPACE = 0.6  # half characters between two words of one text


def spread(text: str, left: float, right: float, align: str, line: int) -> list[Cell]:
    """A text's words between two edges."""
    room = right - left - cell_width(text)
    at = left + {"l": 0.0, "c": room / 2, "r": room}[align]
    out = []
    for word in text.split():
        out.append(Cell(word, Place(0, line), at, at + cell_width(word)))
        at += cell_width(word) + SPACE
    return out


def cells_of(dice: random.Random, kinds: list[str], holes: float, dashes: float) -> list[str]:
    out = []
    for kind in kinds:
        text = {
            "code": lambda: f"{dice.randint(0, 999999):06d}.SZ",
            "name": lambda: dice.choice(NAMES),
            "rating": lambda: dice.choice(["买入", "增持", "未评级"]),
            "price": lambda: f"{dice.choice([5, 80, 1200]) * dice.random():,.2f}",
            "eps": lambda: f"{dice.choice([dice.random(), 30 * dice.random(), -dice.random()]):.2f}",
            "pe": lambda: f"{dice.choice([20, 200, 3000]) * dice.random():,.1f}",
        }[kind]()
        if kind not in {"code", "name"} and dice.random() < holes:
            text = ""
        elif kind not in {"code", "name"} and dice.random() < dashes:
            text = "--"
        out.append(text)
    return out


def drawn(dice: random.Random) -> tuple[list[list[Cell]], list[list[str]]]:
    """A table as words with positions, and as it should be read."""
    eps, pe = dice.choice([(4, 4), (3, 3), (3, 2), (2, 2), (4, 3)])
    kinds = ["code", "name", "price"] + ["eps"] * eps + ["pe"] * pe + ["rating"] * dice.randint(0, 1)
    if dice.random() < 0.3:
        kinds[:2] = ["name", "code"]
    holes, dashes = dice.choice([0, 0.05, 0.2]), dice.choice([0, 0, 0.1])
    body = [cells_of(dice, kinds, holes, dashes) for _ in range(dice.randint(1, 12))]
    first = dice.choice([0, eps - pe])
    years = [f"{2024 + i}{'E' if i else 'A'}" for i in [*range(eps), *range(first, first + pe)]]
    leaf = ["", "", "", *years, ""][: len(kinds)]
    top = [HEADS.get(kind, "") for kind in kinds]
    align = {kind: dice.choice("lrc") for kind in kinds}
    gap, extra = dice.choice([0.4, 0.7, 1, 2, 4]), dice.choice([0, 0, 2, 6])
    edges: list[tuple[float, float]] = []
    for i in range(len(kinds)):
        left = edges[-1][1] + gap if edges else 0.0
        width = max(cell_width(row[i]) for row in [*body, leaf, top])
        edges.append((left, left + width + extra))
    lines = [[c for i, t in enumerate(top) for c in spread(t, *edges[i], align[kinds[i]], 0)]]
    for text, start, count in (("EPS(元)", 3, eps), ("PE", 3 + eps, pe)):
        lines[0] += spread(text, edges[start][0], edges[start + count - 1][1], dice.choice("lc"), 0)
        top[start : start + count] = [text] * count
    for number, row in enumerate([leaf, *body], 1):
        lines.append([c for i, t in enumerate(row) for c in spread(t, *edges[i], align[kinds[i]], number)])
    return lines, [top, leaf, *body]


def held(rows: list[list[str]]) -> list[list[str]]:
    """Rows without spaces and without columns that are empty."""
    full = [i for i in range(len(rows[0])) if any(row[i] for row in rows)]
    return [[row[i].replace(" ", "") for i in full] for row in rows]


@given(st.integers(0, 10**9))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_a_drawn_table_is_read_right_or_not_at_all(seed: int) -> None:
    lines, wanted = drawn(random.Random(seed))
    rows = grid(lines)
    if rows is not None:
        assert held([[cell.text for cell in row] for row in rows]) == held(wanted)


def test_nearly_every_drawn_table_is_read() -> None:
    read = sum(1 for seed in range(300) if grid(drawn(random.Random(seed))[0]) is not None)
    assert read >= 290


@given(st.integers(0, 10**9), st.lists(st.floats(-9, 9), min_size=14, max_size=14))
@settings(max_examples=100, deadline=None)
def test_rows_out_of_line_shift_no_figure(seed: int, shifts: list[float]) -> None:
    """A row set aside of the others is refused, unless it fills every column."""
    lines, wanted = drawn(random.Random(seed))
    moved = lines[:2] + [
        [cell._replace(left=cell.left + by, right=cell.right + by) for cell in line]
        for line, by in zip(lines[2:], shifts, strict=False)
    ]
    rows = grid(moved)
    if rows is None:
        return
    for row, want in zip(rows[2:], wanted[2:], strict=True):
        got = [cell.text.replace(" ", "") for cell in row if cell.text]
        assert got == [text.replace(" ", "") for text in want if text]


PLACES = st.floats(-99, 99)
CELLS = st.builds(Cell, st.text(max_size=8), st.just(Place()), PLACES, PLACES)


@given(st.lists(st.lists(CELLS), max_size=8))
@settings(max_examples=100, deadline=None)
def test_nothing_breaks_it(lines: list[list[Cell]]) -> None:
    rows = grid(lines)
    if rows is not None:
        assert len({len(row) for row in rows}) == 1
        assert len(rows) == sum(1 for line in lines if line)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12.3", True), ("1,116.00", True), ("（0.12）", True), ("-0.12", True), ("12.3x", True),
        ("12.3倍", True),
        ("--", True), ("—", True), ("N/A", True), ("Rmb1,149.00", True), ("０.５", True), ("9.8%", True),
        ("2026E", False), ("26E", False), ("买入", False), ("600941.SH", False), ("5G", False), ("/", False),
    ],
)  # fmt: skip
def test_what_is_a_figure(text: str, number: bool) -> None:
    assert is_number(text) is number


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("中国移动 87.48 6.33 6.13", True),
        ("600941 中国移动 -- -- 6.13", True),
        ("2024 2025 2026 2027", False),
        ("2024A 2025E 2026E 5.1", False),
        ("1 / 3", False),
        ("中国移动 87.48", False),
        ("-- -- --", False),
    ],
)
def test_what_is_a_row_of_figures(words: str, body: bool) -> None:
    cells = [Cell(word, Place(), 10.0 * i, 10.0 * i + 8) for i, word in enumerate(words.split())]
    assert is_body(cells) is body
