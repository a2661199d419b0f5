"""The words of palettes, what is remembered, sizes of panes and windows, in Chinese and English."""

from __future__ import annotations

LOOKS_WORDS: dict[str, tuple[str, str]] = {}
