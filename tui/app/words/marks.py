"""The words of marks, comparing and the user's own lists, in Chinese and English."""

from __future__ import annotations

MARKS_WORDS: dict[str, tuple[str, str]] = {}
