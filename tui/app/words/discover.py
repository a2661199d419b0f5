"""The words of the tour, the jump mode, remapped keys and the palette, in Chinese and English."""

from __future__ import annotations

_ABOUT: dict[str, tuple[str, str]] = {
    "about_grid": (
        (
            "表格：一行一只股票，光标停在一格上。排序、筛选、保留与去掉都按光标所在的列和格来做；"
            "下面的窗格跟着光标走。"
        ),
        (
            "The grid: a row a name, the cursor on one cell. Sorting, F and E act on the cursor's cell; "
            "the panes below follow the cursor."
        ),
    ),
    "about_side": (
        "侧栏：分组与主题，各有几只、预测市盈率的中位数。enter 只看它，选“全部”再看所有。",
        (
            "The side bar: groups and themes, each with its names and median forward PE. enter keeps only "
            "its names; the first entry shows all."
        ),
    ),
    "about_news": (
        "光标所在股票的新闻，每条写着为什么相关。enter 打开全文，o 打开链接。",
        (
            "The stories of the name under the cursor, each with the words that linked it. enter opens it in "
            "full, o its link."
        ),
    ),
    "about_themes_rows": (
        "主题的树。enter 回自选，只看它的成员；右边是说明、成员与理由。",
        (
            "The tree of themes. enter goes to the watchlist with its members; beside it what it is about, "
            "who belongs to it and why."
        ),
    ),
    "about_news_rows": (
        "新闻，新的在上。enter 进入正文，由那里可去主题与股票。",
        "The stories, the newest first. enter goes into the story, and from there to its themes and names.",
    ),
    "about_changes_rows": (
        "两个日期之间变了什么：评级、股价、预测与市盈率。右边是光标所在股票的历史。",
        (
            "What changed between two dates: ratings, prices, estimates, PE. Beside it the history of the "
            "name under the cursor."
        ),
    ),
    "about_checks_rows": (
        "存疑的单元格，读入与导入时的问题。右边写着全文与缘由。",
        "Doubtful cells, and the problems of loading and of imports. Beside it each in full.",
    ),
    "about_members": (
        "主题的成员与理由。enter 去自选里的那只股票。",
        "The theme's members, and why each belongs. enter goes to the name on the watchlist.",
    ),
    "about_ways": (
        "这条新闻的去向：主题与股票。enter 前往。",
        "The ways from this story: its themes and names. enter goes there.",
    ),
    "about_moves": ("报告里的指数与行业涨跌。", "The report's moves of indexes and sectors."),
    "about_movers": (
        "涨跌最多的股票。enter 去自选里的那只。",
        "The best and the worst names. enter goes to the name on the watchlist.",
    ),
    "about_waterfall": (
        "各分组的股价变化中位数，以及预测上调与下调的只数。",
        "The median price change of each group, and how many estimates were raised and cut.",
    ),
    "about_history": (
        "光标所在股票在各个日期的情况。",
        "The name under the cursor over all dates.",
    ),
    "about_focus": (
        "报告推荐的分组与股票。enter 去自选里的那只。",
        "The groups and names the report recommends. enter goes to the name on the watchlist.",
    ),
}

_HELP: dict[str, tuple[str, str]] = {
    "help_title": ("帮助 - {}", "Help - {}"),
    "reloaded_keys": ("已重新读入，按键也按设置换了", "reloaded, and the keys as the settings have them now"),
    "help_keys": ("j k 滚动  esc 关闭", "j k scroll  esc closes"),
}

