"""What a report says besides its tables, as the book's brief: made new, or what lacks in the one there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tomli

from tui.book.write import brief_bytes
from tui.errors import BookError
from tui.report.blocks import Place
from tui.report.diagnostics import Diagnostic, Level
from tui.text import clean, fold, is_cjk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from tui.report.model import Prose, Rating, Report

ENGLISH: Mapping[str, str] = {
    "买入": "buy", "强烈推荐": "strong buy", "强推": "strong buy", "增持": "overweight",
    "谨慎增持": "cautious overweight", "审慎增持": "cautious overweight", "推荐": "recommended",
    "谨慎推荐": "cautious buy", "审慎推荐": "cautious buy", "中性": "neutral", "持有": "hold",
    "减持": "underweight", "卖出": "sell", "回避": "avoid", "未评级": "not rated", "无评级": "not rated",
    "看好": "positive", "看淡": "negative", "强于大市": "outperform", "优于大市": "outperform",
    "同步大市": "in line", "弱于大市": "underperform", "跑赢行业": "outperform", "跑输行业": "underperform",
    "领先大市": "outperform", "落后大市": "underperform",
}  # fmt: skip
_SHOWN = 40  # characters of a long text that are shown
_SCALARS = ("title", "publisher", "sector_rating", "sector_rating_change", "risk_level", "period")


def brief_of(
    report: Report, groups: Sequence[str], price_date: date | None, book_groups: Mapping[str, str]
) -> dict[str, Any]:
    """The brief of a report; {} where it says nothing. groups: the group of each focus group, in order.

    book_groups: the labels of the book's groups by id, for a focus group that has none
    """
    prose = report.prose
    said: dict[str, Any] = {
        **{key: _text(getattr(prose, key)) for key in ("title", "sector", "publisher")},
        **{key: _text(getattr(prose, key)) for key in ("sector_rating", "sector_rating_change")},
        "price_date": price_date,
        "report_date": prose.report_day,
        "period": list(prose.period),
        "risk_level": _text(prose.risk_level),
        "earlier_reports": list(prose.earlier),
        "outlook": _text(prose.outlook),
        "ratings_basis": _text(prose.ratings_basis),
        "risks": _texts(prose.risks),
        "sources": _texts(prose.sources),
        "pictures": _texts(prose.pictures),
        "focus": _focus(prose, groups, book_groups),
        "ratings": [_rating(rating) for rating in prose.ratings],
    }
    out = {key: value for key, value in said.items() if value not in ("", None, [])}
    return out if out.keys() - {"price_date"} else {}


def _focus(prose: Prose, groups: Sequence[str], labels: Mapping[str, str]) -> list[dict[str, Any]]:
    out = []
    for part, group in zip(prose.focus, groups, strict=True):
        one = {"group": group, "label": _text(part.label) or labels.get(group, group)}
        out.append(
            {
                **one,
                **({"reason": reason} if (reason := _text(part.reason)) else {}),
                "codes": list(part.codes),
            }
        )
    return out


def _rating(rating: Rating) -> dict[str, str]:
    word, meaning = _text(rating.rating), _text(rating.meaning)
    english = ENGLISH.get(word, word if word.isascii() else "")
    chinese = meaning if any(map(is_cjk, meaning)) else ""
    said = {"kind": rating.kind, "rating": word, "en": english, "meaning": meaning, "meaning_zh": chinese}
    return {key: value for key, value in said.items() if value}


def brief_file(before: bytes | None, brief: Mapping[str, Any], day: date, file: str) -> bytes | None:
    """The bytes of a date's brief with what the one there is lacks; None where nothing changes.

    Comments and order of the file stay. Raises BookError where it cannot be read or written so.
    """
    if not brief:
        return None
    if before is None:
        return brief_bytes(day, brief)
    held = read(before, file)
    lacking = {key: value for key, value in brief.items() if held.get(key) in (None, "", [])}
    if not lacking:
        return None
    import tomlkit

    document = tomlkit.parse(before.decode("utf-8-sig"))
    tables = {key: value for key, value in lacking.items() if key in {"focus", "ratings"}}
    added = tomlkit.document()
    for key, value in lacking.items():
        if key in held:
            document[key] = value
        elif key not in tables:
            added[key] = value
    # plain keys must stand before the first table of the file
    text = added.as_string() + document.as_string()
    more = brief_bytes(day, {k: v for k, v in tables.items() if k not in held}).decode().partition("\n")[2]
    text = text.rstrip("\n") + "\n" + (f"\n{more.lstrip()}" if more.strip() else "")
    if read(text.encode(), file) != {**held, **lacking}:
        raise BookError(f"{file}: what else stands there would change; put the brief in by hand")
    return text.encode("utf-8")


def read(data: bytes, file: str) -> dict[str, Any]:
    """A TOML file's bytes as a dictionary; raises BookError, one line."""
    try:
        return tomli.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        reason = clean(str(error))[:120]
        raise BookError(f"{file}: not TOML, mend it first: {reason}") from None


def disagreements(
    before: bytes | None, brief: Mapping[str, Any], report: Report, file: str
) -> tuple[Diagnostic, ...]:
    """What the brief that is there says differently: single words each, lists in one note."""
    held = read(before, file) if before is not None else {}
    told = []
    for key in _SCALARS:
        old, new = held.get(key), brief.get(key)
        if old in (None, "", []) or new in (None, "", []) or _folded(old) == _folded(new):
            continue
        both = f"the book has {_folded(old)} ({file}), the report {_folded(new)}"
        told.append(
            Diagnostic(Level.DOUBTFUL, report.file, Place(), key, both, "the book's is kept", column=key)
        )
    longer = [k for k in ("outlook", "risks", "focus", "ratings") if held.get(k) and brief.get(k)]
    other = [k for k in longer if _bare(held[k]) != _bare(brief[k])]
    if "outlook" in other:
        other.remove("outlook")
        both = f"the book has {_cut(held['outlook'])!r} ({file}), the report {_cut(brief['outlook'])!r}"
        told.append(
            Diagnostic(
                Level.NOTE, report.file, Place(), "outlook", both, "the book's is kept", brief["outlook"]
            )
        )
    if other:
        said = f"{', '.join(other)} of {file} differ from the report's"
        told.append(Diagnostic(Level.NOTE, report.file, Place(), said, "", "the book's are kept"))
    return tuple(told)


def _cut(value: Any) -> str:
    """A text's beginning."""
    text = clean(str(value))
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _bare(value: Any) -> Any:
    """What two lists are compared by: folded texts, codes and words."""
    if isinstance(value, list):
        return [_bare(one) for one in value]
    if isinstance(value, dict):
        return {k: _bare(v) for k, v in value.items() if k in {"codes", "kind", "rating"}}
    return fold(value) if isinstance(value, str) else value


def _folded(value: Any) -> str:
    if isinstance(value, list):
        return " to ".join(map(str, value))
    return fold(clean(str(value)))


def _text(text: str) -> str:
    return clean(text).strip()


def _texts(texts: Sequence[str]) -> list[str]:
    return [word for text in texts if (word := _text(text))]
