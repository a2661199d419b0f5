"""Serving the session on this machine's own address, to who knows the token."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import hmac
import io
import secrets
import signal
import socket
import sys
from typing import TYPE_CHECKING

from aiohttp import WSCloseCode, WSMsgType, web

from tui.app.serve.child import Child, cells
from tui.app.serve.page import FILES, SCRIPT, headers, page
from tui.errors import KanpanError
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HERE = "127.0.0.1"
MOST_SESSIONS = 8  # open at once; each is a process of some 100 MB
MOST_BYTES = 1 << 20  # of what a tab sends at once
ALIVE = 20.0  # seconds between two looks whether a tab is still there
FONT, SMALLEST, LARGEST = 16, 6, 60  # pixels


class Site:
    """The page, its files and its socket, all under one secret path.

    words: those after `kanpan` that open the session; every tab gets a session of its own
    """

    def __init__(self, words: Sequence[str], lang: str, port: int, token: str) -> None:
        self._words, self._lang, self._token = words, lang, token.encode()
        self.host = f"{HERE}:{port}"
        self.url = f"http://{self.host}/{token}/"
        self._hosts = {self.host, f"localhost:{port}"}
        self._open: dict[Child, web.WebSocketResponse] = {}

    def app(self) -> web.Application:
        """The application; whatever is asked for passes the guard first."""
        app = web.Application(middlewares=[self._guarded])
        app.add_routes([
            web.get("/{token}/", self._page),
            web.get("/{token}/ws", self._session),
            web.get("/{token}/{file}", self._file),
        ])  # fmt: skip
        app.on_response_prepare.append(self._dress)
        app.on_shutdown.append(self._shut)
        return app

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Nothing at all to a page of another origin, and to who does not know the token."""
        origin = request.headers.get("Origin")
        if request.host not in self._hosts or origin not in {None, *(f"http://{h}" for h in self._hosts)}:
            return web.Response(status=403)  # a name elsewhere that was made to point here
        given = request.path.split("/")[1].encode("utf-8", "replace")
        if not hmac.compare_digest(given, self._token):
            return web.Response(status=404)
        return await handler(request)

    async def _dress(self, request: web.Request, response: web.StreamResponse) -> None:
        response.headers.pop("Server", None)
        if response.status < 400:  # a refusal tells nothing
            response.headers.update(headers(request.host))

    async def _page(self, request: web.Request) -> web.Response:
        size = min(max(cells(request.query.get("fontsize"), FONT), SMALLEST), LARGEST)
        address = f"ws://{request.host}/{self._token.decode()}/ws"
        return web.Response(text=page(address, self._lang, size), content_type="text/html")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["file"]
        if name == "page.js":
            return web.Response(text=SCRIPT, content_type="text/javascript")
        path = FILES.get(name)
        return web.Response(status=404) if path is None else web.FileResponse(path)

    async def _session(self, request: web.Request) -> web.StreamResponse:
        """A session for a tab, until either ends."""
        if len(self._open) >= MOST_SESSIONS:
            return web.Response(status=503)
        tab = web.WebSocketResponse(heartbeat=ALIVE, max_msg_size=MOST_BYTES)
        child = Child(self._words, tab)
        self._open[child] = tab
        try:
            await tab.prepare(request)
            width, height = cells(request.query.get("width"), 80), cells(request.query.get("height"), 24)
            await child.start(width, height)
            async for message in tab:
                if message.type is WSMsgType.TEXT:
                    await child.take(message.data)
        finally:
            try:
                await child.end()
            finally:
                del self._open[child]
        return tab

    async def _shut(self, app: web.Application) -> None:  # noqa: ARG002 - aiohttp's way
        await asyncio.gather(*(tab.close(code=WSCloseCode.GOING_AWAY) for tab in self._open.values()))
        await asyncio.gather(*(child.end() for child in self._open))


class _Words(io.TextIOBase):
    """What textual-serve prints of a session that broke: to stderr, for stdout is data."""

    _last = ""

    def write(self, text: str) -> int:
        if text != self._last:  # what ends a session at its start is printed twice
            sys.stderr.write("".join(f"{clean(line)}\n" for line in text.splitlines()))
        self._last = text
        return len(text)


def serve(words: Sequence[str], lang: str, port: int, ready: Callable[[str], None]) -> int:
    """Serves the session until a signal comes, and gives the signal's number.

    ready: told the address once it answers. Raises KanpanError where the port is taken.
    """
    gc.enable()  # off while a command is short
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as own:
        own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            own.bind((HERE, port))
        except OSError as error:
            raise KanpanError(f"port {port} of {HERE}: {error.strerror or error}") from None
        site = Site(words, lang, own.getsockname()[1], secrets.token_urlsafe(32))
        with contextlib.redirect_stdout(_Words()):
            return asyncio.run(_serving(site, own, ready))


async def _serving(site: Site, own: socket.socket, ready: Callable[[str], None]) -> int:
    ended: asyncio.Queue[int] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        with contextlib.suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
            number = getattr(signal, name)
            loop.add_signal_handler(number, ended.put_nowait, int(number))
    runner = web.AppRunner(site.app(), access_log=None, shutdown_timeout=1.0)  # no token in any log
    await runner.setup()
    try:
        await web.SockSite(runner, own).start()
        ready(site.url)
        return await ended.get()
    finally:
        await runner.cleanup()
