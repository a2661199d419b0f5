"""Every kind of file gives blocks, or one line that says what it is and what was expected."""

from __future__ import annotations

import io
import os
import random
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
import xlsxwriter

from tui.errors import BookError
from tui.report.blocks import Kind
from tui.report.read import MOST_TEXT, read_document

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT.parent / "shared" / "reports" / "weekly-2026-07-03.txt"
TABLE = "代码\t简称\tEPS 2026E\n600941.SH\t中国移动\t6.13\n600050.SH\t中国联通\t0.27\n"


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(BookError) as told:
        read_document(path)
    said = str(told.value)
    assert said.startswith(f"{path}: ")
    assert "\n" not in said
    return said.removeprefix(f"{path}: ")


def test_the_sample_report() -> None:
    if not SAMPLE.exists():
        pytest.skip("no shared folder beside the checkout")
    document = read_document(SAMPLE)
    table = next(block for block in document.blocks if block.kind is Kind.TABLE)
    assert sum(1 for row in table.rows if row[0].text[:6].isdigit()) == 13


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_in_every_encoding(tmp_path: Path, encoding: str, end: str) -> None:
    document = read_document(write(tmp_path, "a.txt", TABLE.replace("\n", end).encode(encoding)))
    (table,) = [block for block in document.blocks if block.kind is Kind.TABLE]
    assert [cell.text for cell in table.rows[1]] == ["600941.SH", "中国移动", "6.13"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", "<!DOCTYPE html><table><tr><td>600941.SH<td>中国移动<td>6.13</table>"),
        ("a.txt", "\n <html><body><table><tr><td>600941.SH</td><td>中国移动</td><td>6.13</td></tr></table>"),
        ("a.xls", "<table><tr><td>600941.SH</td><td>中国移动</td><td>6.13</td></tr></table>"),
        ("a.xls", TABLE),
        ("a.csv", "600941.SH,中国移动,6.13\n"),
        ("a.tsv", TABLE),
        ("a.md", "| 600941.SH | 中国移动 | 6.13 |\n| 600050.SH | 中国联通 | 0.27 |\n"),
    ],
)
def test_the_content_decides_first(tmp_path: Path, name: str, text: str) -> None:
    tables = [b for b in read_document(write(tmp_path, name, text)).blocks if b.kind is Kind.TABLE]
    assert ["600941.SH", "中国移动", "6.13"] in [
        [cell.text.strip() for cell in row] for row in tables[0].rows
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n\t \r\n", "only white space"),
        (b"\xef\xbb\xbf", "only white space"),
        (bytes(range(256)) * 40, "a binary file"),
        (b"text\0text\0" * 50, "a binary file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a picture"),
        (b"PAR1" + bytes(50), "a Parquet table"),
        (b"{\\rtf1 hello}", "an RTF file"),
        (b"\x1f\x8b\x08" + bytes(20), "a packed file"),
        (b"%PDF-1.7\nbroken", "a broken PDF"),
        (b"PK\x03\x04broken", "broken office file"),
        (b"caf\xe9 \x81", "byte 3"),
    ],
)
def test_what_is_no_report(tmp_path: Path, data: bytes, said: str) -> None:
    told = refusal(write(tmp_path, "x.bin", data))
    assert told.startswith(said)
    if not said.startswith(("a broken", "broken")):
        assert "a report as text, Markdown, HTML, PDF, docx or xlsx was expected" in told


def test_random_bytes(tmp_path: Path) -> None:
    assert refusal(write(tmp_path, "x.bin", random.Random(1).randbytes(100_000))).startswith("a binary file")


def test_what_is_no_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "missing.txt").startswith("no such file")
    assert refusal(tmp_path).startswith("a folder")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert refusal(tmp_path / "pipe").startswith("no regular file")


