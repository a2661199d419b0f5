"""The words of pictures, shots, recorded and replayed sessions, in Chinese and English."""

from __future__ import annotations

PICTURES_WORDS: dict[str, tuple[str, str]] = {}
