"""The words that reports use, as the TOML files beside this module list them."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any


@lru_cache(maxsize=16)
def vocabulary(name: str) -> dict[str, Any]:
    """The content of `name`.toml; read once. Not to be changed."""
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text("utf-8"))


@lru_cache(maxsize=128)
def words(name: str, key: str) -> tuple[str, ...]:
    """One list of words of `name`.toml, longest first, so that a part never hides the whole."""
    return tuple(sorted(vocabulary(name)[key], key=len, reverse=True))
