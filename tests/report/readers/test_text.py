"""Plain text and Markdown to blocks: what stands in the file stands in a block, and tables are told."""

from __future__ import annotations

import re
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.report.blocks import Block, Kind, Place
from tui.report.readers.join import joined
from tui.report.readers.text import blocks_of

ROOT = Path(__file__).resolve().parents[3]
CASES = tomllib.loads((ROOT / "tests/data/report/readers/texts.toml").read_text("utf-8"))["case"]
SAMPLE = ROOT.parent / "shared/reports/weekly-2026-07-03.txt"


def shown(blocks: tuple[Block, ...]) -> list[str]:
    """Blocks as lines: `# heading`, a paragraph, `= a | b` and `~ a | b` for rows sure and not sure."""
    found = []
    for block in blocks:
        if block.kind is Kind.TABLE:
            mark = "=" if block.sure else "~"
            found += [f"{mark} " + " | ".join(c.text for c in row).replace("\n", "⏎") for row in block.rows]
        else:
            found.append(("# " if block.kind is Kind.HEADING else "") + block.text)
    return [line.rstrip() for line in found]


def tables(text: str) -> list[Block]:
    return [block for block in blocks_of(text, "x.txt") if block.kind is Kind.TABLE]


def texts(block: Block) -> list[list[str]]:
    return [[cell.text for cell in row] for row in block.rows]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, str]) -> None:
    source = case["text"].replace("␌", "\f").replace("⇥", "\t").replace("␣", " ")
    want = [line.rstrip().replace("⇥", "\t") for line in case["blocks"].strip().splitlines()]
    assert shown(joined(blocks_of(source, "x.txt"))) == want


# ── the whole sample ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def sample() -> tuple[Block, ...]:
    if not SAMPLE.is_file():
        pytest.skip("the sample report is not beside the checkout")
    return joined(blocks_of(SAMPLE.read_text("utf-8"), SAMPLE.name))


def test_the_sample_s_tables(sample: tuple[Block, ...]) -> None:
    first, second = (block for block in sample if block.kind is Kind.TABLE)
    assert first.sure
    assert first.place == Place(0, 56)
    assert {len(row) for row in first.rows} == {12}
    assert len(first.rows) == 15
    assert texts(second)[0] == ["评级标准", "类别", "评级", "说明"]
    assert len(second.rows) == 9


def test_the_sample_s_broken_sentences(sample: tuple[Block, ...]) -> None:
    prose = [block.text for block in sample if block.kind is not Kind.TABLE]
    assert any("新易盛（300502.SZ）、太辰光 (300570.SZ)、" in text for text in prose)
    assert any("简称 J-LEO), 目的" in text for text in prose)
    assert any(text.endswith("为示例证券研究所所做, 其他公司的预测与评级用 Wind 一致预期)") for text in prose)
    assert "(1) Meta 筹划对外出租算力与模型" in prose
    assert "(2) 日本补贴低轨卫星网：最多 1500 亿日元" in prose


def test_the_sample_s_headings(sample: tuple[Block, ...]) -> None:
    headings = [block.text for block in sample if block.kind is Kind.HEADING]
    assert headings == ["1 一周市场表现", "2 行业要闻", "3 周观点", "4 风险提示"]


# ── places ──────────────────────────────────────────────────────────────────────────────────────────


def test_pages_count_only_with_form_feeds() -> None:
    assert [block.place for block in blocks_of("甲。\n\n乙。", "x")] == [Place(0, 1), Place(0, 3)]
    assert [block.place for block in blocks_of("甲。\n\f\n乙。\n\f", "x")] == [Place(1, 1), Place(2, 2)]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_every_line_end_counts_once(end: str) -> None:
    blocks = blocks_of(f"甲。{end}{end}乙\x00丙。{end}", "x")
    assert [(block.text, block.place.line) for block in blocks] == [("甲。", 1), ("乙丙。", 3)]


def test_a_hidden_space_between_digits_parts_them() -> None:
    (table,) = tables("代码\t简称\t2025A\t2026E\n600941.SH\t中\u200b国\t1\t6.3\u200b14.2")
    assert texts(table)[1] == ["600941.SH", "中国", "1", "6.3 14.2"]


# ── properties ──────────────────────────────────────────────────────────────────────────────────────

WORDS = [
    "600941.SH", "中国移动", "87.48", "1,116.00", "6.33", "13.8", "2025A", "2026E", "EPS", "PE", "买入",
    "代码", "简称", "股价", "（元）", "-", "光模块", "资料来源：Wind", "表 1：甲", "(1)", "一、", "1",
    "。", "，", "（", "乙", "x y", "请务必阅读", "12", "Price", "600050", "中国联通3.220.31-",
]  # fmt: skip
GLUE = [" ", "  ", "     ", "\t", "\n", "\n\n", "\f", "|", "", ",", "\u3000"]
TEXTS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GLUE)), max_size=60).map(
    lambda parts: "".join(word + glue for word, glue in parts)
)
_MARKUP = re.compile(r"[\s|\-:+=│\"\\,]+")


