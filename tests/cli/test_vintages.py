"""`kanpan vintages` and `kanpan compact`, and the same files queried by DuckDB."""

from __future__ import annotations

import re
import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.cli.runs import ROOT, good, inside, refused
from tui.book import open_book

if TYPE_CHECKING:
    from pathlib import Path

DAYS = ("2024-12-27", "2025-01-03", "2025-01-10")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    root = tmp_path / "book"
    for n, day in enumerate(DAYS):
        files = {
            f"coverage/{day}.csv": f"code,name,group,price\n600941.SH,中国移动,operators,{87 + n}.50\n",
            f"estimates/{day}.csv": (
                "code,year,basis,eps,pe_printed,source\n"
                f"600941.SH,2025,A,6.33,13.8,consensus\n600941.SH,2026,E,6.{n}0,14.3,consensus\n"
            ),
            f"news/{day}.csv": 'id,title,summary\nn1,标题,"一行\n\n又一行"\n\nn2,另一个,x\n',
        }
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    (root / "brief").mkdir()
    (root / "brief/2025-01-10.toml").write_text('outlook = "好"\n', encoding="utf-8")
    return root


def test_the_sample() -> None:
    rows = good("vintages").rows
    assert list(rows[0]) == ["table", "as_of", "rows", "file", "bytes"]
    assert [(r["table"], r["as_of"], r["rows"]) for r in rows] == [
        ("coverage", "2026-07-03", "13"),
        ("estimates", "2026-07-03", "52"),
        ("market", "2026-04-15", "13"),
        ("news", "2026-07-03", "5"),
        ("sectors", "2026-07-03", "8"),
        ("brief", "2026-07-03", ""),
    ]
    assert good("vintages", "--as-of", "2026-05-01").column("table") == ["market"]


def test_rows_are_those_that_are_read(book: Path, tmp_path: Path) -> None:
    held = open_book(book)
    counted = {
        (table, str(day)): str(held.read(table, day).table.num_rows)
        for table in ("coverage", "estimates", "news")
        for day in held.dates(table)
    }
    for _ in range(2):
        rows = inside("vintages", book).rows
        assert {(r["table"], r["as_of"]): r["rows"] for r in rows if r["rows"]} == counted
        inside("compact", book)
    assert [(r["file"], r["bytes"] == "") for r in rows if r["table"] == "news"] == [
        ("news/2024.parquet", True), ("news/2025-01-03.parquet", False), ("news/2025-01-10.parquet", False),
    ]  # fmt: skip
    one = tmp_path / "one.csv"
    one.write_text("code,price\n600941,1\n600050,2\n")
    assert good("vintages", one).column("rows") == ["2"]
    assert "no such file" in refused("vintages", tmp_path / "none")


def test_half_written_files_are_told(book: Path) -> None:
    (book / "coverage/2025-01-17.csv").write_text("code,price\n600941.SH,1\n6009")
    (book / "coverage/2025-01-24.parquet").write_bytes(b"PAR1xxxx")
    (book / "coverage/2023.parquet").write_bytes(b"PAR1xxxx")
    (book / "coverage/2025-01-31.csv").write_text("")
    done = inside("vintages", book)
    assert [line.split("coverage/")[1].split(":")[0] for line in done.err.splitlines()] == [
        "2023.parquet", "2025-01-17.csv", "2025-01-24.parquet", "2025-01-31.csv",
    ]  # fmt: skip
    assert "half-written" in done.err
    assert done.column("as_of").count("2025-01-24") == 1


def test_compact_says_what_it_does(book: Path) -> None:
    before = sorted(book.rglob("*"))
    dry = inside("compact", book, "--dry-run")
    assert sorted(book.rglob("*")) == before
    lines = dry.err.splitlines()
    assert lines[0].startswith("coverage/2024.parquet: 1 vintage, 0.1 kB")
    assert lines[-1].startswith("9 vintages, ")
    assert lines[-1].endswith("would go into 9 files")
    (book / "news/2024-12-27.csv").write_text("id,title\nn1,a\nn1,b\n")
    done = inside("compact", book)
    assert done.text == ""
    assert "news/2024-12-27.csv: left as it is: " in done.err
    assert done.err.splitlines()[-1].endswith("; 1 left as they are")
    assert "8 vintages into 8 files: " in done.err
    assert inside("compact", book).err.splitlines()[-1] == "nothing to compact; 1 left as they are"
    assert "read-only" in refused("compact")


def test_a_reader_sees_no_difference(book: Path, tmp_path: Path) -> None:
    twin = tmp_path / "twin" / "book"
    shutil.copytree(book, twin)
    inside("compact", twin)
    for words in (("export",), ("export", "--as-of", "2025-01-05", "--states"), ("news",)):
        assert good(*words, "-b", twin).text == good(*words, "-b", book).text
    assert date(2025, 1, 3) in open_book(twin).dates("coverage")


def test_duckdb_reads_the_same_files(tmp_path: Path) -> None:
    """The README's query gives what `kanpan changes` says of the two dates it names."""
    duckdb = pytest.importorskip("duckdb", reason="duckdb comes with the bench extra")
    root = tmp_path / "my-book"
    shutil.copytree(ROOT / "tests/data/changes/book", root)
    inside("compact", root)
    assert not list(root.glob("*/*.csv"))
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (query,) = re.findall(r"^```sql\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    start, end = re.findall(r"DATE '(\d{4}-\d\d-\d\d)'", query)
    assert f"kanpan changes my-book --from {start} --to {end}" in text
    found = duckdb.sql(query.replace("my-book", str(root)))
    names = [column[0] for column in found.description]
    theirs = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    ours = {
        row["code"]: row
        for row in inside("changes", root, "--from", start, "--to", end).rows
        if row["change"] == "kept"
    }
    assert [row["code"] for row in theirs] == sorted(ours)
    columns = {
        "price_from": "price_from", "price_to": "price_to", "price_change_pct": "price_change_pct",
        "eps_from": "eps_2027_from", "eps_to": "eps_2027_to", "revision": "revision_2027",
    }  # fmt: skip
    met = 0
    for row in theirs:
        for mine, column in columns.items():
            said = ours[str(row["code"])][column]
            assert (row[mine] is None) == (said == ""), (row["code"], column)
            if row[mine] is not None:
                met += 1
                assert float(said) == pytest.approx(row[mine], rel=1e-9)
    assert met > 15
