from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.arrow import pa
from tui.book import NameInfo, open_book, sample_root
from tui.book.delimited import parse_delimited
from tui.book.files import read_file
from tui.book.schema import TABLES
from tui.book.typed import typed
from tui.book.write import (
    _csv_bytes,
    _dated,
    lock,
    save_book_toml,
    save_brief,
    save_names,
    save_table,
    write_atomic,
)
from tui.errors import BookError, UnknownNameError

DAY = date(2026, 7, 3)
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("table", TABLES)
def test_csv_read_and_saved_has_the_same_bytes(book_dir: Path, table: str) -> None:
    book = open_book(book_dir)
    for day in book.dates(table):
        before = (book_dir / f"{table}/{day}.csv").read_bytes()
        save_table(book_dir, table, day, open_book(book_dir, na=["pe_ttm=-1"]).read(table, day).table)
        after = (book_dir / f"{table}/{day}.csv").read_bytes()
        assert after == before.replace(b",0\n", b",\n")  # the book declares pe_ttm 0 missing


@pytest.mark.skipif(not (ROOT / "sample_data/book.toml").is_file(), reason="no sample in this checkout")
@pytest.mark.parametrize("table", TABLES)
def test_the_samples_files_come_back_byte_for_byte(tmp_path: Path, table: str) -> None:
    book = open_book(sample_root())
    for day in book.dates(table):
        saved = save_table(tmp_path, table, day, book.read(table, day).table)
        assert saved.read_bytes() == (sample_root() / f"{table}/{day}.csv").read_bytes()


@pytest.mark.parametrize("table", TABLES)
def test_parquet_and_csv_hold_the_same(book_dir: Path, tmp_path: Path, table: str) -> None:
    (book_dir / "book.toml").unlink()
    book = open_book(book_dir)
    for day in book.dates(table):
        first = book.read(table, day).table
        path = save_table(tmp_path, table, day, first, "parquet")
        second = read_file(path, TABLES[table], as_of=day).table
        assert second.equals(first, check_metadata=True)
        path = save_table(tmp_path, table, day, second, "csv")
        assert not path.with_suffix(".parquet").exists()
        assert read_file(path, TABLES[table], as_of=day).table.equals(first, check_metadata=True)


CELL = st.one_of(
    st.just(""), st.decimals(-(10**6), 10**6, places=3).map(str), st.sampled_from(["1.50", "2", "x"])
)


@settings(max_examples=25)
@given(st.lists(st.tuples(CELL, CELL, st.text("ab, \"'\n中=+@", max_size=4)), max_size=6))
def test_what_was_saved_reads_back_the_same(rows: list[tuple[str, str, str]]) -> None:
    import csv
    import io

    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["code", "price", "own", "name"])
    for i, (price, own, name) in enumerate(rows):
        writer.writerow([f"600{i:03d}", price, own, name])
    spec = TABLES["market"]
    first, _ = typed(parse_delimited(out.getvalue().encode(), "f"), spec, as_of=DAY)
    data = _csv_bytes(_dated(first, DAY))
    second, problems = typed(parse_delimited(data, "f"), spec, as_of=DAY)
    assert problems == ()
    assert second.to_pydict() == first.to_pydict()
    assert _csv_bytes(_dated(second, DAY)) == data
    places = [(t.schema.field("price").metadata or {}).get(b"decimals") for t in (first, second)]
    assert places[0] == places[1]


def test_numbers_are_written_as_they_stood(tmp_path: Path) -> None:
    table = pa.table(
        {"code": ["600941.SH", "601728.SH"], "price": [87.0, 5.4], "market_cap": [2029519000000.0, None]},
        schema=pa.schema(
            [
                pa.field("code", pa.string()),
                pa.field("price", pa.float64(), metadata={b"decimals": b"2", b"padded": b"1"}),
                pa.field("market_cap", pa.float64()),
            ]
        ),
    )
    path = save_table(tmp_path, "market", DAY, table)
    assert path.read_text() == (
        "as_of,code,price,market_cap\n2026-07-03,600941.SH,87.00,2029519000000\n2026-07-03,601728.SH,5.40,\n"
    )


