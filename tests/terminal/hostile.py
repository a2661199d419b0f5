"""Books that no one would wish for: escapes, markup and endless names in every text; no rows; 200 columns."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

DAY, EARLIER = "2026-07-03", "2026-06-26"
LONG = 10_000
ESCAPES = (
    "\x1b]52;c;SE9TVElMRQ==\x07",  # writes the clipboard
    "\x1b]0;HOSTILE\x07",  # the window's title
    "\x1b[2J\x1b[HHOSTILE",
    "\x1b[?1049l\x1b[?25h\x1bc",
    "\x9b31m\x9d0;HOSTILE\x9c\x90q\x9c",  # the same by C1 controls
    "\u202eHOSTILE\u202c\u2066x\u2069\u200b\u200d\ufeff",  # right to left, isolates, zero width
    "\x00\x01\x07\x08\x0e\x7f\x85\u2028",
    "[@click=app.quit]HOSTILE[/] [bold red]x[/bold red] [/] [link=file:///etc/passwd]x[/link] [",
    "{0.__class__} %s $(reboot) `reboot` ${HOME} \\x1b[2J &lt;script&gt;<script>alert(1)</script>",
    "e\u0301\u0301\u0301" * 40 + "\U0001f468\u200d\U0001f469\u200d\U0001f467\U0001f1e8\U0001f1f3\ufe0f",
    "\u3000\u00a0\t 甲\ufdfd\u0e33\U00020000",
)
NUMBERS = ("nan", "inf", "-inf", "1e308", "-1e308", "1e-320", "-0", "", "0", "abc", "1e999", "7.5", "-3.2")


def hostile(place: Path, rows: int = 40) -> Path:
    """A whole book with hostile text in every cell that takes text, and every kind of number."""
    (place / "themes").mkdir(parents=True)
    names = [f"{i}{ESCAPES[i % len(ESCAPES)]}" for i in range(rows)]
    names[3] = "超长" * (LONG // 2)
    codes = [f"{600000 + i}.SH" for i in range(rows)]
    number = NUMBERS[0:].__getitem__
    groups = [f"g{i}{escape}" for i, escape in enumerate(ESCAPES)]
    toml = "".join(
        f"[[groups]]\nid = {quoted(g)}\nzh = {quoted('组' + g)}\nen = {quoted(g * 3)}\n" for g in groups
    )
    write(
        place / "book.toml",
        f"title = {quoted(ESCAPES[0] + 'T' * LONG)}\npublisher = {quoted(ESCAPES[1])}\n{toml}",
    )
    write(place / "names.toml", "".join(
        f"[{quoted(code)}]\naliases = [{quoted('别名' + escape)}]\nenglish = [{quoted(escape)}]\n"
        for code, escape in zip(codes, ESCAPES, strict=False)
    ))  # fmt: skip
    for n, day in enumerate((EARLIER, DAY)):
        table(place / "coverage" / f"{day}.csv", (
            {"as_of": day, "code": code, "name": name, "group": groups[i % len(groups)],
             "rating": ("买入", "增持", ESCAPES[(i + n) % len(ESCAPES)])[i % 3],
             "rating_source": ESCAPES[i % 5],
             "price": number((i + n) % len(NUMBERS)),
             "currency": ("CNY", ESCAPES[2])[i % 2], "price_date": day,
             f"note{ESCAPES[1]}": ESCAPES[i % len(ESCAPES)]}
            for i, (code, name) in enumerate(zip(codes, names, strict=True))
        ))  # fmt: skip
        table(place / "estimates" / f"{day}.csv", (
            {"as_of": day, "code": code, "year": str(year), "basis": "A" if year == 2025 else "E",
             "eps": number((i + year + n) % len(NUMBERS)),
             "pe_printed": number((i * 3 + year) % len(NUMBERS)),
             "source": ESCAPES[i % len(ESCAPES)]}
            for i, code in enumerate(codes) for year in (2025, 2026, 2027, 2028)
        ))  # fmt: skip
        table(place / "market" / f"{day}.csv", (
            {"as_of": day, "code": code, "name": name, "price": number((i + 5) % len(NUMBERS)),
             "change_pct": number((i + n) % len(NUMBERS)), "pe_ttm": number(i % len(NUMBERS)),
             "market_cap": number((i + 3) % len(NUMBERS)), "industry": ESCAPES[i % len(ESCAPES)]}
            for i, (code, name) in enumerate(zip(codes, names, strict=True))
        ))  # fmt: skip
        table(place / "news" / f"{day}.csv", (
            {"as_of": day, "id": f"n{n}{i}{escape}", "published": (day, "", escape)[i % 3],
             "title": f"别名{escape} 算力 {name[:2000]}",
             "summary": (escape + " 卫星 ") * 30, "source": escape,
             "url": ("https://example.com/?" + escape, "javascript:alert(1)", "-oProxy", "file:///etc/passwd",
                     "https://example.com/a")[i % 5]}
            for i, (escape, name) in enumerate(zip(ESCAPES, names, strict=False))
        ))  # fmt: skip
        table(place / "sectors" / f"{day}.csv", (
            {"as_of": day, "period_start": EARLIER, "period_end": day,
             "level": ("market", "sector", "stock")[i % 3],
             "index": f"{i}{escape}", "change_pct": NUMBERS[i % len(NUMBERS)]}
            for i, escape in enumerate(ESCAPES)
        ))  # fmt: skip
        write(place / "brief" / f"{day}.toml", brief(day, codes, groups))
    write(place / "themes" / "hostile.toml", (
        f'id = "hostile"\nzh = {quoted("主题" + ESCAPES[0])}\nen = {quoted(ESCAPES[7])}\n'
        f"description_zh = {quoted(''.join(ESCAPES))}\ndescription_en = {quoted(''.join(ESCAPES))}\n"
        f"[terms]\nzh = [{quoted('算力')}, {quoted('卫星')}]\n"
        f"[[members]]\ncode = {quoted(codes[0])}\nreason = {quoted(ESCAPES[3])}\n"
    ))  # fmt: skip
    return place


def wide(place: Path) -> Path:
    """A table of 200 columns besides code and name."""
    place.mkdir(parents=True)
    kinds = ("{}.5", "-{}", "文字{}", "nan", "")
    heads = [f"列{c}{ESCAPES[(2, 5, 7)[c % 3]]}" for c in range(200)]
    table(place / "wide.csv", (
        {"code": f"{i:06d}.SZ", "name": f"股{i}",
         **{head: kinds[c % 5].format(i) for c, head in enumerate(heads)}}
        for i in range(60)
    ))  # fmt: skip
    return place / "wide.csv"


def one_row(place: Path) -> Path:
    """A table of one row."""
    place.mkdir(parents=True)
    table(
        place / "one.csv",
        ({"code": "600941.SH", "name": "中国移动", "group": "g", "price": "1"} for _ in "1"),
    )
    return place / "one.csv"


def empty(place: Path) -> Path:
    """A book whose tables have headers and nothing else."""
    place.mkdir(parents=True)
    heads = {
        "coverage": "as_of,code,name,group,rating,rating_source,price,currency,price_date",
        "estimates": "as_of,code,year,basis,eps,pe_printed,source",
        "market": "as_of,code,name,price,change_pct,pe_ttm",
        "news": "as_of,id,published,title,summary,source,url",
        "sectors": "as_of,period_start,period_end,level,index,change_pct",
    }
    for name, head in heads.items():
        write(place / name / f"{DAY}.csv", head + "\n")
    write(place / "book.toml", 'title = ""\n')
    return place


def brief(day: str, codes: list[str], groups: list[str]) -> str:
    """The report's own words, hostile."""
    fields = (
        "title",
        "sector",
        "publisher",
        "sector_rating",
        "sector_rating_change",
        "risk_level",
        "outlook",
    )
    lines = [
        f"{name} = {quoted(escape + '卫星' * 500)}" for name, escape in zip(fields, ESCAPES, strict=False)
    ]
    return "\n".join([
        f"as_of = {day}", f"price_date = {day}", f"period = [{EARLIER}, {day}]", *lines,
        f"risks = [{', '.join(map(quoted, ESCAPES))}]",
        f"[[focus]]\ngroup = {quoted(groups[0])}\nlabel = {quoted(ESCAPES[5])}",
        f"reason = {quoted(ESCAPES[7])}",
        f"codes = [{quoted(codes[0])}, {quoted('999999.SH' + ESCAPES[0])}]\n",
    ])  # fmt: skip


def quoted(text: str) -> str:
    """A TOML string."""
    return '"' + "".join(
        f"\\U{ord(c):08x}" if c in '"\\' or not c.isprintable() else c for c in text
    ) + '"'  # fmt: skip


def write(path: Path, text: str) -> None:
    """Write a file and the folders that it stands in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="")


def table(path: Path, rows: object) -> None:
    """Write rows as CSV, the first row's keys as header."""
    made = list(rows)  # type: ignore[call-overload]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(made[0]))
        writer.writeheader()
        writer.writerows(made)
