"""Small edits of book.toml: groups, title and publisher, a saved query; comments and the rest stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tomli

from tui.errors import BookError
from tui.report.briefing import read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui.book.about import Group

DEFAULT_TITLE = "My book"  # what a new book is called until a report says better
QUERIES = "queries"


def edited(
    before: bytes,
    file: str,
    *,
    groups: Sequence[Group] = (),
    heads: Mapping[str, str] = {},
    queries: Mapping[str, str] = {},
) -> bytes | None:
    """book.toml with more groups at the end, title and publisher where it has none, and queries by name.

    None where nothing changes. Raises BookError where the file is no TOML, or would not hold just that.
    """
    held = read(before, file)
    if not isinstance(held.get("groups", []), list) or not isinstance(held.get(QUERIES, {}), dict):
        raise BookError(f"{file}: groups or queries are of another kind there; mend it first")
    wanted = dict(held)
    changed = {key: text for key, text in heads.items() if text and held.get(key) in _UNSAID[key]}
    wanted |= changed
    if groups:
        wanted["groups"] = [*held.get("groups", []), *({"id": g.id, "zh": g.zh, "en": g.en} for g in groups)]
    if queries:
        wanted[QUERIES] = {**held.get(QUERIES, {}), **queries}
    if wanted == held:
        return None
    written = _written(before.decode("utf-8-sig"), changed, groups, queries, held)
    if written is None or _loads(written) != wanted:
        raise BookError(f"{file}: what else stands there would change; add it by hand")
    mark = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
    return mark + written.encode("utf-8")


_UNSAID: Mapping[str, tuple[str | None, ...]] = {
    "title": (None, "", DEFAULT_TITLE),
    "publisher": (None, ""),
}


def _written(
    text: str,
    heads: Mapping[str, str],
    groups: Sequence[Group],
    queries: Mapping[str, str],
    held: Mapping[str, Any],
) -> str | None:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        ahead, tail = tomlkit.document(), tomlkit.document()
        for key, value in heads.items():
            (document if key in held else ahead)[key] = value
        for name, query in queries.items():
            if QUERIES in held:
                document[QUERIES][name] = query
        if queries and QUERIES not in held:
            tail[QUERIES] = dict(queries)
        body = ahead.as_string() + document.as_string()
        more = tail.as_string()
    except (TOMLKitError, KeyError, ValueError, TypeError, RecursionError):
        return None
    body = _with_groups(body, groups) if groups else body
    return f"{body.rstrip()}\n\n{more}" if more else body


def _with_groups(text: str, groups: Sequence[Group]) -> str:
    """The text with a table for each group, after the last one there is before what comments the next."""
    import tomli_w

    tables = "".join("\n[[groups]]\n" + tomli_w.dumps({"id": g.id, "zh": g.zh, "en": g.en}) for g in groups)
    lines = text.splitlines(keepends=True)
    heads = [at for at, line in enumerate(lines) if line.replace(" ", "").startswith("[[groups]]")]
    if not heads:
        return f"{text.rstrip()}\n{tables}"
    end = heads[-1] + 1
    for at in range(end, len(lines)):
        if lines[at].startswith("["):
            break
        if lines[at].strip() and not lines[at].lstrip().startswith("#"):
            end = at + 1
    before = "".join(lines[:end]).rstrip("\n")
    return f"{before}\n{tables}{''.join(lines[end:])}"


def _loads(text: str) -> object:
    try:
        return tomli.loads(text)
    except (tomli.TOMLDecodeError, RecursionError):
        return None
