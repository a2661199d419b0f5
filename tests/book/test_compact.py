from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui.arrow import pa
from tui.book import open_book, yearly_write
from tui.book.compact import compact, folds
from tui.book.files import read_file
from tui.book.schema import TABLES
from tui.book.write import save_table
from tui.errors import BookError, Problem

if TYPE_CHECKING:
    from tui.book import Book

ROOT = Path(__file__).resolve().parents[2]
OLD = (date(2024, 12, 27), date(2025, 1, 3), date(2025, 1, 10))
LAST = date(2025, 1, 17)
NEWEST = date(2025, 1, 24)
DAYS = (*OLD, LAST, NEWEST)


def put(root: Path, table: str, day: date, text: str) -> Path:
    path = root / table / f"{day}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A book of five weeks: decimals, columns and the order of rows differ from week to week."""
    root = tmp_path / "book"
    for n, day in enumerate(DAYS):
        extra = ",own" if n % 2 else ""
        cell = f",w{n}" if n % 2 else ""
        put(root, "market", day, (
            f"code,name,price,pe_ttm{extra}\n300308.SZ,中际旭创,{100 + n}.{'0' * (n + 1)},0{cell}\n"
            f"600941.SH,中国移动,{90 + n}.5,14.{n}{cell}\n"
        ))  # fmt: skip
        put(root, "estimates", day, (
            "code,year,basis,eps,pe_printed,source\n"
            f"600941.SH,2025,A,6.3{n},13.8,consensus\n600941.SH,2026,E,6.10,14.3,consensus\n"
        ))  # fmt: skip
    (root / "book.toml").write_text("[missing]\npe_ttm = [0]\n", encoding="utf-8")
    return root


def everything(root: Path) -> dict[tuple[str, date], Any]:
    """Every vintage as a reader gets it, the missing values not yet taken out."""
    book = open_book(root)
    out = {}
    for table in TABLES:
        for day in book.dates(table):
            read = book.read_anew(table, day)
            assert read.problems == ()
            out[table, day] = read.table
    return out


def same(one: dict[tuple[str, date], Any], two: dict[tuple[str, date], Any]) -> bool:
    return one.keys() == two.keys() and all(two[key].equals(one[key], check_metadata=True) for key in one)


def done(root: Path) -> list[Problem]:
    return [problem for _, problems in compact(open_book(root)) for problem in problems]


def files(root: Path) -> list[str]:
    return sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.is_file() and ".lock" not in p.name)


def test_old_vintages_stand_in_a_file_a_year_and_the_newest_two_alone(root: Path) -> None:
    before = everything(root)
    told = [(f.table, f.path.name, f.days) for f in folds(open_book(root))]
    assert told == [
        (table, name, days)
        for table in ("estimates", "market")
        for name, days in (
            ("2024.parquet", OLD[:1]),
            ("2025.parquet", OLD[1:]),
            ("2025-01-17.parquet", (LAST,)),
            ("2025-01-24.parquet", (NEWEST,)),
        )
    ]
    assert done(root) == []
    assert files(root) == ["book.toml"] + [
        f"{table}/{name}"
        for table in ("estimates", "market")
        for name in ("2024.parquet", "2025-01-17.parquet", "2025-01-24.parquet", "2025.parquet")
    ]
    book = open_book(root)
    assert book.problems == ()
    assert book.dates("market") == DAYS
    assert same(before, everything(root))
    assert book.read("market", OLD[1]).path == root / "market/2025.parquet"
    assert book.read("market", OLD[1]).table.column("pe_ttm").to_pylist() == [None, 14.1]
    assert done(root) == []
    assert folds(book) == ()


def test_a_book_declares_missing_after_compacting_too(root: Path) -> None:
    done(root)
    (root / "book.toml").write_text("[missing]\nprice = [91.5]\n", encoding="utf-8")
    table = open_book(root).read("market", OLD[1]).table
    assert table.column("price").to_pylist() == [101.0, None]
    assert table.column("pe_ttm").to_pylist() == [0.0, 14.1]


