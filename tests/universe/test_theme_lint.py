"""What the lint says of themes, and where; and members that the universe does not have."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.universe.worlds import ROOT
from tui.universe.theme_lint import lint, strangers
from tui.universe.themes import Member, Theme, load_themes

TODAY = date(2026, 7, 3)
KNOWN = {"600104.SH", "600105.SH"}
HEAD = 'zh = "甲"\nen = "a"\n'
MEMBER = '[[members]]\ncode = "600104.SH"\n'

# what theme a holds, what theme b holds, and what is said: 'file:line:part'
CASES: dict[str, tuple[str, str, list[str]]] = {
    "nothing wrong": (
        '[terms]\nzh = ["光模块"]\n[excluded]\nzh = ["激光模块"]\n' + MEMBER + 'reason_en = "x"',
        '[terms]\nzh = ["卫星互联网"]', [],
    ),
    "no terms": ("", '[terms]\nzh = ["算力"]', ["a:0: theme a: no terms"]),
    "empty terms": ("[terms]\nzh = []", '[terms]\nzh = ["算力"]', ["a:4: theme a: no terms"]),
    "a term of both": (
        '[terms]\nzh = [\n"算力",\n"智算"]', '[terms]\nen = ["GPU"]\nzh = ["智算"]',
        ["a:7: a: term 智算: is a term of b too", "b:6: b: term 智算: is a term of a too"],
    ),
    "a term of both, written in another way": (
        '[terms]\nen = ["Cat.1"]', '[terms]\nen = ["ＣＡＴ.1"]',
        ["a:5: a: term Cat.1: is a term of b too", "b:5: b: term ＣＡＴ.1: is a term of a too"],
    ),
    "a term of the parent": (
        'parent = "b"\n[terms]\nzh = ["算力"]', '[terms]\nzh = ["算力"]',
        ["a:6: a: term 算力: is a term of b too", "b:5: b: term 算力: is a term of a too"],
    ),
    "one inside the other's is none of it": ('[terms]\nzh = ["太空算力"]', '[terms]\nzh = ["算力"]', []),
    "one character": (
        '[terms]\nzh = ["光"]\nen = ["G"]', '[terms]\nzh = ["算力"]',
        ["a:5: a: term 光: one character", "a:6: a: term G: one character"],
    ),
    "a term twice": (
        '[terms]\nzh = ["硅 光"]\nen = ["CPO", "cpo"]', '[terms]\nzh = ["算力"]',
        ["a:6: a: term cpo: stands twice, first at a.toml:6"],
    ),
    "a term that is excluded": (
        '[terms]\nzh = ["光模块",\n"光模块厂"]\n[excluded]\nzh = ["光模块厂"]', '[terms]\nzh = ["算力"]',
        ["a:6: a: term 光模块厂: holds 光模块厂, which this theme excludes"],
    ),
    "a term around an excluded one": (
        '[terms]\nzh = ["算力", "大预算力度"]\n[excluded]\nzh = ["预算力度"]', '[terms]\nzh = ["智算"]',
        ["a:5: a: term 大预算力度: holds 预算力度, which this theme excludes"],
    ),
    "an excluded that keeps nothing out": (
        '[terms]\nen = ["CPO"]\n[excluded]\nen = ["cpo price", "palm oil"]', '[terms]\nzh = ["算力"]',
        ["a:7: a: excluded palm oil: holds no term"],
    ),
    "an excluded twice": (
        '[terms]\nen = ["CPO"]\n[excluded]\nen = ["cpo price",\n"CPO price"]', '[terms]\nzh = ["算力"]',
        ["a:8: a: excluded CPO price: stands twice"],
    ),
    "a member of no universe": (
        '[terms]\nzh = ["智算"]\n[[members]]\ncode = "600999.SH"\nname = "无"\nreason_zh = "x"',
        '[terms]\nzh = ["算力"]', ["a:6: a: member 600999.SH 无: not in the universe"],
    ),
    "a member without a reason": (
        '[terms]\nzh = ["智算"]\n' + MEMBER, '[terms]\nzh = ["算力"]',
        ["a:6: a: member 600104.SH: no reason"],
    ),
    "a member without weight": (
        '[terms]\nzh = ["智算"]\n' + MEMBER + 'reason_zh = "x"\nweight = 0', '[terms]\nzh = ["算力"]',
        ["a:6: a: member 600104.SH: weight 0"],
    ),
    "a member far ahead": (
        '[terms]\nzh = ["智算"]\n' + MEMBER + 'reason_zh = "x"\nsince = 2062-07-03', '[terms]\nzh = ["算力"]',
        ["a:6: a: member 600104.SH: since 2062-07-03 lies far ahead"],
    ),
    "a member soon": (
        '[terms]\nzh = ["智算"]\n' + MEMBER + 'reason_zh = "x"\nsince = 2027-07-03',
        '[terms]\nzh = ["算力"]', [],
    ),
    "a member twice": (
        '[terms]\nzh = ["智算"]\n' + (MEMBER + 'reason_zh = "x"\n') * 2, '[terms]\nzh = ["算力"]',
        ["a:9: a: member 600104.SH: stands twice"],
    ),
    "a member that came back": (
        '[terms]\nzh = ["智算"]\n' + MEMBER + 'reason_zh = "x"\nuntil = 2026-01-31\n'
        + MEMBER + 'reason_zh = "x"\nsince = 2026-02-01', '[terms]\nzh = ["算力"]', [],
    ),
}  # fmt: skip


def loaded(tmp_path: Path, a: str, b: str) -> tuple[Theme, ...]:
    for name, text in (("a", a), ("b", b)):
        (tmp_path / f"{name}.toml").write_text(f'id = "{name}"\n{HEAD}{text}', encoding="utf-8")
    themes, problems = load_themes([tmp_path])
    assert problems == ()
    return themes


@pytest.mark.parametrize("name", CASES)
def test_lint(tmp_path: Path, name: str) -> None:
    a, b, expected = CASES[name]
    found = [str(p).replace(f"{tmp_path}/", "") for p in lint(loaded(tmp_path, a, b), KNOWN, today=TODAY)]
    assert len(found) == len(expected), found
    for line, part in zip(found, expected, strict=True):
        file, number, rest = part.split(":", 2)
        assert line.startswith(f"{file}.toml:{number}:{rest}" if number != "0" else f"{file}.toml:{rest}"), (
            line
        )


def test_without_a_universe_no_member_is_missing_from_it(tmp_path: Path) -> None:
    a, b, expected = CASES["a member of no universe"]
    themes = loaded(tmp_path, a, b)
    assert len(lint(themes, (), today=TODAY)) == len(expected)
    assert lint(themes, None, today=TODAY) == ()


def test_an_addition_is_told_of_in_its_own_file(tmp_path: Path) -> None:
    for folder in ("1", "2"):
        (tmp_path / folder).mkdir()
    one = f'id = "a"\n{HEAD}[terms]\nzh = ["智算"]\n{MEMBER}reason_zh = "x"\n'
    two = 'extends = "a"\n[terms]\nzh = ["智算", "算"]\n[[members]]\ncode = "600104"\nreason_zh = ""\n'
    (tmp_path / "1" / "a.toml").write_text(one, encoding="utf-8")
    (tmp_path / "2" / "mine.toml").write_text(two, encoding="utf-8")
    themes, problems = load_themes([tmp_path / "1", tmp_path / "2"])
    assert problems == ()
    found = [(Path(p.file).name, p.line, p.why.partition(",")[0]) for p in lint(themes, None, today=TODAY)]
    assert found == [
        ("mine.toml", 3, "stands twice"),
        ("mine.toml", 3, "one character alone stands in too many other words"),
        ("mine.toml", 4, "no reason is given"),
    ]


def test_a_second_time_as_a_member_is_told_of_where_each_stands(tmp_path: Path) -> None:
    one = f'id = "a"\n{HEAD}[terms]\nzh = ["智算"]\n{MEMBER}until = 2025-12-31\n'
    two = 'extends = "a"\n[[members]]\ncode = "600104"\nsince = 2026-02-01\n'
    (tmp_path / "a.toml").write_text(one, encoding="utf-8")
    (tmp_path / "mine.toml").write_text(two, encoding="utf-8")
    themes, _ = load_themes([tmp_path])
    assert [(Path(p.file).name, p.line) for p in lint(themes, None, today=TODAY)] == [
        ("a.toml", 6), ("mine.toml", 2),
    ]  # fmt: skip


def test_a_theme_without_a_file_has_no_lines() -> None:
    late = Member("600104.SH", "", "x", "", date(2026, 2, 1), date(2026, 1, 1))
    (problem,) = lint([Theme("a", "a", "a", "", "", ("智算",), (late,))], None, today=TODAY)
    assert (problem.file, problem.line) == ("", 0)
    assert problem.why == "since 2026-02-01 is after until 2026-01-01"
    assert lint([Theme("a", "a", "a", "", "", ("智算",), ())], None, today=date.max) == ()


def test_strangers(tmp_path: Path) -> None:
    members = MEMBER + '[[members]]\ncode = "600999.SH"\nuntil = 2026-07-03\n'
    themes = loaded(tmp_path, members, '[[members]]\ncode = "600105.SH"')
    (problem,) = strangers(themes, KNOWN, date(2026, 7, 3))
    file = str(tmp_path / "a.toml")
    assert (problem.file, problem.line, problem.what) == (file, 6, "a: member 600999.SH")
    assert problem.why == "not in the universe"
    assert strangers(themes, KNOWN, date(2026, 7, 4)) == ()
    assert strangers(themes, KNOWN, date(2026, 7, 3), shipped=str(tmp_path)) == ()
    assert len(strangers(themes, (), date(2026, 7, 3), shipped=str(tmp_path / "other"))) == 3


def test_strangers_of_a_shipped_theme_that_the_user_adds_to(tmp_path: Path) -> None:
    text = 'extends = "gnss"\n[[members]]\ncode = "600104.SH"\n'
    (tmp_path / "gnss.toml").write_text(text, encoding="utf-8")
    shipped = ROOT / "themes"
    themes, _ = load_themes([shipped, tmp_path])
    found = strangers(themes, (), date(2026, 7, 3), shipped=str(shipped))
    assert [(p.file, p.line, p.what) for p in found] == [
        (str(tmp_path / "gnss.toml"), 2, "gnss: member 600104.SH")
    ]
    bare = Theme("x", "x", "x", "", "", (), (Member("600104.SH", "", "", ""),))
    assert len(strangers([bare], (), date(2026, 7, 3), shipped=str(shipped))) == 1
