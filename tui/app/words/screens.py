"""The words of the lines around a screen and of what is folded away, in Chinese and English."""

from __future__ import annotations

SCREENS_WORDS: dict[str, tuple[str, str]] = {
    # the keys of a part
    "foot_pane": ("窗格", "pane"),
    "foot_zoom": ("放大", "zoom"),
    "foot_back": ("返回", "back"),
    "foot_scroll": ("滚动", "scroll"),
    "foot_filter": ("只看它", "show only these"),
    "foot_grid": ("回表格", "to the grid"),
    "foot_hide": ("隐藏", "hide"),
    "foot_grow": ("变大", "larger"),
    "foot_shrink": ("变小", "smaller"),
    "foot_read": ("读全文", "read it"),
    "foot_link": ("链接", "link"),
    "foot_name": ("到这只股票", "to the name"),
    "foot_follow": ("跟去", "follow"),
    "foot_stay": ("停在这里", "stay here"),
    "foot_undo": ("取消", "cancel"),
    "foot_complete": ("补全", "complete"),
    "foot_keep": ("采用", "keep"),
    "foot_history": ("历史", "history"),
    # what is folded away
    "fold_grid": ("表格", "grid"),
    "fold_detail": ("详情", "detail"),
    "fold_news": ("新闻", "news"),
    "fold_side": ("侧栏", "side bar"),
    "fold_list": ("列表", "list"),
    "fold_members": ("成员与说明", "members"),
    "fold_story": ("全文与去向", "story"),
    "fold_history": ("历史", "history"),
    "fold_check": ("详情", "detail"),
    "fold_text": ("简报", "brief"),
    "fold_focus": ("推荐的分组", "focus groups"),
    "fold_movers": ("个股", "names"),
    "fold_moves": ("指数", "indices"),
    # a window that is too small
    "small": ("窗口 {}x{} 太小，至少要 {}x{}", "window {}x{} is too small: {}x{} needed"),
    # what is said once
    "index_alone": (
        "指数只有涨跌，数据册里没有它的成分股；tab 到个股",
        "an index has no names in the book; tab: the names that moved",
    ),
    "import_into": ("现在看的是另一本数据册：{}", "now on show is another book: {}"),
    "news_file": ("文件 news/{}", "file news/{}"),
    "news_files": ("文件 news/{}，另有更早的 {} 份，按 <", "file news/{}, {} earlier: <"),
    "ask_keys": ("enter 确定  esc 关闭", "enter takes it  esc closes"),
    # the names that moved most, where all went one way
    "none_rose": ("无一上涨", "none rose"),
    "none_fell": ("无一下跌", "none fell"),
}
