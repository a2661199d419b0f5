"""Aliases made from codes and short names: marks that come off, weak words, texts that are shared."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.universe.worlds import SHARED, rows_of
from tui.book.layout import NameInfo
from tui.universe.fold import key
from tui.universe.speakers import Alias, Speaker, speakers, stripped

LISTED = SHARED / "data" / "listed-names.csv"


def only(code: str, name: str, info: NameInfo | None = None) -> Speaker:
    made, problems = speakers([code], [name], {code: info} if info else {})
    assert problems == ()
    return made[0]


def texts(speaker: Speaker, kind: str) -> list[str]:
    return [alias.text for alias in speaker.aliases if alias.kind == kind]


def weak(speaker: Speaker) -> set[str]:
    return {alias.text for alias in speaker.aliases if alias.weak}


STRIPPED = {
    "*ST国华": "国华", "ST易购": "易购", "S*ST长岭": "长岭", "SST华新": "华新", "S佳通": "佳通",
    "PT水仙": "水仙", "XD贵州茅": "贵州茅", "XR新易盛": "新易盛", "DR中国移": "中国移", "N华虹": "华虹",
    "XD*ST国华": "国华", "C德力佳": "德力佳", "退市海润": "海润", "海润退": "海润", "寒武纪-U": "寒武纪",
    "云从科技-UW": "云从科技", "九号公司-WD": "九号公司", "万科A": "万科", "东软B": "东软",
    "*ST万科A": "万科", "深振业A": "深振业", "XDTCL科": "TCL科", "TCL科技": "TCL科技", "中国移动": "中国移动",
    "GQY视讯": "GQY视讯", "N7": "N7", "C罗": "C罗", "三人行": "三人行", "3D打印": "3D打印", "A": "A", "": "",
    "ST": "ST", "进退": "进退", "BOE A": "BOE A", "老A": "老A", "ABB": "ABB",
}  # fmt: skip


@pytest.mark.parametrize(("name", "base"), STRIPPED.items())
def test_marks_come_off(name: str, base: str) -> None:
    assert stripped(name)[0] == base


def test_the_codes_of_a_mainland_name() -> None:
    made = only("600941.SH", "中国移动")
    assert texts(made, "code") == ["600941.SH", "600941", "SH600941", "SH.600941"]
    assert not any(alias.exact for alias in made.aliases if alias.kind == "code")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("00941.HK", {"00941.HK", "HK00941", "HK.00941", "941.HK", "0941.HK"}),
        ("00005.HK", {"00005.HK", "HK00005", "HK.00005", "5.HK", "0005.HK"}),
        ("AAPL.US", {"AAPL.US"}),
        ("920002.BJ", {"920002.BJ", "920002", "BJ920002", "BJ.920002"}),
    ],
)
def test_codes_elsewhere(code: str, expected: set[str]) -> None:
    assert set(texts(only(code, ""), "code")) == expected


@pytest.mark.parametrize(
    ("name", "aliases"),
    [
        ("中国移动", ["中国移动"]),
        ("五 粮 液", ["五粮液"]),
        ("新 和 成", ["新和成"]),
        ("中國移動", ["中国移动"]),
        ("万科Ａ", ["万科A", "万科 A", "万科"]),
        ("TCL科技", ["TCL科技", "TCL 科技"]),
        ("*ST国华", ["*ST国华", "*ST 国华", "ST国华", "国华"]),
        ("寒武纪-U", ["寒武纪-U", "寒武纪"]),
        ("C德力佳", ["C德力佳", "C 德力佳", "德力佳"]),
        ("", []),
    ],
)
def test_the_names_of_a_name(name: str, aliases: list[str]) -> None:
    assert texts(only("600001.SH", name), "name") == aliases


def test_what_a_mark_leaves_of_two_characters_is_weak_but_not_that_of_a_share_class() -> None:
    assert weak(only("000004.SZ", "*ST国华")) == {"国华"}
    assert weak(only("000002.SZ", "万科A")) == set()
    assert weak(only("300301.SZ", "ST长方大")) == set()


@pytest.mark.parametrize("name", ["机器人", "太阳能", "太平洋", "农产品", "老百姓"])
def test_ordinary_words_are_weak(name: str) -> None:
    assert weak(only("300024.SZ", name)) == {name}


def test_what_the_book_says_of_a_name() -> None:
    info = NameInfo(
        ("中移动", "中国移动通信集团", "机器人", "动"), ("China Mobile", "Target"), ("中国移动支付",)
    )
    made, problems = speakers(["600941.SH"], ["中国移动"], {"600941.SH": info})
    assert [a for a in made[0].aliases if a.kind != "code"] == [
        Alias("中国移动", "name"),
        Alias("中移动", "alias"),
        Alias("中国移动通信集团", "full"),
        Alias("机器人", "alias", weak=True),
        Alias("China Mobile", "english"),
        Alias("Target", "english", weak=True),
    ]
    assert made[0].lookalikes == ("中国移动支付",)
    assert [(p.what, p.why) for p in problems] == [("alias '动' of 600941.SH", "one character; left out")]


@pytest.mark.parametrize(
    ("english", "exact"),
    [
        ("Quectel", False), ("InnoLight", False), ("CHCNAV", False), ("ZTE", True), ("H3C", True),
        ("Target", True), ("China Mobile", True), ("T&S Communications", True),
    ],
)  # fmt: skip
def test_a_long_english_name_stands_in_any_case(english: str, exact: bool) -> None:
    made = only("600001.SH", "甲乙丙", NameInfo(english=(english,)))
    assert [alias.exact for alias in made.aliases if alias.kind == "english"] == [exact]


def test_the_book_s_own_alias_counts_more_than_the_rule_for_short_ones() -> None:
    assert weak(only("000004.SZ", "*ST晨鸣", NameInfo(aliases=("晨鸣",)))) == set()


def test_a_shared_alias_stays_with_both_and_is_told() -> None:
    made, problems = speakers(["600001.SH", "000001.SZ"], ["ST国华", "*ST国华"], {})
    assert all("国华" in texts(one, "name") for one in made)
    assert [p.what for p in problems] == ["alias 'ST国华'", "alias '国华'"]
    assert "600001.SH and 000001.SZ" in problems[0].why


def test_what_is_left_belongs_to_the_name_that_is_listed_so() -> None:
    made, problems = speakers(["600001.SH", "000001.SZ"], ["ST华西能", "华西能"], {})
    assert texts(made[0], "name") == ["ST华西能", "ST 华西能"]
    assert texts(made[1], "name") == ["华西能"]
    assert [str(p) for p in problems] == [
        "alias '华西能' of 600001.SH: the listed name of 000001.SZ; left to it"
    ]


def test_what_two_share_classes_leave_is_the_a_share_s() -> None:
    made, problems = speakers(["200725.SZ", "000725.SZ"], ["京东方B", "京东方A"], {})
    assert problems == ()
    assert "京东方" not in texts(made[0], "name")
    assert "京东方" in texts(made[1], "name")


def test_rows_without_a_code_or_a_name() -> None:
    made, problems = speakers([None, "600941.SH", "600942.SH"], ["甲乙", None, None], {})
    assert [(one.code, texts(one, "name")) for one in made] == [("600941.SH", []), ("600942.SH", [])]
    assert problems == ()


NAMES = st.lists(
    st.text(st.sampled_from("*STXDRNCAB-UW 退市中国移动Ａ一機Z1"), max_size=8), min_size=1, max_size=6
)


@settings(max_examples=100)
@given(NAMES)
def test_any_names_make_speakers_that_keep_their_listed_form(names: list[str]) -> None:
    codes = [f"{600000 + i}.SH" for i in range(len(names))]
    made, problems = speakers(codes, names, {})
    assert [one.code for one in made] == codes
    told = " ".join(map(str, problems))
    for one, name in zip(made, names, strict=True):
        own = [alias.text for alias in one.aliases]
        assert len(set(own)) == len(own)
        assert all(len(text) > 1 and text == key(text) for text in own)
        assert key(name) in own or len(key(name)) < 2
        for text in texts(one, "name"):
            others = [o.code for o in made if o.code != one.code and text in texts(o, "name")]
            assert not others or f"alias {text!r}" in told


def test_every_listed_form_is_an_alias_of_its_own_code_or_told() -> None:
    if not LISTED.exists():
        pytest.skip("no ../shared/data/listed-names.csv")
    rows = rows_of(LISTED)
    codes = [row.get("ts_code") or row["\ufeffts_code"] for row in rows]
    names = [row["name"] for row in rows]
    made, problems = speakers(codes, names, {})
    told = {p.what for p in problems}
    owners: dict[str, set[str]] = {}
    for one in made:
        for alias in one.aliases:
            owners.setdefault(alias.text, set()).add(one.code)
    own = sum(owners[key(name)] == {code} for code, name in zip(codes, names, strict=True))
    ambiguous = sum(f"alias {key(name)!r}" in told for name in names)
    weakly = sum(
        any(a.weak and a.text == key(n) for a in s.aliases) for s, n in zip(made, names, strict=True)
    )
    print(f"\n{len(names)} names: {own} own, {ambiguous} ambiguous, {weakly} weak; {len(owners)} aliases")
    assert own + ambiguous == len(names)
    assert own > 0.99 * len(names)
    assert weakly < 0.03 * len(names)
