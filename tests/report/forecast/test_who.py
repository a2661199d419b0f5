"""Which name a row is of, and what is said where code and name are doubtful."""

from __future__ import annotations

import pytest

from tui.report.forecast.who import short_name, who
from tui.report.known import Known

KNOWN = Known({"新易盛": "300502.SZ", "中国移动": "600941.SH", "twins": ""})


@pytest.mark.parametrize(
    ("code", "name", "found"),
    [
        ("300502.SZ", "新易盛", ("300502.SZ", "新易盛", "")),
        ("300502.SZ*", "新 易 盛*", ("300502.SZ", "新易盛", "")),
        ("", "新易盛", ("300502.SZ", "新易盛", "")),
        ("", "新易盛(300502.SZ)", ("300502.SZ", "新易盛", "")),
        (
            "30O502.SZ",
            "新易盛",
            ("300502.SZ", "新易盛", "'30O502.SZ' is no security code; taken by the name"),
        ),
        ("30O502.SZ", "无名", ("", "无名", "'30O502.SZ' is no security code")),
        ("", "无名", ("", "无名", "no code stands in the row, and no book knows the name")),
        ("", "twins", ("", "twins", "no code stands in the row, and no book knows the name")),
        ("600941.SH", "动", ("600941.SH", "动", "a name of one character; it may be cut")),
        ("600941.SH", "新易盛", ("600941.SH", "新易盛", "新易盛 is 300502.SZ elsewhere")),
        ("00941.HK", "中国移动", ("00941.HK", "中国移动", "")),
        (
            "300502.SZ",
            "新易盛 526.00 9.59",
            ("", "新易盛 526.00 9.59", "its name holds figures: cells have run together"),
        ),
        ("300059.SZ", "58同城", ("300059.SZ", "58同城", "")),
        ("2330.TW", "TSMC", ("", "TSMC", "Kanpan knows no exchange 'TW'")),
        ("VRT (Vertiv)", "", ("", "Vertiv", "'VRT' names no exchange")),
    ],
)
def test_who(code: str, name: str, found: tuple[str, str, str]) -> None:
    assert who([code, name], code, name, KNOWN, {}, dollars=False) == found


def test_a_ticker_alone_where_the_price_is_in_dollars() -> None:
    assert who(["F", "Ford"], "F", "Ford", KNOWN, {}, dollars=True) == ("F.US", "Ford", "")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("万 科Ａ*", "万科A"),
        ("*ST 华仪", "*ST华仪"),
        ("(Tencent)", "Tencent"),
        ("CATL (A)", "CATL (A)"),
        ("中芯国际①", "中芯国际"),
    ],
)
def test_short_name(text: str, name: str) -> None:
    assert short_name(text) == name
