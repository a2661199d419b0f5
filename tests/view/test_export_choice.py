"""Which format an export takes, what it refuses, and how little a small one loads."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tui.arrow import pa
from tui.columns import Kind, unregistered
from tui.errors import KanpanError, UnknownNameError
from tui.view.export import Format, format_of, render


@pytest.mark.parametrize(
    ("path", "explicit", "fmt"),
    [
        (None, None, Format.CSV),
        ("-", None, Format.CSV),
        ("-", "json", Format.JSON),
        ("out.XLSX", None, Format.XLSX),
        ("a.b/out.md", None, Format.MD),
        ("out.jsonl", None, Format.NDJSON),
        ("out.csv", "TSV", Format.TSV),
        ("out", "parquet", Format.PARQUET),
    ],
)
def test_format_of(path: str | None, explicit: str | None, fmt: Format) -> None:
    assert format_of(path, explicit) is fmt


@pytest.mark.parametrize(
    ("path", "explicit"), [("out.doc", None), ("out", None), ("o.csv", "doc"), (None, "")]
)
def test_an_unknown_format_lists_the_known(path: str | None, explicit: str | None) -> None:
    with pytest.raises(KanpanError, match="csv, tsv, json, ndjson, md, parquet, xlsx"):
        format_of(path, explicit)


def test_columns_that_cannot_be_written() -> None:
    table = pa.table({"pe_2026E": [14.0]})
    columns = [unregistered(name, Kind.MULTIPLE) for name in ("pe_2026E", "pe_2027E")]
    with pytest.raises(UnknownNameError, match="'pe_2027E'; nearest: pe_2026E"):
        render(table, columns, Format.CSV)
    with pytest.raises(KanpanError, match="no columns"):
        render(table, [], Format.CSV)


def test_a_small_export_loads_little() -> None:
    code = (
        "import sys\n"
        "from tui.arrow import pa\n"
        "from tui.columns import by_name\n"
        "from tui.view.export import Format, render\n"
        "t = pa.table({'code': ['600941.SH'], 'price': [87.48], 'themes': ['a;b']})\n"
        "c = [by_name(n) for n in t.column_names]\n"
        "for f in (Format.CSV, Format.TSV, Format.JSON, Format.NDJSON, Format.MD):\n"
        "    render(t, c, f, states=True)\n"
        "bad = ('pandas', 'pyarrow.compute', 'pyarrow.parquet', 'textual', 'xlsxwriter')\n"
        "print([m for m in bad if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
