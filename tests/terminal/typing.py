"""Types keys of the key table into a session on a pseudo-terminal, and looks at what comes back."""

from __future__ import annotations

import contextlib
import os
import random
import re
import select
import subprocess
import time
from itertools import islice
from typing import TYPE_CHECKING

from textual.keys import _character_to_key

from tests.cli.terminal import Terminal
from tests.terminal.bytes_out import foreign
from tui.app.keys import KEYS, SCREENS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

SIZES = (
    (20, 5),
    (300, 80),
    (80, 24),
    (40, 12),
    (120, 40),
    (21, 60),
    (200, 50),
    (250, 6),
    (60, 20),
    (160, 45),
)
QUIET, PATIENCE = 0.012, 30.0  # seconds
NAMED = {
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "shift+tab": "\x1b[Z", "tab": "\t", "enter": "\r",
    "escape": "\x1b[27u", "space": " ", "backspace": "\x7f", "delete": "\x1b[3~", "f1": "\x1bOP",
    "f2": "\x1bOQ", "f8": "\x1b[19~",
    "alt+down": "\x1b[1;3B", "alt+up": "\x1b[1;3A", "alt+left": "\x1b[1;3D", "alt+right": "\x1b[1;3C",
}  # fmt: skip
SIGNS = {_character_to_key(chr(code)): chr(code) for code in range(0x21, 0x7F)}
ESCAPE = NAMED["escape"]
ECHO = re.compile(rb"\^\[\[27u|(?<=\x1b)q")  # of the keys that leave, also amid the last words of the session
LEAVES = {"q", "ctrl+q"}
TEXTS = (
    "pe26 < 45",
    "中国",
    "[@click=app.quit]x[/]",
    "\x1b[200~a\x1b]0;x\x07\tb\x1b[201~",
    "'\"\\",
    "1e999",
    "ｑ：？",
)


def sent(key: str) -> str:
    """What a terminal sends for a key of the table."""
    if key in NAMED:
        return NAMED[key]
    if key.startswith("ctrl+"):
        return chr(ord(key[-1]) & 0x1F)
    return SIGNS.get(key, key)


def all_keys() -> list[str]:
    """Every key of the table that does not leave the session."""
    found = [key for entry in KEYS for key in entry.keys.split(",")]
    return [key for key in dict.fromkeys(found) if key not in LEAVES]


def pairs() -> list[tuple[str, str]]:
    """(key of a screen, key to press there), each once."""
    return [(screen, key) for screen, _ in SCREENS for key in all_keys()]


class Typist(Terminal):
    """A session that is typed into as fast as it draws; its screen is not drawn here, only its bytes kept."""

    def __init__(self, *words: str | Path, home: Path, size: tuple[int, int] = (160, 45)) -> None:
        home.mkdir(parents=True, exist_ok=True)
        own = {"HOME": str(home), "XDG_CONFIG_HOME": f"{home}/config", "XDG_DATA_HOME": f"{home}/data"}
        super().__init__(*words, size=size, cwd=home, env={**own, "BROWSER": "true", "LANG": "C.UTF-8"})
        self.typed: list[str] = []

    def resize(self, size: tuple[int, int]) -> None:
        self.typed.append(f"{size}")
        self._size(size)

    def _take(self, seconds: float) -> bool:
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        try:
            block = os.read(self._master, 1 << 16)
        except OSError:
            return False
        self.raw += block
        return bool(block)

    def send(self, text: str) -> None:
        """Press keys, and take what comes until nothing does for a moment."""
        self.typed.append(text)
        self.press(text)
        end = time.monotonic() + PATIENCE
        while self._take(QUIET):
            assert time.monotonic() < end, f"it draws without end after {self.typed[-5:]}"

    @property
    def given_back(self) -> bool:
        """True once the session ended, or is about to."""
        return self.process.poll() is not None or b"\x1b[?1049l" in self.raw

    def leave(self) -> int:
        """Close whatever lies over the watchlist, also what opens late, and quit."""
        end = time.monotonic() + PATIENCE
        while not self.given_back and time.monotonic() < end:
            for key in (ESCAPE, ESCAPE, "q"):
                self.send(key)
            with contextlib.suppress(subprocess.TimeoutExpired):  # a dialog may have taken all three
                self.process.wait(0.3)
        return self.ended()


def own(raw: bytes) -> bytes:
    """What the session wrote, without what the terminal echoes before it, while it ends and after it."""
    return ECHO.sub(b"", raw[raw.find(b"\x1b[?1049h") : raw.rfind(b"\x1b[?1049l")])


def told(raw: bytes) -> str:
    """Of what a session that broke printed at its end: the lines of code, and the error."""
    text = re.sub(r"\x1b\[[0-9;?<>=]*[A-Za-z]", "", raw[-60_000:].decode("utf-8", "replace"))
    at = text.rfind("[?1049l")
    lines = [line.strip() for line in text[max(at, 0) :].splitlines()]
    return "\n".join(
        line for line in lines if re.search(r"^File .*\.py\"|^\w*(Error|Exception|Matches)|^kanpan", line)
    )


def step(rng: random.Random, screen: str, key: str, keys: Sequence[str]) -> list[str]:
    """What is typed for a pair: the key on its screen, two more on what it opened, and back."""
    more = [sent(rng.choice(keys)) for _ in range(2)]
    if rng.random() < 0.15:
        more = [rng.choice(TEXTS), sent("enter")]
    back = [ESCAPE, ESCAPE, *(["L"] if key == "L" else [])]
    return [screen, sent(key), *more, *back]


def hammer(
    words: Sequence[str | Path], home: Path, todo: Iterable[tuple[str, str]], seed: int, every: int = 9
) -> int:
    """Type all pairs into a session, resizing as it goes; AssertionError where it breaks. How many sessions.

    A session that some key or dialog ended well is begun again.
    """
    rng, keys, waiting, sessions = random.Random(seed), all_keys(), iter(todo), 0
    while batch := list(islice(waiting, 1)):
        sessions += 1
        with Typist(*words, home=home, size=rng.choice(SIZES)) as terminal:
            terminal.until(lambda terminal=terminal: terminal.painted, "a frame")  # type: ignore[misc]
            for count, pair in enumerate((*batch, *waiting)):
                if count % every == every - 1:
                    terminal.resize(rng.choice(SIZES))
                typed = step(rng, *pair, keys)
                for part in typed if count % 2 else ["".join(typed)]:  # by hand; as fast as a paste
                    if not terminal.given_back:  # what is typed now is the shell's
                        terminal.send(part)
                if terminal.given_back:
                    break
            status = terminal.leave()
            trail = f"{words} seed {seed}: {terminal.typed[-12:]}"
            whole = status == 0 and b"Traceback" not in terminal.raw
            assert whole, f"status {status} after {trail}\n{told(terminal.raw)}"
            found = foreign(own(terminal.raw))
            assert not found, f"{trail}: {found[:5]}"
            terminal.assert_given_back()
    return sessions
