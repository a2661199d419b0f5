"""Exports: golden bytes for each text format, and every format read back.

Run this file as a script to write the golden files anew, then read them.
"""

from __future__ import annotations

import csv as std_csv
import datetime as dt
import io
import json
import math
import zipfile
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tui.arrow import SMALL, pa
from tui.columns import Column, Kind, State, by_name, unregistered
from tui.errors import KanpanError
from tui.view.export import Format, render

GOLDEN = Path(__file__).parent / "golden"
GOLDEN_CASES = [  # file, format, states, excel
    ("week.csv", Format.CSV, False, False),
    ("week_states.csv", Format.CSV, True, False),
    ("week_excel.csv", Format.CSV, False, True),
    ("week.tsv", Format.TSV, False, False),
    ("week.json", Format.JSON, True, False),
    ("week.ndjson", Format.NDJSON, False, False),
    ("week.md", Format.MD, True, False),
]
NAMES = (
    "code",
    "name",
    "group",
    "price",
    "as_of",
    "eps_2026E",
    "pe_2026E",
    "eps_cagr",
    "themes",
    "news",
    "note",
)
DAY = dt.date(2026, 7, 3)
ROWS: list[tuple[Any, ...]] = [
    (
        "600941.SH",
        "中国移动",
        "operators",
        87.48,
        DAY,
        6.13,
        14.0,
        0.015,
        "operators;ai-compute",
        2.0,
        "plain",
    ),
    (
        "300308.SZ",
        "中际旭创",
        "optical-modules",
        1116.0,
        DAY,
        26.9,
        41.5,
        1 / 3,
        "",
        0.0,
        'says "buy", twice',
    ),
    ("300627.SZ", "华测导航", None, -0.0, None, -0.35, None, None, None, None, '=HYPERLINK("http://x")'),
    ("600118.SH", "中国卫星", "a|b\\", 1e16, DAY, None, None, 1e-7, "gnss", 10.0, "＝SUM(A1)\tx\ny"),
    ("830799.BJ", "艾融“软件”", "", 12345678901.25, DAY, None, None, -0.5, "leo-satellite", 1.0, "@cmd"),
]
V, NM, LOSS, MISSING, UNCOVERED = State
STATES = {
    "eps_2026E_state": [V, V, V, MISSING, UNCOVERED],
    "pe_2026E_state": [V, V, LOSS, NM, UNCOVERED],
}


def column(name: str) -> Column:
    return by_name(name) or unregistered(name, Kind.TEXT)


def arrow_type(kind: Kind) -> Any:
    return pa.date32() if kind is Kind.DATE else pa.float64() if kind.numeric else pa.string()


def week() -> tuple[Any, list[Column]]:
    columns = [column(name) for name in NAMES]
    made = {c.name: pa.array([row[i] for row in ROWS], arrow_type(c.kind)) for i, c in enumerate(columns)}
    made |= {name: pa.array([int(s) for s in codes], pa.uint8()) for name, codes in STATES.items()}
    return pa.table(made), columns


@pytest.mark.parametrize(("file", "fmt", "states", "excel"), GOLDEN_CASES, ids=[c[0] for c in GOLDEN_CASES])
def test_golden(file: str, fmt: Format, states: bool, excel: bool) -> None:
    assert render(*week(), fmt, states=states, excel=excel) == (GOLDEN / file).read_bytes()


@pytest.mark.parametrize("fmt", list(Format))
def test_same_view_same_bytes(fmt: Format) -> None:
    assert render(*week(), fmt, states=True) == render(*week(), fmt, states=True)


@pytest.mark.parametrize("fmt", list(Format))
def test_no_rows(fmt: Format) -> None:
    table, columns = week()
    out = render(table.slice(0, 0), columns, fmt, states=True)
    if fmt is Format.JSON:
        assert json.loads(out) == []
    elif fmt is Format.NDJSON:
        assert out == b""
    elif fmt is Format.PARQUET:
        assert read_parquet(out).num_rows == 0
    elif fmt is Format.XLSX:
        assert len(sheet_rows(out)) == 1
    else:
        assert out.count(b"\n") == (2 if fmt is Format.MD else 1)


# ── delimited ───────────────────────────────────────────────────────────────────────────────────────


def test_csv_reads_back() -> None:
    rows = list(std_csv.DictReader(io.StringIO(render(*week(), Format.CSV).decode(), newline="")))
    assert [float(r["price"]) for r in rows] == [row[3] for row in ROWS]
    assert [r["eps_cagr"] for r in rows] == ["0.015", "0.3333333333333333", "", "1e-07", "-0.5"]
    assert [r["note"] for r in rows][2:] == ['\'=HYPERLINK("http://x")', "'＝SUM(A1)\tx\ny", "'@cmd"]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("plain", "plain"),
        (" =1+1", " =1+1"),
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-5", "'-5"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", '"\'\rx"'),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠x", "'＠x"),
        ("a,b", '"a,b"'),
        ('a"b', '"a""b"'),
        ("a\nb", '"a\nb"'),
        ("中，国", "中，国"),
        ("", ""),
    ],
)
def test_csv_text(text: str, cell: str) -> None:
    table = pa.table({"name": [text], "code": ["x"]})
    columns = [column("name"), column("code")]
    assert render(table, columns, Format.CSV).decode() == f"name,code\n{cell},x\n"


