"""Kanpan: a terminal watchlist and thematic screener, as a small typed library.

    import tui
    universe = tui.load("my-book")          # the newest date; a folder or a single table
    frame = universe.to_pandas()            # or .to_arrow()
    tui.export(universe, tui.View(sort=tui.parse_sort("pe_2026E")), "out.csv")

Nothing here reads the user's settings. Every name is loaded when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tui.api import arrange, export, link, load, load_themes
    from tui.book import Book, open_book
    from tui.errors import KanpanError, Problem
    from tui.query.errors import QueryError
    from tui.report.parse import read_report
    from tui.universe.universe import Universe
    from tui.view.view import By, SortKey, View, parse_sort

__version__ = "0.1.0"

_HOME = {
    "Book": "tui.book",
    "By": "tui.view.view",
    "KanpanError": "tui.errors",
    "Problem": "tui.errors",
    "QueryError": "tui.query.errors",
    "SortKey": "tui.view.view",
    "Universe": "tui.universe.universe",
    "View": "tui.view.view",
    "arrange": "tui.api",
    "export": "tui.api",
    "link": "tui.api",
    "load": "tui.api",
    "load_themes": "tui.api",
    "open_book": "tui.book",
    "parse_sort": "tui.view.view",
    "read_report": "tui.report.parse",
}

__all__ = [
    "Book",
    "By",
    "KanpanError",
    "Problem",
    "QueryError",
    "SortKey",
    "Universe",
    "View",
    "arrange",
    "export",
    "link",
    "load",
    "load_themes",
    "open_book",
    "parse_sort",
    "read_report",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'tui' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
