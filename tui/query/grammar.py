"""The grammar of the query language, and what `kanpan help query` prints; words come from tui.query.words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tui.query import words
from tui.query.stream import DEEPEST
from tui.text import cell_width, pad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WIDTH = 92  # cells of the help's lines

GRAMMAR = """\
query      = any { "," any }                  the comma means and, and binds loosest
any        = all { "or" all }
all        = one { "and" one }
one        = { "not" } clause
clause     = figure
           | figure operator figure           operator: = != < <= > >=
           | figure "<" figure "<=" figure    a chain runs one way, with < and <=
           | figure [ "not" ] "between" figure "and" figure
           | figure [ "not" ] "in" "(" figure { "," figure } ")"
           | figure [ "not" ] "has" figure
           | figure [ "not" ] "has" ( "any" | "all" ) "(" figure { "," figure } ")"
           | figure "is" [ "not" ] state
           | figure [ "not" ] "~" quoted      the whole text: * any signs, ? one sign
figure     = product { ( "+" | "-" ) product }
product    = negative { ( "*" | "/" ) negative }
negative   = { "-" } dated
dated      = value [ "@" ( "previous" | date | "-" number ) ]
value      = number [ unit ] | date | quoted | word | "`" column "`"
           | function "(" [ any { "," any } ] [ "by" column ] ")"
           | "(" any ")"
           | "@" name                         a saved query
number     = 12  1.5  .5  1e5                 no commas inside
date       = 2026-07-03
quoted     = 'text'  "text"                   the quote twice stands for itself: 'it''s'
word       = letters, Chinese, digits, _ . and - inside: optical-modules, 5g-a, 600941.SH
"""

NOTES = f"""\
- A word is a column (its id, alias, label, or label and year: pe26, 市盈率26, pe.fy1), or a value of the
  column it is compared with. Names with spaces: a column in `back quotes`, a value in 'quotes'.
- A minus wants a space in front: pe26 - pe27; pe26-pe27 is one word.
- Case does not matter, and full-width letters, digits and punctuation act as ASCII; 、 is a comma.
- Chinese words stand beside a space, a digit or punctuation; a run without them, such as
  市盈率26小于45且评级等于买入, is taken apart where only one way makes sense.
- Between the two ends of between, {" ".join(words.BETWEEN_AND)} and 且 stand for and.
- pe.fy1 is the first estimate year and pe.fy0 the last actual one, so that saved queries roll.
- @ reads a column, a call or a bracket as of another date: previous, that date, or -N dates back.
- A cell without a value makes a comparison unknown; not unknown is unknown; only true rows pass.
  `is` always knows; `has` is false where there are no tags.
- A bare number is in the column's unit; 30% is 0.3 of a ratio, and 30 of a column in per cent.
- Functions with `by` run over all names, or over those of one group, theme, …; with two arguments or more,
  min and max run along the row.
