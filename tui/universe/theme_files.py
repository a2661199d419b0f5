"""One theme file read with care: what is wrong in it is a Problem with its line, the rest stands.

id = "lab"                  a theme of its own; or  extends = "lab"  adds to a theme of that id
zh, en                      labels, both needed where there is an id
description_zh, description_en, parent (an id), source
[terms] zh, en              lists of texts; so too [excluded]: longer texts that hold a term and do not count
[[members]] code, name, reason_zh, reason_en, since, until (dates), weight (0 to 1), source; one that
                            repeats a member of the theme it extends changes only what it gives
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.book.codes import CodeError, canonical
from tui.book.toml import read_toml
from tui.errors import Problem, nearest
from tui.text import clean
from tui.universe.theme import Member, Origin, Theme
from tui.universe.theme_lines import line_at, lines_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from importlib.resources.abc import Traversable

LABELS = ("zh", "en")
DESCRIPTIONS = ("description_zh", "description_en")
THEME_KEYS = ("id", "extends", *LABELS, *DESCRIPTIONS, "parent", "source", "terms", "excluded", "members")
MEMBER_KEYS = ("code", "name", "reason_zh", "reason_en", "since", "until", "weight", "source")
SKIPPED = "theme skipped"
_ID = re.compile(r"[\w-]+")
_UNCLOSED = re.compile(r"""(Illegal|invalid) character '\\n'|Unterminated string|Expected "'""")


class ThemeFile(NamedTuple):
    """What one file says: a theme, or with `extends` what it adds to the theme of that id.

    given: the labels, descriptions, parent and source that stand in the file
    members_given: for each member of the theme its values that stand in the file
    """

    theme: Theme
    extends: bool
    given: frozenset[str]
    members_given: tuple[frozenset[str], ...] = ()


class _WrongError(Exception):
    """A value that cannot be used, by its path in the file."""

    def __init__(self, why: str, *path: str | int) -> None:
        super().__init__(why)
        self.path = path


def is_theme_id(text: str) -> bool:
    """True for letters, digits, '_' and '-' alone: an id that may stand in lists and in file names."""
    return bool(_ID.fullmatch(text))


def read_theme_file(path: Traversable) -> tuple[ThemeFile | None, tuple[Problem, ...]]:
    """What a file says, None where it is skipped, and what is wrong in it."""
    file, told = clean(str(path)), list[Problem]()
    try:
        top = read_toml(Path(str(path)), told)
    except ValueError as error:  # a number beyond measure
        return None, (Problem(file, 0, SKIPPED, clean(str(error))),)
    if told:
        return None, tuple(p._replace(what=SKIPPED, why=_plainly(p.why)) for p in told)
    reader = _Reader(file, top.source, top.data)
    try:
        found = reader.theme()
    except _WrongError as error:
        reader.tell(SKIPPED, str(error), *error.path)
        found = None
    return found, tuple(reader.problems)


