"""What completion offers: what fits at the cursor, in either language, and never an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.query.worlds import FakeScope, cases
from tui.query.check import read
from tui.query.complete import MOST, Completion, complete
from tui.query.offers import MOST_VALUES
from tui.query.scope import Field, Name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SCOPE = FakeScope({"cheap": "pe26 < 20", "便宜": "pe26 < 20"})


def at_end(text: str, lang: str = "en") -> Completion:
    return complete(text, len(text), SCOPE, lang)


def offered(text: str, lang: str = "en") -> list[str]:
    return [name.text for name in at_end(text, lang).names]


# What is typed, the language, what is offered first and in that order, and what is not offered at all.
@pytest.mark.parametrize(
    ("text", "lang", "first", "never"),
    [
        # the start of a clause
        ("", "en", "code name group rating", "and = 买入"),
        ("pe", "en", "pe_ttm peg pe_to_group pe25 pe26 pe27", "rating and"),
        ("pe26 < 5 and ", "en", "code name group", "and"),
        ("pe26 < 5, ", "en", "code name group", "and"),
        ("(", "en", "code name group", "and"),
        ("not ", "en", "code name group", "and"),
        ("no", "en", "not", "and"),
        ("med", "en", "median(", "rating"),
        ("@", "en", "cheap 便宜", "pe26 previous"),
        ("@ch", "en", "cheap", "checks"),
        ("che", "en", "checks @cheap", "pe26"),
        # operators by the kind of the column
        ("rating ", "en", "= != in ~ is", "< has and +"),
        ("theme ", "en", "has", "= < in +"),
        ("pe26 ", "en", "< <= > >= = != between in is", "has ~ and"),
        ("as_of ", "en", "< <= > >= = != between in is", "has ~ + *"),
        ("source(eps26) ", "en", "= != in ~ is", "< has"),
        ("(pe26 + pe27) ", "en", "< <= > >=", "has and"),
        ("pe26 @ previous ", "en", "< <= > >=", "has and"),
        ("rating b", "en", "", "between by"),
        ("pe26 b", "en", "between", "by"),
        ("pe26 not ", "en", "between in", "~ has is"),
        ("theme not ", "en", "has", "in"),
        ("rating not ", "en", "in ~", "between"),
        # values
        ("rating = ", "en", "买入 增持 未评级 code", "rating pe26 5g-a"),
        ("group = ", "en", "operators optical-modules equipment", "group 买入"),
        ("group = opt", "en", "optical-modules", "operators"),
        ("group = optical-", "en", "optical-modules", "operators"),
        ("group = 光", "en", "optical-modules", "operators"),
        ("group = gm", "en", "optical-modules", "operators"),
        ("rating in (", "en", "买入 增持 未评级", "code ) ("),
        ("rating in (买入, ", "en", "买入 增持", "code"),
        ("rating in (买入 ", "en", ", )", "and"),
        ("theme has ", "en", "ai-compute leo-satellite", "买入 theme"),
        ("theme has a", "en", "ai-compute", "5g买入"),
        ("theme has any (", "en", "ai-compute leo-satellite", "any 买入"),
        ("theme has any (tariffs, l", "en", "leo-satellite", "tariffs"),
        ("theme has any ", "en", "(", "tariffs"),
        ("theme @ previous has ", "en", "ai-compute", "买入"),
        ("source(eps26) = ", "en", "house consensus huatai", "eps26"),
        ("name ~ ", "en", "", "买入"),
        ("code = 600", "en", "600941.SH", "300308.SZ"),
        # states
        ("pe26 is ", "en", "loss missing uncovered nm contradicted", "买入 and"),
        ("pe26 is not ", "en", "loss missing", "not"),
        ("rating is ", "en", "missing not", "loss contradicted"),
        ("theme is ", "en", "missing not", "loss contradicted"),
        ("as_of is ", "en", "missing not", "loss contradicted"),
        ("pe26 is m", "en", "missing mixed", "loss"),
        # figures
        ("pe26 < ", "en", "price market_cap", "rating themes as_of source("),
        ("pe26 < m", "en", "market_cap min( max( median( mean(", "rating"),
        ("pe26 + ", "en", "price market_cap", "rating and"),
        ("as_of > ", "en", "as_of", "price rating"),
        ("pe26 between ", "en", "price", "rating"),
        ("pe26 between 3 ", "en", "and", "or ="),
        ("pe26 between 3 and ", "en", "price", "rating and"),
        ("pe26 between 3 and 5 ", "en", "and or", "="),
        ("pe26 in (", "en", "price", "rating"),
        # calls
        ("median(", "en", "price market_cap", "rating as_of"),
        ("median(pe26 ", "en", "by )", "and <"),
        ("abs(pe26 ", "en", ")", "by"),
        ("median(pe26 by ", "en", "code name group rating industry", "pe26"),
        ("median(pe26 by gr", "en", "group", "pe26"),
        ("min(pe26, ", "en", "price", "rating"),
        ("source(", "en", "eps25 eps26 eps27 eps28 pe25", "price rating"),
        # vintages
        ("pe26 @ ", "en", "previous -2", "cheap"),
        ("pe26 @ p", "en", "previous", "pe26"),
        ("pe26 @ -", "en", "-2", "previous"),
        # a finished clause
        ("pe26 < 5 ", "en", "and or < <=", "= between in"),
        ("pe26 > 5 ", "en", "and or", "< > ="),
        ("rating = 买入 ", "en", "and or", "< ="),
        ("pe26 is loss ", "en", "and or", "is"),
        ("theme has tariffs ", "en", "and or", "has"),
        ("(pe26 < 5) ", "en", "and or", "= <"),
        ("@cheap ", "en", "", "pe26"),
        ("pe26 < 5 a", "en", "and", "or"),
        # Chinese
        ("", "zh", "代码 简称 分组 评级", "and rating"),
        ("评级 ", "zh", "等于 不等于 属于 匹配 是", "小于 且"),
        ("主题 ", "zh", "包含", "等于"),
        ("市盈率26 ", "zh", "小于 小于等于 大于", "包含"),
        ("市盈率26 < 5 ", "zh", "且 或", "and"),
        ("市盈率26 < 5 且 ", "zh", "代码 简称", "且"),
        ("市盈率26 < 5 a", "zh", "且", "或"),
        ("市盈率26 < 5 且", "zh", "代码 简称", "且"),
        ("市盈", "zh", "市盈率25 市盈率26", "评级"),
        ("pj", "zh", "评级", "主题"),
        ("rating", "zh", "评级", "主题"),
        ("主题 包含 ", "zh", "AI算力 低轨卫星 关税", "ai-compute"),
        ("主题 包含 leo", "zh", "低轨卫星", "AI算力"),
        ("评级等于买", "zh", "买入", "增持"),
        ("评级等于", "zh", "买入 增持", "不等于"),
        ("评级 不", "zh", "不等于 不属于", "买入"),
        ("分组＝", "zh", "运营商 光模块", "operators"),
        ("中位数（市盈率26 按 ", "zh", "代码 简称 分组", "市盈率26"),
        ("中位", "zh", "中位数(", "评级"),
        ("市盈率26 是 ", "zh", "亏损 缺失 未覆盖", "loss"),
        ("市盈率26 是 kui", "zh", "", "loss"),
        ("市盈率26 是 los", "zh", "亏损", "缺失"),
        ("市盈率26 @ ", "zh", "上期 -2", "previous"),
        ("ＰＥ", "en", "pe_ttm peg", "rating"),
    ],
)
def test_what_is_offered(text: str, lang: str, first: str, never: str) -> None:
    found = offered(text, lang)
    wanted = first.split()
    assert found[: len(wanted)] == wanted
    assert not set(found) & set(never.split())


def test_every_offer_has_a_place_and_a_hint() -> None:
    text = "group = opt"
    assert at_end(text) == Completion(8, 11, (Name("optical-modules", "光模块"),))


def test_the_rest_of_the_word_behind_the_cursor_goes_too() -> None:
    text = "rating = 买入 and gruop = x"
    found = complete(text, text.index("uop"), SCOPE, "en")
    assert text[found.start : found.end] == "gruop"
    assert found.names[0].text == "group"


def test_a_word_after_the_cursor_stays_where_nothing_is_typed() -> None:
    found = complete("pe26 < 5 and rating = 买入", len("pe26 < 5 and "), SCOPE, "en")
    assert (found.start, found.end) == (13, 13)


def test_what_cannot_be_read_as_one_word_is_put_in_quotes() -> None:
    assert offered("PE", "zh")[:2] == ["`PE TTM`", "PEG"]
    for text in ("name = '中国 移", "name = 中"):
        assert complete(text, len(text), Quoting(), "en") == Completion(7, len(text), (Name("'中国 移动'"),))


class Quoting(FakeScope):
    """A scope whose names have a space."""

    def offered_values(self, field: Field, lang: str) -> list[Name]:  # noqa: ARG002 (a protocol)
        return [Name("中国 移动")]


def test_an_open_quote_offers_the_values() -> None:
    found = at_end("rating = '买")
    assert [name.text for name in found.names] == ["买入"]
    assert (found.start, found.end) == (9, 11)


@pytest.mark.parametrize("row", cases("query_check.csv"), ids=lambda row: row["query"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_query_is_offered_something_at_most_places(row: dict[str, str], lang: str) -> None:
    text = row["query"]
    for cursor in range(len(text) + 1):
        found = complete(text, cursor, SCOPE, lang)
        assert found.start <= cursor <= found.end <= len(text)
        assert len(found.names) <= MOST
        assert len({name.text for name in found.names}) == len(found.names)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("start", ["pe26 < ", "market_cap > 3 and median(", "pe26 between 1 and "])
def test_a_figure_that_is_taken_can_be_read(start: str, lang: str) -> None:
    names = at_end(start, lang).names
    assert len(names) > 10
    for name in names:
        if not name.text.endswith("("):
            text = start + name.text + (") > 0" if "(" in start else "")
            read(text, SCOPE)


def test_of_very_many_values_only_the_first_are_looked_at() -> None:
    pulled = []

    def values() -> Iterator[Name]:
        for i in range(1_000_000):
            pulled.append(i)
            yield Name(f"value-{i}")

    class Many(FakeScope):
        def offered_values(self, field: Field, lang: str) -> Sequence[Name]:  # noqa: ARG002 (a protocol)
            return cast("Sequence[Name]", values())

    assert len(complete("name = ", 7, Many(), "en").names) == MOST
    assert len(pulled) == MOST
    assert complete("name = xx", 9, Many(), "en").names == ()
    assert len(pulled) <= MOST + MOST_VALUES


PIECES = (
    "pe26", "评级", "买入", "(", ")", ",", "，", "@", "-", "and", "且", "not", "in", "has", "any", "is", "by",
    "~", "'", "`", "<", "=", "between", "median", "5", "30%",
    "2026-07-01", " ", " ", "#", "\n",
)  # fmt: skip


@given(
    st.one_of(st.text(max_size=20), st.lists(st.sampled_from(PIECES), max_size=12).map("".join)),
    st.integers(-3, 60),
    st.sampled_from(["en", "zh"]),
)
@settings(max_examples=300, deadline=None)
def test_nothing_typed_raises(text: str, cursor: int, lang: str) -> None:
    found = complete(text, cursor, SCOPE, lang)
    assert 0 <= found.start <= found.end <= len(text)
    assert len(found.names) <= MOST


def test_a_text_too_long_to_read_is_offered_nothing() -> None:
    assert at_end("(" * 10_000).names == ()
    assert at_end("(" * 3_999).names
