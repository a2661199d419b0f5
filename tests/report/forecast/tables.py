"""Small tables for tests: text with pipes to blocks, and what was read of them in one line a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.report.blocks import Block, Cell, Document, Kind, Place
from tui.report.forecast.read import read_forecast
from tui.report.known import NOTHING_KNOWN, Known

if TYPE_CHECKING:
    from tui.report.model import Forecast, Named


def table(text: str, *, sure: bool = True, line: int = 1) -> Block:
    """Lines with pipes as a table; `~` before a cell's text says that a span fills it."""
    lines = [one.strip() for one in text.strip().splitlines()]
    cells = [[cell.strip() for cell in one.split("|")] for one in lines]
    width = max(map(len, cells))
    rows = []
    for at, row in enumerate(cells):
        full = [*row, *[""] * (width - len(row))] if sure else row
        rows.append(tuple(Cell(c.removeprefix("~"), Place(0, line + at), filled=c[:1] == "~") for c in full))
    return Block(Kind.TABLE, "", Place(0, line), tuple(rows), sure)


def paragraph(text: str, line: int = 1) -> Block:
    return Block(Kind.PARAGRAPH, text, Place(0, line))


def forecast(*blocks: Block | str, known: Known = NOTHING_KNOWN) -> Forecast:
    made = [table(b) if isinstance(b, str) else b for b in blocks]
    return read_forecast(Document("report.txt", tuple(made)), known)


def line(name: Named) -> str:
    """'300308.SZ 中际旭创 买入 1116.00 eps 2025A 9.72 … pe 2025A 114.8 …'."""
    out = [name.code, name.name, name.rating or "-", name.price.text if name.price else "-"]
    for metric in ("eps", "pe"):
        found = [
            f"{year} {f.text or '-'}" for (kind, year), f in sorted(name.figures.items()) if kind == metric
        ]
        out += [metric, *found] if found else []
    return " ".join(out)


def lines(found: Forecast) -> list[str]:
    return [line(name) for name in found.names]


def said(found: Forecast) -> list[str]:
    """Level and words of everything told, without where."""
    return [f"{d.level.word}: {d.read}: {d.expected}; {d.done}" for d in found.told]
