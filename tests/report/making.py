"""Reports as text, made from sheets: every form that an extraction leaves of a table.

A form turns a printed sheet into `Parts` (its header lines and its body lines), so that damage can be done
between lines; `report` puts words before and after. All functions are pure.
"""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.report.grids import Parts, header, lost_header, spans
from tests.report.markup import web
from tui.text import cell_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.report.sheets import Line, Sheet

LEFT = ("code", "name", "company", "industry", "rating", "rating_action", "action")


# ── forms ──


def tsv(sheet: Sheet) -> Parts:
    """Cells between tabs."""
    return Parts(_tabbed(header(sheet)), _tabbed(line.cells for line in sheet.lines))


def tsv_lost(sheet: Sheet) -> Parts:
    """The same, the header's lower rows without the cells that are spanned from above."""
    return Parts(_tabbed(lost_header(sheet)), _tabbed(line.cells for line in sheet.lines))


def _tabbed(rows: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple("\t".join(row) for row in rows)


def pipes(sheet: Sheet) -> Parts:
    """A Markdown table with its delimiter row after the first."""
    first, *rest = (_piped(row) for row in header(sheet))
    rule = "|" + "---|" * len(sheet.columns)
    return Parts((first, rule, *rest), tuple(_piped(line.cells) for line in sheet.lines))


def pipes_bare(sheet: Sheet) -> Parts:
    """Pipes between cells, without a delimiter row and without outer pipes."""
    rows = [*header(sheet), *(line.cells for line in sheet.lines)]
    lines = [" | ".join(row) for row in rows]
    return Parts(tuple(lines[: sheet.depth]), tuple(lines[sheet.depth :]))


def pipes_doubled(sheet: Sheet) -> Parts:
    """A Markdown table in which a spanning header cell is repeated in every place it covers."""
    rows = [[""] * len(sheet.columns) for _ in range(sheet.depth)]
    for span in spans(sheet):
        for down in range(span.height):
            for over in range(span.width):
                rows[span.row + down][span.column + over] = span.text
    lines = [_piped(row) for row in rows]
    rule = "|" + "---|" * len(sheet.columns)
    return Parts((lines[0], rule, *lines[1:]), tuple(_piped(line.cells) for line in sheet.lines))


def broken(sheet: Sheet) -> Sheet:
    """The sheet with header texts that run over two lines."""
    columns = [
        column._replace(heads=tuple(LINE_END.sub("\n", text) for text in column.heads))
        for column in sheet.columns
    ]
    return replace(sheet, columns=tuple(columns))


def _piped(cells: Sequence[str]) -> str:
    return "| " + " | ".join(text.replace("|", "\\|").replace("\n", "<br>") for text in cells) + " |"


def aligned(sheet: Sheet, gap: int = 2) -> Parts:
    """Columns aligned by spaces: texts to the left, figures to the right, a spanning header in the middle."""
    grid = header(sheet)
    cells = [line.cells for line in sheet.lines if line.kind == "name"]
    widths = [
        max(cell_width(text) for text in (*(row[i] for row in cells), *_leaf_heads(sheet, i)))
        for i in range(len(sheet.columns))
    ]
    wide = [span for span in spans(sheet) if span.width > 1]
    for span in wide:
        room = sum(widths[span.column : span.column + span.width]) + gap * (span.width - 1)
        widths[span.column] += max(0, cell_width(span.text) - room)
    starts = [sum(widths[:i]) + gap * i for i in range(len(widths))]
    head = [_placed(_head_places(sheet, row, widths, starts, gap)) for row in range(len(grid))]
    return Parts(
        tuple(head), tuple(_placed(_row_places(sheet, line, widths, starts)) for line in sheet.lines)
    )


def _leaf_heads(sheet: Sheet, index: int) -> list[str]:
    return [span.text for span in spans(sheet) if span.column == index and span.width == 1]


def _head_places(
    sheet: Sheet, row: int, widths: list[int], starts: list[int], gap: int
) -> Iterator[tuple[int, str]]:
    for span in spans(sheet):
        if span.row == row:
            room = sum(widths[span.column : span.column + span.width]) + gap * (span.width - 1)
            left = sheet.columns[span.column].role in LEFT
            free = room - cell_width(span.text)
            yield starts[span.column] + (free // 2 if span.width > 1 else 0 if left else free), span.text


def _row_places(sheet: Sheet, line: Line, widths: list[int], starts: list[int]) -> Iterator[tuple[int, str]]:
    for index, text in enumerate(line.cells):
        left = line.kind != "name" or sheet.columns[index].role in LEFT
        yield starts[index] + (0 if left else widths[index] - cell_width(text)), text


def _placed(places: Iterator[tuple[int, str]]) -> str:
    line = ""
    for at, text in places:
        if text:
            line += " " * (at - cell_width(line)) + text
    return line


def words(sheet: Sheet) -> Parts:
    """Cells between single spaces; an empty one leaves no trace."""
    rows = [*header(sheet), *(line.cells for line in sheet.lines)]
    lines = [" ".join(filter(None, row)) for row in rows]
    return Parts(tuple(lines[: sheet.depth]), tuple(lines[sheet.depth :]))


def cell_a_line(sheet: Sheet) -> Parts:
    """One cell a line; an empty one leaves no trace."""
    rows = [*header(sheet), *(line.cells for line in sheet.lines)]
    lines = ["\n".join(filter(None, row)) for row in rows]
    return Parts(tuple(lines[: sheet.depth]), tuple(lines[sheet.depth :]))


def glued(sheet: Sheet) -> Parts:
    """All white space removed."""
    rows = [*header(sheet), *(line.cells for line in sheet.lines)]
    lines = [re.sub(r"\s", "", "".join(row)) for row in rows]
    return Parts(tuple(lines[: sheet.depth]), tuple(lines[sheet.depth :]))


def stacked(sheet: Sheet) -> Parts:
    """A Markdown table with one body row: every column's cells in one cell, between `<br>`."""
    columns = zip(*(line.cells for line in sheet.lines if line.kind == "name"), strict=True)
    row = _piped(["<br>".join(column) for column in columns])
    return Parts(pipes(sheet).head, (row,))


def stacked_pair(sheet: Sheet) -> Parts:
    """The same, with the cells of the first two columns in one, by turns."""
    head = header(sheet)
    merged = [[f"{row[0]}<br>{row[1]}" if row[0] or row[1] else "", *row[2:]] for row in head]
    columns = list(zip(*(line.cells for line in sheet.lines if line.kind == "name"), strict=True))
    pair = "<br>".join(text for both in zip(columns[0], columns[1], strict=True) for text in both)
    rule = "|" + "---|" * (len(columns) - 1)
    lines = [_piped(row) for row in merged]
    return Parts((lines[0], rule, *lines[1:]), (_piped([pair, *("<br>".join(c) for c in columns[2:])]),))


FORMS: dict[str, tuple[str, Callable[[Sheet], Parts]]] = {
    "tsv": (".txt", tsv),
    "tsv lost": (".txt", tsv_lost),
    "pipes": (".md", pipes),
    "pipes bare": (".md", pipes_bare),
    "pipes doubled": (".md", pipes_doubled),
    "aligned": (".txt", aligned),
    "words": (".txt", words),
    "cell a line": (".txt", cell_a_line),
    "glued": (".txt", glued),
    "stacked": (".md", stacked),
    "stacked pair": (".md", stacked_pair),
    "html": (".html", web),
    "html flat": (".html", lambda sheet: web(sheet, "flat")),
    "html wide": (".html", lambda sheet: web(sheet, "wide")),
    "html tall": (".html", lambda sheet: web(sheet, "tall")),
    "html spare": (".html", lambda sheet: web(sheet, "spare")),
    "html merged": (".html", lambda sheet: web(sheet, "merged")),
    "html broken": (".html", lambda sheet: web(broken(sheet))),
    "pipes broken": (".md", lambda sheet: pipes(broken(sheet))),
}


# ── whole reports ──


def whole(parts: Parts) -> list[str]:
    """The table's lines undamaged."""
    return [*parts.head, *parts.body, *parts.closing]


def report(sheets: Sequence[Sheet], form: str, damage: Callable[[Parts], list[str]] = whole) -> str:
    """A report in that form with words around its tables, which hold figures and codes too."""
    make = FORMS[form][1]
    text = [*before(sheets[0])]
    for number, sheet in enumerate(sheets, 1):
        text += ["", sheet.title, "", *damage(make(sheet)), "", "数据来源：Wind，示例证券研究所", ""]
        text += [f"{number} 行业要闻", "", "本周板块下跌9.17%，成交额1,204.5亿元，环比减少12.3%。"]
    lines = [*text, "", *AFTER]
    if FORMS[form][0] != ".html":
        return "\n".join(lines) + "\n"
    marked = [line if line.startswith("<") else f"<p>{html.escape(line)}</p>" for line in lines if line]
    return "\n".join(["<html><body>", *marked, "</body></html>"]) + "\n"


def before(sheet: Sheet) -> list[str]:
    """The words in front of the first table."""
    year, month, day = sheet.day.split("-")
    return [
        "通信行业周报：需求仍在扩大",
        "",
        f"{year}年{int(month)}月{int(day)}日",
        "",
        "投资评级：推荐（维持）",
        "",
        "本周我们继续看好算力产业链，2026年板块平均估值为25倍，低于2025年的31倍。",
    ]


LINE_END = re.compile(r"(?<=.)(?=[（(]|(?<=盈利)预测)")
AFTER = (
    "风险提示：需求不及预期；竞争加剧；引用数据有误。",
    "",
    "评级说明：买入，相对沪深300指数涨幅20%以上；增持，10%至20%。",
)
