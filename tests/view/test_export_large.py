"""The large path of CSV and TSV writes the bytes of the small one; both tell the caller of a closed pipe."""

from __future__ import annotations

import io
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.arrow import SMALL, pa
from tui.columns import Column, Kind, unregistered
from tui.view import export_delimited, export_large
from tui.view.export import Format, render, write
from tui.view.export_cells import Field, fields_of


def arrow_type(kind: Kind) -> Any:
    return pa.date32() if kind is Kind.DATE else pa.float64() if kind.numeric else pa.string()


FINITE = st.floats(allow_nan=False, allow_infinity=False)
EDGES = st.sampled_from(
    [0.0, -0.0, 1e-4, 9.999999999999999e-5, 1e-5, 1e-6, 1e-7, 5e-324, 2.2250738585072014e-308,
     9999999999.999998, 1e10, 10000000000.000002, -12345678901.25, 61471116933.806465, 999999999999999.9,
     1e15, 1e15 + 0.125,
     9007199254740993.0, 9999999999999998.0, 1e16, -1e16, 1.7976931348623157e308, 123456.0, -14.0]
)  # fmt: skip
MONEY = st.builds(lambda cents: cents / 100, st.integers(-(10**17), 10**17))
NUMBERS = st.lists(
    st.none() | FINITE | EDGES | MONEY | st.floats(1e9, 1e17) | st.floats(-1e-3, 1e-3) | st.just(math.inf),
    min_size=1, max_size=30,
)  # fmt: skip
CELLS = st.none() | st.text(st.sampled_from("ab中＝=+-@,\"\t\r\n '|;é𠮷"), max_size=6) | st.just("plain")


@st.composite
def tables(draw: st.DrawFn) -> tuple[Any, list[Column]]:
    rows = draw(st.integers(0, 12))
    column_of = {
        Kind.MONEY: NUMBERS.map(lambda v: (v * rows)[:rows]),
        Kind.TEXT: st.lists(CELLS, min_size=rows, max_size=rows),
        Kind.DATE: st.lists(st.none() | st.dates(), min_size=rows, max_size=rows),
    }
    kinds = draw(st.lists(st.sampled_from(list(column_of)), min_size=1, max_size=4))
    columns = [unregistered(f"c{i}", kind)._replace(name=f"c{i}") for i, kind in enumerate(kinds)]
    made = {c.name: pa.array(draw(column_of[c.kind]), arrow_type(c.kind)) for c in columns}
    for c in columns:
        if c.kind.numeric and draw(st.booleans()):
            codes = st.none() | st.integers(0, 5)
            made[f"{c.name}_state"] = pa.array(
                draw(st.lists(codes, min_size=rows, max_size=rows)), pa.uint8()
            )
    return pa.table(made), columns


@given(tables(), st.sampled_from([export_delimited.CSV, export_delimited.TSV]), st.integers(0, 5))
@settings(deadline=None, max_examples=300)
def test_both_paths_write_the_same_bytes(
    made: tuple[Any, list[Column]], dialect: export_delimited.Dialect, start: int
) -> None:
    table, columns = made
    fields = [f.slice(start, table.num_rows) for f in fields_of(table, columns, states=True)]
    rows = len(fields[0].data)
    if rows:
        assert bytes(export_large.body(fields, dialect)) == export_delimited.body(fields, dialect)


@given(NUMBERS)
@settings(deadline=None, max_examples=300)
def test_numbers_of_both_paths_are_the_same(values: list[float | None]) -> None:
    data = pa.array(values, pa.float64())
    small = export_delimited.body(
        [Field("x", Kind.MONEY, data), Field("y", Kind.MONEY, data)], export_delimited.CSV
    )
    texts = export_large.number_texts(data).to_pylist()
    assert small.decode() == "".join(f"{t or ''},{t or ''}\n" for t in texts)


@given(st.integers(0, 2**64 - 1))
@settings(deadline=None, max_examples=100)
def test_runs_of_doubles_of_any_size(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scaled = rng.random(60) * 10.0 ** rng.integers(-8, 18, 60)
    x = np.concatenate([rng.integers(0, 2**63, 60).view(np.float64), scaled, -np.round(scaled, 2)])
    data = pa.array(x)
    fields = [Field("x", Kind.MONEY, data)]
    assert bytes(export_large.body(fields, export_delimited.CSV)) == export_delimited.body(
        fields, export_delimited.CSV
    )


KINDS = {"name": Kind.TEXT, "note": Kind.TEXT, "pe": Kind.MULTIPLE, "cap": Kind.MONEY, "themes": Kind.TAGS}


def many(times: int) -> tuple[Any, list[Column]]:
    one = pa.table(
        {
            "name": ["中国移动", "中际旭创", "华测导航"],
            "note": ["plain", '=HYPERLINK("http://x")', None],
            "pe": [14.0, None, 1 / 3],
            "pe_state": pa.array([0, 2, 0], pa.uint8()),
            "cap": [1.88e12, 12345678901.25, math.nan],
            "themes": ["ai-compute;gnss", "", None],
        }
    )
    return pa.concat_tables([one] * times), [unregistered(name, kind) for name, kind in KINDS.items()]


@pytest.mark.parametrize("fmt", [Format.CSV, Format.TSV])
def test_a_large_table_in_many_chunks(fmt: Format) -> None:
    times = (SMALL + 3 * export_large.ROWS) // 3
    table, columns = many(times)
    assert table.num_rows > SMALL
    head, _, one = render(*many(1), fmt, states=True).partition(b"\n")
    assert render(table, columns, fmt, states=True) == head + b"\n" + one * times


class Closed(io.BytesIO):
    """A pipe whose reader leaves after the first line."""

    def write(self, data: Any, /) -> int:
        if self.tell():
            raise BrokenPipeError
        return super().write(data)

    def writelines(self, lines: Any, /) -> None:
        for line in lines:
            self.write(line)


@pytest.mark.parametrize("times", [1, 2 * SMALL])
def test_a_closed_pipe_is_told_to_the_caller(times: int) -> None:
    table, columns = many(times)
    with pytest.raises(BrokenPipeError):
        write(table, columns, Format.CSV, Closed())
