"""An import from file to book: its stages, its outcome and what it refuses."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tui.book import sample_root
from tui.cli.importing import MOST_LINES, tell
from tui.errors import BookError
from tui.report.blocks import Place
from tui.report.diagnostics import Diagnostic, Level
from tui.report.importer import STAGES, NoForecastError, Outcome, run

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    "通信行业周报\n2026年7月3日\n\n代码\t简称\t股价\tEPS 2025A\tEPS 2026E\tPE 2025A\tPE 2026E\t评级\n"
    "600941.SH\t中国移动\t87.48\t6.33\t6.13\t13.8\t14.3\t未评级\n"
    "300308.SZ\t中际旭创\t1,116.00\t9.72\t26.87\t114.8\t41.5\t买入\n"
)


def written(tmp_path: Path, text: str = TEXT) -> Path:
    path = tmp_path / "weekly.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_stages_and_outcome(tmp_path: Path) -> None:
    seen: list[str] = []
    outcome = run(written(tmp_path), tmp_path / "book", progress=seen.append)
    assert sorted(seen) == sorted(STAGES)
    assert (seen[0], seen[-1]) == ("reading", "writing")
    assert outcome.as_of == date(2026, 7, 3)
    assert {"coverage", "estimates", "imports"} <= set(outcome.wrote)
    assert outcome.summary[-1].startswith("wrote ")
    assert not outcome.doubtful
    seen.clear()
    again = run(written(tmp_path), tmp_path / "book", dry_run=True, progress=seen.append)
    assert (again.wrote, again.summary[-1]) == ((), "nothing written (--dry-run)")
    assert "writing" not in seen


def test_refusals(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="--into DIR"):
        run(written(tmp_path), sample_root())
    with pytest.raises(NoForecastError, match="no forecast table") as caught:
        run(written(tmp_path, "买菜\n\n鸡蛋五个\n"), tmp_path / "book")
    assert caught.value.told == ()
    assert not (tmp_path / "book").exists()


def test_of_too_much_that_is_said_the_graver_stays(capsys: pytest.CaptureFixture[str]) -> None:
    told = tuple(
        Diagnostic(Level.REFUSED if line == 999 else Level.NOTE, "f", Place(0, line), f"x{line}\x1b[2J")
        for line in range(1, 1001)
    )
    tell(Outcome(("done",), told, (), None))
    out, err = capsys.readouterr()
    lines = err.splitlines()
    assert out == ""
    assert len(lines) == MOST_LINES + 2
    assert lines[-3].startswith("f:999: refused")
    assert lines[-2:] == ["800 more lines", "done"]
    assert "\x1b" not in err


def test_no_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="no file is named"):
        run("", tmp_path / "book")
