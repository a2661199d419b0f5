"""What is new to the user: names that changed since the last session, and alerts that hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import tui
from tests.app.changesroom import NAMES, TOP, WEEKS, write, write_week
from tests.app.session import Session, play
from tui.app.dialogs.picking import PickDialog
from tui.app.screens.watchlist import Watchlist
from tui.app.session import seeing
from tui.app.session.seen import Seen, read_seen, seen_of, seen_path, write_seen
from tui.seen import state_folder
from tui.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

ALERTS = """[alerts]
cheap = { query = "pe26 < 10", zh = "便宜", en = "cheap names" }
dear = "pe26 > 1000"
"""


@pytest.fixture(autouse=True)
def nobodys_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "book").mkdir()
    return write(tmp_path / "book", 3)


def settings_with(text: str) -> None:
    from tui.settings import config_path

    config_path().parent.mkdir(parents=True, exist_ok=True)
    config_path().write_text(text, encoding="utf-8")


def visit(
    folder: Path,
    act: Callable[[Session], Awaitable[None]],
    *,
    leave: bool = True,
    lang: str = "en",
    **words: Any,
) -> None:
    """A session over the book that remembers, and is left by its key."""

    async def go(session: Session) -> None:
        await noticed(session)
        await act(session)
        if leave:
            await session.leave()

    opened = {"load": lambda: tui.load(folder), "book": str(folder), "remembers": True, **words}
    play(go, opened=opened, universe=tui.load(folder), loaded=False, lang=lang)


async def noticed(session: Session) -> None:
    """Wait until what is new is known of the universe on show."""
    kept = {"changed", "alerts"}
    await session.until(
        lambda: session.app.board and kept & {*session.app.board.universe.kept}, "what is new"
    )
    await session.settle()


async def nothing(session: Session) -> None:
    """Only look."""


def signed(session: Session) -> list[str]:
    """The codes with a mark before them, as the screen shows them."""
    return [line.split("+")[1][:9] for line in session.lines() if any(f"+{code}" in line for code in NAMES)]


def test_what_changed_since_the_last_session_is_marked_and_counted(folder: Path) -> None:
    async def first(session: Session) -> None:
        assert signed(session) == []
        assert "changed" not in session.status

    visit(folder, first)
    write_week(folder, 3)

    async def second(session: Session) -> None:
        assert signed(session) == ["600001.SH", "600002.SH", "600005.SH", "600003.SH"]
        assert session.status.endswith("4 changed")
        await session.to_name("600001.SH")
        assert "changed since you last looked: price, rating, EPS" in session.text()
        await session.to_name("600003.SH")
        assert "changed since you last looked: price, EPS" in session.text()
        await session.to_name("600005.SH")
        assert "changed since you last looked: a new name" in session.text()

    visit(folder, second)

    async def third(session: Session) -> None:
        assert signed(session) == []
        assert "changed" not in session.status

    visit(folder, third)


def test_a_session_that_is_ended_from_outside_leaves_all_as_new(folder: Path) -> None:
    visit(folder, nothing)
    write_week(folder, 3)
    visit(folder, nothing, leave=False)

    async def act(session: Session) -> None:
        assert session.status.endswith("4 changed")

    visit(folder, act)


def test_marks_stay_through_a_reload_and_stand_only_at_the_newest_date(folder: Path) -> None:
    visit(folder, nothing)
    write_week(folder, 3)

    async def act(session: Session) -> None:
        await session.press("r")
        await noticed(session)
        await session.until(lambda: len(signed(session)) == 4, "the marks")
        await session.press("<")
        await session.until(lambda: "not the newest" in session.lines()[0], "the date")
        await session.settle()
        assert signed(session) == []
        await session.press(">")
        await session.until(lambda: len(signed(session)) == 4, "the marks")

    visit(folder, act)


def test_marks_read_in_colour_and_without_and_move_nothing(folder: Path) -> None:
    lines: list[str] = []

    async def before(session: Session) -> None:
        lines.extend(session.lines())

    visit(folder, before)
    for code in NAMES:
        path = folder / "estimates" / "2026-06-26.csv"
        path.write_text(
            path.read_text("utf-8").replace(f"{code},2026,E,1.25", f"{code},2026,E,1.26"), "utf-8"
        )

    async def after(session: Session) -> None:
        changed = [
            (a, b) for a, b in zip(lines, session.lines(), strict=True) if "600001.SH  青石" in a or "+6" in b
        ]
        assert len(changed) == 1
        assert changed[0][1].startswith(changed[0][0].split(" 600001.SH")[0] + "+600001.SH")

    visit(folder, after)


def test_nothing_is_remembered_where_it_is_not_asked_for(folder: Path) -> None:
    play(nothing, universe=tui.load(folder))
    assert not state_folder().exists()


def test_a_book_of_very_many_names_has_no_marks(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings_with(ALERTS)
    visit(folder, nothing, alerts=alerts)
    path = seen_path(state_folder(), folder)
    assert path.exists()
    path.unlink()
    monkeypatch.setattr(seeing, "MOST_MARKED", 1)
    visit(folder, nothing, alerts=alerts)
    assert not path.exists()


# ── alerts ──────────────────────────────────────────────────────────────────────────────────────────


def alerts() -> Any:
    return load_settings().alerts


def test_alerts_are_counted_listed_and_lead_to_the_name(folder: Path) -> None:
    settings_with(ALERTS)

    async def act(session: Session) -> None:
        await session.until(lambda: "alerts: 1, 1 new, press A" in session.status, "the count")
        await session.press("A")
        assert isinstance(session.app.screen, PickDialog)
        text = session.text()
        assert "cheap names" in text
        assert "pe26 < 10" in text
        assert "青石通信 new" in text
        await session.press("enter")
        assert isinstance(session.app.screen, Watchlist)
        assert session.code == "600001.SH"
        await session.press("escape")
        await session.until(lambda: session.status.endswith("alerts: 1, press A"), "the count")

    visit(folder, act, alerts=alerts)

    async def again(session: Session) -> None:
        assert session.status.endswith("1 条提醒，按 A")
        await session.press("A")
        assert "便宜  青石通信" in session.text()

    visit(folder, again, alerts=alerts, leave=False, lang="zh")


def test_without_alerts_it_says_how_to_set_one(folder: Path) -> None:
    async def act(session: Session) -> None:
        await session.press("A")
        await session.until(lambda: "No alerts are set" in session.text(), "the words")

    visit(folder, act, alerts=alerts)


def test_alerts_that_do_not_hold_or_cannot_be_asked_are_told(folder: Path) -> None:
    settings_with('[alerts]\ndear = "pe26 > 1000"\nwrong = "pe62 < 1"\n')

    async def act(session: Session) -> None:
        assert "alerts" not in session.status
        await session.press("A")
        await session.until(lambda: "pe62" in session.text(), "the fault")
        assert "no alert holds" in session.text()

    visit(folder, act, alerts=alerts)


def test_an_alert_that_cannot_be_asked_is_a_problem_among_the_others(folder: Path) -> None:
    def problems() -> int:
        return len(tui.load(folder).problems)

    settings_with('[alerts]\nwrong = "pe62 < 1"\n')

    async def act(session: Session) -> None:
        await session.until(lambda: f"{problems() + 1} problem" in session.status, "the count")
        await session.press("6")
        await session.until(lambda: "pe62" in session.text(), "the problem")

    visit(folder, act, alerts=alerts)


# ── what is kept ────────────────────────────────────────────────────────────────────────────────────


def test_a_mark_changes_with_what_it_stands_for(folder: Path) -> None:
    then = seen_of(tui.load(folder))
    write_week(folder, 3)
    now = seen_of(tui.load(folder))
    changed = then.changed(now)
    assert changed["600001.SH"] == ("price", "rating", "eps")
    assert changed["600003.SH"] == ("price", "eps")
    assert changed["600005.SH"] == ("new",)
    assert then.changed(then) == {}
    path = folder / "coverage" / "2026-07-03.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",2026-07-03", ",2026-07-04"), encoding="utf-8")
    assert now.changed(seen_of(tui.load(folder))) == {}  # the same prices at a later date
    assert len(now.marks) == len(WEEKS[3])


def test_only_what_was_written_is_read(tmp_path: Path) -> None:
    seen = Seen({"600001.SH": ("a", "", "b")})
    path = seen_path(tmp_path, tmp_path / "book")
    assert path != seen_path(tmp_path, tmp_path / "other")
    assert read_seen(path) is None
    write_seen(path, tmp_path, seen)
    assert read_seen(path) == seen
    for text in ("", "[]", "{", '{"format": 1}', '{"format": 2, "marks": {}}', '{"format": 1, "marks": [1]}'):
        path.write_text(text, encoding="utf-8")
        assert read_seen(path) is None


def test_a_market_without_ratings_and_estimates_has_marks_too(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("code,name,price\n600001.SH,青石,1.00\n", encoding="utf-8")
    universe = tui.load(path)
    assert set(seen_of(universe).marks) == {"600001.SH"}
    assert seen_of(replace(universe, title=TOP)) == seen_of(universe)
