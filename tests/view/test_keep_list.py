"""Lists written into files that people keep: the rest stays as it was, and what is written reads back."""

from __future__ import annotations

import os
import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tui
from tui.book.saved import read_saved
from tui.errors import KanpanError
from tui.settings import load_settings
from tui.view.keep_list import (
    asked_as,
    asking_for,
    change_list,
    drop_list,
    is_list_name,
    keep_list_at_hand,
    list_gone_at_hand,
    list_name,
    rename_list,
)
from tui.view.shipped import saved_of
from tui.view.view import View

if TYPE_CHECKING:
    from pathlib import Path

A, B, C, D = "600941.SH", "300308.SZ", "000063.SZ", "600050.SH"
BEFORE = """\
lang = "zh" # mine

[lists] # of mine
holdings = [
  "sh600941",  # the big one
  "300308.SZ", # lasers
  # and
  "000063",
]
watch = ["600050.SH"] # few

# next
[queries]
q = "peg < 1"

[lists.table]
zh = "表"
codes = ["600050.SH"] # one
"""


def test_a_missing_file_is_made_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "new" / "kanpan" / "config.toml"
    assert change_list(path, "holdings", add=[A, B]) == (A, B)
    assert path.read_text(encoding="utf-8") == f'[lists]\nholdings = ["{A}", "{B}"]\n'
    assert load_settings(path).saved.lists["holdings"].codes == (A, B)
    assert [p.name for p in path.parent.glob(".tmp-*")] == []


