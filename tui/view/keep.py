"""Writing a view down under a name: [views.NAME] in the user's settings or in a book's book.toml."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any

import tomli

from tui.book.saved import read_saved
from tui.errors import KanpanError
from tui.text import clean
from tui.view.view import By, parse_sort

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tui.view.view import View

VIEWS = "views"
FIELDS = ("where", "groups", "themes", "sort", "columns", "by", "limit")
_LONE = re.compile(r"(?<!\r)\n")


def keep_view(path: Path, name: str, view: View, *, replace: bool = False) -> None:
    """Writes the view as [views.NAME] into a TOML file, which is made where it is not there.

    All else in the file stays as it is, byte for byte; of a view that is replaced its labels and comments
    too. Raises KanpanError, with the file untouched, for a name that is none or is taken, and for a file
    that is no TOML or cannot be written.
    """
    from tui.book.write import lock, write_atomic

    name = name.strip()
    if not is_view_name(name):
        raise KanpanError(
            f"{clean(name)!r} cannot be a view's name; expected letters, digits, _ and -, as in deep-value"
        )
    entries = view_entries(view)
    with lock(path.parent):
        mark, text = read_text(path)
        written = _with_view(text, str(path), name, entries, replace=replace)
        write_atomic(path, mark + written.encode("utf-8"))


def is_view_name(name: str) -> bool:
    """Whether a view can be written down under it."""
    return clean(name) == name and not read_saved({VIEWS: {name: {}}}, "", "").problems


def view_entries(view: View) -> dict[str, Any]:
    """What [views.NAME] says of a view: what would not be so without saying it, and never nothing."""
    sort = ",".join(map(str, view.sort))
    if parse_sort(sort) != view.sort:
        raise KanpanError(f"a sort by {clean(sort)!r} cannot be written down; sort by another column")
    usual = By.NONE if view.sort else By.GROUP
    said = {
        "where": clean(view.where).strip(),
        "groups": [clean(group) for group in view.groups],
        "themes": [clean(theme) for theme in view.themes],
        "sort": clean(sort),
        "columns": [clean(column) for column in view.columns],
        "by": "" if view.by is usual else view.by.value,
        "limit": view.limit,
    }
    return {key: value for key, value in said.items() if value not in ("", [], None)} or {"by": usual.value}


def read_text(path: Path) -> tuple[bytes, str]:
    """A file's byte order mark and text, both empty where there is no file."""
    from tui.book.files import read_bytes

    if not path.exists():
        return b"", ""
    data = read_bytes(path)
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    try:
        return mark, data[len(mark) :].decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start + len(mark)
        raise KanpanError(f"{clean(str(path))}: byte {at} is not UTF-8; save the file as UTF-8") from None


def _with_view(text: str, file: str, name: str, entries: Mapping[str, Any], *, replace: bool) -> str:
    shown = clean(file)
    try:
        held = tomli.loads(text)
    except (tomli.TOMLDecodeError, RecursionError) as error:
        raise KanpanError(f"{shown}: not TOML, and left as it is: {clean(str(error))[:120]}") from None
    views = held.get(VIEWS, {})
    if not isinstance(views, dict):
        raise KanpanError(f"{shown}: {VIEWS} is no table; expected [{VIEWS}.NAME]")
    old = views.get(name)
    if old is not None and not replace:
        raise KanpanError(f"{shown}: there is a view of this name, {name}")
    kept = {key: value for key, value in old.items() if key not in FIELDS} if isinstance(old, dict) else {}
    wanted = {**held, VIEWS: {**views, name: {**kept, **entries}}}
    for write in (_appended, _edited) if old is None else (_edited,):
        written = write(text, name, entries)
        if written is not None and loads(written) == wanted:
            return written
    raise KanpanError(f"{shown}: what else stands there would change; write [views.{name}] by hand")


def loads(text: str) -> object:
    try:
        return tomli.loads(text)
    except (tomli.TOMLDecodeError, RecursionError):
        return None


def _appended(text: str, name: str, entries: Mapping[str, Any]) -> str | None:
    """The text with a table of its own at the end; no TOML where the views are written as one line."""
    import tomlkit

    added, views, table = tomlkit.document(), tomlkit.table(is_super_table=True), tomlkit.table()
    table.update(entries)
    views[name] = table
    added[VIEWS] = views
    gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
    return ended(text, text + gap + added.as_string())


def _edited(text: str, name: str, entries: Mapping[str, Any]) -> str | None:
    """The text with the view's own keys changed where they stand, new ones after the last of them."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError
    from tomlkit.items import Table

    try:
        document = tomlkit.parse(text)
        views: Any = document[VIEWS]
        if name not in views:
            views[name] = tomlkit.inline_table()
        table: Any = views[name]
        if not hasattr(table, "items"):
            return None
        after = unkeyed_end(table) if isinstance(table, Table) else []
        for key, value in entries.items():
            if table.get(key) != value:
                table[key] = value
        for item in after:
            table.add(item)
        for key in FIELDS:
            if key in table and key not in entries:
                del table[key]
        return ended(text, document.as_string())
    except (TOMLKitError, KeyError, ValueError, TypeError, RecursionError):
        return None


def unkeyed_end(table: Any) -> list[Any]:
    """Takes the comments and blank lines off a table's end: they stand before the next one."""
    from tomlkit.items import Null

    body, taken = table.value.body, []
    while body and body[-1][0] is None:
        taken.append(body.pop()[1])
    return [item for item in reversed(taken) if not isinstance(item, Null)]  # that is where a key was


def ended(before: str, after: str) -> str:
    """The text with the line ends that every line had before."""
    every = "\r\n" in before and not _LONE.search(before)
    return _LONE.sub("\r\n", after) if every else after
