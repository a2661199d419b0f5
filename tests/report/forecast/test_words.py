"""What single cells and header words of forecast tables say, by tables of texts."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tui.report.forecast import codes, figures, ratings
from tui.report.forecast.labels import label
from tui.report.forecast.notation import joined_cjk, plain, undoubled
from tui.report.forecast.units import unit_of

CASES = Path(__file__).parents[2] / "data" / "report" / "forecast"


def rows(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("case", rows("labels"), ids=lambda c: c["header"][:20])
def test_header_word(case: dict[str, str]) -> None:
    said = label(case["header"])
    assert (said.role, said.metric, said.basis, said.currency) == (
        case["role"],
        case["metric"],
        case["basis"],
        case["currency"],
    )
    assert said.year == int(case["year"] or 0)
    assert said.unit == (float(case["unit"]) if case["unit"] else None)
    assert ("-".join(map(str, said.day)) if said.day else "") == case["day"]


@pytest.mark.parametrize("case", rows("figures"), ids=lambda c: c["text"])
def test_figure(case: dict[str, str]) -> None:
    found = figures.reading(case["text"])
    if not case["state"]:
        assert found is None
        return
    assert found is not None
    assert found.state.name == case["state"]
    assert found.value == (float(case["value"]) if case["value"] else None)
    assert found.decimals == int(case["decimals"])
    assert found.currency == case["currency"]


@pytest.mark.parametrize("case", rows("codes"), ids=lambda c: c["text"])
def test_code(case: dict[str, str]) -> None:
    found = codes.find(case["text"])
    assert found is not None
    assert (found.code, found.rest, found.odd) == (case["code"], case["rest"], case["odd"])


@pytest.mark.parametrize(
    "text", ["1,116.00", "Series A", "20260703", "买入", "2026/7/3", "12345678", "", "EPS 2026E"]
)
def test_no_code(text: str) -> None:
    assert codes.find(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [("VRT (Vertiv)", "VRT.US"), ("F", "F.US"), ("Vertiv", ""), ("TOOLONG", ""), ("中国", "")],
)
def test_ticker_alone(text: str, code: str) -> None:
    found = codes.ticker(text)
    assert (found.code if found else "") == code


@pytest.mark.parametrize("case", rows("ratings"), ids=lambda c: c["text"])
def test_rating(case: dict[str, str]) -> None:
    assert ratings.read(case["text"], letters=True) == (case["rating"], case["action"])


@pytest.mark.parametrize("text", ["中际旭创", "12.3", "2026E", "光模块"])
def test_no_rating(text: str) -> None:
    assert ratings.read(text, letters=True) is None


def test_single_letters_are_ratings_only_in_a_column_of_ratings() -> None:
    assert ratings.read("O") is None
    assert ratings.read("++") is None


@pytest.mark.parametrize(
    ("text", "factor", "currency"),
    [
        ("亿元", 1e8, ""),
        ("元/股", 1.0, "CNY"),
        ("us$mn", 1e6, "USD"),
        ("rmbbn", 1e9, "CNY"),
        ("单位:百万元", 1e6, ""),
        ("倍", None, ""),
    ],
)
def test_unit(text: str, factor: float | None, currency: str) -> None:
    assert unit_of(text) == (factor, currency)


def test_no_unit() -> None:
    assert unit_of("加权") is None


@pytest.mark.parametrize(
    ("text", "once"),
    [
        ("EEPPSS", "EPS"),
        ("22002255AA", "2025A"),
        ("11..5500", "1.50"),
        ("1122", "1122"),
        ("AA", "AA"),
        ("", ""),
    ],
)
def test_type_printed_twice(text: str, once: str) -> None:
    assert undoubled(text) == once


def test_plain_and_joined() -> None:
    assert plain("ＥＰＳ（元）\u200b") == "EPS(元)"
    assert plain("**买入**") == "买入"
    assert plain("12.3①") == "12.3"
    assert joined_cjk("万 科 A") == "万科A"
    assert joined_cjk("Zhongji Innolight") == "Zhongji Innolight"
