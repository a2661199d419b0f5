"""What an investment theme is: labels, the terms news speaks of it with, and its members with reasons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class Member(NamedTuple):
    """Why a name belongs to a theme; since and until None mean always; weight from 0 to 1.

    source: where the reason is from, '' where the file does not say
    """

    code: str
    name: str
    reason_zh: str
    reason_en: str
    since: date | None = None
    until: date | None = None
    weight: float = 1.0
    source: str = ""

    def at(self, day: date) -> bool:
        """True where the membership holds on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def reason(self, lang: str) -> str:
        """The reason in 'zh' or 'en', in the other where that one is not given."""
        first, second = (self.reason_zh, self.reason_en) if lang == "zh" else (self.reason_en, self.reason_zh)
        return first or second


class Origin(NamedTuple):
    """A file that a theme is from, or that adds to it, with its text, which alone knows the lines."""

    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Theme:
    """An investment theme: labels and descriptions in two languages, the terms news speaks of it with.

    parent: the id of the theme it stands under, '' for none
    excluded: longer texts that hold a term and do not speak of the theme
    source: where the theme is from, as its file says; file: the file it is written in
    origins: that file and those that add to it, in the order they were read
    """

    id: str
    zh: str
    en: str
    description_zh: str
    description_en: str
    terms: tuple[str, ...]
    members: tuple[Member, ...]
    parent: str = ""
    excluded: tuple[str, ...] = ()
    source: str = ""
    file: str = field(default="", compare=False)
    origins: tuple[Origin, ...] = field(default=(), compare=False, repr=False)

    def label(self, lang: str) -> str:
        """The label in 'zh' or 'en'."""
        return self.zh if lang == "zh" else self.en

    def description(self, lang: str) -> str:
        """The description in 'zh' or 'en'."""
        return self.description_zh if lang == "zh" else self.description_en

    def codes(self, day: date) -> tuple[str, ...]:
        """The canonical codes of its members on a day, in the file's order."""
        return tuple(m.code for m in self.members if m.at(day))
