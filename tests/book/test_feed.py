"""Feeds: RSS, RDF and Atom read alike, hostile and broken ones told."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.book.feed import LONGEST_TEXT, parse_feed, plain_text
from tui.errors import BookError

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>通信周刊</title><link>https://example.com</link><description>每周</description>
<atom:link rel="self" href="https://example.com/feed"/>
<image><title>标志</title><url>x</url></image>
<item><title>AT&amp;T 与<b>中国移动</b>合作</title><link>https://example.com/1</link><guid>g1</guid>
<pubDate>Fri, 03 Jul 2026 08:00:00 +0800</pubDate>
<description>
<![CDATA[<p>第一段 &amp; 更多</p><p>第二段&nbsp;完<script>alert("x")</script></p>]]></description>
<content:encoded>更长的正文</content:encoded><media:title>别的标题</media:title><media:description>图注</media:description></item>
<item><media:group><media:title>不是标题</media:title></media:group><title>二</title><dc:date>2026-07-02</dc:date>
<source url="x">C114</source><content:encoded>&lt;b&gt;正文&lt;/b&gt;</content:encoded></item>
</channel></rss>"""
ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title type="text">Wire</title><id>urn:feed</id>
<entry><title type="html">AT&amp;amp;T &lt;b&gt;up&lt;/b&gt;</title><id>urn:1</id><link rel="edit" href="https://e/edit"/>
<link href="https://example.com/a"/><updated>2026-07-04T00:00:00Z</updated><published>2026-07-03T00:00:00Z</published>
<source><id>urn:s</id><title>Agency</title><updated>2026-01-01T00:00:00Z</updated></source>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>one</p><p>t<i>w</i>o</p></div></content></entry>
<entry><title>1 &lt; 2 &amp; 3 &gt; 2</title><id>urn:2</id>
<updated>2026-07-05T00:00:00Z</updated><summary>s</summary></entry>
</feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="c"><title>Channel</title></channel>
<item rdf:about="https://example.com/r"><title>R</title><link>https://example.com/l</link>
<description>d</description><dc:date>2026-07-01T01:00:00Z</dc:date></item></rdf:RDF>"""


def rows(text: str | bytes) -> list[dict[str, str | None]]:
    raw = parse_feed(text if isinstance(text, bytes) else text.encode(), "f.xml")
    cells = (column.to_pylist() for column in raw.columns)
    return [dict(zip(raw.names, row, strict=True)) for row in zip(*cells, strict=True)]


def of(items: str) -> str:
    return f"<rss><channel>{items}</channel></rss>"


def test_rss() -> None:
    one, two = rows(RSS)
    assert one == {
        "id": "g1", "published": "Fri, 03 Jul 2026 08:00:00 +0800", "title": "AT&T 与中国移动合作",
        "summary": "第一段 & 更多 第二段 完", "content": "更长的正文", "source": "通信周刊",
        "url": "https://example.com/1",
    }  # fmt: skip
    assert (two["title"], two["summary"], two["content"], two["source"]) == ("二", None, "正文", "C114")
    assert (two["published"], two["id"], two["url"]) == ("2026-07-02", None, None)
    assert list(parse_feed(RSS.encode(), "f").line_of()) == [7, 12]


def test_atom() -> None:
    one, two = rows(ATOM)
    assert one == {
        "id": "urn:1", "published": "2026-07-03T00:00:00Z", "title": "AT&T up", "summary": None,
        "content": "one two", "source": "Agency", "url": "https://example.com/a",
    }  # fmt: skip
    assert (two["title"], two["summary"], two["source"]) == ("1 < 2 & 3 > 2", "s", "Wire")
    assert two["published"] == "2026-07-05T00:00:00Z"


def test_rdf() -> None:
    (one,) = rows(RDF)
    assert (one["id"], one["url"], one["source"]) == (
        "https://example.com/r",
        "https://example.com/l",
        "Channel",
    )


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("plain", "plain"), ("a<br>b<br/>c", "a b c"), ("中国<em>移动</em>", "中国移动"),
        ("<p>a</p>\n<p>b</p>", "a b"), ("PE < 5 and x > 3", "PE < 5 and x > 3"), ("a<!-- no -->b", "ab"),
        ("a<!-- never closed", "a"), ("<style>p{}</style>x<script>if(a<b){}</script>y", "xy"),
        ("<script>never closed", ""), ("&lt;b&gt; &amp;amp; &#20013;", "<b> &amp; 中"), ("x&nbsp;y", "x y"),
        ("<a href='x' title=\"y\">z</a>", "z"), ("a<b", "a<b"), ("", ""), ("<![CDATA[x]]>", ""),
    ],
)  # fmt: skip
def test_markup_becomes_text(markup: str, text: str) -> None:
    assert plain_text(markup) == text


@given(st.text(alphabet="<>!-/ab &;script[]\"'", max_size=60))
@settings(max_examples=200)
def test_any_markup_ends_in_one_line(markup: str) -> None:
    text = plain_text(markup)
    assert text == " ".join(text.split())


@pytest.mark.parametrize("part", ["<", "<script>", "<!--", "<a ", "&", "<![CDATA[", "<style></x>", "&a;"])
def test_hostile_markup_takes_linear_time(part: str) -> None:
    start = time.perf_counter()
    plain_text(part * 60_000)
    rows(of(f"<item><title>t</title><description><![CDATA[{part * 60_000}]]></description></item>"))
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('<!DOCTYPE lolz [<!ENTITY lol "lol">]><rss/>', "f.xml:1: declares a document type"),
        ('<?xml version="1.0"?>\n<!DOCTYPE rss SYSTEM "http://x/y.dtd"><rss/>', "f.xml:2: declares"),
        ("<!DOCTYPE html><html></html>", "f.xml:1: a web page, not a feed"),
        ("<html></html>", "f.xml:1: a web page; expected a feed"),
        ("<svg/>", "f.xml:1: <svg>; expected a feed: <rss>, <rdf:RDF> or <feed>"),
        ("<rss><channel>\n<item><title>x", "f.xml:2: no feed that can be read: no element found"),
        ("not xml", "f.xml:1: no feed that can be read"),
        (of("<a>" * 300), "f.xml:1: over 200 elements inside of each other"),
        (b"<rss>\xff\xff</rss>", "f.xml: byte 5 (0xff) is not UTF-8 and byte 5 (0xff) is not GB18030"),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_refused_with_its_line(text: str | bytes, told: str) -> None:
    with pytest.raises(BookError) as caught:
        rows(text)
    assert str(caught.value).startswith(told)


def test_stories_before_a_break_are_kept() -> None:
    raw = parse_feed(b"<rss><channel><item><title>a</title></item>\n<item><title>b</tit", "f.xml")
    assert raw.column("title").to_pylist() == ["a"]
    (problem,) = raw.problems
    assert str(problem).startswith("f.xml:2: ")
    assert "the stories before are kept" in problem.why


def test_a_feed_without_stories() -> None:
    assert rows(of("<title>x</title>")) == []


def test_a_text_without_end_is_cut_and_told() -> None:
    raw = parse_feed(of(f"<item><title>{'a' * (LONGEST_TEXT + 10)}</title></item>").encode(), "f.xml")
    assert len(raw.column("title")[0].as_py()) == LONGEST_TEXT
    assert [p.why for p in raw.problems] == ["over 2 Mi characters; cut"]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("A & B", "A & B"), ("A&nbsp;B&mdash;C", "A B—C"), ("&amp;lt;", "<"), ("&unknown;", "&unknown;"),
        ("a&#0;b", "a b"), ("&#x4e2d;", "中"), ("a\x0bb", "a b"), ("<![CDATA[a & b]]> & c", "a & b & c"),
    ],
)  # fmt: skip
def test_what_xml_does_not_know_is_mended(title: str, text: str) -> None:
    assert rows(of(f"<item><title>{title}</title></item>"))[0]["title"] == text


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("gb18030", "GB2312"), ("gb18030", "UTF-8"), ("gb18030", ""), ("big5", "Big5"), ("utf-16", "utf-16"),
     ("utf-8-sig", "utf-8"), ("utf-8", "gb2312"), ("utf-8", "no-such")],
)  # fmt: skip
def test_encodings(encoding: str, declared: str) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    text = head + of("<item><title>中國移動</title></item>")
    assert rows(text.encode(encoding))[0]["title"] == "中國移動"


def test_lines_before_the_declaration_are_passed_over() -> None:
    raw = parse_feed(
        b'\n\n<?xml version="1.0"?><rss><channel><item><title>a</title></item></channel></rss>', "f"
    )
    assert raw.line(0) == 3
