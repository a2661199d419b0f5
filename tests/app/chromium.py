"""A headless Chromium, driven over its DevTools protocol."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import time
from typing import TYPE_CHECKING, Any

import aiohttp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

PATIENCE = 30.0
PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--enable-unsafe-swiftshader"),
    *(
        "--remote-debugging-port=0",
        "--window-size=1600,900",
        "--no-first-run",
        "--disable-background-networking",
    ),
)
# the page keeps its terminal to itself; what it sets on it is met on the way
HOOK = """
Object.defineProperty(Object.prototype, "websocket_url", {configurable: true, set(value) {
  Object.defineProperty(this, "websocket_url", {value});
  window.shown = this;
}});
"""
LINES = """(() => {
  const buffer = window.shown?.terminal.buffer.active, out = [];
  for (let y = 0; y < (buffer?.length ?? 0); y++) out.push(buffer.getLine(y).translateToString(true));
  return out.join("\\n");
})()"""


class Tab:
    """One tab: goes to an address, takes keys, gives what its terminal shows."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket, self._calls = socket, 0
        self.asked: list[str] = []  # every address that the page asked for
        self.complaints: list[str] = []  # of the console: what was blocked or broke

    async def call(self, method: str, **params: Any) -> Any:
        """Call a method of the protocol, and take the events that come before its answer."""
        self._calls += 1
        await self._socket.send_json({"id": self._calls, "method": method, "params": params})
        async with asyncio.timeout(PATIENCE):
            while True:
                told = await self._socket.receive_json()
                if told.get("id") == self._calls:
                    assert "error" not in told, told
                    return told["result"]
                self._hear(told.get("method"), told.get("params", {}))

    def _hear(self, method: str | None, params: dict[str, Any]) -> None:
        if method == "Network.requestWillBeSent":
            self.asked.append(params["request"]["url"])
        elif method == "Network.webSocketCreated":
            self.asked.append(params["url"])
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(str(params["exceptionDetails"].get("text")))
        elif method == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.complaints.append(params["entry"]["text"])

    async def go(self, url: str) -> None:
        """Open an address."""
        for domain in ("Page", "Runtime", "Log", "Network"):
            await self.call(f"{domain}.enable")
        await self.call("Page.addScriptToEvaluateOnNewDocument", source=HOOK)
        await self.call("Page.navigate", url=url)

    async def ask(self, expression: str) -> Any:
        """The value of an expression in the page."""
        found = await self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return found["result"].get("value")

    async def until_true(self, expression: str) -> None:
        """Wait until an expression holds in the page."""
        end = time.monotonic() + PATIENCE
        while not await self.ask(expression):
            assert time.monotonic() < end, f"waited in vain for {expression}"
            await asyncio.sleep(0.05)

    async def text(self) -> str:
        """What the terminal shows."""
        return str(await self.ask(LINES) or "")

    async def until(self, *texts: str) -> str:
        """What the terminal shows as soon as it shows all these texts."""
        end = time.monotonic() + PATIENCE
        while True:
            shown = await self.text()
            if all(text in shown for text in texts):
                return shown
            assert time.monotonic() < end, f"waited in vain for {texts}:\n{shown}\n{self.complaints}"
            await asyncio.sleep(0.05)

    async def press(self, *chars: str) -> None:
        """Press the keys of characters."""
        for char in chars:
            await self.call(
                "Input.dispatchKeyEvent", type="keyDown", text=char, key=char, unmodifiedText=char
            )
            await self.call("Input.dispatchKeyEvent", type="keyUp", key=char)


@contextlib.asynccontextmanager
async def tab(profile: Path) -> AsyncIterator[Tab]:
    """A tab of a browser of its own."""
    assert PROGRAM
    process = await asyncio.create_subprocess_exec(
        *(PROGRAM, *FLAGS, f"--user-data-dir={profile}", "about:blank"),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with aiohttp.ClientSession() as client:
            address = await _address(process)
            async with client.get(f"http://{address}/json") as answer:
                pages = await answer.json()
            url = next(page["webSocketDebuggerUrl"] for page in pages if page["type"] == "page")
            async with client.ws_connect(url, max_msg_size=0) as socket:
                yield Tab(socket)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.communicate()


async def _address(process: asyncio.subprocess.Process) -> str:
    """Host and port of the browser's protocol, from what it says at its start."""
    assert process.stderr
    said = b""
    async with asyncio.timeout(PATIENCE):
        while line := await process.stderr.readline():
            said += line
            if b"DevTools listening on" in line:
                return line.split()[-1].decode().split("/")[2]
    raise AssertionError(f"the browser did not start: {said.decode('utf-8', 'replace')}")
