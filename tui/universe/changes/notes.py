"""A row's notes as words, in Chinese and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.universe.changes.model import Note

# {a} and {b} are the words before and after; the years follow.
WORDS: dict[str, tuple[str, str]] = {
    "unadjusted": ("未复权", "unadjusted"),
    "verify": ("待核实：跌幅与送转比例吻合", "verify: the drop fits a bonus issue"),
    "rounding": ("在舍入误差内", "within rounding"),
    "source": ("来源 {a} -> {b}", "source {a} -> {b}"),
    "actual": ("预测变为实际", "actual against the last estimate"),
    "loss_to_profit": ("扭亏", "loss to profit"),
    "profit_to_loss": ("转亏", "profit to loss"),
    "deeper_loss": ("亏损扩大", "deeper loss"),
    "smaller_loss": ("亏损收窄", "smaller loss"),
    "no_estimates": ("此前无预测", "no estimates then"),
    "no_estimates_now": ("不再有预测", "no estimates now"),
    "group": ("分组 {a} -> {b}", "group {a} -> {b}"),
    "rating_unordered": ("评级 {a} -> {b} 无从比较", "rating {a} -> {b} cannot be ordered"),
    "rating_source": ("评级来源 {a} -> {b}", "rating source {a} -> {b}"),
    "currency": ("货币 {a} -> {b}", "currency {a} -> {b}"),
    "issue": ("除权，因子 {a}", "share issue, factor {a}"),
    "added": ("新列入名单", "added"),
    "dropped": ("移出名单", "dropped"),
    "joined": ("列入主题 {a}", "theme joined: {a}"),
    "left": ("移出主题 {a}", "theme left: {a}"),
}


def words(note: Note, lang: str) -> str:
    """One note in 'zh' or 'en', its year behind it: within rounding 2027."""
    text = _said(note, lang)
    return f"{text} {note.year}" if note.year else text


def sentence(notes: Sequence[Note], lang: str) -> str:
    """All notes of a row; of one kind the years together: source consensus -> house 2026 2027; unadjusted."""
    years: dict[str, list[int]] = {}
    for note in notes:
        held = years.setdefault(_said(note, lang), [])
        if note.year:
            held.append(note.year)
    joined = "；" if lang == "zh" else "; "
    return joined.join(" ".join((text, *map(str, of))) for text, of in years.items())


def _said(note: Note, lang: str) -> str:
    kind = note.kind
    if kind == "source" and not note.year:
        kind = "rating_source"
    if kind == "no_estimates" and note.a == "now":
        kind = "no_estimates_now"
    return WORDS[kind][lang != "zh"].format(a=note.a, b=note.b)
