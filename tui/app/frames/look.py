"""How the columns on show are drawn: what the user chose beside what the content decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Look:
    """A column that is not named is drawn by its content; exports follow none of it.

    widths: cells by column; decimals: by column, as the screen rounds
    frozen: how many columns stay at the left, None for code and name
    scales: columns whose cells are tinted from the cheap to the dear end within their group
    """

    widths: Mapping[str, int] = field(default_factory=dict)
    decimals: Mapping[str, int] = field(default_factory=dict)
    frozen: int | None = None
    scales: frozenset[str] = frozenset()


PLAIN = Look()
