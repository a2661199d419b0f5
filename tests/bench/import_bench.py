"""Reports imported: one cold, a hundred as text, and a PDF against pdfplumber's own words."""

from __future__ import annotations

import gc
import io
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.row import Row, peak_mb
from tests.bench.terminal import ROOT, clean_env
from tests.report.readers.pages import YEARS, Pages, rows

if TYPE_CHECKING:
    from collections.abc import Callable

COLD, HUNDRED, PDF = 1.0, 10.0, 2.0  # seconds, seconds, times pdfplumber
REPORTS, PAGES, LINES = 100, 30, 40  # reports, pages of each, lines of a page
SAMPLE = ROOT.parent / "shared" / "reports" / "weekly-2026-07-03.txt"
SENTENCES = (
    "算力租赁的价格在 {year} 年上半年上涨 {cent}%，光模块的订单排到了第 {n} 周，几家公司都在加快建厂的进度。",
    "运营商把 {cent}% 的开支投向第 {n} 个智算中心，传统网络的投入逐年减少，设备商的收入结构也随之改变。",
    "卫星互联网进入批量发射的阶段，地面终端的第 {n} 次招标已经开始，产业链上的公司陆续公布了新的合同。",
    "交换芯片的国产化仍在早期，高端产品要等到下一代工艺成熟，短期里看 {n} 家的份额，长期里看研发的投入。",
    "我们认为行业的估值处在合理的区间，第 {n} 组公司的分化会继续加大，订单与毛利率是最要紧的两件事。",
)


def run(runs: int = 9, reports: int = REPORTS) -> list[Row]:
    """Medians of fresh processes for the cold one, one pass for the hundred, turns for the PDF."""
    out = [_cold(runs), _hundred(reports)]
    return [*out, _pdf()] if find_spec("pdfplumber") and find_spec("reportlab") else out


def _cold(runs: int) -> Row:
    """`kanpan import FILE --into BOOK`, the whole process, into a new book each time."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        report = SAMPLE
        if not report.exists():
            report = place / "weekly-2026-07-03.txt"
            report.write_text(_report(1), encoding="utf-8")
        times = []
        for turn in range(runs + 1):
            words = [
                sys.executable,
                "-m",
                "tui",
                "import",
                str(report),
                "--into",
                str(place / f"book-{turn}"),
            ]
            begun = time.perf_counter()
            done = subprocess.run(words, cwd=ROOT, env=clean_env(folder), capture_output=True, check=False)
            if turn:  # the first warms the disk
                times.append(time.perf_counter() - begun)
            if done.returncode > 1:
                raise RuntimeError(f"{words} ended with {done.returncode}: {done.stderr.decode()[-500:]}")
    return Row(
        "import: the sample report as text, cold",
        statistics.median(times),
        unit="s",
        target=COLD,
        absolute=True,
    )


def _hundred(reports: int) -> Row:
    """Reports of 30 pages of text, each with a table, read one after the other."""
    from tui.report.parse import read_report

    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.txt" for number in range(reports)]
        for number, path in enumerate(paths):
            path.write_text(_report(PAGES, number), encoding="utf-8")
        gc.collect()
        begun = time.perf_counter()
        names = sum(len(read_report(path).forecast.names) for path in paths)
        taken = time.perf_counter() - begun
    if names != reports * len(rows()):
        raise RuntimeError(f"{names} names of {reports * len(rows())} were read")
    return Row(
        f"import: {reports} reports of {PAGES} pages as text", taken, unit="s",
        target=HUNDRED * reports / REPORTS, absolute=True, memory=peak_mb(),
    )  # fmt: skip


def _report(pages: int, number: int = 0) -> str:
    """A report's text: a table between pages of prose."""
    out = [f"通信行业周报 第 {number} 期", "示例证券研究所", "投资评级：推荐（维持）", "2026.07.03", ""]
    for page in range(pages):
        if page == pages // 2:
            out += ["表：重点关注公司及盈利预测", "", *_table(), "", "数据来源：Wind，示例证券研究所", ""]
        first = (number * pages + page) * LINES
        out += [_sentence(first + i) + _sentence(first + i + 2) if i % 5 else "" for i in range(LINES)]
        out.append(f"({page + 1}) 第 {page + 1} 条消息（资料来源：示例网）")
    return "\n".join(out) + "\n"


def _sentence(number: int) -> str:
    """One of the sentences with figures of its own, so that no two lines of a hundred reports are alike."""
    return SENTENCES[number % len(SENTENCES)].format(n=number, year=2020 + number % 7, cent=number % 173 / 10)


def _table() -> list[str]:
    years = "\t".join(YEARS)
    head = [
        "股票代码\t股票简称\t2026/7/3\tEPS (元)\t\t\t\tPE\t\t\t\t投资评级",
        f"\t\t股价 (元)\t{years}\t{years}\t",
    ]
    return [*head, *("\t".join(row) for row in rows())]


def _pdf() -> Row:
    """Blocks of a 30-page PDF against the words that pdfplumber takes from the same pages, in turn."""
    import pdfplumber

    from tui.report.readers.pdf import pdf_document

    data = _made_pdf()

    def theirs() -> None:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            for page in pdf.pages:
                page.extract_words()
                page.close()

    ours, other = [], []
    for turn in range(4):
        times = _seconds(lambda: pdf_document(data, "x.pdf")), _seconds(theirs)
        if turn:
            ours.append(times[0] * 1000)
            other.append(times[1] * 1000)
    return Row(
        f"import: a PDF of {PAGES} pages to blocks", statistics.median(ours), statistics.median(other),
        target=PDF, beside="pdfplumber's words", memory=peak_mb(),
    )  # fmt: skip


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _made_pdf() -> bytes:
    pages = Pages()
    for page in range(PAGES):
        pages.text(40, 30, "示例证券 行业周报")
        pages.text(300, 822, f"{page + 1} / {PAGES}", align="c")
        if page % 6 == 5:  # every sixth page has tables
            pages.body(pages.head(60), rows() * 5)
        else:
            for i in range(LINES):
                pages.text(40, 60 + 18 * i, _sentence(page * LINES + i), 10)
        pages.turn()
    return pages.data()
