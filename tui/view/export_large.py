"""CSV and TSV of large tables: the same bytes as the small path, made in runs by Arrow on two threads.

A run's columns become Arrow texts: numbers by Arrow's cast, but for those it would write in another way
than `plain`; texts as they are, unless one of the run needs a quote or a guard. Arrow's CSV writer then
lays the rows out; where a cell is quoted, which it cannot take, an element-wise join does.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

import numpy as np

from tui.arrow import combined, floats, pa
from tui.columns import Kind, State
from tui.view.export_cells import WORDS, Field, chunks
from tui.view.export_delimited import FORMULA, Dialect
from tui.view.format import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

ROWS = 16_384  # of one run
THREADS = 2
AHEAD = 4  # runs that wait to be written, which bounds the memory

# Arrow and Python write a number alike from the one to below the other.
ALIKE_FROM, ALIKE_TO = 1e-4, 1e10
EXACT = 1e16  # from here on Python goes to e-notation

_FIRST = np.isin(np.arange(256), list({c.encode()[0] for c in FORMULA}))


def bodies(fields: Sequence[Field], rows: int, dialect: Dialect) -> Iterator[bytes]:
    """The rows, run by run and in order."""
    from concurrent.futures import Future, ThreadPoolExecutor

    waiting: deque[Future[Any]] = deque()
    with ThreadPoolExecutor(THREADS) as pool:
        try:
            for run in chunks(fields, rows, ROWS):
                waiting.append(pool.submit(body, run, dialect))
                if len(waiting) > AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def body(fields: Sequence[Field], dialect: Dialect) -> Any:
    """The rows of one run as bytes or a buffer of them."""
    import pyarrow.compute as pc

    texts = [_texts(field, dialect) for field in fields]
    if len(texts) == 1 and dialect.lone_empty:
        empty = pc.equal(pc.fill_null(texts[0], ""), "")
        texts = [pc.if_else(empty, dialect.lone_empty, texts[0])]
    structural = (b'"', b"\n", b"\r", dialect.separator.encode())
    if any(_holds(text, structural) for text in texts):
        return _joined(texts, dialect)
    return _laid_out(texts, dialect)


def _laid_out(texts: Sequence[Any], dialect: Dialect) -> Any:
    from pyarrow import csv

    out = pa.BufferOutputStream()
    options = csv.WriteOptions(
        include_header=False, quoting_style="none", delimiter=dialect.separator, batch_size=ROWS
    )
    csv.write_csv(pa.RecordBatch.from_arrays(texts, names=[str(i) for i in range(len(texts))]), out, options)
    return out.getvalue()


def _joined(texts: Sequence[Any], dialect: Dialect) -> bytes:
    import pyarrow.compute as pc

    lines = pc.binary_join_element_wise(
        *texts, dialect.separator, null_handling="replace", null_replacement=""
    )
    whole = pa.ListArray.from_arrays(pa.array([0, len(lines)], pa.int32()), lines)
    out: bytes = pc.binary_join(whole, "\n")[0].as_buffer().to_pybytes()
    return out + b"\n"


def _texts(field: Field, dialect: Dialect) -> Any:
    """A field's cells as an Arrow string array, null where empty."""
    data = combined(field.data)
    if field.is_state:
        return _state_words(field)
    if field.kind.numeric:
        return number_texts(data)
    if data.type != pa.string():
        data = data.cast(pa.string())
    return data if field.kind is Kind.DATE else safe_texts(data, dialect)


def _state_words(field: Field) -> Any:
    empty = ~np.isfinite(floats(field.data))
    codes = np.zeros(len(empty), np.uint8)
    if field.states is not None:
        given = combined(field.states)
        codes = given.fill_null(int(State.VALUE)).to_numpy(zero_copy_only=False).astype(np.uint8)
        codes[codes >= len(WORDS)] = State.VALUE
    codes = np.where(empty & (codes == State.VALUE), np.uint8(State.MISSING), codes)
    return pa.array(WORDS, pa.string()).take(pa.array(codes))


