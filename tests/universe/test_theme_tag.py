"""Tagging a name with a theme from the keyboard: what is written, what stays, what is refused."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.universe.worlds import ROOT
from tui.book import write
from tui.book.locate import themes_root
from tui.errors import KanpanError
from tui.text import clean
from tui.universe.theme_tag import tag
from tui.universe.themes import Member, Theme, load_themes, membership

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 7, 3)
SHIPPED = ROOT / "themes"


def gnss(folder: Path) -> Theme:
    themes, problems = load_themes([SHIPPED, folder])
    assert problems == ()
    return next(theme for theme in themes if theme.id == "gnss")


def member(folder: Path, code: str = "300308.SZ") -> Member:
    (found,) = [m for m in gnss(folder).members if m.code == code]
    return found


def test_a_new_file(tmp_path: Path) -> None:
    folder = tmp_path / "config" / "themes"
    path = tag(folder, "gnss", "sz300308", "中际旭创", "做激光雷达 \n 的人", "zh", DAY)
    assert path == folder / "gnss.toml"
    assert path.read_text(encoding="utf-8") == (
        'extends = "gnss"\n\n[[members]]\ncode = "300308.SZ"\nname = "中际旭创"\n'
        'reason_zh = "做激光雷达   的人"\nsince = 2026-07-03\n'
    )
    assert member(folder) == Member("300308.SZ", "中际旭创", "做激光雷达   的人", "", DAY)
    before, _ = load_themes([SHIPPED])
    own = next(theme for theme in before if theme.id == "gnss")
    assert gnss(folder).terms == own.terms
    assert gnss(folder).members[:-1] == own.members


def test_always(tmp_path: Path) -> None:
    tag(tmp_path, "gnss", "300308.SZ", "", "why", "en", None)
    assert member(tmp_path) == Member("300308.SZ", "", "", "why")


KEPT = """# mine
extends = "gnss"   # adds to it
en = "positions"

[[members]]
# the first
code = "sz300308"
reason_zh = "旧"  # old
since = 2026-01-01

