"""`kanpan history`: one name, a group or a theme, a row a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.runs import FULLBOOK, good, inside, kanpan, read, refused

if TYPE_CHECKING:
    from pathlib import Path


def test_a_name_of_the_sample() -> None:
    done = good("history", "300394.SZ")
    assert done.lines[0] == (
        "as_of,price,fy1,eps_fy1,pe,pe_percentile,n,rating,rating_change,source,group,"
        "eps_2025,eps_2026,eps_2027,eps_2028,notes"
    )
    assert done.column("as_of") == ["2026-04-15", "2026-07-03"]
    assert done.column("price") == ["330.66", "250.1"]
    assert done.column("fy1") == ["", "2026E"]
    assert done.column("eps_2028") == ["", "5.86"]
    assert float(done.column("pe")[1]) == pytest.approx(250.1 / 3.61, rel=1e-12)
    assert done.column("rating_change") == ["", ""], "the earlier date has no ratings at all"
    assert done.column("notes")[1].startswith("unadjusted")


@pytest.mark.parametrize("word", ["300394", "sz300394", "天孚通信", "300394.XSHE"])
def test_a_name_by_any_word(word: str) -> None:
    assert good("history", word).text == good("history", "300394.SZ").text


def test_a_name_of_the_full_book() -> None:
    done = read("history", "600102.SH", "-b", FULLBOOK)
    assert done.status == 0
    assert done.column("price") == ["40", "42", "33", "36.3"]
    assert [round(float(pe), 9) for pe in done.column("pe")] == [19.047619048, 20, 22, 24.2]
    assert done.column("notes") == ["", "unadjusted", "share issue, factor 0.7143", ""]
    assert "a second row of this code" in done.err


def test_a_group() -> None:
    done = read("history", "--group", "carriers", "-b", FULLBOOK)
    assert done.status == 0
    assert done.lines[0] == "as_of,n,of,pe_median,pe_hmean,losses,price_change_pct,ups,downs"
    assert done.column("of") == ["3", "3", "3", "3"]
    assert done.column("n") == ["2", "3", "3", "3"]
    assert done.column("ups") == ["", "2", "0", "0"]


def test_a_theme_by_label() -> None:
    done = good("history", "--theme", "AI算力", "-f", "tsv")
    assert done.lines[1].split("\t")[:3] == ["2026-04-15", "0", "9"]


def test_up_to_a_date() -> None:
    assert good("history", "300394.SZ", "--as-of", "2026-05-01").column("as_of") == ["2026-04-15"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "expected a CODE, a --group or a --theme"),
        (["300394.SZ", "--group", "operators"], "expected a CODE"),
        (["--group", " "], "expected a CODE"),
        (["600999.SH"], "unknown code '600999.SH'; nearest: 600941.SH"),
        (["天浮通信"], "nearest: 天孚通信"),
        (["--group", "光膜块"], "nearest: 光模块"),
        (["--theme", "ai-computer"], "nearest: ai-compute"),
        (["300394.SZ", "--as-of", "2020-01-01"], "its first date is 2026-04-15"),
        (["300394.SZ", "-b", "nowhere"], "no such file or folder"),
    ],
)
def test_what_it_refuses(words: list[str], said: str) -> None:
    assert said in refused("history", *words)


def test_an_empty_book(tmp_path: Path) -> None:
    assert inside("init", tmp_path / "b").status == 0
    assert "no table of a date yet" in refused("history", "600941.SH", "-b", tmp_path / "b")


def test_a_single_table(tmp_path: Path) -> None:
    file = tmp_path / "2026-01-05.csv"
    file.write_text("code,name,price\n600941.SH,中国移动,100\n", encoding="utf-8")
    done = inside("history", "600941", "-b", file)
    assert (done.status, done.column("price")) == (0, ["100"])


def test_a_process_of_its_own() -> None:
    assert kanpan("history", "300394.SZ").text == good("history", "300394.SZ").text
