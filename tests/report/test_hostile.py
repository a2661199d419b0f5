"""`kanpan import` of no report, or of one made to harm: one line and status 2, or the figures as printed."""

from __future__ import annotations

import csv
import io
import os
import random
import resource
import struct
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.cli.runs import PYTHON, environment, foreign, good, inside, refused

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS, MEGABYTES = 2.0, 500.0  # of processor time and of memory, whatever the file
MANY = 10.0  # seconds for a table of 5,000 names
COVER = "通信行业周报\n\n示例证券研究所\n\n2026年7月3日\n\n"
HEAD = "股票代码\t股票简称\t2026/7/3\tEPS (元)\t\tPE\t\t投资评级\n\t\t股价\t2025A\t2026E\t2025A\t2026E\n"
ROW = "600941.SH\t中国移动\t87.48\t6.33\t6.13\t13.8\t14.3\t未评级\n"
OTHER = "300308.SZ\t中际旭创\t1,116.00\t9.72\t26.87\t114.8\t41.5\t买入\n"
REPORT = COVER + HEAD + ROW + OTHER


class Ended(NamedTuple):
    """How a command ended, and what it took: processor seconds, peak MB."""

    status: int
    said: str
    seconds: float
    megabytes: float


def measured(*words: str | Path) -> Ended:
    """Run a command in a process of its own; another load of the machine does not count."""
    with tempfile.TemporaryFile() as stream:
        child = subprocess.Popen(
            [*PYTHON, *map(str, words)], cwd=foreign(), env=environment(), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=stream,
        )  # fmt: skip
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        stream.seek(0)
        said = stream.read().decode("utf-8")
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # a child is begun with its parent's peak
    peak = used.ru_maxrss / unit if used.ru_maxrss > own else 0.0
    return Ended(child.returncode, said, used.ru_utime + used.ru_stime, peak)


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def bomb(part: str) -> bytes:
    """An office file of some kB with one part of 128 MB, which its folder calls 1,000 bytes."""
    buffer = io.BytesIO()
    block = b" " * (1 << 20)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml" if part.startswith("xl") else "[Content_Types].xml", "<x/>")
        with archive.open(part, "w") as stream:
            for _ in range(128):
                stream.write(block)
    return buffer.getvalue().replace(struct.pack("<L", 128 << 20), struct.pack("<L", 1000))


# ── no reports ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("shopping.txt", "牛奶 2 盒\n鸡蛋 12 个\n面包 1 条 15.5\n", "no forecast table"),
        ("shopping.csv", "what,how many,price\nmilk,2,3.50\neggs,12,4.20\n", "no forecast table"),
        ("empty.txt", b"", "empty"),
        ("blank.txt", " \n\t\n\u3000\r\n", "only white space"),
        ("random.bin", random.Random(7).randbytes(200_000), "a binary file"),
        ("random.txt", random.Random(8).randbytes(50), "a binary file"),
        ("short.pdf", b"%PDF-1.7\n1 0 obj", "a broken PDF"),
        ("nul.txt", REPORT.replace("\n", "\0\n"), "a binary file"),
        ("half.txt", REPORT.encode() + b"\xed\xa0\x80", "is not UTF-8"),
        ("rows.html", "<table><tr><td>" * 3, "holds no text"),
        ("many.txt", "a\n" * 200_000, "lines"),
    ],
)
def test_what_is_no_report(tmp_path: Path, name: str, data: bytes | str, said: str) -> None:
    book = tmp_path / "B"
    assert said in refused("import", write(tmp_path, name, data), "--into", book)
    assert not book.exists()


def test_what_is_no_file(tmp_path: Path) -> None:
    book = tmp_path / "B"
    assert "a folder" in refused("import", tmp_path, "--into", book)
    assert "no such file" in refused("import", tmp_path / "missing.txt", "--into", book)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert "no regular file" in refused("import", tmp_path / "pipe", "--into", book)
    assert not book.exists()


def test_a_name_of_two_lines_is_said_in_one(tmp_path: Path) -> None:
    assert "no such file" in refused("import", tmp_path / "two\nlines.txt", "--into", tmp_path / "B")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = write(tmp_path, "secret.txt", REPORT)
    path.chmod(0)
    assert "cannot be read" in refused("import", path, "--into", tmp_path / "B")


def test_an_executable(tmp_path: Path) -> None:
    data = Path(sys.executable).read_bytes()[: 4 << 20]
    assert "import" not in refused("import", write(tmp_path, "report.txt", data), "--into", tmp_path / "B")


