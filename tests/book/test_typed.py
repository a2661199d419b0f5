from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.arrow import SMALL, pa
from tui.book import cells, numbers
from tui.book.delimited import parse_delimited
from tui.book.schema import TABLES
from tui.book.typed import typed
from tui.errors import BookError

DAY = date(2026, 7, 3)


def read(text: str, table: str = "market", missing: Any = None, day: Any = DAY) -> Any:
    return typed(parse_delimited(text.encode(), "f.csv"), TABLES[table], as_of=day, missing=missing or {})


def notes(table: Any, name: str) -> Any:
    return table.schema.field(name).metadata or {}


def test_types_follow_the_spec_and_absent_columns_are_null() -> None:
    table, problems = read("code,price\n600941,87.48\n", "coverage")
    assert problems == ()
    assert table.to_pylist() == [
        {
            "code": "600941.SH", "price": 87.48, "name": None, "group": None, "rating": None,
            "rating_source": None, "currency": None, "price_date": None,
        }
    ]  # fmt: skip
    assert table.schema.field("price_date").type == pa.date32()
    assert notes(table, "group") == {b"absent": b"1"}


def test_a_bad_cell_becomes_null_and_its_row_stays() -> None:
    table, problems = read("code,price,pe_ttm\n600941,oops,1\n601728,2,inf\n\n600050,(3.5),12倍\n")
    assert table.column("price").to_pylist() == [None, 2.0, -3.5]
    assert table.column("pe_ttm").to_pylist() == [1.0, None, 12.0]
    assert [str(p) for p in problems] == [
        "f.csv:2: price 'oops': not a number; left empty",
        "f.csv:3: pe_ttm 'inf': not a number; left empty",
    ]


def test_rows_without_their_key_are_skipped() -> None:
    table, problems = read("code,price\nxyz,1\n,2\n600941,3\n")
    assert table.column("code").to_pylist() == ["600941.SH"]
    assert [(p.line, p.what) for p in problems] == [(2, "code 'xyz'"), (3, "code ''")]


def test_second_rows_of_a_key_name_the_first() -> None:
    table, problems = read("code,price\n600941,1\nsh600941,2\n601728,3\n600941.SH,4\n")
    assert table.column("price").to_pylist() == [1.0, 3.0]
    assert [(p.line, "line 2" in p.why) for p in problems] == [(3, True), (5, True)]


def test_duplicates_after_skipped_rows_still_name_the_right_line() -> None:
    _, problems = read("code,price\nbad,1\n600941,1\n1,2,3\n600941,2\n")
    assert [p.line for p in problems] == [4, 2, 5]
    assert "line 3" in problems[-1].why


def test_estimates_are_one_row_a_code_and_year() -> None:
    text = "code,year,eps\n600941,2025A,1.10\n600941,2026E,1.2\n600941,2026,9\n600941,x,1\n"
    table, problems = read(text, "estimates")
    assert table.column("year").to_pylist() == [2025, 2026]
    assert table.column("basis").to_pylist() == ["A", "E"]
    assert notes(table, "eps") == {b"decimals": b"2"}
    assert {p.line for p in problems} == {1, 4, 5}


def test_basis_column_and_suffix_must_agree() -> None:
    cells = ("2025,a", "2026A,E", "2027,?", "2028E,", "2029,")
    text = "code,year,basis,eps\n" + "".join(f"600941,{cell},1\n" for cell in cells)
    table, problems = read(text, "estimates")
    assert table.column("basis").to_pylist() == ["A", "E", "E", "E", "E"]
    assert [(p.line, p.what) for p in problems] == [(3, "basis 'E'"), (4, "basis '?'"), (6, "basis ''")]


def test_news_and_sectors_keys() -> None:
    table, problems = read("id,title,published\nn1,a,2026/6/30\nn2,,\nn1,b,\nn3,c,soon\n", "news")
    assert table.column("id").to_pylist() == ["n1", "n3"]
    assert table.column("published").to_pylist() == [date(2026, 6, 30), None]
    assert sorted(p.line for p in problems) == [3, 4, 5]
    table, problems = read("level,index,change_pct\na,x,1\nb,x,2\na,x,3\n", "sectors")
    assert table.num_rows == 2
    assert [p.line for p in problems] == [4]


def test_as_of_is_left_out_and_must_agree() -> None:
    table, problems = read("as_of,code\n2026-07-03,600941\n2026-07-02,601728\nx,600050\n")
    assert "as_of" not in table.column_names
    assert table.num_rows == 3
    assert [(p.line, p.what) for p in problems] == [(3, "as_of '2026-07-02'")]
    assert "1 more row" in problems[0].why


def test_vendor_columns_become_ours_in_our_units() -> None:
    table, problems = read("ts_code,close,total_mv,close_adj,总市值\n000001.SZ,11.21,21754034.3,5,7\n")
    assert problems == ()
    assert table.column("market_cap").to_pylist() == [217540343000.0]
    assert table.column("price").to_pylist() == [11.21]
    assert table.column("总市值").to_pylist() == [7.0]


