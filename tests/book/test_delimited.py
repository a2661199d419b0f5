from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.book.delimited import LONGEST_LINE, parse_delimited
from tui.errors import BookError

if TYPE_CHECKING:
    from tui.book.raw import Raw


def rows(raw: Raw) -> Any:
    return list(zip(*(column.to_pylist() for column in raw.columns), strict=True))


def test_every_cell_is_text_and_knows_its_line() -> None:
    raw = parse_delimited(b'a,b\n\n000001,\r\n"x\ny","say ""hi"""\nNULL, 2 \n', "f.csv")
    assert raw.names == ("a", "b")
    assert rows(raw) == [("000001", ""), ("x\ny", 'say "hi"'), ("NULL", " 2 ")]
    assert [raw.line(i) for i in range(3)] == [3, 4, 6]
    assert raw.problems == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a,b\n", ("a", "b")),
        ("a\tb,c\td\n", ("a", "b,c", "d")),
        ("a;b\n1;2\n", ("a", "b")),
        ("\ufeffa,b", ("a", "b")),
        ("\n\n a , b \r\n", ("a", "b")),
        ('"a,x",b\n', ("a,x", "b")),
        ("only\n1\n", ("only",)),
        ("代码，简称\t价\n", ("代码，简称", "价")),
    ],
)
def test_headers(text: str, names: tuple[str, ...]) -> None:
    assert parse_delimited(text.encode(), "f").names == names


def test_doubled_and_empty_header_names() -> None:
    raw = parse_delimited(b"a,a,,a\n1,2,3,4\n", "f")
    assert raw.names == ("a", "a_2", "column_3", "a_3")
    assert [(p.line, p.why) for p in raw.problems] == [(1, "kept as 'a_2'"), (1, "kept as 'a_3'")]


def test_ragged_rows_are_skipped_and_told_by_line() -> None:
    raw = parse_delimited(b'a,b\n1,2\n"x\n",1,2\n3\n\n5,6\n', "f")
    assert rows(raw) == [("1", "2"), ("5", "6")]
    assert [(p.line, p.what) for p in raw.problems] == [(3, "a row of 3 cells"), (5, "a row of 1 cells")]
    assert raw.line(1) == 7


def test_ragged_rows_of_a_large_file() -> None:
    body = "".join(f"{i},{i}\n" for i in range(200_000))
    raw = parse_delimited(f"a,b\n{body}1,2,3\n7,8\n".encode(), "f")
    assert raw.num_rows == 200_001
    assert [p.line for p in raw.problems] == [200_002]
    assert raw.line(200_000) == 200_003


def test_a_quotation_mark_never_closed_is_told() -> None:
    raw = parse_delimited(b'a,b\n1,2\n3,"4\n5,6\n', "f")
    assert rows(raw) == [("1", "2"), ("3", "4\n5,6\n")]
    assert [(p.line, p.what) for p in raw.problems] == [(3, "a quotation mark")]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"  \r\n", b"\xef\xbb\xbf"])
def test_nothing_at_all(data: bytes) -> None:
    with pytest.raises(BookError, match="f: empty"):
        parse_delimited(data, "f")


def test_lines_over_the_cap_are_refused() -> None:
    data = b"a,b\n1,2\n" + b"x" * (3 << 20) + b",1\n"
    with pytest.raises(BookError, match=r"f:3: a line over 2 MiB"):
        parse_delimited(data, "f")
    fits = b"a,b\n" + b"x" * (LONGEST_LINE - 100) + b",1\n"
    assert parse_delimited(fits, "f").num_rows == 1


def test_a_cell_that_never_ends_is_one_clear_error() -> None:
    data = b'a,b\n1,"' + b"1,2\n" * (4 << 20)
    with pytest.raises(BookError, match="quoted cell may never end"):
        parse_delimited(data, "f")


def test_too_many_columns() -> None:
    with pytest.raises(BookError, match="5,000 columns"):
        parse_delimited(",".join(f"c{i}" for i in range(5000)).encode(), "f")


def test_nul_and_control_bytes_are_survived() -> None:
    raw = parse_delimited(b"a,b\n\x00,\x1b[2J\n", "f")
    assert rows(raw) == [("\x00", "\x1b[2J")]


def test_the_csv_module_keeps_its_limit() -> None:
    before = csv.field_size_limit()
    parse_delimited(b"a,b\n1\n", "f")
    assert csv.field_size_limit() == before


PIECES = st.lists(st.sampled_from([*'x1,"\n\r =\x00，', "\r\n", '""', '"\n"']), max_size=30).map("".join)


@settings(max_examples=200)
@given(PIECES)
def test_lines_agree_with_the_rows_whatever_the_text(body: str) -> None:
    raw = parse_delimited(f"a,b\n{body}".encode(), "f")
    assert len(raw.line_of()) == raw.num_rows
    assert list(raw.line_of()) == sorted(set(raw.line_of()))
