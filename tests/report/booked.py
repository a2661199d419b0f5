"""Putting reports into books, and looking at what came of it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from tests.report.worlds import DAY
from tui.report.diagnostics import Level
from tui.report.importer import book_to_write
from tui.report.into import Plan, apply, plan

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from tui.report.model import Report


def put(one: Report, root: Path, **more: Any) -> Plan:
    made = plan(one, book_to_write(root), **more)
    apply(made, root)
    return made


def rows(root: Path, table: str, day: date = DAY) -> list[dict[str, str]]:
    with (root / table / f"{day}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def stamps(root: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in root.rglob("*")
        if path.is_file() and not path.name.startswith(".lock")
    }


def doubts(made: Plan) -> list[str]:
    return [
        str(one) for one in made.told if one.level is Level.DOUBTFUL and "kept as printed" not in one.done
    ]