def test_the_next_weeks_join_the_year(root: Path) -> None:
    done(root)
    before = everything(root)
    later = NEWEST + timedelta(days=7)
    path = put(root, "market", later, "code,name,price,zzz\n600941.SH,中国移动,90.5,3\n")
    before["market", later] = read_file(path, TABLES["market"], as_of=later).table
    assert done(root) == []
    assert same(before, everything(root))
    assert "market/2025-01-17.parquet" not in files(root)


def test_a_vintage_saved_again_goes_before_the_year_s(root: Path) -> None:
    done(root)
    held = open_book(root).read_anew("market", OLD[1]).table
    save_table(root, "market", OLD[1], held.slice(0, 1))
    book = open_book(root)
    assert book.read("market", OLD[1]).table.num_rows == 1
    assert [(Path(p.file).name, p.what) for p in book.problems] == [
        (f"{OLD[1]}.csv", "a second vintage of this date")
    ]
    before = everything(root)
    assert done(root) == []
    assert same(before, everything(root))
    assert open_book(root).problems == ()
    assert open_book(root).read("market", OLD[1]).table.num_rows == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("code,price\n600941.SH,1\n600941.SH,2\n", "a second row of this code"),
        ("code,price\n600941.SH,x\n", "not a number"),
        ("code,price\n600941.SH,1\n6009", "half-written"),
        ("code,price\n600941.SH,1", "half-written"),
        ("", "empty"),
        ("as_of,code,price\n2025-01-04,600941.SH,1\n", "the file is of"),
    ],
)
def test_what_has_a_problem_stays_as_it_is(root: Path, text: str, words: str) -> None:
    path = put(root, "market", OLD[1], text)
    left = done(root)
    assert [(p.file, p.what) for p in left] == [(str(path), "left as it is")]
    assert words in left[0].why
    assert path.read_text() == text
    assert open_book(root).files["market", OLD[2]].name == "2025.parquet"


def test_a_column_of_another_type_stays_as_it_is(root: Path) -> None:
    put(root, "market", OLD[1], "code,price,own\n600941.SH,1,2.50\n")
    put(root, "market", OLD[2], "code,price,own\n600941.SH,1,many\n")
    before = everything(root)
    left = done(root)
    assert len(left) == 1
    assert "column own holds" in left[0].why
    assert same(before, everything(root))
    assert "market/2025.parquet" in files(root)


def test_an_empty_column_of_another_type_comes_back(root: Path) -> None:
    put(root, "market", OLD[1], "code,price,own\n600941.SH,1,2.50\n")
    table = pa.table({"code": ["600941.SH"], "price": [1.0], "own": pa.nulls(1, pa.string())})
    (root / f"market/{OLD[2]}.csv").unlink()
    save_table(root, "market", OLD[2], table, "parquet")
    before = everything(root)
    assert done(root) == []
    assert same(before, everything(root))


def test_two_files_of_a_date(root: Path) -> None:
    csv_file = root / f"market/{OLD[1]}.csv"
    text = csv_file.read_text()
    save_table(root, "market", OLD[1], open_book(root).read_anew("market", OLD[1]).table, "parquet")
    csv_file.write_text(text)
    before = everything(root)
    twin = root / "twin"
    shutil.copytree(root, twin, ignore=shutil.ignore_patterns("twin"))
    assert done(twin) == []  # they hold the same, as after a stop between writing one and removing the other
    assert f"market/{OLD[1]}.csv" not in files(twin)
    csv_file.write_text(text.replace("91.5", "99.5"))
    left = done(root)
    assert [p.what for p in left] == ["left as it is"]
    assert "differ" in left[0].why
    shutil.rmtree(twin)
    assert same(before, everything(root))


