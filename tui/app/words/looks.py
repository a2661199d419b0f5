"""The words of palettes, of the colour of a rise, and of what is remembered, in Chinese and English."""

from __future__ import annotations

LOOKS_WORDS: dict[str, tuple[str, str]] = {
    "not_kept": ("记不住这次的样子：{}", "the session is not remembered: {}"),
    "looks_title": ("配色与涨跌的颜色", "Palette, and the colour of a rise"),
    "looks_hint": ("输入配色的名字", "name of a palette"),
    "looks_keys": ("上下 试看  enter 采用  esc 还原", "up, down: try  enter: keep  esc: as before"),
    "looks_none": ("没有这样的配色", "no such palette"),
    "looks_palettes": ("配色", "Palettes"),
    "looks_up": ("涨跌的颜色", "The colour of a rise"),
    "up_red": ("红涨绿跌", "red up, green down"),
    "up_green": ("绿涨红跌", "green up, red down"),
    "palette_dark": ("深", "dark"),
    "palette_light": ("浅", "light"),
    "palette_terminal": ("用终端自己的颜色", "the terminal's own colours"),
    "about_kanpan-night": (
        "长时间看不累：不刺眼，每个字与底色的对比度都在 4.5 以上。",
        "For long sessions: nothing glares, and every text has a contrast of 4.5 or more.",
    ),
    "about_kanpan-contrast": (
        "高对比度：每个字与底色的对比度都在 7 以上。",
        "High contrast: every text has a contrast of 7 or more.",
    ),
    "about_palette": ("Textual 自带的配色。", "One of Textual's own."),
    "about_up": (
        "颜色从来不是唯一的记号：正负号总是写出来的。",
        "Colour is never the only sign: plus and minus are always printed.",
    ),
    "looks_kept": ("现在的配色：{}", "the palette is {}"),
}
