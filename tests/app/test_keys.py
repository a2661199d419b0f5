"""Every key of the session, pressed: what it must do, and that nothing stands unbound or unsaid."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.command import CommandPalette
from textual.widgets import Input, OptionList

import tui
from tests.app.session import FULLBOOK, ROOT, Session, play, universe_of
from tests.app.stage import cells_of
from tui.app import words as app_words
from tui.app.app import Kanpan
from tui.app.dialogs import Dialog
from tui.app.grid import Grid
from tui.app.keys import KEYS, PLACES, TWINS, bindings, key_line
from tui.app.lists import NewsPane, Sidebar
from tui.app.watchlist import Watchlist
from tui.text import is_cjk

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import Binding

COVERED = (
    "600941.SH 601728.SH 600050.SH 300308.SZ 300394.SZ 300502.SZ 300570.SZ 002281.SZ "
    "000063.SZ 000938.SZ 603236.SH 600118.SH 300627.SZ"
).split()
BY_PE26 = ["300502.SZ", "300308.SZ", "300394.SZ", "300570.SZ", "002281.SZ"]


# ── moving ──────────────────────────────────────────────────────────────────────────────────────────


MOVES = (  # keys, and the row and column that they lead to from the first cell
    ("j", 1, 0),
    ("down down", 2, 0),
    ("j j k", 1, 0),
    ("down up", 0, 0),
    ("k", 0, 0),
    ("l", 0, 1),
    ("right right", 0, 2),
    ("l l h", 0, 1),
    ("right left", 0, 0),
    ("h", 0, 0),
    ("G", 12, 0),
    ("end", 12, 0),
    ("G j", 12, 0),
    ("G home", 0, 0),
    ("pagedown pagedown", 12, 0),
    ("G pageup pageup", 0, 0),
)


def test_moving() -> None:
    async def act(session: Session) -> list[tuple[str, int, int]]:
        seen = []
        for keys, _, _ in MOVES:
            session.grid.move(0, 0)
            await session.press(*keys.split())
            assert session.code == COVERED[session.grid.cursor_row]
            seen.append((keys, session.grid.cursor_row, session.grid.cursor_column))
        return seen

    assert play(act, size=(80, 24)) == list(MOVES)


def test_half_a_page_goes_half_as_far_as_a_page_and_back() -> None:
    async def act(session: Session) -> list[int]:
        out = []
        for key in ("ctrl+d", "ctrl+u", "pagedown", "home"):
            await session.press(key)
            out.append(session.grid.cursor_row)
        return out

    half, back, page, first = play(act, size=(80, 24))
    assert 0 < half < page
    assert (back, first) == (0, 0)


# ── finding ─────────────────────────────────────────────────────────────────────────────────────────


FINDS = (
    ("zgyd", "600941.SH"),
    ("zgwx", "600118.SH"),
    ("中际", "300308.SZ"),
    ("300627", "300627.SZ"),
    ("000063.SZ", "000063.SZ"),
    ("sz000938", "000938.SZ"),
    ("００２２８１", "002281.SZ"),
    ("H3C", "000938.SZ"),
    ("quectel", "603236.SH"),
    ("China Unicom", "600050.SH"),
)


def test_find_puts_the_cursor_on_a_name() -> None:
    async def act(session: Session) -> list[tuple[str, str]]:
        seen = []
        for text, _ in FINDS:
            await session.press("/")
            assert isinstance(session.app.focused, Input)
            await session.type(text)
            await session.press("enter")
            seen.append((text, session.code))
            assert session.app.focused is session.grid
            assert not session.app.screen.query(Input)
            assert f"{session.code}▔" in session.text()
        return seen

    assert play(act) == list(FINDS)


def test_what_fits_nothing_is_said_and_the_cursor_stays() -> None:
    async def act(session: Session) -> None:
        await session.press("j", "j", "/")
        await session.type("@@")
        assert session.status.endswith("no match")
        assert session.code == COVERED[2]
        await session.press("enter")
        assert session.code == COVERED[2]
        await session.press("n")
        assert session.code == COVERED[2]

    play(act, lang="en")


def test_escape_brings_the_cursor_back_from_the_find_line() -> None:
    async def act(session: Session) -> None:
        await session.press("j", "/")
        await session.type("hcdh")
        assert session.code == "300627.SZ"
        await session.press("escape")
        assert session.code == COVERED[1]
        assert session.app.focused is session.grid
        assert "/13" in session.status
        assert "第" not in session.status

    play(act)


def test_n_goes_round_the_matches_forwards_and_back() -> None:
    async def act(session: Session) -> None:
        await session.press("/")
        await session.type("中国")
        await session.press("enter")
        order = ["600941.SH", "601728.SH", "600050.SH", "600118.SH"]
        seen = [session.code]
        for _ in range(4):
            await session.press("n")
            seen.append(session.code)
        assert seen == [*order, order[0]]
        assert session.status.endswith("1 of 4")
        await session.press("N")
        assert session.code == order[-1]
        assert session.status.endswith("4 of 4")

    play(act, lang="en")


def test_in_the_find_line_letters_are_text_and_no_keys() -> None:
    async def act(session: Session) -> None:
        await session.press("/")
        await session.type("qgL?[x")
        assert session.app.is_running
        line = session.app.screen.query_one(Input)
        assert line.value == "qgL?[x"
        await session.press("escape")

    play(act)


# ── sorting and grouping ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("key", "mark"), [("[", "^"), ("]", "v"), ("【", "^"), ("】", "v")])
def test_sorting_by_the_cursors_column(key: str, mark: str) -> None:
    async def act(session: Session) -> None:
        await _optical(session)
        await session.to_column("pe_2026E")
        await session.press(key)
        assert session.codes == (BY_PE26 if mark == "^" else BY_PE26[::-1])
        assert session.marks == {"pe_2026E": mark}
        assert cells_of(session, header=True)["pe_2026E"][0].rstrip().endswith(f" {mark}")

    play(act)


def test_further_sort_keys_carry_their_rank() -> None:
    async def act(session: Session) -> None:
        await session.press("g", "g", "g")
        await session.to_column("rating")
        await session.press("[")
        await session.to_column("price")
        await session.press("}")
        assert session.marks == {"rating": "1^", "price": "2v"}
        heads = cells_of(session, header=True)
        assert heads["rating"][0].split() == ["rating", "1^"]
        assert heads["price"][0].split() == ["price", "2v"]
        assert session.codes[:4] == ["300308.SZ", "300502.SZ", "300394.SZ", "300570.SZ"]
        await session.to_column("pe_2026E")
        await session.press("{")
        assert session.marks == {"rating": "1^", "price": "2v", "pe_2026E": "3^"}
        await session.to_column("price")
        await session.press("{")
        assert session.marks == {"rating": "1^", "price": "2^", "pe_2026E": "3^"}
        assert session.codes[:3] == ["300394.SZ", "300502.SZ", "300308.SZ"]
        assert "sorted by rating ascending, then price ascending, then PE 2026E ascending" in session.status

    play(act, lang="en")


def test_sorting_keeps_the_cursor_on_its_name_and_column() -> None:
    async def act(session: Session) -> None:
        await session.to_name("300627.SZ")
        await session.to_column("price")
        for key in ("[", "]", "g", "g", "g", "g"):
            await session.press(key)
            assert session.code == "300627.SZ"
            assert session.grid.column_key == "price"

    play(act)


def test_g_goes_round_group_theme_rating_none() -> None:
    async def act(session: Session) -> list[tuple[int, str]]:
        out = []
        for _ in range(5):
            out.append((len(session.sections), session.sections[0] if session.sections else ""))
            assert "13/13 只" in session.status
            await session.press("g")
        return out

    seen = play(act)
    assert [seen[0], *seen[2:]] == [(4, "运营商 3"), (2, "买入 3"), (0, ""), (4, "运营商 3")]
    assert seen[1] == (11, "5G-A 5")


def test_a_click_on_a_header_sorts_and_again_turns_round() -> None:
    async def act(session: Session) -> None:
        await _optical(session)
        slot = next(s for s in session.grid._layout.slots if session.columns[s.column] == "pe_2026E")
        for expected in (BY_PE26, BY_PE26[::-1], BY_PE26):
            await session.pilot.click(Grid, offset=(slot.x + 1, 0))
            await session.settle()
            assert session.codes == expected

    play(act)


# ── what is kept ────────────────────────────────────────────────────────────────────────────────────


async def _optical(session: Session) -> None:
    """Filter to the optical modules by the side bar."""
    await session.press("shift+tab")
    assert isinstance(session.app.focused, Sidebar)
    await session.press("home", "j", "j", "enter", "escape")
    assert session.app.focused is session.grid
    assert len(session.codes) == 5


def test_the_side_bar_filters_by_group_and_theme_and_escape_shows_all() -> None:
    async def act(session: Session) -> None:
        await _optical(session)
        assert "光模块 · 5/13 只" in session.status
        await session.press("escape")
        assert session.codes == COVERED
        await session.press("shift+tab", "end", "enter")
        assert session.status.startswith("关税 · ")
        assert set(session.codes) < set(COVERED)
        await session.press("home", "enter")
        assert session.codes == COVERED

    play(act)


def test_reload_keeps_cursor_and_view() -> None:
    loads = []

    def load() -> Any:
        loads.append(1)
        return tui.load()

    async def act(session: Session) -> None:
        await _optical(session)
        await session.to_column("pe_2026E")
        await session.press("]")
        await session.to_name("300394.SZ")
        before = session.lines()
        await session.press("r")
        await session.until(lambda: "已重新读入" in session.text(), "the reload")
        session.app.clear_notifications()
        await session.until(lambda: "已重新读入" not in session.text(), "the toast to go")
        await session.settle()
        assert loads == [1]
        assert session.code == "300394.SZ"
        assert session.grid.column_key == "pe_2026E"
        assert session.lines() == before

    play(act, opened={"load": load})


def test_a_reload_that_fails_is_told_and_the_screen_stands() -> None:
    def load() -> Any:
        raise tui.KanpanError("no [b]book[/b] \x1b]52;c;eA==\x07 here")

    async def act(session: Session) -> None:
        await session.press("r")
        await session.until(lambda: "no [b]book[/b]" in session.text(), "the message")
        assert "\x1b" not in session.text()
        assert session.codes == COVERED

    play(act, opened={"load": load})


def test_language_switches_live_and_keeps_the_rest() -> None:
    async def act(session: Session) -> None:
        await session.to_name("300627.SZ")
        await session.to_column("price")
        await session.press("L")
        english = session.text()
        assert "all names · 13 of 13" in session.status
        assert not any(w in english for w in ("股价", "评级", "排序", "新闻", "分组", "中位", "查找"))
        assert (session.code, session.grid.column_key) == ("300627.SZ", "price")
        await session.press("L")
        assert "全部 · 13/13 只" in session.status
        assert not any(w in session.text() for w in ("price", "rating", "median", "find", "consistent"))

    play(act, size=(200, 50))


# ── going out: export and command ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "keys", [(), ("g",), ("g", "g", "l", "l", "l", "]", "l", "{"), ("filter", "l", "l", "l", "[")]
)
@pytest.mark.parametrize("book", ["", str(FULLBOOK)])
def test_export_writes_what_the_copied_command_writes(
    keys: tuple[str, ...], book: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    copied: list[str] = []
    monkeypatch.setattr(Kanpan, "copy_to_clipboard", lambda self, text: copied.append(text))

    async def act(session: Session) -> None:
        for key in keys:
            await (session.press("shift+tab", "home", "j", "j", "enter", "escape") if key == "filter" else
                   session.press(key))  # fmt: skip
        await session.press("x")
        line = session.app.screen.query_one(Input)
        assert line.value.startswith("kanpan-2026-07-")
        assert line.value.endswith(".csv")
        line.value = "out.csv"
        await session.press("enter")
        await session.until(lambda: "out.csv" in session.text(), "the word that it is written")
        await session.press("y")
        assert len(copied) == 1

    play(act, book=book)
    words = shlex.split(copied[0])
    assert words[:2] == ["kanpan", "export"]
    assert "--by" in words
    done = subprocess.run(
        [sys.executable, "-m", "tui", *words[1:]], cwd=ROOT, capture_output=True, timeout=60, check=True
    )
    assert done.stdout == (tmp_path / "out.csv").read_bytes()
    assert len(done.stdout.splitlines()) > 5


def test_an_export_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    async def act(session: Session) -> None:
        for name, said in (("out.doc", "no format has the suffix"), ("no/such/out.csv", "no/such")):
            await session.press("x")
            session.app.screen.query_one(Input).value = name
            await session.press("enter")
            await session.until(lambda said=said: said in session.text(), said)  # type: ignore[misc]
        await session.press("x", "escape")
        assert session.app.focused is session.grid

    play(act, lang="en")
    assert list(tmp_path.iterdir()) == []


def test_the_copied_command_is_shown() -> None:
    async def act(session: Session) -> None:
        await session.press("y")
        await session.until(lambda: "kanpan export --by group" in session.text(), "the command")

    play(act)


# ── panes, dialogs, leaving ─────────────────────────────────────────────────────────────────────────


def test_tab_goes_round_the_panes() -> None:
    async def act(session: Session) -> list[str]:
        seen = []
        for key in ("tab", "tab", "tab", "shift+tab", "shift+tab", "shift+tab"):
            await session.press(key)
            seen.append(str(session.app.focused and session.app.focused.id))
        return seen

    assert play(act) == ["news", "side", "grid", "side", "news", "grid"]


def test_where_a_pane_is_folded_tab_passes_it_by() -> None:
    async def act(session: Session) -> list[str]:
        seen = []
        for key in ("tab", "tab", "b", "tab", "tab", "tab"):
            await session.press(key)
            seen.append(str(session.app.focused and session.app.focused.id))
        return seen

    assert play(act, size=(80, 24)) == ["news", "grid", "grid", "news", "side", "grid"]


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
def test_enter_opens_the_news_and_a_story_and_escape_comes_back(size: tuple[int, int]) -> None:
    async def act(session: Session) -> None:
        await session.to_name("600118.SH")
        await session.press("enter")
        assert isinstance(session.app.focused, NewsPane)
        assert 'theme LEO satellites <- "低轨卫星"' in session.text()
        await session.press("home", "enter")
        assert isinstance(session.app.screen, Dialog)
        text = session.text()
        assert "日本补贴乐天系企业建低轨卫星网" in text
        assert '"低轨卫星"' in text
        await session.press("escape")
        assert isinstance(session.app.focused, NewsPane)
        await session.press("escape")
        assert session.app.focused is session.grid
        assert session.code == "600118.SH"

    play(act, size=size, lang="en")


def test_a_name_without_stories_says_so() -> None:
    async def act(session: Session) -> None:
        await session.to_name("300627.SZ")
        await session.press("enter", "enter")
        assert "No story is linked to this name." in session.text()
        assert isinstance(session.app.screen, Watchlist)

    play(act, lang="en")


def test_b_hides_the_side_bar_and_brings_it_back() -> None:
    async def act(session: Session) -> list[bool]:
        side = session.screen.query_one(Sidebar)
        seen = [side.display]
        for _ in range(2):
            await session.press("b")
            seen.append(side.display)
        return seen

    async def leave(session: Session) -> None:
        await session.press("shift+tab", "b")
        assert session.app.focused is session.grid

    assert play(act, size=(120, 40)) == [True, False, True]
    assert play(act, size=(80, 24)) == [False, True, False]
    play(leave, size=(120, 40))


@pytest.mark.parametrize("pane", ["grid", "news", "side"])
def test_z_gives_a_pane_the_screen_and_takes_it_back(pane: str) -> None:
    async def act(session: Session) -> None:
        await session.press(*{"grid": (), "news": ("tab",), "side": ("shift+tab",)}[pane])
        before = session.lines()
        await session.press("z")
        region = session.screen.query_one(f"#{pane}").region
        assert region.width >= (20 if pane == "side" else 156)
        assert region.height >= 40
        await session.press("z")
        assert session.lines() == before
        await session.press("z", "escape")
        assert session.lines() == before

    play(act)


@pytest.mark.parametrize("key", ["?", "？"])
def test_help_shows_every_key_and_closes(key: str) -> None:
    async def act(session: Session) -> None:
        await session.press(key)
        assert isinstance(session.app.screen, Dialog)
        seen = ""
        for _ in range(12):
            seen += session.text()
            await session.press("pagedown")
        for one in KEYS:
            assert one.shown in seen
            assert one.en in seen
        await session.press(key)
        assert len(session.app.screen_stack) == 2
        await session.press("q")
        assert session.app.focused is session.grid
        assert session.app.is_running

    play(act, lang="en")


def test_the_palette_opens_and_lists_the_actions() -> None:
    async def act(session: Session) -> None:
        await session.press("ctrl+p")
        assert isinstance(session.app.screen, CommandPalette)
        palette = session.app.screen

        def listed() -> list[str]:
            found = palette.query_one(OptionList)
            return [str(found.get_option_at_index(i).prompt) for i in range(found.option_count)]

        await session.until(lambda: len(listed()) > 3, "the palette's entries")
        assert any("Quit" in entry or "退出" in entry for entry in listed())
        await session.press("escape")
        await session.until(lambda: session.app.screen is not palette, "the palette to close")

    play(act)


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
def test_q_leaves_with_status_0(key: str) -> None:
    seen: list[Kanpan] = []

    async def act(session: Session) -> None:
        seen.append(session.app)
        assert session.app._driver is not None
        await session.pilot.press(key)
        for _ in range(100):
            if not session.app.is_running or session.app._exit:
                return
            await session.pilot.pause(0.01)
        pytest.fail("it runs on")

    play(act)
    assert (seen[0].return_code or 0) == 0


def test_the_full_width_slash_opens_the_find_line() -> None:
    async def act(session: Session) -> None:
        await session.press("／")
        assert isinstance(session.app.focused, Input)

    play(act)


# ── the table of keys ───────────────────────────────────────────────────────────────────────────────


OWNERS: dict[str, tuple[Any, ...]] = {
    "grid": (Grid,), "watchlist": (Watchlist,), "list": (Sidebar, NewsPane), "app": (Kanpan,),
    "dialog": (Dialog,),
}  # fmt: skip


def _bound(owner: Any) -> dict[str, str]:
    """key → action of a class's own bindings."""
    out = {}
    for binding in owner.BINDINGS:
        keys, action = (binding.key, binding.action) if hasattr(binding, "key") else binding[:2]
        out |= dict.fromkeys(keys.split(","), action)
    return out


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.id)
def test_every_key_of_the_table_is_bound_and_its_action_exists(key: Any) -> None:
    assert key.where in PLACES
    for owner in OWNERS[key.where]:
        bound = _bound(owner)
        for one in key.keys.split(","):
            assert bound[one] == key.action
        if twin := TWINS.get(key.shown):
            assert twin in bound or key.where == "grid"
        name = key.action.partition("(")[0]
        assert callable(getattr(owner, f"action_{name}", None)), f"{owner.__name__} has no {name}"


