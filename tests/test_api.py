"""The Python API: lazy, typed, and without the user's settings."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import tui
from tests.universe.worlds import FULLBOOK, ROOT
from tui.arrow import pa
from tui.universe.themes import Theme

if TYPE_CHECKING:
    from tui.universe.universe import Universe


@pytest.fixture(scope="module")
def sample() -> Universe:
    return tui.load()


def fresh(code: str) -> str:
    """What a new interpreter prints; the checkout is where it runs."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.strip()


def test_links_of_a_file_and_of_a_table(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text("id,title,summary\n7,中 國 移 動股東大會,MZTEC 完成融资\n", encoding="utf-8")
    found = tui.link(path).to_pylist()
    assert [(r["news_id"], r["target"], r["term"], r["start"], r["end"]) for r in found] == [
        ("7", "600941.SH", "中国移动", 0, 7)
    ]
    table = pa.table({"id": ["7"], "title": ["中国移动"], "summary": ["MZTEC"]})
    why = tui.link(table, tui.load(), explain=True).to_pylist()
    assert [(r["target"], r["suppressed"]) for r in why] == [("600941.SH", ""), ("000063.SZ", "boundary")]


TOLD = {"title": ["中国移动", None], "summary": [None, "中国移动"]}


@pytest.mark.parametrize(
    ("columns", "ids"),
    [
        ({"id": [7, 8]}, ["7", "8"]), ({"id": [7.0, 8.5]}, ["7", "8.5"]), ({"id": [None, "b"]}, ["1", "b"]),
        ({"id": [date(2026, 7, 3), None]}, ["2026-07-03", "2"]), ({"id": ["a", ""], "x": [1, 2]}, ["a", "2"]),
    ],
)  # fmt: skip
def test_ids_of_a_table_become_texts(sample: Universe, columns: dict[str, list[Any]], ids: list[str]) -> None:
    table = pa.table(columns | TOLD)
    for given in (table, table.to_batches()[0]):
        found = [r for r in tui.link(given, sample).to_pylist() if r["route"] == "direct"]
        assert [(r["news_id"], r["field"]) for r in found] == list(
            zip(ids, ("title", "summary"), strict=True)
        )


def test_a_missing_summary_counts_as_empty(sample: Universe) -> None:
    plain = {"id": ["a"], "title": ["中国移动"]}
    assert tui.link(pa.table(plain), sample) == tui.link(pa.table(plain | {"summary": [""]}), sample)
    types = pa.table({"id": ["a"], "title": pa.array(["中国移动"]).dictionary_encode()})
    assert tui.link(types, sample).num_rows == tui.link(pa.table(plain), sample).num_rows > 0


def test_a_frame_is_taken_as_a_table_is(sample: Universe) -> None:
    import pandas as pd

    frame = pd.DataFrame({"id": [7, 8], **TOLD, "more": [object(), 1]}, index=[5, 6])
    table = pa.table({"id": ["7", "8"], **TOLD})
    assert tui.link(frame, sample) == tui.link(table, sample)
    with pytest.raises(tui.KanpanError, match="news cannot be read as a table"):
        tui.link(pd.DataFrame({"id": [1, object()], "title": ["a", "b"]}), sample)
    with pytest.raises(tui.KanpanError, match="news: no column id and no column title"):
        tui.link(pd.DataFrame({"x": [1]}), sample)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (None, "news is None; expected a path, or a table (Arrow, pandas) with columns id, title and"),
        ([{"id": 1, "title": "a"}], "news is a list; expected a path, or a table"),
        ({"id": ["a"]}, "news is a dict; expected a path, or a table"),
        (7, "news is a int; expected a path"),
        (pa.table({"a": ["x"], "b": ["y"]}), "news: no column id and no column title; expected id, title"),
        (pa.table({"id": ["x"], "summary": ["y"]}), "news: no column title; expected id, title and summary"),
        (pa.table({}), "news: no column id and no column title; expected id, title and summary; found: no"),
        (pa.table([["1"], ["a"], ["b"]], names=["id", "title", "title"]), "news: 2 columns are called title"),
        (pa.table({"id": ["1"], "title": [["a"]]}), "news: column title holds list<"),
        (pa.table({"id": [b"1"], "title": ["a"]}), "news: column id holds binary; expected text"),
    ],
)  # fmt: skip
def test_what_is_no_table_of_stories_is_one_clear_line(sample: Universe, given: object, told: str) -> None:
    with pytest.raises(tui.KanpanError) as caught:
        tui.link(given, sample)
    assert str(caught.value).startswith(told)
    assert str(caught.value).endswith("found: a, b") == (told.endswith("expected id, title"))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("bk", "universe is a path; load it first: tui.load('bk')"),
        (Path("bk"), "universe is a path; load it first: tui.load('bk')"),
        (7, "universe is a int; expected what tui.load() gives"),
        ("", "universe is a path; load it first: tui.load('')"),
    ],
)
def test_a_universe_that_is_none_is_one_clear_line(given: Any, told: str) -> None:
    with pytest.raises(tui.KanpanError) as caught:
        tui.link(pa.table({"id": ["a"], "title": ["b"]}), given)
    assert str(caught.value) == told


