"""Every label in both languages, and neither language on the other's screens."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.app.session import Session, play, universe_of
from tui.app.keys import KEYS, PLACES
from tui.app.words.say import WORDS
from tui.commands import COMMANDS, IN_CHINESE
from tui.view.format import STATE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"[A-Za-z]{3,}")
SAME = {"{}", "EPS", "PE", "PEG", "PB", "PS", "PE TTM", "PS TTM"}  # the same in both
SPEAKS_ITS_OWN = {"app.language", "language"}  # a key that names the other language
# words of the Chinese screens that are no Chinese: names of things, keys, and what files and codes hold
ALLOWED = {
    *("EPS", "PEG", "CAGR", "OpenAI", "Meta", "CPU", "enter", "esc", "tab", "space", "GPU", "ctrl"),
    *("csv", "toml", "news", "book", "import", "kanpan", "config", "http", "https", "www", "com"),
}


def pairs() -> Iterator[tuple[str, str, str]]:
    """(where, Chinese, English) of every label."""
    for name, (zh, en) in WORDS.items():
        yield f"word {name}", zh, en
    for key in KEYS:
        yield f"key {key.id}", key.zh, key.en
        if any(key.short):
            yield f"short of {key.id}", *key.short
    for place, (zh, en) in PLACES.items():
        yield f"place {place}", zh, en
    for name, en in COMMANDS.items():
        yield f"command {name}", IN_CHINESE.get(name, ""), en
    for state in STATE_WORDS[1:]:
        yield f"meaning of {state}", state.meaning("zh"), state.meaning("en")
    for column in universe_of("").columns.values():
        yield f"column {column.name}", column.zh, column.en
        if column.help_zh or column.help_en:
            yield f"help of {column.name}", column.help_zh, column.help_en


def test_every_label_has_its_twin() -> None:
    without = [where for where, zh, en in pairs() if not zh.strip() or not en.strip()]
    assert not without


def test_twins_take_the_same_values() -> None:
    odd = [w for w, zh, en in pairs() if sorted(re.findall(r"{\d?}", zh)) != sorted(re.findall(r"{\d?}", en))]
    assert not odd


def test_english_labels_are_english_and_chinese_ones_chinese() -> None:
    mixed = [
        where for where, _, en in pairs()
        if CHINESE.search(en) and not any(name in where for name in SPEAKS_ITS_OWN)
    ]  # fmt: skip
    assert not mixed
    same = [where for where, zh, en in pairs() if zh == en and ENGLISH.search(zh) and zh not in SAME]
    words = [where for where, zh, _ in pairs() if not CHINESE.search(zh) and len(ENGLISH.findall(zh)) > 2]
    assert not [where for where in (*same, *words) if "language" not in where]


def test_every_word_that_is_said_stands_in_the_table() -> None:
    source = "\n".join(p.read_text(encoding="utf-8") for p in Path("tui/app").rglob("*.py"))
    said = set(re.findall(r'\bsay\(\s*"(\w+)"', source))
    assert said <= {*WORDS}
    assert len(said) > 60


# ── the screens ─────────────────────────────────────────────────────────────────────────────────────


def tour(lang: str, size: tuple[int, int]) -> dict[str, str]:
    """The text of every screen, and of the dialogs that a key opens."""

    async def act(session: Session) -> dict[str, str]:
        out = {}
        for key in "1234567":
            await session.press(key)
            await session.settle_place()
            out[key] = session.text()
        await session.press("1")
        for key in ("?", "P", "v", "w"):
            await session.press(key)
            await session.settle_place()
            out[key] = session.text()
            await session.press("escape")
        return out

    return play(act, size=size, lang=lang)


@pytest.fixture(scope="module")
def screens() -> dict[str, dict[str, str]]:
    return {lang: tour(lang, (200, 50)) for lang in ("zh", "en")}


@pytest.mark.long
def test_no_english_words_on_the_chinese_screens(screens: dict[str, dict[str, str]]) -> None:
    for key in "124":
        head, *_, status, keys = screens["zh"][key].rstrip("\n").split("\n")
        for line in (head, status, keys):
            found = {word for word in ENGLISH.findall(line) if word not in ALLOWED}
            assert not found, (key, line)


def test_no_chinese_labels_on_the_english_screens(screens: dict[str, dict[str, str]]) -> None:
    for key, text in screens["en"].items():
        if key in "123456":
            lines = text.rstrip("\n").split("\n")
            for line in (lines[-2], lines[-1]):
                assert not CHINESE.search(line.replace("中文", "")), (key, line)
    heads = {
        zh for where, zh, _ in pairs() if where.startswith("column ") and CHINESE.search(zh) and len(zh) > 2
    }
    for key in "12456":
        found = {head for head in heads if head in screens["en"][key]}
        assert not found, key


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_cell_is_of_ambiguous_width(lang: str, screens: dict[str, dict[str, str]]) -> None:
    for key, text in screens[lang].items():
        found = {c for c in text if unicodedata.east_asian_width(c) == "A"} - DRAWN - PROSE
        assert not found, (key, found)


DRAWN = set("│─╭╮╰╯▔▁▕▏▎▊▌▐╌·")  # borders, rules, and the dot of the status sentence: in no aligned cell
PROSE = set("“”‘’…①②③④⑤⑥⑦⑧⑨⑩°×÷±—→")  # running text of a report, kept as it was printed
