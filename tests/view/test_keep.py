"""Views written into files that people keep: the rest stays as it was, and what is written reads back."""

from __future__ import annotations

import os
import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui.book.saved import read_saved
from tui.errors import KanpanError
from tui.settings import load_settings
from tui.view.keep import keep_view, view_entries
from tui.view.view import By, SortKey, View, parse_sort

if TYPE_CHECKING:
    from pathlib import Path

CHEAP = View(
    where="pe26 < 45 and name ~ '中国*'",
    sort=(SortKey("pe_2026E"), SortKey("peg", descending=True)),
    columns=("code", "name", "pe_2026E"),
    by=By.NONE,
    limit=20,
)
CHEAP_TOML = """\
[views.cheap]
where = "pe26 < 45 and name ~ '中国*'"
sort = "pe_2026E,-peg"
columns = ["code", "name", "pe_2026E"]
limit = 20
"""


def read_back(text: str, name: str) -> View:
    """The view as it would be opened, but for the looking up of its words."""
    saved = read_saved(tomllib.loads(text), "file", text)
    assert not saved.problems
    found = saved.views[name]
    sort = parse_sort(found.sort)
    by = By(found.by) if found.by else By.NONE if sort else By.GROUP
    return View(found.where, found.groups, found.themes, sort, found.columns, by, found.limit)


def test_a_missing_file_is_made_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "new" / "kanpan" / "config.toml"
    keep_view(path, "cheap", CHEAP)
    assert path.read_text(encoding="utf-8") == CHEAP_TOML
    assert load_settings(path).saved.views["cheap"].columns == CHEAP.columns
    assert [p.name for p in path.parent.glob(".tmp-*")] == []


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (View(), {"by": "group"}),
        (View(by=By.NONE), {"by": "none"}),
        (View(sort=(SortKey("peg"),), by=By.NONE), {"sort": "peg"}),
        (View(sort=(SortKey("peg"),)), {"sort": "peg", "by": "group"}),
        (View(groups=("operators",), themes=("ai-compute",), limit=0),
         {"groups": ["operators"], "themes": ["ai-compute"], "limit": 0}),
        (View(where=" pe26 < 5\n"), {"where": "pe26 < 5"}),
    ],
)  # fmt: skip
def test_only_what_differs_is_said(view: View, said: dict[str, object]) -> None:
    assert view_entries(view) == said


APPENDED = {
    "comments": """\
# mine
lang = "zh"  # Chinese

[views.a] # hi
where = 'x > 1'

# of others
[queries]
q = 'peg < 1'""",
    "no views": "book = '~/book'\n",
    "blank end": "lang = 'zh'\n\n\n",
    "apart": "[views.a]\nwhere='x'\n[queries]\nq='peg < 1'\n[views.b]\nwhere='y'\n# end\n",
    "dotted": "views.a.where = 'x'\nlang = 'zh'\n",
    "beside inline": "[views]\na = {where='x'}\nb.where = 'y'\n\n[queries]\nq='peg < 1'\n",
    "spaces and tabs": "\tlang='zh'\t\n  [ views . a ]  \n  where = 'x'  \n",
    "quoted": "[views.\"便宜\"]\nwhere = '''\na\nb'''\n",
}


