"""The words of pictures, shots, recorded and replayed sessions, in Chinese and English."""

from __future__ import annotations

PICTURES_WORDS: dict[str, tuple[str, str]] = {
    "picture_title": ("{} 与 {}", "{} and {}"),
    "picture_keys": (
        "方向键 逐只  enter 跳到  tab 数字  y 复制数字  esc 关闭",
        "arrows: next name  enter: go there  tab: numbers  y: copy them  esc: close",
    ),
    "picture_keys_short": ("方向键  enter  tab  y  esc", "arrows  enter  tab  y  esc"),
    "picture_none": (
        "没有一只股票既有 {} 又有 {}，画不出图。导入一份带盈利预测的报告即可：按 : 输入 import 报告.pdf。",
        "No name on show has both {} and {}. They come with a report: press : and type import report.pdf",
    ),
    "picture_up": ("预测市盈率", "Forward PE"),
    "picture_across": ("EPS 增速", "EPS growth"),
    "picture_empty": (
        "数据册里还没有股票。这里画每只股票的 {} 与 {}；按 : 输入 import 报告.pdf，导入带盈利预测的报告。",
        "The book has no names yet. {} and {} come with a report: press : and type import report.pdf",
    ),
    "picture_nobody": (
        "视图里一只股票也没有；按 esc 关闭，再按 u 退回上一步。",
        "The view shows no name; esc closes this, and then u takes the last step back.",
    ),
    "picture_small": ("窗口太小，画不下图；tab 看数字。", "Too small for a picture; tab: numbers."),
    "picture_log": ("对数", "log"),
    "picture_absent": ("未画 {} 只", "{} left out"),
    "picture_edge": ("{} 只在边缘外", "{} beyond the edge"),
    "picture_medians": ("点线为中位", "dotted: medians"),
    "picture_overlap": ("数字为同格只数", "a digit: so many in one cell"),
    "picture_nm": ("无意义", "not meaningful"),
    "picture_loss": ("亏损", "loss"),
    "picture_missing": ("没有给出", "not given"),
    "picture_uncovered": ("没有预测", "no estimates"),
    "picture_negative": ("不为正", "not positive"),
    "picture_copied": ("已复制 {} 行数字", "copied {} rows of numbers"),
    "picture_why": ("为什么没有画", "why it is left out"),
    "step_type": ("输入文字", "types it"),
    "step_types": ("输入", "types it"),
    "step_paste": ("粘贴", "pastes it"),
    "step_size": ("窗口大小", "the window's size"),
    "step_click": ("点击", "clicks there"),
    "step_drag": ("拖动", "drags from there to there"),
    "step_wheel": ("滚轮", "turns the wheel there"),
    "step_nothing": ("这里没有作用", "does nothing here"),
}
