"""The importer on every family of forecast tables in every form: right cells, or said aloud."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.report.damage import DAMAGE, cut
from tests.report.examining import FILES, examine, examined, written
from tests.report.families import papers
from tests.report.making import FORMS
from tui.report.diagnostics import Level
from tui.report.known import Known
from tui.report.parse import read_report

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.report.checking import Outcome
    from tests.report.families import Paper

SURE = (
    "tsv", "pipes", "pipes doubled", "pipes broken", "html", "html spare", "html broken",
    "xlsx", "xlsx figures", "xlsx broken", "docx",
)  # fmt: skip
LOOSE = tuple(form for form in (*FORMS, *FILES) if form not in {*SURE, "html merged"})
SLOW = ("docx", "pdf", "pdf bare", "pdf broken", "pdf cut", "pdf cut bare")  # on every third paper only


def silent(outcome: Outcome) -> tuple[str, ...]:
    """What is wrong or absent and nobody said so."""
    return outcome.wrong_silent + outcome.missing_silent


def faults(outcome: Outcome, paper: Paper) -> tuple[str, ...]:
    """All that is not right, but for cells that the paper itself gives twice and differently."""
    told = outcome.wrong_told + outcome.refused
    return silent(outcome) + tuple(text for text in told if text.partition(":")[0] not in paper.disagrees)


def chosen_for(form: str) -> list[Paper]:
    return list(papers().values())[:: 3 if form in SLOW else 1]


def only_bad(found: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    """Per paper the first of its faults, of those that have any."""
    return {name: texts[:2] for name, texts in found if texts}


@pytest.mark.parametrize("form", SURE)
def test_a_grid_is_read_whole(tmp_path: Path, form: str) -> None:
    found = []
    for paper in chosen_for(form):
        outcome = examine(written(tmp_path, paper, form), paper, decimals=form != "xlsx figures")
        assert outcome.total > 20
        found.append((paper.id, faults(outcome, paper)))
    assert only_bad(found) == {}


@pytest.mark.parametrize("form", LOOSE)
def test_no_cell_is_wrong_in_silence(tmp_path: Path, form: str) -> None:
    found = [(paper.id, silent(examine(written(tmp_path, paper, form), paper))) for paper in chosen_for(form)]
    assert only_bad(found) == {}


@pytest.mark.parametrize("again", [False, True], ids=["", "header again"])
@pytest.mark.parametrize(("name", "form"), [
    ("02c", "html flat"), ("04b", "cell a line"), ("10b", "cell a line"), ("10b", "html flat"),
    ("12a", "aligned"), ("12a", "words"), ("13a", "aligned"), ("13c", "html flat"), ("13c", "tsv lost"),
])  # fmt: skip
def test_a_page_that_ends_after_any_row(tmp_path: Path, name: str, form: str, again: bool) -> None:
    paper = papers()[name]
    found = []
    for at in range(1, min(len(sheet.lines) for sheet in paper.sheets)):
        path = written(tmp_path, paper, form, damage=partial(cut, at=at, again=again))
        found.append((str(at), silent(examine(path, paper))))
    assert only_bad(found) == {}


@pytest.mark.parametrize("name", ["04b", "10b", "12a"])
def test_a_page_that_ends_below_the_first_label(tmp_path: Path, name: str) -> None:
    paper = papers()[name]
    path = written(tmp_path, paper, "html", damage=partial(cut, at=1, again=False))
    assert not faults(examine(path, paper), paper)


@pytest.mark.parametrize(
    "form", ["aligned", "words", "cell a line", "stacked", "tsv lost", "html flat", "pdf"]
)
def test_a_plain_table_is_read_in_a_loose_form_too(tmp_path: Path, form: str) -> None:
    found = [(paper.id, faults(examine(written(tmp_path, paper, form), paper), paper)) for paper in plain()]
    assert only_bad(found) == {}


def plain() -> list[Paper]:
    """Papers like the ones most houses print."""
    return [papers()[name] for name in ("01a", "02a", "06a")]


@pytest.mark.parametrize("name", ["03a", "03b"])
def test_industries_merged_into_one_cell(tmp_path: Path, name: str) -> None:
    paper = papers()[name]
    assert not faults(examine(written(tmp_path, paper, "html merged"), paper), paper)


def test_a_table_printed_twice_with_another_figure_is_told(tmp_path: Path) -> None:
    paper = papers()["09b"]
    report = read_report(written(tmp_path, paper, "tsv"), paper.known)
    told = [one for one in (*report.forecast.told, *report.told) if one.level >= Level.DOUBTFUL]
    assert [(one.code, one.column) for one in told] == [("300374.SZ", "eps_2026E")]


def test_a_name_that_nobody_knows_is_refused_aloud(tmp_path: Path) -> None:
    paper = papers()["04a"]
    known = Known({name: code for name, code in paper.known.codes.items() if code != "300374.SZ"})
    outcome = examined(written(tmp_path, paper, "tsv"), known, paper.truth())
    assert not silent(outcome)
    assert {text.split()[0] for text in outcome.refused} == {"300374.SZ"}


@pytest.mark.parametrize("form", ["tsv", "pipes", "html", "aligned"])
@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_changes_nothing(tmp_path: Path, kind: str, form: str) -> None:
    found = []
    for paper in [papers()[name] for name in ("01a", "03a", "03b", "05a", "10b", "12b")]:
        outcome = examine(written(tmp_path, paper, form, damage=DAMAGE[kind]), paper)
        found.append((paper.id, silent(outcome) if form == "aligned" else faults(outcome, paper)))
    assert only_bad(found) == {}
