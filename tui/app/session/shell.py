"""Running one of the shell's commands inside the session: words in, what it printed out."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shlex
import signal
import sys
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

from tui.commands import COMMANDS, HEADLESS, WITHOUT_BOOK
from tui.errors import KanpanError, UnknownNameError
from tui.text import clean

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Sequence
    from datetime import date

PROGRAM = "kanpan"
MOST_BYTES = 1 << 20  # of what a command prints
MOST_SECONDS = 60.0
GRACE = 2.0  # seconds between asking a command to end and ending it
TAB = 8  # cells
FLAGS = {
    *("--states", "--excel", "--near", "--problems", "--all", "--explain", "--unlinked", "--check"),
    *("--help", "-h", "--dry-run", "--strict", "--seen"),
}  # options that take no value
# how many operands of these stand before a book
OTHER_OPERAND = {"import": 1, "why": inf, "history": inf, "link": 1, "shot": 1}


@dataclass(frozen=True, slots=True)
class Result:
    """What a command printed, its lines cleaned, and its exit status; 2 where it was not even started.

    cut: it printed more than is held; late: it was ended because it took too long
    """

    stdout: str = ""
    stderr: str = ""
    status: int = 0
    cut: bool = False
    late: bool = False


async def run(
    text: str,
    book: str | None = None,
    as_of: date | None = None,
    na: Sequence[str] = (),
    *,
    seconds: float = MOST_SECONDS,
) -> Result:
    """Runs a command line of the shell, on the session's book where it names none.

    It has no input and its own process group, which is ended with it: after `seconds`, or when this is
    cancelled. Nothing is run by a shell.
    """
    try:
        words = command_words(text, book, as_of, na)
        process = await _started(words)
    except KanpanError as error:
        return Result(stderr=str(error), status=2)
    except (OSError, ValueError) as error:
        return Result(stderr=clean(f"not started: {error}"), status=2)
    try:
        return await _finished(process, seconds)
    except BaseException:
        await _ended(process)
        raise


def command_words(
    text: str, book: str | None = None, as_of: date | None = None, na: Sequence[str] = ()
) -> list[str]:
    """The words of a command line, with what it lacks of the session's book after its first.

    A command line that names a book of its own takes nothing of the session's. Raises KanpanError for a
    quote without end, an unknown command, and what would open a session.
    """
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise KanpanError(f"{str(error).lower()}; quote as in: export --where 'pe26 < 45'") from None
    if words[:1] == [PROGRAM]:
        words = words[1:]
    if not words or (words[0] not in HEADLESS and _opens(words[0])):
        raise KanpanError("a session is open already; type a command, as in: export --where 'pe26 < 45'")
    command, *rest = words
    if command == "serve" and not {"-h", "--help"}.intersection(rest):
        raise KanpanError("this command runs until it is ended; start it in a shell of its own")
    if command not in HEADLESS:
        raise UnknownNameError("command", clean(command), COMMANDS)
    if any("\0" in word for word in rest):
        raise KanpanError("a command cannot hold a NUL character")
    if command not in COMMANDS or command in WITHOUT_BOOK:
        return words
    given, operands = _parted(rest)
    if given & {"-b", "--book", "--into"} or len(operands) > OTHER_OPERAND.get(command, 0):
        return words
    added = [f"--book={book}"] if book else []
    if command == "import":  # the date on show is not the report's
        return [command, *added, *rest]
    added += [f"--as-of={as_of.isoformat()}"] if as_of and "--as-of" not in given else []
    added += [f"--na={value}" for value in na] if "--na" not in given else []
    return [command, *added, *rest]


def _opens(word: str) -> bool:
    """True where `kanpan WORD` would open a session."""
    if word == "open" or word.startswith("-"):
        return True
    with contextlib.suppress(OSError, ValueError):  # no name of a file at all
        return Path(word).exists()
    return False


def _parted(words: Sequence[str]) -> tuple[set[str], list[str]]:
    """The names of the options that are given, and the words that are neither options nor their values."""
    given: set[str] = set()
    operands: list[str] = []
    waiting = iter(words)
    for word in waiting:
        if word == "--":
            operands += waiting
        elif word.startswith("--"):
            name, joined, _ = word.partition("=")
            given.add(name)
            if not joined and name not in FLAGS:
                next(waiting, None)
        elif word.startswith("-") and word != "-":
            given.add(word[:2])
            if len(word) == 2 and word not in FLAGS:
                next(waiting, None)
        else:
            operands.append(word)
    return given, operands


# ── the process ─────────────────────────────────────────────────────────────────────────────────────


async def _started(words: Sequence[str]) -> Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "tui", *words),  # -P: what stands in the working folder is not ours
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=_environment(),
        start_new_session=True,
    )


def _environment() -> dict[str, str]:
    """UTF-8 and no colours; and from a bare checkout, which nothing has installed, where it stands."""
    home = Path(__file__).resolve().parents[3]
    out = {**os.environ, "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1", "TERM": "dumb"}
    if home.name not in {"site-packages", "dist-packages"}:
        out["PYTHONPATH"] = os.pathsep.join(filter(None, (str(home), os.environ.get("PYTHONPATH"))))
    return out


async def _finished(process: Process, seconds: float) -> Result:
    """What the process prints until it ends, or until its time is over."""
    assert process.stdout is not None
    assert process.stderr is not None
    out, err = bytearray(), bytearray()
    late = False
    try:
        async with asyncio.timeout(seconds):
            cut = await asyncio.gather(_drained(process.stdout, out), _drained(process.stderr, err))
            await process.wait()
    except TimeoutError:
        late, cut = True, (len(out) >= MOST_BYTES, len(err) >= MOST_BYTES)
        await _ended(process)
    status = process.returncode
    return Result(_text(out), _text(err), 124 if late or status is None else status, any(cut), late)


async def _drained(stream: asyncio.StreamReader, into: bytearray) -> bool:
    """Reads to the end and holds what there is room for; True where some was left out."""
    cut = False
    while block := await stream.read(1 << 16):
        room = MOST_BYTES - len(into)
        into += block[:room]
        cut = cut or len(block) > room
    return cut


async def _ended(process: Process) -> None:
    """Ends the process and all it started, first by asking."""
    for ending in ("SIGTERM", "SIGKILL"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, getattr(signal, ending))
            else:
                process.kill()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                await process.wait()
                return


def _text(data: bytes | bytearray) -> str:
    lines = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").split("\n")
    return "\n".join(clean(line.expandtabs(TAB)) for line in lines)
