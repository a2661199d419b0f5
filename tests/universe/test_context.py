"""What the words around an alias say: parts of words, common nouns, cues, and digits that are no code."""

from __future__ import annotations

import tomllib
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.universe.worlds import SHARED, cases, rows_of
from tui.universe.context import continued, cued, descriptive, no_code, opened, ordinary, straddled, words
from tui.universe.doubts import decided
from tui.universe.linker import Linker
from tui.universe.speakers import speakers
from tui.universe.words import FILE, read

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.universe.words import Words

Row = dict[str, str]
LISTED = SHARED / "data" / "listed-names.csv"
CARRIERS = """
X今日涨停|记者从X获悉|公司与X签署协议|受益于X业绩|X股东大会|昨日X大涨5%|机构看好X后市表现|X和某某签约|据X公告|包括X在内的公司
X发布年报|资金流入X、某某|X：上半年净利润增长|X拟收购资产|今年X新增订单|旗下X公司|X技术研发|X产品销量增长|对X给予买入评级
X业务增长|其中X上涨|近期X股价|X新品发布|由X承建|X表示|X市值突破千亿|投资X项目|X中标大单|X的业绩|X在上海举行|X科研人员
X学习贯彻|X生产线|X有望受益|X将于明日解禁|在X工作|随着X上市|中国X|我国X|对于X而言
"""


@pytest.fixture(scope="module")
def known() -> Words:
    return words()


def at(text: str, alias: str) -> tuple[int, int]:
    start = text.index(alias)
    return start, start + len(alias)


@pytest.mark.parametrize("row", cases("context_straddled.csv"))
def test_words_across_an_edge(row: Row, known: Words) -> None:
    assert straddled(row["text"], *at(row["text"], row["alias"]), known) == row["by"]


@pytest.mark.parametrize("row", cases("context_continued.csv"))
def test_common_nouns(row: Row, known: Words) -> None:
    by = continued(row["text"], *at(row["text"], row["alias"]), known)
    assert (by if descriptive(row["alias"], known) else "") == row["by"]


@pytest.mark.parametrize("row", cases("context_cued.csv"))
def test_cues(row: Row, known: Words) -> None:
    assert cued(row["text"], *at(row["text"], row["alias"]), known) == row["by"]


@pytest.mark.parametrize("row", cases("context_codes.csv"))
def test_digits_that_are_no_code(row: Row, known: Words) -> None:
    assert no_code(row["text"], *at(row["text"], row["code"][:6]), row["code"], known) == row["by"]


@pytest.mark.parametrize(
    ("title", "alias", "summary", "there"),
    [
        ("新希望生猪出栏下降", "新希望", "公司公告，均价回落。", True),
        ("快讯｜新大陆：前三季向好", "新大陆", "近日，公司在互动平台表示，订单充足。", True),
        ("机器人：迎来新周期", "机器人", "公司披露三季报。", True),
        ("农产品：豆粕偏强震荡", "农产品", "期货公司发布日报。", False),
        ("机器人替代人工", "机器人", "公司表示，用工减少。", False),
        ("机器人板块走强", "机器人", "公司公告，签订合同。", False),
        ("开学季，新希望来了", "新希望", "公司公告，均价回落。", False),
        ("新希望生猪出栏下降", "新希望", "公司所在行业承压。公告显示", False),
        ("新希望生猪出栏下降", "新希望", "", False),
    ],
)
def test_a_title_that_its_summary_goes_on_of(
    title: str, alias: str, summary: str, there: bool, known: Words
) -> None:
    assert opened(title, *at(title, alias), summary, known) is there


@pytest.mark.parametrize(
    "alias", ["机器人", "太阳能", "农产品", "太平洋", "新大陆", "老百姓", "人民网", "target", "1"]
)
def test_ordinary_words(alias: str, known: Words) -> None:
    assert ordinary(alias, known)


@pytest.mark.parametrize(
    "alias", ["中国移动", "黄河旋风", "五粮液", "ZTE", "Accelink", "腾讯", "小米", "马斯克"]
)
def test_names_and_brands_are_not_ordinary(alias: str, known: Words) -> None:
    assert not ordinary(alias, known)


@pytest.mark.parametrize(
    "alias", ["中国移动", "中国卫星", "上海银行", "太平洋", "七一二", "China Mobile", "china mobile"]
)
def test_descriptive_names(alias: str, known: Words) -> None:
    assert descriptive(alias, known)


