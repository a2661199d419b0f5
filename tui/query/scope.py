"""What a query may speak of: the columns and values that whoever runs it passes in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.columns import Kind


@dataclass(frozen=True, slots=True)
class Field:
    """A column that a query can name.

    name: its id; kind: what its values are (Kind.NUMBER where no unit is known)
    label: the word that the user typed or would type for it, for messages and left-out counts
    """

    name: str
    kind: Kind
    label: str


@dataclass(frozen=True, slots=True)
class Name:
    """One thing that completion offers: what to insert, and what it is, in 'zh' or 'en'."""

    text: str
    hint: str = ""


class Scope(Protocol):
    """Names, looked up the way rule 5 of the language says; every lookup folds case and width."""

    def field(self, word: str) -> Field | None:
        """The column of an id, alias, label, label + two-digit year, or relative year, or None."""

    def known(self, word: str) -> bool:
        """True where the word is a column, or a value of any text or tags column."""

    def field_names(self) -> Sequence[str]:
        """Every spelling of every column, the ones to suggest first."""

    def value(self, field: Field, word: str) -> str | None:
        """The id of one of a text or tags column's values, by id or label."""

    def value_names(self, field: Field) -> Sequence[str]:
        """Every spelling of its values."""

    def source_of(self, field: Field) -> Field | None:
        """The text column that says whose figure a column's is."""

    def saved(self, name: str) -> str | None:
        """The text of a saved query."""

    def listed(self, name: str) -> tuple[Field, frozenset[str]] | None:
        """The column and the values of a saved list, however long it is."""

    def saved_names(self) -> Sequence[str]:
        """The names of the saved queries."""

    def offered_fields(self, lang: str) -> Sequence[tuple[Field, Name]]:
        """Each column once, for completion: what to insert in that language, and its other label."""

    def offered_values(self, field: Field, lang: str) -> Sequence[Name]:
        """The values of a column, for completion."""
