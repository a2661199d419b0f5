"""The list of saved views and queries: typing narrows it, enter gives a kind and a name."""

from __future__ import annotations

import pytest

from tests.app.modal import NASTY, Modal, answers_after, compare, open_modal, text_after, try_windows
from tui.app.dialogs.views import KINDS, SavedEntry, ViewsDialog, fits

ENTRIES = (
    SavedEntry("view", "reasonable-growth", "合理增长", "@reasonable-growth", "kanpan"),
    SavedEntry("view", "mine", "mine", "", "config.toml:12"),
    SavedEntry("query", "loss-makers", "亏损", "pe.fy0 is loss or pe.fy1 is loss", "kanpan"),
    SavedEntry("query", "cheap-in-group", "组内便宜", "pe.fy1 < median(pe.fy1 by group)", "book/book.toml:3"),
    SavedEntry("view", "cheap-in-group", "组内便宜", "@cheap-in-group", "book/book.toml:9"),
)


def dialog(lang: str = "zh") -> ViewsDialog:
    return ViewsDialog(ENTRIES, lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_list_is_exact(size: tuple[int, int], lang: str) -> None:
    compare(f"views-{size[0]}x{size[1]}-{lang}", text_after(lambda: dialog(lang), "down", size))


@pytest.mark.parametrize("width", range(1, 8))
def test_a_window_too_narrow_for_any_cell(width: int) -> None:
    for keys in ("", "z z z"):
        text_after(dialog, keys, (width, 4))


ANSWERS: tuple[tuple[str, list[str], str | None], ...] = (
    ("", ["enter"], "view:reasonable-growth"),
    ("", ["down", "enter"], "view:mine"),
    ("", ["down", "down", "enter"], "view:cheap-in-group"),
    ("", ["down", "down", "down", "enter"], "query:loss-makers"),
    ("", ["up", "enter"], "query:cheap-in-group"),
    ("", ["pagedown", "enter"], "query:cheap-in-group"),
    ("亏", ["enter"], "query:loss-makers"),
    ("ks", ["enter"], "query:loss-makers"),
    ("hlzz", ["enter"], "view:reasonable-growth"),
    ("cheap", ["down", "enter"], "query:cheap-in-group"),
    ("CHEAP-in", ["enter"], "view:cheap-in-group"),
    ("znpy", ["down", "enter"], "query:cheap-in-group"),
    ("zzzz", ["enter"], "still open"),
    ("zzzz", ["enter", "escape"], None),
    ("", ["escape"], None),
    ("q", ["escape"], None),
)


def test_what_is_typed_narrows_and_enter_gives() -> None:
    got = answers_after(dialog, [(typed, keys) for typed, keys, _ in ANSWERS])
    assert got == [answer for _, _, answer in ANSWERS]


def test_the_cursor_stays_on_its_entry_while_it_fits() -> None:
    async def act(modal: Modal) -> None:
        await modal.press("down", "down")
        await modal.type("zn")
        assert "Queries" in modal.text()
        assert "book/book.toml:9" in modal.text()
        await modal.type("x")
        assert "No view or query fits." in modal.text()
        assert "book/book.toml:9" not in modal.text()
        await modal.press("backspace", "backspace", "backspace")
        assert "reasonable-growth" in modal.text()
        await modal.press("enter")
        assert modal.answer == "view:cheap-in-group"  # the first that fitted on the way back

    open_modal(lambda: dialog("en"), act)


def test_only_kinds_that_are_there_have_a_heading() -> None:
    text = text_after(lambda: ViewsDialog([e for e in ENTRIES if e.kind == "query"], "en"))
    lines = [line.split()[:2] for line in text.splitlines()]
    assert ["│", "Queries"] in lines
    assert ["│", "Views"] not in lines
    assert "No view or query fits." in text_after(lambda: ViewsDialog([], "en"))


@pytest.mark.long
def test_any_window_and_hostile_text() -> None:
    def made() -> ViewsDialog:
        entries = [SavedEntry(kind, NASTY, NASTY, NASTY, NASTY) for kind in KINDS] * 30
        return ViewsDialog(entries, "zh")

    sizes = ((1, 1), (3, 3), (14, 5), (30, 9), (250, 70))
    answer = try_windows(made, "down pagedown a backspace up pageup", sizes, "enter")
    assert answer == f"view:{NASTY}"


@pytest.mark.parametrize(
    ("typed", "fitting"),
    [
        *((text, True) for text in ("", " ", "组内", "zn", "ZNBY", "znpy", "cheap", "Cheap-In", "便宜")),
        *((text, False) for text in ("cig", "median", "book", "query", "[", "znb!")),
    ],
)
def test_fits(typed: str, fitting: bool) -> None:
    assert fits(ENTRIES[3], typed) is fitting
