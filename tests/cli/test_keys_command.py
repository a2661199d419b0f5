"""`kanpan keys`: the table as data, the user's own keys in it, and what is wrong with them on stderr."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.runs import good, inside, kanpan, refused
from tui.app.keys import KEYS, PLACES

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_key_in_both_languages(lang: str) -> None:
    side = 0 if lang == "zh" else 1
    rows = good("keys", "--lang", lang).rows
    assert [tuple(v.removeprefix("'") for v in row.values()) for row in rows] == [
        (key.id, PLACES[key.where][side], key.shown, (key.zh, key.en)[side]) for key in KEYS
    ]


@pytest.mark.parametrize("place", ["grid", "Grid", "表格"])
def test_one_part_only(place: str) -> None:
    assert good("keys", "--where", place).column("id") == [key.id for key in KEYS if key.where == "grid"]


def test_a_part_that_is_none_is_told_with_the_nearest() -> None:
    assert "unknown part of the session 'gird'; nearest: grid" in refused("keys", "--where", "gird")


def test_the_language_is_the_locales() -> None:
    assert inside("keys", LC_ALL="zh_CN.UTF-8").column("where")[0] == "表格"
    assert inside("keys", LC_ALL="C.UTF-8").column("where")[0] == "grid"


def test_as_markdown_no_cell_breaks_the_table() -> None:
    lines = good("keys", "-f", "md").lines
    assert len(lines) == len(KEYS) + 2
    assert lines[0].split("|")[1].strip() == "id"


def test_the_users_keys_and_what_is_wrong_with_them(tmp_path: Path) -> None:
    config = tmp_path / "config" / "kanpan" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(
        '[keys]\n"grid.down" = "ctrl+n, /"\n"grid.up" = "ctrl+p"\n"view.undo" = "alt+z, f5"\n',
        encoding="utf-8",
    )
    done = inside("keys", home=tmp_path)
    assert done.status == 0
    assert {row["id"]: row["key"] for row in done.rows}["view.undo"] == "alt+z, f5"
    assert {row["id"]: row["key"] for row in done.rows}["grid.down"] == "j, down"
    where = str(config)
    assert done.err.splitlines() == [
        (
            f"kanpan: {where}:2: keys.grid.down: '/' is find.open (find by name, code, pinyin initials or "
            "alias) already; left out"
        ),
        (
            f"kanpan: {where}:3: keys.grid.up: 'ctrl+p' is app.palette (palette: every action, column, name, "
            "theme, view, command) already; left out"
        ),
    ]
    outside = kanpan("keys", home=tmp_path)
    assert (outside.status, outside.out, outside.err) == (done.status, done.out, done.err)
