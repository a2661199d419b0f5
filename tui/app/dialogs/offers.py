"""What the last word of a command line may become besides a path: an option, or a name that one takes."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, NamedTuple

from tui.app.dialogs.paths import words
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Completes = Callable[[Sequence[str], str], Sequence[tuple[str, str]]]


class Offer(NamedTuple):
    """A whole line that may be meant, the word at its end, and what that means."""

    line: str
    word: str
    told: str


def offers(line: str, asked: str, ask: Completes) -> list[Offer]:
    """The lines that one may become: `asked` is its end, from the command on.

    ask: gives what a word may become after others, with what it means
    """
    start = len(line) - len(asked)
    parts = words(asked)
    begun = bool(parts) and parts[-1].end == len(asked)
    typed, at = (parts[-1].text, parts[-1].start) if begun else ("", len(asked))
    before = [word.text for word in (parts[:-1] if begun else parts)]
    if not before:
        return []
    option, equals, _ = typed.partition("=")
    named = option.startswith("--") and option[2:].replace("-", "").isalnum()
    head = f"{option}=" if equals and named else ""
    return [
        Offer(f"{line[: start + at]}{head}{shlex.quote(word)} ", word, told)
        for word, told in ask(before, typed)
        if word == clean(word)  # a line cannot hold another
    ]
