"""The commands; this folder alone decides exit codes."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from enum import IntEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from click import ClickException

    from tui.app.boot import Boot


class Exit(IntEnum):
    """What an exit status means."""

    OK = 0
    DOUBTFUL = 1  # `check` found contradictions, `alerts` a name
    USAGE = 2  # bad usage, or input that cannot be read
    INTERRUPTED = 130
    TERMINATED = 143


def main() -> None:
    """The `kanpan` command."""
    try:
        with contextlib.suppress(ValueError, AttributeError):  # not in the main thread, or no such signal
            signal.signal(signal.SIGTERM, _terminated)
        status = _run()
    except KeyboardInterrupt:
        status = Exit.INTERRUPTED
    except SystemExit as left:
        status = left.code if isinstance(left.code, int) else Exit.USAGE
    _leave(status)


def _leave(status: int) -> None:
    """End at once: everything is written, and the interpreter's own teardown takes 20 ms."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(status)


def _terminated(number: int, frame: Any) -> None:  # noqa: ARG001
    raise SystemExit(int(Exit.TERMINATED))


def _run() -> int:
    import gc

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy starts threads for matrices: there are none
    gc.disable()  # a short run makes no garbage worth the pauses; the app turns it on again
    boot = _boot()
    try:
        return _command(boot)
    finally:
        if boot is not None:
            boot.stop()


def _command(boot: Boot | None) -> int:
    from tui.cli.session import open_session, plain_book
    from tui.errors import KanpanError

    try:
        plain, book = plain_book(sys.argv[1:]) if boot is not None else (False, None)
        return open_session(boot, book) if plain else _clicked(boot)
    except KanpanError as error:
        _say(str(error))
        return Exit.USAGE
    except BrokenPipeError:
        _hush()
        return Exit.OK
    except OSError as error:
        _hush()
        _say(f"{error.filename or _nameless(error)}: {error.strerror or error}")
        return Exit.USAGE


def _clicked(boot: Boot | None) -> int:
    """A command line with options, or of another command."""
    import click

    from tui.cli.group import kanpan

    stdout = sys.stdout
    try:
        result = kanpan.main(prog_name="kanpan", standalone_mode=False, obj=boot)
        sys.stdout.flush()
    except SystemExit:
        if sys.stdout is stdout:
            raise
        _hush()  # click met a closed pipe: it wraps stdout, and would leave with status 1
        return Exit.OK
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.Abort:
        return Exit.INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else error.format_message(), err=True)
        return Exit.USAGE
    except click.ClickException as error:
        _say(_told(error))
        return Exit.USAGE
    return int(result) if isinstance(result, int) else Exit.OK


def _told(error: ClickException) -> str:
    """What click has to say, and of an option like no other the options that there are."""
    import click

    said = error.format_message()
    if isinstance(error, click.NoSuchOption) and not error.possibilities and error.ctx:
        words = [w for one in error.ctx.command.get_params(error.ctx) for w in one.opts if w.startswith("--")]
        said = f"{said.rstrip('.')}; there are: {', '.join(words)}"
    return said


def _boot() -> Boot | None:
    """The first frame's maker, started as early as can be where a session is going to open."""
    from tui.cli.session import has_terminal
    from tui.commands import HEADLESS

    if set(sys.argv[1:]) & HEADLESS or not has_terminal():
        return None
    from tui.app.boot import Boot, may_be_kept

    boot = Boot()
    if not may_be_kept():
        boot.start()
    return boot


def _nameless(error: OSError) -> str:
    """What an error without a name speaks of: only the working folder, and what is written, have none."""
    return "the working folder" if isinstance(error, FileNotFoundError) else "output"


def _say(message: str) -> None:
    """Words on stderr, in any locale, with nothing that a terminal would obey; a query's caret has lines."""
    from tui.text import clean

    with contextlib.suppress(OSError, ValueError, AttributeError):  # stderr may be closed
        lines = "\n".join(map(clean, message.split("\n")))
        sys.stderr.buffer.write(f"kanpan: {lines}\n".encode("utf-8", "replace"))
        sys.stderr.flush()


def _hush() -> None:
    """Keep the interpreter from complaining about a closed or full stdout when it exits."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
