"""The sample book says what the facts say, cell for cell, and stands on its own."""

from __future__ import annotations

import csv
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "sample_data"
FACTS = ROOT.parent / "shared" / "facts"
REPORT, MARKET = "2026-07-03", "2026-04-15"
YEARS = ("2025A", "2026E", "2027E", "2028E")
GROUPS = ["operators", "optical-modules", "equipment", "commercial-space"]
TABLES = {
    f"coverage/{REPORT}.csv": "as_of,code,name,group,rating,rating_source,price,currency,price_date",
    f"estimates/{REPORT}.csv": "as_of,code,year,basis,eps,pe_printed,source",
    f"market/{MARKET}.csv": (
        "as_of,code,name,price,change_pct,pe_ttm,pb,ps_ttm,dividend_yield_pct,market_cap,shares,industry,area"
    ),
    f"news/{REPORT}.csv": "as_of,id,published,title,summary,source,url",
    f"sectors/{REPORT}.csv": "as_of,period_start,period_end,level,index,change_pct",
}
Row = dict[str, str]

with_facts = pytest.mark.skipif(not FACTS.is_dir(), reason="the facts the sample was made from are not here")


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def sample(table: str, date: str = REPORT) -> list[Row]:
    return rows(SAMPLE / table / f"{date}.csv")


def toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def house_cells() -> set[tuple[str, str]]:
    """(code, year or 'rating') of every cell that is the house's own."""
    listed = [r for r in rows(FACTS / "estimate_sources.csv") if r["code"] != "*"]
    return {(r["code"], cell) for r in listed for cell in r["cells"].split()}


@with_facts
def test_coverage_is_the_facts() -> None:
    house = house_cells()
    wanted = [
        {
            "as_of": REPORT,
            **{key: fact[key] for key in ("code", "name", "group", "rating", "price", "price_date")},
            "rating_source": "house" if (fact["code"], "rating") in house else "consensus",
            "currency": "CNY",
        }
        for fact in rows(FACTS / "coverage.csv")
    ]
    assert sample("coverage") == wanted


@with_facts
def test_estimates_are_the_facts() -> None:
    house = house_cells()
    wanted = [
        {
            "as_of": REPORT,
            "code": fact["code"],
            "year": year[:4],
            "basis": year[4:],
            "eps": fact[f"eps_{year}"],
            "pe_printed": fact[f"pe_{year}"],
            "source": "house" if (fact["code"], year) in house else "consensus",
        }
        for fact in rows(FACTS / "coverage.csv")
        for year in YEARS
    ]
    assert sample("estimates") == wanted


@with_facts
def test_market_is_the_facts() -> None:
    wanted = []
    for fact in rows(FACTS / f"market-{MARKET}.csv"):
        row = {key: text for key, text in fact.items() if not key.endswith("_100m")}
        for key in ("market_cap", "shares"):
            row[key] = format((Decimal(fact[f"{key}_100m"]) * 10**8).to_integral_exact(), "f")
        wanted.append(row)
    assert sample("market", MARKET) == wanted


@with_facts
@pytest.mark.parametrize(("table", "extra"), [("news", {"url": ""}), ("sectors", {})])
def test_table_is_the_facts(table: str, extra: Row) -> None:
    assert sample(table) == [{"as_of": REPORT, **fact, **extra} for fact in rows(FACTS / f"{table}.csv")]


@with_facts
def test_brief_is_the_facts() -> None:
    brief = toml(SAMPLE / "brief" / f"{REPORT}.toml")
    assert brief["as_of"].isoformat() == REPORT
    facts = toml(FACTS / "brief.toml")
    assert {key: brief[key] for key in facts} == facts
    with (FACTS / "ratings.csv").open(encoding="utf-8", newline="") as file:
        defined = list(csv.reader(file))[1:]
    assert [[r["kind"], r["rating"], r["en"], r["meaning"]] for r in brief["ratings"]] == defined