def test_a_zip_of_other_things(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert refusal(write(tmp_path, "x.docx", buffer.getvalue())).startswith("a packed file that is neither")


def test_a_large_text_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    with path.open("wb") as stream:
        stream.truncate(MOST_TEXT + (1 << 20))
    assert refusal(path).startswith("17 MB, over the 16 MB")


def bomb(name: str, megabytes: int, *, lie: bool) -> bytes:
    """A zip with one part of blanks, its size in the folder made small where it lies."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        with archive.open(name, "w", force_zip64=False) as part:
            for _ in range(megabytes):
                part.write(b" " * (1 << 20))
    data = buffer.getvalue()
    return data.replace(struct.pack("<L", megabytes << 20), struct.pack("<L", 1000)) if lie else data


@pytest.mark.parametrize("lie", [False, True], ids=["told", "hidden"])
@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "word/document.xml"])
def test_a_bomb_is_refused(tmp_path: Path, name: str, lie: bool) -> None:
    assert "expands" in refusal(write(tmp_path, "x.xlsx", bomb(name, 120, lie=lie)))


def test_a_sheet_of_two_far_corners_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        cells = '<sheetData><c r="A1"/><c r="XFD1048576"/></sheetData>'
        archive.writestr("xl/worksheets/sheet1.xml", cells)
    assert "too large for a report" in refusal(write(tmp_path, "x.xlsx", buffer.getvalue()))


def test_memory_stays_small(tmp_path: Path) -> None:
    """Each refusal in a process of its own: seconds and peak memory."""
    if not Path("/proc/self/status").exists():
        pytest.skip("the system does not tell a process's own peak")
    packed = zlib.compress(b"0 0 m\n" * (12 << 20), 6)
    files = [
        write(tmp_path, "a.xlsx", bomb("xl/worksheets/sheet1.xml", 130, lie=True)),
        write(tmp_path, "a.pdf", b"%PDF-1.4\n1 0 obj<<>>\nstream\n" + packed + b"\nendstream"),
        write(tmp_path, "a.bin", random.Random(2).randbytes(8 << 20)),
    ]
    code = (
        "import sys\nfrom tui.errors import BookError\nfrom tui.report.read import read_document\n"
        "for path in sys.argv[1:]:\n"
        "    try:\n        read_document(path)\n        print('read')\n    except BookError:\n        pass\n"
        "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, files)],
        capture_output=True, text=True, timeout=15, check=True, cwd=ROOT,
    )  # fmt: skip
    assert int(done.stdout) < 500 * 1024


def test_a_light_import() -> None:
    code = (
        "import sys, tui.report.read\n"
        "from tui.report.readers import docx, pdf, sheet\n"
        "print([m for m in ('pyarrow', 'pandas', 'pdfplumber', 'docx', 'lxml', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=15, check=True, cwd=ROOT
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_a_sheet_may_hold_a_whole_report(tmp_path: Path) -> None:
    rows: list[list[str | float]] = [
        ["通信行业周报"], ["分析师表示，景气度仍在上行，"], ["并将延续。"], ["表: 盈利预测"],
        ["代码", "简称", "股价"], ["光模块"], ["300308.SZ", "中际旭创", 1116], ["设备"],
        ["000063.SZ", "中兴通讯", 36.38],
        ["数据来源: Wind, 某研究所 (表内中际旭创各年预测,"], ["为某研究所所做)"],
        ["1 一周市场表现"], ["申万通信指数下跌9.17%。"], ["2 行业要闻"],
        ["评级", "说明"], ["买入", "领先超过10%"],
    ]  # fmt: skip
    path = tmp_path / "weekly.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    found = read_document(path).blocks
    assert [(block.kind.value, block.text or len(block.rows)) for block in found] == [
        ("paragraph", "通信行业周报"),
        ("paragraph", "分析师表示，景气度仍在上行，并将延续。"),
        ("paragraph", "表: 盈利预测"),
        ("table", 5),
        ("paragraph", "数据来源: Wind, 某研究所 (表内中际旭创各年预测,为某研究所所做)"),
        ("heading", "1 一周市场表现"),
        ("paragraph", "申万通信指数下跌9.17%。"),
        ("heading", "2 行业要闻"),
        ("table", 2),
    ]
    assert [row[0].place.line for row in found[3].rows] == [5, 6, 7, 8, 9]
