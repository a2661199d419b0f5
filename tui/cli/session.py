"""Opening the terminal session; free of click, whose import would be felt before the first paint."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.commands import SERVED
from tui.errors import KanpanError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from tui.app.app import Kanpan
    from tui.app.boot import Boot
    from tui.errors import Problem
    from tui.universe.universe import Universe

LARGE = 2_000_000  # bytes
FRAMES = "120"  # a second: what follows the echo of a key waits for the next frame


def plain_book(words: list[str]) -> tuple[bool, str | None]:
    """(True, book) where the words after `kanpan` are none, or one existing book and nothing else."""
    if not words:
        return True, None
    return len(words) == 1 and not words[0].startswith("-") and Path(words[0]).exists(), words[0]


def is_served() -> bool:
    """True in a session of `kanpan serve`, whose screen is in a browser."""
    return os.environ.get("TEXTUAL_DRIVER") == SERVED


def has_terminal() -> bool:
    """True where keys can be read and a screen drawn."""
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return is_served() or all(stream is not None and stream.isatty() for stream in streams)


def refuse_without_terminal() -> None:
    """KanpanError where there is no terminal to draw on."""
    if not has_terminal():
        raise KanpanError("no terminal to draw on; `kanpan export` and the other commands work without one")
    term = os.environ.get("TERM", "")
    if is_served():
        return
    if term in {"", "dumb"} and os.name != "nt":
        raise KanpanError(f"TERM={term or 'nothing'} cannot draw a session; `kanpan export` works everywhere")


def open_session(
    boot: Boot | None,
    book: str | None = None,
    as_of: date | None = None,
    na: tuple[str, ...] = (),
    lang: str | None = None,
    *,
    fresh: bool = False,
    keeps: bool = True,
    prepare: Callable[[Kanpan], None] | None = None,
) -> int:
    """Runs the session and gives its exit status; KanpanError where the book cannot be read.

    boot: makes the first frame beside it; it must have been started before
    fresh: as if nothing were remembered of sessions before; keeps: where it is left is kept for the next
    prepare: is given the session before it runs
    """
    refuse_without_terminal()
    os.environ.setdefault("TEXTUAL_FPS", FRAMES)  # read when Textual is imported
    from tui.app.boot import ENDINGS, Request

    for number in ENDINGS:  # there is nothing to give back yet
        signal.signal(number, lambda caught, _: os._exit(128 + caught))
    from tui.app.session.kept import keeping, kept
    from tui.book.locate import choose
    from tui.settings import config_folder, config_path, load_settings, locale_language

    user = load_settings()
    if book and not Path(book).exists():
        raise KanpanError(f"{book}: no such file or folder")
    place = choose(book, user.book)
    said = {"lang": user.lang or locale_language(), "up": user.up, "palette": user.palette or ""}
    memory = Memory({}, {**said}, ()) if fresh else remembered(place, said)
    looks = memory.looks | ({"lang": lang} if lang else {})
    request = Request(place, as_of, na, config_folder(), looks["lang"], memory.held)
    first = kept(request)
    if boot and (first or large(place)):
        boot.stop()
    elif boot:
        boot.start()
        boot.ask(request, None if fresh else keeping)
    from tui.app.app import Kanpan
    from tui.app.palettes import is_known
    from tui.app.session.escaping import tell_escape_apart
    from tui.app.session.life import Opened

    if not is_known(looks["palette"]):  # one that is only remembered may be gone
        looks["palette"] = said["palette"]
    opened = Opened(
        *(request.load, book, as_of, na, looks["lang"], looks["up"]),
        alerts=lambda: load_settings().alerts,
        remembers=True,
        keeps=keeps,
        place=place,
        palette=looks["palette"],
        held=memory.held,
        wrong=memory.wrong,
        settings=said,
        completes=completed,
    )
    try:
        app = Kanpan(opened, boot=boot, first=first)
    except UnknownNameError as error:
        raise KanpanError(f"{user.where('palette') if user.palette else config_path()}: {error}") from None
    if prepare is not None:
        prepare(app)
    for number in ENDINGS:  # until the session has its own: a signal now must not leave a broken terminal
        signal.signal(number, lambda caught, _: app.end(128 + caught))
    tell_escape_apart()
    app.run()
    app.leave_frame()
    if app.failure:
        raise app.failure
    return app.return_code or 0


def completed(words: Sequence[str], typed: str, universe: Universe | None) -> list[tuple[str, str]]:
    """What a word of a command line may become after others, with what each means."""
    from tui.cli.naming import offered  # click comes with it

    return offered(words, typed, universe)


class Memory(NamedTuple):
    """What sessions before left: of the book, of every book, and what of it could not be read."""

    held: dict[str, Any]
    looks: dict[str, str]
    wrong: tuple[Problem, ...]


def remembered(place: Path, said: Mapping[str, str]) -> Memory:
    """What is remembered; `said` is what the settings say of language, palette and the colour of a rise.

    What was chosen in a session holds until the settings say another thing than they said then.
    """
    from tui.remembered import book_path, common_path, recall

    held, wrong = recall(book_path(place))
    common, also = recall(common_path())
    looks = {**said}
    for name, now in said.items():
        match common.get(name):
            case [str() as value, str() as then] if then == now and _fits(name, value):
                looks[name] = value
    return Memory(held, looks, (*wrong, *also))


def _fits(name: str, value: str) -> bool:
    """Whether it is one of what there is; palettes are known once Textual is imported."""
    from tui.settings import LANGUAGES, UPS

    return name == "palette" or value in (LANGUAGES if name == "lang" else UPS)


def large(place: Path) -> bool:
    """True for a single file so large that reading it twice would take longer than it saves."""
    try:
        return place.is_file() and place.stat().st_size > LARGE
    except OSError:
        return False
