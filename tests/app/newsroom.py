"""A small book with stories of every kind, for the tests of the themes and the news screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import tui

if TYPE_CHECKING:
    from pathlib import Path

COVERAGE = """as_of,code,name,group,rating,rating_source,price,currency,price_date
2026-07-03,600001.SH,青石通信,a,买入,house,10.00,CNY,2026-07-03
2026-07-03,600002.SH,白石光电,a,买入,house,20.00,CNY,2026-07-03
2026-07-03,600003.SH,赤石卫星,b,买入,house,30.00,CNY,2026-07-03
"""
NEWS = """as_of,id,published,title,summary,source,url
2026-07-03,a,2026-07-03,青石通信中标,青石通信与赤石卫星合作，用上霓虹光缆。,社,https://example.com/a
2026-07-03,b,2026-06-30,霓虹光缆涨价,霓虹光缆供不应求。,社,javascript:alert(1)
2026-07-03,c,2026-06-29,霓虹光缆涨价,转载：霓虹光缆供不应求。,社,
2026-07-03,d,2026-05-01,[@click=app.bell]天气转凉[/],与谁都无关。,社,--help
2026-07-03,e,2026-06-10,深空电缆下水,海缆船出发。,社,https://example.com/e
"""
PARENT = """id = "cable"
zh = "线缆"
en = "cables"
description_zh = "传信号的线。"
description_en = "Lines that carry signals."
[terms]
zh = ["线缆行业"]
"""
CHILD = """id = "neon"
parent = "cable"
zh = "霓虹缆"
en = "neon cable"
description_zh = "会发光的缆。"
description_en = "Cables that glow."
[terms]
zh = ["霓虹光缆"]
[[members]]
code = "600002.SH"
name = "白石光电"
reason_zh = "做霓虹光缆的主要一家。"
reason_en = "The main maker of neon cable."
since = 2026-01-01
weight = 0.5
[[members]]
code = "600001.SH"
name = "青石通信"
reason_zh = "用得最多。"
reason_en = "Uses most of it."
[[members]]
code = "600003.SH"
name = "赤石卫星"
reason_zh = "以前做过。"
reason_en = "Used to make it."
until = 2025-12-31
[[members]]
code = "600999.SH"
name = "不在册的"
reason_zh = "也做一点。"
reason_en = "Makes a little."
"""
OTHER = """id = "deep"
parent = "cable"
zh = "深海缆"
en = "deep cable"
[terms]
zh = ["深空电缆"]
"""


def write(folder: Path) -> Path:
    """The book in a folder; its themes are the only ones besides those that ship."""
    files = {
        "book.toml": 'title = "小册"\n',
        "coverage/2026-07-03.csv": COVERAGE,
        "news/2026-07-03.csv": NEWS,
        "themes/cable.toml": PARENT,
        "themes/neon.toml": CHILD,
        "themes/deep.toml": OTHER,
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def newsroom(folder: Path) -> tui.Universe:
    """The book's universe."""
    return tui.load(write(folder))
