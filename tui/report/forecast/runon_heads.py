"""Headers of forecast tables in a text without white space: where they stand, and what they say."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from tui.report.forecast.choice import is_forecast
from tui.report.forecast.words_in_row import flattened, is_figure, labels_of, role_of, scanner

if TYPE_CHECKING:
    from tui.report.forecast.roles import Guess

HEADER = 170  # characters on either side of a metric in which its header is looked for
GAP = 14  # characters between two words of a header
MOST = 600  # metrics of a text that are looked at
MOST_GUESSES = 64
MOST_STARTS = 40
_METRIC = re.compile(r"eps|p/?e(?=p/?b|ps|peg|roe|eps|[^a-z]|$)|每股收益|每股盈利|市盈率", re.IGNORECASE)
_YEAR = re.compile(r"20[1-4]\d|[1-4]\d(?:年|[ae])", re.IGNORECASE)
_LAST_YEAR = re.compile(r"(?:20)?[1-4]\d[AE](?=[A-Z])")
_BREAK = re.compile(r"[。；;！!？?，]|\d\.\d|\d{5}|来源")
_DAY = re.compile(
    r"(20\d\d[-/.](?:1[0-2]|0?[1-9])[-/.](?:[1-9]|0[1-9]|[12]\d|3[01]))(?=20[1-4]\d|[1-4]\d[AE](?!PS))",
    re.IGNORECASE,
)
_EITHER = re.compile(r"(?<!\d)(?:20)?([1-4]\d)[AE]/[AE](?![A-Za-z])")
_METRIC_WORD = re.compile(r"EPS|PEG|P/?E|PBR(?!OE)|P/?B|PS|ROE|CAGR", re.IGNORECASE)
_RUN = re.compile(rf"(?<![A-Za-z0-9])(?:{_METRIC_WORD.pattern}){{2,8}}(?![A-Za-z])", re.IGNORECASE)
_OF_YEAR = re.compile(
    r"(?P<metric>EPS|P/?E|P/?B|每股收益|市盈率)\((?P<year>(?:20)?[1-4]\d(?:年?[AEF])?)\)", re.IGNORECASE
)


def heads(text: str) -> list[tuple[int, int]]:
    """Where headers that name EPS or PE and a year begin and end, in their order."""
    low = lowered(text)
    out: list[tuple[int, int]] = []
    done = looked = 0
    for metric in _METRIC.finditer(low):
        if metric.start() < done:
            continue
        first, last = max(done, metric.start() - HEADER), min(len(low), metric.end() + HEADER)
        if not _YEAR.search(low, first, last):
            continue
        looked += 1
        if looked > MOST:
            break
        start, end = _cluster(text, low, first, last, metric.start())
        done = max(end, metric.end())
        if speaks_of_forecasts(text[start:end]):
            out.append((start, end))
    return out


def lowered(text: str) -> str:
    """Lower case, every character where it was."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _cluster(text: str, low: str, first: int, last: int, anchor: int) -> tuple[int, int]:
    """The words of a header that stand close together around the anchor."""
    spans: list[tuple[int, int]] = []
    for match in scanner().finditer(low, first, last):
        start, end = match.span()
        digit = start > 0 and low[start].isdigit() and (low[start - 1].isdigit() or low[start - 1] == ".")
        if digit and not (spans and spans[-1][1] == start):
            continue  # digits of a code or a figure
        if spans and (start - spans[-1][1] > GAP or _BREAK.search(low, spans[-1][1], start)):
            if start > anchor:
                break
            spans = []
        spans.append((start, end))
    if not spans or spans[-1][1] <= anchor:
        return anchor, anchor
    end = spans[-1][1]
    while year := _LAST_YEAR.match(text, end):
        end = year.end()
    return spans[0][0], end


def speaks_of_forecasts(header: str) -> bool:
    """True where a header names EPS or PE and a year."""
    said = labels_of((told(header),))
    return any(w.metric in {"eps", "pe"} for w in said) and any(w.year for w in said)


def told(header: str) -> str:
    """The header as its words are read: a date apart from the year behind it, EPS(21E) as EPS21E."""
    header = _DAY.sub(r"\1|", header)
    header = _EITHER.sub(r"20\1|", header)
    header = _RUN.sub(lambda run: _METRIC_WORD.sub(r"\g<0>|", run[0]), header)
    last = ""

    def once(match: re.Match[str]) -> str:
        nonlocal last
        metric = match["metric"].lower().replace("/", "")
        again = metric == last and header[match.start() - 1 : match.start()] == ")"
        last = metric
        return ("" if again else match["metric"]) + match["year"] + "|"

    return _OF_YEAR.sub(once, header)


@lru_cache(maxsize=64)
def starts_of(header: str) -> tuple[int, ...]:
    """Where a header may begin, the latest first."""
    found = {m.start() for m in scanner().finditer(lowered(header))}
    return tuple(sorted(found, reverse=True)[:MOST_STARTS])


def is_whole(header: str, start: int) -> bool:
    """True where no column of figures stands before the start, or what stands there is but a title."""
    if not any(is_figure(role_of(word)) for word in labels_of((header[:start],))):
        return True
    words = labels_of((header[start:],))
    return bool(words) and words[0].role in {"code", "name", "industry"}


def guesses(header: str) -> list[Guess]:
    """What the columns of figures may be, most natural first."""
    labels = labels_of((header,))
    if not any(w.year for w in labels) or not any(w.metric for w in labels):
        return []
    out = (_figured(guess) for guess in flattened([labels])[:MOST_GUESSES])
    return [guess for guess in dict.fromkeys(out) if is_forecast(guess)]


def _figured(guess: Guess) -> Guess:
    """Code, name, the columns of figures in their order, and the rating: what a run-on row can show."""
    keys = {r.kind: r for r in guess if r.kind in {"code", "name", "rating"}}
    none = type(guess[0])("")
    return (
        keys.get("code", none._replace(kind="code")),
        none._replace(kind="name"),
        *(r for r in guess if is_figure(r)),
        none._replace(kind="rating"),
    )


def is_checked(guess: Guess) -> bool:
    """True where price, EPS and PE among the columns can bear each other out."""
    eps = {r.year for r in guess if r.kind == "eps" and r.year}
    pe = {r.year for r in guess if r.kind == "pe" and r.year}
    return len(eps & pe) >= (1 if any(r.kind == "price" for r in guess) else 2)


def has_groups(header: str) -> bool:
    """True where a column of industries stands before the names."""
    return any(word.role == "industry" for word in labels_of((header,)))
