"""Every dialog tells its keys at its foot, whole in a window of 80 cells, in both languages."""

from __future__ import annotations

import re

import pytest

from tests.app.session import Session, play
from tui.app.dialogs.modal import Modal
from tui.text import cell_width

FEET = (
    ("question_mark", "HelpDialog", ("j k", "esc")),
    ("v", "ViewsDialog", ("enter", "esc")),
    ("V", "Ask", ("enter", "esc")),
    ("x", "Ask", ("enter", "esc")),
    ("colon", "CommandLine", ("tab", "enter", "esc")),
    ("c", "ColumnsDialog", ("space", "J K", "enter", "esc")),
    ("m", "ListsDialog", ("enter", "esc")),
    ("space j space =", "CompareDialog", ("enter", "f", "x", "esc")),
    ("p", "PictureDialog", ("enter", "tab", "y", "esc")),
    ("ctrl+o", "JumpScreen", ("esc",)),
    ("P", "LooksDialog", ("enter", "esc")),
    ("w", "WhyDialog", ("esc",)),
    ("f p e 2 6 < 4 5 enter w", "WhyDialog", ("enter", "esc")),
    ("t", "PickDialog", ("enter", "esc")),
    ("t enter", "AskReason", ("enter", "esc")),
    ("ctrl+p", "Palette", ("enter", "esc")),
    ("tab enter", "StoryDialog", ("enter", "tab", "o", "esc")),
)


@pytest.mark.long
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_dialog_tells_its_keys(lang: str) -> None:
    async def act(session: Session) -> None:
        for keys, name, told in FEET:
            await session.press(*keys.split())
            assert type(session.app.screen).__name__ == name
            assert isinstance(session.app.screen, Modal)
            lines = session.lines()
            assert [cell_width(line) for line in lines] == [80] * 24
            assert _foot(lines)[-1].isdisjoint("~\u2026"), name  # nothing is cut
            assert set(" ".join(told).split()) <= {word for line in _foot(lines) for word in line}, name
            while session.app.screen.is_modal:
                await session.press("escape")

    play(act, size=(80, 24), lang=lang, painted=True)


def _foot(lines: list[str]) -> list[set[str]]:
    """The words of a dialog's last lines, its lower border among them; else of the screen's last."""
    ends = [at for at, line in enumerate(lines) if "\u2570" in line] or [len(lines) - 1]
    return [set(re.split("[ :,，\u2500\u2502]+", line)) for line in lines[ends[-1] - 2 : ends[-1] + 1]]