def test_every_name_that_is_offered_is_there() -> None:
    for name in tui.__all__:
        assert getattr(tui, name) is not None
    assert set(tui.__all__) < set(dir(tui))
    with pytest.raises(AttributeError, match="module 'tui' has no attribute 'nope'"):
        _ = tui.nope


def test_importing_loads_nothing() -> None:
    heavy = ("numpy", "pyarrow", "pandas", "textual", "click", "tui.api")
    assert fresh(f"import sys, tui; print([m for m in {heavy} if m in sys.modules])") == "[]"


def test_exporting_loads_neither_pandas_nor_textual_nor_the_heavy_parts_of_pyarrow() -> None:
    heavy = ("pandas", "textual", "rich", "pyarrow.compute", "pyarrow.parquet", "pypinyin")
    code = f"import sys, tui; tui.export(tui.load()); print([m for m in {heavy} if m in sys.modules])"
    assert fresh(code) == "[]"


def test_frames_load_pandas_when_they_are_asked_for() -> None:
    assert fresh("import tui; print(tui.load().to_pandas()['pe_2026E'].max())") == "1172.6"


def test_a_view_as_a_table(sample: Universe) -> None:
    view = tui.View(
        sort=tui.parse_sort("-pe_2026E"), by=tui.By.NONE, columns=("code", "市盈率 2026E"), limit=2
    )
    found = tui.arrange(sample, view)
    assert found.column_names == ["code", "pe_2026E"]
    assert found.to_pylist() == [
        {"code": "600118.SH", "pe_2026E": 1172.6}, {"code": "002281.SZ", "pe_2026E": 112.2},
    ]  # fmt: skip
    assert tui.arrange(sample).num_rows == 13


def test_the_same_bytes_wherever_they_go(sample: Universe, tmp_path: Path) -> None:
    view = tui.View(groups=("operators",), columns=("code", "price"))
    data = tui.export(sample, view)
    assert data == b"code,price\n600941.SH,87.48\n601728.SH,5.43\n600050.SH,4.07\n"
    path = tmp_path / "out.csv"
    assert tui.export(sample, view, path) is None
    assert path.read_bytes() == data
    buffer = io.BytesIO()
    assert tui.export(sample, view, buffer) is None
    assert buffer.getvalue() == data
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]


def test_the_format_by_suffix_or_by_name(sample: Universe, tmp_path: Path) -> None:
    view = tui.View(columns=("code",), limit=1)
    tui.export(sample, view, tmp_path / "a.tsv")
    assert (tmp_path / "a.tsv").read_text() == "code\n600941.SH\n"
    assert tui.export(sample, view, fmt="ndjson") == b'{"code": "600941.SH"}\n'
    assert (tui.export(sample, view, excel=True) or b"").startswith(b"\xef\xbb\xbfcode")
    with pytest.raises(tui.KanpanError):
        tui.export(sample, view, fmt="doc")


