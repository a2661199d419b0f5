"""One session for one browser tab: a process of its own, ended with the tab."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from tui.commands import SERVED

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Sequence

    from aiohttp.web import WebSocketResponse

GRACE = 3.0  # seconds between asking a session to end and ending it
MOST_CELLS = 1000  # columns or lines of a window; a browser that says more is not believed


class Child(AppService):
    """A session that runs `kanpan WORDS`, its frames going to the tab's socket."""

    def __init__(self, words: Sequence[str], socket: WebSocketResponse) -> None:
        super().__init__(
            "kanpan",
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=self._close,
            download_manager=DownloadManager(),
        )
        self._words, self._socket = words, socket
        self._running: Process | None = None

    async def _close(self) -> None:
        await self._socket.close()

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        """The server's own, what textual-serve adds, and from a bare checkout where it stands."""
        out: dict[str, str] = super()._build_environment(width, height)
        home = Path(__file__).resolve().parents[3]
        if home.name not in {"site-packages", "dist-packages"}:
            out["PYTHONPATH"] = os.pathsep.join(filter(None, (str(home), os.environ.get("PYTHONPATH"))))
        return out | {"TEXTUAL_DRIVER": SERVED}

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Start it without a shell, and out of reach of the keys of the server's terminal."""
        self._running = self._process = process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "tui", *self._words),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=self._build_environment(width, height),
            start_new_session=True,
        )
        self._stdin = process.stdin
        return process

    async def run(self) -> None:
        """Pass frames on until the session ends, however it does; then let the tab know."""
        await super().run()
        await self._close()

    async def take(self, text: str) -> None:
        """What the tab says: a key, its size, whether it has the focus; anything else is passed over."""
        try:
            said = json.loads(text)
        except (ValueError, RecursionError):
            return
        kind, value = (*said, None, None)[:2] if isinstance(said, list) else (None, None)
        if kind == "focus":
            await self.focus()
        elif kind == "blur":
            await self.blur()
        elif kind == "stdin" and isinstance(value, str):
            await self.send_bytes(value.encode("utf-8", "replace"))
        elif kind == "resize" and isinstance(value, dict):
            await self.set_terminal_size(cells(value.get("width"), 80), cells(value.get("height"), 24))
        elif kind == "ping":
            await self.remote_write_str(json.dumps(["pong", value]))

    async def end(self) -> None:
        """End the session: ask it to, and insist where it does not."""
        process = self._running
        if process is None:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                await self.stop()
                await process.wait()
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                if hasattr(os, "killpg"):
                    os.killpg(process.pid, signal.SIGKILL)
                else:
                    process.kill()
            await process.wait()


def cells(value: object, otherwise: int) -> int:
    """A number of columns or lines as a browser gave it, within reason."""
    try:
        return min(max(int(str(value)), 1), MOST_CELLS)
    except ValueError:
        return otherwise
