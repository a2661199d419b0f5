"""The user's settings: one TOML file, read into one frozen value that is passed in, never global."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from pathlib import Path

from tui.book.saved import ALERTS, NO_ALERTS, NOTHING_SAVED, SECTIONS, Alerts, Saved, read_alerts, read_saved
from tui.errors import KanpanError, nearest

LANGUAGES = ("zh", "en")
UPS = ("red", "green")


@dataclass(frozen=True, slots=True)
class Settings:
    """book: the book opened by default; lang: 'zh' or 'en', None for the locale's; up: colour of a rise.

    saved: the user's own queries, views and columns; alerts: what they want to be told of
    """

    book: str | None = None
    lang: str | None = None
    up: str = "red"
    saved: Saved = NOTHING_SAVED
    alerts: Alerts = NO_ALERTS


def config_folder() -> Path:
    """Where the user's config.toml and themes/ stand."""
    import platformdirs

    return Path(platformdirs.user_config_dir("kanpan", appauthor=False))


def config_path() -> Path:
    """The user's settings file, whether it is there or not."""
    return config_folder() / "config.toml"


def load_settings(path: Path | None = None) -> Settings:
    """The settings of a file; defaults where there is no file. Raises KanpanError with file and line."""
    path = path or config_path()
    if not path.exists():
        return Settings()
    import tomllib

    try:
        source = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
        raw = tomllib.loads(source)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KanpanError(f"{path}: settings cannot be read: {error}") from error
    plain = {key: value for key, value in raw.items() if key not in {*SECTIONS, ALERTS}}
    known = {f.name for f in fields(Settings)} - {"saved", "alerts"}
    for key in plain:
        if key not in known:
            near = nearest(key, {*known, *SECTIONS, ALERTS})
            hint = f"; nearest: {', '.join(near)}" if near else f"; known: {', '.join(sorted(known))}"
            raise KanpanError(f"{path}: unknown setting {key!r}{hint}")
    for key, allowed in (("lang", LANGUAGES), ("up", UPS)):
        if key in raw and raw[key] not in allowed:
            raise KanpanError(f"{path}: {key} is {raw[key]!r}; expected {' or '.join(allowed)}")
    if not isinstance(raw.get("book", ""), str):
        raise KanpanError(f"{path}: book is {raw['book']!r}; expected a path")
    file = str(path)
    return Settings(**plain, saved=read_saved(raw, file, source), alerts=read_alerts(raw, file, source))


def locale_language() -> str:
    """'zh' where the environment's locale is Chinese, else 'en'."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
