"""Text → tokens. Every span counts code points of the text as typed.

Width is folded one code point at a time, so offsets hold: full-width letters, digits and punctuation act as
ASCII. A glued run of Chinese is taken apart by tui.query.glued.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from tui.query import words
from tui.query.errors import Fault, QueryError
from tui.query.glued import OPERAND, Neighbours, Piece, Use, head, holds_keyword, may_split, split
from tui.query.messages import MESSAGES, Message, say, verbatim
from tui.query.patterns import DAY, FOREIGN, FOREIGN_SIGN, NUMBER, SIGN, SLASHED, THOUSANDS, UNIT, WORD

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 4000  # code points of a query


class Sort(StrEnum):
    """What a token is."""

    NUMBER = "number"
    WORD = "word"  # a name, or a word that means something where the grammar asks for it
    COLUMN = "column"  # in back quotes
    QUOTED = "quoted"
    DAY = "day"
    SIGN = "sign"  # a keyword, an operator or a bracket; `text` is canonical
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One token. `text` is a word with its width folded, a quoted text as typed, or a canonical sign."""

    sort: Sort
    text: str
    start: int
    end: int
    number: float = 0.0
    unit: str = ""
    day: date | None = None


def nothing(_word: str) -> bool:
    """Knows no word."""
    return False


def tokens(text: str, known: Callable[[str], bool] = nothing) -> tuple[Token, ...]:
    """All tokens, the last of sort END. Raises QueryError with one fault."""
    found, fault = scan(text, known)
    if fault:
        raise QueryError(text, (fault,))
    return found


def scan(text: str, known: Callable[[str], bool] = nothing) -> tuple[tuple[Token, ...], Fault | None]:
    """The tokens up to the first fault, and that fault; never raises. END is last where there is none."""
    if len(text) > LONGEST:
        return (), Fault(LONGEST, len(text), say("long", len(text)), say("at_most", LONGEST))
    scanner = _Scanner(text, fold_width(text), cache(known), [])
    at = 0
    while at < len(text):
        after = scanner.step(at)
        if isinstance(after, Fault):
            return tuple(scanner.out), after
        at = after
    return (*scanner.out, Token(Sort.END, "", len(text), len(text))), None


def fold_width(text: str) -> str:
    """The text with each code point as its ASCII twin where it has one; the length stays."""
    return text if text.isascii() else "".join(map(_fold_char, text))


_TWINS = {
    **dict.fromkeys("“”„‟「」﹁﹂〝〞", '"'),
    **dict.fromkeys("‘’‚‛『』﹃﹄", "'"),
    **dict.fromkeys("−‐‑–", "-"),
    "、": ",",
    "〜": "~",
}


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    if char in _TWINS:
        return _TWINS[char]
    if unicodedata.category(char) in {"Cf", "Zs", "Zl", "Zp"}:
        return " "  # an unseen sign pasted along parts words, and does no more
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 else char


