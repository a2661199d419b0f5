"""`kanpan import`: a report, a table or a watchlist into a book, what is said and how it ends."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from tests.cli.runs import ROOT, Done, good, inside, kanpan, refused

if TYPE_CHECKING:
    from pathlib import Path

REPORT = ROOT.parent / "shared/reports/weekly-2026-07-03.txt"
FACTS = ROOT.parent / "shared/facts"
SMALL = (
    "通信行业周报\n\n示例证券研究所\n\n2026年7月3日\n\n"
    "股票代码\t股票简称\t2026/7/3\tEPS (元)\t\tPE\t\t投资评级\n\t\t股价\t2025A\t2026E\t2025A\t2026E\n"
    "600941.SH\t中国移动\t87.48\t6.33\t6.13\t13.8\t14.3\t未评级\n"
    "300308.SZ\t中际旭创\t1,116.00\t9.72\t26.87\t114.8\t41.5\t买入\n"
)
DOUBTFUL = SMALL.replace("14.3", "24.3")
shared = pytest.mark.skipif(not REPORT.exists(), reason="the sample report lies beside the checkout")


@pytest.fixture
def weekly(tmp_path: Path) -> Path:
    path = tmp_path / "weekly.txt"
    path.write_text(SMALL, encoding="utf-8")
    return path


def state(root: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in root.rglob("*")
        if path.is_file() and not path.name.startswith(".lock")
    }


def done(*words: str | Path, status: int = 0) -> Done:
    """A command that says everything on stderr."""
    out = inside(*words)
    assert (out.status, out.out) == (status, b""), out.err
    return out


@shared
def test_the_sample_report_whole(tmp_path: Path) -> None:
    book = tmp_path / "B"
    said = kanpan("import", REPORT, "--into", book)
    assert (said.status, said.out) == (0, b"")
    assert said.err.splitlines()[-3:-2] == [
        (
            "2026-07-03: 13 of 13 names, 52 of 52 EPS, 52 of 52 PE, 5 stories, 8 index moves, "
            "4 focus groups, 7 risks, 2 contradictions"
        )
    ]
    with (FACTS / "coverage.csv").open(encoding="utf-8", newline="") as file:
        facts = {row["code"]: row for row in csv.DictReader(file)}
    columns = [name for name in next(iter(facts.values())) if name != "price_date"]
    rows = good("export", book, "--columns", ",".join(columns)).rows
    figures = set(columns[4:])
    assert {row["code"]: [float(row[c]) if c in figures else row[c] for c in columns] for row in rows} == {
        code: [float(row[c]) if c in figures else row[c] for c in columns] for code, row in facts.items()
    }
    checks = inside("check", book)
    assert [(r["code"], r["year"]) for r in checks.rows if r["status"] == "contradicts"] == [
        ("300627.SZ", "2026E"), ("300627.SZ", "2027E"),
    ]  # fmt: skip
    assert checks.err == ""
    before = state(book)
    assert done("import", REPORT, "--into", book).err.splitlines()[-1] == "nothing changed"
    assert state(book) == before


@shared
def test_the_samples_sources_cell_by_cell(tmp_path: Path) -> None:
    book = tmp_path / "B"
    done("import", REPORT, "--into", book)
    with (FACTS / "estimate_sources.csv").open(encoding="utf-8", newline="") as file:
        house = {r["code"]: r["cells"].split() for r in csv.DictReader(file) if r["source"] == "house"}
    years = ("2025A", "2026E", "2027E", "2028E")
    rows = good("export", book, "--columns", "code," + ",".join(f"source_{y}" for y in years)).rows
    assert len(rows) == 13
    for row in rows:
        for year in years:
            wanted = "house" if year in house.get(row["code"], ()) else "consensus"
            assert row[f"source_{year}"] == wanted, (row["code"], year)
    with (book / "coverage/2026-07-03.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert row["rating_source"] == ("house" if row["code"] in house else "consensus")


def test_a_book_is_made_and_named(weekly: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    said = inside("import", weekly, home=home)
    assert said.status == 0
    assert said.err.splitlines()[-1] == f"made the book {home / 'data/kanpan/book'}"
    assert "600941.SH" in inside("export", home=home).text
    again = inside("import", weekly, home=home)
    assert again.err.splitlines()[-1] == "nothing changed"


def test_the_configured_book_is_written(weekly: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "config/kanpan").mkdir(parents=True)
    (home / "config/kanpan/config.toml").write_text(f'book = "{tmp_path / "mine"}"\n', encoding="utf-8")
    assert inside("import", weekly, home=home).status == 0
    assert (tmp_path / "mine/coverage/2026-07-03.csv").is_file()


@pytest.mark.parametrize("option", ["--into", "-b", "--book"])
def test_the_book_by_any_option(weekly: Path, tmp_path: Path, option: str) -> None:
    done("import", weekly, option, tmp_path / "B")
    assert [r["price"] for r in good("export", tmp_path / "B", "--columns", "price").rows] == [
        "87.48",
        "1116",
    ]


def test_dry_run_writes_nothing(weekly: Path, tmp_path: Path) -> None:
    said = done("import", weekly, "--into", tmp_path / "B", "--dry-run")
    assert said.err.splitlines()[-1] == "nothing written (--dry-run)"
    assert "2 of 2 names" in said.err
    assert not (tmp_path / "B").exists()


def test_strict_writes_nothing_where_a_cell_is_doubtful(weekly: Path, tmp_path: Path) -> None:
    book = tmp_path / "B"
    done("import", weekly, "--into", book, "--strict")
    before = state(book)
    bad = tmp_path / "bad.txt"
    bad.write_text(DOUBTFUL, encoding="utf-8")
    said = done("import", bad, "--into", book, "--strict", status=1)
    assert said.err.splitlines()[-1] == "nothing written (--strict)"
    assert "doubtful" in said.err
    assert state(book) == before
    done("import", bad, "--into", tmp_path / "C")
    done("import", bad, "--into", tmp_path / "D", "--strict", "--dry-run", status=1)


def test_another_date(weekly: Path, tmp_path: Path) -> None:
    done("import", weekly, "--into", tmp_path / "B", "--as-of", "2026-07-05")
    assert (tmp_path / "B/coverage/2026-07-05.csv").is_file()


def test_a_second_report_is_told_with_both_sources(weekly: Path, tmp_path: Path) -> None:
    book = tmp_path / "B"
    done("import", weekly, "--into", book)
    other = tmp_path / "other.txt"
    other.write_text(SMALL.replace("87.48", "87.50").replace("未评级", "增持"), encoding="utf-8")
    said = done("import", other, "--into", book)
    assert "the book has 87.48 (coverage/2026-07-03.csv), the report 87.50; the book's is kept" in said.err
    assert f"{other}:9: doubtful" in said.err
    assert good("export", book, "--columns", "code,price,rating").rows[0]["price"] == "87.48"


REFUSED = {
    "a shopping list": ("买菜\n- 鸡蛋\n- 牛奶\n", "no forecast table"),
    "an empty file": ("", "empty"),
    "only prose": ("通信行业周报\n\n风险提示：宏观环境恶化；关税超预期。\n", "no forecast table"),
}


@pytest.mark.parametrize(("text", "why"), REFUSED.values(), ids=list(REFUSED))
def test_what_is_no_report_is_refused_in_one_line(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "x.txt"
    path.write_text(text, encoding="utf-8")
    said = refused("import", path, "--into", tmp_path / "B")
    assert why in said
    assert not (tmp_path / "B").exists()


def test_a_table_without_forecasts_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text("| 菜 | 价 |\n| --- | --- |\n| 鸡蛋 | 5 |\n| 牛奶 | 6 |\n", encoding="utf-8")
    assert "1 table: first header '菜 价'" in refused("import", path, "--into", tmp_path / "B")


def test_places_that_cannot_be_written(weekly: Path, tmp_path: Path) -> None:
    assert "--into DIR" in refused("import", weekly, "--into", ROOT / "sample_data")
    assert "single table" in refused("import", weekly, "--into", weekly)
    (tmp_path / "full").mkdir()
    (tmp_path / "full/photo.png").write_bytes(b"x")
    assert "no book here" in refused("import", weekly, "--into", tmp_path / "full")


USAGE = [
    (["-"], "standard input"),
    (["nothing-there.txt"], "no such file"),
    (["w.txt", "--as", "market", "--group", "x"], "--as is for a table"),
    (["w.txt", "--as", "prices"], "'prices' is not one of"),
    (["w.txt", "--as-of", "July"], "no date"),
]


@pytest.mark.parametrize(("words", "why"), USAGE, ids=[w for _, w in USAGE])
def test_wrong_usage(words: list[str], why: str, tmp_path: Path) -> None:
    assert why in refused("import", *words, "--into", tmp_path / "B")


def test_a_plain_table(tmp_path: Path) -> None:
    path = tmp_path / "Table.xls"
    path.write_bytes("代码\t名称\t现价\t总市值\rSH600941\t中国移动\t93.71\t2.03万亿\r".encode("gbk"))
    said = done("import", path, "--into", tmp_path / "B", "--as", "market", "--as-of", "2026-07-06")
    assert said.err.splitlines()[0] == "2026-07-06: 1 of 1 rows, market"
    assert good("export", tmp_path / "B", "--columns", "code,name,market_cap").rows == [
        {"code": "600941.SH", "name": "中国移动", "market_cap": "2030000000000"}
    ]


def test_a_watchlist(weekly: Path, tmp_path: Path) -> None:
    book = tmp_path / "B"
    done("import", weekly, "--into", book)
    path = tmp_path / "mine.blk"
    path.write_bytes(b"1600941\r\n1000001\r\n")
    said = done("import", path, "--into", book)
    assert said.err.splitlines()[-3:] == ["@mine: 1 name", "1 left out", "wrote book.toml"]
    assert good("export", book, "--where", "@mine", "--columns", "code").lines == ["code", "600941.SH"]
    done("import", path, "--into", book, "--group", "operators", "--list", "again")
    assert good("export", book, "--group", "operators", "--columns", "code").lines == ["code", "600941.SH"]
    assert good("export", book, "--where", "@again", "--columns", "code").lines == ["code", "600941.SH"]


def test_hostile_names_cannot_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text(SMALL.replace("中国移动", "中国\x1b]0;x\x07移动"), encoding="utf-8")
    said = inside("import", path, "--into", tmp_path / "B")
    assert "\x1b" not in said.err


@shared
def test_the_sample_as_a_sheet(tmp_path: Path) -> None:
    """A sentence a row in column A, the tables in cells: the same report."""
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path, book = tmp_path / "weekly.xlsx", tmp_path / "B"
    with xlsxwriter.Workbook(path) as out:
        sheet = out.add_worksheet()
        lines = [line for line in REPORT.read_text(encoding="utf-8").splitlines() if line.strip()]
        for at, line in enumerate(lines):
            for column, cell in enumerate(line.split("\t")):
                if plain := cell.replace(",", "") if "\t" in line else cell:
                    number = plain.replace(".", "", 1).isdecimal() and "\t" in line and column > 1
                    sheet.write(at, column, float(plain) if number else plain)
    said = done("import", path, "--into", book)
    assert said.err.splitlines()[-3] == (
        "2026-07-03: 13 of 13 names, 52 of 52 EPS, 52 of 52 PE, 5 stories, 8 index moves, "
        "4 focus groups, 7 risks, 2 contradictions"
    )
    rows = good("export", book, "--columns", "code,group,source_2028E").rows
    assert all(row["group"] for row in rows)
    house = {row["code"] for row in rows if row["source_2028E"] == "house"}
    assert house == {"300308.SZ"}
    assert [row["level"] for row in good("market", book).rows] == ["market", "sector", *["sub-sector"] * 6]