def test_a_broken_year_is_told_and_left(root: Path) -> None:
    done(root)
    whole = (root / "market/2025.parquet").read_bytes()
    (root / "market/2025.parquet").write_bytes(whole[: len(whole) // 2])
    put(root, "market", OLD[1], "code,price\n600941.SH,1\n")
    book = open_book(root)
    assert [(Path(p.file).name, p.what) for p in book.problems] == [("2025.parquet", "not read")]
    assert "cut short" in book.problems[0].why
    assert book.dates("market") == (OLD[0], OLD[1], LAST, NEWEST)
    left = done(root)
    assert [Path(p.file).name for p in left] == ["2025.parquet"]
    assert (root / f"market/{OLD[1]}.csv").exists()
    (root / "market/2025.parquet").write_bytes(whole)
    assert done(root) == []


@pytest.mark.parametrize("order", [(1, 0), (0,)])
def test_what_does_not_read_back_the_same_changes_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch, order: tuple[int, ...]
) -> None:
    monkeypatch.setattr(yearly_write, "GROUP", 1)
    packed = yearly_write._packed(np.array(order))
    before, held = files(root), everything(root)
    monkeypatch.setattr(yearly_write, "order_of", lambda table: np.arange(table.num_rows))
    monkeypatch.setattr(yearly_write, "_packed", lambda _: packed)
    left = done(root)
    assert {p.what for p in left} == {"left as it is"}
    assert [name for name in files(root) if name.endswith(".csv")] == [
        name for name in before if name.endswith(".csv") and str(LAST) not in name and str(NEWEST) not in name
    ]
    assert same(held, everything(root))


def test_a_file_written_meanwhile_stands(root: Path) -> None:
    own = root / f"market/{OLD[1]}.csv"
    steps = compact(open_book(root))
    for fold, _ in steps:
        if fold.path == root / "market/2024.parquet":
            break
    own.write_text("code,price\n600941.SH,5\n")
    list(steps)
    assert open_book(root).read("market", OLD[1]).table.column("price").to_pylist() == [5.0]


def test_the_sample_and_a_single_file_are_refused(tmp_path: Path) -> None:
    from tui.book import sample_root

    with pytest.raises(BookError, match="read-only"):
        list(compact(open_book(sample_root())))
    path = tmp_path / "a.csv"
    path.write_text("code,price\n600941.SH,1\n")
    with pytest.raises(BookError, match="read-only"):
        list(compact(open_book(path)))


STOPPED = """
import os, sys
from pathlib import Path
root, call, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
import filelock
from tui.book import open_book
from tui.book.compact import compact
home = {"replace": os, "unlink": Path, "fsync": os}[call]
real, calls = getattr(home, call), []
def stopping(*args, **kwargs):
    if not str(args[0]).endswith(".lock"):
        calls.append(1)
        if len(calls) == count:
            os._exit(9)
    return real(*args, **kwargs)
setattr(home, call, stopping)
list(compact(open_book(root)))
"""


@pytest.mark.parametrize(
    ("call", "count"),
    [("fsync", 1), ("replace", 1), ("unlink", 2), ("replace", 2), ("unlink", 4), ("fsync", 6)],
)
def test_a_stop_leaves_every_vintage_readable_once(root: Path, call: str, count: int) -> None:
    before = everything(root)
    words = [sys.executable, "-c", STOPPED, str(root), call, str(count)]
    status = subprocess.run(
        words, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False
    ).returncode
    assert status == 9
    assert same(before, everything(root))
    told = {p.what for p in open_book(root).problems}
    assert told <= {"a second vintage of this date", "a second file of this date"}
    assert done(root) == []
    assert same(before, everything(root))
    assert open_book(root).problems == ()
    assert not [name for name in files(root) if ".tmp" in name or name.endswith(".csv")]


CELL = st.one_of(
    st.just(""), st.decimals(-(10**6), 10**6, places=3).map(str), st.sampled_from(["1.50", "2", "0", "7.0"])
)
TEXT = st.text("ab, \"'\n中=+@\x7f ", max_size=4)
ROW = st.tuples(CELL, CELL, TEXT, TEXT)
VINTAGE = st.tuples(
    st.lists(ROW, max_size=9), st.permutations(["price", "own", "name", "memo"]), st.integers(1, 4),
    st.booleans(), st.randoms(use_true_random=False),
)  # fmt: skip


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(VINTAGE, min_size=1, max_size=7), st.integers(1, 5), st.integers(1, 4), st.integers(1, 4))
def test_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, vintages: list[Any], group: int, block: int, most: int
) -> None:
    monkeypatch.setattr(yearly_write, "GROUP", group)
    monkeypatch.setattr(yearly_write, "BLOCK", block)
    monkeypatch.setattr(yearly_write, "MOST_GROUPS", most)
    root = tmp_path / "book"
    shutil.rmtree(root, ignore_errors=True)
    kept = {"price": 0, "own": 1, "name": 2, "memo": 3}
    for n, (rows, names, columns, as_parquet, chance) in enumerate(vintages):
        day = date(2024, 12, 1) + timedelta(days=20 * n)
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["code", *names[:columns]])
        codes = [f"600{i:03d}" for i in range(len(rows))]
        chance.shuffle(codes)
        for code, row in zip(codes, rows, strict=True):
            writer.writerow([code, *(row[kept[name]] for name in names[:columns])])
        path = put(root, "market", day, out.getvalue())
        read = read_file(path, TABLES["market"], as_of=day)
        if as_parquet and not read.problems:
            save_table(root, "market", day, read.table, "parquet")
    before = {d: open_book(root).read_anew("market", d) for d in open_book(root).dates("market")}
    left = {p.file for p in done(root)}
    book = open_book(root)
    for day, read in before.items():
        again = book.read_anew("market", day)
        assert again.table.equals(read.table, check_metadata=True)
        assert again.problems == read.problems
    named = {str(path) for path in book.files.values() if path.suffix == ".csv"}
    assert named == left
    over_time(book, before)


