"""The columns dialog: what its keys do to the list and to the grid behind, and the ways out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.app.modal import NASTY, Modal, compare, open_modal, text_after, try_windows
from tests.app.session import FULLBOOK, Session, play
from tests.app.stage import check_grid_characters
from tui.app.dialogs.column_rows import heading, packed
from tui.app.dialogs.columns import ColumnsDialog
from tui.app.frames.columns import ColumnLine, Columns
from tui.app.frames.look import PLAIN, Look
from tui.app.keys import KEYS
from tui.text import cell_width, clean

if TYPE_CHECKING:
    from collections.abc import Mapping

LINES = (
    ColumnLine("code", "代码", "证券代码", "", ("代码", "code"), None),
    ColumnLine("name", "简称", "证券简称", "", ("简称", "name"), None),
    ColumnLine("price", "股价", "较新的价格", "", ("股价", "price"), 2),
    ColumnLine("pe_2026E", "市盈率 2026E", "市盈率", "price / EPS", ("PE26E", "pe", "市盈率"), 1),
    ColumnLine("themes", "主题", "所属的主题", "", ("主题", "themes"), None),
)
ALL = tuple(line.id for line in LINES)
START = Columns(ALL, frozenset(("code", "name", "price")))
SETS = {
    "1": ("估值", START.showing(("code", "pe_2026E"), frozenset({"pe_2026E"}))),
    "2": ("增长", None),
    "6": ("默认", START),
}


def dialog(lang: str = "zh", seen: list[Columns] | None = None) -> ColumnsDialog:
    def follow(columns: Columns) -> Mapping[str, int]:
        if seen is not None:
            seen.append(columns)
        return {name: columns.look.widths.get(name, 8) for name in columns.names}

    return ColumnsDialog(LINES, START, SETS, follow, lang)


def after(*keys: str) -> Any:
    """What the dialog gives after some keys."""

    async def act(modal: Modal) -> Any:
        await modal.press(*keys)
        return modal.answer

    return open_modal(dialog, act)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_dialog_is_exact(size: tuple[int, int], lang: str) -> None:
    compare(
        f"columns-{size[0]}x{size[1]}-{lang}", text_after(lambda: dialog(lang), "j j S + full_stop F", size)
    )


STEPS: tuple[tuple[str, tuple[str, ...], Look], ...] = (
    ("", ("code", "name", "price"), PLAIN),
    ("space", ("name", "price"), PLAIN),
    ("end space", ("code", "name", "price", "themes"), PLAIN),
    ("G space", ("code", "name", "price", "themes"), PLAIN),
    ("j j K", ("code", "price", "name"), PLAIN),
    ("J J", ("name", "price", "code"), PLAIN),
    ("alt+down", ("name", "code", "price"), PLAIN),
    ("space space space", ("price",), PLAIN),  # each goes on to the next; the last column stays
    ("space space j space k k space", ("pe_2026E",), PLAIN),
    ("j +", ("code", "name", "price"), Look({"name": 9})),
    ("j + + -", ("code", "name", "price"), Look({"name": 9})),
    ("j + 0", ("code", "name", "price"), PLAIN),
    ("j j full_stop", ("code", "name", "price"), Look(decimals={"price": 3})),
    ("j j comma comma comma", ("code", "name", "price"), Look(decimals={"price": 0})),
    ("full_stop S", ("code", "name", "price"), PLAIN),
    ("j j S", ("code", "name", "price"), Look(scales=frozenset({"price"}))),
    ("j j S S", ("code", "name", "price"), PLAIN),
    ("j j F", ("code", "name", "price"), Look(frozen=3)),
    ("j j F F", ("code", "name", "price"), PLAIN),
    ("end F +", ("code", "name", "price"), PLAIN),
    ("1", ("code", "pe_2026E"), Look(scales=frozenset({"pe_2026E"}))),
    ("1 6", ("code", "name", "price"), PLAIN),
    ("2", ("code", "name", "price"), PLAIN),
    ("j + 1", ("code", "pe_2026E"), Look({"name": 9}, scales=frozenset({"pe_2026E"}))),
    ("slash p e 2 6 enter space", ("code", "name", "price", "pe_2026E"), PLAIN),
    ("slash 市 enter space", ("code", "name", "price", "pe_2026E"), PLAIN),
    ("slash z t down enter space", ("code", "name", "price", "themes"), PLAIN),
    ("slash z z z enter space S J F + full_stop 0", ("code", "name", "price"), PLAIN),
    ("slash z z z escape space", ("name", "price"), PLAIN),
)


def test_what_the_keys_give() -> None:
    async def act(modal: Modal) -> list[tuple[str, tuple[str, ...], Look]]:
        got = []
        for keys, _, _ in STEPS:
            await modal.reopen()
            await modal.press(*keys.split(), "enter")
            assert isinstance(modal.answer, Columns), keys
            got.append((keys, modal.answer.names, modal.answer.look))
        return got

    assert open_modal(dialog, act) == list(STEPS)


@pytest.mark.parametrize("keys", ["escape", "space S escape", "slash a enter escape escape"])
def test_escape_gives_nothing(keys: str) -> None:
    assert after(*keys.split()) is None


def test_every_step_is_shown_and_no_other() -> None:
    seen: list[Columns] = []

    async def act(modal: Modal) -> None:
        await modal.press("j", "k", "slash", "p", "escape", "end", "F", "home")
        assert seen == [START]
        await modal.press("space")
        assert [one.names for one in seen] == [START.names, ("name", "price")]

    open_modal(lambda: dialog(seen=seen), act)


TOLD = (
    ("S", "文字列没有小数", "neither decimals nor a scale"),
    ("end +", "先按空格显示", "show the column first"),
    ("2", "没有那一组", "none of those columns"),
    ("space space space", "至少要留一列", "one column has to stay"),
    ("j j S", "最低的五分之一", "the end fifths"),
    ("end k", "price / EPS", "price / EPS"),
    ("slash z z z", "没有这样的列", "No column fits"),
)


@pytest.mark.parametrize(("lang", "side"), [("zh", 1), ("en", 2)])
def test_what_cannot_be_done_is_told(lang: str, side: int) -> None:
    async def act(modal: Modal) -> None:
        for case in TOLD:
            await modal.reopen()
            await modal.press(*case[0].split())
            assert case[side] in modal.text()
            assert case[side] not in modal.text().splitlines()[0]

    open_modal(lambda: dialog(lang), act, (100, 30))


def test_a_click_shows_or_hides() -> None:
    async def act(modal: Modal) -> None:
        lines = modal.lines()
        y = next(i for i, line in enumerate(lines) if "themes" in line)
        await modal.pilot.click(offset=(40, y))
        await modal.settle()
        await modal.press("enter")
        assert modal.answer.names == ("code", "name", "price", "themes")

    open_modal(dialog, act)


def test_its_keys_stand_at_its_foot() -> None:
    for lang, side in (("zh", 0), ("en", 1)):
        text = text_after(lambda lang=lang: dialog(lang), "", (80, 24))  # type: ignore[misc]
        foot = " ".join(text.splitlines()[-6:])
        for key in KEYS:
            if key.where == "columns" and key.short[side]:
                assert key.shown in foot
                assert key.short[side] in foot


@pytest.mark.long
def test_any_window_and_hostile_text() -> None:
    def made() -> ColumnsDialog:
        nasty = clean(NASTY)
        lines = [ColumnLine(f"{nasty}{i}", nasty, nasty, nasty, (nasty,), i % 3 or None) for i in range(200)]
        names = tuple(line.id for line in lines)
        return ColumnsDialog(
            lines, Columns(names, frozenset(names[:150])), SETS, lambda c: dict.fromkeys(c.names, 5), "zh"
        )

    sizes = ((1, 1), (3, 3), (20, 5), (30, 9), (250, 70))
    answer = try_windows(made, "j S + F space pagedown end slash a backspace enter", sizes, "enter")
    assert len(answer.shown) == 149


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_headings_and_packed_words_keep_their_width(lang: str) -> None:
    assert cell_width(heading(12, lang)) == cell_width(heading(12, "zh")) + (0 if lang == "zh" else -2)
    groups = [(("key", "bold"), (" word", ""))] * 9
    for width in (1, 5, 9, 20, 80):
        lines = packed(groups, width).plain.split("\n")
        assert all(cell_width(line) <= width for line in lines)
        assert "".join(lines).count("key") == 9 or width < 8


# ── in the session ──────────────────────────────────────────────────────────────────────────────────


def test_the_grid_follows_and_undo_brings_the_columns_back() -> None:
    async def act(session: Session) -> None:
        before = session.columns
        await session.press("c", "j", "j", "space")
        assert session.columns == [name for name in before if name != "rating"]
        await session.press("enter")
        assert session.columns == [name for name in before if name != "rating"]
        await session.press("u")
        assert session.columns == before
        await session.press("U")
        assert session.columns == [name for name in before if name != "rating"]

    play(act)


def test_escape_leaves_everything_as_it_was() -> None:
    async def act(session: Session) -> None:
        before, widths = session.columns, [c.cells for c in session.grid.source.columns]
        await session.press("c", "1", "j", "+", "S", "F", "escape")
        assert session.columns == before
        assert [c.cells for c in session.grid.source.columns] == widths
        board = session.app.board
        assert board is not None
        assert board.look == PLAIN
        await session.press("u")
        assert session.columns == before

    play(act)


@pytest.mark.parametrize("book", ["", str(FULLBOOK)])
def test_every_ready_set_makes_a_grid_in_line(book: str) -> None:
    async def act(session: Session) -> None:
        for number in "123456":
            await session.press("c", number, "enter")
            board = session.app.board
            assert board is not None
            assert set(session.columns) <= set(board.universe.columns)
            assert session.columns[:2] == ["code", "name"]
            assert [cell_width(line) for line in session.lines()] == [120] * 40
            check_grid_characters(session)

    play(act, size=(120, 40), lang="en", book=book)


def test_widths_decimals_and_freezing_reach_the_grid_and_no_export() -> None:
    async def act(session: Session) -> None:
        await session.press("c", "j", "j", "j", "full_stop", "+", "+", "F", "enter")
        column = session.grid.source.columns[3]
        assert (column.key, column.width, column.frozen) == ("price", 11, True)
        assert session.grid.source.cell(0, 3)[0].strip() == "87.480"
        assert [c.frozen for c in session.grid.source.columns[:5]] == [True, True, True, True, False]
        board = session.app.board
        assert board is not None
        assert board.view.columns == tuple(session.columns)
        await session.press("c", "j", "j", "j", "0", "F", "enter")
        assert board.look != session.app.board.look == PLAIN  # type: ignore[union-attr]

    play(act, size=(160, 45))


def test_a_narrowed_number_is_told_and_never_cut() -> None:
    async def act(session: Session) -> None:
        await session.press("c", "j", "j", "j", "-", "-", "-", "enter")
        shown = [session.grid.source.cell(row, 3)[0].strip() for row in range(13)]
        assert shown[3] == "#####"
        assert shown[1] == "5.43"

    play(act)


def test_another_book_under_the_dialog_does_no_harm() -> None:
    async def act(session: Session) -> None:
        await session.press("c", "space")
        session.app.read()
        await session.until(lambda: not [w for w in session.app.workers if not w.is_finished], "the book")
        await session.press("j", "space", "enter")
        assert "code" not in session.columns

    play(act)