- By theme a name has one answer a theme, and a comparison is true where one of them makes it true.
- From # to the end of the line is a comment. Brackets nest at most {DEEPEST} deep.
"""

EXAMPLES: tuple[tuple[str, str], ...] = (
    ("group = optical-modules and pe26 < 50", "optical modules below 50 times the earnings of 2026"),
    (
        "pe27 / pe26 < 0.7 and rating in (买入, 增持)",
        "a PE that falls by 30% in a year, and rated to buy or add",
    ),
    ("10 <= pe.fy1 <= 30 and not theme has tariffs", "a chain; not in the theme"),
    ("pe.fy1 between 10 and 30", "the same range"),
    ("pe.fy1 not between 10 and 30 or rating is missing", "outside it, or not rated"),
    ("theme has any (ai-compute, leo-satellite)", "in one of the themes or both"),
    ("theme has all (ai-compute, optical-interconnect)", "in both"),
    (
        "pe26 < median(pe26 by group) or rank(peg by theme) <= 3",
        "below its group's middle, or cheap in a theme",
    ),
    ("pct_rank(eps_cagr) >= 0.8 and zscore(pe26) < 1", "among the fastest fifth, and no outlier"),
    (
        "pe26 > 1.2 * hmean(pe26 by group) or pb > mean(pb)",
        "a fifth dearer than its group, or than all by PB",
    ),
    ("min(pe26, pe27, pe28) < 15 and pe26 < max(pe26 by group)", "along the row; over the group"),
    ("count(by group) >= 3 and count(pe26 by group) >= 3", "in a group of three names; with three values"),
    ("abs(price_change_pct) > 5 and round(pe26) = 28", "moved by 5%; 28 when rounded"),
    ("log(market_cap) > 25 and -eps_cagr < 0.1 * (peg + 1)", "arithmetic"),
    ("eps26 > eps26 @ previous", "raised since the date before"),
    ("price > price @ 2026-04-15", "dearer than on a date"),
    ("(price / eps26) @ -1 > 20", "a bracket, one date back"),
    ("pe26 is loss or peg is nm or eps27 is not uncovered", "states of a cell"),
    ("eps27 is contradicted or pe26 is imprecise or eps_growth_2028E is mixed", "what the check doubts"),
    ("source(eps26) = house", "whose estimate it is"),
    ("name ~ '中国*' and code not ~ '*.SH'", "the whole text fits, or does not"),
    ("news >= 1 and market_cap > 500亿, eps_cagr > 30%", "units; the comma means and"),
    ("as_of >= 2026-07-01 and `EPS CAGR` != 0", "a date; a label with a space"),
    ("@cheap-in-group and not @loss-makers", "saved queries"),
    ("市盈率26 < 45 且 主题 包含 AI算力，评级 = 买入", "Chinese names, words and punctuation"),
    ("市盈率26 介于 10 和 30 或 评级 不属于 （买入、增持）", "between, not in"),
    ("市盈率26小于中位数(市盈率26按分组)且非主题包含任一(关税、低轨卫星)", "without spaces"),
    ("每股收益27 是 矛盾 或 市盈率26 不是 亏损", "states in Chinese"),
    ("股价 大于 股价 @ 上期", "the date before"),
)


def help_query() -> str:
    """The whole help: grammar, words, functions, states, units, notes and examples; ends in a line end."""
    parts = (
        ("Grammar", GRAMMAR.rstrip("\n").split("\n")),
        ("Words", _entries((*words.JOINERS, *words.OPERATORS, words.BY, *words.ANY_ALL, words.PREVIOUS))),
        ("Functions", _entries(words.FUNCTIONS.values())),
        ("States and flags, after is", _entries((*words.STATES.values(), *words.FLAGS.values()))),
        ("Units, right behind a number", list(_units())),
        ("Notes", _wrapped(NOTES)),
        ("Examples", [line for query, says in EXAMPLES for line in (query, f"    {says}")]),
    )
    return "\n".join(f"{title}\n" + "".join(f"  {line}\n" for line in lines) for title, lines in parts)


def _entries(entries: Iterable[words.Entry]) -> list[str]:
    """One line an entry: canonical and Chinese spellings, what it does, other spellings."""
    lines = []
    for entry in entries:
        name = f"{entry.name}({_arguments(entry)})" if isinstance(entry, words.Function) else entry.name
        also = f" (also {' '.join(entry.also)})" if entry.also else ""
        lines.append(f"{pad(name, 24)}{pad(' '.join(entry.zh), 18)}{entry.en_help}{also}")
    return lines


def _arguments(function: words.Function) -> str:
    """The arguments as the list of functions shows them."""
    if function.kind == "source":
        return "column"
    if function.kind in {"cross", "either"}:
        return "x by column"
    return "x, decimals" if function.most == 2 else "x"


def _units() -> Iterator[str]:
    """Every unit and what it multiplies by, one line a power of ten."""
    yield f"{words.PERCENT:<6}per cent"
    for factor in sorted(set(words.UNITS.values())):
        spellings = (name for name in words.unit_names() if words.UNITS[words.unit(name) or name] == factor)
        yield f"{f'1e{math.log10(factor):.0f}':<6}{' '.join(spellings)}"


def _wrapped(notes: str) -> list[str]:
    """The notes in lines of at most the width."""
    lines: list[str] = []
    for note in notes.removeprefix("- ").split("\n- "):
        lines.append("-")
        for word in note.split():
            if cell_width(lines[-1]) + 1 + cell_width(word) > WIDTH - 2:
                lines.append(" ")
            lines[-1] += f" {word}"
    return lines
