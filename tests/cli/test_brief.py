"""`kanpan brief`: what the report says besides its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.runs import good, inside, read

if TYPE_CHECKING:
    from pathlib import Path


def test_the_sample() -> None:
    rows = good("brief").rows
    assert list(rows[0]) == ["part", "n", "label", "text", "codes"]
    head = {row["label"]: row["text"] for row in rows if row["part"] == "report"}
    assert (head["sector_rating"], head["title"], head["risk_level"]) == ("推荐 (维持)", "通信行业周报", "R4")
    assert head["period"] == "2026-06-29 to 2026-07-03"
    focus = [row for row in rows if row["part"] == "focus"]
    assert [row["label"] for row in focus] == ["运营商", "光模块", "通信设备", "商业航天"]
    assert focus[0]["codes"] == "600941.SH;600050.SH;601728.SH"
    assert [row["n"] for row in rows if row["part"] == "risk"] == [str(n) for n in range(1, 8)]
    ratings = [row["label"] for row in rows if row["part"] == "rating"]
    assert ratings[:2] == ["stock 买入", "stock 增持"]
    assert ratings[-1] == "sector 回避"
    assert [row["text"] for row in rows if row["part"] == "earlier"] == [
        "2026-06-16",
        "2026-06-10",
        "2026-03-05",
    ]


def test_a_book_without_one(tmp_path: Path) -> None:
    inside("init", tmp_path / "B")
    assert read("brief", tmp_path / "B").lines == ["part,n,label,text,codes"]
    assert read("brief", "--as-of", "2026-07-02").lines == ["part,n,label,text,codes"]


def test_sources_pictures_and_what_is_wrong_in_it(tmp_path: Path) -> None:
    inside("init", tmp_path / "B")
    (tmp_path / "B/brief").mkdir()
    (tmp_path / "B/brief/2026-07-03.toml").write_text(
        'sources = ["Wind"]\npictures = ["图 1：走势"]\nreport_date = 2026-07-04\nrisks = 3\n',
        encoding="utf-8",
    )
    done = inside("brief", tmp_path / "B")
    assert [(row["part"], row["label"], row["text"]) for row in done.rows] == [
        ("report", "report_date", "2026-07-04"), ("source", "", "Wind"), ("picture", "", "图 1：走势"),
    ]  # fmt: skip
    assert "risks: expected a list of texts" in done.err
