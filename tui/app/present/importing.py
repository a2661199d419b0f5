"""From what an import said to its dialog: the summary, the table of diagnostics, the source text of one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tui.app.frames.listing import listing
from tui.app.grid.model import GridColumn
from tui.app.words.say import WORDS, say
from tui.app.words.told import many_told
from tui.app.words.told import told as spoken
from tui.text import cell_width, clean
from tui.view.format import narrow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.app.frames.frame import Part, Text
    from tui.app.frames.listing import Listing
    from tui.report.diagnostics import Diagnostic

STAGES = ("reading", "table", "prose", "writing")
MOST = 2000  # lines of the table
BAR = 32  # cells
FILLED, EMPTY = "=", "."
WIDTHS = {"level": 10, "place": 30, "read": 60, "done": 70}
TONES = {"refused": "doubt", "doubtful": "doubt", "note": "dim"}


def progress(stage: str, lang: str, width: int) -> Text:
    """A bar over the stages that are done, and the one under way; a stage nobody knows leaves the bar."""
    done = STAGES.index(stage) if stage in STAGES else 0
    cells = max(len(STAGES), min(BAR, width - 30))
    filled = cells * done // len(STAGES)
    word = say(f"stage_{stage}", lang) if f"stage_{stage}" in WORDS else clean(stage)
    return (
        ("[", ""),
        (FILLED * filled, "$primary on $primary"),
        (EMPTY * (cells - filled), "$panel on $panel"),
        ("] ", ""),
        (f"{done}/{len(STAGES)}  ", "$text-muted"),
        (f"{word} ...", "bold"),
    )


def summary(lines: Sequence[str], told: Sequence[Diagnostic], lang: str) -> Text:
    """The import's own lines, and how many diagnostics there are of each level."""
    counts = Counter(one.level.word for one in told)
    parts: list[Part] = [
        (f"{clean(spoken(line, lang))}\n", "bold" if not at else "") for at, line in enumerate(lines)
    ]
    figures = (counts[word] for word in ("refused", "doubtful", "note"))
    parts.append(
        (say("import_counts", lang, *figures), "$text-warning" if counts["refused"] else "$text-muted")
        if told
        else (say("import_clean", lang), "$text-muted")
    )
    return tuple(parts)


def graver(told: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics as they are listed: the gravest first, else in their order."""
    return sorted(told, key=lambda one: -one.level)[:MOST]


def told_listing(told: Sequence[Diagnostic], lang: str) -> Listing:
    """A line each: level, place, what was read, what was expected and done."""
    cells = [_line(one, lang) for one in told]
    titles = {
        "level": say("status", lang),
        "place": say("place", lang),
        "read": say("read_as", lang),
        "done": say("expected_done", lang),
    }
    columns = []
    for key, most in WIDTHS.items():
        widest = max((cell_width(line[key]) for line in cells), default=0)
        columns.append(GridColumn(key, titles[key], max(cell_width(titles[key]), min(most, widest))))

    def read(row: int, key: str) -> tuple[str, str]:
        tone = TONES.get(told[row].level.word, "") if key == "level" else "dim" if key == "place" else ""
        return cells[row][key], tone

    return listing(columns, [str(at) for at in range(len(told))], read, "read")


def _line(one: Diagnostic, lang: str) -> dict[str, str]:
    return {
        "level": say(f"level_{one.level.word}", lang),
        "place": narrow(place_of(one)),
        "read": narrow(clean(spoken(one.read, lang))),
        "done": narrow(clean(many_told((one.expected, one.done), lang))),
    }


def place_of(one: Diagnostic) -> str:
    """file:page:line, without the folders of the file."""
    file = one.file.replace("\\", "/").rsplit("/", 1)[-1]
    return clean(":".join([file, *(str(n) for n in one.place if n)]))


def source_text(one: Diagnostic, lang: str) -> Text:
    """The diagnostic in full, and the text it came from."""
    parts: list[Part] = [
        (say(f"level_{one.level.word}", lang), "bold $text-warning"),
        (f"  {clean(one.code)}  {clean(one.column)}".rstrip(), "bold"),
        (f"  {place_of(one)}\n", "$text-muted"),
    ]
    for word, text in (("read_as", one.read), ("expected", one.expected), ("done", one.done)):
        if text:
            parts += [(f"{say(word, lang)}  ", "$text-muted"), (f"{clean(spoken(text, lang))}\n", "")]
    parts.append((f"{say('source_text', lang)}\n", "bold $text-accent"))
    lines = one.text.split("\n") if one.text else []
    told = "\n".join(clean(line) for line in lines)
    parts.append((told, "") if told else (say("import_no_text", lang), "$text-muted"))
    return tuple(parts)