def test_toml_files_come_back(tmp_path: Path) -> None:
    save_book_toml(
        tmp_path,
        {"title": "本", "groups": [{"id": "a", "zh": "甲", "en": "a"}], "missing": {"pe_ttm": [0]}},
    )
    save_names(tmp_path, {"600941.SH": NameInfo(("中移动",), ("China Mobile",), ())})
    save_brief(
        tmp_path, DAY, {"outlook": "好", "focus": [{"group": "a", "codes": ["600941.SH"]}], "as_of": "x"}
    )
    book = open_book(tmp_path)
    brief = book.brief()
    assert brief is not None
    assert (book.title, book.problems, brief.problems) == ("本", (), ())
    assert (book.groups[0].zh, book.names["600941.SH"].aliases, brief.outlook) == ("甲", ("中移动",), "好")
    assert (tmp_path / "brief/2026-07-03.toml").read_text(encoding="utf-8").startswith("as_of = 2026-07-03\n")


def test_wrong_table_or_format(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="nearest: market"):
        save_table(tmp_path, "markets", DAY, pa.table({"code": ["600941.SH"]}))
    with pytest.raises(BookError, match="unknown format 'xls'"):
        save_table(tmp_path, "market", DAY, pa.table({"code": ["600941.SH"]}), "xls")


def leftovers(folder: Path) -> Any:
    return [p.name for p in Path(folder).iterdir() if p.name.startswith(".tmp-")]


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "f"
    write_atomic(path, b"old")

    def full(_handle: Any) -> Any:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(BookError, match=r"f: not written: No space left on device"):
            write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert leftovers(tmp_path) == []


def test_an_interrupt_while_writing_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_handle: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", interrupted)
        with pytest.raises(KeyboardInterrupt):
            write_atomic(tmp_path / "f", b"new")
    assert list(tmp_path.iterdir()) == []


def test_permissions_are_those_of_the_old_file_or_the_users(tmp_path: Path) -> None:
    path = tmp_path / "f"
    before = os.umask(0o027)
    try:
        write_atomic(path, b"1")
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        path.chmod(0o604)
        write_atomic(path, b"2")
        assert stat.S_IMODE(path.stat().st_mode) == 0o604
    finally:
        os.umask(before)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    write_atomic(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="not written: No such file"):
        write_atomic(tmp_path / "no" / "f", b"")


KILLED = """
import os, sys
from datetime import date
sys.path.insert(0, {root!r})
from tui.book import write
os.replace = lambda *_: os.kill(os.getpid(), {signal})
write.write_atomic({path!r}, b"new")
"""


def test_killed_between_the_temporary_file_and_the_replacing(book_dir: Path) -> None:
    path = book_dir / "market/2026-04-15.csv"
    old = path.read_bytes()
    program = KILLED.format(root=str(ROOT), signal=int(signal.SIGKILL), path=str(path))
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL
    assert path.read_bytes() == old
    assert len(leftovers(path.parent)) == 1
    assert open_book(book_dir).problems == ()


FULL = """
import resource, signal, sys
sys.path.insert(0, {root!r})
from tui.book.write import write_atomic
from tui.errors import BookError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_atomic({path!r}, b"x" * 5000)
except BookError as error:
    print(error)
"""


def test_a_file_size_limit_of_the_system(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"old")
    program = FULL.format(root=str(ROOT), path=str(path))
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert "not written: File too large" in done.stdout
    assert path.read_bytes() == b"old"
    assert leftovers(tmp_path) == []


def test_the_lock_keeps_others_out_and_may_be_entered_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.book.write._PATIENCE", 0.2)
    heard = []

    def other() -> None:
        try:
            with lock(tmp_path):
                heard.append("in")
        except BookError as error:
            heard.append(str(error))

    with lock(tmp_path), lock(tmp_path):
        save_table(tmp_path, "market", DAY, pa.table({"code": ["600941.SH"]}))
        program = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n" + OTHER.format(path=str(tmp_path))
        done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert f"(process {os.getpid()}) is writing this book; try again" in done.stdout
    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    assert heard == ["in"]


OTHER = """
import tui.book.write as write
write._PATIENCE = 0.2
try:
    with write.lock({path!r}):
        print("in")
except write.BookError as error:
    print(error)
"""


def test_what_is_read_only_says_how_to_get_a_book(book_dir: Path) -> None:
    table = pa.table({"code": ["600941.SH"]})
    with pytest.raises(BookError, match="kanpan init DIR"):
        save_table(sample_root(), "market", DAY, table)
    with pytest.raises(BookError, match="kanpan init DIR"):
        save_table(book_dir / "market/2026-04-15.csv", "market", DAY, table)
    assert not (sample_root() / ".lock").exists()
