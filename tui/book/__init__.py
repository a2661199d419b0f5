"""What is on disk: layout, vintages, file formats, atomic writes, security codes.

Every name is loaded when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tui.book.about import Group, NameInfo
    from tui.book.brief import Brief, Focus, RatingDef
    from tui.book.codes import canonical
    from tui.book.files import Read, read_file
    from tui.book.layout import Book, Vintage, open_book
    from tui.book.locate import choose, init_book, sample_root, themes_root
    from tui.book.schema import TABLES, TableSpec
    from tui.book.write import lock, save_book_toml, save_brief, save_names, save_table, write_atomic

_HOME = {
    "TABLES": "schema",
    "Book": "layout",
    "Brief": "brief",
    "Focus": "brief",
    "Group": "about",
    "NameInfo": "about",
    "RatingDef": "brief",
    "Read": "files",
    "TableSpec": "schema",
    "Vintage": "layout",
    "canonical": "codes",
    "choose": "locate",
    "init_book": "locate",
    "lock": "write",
    "open_book": "layout",
    "read_file": "files",
    "sample_root": "locate",
    "save_book_toml": "write",
    "save_brief": "write",
    "save_names": "write",
    "save_table": "write",
    "themes_root": "locate",
    "write_atomic": "write",
}

__all__ = [
    "TABLES",
    "Book",
    "Brief",
    "Focus",
    "Group",
    "NameInfo",
    "RatingDef",
    "Read",
    "TableSpec",
    "Vintage",
    "canonical",
    "choose",
    "init_book",
    "lock",
    "open_book",
    "read_file",
    "sample_root",
    "save_book_toml",
    "save_brief",
    "save_names",
    "save_table",
    "themes_root",
    "write_atomic",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'tui.book' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"tui.book.{_HOME[name]}"), name)
