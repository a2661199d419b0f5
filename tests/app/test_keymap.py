"""Other keys from the settings: what a key is called, what clashes, and what the session then does."""

from __future__ import annotations

from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.keys import _character_to_key
from textual.widgets import Input

from tests.app.session import COVERED, Session, play, universe_of
from tui.app.dialogs.help import Here, help_text
from tui.app.keys import KEYS, TWINS, key_line
from tui.app.session.everything import actions
from tui.app.session.keymap import PLAIN, Keymap, key_name, keymap_of, shown, together
from tui.settings import KeyWish, load_settings

if TYPE_CHECKING:
    from pathlib import Path

IDS = [key.id for key in KEYS]


def wishes(**keys: object) -> list[KeyWish]:
    """grid__down='x' → the wish of grid.down, each on its own line."""
    named = {name.replace("__", "."): value for name, value in keys.items()}
    return [KeyWish(name, value, "config.toml", line) for line, (name, value) in enumerate(named.items(), 1)]


# ── names of keys ───────────────────────────────────────────────────────────────────────────────────

NAMES = (
    ("j", "j"), ("J", "J"), ("/", "slash"), ("slash", "slash"), ("Ctrl+N", "ctrl+n"), ("ctrl+n", "ctrl+n"),
    ("PgDn", "pagedown"), ("esc", "escape"), ("return", "enter"), ("F5", "f5"), ("alt+Left", "alt+left"),
    ("shift+ctrl+up", "ctrl+shift+up"), ("-", "minus"), ("+", "plus"), ("ctrl++", "ctrl+plus"),
    ("ctrl+/", "ctrl+slash"), (",", "comma"), ("，", "fullwidth_comma"),
    ("space", "space"), ("_", "underscore"), ("shift+tab", "shift+tab"), ("@", "at"), ("中", "中"),
)  # fmt: skip
WRONG = (
    ("pgdwn", "no key is called 'pgdwn'; nearest: pagedown"),
    ("crtl+n", "no key is called 'crtl+n'; nearest: ctrl+n"),
    ("ctrl+pgdwn", "no key is called 'ctrl+pgdwn'; nearest: ctrl+pagedown"),
    ("", "no key is called ''"),
    ("zzzzzz", "no key is called 'zzzzzz'"),
    ("\x1b", "no key is called '\N{SYMBOL FOR ESCAPE}'"),
    ("shift+a", "no terminal sends 'shift+a'; write 'A'"),
    ("ctrl+i", "terminals send 'ctrl+i' as 'tab'"),
    ("ctrl+", "no key is called 'ctrl+'"),
)


@pytest.mark.parametrize(("word", "name"), NAMES)
def test_what_a_user_writes_is_a_key(word: str, name: str) -> None:
    assert key_name(word) == (name, "")


@pytest.mark.parametrize(("word", "why"), WRONG)
def test_what_is_no_key_is_told_with_the_nearest(word: str, why: str) -> None:
    name, wrong = key_name(word)
    assert name == ""
    assert wrong.startswith(why)


def test_signs_are_called_as_textual_calls_them() -> None:
    for char in [*map(chr, range(33, 127)), *TWINS.values()]:
        assert key_name(char) == (_character_to_key(char), "")
        assert shown(key_name(char)[0]) == char


@given(st.text(max_size=12))
def test_any_text_is_a_key_or_is_told(word: str) -> None:
    name, wrong = key_name(word)
    assert bool(name) != bool(wrong)
    assert "," not in name


# ── wishes ──────────────────────────────────────────────────────────────────────────────────────────


def test_without_wishes_the_table_is_as_it_stands() -> None:
    assert keymap_of([]) == PLAIN
    assert PLAIN.table is KEYS


def test_a_wish_takes_the_place_of_the_keys() -> None:
    keymap = keymap_of(wishes(grid__down="Ctrl+N, f5", find__open="/, ctrl+f", view__undo=["ctrl+z", "，"]))
    assert not keymap.problems
    assert keymap.changed == {
        "grid.down": "ctrl+n,f5", "find.open": "slash,ctrl+f,／", "view.undo": "ctrl+z,fullwidth_comma",
    }  # fmt: skip
    assert {key.id: key.shown for key in keymap.table if key.id in keymap.changed} == {
        "grid.down": "ctrl+n, f5", "find.open": "/, ctrl+f", "view.undo": "ctrl+z, ，",
    }  # fmt: skip
    assert [key.id for key in keymap.table] == IDS


