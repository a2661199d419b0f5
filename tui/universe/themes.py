"""Investment themes: pure data, one TOML file a theme, and who belongs to them at a date."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tui.book.codes import CodeError, canonical
from tui.errors import Problem
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from importlib.resources.abc import Traversable

_ID = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Member:
    """Why a name belongs to a theme; since and until None mean always; weight from 0 to 1."""

    code: str
    name: str
    reason_zh: str
    reason_en: str
    since: date | None = None
    until: date | None = None
    weight: float = 1.0

    def at(self, day: date) -> bool:
        """True where the membership holds on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Theme:
    """An investment theme: labels and descriptions in two languages, the terms news speaks of it with."""

    id: str
    zh: str
    en: str
    description_zh: str
    description_en: str
    terms: tuple[str, ...]
    members: tuple[Member, ...]

    def label(self, lang: str) -> str:
        """The label in 'zh' or 'en'."""
        return self.zh if lang == "zh" else self.en

    def codes(self, day: date) -> tuple[str, ...]:
        """The canonical codes of its members on a day, in the file's order."""
        return tuple(m.code for m in self.members if m.at(day))


class _BadThemeError(Exception):
    """What is wrong with one theme file."""


def load_themes(folders: Sequence[Traversable]) -> tuple[tuple[Theme, ...], tuple[Problem, ...]]:
    """Every theme of the folders, by id; a later folder overrides an earlier one; bad files are Problems."""
    found: dict[str, Theme] = {}
    problems: list[Problem] = []
    for folder in folders:
        if not folder.is_dir():
            continue
        for file in sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name):
            try:
                theme = _theme(tomllib.loads(file.read_bytes().decode("utf-8-sig")))
            except (ValueError, RecursionError, OSError, _BadThemeError) as error:
                problems.append(Problem(clean(str(file)), _line(error), "theme skipped", clean(str(error))))
            else:
                found[theme.id] = theme
    return tuple(found[key] for key in sorted(found)), tuple(problems)


def membership(themes: Iterable[Theme], day: date) -> dict[str, tuple[str, ...]]:
    """For each code the ids of its themes on a day, in the themes' order."""
    out: dict[str, list[str]] = {}
    for theme in themes:
        for code in dict.fromkeys(theme.codes(day)):
            out.setdefault(code, []).append(theme.id)
    return {code: tuple(ids) for code, ids in out.items()}


def _line(error: Exception) -> int:
    return int(getattr(error, "lineno", 0) or 0)


def _theme(raw: dict[str, Any]) -> Theme:
    terms = raw.get("terms", {})
    if not isinstance(terms, dict):
        raise _BadThemeError("[terms] should hold a list for zh and a list for en")
    members = raw.get("members", [])
    if not isinstance(members, list):
        raise _BadThemeError("members should be [[members]] tables")
    return Theme(
        id=_id(raw),
        zh=_text(raw, "zh"),
        en=_text(raw, "en"),
        description_zh=_text(raw, "description_zh", ""),
        description_en=_text(raw, "description_en", ""),
        terms=tuple(_terms(terms, "zh") + _terms(terms, "en")),
        members=tuple(_member(m) for m in members),
    )


def _id(raw: dict[str, Any]) -> str:
    text = _text(raw, "id")
    if not _ID.fullmatch(text):
        raise _BadThemeError(f"id {text!r}: expected letters, digits and '-', as in 5g-a")
    return text


def _terms(raw: dict[str, Any], lang: str) -> list[str]:
    words = raw.get(lang, [])
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise _BadThemeError(f"terms.{lang} should be a list of texts")
    return [clean(word.strip()) for word in words if word.strip()]


def _member(raw: Any) -> Member:
    if not isinstance(raw, dict):
        raise _BadThemeError("members should be [[members]] tables")
    weight = raw.get("weight", 1.0)
    if not isinstance(weight, int | float) or not 0 <= weight <= 1:
        raise _BadThemeError(f"weight of {raw.get('code', '?')} is {weight!r}; expected 0 to 1")
    return Member(
        code=_code(raw),
        name=_text(raw, "name", ""),
        reason_zh=_text(raw, "reason_zh", ""),
        reason_en=_text(raw, "reason_en", ""),
        since=_day(raw, "since"),
        until=_day(raw, "until"),
        weight=float(weight),
    )


def _code(raw: dict[str, Any]) -> str:
    text = _text(raw, "code")
    try:
        return canonical(text)
    except CodeError as error:
        raise _BadThemeError(str(error)) from None


def _text(raw: dict[str, Any], key: str, default: str | None = None) -> str:
    value = raw.get(key, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise _BadThemeError(f"{key} is missing or no text")
    return clean(value.strip())


def _day(raw: dict[str, Any], key: str) -> date | None:
    value = raw.get(key)
    if value is not None and type(value) is not date:
        raise _BadThemeError(f"{key} is {value!r}; expected a date such as 2026-01-31")
    return value
