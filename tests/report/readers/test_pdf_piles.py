"""Names that a narrow column of a PDF breaks into a character a line."""

from __future__ import annotations

import pytest

from tests.report.readers.pages import LEFTS, Pages, rows
from tests.report.readers.test_pdf import blocks, figures, tables

STEP = 8.4  # from one line of a cell to the next; type of 7 to 8 points


@pytest.mark.parametrize("stands", ["bottom", "top", "middle"])
def test_a_character_a_line(stands: str) -> None:
    pages = Pages()
    lead = 40
    y = pages.head(60) + 30
    pages.body(y, [[row[0], "", *row[2:]] for row in rows()], lead=lead)
    for i, row in enumerate(rows()):
        name = row[1]
        first = {"bottom": -(len(name) - 1), "top": 0, "middle": -(len(name) // 2)}[stands]
        for k, char in enumerate(name):
            pages.text(LEFTS[1], y + lead * i + STEP * (first + k), char)
    (table,) = tables(blocks(pages))
    assert figures(table) == rows()


def test_labels_between_rows_are_no_pieces() -> None:
    pages = Pages()
    y = pages.head(60)
    pages.body(y, rows(), lead=30)
    pages.text(LEFTS[1], y + 15, "光模块")
    (table,) = tables(blocks(pages))
    assert figures(table) == rows()
    assert any([c.text for c in row if c.text] == ["光模块"] for row in table.rows)
