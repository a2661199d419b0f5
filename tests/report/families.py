"""The families of forecast tables as sheets, from tests/data/report/families: names.csv and a TOML each."""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.report.sheets import LOSS, PLAIN, Column, Line, Notation, Sheet, Truth, truth_of
from tui.report.forecast.notation import folded
from tui.report.known import NOTHING_KNOWN, Known

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FOLDER = Path(__file__).resolve().parents[1] / "data" / "report" / "families"
YEARS = ("2024A", "2025A", "2026E", "2027E", "2028E")
_SPAN = re.compile(r"^(\w+) (20\d\d[AE])-(20\d\d[AE])$")
_MARKS = {"=": "group", "~": "mean", "@": "aside"}


@dataclass(frozen=True, slots=True)
class Paper:
    """One report to be read: its tables, and the names that a book knows, where no code is printed."""

    id: str
    family: int
    sheets: tuple[Sheet, ...]
    known: Known
    disagrees: tuple[str, ...] = ()

    def truth(self, notation: Notation = PLAIN) -> Truth:
        """What all its tables say together; the later stands over the earlier."""
        merged: Truth = {}
        for sheet in self.sheets:
            for code, cells in truth_of(sheet, notation).items():
                merged.setdefault(code, {}).update(cells)
        return merged


@lru_cache(maxsize=1)
def pool() -> dict[str, dict[str, str]]:
    """The invented names by code."""
    with (FOLDER / "names.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row for row in csv.DictReader(lines)}


@lru_cache(maxsize=1)
def papers() -> dict[str, Paper]:
    """Every variant of every family by its id."""
    found: dict[str, Paper] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["paper"]:
            paper = _paper(entry, int(path.stem[:2]))
            assert paper.id not in found, paper.id
            found[paper.id] = paper
    return found


def _paper(entry: dict[str, Any], family: int) -> Paper:
    tables = entry.get("table") or [entry]
    sheets = tuple(_sheet({**entry, **table}) for table in tables)
    coded = any(column.role in {"code", "company"} for sheet in sheets for column in sheet.columns)
    known = NOTHING_KNOWN if coded else Known({folded(row["name"]): code for code, row in pool().items()})
    return Paper(entry["id"], family, sheets, known, tuple(entry.get("disagrees", ())))


def _sheet(entry: dict[str, Any]) -> Sheet:
    columns = tuple(_columns(entry["columns"], entry.get("units", {})))
    lines = tuple(_lines(entry, columns))
    return Sheet(
        entry["id"],
        entry.get("title", "表 1：重点公司盈利预测与估值"),
        columns,
        lines,
        entry.get("day", "2026-07-03"),
        entry.get("year", "{y}{b}"),
        entry.get("fixed", {}),
    )


def _columns(text: str, units: Mapping[str, float]) -> Iterator[Column]:
    for line in text.strip().splitlines():
        role, *heads = (part.strip() for part in line.split("|"))
        for one in _roles(role):
            column = Column(one, tuple(heads))
            yield column._replace(
                unit=units.get(column.metric, 1.0 if column.metric in {"pb", "target"} else 0.0)
            )


def _roles(role: str) -> list[str]:
    match = _SPAN.match(role)
    if match is None:
        return [role.replace(" ", "_")]
    years = YEARS[YEARS.index(match[2]) : YEARS.index(match[3]) + 1]
    return [f"{match[1]}_{year}" for year in years]


def _lines(entry: dict[str, Any], columns: tuple[Column, ...]) -> Iterator[Line]:
    names = re.split(r"[\s]+", entry["names"].strip())
    told: list[Mapping[str, str]] = []
    for serial, token in enumerate(names, 1):
        kind = _MARKS.get(token[0], "name")
        if kind == "name":
            row = pool()[token]
            told.append(row)
            over = entry.get("printed", {}).get(token, {})
            yield Line(
                "name", tuple(over.get(c.role) or _cell(c, row, entry, serial) for c in columns), token
            )
        elif kind == "mean":
            yield Line(kind, tuple(_mean(c, i, token[1:], told, entry) for i, c in enumerate(columns)))
        else:
            text = token[1:].replace("_", " ")
            yield Line(kind, (text, *[""] * (len(columns) - 1)))


def _cell(column: Column, row: Mapping[str, str], entry: Mapping[str, Any], serial: int) -> str:
    metric, role = column.metric, column.role
    match metric:
        case "pe":
            return multiple(row, role[-5:], entry.get("pe_decimals", 1), entry.get("loss", "number"))
        case "net":
            value = row[f"net_{role[-5:]}"]
            return value and f"{Decimal(value) * entry.get('net_scale', 1):.1f}"
        case "market_cap":
            return f"{Decimal(row[metric]) * Decimal(str(entry.get('cap_scale', 1))):.1f}"
        case "growth":
            return growth(row, role[-5:])
        case "rating_action":
            return row["rating"] + row["action"]
        case "company":
            return f"{row['english']} ({row['code']})"
        case "serial":
            return str(serial)
        case "currency":
            return {"HK": "HKD", "US": "USD"}.get(row["code"][-2:], "CNY")
        case "rating" | "name":
            return row[entry.get(f"{role}_from", role)]
    return row[role]


def multiple(row: Mapping[str, str], year: str, decimals: int, loss: str) -> str:
    """Price over EPS as a report prints it; '' where there is no EPS."""
    eps = row[f"eps_{year}"]
    if not eps:
        return ""
    if Decimal(eps) <= 0 and loss == "word":
        return LOSS
    return str((Decimal(row["price"]) / Decimal(eps)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def growth(row: Mapping[str, str], year: str) -> str:
    """Growth of EPS in per cent; '' where there is none."""
    before = f"eps_{int(year[:4]) - 1}{'A' if int(year[:4]) - 1 < 2026 else 'E'}"
    if not row.get(before) or not row[f"eps_{year}"] or Decimal(row[before]) <= 0:
        return ""
    return f"{(Decimal(row[f'eps_{year}']) / Decimal(row[before]) - 1) * 100:.1f}"


def _mean(
    column: Column, index: int, label: str, told: list[Mapping[str, str]], entry: Mapping[str, Any]
) -> str:
    if index == (1 if entry.get("mean_in_second") else 0):
        return label
    if column.metric != "pe":
        return ""
    cells = [multiple(row, column.role[-5:], 1, "number") for row in told]
    values = [Decimal(cell) for cell in cells if cell and Decimal(cell) > 0]
    return f"{sum(values) / len(values):.{entry.get('pe_decimals', 1)}f}" if values else ""
