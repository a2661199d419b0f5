"""A single table opened as a book: what export wrote, what others write, and columns nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.runs import good, inside, read, refused

if TYPE_CHECKING:
    from pathlib import Path

KEPT = (
    "code,name,group,rating,price,as_of,eps_2025A,eps_2026E,eps_2027E,eps_2028E,"
    "pe_2025A,pe_2026E,pe_2027E,pe_2028E"
)


@pytest.mark.parametrize("suffix", ["csv", "tsv", "parquet", "xlsx"])
def test_an_export_opens_as_a_book_and_says_the_same(suffix: str, tmp_path: Path) -> None:
    file = f"week.{suffix}"
    assert inside("export", "-o", file, cwd=tmp_path).status == 0
    again = inside("export", file, "--columns", KEPT, cwd=tmp_path)
    assert again.status == 0
    assert again.text == good("export", "--columns", KEPT).text
    derived = inside("export", file, "--columns", "code,eps_cagr,peg,pe_to_group", cwd=tmp_path)
    assert derived.text == good("export", "--columns", "code,eps_cagr,peg,pe_to_group").text
    checks = inside("check", file, cwd=tmp_path)
    assert (checks.status, checks.out) == (1, read("check").out)
    assert "derived anew, never read" in checks.err


def test_states_of_an_export_are_derived_anew(tmp_path: Path) -> None:
    assert inside("export", "--states", "-o", "week.csv", cwd=tmp_path).status == 0
    again = inside("export", "week.csv", "--columns", KEPT, "--states", cwd=tmp_path)
    assert again.text == good("export", "--columns", KEPT, "--states").text


MARKET = (
    "股票代码,股票简称,最新价,涨跌幅,滚动市盈率,总市值,我的分,备注\n"
    "600941,中国移动,93.71,0.17,14.8,2029519000000,3,甲\n"
    "sz000063,中兴通讯,35.21,-1.73,0,168428000000,1,乙\n"
    "SH.600118,中国卫星,86.28,,,,2,=1+1\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_chinese_market_file_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "行情-2026-04-15.csv").write_bytes(MARKET.encode(encoding))
    done = inside("export", "行情-2026-04-15.csv", "--na", "pe_ttm=0", cwd=tmp_path)
    assert done.status == 0, done.err
    assert done.column("code") == ["600941.SH", "000063.SZ", "600118.SH"]
    assert done.column("name") == ["中国移动", "中兴通讯", "中国卫星"]
    assert done.column("price") == ["93.71", "35.21", "86.28"]
    assert done.column("pe_ttm") == ["14.8", "", ""]
    assert done.column("as_of") == ["2026-04-15"] * 3
    assert done.column("我的分") == ["3", "1", "2"]
    assert done.column("备注") == ["甲", "乙", "'=1+1"]
    done = inside("export", "行情-2026-04-15.csv", "--sort=-我的分", "--columns", "code,我的分", cwd=tmp_path)
    assert done.lines[1:] == ["600941.SH,3", "600118.SH,2", "000063.SZ,1"]
    told = inside("columns", "行情-2026-04-15.csv", cwd=tmp_path)
    kinds = {row["name"]: row["kind"] for row in told.rows}
    assert kinds["备注"] == "text"
    assert kinds["我的分"] not in {"text", "tags", "date"}


def test_missing_is_missing_only_where_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(MARKET, "utf-8")
    words = ("export", "m.csv", "--columns", "code,pe_ttm", "--states")
    states = {row["code"]: row["pe_ttm_state"] for row in inside(*words, cwd=tmp_path).rows}
    assert states == {"600941.SH": "value", "000063.SZ": "value", "600118.SH": "missing"}
    said = {row["code"]: row["pe_ttm_state"] for row in inside(*words, "--na", "pe_ttm=0", cwd=tmp_path).rows}
    assert said == {**states, "000063.SZ": "missing"}


def test_a_bad_row_does_not_sink_the_rest(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(MARKET + "none,x,1,1,1,1,1,1\n600050,中国联通,1..2,0,1,1,9,c\n", "utf-8")
    done = inside("export", "m.csv", "--columns", "code,price", cwd=tmp_path)
    assert done.status == 0
    assert done.lines[-1] == "600050.SH,"
    assert done.err == "2 problems in the book; `kanpan check m.csv` lists them\n"
    told = inside("check", "m.csv", cwd=tmp_path).err
    assert "m.csv:5: " in told
    assert "m.csv:6: " in told


def test_columns_of_a_table_may_be_named_as_its_file_does(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(
        "ts_code,name,close,Alpha Score\n600941.SH,a,1,5\n000063.SZ,b,2,7\n", "utf-8"
    )
    done = inside("export", "m.csv", "--sort=-alpha score", "--columns", "code,Alpha Score", cwd=tmp_path)
    assert done.lines == ["code,Alpha Score", "000063.SZ,7", "600941.SH,5"]
    assert "nearest: Alpha Score" in refused("export", "m.csv", "--sort", "Alpha Scor", cwd=tmp_path)
