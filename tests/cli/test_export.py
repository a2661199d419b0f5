"""The contract of `kanpan export`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.cli.runs import FULLBOOK, good, inside, kanpan, read

if TYPE_CHECKING:
    from pathlib import Path

HEADER = [
    "code",
    "name",
    "group",
    "rating",
    "price",
    "as_of",
    "eps_2025A",
    "eps_2026E",
    "eps_2027E",
    "eps_2028E",
    "pe_2025A",
    "pe_2026E",
    "pe_2027E",
    "pe_2028E",
    "eps_cagr",
    "peg",
    "pe_to_group",
    "price_change_pct",
    "themes",
    "news",
    "checks",
]
CODES = [
    "600941.SH",
    "601728.SH",
    "600050.SH",
    "300308.SZ",
    "300394.SZ",
    "300502.SZ",
    "300570.SZ",
    "002281.SZ",
    "000063.SZ",
    "000938.SZ",
    "603236.SH",
    "600118.SH",
    "300627.SZ",
]
OPTICAL = CODES[3:8]
LEO = ["000063.SZ", "600118.SH"]


# ── export ──────────────────────────────────────────────────────────────────────────────────────────


def test_export_gives_header_and_13_rows_in_the_books_order() -> None:
    done = good("export")
    assert done.lines[0].split(",")[: len(HEADER)] == HEADER
    assert done.column("code") == CODES
    groups = list(dict.fromkeys(done.column("group")))
    assert groups == ["operators", "optical-modules", "equipment", "commercial-space"]
    assert b"\r" not in done.out
    first = done.rows[0]
    assert (first["name"], first["price"], first["eps_2026E"]) == ("中国移动", "87.48", "6.13")
    assert first["themes"] == "5g-a;ai-compute;operators"
    assert first["news"].isdigit()
    assert done.out == kanpan("export").out


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("--group optical-modules", OPTICAL),
        ("--group 光模块", OPTICAL),
        ("--group optical modules", OPTICAL),
        ("--group OPTICAL-MODULES", OPTICAL),
        ("--group operators,equipment", CODES[:3] + CODES[8:11]),
        ("--group operators --group equipment", CODES[:3] + CODES[8:11]),
        ("--theme leo-satellite", LEO),
        ("--theme 低轨卫星", LEO),
        ("--theme LEO satellites", LEO),
        ("--theme leo-satellite --group equipment", ["000063.SZ"]),
        ("--theme leo-satellite --group operators", []),
        ("--limit 3", CODES[:3]),
        ("--limit 0", []),
        ("--sort=-price --limit 2", ["300308.SZ", "300502.SZ"]),
        ("--sort 股价 --limit 2", ["600050.SH", "601728.SH"]),
        ("--sort pe_2026E --group optical-modules", ["300502.SZ", "300308.SZ", "300394.SZ", "300570.SZ",
            "002281.SZ"]),
        ("--sort peg --group operators", ["600941.SH", "600050.SH", "601728.SH"]),
        ("--sort=-peg --group operators", ["600050.SH", "600941.SH", "601728.SH"]),
        ("--sort rating,-price --by none --limit 3", ["300308.SZ", "300502.SZ", "300394.SZ"]),
        ("--by group --sort=-pe_2026E --limit 4", ["601728.SH", "600050.SH", "600941.SH", "002281.SZ"]),
    ],
)  # fmt: skip
def test_export_shows_what_is_asked_for(words: str, codes: list[str]) -> None:
    parts: list[str] = []
    for word in words.split():  # a label may hold a space
        if word.startswith("--") or parts[-1].startswith("--"):
            parts.append(word)
        else:
            parts[-1] += f" {word}"
    assert good("export", *parts).column("code") == codes


def test_the_issues_example_byte_for_byte() -> None:
    done = good("export", "--group", "optical-modules", "--sort", "pe_2026E", "--columns", "code,pe_2026E")
    assert done.text == (
        "code,pe_2026E\n300502.SZ,39.9\n300308.SZ,41.5\n300394.SZ,69.3\n300570.SZ,90.4\n002281.SZ,112.2\n"
    )


def test_a_sort_over_groups_stands_flat() -> None:
    rows = good("export", "--sort", "group,-pe_2026E").rows
    groups = [row["group"] for row in rows]
    assert len(rows) == 13
    assert [g for i, g in enumerate(groups) if i == 0 or groups[i - 1] != g] == list(dict.fromkeys(groups))
    for group in set(groups):
        values = [float(row["pe_2026E"]) for row in rows if row["group"] == group]
        assert values == sorted(values, reverse=True)


def test_export_as_of_the_markets_day_has_no_groups_and_no_estimates() -> None:
    done = good("export", "--as-of", "2026-04-15", "--states")
    assert sorted(done.column("code")) == sorted(CODES)
    for row in done.rows:
        assert row["group"] == ""
        assert row["as_of"] == "2026-04-15"
        assert float(row["price"]) > 0
        assert all(row[c] == "" for c in row if re.match(r"(eps|pe)_20\d\d", c) and not c.endswith("_state"))
    price = {row["code"]: row["price"] for row in done.rows}
    assert price["600941.SH"] == "93.71"


def test_cells_without_estimates_are_uncovered_at_the_markets_day() -> None:
    done = good("export", "--as-of", "2026-04-15", "--columns", "code,eps_cagr,peg", "--states")
    assert set(done.column("eps_cagr_state")) == {"uncovered"}
    assert set(done.column("peg_state")) == {"uncovered"}


def test_by_theme_repeats_a_name_under_each_of_its_themes() -> None:
    rows = good("export", "--by", "theme").rows
    assert list(rows[0])[-1] == "theme"
    for row in rows:
        assert row["theme"] in row["themes"].split(";")
    assert sum(row["code"] == "600941.SH" for row in rows) == 3


def test_columns_are_taken_by_id_and_by_either_label() -> None:
    done = good("export", "--columns", "代码, 市盈率 2026E，PE 2027E、简称,rating", "--limit", "1")
    assert done.lines == ["code,pe_2026E,pe_2027E,name,rating", "600941.SH,14.3,13.8,中国移动,未评级"]


@pytest.mark.parametrize("fmt", ["csv", "tsv", "json", "ndjson", "md", "parquet", "xlsx"])
def test_the_format_is_the_suffixs_or_that_of_f(fmt: str, tmp_path: Path) -> None:
    told = good("export", "-f", fmt)
    file = tmp_path / f"名单.{fmt}"
    done = inside("export", "-o", file)
    assert (done.status, done.out, done.err) == (0, b"", "")
    assert file.read_bytes() == told.out
    assert [p.name for p in tmp_path.iterdir()] == [file.name]


def test_what_the_formats_hold() -> None:
    cells = json.loads(good("export", "-f", "json").text)
    assert [cell["code"] for cell in cells] == CODES
    assert cells[0]["pe_2026E"] == 14.3
    assert cells[0]["themes"] == ["5g-a", "ai-compute", "operators"]
    assert cells[1]["peg"] is None
    assert [json.loads(line) for line in good("export", "-f", "ndjson").lines] == cells
    lines = good("export", "-f", "md", "--columns", "code,price").lines
    assert len(lines) == 15
    assert re.fullmatch(r"\| code +\| +price \|", lines[0])
    assert good("export", "-f", "tsv").lines[0].split("\t")[:2] == ["code", "name"]
    assert good("export", "-f", "parquet").out[:4] == b"PAR1"
    assert good("export", "-f", "xlsx").out[:2] == b"PK"


def test_f_goes_before_the_suffix_and_dash_is_stdout(tmp_path: Path) -> None:
    assert kanpan("export", "-o", tmp_path / "a.csv", "-f", "json").status == 0
    assert json.loads((tmp_path / "a.csv").read_bytes())
    assert kanpan("export", "-o", "-").out == good("export").out


def test_states_and_excel() -> None:
    done = good("export", "--states")
    header = done.lines[0].split(",")
    assert header.index("price_state") > header.index("area")
    assert [row["peg_state"] for row in done.rows][:2] == ["value", "nm"]
    assert done.rows[1]["peg"] == ""
    assert {h.removesuffix("_state") for h in header if h.endswith("_state")} <= set(header)
    assert good("export", "--excel").out == b"\xef\xbb\xbf" + good("export").out


def test_every_state_of_the_full_book_is_told() -> None:
    done = read("export", FULLBOOK, "--states", "--as-of", "2026-07-03")
    states = {row[c] for row in done.rows for c in row if c.endswith("_state")}
    assert states == {"value", "loss", "missing", "uncovered", "nm"}
    for row in done.rows:
        for name in row:
            if name.endswith("_state"):
                assert (row[name] == "value") == (row[name.removesuffix("_state")] != ""), (row["code"], name)
    formula = next(row["name"] for row in done.rows if row["code"] == "600103.SH")
    assert formula.startswith("'=")
    assert "\x1b" not in done.text
    assert "inf" not in done.text
    assert "nan" not in done.text.lower()
