from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.book.codes import CodeError, canonical, exchange_of

NOTATIONS = {
    "600941.SH": [
        "600941",
        "sh600941",
        "SH.600941",
        "600941.XSHG",
        "SHSE.600941",
        "600941.SS",
        "1.600941",
        '="600941"',
        "６００９４１",
        " 600941.sh ",
        "600941 CH",
        "600941.C1",
    ],
    "300308.SZ": ["0.300308", "300308"],
    "002281.SZ": ["002281.XSHE"],
    "000001.SZ": ["000001"],
    "000001.SH": ["000001.SH", "1.000001"],
    "920002.BJ": ["920002"],
    "430047.BJ": ["430047"],
    "832566.BJ": ["832566", "0.832566", "bj832566"],
    "510300.SH": ["510300"],
    "00700.HK": ["0700.HK", "HK.00700"],
    "AAPL.US": ["AAPL.US", "AAPL.O"],
}
READ = [(text, code) for code, texts in NOTATIONS.items() for text in texts]
REFUSED = ["", "abc", "60094", "6009411", "700000", "600941.XX", "六〇〇九四一", "600941\x00", "-600941"]


@pytest.mark.parametrize(("text", "code"), READ)
def test_every_notation(text: str, code: str) -> None:
    assert canonical(text) == code
    assert canonical(code) == code


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_code(text: str) -> None:
    with pytest.raises(CodeError):
        canonical(text)


def test_digits_are_resolved_inside_the_universe() -> None:
    assert canonical("000001", {"000001.SH", "600941.SH"}) == "000001.SH"
    with pytest.raises(CodeError, match=r"000001.SH or 000001.SZ"):
        canonical("000001", {"000001.SH", "000001.SZ"})
    with pytest.raises(CodeError, match="no code of this universe"):
        canonical("600941", {"000001.SH"})


@given(st.text(max_size=16))
def test_any_text_gives_a_stable_code_or_an_error(text: str) -> None:
    try:
        code = canonical(text)
    except CodeError:
        return
    assert canonical(code) == code


@given(st.from_regex(r"[0-9]{6}", fullmatch=True))
def test_six_digits_have_one_exchange_or_none(digits: str) -> None:
    assert exchange_of(digits) in {"SH", "SZ", "BJ", None}