PROBLEMS = (
    ({"grid__dwn": "x"}, "keys.grid.dwn: no binding has that id; nearest: grid.down"),
    ({"zzz": "x"}, "keys.zzz: no binding has that id; `kanpan keys` lists them; left out"),
    ({"grid__down": 3}, "keys.grid.down: expected a key"),
    ({"grid__down": ""}, "keys.grid.down: expected a key"),
    ({"grid__down": ["a", 3]}, "keys.grid.down: expected a key"),
    ({"grid__down": "pgdwn"}, "keys.grid.down: no key is called 'pgdwn'"),
    ({"grid__down": "k"}, "keys.grid.down: 'k' is grid.up (previous row) already"),
    ({"grid__down": "q"}, "keys.grid.down: 'q' is app.quit (quit) already"),
    ({"grid__down": "n"}, "keys.grid.down: 'n' is find.next (next match) already"),
    ({"app__reload": "n"}, "keys.app.reload: 'n' is find.next (next match) already"),
    ({"view__undo": "f7", "view__redo": "f7"}, "keys.view.redo: 'f7' is view.undo (undo the last"),
    ({"finder__down": "j"}, "keys.finder.down: 'j' types text there"),
    ({"": 3}, "keys: expected a table, [keys]"),
)


@pytest.mark.parametrize(("asked", "said"), PROBLEMS)
def test_what_cannot_be_is_told_and_the_rest_holds(asked: dict[str, object], said: str) -> None:
    keymap = keymap_of(wishes(**asked, app__looks="f9"))
    assert [str(one).partition("config.toml:")[2].partition(": ")[2] for one in keymap.problems]
    assert len(keymap.problems) == 1
    assert said in str(keymap.problems[0])
    assert keymap.problems[0].line == len(asked)
    assert keymap.changed["app.looks"] == "f9"


def test_keys_change_places_and_a_refused_wish_gives_its_own_back() -> None:
    swapped = keymap_of(wishes(view__undo="U", view__redo="u"))
    assert (swapped.problems, swapped.changed) == ((), {"view.undo": "U", "view.redo": "u"})
    refused = keymap_of(wishes(view__undo="U", view__redo="nokey"))  # U is redo's again
    assert [one.what for one in refused.problems] == ["keys.view.undo", "keys.view.redo"]
    assert not refused.changed


def test_the_way_out_stays() -> None:
    assert keymap_of(wishes(app__quit="f10")).changed == {"app.quit": "f10,ctrl+q"}


def test_parts_that_are_never_alive_together_share_keys() -> None:
    assert not keymap_of(wishes(news__name="n")).problems  # find.next stands on another screen
    assert not keymap_of(wishes(list__down="l")).problems  # the grid has no focus while a list has it
    assert together("grid", "watchlist")
    assert not together("grid", "list")
    assert not together("dialog", "app")


def clashes(keymap: Keymap) -> list[tuple[str, str, str]]:
    return [
        (one.id, other.id, key)
        for one, other in combinations(keymap.table, 2)
        if together(one.where, other.where)
        for key in {*one.keys.split(",")} & {*other.keys.split(",")}
    ]


def test_the_table_itself_has_no_clash() -> None:
    assert clashes(PLAIN) == []


some_keys = st.sampled_from(
    ["j", "k", "n", "u", "U", "/", "?", "f5", "ctrl+n", "q", "tab", "x,y", "nokey", "z"]
)


@given(st.lists(st.tuples(st.sampled_from([*IDS, "no.id"]), some_keys), max_size=8, unique_by=lambda p: p[0]))
def test_whatever_is_wished_nothing_clashes_and_nothing_is_lost(asked: list[tuple[str, str]]) -> None:
    keymap = keymap_of([KeyWish(name, keys, "f", line) for line, (name, keys) in enumerate(asked, 1)])
    assert clashes(keymap) == []
    told = {one.what.removeprefix("keys.") for one in keymap.problems}
    assert told | set(keymap.changed) == {name for name, _ in asked}
    assert not told & set(keymap.changed)


# ── the settings ────────────────────────────────────────────────────────────────────────────────────

FILES: tuple[tuple[str, list[tuple[str, object, int]]], ...] = (
    ('[keys]\n"grid.down" = "f5"\n', [("grid.down", "f5", 2)]),
    ('lang = "en"\n\n[keys]\n# grid.up = "x"\ngrid.up = "f6"\n', [("grid.up", "f6", 5)]),
    ('[views.a]\nwhere = ""\n[keys.grid]\nup = "f6"\ndown = ["f7", "x"]\n',
     [("grid.up", "f6", 4), ("grid.down", ["f7", "x"], 5)]),
    ('keys."grid.up" = "f6"\n', [("grid.up", "f6", 1)]),
    ('keys = {"grid.up" = "f6"}\n', [("grid.up", "f6", 1)]),
    ("keys = 3\n", [("", 3, 1)]),
    ("[keys]\n", []),
    ("", []),
)  # fmt: skip


