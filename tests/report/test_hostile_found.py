"""What fuzzing the importer found, and texts that say one thing over and over: read or refused at once."""

from __future__ import annotations

import contextlib
import signal
import time
from typing import TYPE_CHECKING

import pytest

from tests.cli.runs import ROOT
from tui.errors import BookError
from tui.report.blocks import Document
from tui.report.importer import run
from tui.report.known import NOTHING_KNOWN
from tui.report.parse import of_document
from tui.report.readers.text import blocks_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FOUND = ROOT / "tests" / "data" / "report" / "hostile"  # one file a case


@pytest.mark.parametrize("end", ["5%", "。", "x"])
@pytest.mark.parametrize("begin", ["", "一周市场表现\n本周上证综指", "数据来源：", "本周观点\n"])
@pytest.mark.parametrize("unit", ["Jan", "涨 ", "(", "1,111,", "、", "证券", "【", "2026年", "注：", "<td>"])
def test_a_sign_said_over_and_over(begin: str, unit: str, end: str) -> None:
    """No pattern tries every place of a text from every other: that would take many seconds."""
    said = begin + unit * (6_000 // len(unit)) + end
    begun = time.process_time()
    of_document(Document("a.txt", blocks_of(said, "a.txt")), NOTHING_KNOWN, lambda _stage: None)
    assert time.process_time() - begun < 0.5


def in_time(work: Callable[[], None], seconds: float) -> bool:
    """False for what would take more processor time; its end is not waited for."""

    def over(number: int, frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, over)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        work()
    except TimeoutError:
        return False
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return True


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timers of processor time here")
@pytest.mark.parametrize("path", sorted(FOUND.glob("*.*")), ids=lambda path: path.name)
def test_what_fuzzing_found(tmp_path: Path, path: Path) -> None:
    """Each once ended badly or took too long: it is read or refused; read twice it changes nothing."""

    def twice() -> None:
        with contextlib.suppress(BookError):
            run(path, tmp_path / "B")
            assert run(path, tmp_path / "B").summary[-1] == "nothing changed"

    assert in_time(twice, 1.5)
