"""Stories that a program hands over, an Arrow table or a frame, to the table that links are made of."""

from __future__ import annotations

from typing import Any

from tui.arrow import pa, text_array
from tui.book.convert import as_text
from tui.errors import KanpanError
from tui.text import clean

NEEDED = ("id", "title")
_COLUMNS = (*NEEDED, "summary")
_EXPECTED = "expected a path, or a table (Arrow, pandas) with columns id, title and summary"


def stories_of(given: Any) -> Any:
    """id, title and summary of a table of stories as texts that are never null, a row for each of its own.

    given: an Arrow table, a pandas frame, or whatever else offers itself to Arrow as one. Ids that are
    numbers become texts, a missing id the row's number, a missing summary ''. Raises KanpanError, one line.
    """
    table = _as_arrow(given)
    names = list(table.column_names)
    if absent := [name for name in NEEDED if name not in names]:
        have = ", ".join(clean(str(name))[:40] for name in names[:20]) or "no column at all"
        raise KanpanError(
            f"news: no column {' and no column '.join(absent)}; expected id, title and summary; found: {have}"
        )
    if twice := [name for name in _COLUMNS if names.count(name) > 1]:
        raise KanpanError(f"news: {names.count(twice[0])} columns are called {twice[0]}; expected one")
    texts = {name: _texts(table.column(name), name) for name in _COLUMNS if name in names}
    ids = texts["id"].to_pylist()
    if "" in ids:
        texts["id"] = text_array([text or str(row) for row, text in enumerate(ids, start=1)])
    texts.setdefault("summary", text_array([""] * table.num_rows))
    return pa.table([texts[name] for name in _COLUMNS], names=list(_COLUMNS))


def _as_arrow(given: Any) -> Any:
    if isinstance(given, pa.Table):
        return given
    if not (isinstance(given, pa.RecordBatch) or hasattr(given, "__arrow_c_stream__") or _is_frame(given)):
        what = "None" if given is None else f"a {type(given).__name__}"
        raise KanpanError(f"news is {what}; {_EXPECTED}")
    try:
        if _is_frame(given):  # its other columns may hold what Arrow cannot
            given = given[[name for name in given.columns if isinstance(name, str) and name in _COLUMNS]]
        return pa.table(given)
    except (pa.ArrowException, TypeError, ValueError) as error:
        raise KanpanError(f"news cannot be read as a table: {_line(error)}") from None


def _is_frame(given: Any) -> bool:
    """True for a pandas frame, told without importing pandas."""
    kinds = ((kind.__module__.partition(".")[0], kind.__name__) for kind in type(given).__mro__)
    return ("pandas", "DataFrame") in kinds


def _texts(column: Any, name: str) -> Any:
    """A column of texts without nulls; one that is that already as it is."""
    kind = column.type
    if (pa.types.is_string(kind) or pa.types.is_large_string(kind)) and not column.null_count:
        return column
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        raise KanpanError(f"news: column {name} holds {str(kind)[:60]}; expected text")
    try:
        return text_array([text or "" for text in as_text(column).to_pylist()])
    except (pa.ArrowException, UnicodeError) as error:
        raise KanpanError(f"news: column {name} cannot be read as text: {_line(error)}") from None


def _line(error: Exception) -> str:
    return clean((str(error).splitlines() or [type(error).__name__])[0][:120])
