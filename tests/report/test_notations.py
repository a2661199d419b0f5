"""Properties of the importer: order, notation, page breaks, blanks do not matter; a digit shifts nothing."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.report.damage import blanks, cut
from tests.report.examining import examine, written
from tests.report.families import Paper, papers
from tests.report.sheets import PLAIN, Notation, Sheet, is_figure, reordered

if TYPE_CHECKING:
    from pathlib import Path

    from tests.report.checking import Outcome

SHARE = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
GRIDS = st.sampled_from(["tsv", "pipes", "html"])
LOOSE = st.sampled_from(["tsv lost", "aligned", "words", "cell a line", "stacked", "html flat"])
ANY = st.sampled_from([name for name, paper in papers().items() if not paper.disagrees])
FLAT = st.sampled_from(
    [
        name
        for name, paper in papers().items()
        if len(paper.sheets) == 1
        if all(line.kind == "name" for line in paper.sheets[0].lines)
    ]
)
NOTATIONS = st.builds(
    Notation,
    thousands=st.booleans(),
    negative=st.sampled_from(["-", "（）", "()", "−"]),
    times=st.sampled_from(["", "x", "X", "倍"]),
    missing=st.sampled_from(["--", "-", "—", "N/A", "/", ""]),
    loss=st.sampled_from(["亏损", "NM", "N/A", "-"]),
    wide=st.sampled_from(["", "digits", "all"]),
    spaced=st.sampled_from(["", " ", "\u3000", "\u200b", "\xa0", "\ufeff"]),
    code=st.sampled_from(["plain", "bare", "CH", "front", "spaced"]),
    foot=st.sampled_from(["", "*", "#"]),
)
YEARS = [
    "{y}{b}", "{s}{b}", "FY{s}{b}", "FY{y}{b}", "{y}{e}", "{s}{e}", "{y} {b}", "{y}（{b}）", "{y}年{b}",
    "${y} {b}$", "$ {y} \\mathrm{{{b}}} $",
]  # fmt: skip


def clean(outcome: Outcome) -> bool:
    """Every cell right."""
    assert not outcome.wrong_silent + outcome.missing_silent + outcome.wrong_told + outcome.refused
    return outcome.right > 0


def only(paper: Paper, sheet: Sheet) -> Paper:
    """The paper with that sheet alone."""
    return replace(paper, sheets=(sheet,))


@SHARE
@given(name=FLAT, form=GRIDS, data=st.data())
def test_columns_in_any_order(tmp_path: Path, name: str, form: str, data: st.DataObject) -> None:
    paper = papers()[name]
    order = data.draw(st.permutations(range(len(paper.sheets[0].columns))))
    moved = only(paper, reordered(paper.sheets[0], order))
    assert clean(examine(written(tmp_path, moved, form), moved))


@SHARE
@given(name=FLAT, form=GRIDS, data=st.data())
def test_rows_in_any_order(tmp_path: Path, name: str, form: str, data: st.DataObject) -> None:
    paper = papers()[name]
    sheet = paper.sheets[0]
    moved = only(paper, replace(sheet, lines=tuple(data.draw(st.permutations(sheet.lines)))))
    assert clean(examine(written(tmp_path, moved, form), moved))


@SHARE
@given(name=ANY, form=GRIDS, notation=NOTATIONS)
def test_any_notation(tmp_path: Path, name: str, form: str, notation: Notation) -> None:
    paper = papers()[name]
    assert clean(examine(written(tmp_path, paper, form, notation), paper, notation))


@SHARE
@given(name=ANY, form=LOOSE, notation=NOTATIONS)
def test_any_notation_in_a_loose_form(tmp_path: Path, name: str, form: str, notation: Notation) -> None:
    paper = papers()[name]
    outcome = examine(written(tmp_path, paper, form, notation), paper, notation)
    assert not outcome.wrong_silent + outcome.missing_silent


@pytest.mark.parametrize("form", ["tsv", "pipes", "html"])
@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("name", ["01a", "03b"])
def test_years_in_any_notation(tmp_path: Path, name: str, year: str, form: str) -> None:
    paper, notation = papers()[name], Notation(year=year)
    assert clean(examine(written(tmp_path, paper, form, notation), paper, notation))


@SHARE
@given(name=ANY, form=GRIDS, at=st.integers(1, 12), again=st.booleans(), feed=st.booleans())
def test_a_page_ends_at_any_row(
    tmp_path: Path, name: str, form: str, at: int, again: bool, feed: bool
) -> None:
    paper = papers()[name]
    at = min(at, *(len(sheet.lines) - 1 for sheet in paper.sheets))
    damage = partial(cut, at=at, again=again, form_feed=feed)
    assert clean(examine(written(tmp_path, paper, form, damage=damage), paper))


@SHARE
@given(name=ANY, form=LOOSE, at=st.integers(1, 12), again=st.booleans(), feed=st.booleans())
def test_a_page_ends_in_a_loose_form(
    tmp_path: Path, name: str, form: str, at: int, again: bool, feed: bool
) -> None:
    paper = papers()[name]
    at = min(at, *(len(sheet.lines) - 1 for sheet in paper.sheets))
    damage = partial(cut, at=at, again=again, form_feed=feed)
    outcome = examine(written(tmp_path, paper, form, damage=damage), paper)
    assert not outcome.wrong_silent + outcome.missing_silent


@SHARE
@given(
    name=ANY,
    form=st.sampled_from(["tsv", "pipes", "html", "aligned", "words", "cell a line"]),
    seed=st.integers(0, 99),
)
def test_blank_lines_anywhere(tmp_path: Path, name: str, form: str, seed: int) -> None:
    paper = papers()[name]
    outcome = examine(written(tmp_path, paper, form, damage=partial(blanks, seed=seed)), paper)
    assert not outcome.wrong_silent + outcome.missing_silent
    assert form in {"aligned", "words", "cell a line"} or clean(outcome)


# ── a digit ──


@st.composite
def mutated(draw: st.DrawFn) -> tuple[Paper, str]:
    """A paper of which one figure has another digit, and that cell's code."""
    paper = papers()[draw(FLAT)]
    sheet = paper.sheets[0]
    row = draw(st.integers(0, len(sheet.lines) - 1))
    cells = list(sheet.lines[row].cells)
    figures = [
        i
        for i, text in enumerate(cells)
        if is_figure(text) and sheet.columns[i].role not in {"code", "serial"}
    ]
    column = draw(st.sampled_from(figures))
    places = [i for i, char in enumerate(cells[column]) if char.isdecimal()]
    at = draw(st.sampled_from(places))
    cells[column] = cells[column][:at] + draw(st.sampled_from("0123456789")) + cells[column][at + 1 :]
    lines = (*sheet.lines[:row], sheet.lines[row]._replace(cells=tuple(cells)), *sheet.lines[row + 1 :])
    return only(paper, replace(sheet, lines=lines)), sheet.lines[row].code


