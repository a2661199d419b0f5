"""The Python API: load a book, arrange a view of it, write it out, link news to it."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, BinaryIO

from tui.book.saved import NOTHING_SAVED, Definition, Saved
from tui.errors import KanpanError
from tui.text import clean
from tui.view.arrange import arrange as _arrange
from tui.view.resolve import resolve, shown_columns
from tui.view.view import By, View

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from importlib.resources.abc import Traversable

    from tui.errors import Problem
    from tui.universe.themes import Theme
    from tui.universe.universe import Universe


def load(
    book: str | os.PathLike[str] | None = None,
    *,
    as_of: date | None = None,
    since: date | None = None,
    themes: Sequence[Theme] | None = None,
    theme_folders: Sequence[Traversable] = (),
    na: Sequence[str] = (),
    queries: Mapping[str, str] = MappingProxyType({}),
    columns: Mapping[str, str] = MappingProxyType({}),
    saved: Saved = NOTHING_SAVED,
) -> Universe:
    """The universe of a book as of a date, the newest where none is given.

    book: a folder, or one .csv, .tsv, .parquet or .xlsx file; None is the sample that ships
    since: the date that columns such as revisions look back to, by default each table's vintage before
    themes: instead of the themes that ship with Kanpan and the book's own; theme_folders: further ones,
    between the two; na: values that mean missing, as in 'pe_ttm=0'
    queries: conditions by name, for `@name`; columns: formulas by name; saved: both and views, with labels;
    what the book itself names stands before them
    Raises BookError, one clear line, where the book cannot be read.
    """
    from tui.book import open_book
    from tui.book.locate import sample_root
    from tui.universe.build import build

    opened = open_book(sample_root() if book is None else book, na=tuple(na))
    found, problems = (
        (themes, ()) if themes is not None else load_themes(*theme_folders, *opened.theme_folders)
    )
    universe = build(opened, as_of, found, since=since)
    if problems:
        universe = replace(universe, problems=(*universe.problems, *problems))
    named = opened.saved.over(_passed(queries, columns)).over(saved)
    if named:
        from tui.view.saved import with_saved

        universe = with_saved(universe, named)
    return universe


def _passed(queries: Mapping[str, str], columns: Mapping[str, str]) -> Saved:
    return Saved(
        {name: Definition(name, text) for name, text in queries.items()},
        {},
        {name: Definition(name, text) for name, text in columns.items()},
    )


def load_themes(*folders: Traversable) -> tuple[tuple[Theme, ...], tuple[Problem, ...]]:
    """The themes that ship, overridden by those of the folders given, and the problems met."""
    from tui.book.locate import themes_root
    from tui.universe.themes import load_themes as read

    return read((themes_root(), *folders))


def link(
    news: str | os.PathLike[str] | Any,
    universe: Universe | None = None,
    *,
    every: bool = False,
    explain: bool = False,
) -> Any:
    """The links of stories to a universe's names and themes, with the words that made them: an Arrow table.

    news: a file (csv, tsv, json, jsonl, parquet, xlsx, RSS, Atom), or an Arrow table or a pandas frame with
    columns id, title and, where there is one, summary; universe: the sample's where none is given
    every: each mention and not only the best of each link; explain: with what was suppressed, and by what
    start, end: code points into the stored text; score: 0 to 1. Raises BookError for a file without stories,
    KanpanError for what is no table of stories or no universe.
    """
    from tui.universe.news import link_file

    _refuse_other(universe)
    if isinstance(news, str | os.PathLike):
        from tui.book.news_files import read_news

        stories = read_news(os.fspath(news))[0]
    else:
        from tui.book.news_table import stories_of

        stories = stories_of(news)
    return link_file(load() if universe is None else universe, stories, every=every, explain=explain)


def _refuse_other(universe: object) -> None:
    """KanpanError for what is no universe and not None."""
    from tui.universe.universe import Universe

    if universe is None or isinstance(universe, Universe):
        return
    if isinstance(universe, str | os.PathLike):
        raise KanpanError(f"universe is a path; load it first: tui.load({clean(str(universe))!r})")
    raise KanpanError(f"universe is a {type(universe).__name__}; expected what tui.load() gives")


def arrange(universe: Universe, view: View | None = None) -> Any:
    """The rows that a view shows, in its order, as an Arrow table of the view's columns."""
    resolved = resolve(universe, view or View())
    return _rows(universe, resolved)[0].select([c.name for c in shown_columns(universe, resolved)])


def export(
    universe: Universe,
    view: View | None = None,
    to: str | os.PathLike[str] | BinaryIO | None = None,
    *,
    fmt: str | None = None,
    states: bool = False,
    excel: bool = False,
) -> bytes | None:
    """Writes a view as csv, tsv, json, ndjson, md, parquet or xlsx, the format by `fmt` or by suffix.

    to: a path (written atomically), an open binary file, or None to get the bytes back
    states: adds `<column>_state` for every numeric column; excel: begins a CSV with a byte order mark
    Raises UnknownNameError for a word that names no column, group or theme; KanpanError for a format.
    """
    from tui.view.export import format_of, write

    resolved = resolve(universe, view or View())
    path = os.fspath(to) if isinstance(to, str | os.PathLike) else None
    chosen = format_of(path, fmt)
    table, columns = _rows(universe, resolved)
    if path is None and to is not None:
        write(table, columns, chosen, to, states=states, excel=excel)  # type: ignore[arg-type]
        return None
    if path is None:
        buffer = io.BytesIO()
        write(table, columns, chosen, buffer, states=states, excel=excel)
        return buffer.getvalue()
    from tui.book.write import atomic_file

    with atomic_file(path) as file:
        write(table, columns, chosen, file, states=states, excel=excel)
    return None


def _rows(universe: Universe, view: View) -> tuple[Any, list[Any]]:
    """The arranged table and its columns; under themes a last column tells which theme a row stands under."""
    import numpy as np

    from tui.arrow import take, text_array
    from tui.columns import Kind, unregistered

    arrangement = _arrange(universe, view)
    columns = shown_columns(universe, view)
    names = [c.name for c in columns]
    table = universe.select(names)
    whole = len(arrangement.rows) == universe.rows and bool(
        (arrangement.rows == np.arange(universe.rows)).all()
    )
    table = table if whole else take(table, arrangement.rows)
    if view.by == By.THEME:
        label = "theme" if "theme" not in names else "stands_under"
        under = [s.key for s in arrangement.sections for _ in range(s.start, s.stop)]
        table = table.append_column(label, text_array(under or [""] * table.num_rows))
        columns = [*columns, unregistered(label, Kind.TEXT)]
    return table, columns
