"""The session in a browser: who gets what over HTTP, a session over its socket, endings, a true browser."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import aiohttp
import pyte
import pytest
from aiohttp import web
from yarl import URL

from tests.app import chromium
from tests.app.session import COVERED
from tests.cli.runs import FULLBOOK, PYTHON, environment, foreign, refused
from tui.app.serve import site as served
from tui.app.serve.child import MOST_CELLS, cells
from tui.app.serve.page import FILES, WORDS, page
from tui.app.serve.site import Site

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

pytestmark = pytest.mark.long

TOKEN = "T0ken-of_this-test"
PATIENCE = 30.0


@contextlib.asynccontextmanager
async def running(*words: str, lang: str = "en") -> AsyncIterator[tuple[Site, aiohttp.ClientSession]]:
    """A site in this process, and a client to ask it."""
    with socket.socket() as own:
        own.bind((served.HERE, 0))
        site = Site(words, lang, own.getsockname()[1], TOKEN)
        runner = web.AppRunner(site.app(), access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        try:
            await web.SockSite(runner, own).start()
            async with aiohttp.ClientSession() as client:
                yield site, client
        finally:
            await runner.cleanup()


def asked(ask: Callable[[Site, aiohttp.ClientSession], Awaitable[Any]], *words: str, **more: str) -> Any:
    """What `ask` gives of a site and a client."""

    async def go() -> Any:
        async with running(*words, **more) as (site, client):
            return await ask(site, client)

    with mock.patch.dict(os.environ, environment(new_home()), clear=True):  # the sessions', not the user's
        return asyncio.run(go())


def new_home() -> Path:
    """A home in which nothing is remembered of another session."""
    return Path(tempfile.mkdtemp(dir=foreign()))


# ── who gets what ───────────────────────────────────────────────────────────────────────────────────

PATHS = ("", "ws", "terminal.js", "terminal.css", "mono.ttf", "nosuch", "static/js/textual.js", "download/a")
WRONG = (
    "x",
    TOKEN[:-1],
    TOKEN + "x",
    TOKEN.lower(),
    "%00",
    "..",
    "%2e%2e",
    "%E4%BB%A4",
    "%ff",
    "%20",
    "a" * 5000,
)


def test_without_the_token_nothing_is_given() -> None:
    async def ask(site: Site, client: aiohttp.ClientSession) -> None:
        root = f"http://{site.host}/"
        tried = [root + path for path in PATHS] + [
            f"{root}{wrong}/{path}" for wrong in WRONG for path in PATHS
        ]
        tried += [f"{root}?token={TOKEN}", f"{root}/{TOKEN}/", f"{root}x/{TOKEN}/"]
        for url in tried:
            for method in ("GET", "HEAD", "POST", "OPTIONS"):
                async with client.request(method, URL(url, encoded=True), allow_redirects=False) as answer:
                    assert (answer.status, await answer.read()) == (404, b""), (method, url)
                    assert set(answer.headers) <= {"Content-Length", "Content-Type", "Date"}, answer.headers
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await client.ws_connect(f"ws://{site.host}/x/ws")
        assert caught.value.status == 404

    asked(ask)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:{port}"}, 200),
        ({"Host": "127.0.0.1:{port}", "Origin": "http://127.0.0.1:{port}"}, 200),
        ({"Host": "127.0.0.1"}, 403),
        ({"Host": "evil.example"}, 403),
        ({"Host": "evil.example:{port}"}, 403),
        ({"Host": "127.0.0.1.evil.example:{port}"}, 403),
        ({"Host": "127.0.0.1:{port}@evil.example"}, 403),
        ({"Host": "[::1]:{port}"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://127.0.0.1:{port}"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Origin": ""}, 403),
    ],
)
def test_a_foreign_host_or_origin_gets_nothing(headers: dict[str, str], status: int) -> None:
    async def ask(site: Site, client: aiohttp.ClientSession) -> None:
        port = site.host.split(":")[1]
        told = {name: value.replace("{port}", port) for name, value in headers.items()}
        for path in ("", "terminal.js"):
            async with client.get(f"{site.url}{path}", headers=told) as answer:
                assert answer.status == status
                assert bool(await answer.read()) == (status == 200)
        if status != 200:
            with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
                await client.ws_connect(f"{site.url}ws", headers=told)
            assert caught.value.status == status

    asked(ask)


def test_the_page_and_its_files_come_from_here_alone() -> None:
    async def ask(site: Site, client: aiohttp.ClientSession) -> None:
        async with client.get(site.url) as answer:
            text = await answer.text()
            assert answer.status == 200
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert answer.headers["Cache-Control"] == "no-store"
            policy = answer.headers["Content-Security-Policy"]
        assert re.findall(r"\w+://[^\"' ]+", text) == [f"ws://{site.host}/{TOKEN}/ws"]
        assert re.findall(r"\w+://[^\"'; ]+", policy) == [f"ws://{site.host}"]
        assert "default-src 'none'" in policy
        linked = re.findall(r"(?<!-)(?:href|src|url)[=(]\"([^\"#]+)\"", text)
        assert sorted(link for link in linked if not link.startswith("data:")) == sorted([*FILES, "page.js"])
        for name, path in FILES.items():
            async with client.get(f"{site.url}{name}") as answer:
                assert (answer.status, await answer.read()) == (200, path.read_bytes())
        for name in (
            "nosuch",
            "static/js/textual.js",
            "..%2f..%2fserver.py",
            "%2e%2e/server.py",
            "textual.js",
        ):
            async with client.get(URL(f"{site.url}{name}", encoded=True)) as answer:
                assert answer.status == 404

    asked(ask)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_speaks_the_language_and_takes_nothing_for_markup(lang: str) -> None:
    text = page('ws://a"><script>alert(1)</script>', lang, 16)
    assert all(word in text for word in WORDS[lang])
    assert f'<html lang="{lang}">' in text
    assert text.count("<script") == 2


@pytest.mark.parametrize(
    ("given", "want"),
    [("80", 80), (80, 80), (0, 1), (-5, 1), ("1e9", 24), (10**12, MOST_CELLS), (None, 24), ("", 24), ([], 24),
     (True, 24), (80.5, 24)],
)  # fmt: skip
def test_sizes_are_kept_within_reason(given: object, want: int) -> None:
    assert cells(given, 24) == want


def test_no_more_sessions_than_the_machine_bears(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(served, "MOST_SESSIONS", 0)

    async def ask(site: Site, client: aiohttp.ClientSession) -> None:
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await client.ws_connect(f"{site.url}ws")
        assert caught.value.status == 503

    asked(ask)


# ── a session over the socket ───────────────────────────────────────────────────────────────────────


class Shown:
    """What a session sends, drawn in memory."""

    def __init__(self, tab: aiohttp.ClientWebSocketResponse, size: tuple[int, int]) -> None:
        self.tab, self.screen = tab, pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self.closed = False

    @property
    def text(self) -> str:
        return "\n".join(
            "".join(self.screen.buffer[y][x].data for x in range(self.screen.columns))
            for y in range(self.screen.lines)
        )

    async def until(self, condition: Callable[[str], object]) -> None:
        """Take what comes until the screen shows something, or the session has ended."""
        async with asyncio.timeout(PATIENCE):
            while not condition(self.text) and not self.closed:
                message = await self.tab.receive()
                if message.type is aiohttp.WSMsgType.BINARY:
                    self._stream.feed(message.data)
                self.closed = message.type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}

    async def shows(self, *texts: str) -> None:
        await self.until(lambda shown: all(text in shown for text in texts))
        assert all(text in self.text for text in texts), f"{texts}:\n{self.text}"

    async def say(self, *message: object) -> None:
        await self.tab.send_str(json.dumps(message))


STRANGE = (
    *("", "nothing", "[]", "[1]", "{}", "null", '["stdin", 5]', '["resize", null]', '["quit"]'),
    *(
        '["resize", {"width": "x"}]',
        '["meta", {"type": "exit"}]',
        "[[], 1]",
        '[null, "q"]',
        '"ab"',
        "[" * 5000,
    ),
)


def test_a_session_takes_keys_and_ends_with_them() -> None:
    async def ask(site: Site, client: aiohttp.ClientSession) -> None:
        async with client.ws_connect(f"{site.url}ws?width=160&height=45") as tab:
            shown = Shown(tab, (160, 45))
            await shown.shows(*COVERED, "13 of 13")
            for strange in STRANGE:
                await tab.send_str(strange)
            await tab.send_bytes(b"q")
            await shown.say("stdin", "lll]")
            await shown.shows("sorted by price descending")
            await shown.say("resize", {"width": 120, "height": 40})
            shown.screen.resize(40, 120)
            await shown.say("stdin", "L")
            await shown.shows("股价")
            await shown.say("stdin", "q")
            await shown.until(lambda _: False)
            assert shown.closed

    asked(ask, "--lang=en")


def test_a_session_that_cannot_start_closes_its_tab(capfd: pytest.CaptureFixture[str]) -> None:
    async def ask(site: Site, client: aiohttp.ClientSession) -> None:
        async with client.ws_connect(f"{site.url}ws") as tab:
            shown = Shown(tab, (80, 24))
            await shown.until(lambda _: False)
            assert shown.closed

    asked(ask, "--book=/nonexistent/book")
    assert "no such file or folder" in capfd.readouterr().out


# ── the command ─────────────────────────────────────────────────────────────────────────────────────


class Serving:
    """`kanpan serve` in a process of its own."""

    def __init__(self, *words: str) -> None:
        self.process = subprocess.Popen(
            [*PYTHON, "serve", *words], cwd=foreign(), env=environment(new_home()), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        assert self.process.stderr
        self.url, self.said = (self.process.stderr.readline().strip() for _ in range(2))

    def ended(self) -> tuple[int, str, str]:
        """Exit status, what it printed as data, and what it said after its first lines."""
        out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out, err


@pytest.fixture
def serving() -> Iterator[Callable[..., Serving]]:
    """Starts servers, and ends those that are left."""
    started: list[Serving] = []

    def start(*words: str) -> Serving:
        started.append(Serving(*words))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.process.kill()
            each.process.communicate()


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def gone(pid: int) -> bool:
    """True once a process has ended, waited for or not."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return True


