"""Every key of the session in one table: bindings, help, the key line and the README come from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.binding import Binding

TWINS = {"/": "／", "?": "？", "[": "【", "]": "】", "<": "《", ">": "》", ":": "："}


@dataclass(frozen=True, slots=True)
class Key:
    """One binding.

    id: stable name, for remapping; where: the part of the session that has it; keys: comma-separated
    action: what it runs; zh, en: what it does; short: in the key line, as (zh, en), '' for not there
    shown: the keys as help and the key line print them
    first: it acts before the part that has the focus does
    """

    id: str
    where: str
    keys: str
    action: str
    zh: str
    en: str
    shown: str
    short: tuple[str, str] = ("", "")
    first: bool = False


KEYS: tuple[Key, ...] = (
    Key("grid.down", "grid", "down,j", "step(1)", "下一行", "next row", "j, down"),
    Key("grid.up", "grid", "up,k", "step(-1)", "上一行", "previous row", "k, up"),
    Key("grid.left", "grid", "left,h", "side(-1)", "左一列", "column to the left", "h, left"),
    Key("grid.right", "grid", "right,l", "side(1)", "右一列", "column to the right", "l, right"),
    Key("grid.first", "grid", "home", "edge(False)", "第一行", "first row", "home"),
    Key("grid.last", "grid", "end,G", "edge(True)", "最后一行", "last row", "G, end"),
    Key("grid.half_down", "grid", "ctrl+d", "page(0.5)", "下半页", "half a page down", "ctrl+d"),
    Key("grid.half_up", "grid", "ctrl+u", "page(-0.5)", "上半页", "half a page up", "ctrl+u"),
    Key("grid.page_down", "grid", "pagedown", "page(1)", "下一页", "page down", "pgdn"),
    Key("grid.page_up", "grid", "pageup", "page(-1)", "上一页", "page up", "pgup"),
    Key("grid.choose", "grid", "enter", "choose", "进入：股票的新闻、主题与检查的股票、新闻的去向",
        "go in: news of a name, names of a theme or check, links", "enter",
        ("进入", "go in")),
    Key(
        "find.open", "watchlist", "slash", "find", "查找：名称、代码、拼音首字母、别名",
        "find by name, code, pinyin initials or alias", "/", ("查找", "find"),
    ),
    Key("find.next", "watchlist", "n", "find_next(1)", "下一个匹配", "next match", "n"),
    Key("find.previous", "watchlist", "N", "find_next(-1)", "上一个匹配", "previous match", "N"),
    Key(
        "sort.ascending", "watchlist", "left_square_bracket", "sort(False)", "按这一列升序",
        "sort by this column, ascending", "[", ("升序", "asc"),
    ),
    Key(
        "sort.descending", "watchlist", "right_square_bracket", "sort(True)", "按这一列降序",
        "sort by this column, descending", "]", ("降序", "desc"),
    ),
    Key(
        "sort.then_ascending", "watchlist", "left_curly_bracket", "then_sort(False)", "追加为排序键，升序",
        "add it as a further sort key, ascending", "{",
    ),
    Key(
        "sort.then_descending", "watchlist", "right_curly_bracket", "then_sort(True)", "追加为排序键，降序",
        "add it as a further sort key, descending", "}",
    ),
    Key("view.group", "watchlist", "g", "regroup", "换分法：分组、主题、评级、不分",
        "regroup: group, theme, rating, none", "g", ("分法", "regroup")),
    Key("query.open", "watchlist", "f", "app.query", "筛选：边输条件边看结果",
        "query: the rows follow as you type", "f", ("筛选", "query")),
    Key("query.keep", "watchlist", "F", "app.cell(True)", "只留与这一格相同的行",
        "keep the rows like this cell", "F"),
    Key("query.drop", "watchlist", "E", "app.cell(False)", "去掉与这一格相同的行",
        "drop the rows like this cell", "E"),
    Key("query.why", "watchlist", "w", "app.why", "为什么选中或落选，差一点的有谁",
        "why is this name in, and which just miss", "w", ("为什么", "why")),
    Key("view.open", "watchlist", "v", "app.views", "打开保存的视图", "open a saved view", "v"),
    Key("view.save", "watchlist", "V", "app.save_view", "保存当前视图", "save this view", "V"),
    Key("view.undo", "watchlist", "u", "app.undo", "撤销上一步视图", "undo the last change of view", "u"),
    Key("view.redo", "watchlist", "U", "app.redo", "重做", "redo it", "U"),
    Key("app.command", "watchlist", "colon", "app.command", "运行 kanpan 的命令",
        "run a command of the shell", ":"),
    Key("view.export", "watchlist", "x", "app.export", "导出当前视图", "export this view", "x", ("导出",
        "export")),
    Key("view.copy", "watchlist", "y", "app.copy", "复制这个视图的命令",
        "copy the shell command of this view, and show it", "y", ("命令", "command")),
    Key("tag.open", "watchlist", "t", "app.tag", "给这只股票加一个主题，写下理由",
        "tag the name with a theme, and say why", "t", ("标主题", "tag")),
    Key("columns.open", "watchlist", "c", "app.columns", "选列：显示、次序、宽度、小数位、色阶",
        "columns: show, order, width, decimals, colour scale", "c", ("列", "columns")),
    Key("mark.toggle", "watchlist", "space", "app.mark", "标记这只股票，或取消",
        "mark the name, or take the mark away", "space"),
    Key("mark.compare", "watchlist", "equals_sign", "app.compare", "并排比较标记的股票",
        "compare the marked names side by side", "=", ("比较", "compare")),
    Key("mark.list", "watchlist", "m", "app.lists", "放进自己的名单（标记的，或光标下的）",
        "put it, or the marked, on a list of your own", "m"),
    Key("view.picture", "watchlist", "p", "app.picture", "散点图：预测市盈率与 EPS 增速",
        "picture: forward PE against EPS growth", "p"),
    Key("view.sidebar", "watchlist", "b", "sidebar", "显示或隐藏侧栏", "show or hide the side bar", "b"),
    Key("view.zoom", "watchlist", "z", "zoom", "放大或还原当前窗格", "zoom the pane, or back", "z"),
    Key("pane.grow", "watchlist", "plus", "resize(1)", "放大窗格", "make the pane in use larger", "+"),
    Key("pane.shrink", "watchlist", "minus", "resize(-1)", "缩小窗格", "make the pane in use smaller", "-"),
    Key("pane.next", "watchlist", "tab", "next_pane(1)", "下一个窗格", "next pane", "tab"),
    Key("pane.previous", "watchlist", "shift+tab", "next_pane(-1)", "上一个窗格", "previous pane",
        "shift+tab"),
    Key("view.back", "watchlist", "escape", "back", "返回表格；再按取消筛选",
        "back to the grid; again: all names", "esc"),
    Key("news.name", "news", "N", "app.narrow('name')", "只看一只股票的新闻", "stories of one name", "N",
        ("股票", "name")),
    Key("news.theme", "news", "T", "app.narrow('theme')", "只看一个主题的新闻", "stories of one theme", "T",
        ("主题", "theme")),
    Key("news.route", "news", "R", "app.narrow('route')", "只看直接、主题、没有去向的新闻，再回到全部",
        "by route: direct, through a theme, linked to nothing, all", "R", ("路径", "route")),
    Key("screen.next", "lists", "tab", "next_pane(1)", "下一个窗格", "next pane", "tab", ("窗格", "pane")),
    Key("screen.previous", "lists", "shift+tab", "next_pane(-1)", "上一个窗格", "previous pane", "shift+tab"),
    Key("screen.zoom", "lists", "z", "zoom", "放大或还原当前窗格", "zoom the pane, or back", "z",
        ("放大", "zoom")),
    Key("screen.grow", "lists", "plus", "resize(1)", "放大窗格", "make the pane in use larger", "+"),
    Key("screen.shrink", "lists", "minus", "resize(-1)", "缩小窗格", "make the pane in use smaller", "-"),
    Key("screen.back", "lists", "escape", "back", "返回：列表、全部、自选",
        "back: the list, all of it, the watchlist", "esc", ("返回", "back")),
    Key("list.down", "list", "j", "cursor_down", "下一条", "next entry", "j, down"),
    Key("list.up", "list", "k", "cursor_up", "上一条", "previous entry", "k, up"),
    Key("list.last", "list", "G", "last", "最后一条", "last entry", "G, end"),
    Key("list.choose", "list", "enter", "select", "选中：筛选或打开", "choose: filter by it, or open it",
        "enter"),
    Key("text.down", "text", "j", "scroll_down", "向下滚动", "scroll down", "j, down"),
    Key("text.up", "text", "k", "scroll_up", "向上滚动", "scroll up", "k, up"),
    Key("text.last", "text", "G", "scroll_end", "到末尾", "to the end", "G, end"),
    Key("text.half_down", "text", "ctrl+d", "page_down", "下一页", "page down", "ctrl+d"),
    Key("text.half_up", "text", "ctrl+u", "page_up", "上一页", "page up", "ctrl+u"),
    Key("app.watchlist", "app", "1", "screen('watchlist')", "自选", "watchlist", "1"),
    Key("app.themes", "app", "2", "screen('themes')", "主题：树、数字、成员与理由",
        "themes: the tree, figures, members and why", "2"),
    Key("app.news", "app", "3", "screen('news')", "新闻：为什么相关", "news, and why it is linked", "3"),
    Key("app.market", "app", "4", "screen('market')", "行情：行业涨跌，领涨与领跌",
        "market: sector moves, best and worst names", "4"),
    Key("app.changes", "app", "5", "screen('changes')", "变化：修正、评级、股价、市盈率，一只股票的历史",
        "changes: revisions, ratings, prices, PE, a name's history", "5"),
    Key("app.checks", "app", "6", "screen('checks')", "检查：存疑的单元格，读入与导入的问题",
        "checks: doubtful cells, problems of loading and of imports", "6"),
    Key("app.brief", "app", "7", "screen('brief')", "简报：观点、推荐的分组、风险、评级说明",
        "brief: outlook, focus groups, risks, what ratings mean", "7"),
    Key("app.earlier", "app", "less_than_sign", "step_date(-1)", "前一个日期", "the date before", "<"),
    Key("app.later", "app", "greater_than_sign", "step_date(1)", "后一个日期", "the date after", ">"),
    Key("app.alerts", "app", "A", "alerts", "提醒：哪些条件成立了，是哪些股票",
        "alerts: which conditions hold, and for whom", "A"),
    Key("app.language", "app", "L", "language", "中文 / English", "Chinese / English", "L", ("EN", "中文")),
    Key("app.reload", "app", "r", "reload", "重新读入", "reload", "r"),
    Key("app.link", "app", "o", "link", "打开这条新闻的链接（先给你看）",
        "open the story's link, shown first", "o"),
    Key("app.jump", "app", "ctrl+o", "jump", "跳转：给窗格和列标上字母，按字母就到",
        "jump: a letter on every pane and column; type it to go there", "ctrl+o"),
    Key("app.looks", "app", "P", "looks", "配色与涨跌的颜色", "palette, and the colour of a rise", "P"),
    Key("app.tour", "app", "f1", "tour", "六步导览", "a tour in six steps", "f1"),
    Key("app.help", "app", "question_mark", "help_here", "这里的帮助", "help for here", "?",
        ("帮助", "help")),
    Key("app.palette", "app", "ctrl+p", "everything", "面板：动作、列、股票、主题、视图、命令",
        "palette: every action, column, name, theme, view, command", "ctrl+p"),
    Key("app.quit", "app", "q,ctrl+q", "quit", "退出", "quit", "q", ("退出", "quit")),
    Key("import.other", "import", "tab,shift+tab", "other", "表格与原文之间",
        "from the table to the text and back", "tab"),
    Key("columns.show", "columns", "space", "show", "显示或隐藏", "show or hide", "space",
        ("显隐", "show")),
    Key("columns.down", "columns", "down,j", "move('cursor_down')", "下一列", "next column", "j, down"),
    Key("columns.up", "columns", "up,k", "move('cursor_up')", "上一列", "previous column", "k, up"),
    Key("columns.page_down", "columns", "pagedown", "move('page_down')", "下一页", "page down", "pgdn"),
    Key("columns.page_up", "columns", "pageup", "move('page_up')", "上一页", "page up", "pgup"),
    Key("columns.first", "columns", "home", "move('first')", "第一列", "first column", "home"),
    Key("columns.last", "columns", "end,G", "move('last')", "最后一列", "last column", "G, end"),
    Key("columns.later", "columns", "J,alt+down", "shift(1)", "后移", "move it on", "J",
        ("移动", "move")),
    Key("columns.earlier", "columns", "K,alt+up", "shift(-1)", "前移", "move it back", "K",
        ("移动", "move")),
    Key("columns.wider", "columns", "plus", "widen(1)", "加宽", "wider", "+", ("宽度", "width")),
    Key("columns.narrower", "columns", "minus", "widen(-1)", "变窄", "narrower", "-",
        ("宽度", "width")),
    Key("columns.fitted", "columns", "0", "fit", "宽度与小数位照内容", "width and decimals by content", "0",
        ("照内容", "by content")),
    Key("columns.fewer", "columns", "comma", "round(-1)", "少一位小数", "a decimal less", ",",
        ("小数", "decimals")),
    Key("columns.more", "columns", "full_stop", "round(1)", "多一位小数", "a decimal more", ".",
        ("小数", "decimals")),
    Key("columns.freeze", "columns", "F", "freeze", "冻结到这一列，再按还原",
        "freeze up to here; again: as at first", "F", ("冻结", "freeze")),
    Key("columns.scale", "columns", "S", "scale", "色阶：组内由低到高",
        "colour scale: low to high within its group", "S", ("色阶", "scale")),
    *(
        Key(f"columns.preset{digit}", "columns", digit, f"preset({digit})", f"现成的一组：{zh}",
            f"a ready set: {en}", digit)
        for digit, zh, en in (
            ("1", "估值", "valuation"), ("2", "增长", "growth"), ("3", "修正", "revisions"),
            ("4", "行情", "market"), ("5", "主题", "themes"), ("6", "默认", "default"),
        )
    ),
    Key("columns.find", "columns", "slash", "find", "查找", "find", "/", ("查找", "find")),
    Key("columns.apply", "columns", "enter", "apply", "就用这些列", "take these columns", "enter",
        ("采用", "apply")),
    Key("columns.leave", "columns", "escape", "leave", "照旧离开", "leave it as it was", "esc",
        ("不改", "as it was")),
    Key("dialog.close", "dialog", "escape,q", "close", "关闭", "close", "esc, q"),
    Key("help.down", "help", "j", "scroll('down')", "向下滚动", "scroll down", "j, down"),
    Key("help.up", "help", "k", "scroll('up')", "向上滚动", "scroll up", "k, up"),
    Key("help.half_down", "help", "ctrl+d", "scroll('page_down')", "下一页", "page down", "ctrl+d, pgdn"),
    Key("help.half_up", "help", "ctrl+u", "scroll('page_up')", "上一页", "page up", "ctrl+u, pgup"),
    Key("help.last", "help", "G", "scroll('end')", "到末尾", "to the end", "G, end"),
    Key("confirm.yes", "confirm", "enter", "answer(True)", "就这样做", "do it", "enter"),
    Key("confirm.no", "confirm", "escape,q", "answer(False)", "不做", "do not", "esc, q"),
    Key("line.close", "line", "escape", "close", "不写就离开", "leave without a text", "esc"),
    Key("find.leave", "find", "escape", "leave", "离开，光标回到原处",
        "leave, the cursor goes back", "esc"),
    Key("query.next_offer", "query", "tab", "turn(1)", "下一个补全", "next completion", "tab"),
    Key("query.previous_offer", "query", "shift+tab", "turn(-1)", "上一个补全", "previous completion",
        "shift+tab"),
    Key("query.earlier", "query", "up", "recall(-1)", "更早的筛选", "earlier query", "up"),
    Key("query.later", "query", "down", "recall(1)", "更晚的筛选", "later query", "down"),
    Key("query.leave", "query", "escape", "leave", "离开，视图回到原样",
        "leave, the view goes back", "esc"),
    Key("command.complete", "command", "tab", "screen.complete(1)", "补全命令或路径，再按换一个",
        "complete a command or a path; again: the next", "tab"),
    Key("command.complete_back", "command", "shift+tab", "screen.complete(-1)", "上一个补全",
        "previous completion", "shift+tab"),
    Key("command.earlier", "command", "up", "screen.recall(-1)", "更早的一行", "earlier line", "up"),
    Key("command.later", "command", "down", "screen.recall(1)", "更晚的一行", "later line", "down"),
    Key("command.close", "command", "escape", "screen.close", "离开", "leave", "esc"),
    Key("finder.down", "finder", "down", "move('cursor_down')", "下一条", "next entry", "down"),
    Key("finder.up", "finder", "up", "move('cursor_up')", "上一条", "previous entry", "up"),
    Key("finder.page_down", "finder", "pagedown", "move('page_down')", "下一页", "page down", "pgdn"),
    Key("finder.page_up", "finder", "pageup", "move('page_up')", "上一页", "page up", "pgup"),
    Key("finder.close", "finder", "escape", "close", "关闭", "close", "esc"),
    Key("why.left", "why", "left,h", "side(-1)", "左移", "to the left", "h, left"),
    Key("why.right", "why", "right,l", "side(1)", "右移", "to the right", "l, right"),
    Key("why.half_down", "why", "ctrl+d", "page(0.5)", "下半页", "half a page down", "ctrl+d"),
    Key("why.half_up", "why", "ctrl+u", "page(-0.5)", "上半页", "half a page up", "ctrl+u"),
    Key("story.link", "story", "o", "link", "打开链接（先给你看）", "open its link, shown first", "o"),
    Key("story.other", "story", "tab,shift+tab", "other", "去向与正文之间",
        "from its ways to its text and back", "tab"),
    Key("tour.next", "tour", "enter", "tour_step(1)", "下一步", "next step", "enter", first=True),
    Key("tour.leave", "tour", "escape", "tour_step(0)", "离开导览", "leave the tour", "esc", first=True),
    Key("jump.leave", "jump", "escape", "close", "不跳", "stay", "esc"),
    Key("compare.keep", "compare", "f", "give('keep')", "只留这些", "keep only these", "f"),
    Key("compare.drop", "compare", "space", "give('drop')", "去掉这一只", "take this one away", "space"),
    Key("compare.clear", "compare", "c", "give('clear')", "清除所有标记", "clear all marks", "c"),
    Key("compare.export", "compare", "x", "do('export')", "导出这几只", "export these", "x"),
    Key("compare.copy", "compare", "y", "do('copy')", "复制它们的命令", "copy their shell command", "y"),
    Key("picture.right", "plot", "right,l", "step('x', 1)", "右边的一点", "the next point", "l, right"),
    Key("picture.left", "plot", "left,h", "step('x', -1)", "左边的一点", "the point before", "h, left"),
    Key("picture.up", "plot", "up,k", "step('y', 1)", "上面的一点", "the point above", "k, up"),
    Key("picture.down", "plot", "down,j", "step('y', -1)", "下面的一点", "the point below", "j, down"),
    Key("picture.first", "plot", "home", "edge(0)", "第一点", "first point", "home"),
    Key("picture.last", "plot", "end,G", "edge(-1)", "最后一点", "last point", "G, end"),
    Key("picture.choose", "plot", "enter", "choose", "到这只股票", "go to the name", "enter"),
    Key("picture.close", "picture", "escape,q,p", "close", "关闭", "close", "esc, q, p"),
    Key("picture.other", "picture", "tab,shift+tab", "other", "图与数字之间",
        "from the picture to its figures", "tab"),
    Key("picture.copy", "picture", "y", "copy", "复制数字", "copy the figures", "y"),
)  # fmt: skip

PLACES = {
    "grid": ("表格", "grid"),
    "watchlist": ("自选", "watchlist"),
    "news": ("新闻", "news"),
    "lists": ("自选以外的各屏", "screens beside the watchlist"),
    "list": ("侧栏、新闻、成员", "side bar, news, members"),
    "text": ("正文", "texts"),
    "app": ("到处", "everywhere"),
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


def bindings(where: str) -> list[Binding]:
    """Textual's bindings for a part of the session; full-width twins of ASCII keys act like them."""
    from textual.binding import Binding

    return [
        Binding(
            with_twins(key.keys, key.shown), key.action, key.en, show=False, id=key.id, priority=key.first
        )
        for key in KEYS
        if key.where == where
    ]


def with_twins(keys: str, shown: str) -> str:
    """The keys, and the full-width twins of those that are shown as ASCII signs."""
    twins = [TWINS[one] for one in shown.split(", ") if one in TWINS]
    return ",".join((keys, *twins))


def key_line(
    lang: str, places: tuple[str, ...] = ("watchlist", "app"), keys: tuple[Key, ...] = KEYS
) -> list[tuple[str, str]]:
    """(key, word) pairs of the line at the bottom of a screen, in 'zh' or 'en'; keys: those in force."""
    side = 0 if lang == "zh" else 1
    return [(key.shown, key.short[side]) for key in keys if key.short[side] and key.where in places]