@pytest.mark.parametrize(
    "alias", ["中国平安", "东北证券", "南方航空", "长江电力", "中兴通讯", "ZTE", "China Unicorn"]
)
def test_other_names_are_not_descriptive(alias: str, known: Words) -> None:
    assert not descriptive(alias, known)


RULES = (straddled, continued, cued)
ROWS = [
    (row.values[0]["text"], row.values[0]["alias"])
    for name in ("straddled", "continued", "cued")
    for row in cases(f"context_{name}.csv")
]


@pytest.mark.parametrize("before", ["其中(300024)个股在全国\n", "中国\n"])
@pytest.mark.parametrize("after", ["\n业绩股份公告(300024)涨停", "\n板块概念", "\n"])
def test_a_line_end_shuts_everything_out(before: str, after: str, known: Words) -> None:
    for text, alias in ROWS:
        start, end = at(text, alias)
        among = before + text + after
        for rule in RULES:
            here = rule(among, start + len(before), end + len(before), known)
            assert here == rule(text, start, end, known), (rule.__name__, text)


PIECES = (
    *(
        "中国移动",
        "机器人",
        "全国",
        "新能源",
        "业",
        "业绩",
        "股份",
        "公告",
        "(300024)",
        "·",
        "七一二",
        "福斯特",
    ),
    *(
        "第",
        "\n",
        "China Mobile",
        " phones",
        "：",
        "的",
        "。",
        "板块",
        "ZTE",
        "一",
        "光迅",
        "速",
        "𠮷",
        "é",
        "600941",
        "元",
    ),
)


@settings(max_examples=150)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=9), st.data())
def test_any_span_has_an_answer_that_stands_in_the_text(pieces: list[str], data: st.DataObject) -> None:
    text, known = "".join(pieces), words()
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    rules: tuple[Callable[..., str], ...] = RULES
    for rule in rules:
        assert rule(text, start, end, known) in text
    assert no_code(text, start, end, "600941.SH", known).upper() in text.upper()


def test_listed_names_in_plain_sentences_are_not_suppressed(known: Words) -> None:
    if not LISTED.exists():
        pytest.skip("no ../shared/data/listed-names.csv")
    rows = rows_of(LISTED)
    codes = [row.get("ts_code") or row["\ufeffts_code"] for row in rows]
    made, _ = speakers(codes, [row["name"] for row in rows], {})
    names = [alias.text for one in made for alias in one.aliases if alias.kind == "name"]
    suppressed: Counter[str] = Counter()
    carriers = CARRIERS.replace("\n", "|").strip("|").split("|")
    for carrier in carriers:
        start = carrier.index("X")
        for name in names:
            text = carrier.replace("X", name)
            suppressed[carrier] += bool(straddled(text, start, start + len(name), known))
    share = suppressed.total() / (len(names) * len(carriers))
    print(f"\n{len(names)} names in {len(carriers)} sentences: {share:.4%} suppressed")
    assert share < 0.003


@pytest.mark.parametrize("told_on", [True, False])
def test_a_story_decides_of_the_word_that_opens_its_title(told_on: bool) -> None:
    made, _ = speakers(["000876.SZ"], ["新希望"], {})
    linker = Linker(made, ())
    texts = ["新希望生猪出栏下降", "公司公告，均价回落。", "", "新希望生猪出栏下降"]
    found = decided(linker.find(texts), linker, 2, texts=texts if told_on else ())
    assert found.row.tolist() == ([0] if told_on else [])


# ── the words ───────────────────────────────────────────────────────────────────────────────────────


def test_each_word_of_the_lexicon_stands_once() -> None:
    groups = tomllib.loads(FILE.read_text(encoding="utf-8"))["lexicon"]
    counted = Counter(word for group in groups.values() for word in group.split())
    assert [word for word, times in counted.items() if times > 1] == []
    assert [word for word in counted if not 2 <= len(word) <= 6 or not word.isalnum()] == []


def test_the_words_are_read_once_and_hang_together(known: Words) -> None:
    assert words() is known
    assert known.goods <= known.ordinary
    assert "全国" in known.pairs
    assert not known.common.follow & known.common.kept


def test_a_file_without_its_groups_is_refused() -> None:
    with pytest.raises(KeyError):
        read("[lexicon]\nbrands = ''\n")
