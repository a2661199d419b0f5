"""Queries from a shell: export --where and --view, why, views, help query, and the user's own names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.cli.runs import FULLBOOK, ROOT, good, inside, kanpan, read
from tests.universe.worlds import cases
from tui.query.grammar import EXAMPLES

if TYPE_CHECKING:
    from pathlib import Path

MARKET = ROOT.parent / "shared" / "data" / "market-2026-04-15.parquet"


@pytest.mark.parametrize("case", cases("query_contract.csv"))
def test_where_on_the_sample(case: dict[str, str]) -> None:
    done = good("export", "--columns", "code", "--where", case["query"])
    assert done.column("code") == case["codes"].split()


def test_a_process_of_its_own_says_the_same() -> None:
    done = kanpan("export", "--columns", "code", "--where", "评级 = 买入 且 市盈率26 < 45")
    assert (done.status, done.column("code"), done.err) == (0, ["300308.SZ", "300502.SZ"], "")
    bad = kanpan("export", "--where", "(" * 10_000)
    assert (bad.status, bad.out) == (2, b"")
    assert "expected at most 4000" in bad.err


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("pe62 < 5", [r"kanpan: unknown column 'pe62'; nearest: .*\bpe26\b.*", "  pe62 < 5", r"  \^\^\^\^"]),
        ("pe26 < ", [r"kanpan: the query ends here; .*", "  pe26 <", r" {8}\^"]),
        ("市盈率26 < 买入", [r"kanpan: 买入 is a value of rating.*", r"  市盈率26 < 买入", r" {13}\^{4}"]),
        (
            "__import__('os')",
            [r"kanpan: there is no function __import__.*", r"  __import__\('os'\)", r"  \^{10}"],
        ),
    ],
)
def test_an_error_has_a_caret_under_the_text(query: str, lines: list[str]) -> None:
    done = read("export", "--where", query)
    assert (done.status, done.out) == (2, b"")
    assert len(done.err.splitlines()) == 3
    for said, wanted in zip(done.err.splitlines(), lines, strict=True):
        assert re.fullmatch(wanted, said), said


def test_what_was_left_out_is_told_on_stderr() -> None:
    done = read(
        "export", str(FULLBOOK), "--as-of", "2026-07-03", "--columns", "code", "--where", "not (pe26 > 0)"
    )
    assert done.status == 0
    assert done.column("code") == ["600115.SH"]
    assert done.err.splitlines()[0] == "1 of 18 rows; 2 left out: no pe26"


@pytest.mark.skipif(not MARKET.exists(), reason="the whole-market snapshot is not beside the checkout")
def test_a_whole_market() -> None:
    done = good(
        "export", str(MARKET), "--columns", "code", "--where", "industry = 通信设备 and 10 <= pe_ttm <= 40"
    )
    assert len(done.rows) == 14
    words = ("export", str(MARKET), "--na", "pe_ttm=0", "--columns", "code", "--where")
    assert len(read(*words, "pe_ttm is missing").rows) == 1487
    lost = read(*words, "not (pe_ttm > 10)")
    assert lost.err == f"{len(lost.rows)} of 5484 rows; 1487 left out: no pe_ttm\n"


def test_two_conditions_are_both_asked() -> None:
    both = good("export", "--columns", "code", "-w", "pe26 < 20 or pe26 > 60", "-w", "rating = 买入")
    assert both.column("code") == ["300394.SZ"]
    empty = good("export", "--columns", "code", "--where", " ")
    assert len(empty.rows) == 13


def test_a_view_by_name_and_what_an_option_changes_of_it() -> None:
    whole = good("export", "--view", "reasonable-growth")
    assert whole.column("code") == ["300308.SZ", "300502.SZ", "000938.SZ"]
    assert whole.text == good("export", "--view", "合理增长").text
    fewer = good("export", "--view", "reasonable-growth", "--where", "rating = 买入", "--columns", "code")
    assert fewer.lines == ["code", "300308.SZ", "300502.SZ"]
    turned = good("export", "--view", "reasonable-growth", "--sort=-peg", "--limit", "1")
    assert turned.column("code") == ["000938.SZ"]
    grouped = good("export", "--view", "reasonable-growth", "--by", "group", "--columns", "code")
    assert grouped.column("code") == ["300308.SZ", "300502.SZ", "000938.SZ"]
    wrong = read("export", "--view", "resonable")
    assert (wrong.status, wrong.out) == (2, b"")
    assert "nearest: reasonable-growth" in wrong.err


def test_relative_years_name_columns_and_sort_keys() -> None:
    done = good("export", "--columns", "code,pe.fy1,市盈率27", "--sort", "-pe.fy1", "--limit", "1")
    assert done.lines == ["code,pe_2026E,pe_2027E", "600118.SH,1172.6,595.2"]


# ── why ─────────────────────────────────────────────────────────────────────────────────────────────


def test_why_tells_each_clause_with_both_sides_and_the_margin() -> None:
    done = good("why", "300394.SZ", "--where", "pe26 < 45 and rating = 买入")
    assert done.lines[0] == "300394.SZ  天孚通信  out"
    assert re.fullmatch(r"no +pe26 < 45 +69\.3 < 45\.0 +fails by 24\.3 \(54%\)", done.lines[2])
    assert re.fullmatch(r"yes +rating = 买入 +买入", done.lines[3])
    chinese = good("why", "天孚通信", "--where", "pe26 < 45", "--lang", "zh")
    assert "落选" in chinese.text
    assert "还差 24.3 (54%)" in chinese.text


def test_why_as_a_table() -> None:
    done = good("why", "300394.SZ", "--where", "pe26 < 45 and rating = 买入", "-f", "csv")
    assert [row["verdict"] for row in done.rows] == ["false", "false", "true"]
    clause = done.rows[1]
    assert (clause["clause"], clause["left"], clause["right"]) == ("pe26 < 45", "69.3", "45")
    assert (clause["margin"], clause["share"]) == ("-24.3", "-0.54")


def test_near_misses_are_the_names_that_fail_one_clause_nearest_first() -> None:
    done = good("why", "--near", "--view", "reasonable-growth")
    assert done.column("code") == ["300570.SZ", "002281.SZ", "300394.SZ", "600118.SH"]
    assert set(done.column("clause")) == {"peg < 1.5"}
    first = good("why", "--near", "--where", "pe26 < 45 and rating = 买入", "--limit", "1")
    assert (first.column("code"), first.column("margin")) == (["300394.SZ"], ["-24.3"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["why"], "expected a CODE, or --near"),
        (["why", "300394.SZ", "--near", "--where", "pe26 < 3"], "expected a CODE, or --near"),
        (["why", "300394.SZ"], "expected a query"),
        (["why", "999999.SH", "--where", "pe26 < 3"], "unknown code '999999.SH'"),
        (["why", "300394.SZ", "--where", "pe62 < 3"], "unknown column 'pe62'"),
        (["help", "qurey"], "nearest: query"),
    ],
)
def test_bad_usage(words: list[str], said: str) -> None:
    done = read(*words)
    assert (done.status, done.out) == (2, b"")
    assert said in done.err


# ── names of the user's own ─────────────────────────────────────────────────────────────────────────

CONFIG = """
[queries]
cheap = "pe.fy1 < 30"
broken = "pe62 < 3"