def squeezed(text: str) -> str:
    return _MARKUP.sub("", text)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_no_line_is_lost(text: str) -> None:
    for blocks in (blocks_of(text, "x"), joined(blocks_of(text, "x"))):
        have = "\n".join(
            "".join(squeezed(c.text) for c in row if not c.filled)
            for block in blocks
            for row in (block.rows or ())
        ) + "\n".join(squeezed(block.text) for block in blocks)
        for line in re.split(r"[\n\f]", text):
            assert squeezed(line) in have


@settings(max_examples=120, deadline=None)
@given(st.text(alphabet="ab1.中（)|\t\n\f <>/trdhb&;*#-,[T_]\u200b\u3000\r\x00"))
def test_any_text_is_read(text: str) -> None:
    for block in joined(blocks_of(text, "x")):
        assert bool(block.rows) == (block.kind is Kind.TABLE)
        assert block.kind is Kind.TABLE or block.text.strip()
        if block.kind is Kind.TABLE and block.sure:
            assert len({len(row) for row in block.rows}) == 1


ROWS = [
    ["股票代码", "股票简称", "2026/7/3", "EPS (元)", "", "PE", "", "投资评级"],
    ["", "", "股价 (元)", "2025A", "2026E", "2025A", "2026E", ""],
    ["600941.SH", "中国移动", "87.48", "6.33", "6.13", "13.8", "14.3", "未评级"],
    ["300308.SZ", "中际旭创", "1,116.00", "9.72", "-", "114.8", "", "买入"],
    ["光模块", "", "", "", "", "", "", ""],
    ["600118.SH", "中国卫星", "86.30", "（0.03）", "0.07", "亏损", "1,172.6", ""],
]
GAPS = st.lists(st.sampled_from(["\n", "\n\n", "\n \n\n", "\r\n", "\n\f"]), min_size=6, max_size=6)


@settings(max_examples=40, deadline=None)
@given(gaps=GAPS, lead=st.lists(st.sampled_from(["", " ", "  "]), min_size=6, max_size=6))
@pytest.mark.parametrize("form", ["tabs", "pipes", "bare"])
def test_blank_lines_and_spaces_leave_the_rows(form: str, gaps: list[str], lead: list[str]) -> None:
    source = "表 1：甲\n\n"
    for row, gap, space in zip(ROWS, gaps, lead, strict=True):
        if form == "tabs":
            source += "\t".join(space + cell for cell in row)
        elif form == "pipes":
            source += f"{space}|" + "|".join(space + cell + " " for cell in row) + f"|{space}"
        else:
            source += " | ".join(row)
        source += gap
    (table,) = tables(source + "资料来源：Wind\n")
    assert table.sure
    assert texts(table) == ROWS


# ── time ────────────────────────────────────────────────────────────────────────────────────────────

MANY = 8_000
HOSTILE = {
    "brackets": "(" * MANY, "lines of brackets": "（\n" * MANY, "blank brackets": "（\n\n" * MANY,
    "tabs": "\t" * MANY, "lines of tabs": "\t\n" * MANY, "rows": "a\tb\n" * MANY, "pipes": "|" * MANY,
    "rows of pipes": "|a|\n" * MANY, "rules": "|---|\n" * MANY, "tables": "<table>" * 3_000,
    "table lines": "<table>\n" * 3_000, "opened": "<" * MANY, "stars": "**a" * MANY, "feeds": "a\f" * MANY,
    "codes": "600000.SH\n" * MANY, "glued": "600000.SH中国1.21.21.2" * MANY, "digits": "600000" * MANY,
    "named": "中国1.21" * MANY, "spaces": " " * MANY + "a", "inner": "a" + " " * MANY + "b",
    "heads": "EPS\n" * MANY,
    "numbers": "1.2 3.4 5.6 a\n" * MANY, "commas": '"a,b,c,d\n' * MANY, "tags": "[Table_" * MANY,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_no_more_than_linear_time(name: str) -> None:
    """Four times the text within ten times the time, or within what a slow machine needs for so little."""
    whole = HOSTILE[name]
    quarter = whole[: len(whole) // 4]

    def took(text: str) -> float:
        start = time.process_time()
        joined(blocks_of(text, "x"))
        return time.process_time() - start

    bound = max(10 * took(quarter), 0.3)
    assert took(whole) < bound or took(whole) < bound  # once more: another process may have been in the way
