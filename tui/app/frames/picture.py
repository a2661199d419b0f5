"""What the picture of two figures shows, as plain values: axes, points, and who is not among them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Axis:
    """One direction of the picture.

    label: of the column; unit, decimals: how a value is written; log: equal ratios are equally far
    low, high: where the picture ends; what lies beyond stands at its edge; median: of all points
    """

    label: str
    unit: str
    decimals: int
    log: bool
    low: float
    high: float
    median: float

    def written(self, value: float) -> str:
        """A value of this axis in words."""
        return f"{value:,.{self.decimals}f}{self.unit}"


@dataclass(frozen=True, slots=True)
class Point:
    """A name in the picture; group: which of the picture's groups; x, y: as the axes write them."""

    code: str
    name: str
    group: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Absent:
    """A name that has no place in the picture, and why, in words."""

    code: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class PictureFrame:
    """All names on show by two figures.

    groups: per group its letter and its label; reasons: why names are left out, each with how many
    hint: what stands in place of a picture without points
    """

    lang: str
    title: str
    x: Axis
    y: Axis
    groups: tuple[tuple[str, str], ...]
    points: tuple[Point, ...]
    absent: tuple[Absent, ...]
    reasons: tuple[tuple[str, int], ...]
    hint: str = ""
