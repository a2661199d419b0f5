"""The user's settings: one TOML file, read into one frozen value that is passed in, never global."""

from __future__ import annotations

import os
import re
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.errors import KanpanError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tui.book.saved import Alerts, Saved

PLAIN = ("book", "lang", "up", "palette")
KEYS = "keys"
LANGUAGES = ("zh", "en")
UPS = ("red", "green")
_HEADER = re.compile(r"\s*\[([^\[\]]+)\]")


class KeyWish(NamedTuple):
    """An entry of [keys] as written: a binding's id and the keys for it; id '' where [keys] is no table."""

    id: str
    keys: object
    file: str
    line: int


class Settings(NamedTuple):
    """book: the book opened by default; lang: 'zh' or 'en', None for the locale's; up: colour of a rise.

    palette: the colours of the session, None for its own
    raw: the whole table of the file; file, source: its name and its text, which tells the lines
    """

    book: str | None = None
    lang: str | None = None
    up: str = "red"
    palette: str | None = None
    raw: Mapping[str, Any] = MappingProxyType({})
    file: str = ""
    source: str = ""

    def where(self, key: str) -> str:
        """The file, and the line of a setting where it has one."""
        line = _lines(self.source).get(key)
        return f"{self.file}:{line}" if line else self.file

    @property
    def saved(self) -> Saved:
        """The user's own queries, views, columns and lists."""
        from tui.book.saved import read_saved  # not imported for a session that has its first frame

        return read_saved(self.raw, self.file, self.source)

    @property
    def alerts(self) -> Alerts:
        """What the user wants to be told of."""
        from tui.book.saved import read_alerts

        return read_alerts(self.raw, self.file, self.source)

    @property
    def keys(self) -> tuple[KeyWish, ...]:
        """Other keys for bindings of the session."""
        return read_keys(self.raw, self.file, self.source)


def config_folder() -> Path:
    """Where the user's config.toml and themes/ stand."""
    import platformdirs

    return Path(platformdirs.user_config_dir("kanpan", appauthor=False))


def settings_in(folder: Path) -> Path:
    """The settings file of a user's folder."""
    return folder / "config.toml"


def themes_in(folder: Path) -> Path:
    """The themes of a user's folder."""
    return folder / "themes"


def config_path() -> Path:
    """The user's settings file, whether it is there or not."""
    return settings_in(config_folder())


def load_settings(path: Path | None = None) -> Settings:
    """The settings of a file; defaults where there is no file. Raises KanpanError with file and line."""
    path = path or config_path()
    if not path.exists():
        return Settings()
    import tomli

    try:
        source = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
        raw = tomli.loads(source)
    except (OSError, UnicodeDecodeError, tomli.TOMLDecodeError, RecursionError) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or error
        raise KanpanError(f"{path}: settings cannot be read: {why}") from error
    lines = _lines(source)

    def wrong(key: str, why: str) -> KanpanError:
        line = lines.get(key)
        return KanpanError(f"{path}:{line}: {why}" if line else f"{path}: {why}")

    for key in raw.keys() - {*PLAIN, KEYS}:
        from tui.book.saved import ALERTS, SECTIONS

        if key not in {*SECTIONS, ALERTS}:
            near = nearest(key, {*PLAIN, *SECTIONS, ALERTS, KEYS})
            hint = f"; nearest: {', '.join(near)}" if near else f"; known: {', '.join(sorted(PLAIN))}"
            raise wrong(key, f"unknown setting {key!r}{hint}")
    for key, allowed in (("lang", LANGUAGES), ("up", UPS)):
        if key in raw and raw[key] not in allowed:
            raise wrong(key, f"{key} is {raw[key]!r}; expected {' or '.join(allowed)}")
    for key, expected in (("book", "a path"), ("palette", "a name")):
        if not isinstance(raw.get(key, ""), str) or "\0" in raw.get(key, ""):
            raise wrong(key, f"{key} is {raw[key]!r}; expected {expected}")
    plain = {key: raw[key] for key in PLAIN if key in raw}
    return Settings(**plain, raw=raw, file=str(path), source=source)


def read_keys(raw: Mapping[str, Any], file: str, source: str) -> tuple[KeyWish, ...]:
    """The [keys] of a TOML file, in its order: "grid.down" = "ctrl+n", with or without the quotes."""
    if KEYS not in raw:
        return ()
    lines = _lines(source)

    def entries(table: Mapping[str, Any], above: str) -> Iterator[KeyWish]:
        for key, value in table.items():
            name = f"{above}{key}"
            if isinstance(value, dict):
                yield from entries(value, f"{name}.")
            else:
                yield KeyWish(name, value, file, lines.get(f"{KEYS}.{name}", lines.get(KEYS, 0)))

    table = raw[KEYS]
    return (
        tuple(entries(table, ""))
        if isinstance(table, dict)
        else (KeyWish("", table, file, lines.get(KEYS, 0)),)
    )


def _lines(source: str) -> dict[str, int]:
    """The line of every key by its whole name: 'keys.grid.down' → 12, whichever way it is written."""
    out: dict[str, int] = {}
    section = ""
    for number, text in enumerate(source.splitlines(), 1):
        if header := _HEADER.match(text):
            section = _bare(header[1])
            out.setdefault(section, number)
        elif "=" in text and not text.lstrip().startswith("#"):
            key = _bare(text.partition("=")[0])
            out.setdefault(f"{section}.{key}" if section else key, number)
    return out


def _bare(name: str) -> str:
    return "".join(char for char in name if char not in "\"' \t")


def locale_language() -> str:
    """'zh' where the environment's locale is Chinese, else 'en'."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
