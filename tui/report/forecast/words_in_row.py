"""Header words that stand in a row without columns: taken apart, and put into an order of columns."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import combinations, permutations, product
from typing import TYPE_CHECKING

from tui.report.forecast.labels import Label, label, two_digit_years
from tui.report.forecast.notation import folded, plain
from tui.report.forecast.roles import Guess, Role, is_metric, runs, twice
from tui.report.forecast.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_YEARS = (
    r"(?:fy|cy)?20[1-4]\d(?:年)?(?:\([aef]\)|[aef](?!ps)|实际|预测|预)?"
    r"|(?:fy|cy)?[1-4]\d(?:年)?[aef](?!ps|[a-z])"
    r"|(?<![\d.])[1-4]\d(?:年)?[aef]?(?:eps|p/?e)(?![a-z])"
)
_BESIDE = frozenset(
    {"预测", "预计", "预期", "一致", "最新", "当前", "对应", "可比", "重点"}
)  # words that add nothing to the next
_DAYS = r"20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}月\d{1,2}日"
_UNIT = re.compile(r"\([^()]*\)")
_BARE_YEAR = re.compile(r"(?:FY|CY)?(?:20)?[1-4]\d")
MOST_GUESSES = 400
MOST_ORDERS = 6  # of what three header rows print before the figures
MOST_FREE = 5  # roles of a header that may stand before or after the figures


@cache
def scanner() -> re.Pattern[str]:
    """Finds header words, years, dates and brackets in a folded text."""
    known = vocabulary()
    words = sorted({w for w in (*known.metrics, *known.roles) if len(w) > 1}, key=len, reverse=True)
    latin = "|".join(re.escape(w) for w in words if w.isascii())
    glued = "eps|p/e|pe|p/b|pb|ps|roe|peg"  # the short ones are met run together: EPSPE
    whole = rf"(?:(?<![a-z])|(?<=eps)|(?<=pe)|(?<=pb)|(?<=roe))(?:{latin})(?=$|[^a-z]|(?:{glued})(?![a-z]))"
    others = [re.escape(w) for w in words if not w.isascii()]
    return re.compile("|".join([_DAYS, _YEARS, r"\([^()]*\)", whole, *others]))


@lru_cache(maxsize=1024)
def labels_of(texts: tuple[str, ...]) -> tuple[Label, ...]:
    """The labels that a row of header words says, in order; a unit in brackets goes to the word before it."""
    years = two_digit_years(texts)
    out: list[Label] = []
    at = 0
    while at < len(texts):
        if at in years:
            out.append(Label(year=years[at]))
            at += 1
            continue
        taken = _phrase(texts, at)
        more = _labels(" ".join(texts[at : at + taken]), out)
        if out and len(more) == 1 and more[0].role and more[0].role == out[-1].role and texts[at].isascii():
            more = []  # 'YTD perf' is one column
        out += more
        at += taken
    return tuple(out)


def _phrase(texts: Sequence[str], at: int) -> int:
    """How many words from `at` on make one label: 'Market cap', 'Close price'."""
    known = vocabulary()
    if _BARE_YEAR.fullmatch(texts[at].strip()) and at + 1 < len(texts) and texts[at + 1].strip() in {*"AEF"}:
        return 2
    for count in (3, 2):
        joined = folded("".join(texts[at : at + count]))
        bare = _UNIT.sub("", joined)
        if len(texts) - at >= count and joined.isascii() and (bare in known.roles or bare in known.metrics):
            return count
    return 1


def _labels(text: str, before: list[Label]) -> list[Label]:
    word = folded(text)
    whole = label(text)
    if whole.says and (
        whole.word in {"", "e", "a/e"}
        or whole.word in vocabulary().roles
        or whole.word in vocabulary().metrics
    ):
        return [whole]
    if _UNIT.fullmatch(word):
        if before:
            _give_unit(before, word)
        return []
    if whole.says and " " in text.strip() and plain(text).isascii() and len(_metrics_in(word)) <= 1:
        return [whole]
    if word in vocabulary().units or word in {"倍", "x", "%"}:
        return []
    out: list[Label] = []
    end = 0
    for match in scanner().finditer(word):
        if (rest := word[end : match.start()].strip("/-,:;、|·().")) and rest not in _BESIDE:
            out.append(Label(word=rest))
        end = match.end()
        if _UNIT.fullmatch(match[0]) and out:
            _give_unit(out, match[0])
        else:
            out.append(label(match[0]))
    if rest := word[end:].strip("/-,:;、|·()."):
        out.append(Label(word=rest))
    return out


def _metrics_in(word: str) -> list[str]:
    return [m[0] for m in scanner().finditer(word) if m[0] in vocabulary().metrics]


def _give_unit(labels: list[Label], word: str) -> None:
    """Adds what a bracket says (a unit, a date, a year) to the last label."""
    said, last = label("股价" + word), labels[-1]
    if said.day and not last.day:
        labels[-1] = last._replace(day=said.day)
    elif said.unit is not None:
        labels[-1] = last._replace(unit=said.unit, currency=said.currency)


def flattened(rows: Iterable[Sequence[Label]]) -> list[Guess]:
    """Every order of columns that rows of header words allow, most natural first.

    Years in order make runs, the metrics named in order head them; words before the first metric or year of
    their row stand before the figures, words behind the last year behind them, those between on either side.
    """
    leads: list[list[Label]] = []
    free: list[Label] = []
    trail: list[Label] = []
    metrics: list[Label] = []
    years: list[Label] = []
    for row in rows:
        lead: list[Label] = []
        _sort_out(row, lead, free, trail, metrics, years)
        if lead:
            leads.append(lead)
    if not years:
        return []
    priced = any(w.role == "price" for part in (*leads, free, trail) for w in part)
    if priced:
        free = [w for w in free if w.role or w.word or not w.day]
        trail = [w for w in trail if w.role or w.word or not w.day]
    free, trail = _without_parents(free, trail), _without_parents(trail, ())
    out: list[Guess] = []
    orders = list(permutations(leads))[:MOST_ORDERS]
    for order, block in product(orders, _blocks(metrics, years)):
        lead = _without_heading_days([word for part in order for word in part], priced=priced)
        for sides in product((0, 1), repeat=min(len(free), MOST_FREE)):
            before = [w for w, side in zip(free, sides, strict=False) if side == 0]
            behind = [w for w, side in zip(free, sides, strict=False) if side == 1] + free[MOST_FREE:]
            guess = (
                *map(role_of, lead),
                *map(role_of, before),
                *block,
                *map(role_of, behind),
                *map(role_of, trail),
            )
            if not twice(guess) and guess not in out:
                out.append(guess)
            if len(out) >= MOST_GUESSES:
                return out
    return out


def _without_parents(words: Sequence[Label], behind: Sequence[Label]) -> list[Label]:
    """Without a role that is named again further on: a word over several columns (评级: 本次, 变动)."""
    return [
        w
        for i, w in enumerate(words)
        if not w.role or all(w.role != other.role for other in (*words[i + 1 :], *behind))
    ]


def _sort_out(
    row: Sequence[Label],
    lead: list[Label],
    free: list[Label],
    trail: list[Label],
    metrics: list[Label],
    years: list[Label],
) -> None:
    at_year = [i for i, w in enumerate(row) if w.year]
    at_metric = [i for i, w in enumerate(row) if w.metric]
    starts = [*at_year[:1], *at_metric[:1]]
    first = min(starts, default=len(row))
    last = at_year[-1] if at_year else (at_metric[-1] if at_metric else -1)
    for i, word in enumerate(row):
        if word.year:
            years.append(word)
        elif word.metric:
            metrics.append(word)
        elif i < first:
            lead.append(word)
        elif i > last:
            (trail if at_year or at_metric else lead).append(word)
        else:
            free.append(word)


def _without_heading_days(lead: list[Label], *, priced: bool) -> list[Label]:
    """A date that heads the price is no column of its own; where nothing names a price, it is the price's."""
    return [
        w._replace(role="price") if w.day and not w.role else w
        for w in lead
        if not (w.day and not w.role and not w.word and priced)
    ]


