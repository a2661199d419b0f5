"""The words of the columns dialog, presets and scales, in Chinese and English."""

from __future__ import annotations

COLUMNS_WORDS: dict[str, tuple[str, str]] = {}
