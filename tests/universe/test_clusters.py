"""Which stories are the same one."""

from __future__ import annotations

from datetime import date

import pytest

from tui.arrow import pa
from tui.universe.clusters import clusters

FIRST, SECOND = date(2026, 7, 1), date(2026, 7, 2)


@pytest.mark.parametrize(
    ("titles", "found"),
    [
        ([], ""),
        ([("中国移动上调资本开支", FIRST)], "0"),
        ([("中国移动上调资本开支", FIRST), ("中国移动　上调资本开支！", SECOND)], "00"),
        ([("中國移動上調資本開支", FIRST), ("中国移动上调资本开支", FIRST)], "00"),
        ([("ZTE Wins Order", FIRST), ("zte wins order", SECOND)], "00"),
        ([("快讯：中国移动上调资本开支", FIRST), ("中国移动上调资本开支", FIRST)], "00"),
        ([("中国移动上调资本开支", FIRST), ("快讯：中国移动上调资本开支", FIRST)], "00"),
        ([("快讯：中国移动上调资本开支", FIRST), ("中国移动上调资本开支", SECOND)], "01"),
        ([("中国移动", FIRST), ("中国移动上调资本开支", FIRST)], "01"),
        ([("甲乙丙丁戊己庚", FIRST), ("别的故事一二三", FIRST), ("a甲乙丙丁戊己庚", FIRST)], "010"),
        ([("甲乙丙丁戊己一二三四五六", FIRST), ("甲乙丙丁戊己", FIRST), ("一二三四五六", FIRST)], "000"),
        ([("", FIRST), ("", FIRST), (None, FIRST)], "012"),
    ],
)
def test_clusters(titles: list[tuple[str | None, date]], found: str) -> None:
    ids = pa.array([str(i) for i in range(len(titles))], type=pa.string())
    days = pa.array([day for _, day in titles], type=pa.date32())
    texts = pa.array([title for title, _ in titles], type=pa.string())
    stories = pa.table({"news_id": ids, "date": days, "title": texts})
    assert "".join(clusters(stories)) == found
