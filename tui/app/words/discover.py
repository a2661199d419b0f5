"""The words of the tour, the jump mode, remapped keys and the palette, in Chinese and English."""

from __future__ import annotations

DISCOVER_WORDS: dict[str, tuple[str, str]] = {}
