"""Paths in a command line: what the one at its end may become, and quotes for those that hold spaces."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

QUOTES = "'\""
MOST_READ = 20_000  # entries of a folder that are looked at
MOST_WORDS = 12  # of a line whose quotes are asked about


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a line: its half-open span, what it says without its quotes, and the quote left open."""

    start: int
    end: int
    text: str
    quoted: bool
    open: str = ""


def words(line: str) -> list[Word]:
    """The words of a line as a shell parts them; a quote at the end may be open."""
    out: list[Word] = []
    text, start, quote, quoted, escaped = "", -1, "", False, False
    for at, char in enumerate(line):
        if escaped:
            text, escaped = text + char, False
        elif char == "\\" and (not quote or (quote == '"' and line[at + 1 : at + 2] in {'"', "\\"})):
            start, escaped = at if start < 0 else start, True
            quoted = True
        elif quote:
            if char == quote:
                quote = ""
            else:
                text += char
        elif char in QUOTES:
            start, quote, quoted = at if start < 0 else start, char, True
        elif char == " ":
            if start >= 0:
                out.append(Word(start, at, text, quoted))
            text, start, quoted = "", -1, False
        else:
            start, text = at if start < 0 else start, text + char
    if start >= 0:
        out.append(Word(start, len(line), text, quoted, quote))
    return out


def completed(line: str, folder: Path) -> list[str]:
    """The lines that one with a path at its end may become; several words may be one path's."""
    parts = words(line)
    if line.endswith(" ") and not (parts and parts[-1].end == len(line)):
        parts.append(Word(len(line), len(line), "", quoted=False))
    for first in range(len(parts) - 1, 0, -1):
        if len(parts) - first > 1 and any(word.quoted for word in parts[first:]):
            break
        start, typed = parts[first].start, parts[-1].text
        if first < len(parts) - 1:
            typed = line[start:]
        option, equals, value = typed.partition("=")
        before = option + equals if equals and option.startswith("--") else ""
        if before:
            typed = value
        elif typed.startswith("-"):
            continue
        if found := _fitting(typed, folder):
            return [f"{line[:start]}{before}{_written(path)}" for path in found]
    return []


def _fitting(typed: str, folder: Path) -> list[str]:
    """The paths that begin with what is typed, folders with a slash at their end."""
    head, stem = os.path.split(typed)
    within = folder / Path(head).expanduser() if head else folder
    try:
        with os.scandir(within) as entries:
            held = [(entry.name, entry.is_dir()) for entry in islice(entries, MOST_READ)]
    except (OSError, ValueError, RuntimeError):
        return []
    fitting = [
        (name, is_folder)
        for name, is_folder in held
        if name.casefold().startswith(stem.casefold())
        and name.isprintable()
        and name.startswith(".") <= stem.startswith(".")
    ]
    before = head if not head or head.endswith("/") else f"{head}/"
    return [f"{before}{name}{'/' if is_folder else ''}" for name, is_folder in sorted(fitting)]


def _written(path: str) -> str:
    """A path as it stands in a line: in quotes where it needs them; a folder's quote stays open."""
    if shlex.quote(path) == path or (path.startswith("~") and shlex.quote(path[1:]) == path[1:]):
        return path if path.endswith("/") else f"{path} "
    quoted = shlex.quote(path)
    return quoted[:-1] if path.endswith("/") else f"{quoted} "


def with_quotes(line: str, folder: Path) -> str:
    """The line with quotes around words that name a file only together; '' where there are none such."""
    parts = words(line)
    if not 3 <= len(parts) <= MOST_WORDS:
        return ""
    for first in range(1, len(parts)):
        for last in range(len(parts) - 1, first, -1):
            run = parts[first : last + 1]
            text = line[run[0].start : run[-1].end]
            if any(word.quoted for word in run) or text.startswith("-") or _there(run[0].text, folder):
                continue
            if _there(text, folder):
                return f"{line[: run[0].start]}{shlex.quote(text)}{line[run[-1].end :]}"
    return ""


def _there(text: str, folder: Path) -> bool:
    try:
        return (folder / Path(text).expanduser()).exists()
    except (OSError, ValueError, RuntimeError):
        return False


def open_quote(line: str) -> str:
    """The quote that is not closed at the end of a line, '' for none."""
    parts = words(line)
    return parts[-1].open if parts else ""
