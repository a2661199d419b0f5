"""The shipped themes: nothing for the lint to say, and which words of the industry speak of which theme."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.universe.worlds import ROOT, rows_of
from tui.universe.linker import Linker
from tui.universe.theme_lint import lint, strangers, term_key
from tui.universe.themes import load_themes, tree

if TYPE_CHECKING:
    from tui.universe.themes import Theme

LISTED = ROOT.parent / "shared" / "data" / "listed-names.csv"
DAY = date(2026, 7, 3)

# words of news, and the themes that they speak of
SPEAKS = {
    "800G光模块需求旺盛，1.6T 开始放量，3.2T在研": "optical-interconnect",
    "硅光与薄膜铌酸锂路线之争，CPO和LPO各有拥趸": "optical-interconnect",
    "光芯片紧缺，EML 扩产": "optical-interconnect",
    "谷歌采用OCS，光交换机受益": "optical-interconnect",
    "Hyperscalers order 800G optical transceivers": "ai-compute optical-interconnect",
    "智算中心上线万卡集群": "ai-compute",
    "超节点用液冷，TPU 和 ASIC 分流 GPU": "ai-compute",
    "Google TPUs and custom ASICs gain share": "ai-compute",
    "千帆星座第十批组网，GW星座加速": "leo-satellite",
    "卫星互联网牌照发放，手机直连卫星商用": "leo-satellite",
    "Starlink 用户破千万，星链降价": "leo-satellite",
    "朱雀三号火箭回收成功": "launch",
    "可回收火箭首飞，长征十二号甲入轨": "launch",
    "SpaceX flies Falcon 9 for the 600th time": "launch",
    "太空算力走热，三体计算星座在轨计算": "space-compute",
    "An orbital data center runs on sunlight": "space-compute",
    "多地发布商业航天规划": "space",
    "北斗高精度定位进农田，RTK 降价": "gnss",
    "5G-A 商用，通感一体与RedCap先行": "5g-a",
    "eSIM 手机开卖，蜂窝模组出货回升": "iot-modules",
    "具身智能与人形机器人融资": "physical-ai",
    "物理AI 是下一个风口": "physical-ai",
    "对华关税与301调查": "tariffs",
    "被列入实体清单，出口管制升级": "tariffs",
    "Added to the Entity List under export controls": "tariffs",
    "提速降费十年，移动用户ARPU见底": "operators",
    "算力网络写进规划，三大运营商牵头": "operators",
}
SILENT = {
    "多晶硅光伏组件价格回升": "硅|光伏",
    "OLED发光器件与激光模块": "发光|器件",
    "单车搭载1.6T发动机": "an engine",
    "AI spending may top $1.6T": "trillions",
    "参数量达到1.6T参数": "a count",
    "毛棕榈油（CPO）期货上涨": "palm oil",
    "The Chief Product Officer (CPO) resigned": "an office",
    "加大预算力度": "预算|力度",
    "计算力学研究所": "计算|力学",
    "TPU薄膜与鞋材": "a plastic",
    "ASIC says lender misled customers": "a regulator",
    "全液冷超充站": "charging",
    "血液冷链运输": "血液|冷链",
    "扣除相关税费": "相关|税费",
    "海关税收入库": "海关|税收",
    "Regulator cuts electricity tariffs": "a price",
    "水瓶座本周运势，星座配对": "the zodiac",
    "电站总装机 5 GW": "power",
    "卫星链路预算": "卫星|链路",
    "The startup will launch services in Europe": "to launch",
    "Toyota to launch vehicles in India": "to launch",
    "夜空中的北斗七星": "stars",
    "华为发布自动驾驶网络方案": "a network",
    "航空航天产业园": "aviation",
    "coffee grounds, osf and gps": "nothing at all",
}


@pytest.fixture(scope="module")
def themes() -> tuple[Theme, ...]:
    found, problems = load_themes([ROOT / "themes"])
    assert problems == ()
    return found


@pytest.fixture(scope="module")
def linker(themes: tuple[Theme, ...]) -> Linker:
    return Linker((), themes)


def spoken(linker: Linker, text: str) -> set[str]:
    found = linker.find([text])
    return {entry.theme for meaning in found.meaning for entry in linker.meanings[meaning].themes}


@pytest.mark.parametrize("text", SPEAKS)
def test_words_that_speak_of_a_theme(linker: Linker, text: str) -> None:
    assert spoken(linker, text) == set(SPEAKS[text].split())


@pytest.mark.parametrize("text", SILENT)
def test_words_that_look_like_it_and_do_not(linker: Linker, text: str) -> None:
    assert spoken(linker, text) == set(), SILENT[text]


def test_the_lint_has_nothing_to_say(themes: tuple[Theme, ...]) -> None:
    covered = [row["code"] for row in rows_of(ROOT / "sample_data" / "coverage" / "2026-07-03.csv")]
    assert lint(themes, covered, today=DAY) == ()
    assert strangers(themes, covered, DAY) == ()


def test_the_tree(themes: tuple[Theme, ...]) -> None:
    under = [theme.id for theme, depth in tree(themes) if depth]
    assert under == ["launch", "leo-satellite", "space-compute"]
    assert {theme.parent for theme in themes} == {"", "space"}
    assert [theme.id for theme in themes if not theme.members] == ["space"]


def test_no_term_is_a_listed_name(themes: tuple[Theme, ...]) -> None:
    if not LISTED.exists():
        pytest.skip("the list of listed names does not stand beside this checkout")
    with LISTED.open(encoding="utf-8-sig", newline="") as file:
        names = {term_key(row["name"]) for row in csv.DictReader(file)}
    words = {term_key(word) for theme in themes for word in (*theme.terms, *theme.excluded)}
    assert not names & words
