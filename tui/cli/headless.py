"""A session without a terminal, for pictures and replays: it remembers nothing and writes nothing."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.app.app import Kanpan
    from tui.cli.options import Source


def headless(wanted: Source, lang: str | None, palette: str = "") -> Kanpan:
    """The session of a book, with the user's themes, views and columns; KanpanError for no such book."""
    for name in ("TEXTUAL", "TEXTUAL_DRIVER", "TEXTUAL_LOG", "TEXTUAL_SCREENSHOT"):
        os.environ.pop(name, None)  # these write, or draw elsewhere
    from tui.app.app import Kanpan
    from tui.app.boot import Request
    from tui.app.session.life import Opened
    from tui.book.locate import choose
    from tui.settings import config_folder, load_settings, locale_language

    gc.enable()
    user = load_settings()
    chosen = lang or user.lang or locale_language()
    place = choose(wanted.book, user.book)
    request = Request(place, wanted.as_of, wanted.na, config_folder(), chosen)
    opened = Opened(
        *(request.load, wanted.book, wanted.as_of, wanted.na, chosen, user.up),
        alerts=lambda: load_settings().alerts,
        place=place,
        palette=palette,
    )
    return Kanpan(opened, request.load())
