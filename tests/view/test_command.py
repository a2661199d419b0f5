"""The shell command that a view is."""

from __future__ import annotations

import shlex
from datetime import date
from typing import Any

import pytest

from tui.cli.export import command as export
from tui.view.command import export_command
from tui.view.resolve import words
from tui.view.view import By, View, parse_sort


@pytest.mark.parametrize(
    ("view", "more", "line"),
    [
        (View(), {}, "kanpan export --by group"),
        (
            View(by=By.NONE, sort=parse_sort("group,-pe_2026E")),
            {},
            "kanpan export --by none --sort=group,-pe_2026E",
        ),
        (View(sort=parse_sort("-price")), {}, "kanpan export --by group --sort=-price"),
        (
            View(groups=("optical", "a b"), themes=("5g-a",), columns=("code", "pb"), limit=0),
            {},
            "kanpan export --group optical --group 'a b' --theme 5g-a --by group --columns code,pb --limit 0",
        ),
        (
            View(),
            {"book": "my book", "as_of": date(2026, 4, 15), "na": ("pe_ttm=0",)},
            "kanpan export 'my book' --as-of 2026-04-15 --na pe_ttm=0 --by group",
        ),
        (View(), {"book": "-b"}, "kanpan export --book -b --by group"),
        (View(), {"book": "$(rm -rf ~)"}, "kanpan export '$(rm -rf ~)' --by group"),
    ],
    ids=str,
)
def test_commands(view: View, more: dict[str, Any], line: str) -> None:
    assert export_command(view, **more) == line


@pytest.mark.parametrize(
    "view",
    [
        View(),
        View(by=By.THEME, themes=("5g-a", "gnss"), limit=7),
        View(
            by=By.NONE,
            groups=("a b", "'; rm", "$HOME"),
            sort=parse_sort("-a,b"),
            columns=("code", "my score"),
        ),
    ],
    ids=str,
)
@pytest.mark.parametrize("book", [None, "my book", "-b", "看盘"])
def test_the_command_reads_back_as_the_view(view: View, book: str | None) -> None:
    line = export_command(view, book=book, as_of=date(2026, 7, 3), na=("pe_ttm=0", "pb=-1"))
    program, name, *arguments = shlex.split(line)
    assert (program, name) == ("kanpan", "export")
    given = export.make_context("export", list(arguments)).params
    assert (given["book"] or given["book_option"]) == book
    assert given["as_of"] == date(2026, 7, 3)
    assert given["na"] == ("pe_ttm=0", "pb=-1")
    again = View(
        groups=given["group"],
        themes=given["theme"],
        sort=parse_sort(given["sort"] or ""),
        columns=words(given["columns"] or ""),
        by=By(given["by"]),
        limit=given["limit"],
    )
    assert again == view