def test_unknown_columns_are_typed_by_what_they_hold() -> None:
    text = "code,n,led,day,mixed,empty,pct\n600941,1.5,000001,2026-01-02,1,,5%\n601728,-,000002,,x,-,\n"
    table, problems = read(text)
    assert problems == ()
    row = table.slice(0, 1).to_pylist()[0]
    assert (row["n"], row["led"], row["day"], row["mixed"], row["empty"], row["pct"]) == (
        1.5, "000001", date(2026, 1, 2), "1", None, 5.0,
    )  # fmt: skip
    assert table.column("n").to_pylist() == [1.5, None]


def test_derived_and_foreign_columns_are_told_not_kept() -> None:
    table, problems = read("code,peg,group,eps_2026E,pe_ttm\n600941,1,x,2,3\n")
    assert table.column_names == ["code", "pe_ttm", "name", "price"]
    assert len(problems) == 3
    assert {p.line for p in problems} == {1}


def test_decimals_and_padding_are_kept() -> None:
    table, _ = read("code,price,pb,pe_ttm\n600941,1116.00,1.5,12\n601728,5.43,0.25,8\n")
    assert notes(table, "price") == {b"decimals": b"2", b"padded": b"1"}
    assert notes(table, "pb") == {b"decimals": b"2"}
    assert notes(table, "pe_ttm") == {b"decimals": b"0", b"padded": b"1"}


def test_declared_values_mean_missing() -> None:
    table, _ = read("code,pe_ttm,price\n600941,0.0,0\n601728,3,1\n", missing={"pe_ttm": frozenset({0.0})})
    assert table.column("pe_ttm").to_pylist() == [None, 3.0]
    assert table.column("price").to_pylist() == [0.0, 1.0]


def test_texts_are_cleaned() -> None:
    table, _ = read("code,name\n600941,\x1b]0;x\x07中 \u202e\n")
    assert table.column("name").to_pylist() == ["␛]0;x␇中 ␦"]


def test_a_missing_key_column_says_what_there_is() -> None:
    with pytest.raises(BookError, match=r"f.csv: no column 'year', which estimates needs; found: code, eps"):
        read("code,eps\n600941,1\n", "estimates")


@pytest.mark.parametrize("table", TABLES)
def test_header_only(table: str) -> None:
    spec = TABLES[table]
    found, problems = read(",".join(spec.names) + "\n", table)
    assert found.num_rows == 0
    assert problems == ()


def test_many_problems_are_capped_and_counted() -> None:
    body = "".join(f"600{i:03d},x\n" for i in range(1000)) + "".join(f"601{i:03d},x\n" for i in range(500))
    _, problems = read(f"code,price\n{body}")
    assert len(problems) == 1001
    assert str(problems[-1]) == "f.csv: price: 500 more cells: not a number; left empty"


# the paths for large columns against those for small ones

CELLS = st.sampled_from(
    [
        "",
        "1",
        "-2.50",
        "0.125",
        "1e3",
        "x",
        "inf",
        "9" * 400,
        "(3.5)",
        "１２",
        "1,234",
        "-",
        "nan",
        " 7 ",
        "000001",
    ]
)


@given(st.lists(CELLS, min_size=1, max_size=12))
def test_large_and_small_number_columns_agree(texts: list[str]) -> None:
    small = cells.numbers_of(pa.array(texts))
    large = cells._numbers_large(pa.array(texts))
    assert small.bad == large.bad
    assert small.decimals == large.decimals
    assert small.padded == large.padded
    assert [None if v != v else v for v in small.values] == [None if v != v else v for v in large.values]  # noqa: PLR0124
    one_by_one = [None if _bad(t) else numbers.parse(t) for t in texts]
    assert [None if v != v else v for v in small.values] == one_by_one  # noqa: PLR0124


def _bad(text: str) -> Any:
    try:
        numbers.parse(text)
    except numbers.NumberError:
        return True
    return False


@given(st.lists(st.sampled_from(["", " a ", "b", "\x1bx", "\u3000", "“引”", "中"]), min_size=1, max_size=8))
def test_large_and_small_text_columns_agree(texts: list[str]) -> None:
    assert cells.cleaned(pa.array(texts)).to_pylist() == cells._cleaned_large(pa.array(texts)).to_pylist()


def test_a_large_table_reads_as_a_small_one_does() -> None:
    count = SMALL + 10
    lines = [f"{i % 4000 + 600000:06d}.SH,{i}.25,名 {i % 9},{i % 7 or ''}" for i in range(count)]
    table, problems = read("code,price,name,own\n" + "\n".join(lines) + "\n")
    assert table.num_rows == 4000
    assert table.column("price").to_pylist()[:2] == [0.25, 1.25]
    assert table.column("own").to_pylist()[:3] == [None, 1.0, 2.0]
    assert problems[0].line == 4002
    unique = "".join(f"{i:06d}.SZ,{i}\n" for i in range(count))
    table, problems = read("code,price\n" + unique)
    assert table.num_rows == count
    assert problems == ()


@pytest.mark.parametrize(
    ("values", "places"),
    [
        ([1.0, 2.0], 0),
        ([1.25, 3.0], 2),
        ([0.1 + 0.2], 1),
        ([1 / 3], None),
        ([float("nan")], 0),
        ([1e300], None),
    ],
)
def test_decimals_derived_from_binary_numbers(values: list[float], places: Any) -> None:
    import numpy as np

    assert cells.derived_decimals(np.array(values)) == places
