from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.book.decode import decode, utf8
from tui.errors import BookError

TEXT = "代码,简称\n600941,中国移动\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_each_encoding_gives_the_text(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT
    assert utf8(TEXT.encode(encoding)) == TEXT.encode()


def test_big_endian_utf16() -> None:
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be")) == TEXT


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"abc\xff\xff", "byte 3 (0xff) is not UTF-8 and byte 3"),
        ("é ü".encode("latin-1") + b"\xff", "not GB18030"),
        (b"\xef\xbb\xbfab\xd6\xd0", "byte 5 is not utf-8, which the BOM promises"),
        (b"\xff\xfea\x00b", "is not utf-16-le"),
    ],
)
def test_what_cannot_be_read_says_the_offset(data: bytes, words: str) -> None:
    with pytest.raises(BookError, match=r"f\.csv: ") as caught:
        decode(data, "f.csv")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.binary(max_size=60))
def test_any_bytes_give_text_or_one_clear_error(data: bytes) -> None:
    try:
        text = decode(data)
    except BookError:
        return
    assert utf8(data).decode("utf-8") == text.encode("utf-8", "replace").decode()
