"""The collector of garbage looks at what a test made, not at all that was imported for it."""

from __future__ import annotations

import gc

YOUNG = 200_000  # objects between two looks; a session makes some 100,000


def pytest_collection_finish() -> None:
    """Set aside what collection made, as the program does after its start: half the time went into it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 10, 10)
