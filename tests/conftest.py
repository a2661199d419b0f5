"""The collector of garbage looks at what a test made, not at all that was imported for it."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

YOUNG = 200_000  # objects between two looks; a session makes some 100,000
LONGEST = "test_what_is_generated_is_current"  # some twenty programs, one after the other


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: begun last, it would run on when all others have ended."""
    items.sort(key=lambda item: item.name != LONGEST)


def pytest_collection_finish() -> None:
    """Set aside what collection made, as the program does after its start: half the time went into it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 10, 10)
