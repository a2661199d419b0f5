"""A small scope to check queries against: columns, values and saved queries, without a book."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tui.columns import Kind
from tui.query.scope import Field, Name
from tui.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CASES = Path(__file__).parent.parent / "data" / "cases"

YEARS = ("2025A", "2026E", "2027E", "2028E")

_T, _M, _X, _R = Kind.TEXT, Kind.MONEY, Kind.MULTIPLE, Kind.RATIO

# id, kind, Chinese label, English label, other spellings
FIXED: tuple[tuple[str, Kind, str, str, tuple[str, ...]], ...] = (
    ("code", _T, "代码", "code", ()),
    ("name", _T, "简称", "name", ("名称",)),
    ("group", _T, "分组", "group", ()),
    ("rating", _T, "评级", "rating", ()),
    ("industry", _T, "行业", "industry", ()),
    ("themes", Kind.TAGS, "主题", "themes", ("theme",)),
    ("as_of", Kind.DATE, "价格日期", "as of", ()),
    ("price", _M, "股价", "price", ()),
    ("market_cap", _M, "总市值", "market cap", ("市值",)),
    ("pe_ttm", _X, "PE TTM", "PE TTM", ()),
    ("peg", _X, "PEG", "PEG", ()),
    ("eps_cagr", _R, "EPS 复合增速", "EPS CAGR", ("复合增速",)),
    ("pe_to_group", _R, "PE 相对分组", "PE to group", ()),
    ("change_pct", Kind.PERCENT, "涨跌幅%", "day change %", ("涨跌幅",)),
    ("news", Kind.COUNT, "新闻", "news", ()),
    ("checks", Kind.COUNT, "存疑", "checks", ()),
    ("foreign", Kind.NUMBER, "foreign", "foreign", ()),
)

FAMILIES: tuple[tuple[str, Kind, str, str], ...] = (
    ("eps", _M, "每股收益", "EPS"),
    ("pe", _X, "市盈率", "PE"),
    ("source", _T, "预测来源", "source"),
)

# column → (id, other spellings, Chinese first)
VALUES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "code": (("600941.SH", "600941"), ("300308.SZ", "300308"), ("000063.SZ", "000063")),
    "name": (("中国移动",), ("中际旭创",), ("中兴通讯",)),
    "group": (
        ("operators", "运营商", "Operators"),
        ("optical-modules", "光模块", "Optical modules"),
        ("equipment", "通信设备", "Equipment"),
        ("commercial-space", "商业航天", "Commercial space"),
    ),
    "rating": (("买入",), ("增持",), ("未评级",)),
    "industry": (("通信设备",), ("元器件",)),
    "themes": (
        ("ai-compute", "AI算力", "AI compute"),
        ("leo-satellite", "低轨卫星", "LEO satellites"),
        ("tariffs", "关税", "Tariffs"),
        ("5g-a",),
    ),
    **{f"source_{year}": (("house",), ("consensus",), ("huatai",)) for year in YEARS},
}


@dataclass(frozen=True)
class FakeScope:
    """Looks names up the way a universe's scope does; `queries` are the saved ones."""

    queries: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _columns(self) -> dict[str, tuple[Kind, tuple[str, ...]]]:
        """id → kind, (Chinese label, English label, short forms …)."""
        out = {name: (kind, (zh, en, *more)) for name, kind, zh, en, more in FIXED}
        for family, kind, zh, en in FAMILIES:
            for i, year in enumerate(YEARS):
                short = year[2:4]
                spellings = (f"{family}{short}", f"{zh}{short}", f"{family}.fy{i}")
                out[f"{family}_{year}"] = (kind, (f"{zh} {year}", f"{en} {year}", *spellings))
        return out

    @cached_property
    def _by_word(self) -> dict[str, str]:
        spelled = {fold(s): name for name, (_, spellings) in self._columns.items() for s in spellings}
        return {**spelled, **{fold(name): name for name in self._columns}}

    @cached_property
    def _values(self) -> dict[str, dict[str, str]]:
        return {
            column: {fold(spelling): entry[0] for entry in entries for spelling in entry}
            for column, entries in VALUES.items()
        }

    def field(self, word: str) -> Field | None:
        name = self._by_word.get(fold(word))
        return Field(name, self._columns[name][0], word) if name else None

    def known(self, word: str) -> bool:
        return fold(word) in self._by_word or any(fold(word) in v for v in self._values.values())

    def field_names(self) -> Sequence[str]:
        short = [s for _, spellings in self._columns.values() for s in spellings[2:]]
        return (*short, *self._columns, *(s for _, v in self._columns.values() for s in v[:2]))

    def value(self, field: Field, word: str) -> str | None:
        return self._values.get(field.name, {}).get(fold(word))

    def value_names(self, field: Field) -> Sequence[str]:
        return [spelling for entry in VALUES.get(field.name, ()) for spelling in entry]

    def source_of(self, field: Field) -> Field | None:
        family, _, year = field.name.partition("_")
        return self.field(f"source_{year}") if family in {"eps", "pe"} and year in YEARS else None

    def saved(self, name: str) -> str | None:
        return self.queries.get(fold(name))

    def listed(self, name: str) -> None:
        """Nothing is listed."""

    def saved_names(self) -> Sequence[str]:
        return list(self.queries)

    def offered_fields(self, lang: str) -> Sequence[tuple[Field, Name]]:
        out = []
        for name, (kind, spellings) in self._columns.items():
            yearly = name[-1] in "AE" and name[-5:-1].isdecimal()
            en, zh = (spellings[2], spellings[3]) if yearly else (name, spellings[0])
            text, hint = (zh, name) if lang == "zh" else (en, spellings[0])
            out.append((Field(name, kind, text), Name(text, hint)))
        return out

    def offered_values(self, field: Field, lang: str) -> Sequence[Name]:
        out = []
        for entry in VALUES.get(field.name, ()):
            label = entry[1] if len(entry) > 1 else entry[0]
            out.append(Name(label, entry[0]) if lang == "zh" else Name(entry[0], label))
        return out


def cases(file: str) -> list[dict[str, str]]:
    """The rows of a table of cases."""
    with (CASES / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