class _Reader:
    """Reads the parts of a file; a part that is wrong is told and left out."""

    def __init__(self, file: str, text: str, data: Mapping[str, Any]) -> None:
        self.file, self.text, self.data = file, text, data
        self.problems: list[Problem] = []
        self.lines: Mapping[tuple[str | int, ...], int] | None = None

    def tell(self, what: str, why: str, *path: str | int) -> None:
        self.lines = lines_of(self.text) if self.lines is None else self.lines
        self.problems.append(Problem(self.file, line_at(self.lines, *path), clean(what), clean(why)))

    def theme(self) -> ThemeFile:
        data = self.data
        extends = "extends" in data
        if extends and "id" in data:
            raise _WrongError(
                "id and extends stand together; a theme has an id, an addition extends one", "id"
            )
        self._unknown(data, THEME_KEYS)
        texts = {
            "id": self._id("extends" if extends else "id"),
            **{key: self._label(key, optional=extends) for key in LABELS},
            **{key: self._text(data, key) for key in (*DESCRIPTIONS, "source")},
        }
        parent = self._parent()
        given = frozenset(
            key for key in (*LABELS, *DESCRIPTIONS, "source") if key in data and texts[key] is not None
        ) | ({"parent"} if parent is not None else set())
        members = self._members()
        made = Theme(
            **{key: text or "" for key, text in texts.items()},
            parent=parent or "",
            terms=self._words("terms"),
            excluded=self._words("excluded"),
            members=tuple(member for member, _ in members),
            file=self.file,
            origins=(Origin(self.file, self.text),),
        )
        return ThemeFile(made, extends, given, tuple(said for _, said in members))

    def _id(self, key: str) -> str:
        text = self._text(self.data, key, tell=False)
        if not text:
            raise _WrongError(f"{key} is missing or no text", key)
        if not is_theme_id(text):
            raise _WrongError(f"{key} {text!r}: expected letters, digits and '-', as in 5g-a", key)
        return text

    def _label(self, key: str, *, optional: bool) -> str | None:
        text = self._text(self.data, key, tell=False)
        if not text and not optional:
            raise _WrongError(f"{key} is missing or no text", key)
        if not text and key in self.data:
            self.tell(f"{key} left out", "expected a text", key)
        return text or None

    def _parent(self) -> str | None:
        """The parent's id; '' takes a parent away, None says nothing."""
        text = self._text(self.data, "parent") if "parent" in self.data else None
        if text and not is_theme_id(text):
            self.tell("parent left out", f"{text!r} is no theme's id", "parent")
            return None
        return text

    def _text(self, table: Mapping[str, Any], key: str, *path: str | int, tell: bool = True) -> str | None:
        """A text, '' where it is absent, None where it is something else."""
        value = table.get(key, "")
        if isinstance(value, str):
            return clean(value.strip())
        if tell:
            self.tell(f"{key} left out", f"{value!r}"[:60] + ": expected a text", *path, key)
        return None

    def _words(self, section: str) -> tuple[str, ...]:
        table = self.data.get(section, {})
        if not isinstance(table, dict):
            why = f"[{section}] should hold a list for zh and a list for en"
            self.tell(f"{section} left out", why, section)
            return ()
        self._unknown(table, LABELS, section)
        return tuple(word for lang in LABELS for word in self._list(table, section, lang))

    def _list(self, table: Mapping[str, Any], section: str, lang: str) -> list[str]:
        words = table.get(lang, [])
        if not isinstance(words, list):
            self.tell(
                f"{section}.{lang} left out", f"{section}.{lang} should be a list of texts", section, lang
            )
            return []
        for at, word in enumerate(words):
            if not isinstance(word, str):
                why = f"{section}.{lang} should be a list of texts; here stands {word!r}"[:120]
                self.tell(f"one of {section}.{lang} left out", why, section, lang, at)
        return [clean(word.strip()) for word in words if isinstance(word, str) and word.strip()]

    def _members(self) -> tuple[tuple[Member, frozenset[str]], ...]:
        held = self.data.get("members", [])
        if not isinstance(held, list):
            self.tell("members left out", "members should be [[members]] tables", "members")
            return ()
        out = []
        for at, raw in enumerate(held):
            try:
                out.append(self._member(raw, at))
            except _WrongError as error:
                code = raw.get("code", "") if isinstance(raw, dict) else ""
                name = f"member {code}" if isinstance(code, str) and code else "member"
                self.tell(f"{name} skipped", str(error), "members", at, *error.path)
        return tuple(out)

    def _member(self, raw: Any, at: int) -> tuple[Member, frozenset[str]]:
        """A member, and which of its values stand in the file."""
        if not isinstance(raw, dict):
            raise _WrongError("members should be [[members]] tables")
        code, since, until, weight = _code(raw), _day(raw, "since"), _day(raw, "until"), _weight(raw)
        if since and until and since > until:
            raise _WrongError(f"since {since} is after until {until}", "since")
        self._unknown(raw, MEMBER_KEYS, "members", at)
        texts = {
            key: self._text(raw, key, "members", at) for key in ("name", "reason_zh", "reason_en", "source")
        }
        given = frozenset(key for key in MEMBER_KEYS if key in raw and texts.get(key, "") is not None)
        known = {key: text or "" for key, text in texts.items()}
        return Member(code, since=since, until=until, weight=weight, **known), given

    def _unknown(self, table: Mapping[str, Any], known: Collection[str], *path: str | int) -> None:
        for key in table:
            if key not in known:
                near = nearest(key, known)
                hint = f"nearest: {', '.join(near)}" if near else f"known: {', '.join(known)}"
                self.tell(f"{key} left out", f"unknown key {key!r}; {hint}", *path, key)


def _plainly(why: str) -> str:
    """What the parser says, and in plain words where a text goes on past its line or to the file's end."""
    return f"{why}; a quote is not closed?" if _UNCLOSED.search(why) else why


def _code(raw: Mapping[str, Any]) -> str:
    text = raw.get("code")
    if not isinstance(text, str) or not text.strip():
        raise _WrongError("code is missing or no text", "code")
    try:
        return canonical(text)
    except CodeError as error:
        raise _WrongError(str(error), "code") from None


def _day(raw: Mapping[str, Any], key: str) -> date | None:
    value = raw.get(key)
    if value is not None and type(value) is not date:
        raise _WrongError(f"{key} is {value!r}; expected a date such as 2026-01-31"[:120], key)
    return value


def _weight(raw: Mapping[str, Any]) -> float:
    value = raw.get("weight", 1.0)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise _WrongError(f"weight is {value!r}; expected 0 to 1"[:120], "weight")
    return float(value)
