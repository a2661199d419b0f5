"""Lines that hold a whole page, all white space lost: parted where a table's rows or a section begin."""

from __future__ import annotations

import re

from tui.report.readers.shapes import NAMED_ROW, is_glued, metrics

LONG = 120  # characters from which a line is looked into
WHOLE = 600  # from which it is parted at sections, too
MOST_ROW = 200  # characters of a row
MOST_HEAD = 160
MOST_FOOT = 80  # of a page's foot, and of its head
_TAG = re.compile(r"\[\s*Table\s*_[^\]\n]{0,40}\]", re.IGNORECASE)
_CODE = re.compile(
    r"(?:(?<![\d.])\d{4,5}\.HK|(?<=\.\d\d)\d{4,5}\.HK|\d{6}\.(?:SH|SZ|BJ|SS)|\d{6}CH|(?<![\d.,])\d{6}(?=[^\W\d_A-Z]))",
    re.IGNORECASE,
)
_ROW = re.compile(
    r"[*＊]?(?:\s*Equity)?[^\d，。；！？：\n]{1,20}[（(]?[-\d](?P<figures>[\d.,%xX倍（）()\-–—*]|港元|美元|NM|N/A|亏损)*+"
    r"(?P<rating>(?:强烈|谨慎|审慎)?(?:推荐|买入|增持|持有|卖出|减持)(?:[-－][A-C])?|强推|中性|[未无]评级|优于大市|跑赢行业)?"
)
_FOOT = re.compile(r"请务必|免责|请参阅|敬请|仔细阅读")
_DIGITS = re.compile(r"\d")
_HEAD_ENDS = re.compile(r"[。；！？，\]◼■]|来源[:：]|[图表]\s?\d{1,3}[:：]")
_SECTION = re.compile(
    r"(?=[◼■◆➤●])|(?<=[^（(\[【，、])(?=(?:数据|资料)来源[:：])|(?<=[。；\d）)])(?=(?:风险提示|投资建议|投资要点)[:：])"
    r"|(?<=[^\s见如])(?=图?表\s?\d{1,3}[:：])"
)


def parted(line: str) -> list[str]:
    """The line's pieces in order; the line alone where nothing in it asks for a cut."""
    if len(line) < LONG:
        return [line]
    pieces: list[str] = []
    for piece in _pages_joined(_TAG.split(line)) if "[" in line else [line]:
        spaced = piece.count(" ") * 20 > len(piece)
        pieces += [piece] if spaced or len(piece) < LONG else _at_rows(piece)
    return [piece for piece in pieces if piece] or [""]


def _pages_joined(parts: list[str]) -> list[str]:
    """The parts between template marks, a table that goes on behind one joined over the foot of its page."""
    out = parts[:1]
    for part in parts[1:]:
        code = _CODE.search(part, 0, MOST_FOOT)
        foot = out[-1][-MOST_FOOT:]
        if code and _FOOT.search(foot) and _CODE.search(out[-1], len(out[-1]) - 2 * MOST_FOOT):
            out[-1] += part
        else:
            out.append(part)
    return out


def _at_rows(text: str) -> list[str]:
    """A text without white space, its tables' headers and rows apart from the rest."""
    found: list[str] = []
    at = 0
    for run in _row_runs(text):
        head = _head_from(text, at, run[0][0])
        found += _at_sections(text[at:head])
        found.append(text[head : run[0][0]])
        found += [text[start:end] for start, end in run]
        at = run[-1][1]
    return found + _at_sections(text[at:])


def _row_runs(text: str) -> list[list[tuple[int, int]]]:
    """Where two or more rows follow each other, as (start, end); words between two are a row as well."""
    runs: list[list[tuple[int, int]]] = []
    codes = list(_CODE.finditer(text))
    nexts = [*(code.start() for code in codes[1:]), len(text)][: len(codes)]
    for code, following in zip(codes, nexts, strict=True):
        row = _ROW.match(text, code.end(), min(following, code.end() + MOST_ROW))
        if not row or len(_DIGITS.findall(row[0])) < 6:
            continue
        start, end = code.start(), row.end()
        last = runs[-1][-1] if runs else (0, -MOST_ROW)
        between = text[last[1] : start] if runs and start - last[1] <= MOST_ROW else "。"
        if start - last[1] > 12 and _goes_on(between):
            runs[-1] += [(last[1], start), (start, end)]
        elif start - last[1] <= 12 and not _HEAD_ENDS.search(text, last[1], start):
            runs[-1][-1] = (last[0], start) if start - last[1] <= 2 else last
            if start > runs[-1][-1][1]:
                runs[-1].append((runs[-1][-1][1], start))
            runs[-1].append((start, end))
        else:
            runs.append([(start, end)])
    return [run for run in runs if len(run) > 1 and _are_rows(text, run)] or _name_runs(text)


def _goes_on(between: str) -> bool:
    """True for what may stand in a table besides its rows: a page's foot, a row that is not told as one."""
    if _HEAD_ENDS.search(between):
        return False
    return bool(_FOOT.search(between)) or ("%" not in between and len(_DIGITS.findall(between)) > 3)


def _are_rows(text: str, run: list[tuple[int, int]]) -> bool:
    """True where the pieces look like rows to those who make tables of them, but for words between."""
    pieces = [text[start:end] for start, end in run]
    return all(is_glued(piece) for piece in pieces if len(_DIGITS.findall(piece)) > 3)


def _name_runs(text: str) -> list[list[tuple[int, int]]]:
    """Where three or more rows without codes follow each other."""
    runs: list[list[tuple[int, int]]] = []
    for row in NAMED_ROW.finditer(text):
        if runs and runs[-1][-1][1] == row.start():
            runs[-1].append(row.span())
        else:
            runs.append([row.span()])
    return [run for run in runs if len(run) > 2]


def _head_from(text: str, least: int, row: int) -> int:
    """Where the header of the first row begins: behind the last end of a sentence or caption above."""
    first = max(least, row - MOST_HEAD)
    ends = [match.end() for match in _HEAD_ENDS.finditer(text, first, row)]
    start = ends[-1] if ends else first
    return start if len(metrics(text[start:row])) >= 2 else row


def _at_sections(text: str) -> list[str]:
    return [piece for piece in _SECTION.split(text) if piece] if len(text) >= WHOLE else [text]