def test_numbers_stay_numbers_and_headers_are_guarded() -> None:
    odd = unregistered("=cmd,x", Kind.MONEY)
    assert render(pa.table({odd.name: [-5.0]}), [odd], Format.CSV) == b'"\'=cmd,x"\n-5\n'


def test_an_empty_cell_alone_on_its_line_is_quoted() -> None:
    table = pa.table({"note": pa.array(["a", None, ""], pa.string())})
    assert render(table, [column("note")], Format.CSV) == b'note\na\n""\n""\n'
    assert render(table, [column("note")], Format.TSV) == b"note\na\n\n\n"


def test_tsv_holds_no_stray_tabs_or_lines() -> None:
    lines = render(*week(), Format.TSV, states=True).decode().split("\n")
    assert len(lines) == len(ROWS) + 2
    assert {line.count("\t") for line in lines[:-1]} == {len(NAMES) + 5 - 1}


def test_states_without_a_companion_follow_the_nulls() -> None:
    table = pa.table({"price": pa.array([1.0, None, math.nan, math.inf])})
    out = render(table, [column("price")], Format.CSV, states=True)
    assert out == b"price,price_state\n1,value\n,missing\n,missing\n,missing\n"


# ── the others ──────────────────────────────────────────────────────────────────────────────────────


def test_json_reads_back() -> None:
    objects = json.loads(render(*week(), Format.JSON, states=True))
    lines = render(*week(), Format.NDJSON, states=True).decode().splitlines()
    assert [json.loads(line) for line in lines] == objects
    assert list(objects[0])[: len(NAMES)] == list(NAMES)
    assert [o["pe_2026E"] for o in objects] == [14, 41.5, None, None, None]
    assert [o["pe_2026E_state"] for o in objects] == ["value", "value", "loss", "nm", "uncovered"]
    assert [o["themes"] for o in objects] == [
        ["operators", "ai-compute"], [], [], ["gnss"], ["leo-satellite"],
    ]  # fmt: skip
    assert [o["note"] for o in objects] == [row[-1] for row in ROWS]
    assert objects[0]["as_of"] == "2026-07-03"
    assert objects[2]["as_of"] is None


def read_parquet(data: bytes) -> Any:
    from pyarrow import parquet

    return parquet.read_table(io.BytesIO(data))


def test_parquet_reads_back() -> None:
    table, columns = week()
    back = read_parquet(render(table, columns, Format.PARQUET, states=True))
    types = {f.name: str(f.type) for f in back.schema}
    assert types["price"] == "double"
    assert types["as_of"] == "date32[day]"
    assert types["note"] == types["price_state"] == "string"
    assert types["themes"].startswith("list<")
    assert back.schema.metadata is None
    for name in NAMES:
        if name != "themes":
            assert back[name].to_pylist() == table[name].to_pylist()
    assert back["themes"].to_pylist() == [["operators", "ai-compute"], [], [], ["gnss"], ["leo-satellite"]]
    assert back["pe_2026E_state"].to_pylist() == ["value", "value", "loss", "nm", "uncovered"]


def sheet_rows(data: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def test_xlsx_reads_back() -> None:
    data = render(*week(), Format.XLSX, states=True)
    head, *rows = sheet_rows(data)
    assert head[: len(NAMES)] == list(NAMES)
    for got, row in zip(rows, ROWS, strict=True):
        assert got[: len(NAMES)] == ["" if v is None else v for v in row]
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet.lower()
    assert b'state="frozen"' in sheet


@pytest.mark.parametrize("fmt", [Format.XLSX, Format.PARQUET])
def test_large_binary_exports_keep_every_row(fmt: Format) -> None:
    columns = [column("name"), column("price")]
    table = pa.table({"name": ["中国移动"] * (SMALL + 1), "price": [float(i) for i in range(SMALL + 1)]})
    out = render(table, columns, fmt)
    assert out == render(table, columns, fmt)
    if fmt is Format.XLSX:
        assert sheet_rows(out)[1:] == [["中国移动", float(i)] for i in range(SMALL + 1)]
    else:
        assert read_parquet(out).equals(table)


def test_xlsx_says_what_does_not_fit() -> None:
    note = column("note")
    with pytest.raises(KanpanError, match="32767"):
        render(pa.table({"note": ["x" * 40_000]}), [note], Format.XLSX)
    with pytest.raises(KanpanError, match="1048576"):
        render(pa.table({"note": pa.nulls(1_048_576, pa.string())}), [note], Format.XLSX)


def test_md_is_aligned() -> None:
    from tui.text import cell_width

    lines = render(*week(), Format.MD).decode().splitlines()
    assert len({cell_width(line) for line in lines}) == 1
    assert all(line.count("|") - line.count("\\|") == len(NAMES) + 1 for line in lines)


if __name__ == "__main__":
    for file, fmt, states, excel in GOLDEN_CASES:
        (GOLDEN / file).write_bytes(render(*week(), fmt, states=states, excel=excel))
