"""The commands and what each does, in one line."""

from __future__ import annotations

COMMANDS = {
    "import": "put a research report, a table or a watchlist into a book",
    "export": "write a view as CSV, JSON, Markdown, Parquet or xlsx",
    "why": "tell why a name is in a query's result or not, and which names just miss it",
    "history": "list one name, group or theme over all dates of the book",
    "views": "list the saved views, queries and columns",
    "alerts": "list the names that meet the conditions you want to be told of",
    "changes": "list what changed between two dates: ratings, prices, estimates, and what moved the PE",
    "movers": "list the best and the worst names by price over an interval",
    "check": "list the cells whose printed PE does not fit price and EPS",
    "link": "link a file of stories to names and themes, with the words that say so",
    "news": "list the book's stories, and why each is linked",
    "themes": "list the investment themes with their figures, or one theme's members",
    "market": "list the week's moves of indexes and sectors",
    "brief": "list the report's view: rating, focus groups, risks, what each rating means",
    "columns": "list every column with its unit and formula",
    "vintages": "list the dates of each table of a book, with rows and file",
    "compact": "gather a book's old vintages into one Parquet file a year",
    "init": "make a book to write into",
    "config": "show the settings, or where they stand",
    "completion": "print the completion script of a shell",
    "help": "explain a command, or the query language",
}
IN_CHINESE = {
    "import": "把一份研究报告、一个表格或自选股文件收进数据册",
    "export": "把视图写成 CSV、JSON、Markdown、Parquet 或 xlsx",
    "why": "一只股票为什么入选或落选，哪些只差一项",
    "history": "列出一只股票、一个分组或主题在各个日期的情况",
    "views": "列出保存的视图、筛选和列",
    "alerts": "列出满足提醒条件的股票",
    "changes": "列出两个日期之间的变化：评级、股价、预测，以及市盈率为何变动",
    "movers": "列出区间内涨跌最多的股票",
    "check": "列出印刷的市盈率与股价、EPS 不符的单元格",
    "link": "把一个新闻文件与个股、主题相连，并给出依据的原词",
    "news": "列出数据册里的新闻，以及为什么相关",
    "themes": "列出投资主题及其指标，或一个主题的成分",
    "market": "列出一周的指数与行业涨跌",
    "brief": "列出报告的观点：评级、关注方向、风险、评级的含义",
    "columns": "列出每一列的单位与公式",
    "vintages": "列出数据册每个表的各个日期，以及行数与文件",
    "compact": "把数据册的旧数据按年并成 Parquet 文件",
    "init": "建一本可以写入的数据册",
    "config": "显示设置，或设置文件在哪里",
    "completion": "打印 shell 的补全脚本",
    "help": "解释一个命令，或筛选语言",
}
HEADLESS = {*COMMANDS, "--help", "-h", "--version"}
WITHOUT_BOOK = ("init", "config", "completion", "help")  # these do not read a book