def until(condition: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.02)


def in_a_tab(url: str, act: Callable[[Shown], Awaitable[None]]) -> None:
    """Open a session of a server, and act on it."""

    async def go() -> None:
        async with (
            aiohttp.ClientSession() as client,
            client.ws_connect(f"{url}ws?width=160&height=45") as tab,
        ):
            await act(Shown(tab, (160, 45)))

    asyncio.run(go())


def test_it_prints_the_address_and_nothing_else(serving: Callable[..., Serving]) -> None:
    one = serving()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[\w-]{40,}/", one.url)
    other = serving()
    assert one.url.split("/")[3] != other.url.split("/")[3]
    for each in (one, other):
        each.process.send_signal(signal.SIGINT)
    for each in (one, other):
        assert (each.said, each.ended()) == ("ctrl+c ends it", (0, "", ""))


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGINT, 0), (signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGKILL, -9)],
)
def test_its_sessions_end_with_it(serving: Callable[..., Serving], number: int, status: int) -> None:
    server = serving(str(FULLBOOK), "--lang", "zh", "--as-of", "2026-07-03")
    held: list[int] = []

    async def act(shown: Shown) -> None:
        await shown.shows("全部 · 18/18 只")
        held.extend(children(server.process.pid))
        os.kill(server.process.pid, number)
        await shown.until(lambda _: False)

    in_a_tab(server.url, act)
    assert server.ended()[:2] == (status, "")
    assert len(held) == 1
    until(lambda: all(map(gone, held)), "the sessions to end")


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_session_ends_with_its_tab_and_another_stays(serving: Callable[..., Serving]) -> None:
    server = serving()

    async def act(shown: Shown) -> None:
        await shown.shows("13")

        async with aiohttp.ClientSession() as client, client.ws_connect(f"{server.url}ws") as tab:
            await Shown(tab, (80, 24)).shows("600941.SH")
            assert len(children(server.process.pid)) == 2
        async with asyncio.timeout(PATIENCE):
            while len(children(server.process.pid)) > 1:  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.02)
        await shown.say("stdin", "L")
        await shown.shows("全部 · 13/13 只")

    in_a_tab(server.url, act)
    until(lambda: not children(server.process.pid), "the last session to end")


