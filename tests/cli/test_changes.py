"""`kanpan changes` and `kanpan movers`: what changed, told on stdout as a table and on stderr in words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.runs import ROOT, read

BOOK = ROOT / "tests" / "data" / "changes" / "book"
HEAD = [
    "code", "name", "group", "change", "price_from", "price_to", "price_change_pct", "rating_from",
    "rating_to", "rating_change", "pe_from", "pe_to", "pe_change_log", "pe_from_price", "pe_from_eps",
]  # fmt: skip
OF_A_YEAR = ("eps_{}_from", "eps_{}_to", "revision_{}")


def test_the_sample() -> None:
    done = read("changes", "--from", "2026-04-15", "--to", "2026-07-03")
    assert done.status == 0
    years = [name.format(year) for year in range(2025, 2029) for name in OF_A_YEAR]
    assert list(done.rows[0]) == [*HEAD, *years, "notes"]
    assert len(done.rows) == 13
    moves = {row["code"]: f"{float(row['price_change_pct']):+.2f}" for row in done.rows}
    assert (moves["300308.SZ"], moves["600941.SH"], moves["002281.SZ"]) == ("+43.08", "-6.65", "+103.68")
    assert all(row["notes"].startswith("unadjusted") for row in done.rows)
    assert all(row["change"] == "kept" for row in done.rows)
    assert not any(row[f"revision_{year}"] for row in done.rows for year in range(2025, 2029))
    assert "no estimates stand at 2026-04-15" in done.err
    assert "coverage none → 2026-07-03 · estimates none → 2026-07-03" in done.err
    assert "13 kept, 0 added, 0 dropped" in done.err


def test_the_baselines_are_told() -> None:
    done = read("changes", BOOK)
    assert done.err == (
        "coverage 2027-03-22 → 2027-03-26 · estimates 2027-03-22 → 2027-03-26 · "
        "market 2027-03-22 → 2027-03-22 · prices 2027-03-22 → 2027-03-26; names: 6 kept, 0 added, 0 dropped\n"
    )


def test_the_tables_are_those_of_the_other_formats(tmp_path: Path) -> None:
    read("changes", BOOK, "--from", "2027-03-12", "-o", tmp_path / "c.json")
    rows = json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))
    assert [row["change"] for row in rows] == ["kept", "added", "kept", "kept", "kept", "kept", "dropped"]
    assert rows[0]["revision_2026"] == pytest.approx(0.15)


def test_groups_and_queries_keep_rows() -> None:
    assert read("changes", BOOK, "--group", "网络").column("code") == ["600001.SH"]
    assert read("changes", BOOK, "-w", "revisions > 0").column("code") == ["600001.SH", "600007.SH"]
    assert read("changes", BOOK, "-w", "revisions > 0", "--group", "chips").column("code") == ["600007.SH"]


def test_fail_on_is_an_alert() -> None:
    fired = read("changes", BOOK, "--fail-on", "rating_change = new or revisions >= 2")
    assert fired.status == 1
    assert fired.err.splitlines()[-3:] == [
        "2 of 6 pass rating_change = new or revisions >= 2:",
        "600001.SH  甲电信",
        "300005.SZ  戊芯片",
    ]
    assert len(fired.rows) == 6
    assert read("changes", BOOK, "--fail-on", "rating_change = down").status == 0
    since = read("changes", BOOK, "--from", "2027-03-12", "--fail-on", "rating_change = down")
    assert since.status == 1
    assert "600007.SH" in since.err
    other = read("changes", BOOK, "--group", "net", "--fail-on", "rating_change = new")
    assert other.status == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--from", "2027-03-27"], "from 2027-03-27 is after to 2027-03-26"),
        (["--from", "2027-01-01"], "no name on or before 2027-01-01; its first date is 2027-03-12"),
        (["--to", "2027-01-01"], "no name on or before 2027-01-01"),
        (["--to", "2027-03-12"], "nothing to compare 2027-03-12 with"),
        (["--from", "soon"], "no date"),
        (["--to", "2027-03-22", "--as-of", "2027-03-19"], "two later dates are named"),
        (["--group", "nets"], "unknown group 'nets'; nearest: net"),
        (["--fail-on", "revision > 0"], "revision"),
        (["-w", "pe26 <"], "expected"),
    ],
)
def test_one_clear_line(words: list[str], said: str) -> None:
    done = read("changes", BOOK, *words)
    assert (done.status, done.out) == (2, b"")
    assert said in done.err.splitlines()[0]


def test_a_half_written_file_is_told_and_passed_over(tmp_path: Path) -> None:
    root = Path(shutil.copytree(BOOK, tmp_path / "book"))
    path = root / "estimates" / "2027-03-26.csv"
    path.write_bytes(path.read_bytes()[:-31])
    done = read("changes", root)
    assert done.status == 0
    assert "2027-03-26.csv" in done.err.splitlines()[0]
    assert "estimates 2027-03-19 → 2027-03-22" in done.err


def test_movers_of_the_sample() -> None:
    rows = read("movers", "-n", "2").rows
    assert list(rows[0]) == [
        "side", "code", "name", "group", "price_from", "price_to", "price_change_pct", "from", "to", "notes",
    ]  # fmt: skip
    assert [(row["side"], row["code"]) for row in rows] == [
        ("best", "002281.SZ"), ("best", "300570.SZ"), ("worst", "603236.SH"), ("worst", "300394.SZ"),
    ]  # fmt: skip
    assert {(row["from"], row["to"]) for row in rows} == {("2026-04-15", "2026-07-03")}
    assert len(read("movers").rows) == 10


def test_few_names_stand_on_one_side_only() -> None:
    rows = read("movers", BOOK, "--group", "chips", "--from", "2027-03-19", "--to", "2027-03-22").rows
    assert [(row["side"], row["code"]) for row in rows] == [
        ("best", "300004.SZ"),
        ("best", "600002.SH"),
        ("worst", "300005.SZ"),
    ]  # fmt: skip - the prices of two others did not move
