"""The user's own lists: in the side bar, put on and taken off by a key, and as the shell knows them."""

from __future__ import annotations

import shlex
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

import tui
from tests.app.modal import NASTY, Modal, answers_after, open_modal, text_after, try_windows
from tests.app.session import COVERED, ROOT, Session, play
from tui.app.board import first_board
from tui.app.dialogs.lists import ListEntry, ListsDialog
from tui.app.present.watchlist import frame_of
from tui.app.widgets.lists import Sidebar
from tui.settings import config_path, load_settings
from tui.text import cell_width

if TYPE_CHECKING:
    from pathlib import Path

    from tui.app.frames.frame import Entry
    from tui.universe.universe import Universe

CONFIG = """\
[lists] # mine
holdings = ["600941.SH", "300308.SZ", "999999.SH"] # long
watch.zh = "观察"
watch.en = "watching"
watch.codes = ["300502.SZ", "600050.SH"]
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's settings, with two lists in them."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    config_path().parent.mkdir(parents=True)
    config_path().write_text(CONFIG, encoding="utf-8")
    return tmp_path


def _universe() -> Universe:
    return tui.load(None, saved=load_settings().saved)


def _held(name: str) -> list[str]:
    codes: list[str] = tomllib.loads(config_path().read_text(encoding="utf-8"))["lists"][name]
    return codes


async def _pick(session: Session, kind: str, key: str) -> None:
    """Choose an entry of the side bar."""
    await session.press("shift+tab")
    assert session.focus == "side"
    entries = [entry and (entry.kind, entry.id) for entry in _entries(session)]
    session.screen.query_one("#side", Sidebar).highlighted = entries.index((kind, key))
    await session.press("enter", "escape")


def _chosen(session: Session) -> list[str]:
    return [entry.id for entry in _entries(session) if entry and entry.chosen]


def _entries(session: Session) -> tuple[Entry | None, ...]:
    assert session.app.frame is not None
    return session.app.frame.entries


# ── the side bar ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_lists_stand_between_groups_and_themes(lang: str) -> None:
    entries = [entry for entry in frame_of(first_board(_universe(), lang)).entries if entry]
    at = next(i for i, entry in enumerate(entries) if entry.label == ("名单" if lang == "zh" else "Lists"))
    assert entries[at - 1].kind == "group"
    assert [(e.kind, e.id, e.label, e.number, e.figure) for e in entries[at : at + 3]] == [
        ("title", "", "名单" if lang == "zh" else "Lists", "", "PE26E"),
        ("list", "holdings", "holdings", "2/3", "27.9"),
        ("list", "watch", "观察" if lang == "zh" else "watching", "2", "27.6"),
    ]
    assert entries[at + 3].kind == "title"
    assert entries[at + 4].kind == "theme"


def test_without_lists_there_is_no_heading() -> None:
    entries = frame_of(first_board(tui.load(None), "en")).entries
    assert "Lists" not in [entry.label for entry in entries if entry]


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [(120, 40), (200, 50)])
def test_the_side_bar_stays_in_line(size: tuple[int, int], lang: str) -> None:
    async def act(session: Session) -> list[str]:
        return session.lines()

    lines = play(act, size=size, lang=lang, universe=_universe())
    assert {cell_width(line) for line in lines} == {size[0]}
    bar = [line for line in lines if "holdings" in line or "All names" in line or "全部   " in line]
    ends = {line.index("33.5" if "33.5" in line else "27.9") for line in bar}
    wide = {cell_width(line[: line.index("33.5" if "33.5" in line else "27.9")]) for line in bar}
    assert ends
    assert len(wide) == 1
    assert any("2/3  27.9" in line for line in lines)


@pytest.mark.usefixtures("home")
def test_choosing_one_filters_and_another_takes_its_place() -> None:
    async def act(session: Session) -> None:
        await _pick(session, "list", "holdings")
        assert session.codes == ["600941.SH", "300308.SZ"]
        assert _chosen(session) == ["holdings"]
        assert "@holdings" in session.status
        await session.press("f")
        await session.type(" and pe26 < 20")
        await session.press("enter")
        assert session.codes == ["600941.SH"]
        assert _chosen(session) == ["holdings"]
        await _pick(session, "list", "watch")
        assert session.codes == ["600050.SH"]
        assert _chosen(session) == ["watch"]
        await session.press("u", "u")
        assert session.codes == ["600941.SH", "300308.SZ"]
        await _pick(session, "group", "optical-modules")
        assert session.codes == ["300308.SZ"]
        assert _chosen(session) == ["optical-modules", "holdings"]
        await _pick(session, "all", "")
        assert session.codes == COVERED

    play(act, universe=_universe(), lang="en")


@pytest.mark.usefixtures("home")
def test_the_cursor_stays_on_its_entry_when_a_list_comes() -> None:
    async def act(session: Session) -> None:
        side = session.screen.query_one("#side", Sidebar)

        def at() -> tuple[str, str]:
            assert side.highlighted is not None
            entry = _entries(session)[side.highlighted]
            assert entry is not None
            return entry.kind, entry.id

        await _pick(session, "theme", "ai-compute")
        assert at() == ("theme", "ai-compute")
        await session.press("m")
        await session.type("new")
        await session.press("enter")
        assert "new" in [entry.id for entry in _entries(session) if entry]
        assert at() == ("theme", "ai-compute")

    play(act, universe=_universe())


def test_the_shell_writes_the_same_bytes(home: Path) -> None:
    async def act(session: Session) -> str:
        await _pick(session, "list", "holdings")
        await session.press("y")
        return session.app.clipboard

    universe = _universe()
    command = play(act, universe=universe)
    env = {"PYTHONPATH": str(ROOT), "HOME": str(home), "XDG_CONFIG_HOME": str(home), "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-m", "tui", *shlex.split(command)[1:]],
        cwd=home, env=env, capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout.count(b"\n") == 3
    columns = first_board(universe, "en").view.columns
    assert done.stdout == tui.export(universe, tui.View(where="@holdings", columns=columns), fmt="csv")


# ── putting on, taking off ──────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("home")
def test_names_are_put_on_a_list_and_taken_off() -> None:
    async def act(session: Session) -> None:
        await session.press("m", "enter")  # the one under the cursor is on it: off it goes
        assert _held("holdings") == ["300308.SZ", "999999.SH"]
        await session.press("space", "j", "space", "m", "enter")
        assert _held("holdings") == ["300308.SZ", "999999.SH", COVERED[0], COVERED[2]]
        text = config_path().read_text(encoding="utf-8")
        assert "# mine" in text
        assert "# long" in text
        entry = next(e for e in _entries(session) if e and e.id == "holdings")
        assert entry.number == "3/4"
        await session.press("m", "enter")
        assert _held("holdings") == ["300308.SZ", "999999.SH"]

    play(act, universe=_universe())


@pytest.mark.usefixtures("home")
def test_a_new_list_is_there_at_once_and_after_a_reload() -> None:
    universe = _universe()

    async def act(session: Session) -> None:
        await session.press("space", "space", "m")
        await session.type("短线")
        await session.press("enter")
        assert _held("短线") == COVERED[:2]
        await _pick(session, "list", "短线")
        assert session.codes == COVERED[:2]
        await session.press("m")
        await session.type("短线")
        await session.press("enter")
        assert session.codes == []  # what is on show follows
        await session.press("u", "r")
        await session.until(lambda: session.app.board and session.app.board.universe is not universe, "it")
        await session.settle()
        assert "短线" in [e.id for e in _entries(session) if e]

    play(act, lang="zh", universe=universe, opened={"load": _universe})


def test_the_first_list_makes_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))

    async def act(session: Session) -> None:
        await session.press("m")
        assert "No list yet: type a name and press enter." in session.text()
        await session.press("enter")
        await session.type("mine")
        await session.press("enter")
        assert _held("mine") == [COVERED[0]]

    play(act, lang="en", universe=tui.load(None))


@pytest.mark.usefixtures("home")
def test_what_cannot_be_written_is_told() -> None:
    async def act(session: Session) -> None:
        config_path().write_text("lang = ", encoding="utf-8")
        await session.press("m", "enter")
        assert "not TOML" in session.text()
        assert config_path().read_text(encoding="utf-8") == "lang = "

    play(act, lang="en", universe=_universe())


# ── the dialog ──────────────────────────────────────────────────────────────────────────────────────

ENTRIES = (
    ListEntry("holdings", "持仓", 12, 2, ("中国移动", "中际旭创"), 1),
    ListEntry("watch", "观察", 3, 1, ("中国联通",)),
    ListEntry("empty", "empty"),
)


def dialog(lang: str = "en") -> ListsDialog:
    return ListsDialog("2 names", ENTRIES, 2, lang)


ANSWERS: tuple[tuple[str, list[str], str | None], ...] = (
    ("", ["enter"], "holdings"),
    ("", ["down", "enter"], "watch"),
    ("", ["up", "enter"], "empty"),
    ("观", ["enter"], "watch"),
    ("gc", ["enter"], "watch"),
    ("gc", ["down", "enter"], "gc"),
    ("hold", ["down", "enter"], "hold"),
    ("HOLDINGS", ["enter"], "holdings"),
    ("持仓", ["down", "enter"], "holdings"),
    ("新 单", ["enter"], "still open"),
    ("1x", ["enter"], "still open"),
    ("新单", ["enter"], "新单"),
    ("x", ["escape"], None),
)


def test_what_is_typed_finds_a_list_or_makes_one() -> None:
    got = answers_after(dialog, [(typed, keys) for typed, keys, _ in ANSWERS])
    assert got == [answer for _, _, answer in ANSWERS]


def test_what_enter_would_do_is_said() -> None:
    lines = text_after(dialog).splitlines()
    row = {name: next(line for line in lines if name in line) for name in ("持仓", "观察", "empty")}
    assert "* 持仓" in row["持仓"]
    assert "take 2 off" in row["持仓"]
    assert "+ 观察" in row["观察"]
    assert "put 1 on it" in row["观察"]
    assert "put 2 on it" in row["empty"]
    assert any("12 names: 中国移动 中际旭创 ...; 1 not in this book" in line for line in lines)
    said = text_after(dialog, "1 x")
    assert "A list's name is letters, digits, _ and -" in said
    assert "An empty list." in text_after(dialog, "up")


@pytest.mark.long
def test_any_window_and_hostile_text() -> None:
    def made() -> ListsDialog:
        return ListsDialog(NASTY, [ListEntry(NASTY, NASTY, 3, 1, (NASTY,) * 3)] * 40, 2, "zh")

    sizes = (*((width, 4) for width in range(1, 8)), (20, 5), (30, 9), (250, 70))
    assert try_windows(made, "down pagedown a backspace up pageup", sizes, "enter") == NASTY


def test_a_list_of_a_thousand_is_told_in_part() -> None:
    async def act(modal: Modal) -> str:
        return modal.text()

    entry = ListEntry("big", "big", 1000, 0, tuple(f"{n:06d}.SZ" for n in range(12)), 990)
    text = open_modal(lambda: ListsDialog("x", [entry], 1, "zh"), act)
    assert "1000 只：" in text
    assert "其中 990 只" in text


# ── another name, or none ───────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_list_is_renamed_where_it_stands(lang: str) -> None:
    async def act(session: Session) -> None:
        await _pick(session, "list", "holdings")
        await session.press("f")
        await session.type(" and pe26 < 20")
        await session.press("enter", "m", "f2")
        assert session.app.screen.query_one(Input).value == "holdings"
        await session.press("end", *["backspace"] * 8)
        await session.type("core")
        await session.press("enter")
        text = config_path().read_text(encoding="utf-8")
        assert 'core = ["600941.SH", "300308.SZ", "999999.SH"] # long' in text
        assert "# mine" in text
        assert session.codes == ["600941.SH"]
        assert "@core" in session.status
        assert _chosen(session) == ["core"]
        assert [e.id for e in _entries(session) if e and e.kind == "list"] == ["watch", "core"]
        await session.press("u")
        assert session.codes == ["600941.SH", "300308.SZ"]
        assert "@core" in session.status

    play(act, universe=_universe(), lang=lang)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_list_is_deleted_only_when_it_is_said_again(lang: str) -> None:
    async def act(session: Session) -> None:
        await _pick(session, "list", "watch")
        assert session.codes == ["600050.SH", "300502.SZ"]
        for keys in (("escape",), ("q",)):
            await session.press("m")
            await session.press("down", "f8", *keys)
            assert config_path().read_text(encoding="utf-8") == CONFIG
        await session.press("m")
        await session.press("down", "f8")
        assert {"zh": "观察：2 只", "en": "watching: 2 names"}[lang] in session.text()
        await session.press("enter")
        assert config_path().read_text(encoding="utf-8") == CONFIG[: CONFIG.index("watch.zh")]
        assert session.codes == COVERED
        assert [e.id for e in _entries(session) if e and e.kind == "list"] == ["holdings"]

    play(act, universe=_universe(), lang=lang)


REFUSED = (
    ('[queries]\ncheap = "@holdings and pe26 < 20"\n', "queries.cheap asks for the list holdings"),
    ('[views.mine]\nwhere = "@holdings"\n', "views.mine asks for the list holdings"),
    ('[alerts]\nlow = "@holdings and pe26 < 20"\n', "alerts.low asks for the list holdings"),
)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(("more", "said"), REFUSED)
def test_a_list_that_something_asks_for_stays(more: str, said: str) -> None:
    config_path().write_text(f"{CONFIG}{more}", encoding="utf-8")

    async def act(session: Session) -> None:
        for key in ("f2", "f8"):
            await session.press("m", key)
            assert not session.app.screen.is_modal
            assert said in session.text()

    play(act, universe=_universe(), lang="en", opened={"alerts": lambda: load_settings().alerts})


@pytest.mark.usefixtures("home")
def test_a_name_that_is_taken_or_none_is_told_and_a_new_list_has_none_yet() -> None:
    async def act(session: Session) -> None:
        for name, said in (("watch", "there is a list of this name"), ("1 x", "cannot be a list's name")):
            await session.press("m", "f2", "end", *["backspace"] * 8)
            await session.type(name)
            await session.press("enter")
            assert said in session.text().replace("\n", " ")
            assert session.app.screen.query_one(Input).value == name  # to be put right
            await session.press("escape")
            assert config_path().read_text(encoding="utf-8") == CONFIG
        await session.press("m")
        await session.type("brand-new")
        await session.press("f2", "f8")
        assert session.app.screen.query_one(Input).value == "brand-new"
        await session.press("escape", "m", "f2", "enter", "m", "f2", "escape")
        assert config_path().read_text(encoding="utf-8") == CONFIG

    play(act, universe=_universe(), lang="en")