def test_what_cannot_be_served_is_told_in_one_line(tmp_path: Path) -> None:
    assert "nosuch" in refused("serve", "nosuch")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 and nothing more")
    with socket.socket() as taken:
        taken.bind((served.HERE, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"port {port} of 127.0.0.1: " in refused("serve", "--port", str(port))


def test_without_the_extra_it_says_how_to_get_it() -> None:
    code = "import sys; sys.modules['textual_serve'] = None; from tui.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "serve"], cwd=foreign(), env=environment(), capture_output=True,
        text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "kanpan: showing the session in a browser needs an extra; "
        "install it with: python -m pip install 'kanpan[serve]'\n"
    )


# ── a true browser ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.skipif(chromium.PROGRAM is None, reason="no Chromium on this machine: the browser is not tested")
def test_in_a_browser(tmp_path: Path, serving: Callable[..., Serving]) -> None:
    server = serving("--lang", "en")
    host, token = server.url.split("/")[2:4]

    async def go() -> None:
        async with chromium.tab(tmp_path / "profile") as tab:
            await tab.go(server.url)
            shown = await tab.until(*COVERED, "13 of 13")
            codes = re.findall(r"\d{6}\.S[HZ]", shown)
            assert set(codes) == set(COVERED)
            await tab.press("l", "l", "l", "]")
            shown = await tab.until("sorted by price descending")
            order = list(dict.fromkeys(re.findall(r"\d{6}\.S[HZ]", shown)))
            assert order[3:6] == ["300308.SZ", "300502.SZ", "300394.SZ"]  # the optical modules by price
            await tab.press("q")
            await tab.until_true("document.body.classList.contains('-closed')")
            assert not tab.complaints
            assert {URL(url).authority for url in tab.asked if not url.startswith("data:")} == {host}
            for wrong in (f"http://{host}/", f"http://{host}/{token[:-1]}/"):
                await tab.call("Page.navigate", url=wrong)
                assert await tab.ask("document.querySelector('#terminal')?.id ?? ''") == ""
                assert COVERED[0] not in str(await tab.ask("document.documentElement.innerText"))

    asyncio.run(go())
