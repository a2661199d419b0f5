"""Names that a report's own text gives codes to: '中际旭创（300308.SZ）'."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.report.forecast.codes import find
from tui.report.forecast.notation import folded, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAMED = re.compile(
    r"([A-Z*]{0,3}[\u3400-\u9fff][\u3400-\u9fffA-Za-z0-9-]{1,9}) ?"
    r"[(\[]((?:[A-Za-z]{2}\.?)?\d{4,6}(?:\.[A-Za-z]{1,2})?)[)\],;]"
)


def codes_in(texts: Iterable[str]) -> dict[str, str]:
    """Folded name → canonical code, '' for a name that is given two."""
    out: dict[str, str] = {}
    for text in texts:
        if "(" not in text and "（" not in text:
            continue
        for match in _NAMED.finditer(plain(text)):
            found = find(match[2])
            if found and found.code and not found.odd:
                for name in _tails(match[1]):
                    key = folded(name)
                    out[key] = found.code if out.get(key, found.code) == found.code else ""
    return out


def _tails(name: str) -> list[str]:
    """The name, and what stands behind a word that is no part of it ('关注中际旭创' → '中际旭创')."""
    return [name, *(name[i:] for i in range(1, len(name) - 1) if len(name) - i in {3, 4})]
