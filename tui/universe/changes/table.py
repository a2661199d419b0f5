"""The table of changes: a row a name, columns as `kanpan changes` writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.arrow import float_array, pa, take, text_array
from tui.columns import Column, Kind
from tui.universe.changes.notes import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from tui.universe.changes.model import Changes


def to_table(changes: Changes, rows: NDArray[np.int64] | None = None) -> tuple[Any, list[Column]]:
    """The Arrow table and its columns, in order; rows: those to take, None for all."""
    named = list(_columns(changes))
    table = pa.table({column.name: array for column, array in named})
    columns = [column for column, _ in named]
    return (table if rows is None else take(table, rows)), columns


def _columns(c: Changes) -> Iterator[tuple[Column, Any]]:
    yield _text("code", "代码"), c.codes
    yield _text("name", "简称"), c.names
    yield _text("group", "分组"), c.groups
    yield _text("change", "名单"), text_array(c.change)
    yield _number("price_from", "原价", Kind.MONEY), float_array(c.price_from)
    yield _number("price_to", "现价", Kind.MONEY), float_array(c.price_to)
    yield _number("price_change_pct", "涨跌%", Kind.PERCENT), float_array(c.price_change_pct)
    yield _text("rating_from", "原评级"), text_array(c.rating_from)
    yield _text("rating_to", "现评级"), text_array(c.rating_to)
    yield _text("rating_change", "评级变动"), text_array(c.rating_change)
    yield _number("pe_from", "原市盈率", Kind.MULTIPLE), float_array(c.pe_from)
    yield _number("pe_to", "现市盈率", Kind.MULTIPLE), float_array(c.pe_to)
    yield _number("pe_change_log", "市盈率对数变动", Kind.NUMBER, 4), float_array(c.pe_change_log)
    yield _number("pe_from_price", "来自股价", Kind.NUMBER, 4), float_array(c.pe_from_price)
    yield _number("pe_from_eps", "来自盈利", Kind.NUMBER, 4), float_array(c.pe_from_eps)
    for year in c.years:
        yield _number(f"eps_{year}_from", f"原 EPS {year}", Kind.MONEY), float_array(c.eps_from[year])
        yield _number(f"eps_{year}_to", f"现 EPS {year}", Kind.MONEY), float_array(c.eps_to[year])
        yield _number(f"revision_{year}", f"修正 {year}", Kind.RATIO, 1), float_array(c.revision[year])
    said = {notes: sentence(notes, "en") for notes in set(c.notes)}  # many rows have the same notes
    yield _text("notes", "备注"), text_array([said[notes] for notes in c.notes])


def _text(name: str, zh: str) -> Column:
    return Column(name, Kind.TEXT, "", zh, name.replace("_", " "), "", "")


def _number(name: str, zh: str, kind: Kind, decimals: int = 2) -> Column:
    return Column(name, kind, "", zh, name.replace("_", " "), "", "", decimals=decimals)