_PALETTE: dict[str, tuple[str, str]] = {
    "palette_title": ("面板", "Palette"),
    "palette_hint": (
        "动作、列、股票、主题、视图、命令；拼音首字母也行",
        "an action, column, name, theme, view or command",
    ),
    "palette_keys": ("上下 选择  enter 去做  esc 关闭", "up/down moves  enter does it  esc closes"),
    "palette_none": ("没有这样的东西。", "Nothing is called that."),
    "palette_more": ("还有 {} 个；多输几个字。", "{} more; type on to narrow."),
    "palette_action": ("动作", "action"),
    "palette_screen": ("屏幕", "screen"),
    "palette_column": ("列", "column"),
    "palette_name": ("股票", "name"),
    "palette_group": ("分组", "group"),
    "palette_theme": ("主题", "theme"),
    "palette_view": ("视图", "view"),
    "palette_query": ("筛选", "query"),
    "palette_command": ("命令", "command"),
    "palette_does_column": ("到这一列；没有显示就加上", "goes to the column; shows it where it is hidden"),
    "palette_does_name": ("到这只股票", "goes to the name"),
    "palette_does_group": ("只看这个分组", "shows only the names of the group"),
    "palette_does_theme": ("只看这个主题", "shows only the names of the theme"),
    "palette_does_view": ("打开这个视图", "opens the view"),
    "palette_does_query": ("用它筛选", "asks this of all names"),
    "palette_does_command": ("放进命令行", "puts the command into the command line"),
    "palette_does_action": ("就做这个", "does it"),
    "palette_does_screen": ("到这一屏", "goes to the screen"),
    "column_shown": ("已加上 {}；u 撤销", "{} is shown now; u takes it away"),
}

_TOUR: dict[str, tuple[str, str]] = {
    "tour_offer": ("{} 六步导览", "{}: a tour in six steps"),
    "tour_title": ("导览 {}/{}  {}", "Tour {}/{}  {}"),
    "tour_keys": ("{} 下一步  {} 离开", "{} next  {} leave"),
    "tour_last": ("{} 完成  {} 离开", "{} done  {} leave"),
    "tour_done": ("做到了。", "Well done."),
    "tour_end": ("导览到此。{} 随时再来，{} 是帮助。", "That was the tour. {} starts it again, {} is help."),
    "tour_find": ("移动与查找", "Move and find"),
    "tour_find_text": (
        "{0} 或方向键移动。{1} 查找：按下它，输入 zgyd（中国移动的拼音首字母），回车。",
        "{0} or the arrows move. {1} finds: press it, type zgyd (pinyin initials of a name), then enter.",
    ),
    "tour_sort": ("排序", "Sort"),
    "tour_sort_text": (
        "用 {0} 走到一列，按 {1} 降序，{2} 升序。{3} 换分法：分组、主题、评级、不分。",
        "Go to a column with {0}; {1} sorts it descending, {2} ascending. {3} regroups the rows.",
    ),
    "tour_query": ("筛选", "Screen with a query"),
    "tour_query_text": (
        "按 {0}，输入 pe26 < 45 ，行边输边变，回车留下。{1} 撤销，{2} 重做。",
        "Press {0} and type pe26 < 45 : the rows follow as you type, enter keeps it. {1} undoes, {2} redoes.",
    ),
    "tour_why": ("问为什么", "Ask why"),
    "tour_why_text": (
        "按 {0}：这只股票为什么入选或落选，差一点的有谁。esc 回来。",
        "Press {0}: why this name is in or out, and which names just miss. esc comes back.",
    ),
    "tour_screens": ("七个屏幕", "Seven screens"),
    "tour_screens_text": (
        "{0} 主题，{1} 新闻……{2} 简报，{3} 回到自选。{4} 给每一处标上字母，按字母就到。",
        "{0} themes, {1} news … {2} the brief; {3} comes back. {4} puts a letter on every place to go to.",
    ),
    "tour_out": ("带走结果", "Take it with you"),
    "tour_out_text": (
        "{0} 导出眼前的表，{1} 复制得到同样结果的命令，{2} 运行命令。{3} 是面板，什么都找得到。",
        (
            "{0} exports what you see, {1} copies the shell command of the same bytes, {2} runs commands. "
            "{3} finds everything."
        ),
    ),
}

_JUMP: dict[str, tuple[str, str]] = {
    "jump_hint": ("按字母跳过去，esc 不跳", "type a letter to go there, esc stays"),
}

_COMMAND: dict[str, tuple[str, str]] = {
    "command_quote": (
        "有空格的名字要加引号：{}  (tab 或 enter 改好)",
        "a name with spaces wants quotes: {}  (tab or enter puts them)",
    ),
    "command_open_quote": ("还差一个引号 {}", "the quote {} is not closed yet"),
    "command_paths": ("tab 换下一个：{}", "tab goes on: {}"),
}

DISCOVER_WORDS: dict[str, tuple[str, str]] = {**_ABOUT, **_HELP, **_PALETTE, **_TOUR, **_JUMP, **_COMMAND}