def test_no_binding_stands_outside_the_table() -> None:
    told = {key.id for key in KEYS}
    for owners in OWNERS.values():
        for owner in owners:
            assert {b.id for b in owner.BINDINGS if hasattr(b, "id")} <= told


def test_the_grids_own_bindings_are_those_of_the_table() -> None:
    def rows(given: list[Binding]) -> dict[str | None, tuple[str, str]]:
        return {b.id: (b.key, b.action) for b in given}

    assert rows(Grid.BINDINGS) == rows(bindings("grid"))  # type: ignore[arg-type]


def test_ids_are_unique_and_no_key_means_two_things_in_one_place() -> None:
    assert Counter(k.id for k in KEYS).most_common(1)[0][1] == 1
    for where in PLACES:
        keys = Counter(one for k in KEYS if k.where == where for one in k.keys.split(","))
        assert not [key for key, count in keys.items() if count > 1]


def test_every_key_and_word_stands_in_both_languages() -> None:
    for key in KEYS:
        assert key.zh
        assert key.en
        assert key.shown
        assert bool(key.short[0]) == bool(key.short[1])
        assert not any(map(is_cjk, key.en))
    pairs = {**app_words.WORDS, **PLACES}
    for name, (zh, en) in pairs.items():
        assert zh, name
        assert en, name
        assert not any(map(is_cjk, en)), name
        assert zh.count("{}") == en.count("{}"), name


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_key_line_shows_the_first_keys(lang: str) -> None:
    shown = [key for key, _ in key_line(lang)]
    assert {"/", "[", "]", "g", "x", "y", "?", "q"} <= set(shown)


def test_a_column_of_texts_sorts_too() -> None:
    async def act(session: Session) -> list[str]:
        await session.press("g", "g", "g", "[")
        return session.codes

    assert play(act) == sorted(COVERED)


def test_states_come_last_in_both_directions() -> None:
    def values(codes: list[str]) -> list[float]:
        universe = universe_of(str(FULLBOOK))
        return [float(universe.values("pe_2026E")[universe.row_of[code]]) for code in codes]

    async def act(session: Session) -> tuple[list[float], list[float]]:
        await session.press("g", "g", "g")
        await session.to_column("pe_2026E")
        await session.press("[")
        up = values(session.codes)
        await session.press("]")
        return up, values(session.codes)

    up, down = play(act, book=str(FULLBOOK))
    for seen, order in ((up, sorted), (down, _backwards)):
        held = [v for v in seen if v == v]
        assert held == order(held)
        assert len(held) < len(seen)
        assert all(v != v for v in seen[len(held) :])


_backwards: Callable[[list[float]], list[float]] = lambda values: sorted(values, reverse=True)  # noqa: E731
