"""JSON, NDJSON and Markdown, streamed run by run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.columns import Kind
from tui.text import cell_width
from tui.view.export_cells import Field, Value, chunks, tag_list
from tui.view.format import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROWS = 4096  # of one run


def ndjson(fields: Sequence[Field], rows: int) -> Iterator[bytes]:
    """One object a line."""
    for run in _objects(fields, rows):
        yield "".join(f"{one}\n" for one in run).encode()


def json(fields: Sequence[Field], rows: int) -> Iterator[bytes]:
    """An array of objects, one a line."""
    yield b"["
    lead = "\n"
    for run in _objects(fields, rows):
        yield (lead + ",\n".join(run)).encode()
        lead = ",\n"
    yield b"\n]\n" if rows else b"]\n"


def _objects(fields: Sequence[Field], rows: int) -> Iterator[list[str]]:
    from json import JSONEncoder

    quote = JSONEncoder(ensure_ascii=False).encode
    keys = [f"{quote(field.header)}: " for field in fields]
    for run in chunks(fields, rows, ROWS):
        columns = [
            [key + _json(v, field.kind, quote) for v in field.values()]
            for key, field in zip(keys, run, strict=True)
        ]
        yield ["{" + ", ".join(pairs) + "}" for pairs in zip(*columns, strict=True)]


def _json(value: Value, kind: Kind, quote: Callable[[object], str]) -> str:
    if kind is Kind.TAGS:
        return quote(tag_list(value))
    if value is None:
        return "null"
    return quote(value) if isinstance(value, str) else plain(value)


def markdown(fields: Sequence[Field], rows: int) -> Iterator[bytes]:
    """A pipe table, its columns aligned by cell width, numbers to the right."""
    right = [field.kind.numeric for field in fields]
    heads = [_md(field.header) for field in fields]
    widths = [max(3, cell_width(head)) for head in heads]
    for run in chunks(fields, rows, ROWS):
        for i, field in enumerate(run):
            widths[i] = max(widths[i], *(cell_width(_md(v)) for v in field.values()))
    rule = ["-" * (w - 1) + (":" if r else "-") for w, r in zip(widths, right, strict=True)]
    yield (_md_line(heads, widths, right) + _md_line(rule, widths, right)).encode()
    for run in chunks(fields, rows, ROWS):
        columns = [[_md(v) for v in field.values()] for field in run]
        yield "".join(_md_line(cells, widths, right) for cells in zip(*columns, strict=True)).encode()


def _md_line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = []
    for cell, width, to_right in zip(cells, widths, right, strict=True):
        space = " " * (width - cell_width(cell))
        padded.append(space + cell if to_right else cell + space)
    return "| " + " | ".join(padded) + " |\n"


def _md(value: Value) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return plain(value)
    # the backslash first, else it would undo the one before a pipe
    escaped = value.replace("\\", "\\\\").replace("|", "\\|")
    return " ".join(escaped.replace("\t", " ").splitlines())
