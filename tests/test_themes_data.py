"""The shipped themes: their schema, their terms, and who belongs to them."""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted((ROOT / "themes").glob("*.toml"))
IDS = {
    "ai-compute", "optical-interconnect", "leo-satellite", "launch", "space-compute", "5g-a",
    "iot-modules", "gnss", "operators", "tariffs", "physical-ai", "space",
}  # fmt: skip
OPERATORS = {"600941.SH", "601728.SH", "600050.SH"}
OPTICAL = {"300308.SZ", "300394.SZ", "300502.SZ", "300570.SZ", "002281.SZ"}
KEYS = {"id", "zh", "en", "description_zh", "description_en", "terms"}
MORE_KEYS = {"parent", "excluded", "members"}
PARENTS = {"space": {"leo-satellite", "launch", "space-compute"}}  # they have no members of their own
MEMBER_KEYS = {"code", "name", "reason_zh", "reason_en"}
TOO_ORDINARY = {
    "移动",
    "卫星",
    "火箭",
    "导航",
    "模组",
    "星座",
    "机器人",
    "电信",
    "发射",
    "cloud",
    "mobile",
    "satellite",
    "AI",
}
CJK = re.compile(r"[\u4e00-\u9fff]")

each_file = pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)


def read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def themes() -> dict[str, dict[str, Any]]:
    return {file.stem: read(file) for file in FILES}


def sample(table: str) -> list[dict[str, str]]:
    with (ROOT / "sample_data" / table / "2026-07-03.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in sample("coverage")}


def terms(theme: dict[str, Any]) -> list[str]:
    return [*theme["terms"]["zh"], *theme["terms"]["en"]]


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def codes(theme_id: str) -> set[str]:
    return {m["code"] for m in themes()[theme_id].get("members", [])}


def test_ids() -> None:
    assert {file.stem for file in FILES} == IDS


@each_file
def test_schema(file: Path) -> None:
    theme = read(file)
    assert set(theme) >= KEYS
    assert set(theme) - KEYS <= MORE_KEYS
    assert theme["id"] == file.stem
    assert theme.get("parent", "") == next((p for p, below in PARENTS.items() if file.stem in below), "")
    assert set(theme["terms"]) == {"zh", "en"}
    assert set(theme.get("excluded", {})) <= {"zh", "en"}
    for member in theme.get("members", []):
        assert set(member) >= MEMBER_KEYS, member
        assert set(member) - MEMBER_KEYS <= {"weight", "since", "until"}, member
        assert 0 < member.get("weight", 1) <= 1
        assert type(member.get("since", date.min)) is date


@each_file
def test_both_languages_are_complete(file: Path) -> None:
    theme = read(file)
    texts = {"zh": [theme["description_zh"]], "en": [theme["en"], theme["description_en"]]}
    for member in theme.get("members", []):
        texts["zh"].append(member["reason_zh"])
        texts["en"].append(member["reason_en"])
    assert theme["zh"]
    assert all(CJK.search(text) for text in texts["zh"])
    assert all(text.isascii() and re.search("[A-Za-z]", text) for text in texts["en"])
    assert all("\n" not in text for text in (*texts["zh"], *texts["en"]))
    assert theme["description_zh"].endswith("。")
    assert theme["description_en"].endswith(".")
    assert theme["terms"]["zh"]
    assert theme["terms"]["en"]
    assert not any(CJK.search(term) for term in theme["terms"]["en"])
    assert all(CJK.search(term) for term in theme["terms"]["zh"])


@each_file
def test_terms_are_distinct_and_say_enough(file: Path) -> None:
    found = terms(read(file))
    keys = [folded(term) for term in found]
    assert len(set(keys)) == len(keys)
    assert all(term == term.strip() and len(term) >= 2 for term in found)
    assert not {folded(term) for term in TOO_ORDINARY} & set(keys)


def test_no_term_is_shared() -> None:
    owner: dict[str, str] = {}
    for theme_id, theme in themes().items():
        for term in terms(theme):
            assert owner.setdefault(folded(term), theme_id) == theme_id, term


def test_no_term_is_a_name() -> None:
    listed = tomllib.loads((ROOT / "sample_data" / "names.toml").read_text(encoding="utf-8"))
    aliases = {folded(a) for e in listed.values() for a in (*e["aliases"], *e["english"])}
    for theme in themes().values():
        assert not aliases & {folded(term) for term in terms(theme)}, theme["id"]


def test_labels_are_distinct() -> None:
    labels = [folded(theme[lang]) for theme in themes().values() for lang in ("zh", "en")]
    assert all(labels.count(label) == 1 or label == "5g-a" for label in labels)


@each_file
def test_members_are_known(file: Path) -> None:
    members = read(file).get("members", [])
    known = names()
    assert bool(members) == (file.stem not in PARENTS)
    assert {m["code"]: m["name"] for m in members}.items() <= known.items()
    assert len({m["code"] for m in members}) == len(members)


def test_members_that_must_and_must_not_be() -> None:
    assert codes("operators") == OPERATORS
    assert codes("optical-interconnect") == OPTICAL
    assert codes("ai-compute") > OPTICAL | {"000938.SZ", "000063.SZ", "600941.SH"}
    assert len(codes("ai-compute")) == 9
    assert "600118.SH" in codes("leo-satellite") & codes("launch") & codes("space-compute")
    assert not codes("leo-satellite") & OPERATORS
    assert codes("5g-a") >= OPERATORS
    assert set(names()) == {code for theme_id in IDS for code in codes(theme_id)}


@pytest.mark.parametrize(
    ("story", "theme_id"),
    [
        ("n1", "ai-compute"),
        ("n2", "leo-satellite"),
        ("n3", "ai-compute"),
        ("n4", "space-compute"),
        ("n5", "ai-compute"),
    ],
)
def test_story_speaks_of_its_theme(story: str, theme_id: str) -> None:
    row = next(r for r in sample("news") if r["id"] == story)
    text = folded(f"{row['title']} {row['summary']}")
    assert any(folded(term) in text for term in terms(themes()[theme_id]))


def test_compute_in_orbit_is_not_ai_compute() -> None:
    """Longer terms of space-compute cover every 算力 of n4."""
    row = next(r for r in sample("news") if r["id"] == "n4")
    rest = f"{row['title']} {row['summary']}"
    for term in sorted(terms(themes()["space-compute"]), key=len, reverse=True):
        rest = rest.replace(term, "")
    assert not any(folded(term) in folded(rest) for term in terms(themes()["ai-compute"]))


@pytest.mark.parametrize("theme_id", ["5g-a", "iot-modules", "gnss", "operators", "tariffs", "physical-ai"])
def test_no_story_of_the_week_speaks_of(theme_id: str) -> None:
    text = folded(" ".join(f"{r['title']} {r['summary']}" for r in sample("news")))
    assert [term for term in terms(themes()[theme_id]) if folded(term) in text] == []