@with_facts
def test_book_and_brief_agree() -> None:
    book, facts = toml(SAMPLE / "book.toml"), toml(FACTS / "brief.toml")
    assert (book["title"], book["publisher"]) == (facts["title"], facts["publisher"])
    assert {g["id"]: g["zh"] for g in book["groups"]} == {f["group"]: f["label"] for f in facts["focus"]}


@pytest.mark.parametrize(("file", "header"), TABLES.items())
def test_file_is_plain_csv(file: str, header: str) -> None:
    data = (SAMPLE / file).read_bytes()
    assert b"\r" not in data
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\n")
    assert data.decode("utf-8").split("\n", 1)[0] == header
    body = rows(SAMPLE / file)
    assert {r["as_of"] for r in body} == {Path(file).stem}
    assert all(None not in r and None not in r.values() for r in body), "a ragged row"


def test_counts() -> None:
    counts = {t: len(sample(t)) for t in ("coverage", "estimates", "news", "sectors")}
    assert counts == {"coverage": 13, "estimates": 52, "news": 5, "sectors": 8}
    assert len(sample("market", MARKET)) == 13


def test_tables_speak_of_the_same_names() -> None:
    names = {(r["code"], r["name"]) for r in sample("coverage")}
    codes = {code for code, _ in names}
    assert len(codes) == 13
    assert {(r["code"], r["name"]) for r in sample("market", MARKET)} == names
    assert {(r["code"], r["year"] + r["basis"]) for r in sample("estimates")} == {
        (code, year) for code in codes for year in YEARS
    }
    assert set(toml(SAMPLE / "names.toml")) == codes


def test_groups_are_known_and_in_order() -> None:
    groups = toml(SAMPLE / "book.toml")["groups"]
    assert [g["id"] for g in groups] == GROUPS
    assert all(g["zh"].strip() and g["en"].strip() for g in groups)
    assert {r["group"] for r in sample("coverage")} == set(GROUPS)
    brief = toml(SAMPLE / "brief" / f"{REPORT}.toml")
    assert [f["group"] for f in brief["focus"]] == GROUPS
    filed = {(r["group"], r["code"]) for r in sample("coverage")}
    assert {(f["group"], code) for f in brief["focus"] for code in f["codes"]} == filed


def test_ratings_are_defined() -> None:
    defined = [r for r in toml(SAMPLE / "brief" / f"{REPORT}.toml")["ratings"] if r["kind"] == "stock"]
    assert {r["rating"] for r in sample("coverage")} <= {r["rating"] for r in defined}
    assert {r["rating_source"] for r in sample("coverage")} == {"house", "consensus"}


def test_names_file() -> None:
    names = toml(SAMPLE / "names.toml")
    short = {r["code"]: r["name"] for r in sample("coverage")}
    claimed: dict[str, str] = {}
    for code, entry in names.items():
        assert set(entry) == {"aliases", "english", "lookalikes"}, code
        assert short[code] in entry["aliases"]
        assert entry["english"], f"{code} has no English name"
        for alias in (*entry["aliases"], *entry["english"]):
            assert len(alias) >= 2, alias
            assert claimed.setdefault(alias.casefold(), code) == code, f"{alias} is claimed twice"
        own = [*entry["aliases"], *entry["english"]]
        assert len(set(own)) == len(own), code
    for code, entry in names.items():
        for text in entry["lookalikes"]:
            assert text.casefold() not in claimed, f"{text} of {code} is an alias too"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("600118.SH", "中国卫星网络"),
        ("600118.SH", "中国卫星导航"),
        ("600118.SH", "中国卫星通信"),
        ("600941.SH", "中国移动通信联合会"),
        ("000938.SZ", "紫光国微"),
        ("300627.SZ", "华测检测"),
    ],
)
def test_known_lookalikes_are_listed(code: str, text: str) -> None:
    assert text in toml(SAMPLE / "names.toml")[code]["lookalikes"]


def test_no_story_names_a_covered_company() -> None:
    names = toml(SAMPLE / "names.toml").values()
    aliases = [a for entry in names for a in (*entry["aliases"], *entry["english"])]
    for story in sample("news"):
        text = f"{story['title']} {story['summary']}".casefold()
        assert [a for a in aliases if a.casefold() in text] == [], story["id"]
