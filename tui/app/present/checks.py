"""From a board to the checks screen: doubtful cells, problems of loading, what imports said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tui.app.frames.listing import ListFrame, Listing
from tui.app.grid.model import GridColumn, GridSection
from tui.app.present.check import CHECK_TONES, cell_detail, import_detail, problem_detail, verdict
from tui.app.present.watchlist import title_of
from tui.app.words.say import say
from tui.app.words.told import behind, many_told, told
from tui.book.imports import ROW, read_imports
from tui.text import cell_width, clean
from tui.view.format import format_number, narrow
from tui.view.sentence import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tui.app.board import Board
    from tui.app.frames.report import CheckFrame
    from tui.book.imports import ImportRow
    from tui.errors import Problem
    from tui.universe.universe import Universe

MOST = 1000  # of each kind; `kanpan check` lists them all
LEVELS = ("refused", "doubtful", "note")  # in the order they are listed
DOUBTFUL = LEVELS[1]
WIDTHS = {"where": 34, "what": 12, "status": 12, "printed": 12, "interval": 23, "cause": 96}
RIGHT = {"printed", "interval"}

Cell = tuple[str, str]


def checks_frame(board: Board) -> ListFrame:
    """The frame of the list."""
    universe, lang = board.universe, board.lang
    held = _held(board)
    lines = tuple(_lines(universe, held, lang))
    title, spare = title_of(board)
    return ListFrame(
        lang=lang,
        title=title,
        spare=spare,
        sentence=_sentence(held, lang),
        problems=0,  # they are listed here
        rows=Listing(
            columns=_columns(lines, lang),
            keys=[line.key for line in lines],
            places={line.key: row for row, line in enumerate(lines)},
            read=lambda row, key: lines[row].cells.get(key, ("", "")),
            yielding="cause",
            sections=tuple(_sections(held, lang)),
        ),
        hint=say("checks_none", lang),
    )


def check_frame(board: Board, key: str) -> CheckFrame | None:
    """One line of the list in full, None for a key that is not there."""
    universe, lang = board.universe, board.lang
    held = _held(board)
    kind, _, rest = key.partition(":")
    if not rest.isdigit():
        return None
    at = int(rest)
    if kind == "cell" and at < len(held.cells):
        return cell_detail(universe, held.cells[at], held.rows, lang)
    if kind == "load" and at < len(held.problems):
        return problem_detail(held.problems[at], lang)
    if kind == "told" and at < len(held.told):
        return import_detail(universe, held.told[at], held.rows, lang)
    return None


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """What is doubtful: the first of each kind, and how many there are; rows: source texts by code."""

    cells: Sequence[Mapping[str, Any]]
    problems: Sequence[Problem]
    told: Sequence[ImportRow]
    rows: Mapping[str, ImportRow]
    counts: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Line:
    key: str
    cells: Mapping[str, Cell]


def _held(board: Board) -> _Held:
    """Worked out once a universe, and anew when its alerts were asked."""
    universe = board.universe
    if "doubtful" not in universe.kept:
        universe.kept["doubtful"] = _found(universe, board.problems)
    found: _Held = universe.kept["doubtful"]
    return found


def _found(universe: Universe, problems: tuple[Problem, ...]) -> _Held:
    root = universe.history.book.root if universe.history else None
    days = dict.fromkeys(universe.dates.get(table) for table in ("estimates", "coverage"))
    every = [row for day in days if day and root and root.is_dir() for row in read_imports(root, day)]
    checks = universe.checks
    listed = {(row["code"], f"pe_{row['year']}") for row in checks.select(["code", "year"]).to_pylist()}
    told = [
        row
        for level in LEVELS
        for row in every
        if row.level == level and not (level == DOUBTFUL and (row.code, row.column) in listed)
    ]  # what the check found again stands there already
    return _Held(
        cells=checks.slice(0, MOST).to_pylist(),
        problems=problems[:MOST],
        told=told[:MOST],
        rows={row.code: row for row in every if row.level == ROW and row.code},
        counts=(checks.num_rows, len(problems), len(told)),
    )


def _sentence(held: _Held, lang: str) -> str:
    words = ("count_cells", "count_loading", "count_imports")
    told = [say(word, lang, count) for word, count in zip(words, held.counts, strict=True)]
    return SEPARATOR.join(told)


def _sections(held: _Held, lang: str) -> Iterator[GridSection]:
    """A heading for each kind that there is; it says where the list is cut."""
    start = 0
    listed = (held.cells, held.problems, held.told)
    words = ("checks_cells", "checks_loading", "checks_imports")
    for word, shown, count in zip(words, listed, held.counts, strict=True):
        if shown:
            note = say("checks_first", lang, len(shown)) if count > len(shown) else ""
            yield GridSection(start, f"{say(word, lang)} {count}", note)
        start += len(shown)


# ── the lines ───────────────────────────────────────────────────────────────────────────────────────


def _lines(universe: Universe, held: _Held, lang: str) -> Iterator[_Line]:
    for at, doubt in enumerate(held.cells):
        yield _Line(f"cell:{at}", _cell_line(universe, doubt, lang))
    for at, problem in enumerate(held.problems):
        yield _Line(f"load:{at}", _problem_line(problem, lang))
    for at, row in enumerate(held.told):
        yield _Line(f"told:{at}", _import_line(universe, row, lang))


def _cell_line(universe: Universe, doubt: Mapping[str, Any], lang: str) -> dict[str, Cell]:
    column = universe.columns[f"pe_{doubt['year']}"]
    wide = column._replace(decimals=2)
    low, high = (format_number(wide, doubt[key], lang) for key in ("low", "high"))
    status, cause = verdict(doubt, lang)
    return {
        "where": (f"{doubt['code']} {narrow(clean(doubt['name'] or ''))}", "accent"),
        "what": (column.head(lang), ""),
        "status": (status, CHECK_TONES.get(doubt["status"], "")),
        "printed": (format_number(column, doubt["printed"], lang), "doubt"),
        "interval": (f"{low} - {high}", ""),
        "cause": (cause, ""),
    }


def _problem_line(problem: Problem, lang: str) -> dict[str, Cell]:
    file = clean(problem.file).rsplit("/", 2)
    name = "/".join(file[-2:]) + (f":{problem.line}" if problem.line else "")
    return {
        "where": (narrow(name), "dim"),
        "status": (say("level_problem", lang), "doubt"),
        "cause": (narrow(clean(behind(told(problem.what, lang), told(problem.why, lang), lang))), ""),
    }


def _import_line(universe: Universe, row: ImportRow, lang: str) -> dict[str, Cell]:
    place = ":".join([clean(row.file), *(str(n) for n in (row.page, row.line) if n)])
    column = universe.columns.get(row.column)
    read, done = told(row.read, lang), many_told((row.expected, row.done), lang)
    return {
        "where": (narrow(place), "dim"),
        "what": (column.head(lang) if column else narrow(clean(row.column)), ""),
        "status": (say(f"level_{row.level}", lang), CHECK_TONES.get(row.level, "")),
        "cause": (narrow(clean(behind(read, done, lang))), ""),
    }


def _columns(lines: Sequence[_Line], lang: str) -> list[GridColumn]:
    """As wide as what stands in them; those that are empty stay away."""
    titles = {
        "where": say("where", lang),
        "what": say("what", lang),
        "status": say("status", lang),
        "printed": say("printed", lang),
        "interval": say("interval", lang),
        "cause": say("reason", lang),
    }
    out = []
    for key, most in WIDTHS.items():
        widest = max((cell_width(line.cells.get(key, ("", ""))[0]) for line in lines), default=0)
        if widest or not lines:
            width = max(cell_width(titles[key]), min(most, widest))
            out.append(GridColumn(key, titles[key], width, right=key in RIGHT, frozen=key == "where"))
    return out
