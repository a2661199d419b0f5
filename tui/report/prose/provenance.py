"""Whose estimates a table holds, from the note under it: a list of claims, later ones over earlier ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.report.blocks import Kind
from tui.report.diagnostics import Diagnostic, Level
from tui.report.prose.claims import claims_in
from tui.report.prose.companies import CODE
from tui.report.prose.days import narrow
from tui.report.prose.outline import CAPTION, SOURCE_LINE
from tui.report.prose.shape import tidy
from tui.report.prose.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui.report.blocks import Block, Place
    from tui.report.model import Claim

NEAR = 6  # blocks after a forecast table in which its note stands
LONGEST = 2000


def read_claims(
    blocks: Sequence[Block], file: str, publisher: str, known: Mapping[str, str]
) -> tuple[tuple[Claim, ...], tuple[Diagnostic, ...]]:
    """The claims of all notes of forecast tables, rules for the rest before those for names.

    known: folded short name → code, by which a name in a note is told from a phrase
    """
    claims: list[Claim] = []
    told: list[Diagnostic] = []
    for text, place, near in _notes(blocks):
        for claim in claims_in(text, publisher, known, file, place, told, near=near):
            if claim not in claims:
                claims.append(claim)
    if len({claim.source for claim in claims if not claim.names and not claim.years}) > 1:
        told.append(
            Diagnostic(
                Level.DOUBTFUL,
                file,
                _notes(blocks)[0][1],
                "notes that give all estimates to the house and to the consensus",
                "one source for all names that no note names",
                "the later note is followed",
            )
        )
    claims.sort(key=lambda claim: (bool(claim.names), bool(claim.years)))
    return tuple(claims), tuple(told)


def _notes(blocks: Sequence[Block]) -> list[tuple[str, Place, bool]]:
    """Texts that may say whose the estimates are; True for those right under a forecast table."""
    out = []
    since = NEAR + 1
    for at, block in enumerate(blocks):
        if block.kind is Kind.TABLE:
            forecast = _is_forecast(block)
            since = 0 if forecast else NEAR + 1
            for row in block.rows if forecast else ():
                text = tidy(" ".join(dict.fromkeys(cell.text for cell in row if cell.text.strip())))
                if SOURCE_LINE.match(narrow(text)) or text.startswith("*"):
                    out.append((text[:LONGEST], row[0].place, True))
            continue
        since += 1
        text = _whole(blocks, at)
        if CAPTION.match(text) or block.kind is Kind.HEADING:
            since = NEAR + 1
        plain = narrow(text[:LONGEST])
        noted = SOURCE_LINE.match(plain) or plain.startswith("*")
        if noted or (
            since == 1
            and len(plain) < 300
            and any(word in plain for word in words("provenance", "consensus"))
        ):
            out.append((text[:LONGEST], block.place, since <= NEAR))
    return out


def _whole(blocks: Sequence[Block], at: int) -> str:
    """A note with the paragraphs after it, as long as a bracket of it is open."""
    text = tidy(blocks[at].text)
    if not SOURCE_LINE.match(narrow(text[:20])):
        return text
    for block in blocks[at + 1 : at + 4]:
        plain = narrow(text)
        if block.kind is Kind.TABLE or len(text) > LONGEST or plain.count("(") <= plain.count(")"):
            break
        text += tidy(block.text)
    return text


def _is_forecast(block: Block) -> bool:
    cells = [cell.text for row in block.rows[:4] for cell in row]
    return any(re.search(r"EPS|P/?E|市盈率|每股收益|净利润", text, re.IGNORECASE) for text in cells) or (
        sum(bool(CODE.search(row[0].text)) for row in block.rows if row) >= 2
    )
