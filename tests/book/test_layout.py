from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tui.book import Group, NameInfo, open_book
from tui.errors import BookError

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = date(2026, 7, 3)
SAMPLE = Path(__file__).resolve().parents[2] / "sample_data"


def test_a_book_says_what_it_holds(book_dir: Path) -> None:
    book = open_book(book_dir)
    assert (book.title, book.publisher, book.read_only, book.problems) == ("周报", "", False, ())
    assert book.groups == (Group("operators", "运营商", "operators"),)
    assert book.names == {"600941.SH": NameInfo(("中移动",), ("China Mobile",), ("中移动作",))}
    assert book.missing == {"pe_ttm": frozenset({0.0})}
    assert [p.name for p in book.theme_files] == ["mine.toml"]
    assert book.theme_folders == (book_dir / "themes",)
    assert book.dates("market") == (date(2026, 4, 15), date(2026, 7, 6))
    assert book.newest() == date(2026, 7, 6)
    assert book.dates("nothing") == ()


@pytest.mark.parametrize(
    ("as_of", "latest"),
    [
        (None, date(2026, 7, 6)),
        (date(2026, 7, 5), date(2026, 4, 15)),
        (date(2026, 4, 15), date(2026, 4, 15)),
        (date(2026, 4, 14), None),
    ],
)
def test_latest_is_not_after(book_dir: Path, as_of: date | None, latest: date | None) -> None:
    assert open_book(book_dir).latest("market", as_of) == latest


def test_before_is_the_tables_own_date(book_dir: Path) -> None:
    book = open_book(book_dir)
    assert book.before("market", date(2026, 7, 6)) == date(2026, 4, 15)
    assert book.before("market", date(2026, 4, 15)) is None
    assert book.before("coverage", DAY) is None


def test_read_gives_the_vintage_once(book_dir: Path) -> None:
    book = open_book(book_dir)
    vintage = book.read("market", date(2026, 4, 15))
    assert vintage.date == date(2026, 4, 15)
    assert vintage.path == book_dir / "market/2026-04-15.csv"
    assert vintage.table.column("pe_ttm").to_pylist() == [None]
    assert book.read("market", date(2026, 4, 15)) is vintage
    with pytest.raises(BookError, match=r"no market of 2026-04-16; dates there are: 2026-04-15, 2026-07-06"):
        book.read("market", date(2026, 4, 16))


def test_na_adds_to_the_books_missing_values(book_dir: Path) -> None:
    book = open_book(book_dir, na=["pe_ttm=14.5", "close=88"])
    assert book.missing == {"pe_ttm": frozenset({0.0, 14.5}), "price": frozenset({88.0})}
    with pytest.raises(BookError, match="expected COLUMN=NUMBER"):
        open_book(book_dir, na=["pe_ttm"])
    with pytest.raises(BookError, match="expected COLUMN=NUMBER"):
        open_book(book_dir, na=["pe_ttm=x"])


def test_brief(book_dir: Path) -> None:
    brief = open_book(book_dir).brief(DAY)
    assert brief is not None
    assert (brief.outlook, brief.risks, brief.title, brief.price_date) == ("好", ("a",), "", None)
    assert brief.period == (date(2026, 6, 29), DAY)
    assert brief.focus[0].codes == ("600941.SH",)
    assert brief.ratings[0].rating == "买入"
    assert open_book(book_dir).brief(date(2026, 7, 2)) is None


def test_one_bad_file_never_sinks_the_rest(book_dir: Path) -> None:
    (book_dir / "names.toml").write_text('["600941.SH"]\naliases = [1, "中移动"]\n[zzz]\n', encoding="utf-8")
    (book_dir / "brief/2026-07-03.toml").write_text("outlook = 1\nrisks =\n", encoding="utf-8")
    (book_dir / "coverage/2026-07-03.csv").write_bytes(b"\xff\xff")
    (book_dir / "coverage/2026-07-10.csv").mkdir()
    (book_dir / "coverage/notes.md").write_text("x")
    (book_dir / "coverage/2026-13-01.csv").write_text("x")
    (book_dir / "market/2026-07-06.csv").write_text("")
    (book_dir / "market/.tmp-abc").write_text("half")
    (book_dir / "market/.DS_Store").write_text("x")
    book = open_book(book_dir)
    assert sorted((Path(p.file).name, p.what) for p in book.problems) == [
        ("2026-07-10.csv", "no file of a date"),
        ("2026-13-01.csv", "no file of a date"),
        ("names.toml", "600941.SH.aliases"),
        ("names.toml", "[zzz]"),
        ("notes.md", "no file of a date"),
    ]
    assert book.names["600941.SH"].aliases == ("中移动",)
    coverage = book.read("coverage", DAY)
    assert coverage.table.num_rows == 0
    assert "code" in coverage.table.column_names
    assert [p.what for p in coverage.problems] == ["not read"]
    assert "empty" in book.read("market", date(2026, 7, 6)).problems[0].why
    brief = book.brief()
    assert brief is not None
    assert (brief.outlook, [p.line for p in brief.problems]) == ("", [2])


