"""Asking in the session: the query bar, what F and E write, undo and redo, saved views, commands."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from textual.widgets import Input

import tui
from tests.app.session import COVERED, FULLBOOK, Session, play, universe_of
from tests.cli.runs import environment, inside
from tui.app.dialogs.command import CommandLine
from tui.app.dialogs.output import OutputDialog
from tui.app.dialogs.why import WhyDialog
from tui.app.widgets.query_bar import QueryBar
from tui.view.command import export_command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHEAP = ["300308.SZ", "300502.SZ"]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home of its own, so that what is saved goes nowhere else."""
    with mock.patch.dict("os.environ", environment(tmp_path), clear=True):
        yield tmp_path


async def ask(session: Session, text: str, end: str = "enter") -> None:
    await session.press("f")
    await session.type(text)
    if end:
        await session.press(end)


def where(session: Session) -> str:
    assert session.app.board is not None
    return session.app.board.view.where


def groups(session: Session) -> tuple[str, ...]:
    assert session.app.board is not None
    return session.app.board.view.groups


# ── the query bar ───────────────────────────────────────────────────────────────────────────────────


def test_rows_follow_a_valid_query_and_stay_while_it_is_none() -> None:
    async def act(session: Session) -> None:
        await ask(session, "pe26 < 50 and rating = 买入", "")
        assert session.codes == CHEAP
        assert "2 of 13" in session.text()
        await session.type(" and")
        assert session.codes == CHEAP
        assert "the query ends here" in session.text()
        await session.type(" peg < 0.5")
        assert session.codes == ["300308.SZ"]
        await session.press("enter")
        assert session.focus == "grid"
        assert session.status.startswith("pe26 < 50 and rating = 买入 and peg < 0.5")

    play(act, lang="en")


def test_escape_goes_back_to_what_was_on_show_and_enter_on_a_fault_stays() -> None:
    async def act(session: Session) -> None:
        await ask(session, "pe26 < 50")
        await session.press("f")
        await session.type(" and pe27 < 20")
        assert len(session.codes) == 4
        await session.press("escape")
        assert (len(session.codes), where(session)) == (9, "pe26 < 50")
        await ask(session, " and pe62 < 5")
        assert session.screen.query("#query")
        assert "pe62" in session.text()
        await session.press("escape")
        assert (len(session.codes), where(session)) == (9, "pe26 < 50")
        await ask(session, "x", "escape")
        assert not session.screen.query("#query")

    play(act)


def test_the_bar_closes_where_another_screen_comes_before_it_has_told_that_it_was_left() -> None:
    async def act(session: Session) -> None:
        await ask(session, "pe26 < 50", "")
        bar = session.screen.query_one("#query", QueryBar)
        bar.post_message(QueryBar.Left(bar, "", kept=False))
        session.app.visit("themes")
        await session.settle()
        await session.press("1")
        assert not session.screen.query("#query")
        assert (session.focus, session.codes) == ("grid", COVERED)

    play(act)


def test_the_bar_holds_the_whole_truth_of_side_bar_and_query() -> None:
    async def act(session: Session) -> None:
        session.app.keep("group", "optical-modules")
        await session.settle()
        await session.press("f")
        assert "group = optical-modules" in session.text()
        await session.press("enter")  # the same rows: nothing was asked anew
        assert groups(session) == ("optical-modules",)
        await ask(session, " and pe26 < 50")
        assert (session.codes, where(session)) == (CHEAP, "group = optical-modules and pe26 < 50")
        assert groups(session) == ()
        await session.press("escape")
        assert (session.codes, where(session)) == (COVERED, "")

    play(act, lang="en")


def test_a_query_in_chinese_with_full_width_signs() -> None:
    async def act(session: Session) -> None:
        await ask(session, "评级＝买入，市盈率２６＜４５")
        assert session.codes == CHEAP
        await session.press("L")
        assert session.codes == CHEAP

    play(act)


