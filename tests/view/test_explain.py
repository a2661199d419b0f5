"""Explanations as lines, as text and as tables, in both languages."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.columns import Kind
from tui.query.misses import Miss
from tui.query.why import Clause, Side, Verdict
from tui.text import cell_width
from tui.view.explain import (
    NEAR_KINDS,
    WHY_KINDS,
    near_table,
    why_lines,
    why_table,
    why_text,
)  # fmt: skip
from tui.view.explain_words import margin_words

if TYPE_CHECKING:
    from collections.abc import Callable

TRUE, FALSE, UNKNOWN = Verdict.TRUE, Verdict.FALSE, Verdict.UNKNOWN


def figure(text: str, value: float | None, kind: Kind = Kind.MULTIPLE, state: str = "") -> Side:
    return Side(text, value, kind, state)


def compared(
    left: float, operator: str, right: float, margin: float, verdict: Verdict, kind: Kind = Kind.MULTIPLE
) -> Clause:
    share = margin / abs(right) if right and kind is not Kind.DATE else None
    text = f"x {operator} y"
    return Clause(
        text, "test", verdict, figure("x", left, kind), operator, figure("y", right, kind), margin, share
    )


def gap(left: str, state: str, right: str, other: str) -> Clause:
    sides = (figure(text, None if why else 1.0, state=why) for text, why in ((left, state), (right, other)))
    return Clause("", "test", UNKNOWN, next(sides), "<", next(sides))


def worded(left: Side, operator: str, right: str | tuple[str, ...]) -> Clause:
    return Clause("t", "test", TRUE, left, operator, Side("", right, Kind.TEXT))


PE = Clause(
    "pe26 < 45", "test", FALSE, figure("pe26", 48.2), "<", figure("45", 45.0), -3.2, -3.2 / 45
)  # fmt: skip
GROUP = Clause(
    "group in (optical-modules, equipment)", "test", TRUE, Side("group", "optical-modules", Kind.TEXT), "in",
    Side("equipment, optical-modules", ("equipment", "optical-modules"), Kind.TEXT),
)  # fmt: skip
GAP = Clause(
    "pe_ttm > 20", "test", UNKNOWN, figure("pe_ttm", None, state="missing"), ">", figure("20", 20.0)
)  # fmt: skip
THEMED = Clause(
    "peg < median(peg by theme)", "test", TRUE, figure("peg", 1.5), "<", figure("median(peg by theme)", 2.0),
    0.5, 0.25, "ai-compute",
)  # fmt: skip
GROWTH = Clause(
    "not eps_cagr > 30%", "not", TRUE, figure("eps_cagr", 0.289, Kind.RATIO), "<=",
    figure("30%", 0.3, Kind.RATIO), 0.011, 0.011 / 0.3,
    children=(Clause(
        "eps_cagr > 30%", "test", FALSE, figure("eps_cagr", 0.289, Kind.RATIO), ">",
        figure("30%", 0.3, Kind.RATIO), -0.011, -0.011 / 0.3,
    ),),
)  # fmt: skip
EITHER = Clause("(pe_ttm > 20 or peg < median(peg by theme))", "or", TRUE, children=(GAP, THEMED))
WHOLE = Clause("the whole query", "and", FALSE, children=(PE, GROUP, EITHER, GROWTH))

ENGLISH = """\
300308.SZ  out
no   the whole query                                all of 4
no     pe26 < 45                                    48.2 < 45.0             fails by 3.2 (7%)
yes    group in (optical-modules, equipment)        optical-modules
yes    (pe_ttm > 20 or peg < median(peg by theme))  any of 2
?        pe_ttm > 20                                -- > 20.0               unknown: pe_ttm is missing
yes      peg < median(peg by theme)                 1.5 < 2.0 (ai-compute)  passes by 0.5 (25%)
yes    not eps_cagr > 30%                           28.9% <= 30.0%          passes by 1.1% (4%)"""

CHINESE = """\
中际旭创  落选
否    the whole query                                4 项全部
否      pe26 < 45                                    48.2 < 45.0         还差 3.2 (7%)
是      group in (optical-modules, equipment)        光模块
是      (pe_ttm > 20 or peg < median(peg by theme))  2 项任一
不明      pe_ttm > 20                                -- > 20.0           不明：pe_ttm 缺失
是        peg < median(peg by theme)                 1.5 < 2.0 (AI算力)  富余 0.5 (25%)
是      not eps_cagr > 30%                           28.9% <= 30.0%      富余 1.1% (4%)"""

LABELS = {"optical-modules": "光模块", "ai-compute": "AI算力"}


def test_a_tree_is_told_in_both_languages() -> None:
    assert why_text(WHOLE, "en", "300308.SZ") == ENGLISH
    assert why_text(WHOLE, "zh", "中际旭创", LABELS) == CHINESE


def test_english_is_ascii_where_the_query_is() -> None:
    assert why_text(WHOLE, "en").isascii()


def test_a_query_of_one_test_is_one_line() -> None:
    assert why_text(PE, "en") == "no  pe26 < 45  48.2 < 45.0  fails by 3.2 (7%)"


def test_parts_carry_roles() -> None:
    header, root, failed, *_ = why_lines(WHOLE, "en", "300308.SZ")
    assert header == (("300308.SZ", ""), ("  ", ""), ("out", "false"))
    assert [role for _, role in root] == ["false", "dim", "dim"]
    assert [role for _, role in failed] == ["false", "", "", "false"]


@pytest.mark.parametrize(
    ("clause", "en", "zh"),
    [
        (PE, "fails by 3.2 (7%)", "还差 3.2 (7%)"),
        (GAP, "unknown: pe_ttm is missing", "不明：pe_ttm 缺失"),
        (GROUP, "", ""),
        (EITHER, "", ""),
        (compared(45.0, "<", 45.0, 0.0, FALSE), "fails by 0.0 (0%)", "还差 0.0 (0%)"),
        (compared(45.0, "=", 45.0, 0.0, TRUE), "", ""),
        (compared(45.0, "!=", 45.0, 0.0, FALSE), "", ""),
        (compared(46.0, "=", 45.0, -1.0, FALSE), "fails by 1.0 (2%)", "还差 1.0 (2%)"),
        (compared(1.2, ">", 0.0, 1.2, TRUE, Kind.MONEY), "passes by 1.20", "富余 1.20"),
        (compared(44.9997, "<", 45.0, 0.0003, TRUE), "passes by 0.0003 (0.0%)", "富余 0.0003 (0.0%)"),
        (compared(20638.0, ">", 20639.0, -1.0, FALSE, Kind.DATE), "fails by 1 day", "还差 1 天"),
        (compared(20638.0, "<", 20738.0, 100.0, TRUE, Kind.DATE), "passes by 100 days", "富余 100 天"),
        (compared(3.0, ">=", 1.0, 2.0, TRUE, Kind.COUNT), "passes by 2 (200%)", "富余 2 (200%)"),
        (compared(6e10, ">", 5e10, 1e10, TRUE, Kind.MONEY), "passes by 10.0bn (20%)", "富余 100.0亿 (20%)"),
        (
            gap("a", "loss", "b", "nm"),
            "unknown: a is loss, b is nm",
            "不明：a 亏损，b 无意义",
        ),
        (
            gap("a", "", "b", "uncovered"),
            "unknown: b is uncovered",
            "不明：b 未覆盖",
        ),
    ],
)  # fmt: skip
def test_margins_in_words(clause: Clause, en: str, zh: str) -> None:
    assert margin_words(clause, "en") == en
    assert margin_words(clause, "zh") == zh


@pytest.mark.parametrize(
    ("clause", "shown"),
    [
        (compared(20638.0, ">", 20639.0, -1.0, FALSE, Kind.DATE), "2026-07-04 > 2026-07-05"),
        (compared(6e10, ">", 5e10, 1e10, TRUE, Kind.MONEY), "60.0bn > 50.0bn"),
        (compared(44.9997, "<", 45.0, 0.0003, TRUE), "44.9997 < 45.0000"),
        (compared(1.5, "<", 2.0, 0.5, TRUE, Kind.COUNT), "1.50 < 2"),
        (worded(Side("themes", (), Kind.TAGS), "has", ("a",)), "none"),
        (worded(Side("themes", ("a", "b"), Kind.TAGS), "has any", ("a", "c")), "a, b"),
        (worded(figure("pe", None, state="loss"), "is", "loss"), "loss"),
        (worded(Side("rating", "买入", Kind.TEXT), "=", "增持"), "买入 = 增持"),
        (worded(Side("rating", "买入", Kind.TEXT), "=", ("增持",)), "买入"),
    ],
)  # fmt: skip
def test_values_by_kind(clause: Clause, shown: str) -> None:
    assert why_lines(clause, "en")[0][2][0].strip() == shown


def test_hostile_text_is_cleaned_narrowed_and_cropped() -> None:
    hostile = Clause(
        "name ~ '\x1b]0;x\x07“…”" + "长" * 100 + "'", "test", TRUE, Side("name", "\x9b“a”", Kind.TEXT), "~",
        Side("*", "*", Kind.TEXT),
    )  # fmt: skip
    text = why_text(hostile, "zh", "“\x1b名”")
    assert all(c == "\n" or (c.isprintable() and unicodedata.east_asian_width(c) != "A") for c in text)
    assert max(map(cell_width, text.split("\n"))) < 100


words = st.text(st.characters(codec="utf-8", max_codepoint=0x9FFF), max_size=12)
wild = st.floats(allow_nan=False, allow_infinity=False)
kinds = st.sampled_from([k for k in Kind if k not in {Kind.TEXT, Kind.TAGS}])
states = st.sampled_from(["nm", "loss", "missing", "uncovered"])


@st.composite
def lone(draw: Callable[..., Any]) -> Clause:
    kind, verdict = draw(kinds), draw(st.sampled_from(list(Verdict)))
    gap = verdict is UNKNOWN
    left = Side(draw(words), None if gap else draw(wild), kind, draw(states) if gap else "")
    return Clause(
        draw(words), "test", verdict, left, draw(st.sampled_from(["<", "=", ">="])),
        Side(draw(words), draw(wild), kind), None if gap else draw(wild), None if gap else draw(wild),
        draw(words),
    )  # fmt: skip


trees = st.recursive(
    lone(),
    lambda inner: st.builds(
        lambda text, op, children: Clause(text, op, TRUE, children=tuple(children)),
        words,
        st.sampled_from(["and", "or"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=5,
)


@settings(max_examples=60, deadline=None)
@given(trees, st.sampled_from(["zh", "en"]))
def test_every_tree_is_told_in_aligned_lines(clause: Clause, lang: str) -> None:
    lines = why_lines(clause, lang)
    assert len(lines) == why_table(clause).num_rows
    for column in range(3):
        ends = {
            cell_width("".join(t for t, _ in line[: column + 1])) for line in lines if len(line) > column + 1
        }
        assert len(ends) <= 1
    assert {role for line in lines for _, role in line} <= {"", "dim", "true", "false", "unknown"}
    assert "nan" not in why_text(Clause("", "and", TRUE, children=(clause,)), lang).split()


def test_the_table_of_a_tree() -> None:
    table = why_table(WHOLE)
    assert table.column_names == list(WHY_KINDS)
    rows = table.to_pylist()
    assert [row["depth"] for row in rows] == [0, 1, 1, 1, 2, 2, 1]
    assert rows[1] == {
        "depth": 1.0, "clause": "pe26 < 45", "verdict": "false", "left_text": "pe26", "left": "48.2",
        "operator": "<", "right_text": "45", "right": "45", "margin": -3.2, "share": -0.0711111111111,
        "theme": None,
    }  # fmt: skip
    assert rows[2]["right"] == "equipment;optical-modules"
    assert rows[4]["left"] == "missing"
    assert rows[5]["theme"] == "ai-compute"
    assert rows[6]["operator"] == "<="
    dated = why_table(compared(20638.0, ">", 20639.0, -1.0, FALSE, Kind.DATE)).to_pylist()[0]
    assert (dated["left"], dated["right"]) == ("2026-07-04", "2026-07-05")


def test_near_misses_as_a_table_and_as_lines() -> None:
    either = Clause("(a or b)", "or", FALSE, children=(PE, PE))
    misses = (Miss(1, 0, PE, PE.share), Miss(0, 1, either, -0.2), Miss(2, 1, GROUP, None))
    codes, names = ["A.SH", "B.SZ", "C.BJ"], ["甲", "乙", None]
    table = near_table(misses, codes, names)
    assert table.column_names == list(NEAR_KINDS)
    assert table.to_pylist()[:2] == [
        {
            "code": "B.SZ", "name": "乙", "clause": "pe26 < 45", "left": "48.2", "operator": "<",
            "right": "45", "margin": -3.2, "share": -0.0711111111111,
        },
        {
            "code": "A.SH", "name": "甲", "clause": "(a or b)", "left": None, "operator": None, "right": None,
            "margin": None, "share": -0.2,
        },
    ]  # fmt: skip
    assert near_table((), codes, names).num_rows == 0