[columns]
peg2 = "pe27 / (100 * eps_cagr)"

[views.mine]
zh = "我的"
where = "@cheap and eps_cagr > 0"
columns = ["code", "peg2"]
sort = "peg2"
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "config" / "kanpan"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(CONFIG, "utf-8")
    return tmp_path


def test_the_user_s_own_queries_views_and_columns(home: Path) -> None:
    done = inside("export", "--view", "我的", home=home)
    assert done.status == 0
    assert done.lines[0] == "code,peg2"
    assert done.column("code") == ["603236.SH", "300627.SZ", "000063.SZ", "600941.SH", "600050.SH"]
    assert "1 problem in the book" in done.err
    plain = inside("export", "--where", "peg2 < 0.3 and not @cheap", "--columns", "code", home=home)
    assert plain.column("code") == ["300308.SZ"]
    assert inside("columns", home=home).column("name")[-1] == "peg2"


def test_what_is_wrong_with_them_is_told_with_file_and_line(home: Path) -> None:
    for command in ("check", "views"):
        done = inside(command, home=home)
        assert "config.toml:4: queries.broken: unknown column 'pe62'" in done.err
    bad = inside("export", "--where", "@broken", home=home)
    assert bad.status == 2
    assert "in @broken" in bad.err


def test_views_lists_everything_with_its_place(home: Path) -> None:
    rows = {(row["kind"], row["name"]): row for row in inside("views", home=home).rows}
    assert rows["view", "mine"]["from"].endswith("config.toml:9")
    assert rows["query", "cheap"]["text"] == "pe.fy1 < 30"
    assert rows["column", "peg2"]["text"] == "pe27 / (100 * eps_cagr)"
    assert rows["view", "loss-makers"]["from"] == "kanpan"


def test_a_config_that_is_badly_formed_still_lets_the_rest_work(home: Path) -> None:
    (home / "config" / "kanpan" / "config.toml").write_text("[queries]\nx = 3\n", "utf-8")
    done = inside("check", home=home)
    assert "config.toml:2: queries.x: expected a text" in done.err


# ── help ────────────────────────────────────────────────────────────────────────────────────────────


def test_help_query_prints_the_grammar_and_examples_that_run() -> None:
    done = good("help", "query")
    for query, _ in EXAMPLES:
        assert query in done.text
        assert read("export", "--columns", "code", "--where", query).status == 0, query


def test_help_of_a_command_is_its_own_help() -> None:
    assert good("help", "why").text == good("why", "--help").text
    assert "Commands:" in good("help").text