def test_earlier_queries_come_back_with_up() -> None:
    async def act(session: Session) -> None:
        await ask(session, "pe26 < 50")
        await session.press("escape")
        await ask(session, "peg < 1")
        await session.press("escape")
        await session.press("f", "up", "up", "enter")
        assert where(session) == "pe26 < 50"

    play(act)


def test_reloading_keeps_the_query_and_drops_one_that_no_longer_fits() -> None:
    async def act(session: Session) -> None:
        await ask(session, "pe26 < 50 and rating = 买入")
        await session.press("r")
        await session.settle()
        assert session.codes == CHEAP

    play(act)

    async def other(session: Session) -> None:
        await ask(session, "eps_growth_2028E > 0 and pe28 < 50")
        session.app.opened = session.app.opened.__class__(load=lambda: universe_of(str(FULLBOOK)))
        await session.press("r")
        await session.settle()
        assert where(session) == ""
        assert len(session.codes) == 18

    play(other)


# ── cells, undo, redo ───────────────────────────────────────────────────────────────────────────────


def test_cells_are_written_into_the_query_and_undone_one_by_one() -> None:
    async def act(session: Session) -> None:
        await session.to_name("300308.SZ")
        await session.to_column("rating")
        await session.press("F")
        assert (where(session), session.codes) == ("rating = 买入", ["300308.SZ", "300394.SZ", "300502.SZ"])
        await session.to_column("pe_2026E")
        await session.press("E")
        assert where(session) == "rating = 买入 and pe26 != 41.5"
        assert session.codes == ["300394.SZ", "300502.SZ"]
        await session.press("u")
        assert where(session) == "rating = 买入"
        await session.press("u")
        assert session.codes == COVERED
        await session.press("u")
        assert "no earlier view" in session.text()
        await session.press("U", "U")
        assert where(session) == "rating = 买入 and pe26 != 41.5"
        await session.press("U")
        assert "nothing to redo" in session.text()
        await session.press("[", "u", "g", "u")
        assert where(session) == "rating = 买入 and pe26 != 41.5"

    play(act, lang="en")


def test_undo_goes_over_sorting_grouping_filters_and_queries_alike() -> None:
    async def act(session: Session) -> None:
        await session.to_column("pe_2026E")
        await session.press("[", "g")
        session.app.keep("theme", "gnss")
        await session.settle()
        await ask(session, " and pe26 < 100")
        seen = []
        for _ in range(4):
            view = session.app.board.view if session.app.board else None
            assert view is not None
            seen.append((view.where != "", view.themes, view.by.value, len(view.sort)))
            await session.press("u")
        assert seen == [
            (True, (), "theme", 1), (False, ("gnss",), "theme", 1), (False, (), "theme", 1),
            (False, (), "group", 1),
        ]  # fmt: skip
        assert session.codes == COVERED

    play(act)


def test_a_cell_without_a_value_and_one_of_themes() -> None:
    async def act(session: Session) -> None:
        await session.to_name("600104.SH")
        await session.to_column("pe_2026E")
        await session.press("F")
        assert (where(session), session.codes) == ("pe26 is loss", ["600104.SH"])
        await session.press("u")
        await session.to_column("themes")
        await session.press("F")
        assert where(session) == "themes has lab"
        await session.press("u")
        await session.press("E")
        assert "600104.SH" not in session.codes

    play(act, lang="en", book=str(FULLBOOK), size=(200, 50))


# ── why ─────────────────────────────────────────────────────────────────────────────────────────────


def test_why_follows_the_list_and_goes_to_a_near_miss() -> None:
    async def act(session: Session) -> None:
        await ask(session, "pe26 < 45 and rating = 买入")
        await session.press("w")
        assert isinstance(session.app.screen, WhyDialog)
        assert "passes by 3.5 (8%)" in session.text()
        await session.press("j")
        assert "69.3 < 45.0" in session.text()
        await session.press("enter")
        assert session.code == "300394.SZ"

    play(act, lang="en")


# ── saved views ─────────────────────────────────────────────────────────────────────────────────────


