"""`kanpan alerts`: rows, exit status, and what it remembers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.runs import FULLBOOK, Done, inside, kanpan
from tui.seen import load_seen, mark_seen, seen_path
from tui.view.alerts import Seen

if TYPE_CHECKING:
    from pathlib import Path

CHEAP = '[alerts]\ncheap = "group = optical-modules and pe26 < 45"\n'


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def ask(home: Path, *words: str | Path) -> Done:
    return inside("alerts", *words, home=home, XDG_STATE_HOME=str(home / "state"))


def config(home: Path, text: str) -> None:
    (home / "config" / "kanpan").mkdir(parents=True, exist_ok=True)
    (home / "config" / "kanpan" / "config.toml").write_text(text, encoding="utf-8")


def test_one_that_fires_is_status_1(home: Path) -> None:
    config(home, CHEAP)
    done = ask(home)
    assert (done.status, done.err) == (1, "")
    assert done.lines == [
        "alert,code,name,group,new",
        "cheap,300308.SZ,中际旭创,optical-modules,true",
        "cheap,300502.SZ,新易盛,optical-modules,true",
    ]
    assert not (home / "state").exists()


def test_none_that_fires_is_status_0(home: Path) -> None:
    config(home, '[alerts]\ndear = "pe26 > 100000"\n')
    assert (ask(home).status, ask(home).lines) == (0, ["alert,code,name,group,new"])


def test_without_alerts_it_says_where_to_write_them(home: Path) -> None:
    done = ask(home)
    assert (done.status, done.lines) == (0, ["alert,code,name,group,new"])
    assert "[alerts]" in done.err
    assert "config.toml" in done.err


def test_what_was_seen_is_not_told_again(home: Path) -> None:
    config(home, CHEAP)
    first = ask(home, "--seen")
    assert (first.status, len(first.rows)) == (1, 2)
    again = ask(home)
    assert (again.status, again.rows) == (0, [])
    every = ask(home, "--all")
    assert (every.status, every.column("new")) == (1, ["false", "false"])
    config(home, CHEAP.replace("45", "46"))
    assert ask(home).status == 1, "another query"


def test_each_book_has_its_own_memory(home: Path) -> None:
    config(home, '[alerts]\nany = "price > 0"\n')
    assert ask(home, "--seen").status == 1
    assert ask(home).status == 0
    assert ask(home, FULLBOOK).status == 1


def test_a_bad_alert_is_status_2_and_the_rest_are_told(home: Path) -> None:
    config(home, CHEAP + 'bad = "prise > 1"\n')
    done = ask(home)
    assert done.status == 2
    assert len(done.rows) == 2
    assert "config.toml:3: alerts.bad:" in done.err
    assert "price" in done.err


def test_a_broken_memory_counts_all_as_new(home: Path) -> None:
    config(home, CHEAP)
    assert ask(home, "--seen").status == 1
    (file,) = (home / "state").rglob("*.json")
    assert json.loads(file.read_text(encoding="utf-8"))["alerts"]["cheap"]["codes"] == [
        "300308.SZ",
        "300502.SZ",
    ]
    for broken in (
        "{",
        "[]",
        '{"alerts": {"cheap": 3}}',
        '{"alerts": {"cheap": {"query": 1, "codes": []}}}',
        "\xff",
    ):
        file.write_text(broken, encoding="latin-1")
        done = ask(home)
        assert (done.status, len(done.rows)) == (1, 2)
        assert "counts as new" in done.err
    assert ask(home, "--seen").status == 1
    assert ask(home).status == 0, "marking writes it anew"


def test_a_memory_that_cannot_be_written_is_one_line(home: Path) -> None:
    config(home, CHEAP)
    (home / "state").write_text("a file where a folder should be", encoding="utf-8")
    done = ask(home, "--seen")
    assert done.status == 2
    assert done.err.count("\n") == 1


def test_marking_round_trips(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    seen = {"a": Seen("pe26 > 1", frozenset({"600941.SH"})), "中": Seen("x", frozenset())}
    mark_seen(tmp_path / "book", seen)
    assert load_seen(tmp_path / "book") == (seen, ())
    assert load_seen(tmp_path / "other") == ({}, ())
    (tmp_path / "link").symlink_to(tmp_path / "book")
    assert seen_path(tmp_path / "link") == seen_path(tmp_path / "book")


def test_a_process_of_its_own(home: Path) -> None:
    config(home, CHEAP)
    done = kanpan("alerts", "-f", "ndjson", home=home, XDG_STATE_HOME=str(home / "state"))
    assert (done.status, len(done.lines)) == (1, 2)
