"""What is known of names before a report is read: for tables without codes, and to check the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from tui.report.forecast.notation import folded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.book.layout import Book

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Known:
    """codes: folded name or alias → canonical code, '' where two names share it; names: code → name.

    shipped: what the sample book says, asked last
    """

    codes: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    names: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    shipped: Mapping[str, str] = field(default_factory=lambda: _NOTHING)

    def code(self, name: str) -> str:
        """The code of a name, '' where it is unknown or shared."""
        key = folded(name)
        return self.codes[key] if key in self.codes else self.shipped.get(key, "")


NOTHING_KNOWN = Known()


def known_of(book: Book | None) -> Known:
    """The names of a book (its newest coverage and market, names.toml), and those of the sample."""
    codes: dict[str, str] = {}
    names: dict[str, str] = {}
    if book is not None:
        for table in ("coverage", "market"):
            if day := book.latest(table):
                held = book.read(table, day).table
                for code, name in zip(
                    held.column("code").to_pylist(), held.column("name").to_pylist(), strict=True
                ):
                    if code and name:
                        names.setdefault(code, name)
                        _add(codes, name, code)
        for code, info in book.names.items():
            for alias in (*info.aliases, *info.english):
                _add(codes, alias, code)
    return Known(codes, names, _shipped())


def _add(codes: dict[str, str], name: str, code: str) -> None:
    key = folded(name)
    codes[key] = code if codes.get(key, code) == code else ""


def _shipped() -> dict[str, str]:
    import tomli

    from tui.book.shipped import sample_root

    with (sample_root() / "names.toml").open("rb") as file:
        data = tomli.load(file)
    codes: dict[str, str] = {}
    for code, info in data.items():
        for alias in (*info.get("aliases", ()), *info.get("english", ())):
            _add(codes, alias, code)
    return codes
