"""A book as an import leaves it, for the tests of the screens that show a report."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tui.book.imports import ImportRow, imports_bytes, imports_name

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 7, 3)
FILES = {
    "book.toml": 'title = "小册"\n[[groups]]\nid = "a"\nzh = "甲组"\nen = "group a"\n',
    "coverage/2026-07-03.csv": """as_of,code,name,group,rating,rating_source,price,currency,price_date
2026-07-03,600001.SH,青石通信,a,买入,house,10.00,CNY,2026-07-03
2026-07-03,600002.SH,白石光电,a,买入,house,20.00,CNY,2026-07-03
2026-07-03,600003.SH,赤石卫星,b,买入,house,30.00,CNY,2026-07-03
""",
    "estimates/2026-07-03.csv": """as_of,code,year,basis,eps,pe_printed,source
2026-07-03,600001.SH,2025,A,1.00,10.0,house
2026-07-03,600001.SH,2026,E,2.00,7.0,house
2026-07-03,600002.SH,2025,A,1.00,20.0,consensus
2026-07-03,600002.SH,2026,E,2.00,100.0,consensus
""",
    "market/2026-06-30.csv": """as_of,code,name,price
2026-06-30,600001.SH,青石通信,8.00
2026-06-30,600002.SH,白石光电,25.00
""",
    "sectors/2026-07-03.csv": """as_of,period_start,period_end,level,index,change_pct
2026-07-03,2026-06-29,2026-07-03,sub-sector,[b]光缆[/b],-20.00
2026-07-03,2026-06-29,2026-07-03,sector,通信,10.00
2026-07-03,2026-06-29,2026-07-03,market,大盘指数,0.00
2026-07-03,2026-06-29,2026-07-03,sub-sector,没有数的,
2026-07-03,2026-06-29,2026-07-03,theme,别的层级,0.05
""",
    "brief/2026-07-03.toml": """as_of = 2026-07-03
title = "小周报"
publisher = "小所"
sector = "通信"
sector_rating = "推荐"
sector_rating_change = "维持"
risk_level = "R4"
outlook = "[@click=app.quit]继续看好[/]光缆。"
risks = ["宏观恶化", "进展慢"]
sources = ["Wind"]
pictures = ["图1：一级行业涨跌幅", "图2：子板块涨跌幅"]
earlier_reports = [2026-06-16, 2026-06-10]
[[focus]]
group = "b"
label = "卫星"
reason = "发射多了"
codes = ["600003.SH"]
[[focus]]
group = "a"
label = "甲组"
codes = ["600001.SH", "600999.SH"]
[[ratings]]
kind = "stock"
rating = "买入"
en = "buy"
meaning = "10% ahead"
meaning_zh = "领先一成"
[[ratings]]
kind = "sector"
rating = "推荐"
en = "recommended"
meaning = "good"
""",
}
ROW = "600001.SH | 青石通信 | 10.00 | 1.00 | 2.00 | 10.0 | 7.0"
SAID = (
    ImportRow("2026-07-03", "row", "weekly.txt", 0, 60, "600001.SH", text=ROW),
    ImportRow("2026-07-03", "note", "weekly.txt", 0, 55, read="年份缺 A", done="按实际年"),
    ImportRow(
        *("2026-07-03", "doubtful", "weekly.txt", 2, 60, "600001.SH", "pe_2026E"),
        *("PE 2026E 7.0", "4.98 至 5.02", "kept and marked", ""),
    ),
    ImportRow(
        *("2026-07-03", "refused", "weekly.txt", 2, 66, "", ""),
        *("9.060.190.31", "figures apart", "row left out", "600009赭石9.060.190.31\x1b[31m"),
    ),
)


def write(folder: Path) -> Path:
    """The book in a folder."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    path = folder / imports_name(DAY)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(imports_bytes(SAID))
    return folder
