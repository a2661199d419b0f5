"""What `kanpan import` will not take for a watchlist, a book or a table, each in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.runs import good, refused
from tests.cli.test_import import SMALL, done

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def weekly(tmp_path: Path) -> Path:
    path = tmp_path / "weekly.txt"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_a_report_is_no_watchlist(weekly: Path, tmp_path: Path) -> None:
    for option in ("--group", "--list"):
        said = refused("import", weekly, "--into", tmp_path / "B", option, "x")
        assert "no watchlist" in said
        assert "--group and --list are for watchlists" in said
    assert not (tmp_path / "B").exists()


def test_a_list_keeps_off_what_ships_and_what_is_in_the_settings(weekly: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "config/kanpan").mkdir(parents=True)
    (home / "config/kanpan/config.toml").write_text('[queries]\nmine = "pe.fy1 < 20"\n', encoding="utf-8")
    path = tmp_path / "mine.blk"
    path.write_bytes(b"1600941\n")
    book = tmp_path / "B"
    assert "@mine stands in your settings" in refused("import", path, "--into", book, home=home)
    assert "@doubtful ships with Kanpan" in refused("import", path, "--into", book, "--list", "doubtful")
    assert "1 of 1 name is not in the book" in done("import", path, "--into", book, "--list", "a b").err
    done("import", weekly, "--into", book)
    assert good("export", book, "--where", "@a-b", "--columns", "code").lines == ["code", "600941.SH"]


def test_books_that_are_none(weekly: Path, tmp_path: Path) -> None:
    for name in ("book.parquet", "book.csv", "Book.TXT"):
        assert "a book is a folder" in refused("import", weekly, "--into", tmp_path / name)
        assert not (tmp_path / name).exists()
    assert "one book at a time" in refused("import", weekly, "--into", tmp_path / "a", "-b", tmp_path / "b")
    done("import", weekly, "--into", tmp_path / "a", "-b", tmp_path / "a")


@pytest.mark.parametrize(
    ("name", "data", "options", "why"),
    [
        ("", b"", [], "FILE is empty"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 text", [], "save it as docx"),
        ("empty.csv", b"", ["--as", "market"], "empty; a table"),
        ("broken.pdf", b"%PDF-1.4 broken", ["--as", "market"], "a PDF; a table"),
        ("sina.csv", "代码,名称,最新价\nsh600941,中国移动,88.1\n".encode(), [], "try --as market"),
        ("news.csv", "标题,时间,来源\n一条,2026-07-06,C114\n".encode(), [], "try --as news"),
    ],
)
def test_one_clear_line(tmp_path: Path, name: str, data: bytes, options: list[str], why: str) -> None:
    path = tmp_path / name
    if name:
        path.write_bytes(data)
    assert why in refused("import", path if name else "", "--into", tmp_path / "B", *options)
    assert not (tmp_path / "B").exists()
