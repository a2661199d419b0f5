"""Keys of the grid, pressed: moving, finding, sorting, regrouping."""

from __future__ import annotations

from math import isnan

import pytest
from textual.widgets import Input

from tests.app.session import COVERED, FULLBOOK, Session, optical, play, universe_of
from tests.app.stage import cells_of
from tui.app.grid.grid import Grid

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
            assert session.focus == "find"
            await session.type(text)
            await session.press("enter")
            seen.append((text, session.code))
            assert session.focus == "grid"
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
        assert session.focus == "grid"
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
        await optical(session)
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
        await optical(session)
        slot = next(s for s in session.grid._layout.slots if session.columns[s.column] == "pe_2026E")
        for expected in (BY_PE26, BY_PE26[::-1], BY_PE26):
            await session.pilot.click(Grid, offset=(slot.x + 1, 0))
            await session.settle()
            assert session.codes == expected

    play(act)


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
    for seen, backwards in ((up, False), (down, True)):
        held = [v for v in seen if not isnan(v)]
        assert held == sorted(held, reverse=backwards)
        assert len(held) < len(seen)
        assert all(isnan(v) for v in seen[len(held) :])
