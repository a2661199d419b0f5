"""Watchlists: which codes stand in them, and that they become a group or a query that works."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tui.api import export, load
from tui.book import open_book
from tui.errors import BookError
from tui.report.importer import book_to_write
from tui.report.into import apply
from tui.report.listfile import is_watchlist, read_listings
from tui.report.watchlist import plan_list, query_name
from tui.view.view import View

if TYPE_CHECKING:
    from pathlib import Path

INI = (
    "[BLOCK_NAME_MAP_TABLE]\r\n23=我的自选\r\n24=light\r\n25=空\r\n"
    "[BLOCK_STOCK_CONTEXT]\r\n23=17:600519,33:000001,87:430001,16:1A0001,\r\n24=33:300308,-105:920045,17:600519,,\r\n25=\r\n"
    "[SYSTEM]\r\nLastSynCodeID=100\r\n"
)
SEL = (3).to_bytes(2, "little") + b"\x07\x11600519" + b"\x07\x21000001" + b"\x07\x20399001"
FILES = [
    ("a.blk", b"\r\n1600519\r\n0000001\r\n0300308\r\n2830067\r\n1880081\r\n1999999\r\n0399001\r\n1000001\r\n",
     {"": ["600519.SH", "000001.SZ", "300308.SZ", "830067.BJ"]}, 4),
    ("a.EBK", b"1600519\n1600519\nxx\n", {"": ["600519.SH"]}, 1),
    ("a.sel", SEL, {"": ["600519.SH", "000001.SZ"]}, 1),
    ("StockBlock.ini", INI.encode("gbk"),
     {"我的自选": ["600519.SH", "000001.SZ"], "light": ["300308.SZ", "920045.BJ", "600519.SH"]}, 2),
    ("plain.ini", b"17:600519,33:000001,\n", {"": ["600519.SH", "000001.SZ"]}, 0),
    ("codes.txt", "600519\nSZ000001 平安\n# 说明\n1|600941\n乱\n".encode(),
     {"": ["600519.SH", "000001.SZ", "600941.SH"]}, 1),
]  # fmt: skip


@pytest.mark.parametrize(("file", "data", "lists", "told"), FILES, ids=[f[0] for f in FILES])
def test_files(file: str, data: bytes, lists: dict[str, list[str]], told: int) -> None:
    found = read_listings(data, file)
    assert {one.name: list(one.codes) for one in found.lists} == lists
    assert len(found.told) == told
    assert is_watchlist(file) == (file != "codes.txt")


BAD = [
    ("a.sel", b"", "bytes after its 0 records"),
    ("a.sel", b"\x02\x00\x07\x11600519", "record 2 of 2"),
    ("a.sel", b"\x01\x00\x07\x11600519junk", "4 bytes after its 1 records"),
    ("a.sel", b"\x01\x00\x07\x11\xff\xff\xff\xff\xff\xff", "record 1 of 1"),
    ("a.blk", b"", "no code"),
    ("a.blk", b"1\x00\x002", "binary"),
    ("a.ini", b"[x]\na=b\n", "no code"),
]


@pytest.mark.parametrize(("file", "data", "why"), BAD, ids=[f"{f}-{w}" for f, _, w in BAD])
def test_what_is_no_watchlist_is_refused(file: str, data: bytes, why: str) -> None:
    with pytest.raises(BookError, match=why):
        read_listings(data, file)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "book"
    (root / "coverage").mkdir(parents=True)
    (root / "book.toml").write_text(
        '# mine\ntitle = "t"\n\n[queries]\ncheap = "pe.fy1 < 20"  # kept\n', encoding="utf-8"
    )
    (root / "coverage/2026-07-03.csv").write_text(
        "code,name,group,price,note\n600519.SH,贵州茅台,,1500,x\n300308.SZ,中际旭创,light,1116,y\n",
        encoding="utf-8",
    )
    return root


def put(root: Path, file: str, data: bytes, **more: str | None) -> tuple[str, ...]:
    made = plan_list(read_listings(data, file), file, book_to_write(root), **more)  # type: ignore[arg-type]
    apply(made, root)
    assert plan_list(read_listings(data, file), file, book_to_write(root), **more).changes == ()  # type: ignore[arg-type]
    return made.summary


def names(root: Path, where: str) -> list[str]:
    import io

    out = io.BytesIO()
    export(load(root), View(where=where, columns=("code",)), out, fmt="csv")
    return out.getvalue().decode().split()[1:]


def test_a_list_becomes_a_query_that_works(root: Path) -> None:
    assert put(root, "自选股.blk", b"1600519\n0000001\n") == (
        "@自选股: 2 names",
        "1 of 2 names is not in the book",
    )
    text = (root / "book.toml").read_text(encoding="utf-8")
    assert text.startswith("# mine\n")
    assert 'cheap = "pe.fy1 < 20"  # kept' in text
    assert names(root, "@自选股") == ["600519.SH"]
    assert open_book(root).saved.problems == ()


def test_every_block_of_a_file_or_one(root: Path) -> None:
    put(root, "StockBlock.ini", INI.encode("gbk"))
    assert set(open_book(root).saved.queries) == {"cheap", "我的自选", "light"}
    assert set(names(root, "@light")) == {"600519.SH", "300308.SZ"}
    with pytest.raises(BookError, match="no list 'lights'; nearest: light"):
        put(root, "StockBlock.ini", INI.encode("gbk"), name="lights")


def test_a_list_is_renewed_and_no_other_query_is(root: Path) -> None:
    put(root, "a.blk", b"1600519\n", name="watch")
    put(root, "a.blk", b"1600519\n0300308\n", name="watch")
    assert open_book(root).saved.queries["watch"].text == "code in (600519.SH,300308.SZ)"
    before = (root / "book.toml").read_bytes()
    with pytest.raises(BookError, match="@cheap is another query"):
        put(root, "a.blk", b"1600519\n", name="cheap")
    assert (root / "book.toml").read_bytes() == before


def test_names_go_into_a_group(root: Path) -> None:
    summary = put(root, "a.blk", b"1600519\n0300308\n0000001\n", group="光模块")
    assert summary == (
        "3 names in group optical-modules",
        "1 of 3 names is not in the book: added, price and name not known",
    )
    rows = (root / "coverage/2026-07-03.csv").read_text(encoding="utf-8").splitlines()
    assert rows == [
        "as_of,code,name,group,price,note",
        "2026-07-03,600519.SH,贵州茅台,optical-modules,1500,x",
        "2026-07-03,300308.SZ,中际旭创,optical-modules,1116,y",
        "2026-07-03,000001.SZ,,optical-modules,,",
    ]
    assert [g.zh for g in open_book(root).groups] == ["光模块"]
    assert set(open_book(root).saved.queries) == {"cheap"}


def test_a_group_in_a_book_without_coverage(tmp_path: Path) -> None:
    root = tmp_path / "new"
    data = b"1600519\n"
    made = plan_list(
        read_listings(data, "a.blk"), "a.blk", book_to_write(root), group="mine", as_of=date(2026, 7, 3)
    )
    apply(made, root)
    assert open_book(root).dates("coverage") == (date(2026, 7, 3),)
    assert load(root).table.column("group").to_pylist() == ["mine"]


def test_too_many_names_are_for_a_group(root: Path) -> None:
    data = "\n".join(f"1{600200 + i}" for i in range(361)).encode()
    with pytest.raises(BookError, match="--group"):
        put(root, "a.blk", data)
    put(root, "b.blk", data[:-8])
    assert names(root, "@b") == ["600519.SH"]
    put(root, "a.blk", data, group="many")
    assert len(load(root).table) == 362


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("自选股", "自选股"),
        ("2026list", "list-2026list"),
        ("my list!", "my-list"),
        ("", "list"),
        ("a.b", "a.b"),
    ],
)
def test_query_names(text: str, name: str) -> None:
    assert query_name(text) == name


REPORTS = {
    "a report": (
        "通信行业周报\n\n600941.SH\t中国移动\t87.48\t6.33\n600050.SH\t中国联通\t4.07\t0.29\n\n风险提示：关税超预期。\n"
    ),
    "a table": "代码,名称,现价,市净率\n600941,中国移动,93.71,1.4\n600050,中国联通,4.57,0.8\n",
    "prose with codes": "600941\n看好运营商\n看好光模块\n",
    "a shopping list": "牛奶\n鸡蛋 12\n",
    "a PDF": "%PDF-1.4\n600941\n",
    "a packed file": "PK\x03\x04600941\n",
}


@pytest.mark.parametrize("file", ["weekly.txt", "weekly.blk"])
@pytest.mark.parametrize("text", REPORTS.values(), ids=list(REPORTS))
def test_a_report_is_never_read_as_a_list(text: str, file: str) -> None:
    with pytest.raises(BookError, match=r"no watchlist.*--group and --list are for watchlists") as caught:
        read_listings(text.encode(), file)
    assert "\n" not in str(caught.value)


def test_short_names_are_looked_up() -> None:
    codes = {"中际旭创": "300308.SZ"}
    found = read_listings("600941\n中际旭创\n牛奶\n".encode(), "my.txt", lambda name: codes.get(name, ""))
    assert found.lists[0].codes == ("600941.SH", "300308.SZ")
    assert [(one.place.line, one.text) for one in found.told] == [(3, "牛奶")]


TAKEN = {"doubtful": "ships with Kanpan", "mine": "stands in your settings"}


@pytest.mark.parametrize("name", [*TAKEN, "deep"])
def test_a_list_shadows_no_query_and_no_view(root: Path, name: str) -> None:
    path = root / "book.toml"
    path.write_text(path.read_text(encoding="utf-8") + '\n[views.deep]\nby = "none"\n', encoding="utf-8")
    found = read_listings(b"1600519\n", "a.blk")
    with pytest.raises(BookError, match=f"@{name} .*; choose another name with --list NAME"):
        plan_list(found, "a.blk", book_to_write(root), name=name, taken=TAKEN)
    assert plan_list(found, "a.blk", book_to_write(root), name="other", taken=TAKEN).changes


def test_a_name_that_had_to_be_changed_is_said(root: Path) -> None:
    assert put(root, "my list.blk", b"1600519\n") == ("@my-list: 1 name, for the list 'my list'",)