@pytest.mark.parametrize("before", APPENDED.values(), ids=APPENDED)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
def test_a_new_view_stands_at_the_end_and_all_before_stays(
    before: str, end: str, mark: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "book.toml"
    data = mark + before.replace("\n", end).encode()
    path.write_bytes(data)
    keep_view(path, "cheap", CHEAP)
    written = path.read_bytes()
    assert written.startswith(data)
    assert written.endswith(CHEAP_TOML.replace("\n", end).encode())
    assert (b"\r\n" in written) == (end == "\r\n" and (b"\r\n" in data))
    text = written.removeprefix(mark).decode()
    assert read_back(text, "cheap") == CHEAP
    held = tomllib.loads(text)
    del held["views"]["cheap"]
    assert {"views": {}, **tomllib.loads(before)} == held


def test_beside_views_written_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "book.toml"
    path.write_text("views = {a = {where='x'}} # all\n[queries] # more\nq='peg<1'\n", encoding="utf-8")
    keep_view(path, "b", View(where="pe26 < 5"))
    text = path.read_text(encoding="utf-8")
    assert read_back(text, "b") == View(where="pe26 < 5")
    assert text.endswith("# all\n[queries] # more\nq='peg<1'\n")
    assert "a = {where='x'}" in text


WITH_COMMENTS = """\
# mine
[views.cheap] # hi
zh = '便宜'
{}

# of others
[queries]
q = 'peg < 1'
"""
REPLACED = (
    (
        WITH_COMMENTS.format("where = 'x'  # c\nthemes = ['a']\nsort = 'pb'"),
        WITH_COMMENTS.format('where = "pe26 < 5"  # c\nlimit = 3'),
    ),
    (
        "[views]\ncheap = {where='x', en='C'} # k\nother.where = 'z'\n",
        "[views]\ncheap = {where=\"pe26 < 5\", en='C',limit = 3} # k\nother.where = 'z'\n",
    ),
    (
        "[views]\ncheap.where = 'x' # k\nother.where = 'z'\n",
        "[views]\ncheap.where = \"pe26 < 5\" # k\ncheap.limit = 3\nother.where = 'z'\n",
    ),
    ("[views.cheap]\n", '[views.cheap]\nwhere = "pe26 < 5"\nlimit = 3\n'),
)  # fmt: skip


@pytest.mark.parametrize(("before", "after"), REPLACED)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_view_is_replaced_where_it_stands(before: str, after: str, end: str, tmp_path: Path) -> None:
    path = tmp_path / "book.toml"
    data = before.replace("\n", end).encode()
    path.write_bytes(data)
    with pytest.raises(KanpanError, match="there is a view of this name"):
        keep_view(path, "cheap", View())
    assert path.read_bytes() == data
    keep_view(path, "cheap", View(where="pe26 < 5", limit=3), replace=True)
    written = path.read_bytes().decode()
    assert written.replace(", ", ",") == after.replace("\n", end).replace(", ", ",")
    assert read_back(written, "cheap") == View(where="pe26 < 5", limit=3)
    keep_view(path, "cheap", View(), replace=True)
    assert read_back(path.read_bytes().decode(), "cheap") == View()


@pytest.mark.parametrize("name", ["", " ", "1a", "-a", "a b", "a\x1b", "a]", "a\n[b", "a\u200b", "@a", "a/b"])
def test_a_bad_name_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "book.toml"
    with pytest.raises(KanpanError, match="cannot be a view's name"):
        keep_view(path, name, CHEAP)
    assert not path.exists()


@pytest.mark.parametrize("name", ["cheap", "便宜", "a.b", "a-b_c9", " cheap "])
def test_a_good_name_reads_back(name: str, tmp_path: Path) -> None:
    path = tmp_path / "book.toml"
    keep_view(path, name, CHEAP)
    assert read_back(path.read_text(encoding="utf-8"), name.strip()) == CHEAP


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"lang = \n", "not TOML, and left as it is: .*line 1"),
        (b"a = 1\na = 2\n", "not TOML"),
        (b"x = " + b"[" * 50_000, "not TOML"),
        ("title = '周报'\n".encode("gb18030"), "byte 9 is not UTF-8"),
        (b"views = 3\n", "views is no table"),
        (b"[[views]]\nwhere='x'\n", "views is no table"),
        (b"[views]\ncheap = 3\n", "there is a view of this name"),
    ],
    ids=["syntax", "twice", "deep", "gbk", "number", "array", "no table"],
)
def test_a_file_that_cannot_be_written_into_stays(data: bytes, why: str, tmp_path: Path) -> None:
    path = tmp_path / "book.toml"
    path.write_bytes(data)
    with pytest.raises(KanpanError, match=why):
        keep_view(path, "cheap", CHEAP)
    with pytest.raises(KanpanError):
        keep_view(path, "cheap", CHEAP, replace=True)
    assert path.read_bytes() == data


def test_a_sort_that_does_not_read_back_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KanpanError, match="cannot be written down"):
        keep_view(tmp_path / "book.toml", "cheap", View(sort=(SortKey("a,b"),)))


def test_what_a_link_points_at_is_written_and_the_link_stays(tmp_path: Path) -> None:
    real, link = tmp_path / "real.toml", tmp_path / "config.toml"
    real.write_text("lang = 'zh'\n", encoding="utf-8")
    link.symlink_to(real)
    keep_view(link, "cheap", CHEAP)
    assert link.is_symlink()
    assert "[views.cheap]" in real.read_text(encoding="utf-8")


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    with pytest.raises(KanpanError, match="not a regular file"):
        keep_view(tmp_path / "config.toml", "cheap", CHEAP)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(KanpanError, match="no permission"):
        keep_view(tmp_path / "config.toml", "cheap", CHEAP)


def test_a_hostile_query_is_cleaned_and_stays_one_value(tmp_path: Path) -> None:
    path = tmp_path / "book.toml"
    keep_view(path, "a", View(where='x\x1b]52;c;aGk=\x07 = "y"\n[views.b]\nwhere = 3 \ud800 \\u0041'))
    text = path.read_text(encoding="utf-8")
    assert list(tomllib.loads(text)["views"]) == ["a"]
    assert "\x1b" not in text
    assert read_back(text, "a").where == 'x␛]52;c;aGk=␇ = "y" [views.b] where = 3 ␦ \\u0041'


WORDS = st.text("ab \"'\\#[]={}中,\u00e9", min_size=1, max_size=8).map(str.strip).filter(bool)
COLUMNS = st.text("abz_09", min_size=1, max_size=5)
VIEWS = st.builds(
    View,
    where=st.text("ab<> \"'\\#[]={}中\n\t", max_size=20).map(lambda t: " ".join(t.split())),
    groups=st.lists(WORDS, max_size=2).map(tuple),
    themes=st.lists(WORDS, max_size=2).map(tuple),
    sort=st.lists(st.builds(SortKey, COLUMNS, st.booleans()), max_size=2).map(tuple),
    columns=st.lists(COLUMNS, max_size=3).map(tuple),
    by=st.sampled_from(By),
    limit=st.none() | st.integers(0, 99),
)


@given(first=VIEWS, second=VIEWS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_view_reads_back_after_writing_and_replacing(first: View, second: View, tmp_path: Path) -> None:
    path = tmp_path / "book.toml"
    path.write_text("# head\nlang = 'zh'\n\n[views.x] # x\nwhere = 'z'\n# foot\n", encoding="utf-8")
    keep_view(path, "v", first)
    keep_view(path, "x", second, replace=True)
    keep_view(path, "v", second, replace=True)
    text = path.read_text(encoding="utf-8")
    assert read_back(text, "v") == read_back(text, "x") == second
    assert text.startswith("# head\nlang = 'zh'\n\n[views.x] # x\n")
    assert "# foot" in text
