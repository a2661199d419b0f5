"""Files of stories, whatever their kind, become one table; what does not fit is told."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.arrow import SMALL, pa
from tui.book.news_fields import FIELDS, SYNONYMS, matched, parse_moment
from tui.book.news_files import COLUMNS, read_news, read_news_bytes
from tui.errors import BookError
from tui.text import clean, is_clean

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 7, 3)
STORY = {
    "id": "n1", "published": DAY, "title": "中国移动建智算中心", "summary": "采购 A、B，共 3 家。",
    "source": "C114", "url": "https://example.com/1",
}  # fmt: skip
GIVEN: dict[str, str] = {k: str(v) for k, v in STORY.items()}


def written(folder: Path, name: str, rows: list[dict[str, str]]) -> Path:
    """A file of that suffix with those rows."""
    path = folder / name
    table = pa.Table.from_pylist(rows)
    if path.suffix == ".parquet":
        from pyarrow import parquet

        parquet.write_table(table, path)
    elif path.suffix in {".csv", ".tsv"}:
        from pyarrow import csv

        csv.write_csv(table, path, csv.WriteOptions(delimiter="\t" if path.suffix == ".tsv" else ","))
    elif path.suffix in {".jsonl", ".ndjson"}:
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    elif path.suffix == ".json":
        path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    else:
        names = {"id": "guid", "published": "pubDate", "summary": "description", "url": "link"}
        items = "".join(
            f"<item>{''.join(f'<{names.get(k, k)}>{v}</{names.get(k, k)}>' for k, v in row.items())}</item>"
            for row in rows
        )
        path.write_text(f"<rss><channel>{items}</channel></rss>", "utf-8")
    return path


def table_of(data: str | bytes, file: str = "x") -> list[dict[str, Any]]:
    table, problems = read_news_bytes(data if isinstance(data, bytes) else data.encode(), file)
    assert problems == ()
    out: list[dict[str, Any]] = table.to_pylist()
    return out


@pytest.mark.parametrize("suffix", ["csv", "tsv", "jsonl", "ndjson", "json", "parquet", "xml", "rss"])
def test_every_kind_gives_the_same_table(tmp_path: Path, suffix: str) -> None:
    table, problems = read_news(written(tmp_path, f"news.{suffix}", [GIVEN, {**GIVEN, "id": "n2"}]))
    assert problems == ()
    assert table.to_pylist() == [STORY, {**STORY, "id": "n2"}]
    assert tuple(table.column_names) == COLUMNS == FIELDS
    assert table.schema.types == [pa.date32() if c == "published" else pa.string() for c in COLUMNS]


@pytest.mark.parametrize("suffix", ["csv", "tsv", "jsonl", "json", "xml"])
def test_kinds_are_told_apart_by_their_first_sign(tmp_path: Path, suffix: str) -> None:
    path = written(tmp_path, f"news.{suffix}", [GIVEN])
    assert table_of(path.read_bytes()) == [STORY]
    bare = tmp_path / "news"
    bare.write_bytes(b"\xef\xbb\xbf\n" + path.read_bytes())
    assert read_news(bare)[0].to_pylist() == [STORY]


@pytest.mark.parametrize(
    ("field", "word"), [(field, word) for field, words in SYNONYMS.items() for word in words]
)
def test_a_column_goes_by_any_of_its_names(field: str, word: str) -> None:
    assert matched([word]) == {f: [word] if f == field else [] for f in FIELDS}
    assert matched([f" {word.upper().replace('_', ' ')} "])[field]


def test_names_of_vendors_columns() -> None:
    text = "关键词,新闻标题,新闻内容,发布时间,文章来源,新闻链接\n移动,标题,正文,2026-07-03 10:15:00,财联社,https://x.y/z\n"
    assert table_of(text) == [
        {
            "id": "1",
            "published": DAY,
            "title": "标题",
            "summary": "正文",
            "source": "财联社",
            "url": "https://x.y/z",
        }
    ]
    assert (
        table_of("datetime,content,title,channels\n2026-07-03 09:00,快讯一条,,a\n")[0]["summary"]
        == "快讯一条"
    )


def test_of_two_columns_for_one_field_the_first_that_says_something_is_taken() -> None:
    found = table_of("title,content,summary\na,long,short\nb,long, \n")
    assert [row["summary"] for row in found] == ["short", "long"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-07-03", DAY), ("2026/7/3", DAY), ("2026年7月3日", DAY), ("20260703", DAY),
        ("2026-07-03 10:15:00", DAY), ("2026-07-03T23:59:59.123+08:00", DAY), ("2026-07-03T01:00Z", DAY),
        ("2026-07-03 10:15:00 +0800", DAY), ("2026年7月3日 10时15分", DAY), ("2026-07-03 10:15 星期五", DAY),
        ("20260703 101500", DAY), ("20260703101500", DAY), ("Fri, 03 Jul 2026 10:15:00 GMT", DAY),
        ("3 Jul 26 10:15", DAY), ("03-Jul-2026", DAY), ("July 3, 2026", DAY), ("Jul 3rd, 2026 9:00 AM", DAY),
        ("Friday, July 3, 2026", DAY), ("1783036800", DAY), ("1783036800123", DAY),
        ("２０２６-０７-０３", DAY),
        ("2026-13-01", None), ("Fri, 32 Jul 2026", None), ("3 Foo 2026", None), ("yesterday", None),
        ("07-03", None), ("12", None), ("9" * 10_000, None), ("0000000000", date(1970, 1, 1)),
    ],
)  # fmt: skip
def test_ways_to_write_a_day(text: str, day: date | None) -> None:
    assert parse_moment(text) == day


@given(st.text(max_size=90))
@settings(max_examples=200)
def test_any_text_is_a_day_or_none(text: str) -> None:
    assert isinstance(parse_moment(text), date | None)


def test_offsets_hold_in_the_files_own_text() -> None:
    title = "　中国\u200b移动\t涨 "
    found = table_of(f'title,summary\n{title},"a\r\nb\u00a0c"\n')[0]
    assert found["title"] == " 中国␦移动 涨 "
    assert len(found["title"]) == len(title)
    assert (found["summary"], len(found["summary"])) == ("a  b c", 6)


@given(st.lists(st.text(max_size=12), min_size=1, max_size=6))
@settings(max_examples=100)
def test_any_text_comes_clean_and_keeps_its_length(titles: list[str]) -> None:
    lines = "".join(json.dumps({"title": title, "summary": "s"}) + "\n" for title in titles)
    table, _ = read_news_bytes(lines.encode(), "x")
    found = table.column("title").to_pylist()
    assert [len(t) for t in found] == [len(t) for t in titles]
    assert found == [clean(t) for t in titles]


def test_many_stories_are_read_as_few_are() -> None:
    many = SMALL + 10
    odd = {5: "　a\tb\x00c", 7: "\ue000\u200d", 9: "", 11: "=1", many - 1: "末"}
    days = {3: "2026年7月3日", 4: "x", 6: ""}
    texts = [odd.get(i, f"t{i}") for i in range(many)]
    dates = [days.get(i, f"2026-07-{i % 28 + 1:02d} 10:00") for i in range(many)]
    lines = [f'id{i},{dates[i]},"{texts[i]}","s\n{i}"' for i in range(many)]
    data = ("id,date,title,summary\n" + "\n".join(lines) + "\n").encode()
    large, problems = read_news_bytes(data, "x")
    assert [str(p) for p in problems] == ["x:10: date 'x': not a date; left empty"]
    small, _ = read_news_bytes(("id,date,title,summary\n" + "\n".join(lines[:20]) + "\n").encode(), "x")
    assert large.slice(0, 20).to_pylist() == small.to_pylist()
    assert large.column("title").to_pylist() == [clean(t) for t in texts]
    assert large.column("published")[0].as_py() == date(2026, 7, 1)
    assert large.num_rows == many


def test_ids_are_unique_and_missing_ones_are_the_rows_number() -> None:
    table, problems = read_news_bytes(b"id,title\na,1\n,2\na,3\na_2,4\n2,5\n", "x.csv")
    assert table.column("id").to_pylist() == ["a", "2_2", "a_3", "a_2", "2"]
    assert [str(p) for p in problems] == ["x.csv:4: id 'a': a second story of this id; called 'a_3'"]
    assert [row["id"] for row in table_of("title\nx\ny\n")] == ["1", "2"]


@given(st.lists(st.sampled_from(["", "a", "a_2", "1", "2", "2_2"]), max_size=8))
@settings(max_examples=100)
def test_no_two_stories_have_one_id(ids: list[str]) -> None:
    table, _ = read_news_bytes(("id,title\n" + "".join(f"{i},t\n" for i in ids)).encode(), "x")
    found = table.column("id").to_pylist()
    assert len(set(found)) == len(ids)
    assert all(word in found for word in ids if word)


def test_what_does_not_fit_is_told_with_its_line() -> None:
    data = "id,published,title,summary\n1,soon,a,\n2,,,\n3,2026-07-03,b,c,d\n4,, ,text\n"
    table, problems = read_news_bytes(data.encode(), "n.csv")
    assert table.column("id").to_pylist() == ["1", "4"]
    assert [str(p) for p in problems] == [
        "n.csv:4: a row of 5 cells: the header has 4; skipped",
        "n.csv:3: title '': a story without a title or a text; skipped",
        "n.csv:2: published 'soon': not a date; left empty",
    ]


def test_bad_lines_of_json_are_told_and_the_rest_goes_on() -> None:
    lines = [
        '{"title": "a", "source": {"id": 1, "name": "C114"}, "url": ["x"]}', "", "{broken", "[1]", '"text"',
        '{"headline": "b", "id": 7, "source": {"x": 1}, "summary": null, "ctime": 1783036800}',
        '{"title": "\\ud83d half", "id": 1.0}', "[" * 100_000, '{"id": 3}', '{"title": NaN, "content": "c"}',
    ]  # fmt: skip
    table, problems = read_news_bytes("\n".join(lines).encode(), "n.jsonl")
    assert table.column("title").to_pylist() == ["a", "b", "␦ half", ""]
    assert table.column("id").to_pylist() == ["1_2", "7", "1", "9"]
    assert table.column("source").to_pylist() == ["C114", "", "", ""]
    assert table.column("published").to_pylist() == [None, DAY, None, None]
    assert [p.line for p in problems] == [3, 4, 5, 6, 8, 9]


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        ("title,summary\na,b,c\nx,\ny,\n", ["2", "3"]),
        ('title,summary\n,\n"a\nb",\nq,r,s\n\nx,\n', ["2", "4"]),
        ("\n\ntitle,title\na,b,c\nx,\n,\ny,\n", ["2", "4"]),
        ("id,title\n,,\n2,x\n,y\n", ["2", "3"]),
        ('{broken\n{"title": "x"}\n\n[1]\n{"id": 4}\n{"title": "y"}', ["2", "5"]),
        ('{"title": "x", "url": {"a": 1}}\n{"title": "y"}', ["1", "2"]),
        ('[1, {"title": "x"}, {}, {"title": "y"}]', ["2", "4"]),
    ],
)
def test_an_id_is_the_rows_own_number_though_rows_are_skipped(data: str, ids: list[str]) -> None:
    table, problems = read_news_bytes(data.encode(), "x")
    assert table.column("id").to_pylist() == ids
    assert problems


@pytest.mark.parametrize(
    "bad", ["{broken", "no JSON", "[1, 2", '{"title": "never closed', "title of the export: 1", '{"a": 1},']
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_bad_first_line_of_json_lines_is_skipped_without_a_suffix_too(bad: str, encoding: str) -> None:
    data = f'{bad}\n{{"标题": "中国移动"}}\n{{"标题": "b"}}\n'.encode(encoding)
    table, problems = read_news_bytes(data, "standard input")
    assert table.column("title").to_pylist() == ["中国移动", "b"]
    assert table.column("id").to_pylist() == ["2", "3"]
    assert [(p.file, p.line) for p in problems] == [("standard input", 1)]


@pytest.mark.parametrize(
    "data", [b'[\n{"title": "x"},\n{"title":', b'{\n "a": [\n  {"title": "x"}\n', b"{\n{}"]
)
def test_a_document_that_breaks_off_is_no_json_lines(data: bytes) -> None:
    with pytest.raises(BookError, match="no JSON"):
        read_news_bytes(data, "x")


def test_a_table_whose_cells_are_objects_stays_a_table() -> None:
    assert [row["title"] for row in table_of('title\n{"title": 1}\n')] == ['{"title": 1}']


@pytest.mark.parametrize(
    "document",
    [
        [GIVEN], {"status": "ok", "articles": [GIVEN]}, {"code": 0, "data": {"list": [GIVEN], "n": 1}}, GIVEN,
        {"title": "my feed", "version": "https://jsonfeed.org/version/1", "items": [GIVEN]},
        {"empty": [], "more": [GIVEN]},
    ],
)  # fmt: skip
def test_a_document_of_json_may_hold_its_list_further_down(document: object) -> None:
    for indent in (None, 2):
        assert table_of(json.dumps(document, indent=indent), "n.json") == [STORY]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "x: empty; stories were expected"),
        (b" \n", "x: empty; stories were expected"),
        (b"code,price\n1,2\n", "x: no column of titles; expected one called title, headline or"),
        (b"[1, 2]", "x: no list of stories"),
        (
            b'{"a": 1}\n{"b": 2}',
            "x: no column of titles; expected one called title, headline or 标题; found: a, b",
        ),
        (b"[\n{]", "x:2: no JSON: "),
        (b"[" * 100_000, "x: no JSON: nested too deep"),
        (b"PAR1....", "x: Parquet; give it a name that ends in .parquet"),
        (b"<!DOCTYPE rss><rss/>", "x:1: declares a document type"),
        (b"title\n\xff\xff\n", "x: byte 6 (0xff) is not UTF-8"),
    ],
)
def test_what_is_no_news_is_refused_in_one_line(data: bytes, told: str) -> None:
    with pytest.raises(BookError) as caught:
        read_news_bytes(data, "x")
    assert str(caught.value).startswith(told)
    assert "\n" not in str(caught.value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="No such file"):
        read_news(tmp_path / "none.csv")
    with pytest.raises(BookError, match="not a regular file"):
        read_news(tmp_path)
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(BookError, match="cannot be read as Parquet"):
        read_news(tmp_path / "bad.parquet")
    empty = tmp_path / "empty.jsonl"
    empty.write_bytes(b"")
    assert read_news(empty)[0].num_rows == 0


def test_a_header_alone_gives_no_stories() -> None:
    assert table_of("id,title\n") == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert table_of("标题,摘要\n中国移动,算力\n".encode(encoding))[0]["title"] == "中国移动"
    line = json.dumps({"标题": "中国移动", "摘要": "算力"}, ensure_ascii=False)
    if encoding != "utf-16":
        assert table_of(line.encode(encoding))[0]["summary"] == "算力"


def test_parquet_with_types_of_its_own(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    from pyarrow import parquet

    table = pa.table(
        {
            "news_id": pa.array([7, 8]),
            "pub_time": pa.array([datetime(2026, 7, 3, 10, tzinfo=UTC), None], pa.timestamp("us", "UTC")),
            "标题": pa.array(["a", None]).dictionary_encode(),
            "content": pa.array([None, "b"], pa.large_string()),
            "tags": pa.array([["x"], []]),
        }
    )
    path = tmp_path / "n.parquet"
    parquet.write_table(table, path)
    found, problems = read_news(path)
    assert [p.what for p in problems] == ["column tags"]
    assert found.column("id").to_pylist() == ["7", "8"]
    assert found.column("published").to_pylist() == [DAY, None]
    assert found.column("summary").to_pylist() == ["", "b"]


def test_a_sheet_of_stories(tmp_path: Path) -> None:
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for column, (name, text) in enumerate(GIVEN.items()):
            sheet.write_string(0, column, name)
            sheet.write_string(1, column, text)
    (tmp_path / "n.xlsx").write_bytes(buffer.getvalue())
    assert read_news(tmp_path / "n.xlsx")[0].to_pylist() == [STORY]


@given(st.binary(max_size=200))
@settings(max_examples=150)
def test_any_bytes_are_a_table_or_one_line(data: bytes) -> None:
    said: tuple[object, ...]
    try:
        _, said = read_news_bytes(data, "x")
    except BookError as error:
        said = (error,)
    assert all(is_clean(str(one)) for one in said)
    assert not any("\n" in str(one) for one in said)
