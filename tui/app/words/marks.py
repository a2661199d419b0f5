"""The words of marks, comparing and the user's own lists, in Chinese and English."""

from __future__ import annotations

MARKS_WORDS: dict[str, tuple[str, str]] = {
    "marked": ("已标记 {}", "{} marked"),
    "marked_none": ("这里没有股票可标记。", "There is no name here to mark."),
    "marks_cleared": ("已取消 {} 个标记", "{} marks taken away"),
    "figure": ("项目", "Figure"),
    "compare_title": ("比较 {} 只", "Comparing {} names"),
    "compare_most": ("比较标记的前 {} 只，共 {} 只", "Comparing the first {} of {} marked names"),
    "compare_pair": (
        "比较标记的与光标下的（space 标记更多）",
        "Comparing the marked name and the one under the cursor (space marks more)",
    ),
    "compare_peers": (
        "{} 与同组的{}（space 标记，= 比较标记的）",
        "{} and others of {} (space marks, = compares the marked)",
    ),
    "compare_below": (
        "{} 与它下面的（space 标记，= 比较标记的）",
        "{} and those below it (space marks, = compares the marked)",
    ),
    "compare_nothing": ("没有可比较的股票。", "There is no name to compare."),
    "compare_shown": ("视图里的列", "Columns of the view"),
    "compare_others": ("其他列", "Other columns"),
    "compare_lower": ("越低越好。", "Lower is better."),
    "compare_higher": ("越高越好。", "Higher is better."),
    "compare_doubt": ("与股价矛盾的不参与比较。", "What contradicts the price has no place."),
    "compare_none": ("不分好坏。", "Neither way is better."),
    "compare_keys": (
        "^ 最好 v 最差  enter 跳到  f 只留  x 导出  c 清除标记  y 命令  space 去掉  esc 关闭",
        "^ best v worst  enter goes  f keep  x export  c clears marks  y command  space off  esc closes",
    ),
    "lists": ("名单", "Lists"),
    "lists_title": ("{}：放进哪个名单", "{}: which list"),
    "lists_many": ("{} 只", "{} names"),
    "lists_hint": ("找一个名单，或输入新名单的名称", "find a list, or type the name of a new one"),
    "lists_keys": (
        "上下 选择  enter 放进或拿出  f2 改名  f8 删除  esc 关闭",
        "enter puts on or takes off  f2 renames  f8 deletes  esc closes",
    ),
    "lists_none": ("还没有名单：输入一个名称，按 enter。", "No list yet: type a name and press enter."),
    "list_rename": ("名单 {} 的新名称", "A new name for the list {}"),
    "list_renamed": ("名单 {} 改名为 {}，写在 {}", "list {} is called {} now; written to {}"),
    "list_delete": ("删除名单", "Delete a list"),
    "list_delete_it": ("{}：{} 只。从 {} 里删除，股票本身不受影响。", "{}: {} names. It is taken out of {}."),
    "list_delete_keys": ("enter 删除  esc 不删", "enter deletes  esc does not"),
    "list_deleted": ("名单 {} 已从 {} 删除", "list {} is deleted from {}"),
    "list_asked": (
        "{} 用到名单 {}；先改掉它们，再改名或删除。",
        "{} asks for the list {}; change that first.",
    ),
    "list_put": ("放进 {}", "put {} on it"),
    "list_take": ("拿出 {}", "take {} off"),
    "list_new": ("新名单 {}", "new list {}"),
    "list_holds": ("{} 只：{}", "{} names: {}"),
    "list_empty": ("空的名单。", "An empty list."),
    "list_absent": ("；这本数据册里没有其中 {} 只", "; {} not in this book"),
    "list_bad": (
        "名单的名称用字母、汉字、数字、_ 和 -，以字母或汉字开头。",
        "A list's name is letters, digits, _ and -, and begins with a letter.",
    ),
    "list_added": ("{} 放进了 {}，共 {} 只，写在 {}", "{} put on {}, which has {} now; written to {}"),
    "list_taken": ("{} 从 {} 拿出，还有 {} 只，写在 {}", "{} taken off {}, which has {} left; written to {}"),
}
