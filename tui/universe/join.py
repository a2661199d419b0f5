"""Rows of one table found for the rows of another, by code; −1 stands for a row that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tui.arrow import SMALL, combined, floats, pa, strings, text_array
from tui.book.plain import code_numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEW = 200  # rows; below this a dict is as fast


def align(keys: Any, wanted: Any) -> NDArray[np.int64]:
    """For each of `wanted` its position in `keys` (both text columns), −1 where it is absent."""
    keys, wanted = combined(keys), combined(wanted)
    if keys is wanted or (len(keys) == len(wanted) and keys.equals(wanted)):
        return np.arange(len(wanted), dtype=np.int64)
    if len(keys) > FEW and (found := _by_number(keys, wanted)) is not None:
        return found
    if max(len(keys), len(wanted)) <= SMALL:
        at = {key: i for i, key in enumerate(strings(keys))}
        return np.array([at.get(key, -1) for key in strings(wanted)], dtype=np.int64)
    import pyarrow.compute as pc

    found = pc.index_in(wanted, value_set=keys).fill_null(-1)
    out: NDArray[np.int64] = found.to_numpy(zero_copy_only=False).astype(np.int64)
    return out


def _by_number(keys: Any, wanted: Any) -> NDArray[np.int64] | None:
    """As `align`, of columns that hold canonical codes alone; None where they do not."""
    have, ask = code_numbers(keys), code_numbers(wanted)
    if have is None or ask is None:
        return None
    order = np.argsort(have, kind="stable")
    ranked = have[order]
    at = np.searchsorted(ranked, ask, side="right") - 1  # of equal keys the last
    return np.where((at >= 0) & (ranked[at] == ask), order[at], -1)


def gather_floats(column: Any, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """A numeric column at the rows given; NaN where the row is −1 or the cell null."""
    values = floats(column)
    if len(values) == 0:
        return np.full(len(rows), np.nan)
    if _is_identity(rows, len(values)):
        return values
    return np.where(rows >= 0, values[rows], np.nan)


def gather_texts(column: Any, rows: NDArray[np.int64]) -> Any:
    """A text column at the rows given, as Arrow; null where the row is −1."""
    column = combined(column)
    if _is_identity(rows, len(column)):
        return column
    if max(len(column), len(rows)) <= SMALL:
        values = strings(column)
        return text_array([values[i] if i >= 0 else None for i in rows.tolist()])
    return column.take(pa.array(rows, mask=rows < 0))


def gather_dates(column: Any, rows: NDArray[np.int64]) -> NDArray[np.datetime64]:
    """A date column at the rows given; NaT where the row is −1 or the cell null."""
    values = combined(column).to_numpy(zero_copy_only=False).astype("datetime64[D]")
    if len(values) == 0:
        return np.full(len(rows), np.datetime64("NaT", "D"), dtype="datetime64[D]")
    out: NDArray[np.datetime64] = np.where(rows >= 0, values[rows], np.datetime64("NaT", "D"))
    return out


def coalesce(first: Any, second: Any) -> Any:
    """Text of the first column, of the second where the first is null."""
    first, second = combined(first), combined(second)
    if first.null_count == 0:
        return first
    if len(first) <= SMALL:
        return text_array(
            [b if a is None else a for a, b in zip(strings(first), strings(second), strict=True)]
        )
    import pyarrow.compute as pc

    return pc.coalesce(first, second)


def _is_identity(rows: NDArray[np.int64], length: int) -> bool:
    return len(rows) == length and bool((rows == np.arange(length)).all())
