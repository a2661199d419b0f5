"""Putting names on a list of the user's own, and taking them off: [lists] in the user's settings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import tomli

from tui.book.lists import LISTS, NameList, codes_of
from tui.book.saved import queries_of, read_saved
from tui.errors import KanpanError
from tui.text import clean
from tui.view.keep import ended, loads, read_text, unkeyed_end
from tui.view.shipped import saved_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from tui.book.saved import Saved
    from tui.universe.universe import Universe

SINGLE = {LISTS: "list", "queries": "query"}  # what an entry of a section is called
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SECTION = re.compile(r"\s*\[([^\[\]]+)\]")
BROAD = 6  # codes; a longer list stands on lines of its own


def is_list_name(name: str) -> bool:
    """True where a list can have that name."""
    return bool(name) and clean(name) == name and not read_saved({LISTS: {name: []}}, "", "").problems


def list_name(name: str) -> str:
    """The name as it can be written. Raises KanpanError for a text that cannot be a list's name."""
    name = name.strip()
    if not is_list_name(name):
        raise KanpanError(
            f"{clean(name)!r} cannot be a list's name; expected letters, digits, _ and -, as in holdings"
        )
    return name


def change_list(
    path: Path, name: str, *, add: Collection[str] = (), drop: Collection[str] = ()
) -> tuple[str, ...]:
    """Puts codes on the list NAME of a TOML file, and takes others off; gives what then stands on it.

    The list and the file are made where they are not there. All else in the file stays, comments too; what
    another session wrote meanwhile stays. Raises KanpanError, with the file untouched, for a name that is
    none or is a query's, and for a file that is no TOML or cannot be written.
    """
    from tui.book.write import lock, write_atomic

    name = list_name(name)
    with lock(path.parent):
        mark, text = read_text(path)
        held = _held(text, clean(str(path)))
        if name in held.get("queries", {}):
            raise KanpanError(f"there is a query of this name, {name}; give the list another")
        before = _entries(held, name)
        gone = set(drop).difference(add)
        kept = [one for one in before if not _among(one, gone)]
        there = set(codes_of(kept)[0])
        after = [*kept, *(code for code in dict.fromkeys(add) if code not in there)]
        if after != before or name not in held.get(LISTS, {}):
            written = _written(text, held, name, after)
            if written is None:
                shown, entry = clean(str(path)), f"{LISTS}.{name}"
                raise KanpanError(f"{shown}: what else stands there would change; write {entry} by hand")
            write_atomic(path, mark + written.encode("utf-8"))
    return codes_of(after)[0]


def _held(text: str, shown: str) -> dict[str, Any]:
    try:
        held = tomli.loads(text)
    except (tomli.TOMLDecodeError, RecursionError) as error:
        raise KanpanError(f"{shown}: not TOML, and left as it is: {clean(str(error))[:120]}") from None
    if not isinstance(held.get(LISTS, {}), dict):
        raise KanpanError(f"{shown}: {LISTS} is no table; expected [{LISTS}]")
    return held


def _entries(held: Mapping[str, Any], name: str) -> list[Any]:
    """What stands on the list, as it is written."""
    value = held.get(LISTS, {}).get(name, [])
    value = value.get("codes", []) if isinstance(value, dict) else value
    if not isinstance(value, list):
        raise KanpanError(f"{LISTS}.{name} is no list of codes; put it right in the settings")
    return list(value)


def _among(written: object, codes: Collection[str]) -> bool:
    found = codes_of([written])[0]
    return bool(found) and found[0] in codes


def _written(text: str, held: Mapping[str, Any], name: str, codes: list[Any]) -> str | None:
    """The text with the list as it is to be; None where anything else would change with it."""
    lists = held.get(LISTS, {})
    old = lists.get(name)
    new = {**old, "codes": codes} if isinstance(old, dict) else codes
    wanted = {**held, LISTS: {**lists, name: new}}
    for write in (_edited, _appended):
        written = write(text, name, codes)
        if written is not None and loads(written) == wanted:
            return written
    return None


def _appended(text: str, name: str, codes: list[Any]) -> str | None:
    """The text with a table of lists at its end."""
    import tomlkit

    added, table = tomlkit.document(), tomlkit.table()
    table[name] = _array(codes)
    added[LISTS] = table
    gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
    return ended(text, text + gap + added.as_string())