def test_states_in_an_export() -> None:
    full = tui.load(FULLBOOK, as_of=date(2026, 7, 3))
    data = tui.export(full, tui.View(groups=("optics",), columns=("code", "pe_2026E"), limit=2), states=True)
    assert data == b"code,pe_2026E,pe_2026E_state\n600104.SH,,loss\n600105.SH,20.8,value\n"


def test_a_name_under_several_themes_says_under_which(sample: Universe) -> None:
    data = tui.export(sample, tui.View(by=tui.By.THEME, themes=("5g-a", "operators"))) or b""
    header, *rows = data.decode().splitlines()
    assert header.endswith(",theme")
    assert {row.rsplit(",", 1)[1] for row in rows} == {"5g-a", "operators"}


def test_themes_of_one_s_own(sample: Universe) -> None:
    mine = Theme("mine", "我的", "mine", "", "", ("算力",), ())
    held = tui.load(themes=[mine])
    assert [t.id for t in held.themes] == ["mine"]
    assert set(held.table.column("themes").to_pylist()) == {""}
    assert len(sample.themes) == 12


def test_a_book_s_themes_stand_over_the_shipped_ones() -> None:
    full = tui.load(FULLBOOK)
    assert next(t for t in full.themes if t.id == "gnss").terms == ("测试北斗", "test navigation")
    assert [p.what for p in full.problems if "broken.toml" in p.file] == ["theme skipped"]


@pytest.mark.parametrize("name", ["no-such-book", "README.nope", ""])
def test_no_book_is_one_clear_line(name: str, tmp_path: Path) -> None:
    with pytest.raises(tui.KanpanError) as caught:
        tui.load(tmp_path / name)
    assert "\n" not in str(caught.value)
    assert str(tmp_path) in str(caught.value)


def test_a_table_as_a_book(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "代码,名称,最新价,pe_ttm,我的分数\n600941,中国移动,87.48,0,7.5\n000001,平安银行,11,5,-1\n",
        encoding="utf-8",
    )
    held = tui.load(path, na=["pe_ttm=0"])
    assert list(held.row_of) == ["600941.SH", "000001.SZ"]
    assert held.table.column("pe_ttm").to_pylist() == [None, 5]
    assert held.table.column("我的分数").to_pylist() == [7.5, -1]
    found = tui.arrange(held, tui.View(sort=tui.parse_sort("我的分数"), by=tui.By.NONE))
    assert found.column("code").to_pylist() == ["000001.SZ", "600941.SH"]


def test_an_export_opens_as_a_book_again(sample: Universe, tmp_path: Path) -> None:
    path = tmp_path / "week.csv"
    tui.export(sample, None, path, states=True)
    again = tui.load(path)
    assert list(again.row_of) == tui.arrange(sample).column("code").to_pylist()
    for name in ("price", "eps_2026E", "pe_2026E", "market_cap"):
        have = dict(zip(again.row_of, again.values(name).tolist(), strict=True))
        assert have == dict(zip(sample.row_of, sample.values(name).tolist(), strict=True)), name


def test_a_report_is_read_without_a_book(tmp_path: Path) -> None:
    path = tmp_path / "weekly.md"
    path.write_text(
        "| 代码 | 简称 | 股价 | EPS2026E | PE2026E | 评级 |\n| --- | --- | --- | --- | --- | --- |\n"
        "| 600941.SH | 中国移动 | 87.48 | 6.13 | 14.3 | 未评级 |\n"
        "| 300308.SZ | 中际旭创 | 1116.00 | 26.87 | 44.5 | 买入 |\n",
        encoding="utf-8",
    )
    report = tui.read_report(path)
    assert [(n.code, n.rating) for n in report.forecast.names] == [
        ("600941.SH", "未评级"),
        ("300308.SZ", "买入"),
    ]
    assert [(d.code, d.column) for d in report.forecast.told] == [("300308.SZ", "pe_2026E")]
    with pytest.raises(tui.KanpanError, match="no such file"):
        tui.read_report(tmp_path / "none.md")
