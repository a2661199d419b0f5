"""A style sheet read anew says what one of Textual's own says."""

from __future__ import annotations

import pytest
from textual.css.stylesheet import Stylesheet

from tui.app.sheet import Sheet

SOURCES = {
    "one rule": ["Grid { color: $primary; }"],
    "two files": ["Grid { color: $primary; }", "#side { background: $surface; Grid { color: $surface; } }"],
    "nothing": [],
}


def _css(kind: type[Stylesheet], sources: list[str]) -> list[str]:
    """What a sheet says at first, with other colours, and with one source more."""
    sheet = kind(variables={"primary": "red", "surface": "black"})
    for number, source in enumerate(sources):
        sheet.add_source(source, read_from=(f"{number}.tcss", ""))
    said = [sheet.css]
    sheet.set_variables({"primary": "green", "surface": "white"})
    sheet.reparse()
    said.append(sheet.css)
    sheet.add_source("Late { color: $primary; }", read_from=("late.tcss", ""))
    return [*said, sheet.css]


@pytest.mark.parametrize("sources", SOURCES.values(), ids=SOURCES)
def test_it_says_what_textuals_own_says(sources: list[str]) -> None:
    said = _css(Sheet, sources)
    assert said == _css(Stylesheet, sources)
    assert len(set(said)) == (3 if sources else 2)
