"""Theme files: which are read, which override, what is wrong with the others, and who belongs when."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.universe.worlds import ROOT
from tui.universe.themes import Member, Theme, descendants, load_themes, membership, tree

GOOD = """id = "lab"
zh = "试验"
en = "lab"
[terms]
zh = ["试验光", " "]
en = ["lab optics"]
[[members]]
code = "600104.SH"
since = 2026-07-01
until = 2026-07-31
weight = 0.5
[[members]]
code = "sh600105"
"""

A = 'id = "a"\nzh = "a"\nen = "a"\n'
MEMBER = f'{A}[[members]]\ncode = "600941.SH"\n'

# what stands in a file, the line of the one problem it makes, and a part of what is said of it
NO_THEME = {
    "no toml": ('id = "x', 0, "Unterminated string (at end of document)"),
    "a quote that is not closed": (
        'id = "x\nzh = "x"\n', 1, r"Illegal character '\n'; a quote is not closed?",
    ),
    "a single quote that is not closed": ("id = 'a'\r\nzh = 'x\r\n", 0, "; a quote is not closed?"),
    "no toml on its third line": ('id = "x"\nzh = "x"\nen = ,\n', 3, "Invalid value"),
    "no id": ('zh = "a"\nen = "a"', 0, "id is missing or no text"),
    "blank id": ('zh = "a"\nid = " "\nen = "a"', 2, "id is missing or no text"),
    "id that would break a list": (
        '# mine\n\nid = "a;b"\nzh = "a"\nen = "a"', 3, "id 'a;b': expected letters, digits and",
    ),
    "no label": ('id = "a"\nen = "a"', 0, "zh is missing or no text"),
    "label is a number": ('id = "a"\nzh = 1\nen = "a"', 2, "zh is missing or no text"),
    "id and extends": ('extends = "lab"\nid = "a"\nzh = "a"\nen = "a"', 2, "id and extends stand together"),
    "extends is a number": ("extends = 1", 1, "extends is missing or no text"),
    "extends what is not there": ('\nextends = "labs"', 2, "unknown theme 'labs'; nearest: lab"),
    "nested beyond measure": ("id = " + "[" * 5000, 0, "nested more than"),
    "a number beyond measure": ("id = " + "1" * 5000, 0, "digits"),
}  # fmt: skip
PART = {
    "terms is a list": (f'{A}terms = ["x"]', 4, "[terms] should hold"),
    "terms of a language is a text": (f'{A}[terms]\n\nzh = "算力"', 6, "terms.zh should be"),
    "a term is a number": (f'{A}[terms]\nzh = [\n  "b",\n  5,\n]', 7, "terms.zh should be a list"),
    "terms of a third language": (f'{A}[terms]\nja = ["x"]', 5, "unknown key 'ja'; known: zh, en"),
    "excluded is a text": (f'{A}excluded = "x"', 4, "[excluded] should hold"),
    "an excluded is a list": (f"{A}[excluded]\nen = [[]]", 5, "excluded.en should be a list"),
    "a misspelt key": (f'descripton_zh = "b"\n{A}', 1, "key 'descripton_zh'; nearest: description_zh"),
    "a description is a list": (f'{A}description_en = ["b"]', 4, "expected a text"),
    "source is a number": (f"{A}source = 1", 4, "expected a text"),
    "parent is a number": (f"{A}parent = 1", 4, "expected a text"),
    "parent is no id": (f'{A}parent = "b c"', 4, "'b c' is no theme's id"),
    "parent is unknown": (f'{A}parent = "labb"', 4, "unknown theme 'labb'; nearest: lab"),
    "parent is itself": (f'{A}parent = "a"', 4, "goes round in a circle: a > a"),
    "members is a table": (f'{A}[members]\ncode = "x"', 4, "members should be"),
    "a member is a text": (f'{A}members = [\n  "600941.SH",\n]', 5, "members should be"),
    "a member without a code": (f'{A}[[members]]\nname = "x"', 4, "code is missing"),
    "a member whose code is a number": (f"{A}[[members]]\ncode = 600941", 5, "code is missing or no text"),
    "a member whose code is none": (f'{A}[[members]]\ncode = "6O0941"', 5, "'6O0941' is no"),
    "weight too large": (f"{MEMBER}weight = 2", 6, "0 to 1"),
    "weight below nothing": (f"{MEMBER}weight = -0.1", 6, "0 to 1"),
    "weight nan": (f"{MEMBER}weight = nan", 6, "0 to 1"),
    "weight true": (f"{MEMBER}weight = true", 6, "0 to 1"),
    "since is a text": (f'{MEMBER}name = "x"\nsince = "2026-01-01"', 7, "a date such as 2026-01-31"),
    "since has a time": (f"{MEMBER}since = 2026-01-01T00:00:00", 6, "a date such as 2026-01-31"),
    "since after until": (
        f"{MEMBER}until = 2026-01-01\nsince = 2026-01-02", 7, "2026-01-02 is after until 2026-01-01",
    ),
    "in a list of members": (
        f'{A}members = [\n  {{code = "600104.SH"}},\n  {{code = "600105.SH", weight = 2}},\n]', 6, "0 to 1",
    ),
}  # fmt: skip
MEMBER_PART = {
    "a reason is a number": (f"{MEMBER}reason_zh = 1", 6, "expected a text"),
    "a misspelt key of a member": (
        f'{MEMBER}reson_en = "x"',
        6,
        "unknown key 'reson_en'; nearest: reason_en",
    ),
}


def folder(root: Path, **files: str | bytes) -> Path:
    root.mkdir(exist_ok=True)
    for name, text in files.items():
        (root / f"{name}.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def test_a_theme(tmp_path: Path) -> None:
    (found,), problems = load_themes([folder(tmp_path, lab=GOOD)])
    assert problems == ()
    assert (found.id, found.label("zh"), found.label("en")) == ("lab", "试验", "lab")
    assert found.terms == ("试验光", "lab optics")
    first, second = found.members
    assert (first.code, first.since, first.until, first.weight) == (
        "600104.SH", date(2026, 7, 1), date(2026, 7, 31), 0.5,
    )  # fmt: skip
    assert (second.code, second.since, second.until, second.weight) == ("600105.SH", None, None, 1.0)


@pytest.mark.parametrize("name", NO_THEME)
def test_a_bad_file_is_a_problem_and_the_others_stand(tmp_path: Path, name: str) -> None:
    text, line, why = NO_THEME[name]
    found, problems = load_themes([folder(tmp_path, bad=text, good=GOOD)])
    assert [t.id for t in found] == ["lab"]
    (problem,) = problems
    assert (problem.file, problem.line, problem.what) == (str(tmp_path / "bad.toml"), line, "theme skipped")
    assert why in problem.why
    assert "\n" not in str(problem)


@pytest.mark.parametrize("name", [*PART, *MEMBER_PART])
def test_a_bad_part_is_a_problem_and_the_rest_of_the_file_stands(tmp_path: Path, name: str) -> None:
    text, line, why = {**PART, **MEMBER_PART}[name]
    (found, _), problems = load_themes([folder(tmp_path, bad=text, good=GOOD)])
    assert (found.id, found.zh, found.parent, found.excluded) == ("a", "a", "", ())
    codes = [m.code for m in found.members]
    assert codes == (["600941.SH"] if name in MEMBER_PART else ["600104.SH"] if "list of m" in name else [])
    (problem,) = problems
    assert (problem.file, problem.line) == (str(tmp_path / "bad.toml"), line)
    assert why in problem.why
    assert "\n" not in str(problem)


def test_a_bad_member_is_skipped_alone(tmp_path: Path) -> None:
    text = GOOD.replace("weight = 0.5", "weight = 5") + 'reason_en = "why"\nsource = "a filing"\n'
    (found,), (problem,) = load_themes([folder(tmp_path, lab=text)])
    assert [(m.code, m.reason_en, m.source) for m in found.members] == [("600105.SH", "why", "a filing")]
    assert (problem.line, problem.what) == (11, "member 600104.SH skipped")


def test_encodings_are_those_of_every_outside_file(tmp_path: Path) -> None:
    files = {
        "bom": b"\xef\xbb\xbf" + GOOD.encode(),
        "chinese": GOOD.replace('"lab"', '"b"', 1).encode("gb18030"),
    }
    found, problems = load_themes([folder(tmp_path, **files, neither=b'id = "\xff\xff\xff"')])
    assert [(t.id, t.terms[0]) for t in found] == [("b", "试验光"), ("lab", "试验光")]
    assert [(p.file[-12:], p.what) for p in problems] == [("neither.toml", "theme skipped")]


def test_what_is_no_file_of_text_is_a_problem(tmp_path: Path) -> None:
    folder(tmp_path, lab=GOOD)
    (tmp_path / "folder.toml").mkdir()
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "broken.toml").symlink_to(tmp_path / "nowhere")
    found, problems = load_themes([tmp_path])
    assert [t.id for t in found] == ["lab"]
    assert {Path(p.file).name for p in problems} == {"folder.toml", "pipe.toml", "broken.toml"}


def test_a_later_folder_overrides_and_the_order_is_by_id(tmp_path: Path) -> None:
    first = folder(tmp_path / "1", a=GOOD.replace('"lab"', '"b"'), b=GOOD.replace('"lab"', '"a"'))
    second = folder(tmp_path / "2", x=GOOD.replace('"lab"', '"b"').replace("试验", "后来"))
    found, problems = load_themes([first, tmp_path / "none", second])
    assert [(t.id, t.zh) for t in found] == [("a", "试验"), ("b", "后来")]
    assert problems == ()


def test_the_same_id_twice_in_a_folder_is_told(tmp_path: Path) -> None:
    (found,), (problem,) = load_themes([folder(tmp_path, a=GOOD, b=GOOD.replace("试验", "后来"))])
    assert found.zh == "后来"
    assert (problem.file, problem.line, problem.what) == (str(tmp_path / "a.toml"), 1, "theme skipped")
    a, b = (tmp_path / name for name in ("a.toml", "b.toml"))
    assert f"{b} has the same id 'lab' and stands instead of {a}" in problem.why


def test_of_three_with_an_id_the_last_stands_for_both_others(tmp_path: Path) -> None:
    _, problems = load_themes([folder(tmp_path, a=GOOD, b=GOOD, c=GOOD)])
    assert [Path(p.file).name for p in problems] == ["a.toml", "b.toml"]
    assert all(f"{tmp_path / 'c.toml'} has the same id" in p.why for p in problems)


HELD = 'name = "甲"\nreason_zh = "旧"\nreason_en = "old"\nsince = 2025-01-01\nweight = 0.5\nsource = "s"\n'
WAS = Member("600941.SH", "甲", "旧", "old", date(2025, 1, 1), None, 0.5, "s")
REPEATED = {  # what the theme's file holds of a name, what the addition does, and what is held then
    "nothing": ([HELD], [""], [WAS]),
    "a reason": ([HELD], ['reason_zh = "新"'], [WAS._replace(reason_zh="新")]),
    "none of it": ([HELD], ['reason_en = ""'], [WAS._replace(reason_en="")]),
    "what is no text": ([HELD], ["reason_en = 1"], [WAS]),
    "a weight": ([HELD], ["weight = 1"], [WAS._replace(weight=1.0)]),
    "an end": ([HELD], ["until = 2026-01-01"], [WAS._replace(until=date(2026, 1, 1))]),
    "another start": ([HELD], ["since = 2024-01-01"], [WAS._replace(since=date(2024, 1, 1))]),
    "a time before": (
        [HELD], ["until = 2024-01-01"], [WAS, Member("600941.SH", "", "", "", None, date(2024, 1, 1))],
    ),
    "two times": (
        [HELD], ["until = 2025-06-30", 'since = 2026-01-01\nsource = "t"'],
        [WAS._replace(until=date(2025, 6, 30)), WAS._replace(since=date(2026, 1, 1), source="t")],
    ),
    "a reason of both times": (
        [f"{HELD}until = 2025-06-30\n", "since = 2026-01-01\n"], ['reason_zh = "新"'],
        [WAS._replace(until=date(2025, 6, 30), reason_zh="新"),
         Member("600941.SH", "", "新", "", date(2026, 1, 1))],
    ),
    "an end of the last time": (
        ["until = 2025-06-30\n", "since = 2026-01-01\n"], ["until = 2026-02-01"],
        [Member("600941.SH", "", "", "", None, date(2025, 6, 30)),
         Member("600941.SH", "", "", "", date(2026, 1, 1), date(2026, 2, 1))],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REPEATED)
def test_a_repeated_member_changes_in_what_is_given(tmp_path: Path, name: str) -> None:
    own, added, expected = REPEATED[name]
    entry = '[[members]]\ncode = "sh600941"\n'
    lab = A + "".join(entry + text for text in own) + '[[members]]\ncode = "600104.SH"\n'
    more = 'extends = "a"\n' + "".join(f"{entry}{text}\n" for text in added)
    (theme,), _ = load_themes([folder(tmp_path / "1", lab=lab), folder(tmp_path / "2", more=more)])
    assert [m for m in theme.members if m.code == "600941.SH"] == expected
    assert theme.members[2 if name == "two times" else len(own)].code == "600104.SH"  # the order stays


MORE = """extends = "lab"
en = "laboratory"
description_zh = "说明"
parent = "top"
source = "a report"
[terms]
zh = ["试验光", "又一个"]
[excluded]
zh = ["试验光年"]
[[members]]
code = "600106.SH"
reason_en = "new"
[[members]]
code = "600104.SH"
reason_en = "newer"
"""
TOP = 'id = "top"\nzh = "上"\nen = "top"\n'


@pytest.mark.parametrize("place", ["the same folder", "a later folder", "an earlier folder"])
def test_a_file_that_extends_a_theme(tmp_path: Path, place: str) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    folder(first, top=TOP, zlab=GOOD)
    if place == "the same folder":
        folder(first, more=MORE)
    else:
        folder(second, more=MORE)
    folders = [second, first] if place == "an earlier folder" else [first, second]
    (found, _), problems = load_themes(folders)
    assert problems == ()
    assert found.terms == ("试验光", "lab optics", "又一个")
    assert found.excluded == ("试验光年",)
    assert found.file == str(first / "zlab.toml")
    own = (found.zh, found.en, found.description_zh, found.parent, found.source)
    members = [(m.code, m.reason_en) for m in found.members]
    if place == "an earlier folder":  # the theme of the later folder stands over what was added before it
        assert own == ("试验", "lab", "", "", "")
        assert members == [("600104.SH", ""), ("600105.SH", ""), ("600106.SH", "new")]
    else:
        assert own == ("试验", "laboratory", "说明", "top", "a report")
        assert members == [("600104.SH", "newer"), ("600105.SH", ""), ("600106.SH", "new")]


def test_an_addition_may_take_a_parent_away_but_no_label(tmp_path: Path) -> None:
    child = GOOD.replace('en = "lab"', 'en = "lab"\nparent = "top"', 1)
    text = 'extends = "lab"\nparent = ""\nzh = " "\n'
    (found, _), (problem,) = load_themes([folder(tmp_path, top=TOP, lab=child, more=text)])
    assert (found.parent, found.zh) == ("", "试验")
    assert (problem.line, problem.what) == (3, "zh left out")


def chain(**parents: str) -> list[Theme]:
    return [Theme(i, i, i, "", "", (), (), parent) for i, parent in parents.items()]


def test_a_circle_of_parents_is_told_of_each_and_opened(tmp_path: Path) -> None:
    text = 'id = "{0}"\nzh = "{0}"\nen = "{0}"\nparent = "{1}"\n'
    pairs = {"a": "b", "b": "c", "c": "a", "d": "a"}
    found, problems = load_themes([folder(tmp_path, **{i: text.format(i, p) for i, p in pairs.items()})])
    assert {t.id: t.parent for t in found} == {"a": "", "b": "", "c": "", "d": "a"}
    assert [(Path(p.file).stem, p.line) for p in problems] == [("a", 4), ("b", 4), ("c", 4)]
    assert problems[0].why == "goes round in a circle: a > b > c > a"


@pytest.mark.parametrize(
    ("parents", "drawn"),
    [
        ({}, ""),
        ({"a": "", "b": ""}, "a0 b0"),
        ({"a": "c", "b": "", "c": ""}, "b0 c0 a1"),
        ({"a": "z", "b": "a", "c": "b", "d": "a"}, "a0 b1 c2 d1"),
        ({"a": "none", "b": "a"}, "a0 b1"),
        ({"a": "a", "b": "a"}, "a0 b1"),
        ({"a": "c", "b": "a", "c": "b", "d": "b", "e": ""}, "e0 a0 b1 c2 d2"),
    ],
)
def test_the_tree(parents: dict[str, str], drawn: str) -> None:
    assert " ".join(f"{theme.id}{depth}" for theme, depth in tree(chain(**parents))) == drawn


@given(st.dictionaries(st.sampled_from("abcdefg"), st.sampled_from(["", *"abcdefgz"]), max_size=7))
def test_every_theme_stands_once_in_the_tree_and_under_itself(parents: dict[str, str]) -> None:
    themes = chain(**parents)
    drawn = tree(themes)
    assert sorted(t.id for t, _ in drawn) == sorted(parents)
    for theme, depth in drawn:
        under = descendants(themes, theme.id)
        assert under[0] == theme.id
        assert len(set(under)) == len(under)
        children = {i for i, parent in parents.items() if parent == theme.id}
        assert children <= {*under}
        assert depth == 0 or theme.parent in parents


def test_descendants() -> None:
    themes = chain(a="b", b="", c="a", d="", e="b")
    assert descendants(themes, "b") == ("b", "a", "c", "e")
    assert descendants(themes, "a") == ("a", "c")
    assert descendants(themes, "none") == ()


def test_a_deep_tree() -> None:
    themes = chain(**{f"t{n}": f"t{n - 1}" for n in range(3000)})
    assert tree(themes)[-1][1] == 2999
    assert len(descendants(themes, "t0")) == 3000


def test_hidden_signs_in_a_theme_are_made_visible(tmp_path: Path) -> None:
    (found,), _ = load_themes([folder(tmp_path, lab=GOOD.replace('"试验"', r'"试\u001b[2J验\u202e"'))])
    assert found.zh == "试␛[2J验␦"


def test_the_shipped_themes_have_no_problem() -> None:
    found, problems = load_themes([ROOT / "themes"])
    assert problems == ()
    assert len(found) == 12
    assert {t.id for t in found if t.parent == "space"} == {"launch", "leo-satellite", "space-compute"}


def test_where_a_theme_is_from_does_not_make_it_another(tmp_path: Path) -> None:
    one, other = (load_themes([folder(tmp_path / n, lab=GOOD)])[0][0] for n in "12")
    assert one == other
    assert one.file != other.file


@pytest.mark.parametrize(
    ("since", "until", "held"),
    [(None, None, "yes"), ("03", None, "yes"), ("04", None, "no"), (None, "03", "yes"), (None, "02", "no"),
     ("03", "03", "yes"), ("04", "02", "no")],
)  # fmt: skip
def test_membership_in_time(since: str | None, until: str | None, held: str) -> None:
    dates = [date(2026, 7, int(d)) if d else None for d in (since, until)]
    theme = Theme("t", "t", "t", "", "", (), (Member("A", "", "", "", dates[0], dates[1]),))
    assert membership([theme], date(2026, 7, 3)) == ({"A": ("t",)} if held == "yes" else {})


def test_membership_lists_a_theme_once_in_the_themes_order() -> None:
    member = Member("A", "", "", "")
    themes = [Theme(i, i, i, "", "", (), (member, member)) for i in ("b", "a")]
    assert membership(themes, date(2026, 7, 3)) == {"A": ("b", "a")}