def test_bad_book_toml(book_dir: Path) -> None:
    (book_dir / "book.toml").write_text("title = 3\n[missing]\npe_ttm = ['x']\n[[groups]]\nzh = 'a'\n")
    book = open_book(book_dir)
    assert book.title == "book"
    assert book.groups == ()
    assert sorted(p.what for p in book.problems) == ["group ''", "missing.pe_ttm", "title"]
    (book_dir / "book.toml").write_text("title = \n")
    assert [p.line for p in open_book(book_dir).problems] == [1]
    (book_dir / "book.toml").write_text("a = " + "[" * 5000)
    assert len(open_book(book_dir).problems) == 1


def test_parquet_before_csv_of_one_date(book_dir: Path) -> None:
    from tui.book.write import save_table

    held = open_book(book_dir).read("market", date(2026, 4, 15)).table
    csv = (book_dir / "market/2026-04-15.csv").read_bytes()
    save_table(book_dir, "market", date(2026, 4, 15), held, "parquet")
    (book_dir / "market/2026-04-15.csv").write_bytes(csv)
    book = open_book(book_dir)
    assert book.read("market", date(2026, 4, 15)).path.suffix == ".parquet"
    assert [(Path(p.file).suffix, p.what) for p in book.problems] == [(".csv", "a second file of this date")]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda p: p / "nowhere", "no such file or folder"),
        (lambda p: (p / "empty").mkdir() or p / "empty", "no book here; `kanpan init"),
        (lambda p: (p / "a.txt").write_text("x") and p / "a.txt", "neither a book's folder nor a table"),
        (lambda p: (p / "a.csv").write_text("") or p / "a.csv", "empty"),
        (lambda p: f"{p}/\x00.csv", ""),
        (lambda p: f"{p}/{'x' * 5000}.csv", "File name too long"),
    ],
)
def test_no_book_is_one_clear_line(tmp_path: Path, make: Callable[[Path], Any], words: str) -> None:
    with pytest.raises(BookError) as caught:
        open_book(make(tmp_path))
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_control_characters_in_a_path_do_not_reach_the_message(tmp_path: Path) -> None:
    with pytest.raises(BookError) as caught:
        open_book(tmp_path / "a\x1b[2J\nb")
    assert str(caught.value).isprintable()


def test_only_a_table_folder_is_a_book_too(book_dir: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(book_dir / "market", other / "market")
    book = open_book(other)
    assert (book.title, book.groups, book.newest()) == ("other", (), date(2026, 7, 6))


@pytest.mark.skipif(not (SAMPLE / "book.toml").is_file(), reason="no sample in this checkout")
def test_the_sample_loads_without_a_problem() -> None:
    book = open_book(SAMPLE)
    assert book.read_only
    assert book.problems == ()
    assert {t: len(d) for t, d in book.vintages.items()} == {
        "coverage": 1, "estimates": 1, "market": 1, "news": 1, "sectors": 1, "brief": 1,
    }  # fmt: skip
    rows = {}
    for table in ("coverage", "estimates", "market", "news", "sectors"):
        vintage = book.read(table, book.dates(table)[0])
        assert vintage.problems == ()
        rows[table] = vintage.table.num_rows
    assert rows == {"coverage": 13, "estimates": 52, "market": 13, "news": 5, "sectors": 8}
    brief = book.brief(DAY)
    assert brief is not None
    assert brief.problems == ()
    assert [f.group for f in brief.focus] == [g.id for g in book.groups]
    assert len(book.names) == 13


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_read_only(book_dir: Path) -> None:
    book_dir.chmod(0o500)
    try:
        assert open_book(book_dir).read_only
    finally:
        book_dir.chmod(0o700)
