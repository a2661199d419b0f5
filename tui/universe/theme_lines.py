"""On which line of a TOML text a key or an item of a list stands: the standard parser does not say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui.universe.theme import Origin

Path = tuple[str | int, ...]  # ("members", 0, "since"), ("terms", "zh", 3)

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<text>\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')
    |(?P<end>\n)
    |(?P<sign>[\[\]{},=])
    |(?P<bare>[^\s\[\]{},=\#"']+)""",
    re.DOTALL | re.VERBOSE,
)


def lines_of(text: str) -> Mapping[Path, int]:
    """The 1-based line of every key and list item of a TOML text, by path.

    The text must be good TOML, as the standard parser has found; of anything else no line is promised.
    """
    try:
        return _Reader(text).read()
    except (RecursionError, IndexError):
        return {}


def line_at(lines: Mapping[Path, int], *path: str | int) -> int:
    """The line of a path, or of the nearest thing that holds it; 0 where nothing does."""
    return next((lines[path[:n]] for n in range(len(path), 0, -1) if path[:n] in lines), 0)


def where(origins: Sequence[Origin], *path: str | int) -> tuple[str, int]:
    """The file and line of a path in the last file that has it; line 0 of the first where none has."""
    for origin in reversed(origins):
        if path in (lines := lines_of(origin.text)):
            return origin.file, lines[path]
    return (origins[0].file if origins else ""), 0


class _Reader:
    """Goes through the tokens once; good TOML needs no look back."""

    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str, int]] = []
        line = 1
        for match in _TOKEN.finditer(text):
            kind, word = match.lastgroup or "", match[0]
            if kind != "comment":
                self.tokens.append((kind, word, line))
            line += word.count("\n")
        self.tokens.append(("end", "", line))
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}

    def read(self) -> dict[Path, int]:
        table: Path = ()
        while self.at < len(self.tokens):
            kind, word, _ = self.tokens[self.at]
            if kind == "end":
                self.at += 1
            elif word == "[":
                table = self._header()
            else:
                self._pair(table)
        return self.lines

    def _next(self) -> tuple[str, str, int]:
        self.at += 1
        return self.tokens[self.at - 1]

    def _skip(self, *words: str) -> str:
        """The next token that is none of these words and no line end; not yet taken."""
        while self.tokens[self.at][1] in words or self.tokens[self.at][1] == "\n":
            self.at += 1
        return self.tokens[self.at][1]

    def _key(self, *ends: str) -> tuple[list[str], int]:
        """The parts of a dotted key up to one of the signs, which is taken too, and its line."""
        parts: list[str] = []
        line = self.tokens[self.at][2]
        while (token := self._next())[1] not in ends:
            kind, word, _ = token
            parts += [word[1:-1]] if kind == "text" else [part for part in word.split(".") if part]
        return parts, line

    def _header(self) -> Path:
        self.at += 1
        many = self.tokens[self.at][1] == "["
        self.at += many
        parts, line = self._key("]")
        self.at += many
        path: Path = ()
        for part in parts[:-1]:
            path = (*path, part)
            self.lines.setdefault(path, line)
            path = (*path, self.counts[path]) if path in self.counts else path
        path = (*path, parts[-1])
        self.lines.setdefault(path, line)
        if many:
            self.counts[path] = self.counts.get(path, -1) + 1
            path = (*path, self.counts[path])
            self.lines[path] = line
        return path

    def _pair(self, table: Path) -> None:
        parts, line = self._key("=")
        path = table
        for part in parts:
            path = (*path, part)
            self.lines.setdefault(path, line)
        self._value(path)

    def _value(self, path: Path) -> None:
        _, word, _ = self._next()
        if word == "[":
            index = 0
            while self._skip(",") != "]":
                self.lines[*path, index] = self.tokens[self.at][2]
                self._value((*path, index))
                index += 1
            self.at += 1
        elif word == "{":
            while self._skip(",") != "}":
                self._pair(path)
            self.at += 1
        else:
            while self.tokens[self.at][0] == "bare":  # a date and its time may be two words
                self.at += 1
