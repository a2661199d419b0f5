"""A sheet as an HTML table, its spans told rightly, wrongly or not at all."""

from __future__ import annotations

import html
from itertools import takewhile
from typing import TYPE_CHECKING

from tests.report.grids import Parts, Span, spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.report.sheets import Line, Sheet


def web(sheet: Sheet, fault: str = "") -> Parts:
    """HTML with row and column spans.

    fault: '' or 'flat' (no spans are told), 'wide' (one column too many), 'tall' (one row too many, beyond
    the header), 'spare' (an empty cell at the end of every row), 'merged' (equal industries below each
    other are one cell, which is no fault)
    """
    wide = [span for span in spans(sheet) if span.width > 1]
    head = []
    for row in range(sheet.depth):
        cells = [
            _td(span, fault, last=bool(wide) and span == wide[-1]) for span in spans(sheet) if span.row == row
        ]
        head.append(f"<tr>{''.join(cells)}{'<td></td>' if fault == 'spare' else ''}</tr>")
    body = tuple(_merged(sheet) if fault == "merged" else (_tr(line, fault) for line in sheet.lines))
    return Parts(("<table>", *head), body, ("</table>",))


def _td(span: Span, fault: str, *, last: bool) -> str:
    down = span.height + (fault == "tall" and span.height > 1)
    over = span.width + (fault == "wide" and last)
    told = (f' rowspan="{down}"' if down > 1 else "") + (f' colspan="{over}"' if over > 1 else "")
    return f"<td{'' if fault == 'flat' else told}>{_text(span.text)}</td>"


def _tr(line: Line, fault: str) -> str:
    spare = "<td></td>" if fault == "spare" else ""
    if line.kind in {"group", "aside"} and fault != "flat":
        return f'<tr><td colspan="{len(line.cells)}">{_text(line.cells[0])}</td>{spare}</tr>'
    return "<tr>" + "".join(f"<td>{_text(text)}</td>" for text in line.cells) + f"{spare}</tr>"


def _merged(sheet: Sheet) -> Iterator[str]:
    roles = [column.role for column in sheet.columns]
    at = roles.index("industry")
    for row, line in enumerate(sheet.lines):
        text = line.cells[at]
        cells = [f"<td>{_text(cell)}</td>" for cell in line.cells]
        if row and sheet.lines[row - 1].cells[at] == text:
            del cells[at]
        else:
            same = sum(1 for _ in takewhile(text.__eq__, (other.cells[at] for other in sheet.lines[row:])))
            cells[at] = f'<td rowspan="{same}">{_text(text)}</td>'
        yield f"<tr>{''.join(cells)}</tr>"


def _text(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")
