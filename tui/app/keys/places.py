"""The parts of the session that have keys, and which of them a screen is made of."""

from __future__ import annotations

PLACES = {
    "grid": ("表格", "grid"),
    "watchlist": ("自选", "watchlist"),
    "news": ("新闻", "news"),
    "lists": ("自选以外的各屏", "screens beside the watchlist"),
    "list": ("侧栏、新闻、成员", "side bar, news, members"),
    "text": ("正文", "texts"),
    "app": ("到处", "everywhere"),
    "modal": ("每个对话框", "every dialog"),
    "dialog": ("对话框", "dialogs"),
    "import": ("导入", "import"),
    "columns": ("选列", "choosing columns"),
    "help": ("帮助", "help"),
    "confirm": ("确认", "a question"),
    "line": ("一行输入", "a line to type"),
    "find": ("查找", "find line"),
    "query": ("筛选栏", "query bar"),
    "command": ("命令行", "command line"),
    "finder": ("可查找的列表", "lists one types in"),
    "mylists": ("自己的名单", "lists of one's own"),
    "why": ("为什么", "why"),
    "story": ("一条新闻", "a story"),
    "compare": ("比较", "compare"),
    "picture": ("散点图", "picture"),
    "plot": ("图里的点", "points of a picture"),
    "tour": ("导览", "tour"),
    "jump": ("跳转", "jump"),
}

SCREENS = (
    *(("1", "watchlist"), ("2", "themes"), ("3", "news")),
    *(("4", "market"), ("5", "changes"), ("6", "checks"), ("7", "brief")),
)  # the key of each, in the order of the title

PARTS = {
    "watchlist": ("grid", "watchlist", "list", "app"),
    "themes": ("lists", "grid", "list", "text", "app"),
    "news": ("news", "lists", "grid", "list", "text", "app"),
    "market": ("lists", "grid", "list", "app"),
    "changes": ("lists", "grid", "app"),
    "checks": ("lists", "grid", "text", "app"),
    "brief": ("lists", "text", "list", "app"),
}  # the parts of the session that a screen is made of, in the order of its help