# the second
[[members]]
code = "300502.SZ"
reason_en = "stays"
"""
LATE = "since = 2026-08-01"
TAGGED = {  # the file before, and the language
    "a new reason": (KEPT, "zh"),
    "the other language": (KEPT, "en"),
    "another name": (KEPT.replace("sz300308", "300394"), "zh"),
    "one that is over": (KEPT.replace("since = 2026-01-01", "until = 2026-07-02"), "zh"),
    "one that begins later": (KEPT.replace("since = 2026-01-01", LATE), "zh"),
    "line ends of Windows": (KEPT.replace("\n", "\r\n"), "zh"),
    "no line end at the end": (KEPT.rstrip("\n"), "zh"),
    "a list of members": (
        'extends = "gnss"\nmembers = [\n  {code = "300502.SZ", reason_en = "stays"}, # mine\n]\n', "zh",
    ),
    "a list that has it": (
        'extends = "gnss"\nmembers = [\n  {code = "300308.SZ", reason_en = "stays"}, # mine\n]\n', "zh",
    ),
    "a list in a line": ('extends = "gnss"\nmembers = []\n', "zh"),
    "a theme of one's own": (f'id = "gnss"\nzh = "我的"\nen = "mine"\n{KEPT[KEPT.index("[["):]}', "zh"),
    "a file with a byte order mark": ("\ufeff" + KEPT, "zh"),
}  # fmt: skip


@pytest.mark.parametrize("name", TAGGED)
def test_a_file_that_is_there(tmp_path: Path, name: str) -> None:
    text, lang = TAGGED[name]
    path = tmp_path / "gnss.toml"
    path.write_bytes(text.encode())
    had = {m.code: m for m in gnss(tmp_path).members if m.code == "300502.SZ"}
    why = "new" if lang == "en" else "新"
    tag(tmp_path, "gnss", "300308.SZ", "N", why, lang, DAY)
    written = path.read_bytes().decode("utf-8")
    held = [m for m in gnss(tmp_path).members if m.code == "300308.SZ" and m.at(DAY)]
    (now,) = held
    assert (now.name, now.reason_en if lang == "en" else now.reason_zh) == ("N", why)
    assert {m.code: m for m in gnss(tmp_path).members if m.code == "300502.SZ"} == had
    assert [c for c in ("# mine", "# adds to it", "# the first", "# the second") if c in text] == [
        c for c in ("# mine", "# adds to it", "# the first", "# the second") if c in written
    ]
    if "# the second" in text:
        after = written.replace("\r\n", "\n")
        assert '# the second\n[[members]]\ncode = "300502.SZ"' in after
    if "\r\n" in text:
        assert written.count("\n") == written.count("\r\n")


@pytest.mark.parametrize(
    ("name", "since", "count"),
    [("a new reason", date(2026, 1, 1), 1), ("the other language", date(2026, 1, 1), 1),
     ("one that is over", DAY, 2), ("one that begins later", DAY, 1), ("another name", DAY, 1)],
)  # fmt: skip
def test_dates_when_tagged_again(tmp_path: Path, name: str, since: date, count: int) -> None:
    text, lang = TAGGED[name]
    (tmp_path / "gnss.toml").write_text(text, encoding="utf-8")
    tag(tmp_path, "gnss", "300308.SZ", "N", "新", lang, DAY)
    held = [m for m in gnss(tmp_path).members if m.code == "300308.SZ"]
    assert len(held) == count
    assert held[-1].since == since


SAID = 'name = "N"\nreason_zh = "旧"\nreason_en = "old"\nweight = 0.5\nsource = "s"\n'


@pytest.mark.parametrize("dates", ["", "since = 2026-01-01\n", "until = 2026-12-31\n"])
def test_a_member_gets_a_new_reason_and_keeps_the_rest(tmp_path: Path, dates: str) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    shipped.mkdir()
    text = f'id = "lab"\nzh = "l"\nen = "l"\n[[members]]\ncode = "300308.SZ"\n{SAID}{dates}'
    (shipped / "lab.toml").write_text(text, encoding="utf-8")

    def held() -> Member:
        (lab,), problems = load_themes([shipped, own])
        assert problems == ()
        (found,) = lab.members
        return found

    before = held()
    for _ in range(2):
        path = tag(own, "lab", "300308.SZ", "", "新", "zh", None)
        assert "since" not in path.read_text(encoding="utf-8")
        assert held() == before._replace(reason_zh="新")
    tag(own, "lab", "300308.SZ", "N2", "new", "en", None)
    assert held() == before._replace(name="N2", reason_zh="新", reason_en="new")


def test_a_member_of_always_is_one_on_every_day_after_a_tag(tmp_path: Path) -> None:
    code = gnss(tmp_path).members[0].code
    tag(tmp_path, "gnss", code, "", "新", "zh", None)
    assert all("gnss" in membership([gnss(tmp_path)], day)[code] for day in (date(1990, 1, 1), DAY))


def test_of_two_times_the_present_one_gets_the_reason(tmp_path: Path) -> None:
    entry = '[[members]]\ncode = "300308.SZ"\n'
    for text in (f"{entry}since = 2026-01-01\n{entry}until = 2025-01-01\n",
                 f"{entry}until = 2025-01-01\n{entry}since = 2026-01-01\n"):  # fmt: skip
        (tmp_path / "gnss.toml").write_text(f'extends = "gnss"\n{text}', encoding="utf-8")
        tag(tmp_path, "gnss", "300308.SZ", "", "新", "zh", None)
        found = {m.since: m.reason_zh for m in gnss(tmp_path).members if m.code == "300308.SZ"}
        assert found == {None: "", date(2026, 1, 1): "新"}


@pytest.mark.parametrize(
    ("reason", "lang", "key"),
    [("做模组", "en", "zh"), ("sells 模组", "en", "zh"), ("sells modules", "en", "en"),
     ("Cat.1", "zh", "zh"), ("𠀀", "en", "zh"), ("café – “x”", "en", "en")],
)  # fmt: skip
def test_which_language_a_reason_is_in(tmp_path: Path, reason: str, lang: str, key: str) -> None:
    tag(tmp_path, "gnss", "300308.SZ", "N", reason, lang, DAY)
    found = member(tmp_path)
    assert (found.reason_zh, found.reason_en) == ((reason, "") if key == "zh" else ("", reason))


def test_an_empty_file_is_filled(tmp_path: Path) -> None:
    (tmp_path / "gnss.toml").write_bytes(b"")
    tag(tmp_path, "gnss", "300308.SZ", "N", "why", "en", DAY)
    assert member(tmp_path).reason_en == "why"


def test_both_languages_stand_beside_each_other(tmp_path: Path) -> None:
    for reason, lang in (("一", "zh"), ("one", "en"), ("二", "zh")):
        tag(tmp_path, "gnss", "300308.SZ", "中际旭创", reason, lang, DAY)
    assert member(tmp_path) == Member("300308.SZ", "中际旭创", "二", "one", DAY)


REFUSED = {
    "no code": ({"code": "nobody"}, "no security code"),
    "no reason": ({"reason": " \n"}, "a reason is expected"),
    "no language": ({"lang": "fr"}, "expected zh or en"),
    "a path for an id": ({"theme_id": "../gnss"}, "cannot be a theme's id"),
    "a blank id": ({"theme_id": ""}, "cannot be a theme's id"),
}
FILES = {
    "no TOML": ('extends = "gnss', "not TOML, and left as it is"),
    "another theme": ('extends = "launch"', "is not of the theme gnss"),
    "nothing of a theme": ("a = 1", "is not of the theme gnss"),
    "members are a table": ('extends = "gnss"\n[members]\ncode = "x"', "members are no [[members]] tables"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(tmp_path: Path, name: str) -> None:
    change, why = REFUSED[name]
    wanted = {"theme_id": "gnss", "code": "300308.SZ", "name": "N", "reason": "r", "lang": "en"} | change
    with pytest.raises(KanpanError, match=why):
        tag(tmp_path / "themes", day=DAY, **wanted)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", FILES)
def test_files_that_are_left_as_they_are(tmp_path: Path, name: str) -> None:
    text, why = FILES[name]
    (tmp_path / "gnss.toml").write_text(text, encoding="utf-8")
    with pytest.raises(KanpanError) as raised:
        tag(tmp_path, "gnss", "300308.SZ", "N", "r", "en", DAY)
    assert why in str(raised.value)
    assert (tmp_path / "gnss.toml").read_text(encoding="utf-8") == text


def test_a_shipped_file_is_never_written(tmp_path: Path) -> None:
    before = {file.name: file.read_bytes() for file in themes_root().iterdir() if file.is_file()}
    link = tmp_path / "gnss.toml"
    link.symlink_to(themes_root() / "gnss.toml")
    (tmp_path / "more").symlink_to(themes_root())
    for folder in (themes_root(), tmp_path, tmp_path / "more"):
        with pytest.raises(KanpanError, match="that ship are not written to"):
            tag(folder, "gnss", "300308.SZ", "N", "r", "en", DAY)
    assert {file.name: file.read_bytes() for file in themes_root().iterdir() if file.is_file()} == before


def test_a_killed_save_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tag(tmp_path, "gnss", "300308.SZ", "N", "old", "en", DAY)
    before = path.read_bytes()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        tag(tmp_path, "gnss", "300308.SZ", "N", "new", "en", DAY)
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert not [file for file in tmp_path.iterdir() if file.name.startswith(write.TEMPORARY)]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=20).filter(lambda t: clean(t).strip()), st.text(max_size=10))
def test_any_reason_comes_back_as_it_is_shown(tmp_path: Path, reason: str, name: str) -> None:
    path = tag(tmp_path, "gnss", "300308.SZ", name, reason, "zh", DAY)
    assert member(tmp_path).reason_zh == clean(reason).strip()
    path.unlink()
