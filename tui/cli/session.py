"""Opening the terminal session; free of click, whose import would be felt before the first paint."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tui.errors import KanpanError

if TYPE_CHECKING:
    from datetime import date

    from tui.app.boot import Boot

LARGE = 2_000_000  # bytes
FRAMES = "120"  # a second: what follows the echo of a key waits for the next frame


def plain_book(words: list[str]) -> tuple[bool, str | None]:
    """(True, book) where the words after `kanpan` are none, or one existing book and nothing else."""
    if not words:
        return True, None
    return len(words) == 1 and not words[0].startswith("-") and Path(words[0]).exists(), words[0]


def has_terminal() -> bool:
    """True where keys can be read and a screen drawn."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def refuse_without_terminal() -> None:
    """KanpanError where there is no terminal to draw on."""
    if not has_terminal():
        raise KanpanError("no terminal to draw on; `kanpan export` and the other commands work without one")
    term = os.environ.get("TERM", "")
    if term in {"", "dumb"} and os.name != "nt":
        raise KanpanError(f"TERM={term or 'nothing'} cannot draw a session; `kanpan export` works everywhere")


def open_session(
    boot: Boot | None,
    book: str | None = None,
    as_of: date | None = None,
    na: tuple[str, ...] = (),
    lang: str | None = None,
) -> int:
    """Runs the session and gives its exit status; KanpanError where the book cannot be read.

    boot: makes the first frame beside it; it must have been started before
    """
    refuse_without_terminal()
    os.environ.setdefault("TEXTUAL_FPS", FRAMES)  # read when Textual is imported
    from tui.app.boot import Request
    from tui.book.locate import choose
    from tui.settings import config_folder, load_settings, locale_language

    user = load_settings()
    chosen = lang or user.lang or locale_language()
    if book and not Path(book).exists():
        raise KanpanError(f"{book}: no such file or folder")
    place = choose(book, user.book)
    request = Request(place, as_of, na, config_folder() / "themes", chosen)
    if boot and large(place):
        boot.stop()
    elif boot:
        boot.ask(request)
    from tui.app.app import Kanpan
    from tui.app.session.life import ENDINGS, Opened

    opened = Opened(
        *(request.load, book, as_of, na, chosen, user.up),
        alerts=lambda: load_settings().alerts,
        remembers=True,
        place=place,
    )
    app = Kanpan(opened, boot=boot)
    for number in ENDINGS:  # until the session has its own: a signal now must not leave a broken terminal
        signal.signal(number, lambda caught, _: app.end(128 + caught))
    app.run()
    if app.failure:
        raise app.failure
    return app.return_code or 0


def large(place: Path) -> bool:
    """True for a single file so large that reading it twice would take longer than it saves."""
    try:
        return place.is_file() and place.stat().st_size > LARGE
    except OSError:
        return False
