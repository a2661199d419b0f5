"""The book of four vintages, and the tables worked out by hand that go with it."""

from __future__ import annotations

import ast
import csv
import math
import operator
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tui.book import open_book

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.book.layout import Book

DATA = Path(__file__).resolve().parents[2] / "data" / "changes"
BOOK = DATA / "book"
DAYS = tuple(date(2027, 3, day) for day in (12, 19, 22, 26))
TEXTS = {"code", "name", "group", "change", "rating_from", "rating_to", "rating_change", "notes"}

_BINARY: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip


def copied(folder: Path) -> Path:
    """A copy of the book to write into."""
    return Path(shutil.copytree(BOOK, folder / "book"))


def book() -> Book:
    """The book, opened afresh."""
    return open_book(BOOK)


def expected(start: date, end: date) -> tuple[list[str], list[dict[str, str | float | None]]]:
    """The header and the rows worked out by hand, every sum done."""
    with (DATA / "expected" / f"{start}_{end}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = [
            {name: cell if name in TEXTS else figure(cell) for name, cell in row.items()} for row in reader
        ]
        return list(reader.fieldnames or ()), rows


def figure(cell: str) -> float | None:
    """What a cell's sum comes to; None for an empty one."""
    return _value(ast.parse(cell, mode="eval").body) if cell else None


def _value(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=float() | int() as number):
            return float(number)
        case ast.BinOp(left, op, right):
            return _BINARY[type(op)](_value(left), _value(right))
        case ast.UnaryOp(ast.USub(), of):
            return -_value(of)
        case ast.Call(ast.Name("ln"), [of]):
            return math.log(_value(of))
        case _:
            raise ValueError(ast.dump(node))