@SHARE
@given(case=mutated(), form=GRIDS)
def test_a_changed_digit_is_read_as_it_stands(tmp_path: Path, case: tuple[Paper, str], form: str) -> None:
    paper, code = case
    outcome = examine(written(tmp_path, paper, form), paper)
    assert not outcome.wrong_silent + outcome.missing_silent
    assert {text.split()[0] for text in (*outcome.wrong_told, *outcome.refused)} <= {code}


@SHARE
@given(case=mutated(), form=st.sampled_from(["aligned", "words", "cell a line", "stacked", "glued"]))
def test_a_changed_digit_shifts_nothing(tmp_path: Path, case: tuple[Paper, str], form: str) -> None:
    outcome = examine(written(tmp_path, case[0], form), case[0])
    assert not outcome.wrong_silent + outcome.missing_silent


@SHARE
@given(name=FLAT, form=st.sampled_from(["aligned", "words", "cell a line", "glued"]), data=st.data())
def test_a_cell_without_a_trace_shifts_nothing(
    tmp_path: Path, name: str, form: str, data: st.DataObject
) -> None:
    paper = papers()[name]
    sheet = paper.sheets[0]
    row = data.draw(st.integers(0, len(sheet.lines) - 1))
    cells = list(sheet.lines[row].cells)
    cells[data.draw(st.sampled_from([i for i, text in enumerate(cells) if is_figure(text)]))] = ""
    lines = (*sheet.lines[:row], sheet.lines[row]._replace(cells=tuple(cells)), *sheet.lines[row + 1 :])
    emptied = only(paper, replace(sheet, lines=lines))
    bare = replace(PLAIN, missing="")
    outcome = examine(written(tmp_path, emptied, form, bare), emptied, bare)
    assert not outcome.wrong_silent + outcome.missing_silent
