"""kanpan brief: what the report says besides its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from tui.cli.options import book_options, opened, out_options, plain_columns, write_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.book.brief import Brief
    from tui.cli.options import Output, Source

HEADS = (
    "title", "sector", "publisher", "sector_rating", "price_date", "report_date", "period", "risk_level",
    "outlook", "ratings_basis",
)  # fmt: skip


class Line(NamedTuple):
    """One row: part is report, focus, risk, rating, earlier, source or picture; n counts inside a part."""

    part: str
    n: int
    label: str
    text: str
    codes: str = ""


@click.command("brief", epilog="Example: kanpan brief -f md")
@book_options
@out_options
def command(wanted: Source, out: Output) -> None:
    """List what the report says besides its tables, a row a thing: its head, focus groups, risks, ratings.

    part is report, focus, risk, rating, earlier, source or picture; n counts inside a part; codes are joined
    by a semicolon.
    """
    from tui.arrow import pa

    brief = opened(wanted).brief(wanted.as_of)
    found = list(lines(brief)) if brief else []
    for problem in brief.problems if brief else ():
        click.echo(str(problem), err=True)
    kinds = {"part": "text", "n": "count", "label": "text", "text": "text", "codes": "tags"}
    types = [pa.int64() if name == "n" else pa.string() for name in kinds]
    rows = zip(*found, strict=True) if found else [[] for _ in kinds]
    columns = [pa.array(list(cells), type=kind) for cells, kind in zip(rows, types, strict=True)]
    write_table(pa.table(columns, names=list(kinds)), plain_columns(**kinds), out)


def lines(brief: Brief) -> Iterator[Line]:
    """The rows of a brief in the order of its parts."""
    heads = {name: getattr(brief, name) for name in HEADS}
    if brief.sector_rating and brief.sector_rating_change:
        heads["sector_rating"] = f"{brief.sector_rating} ({brief.sector_rating_change})"
    heads["period"] = " to ".join(map(str, brief.period))
    said = [(name, str(value)) for name, value in heads.items() if value]
    for n, (name, said_text) in enumerate(said, 1):
        yield Line("report", n, name, said_text)
    for n, focus in enumerate(brief.focus, 1):
        yield Line("focus", n, focus.label or focus.group, focus.reason, ";".join(focus.codes))
    for n, risk in enumerate(brief.risks, 1):
        yield Line("risk", n, "", risk)
    for n, rating in enumerate(brief.ratings, 1):
        yield Line("rating", n, f"{rating.kind} {rating.rating}".strip(), rating.meaning_zh or rating.meaning)
    parts = (("earlier", brief.earlier_reports), ("source", brief.sources), ("picture", brief.pictures))
    for part, texts in parts:
        for n, text in enumerate(texts, 1):
            yield Line(part, n, "", str(text))
