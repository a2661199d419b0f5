"""Reads reports made from sheets with the importer and says what became of every cell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.report.checking import Outcome, compare, held
from tests.report.filing import pdf, spreadsheet, word
from tests.report.making import FORMS, broken, report, whole
from tests.report.sheets import PLAIN, Notation, printed
from tui.errors import KanpanError
from tui.report.parse import read_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.report.families import Paper
    from tests.report.grids import Parts
    from tests.report.sheets import Truth
    from tui.report.known import Known


def examine(path: Path, paper: Paper, notation: Notation = PLAIN, *, decimals: bool = True) -> Outcome:
    """Reads a report and compares it with what the paper says; a file that gives no table is refused."""
    return examined(path, paper.known, paper.truth(notation), decimals=decimals)


def examined(path: Path, known: Known, truth: Truth, *, decimals: bool = True) -> Outcome:
    """The same for any truth."""
    try:
        report = read_report(path, known)
    except KanpanError as error:
        return refused(truth, str(error))
    if not report.forecast.seen:
        return refused(truth, "no forecast table")
    told = (*report.forecast.told, *report.told)
    return compare(replace(report.forecast, told=told), truth, decimals=decimals)


def refused(truth: Truth, why: str) -> Outcome:
    """What a file gives that the importer refuses as a whole."""
    cells = [f"{code} {at}: {why}" for code, row in truth.items() for at, want in row.items() if held(want)]
    return Outcome(0, (), (), tuple(cells), ())


def written(
    folder: Path,
    paper: Paper,
    form: str,
    notation: Notation = PLAIN,
    damage: Callable[[Parts], list[str]] = whole,
) -> Path:
    """The paper as a file of that form in the folder."""
    sheets = [printed(sheet, notation) for sheet in paper.sheets]
    if form in FORMS:
        path = folder / f"report{FORMS[form][0]}"
        path.write_text(report(sheets, form, damage), encoding="utf-8")
        return path
    suffix, make = FILES[form]
    path = folder / f"report{suffix}"
    path.write_bytes(make(sheets))
    return path


FILES: dict[str, tuple[str, Callable[..., bytes]]] = {
    "xlsx": (".xlsx", spreadsheet),
    "xlsx figures": (".xlsx", lambda sheets: spreadsheet(sheets, figures=True)),
    "xlsx broken": (".xlsx", lambda sheets: spreadsheet([broken(sheet) for sheet in sheets])),
    "docx": (".docx", word),
    "pdf": (".pdf", pdf),
    "pdf bare": (".pdf", lambda sheets: pdf(sheets, ruled=False)),
    "pdf broken": (".pdf", lambda sheets: pdf([broken(sheet) for sheet in sheets])),
    "pdf cut": (".pdf", lambda sheets: pdf(sheets, rows_a_page=3)),
    "pdf cut bare": (".pdf", lambda sheets: pdf(sheets, ruled=False, rows_a_page=3, again=False)),
}
