"""The shell command that writes a view: the same bytes as the screen's export."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tui.view.view import View


def export_command(
    view: View, *, book: str | None = None, as_of: date | None = None, na: Sequence[str] = ()
) -> str:
    """`kanpan export …` for a view; book and as_of only where the session was given them."""
    words = ["kanpan", "export"]
    if book:
        words += ["--book", book] if book.startswith("-") else [book]
    words += ["--as-of", as_of.isoformat()] if as_of else []
    for value in na:
        words += ["--na", value]
    if view.where:
        words += [f"--where={view.where}"] if view.where.startswith("-") else ["--where", view.where]
    for group in view.groups:
        words += ["--group", group]
    for theme in view.themes:
        words += ["--theme", theme]
    words += ["--by", view.by.value]
    if view.sort:
        words.append(f"--sort={','.join(map(str, view.sort))}")
    if view.columns:
        words += ["--columns", ",".join(view.columns)]
    if view.limit is not None:
        words += ["--limit", str(view.limit)]
    return shlex.join(words)
