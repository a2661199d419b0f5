"""From a story of the universe to what its pane and the lists of stories show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.app.frames.frame import LinkLine, StoryFrame
from tui.app.words.say import say
from tui.text import clean
from tui.view.resolve import theme_labels
from tui.view.told import Wanted, links_of, narrowed, told_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui.app.frames.frame import Text
    from tui.universe.themes import Member
    from tui.universe.universe import Universe
    from tui.view.news import Link

MOST = 100  # stories that the pane of one name lists


def name_stories(universe: Universe, code: str, lang: str) -> tuple[tuple[StoryFrame, ...], int]:
    """The newest stories linked to a name, its best link first, and how many there are in all."""
    rows = narrowed(told_of(universe), Wanted(name=code)).tolist()
    found = []
    for row in rows[:MOST]:
        links = links_of(universe, row)
        best = next(link for link in links if link.target_kind == "name" and link.target == code)
        found.append((best, row, links))
    found.sort(key=lambda one: -one[0].score)
    return tuple(_frame(universe, row, links, best, lang) for best, row, links in found), len(rows)


def story_frame(universe: Universe, news_id: str, lang: str) -> StoryFrame | None:
    """A story with the reason of its best link; None for one that is not there."""
    row = told_of(universe).at.get(news_id)
    if row is None:
        return None
    links = links_of(universe, row)
    return _frame(universe, row, links, links[0] if links else None, lang)


def _frame(universe: Universe, row: int, links: Sequence[Link], best: Link | None, lang: str) -> StoryFrame:
    def text(name: str) -> str:
        return universe.stories.column(name)[row].as_py() or ""

    dated = "" if universe.stories.column("published")[row].is_valid else f" ({say('dated', lang)})"
    return StoryFrame(
        id=text("news_id"),
        day=f"{universe.stories.column('date')[row].as_py():%Y-%m-%d}{dated}",
        title=text("title"),
        summary=text("summary"),
        source=text("source"),
        url=text("url"),
        times=int(told_of(universe).times[row]),
        reason=_reason(universe, best, lang) if best else (),
        spans=tuple(sorted({(k.field, k.start, k.end) for k in links})),
        links=tuple(_ways(universe, links, lang)),
    )


def _reason(universe: Universe, link: Link, lang: str) -> Text:
    """Why a story is linked: theme LEO satellites <- "低轨卫星"."""
    theme = theme_labels(universe, lang).get(link.theme, link.theme)
    route = say("direct", lang) if link.route == "direct" else f"{say('theme', lang)} {theme}"
    return ((f"{route} <- ", "$text-muted"), (f'"{link.term}"', "$text-accent"))


# ── from the story through a theme to a name ────────────────────────────────────────────────────────


def _ways(universe: Universe, links: Sequence[Link], lang: str) -> Iterable[LinkLine]:
    """The names it speaks of; then each theme it speaks of, and below it the names that belong to it."""
    for link in links:
        if link.target_kind == "name" and link.route == "direct":
            yield LinkLine("name", link.target, 0, _evidence(name_words(universe, link.target), link, lang))
    labels = theme_labels(universe, lang)
    for theme in links:
        if theme.target_kind != "theme":
            continue
        label = f"{say('theme', lang)} {labels.get(theme.target, theme.target)}"
        yield LinkLine("theme", theme.target, 0, _evidence(label, theme, lang))
        for link in links:
            if link.target_kind == "name" and link.route == "theme" and link.theme == theme.target:
                member = _members(universe).get((theme.target, link.target))
                why = f"  {member.reason(lang)}" if member else ""
                head = f"-> {name_words(universe, link.target)}"
                yield LinkLine("name", link.target, 1, ((head, ""), (why, "$text-muted")))


def _evidence(target: str, link: Link, lang: str) -> Text:
    place = say(f"in_{link.field}", lang)
    return (
        (target, "bold"),
        ("  <- ", "$text-muted"),
        (f'"{link.term}"', "$text-accent"),
        (f"  {place}  {link.score:.2f}", "$text-muted"),
    )


def name_words(universe: Universe, code: str) -> str:
    """Short name and code."""
    row = universe.row_of.get(code)
    name = universe.table.column("name")[row].as_py() if row is not None else ""
    return clean(f"{name or ''} {code}".strip())


def _members(universe: Universe) -> dict[tuple[str, str], Member]:
    if "members" not in universe.kept:
        universe.kept["members"] = {(t.id, m.code): m for t in universe.themes for m in t.members}
    found: dict[tuple[str, str], Member] = universe.kept["members"]
    return found
