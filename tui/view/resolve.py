"""What a user's words mean in one universe: columns, groups and themes by id or by either label."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.errors import KanpanError, UnknownNameError
from tui.text import fold
from tui.view.view import SortKey, View

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui.columns import Column
    from tui.universe.universe import Universe

RATINGS = {  # what a rating is called in English where the report's definitions do not say it
    "强烈推荐": "strong buy", "买入": "buy", "推荐": "recommend", "增持": "overweight",
    "谨慎推荐": "accumulate", "审慎增持": "accumulate", "跑赢行业": "outperform", "优于大市": "outperform",
    "强于大市": "outperform", "中性": "neutral", "持有": "hold", "同步大市": "market perform",
    "减持": "underweight", "跑输行业": "underperform", "弱于大市": "underperform", "回避": "avoid",
    "卖出": "sell", "未评级": "not rated", "无评级": "not rated", "暂无评级": "not rated",
}  # fmt: skip


def resolve(universe: Universe, view: View) -> View:
    """The view with every word replaced by the id it means, its query checked.

    Raises UnknownNameError, which names the nearest, and QueryError.
    """
    if view.limit is not None and view.limit < 0:
        raise KanpanError(f"limit is {view.limit}; expected 0 or more")
    where = view.where.strip()
    if where:
        from tui.view.screening import checked

        checked(universe, where)
    return replace(
        view,
        where=where,
        groups=tuple(_labelled("group", w, _group_labels(universe)) for w in view.groups),
        themes=tuple(_labelled("theme", w, _theme_labels(universe)) for w in view.themes),
        sort=tuple(SortKey(column(universe, k.column).name, k.descending) for k in view.sort),
        columns=tuple(dict.fromkeys(column(universe, w).name for w in view.columns)),
    )


def column(universe: Universe, word: str) -> Column:
    """The column of the universe that a word means: what it is called in a query, or a label with spaces."""
    if word in universe.columns:
        return universe.columns[word]
    from tui.view.scope import scope_of

    scope = scope_of(universe)
    if found := scope.field(word):
        return universe.columns[found.name]
    known = [*universe.columns, *(c.zh for c in universe.columns.values()), *scope.field_names()]
    raise UnknownNameError("column", word, known)


def shown_columns(universe: Universe, view: View) -> list[Column]:
    """The columns of a view, in order."""
    return [universe.columns[name] for name in view.columns or universe.defaults]


def words(text: str) -> tuple[str, ...]:
    """A list as options take it, split at commas of either width."""
    return tuple(w.strip() for w in text.replace("，", ",").replace("、", ",").split(",") if w.strip())


def group_ids(universe: Universe) -> list[str]:
    """The groups that the book orders, then those only its names have, as they come."""
    _, present = universe.encoded("group")
    ordered = [g.id for g in universe.groups]
    return ordered + [g for g in present if g not in ordered]


def group_label(universe: Universe, group: str, lang: str) -> str:
    """The label of a group in 'zh' or 'en'; its id where the book gives none."""
    for one in universe.groups:
        if one.id == group:
            return (one.zh if lang == "zh" else one.en) or group
    return group


def theme_labels(universe: Universe, lang: str) -> dict[str, str]:
    """The label of each theme by its id, in 'zh' or 'en'."""
    return {theme.id: theme.label(lang) for theme in universe.themes}


def rating_label(universe: Universe, rating: str, lang: str) -> str:
    """A rating as the report prints it, or its English word: the report's own, else the usual one."""
    if lang != "en":
        return rating
    for definition in universe.brief.ratings if universe.brief else ():
        if definition.rating == rating and definition.kind == "stock" and definition.en:
            return definition.en
    return RATINGS.get(rating, rating)


def _group_labels(universe: Universe) -> list[Sequence[str]]:
    return [(i, group_label(universe, i, "zh"), group_label(universe, i, "en")) for i in group_ids(universe)]


def _theme_labels(universe: Universe) -> list[Sequence[str]]:
    return [(t.id, t.zh, t.en) for t in universe.themes]


def _labelled(kind: str, word: str, known: Iterable[Sequence[str]]) -> str:
    wanted = fold(word).replace(" ", "")
    for names in known:
        if wanted in {fold(name).replace(" ", "") for name in names}:
            return names[0]
    held = [list(dict.fromkeys(names)) for names in known]
    raise UnknownNameError(kind, word, [n for names in held for n in names], [names[0] for names in held])
