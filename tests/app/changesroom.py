"""A book of four weeks for the tests of what changed: revisions, ratings, a name more, one less."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

DAYS = ("2026-06-12", "2026-06-19", "2026-06-26", "2026-07-03")
NAMES = {
    "600001.SH": ("青石通信", "a"), "600002.SH": ("白石光电", "a"), "600003.SH": ("赤石卫星", "b"),
    "600004.SH": ("玄石股份", "b"), "600005.SH": ("黄石网络", "a"),
}  # fmt: skip
# per date and name: price, rating, EPS 2025A, 2026E, 2027E
WEEKS: tuple[dict[str, tuple[float, str, float, float, float]], ...] = (
    {
        "600001.SH": (10.0, "增持", 1.0, 1.1, 1.3),
        "600002.SH": (20.0, "买入", 1.0, 1.2, 1.5),
        "600003.SH": (30.0, "", -0.5, -0.2, 0.4),
    },
    {
        "600001.SH": (11.0, "增持", 1.0, 1.2, 1.3),
        "600002.SH": (22.0, "买入", 1.0, 1.2, 1.5),
        "600003.SH": (29.0, "", -0.5, -0.2, 0.4),
        "600004.SH": (5.0, "中性", 0.2, 0.25, 0.3),
    },
    {
        "600001.SH": (12.0, "增持", 1.0, 1.25, 1.35),
        "600002.SH": (21.0, "买入", 1.0, 1.1, 1.4),
        "600003.SH": (33.0, "中性", -0.5, -0.1, 0.5),
        "600004.SH": (5.5, "中性", 0.2, 0.25, 0.3),
    },
    {
        "600001.SH": (13.2, "买入", 1.0, 1.30, 1.40),
        "600002.SH": (18.9, "增持", 1.0, 1.05, 1.41),
        "600003.SH": (36.3, "中性", -0.5, 0.2, 0.6),
        "600005.SH": (8.0, "买入", 0.4, 0.5, 0.6),
    },
)
TOP = """title = "四周"
[[groups]]
id = "a"
zh = "甲组"
en = "group a"
[[groups]]
id = "b"
zh = "乙组"
en = "group b"
"""


def write(folder: Path, weeks: int = len(DAYS)) -> Path:
    """The book of the first so many weeks in a folder."""
    (folder / "book.toml").write_text(TOP, encoding="utf-8")
    for week in range(weeks):
        write_week(folder, week)
    return folder


def write_week(folder: Path, week: int, day: str = "") -> None:
    """One week's coverage and estimates, under its own date or another."""
    day = day or DAYS[week]
    coverage = ["as_of,code,name,group,rating,rating_source,price,currency,price_date"]
    estimates = ["as_of,code,year,basis,eps,pe_printed,source"]
    for code, (price, rating, *eps) in WEEKS[week].items():
        name, group = NAMES[code]
        coverage.append(f"{day},{code},{name},{group},{rating},house,{price:.2f},CNY,{day}")
        for year, value in zip((2025, 2026, 2027), eps, strict=True):
            printed = f"{price / value:.1f}" if value > 0 else ""
            estimates.append(
                f"{day},{code},{year},{'A' if year == 2025 else 'E'},{value:.2f},{printed},house"
            )
    for table, lines in (("coverage", coverage), ("estimates", estimates)):
        path = folder / table / f"{day}.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