@dataclass(frozen=True, slots=True)
class _Scanner:
    """text as typed, folded of the same length, and the tokens so far."""

    text: str
    folded: str
    known: Callable[[str], bool]
    out: list[Token]

    def step(self, at: int) -> int | Fault:
        """Read what stands at an offset; the offset after it, or what is wrong."""
        char = self.folded[at]
        if char.isspace():
            return at + 1
        if char == "#":
            line = self.folded.find("\n", at)
            return len(self.folded) if line < 0 else line
        if char in "'\"`":
            return self.quoted(at, char)
        if char == "%":
            return self.percent(at)
        if char.isalnum() or char in "_.":
            found = self.number(at)
            return self.word(at) if found is None else found
        return self.sign(at)

    def add(self, sort: Sort, text: str, start: int, end: int) -> int:
        self.out.append(Token(sort, text, start, end))
        return end

    def quoted(self, at: int, quote: str) -> int | Fault:
        """A text in quotes; the quote twice inside stands for itself."""
        kept: list[str] = []
        end = at + 1
        while True:
            close = self.folded.find(quote, end)
            if close < 0:
                return Fault(at, len(self.text), say("quote_open"), say("quote_end", quote))
            kept.append(self.text[end:close])
            end = close + 1
            if self.folded[end : end + 1] != quote:
                break
            kept.append(self.text[close])
            end += 1
        text = "".join(kept)
        if quote == "`" and not text:
            return Fault(at, end, say("quotes_empty"))
        return self.add(Sort.COLUMN if quote == "`" else Sort.QUOTED, text, at, end)

    def percent(self, at: int) -> int | Fault:
        """A % a space after its number."""
        if self.unit("%", at + 1):
            return at + 1
        return Fault(at, at + 1, say("percent_alone"))

    def unit(self, text: str, end: int) -> bool:
        """Give a unit to the number that stands before it, if one without a unit does."""
        last = self.out[-1] if self.out else None
        found = words.unit(text)
        if not last or not found or last.sort is not Sort.NUMBER or last.unit:
            return False
        self.out[-1] = Token(last.sort, last.text, last.start, end, last.number, found)
        return True

    def number(self, at: int) -> int | Fault | None:
        """A number with its unit, or a date; None where a word that begins with digits stands."""
        thousands = THOUSANDS.match(self.folded, at)
        if thousands and (",0" in thousands[0] or not self.in_list()):
            plain = verbatim(thousands[0].replace(",", ""))
            return Fault(at, thousands.end(), say("thousands"), plain)
        if match := SLASHED.match(self.folded, at):
            parts = "-".join(part.zfill(2) for part in match[0].split("/"))
            return Fault(at, match.end(), say("slashes"), verbatim(parts))
        found = NUMBER.match(self.folded, at)
        if not found:
            return None
        rest = UNIT.match(self.folded, found.end())
        unit = rest[0] if rest else ""
        end = found.end() + len(unit)
        if unit != "%" and self.folded[end : end + 1] == "-" and WORD.match(self.folded, end + 1):
            return None
        if unit and not words.unit(unit):
            return None
        return self.figure(found[0], words.unit(unit) or "", at, end)

    def in_list(self) -> bool:
        """True where the innermost open bracket follows a function, `in`, any or all."""
        depth = 0
        for i in range(len(self.out) - 1, -1, -1):
            token = self.out[i]
            if token.sort is not Sort.SIGN:
                continue
            depth += {")": 1, "(": -1}.get(token.text, 0)
            if depth < 0:
                before = self.out[i - 1] if i else None
                return before is not None and (before.sort is Sort.WORD or before.text == "in")
        return False

    def figure(self, typed: str, unit: str, start: int, end: int) -> int | Fault:
        value = float(typed)
        if math.isinf(value * words.UNITS.get(unit, 1.0)):
            return Fault(start, end, say("too_large"))
        self.out.append(Token(Sort.NUMBER, typed, start, end, value, unit))
        return end

    def word(self, at: int) -> int | Fault:
        """A date, a keyword, a word, or a run of several."""
        match = WORD.match(self.folded, at)
        run = match[0] if match else self.folded[at]
        if not run.strip("."):
            return Fault(at, at + len(run), say("nothing_quoted", run), say("operand"))
        end = at + len(run)
        if DAY.fullmatch(run):
            return self.day(run, at, end)
        if name := words.keyword(run):
            return self.keyword(name, at, end)
        if self.unit(run, end):
            return end
        if not may_split(run) or self.known(run):
            return self.add(Sort.WORD, run, at, end)
        around = self.neighbours(end)
        ways, pieces = split(run, self.known, around)
        if ways > 1:
            inside = holds_keyword(run)
            apart = say("spaces_around", inside) if inside else say("spaces_between")
            return Fault(at, end, say("two_ways", run), apart)
        if not pieces and not (pieces := head(run, around)):
            return self.add(Sort.WORD, run, at, end)
        for piece in pieces:
            after = self.piece(piece, at)
            if isinstance(after, Fault):
                return after
        return at + pieces[-1].end

    def neighbours(self, end: int) -> Neighbours:
        """What stands around a run that ends there."""
        last = self.out[-1] if self.out else None
        closed = last is not None and (
            last.text == ")" if last.sort is Sort.SIGN else last.text not in words.BETWEEN_AND
        )
        return Neighbours(
            before=OPERAND if closed else last.text if last else "",
            call=self.folded[end:].lstrip().startswith("("),
            between=any(token.text == "between" and token.sort is Sort.SIGN for token in self.out),
        )

    def piece(self, piece: Piece, base: int) -> int | Fault:
        start, end = base + piece.start, base + piece.end
        typed = self.folded[start:end]
        if piece.use is Use.KEYWORD:
            return self.keyword(words.KEYWORDS[typed.casefold()], start, end)
        if piece.use is Use.MINUS:
            return self.add(Sort.SIGN, "-", start, end)
        if piece.use is Use.OPERAND and (number := NUMBER.match(typed)):
            unit = words.unit(typed[number.end() :]) or ""
            if unit or number.end() == len(typed):
                return self.figure(number[0], unit, start, end)
        if piece.use is Use.OPERAND and DAY.fullmatch(typed):
            return self.day(typed, start, end)
        return self.add(Sort.WORD, typed, start, end)

    def keyword(self, name: str, start: int, end: int) -> int:
        """A keyword; `not in` and its like are two, at the same place."""
        for part in name.split(" "):
            self.add(Sort.SIGN, part, start, end)
        return end

    def day(self, run: str, start: int, end: int) -> int | Fault:
        try:
            day = date.fromisoformat(run)
        except ValueError:
            return Fault(start, end, say("no_date", run), say("calendar"))
        self.out.append(Token(Sort.DAY, run, start, end, day=day))
        return end

    def sign(self, at: int) -> int | Fault:
        foreign = FOREIGN_SIGN.match(self.folded, at)
        match = SIGN.match(self.folded, at)
        if match and not (foreign and len(foreign[0]) > len(match[0])):
            return self.add(Sort.SIGN, words.SIGNS[match[0]], at, match.end())
        if foreign:
            return Fault(at, foreign.end(), say("foreign", foreign[0]), _instead(foreign[0]))
        return Fault(at, at + 1, say("nothing", self.text[at]))


def _instead(foreign: str) -> Message:
    """What to write for a sign of another language."""
    text = FOREIGN[foreign]
    if f"foreign {text}" in MESSAGES:
        return say(f"foreign {text}")
    return verbatim(next((entry for entry in words.JOINERS if entry.name == text), text))
