"""Tagging a name with a theme: a membership written into a theme file of the user's, never a shipped one."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import tomli

from tui.book.codes import CodeError, canonical
from tui.book.decode import decode
from tui.book.files import read_bytes
from tui.book.locate import themes_root
from tui.errors import KanpanError
from tui.text import clean
from tui.universe.theme_files import LABELS, is_theme_id
from tui.universe.theme_lines import line_at, lines_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MEMBERS = "members"
_IDEOGRAPH = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LONE = re.compile(r"(?<!\r)\n")


def tag(folder: Path, theme_id: str, code: str, name: str, reason: str, lang: str, day: date | None) -> Path:
    """Writes a name's membership into `folder/<theme_id>.toml`, which extends the theme; returns its path.

    lang: 'zh' or 'en', what the reason is in; one with ideographs is in 'zh' whatever lang says.
    day: since when it is a member; None for one that is a member already, and of which no date is written.
    A name that is a member in that file on that day keeps its dates and gets the new reason. All else in
    the file stays, comments too. Raises KanpanError, with the file untouched, for a code, reason or theme id
    that cannot be, for a file that is no theme's or of another theme, and where nothing can be written.
    """
    from tui.book.write import lock, write_atomic

    if not is_theme_id(theme_id):
        raise KanpanError(f"{clean(theme_id)!r} cannot be a theme's id; expected letters, digits and '-'")
    if lang not in LABELS:
        raise KanpanError(f"language {clean(lang)!r}; expected {' or '.join(LABELS)}")
    why = clean(reason).strip()
    if not why:
        raise KanpanError("a reason is expected: why the name belongs to the theme")
    known = {"name": clean(name).strip()} if clean(name).strip() else {}
    wanted = {"code": canonical(code), **known, f"reason_{'zh' if _IDEOGRAPH.search(why) else lang}": why}
    path = folder / f"{theme_id}.toml"
    if path.resolve().is_relative_to(themes_root().resolve()):
        raise KanpanError(f"{clean(str(path))}: the themes that ship are not written to")
    with lock(folder):
        text = decode(read_bytes(path), clean(str(path))) if path.exists() else ""
        written = _with_member(text, clean(str(path)), theme_id, wanted, day)
        write_atomic(path, written.encode("utf-8"))
    return path


def _with_member(text: str, file: str, theme_id: str, wanted: Mapping[str, Any], day: date | None) -> str:
    text = text if text.strip() else f'{text}extends = "{theme_id}"\n'
    held = _loads(text)
    if held is None:
        raise KanpanError(f"{file}: not TOML, and left as it is")
    if theme_id not in (held.get("extends"), held.get("id")):
        raise KanpanError(f"{file}: is not of the theme {theme_id}, and left as it is; rename the file")
    members = held.get(MEMBERS, [])
    if not isinstance(members, list) or not all(isinstance(member, dict) for member in members):
        raise KanpanError(f"{file}: members are no [[members]] tables, and left as they are")
    found = [at for at, raw in enumerate(members) if _stands(raw, wanted["code"], day)]
    at = max(found, key=lambda at: _end(members[at]), default=None)
    since = {} if day is None else {"since": day}
    if at is None:
        entries = {**wanted, **since}
        after = [*members, entries]
    else:
        begun = members[at].get("since")
        late = day is not None and type(begun) is type(day) and begun > day
        entries = {key: value for key, value in wanted.items() if key != "code"}
        entries |= since if late else {}
        after = [*members[:at], {**members[at], **entries}, *members[at + 1 :]]
    for write in (_appended, _edited) if at is None else (_edited,):
        written = _ended(text, write(text, at, entries))
        if _loads(written) == {**held, MEMBERS: after}:
            return written
    raise KanpanError(f"{file}: what else stands there would change; write the member by hand")


def _stands(raw: Mapping[str, Any], code: str, day: date | None) -> bool:
    """True where a written membership is of that code and not over on that day."""
    text, until = raw.get("code"), raw.get("until")
    try:
        same = isinstance(text, str) and canonical(text) == code
    except CodeError:
        return False
    return same and (day is None or until is None or (type(until) is type(day) and day <= until))


def _end(raw: Mapping[str, Any]) -> date:
    until = raw.get("until")
    return until if type(until) is date else date.max


def _appended(text: str, _: int | None, entries: Mapping[str, Any]) -> str:
    """The text with one more [[members]] at its end; no TOML where the members are written as one list."""
    import tomlkit

    table = tomlkit.table()
    table.update(entries)
    gap = "\n" if text.endswith("\n") else "\n\n"
    return f"{text}{gap}[[{MEMBERS}]]\n{table.as_string()}"


def _edited(text: str, at: int | None, entries: Mapping[str, Any]) -> str:
    """The text with a member's keys changed where they stand, or with one more in a list; '' if it cannot."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError
    from tomlkit.items import Table

    try:
        document: Any = tomlkit.parse(text)
        if at is None:
            entry = tomlkit.inline_table()
            entry.update(entries)
            document[MEMBERS].append(entry)
            return tomlkit.dumps(document)
        member = document[MEMBERS][at]
        new = {key: value for key, value in entries.items() if key not in member}
        new = new if isinstance(member, Table) else {}
        for key, value in entries.items():
            if key not in new and member.get(key) != value:
                member[key] = value
        return _inserted(tomlkit.dumps(document), at, new)
    except (TOMLKitError, KeyError, IndexError, ValueError, TypeError, AttributeError, RecursionError):
        return ""


def _inserted(text: str, at: int, entries: Mapping[str, Any]) -> str:
    """The text with new keys under a member's code, so that comments before the next one stay there."""
    import tomlkit

    if not entries:
        return text
    table = tomlkit.table()
    table.update(entries)
    lines = text.split("\n")
    line = line_at(lines_of(text), MEMBERS, at, "code")
    return "\n".join([*lines[:line], *table.as_string().rstrip("\n").split("\n"), *lines[line:]])


def _loads(text: str) -> dict[str, Any] | None:
    try:
        return tomli.loads(text)
    except (ValueError, RecursionError):
        return None


def _ended(before: str, after: str) -> str:
    """The text with the line ends that every line had before."""
    every = "\r\n" in before and not _LONE.search(before)
    return _LONE.sub("\r\n", after) if every else after
