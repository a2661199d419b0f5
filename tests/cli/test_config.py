"""`kanpan config show`: what is in force, as TOML that gives the same settings again."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from tests.cli.runs import inside
from tui.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = """\
lang = "zh"
up = "green"
[queries]
cheap = "pe26 < 40"
dear.where = "pe26 > 90"
dear.zh = "贵"
[views.deep]
where = "pe26 < 30, @mine"
sort = "-pe26,code"
columns = ["code", "pe26"]
by = "theme"
limit = 5
groups = ["operators"]
en = "deep value"
[columns]
spread = { formula = "pe26 - pe27", decimals = 1, en = "spread" }
plain = "price / 2"
[lists]
mine = ["600941.SH", "sz300308"]
watch.zh = "观察"
watch.codes = []
[alerts]
low = "price < 5"
[keys]
"grid.down" = ["j", "ctrl+n"]
"app.quit" = "Q"
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "config" / "kanpan").mkdir(parents=True)
    return tmp_path


def _written(home: Path, text: str) -> Path:
    path = home / "config" / "kanpan" / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_shown_gives_the_same_settings_again(home: Path, tmp_path: Path) -> None:
    path = _written(home, WHOLE)
    done = inside("config", "show", home=home)
    assert (done.status, done.err) == (0, "")
    held = tomllib.loads(done.text)
    assert held["lists"] == {"mine": ["600941.SH", "300308.SZ"], "watch": {"zh": "观察", "codes": []}}
    assert held["alerts"] == {"low": "price < 5"}
    assert held["queries"]["dear"] == {"where": "pe26 > 90", "zh": "贵"}
    assert held["keys"] == {"grid.down": ["j", "ctrl+n"], "app.quit": "Q"}
    again = tmp_path / "again.toml"
    again.write_text(done.text, encoding="utf-8")
    first, second = load_settings(path), load_settings(again)
    assert not second.saved.problems
    for section in ("queries", "views", "columns", "lists"):
        assert _bare(getattr(first.saved, section)) == _bare(getattr(second.saved, section))
    assert _bare(first.alerts.queries) == _bare(second.alerts.queries)
    assert [(wish.id, wish.keys) for wish in first.keys] == [(wish.id, wish.keys) for wish in second.keys]


def _bare(entries: object) -> list[dict[str, object]]:
    """The entries without where they stand."""
    assert isinstance(entries, dict)
    return [
        {name: getattr(one, name) for name in one.__slots__ if name not in {"file", "line"}}
        for _, one in sorted(entries.items())
    ]


def test_sections_without_anything_are_told_as_comments(home: Path) -> None:
    done = inside("config", "show", home=home)
    assert tomllib.loads(done.text).keys() == {"book", "lang", "up", "palette"}
    for section in ("queries", "views", "columns", "lists", "alerts", "keys"):
        assert f"# [{section}]: none of your own\n" in done.text


def test_what_is_badly_formed_is_left_out_and_told(home: Path) -> None:
    _written(home, '[lists]\nbad = 3\ngood = ["600941.SH"]\n[alerts]\n"x y" = "price < 5"\n')
    done = inside("config", "show", home=home)
    assert done.status == 0
    assert tomllib.loads(done.text)["lists"] == {"good": ["600941.SH"]}
    assert "lists.bad: expected" in done.err
    assert "alerts.x y: expected" in done.err
