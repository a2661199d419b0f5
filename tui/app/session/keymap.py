"""The keys in force: the table, and what the user's [keys] make of it; what cannot be is told, not done.

A wish is left out, and its binding keeps the keys it had, where its id or a key is unknown, where a key types
a letter in a line, and where another binding that is alive at the same time has that key already.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tui.app.keys import KEYS, PARTS, with_twins
from tui.errors import Problem, nearest
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui.app.keys import Key
    from tui.settings import KeyWish

MODIFIERS = ("ctrl", "alt", "shift", "super")
NAMED = (
    *("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "enter", "escape", "tab", "space"),
    *("backspace", "delete", "insert", *(f"f{number}" for number in range(1, 25))),
)
SAME = {
    "esc": "escape",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "return": "enter",
    "del": "delete",
    " ": "space",
}
SENT_AS = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+j": "enter"}  # by most terminals
SHORT = {"pagedown": "pgdn", "pageup": "pgup", "escape": "esc"}
SIGNS = {
    "solidus": "slash", "reverse_solidus": "backslash", "commercial_at": "at", "hyphen_minus": "minus",
    "plus_sign": "plus", "low_line": "underscore",
}  # fmt: skip
FOCUSED = {"grid", "list", "text"}  # one of them has the focus, so they are never alive together
TYPING = {"line", "find", "query", "command", "finder", "mylists"}  # where letters are text
ALWAYS = {"app.quit": "ctrl+q"}  # the way out stays


@dataclass(frozen=True, slots=True)
class Keymap:
    """table: every binding with its keys in force; changed: id → keys, as Textual takes them."""

    table: tuple[Key, ...] = KEYS
    changed: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


NEAREST = 3  # ids that a wrong one is told of
PLAIN = Keymap()


@dataclass(frozen=True, slots=True)
class _Change:
    key: Key
    names: tuple[str, ...]
    wish: KeyWish


def keymap_of(wishes: Sequence[KeyWish]) -> Keymap:
    """The table with the wishes in it, as far as they can be."""
    if not wishes:
        return PLAIN
    problems: list[Problem] = []
    changes: dict[str, _Change] = {}
    for wish in wishes:
        made = _change(wish)
        if isinstance(made, Problem):
            problems.append(made)
        else:
            changes[made.key.id] = made
    while found := _clash(changes):
        change, problem = found
        del changes[change.key.id]
        problems.append(problem)
    table = tuple(_changed(key, changes[key.id].names) if key.id in changes else key for key in KEYS)
    keys = {key.id: with_twins(key.keys, key.shown) for key in table if key.id in changes}
    return Keymap(table, keys, tuple(sorted(problems, key=lambda one: one.line)))


def _change(wish: KeyWish) -> _Change | Problem:
    """What a wish asks for, or what is wrong with it alone."""
    what = f"keys.{clean(wish.id)}" if wish.id else "keys"
    known = {key.id: key for key in KEYS}
    if not wish.id:
        return Problem(wish.file, wish.line, what, 'expected a table, [keys], as in "grid.down" = "ctrl+n"')
    if wish.id not in known:
        ends = {one.rpartition(".")[2] for one in known}
        close = nearest(wish.id.rpartition(".")[2], ends)  # its part may be wrong as well
        meant = [one for one in known if one.rpartition(".")[2] in close]
        near = ", ".join(meant[:NEAREST] or nearest(wish.id, known))
        hint = f"nearest: {near}" if near else "`kanpan keys` lists them"
        return Problem(wish.file, wish.line, what, f"no binding has that id; {hint}; left out")
    words = _words(wish.keys)
    if not words:
        return Problem(wish.file, wish.line, what, 'expected a key, or several: "ctrl+n, f5"; left out')
    key, names = known[wish.id], []
    for word in words:
        name, wrong = key_name(word)
        if not wrong and key.where in TYPING and _types(name):
            wrong = f"{clean(word)!r} types text there; take one with ctrl, or f1 to f12"
        if wrong:
            return Problem(wish.file, wish.line, what, f"{wrong}; left out")
        names.append(name)
    if always := ALWAYS.get(key.id):
        names.append(always)
    return _Change(key, tuple(dict.fromkeys(names)), wish)


def _words(keys: object) -> list[str]:
    """The keys that a text or a list of texts names; none where it is neither."""
    if isinstance(keys, str):
        parts = [keys] if keys.strip() in {",", "，"} else keys.replace("，", ",").split(",")
    elif isinstance(keys, list) and all(isinstance(one, str) for one in keys):
        parts = keys
    else:
        return []
    return [part.strip() or part for part in parts if part]


# ── keys ────────────────────────────────────────────────────────────────────────────────────────────


def key_name(word: str) -> tuple[str, str]:
    """(the key's name, '') for what a user writes: '/', 'Ctrl+N', 'pgdn'; or ('', what is wrong)."""
    *before, last = word.split("+") if len(word) > 1 and not word.endswith("++") else (word,)
    if word.endswith("++"):
        *before, last = (*word[:-2].split("+"), "+")
    modifiers = [one.strip().lower() for one in before]
    bad = [one for one in modifiers if one not in MODIFIERS]
    key = last.strip() or last
    plain = _plain(key, folded=bool(modifiers))
    if bad or not plain:
        near = _near(word)
        return "", f"no key is called {clean(word)!r}" + (f"; nearest: {near}" if near else "")
    if modifiers == ["shift"] and len(plain) == 1:
        return "", f"no terminal sends {clean(word)!r}; write {plain.upper()!r}"
    name = "+".join((*sorted(set(modifiers), key=MODIFIERS.index), plain))
    if name in SENT_AS:
        return "", f"terminals send {name!r} as {SENT_AS[name]!r}"
    return name, ""


def _plain(key: str, *, folded: bool) -> str:
    """The name of a key without modifiers, '' for none."""
    low = key.lower()
    if (named := SAME.get(low, low)) in NAMED:
        return named
    if len(key) == 1:
        return (key.lower() if folded else key) if key.isalnum() else _sign(key)
    return low if low in _sign_names() else ""


def _sign(char: str) -> str:
    """A sign's name as Textual has it: '/' → 'slash'; '' for what cannot be typed."""
    if not char.isprintable():
        return ""
    name = unicodedata.name(char, "").lower().replace("-", "_").replace(" ", "_")
    return SIGNS.get(name, name)


def _sign_names() -> dict[str, str]:
    """Every ASCII sign by its name."""
    return {_sign(chr(code)): chr(code) for code in range(33, 127) if not chr(code).isalnum()}


def _near(word: str) -> str:
    """The nearest right key: a wrong modifier or a wrong key after a right one is mended alone."""
    before, plus, last = word.lower().rpartition("+")
    if plus:
        parts = [*(nearest(one.strip(), MODIFIERS, 1) for one in before.split("+"))]
        ends = [last] if _plain(last, folded=True) else nearest(last, NAMED, 1)
        return "+".join((*(one[0] for one in parts), ends[0])) if all(parts) and ends else ""
    return ", ".join(nearest(word, (*NAMED, *sorted(_sign_names()))))


def shown(name: str) -> str:
    """A key as help and the key line print it: 'slash' → '/', 'pagedown' → 'pgdn'."""
    before, plus, last = name.rpartition("+")
    return before + plus + _sign_names().get(last, SHORT.get(last, _char(last)))


def _char(name: str) -> str:
    """The sign of a name beyond ASCII, as of 'ideographic_comma'; else the name."""
    if "_" not in name:
        return name
    try:
        return unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return name


def _types(name: str) -> bool:
    """True for a key that puts a character into a line."""
    return ("+" not in name and name not in NAMED) or name == "space"


def _changed(key: Key, names: Iterable[str]) -> Key:
    return key._replace(keys=",".join(names), shown=", ".join(map(shown, names)))


# ── clashes ─────────────────────────────────────────────────────────────────────────────────────────


def together(one: str, other: str) -> bool:
    """True for two parts of the session that can be alive at the same time."""
    if one == other:
        return True
    if {one, other} == {"finder", "mylists"}:  # one dialog has both
        return True
    if {one, other} <= FOCUSED:
        return False
    return any(one in parts and other in parts for parts in PARTS.values())


def _clash(changes: Mapping[str, _Change]) -> tuple[_Change, Problem] | None:
    """The last wish whose key another binding has, and what to say of it."""
    held: dict[str, tuple[str, ...]] = {
        key.id: changes[key.id].names if key.id in changes else tuple(key.keys.split(",")) for key in KEYS
    }
    for change in reversed(list(changes.values())):
        for other in KEYS:
            if other.id == change.key.id or not together(change.key.where, other.where):
                continue
            for name in change.names:
                if name in held[other.id]:
                    why = f"{shown(name)!r} is {other.id} ({other.en}) already; left out"
                    wish = change.wish
                    return change, Problem(wish.file, wish.line, f"keys.{change.key.id}", why)
    return None
