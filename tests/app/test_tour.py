"""The tour: six steps with the real keys, left at any time; offered in the first session on the sample."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.app.session import FULLBOOK, Session, play, universe_of
from tui.app.dialogs.tour import TourBox
from tui.app.keys import KEYS
from tui.app.session import touring
from tui.app.session.keymap import keymap_of
from tui.app.session.touring import STEPS
from tui.app.words.say import say
from tui.settings import KeyWish
from tui.text import cell_width

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(touring, "EVERY", 0.01)


async def pressed(session: Session, *keys: str) -> str:
    """The screen after the keys, and after the tour followed them."""
    for key in keys:
        session.send(key)
        await session.settle_place()
    for _ in range(3):
        await asyncio.sleep(0.012)
        await session.settle_place()
    return session.text()


DONE = (["j"], ["l", "]"], ["f", *"pe26<45", "enter"], ["w"], ["3"], ["colon"])


@pytest.mark.long
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_step_names_its_keys_lets_them_do_and_sees_it(lang: str) -> None:
    async def act(session: Session) -> None:
        await pressed(session, "f1")
        for at, (step, keys) in enumerate(zip(STEPS, DONE, strict=True)):
            text = session.text()
            assert say("tour_title", lang, at + 1, 6, say(step.word, lang)) in text
            assert say("tour_done", lang) not in text
            if lang == "en":
                for key_id in step.keys:
                    assert next(k.shown for k in KEYS if k.id == key_id).split(", ")[0] in text
            await pressed(session, *keys)
            if session.app.screen.is_modal:
                await pressed(session, "escape")
            assert say("tour_done", lang) in session.text(), step.word
            await pressed(session, "enter")
        assert session.app.tour is None
        assert not session.app.screen.query(TourBox)
        assert session.app.place == "watchlist"
        await session.until(lambda: say("tour_end", lang, "f1", "?")[:12] in session.text(), "the words")

    play(act, size=(120, 40), lang=lang)


@pytest.mark.parametrize("keys", ["escape", "enter escape", "3 escape", "f1"])
def test_it_is_left_at_once(keys: str) -> None:
    async def act(session: Session) -> None:
        await pressed(session, "f1", *keys.split())
        assert session.app.tour is None
        assert not session.app.screen.query(TourBox)
        assert len(session.app.screen_stack) <= 2

    play(act)


def test_enter_and_esc_in_a_line_and_in_a_dialog_are_theirs() -> None:
    async def act(session: Session) -> None:
        await pressed(session, "f1", "/", *"zgwx", "enter")
        assert session.code == "600118.SH"
        await pressed(session, "?", "escape")
        assert session.app.tour is not None
        assert not session.app.screen.is_modal
        await pressed(session, "escape", "enter")
        assert session.focus == "news"  # the tour has gone, and enter goes in again

    play(act)


def test_it_follows_to_another_screen_and_language() -> None:
    async def act(session: Session) -> None:
        assert "Tour 1/6" in await pressed(session, "f1", "4")
        assert "导览 1/6" in await pressed(session, "L")
        assert "导览 2/6" in await pressed(session, "enter")
        assert session.app.place == "watchlist"

    play(act, lang="en")


def test_other_keys_are_told() -> None:
    async def act(session: Session) -> None:
        session.app.take_keys(
            keymap_of([KeyWish("find.open", "ctrl+f", "", 1), KeyWish("tour.next", "f8", "", 2)])
        )
        text = await pressed(session, "f1")
        assert "ctrl+f finds" in text
        assert "f8 next" in text
        assert "Tour 2/6" in await pressed(session, "f8")

    play(act, lang="en")


@pytest.mark.parametrize("size", [(20, 5), (200, 50)])
def test_the_box_stays_within_the_window(size: tuple[int, int]) -> None:
    async def act(session: Session) -> None:
        await pressed(session, "f1")
        await session.pilot.resize_terminal(*size)
        await pressed(session, "j")
        region = session.app.screen.query_one(TourBox).region
        assert session.app.screen.region.contains_region(region)
        assert [cell_width(line) for line in session.lines()] == [size[0]] * size[1]

    play(act, painted=True)


# ── the offer ───────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path


def opened(keys: str = "", book: str = "", *, remembers: bool = True) -> str:
    async def act(session: Session) -> str:
        await session.until(lambda: session.app.board, "the book")
        await session.settle()
        return await pressed(session, *keys.split())

    universe = universe_of(book)
    words = {"remembers": remembers, "load": lambda: universe}
    return play(act, opened=words, loaded=False, lang="en", size=(120, 40))


OFFER = "f1: a tour in six steps"


def test_it_is_offered_in_the_first_session_and_never_again(home: Path) -> None:
    assert OFFER in opened()
    assert (home / "kanpan" / "tour").exists()
    assert OFFER not in opened()


def test_the_offer_stays_while_the_view_changes_and_goes_with_the_tour(home: Path) -> None:
    assert OFFER in opened("j ] g")
    (home / "kanpan" / "tour").unlink()
    assert OFFER not in opened("] f1 escape g")


def test_it_is_not_offered_on_a_users_own_book_nor_where_nothing_is_remembered(home: Path) -> None:
    assert OFFER not in opened(book=str(FULLBOOK))
    assert OFFER not in opened(remembers=False)
    assert not (home / "kanpan").exists()


def test_a_state_folder_that_cannot_be_written_is_no_fault(home: Path) -> None:
    (home / "kanpan").write_text("a file in its place", encoding="utf-8")
    assert OFFER in opened()
