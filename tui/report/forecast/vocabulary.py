"""The words of forecast tables, read once from words.toml: header words to roles, ratings, units."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import tomli

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Folded words and what each means.

    roles, metrics: word → role; units: word → factor; currencies: word → ISO code
    ratings, letters, actions, means: words; by_year: the metrics
    states: words of a cell that holds no figure → name of its State
    """

    roles: Mapping[str, str]
    metrics: Mapping[str, str]
    units: Mapping[str, float]
    currencies: Mapping[str, str]
    ratings: frozenset[str]
    letters: frozenset[str]
    actions: tuple[str, ...]
    means: frozenset[str]
    by_year: frozenset[str]
    states: Mapping[str, str]


@cache
def vocabulary() -> Vocabulary:
    """The words that ship."""
    data = tomli.loads((files("tui.report.forecast") / "words.toml").read_text(encoding="utf-8"))
    return Vocabulary(
        _turned(data["roles"]),
        _turned(data["metrics"]),
        {word: float(factor) for factor, words in data["units"].items() for word in words},
        _turned(data["currencies"]),
        frozenset(data["ratings"]["stock"]),
        frozenset(data["ratings"]["letters"]),
        tuple(sorted(data["ratings"]["actions"], key=len, reverse=True)),
        frozenset(data["rows"]["mean"]),
        frozenset(data["metrics"]),
        _turned(data["states"]),
    )


def _turned(table: Mapping[str, list[str]]) -> dict[str, str]:
    return {word: key for key, words in table.items() for word in words}
