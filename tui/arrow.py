"""pyarrow without the pandas it would import behind our back, and small helpers over Arrow tables.

Importing `pa` from here costs about 90 ms instead of 400: while pyarrow starts, a finder says that
there is no pandas, and is taken out again. `pyarrow.compute` (50 ms) is left alone for small tables.
"""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd
    from numpy.typing import NDArray

SMALL = 20_000  # rows; below this plain Python beats the import of pyarrow.compute


class _NoPandas:
    """A finder that hides pandas, and dateutil, which pyarrow takes for intervals of months alone."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:  # noqa: ARG004
        if name in {"pandas", "dateutil"}:
            raise ModuleNotFoundError(name=name)


def _lean() -> Any:
    if "pandas" in sys.modules:
        import pyarrow as arrow  # noqa: ICN001 - `pa` is what this module makes

        return arrow
    finder: Any = _NoPandas()
    sys.meta_path.insert(0, finder)
    try:
        import pyarrow as arrow  # noqa: ICN001 - as above

        arrow.scalar(0)  # the first scalar is what looks for pandas
    finally:
        sys.meta_path.remove(finder)
    return arrow


pa: Any = _lean()


def strings(column: Any) -> list[str | None]:
    """A text column as Python strings, None where null."""
    out: list[str | None] = column.to_pylist()
    return out


def text_array(values: Sequence[str | None]) -> Any:
    """Python strings as an Arrow text column."""
    return pa.array(values, type=pa.string())


def floats(column: Any) -> NDArray[np.float64]:
    """A numeric column as float64, NaN where null; not a copy where Arrow has no nulls."""
    chunk = combined(column)
    if chunk.type != pa.float64():
        chunk = chunk.cast(pa.float64())
    out: NDArray[np.float64] = chunk.to_numpy(zero_copy_only=False)
    return out


def float_array(values: NDArray[np.float64]) -> Any:
    """float64 as an Arrow column; every value that is not finite becomes null, so ±inf never gets in."""
    return _of_buffer(np.ascontiguousarray(values, dtype=np.float64), pa.float64(), np.isfinite(values))


def code_array(values: NDArray[np.uint8]) -> Any:
    """uint8 codes as an Arrow column without nulls."""
    return _of_buffer(np.ascontiguousarray(values, dtype=np.uint8), pa.uint8(), None)


def offset_array(values: NDArray[np.int64]) -> Any:
    """Places in a text as an Arrow int32 column without nulls."""
    return _of_buffer(np.ascontiguousarray(values, dtype=np.int32), pa.int32(), None)


def date_array(days: NDArray[np.datetime64]) -> Any:
    """Days as an Arrow date32 column, null where NaT."""
    missing = np.isnat(days)
    numbers = np.where(missing, np.datetime64(0, "D"), days).astype("datetime64[D]").astype(np.int32)
    return _of_buffer(numbers, pa.date32(), ~missing)


def _of_buffer(values: NDArray[Any], kind: Any, valid: NDArray[np.bool_] | None) -> Any:
    """An Arrow array over the memory of a numpy one; pa.array would import numpy.ma (12 ms) to look at it."""
    bits = None if valid is None or valid.all() else pa.py_buffer(np.packbits(valid, bitorder="little"))
    return pa.Array.from_buffers(kind, len(values), [bits, pa.py_buffer(values)])


def combined(column: Any) -> Any:
    """One contiguous array of a column that may come in chunks."""
    if isinstance(column, pa.ChunkedArray):
        return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    return column


def encode(column: Any) -> tuple[NDArray[np.int32], list[str]]:
    """A text column as codes (−1 where null) and the distinct texts in order of first appearance."""
    if len(column) <= SMALL:
        seen: dict[str, int] = {}
        codes = [-1 if v is None else seen.setdefault(v, len(seen)) for v in column.to_pylist()]
        return np.array(codes, dtype=np.int32), list(seen)
    encoded = combined(column)
    if not pa.types.is_dictionary(encoded.type):
        encoded = encoded.dictionary_encode()
    out = encoded.indices.to_numpy(zero_copy_only=False)
    if encoded.indices.null_count:
        out = np.where(np.isnan(out), -1, out)
    return out.astype(np.int32), encoded.dictionary.to_pylist()


def distinct(values: NDArray[Any]) -> NDArray[Any]:
    """The distinct values, ascending; np.unique would import numpy.ma (12 ms) first."""
    ordered = np.sort(values)
    first = np.ones(len(ordered), dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    return ordered[first]


def median(values: NDArray[np.float64]) -> float:
    """The median of finite values, NaN of none; np.median would import numpy.ma as well."""
    if len(values) == 0:
        return float("nan")
    middle = len(values) // 2
    if len(values) % 2:
        return float(np.partition(values, middle)[middle])
    pair = np.partition(values, (middle - 1, middle))
    return _between(float(pair[middle - 1]), float(pair[middle]))


def _between(low: float, high: float) -> float:
    """The middle of two figures; half the way up keeps 25.05 from becoming 25.049999999999997."""
    width = high - low
    return low / 2 + high / 2 if math.isinf(width) else low + width / 2


def among(codes: NDArray[np.int32], size: int, wanted: Iterable[int]) -> NDArray[np.bool_]:
    """Which codes (−1 to size − 1) are among those wanted; −1 never is unless it is wanted."""
    hit = np.zeros(size + 1, dtype=bool)  # the last place is what −1 picks
    hit[list(wanted)] = True
    return hit[codes]


def take(table: Any, rows: NDArray[np.int64]) -> Any:
    """The rows of a table, in the order given."""
    if len(rows) > SMALL:
        return table.take(pa.array(rows))
    picked = rows.tolist()
    arrays = [_pick(table.column(i), picked) for i in range(table.num_columns)]
    return pa.Table.from_arrays(arrays, schema=table.schema)


def _pick(column: Any, rows: list[int]) -> Any:
    chunk = combined(column)
    return pa.array([chunk[i].as_py() for i in rows], type=chunk.type)


def to_pandas(table: Any) -> pd.DataFrame:
    """A pandas frame of the table; loads pandas, and lets pyarrow find it from then on."""
    frame: pd.DataFrame = table.to_pandas()
    return frame
