"""The words of the columns dialog, presets and scales, in Chinese and English."""

from __future__ import annotations

COLUMNS_WORDS: dict[str, tuple[str, str]] = {
    "columns_title": ("列：显示 {} 列，共 {} 列", "Columns: {} of {} on show"),
    "columns_find": (
        "按 / 查找：标签、编号、类别、拼音首字母",
        "/ finds by label, id, family, pinyin initials",
    ),
    "columns_none": ("没有这样的列。esc 看全部。", "No column fits. esc: all of them."),
    "columns_column": ("列", "column"),
    "columns_id": ("编号", "id"),
    "columns_width": ("宽度", "width"),
    "columns_decimals": ("小数", "decimals"),
    "columns_frozen": ("冻结", "frozen"),
    "columns_scale": ("色阶", "scale"),
    "columns_presets": ("现成的几组", "sets"),
    "columns_scaled": (
        "色阶：组内由低（蓝，便宜）到高（橙，贵）；< 最低的五分之一，> 最高的",
        "in its group blue is low (cheap), orange high (dear); < > the end fifths",
    ),
    "columns_last": ("至少要留一列", "one column has to stay"),
    "columns_text": ("文字列没有小数和色阶", "a column of text has neither decimals nor a scale"),
    "columns_hidden": ("先按空格显示这一列", "show the column first, with space"),
    "columns_no_preset": ("这本数据册没有那一组的列", "this book has none of those columns"),
    "mark_scale": (
        "色阶：组内最低或最高的五分之一",
        "colour scale: the lowest or the highest fifth of its group",
    ),
    "mark_more": ("列标题行里：左边或右边还有列", "in the header line: more columns to the left or right"),
    "foot_n": ("n {}/{}", "n {} of {}"),
    "foot_all": ("n {}", "n {}"),
    "foot_median": ("中位 {}", "median {}"),
    "foot_hmean": ("调和 {}", "harmonic {}"),
    "foot_low": ("最小 {}", "min {}"),
    "foot_high": ("最大 {}", "max {}"),
    "foot_losses": ("亏损 {}", "losses {}"),
    "foot_kinds": ("{} 种", "{} distinct"),
    "foot_range": ("{} 至 {}", "{} to {}"),
}
