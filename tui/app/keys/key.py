"""What a key is: one binding with its words."""

from __future__ import annotations

from typing import NamedTuple


class Key(NamedTuple):
    """One binding.

    id: stable name, for remapping; where: the part of the session that has it; keys: comma-separated
    action: what it runs; zh, en: what it does; short: in the key line, as (zh, en), '' for not there
    shown: the keys as help and the key line print them
    first: it acts before the part that has the focus does
    """

    id: str
    where: str
    keys: str
    action: str
    zh: str
    en: str
    shown: str
    short: tuple[str, str] = ("", "")
    first: bool = False
