"""Theme files: which are read, which override, what is wrong with the others, and who belongs when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.universe.worlds import ROOT
from tui.universe.themes import Member, Theme, load_themes, membership

if TYPE_CHECKING:
    from pathlib import Path

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

BAD = {
    "no toml": ('id = "x', "Unterminated string (at end of document)"),
    "no id": ('zh = "a"\nen = "a"', "id is missing or no text"),
    "blank id": ('id = " "\nzh = "a"\nen = "a"', "id is missing or no text"),
    "id that would break a list": (
        'id = "a;b"\nzh = "a"\nen = "a"',
        "id 'a;b': expected letters, digits and",
    ),
    "no label": ('id = "a"\nen = "a"', "zh is missing or no text"),
    "label is a number": ('id = "a"\nzh = 1\nen = "a"', "zh is missing or no text"),
    "terms is a list": ('id = "a"\nzh = "a"\nen = "a"\nterms = ["x"]', "[terms] should hold"),
    "terms of a language is a text": (
        'id = "a"\nzh = "a"\nen = "a"\n[terms]\nzh = "算力"',
        "terms.zh should be",
    ),
    "a term is a number": ('id = "a"\nzh = "a"\nen = "a"\n[terms]\nzh = [5]', "terms.zh should be a list"),
    "members is a table": ('id = "a"\nzh = "a"\nen = "a"\n[members]\ncode = "x"', "members should be"),
    "a member is a text": ('id = "a"\nzh = "a"\nen = "a"\nmembers = ["600941.SH"]', "members should be"),
    "a member without a code": ('id = "a"\nzh = "a"\nen = "a"\n[[members]]\nname = "x"', "code is missing"),
    "a member whose code is none": (
        'id = "a"\nzh = "a"\nen = "a"\n[[members]]\ncode = "6O0941"',
        "'6O0941' is no",
    ),
    "weight too large": (
        'id = "a"\nzh = "a"\nen = "a"\n[[members]]\ncode = "600941.SH"\nweight = 2',
        "0 to 1",
    ),
    "weight nan": ('id = "a"\nzh = "a"\nen = "a"\n[[members]]\ncode = "600941.SH"\nweight = nan', "0 to 1"),
    "since is a text": (
        'id = "a"\nzh = "a"\nen = "a"\n[[members]]\ncode = "600941.SH"\nsince = "2026-01-01"',
        "expected a date such as 2026-01-31",
    ),
    "since has a time": (
        'id = "a"\nzh = "a"\nen = "a"\n[[members]]\ncode = "600941.SH"\nsince = 2026-01-01T00:00:00',
        "expected a date such as 2026-01-31",
    ),
    "nested beyond measure": ("id = " + "[" * 5000, "recursion"),
    "a number beyond measure": ("id = " + "1" * 5000, "digits"),
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


@pytest.mark.parametrize("name", BAD)
def test_a_bad_theme_is_a_problem_and_the_others_stand(tmp_path: Path, name: str) -> None:
    text, why = BAD[name]
    found, problems = load_themes([folder(tmp_path, bad=text, good=GOOD)])
    assert [t.id for t in found] == ["lab"]
    (problem,) = problems
    assert problem.file.endswith("bad.toml")
    assert why in problem.why
    assert "\n" not in str(problem)


def test_other_encodings(tmp_path: Path) -> None:
    found, problems = load_themes(
        [folder(tmp_path, bom=b"\xef\xbb\xbf" + GOOD.encode(), latin=GOOD.encode("gb18030"))]
    )
    assert [t.id for t in found] == ["lab"]
    assert [p.file[-10:] for p in problems] == ["latin.toml"]


def test_a_later_folder_overrides_and_the_order_is_by_id(tmp_path: Path) -> None:
    first = folder(tmp_path / "1", a=GOOD.replace('"lab"', '"b"'), b=GOOD.replace('"lab"', '"a"'))
    second = folder(tmp_path / "2", x=GOOD.replace('"lab"', '"b"').replace("试验", "后来"))
    found, problems = load_themes([first, tmp_path / "none", second])
    assert [(t.id, t.zh) for t in found] == [("a", "试验"), ("b", "后来")]
    assert problems == ()


def test_hidden_signs_in_a_theme_are_made_visible(tmp_path: Path) -> None:
    (found,), _ = load_themes([folder(tmp_path, lab=GOOD.replace('"试验"', r'"试\u001b[2J验\u202e"'))])
    assert found.zh == "试␛[2J验␦"


def test_the_shipped_themes_have_no_problem() -> None:
    found, problems = load_themes([ROOT / "themes"])
    assert problems == ()
    assert len(found) == 11


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
