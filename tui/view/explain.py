"""Explanations of a query: the clause tree as lines for the screen and the shell, and as Arrow tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from tui.arrow import pa
from tui.columns import Kind
from tui.query.why import Verdict
from tui.text import cell_width, clean, pad
from tui.view.explain_words import ENDINGS, day_of, margin_words, safe, sides, word
from tui.view.format import narrow, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tui.query.misses import Miss
    from tui.query.why import Clause, Side

Part = tuple[str, str]  # a text and its role: 'true', 'false', 'unknown', 'dim' or ''
Line = tuple[Part, ...]

WIDEST_TEXT = 64  # cells of a clause's text in a line
GAP = "  "

WHY_KINDS = {
    "depth": "count", "clause": "text", "verdict": "text", "left_text": "text", "left": "text",
    "operator": "text", "right_text": "text", "right": "text", "margin": "number", "share": "ratio",
    "theme": "text",
}  # fmt: skip
NEAR_KINDS = {
    "code": "text", "name": "text", "clause": "text", "left": "text", "operator": "text", "right": "text",
    "margin": "number", "share": "ratio",
}  # fmt: skip


_OPERATORS = {"=": "is", "!=": "is not"}  # a cell that begins with = would be taken for a formula


class ByRow(Protocol):
    """Texts by row of the universe: a list, or a mapping of the rows that are asked for."""

    def __getitem__(self, row: int, /) -> str | None: ...


def why_lines(
    clause: Clause, lang: str, name_label: str = "", labels: Mapping[str, str] | None = None
) -> list[Line]:
    """The explanation of one row, in 'zh' or 'en': a line with the name and the outcome, then one a clause.

    Each line is (text, role) parts; what follows the clause is aligned by cell width. No character of
    ambiguous width but letters that have no twin.
    labels: ids of values → labels to show for them
    """
    shown = list(_walk(clause))
    texts = [safe(f"{'  ' * depth}{each.text}", WIDEST_TEXT) for depth, each in shown]
    values = [sides(each, lang, labels or {}) for _, each in shown]
    marks = [word(each.verdict, lang) for _, each in shown]
    widths = [max(map(cell_width, column)) for column in (marks, texts, values)]
    lines: list[Line] = []
    if name_label:
        outcome = word(ENDINGS[clause.verdict], lang)
        lines.append(((narrow(clean(name_label)), ""), (GAP, ""), (outcome, clause.verdict.value)))
    for (_, each), mark, text, value in zip(shown, marks, texts, values, strict=True):
        role = each.verdict.value
        lines.append(
            (
                (pad(mark, widths[0]), role),
                (GAP + pad(text, widths[1]), "dim" if each.left is None else ""),
                (GAP + pad(value, widths[2]), "dim" if each.left is None else ""),
                (GAP + margin_words(each, lang), "dim" if each.verdict is Verdict.TRUE else role),
            )
        )
    return [_trimmed(line) for line in lines]


def why_text(clause: Clause, lang: str, name_label: str = "", labels: Mapping[str, str] | None = None) -> str:
    """The explanation as plain text, a line a clause, without a line end at its end."""
    lines = why_lines(clause, lang, name_label, labels)
    return "\n".join("".join(text for text, _ in line) for line in lines)


def why_table(clause: Clause) -> Any:
    """One row a clause, top down: depth (count), the rest as WHY_KINDS says.

    left and right are text: a figure as it reads back, a date, ids joined by ';', or the state where
    there is no value.
    """
    rows = [
        {
            "depth": float(depth),
            "clause": each.text,
            "verdict": each.verdict.value,
            "left_text": each.left and each.left.text,
            "left": _plain(each.left),
            "operator": _OPERATORS.get(each.operator, each.operator) or None,
            "right_text": each.right and each.right.text,
            "right": _plain(each.right),
            "margin": _rounded(each.margin),
            "share": _rounded(each.share),
            "theme": each.tag or None,
        }
        for depth, each in _walk(clause)
    ]
    return _table(rows, WHY_KINDS)


def near_table(misses: Sequence[Miss], codes: ByRow, names: ByRow) -> Any:
    """One row a near miss, in the order given, as NEAR_KINDS says; codes and names by row of the universe."""
    rows = [
        {
            "code": codes[miss.row],
            "name": names[miss.row],
            "clause": miss.clause.text,
            "left": _plain(miss.clause.left),
            "operator": _OPERATORS.get(miss.clause.operator, miss.clause.operator) or None,
            "right": _plain(miss.clause.right),
            "margin": _rounded(miss.clause.margin),
            "share": _rounded(miss.share),
        }
        for miss in misses
    ]
    return _table(rows, NEAR_KINDS)


def _table(rows: list[dict[str, Any]], kinds: Mapping[str, str]) -> Any:
    fields = [(name, pa.string() if kind == "text" else pa.float64()) for name, kind in kinds.items()]
    return pa.Table.from_pylist(rows, schema=pa.schema(fields))


def _rounded(figure: float | None) -> float | None:
    """A difference without the noise of its last binary digits: 45 - 69.3 is -24.3."""
    return None if figure is None else float(f"{figure:.12g}")


def _walk(clause: Clause, depth: int = 0) -> Iterator[tuple[int, Clause]]:
    """Every clause with its depth; a not around one test is told as one clause."""
    yield depth, clause
    if clause.left is None:
        for child in clause.children:
            yield from _walk(child, depth + 1)


def _trimmed(line: Line) -> Line:
    """The line without spaces and empty parts at its end."""
    parts = list(line)
    while parts and not (text := parts[-1][0].rstrip()):
        parts.pop()
    return (*parts[:-1], (text, parts[-1][1])) if parts else ()


def _plain(side: Side | None) -> str | None:
    """A side in a table."""
    if side is None:
        return None
    if side.value is None:
        return side.state or None
    if isinstance(side.value, tuple):
        return ";".join(side.value)
    if isinstance(side.value, str):
        return side.value
    return str(day_of(side.value)) if side.kind is Kind.DATE else plain(side.value)
