"""Index moves from sentences: the sign from the verb or from the figure, and nothing that is no move."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tui.report.diagnostics import Diagnostic, Level
from tui.report.prose.days import narrow
from tui.report.prose.indices import may_name, shown
from tui.report.prose.movewords import COMMAS_AND, FIGURE, is_index, names_before, verb_of, without_verbs
from tui.report.prose.shape import key
from tui.report.prose.words import any_of, last_start, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.report.prose.outline import Line

MOST = 60.0  # per cent: no index moves so far in a week
MOST_IN_A_ROW = 16  # figures that one list of names may share
LONGEST = 400  # characters of the source text kept with a move
PER_CENT = re.compile("[%％]")
_SENTENCES = re.compile(r"[。!?！？\n]|(?<=[a-z%)])\. ")
_CODE = re.compile(
    r"[(（] ?(?:\d{6}(?:\.[A-Z]{2})?|\d{4,5}\.HK|[A-Z.]{1,6}\.(?:US|O|N)) ?[)）]", re.IGNORECASE
)
_RANGE = re.compile(r"\d ?%? ?[-~至到] ?$")  # 3-5%
_JOINS = re.compile(r"^[\s、,，/;；]*+(?:和|及|与|以及|and)?+[\s、,，]*+$", re.IGNORECASE)
_COMMAS = re.compile(r"[,，;；、]")
_FALLS = re.compile(r"跌幅(?:前|居前|最|较|靠前)|领跌")
_RISES = re.compile(r"涨幅|领涨|涨跌幅")


class Found(NamedTuple):
    """A move as a sentence gives it."""

    name: str
    value: float
    line: Line
    text: str


@dataclass(slots=True)
class Reading:
    """What was read of one or more lines, and what was odd."""

    file: str
    found: list[Found] = field(default_factory=list)
    told: list[Diagnostic] = field(default_factory=list)

    def tell(self, level: Level, line: Line, read: str, expected: str, done: str, text: str) -> None:
        """Add a word on a place."""
        self.told.append(Diagnostic(level, self.file, line.place, read, expected, done, text[:LONGEST]))


class _Mode(NamedTuple):
    """What the words so far say of the figures to come."""

    other_time: bool = False
    stocks: bool = False
    falls: bool = False
    sectors: bool = False


class _Sentence(NamedTuple):
    """A sentence and what it is read with; plain: with ASCII signs, as long as text."""

    text: str
    plain: str
    line: Line
    out: Reading
    stocks: Mapping[str, str]
    inside: bool

    def tell(self, level: Level, read: str, expected: str, done: str) -> None:
        """Add a word on the sentence."""
        self.out.tell(level, self.line, read, expected, done, self.text)


def read_line(
    line: Line, out: Reading, stocks: Mapping[str, str], *, inside: bool, last_week: bool = False
) -> None:
    """Every move of a line that holds a per cent sign into `out`.

    stocks: folded short names of the report's companies, which are no indices
    inside: True in the part on the market, where a name not known may be a sub-sector's
    last_week: True where the report calls the week it tells of 上周
    """
    if not inside and "分别" not in line.text and not may_name(narrow(line.text)):
        return
    mode, rest = _Mode(), ""
    for text in _SENTENCES.split(line.text):
        mode = _mode(rest, mode)._replace(other_time=False, falls=False)
        plain = narrow(text).replace("上周", "本周") if last_week else narrow(text)
        mode, rest = _read(_Sentence(text, plain, line, out, stocks, inside), mode)


def _read(said: _Sentence, mode: _Mode) -> tuple[_Mode, str]:
    """The moves of one sentence; gives the mode after its last figure, and the words behind that."""
    plain = said.plain
    figures = list(FIGURE.finditer(plain))
    shared = "respectively" in plain
    at = i = 0
    subject = ""
    while i < len(figures):
        figure = figures[i]
        before = plain[at : figure.start()]
        mode = _mode(before, mode)
        run = _run(plain, figures, i)
        names = names_before(before)
        if len(run) > 1 and len(names) != len(run):
            names = names_before(before, COMMAS_AND)
        several = "分别" in before or len(names) > 1 or (len(run) > 1 and shared)
        if len(run) > 1 and several:
            _spread(names, run, before, said, mode)
            subject = ""
        elif "分别" in before and len(names) > 1:
            run = run[:1]
            said.tell(Level.DOUBTFUL, f"{len(names)} indices, one figure", "one figure for each", "left out")
        else:
            run = run[:1]
            name = names[-1] if names else subject if verb_of(before) else ""
            subject = names[-1] if names else subject
            after = plain[figure.end() : figure.end() + 24]
            if name and not _is_no_move(before, figure) and not _is_later(after):
                _keep(name, figure, before, said, mode)
        i += len(run)
        at = run[-1].end()
    return mode, plain[at:]


def _run(plain: str, figures: list[re.Match[str]], i: int) -> list[re.Match[str]]:
    """Figures that follow each other with nothing but commas, 和 and verbs between them."""
    run = [figures[i]]
    for figure in figures[i + 1 : i + MOST_IN_A_ROW]:
        between = without_verbs(plain[run[-1].end() : figure.start()])
        if not _JOINS.match(between):
            break
        run.append(figure)
    return run


def _spread(names: list[str], run: list[re.Match[str]], before: str, said: _Sentence, mode: _Mode) -> None:
    """Several names, several figures: in order, where there are as many of the one as of the other."""
    last = names[-len(run) :]
    if len(names) > len(run) and _all_known(last) and not _all_known(names):
        names = last
    if len(names) != len(run):
        if names and (said.inside or _all_known(names)):
            read = f"{len(names)} indices and {len(run)} figures"
            said.tell(Level.DOUBTFUL, read, "one figure for each", "left out")
        return
    verb, end = before, run[0].start()
    for name, figure in zip(names, run, strict=True):
        own = said.plain[end : figure.start()]
        verb, end = own if verb_of(own) else verb, figure.end()
        if not _is_no_move(before, figure):
            _keep(name, figure, verb, said, mode)


def _keep(name: str, figure: re.Match[str], before: str, said: _Sentence, mode: _Mode) -> None:
    """The move of one name, where it is an index's and of this week."""
    known = is_index(name)
    if mode.other_time or (mode.stocks and not known) or key(name) in said.stocks or _CODE.search(before):
        return
    verb = verb_of(before)
    shaped = verb or figure[1] or before.rstrip().endswith("(")
    if not known and not (said.inside and mode.sectors and shaped):
        return
    size = float(figure[2].replace(",", ""))
    sign = -1 if figure[1] == "-" else 1
    read = f"{name}: {figure[0]}"
    if size > MOST:
        said.tell(Level.REFUSED, read, f"a week's move of at most {MOST:.0f}%", "left out")
        return
    if verb and figure[1] and (verb < 0) != (sign < 0):
        word = "falls" if verb < 0 else "rises"
        said.tell(
            Level.DOUBTFUL,
            f"{read}, and the verb {word}",
            "verb and sign that agree",
            "the figure's sign is kept",
        )
    elif verb and not figure[1]:
        sign = verb
    elif not verb and not figure[1] and mode.falls:
        sign = -1
        said.tell(Level.NOTE, read, "a sign", "taken as a fall, as the sentence lists falls")
    said.out.found.append(Found(shown(name), sign * size if size else 0.0, said.line, said.text[:LONGEST]))