def over_time(book: Book, before: dict[date, Any]) -> None:
    """The rows of some names over all dates are those that the vintages have."""
    codes = ["600001.SH", "600003.SH"]
    found = book.names_history("market", codes, ["price", "name"]).to_pylist()
    expected = [
        {"as_of": day, **{name: row[name] for name in ("code", "price", "name")}}
        for day in before
        for row in book.read("market", day).table.to_pylist()
        if row["code"] in codes
    ]
    by = ("as_of", "code")
    assert sorted(found, key=lambda r: [r[n] for n in by]) == sorted(
        expected, key=lambda r: [r[n] for n in by]
    )


def test_rows_that_come_in_join_the_vintage_of_a_year(root: Path) -> None:
    from tui.report.frame import frame_of
    from tui.report.stage import write_all
    from tui.report.vintages import joined, own_table

    done(root)
    before = everything(root)
    book = open_book(root)
    theirs = pa.table({"code": ["600941.SH", "000063.SZ"], "price": [91.5, 41.5], "pe_ttm": [14.1, None]})
    found = joined("market", frame_of(theirs), lambda row: pytest.fail(str(row)), book, OLD[1], "new.csv")
    assert found.change is not None
    assert (found.change.name, found.change.before, found.added) == (f"market/{OLD[1]}.parquet", None, 1)
    write_all(root, [found.change])
    table = open_book(root).read("market", OLD[1]).table
    assert table.column("code").to_pylist() == ["300308.SZ", "600941.SH", "000063.SZ"]
    assert table.column("price").to_pylist() == [101.0, 91.5, 41.5]
    path, data, held = own_table(book, "market", OLD[2])
    assert (path.name, data) == (f"{OLD[2]}.parquet", None)
    assert held.equals(before["market", OLD[2]], check_metadata=True)
    assert done(root) == []
    assert files(root).count(f"market/{OLD[1]}.parquet") == 0
    assert open_book(root).read("market", OLD[1]).table.equals(table)
