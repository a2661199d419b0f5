"""Tables inside text that lost its white space: rows found by their codes, or by what repeats."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tui.report.blocks import Cell
from tui.report.forecast.choice import Choice, is_forecast, refused
from tui.report.forecast.glued import BLOB, split
from tui.report.forecast.judge import judged
from tui.report.forecast.notation import plain
from tui.report.forecast.segments import Segment
from tui.report.forecast.vocabulary import vocabulary
from tui.report.forecast.words_in_row import flattened, is_figure, labels_of, scanner

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.report.blocks import Block
    from tui.report.forecast.roles import Guess
    from tui.report.forecast.segments import Row

_CODE = re.compile(
    r"\d{6}\.(?:SH|SZ|BJ)|(?<![\d.])\d{6}(?:CH|SH|SZ)(?:Equity)?|(?<![\d.])\d{4,5}\.?HK(?:Equity)?|(?<![\d.])\d{6}(?=[\u3400-\u9fff*A-Z])"
)
_NAME = r"[*A-Z]{0,4}[\u3400-\u9fff]{2,8}[-A-Z]{0,2}"
_NAME_ROW = re.compile(rf"(?P<name>{_NAME})(?P<digits>\d(?:[\d.,-])*)")
_TWO = re.compile(r"^(?:-?\d{1,4}(?:,\d{3})*\.\d\d){2,}$")
HEADER = 170  # characters before the first row in which its header may begin
_ROW = 120  # characters that a row may be long
FEWEST = 3  # rows


class Found(NamedTuple):
    """A run-on table: its rows as a segment, and what its columns are."""

    segment: Segment
    choice: Choice


def tables(block: Block) -> Iterator[Found]:
    """The run-on tables in a paragraph's text."""
    text = block.text
    if text.count(".") < 2 * FEWEST or len(text) < 60:
        return
    word = plain(text).replace(" ", "")
    for found in (*_coded(word), *_named(word)):
        header, rows = _without_year_letter(*found)
        choice = _choice(header, rows) or _none(header, rows)
        if choice is not None:
            cells: list[tuple[Row, str]] = [((Cell(row, block.place),), "") for row in rows]
            yield Found(Segment([(Cell(header, block.place),)], cells), choice)


def _without_year_letter(header: str, rows: list[str]) -> tuple[str, list[str]]:
    """The E of '22E' before the first name belongs to the header."""
    if header[-2:].isdigit() and rows[0][:1] in {"A", "E"}:
        return header + rows[0][0], [rows[0][1:], *rows[1:]]
    return header, rows


def _none(header: str, rows: Sequence[str]) -> Choice | None:
    """Rows that cannot be read are told, where their header speaks of EPS or PE by year."""
    said = labels_of((header[-80:],))
    if any(w.metric in {"eps", "pe"} for w in said) and any(w.year for w in said):
        return refused((), len(rows), "")
    return None


def _coded(text: str) -> Iterator[tuple[str, list[str]]]:
    """(header, rows) of runs of rows that begin with their codes."""
    found = list(_CODE.finditer(text))
    run: list[str] = []
    begin = end = 0
    for match, after in zip(found, [*(m.start() for m in found[1:]), len(text)], strict=bool(found)):
        row = _cut(text[match.start() : min(after, match.start() + _ROW)], match.end() - match.start())
        if not row:
            continue
        if run and match.start() - end <= 60:
            run.append(row)
        else:
            if len(run) >= FEWEST:
                yield text[max(0, begin - HEADER) : begin], run
            run, begin = [row], match.start()
        end = match.start() + len(row)
    if len(run) >= FEWEST:
        yield text[max(0, begin - HEADER) : begin], run


def _cut(row: str, code: int) -> str:
    """The row without what follows its last figure and rating; '' where it has no figures."""
    match = re.compile(rf"[^\d.,]{{1,20}}?{BLOB}").match(row, code)
    if match is None or "." not in match[0]:
        return ""
    tail = row[match.end() :]
    rating = max((w for w in _ratings() if tail.startswith(w)), key=len, default="")
    return row[: match.end()] + rating


def _ratings() -> Sequence[str]:
    return [word for word in vocabulary().ratings if not word.isascii()]


def _named(text: str) -> Iterator[tuple[str, list[str]]]:
    """(header, rows) of runs of names that are followed by the same count of figures of two decimals."""
    run: list[str] = []
    begin = end = -1
    for match in _NAME_ROW.finditer(text):
        digits = match["digits"]
        good = _TWO.match(digits) is not None
        if good and run and match.start() == end and run[0].count(".") == match[0].count("."):
            run.append(match[0])
        else:
            if len(run) >= FEWEST:
                yield text[max(0, begin - HEADER) : begin], run
            run, begin = ([match[0]], match.start()) if good else ([], -1)
        end = match.end()
    if len(run) >= FEWEST:
        yield text[max(0, begin - HEADER) : begin], run


def _choice(header: str, rows: Sequence[str]) -> Choice | None:
    """The shortest end of the text before the rows that heads them all, and what it makes of them."""
    starts = sorted({m.start() for m in scanner().finditer(header.lower())}, reverse=True)
    best: tuple[int, Choice] | None = None
    for start in starts:
        labels = labels_of((header[start:],))
        if not any(w.year for w in labels) or not any(w.metric for w in labels):
            continue
        for guess in map(_figured, flattened([labels])[:24]):
            if not is_forecast(guess):
                continue
            laid = [split(row, guess) for row in rows]
            count = sum(r is not None for r in laid)
            if count and (best is None or count > best[0]):
                whole = [r for r in laid if r is not None]
                kept = tuple(None if r is None else tuple(r) for r in laid)
                best = count, Choice(guess, kept, judged(guess, whole))
        if best and best[0] * 2 >= len(rows):
            break
    if best is not None:
        return best[1]
    return None


def _figured(guess: Guess) -> Guess:
    """Code, name, the columns of figures in their order, and the rating: what a run-on row can show."""
    keys = {r.kind: r for r in guess if r.kind in {"code", "name", "rating"}}
    none = type(guess[0])("")
    figures = [r for r in guess if is_figure(r)]
    return (
        keys.get("code", none._replace(kind="code")),
        none._replace(kind="name"),
        *figures,
        none._replace(kind="rating"),
    )
