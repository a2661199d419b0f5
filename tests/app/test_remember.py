"""What a session leaves for the next: where it was left, in one file a book, which no other session tears."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.app.session import Session, play, universe_of
from tui.app.board import first_board, screen_columns
from tui.app.frames.look import PLAIN, Look
from tui.app.session import remembering
from tui.app.session.remembered import history, plain, sizes, trail
from tui.app.session.undo import Trail
from tui.app.start import begun, look_fields, look_of, view_fields, view_of
from tui.cli.session import remembered
from tui.remembered import LONGEST, book_path, common_path, joined, keep, place_of, recall
from tui.view.view import By, SortKey, View

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

SAID = {"lang": "en", "up": "red", "palette": ""}
BOOK = Path("/somewhere/a book")
HOSTILE: tuple[Any, ...] = (None, 1, -1, 1e308, True, "", "\x1b]52;c;x\x07", [], [[]], {}, {"a": {}}, "[red]")


@pytest.fixture(autouse=True)
def nobodys_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setattr(remembering, "EVERY", 0.01)


def visit(
    act: Callable[[Session], Awaitable[None]], *, leave: bool = True, book: Path = BOOK, **words: Any
) -> None:
    """A session that goes on where the one before was left, and is left by its key."""
    memory = remembered(book, SAID)

    async def go(session: Session) -> None:
        await act(session)
        if leave:
            await session.leave()

    opened: dict[str, Any] = {
        "remembers": True, "place": book, "held": memory.held, "wrong": memory.wrong, "settings": SAID,
        "up": memory.looks["up"], "palette": memory.looks["palette"],
    }  # fmt: skip
    play(go, lang=memory.looks["lang"], opened=opened, **words)


def held(book: Path = BOOK) -> dict[str, Any]:
    return recall(book_path(book))[0]


# ── a session after another ─────────────────────────────────────────────────────────────────────────


def test_a_session_goes_on_where_the_one_before_was_left() -> None:
    async def first(session: Session) -> None:
        await session.to_column("pe_2026E")
        await session.press("]", "g", "b")
        await session.to_name("300308.SZ")
        await session.press("f")
        await session.type("pe26 < 100")
        await session.press("enter")
        session.app.sizes["side"] = 30
        await session.press("6")
        await session.settle_place()

    async def second(session: Session) -> None:
        await session.until(lambda: session.app.place == "checks", "the screen")
        await session.press("1")
        board = session.app.board
        assert board is not None
        assert board.view.where == "pe26 < 100"
        assert board.view.sort == (SortKey("pe_2026E", descending=True),)
        assert board.view.by is By.THEME
        assert session.code == "300308.SZ"
        assert session.grid.column_key == "pe_2026E"
        assert not session.screen.query_one("#side").display
        assert session.app.sizes == {"side": 30}
        await session.press("u")
        assert session.app.board is not None
        assert session.app.board.view.where == ""
        await session.press("U")
        assert session.app.board.view.where == "pe26 < 100"
        await session.press("f")
        await session.press("up")
        assert "pe26 < 100" in session.text()
        await session.press("escape")

    visit(first)
    visit(second)


def test_language_palette_and_colours_are_remembered_for_every_book() -> None:
    async def first(session: Session) -> None:
        await session.press("L")
        session.app.wear("kanpan-contrast", "green")
        await session.settle()

    async def second(session: Session) -> None:
        assert session.app.lang == "zh"
        assert session.app.theme == "kanpan-contrast"
        assert session.grid.has_class("-green-up")

    visit(first)
    visit(second, book=Path("/another/book"))
    assert remembered(BOOK, {**SAID, "lang": "zh"}).looks["lang"] == "zh"
    changed = remembered(BOOK, {"lang": "en", "up": "red", "palette": "nord"})
    assert changed.looks == {"lang": "zh", "up": "green", "palette": "nord"}  # a later setting holds


def test_a_session_that_changes_nothing_writes_nothing() -> None:
    async def act(session: Session) -> None:
        for _ in range(6):
            session.app.look_for_changes()
            await session.settle()

    visit(act)
    assert not book_path(BOOK).exists()
    assert not common_path().exists()


def test_what_rests_is_written_while_the_session_runs() -> None:
    async def act(session: Session) -> None:
        await session.press("g")
        await session.until(lambda: held().get("view", {}).get("now") == {"by": "theme"}, "the file")

    visit(act, leave=False)


def test_what_is_being_typed_is_not_left_yet() -> None:
    async def act(session: Session) -> None:
        await session.press("f")
        await session.type("pe26 < 20")
        assert session.app.board is not None
        assert session.app.board.view.where
        session.app.write_now()

    visit(act, leave=False)
    assert "view" not in held()


def test_undo_goes_on_after_a_reload() -> None:
    async def act(session: Session) -> None:
        await session.press("g", "g")
        await session.press("r")
        await session.until(lambda: not [w for w in session.app.workers if not w.is_finished], "the reading")
        await session.press("u", "u")
        assert session.app.board is not None
        assert session.app.board.view.by is By.GROUP

    visit(act)


def test_two_sessions_keep_what_each_of_them_changed() -> None:
    async def outer(session: Session) -> None:
        await session.press("g")
        await session.until(lambda: "view" in held(), "the file")
        keep(book_path(BOOK), {"marks": ["300308.SZ"], "queries": ["pe26 < 9"]})  # another session's
        await session.press("2")
        await session.settle_place()

    visit(outer)
    found = held()
    assert found["marks"] == ["300308.SZ"]
    assert found["queries"] == ["pe26 < 9"]
    assert found["screen"] == "themes"
    assert found["view"]["now"] == {"by": "theme"}


def test_writers_beside_each_other_never_tear_the_file() -> None:
    path = book_path(BOOK)

    def work(name: str) -> None:
        for number in range(12):
            keep(path, {name: "x" * 1000 * number, "queries": [f"{name} {number}"]})

    threads = [threading.Thread(target=work, args=(name,)) for name in ("a", "b", "c")]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        if path.exists():
            json.loads(path.read_bytes())
    found = held()
    assert all(len(found[name]) == 11_000 for name in "abc")
    assert len(found["queries"]) == 36


def test_a_folder_that_cannot_be_written_is_told_once_and_quietly(tmp_path: Path) -> None:
    (tmp_path / "XDG_STATE_HOME").write_text("in the way")

    async def act(session: Session) -> None:
        await session.press("g")
        await session.until(lambda: "not remembered" in session.status, "the note")
        await session.press("g", "j")
        assert not session.app.note
        await session.press("g")
        for _ in range(5):
            session.app.look_for_changes()
            await session.settle()
        assert "not remembered" not in session.text()

    visit(act, size=(200, 50))


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"format": 99}', b"\xff\xfe", b"[" * 100_000])
def test_a_broken_file_is_a_problem_and_the_session_begins_anew(text: bytes) -> None:
    path = book_path(BOOK)
    path.parent.mkdir(parents=True)
    path.write_bytes(text)
    found, wrong = recall(path)
    assert not found
    assert [(problem.file, problem.what) for problem in wrong] == [
        (str(path), "what was remembered is not known")
    ]

    async def act(session: Session) -> None:
        await session.press("g")
        assert session.code

    visit(act)
    assert held()["view"]["now"] == {"by": "theme"}


def test_problems_of_a_broken_file_stand_among_those_of_loading() -> None:
    path = book_path(BOOK)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"{")

    async def act(session: Session) -> None:
        await session.until(lambda: session.app.board is not None, "the board")
        board = session.app.board
        assert board is not None
        assert "what was remembered is not known" in {problem.what for problem in board.universe.problems}

    visit(act, loaded=False)


def test_fresh_ignores_what_is_remembered() -> None:
    from tui.cli.session import Memory

    keep(book_path(BOOK), {"marks": ["300308.SZ"]})
    assert remembered(BOOK, SAID).held["marks"]
    assert Memory({}, SAID, ()).held == {}


# ── what does not fit ───────────────────────────────────────────────────────────────────────────────


def test_what_the_book_does_not_have_falls_away() -> None:
    universe = universe_of("")
    view = {
        "where": "nosuch > 3", "groups": ["operators", "gone"], "themes": ["gone"], "by": "rating",
        "sort": ["-pe_2026E", "gone"], "columns": ["code", "gone", "price"],
    }  # fmt: skip
    board = begun(universe, "en", {"view": {"now": view}, "marks": ["600941.SH", "gone"], "look": 7})
    assert board.view == View(
        groups=("operators",), by=By.RATING, sort=(SortKey("pe_2026E", descending=True),),
        columns=("code", "price"),
    )  # fmt: skip
    assert board.marks == ("600941.SH",)
    assert board.look == PLAIN
    nothing_left = begun(universe, "en", {"view": {"now": {"columns": ["gone"]}}})
    assert nothing_left.view.columns == screen_columns(universe)


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", ["view", "look", "marks", "cursor", "screen", "side", "sizes", "queries"])
def test_any_value_in_any_field_begins_a_session(name: str, value: Any) -> None:
    universe = universe_of("")
    for found in ({name: value}, {name: [value]}, {name: {"now": value, "widths": value, "before": value}}):
        board = begun(universe, "zh", found)
        assert len(board.arrangement.rows) == 13
        assert isinstance(place_of(found).screen, str)
        assert isinstance(trail(found), Trail)
        assert all(isinstance(cells, int) for cells in sizes(found).values())
        assert all(text.isprintable() for text in history(found, name))


def test_hostile_values_of_every_field_begin_a_session_on_the_screen() -> None:
    for value in (HOSTILE[5], [HOSTILE[6], "\x1b[31m"], {"now": {"where": "\x1b]0;x\x07"}}):
        book_path(BOOK).parent.mkdir(parents=True, exist_ok=True)
        names = ("view", "look", "marks", "cursor", "screen", "side", "sizes", "queries", "commands")
        book_path(BOOK).write_text(json.dumps({"format": 1, **dict.fromkeys(names, value)}))

        async def act(session: Session) -> None:
            assert len(session.codes) == 13
            assert "\x1b" not in session.text()

        visit(act)


# ── there and back ──────────────────────────────────────────────────────────────────────────────────

words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=12)
columns = st.sampled_from(sorted(universe_of("").columns))
views = st.builds(
    View,
    where=words,
    groups=st.tuples(words),
    themes=st.lists(words, max_size=2).map(tuple),
    sort=st.lists(st.builds(SortKey, columns, st.booleans()), max_size=3).map(tuple),
    columns=st.lists(columns, max_size=5).map(tuple),
    by=st.sampled_from(By),
    limit=st.none() | st.integers(1, 999),
)
looks = st.builds(
    Look,
    widths=st.dictionaries(words, st.integers(1, 80), max_size=3),
    decimals=st.dictionaries(words, st.integers(0, 6), max_size=3),
    frozen=st.none() | st.integers(0, 9),
    scales=st.frozensets(words, max_size=3),
)


@given(views, looks)
@settings(deadline=None, max_examples=60)
def test_views_and_looks_come_back_through_json(view: View, look: Look) -> None:
    universe = universe_of("")
    assert view_of(json.loads(json.dumps(view_fields(view, universe)))) == view
    assert look_of(json.loads(json.dumps(look_fields(look)))) == look


def test_default_columns_are_remembered_as_the_defaults() -> None:
    universe = universe_of("")
    board = first_board(universe, "en")
    assert view_fields(board.view, universe) == {}
    assert view_fields(replace(board.view, columns=("code",)), universe) == {"columns": ["code"]}


def test_a_trail_comes_back() -> None:
    board = first_board(universe_of(""), "en")
    one, two, three = (replace(View(), by=by) for by in (By.THEME, By.RATING, By.NONE))
    path = Trail((one, two), (three,))
    assert trail({"view": plain(board, "view", (board.view, path))}) == path


@given(st.lists(words, max_size=5), st.lists(words, max_size=5, unique=True))
def test_histories_grow_together(old: list[str], new: list[str]) -> None:
    found = joined(old, new)
    assert set(found) == {*old, *new}
    assert list(found[len(found) - len(new) :]) == new
    assert len(joined([str(n) for n in range(500)], new)) == LONGEST
