"""Several files as one: all new, or all old and nothing left behind."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from tui.book.locate import init_book
from tui.errors import BookError
from tui.report.stage import Change, write_all

OLD = {"a.csv": b"old a", "brief/b.toml": b"old b"}
NEW = [
    Change("a.csv", b"old a", b"new a"),
    Change("brief/b.toml", b"old b", b"new b"),
    Change("news/c.csv", None, b"new c"),
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "book"
    for name, data in OLD.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


def held(root: Path) -> dict[str, bytes]:
    """Every file but those of the lock."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not path.name.startswith(".lock")
    }


def test_all_are_written(root: Path) -> None:
    write_all(root, NEW)
    assert held(root) == {"a.csv": b"new a", "brief/b.toml": b"new b", "news/c.csv": b"new c"}


def test_nothing_to_write_makes_no_folder(tmp_path: Path) -> None:
    write_all(tmp_path / "book", [])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("at", [1, 2, 3])
@pytest.mark.parametrize("error", [OSError(errno.EIO, "broken"), KeyboardInterrupt()])
def test_a_failure_between_two_files_puts_the_old_ones_back(
    root: Path, monkeypatch: pytest.MonkeyPatch, at: int, error: BaseException
) -> None:
    real, calls = os.replace, 0

    def failing(*paths: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == at:
            raise error
        real(*paths)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises((BookError, KeyboardInterrupt)):
        write_all(root, NEW)
    assert calls >= at
    assert held(root) == OLD
    assert not (root / "news").exists()


def test_where_nothing_can_be_replaced_any_more_the_old_bytes_are_written_back(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = os.replace, 0

    def failing(*paths: Any) -> None:
        nonlocal calls
        calls += 1
        if calls > 1:
            raise OSError(errno.EIO, "broken")
        real(*paths)

    monkeypatch.setattr(os, "replace", failing)
    monkeypatch.setattr(Path, "replace", lambda *_: failing(root, root))
    with pytest.raises(BookError, match="nothing is written"):
        write_all(root, NEW)
    assert held(root) == OLD


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_full_disk_leaves_all_as_it_was(root: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    real, calls = os.fsync, 0

    def full(handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls == at:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BookError, match="No space left"):
        write_all(root, NEW)
    assert held(root) == OLD


def test_a_new_book_that_cannot_be_written_leaves_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BookError, match="No space left"):
        write_all(tmp_path / "new" / "book", [Change("book.toml", None, b"x")])
    assert not (tmp_path / "new" / "book").exists()


def test_a_file_that_someone_else_changed_stops_it(root: Path) -> None:
    (root / "a.csv").write_bytes(b"other")
    with pytest.raises(BookError, match=r"a\.csv: was changed"):
        write_all(root, NEW)
    assert held(root) == {**OLD, "a.csv": b"other"}


def test_permissions_and_links_stay(root: Path, tmp_path: Path) -> None:
    real = tmp_path / "elsewhere.csv"
    real.write_bytes(b"old a")
    real.chmod(0o640)
    (root / "a.csv").unlink()
    (root / "a.csv").symlink_to(real)
    write_all(root, NEW)
    assert (root / "a.csv").is_symlink()
    assert real.read_bytes() == b"new a"
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_book_of_someone_else_is_refused(tmp_path: Path) -> None:
    init_book(tmp_path / "book")
    (tmp_path / "book").chmod(0o500)
    try:
        if os.access(tmp_path / "book", os.W_OK):
            pytest.skip("this user may write everywhere")
        with pytest.raises(BookError, match="no permission"):
            write_all(tmp_path / "book", NEW)
    finally:
        (tmp_path / "book").chmod(0o700)