def _is_no_move(before: str, figure: re.Match[str]) -> bool:
    if figure[3] != "%" or _RANGE.search(before):
        return True
    clause = _COMMAS.split(before)[-1]
    return bool(any_of("moves", "against", "no_move").search(clause.casefold()))


def _is_later(after: str) -> bool:
    """True where the words behind a figure say that it is of another time: +20% YTD."""
    near = _COMMAS.split(after, maxsplit=1)[0].casefold().lstrip(" ()")
    return near.startswith(_later())


@lru_cache(maxsize=1)
def _later() -> tuple[str, ...]:
    return tuple(word for word in words("moves", "other_time") if word.isascii())


@lru_cache(maxsize=1)
def _kinds() -> tuple[re.Pattern[str], ...]:
    """What tells of another time, this week, single stocks, sectors, falls and rises, in this order."""
    return (
        *(any_of("moves", kind) for kind in ("other_time", "this_week", "stocks", "sectors_said")),
        _FALLS,
        _RISES,
    )


def _all_known(names: list[str]) -> bool:
    return bool(names) and all(is_index(name) for name in names)


def _mode(text: str, mode: _Mode) -> _Mode:
    """The mode after some more words: the last word of each kind decides."""
    if not text:
        return mode
    low = text.casefold()
    other, week, single, several, falls, rises = [last_start(kind, low) for kind in _kinds()]
    return _Mode(
        other_time=other > week if other != week else mode.other_time,
        stocks=single > several if single != several else mode.stocks,
        falls=falls > rises if falls != rises else mode.falls,
        sectors=mode.sectors or several >= 0,
    )