# ── texts ───────────────────────────────────────────────────────────────────────────────────────────


def safe_texts(texts: Any, dialect: Dialect) -> Any:
    """Texts as the dialect writes them; the array itself where none of them needs a change."""
    structural = (b'"', b",", b"\n", b"\r") if dialect.quotes else (b"\t", b"\n", b"\r")
    if not _holds(texts, structural) and not _begins_like_formula(texts):
        return texts
    encoded = texts.dictionary_encode()
    written = [dialect.text(text) for text in encoded.dictionary.to_pylist()]
    return pa.array(written, pa.string()).take(encoded.indices)


def _bytes_of(texts: Any) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """The offsets and the bytes of a string array, as views."""
    _, offsets, data = texts.buffers()
    if data is None or offsets is None or not len(texts):
        return np.zeros(1, np.int32), np.zeros(0, np.uint8)
    at = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    return at, np.frombuffer(data, np.uint8)


def _holds(texts: Any, signs: Sequence[bytes]) -> bool:
    at, data = _bytes_of(texts)
    raw = data[at[0] : at[-1]].tobytes()
    return any(sign in raw for sign in signs)


def _begins_like_formula(texts: Any) -> bool:
    """True where some first byte is one that a formula's sign begins with; a full-width one shares its."""
    at, data = _bytes_of(texts)
    starts = at[:-1][np.diff(at) > 0]
    return bool(_FIRST[data[starts]].any())


# ── numbers ─────────────────────────────────────────────────────────────────────────────────────────


def number_texts(numbers: Any) -> Any:
    """Each number as `plain` writes it; null where there is no finite number."""
    import pyarrow.compute as pc

    if numbers.type != pa.float64():
        numbers = numbers.cast(pa.float64())
    x: Floats = floats(numbers)
    size = np.abs(x)
    alike: Flags = (size >= ALIKE_FROM) & (size < ALIKE_TO)
    alike |= (size == 0) & ~np.signbit(x)
    if np.count_nonzero(alike) == len(x) - numbers.null_count:
        return numbers.cast(pa.string())
    apart = ~alike & np.isfinite(x)
    texts = pa.array(x, mask=~alike).cast(pa.string())
    return pc.replace_with_mask(texts, pa.array(apart), _apart_texts(x[apart]))


def _apart_texts(x: Floats) -> Any:
    """Finite numbers that Arrow would write otherwise: whole ones as integers, the rest by kind."""
    size = np.abs(x)
    whole = (x == np.trunc(x)) & (size < EXACT)
    split = ~whole & (size >= ALIKE_TO) & (size < EXACT)
    rest = ~whole & ~split
    parts = [pa.array(x[whole].astype(np.int64)).cast(pa.string())]
    places = [np.flatnonzero(whole)]
    if split.any():
        for exponent in range(10, 16):
            of_it = split & (size >= 10.0**exponent) & (size < 10.0 ** (exponent + 1))
            if of_it.any():
                parts.append(_without_exponent(x[of_it], exponent))
                places.append(np.flatnonzero(of_it))
    if rest.any():
        parts.append(pa.array([plain(v) for v in x[rest].tolist()], pa.string()))
        places.append(np.flatnonzero(rest))
    back = np.empty(len(x), np.int64)
    back[np.concatenate(places)] = np.arange(len(x))
    return pa.concat_arrays(parts).take(pa.array(back))


def _without_exponent(x: Floats, exponent: int) -> Any:
    """Arrow's 6.147111693380646e+10 as 61471116933.80646: the integer, then the digits past the exponent."""
    import pyarrow.compute as pc

    digits = pa.array(np.abs(x)).cast(pa.string())
    fraction = pc.utf8_slice_codeunits(digits, 2 + exponent, -4)
    return pc.binary_join_element_wise(pa.array(x.astype(np.int64)).cast(pa.string()), fraction, ".")