def _edited(text: str, name: str, codes: list[Any]) -> str | None:
    """The text with the list's own codes changed where they stand, or with the list after the other ones."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError
    from tomlkit.items import Table

    try:
        document = tomlkit.parse(text)
        lists: Any = document[LISTS]
        if name not in lists:
            after = unkeyed_end(lists) if isinstance(lists, Table) else []
            lists[name] = _array(codes)
            for item in after:
                lists.add(item)
        else:
            holder, key = (lists[name], "codes") if hasattr(lists[name], "items") else (lists, name)
            if key in holder:
                _change(holder[key], codes)
            else:
                holder[key] = _array(codes)
        return ended(text, document.as_string())
    except (TOMLKitError, KeyError, ValueError, TypeError, IndexError, RecursionError):
        return None


def _array(codes: list[Any]) -> Any:
    import tomlkit

    array = tomlkit.array()
    array.extend(codes)
    return array.multiline(len(codes) > BROAD)


def _change(array: Any, codes: list[Any]) -> None:
    """Takes off what is not among the codes, the last first, and puts the others at the end."""
    wanted = list(codes)
    for place in range(len(array) - 1, -1, -1):
        if array[place] not in wanted:
            del array[place]
    for code in wanted[len(array) :]:
        array.append(code)


def keep_list_at_hand(universe: Universe, name: str, codes: tuple[str, ...], path: Path) -> None:
    """A list just written down is at hand at once; the next load reads it from the file."""
    saved = saved_of(universe)
    before = saved.lists.get(name) or NameList(name, (), file=clean(str(path)))
    one = before._replace(codes=codes)
    _at_hand(universe, name, {**saved.lists, name: one}, {name: one})


def _at_hand(
    universe: Universe, name: str, lists: Mapping[str, NameList], changed: Mapping[str, NameList]
) -> None:
    """Other lists are at hand, those that changed in place of NAME; what asked for it is asked anew."""
    saved = saved_of(universe)
    queries = {key: query for key, query in saved.queries.items() if key != name}
    universe.kept["saved"] = saved._replace(lists=lists, queries={**queries, **queries_of(changed)})
    for answer in ("queries", "arranged"):  # these asked for the list as it was
        universe.kept.pop(answer, None)


# ── lists that go, or get another name ──────────────────────────────────────────────────────────────


def drop_list(path: Path, name: str) -> None:
    """Takes the list NAME out of a TOML file; all else stays, comments too.

    Raises KanpanError, with the file untouched, where there is no such list and where it cannot be written.
    """

    def without(text: str, held: Mapping[str, Any]) -> tuple[str | None, dict[str, Any]]:
        rest = {key: value for key, value in held[LISTS].items() if key != name}
        return _dropped(text, name), {**held, LISTS: rest}

    _rewrite(path, name, without)


def rename_list(path: Path, name: str, new: str) -> str:
    """Gives the list NAME of a TOML file another name, where it stands; gives that name.

    Raises KanpanError, with the file untouched, for a name that is none or is taken, and as `drop_list`.
    """
    new = list_name(new)

    def named(text: str, held: Mapping[str, Any]) -> tuple[str | None, dict[str, Any]]:
        for section in (LISTS, "queries"):
            if new in held.get(section, {}):
                raise KanpanError(f"there is a {SINGLE[section]} of this name, {new}; give the list another")
        lists = {new if key == name else key: value for key, value in held[LISTS].items()}
        return _renamed(text, name, new), {**held, LISTS: lists}

    if new != name:
        _rewrite(path, name, named)
    return new


def _rewrite(
    path: Path, name: str, change: Callable[[str, Mapping[str, Any]], tuple[str | None, dict[str, Any]]]
) -> None:
    """Writes the file as changed, where that says what is wanted and nothing else."""
    from tui.book.write import lock, write_atomic

    shown = clean(str(path))
    with lock(path.parent):
        mark, text = read_text(path)
        held = _held(text, shown)
        if name not in held.get(LISTS, {}):
            raise KanpanError(f"{shown}: there is no list of this name, {clean(name)}")
        written, wanted = change(text, held)
        got = None if written is None else loads(written)
        if written is None or not isinstance(got, dict) or {LISTS: {}, **got} != wanted:
            raise KanpanError(f"{shown}: what else stands there would change; write [{LISTS}] by hand")
        write_atomic(path, mark + written.encode("utf-8"))


def _dropped(text: str, name: str) -> str | None:
    """The text without the list."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        lists: Any = document[LISTS]
        del lists[name]
        return ended(text, document.as_string())
    except (TOMLKitError, KeyError, ValueError, TypeError, IndexError, RecursionError):
        return None


def _renamed(text: str, name: str, new: str) -> str:
    """The text with the list's key changed in every line that it stands in."""
    key = "|".join(map(re.escape, (name, f'"{name}"', f"'{name}'")))
    head = re.compile(rf"(\s*\[\s*{LISTS}\s*\.\s*)(?:{key})(\s*\])")
    whole = re.compile(rf"(\s*{LISTS}\s*\.\s*)(?:{key})(\s*[.=])")
    inner = re.compile(rf"(\s*)(?:{key})(\s*[.=])")
    written = new if _BARE.fullmatch(new) else f'"{new}"'
    section, out = "", []
    for line in text.splitlines(keepends=True):
        if found := _SECTION.match(line):
            section = found[1].strip()
        place = head if found else inner if section == LISTS else whole if not section else None
        out.append(place.sub(rf"\g<1>{written}\g<2>", line, count=1) if place and place.match(line) else line)
    return "".join(out)


def asking_for(saved: Saved, name: str, more: Mapping[str, str]) -> list[str]:
    """What asks for a list: 'queries.mine', 'views.deep'; `more`: other texts, by what they are called."""
    texts = {
        **{f"queries.{one.name}": one.text for one in saved.queries.values() if one.name not in saved.lists},
        **{f"views.{one.name}": one.where for one in saved.views.values()},
        **{f"columns.{one.name}": one.text for one in saved.columns.values()},
        **more,
    }
    return [what for what, text in texts.items() if _asked(name).search(text)]


def asked_as(text: str, name: str, new: str) -> str:
    """A query that asks for a list, after the list has another name."""
    return _asked(name).sub(f"@{new}", text)


def _asked(name: str) -> re.Pattern[str]:
    return re.compile(rf"@\s*{re.escape(name)}(?![\w-])")


def list_gone_at_hand(universe: Universe, name: str, new: str = "") -> None:
    """A list that is gone, or has another name, is so at once."""
    held = saved_of(universe).lists
    changed = {new: held[name]._replace(name=new)} if new and name in held else {}
    rest = {key: one for key, one in held.items() if key != name}
    _at_hand(universe, name, {**rest, **changed}, changed)
