"""PDF pages drawn from a table's rows, for the reader to read back."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FONT = "STSong-Light"
YEARS = ("2025A", "2026E", "2027E", "2028E")
WIDTH, HEIGHT = 595, 842
LEFTS = (40, 105)
RIGHTS = (195, 230, 265, 300, 335, 375, 415, 455, 490)
RATING = 505
NAMES = (
    ("600941.SH", "中国移动", 92.10, (6.33, 6.13, 6.35, 6.62), "未评级"),
    ("601728.SH", "中国电信", 6.12, (0.36, 0.33, 0.34, 0.36), "未评级"),
    ("300308.SZ", "中际旭创", 1216.00, (9.72, 26.87, 51.98, 74.99), "买入"),
    ("300394.SZ", "天孚通信", 250.10, (2.59, 3.61, 4.65, 5.86), "买入"),
    ("300502.SZ", "新易盛", 526.00, (9.59, 13.17, 16.29, 35.89), "增持"),
    ("600118.SH", "中国卫星", 86.30, (0.03, 0.07, 0.15, 0.19), "未评级"),
    ("300627.SZ", "华测导航", 28.60, (0.87, -0.12, 1.03, 1.35), "未评级"),
    ("000063.SZ", "中兴通讯", 36.38, (1.17, 1.42, 1.66, 1.77), "增持"),
    ("603236.SH", "移远通信", 51.80, (2.91, 2.31, 3.08, 4.33), "买入"),
)


def rows() -> list[list[str]]:
    """Code, name, price, four EPS, four PE, rating."""
    return [
        [code, name, f"{price:,.2f}", *(f"{e:.2f}" for e in eps), *(f"{price / e:,.1f}" for e in eps), rating]
        for code, name, price, eps, rating in NAMES
    ]


class Pages:
    """A PDF in the making; heights count from the top."""

    def __init__(self, **options: Any) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.pdfgen.canvas import Canvas

        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=(WIDTH, HEIGHT), **options)

    def text(self, x: float, y: float, words: str, size: float = 8, align: str = "l") -> None:
        self.canvas.setFont(FONT, size)
        draw: dict[str, Callable[..., None]] = {
            "l": self.canvas.drawString,
            "r": self.canvas.drawRightString,
            "c": self.canvas.drawCentredString,
        }
        draw[align](x, HEIGHT - y, words)

    def line(self, x: float, y: float, to_x: float, to_y: float) -> None:
        self.canvas.line(x, HEIGHT - y, to_x, HEIGHT - to_y)

    def turn(self) -> None:
        self.canvas.showPage()

    def data(self) -> bytes:
        self.canvas.save()
        return self.buffer.getvalue()

    def head(self, y: float) -> float:
        """A header of two lines, EPS and PE centred over their years; the height of the first row."""
        self.text(LEFTS[0], y + 6, "股票代码")
        self.text(LEFTS[1], y + 6, "股票简称")
        self.text(RIGHTS[0], y, "2026/7/3", align="r")
        self.text(RIGHTS[0], y + 12, "股价 (元)", align="r")
        self.text(275, y, "EPS (元)", align="c")
        self.text(423, y, "PE", align="c")
        self.text(RATING, y + 6, "投资评级")
        for x, year in zip(RIGHTS[1:], YEARS * 2, strict=True):
            self.text(x, y + 12, year, align="r")
        return y + 28

    def body(self, y: float, cells: Sequence[Sequence[str]], lead: float = 14) -> float:
        """Rows of figures aligned to the right; the height after the last."""
        for row in cells:
            for x, words in zip(LEFTS, row, strict=False):
                self.text(x, y, words)
            for x, words in zip(RIGHTS, row[2:], strict=False):
                self.text(x, y, words, align="r")
            self.text(RATING, y, row[-1])
            y += lead
        return y
