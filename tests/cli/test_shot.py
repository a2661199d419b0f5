"""`kanpan shot`: any screen as a picture that fetches nothing, or as text; the same bytes each time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from tests.app.session import swift
from tests.cli.runs import FULLBOOK, good, inside, kanpan, refused
from tui.text import cell_width

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.long

FRAME = 1 / 60  # seconds, as the program has it: its player looks at what is under way between frames
HOST = re.compile(rb"https?://[^\"\s]*")
NAMESPACE = b"http://www.w3.org/2000/svg"
SMALL = ("--size", "40x12")
SCREENS = ("watchlist", "themes", "news", "market", "changes", "checks", "brief")


@pytest.fixture(autouse=True)
def at_once() -> Iterator[None]:
    """What follows by itself follows at once."""
    with swift(FRAME):
        yield


@pytest.mark.parametrize("screen", [*SCREENS, "picture", "help"])
def test_every_screen_is_text(screen: str) -> None:
    done = good("shot", screen, "--size", "100x30", "--lang", "en")
    assert len(done.lines) == 30
    assert max(cell_width(line) for line in done.lines) <= 100
    assert sum(bool(line.strip()) for line in done.lines) > 8


@pytest.mark.parametrize(
    ("words", "there", "gone"),
    [
        (("--lang", "zh"), ["自选", "中国移动", "13/13 只"], ["Watchlist"]),
        (("--lang", "en"), ["Watchlist", "13 of 13"], ["自选"]),
        (("--lang", "en", "--keys", "f 'pe26 < 45' enter"), ["9 of 13", "pe26 < 45"], ["天孚通信"]),
        (("--lang", "en", "--keys", "/ zgyd enter w"), ["Why", "中国移动"], []),
        (("--lang", "en", "--keys", "l l ["), ["rating"], []),
        (("--lang", "en", "--keys", "3"), ["News"], []),
    ],
)
def test_keys_are_pressed_and_words_are_typed(
    words: tuple[str, ...], there: list[str], gone: list[str]
) -> None:
    text = good("shot", "watchlist", "--size", "160x45", *words).text
    assert all(word in text for word in there), text
    assert not any(word in text for word in gone), text


def test_a_picture_is_the_same_bytes_and_fetches_nothing(tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        assert inside("shot", "watchlist", "-o", tmp_path / name).status == 0
    data = (tmp_path / "a.svg").read_bytes()
    assert data == (tmp_path / "b.svg").read_bytes()
    assert {*HOST.findall(data)} == {NAMESPACE}
    assert b"@font-face" not in data
    assert b"url(" not in data.replace(b"url(#", b"")
    texts = "".join(ET.fromstring(data).itertext()).replace("\n", "").replace(" ", "")
    assert "中国移动" in texts
    assert "kanpanwatchlist" in texts


def test_another_process_gives_the_same_bytes(tmp_path: Path) -> None:
    assert kanpan("shot", "picture", "-o", tmp_path / "a.svg").status == 0
    assert inside("shot", "picture", "-o", tmp_path / "b.svg").status == 0
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_the_format_is_the_suffix_or_the_option(tmp_path: Path) -> None:
    assert good("shot", "watchlist", "-f", "svg", *SMALL).text.startswith("<svg ")
    assert inside("shot", "watchlist", "-o", tmp_path / "a.txt", *SMALL).status == 0
    assert (tmp_path / "a.txt").read_text("utf-8") == good("shot", "watchlist", *SMALL).text
    assert inside("shot", "watchlist", "-o", tmp_path / "b", "-f", "txt", *SMALL).status == 0
    assert inside("shot", "watchlist", "-o", tmp_path / "b.txt", "-f", "svg", *SMALL).status == 0
    assert (tmp_path / "b.txt").read_text("utf-8").startswith("<svg ")


def test_any_book_at_any_size() -> None:
    for size in ("20x5", "40x12", "300x80"):
        assert good("shot", "watchlist", FULLBOOK, "--size", size).text.count("\n") == int(size.split("x")[1])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere",), "nowhere"),
        (("watchlist", "--size", "big"), "is no size from 20x5 to 500x200"),
        (("watchlist", "--size", "9999x9999"), "is no size"),
        (("watchlist", "--keys", "'"), "no closing quotation"),
        (("watchlist", "--keys", "q"), "ended before its picture"),
        (("watchlist", "-o", "a.png"), "neither .svg nor .txt"),
        (("watchlist", "no-such-book"), "no-such-book"),
        (("watchlist", "--palette", "no-such"), "no-such"),
    ],
)
def test_what_cannot_be_is_refused(words: tuple[str, ...], said: str) -> None:
    assert said in refused("shot", *words)


def test_a_picture_writes_nothing_else(tmp_path: Path) -> None:
    done = inside("shot", "watchlist", "--keys", "x out.csv enter", "--lang", "en", cwd=tmp_path)
    assert done.status == 0
    assert list(tmp_path.iterdir()) == []
    assert "left out writing in" in done.err
