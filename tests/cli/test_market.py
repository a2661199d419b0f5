"""`kanpan market`: the week's moves of indexes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.cli.runs import good, read, refused

if TYPE_CHECKING:
    from pathlib import Path


def test_the_sample() -> None:
    rows = good("market").rows
    assert list(rows[0]) == ["period_start", "period_end", "level", "index", "change_pct"]
    assert len(rows) == 8
    by = {row["index"]: row["change_pct"] for row in rows}
    assert (by["申万通信"], by["上证综指"], by["通信线缆及配套"]) == ("-9.17", "0.41", "-18.18")
    assert {row["period_start"] for row in rows} == {"2026-06-29"}


def test_formats_and_dates(tmp_path: Path) -> None:
    assert json.loads(good("market", "-f", "json").text)[0]["change_pct"] == 0.41
    good("market", "-o", tmp_path / "m.md")
    assert (tmp_path / "m.md").read_text(encoding="utf-8").startswith("| period_start")
    assert read("market", "--as-of", "2026-07-02").lines == ["period_start,period_end,level,index,change_pct"]
    assert "no such file" in refused("market", tmp_path / "none")


def test_the_market_comes_first_whatever_the_file_says(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text('title = "t"\n', encoding="utf-8")
    (tmp_path / "sectors").mkdir()
    (tmp_path / "sectors/2026-07-03.csv").write_text(
        "period_start,period_end,level,index,change_pct\n"
        ",,sub-sector,b,1\n,,other,z,1\n,,sector,s,1\n,,sub-sector,a,1\n,,market,m,1\n",
        encoding="utf-8",
    )
    assert good("market", tmp_path).column("index") == ["m", "s", "b", "a", "z"]
