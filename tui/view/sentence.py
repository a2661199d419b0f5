"""A view in words: what is on show, in which order, how many, and the figures of a section."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tui.columns import Kind
from tui.text import crop
from tui.view.aggregate import aggregate
from tui.view.format import format_number
from tui.view.resolve import group_label
from tui.view.view import By

if TYPE_CHECKING:
    from tui.columns import Column
    from tui.query.leftout import LeftOut
    from tui.universe.universe import Universe
    from tui.view.aggregate import Aggregate
    from tui.view.arrange import Arrangement
    from tui.view.view import SortKey, View

SEPARATOR = " · "
LONGEST_QUERY = 400  # cells; what shows it cuts the longest part, and never the count
MOST_NAMED = 3  # columns that the words on rows left out name

_WORDS = {
    "all": ("全部", "all names"),
    "sorted": ("按 {} 排序", "sorted by {}"),
    "ascending": ("升序", "ascending"),
    "descending": ("降序", "descending"),
    "then": ("，再按 ", ", then "),
    "rows": ("{1} 行中的 {0} 行", "{} of {} rows"),
    "of": ("{}/{} 只", "{} of {}"),
    "median": ("中位 {}", "median {}"),
    "hmean": ("调和 {}", "harmonic {}"),
    "left_out": ("{} 只无法判断：{}", "{} left out: {}"),
    "no": ("没有 {}", "no {}"),
    "no_of": ("{1} {0} 只", "no {1} ({0})"),
    "more": ("等 {} 列", "{} more"),
    "and": ("，", ", "),
    "n": ("n={}/{}", "n={} of {}"),
    "losses": ("亏损 {}", "losses {}"),
    By.THEME.value: ("按主题分", "by theme"),
    By.RATING.value: ("按评级分", "by rating"),
}


def word(key: str, lang: str) -> str:
    """A word of the sentences in 'zh' or 'en'."""
    return _WORDS[key][0 if lang == "zh" else 1]


def sentence(universe: Universe, view: View, arrangement: Arrangement, lang: str) -> str:
    """Filters, grouping, sort keys in order, how many.

    'optical-modules · sorted by PE 2026E ascending · 5 of 13'
    """
    labels = {theme.id: theme.zh for theme in universe.themes}
    kept = [group_label(universe, g, lang) if lang == "zh" else g for g in view.groups]
    kept += [labels.get(t, t) if lang == "zh" else t for t in view.themes]
    parts = [" + ".join(kept)] if kept else []
    parts += [crop(view.where, LONGEST_QUERY, " ...")] if view.where else []
    parts = parts or [word("all", lang)]
    if view.by.value in _WORDS:
        parts.append(word(view.by.value, lang))
    if view.sort:
        keys = [f"{universe.columns[k.column].label(lang)} {_direction(k, lang)}" for k in view.sort]
        parts.append(word("sorted", lang).format(word("then", lang).join(keys)))
    parts.append(word("of", lang).format(arrangement.names, arrangement.total))
    if arrangement.out is not None and arrangement.out.count:
        parts.append(left_out_words(arrangement.out, lang))
    return SEPARATOR.join(parts)


def left_out_words(out: LeftOut, lang: str) -> str:
    """How many rows have no answer, and for lack of what: '2 left out: no pe_ttm'."""
    if len(out.columns) == 1:
        what = word("no", lang).format(out.columns[0][0])
    else:
        shown = out.columns[:MOST_NAMED]
        named = [word("no_of", lang).format(count, label) for label, count in shown]
        more = (
            [word("more", lang).format(len(out.columns) - len(shown))]
            if len(shown) < len(out.columns)
            else []
        )
        what = word("and", lang).join([*named, *more])
    return word("left_out", lang).format(out.count, what)


def _direction(key: SortKey, lang: str) -> str:
    return word("descending" if key.descending else "ascending", lang)


def sorted_figure(universe: Universe, view: View, arrangement: Arrangement, lang: str) -> str:
    """The median of the column that the rows are sorted by: 'median 69.3'; '' where it holds no figures."""
    column = universe.columns[view.sort[0].column] if view.sort else None
    if column is None or not column.kind.numeric or not len(arrangement.rows):
        return ""
    found = aggregate(universe, column, arrangement.rows)
    return word("median", lang).format(format_number(column, found.median, lang)) if found.n else ""


def figure_words(column: Column, found: Aggregate, lang: str) -> list[str]:
    """Median and, of a multiple, harmonic mean; n and losses where not every cell counts."""
    if found.n == 0:
        return [word("n", lang).format(0, found.of)]

    def text(value: float) -> str:
        return format_number(column, value, lang)

    parts = [word("median", lang).format(text(found.median))]
    if column.kind == Kind.MULTIPLE and not math.isnan(found.hmean):
        parts.append(word("hmean", lang).format(text(found.hmean)))
    if found.n < found.of:
        parts.append(word("n", lang).format(found.n, found.of))
    if found.losses:
        parts.append(word("losses", lang).format(found.losses))
    return parts
