from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tui.book.dates import date_inside, iso_date, parse_date

DAY = date(2026, 7, 3)


@pytest.mark.parametrize(
    "text",
    [
        "2026-07-03", "2026/7/3", "2026.07.03", "2026年7月3日", "20260703", "20260703.0", "２０２６-07-03",
        "2026-07-03 00:00:00", "2026-07-03T09:30:00+08:00", " 2026-07-03 ",
    ],
)  # fmt: skip
def test_dates_as_files_write_them(text: str) -> None:
    assert parse_date(text) == DAY


@pytest.mark.parametrize("text", ["", "2026-13-01", "2026-02-30", "July 3", "46206", "26-07-03", "2026-07"])
def test_no_dates(text: str) -> None:
    assert parse_date(text) is None


def test_iso_is_strict() -> None:
    assert iso_date("2026-07-03") == DAY
    assert iso_date("20260703") is None
    assert iso_date("2026-07-03 ") is None


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("market-2026-07-03", DAY),
        ("export_20260703_v2", DAY),
        ("12345678-2026-07-03", DAY),
        ("names", None),
        ("99999999", None),
        ("600941", None),
    ],
)
def test_date_inside_a_file_name(name: str, day: Any) -> None:
    assert date_inside(name) == day
