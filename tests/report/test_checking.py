"""The examiner itself: sheets, forms and the comparison do what the tests of the importer rely on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.report.checking import Outcome, compare
from tests.report.families import papers
from tests.report.grids import header, spans
from tests.report.making import FORMS, aligned, report, tsv, whole
from tests.report.markup import web
from tests.report.sheets import LOSS, Notation, Sheet, Truth, Wanted, printed, reordered, truth_of
from tui.columns import State, Year
from tui.report.blocks import Place
from tui.report.diagnostics import Diagnostic, Level
from tui.report.model import Figure, Forecast, Named

SHEETS = [sheet for paper in papers().values() for sheet in paper.sheets]
ODD = Notation(
    thousands=True, negative="（）", times="倍", missing="—", loss="NM", code="front", year="FY{s}{b}"
)


def forecast(truth: Truth, *told: Diagnostic) -> Forecast:
    """The forecast that reads every cell of the truth rightly."""
    names = []
    for code, cells in truth.items():
        figures, price = {}, None
        for at, want in cells.items():
            if want.texts or not want.hard:
                continue
            figure = Figure(want.value, "", min(want.states), want.decimals)
            if at == "price":
                price = figure
            else:
                figures[at[:-6], Year(int(at[-5:-1]), at[-1])] = figure
        texts = {at: min(want.texts) for at, want in cells.items() if want.texts}
        named = Named(
            code=code,
            name=texts.get("name", ""),
            rating=texts.get("rating", ""),
            action=texts.get("action", ""),
            group=texts.get("group", ""),
            industry=texts.get("industry", ""),
            price=price,
            currency="",
            eps_currency="",
            figures=figures,
            others={},
            place=Place(),
            text=code,
        )
        names.append(named)
    return Forecast(tuple(names), (), None, len(names), {}, tuple(told))


def test_every_family_has_two_variants_of_five_names() -> None:
    found = [paper.family for paper in papers().values()]
    assert all(found.count(family) >= 2 for family in range(1, 13))
    assert all(sum(line.kind == "name" for line in sheet.lines) >= 5 for sheet in SHEETS)


def quotient(cells: dict[str, Wanted], year: str) -> float:
    """Price over EPS, or what would be right where one of them is not printed."""
    price, eps = cells.get("price"), cells.get(f"eps{year}")
    printed_multiple = cells[f"pe{year}"].value
    assert printed_multiple
    return price.value / eps.value if price and eps and price.value and eps.value else printed_multiple


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)
def test_multiples_are_price_over_eps(sheet: Sheet) -> None:
    off = [
        (code, at)
        for code, cells in truth_of(sheet).items()
        for at, want in cells.items()
        if at.startswith("pe_") and want.value
        if abs(quotient(cells, at[2:]) - want.value) > 0.5 * 10**-want.decimals + 1e-9
    ]
    assert off == ([("603286.SH", "pe_2026E"), ("603286.SH", "pe_2027E")] if sheet.id == "13e" else [])


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)
def test_tsv_gives_the_sheet_back(sheet: Sheet) -> None:
    lines = [line.split("\t") for line in whole(tsv(sheet))]
    assert lines[sheet.depth :] == [list(line.cells) for line in sheet.lines]
    assert {len(line) for line in lines} == {len(sheet.columns)}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)
def test_header_cells_cover_every_place_once(sheet: Sheet) -> None:
    places = [
        (span.row + down, span.column + over)
        for span in spans(sheet)
        for down in range(span.height)
        for over in range(span.width)
    ]
    assert sorted(places) == [(r, c) for r in range(sheet.depth) for c in range(len(sheet.columns))]
    assert all(any(row) for row in header(sheet))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)
def test_aligned_columns_do_not_touch(sheet: Sheet) -> None:
    for line, text in zip(sheet.lines, aligned(sheet).body, strict=True):
        if line.kind == "name":
            parts = [part.strip() for part in text.split("  ") if part.strip()]
            assert parts == [cell.strip() for cell in line.cells if cell]


def test_html_spans_are_told_or_wrong() -> None:
    sheet = papers()["01a"].sheets[0]
    assert '<td rowspan="2">股票代码</td>' in web(sheet).head[1]
    assert '<td colspan="4">PE</td>' in web(sheet).head[1]
    assert '<td colspan="5">PE</td>' in web(sheet, "wide").head[1]
    assert '<td rowspan="3">股票代码</td>' in web(sheet, "tall").head[1]
    assert web(sheet, "spare").body[0].endswith("<td></td></tr>")


@pytest.mark.parametrize("form", [form for form in FORMS if form != "html merged"])
def test_every_form_holds_every_code_or_name(form: str) -> None:
    for paper in papers().values():
        text = report([printed(sheet) for sheet in paper.sheets], form)
        for code, cells in paper.truth().items():
            names = cells["name"].texts if "name" in cells else {code}
            assert code[:5] in text or min(names) in text.casefold() or f"{code[1:5]}.HK" in text


def test_a_notation_prints_plain_cells() -> None:
    sheet = printed(papers()["10b"].sheets[0], ODD)
    row = next(line for line in sheet.lines if line.code == "688337.SH")
    assert row.cells == ("SH688337", "芯澜股份", "141.92", "0.71", "（0.08）", "0.46", "1.27",
                         "199.9倍", "NM", "308.5倍", "111.7倍", "推荐")  # fmt: skip
    assert [column.heads[-1] for column in sheet.columns[3:7]] == ["FY24A", "FY25A", "FY26E", "FY27E"]


def test_a_wide_notation() -> None:
    sheet = printed(papers()["01a"].sheets[0], Notation(wide="all", thousands=True))
    assert sheet.lines[3].cells[2] == "１，１１６．４０"


def test_truth_knows_states() -> None:
    cells = truth_of(papers()["10b"].sheets[0], Notation(loss="NM"))["688337.SH"]
    assert cells["pe_2025A"].states == {State.NM}
    assert cells["eps_2025A"].value == -0.08
    assert papers()["10b"].sheets[0].lines[1].cells[7] == LOSS
    assert cells["group"].texts == {"芯片"}


def test_reordering_moves_cells_with_their_columns() -> None:
    sheet = papers()["06a"].sheets[0]
    moved = reordered(sheet, range(len(sheet.columns) - 1, -1, -1))
    assert moved.columns[0].role == "rating"
    assert truth_of(moved) == truth_of(sheet)


# ── the comparison ──


@pytest.fixture
def truth() -> Truth:
    return papers()["01a"].truth()


def test_a_right_forecast(truth: Truth) -> None:
    outcome = compare(forecast(truth), truth)
    assert outcome[1:] == ((), (), (), ())
    assert outcome.right == outcome.total == sum(map(len, truth.values()))


def spoilt(truth: Truth, *told: Diagnostic) -> Outcome:
    """Two EPS of one name changed places."""
    whole = forecast(truth, *told)
    first = whole.names[0]
    one, two = ("eps", Year(2026, "E")), ("eps", Year(2027, "E"))
    figures = {**first.figures, one: first.figures[two], two: first.figures[one]}
    return compare(replace(whole, names=(replace(first, figures=figures), *whole.names[1:])), truth)


def said(**about: str) -> Diagnostic:
    return Diagnostic(Level.DOUBTFUL, "f", Place(), about.pop("read", "x"), **about)


@pytest.mark.parametrize(
    ("diagnostic", "silent"),
    [
        (None, 2),
        (said(code="600931.SH"), 0),
        (said(code="600931.SH", column="eps_2026E"), 1),
        (said(code="600931.SH", column="pe_2026E"), 1),
        (said(code="600931.SH", column="price"), 2),
        (said(code="601758.SH"), 2),
        (said(column="eps_2026E"), 1),
        (said(read="600931.SH 中禾通信 87.36"), 0),
        (said(read="中禾通信"), 0),
        (said(read="海岳电信"), 2),
        (replace(said(code="600931.SH"), level=Level.NOTE), 2),
    ],
)
def test_wrong_cells_are_silent_or_told(truth: Truth, diagnostic: Diagnostic | None, silent: int) -> None:
    outcome = spoilt(truth, *([diagnostic] if diagnostic else []))
    assert len(outcome.wrong_silent) == silent
    assert len(outcome.wrong_told) == 2 - silent


def test_an_absent_row_is_refused_or_silent(truth: Truth) -> None:
    whole = forecast(truth, replace(said(code="601758.SH"), level=Level.REFUSED))
    outcome = compare(replace(whole, names=whole.names[2:]), truth)
    assert len(outcome.refused) == len(truth["601758.SH"])
    assert len(outcome.missing_silent) == len(truth["600931.SH"])
    assert not outcome.wrong_silent


def test_what_nobody_printed_is_wrong(truth: Truth) -> None:
    whole = forecast(truth)
    first = whole.names[0]
    more = replace(
        first, figures={**first.figures, ("pe", Year(2029, "E")): Figure(12.0, "12.0", State.VALUE, 1)}
    )
    outcome = compare(replace(whole, names=(more, *whole.names[1:], replace(first, code="000001.SZ"))), truth)
    assert [text.split(":")[0] for text in outcome.wrong_silent] == ["000001.SZ row", "600931.SH pe_2029E"]


def test_decimals_count(truth: Truth) -> None:
    whole = forecast(truth)
    first = whole.names[0]
    assert first.price is not None
    changed = replace(first, price=first.price._replace(decimals=1))
    both = replace(whole, names=(changed, *whole.names[1:]))
    assert len(compare(both, truth).wrong_silent) == 1
    assert not compare(both, truth, decimals=False).wrong_silent