@pytest.mark.parametrize(("text", "held"), FILES)
def test_the_settings_hold_every_wish_with_its_line(
    tmp_path: Path, text: str, held: list[tuple[str, object, int]]
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    assert [(w.id, w.keys, w.line) for w in load_settings(path).keys] == held


# ── the session ─────────────────────────────────────────────────────────────────────────────────────


def remapped(session: Session, **keys: object) -> None:
    session.app.take_keys(keymap_of(wishes(**keys)))


def test_the_session_follows_other_keys() -> None:
    async def act(session: Session) -> None:
        remapped(
            session, grid__down="ctrl+n", find__open="ctrl+f", view__copy="Y", query__open="?", app__help="f2"
        )
        await session.press("ctrl+n", "j", "ctrl+n")
        assert session.code == COVERED[2]  # j is nobody's now
        await session.press("/")
        assert not session.app.screen.query(Input)
        await session.press("ctrl+f")
        await session.type("Y?zgyd")  # letters are text in a line, whoever has them elsewhere
        assert session.app.screen.query_one(Input).value == "Y?zgyd"
        await session.press("escape", "f2")
        assert "ctrl+n" in session.text()

    play(act, size=(100, 40), lang="en")


def test_full_width_twins_go_with_their_sign() -> None:
    async def act(session: Session) -> None:
        remapped(session, view__sidebar="?", app__help="ctrl+y, /", find__open="f4")
        await session.press("／")
        assert type(session.app.screen).__name__ == "HelpDialog"
        await session.press("escape", "？")
        assert type(session.app.screen).__name__ == "Watchlist"
        assert not session.screen.query_one("#side").display

    play(act)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help_palette_and_key_line_show_other_keys(lang: str) -> None:
    table = keymap_of(wishes(find__open="ctrl+f", app__help="f2")).table
    told = help_text(Here("watchlist", "grid"), table, lang, 80).plain
    assert "  ctrl+f         " in told
    assert ("f2", "帮助" if lang == "zh" else "help") in key_line(lang, keys=table)
    assert {one.id: one.tail for one in actions("watchlist", table, lang)}["find.open"] == "ctrl+f"


def test_the_users_own_keys_hold_from_the_first_and_faults_stand_among_the_problems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    (tmp_path / "kanpan").mkdir()
    (tmp_path / "kanpan" / "config.toml").write_text(
        '[keys]\n"grid.down" = "f5"\n"grid.pu" = "x"\n', encoding="utf-8"
    )

    async def act(session: Session) -> None:
        await session.until(lambda: session.app.board, "the book")
        await session.settle()
        await session.press("f5")
        assert session.code == COVERED[1]
        board = session.app.board
        assert board is not None
        told = [str(one) for one in board.universe.problems]
        assert [
            one
            for one in told
            if "config.toml:3: keys.grid.pu: no binding has that id; nearest: grid.up" in one
        ]
        await session.press("r")
        await session.until(lambda: session.app.board is not board, "the book again")
        assert session.app.board is not None
        assert len(session.app.board.universe.problems) == len(told)
        session.send("6")
        await session.settle_place()
        assert "keys.grid.pu" in session.text()

    universe = universe_of()
    play(act, opened={"remembers": True, "load": lambda: universe}, loaded=False, lang="en")


def _is_another(session: Session, before: object) -> bool:
    return session.app.board is not before


def test_reload_takes_the_keys_of_the_settings_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    (tmp_path / "kanpan").mkdir()
    path = tmp_path / "kanpan" / "config.toml"

    async def act(session: Session) -> list[tuple[str, str, int]]:
        await session.until(lambda: session.app.board, "the book")
        out: list[tuple[str, str, int]] = []
        for text in (
            '[keys]\n"grid.down" = "f5"\n"app.help" = "f2"\n',
            '[keys]\n"grid.down" = "f6"\n"grid.pu" = "x"\n',
            '[keys]\n"grid.down" = "f6"\n"grid.pu" = "x"\n',
            "[keys\n",
            "",
            "",
        ):
            path.write_text(text, encoding="utf-8")
            before = session.app.board
            await session.press("r")
            if text != "[keys\n":
                await session.until(partial(_is_another, session, before), "the reload")
            await session.settle()
            toast = [str(note.message) for note in session.app._notifications][-1]
            moved = []
            for key in ("f5", "f6", "j"):
                await session.press("home", key)
                if session.code != COVERED[0]:
                    moved.append(key)
            assert ("f2 help" in session.text()) == (out == []), text
            board = session.app.board
            assert board is not None
            out.append((toast, " ".join(moved), len(board.universe.problems)))
        return out

    told = "reloaded, and the keys as the settings have them now"
    assert play(act, lang="en", opened={"remembers": True}) == [
        (told, "f5", 0),
        (told, "f6", 1),
        ("reloaded", "f6", 1),
        ("reloaded", "f6", 1),  # the settings cannot be read: the keys stay
        (told, "j", 0),
        ("reloaded", "j", 0),
    ]
