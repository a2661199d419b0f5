"""Index moves from a table: 指数 | 涨跌幅, and from all the report's sentences; each index once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.report.blocks import Kind
from tui.report.diagnostics import Level
from tui.report.model import Move
from tui.report.prose.companies import CODE, code_of
from tui.report.prose.days import narrow
from tui.report.prose.indices import LONGEST_NAME, level_of, same_as, shown
from tui.report.prose.moves import MOST, PER_CENT, Found, Reading, read_line
from tui.report.prose.movewords import is_index
from tui.report.prose.outline import Line
from tui.report.prose.shape import Mark, tidy
from tui.report.prose.words import any_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from tui.report.blocks import Block, Cell
    from tui.report.diagnostics import Diagnostic
    from tui.report.prose.outline import Part

_NAMES = re.compile(
    r"^(?:指数|板块|行业|子行业|子板块|名称|指数名称|板块名称|行业名称|细分板块|细分行业|证券简称|简称|index|sector|name|sub-?sector)s?$",
    re.IGNORECASE,
)
_WEEK = re.compile(r"(?:周|week|1w|wow)", re.IGNORECASE)
_CHANGE = re.compile(r"涨跌|涨幅|change|chg|perf|return|周|1w", re.IGNORECASE)
_OTHER = re.compile(
    r"年|月|季|ytd|mtd|上周|1m|3m|12m|year|month|成交|换手|pe|市盈|估值|收盘|close", re.IGNORECASE
)
_STOCKS = re.compile(r"个股|公司|股票|stock|company", re.IGNORECASE)
_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:\.\d{1,4})?) ?%?")
SAME = 0.005  # per cent: two figures nearer than this are one, printed twice


def read_moves(
    parts: Sequence[Part],
    file: str,
    stocks: Mapping[str, str],
    period: tuple[date, ...],
) -> tuple[tuple[Move, ...], tuple[Diagnostic, ...]]:
    """Every index's move of the week, each once, those of the part on the market before others."""
    out = Reading(file)
    has_part = any(part.topic == "moves" for part in parts)
    last_week = _tells_of_last_week(parts)
    for part in sorted(parts, key=lambda part: part.topic != "moves"):
        if part.topic in {"moves", "summary", "view", ""}:
            for line in part.lines:
                if not PER_CENT.search(line.text):
                    continue
                week = not has_part and bool(any_of("moves", "this_week").search(line.text.casefold()))
                read_line(line, out, stocks, inside=part.topic == "moves" or week, last_week=last_week)
        if part.topic == "moves" or not has_part:
            for table in part.tables:
                _table(table, out)
    start, end = period if len(period) == 2 else (None, None)
    kept = _once(out)
    return tuple(
        Move(level_of(f.name), f.name, f.value, start, end, f.line.place, f.text) for f in kept
    ), tuple(out.told)


def _tells_of_last_week(parts: Sequence[Part]) -> bool:
    """True where the report, written after the week, calls it 上周 and never 本周."""
    texts = [line.text for part in parts if part.topic != "news" for line in part.lines if "%" in line.text]
    return any("上周" in text for text in texts) and not any("本周" in text for text in texts)


def _once(out: Reading) -> list[Found]:
    """Each index once; a second figure that differs is told, and the first kept."""
    kept: dict[str, Found] = {}
    for found in out.found:
        first = kept.setdefault(same_as(found.name), found)
        if abs(first.value - found.value) > SAME:
            out.tell(
                Level.DOUBTFUL,
                found.line,
                f"{found.name}: {found.value:g}%",
                f"{first.value:g}% as in line {first.line.place.line}",
                f"{first.value:g}% is kept",
                found.text,
            )
    return list(kept.values())


def _table(block: Block, out: Reading) -> None:
    """The rows of a table of indices; one of single stocks or without a column of the week says nothing."""
    if block.kind is not Kind.TABLE or not block.sure or len(block.rows) < 2:
        return
    head = [[narrow(tidy(cell.text)) for cell in row] for row in block.rows[:2]]
    for at, cells in enumerate(head):
        name = next((i for i, text in enumerate(cells) if _NAMES.match(text)), None)
        change = _change_column(cells)
        if name is None or change is None or name == change or any(map(_STOCKS.search, cells)):
            continue
        for row in block.rows[at + 1 :]:
            _row(row, name, change, out)
        return


def _change_column(cells: Iterable[str]) -> int | None:
    fit = [(i, text) for i, text in enumerate(cells) if _CHANGE.search(text) and not _OTHER.search(text)]
    week = [i for i, text in fit if _WEEK.search(text)]
    if len(week) == 1:
        return week[0]
    return fit[0][0] if len(fit) == 1 else None


def _row(row: Sequence[Cell], name: int, change: int, out: Reading) -> None:
    if max(name, change) >= len(row):
        return
    said, figure = tidy(row[name].text), narrow(tidy(row[change].text))
    if any(
        CODE.fullmatch(text) and code_of(text) for cell in row if (text := narrow(tidy(cell.text)))
    ) and not is_index(said):
        return  # a share's row
    match = _NUMBER.fullmatch(figure)
    if not match or not 2 <= len(said) <= LONGEST_NAME or not any(map(str.isalpha, said)):
        return
    value = float(match[2]) * (-1 if match[1] == "-" else 1)
    place = row[change].place
    line = Line(said, Mark(), place, False, 0)
    text = " | ".join(tidy(cell.text) for cell in row)
    if abs(value) > MOST:
        out.tell(
            Level.REFUSED,
            line,
            f"{said}: {figure}",
            f"a week's move of at most {MOST:.0f}%",
            "left out",
            text,
        )
        return
    out.found.append(Found(shown(narrow(said)), value, line, text))