@pytest.mark.parametrize("encrypt", ["secret", None], ids=["password", "cut"])
def test_a_pdf_that_cannot_be_read(tmp_path: Path, encrypt: str | None) -> None:
    pytest.importorskip("pdfplumber")
    pytest.importorskip("reportlab")
    from tests.report.readers.pages import Pages, rows

    pages = Pages(encrypt=encrypt) if encrypt else Pages()
    pages.body(pages.head(60), rows())
    data = pages.data()
    path = write(tmp_path, "weekly.pdf", data if encrypt else data[: len(data) // 3])
    said = refused("import", path, "--into", tmp_path / "B")
    assert ("locked by a password" if encrypt else "PDF") in said


# ── cost ────────────────────────────────────────────────────────────────────────────────────────────


def sparse(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(200 << 20)


def text(content: str) -> Callable[[Path], None]:
    return data(content.encode())


def data(content: bytes) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(content)

    return make


def bombed(part: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(bomb(part))

    return make


COSTLY: dict[str, tuple[str, Callable[[Path], None]]] = {
    "200 MB of text": ("a.txt", sparse),
    "a bomb as xlsx": ("a.xlsx", bombed("xl/worksheets/sheet1.xml")),
    "a bomb as docx": ("a.docx", bombed("word/document.xml")),
    "300 kB of nested tables": ("a.html", text("<html>" + "<table><tr><td>1.0<td>" * 15_000)),
    "spans without end": ("a.html", text("<table>" + "<tr><td rowspan=9999 colspan=999>600941.SH" * 1_000)),
    "a line of 700 kB": ("a.txt", text("光模块的订单" * 40_000)),
    "a line of digits": ("a.txt", text("600941.SH中国移动87.486.336.13" * 15_000)),
    "100,000 pipes": ("a.md", text("|" * 100_000 + "\n" + "|-" * 50_000 + "\n")),
    "lists that do not match": (
        "a.txt", text("一周市场表现\n" + "申万通信、" * 4_000 + "分别上涨" + "1%、" * 9_000)
    ),
}  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="what a child took is not told here")
@pytest.mark.parametrize("case", COSTLY)
def test_a_costly_file_is_refused_at_small_cost(tmp_path: Path, case: str) -> None:
    name, make = COSTLY[case]
    make(tmp_path / name)
    ended = measured("import", tmp_path / name, "--into", tmp_path / "B")
    assert ended.status == 2
    assert ended.said.count("\n") == 1, ended.said
    assert ended.said.startswith("kanpan: ")
    assert ended.seconds < SECONDS
    assert ended.megabytes < MEGABYTES


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="what a child took is not told here")
def test_a_table_of_five_thousand_names(tmp_path: Path) -> None:
    codes = [f"{600_000 + i}.SH" if i < 2500 else f"{300_000 + i}.SZ" for i in range(5000)]
    rows = [
        f"{code}\t名称{chr(0x4E00 + i % 2500)}{chr(0x7000 + i // 2500)}\t{10 + i / 100:.2f}\t0.50\t1.00"
        f"\t{2 * (10 + i / 100):.1f}\t{10 + i / 100:.1f}\t买入\n"
        for i, code in enumerate(codes)
    ]
    path = write(tmp_path, "a.txt", COVER + HEAD + "".join(rows))
    ended = measured("import", path, "--into", tmp_path / "B")
    assert ended.status == 0, ended.said[-500:]
    assert "5000 of 5000 names" in ended.said.replace(",", "")
    assert ended.seconds < MANY
    assert ended.megabytes < MEGABYTES
    assert good("export", tmp_path / "B", "--columns", "code").column("code") == codes


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="what a child took is not told here")
def test_blank_lines_and_pages_without_end(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "\n" * 2_000_000 + "\f" * 50_000 + REPORT)
    ended = measured("import", path, "--into", tmp_path / "B")
    assert ended.status == 0
    assert ended.seconds < SECONDS
    assert ended.megabytes < MEGABYTES


# ── signs that harm ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("[@click=app.quit]移动", "[@click=app.quit]移动"),
        ("移动\x1b]52;c;aGk=\x07", "移动␛]52;c;aGk=␇"),
        ("=cmd|'/C calc'!A1", "'=cmd|'/C calc'!A1"),
        ("@移动", "'@移动"),
        ("\u202e动移国中\u202c", "动移国中"),
        ("中国\u200b移动", "中国移动"),
        ("中国\0移动", "中国移动"),
        ("\u2066中国移动\u2069\u200f", "中国移动"),
    ],
)
def test_a_name_that_would_harm(tmp_path: Path, name: str, kept: str) -> None:
    """No exported cell begins with a formula's sign, nothing steers the terminal, no sign is hidden."""
    # one NUL among so many lines is damage, many would be a binary file
    path = write(tmp_path, "a.txt", REPORT.replace("中国移动", name) + "一句话说到底。\n" * 200)
    done = inside("import", path, "--into", tmp_path / "B")
    assert done.status == 0, done.err
    exported = good("export", tmp_path / "B", "--columns", "code,name,eps_2026E")
    for said in (done.err, exported.text):
        assert all(char.isprintable() or char == "\n" for char in said)
    shown = {row["code"]: row["name"].replace("␦", "") for row in exported.rows}
    assert shown == {"600941.SH": kept, "300308.SZ": "中际旭创"}
    assert exported.column("eps_2026E") == ["6.13", "26.87"]


def test_what_is_said_of_a_file_shows_no_controls(tmp_path: Path) -> None:
    path = write(tmp_path, "a\x1b[31m\u202e.txt", REPORT.replace("14.3", "24.3"))
    done = inside("import", path, "--into", tmp_path / "B")
    assert done.status == 0
    assert "doubtful" in done.err
    assert all(char.isprintable() or char == "\n" for char in done.err)


def test_formulas_stay_text_in_the_exported_file(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", REPORT.replace("中国移动", "=1+2移动").replace("示例证券", "+示例证券"))
    inside("import", path, "--into", tmp_path / "B")
    out = tmp_path / "out.csv"
    assert inside("export", tmp_path / "B", "-o", out).status == 0
    with out.open(encoding="utf-8", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert any(cell.startswith("'=1+2") for cell in cells)
    assert not any(cell.startswith(("=", "@", "\t")) for cell in cells)
