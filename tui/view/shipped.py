"""The saved queries and views that ship with Kanpan; a book's and the user's own stand before them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.book.saved import Definition, Saved, SavedView

if TYPE_CHECKING:
    from tui.universe.universe import Universe
    from tui.view.view import View

_WHO = ("code", "name", "group", "rating", "price")
_FORWARD = ("pe.fy1", "pe.fy2")

# name, label in Chinese and English, query, columns after those that say who it is, sort
_SHIPPED = (
    (
        "reasonable-growth", "合理增长", "reasonable growth",
        "eps_cagr > 30% and peg < 1.5",
        (*_FORWARD, "eps_cagr", "peg", "themes"), "peg",
    ),
    (
        "loss-makers", "亏损", "loss-makers",
        "pe.fy0 is loss or pe.fy1 is loss",
        ("eps.fy0", "eps.fy1", "pe.fy0", "pe.fy1", "themes"), "eps.fy1",
    ),
    (
        "cheap-in-group", "组内便宜", "cheap against its group",
        "pe.fy1 < median(pe.fy1 by group)",
        (*_FORWARD, "pe_to_group", "eps_cagr", "themes"), "pe_to_group",
    ),
    (
        "doubtful", "存疑", "doubtful cells",
        "checks > 0",
        ("eps.fy0", "eps.fy1", "eps.fy2", "pe.fy0", "pe.fy1", "pe.fy2", "checks"), "-checks",
    ),
    (
        "unrated", "有预测无评级", "covered without a rating",
        "eps.fy1 is not uncovered and (rating is missing or rating = 未评级)",
        (*_FORWARD, "eps_cagr", "source.fy1", "themes"), "pe.fy1",
    ),
)  # fmt: skip


def shipped() -> Saved:
    """What ships."""
    queries = {name: Definition(name, where, zh, en) for name, zh, en, where, _, _ in _SHIPPED}
    views = {
        name: SavedView(name, f"@{name}", sort, (*_WHO, *columns), "none", zh=zh, en=en)
        for name, zh, en, _, columns, sort in _SHIPPED
    }
    return Saved(queries, views, {})


def saved_of(universe: Universe) -> Saved:
    """Everything with a name in a universe: its book's, its user's, and what ships."""
    if "saved" not in universe.kept:
        universe.kept["saved"] = universe.saved.over(shipped())
    saved: Saved = universe.kept["saved"]
    return saved


def keep_at_hand(universe: Universe, name: str, view: View) -> None:
    """A view just written down is at hand at once; the next load reads it from the file."""
    sort = ",".join(map(str, view.sort))
    saved = SavedView(
        name, view.where, sort, view.columns, view.by.value, view.limit, view.groups, view.themes
    )
    universe.kept["saved"] = Saved(views={name: saved}).over(saved_of(universe))


def saved_table(universe: Universe) -> Any:
    """Everything with a name as an Arrow table: name, kind (view, query or column), zh, en, text, sort,
    columns, from ('kanpan' for what ships, else file:line), problem ('' where it can be used).
    """
    from tui.arrow import pa, text_array

    saved = saved_of(universe)
    rows = [
        (v.name, "view", v.zh, v.en, v.where, v.sort, ";".join(v.columns), origin(v))
        for v in saved.views.values()
    ]
    for kind, ones in (("query", saved.queries), ("column", saved.columns)):
        rows += [(d.name, kind, d.zh, d.en, d.text, "", "", origin(d)) for d in ones.values()]
    told = {problem.what: problem.why for problem in universe.problems}
    plural = {"view": "views", "query": "queries", "column": "columns"}
    names = ("name", "kind", "zh", "en", "text", "sort", "columns", "from")
    listed = {name: text_array([row[i] for row in rows]) for i, name in enumerate(names)}
    wrong = [told.get(f"{plural[kind]}.{name}", "") for name, kind, *_ in rows]
    return pa.table({**listed, "problem": text_array(wrong)})


def origin(one: Definition | SavedView) -> str:
    """Where it stands: file:line, or 'kanpan' for what ships."""
    return f"{one.file}:{one.line}" if one.line else one.file or "kanpan"