@pytest.mark.parametrize(
    ("name", "add", "drop", "codes", "old", "new"),
    [
        ("holdings", [D], [], (A, B, C, D), '  "000063",\n]', '  "000063",\n  "600050.SH",\n]'),
        ("holdings", [A], [], (A, B, C), "", ""),
        ("holdings", [], [B], (A, C), '  "300308.SZ", # lasers\n', ""),
        ("holdings", [], [A], (B, C), '  "sh600941",  # the big one\n', ""),
        ("holdings", [], [D], (A, B, C), "", ""),
        ("watch", [A], [], (D, A), '["600050.SH"] # few', '["600050.SH", "600941.SH"] # few'),
        ("watch", [], [D], (), '["600050.SH"] # few', "[] # few"),
        ("table", [A], [], (D, A), '["600050.SH"] # one', '["600050.SH", "600941.SH"] # one'),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
def test_a_list_changes_where_it_stands_and_comments_stay(
    name: str, add: list[str], drop: list[str], codes: tuple[str, ...], old: str, new: str,
    end: str, mark: bytes, tmp_path: Path,
) -> None:  # fmt: skip
    path = tmp_path / "config.toml"
    path.write_bytes(mark + BEFORE.replace("\n", end).encode())
    assert change_list(path, name, add=add, drop=drop) == codes
    wanted = BEFORE.replace(old, new, 1) if old else BEFORE
    assert path.read_bytes() == mark + wanted.replace("\n", end).encode()


@pytest.mark.parametrize(
    "before",
    [
        "",
        "lang = 'zh'",
        "lang = 'zh'\n\n",
        "[lists]\n",
        "[lists]\na = []\n\n# of the next\n[queries]\nq = 'peg < 1'\n",
        "lists.a = ['600050']\nlang = 'zh'\n",
        "lists = {a = ['600050']} # all\n",
        "[lists.a]\ncodes = []\n[views.v]\nwhere = 'peg < 1'\n[lists.b]\nzh = 'b'\n",
        BEFORE,
    ],
)
@pytest.mark.parametrize("name", ["new", "持仓", "a.b"])
def test_a_new_list_beside_whatever_stands_there(before: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(before, encoding="utf-8")
    many = [f"{number:06d}.SZ" for number in range(1, 11)]
    assert change_list(path, name, add=many) == tuple(many)
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    assert held["lists"].pop(name) == many
    assert {"lists": {}, **tomllib.loads(before)} == held
    comments = [line.partition("#")[2] for line in before.splitlines() if "#" in line]
    after = path.read_text(encoding="utf-8").splitlines()
    assert [line.partition("#")[2] for line in after if "#" in line] == comments


@pytest.mark.parametrize("name", ["", " ", "1x", "a b", "a\nb", "-a", "a]", "\x1b[31m", "a/b"])
def test_what_is_no_name_leaves_the_file(name: str, tmp_path: Path) -> None:
    assert not is_list_name(name.strip())
    with pytest.raises(KanpanError, match="cannot be a list's name"):
        change_list(tmp_path / "config.toml", name, add=[A])
    assert not (tmp_path / "config.toml").exists()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("lang = ", "not TOML"),
        ("lists = 3", "lists is no table"),
        ("[lists]\nx = 3", "lists.x is no list"),
        ("[lists.x]\ncodes = 'a'", "lists.x is no list"),
        ("[queries]\nx = 'peg < 1'", "a query of this name"),
    ],
)
def test_what_cannot_be_changed_is_told_and_left(text: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KanpanError, match=why):
        change_list(path, "x", add=[A])
    assert path.read_text(encoding="utf-8") == text


def test_what_is_no_code_stays_for_its_owner_to_put_right(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[lists]\nx = ['zzz', 5, '600941']\n", encoding="utf-8")
    assert change_list(path, "x", add=[B], drop=[A]) == (B,)
    assert tomllib.loads(path.read_text(encoding="utf-8"))["lists"]["x"] == ["zzz", 5, B]


def test_two_sessions_add_to_one_list(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    change_list(path, "x", add=[A])
    change_list(path, "x", add=[B])  # by another, which never saw the first
    assert change_list(path, "x", drop=[A], add=[C]) == (B, C)
    assert change_list(path, "x", drop=[B], add=[B]) == (B, C)


@pytest.mark.skipif(os.name == "nt", reason="no permission bits there")
def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("", encoding="utf-8")
    path.chmod(0o600)
    change_list(path, "x", add=[A])
    assert path.stat().st_mode & 0o777 == 0o600


CODES = st.lists(st.sampled_from([f"{number:06d}.SZ" for number in range(1, 9)]), max_size=6)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from("ab"), CODES, CODES), max_size=4))
def test_any_changes_read_back(steps: list[tuple[str, list[str], list[str]]], tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("# top\n[lists] # here\n", encoding="utf-8")
    held: dict[str, list[str]] = {}
    for name, add, drop in steps:
        kept = [code for code in held.get(name, []) if code not in drop or code in add]
        held[name] = list(dict.fromkeys([*kept, *add]))
        assert change_list(path, name, add=add, drop=drop) == tuple(held[name])
    text = path.read_text(encoding="utf-8")
    saved = read_saved(tomllib.loads(text), "config.toml", text)
    assert {name: list(one.codes) for name, one in saved.lists.items()} == held
    assert text.startswith("# top\n[lists] # here\n")


def test_a_list_just_written_is_at_hand(tmp_path: Path) -> None:
    universe = tui.load(None)

    def asked() -> list[str]:
        codes: list[str] = tui.arrange(universe, View(where="@mine", columns=("code",)))["code"].to_pylist()
        return codes

    path = tmp_path / "config.toml"
    for codes in ([A], [A, B], []):
        keep_list_at_hand(universe, "mine", tuple(codes), path)
        assert asked() == codes
    assert saved_of(universe).lists["mine"].file == str(path)
    assert list_name(" mine ") == "mine"


# ── lists that go, or get another name ──────────────────────────────────────────────────────────────

WRITTEN = (
    BEFORE,
    '[lists]\nholdings = ["600941.SH"]\n',
    'lists.holdings = ["600941.SH"]\nlang = "en"\n',
    '[lists.holdings]\ncodes = ["600941.SH"]\nzh = "持"\n\n[queries]\nq = "peg < 1"\n',
    '[lists."holdings"]\ncodes = []\n[lists.other]\ncodes = []\n',
    "[lists]\n\"holdings\" = [] # mine\n'other' = []\n",
    '[lists]\nholdings.zh = "持"\nholdings.codes = ["600941.SH"]\nwatch = []\n',
    '[lists]\r\nholdings = ["600941.SH"]\r\nwatch = []\r\n',
    '[queries]\nq = """\nholdings = 1\n[lists]\nholdings = 2\n"""\n[lists]\nholdings = []\n',
)


@pytest.mark.parametrize("text", WRITTEN)
def test_a_list_goes_and_all_else_stays(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(text.encode())
    before = tomllib.loads(text)
    drop_list(path, "holdings")
    after = tomllib.loads(path.read_bytes().decode())
    assert "holdings" not in after.get("lists", {})
    del before["lists"]["holdings"]
    assert {"lists": {}, **after} == before
    if text == BEFORE:
        assert all(
            f"# {word}" in path.read_text(encoding="utf-8") for word in ("mine", "of mine", "few", "one")
        )


@pytest.mark.parametrize("new", ["core", "持仓", "a-b_2"])
@pytest.mark.parametrize("text", WRITTEN[:-1])
def test_a_list_gets_another_name_where_it_stands(tmp_path: Path, text: str, new: str) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(text.encode())
    before = tomllib.loads(text)
    assert rename_list(path, "holdings", f" {new} ") == new
    written = path.read_bytes().decode()
    after = tomllib.loads(written)
    before["lists"][new] = before["lists"].pop("holdings")
    assert after == before
    assert written.count("\n") == text.count("\n")
    assert written.count("\r") == text.count("\r")
    assert written.count("#") == text.count("#")
    assert list(load_settings(path).saved.lists) == [
        new if name == "holdings" else name for name in read_saved(tomllib.loads(text), "", "").lists
    ]


@pytest.mark.parametrize(
    ("text", "new", "why"),
    [
        (BEFORE, "1x", "cannot be a list's name"),
        (BEFORE, "watch", "there is a list of this name"),
        (BEFORE, "q", "there is a query of this name"),
        ("[lists]\n", "core", "there is no list of this name"),
        ("lang = ", "core", "not TOML"),
        ('lists = { holdings = ["600941.SH"] }\n', "core", "by hand"),
        (WRITTEN[-1], "core", "by hand"),
    ],
)
def test_a_name_that_cannot_be_leaves_the_file(tmp_path: Path, text: str, new: str, why: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KanpanError, match=why):
        rename_list(path, "holdings", new)
    assert path.read_text(encoding="utf-8") == text


def test_the_same_name_is_no_change(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(BEFORE, encoding="utf-8")
    assert rename_list(path, "holdings", "holdings") == "holdings"
    assert path.read_text(encoding="utf-8") == BEFORE
    with pytest.raises(KanpanError, match="no list of this name, nothing"):
        drop_list(path, "nothing")


def test_who_asks_for_a_list_is_known() -> None:
    text = (
        '[lists]\nmine = []\nmine-too = []\n[queries]\na = "@mine and peg < 1"\nb = "@mine-too"\n'
        '[views.v]\nwhere = "not @mine"\n[views.w]\nwhere = "@mined"\n'
    )
    saved = read_saved(tomllib.loads(text), "", "")
    assert asking_for(saved, "mine", {"alerts.x": "@mine", "alerts.y": "pe26 < 1"}) == [
        "queries.a", "views.v", "alerts.x",
    ]  # fmt: skip
    assert asked_as("@mine or @mine-too", "mine", "core") == "@core or @mine-too"


def test_a_list_that_goes_is_gone_at_once(tmp_path: Path) -> None:
    universe = tui.load(None)
    keep_list_at_hand(universe, "mine", (A, B), tmp_path)
    list_gone_at_hand(universe, "mine", "core")
    listed = tui.export(universe, View(where="@core", columns=("code",)), fmt="csv") or b""
    assert listed.count(b"\n") == 3
    with pytest.raises(KanpanError):
        tui.export(universe, View(where="@mine"), fmt="csv")
    list_gone_at_hand(universe, "core")
    assert "core" not in {**saved_of(universe).lists, **saved_of(universe).queries}