def test_a_view_that_ships_is_opened_and_undone() -> None:
    async def act(session: Session) -> None:
        await session.press("v")
        await session.press("enter")
        assert session.codes == ["300308.SZ", "300502.SZ", "000938.SZ"]
        assert where(session) == "@reasonable-growth"
        await session.press("u")
        assert session.codes == COVERED

    play(act)


def test_a_view_is_saved_and_opened_again_next_year_too(home: Path) -> None:
    async def save(session: Session) -> None:
        await ask(session, "pe26 < 50 and rating = 买入")
        await session.to_column("pe_2026E")
        await session.press("]")
        await session.press("V")
        await session.type("dear")
        await session.press("enter")
        await session.press("u", "u")
        await session.press("v")
        await session.type("dear")
        await session.press("enter")
        assert session.codes == CHEAP

    play(save, universe=tui.load())  # one of its own: what is saved is at hand in it at once
    path = home / "config" / "kanpan" / "config.toml"
    view = tomllib.loads(path.read_text("utf-8"))["views"]["dear"]
    assert view["where"] == "pe26 < 50 and rating = 买入"
    assert view["sort"] == "-pe.fy1"
    assert "pe.fy1" in view["columns"]
    done = inside("export", "--view", "dear", "--columns", "code", home=home)
    assert done.column("code") == CHEAP


def test_a_view_is_not_replaced_unless_that_is_said(home: Path) -> None:
    async def act(session: Session) -> None:
        await ask(session, "pe26 < 50")
        session.app._save("mine")
        session.app._save("mine")
        session.app._save("doubtful")
        await session.until(lambda: "there is a view named doubtful" in session.text(), "the refusal")
        for name in ("doubtful", "mine"):  # each stands there again, to be put right
            assert session.app.screen.query_one(Input).value == name
            await session.press("escape")
        await ask(session, " and pe27 < 20")
        session.app._save("mine!")

    play(act, lang="en", universe=tui.load())
    config = (home / "config" / "kanpan" / "config.toml").read_text("utf-8")
    views = tomllib.loads(config)["views"]
    assert list(views) == ["mine"]
    assert views["mine"]["where"] == "pe26 < 50 and pe27 < 20"


@pytest.mark.parametrize("name", ["", "1x", "a b", "x\x1b[0m"])
def test_a_bad_name_of_a_view_is_told(home: Path, name: str) -> None:
    async def act(session: Session) -> None:
        session.app._save(name)
        await session.settle()

    play(act)
    assert not (home / "config" / "kanpan" / "config.toml").exists()


# ── going out ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "query", ["pe26 < 50 and rating = 买入", "-pe26 < -50", "名称 ~ '中国*'，市盈率26<20", "@doubtful"]
)
def test_the_copied_command_gives_the_same_bytes(query: str) -> None:
    async def act(session: Session) -> tuple[str, bytes | None]:
        await ask(session, query)
        assert session.app.board is not None
        view = session.app.board.view
        return export_command(view), tui.export(session.app.board.universe, view)

    command, data = play(act)
    import shlex

    assert inside(*shlex.split(command)[1:]).out == data


def test_a_command_of_the_shell_is_run_and_shown(home: Path) -> None:
    async def act(session: Session) -> None:
        await session.press("colon")
        assert isinstance(session.app.screen, CommandLine)
        await session.type("why 300394.SZ --where 'pe26 < 45'")
        await session.press("enter")
        await session.until(lambda: isinstance(session.app.screen, OutputDialog), "the output")
        assert "fails by 24.3 (54%)" in session.text()
        await session.press("escape")
        await session.press("colon")
        await session.press("up")
        assert "why 300394.SZ" in session.text()

    play(act, lang="en")


def test_every_action_has_its_way_into_the_palette() -> None:
    from tui.app.dialogs.palette import offered

    listed = {key.id for key in offered("watchlist")}
    assert {"tag.open", "app.news"} <= listed
    assert {"query.open", "query.keep", "query.why", "view.open", "view.save", "view.undo"} <= listed