def _blocks(metrics: list[Label], years: list[Label]) -> list[list[Role]]:
    """The columns of figures: runs of years under their metrics; a metric without years is one column."""
    own = [w for w in years if w.metric]
    if len(own) == len(years):
        return [[role_of(w) for w in years]]
    bare = [role_of(w) for w in years]
    size = len(metrics) // len(years)
    kinds = [w.metric for w in metrics]
    if size >= 2 and len(set(kinds[:size])) == size and kinds == kinds[:size] * len(years):
        return [[_under(bare[i // size], metric) for i, metric in enumerate(metrics)]]  # 2025A: EPS PE, …
    cut = runs(bare, at_metric=False)
    named = [*metrics]
    out = []
    for heads in combinations(range(len(named)), len(cut)):
        block: list[Role] = []
        run = 0
        for at, metric in enumerate(named):
            if at in heads:
                block += [_under(bare[i], metric) for i in cut[run]]
                run += 1
            else:
                block.append(role_of(metric))
        out.append(block)
        if len(out) > 50:
            break
    return out


def _under(role: Role, metric: Label) -> Role:
    return role._replace(kind=metric.metric, unit=metric.unit, currency=metric.currency)


def role_of(word: Label) -> Role:
    """The role that a header word gives a column."""
    kind = word.metric or word.role
    return Role(kind, word.year, word.basis, word.unit, word.currency, word.partial, word.word or kind)


def is_figure(role: Role) -> bool:
    """True for a column of numbers."""
    return is_metric(role.kind) or role.kind in NUMERIC_ROLES


NUMERIC_ROLES = frozenset(
    {
        "price",
        "target_price",
        "upside",
        "market_cap",
        "float_market_cap",
        "shares",
        "performance",
        "volume",
        "prior",
    }
)
