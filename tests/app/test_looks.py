"""Palettes and the colour of a rise: worn as the cursor moves, kept by enter, undone by esc; and readable."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.color import Color

from tests.app.modal import NASTY, answers_after, open_modal, text_after
from tests.app.session import Session, play
from tui.app.app import Kanpan
from tui.app.dialogs.looks import LookChoice, LooksDialog
from tui.app.palettes import CONTRAST, NIGHT, OWN, names, own, wear
from tui.app.session.life import Opened
from tui.errors import UnknownNameError

if TYPE_CHECKING:
    from rich.color import Color as RichColor

    from tests.app.modal import Modal

RULES = set("\u254c─▔▁▕▏▎▊▌▐│╭╮╰╯=|-_ \u2800")  # lines that separate, and bars, which numbers stand beside
LEAST = {NIGHT: 4.5, CONTRAST: 7.0}


# ── the dialog in the session ───────────────────────────────────────────────────────────────────────


def test_what_the_cursor_comes_to_is_worn_and_esc_brings_the_old_back() -> None:
    async def act(session: Session) -> None:
        app = session.app
        assert app.theme == NIGHT
        await session.press("P")
        await session.press("down")
        assert app.theme == CONTRAST
        await session.press("escape")
        assert app.theme == NIGHT
        await session.press("P")
        await session.press("down", "enter")
        assert app.theme == CONTRAST
        await session.press("P")
        await session.press("down")
        assert app.theme not in OWN
        await session.press("up", "enter")
        assert app.theme == CONTRAST

    play(act)


def test_a_rise_changes_its_colour_on_every_screen() -> None:
    async def act(session: Session) -> None:
        app = session.app
        await session.press("4")
        await session.settle_place()
        before = colours_of(session, "+")
        await session.press("P")
        await session.type("green up")
        assert app.opened.up == "green"
        await session.press("escape")
        assert app.opened.up == "red"
        assert colours_of(session, "+") == before
        await session.press("P")
        await session.type("green up")
        await session.press("enter")
        await session.settle_place()
        assert app.opened.up == "green"
        assert colours_of(session, "+") != before
        await session.press("1")
        assert session.grid.has_class("-green-up")
        await session.press("2")
        await session.settle_place()
        assert app.screen.has_class("-green-up")

    play(act, size=(160, 45), lang="en")


def colours_of(session: Session, sign: str) -> set[str]:
    """The colours of texts that begin with a sign and a digit."""
    return {
        Color.from_rich_color(segment.style.color).hex
        for strip in session.strips()
        for segment in strip
        if segment.style and segment.style.color and segment.text.strip()[:1] == sign
    }


@pytest.mark.long
def test_every_palette_draws_the_screens() -> None:
    async def act(session: Session) -> None:
        app = session.app
        await session.press("P")
        for palette in names(app):
            wear(app, palette)
            await session.settle()
            assert NIGHT in session.text()
            assert app.theme == palette
        await session.press("escape")
        assert app.theme == NIGHT

    play(act, size=(100, 40), painted=True)


def test_a_palette_that_there_is_not_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="unknown palette 'kanpan-nihgt'; nearest: kanpan-night"):
        Kanpan(Opened(load=lambda: None, palette="kanpan-nihgt"))  # type: ignore[arg-type,return-value]


# ── the dialog by itself ────────────────────────────────────────────────────────────────────────────

CHOICES = (
    LookChoice("palette", "one", "one", "about one", "dark", ("#102030", "#ffffff")),
    LookChoice("palette", "two", "two", "about two", "light", ("#102030",) * 40),
    LookChoice("palette", NASTY, NASTY, NASTY, NASTY),
    LookChoice("up", "red", "red up", "about up"),
    LookChoice("up", "green", "green up", "about up"),
)


def dialog(now: str = "two", worn: list[str] | None = None, lang: str = "en") -> LooksDialog:
    kept = [] if worn is None else worn
    return LooksDialog(CHOICES, now, lang, lambda choice: kept.append(choice.name))


def test_enter_gives_and_esc_does_not() -> None:
    asked: list[tuple[str, list[str]]] = [
        ("", ["enter"]), ("", ["up", "enter"]), ("green", ["enter"]), ("zzz", ["enter", "escape"]),
        ("", ["escape"]), ("", ["end", "enter"]),
    ]  # fmt: skip
    assert answers_after(dialog, asked)[:5] == ["palette:two", "palette:one", "up:green", None, None]


def test_the_cursor_begins_on_what_is_worn_and_tells_each_that_it_comes_to() -> None:
    worn: list[str] = []

    async def act(modal: Modal) -> None:
        await modal.press("up")
        await modal.press("down")
        assert worn[-2:] == ["one", "two"]
        assert "about two" in modal.text()

    open_modal(lambda: dialog(worn=worn), act)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [(20, 5), (40, 12), (80, 24), (200, 50)])
def test_it_fits_any_window(size: tuple[int, int], lang: str) -> None:
    text = text_after(lambda: dialog(lang=lang), "down", size)
    assert "\x1b" not in text
    if size[0] >= 80:
        assert ("Palettes" if lang == "en" else "配色") in text


# ── contrast ────────────────────────────────────────────────────────────────────────────────────────


def luminance(color: Color) -> float:
    """As WCAG 2 defines it."""
    parts = [v / 255 for v in (color.r, color.g, color.b)]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)
    assert contrast(Color.parse("#777"), Color.parse("#fff")) == pytest.approx(4.48, abs=0.01)


def faint(session: Session, least: float, where: str) -> list[str]:
    """Every text on the screen that is fainter than it may be."""
    out = []
    for strip in session.strips():
        for segment in strip:
            style = segment.style
            if style is None or not set(segment.text) - RULES:
                continue
            ink, ground = colour(style.color), colour(style.bgcolor)
            found = contrast(ink, ground)
            if found < least:
                out.append(f"{where}: {found:.2f} {ink.hex} on {ground.hex}: {segment.text.strip()!r}")
    return out


def colour(found: RichColor | None) -> Color:
    assert found is not None
    assert not found.is_default
    return Color.from_rich_color(found)


@pytest.mark.long
@pytest.mark.parametrize("palette", OWN)
def test_every_text_of_every_screen_is_readable(palette: str) -> None:
    async def act(session: Session) -> list[str]:
        out = faint(session, LEAST[palette], "1")
        await session.to_name("300627.SZ")
        await session.press("l", "l")
        out += faint(session, LEAST[palette], "1 moved")
        await session.press("tab")
        await session.settle()
        out += faint(session, LEAST[palette], "1 news")
        await session.press("tab")
        await session.press("down", "down")
        out += faint(session, LEAST[palette], "1 side bar")
        await session.press("escape")
        for key in "234567":
            await session.press(key)
            await session.settle_place()
            out += faint(session, LEAST[palette], key)
            await session.press("tab", "down")
            await session.settle_place()
            out += faint(session, LEAST[palette], f"{key} tab")
        return out

    assert not play(act, size=(160, 45), opened={"palette": palette}, painted=True)


@pytest.mark.parametrize("name", OWN)
def test_the_own_palettes_stand_by_themselves(name: str) -> None:
    palette = own(name)
    assert palette.name == name
    assert palette.dark
    made = palette.to_color_system().generate()
    ground = Color.parse(made["background"])
    for token in ("foreground", "text-primary", "text-accent", "text-warning", "text-error", "text-success"):
        assert contrast(Color.parse(made[token]), ground) >= LEAST[name], token
    assert contrast(ground, Color.parse("#ffffff")) > 15  # a dark room stays dark
