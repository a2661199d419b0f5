"""Up and down in colour, and all of it told without colour too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.app.session import FULLBOOK, Session, play
from tests.app.stage import cells_of, rows_on_screen, style_of

if TYPE_CHECKING:
    from rich.style import Style

SIZE = (200, 50)


def _rgb(style: Style) -> tuple[int, int, int]:
    assert style.color is not None
    red, green, blue = style.color.get_truecolor()
    return red, green, blue


def _tone(style: Style) -> str:
    red, green, blue = _rgb(style)
    return "red" if red > max(green, blue) + 40 else "green" if green > max(red, blue) + 40 else ""


async def _changes(session: Session, column: str) -> dict[str, str]:
    """What a column shows → the colour it is shown in, over the rows on the screen."""
    out = {}
    await session.to_column("code")
    for _, row in rows_on_screen(session):
        text = cells_of(session, row)[column][0].strip()
        out[text] = _tone(style_of(session, row, column))
    return out


@pytest.mark.parametrize(("up", "colours"), [("red", ("red", "green")), ("green", ("green", "red"))])
def test_a_rise_and_a_fall_have_their_colours_and_signs(up: str, colours: tuple[str, str]) -> None:
    async def act(session: Session) -> dict[str, str]:
        return await _changes(session, "price_change_pct")

    seen = play(act, size=SIZE, opened={"up": up})
    assert len(seen) == 13
    for text, colour in seen.items():
        assert text[0] in "+-"
        assert colour == colours[text[0] == "-"], text
    assert {text[0] for text in seen} == {"+", "-"}


def test_no_change_and_no_figure_have_no_colour() -> None:
    async def act(session: Session) -> dict[str, str]:
        return await _changes(session, "price_change_pct")

    seen = play(act, size=SIZE, book=str(FULLBOOK))
    assert seen["0.00"] == ""
    assert seen["--"] == ""
    assert seen["+10.00"] == "red"
    assert seen["-20.00*"] == "green"


def test_growth_rates_carry_signs() -> None:
    async def act(session: Session) -> list[str]:
        return [cells_of(session, row)["eps_cagr"][0].strip() for _, row in rows_on_screen(session)]

    seen = play(act, size=SIZE, book=str(FULLBOOK), lang="en")
    assert {"+50.0%", "-20.0%", "nm", "n/c", "--"} <= set(seen)


def test_doubtful_cells_are_marked_and_stand_out() -> None:
    async def act(session: Session) -> None:
        await session.to_column("code")
        doubt = next(row for _, row in rows_on_screen(session) if session.codes[row] == "300627.SZ")
        shown = cells_of(session, doubt)
        assert shown["pe_2026E"][0].endswith("27.7!")
        assert shown["eps_2027E"][0].endswith("1.03!")
        assert shown["pe_2025A"][0].endswith("32.8 ")
        marked, plain = style_of(session, doubt, "pe_2026E"), style_of(session, doubt, "pe_2025A")
        assert marked.bold
        assert not plain.bold
        assert _rgb(marked) != _rgb(plain)

    play(act, size=SIZE)


def test_without_colour_marks_and_signs_say_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    async def act(session: Session) -> str:
        for strip in session.strips():
            for segment in strip:
                for colour in (segment.style.color, segment.style.bgcolor) if segment.style else ():
                    if colour is not None and not colour.is_default:
                        assert len(set(colour.get_truecolor())) == 1, f"{colour} in {segment.text!r}"
        row = session.grid.cursor_row
        assert style_of(session, row, session.grid.column_key).reverse
        return session.text()

    coloured = play(_text, size=SIZE)
    monkeypatch.setenv("NO_COLOR", "1")
    bare = play(act, size=SIZE)
    assert bare == coloured
    assert "27.7!" in bare
    assert "2,867.1~" in bare
    assert "+43.08*" in bare
    assert "-24.36*" in bare


async def _text(session: Session) -> str:
    return session.text()
