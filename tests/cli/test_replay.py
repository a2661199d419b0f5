"""`kanpan replay`: a recorded session gives the bytes that its export gave, and writes nothing else."""

from __future__ import annotations

import json
import os
import shlex
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.app.session import Session, play, swift, unpainted
from tests.cli.runs import FULLBOOK, good, inside, refused
from tui.cli.guard import Guard, NotDoneError

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.long

FRAME = 1 / 60  # seconds, as the program has it: its player looks at what is under way between frames
HEAD = {"kanpan": "1", "recording": 1, "book": None, "as_of": None, "na": [], "lang": "en", "size": [160, 45]}
FIND = ["/", *"zgyd", "enter"]
QUERY = ["f", *"pe26 < 45", "enter"]
PASTED: list[str | dict[str, object]] = ["f", {"paste": "pe26 < 45"}, "enter"]  # the same in three steps


def recording(folder: Path, *steps: str | dict[str, object], **head: object) -> Path:
    path = folder / "r.jsonl"
    lines = [HEAD | head, *({"press": step} if isinstance(step, str) else step for step in steps)]
    path.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def unseen() -> Iterator[None]:
    """Nobody sees the screens, and what follows by itself follows at once."""
    with unpainted(), swift(FRAME):
        yield


COLUMNS = (
    "code,name,rating,price,eps_2025A,eps_2026E,eps_2027E,eps_2028E,pe_2025A,pe_2026E,pe_2027E,pe_2028E,"
    "themes,news,price_change_pct,eps_cagr,peg,pe_to_group,checks,group,as_of,change_pct,pe_ttm,pb,ps_ttm,"
    "dividend_yield_pct,market_cap,shares,industry,area"
)


def codes(path: Path, *words: str) -> list[str]:
    return inside("replay", path, *words).column("code")


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ((), ("--by", "group")),
        (QUERY, ("--where", "pe26 < 45", "--by", "group")),
        ([*PASTED, "q"], ("--where", "pe26 < 45", "--by", "group")),
        ([*PASTED, "u"], ("--by", "group")),
        (["f", {"type": "pe26 < 45"}, "enter", "g"], ("--where", "pe26 < 45", "--by", "theme")),
        (["l", "l", "l", "]"], ("--sort=-price", "--by", "group")),
        (["l", "l", "l", "]", "L", "3", "1"], ("--sort=-price", "--by", "group")),
        (["f", {"paste": "pe26 < 45\n"}, "enter"], ("--where", "pe26 < 45", "--by", "group")),
        ([{"size": [80, 24]}, *PASTED], ("--where", "pe26 < 45", "--by", "group")),
    ],
)
def test_the_same_bytes_as_the_command_of_the_view(
    steps: list[str | dict[str, object]], words: tuple[str, ...], tmp_path: Path
) -> None:
    done = inside("replay", recording(tmp_path, *steps))
    assert done.status == 0, done.err
    columns = ",".join(c for c in done.lines[0].split(",") if c != "theme")  # the heading of a row by theme
    assert sorted(columns.split(",")) == sorted(COLUMNS.split(","))
    assert done.out == good("export", *words, "--columns", columns).out


def test_the_session_s_own_command_gives_the_same_bytes(tmp_path: Path) -> None:
    async def act(session: Session) -> str:
        await session.press("/")
        await session.type("zgyd")
        await session.press("enter", "f")
        await session.type("pe26 < 45 and theme has ai-compute")
        await session.press("enter", "l", "l", "l", "]", "y")
        return session.app.clipboard

    command = play(act, lang="en")
    steps = [*FIND, "f", {"paste": "pe26 < 45 and theme has ai-compute"}, "enter", "l", "l", "l", "]"]
    assert inside("replay", recording(tmp_path, *steps)).out == good(*shlex.split(command)[1:]).out


def test_clicks_and_the_wheel_are_replayed(tmp_path: Path) -> None:
    sized: dict[str, object] = {"size": [160, 45]}
    text = good("shot", "watchlist", "--size", "160x45", "--lang", "en").lines
    row = next(at for at, line in enumerate(text) if "price" in line and "EPS25A" in line)
    column = len(text[row][: text[row].index("price")].encode("gbk", "replace")) + 1
    path = recording(tmp_path, sized, {"wheel": ["down", 60, 10]}, {"click": [column, row]})
    prices = [float(p) for p in inside("replay", path).column("price")[:3]]
    assert prices == sorted(prices) or prices == sorted(prices, reverse=True)
    assert inside("replay", path).out != inside("replay", recording(tmp_path)).out


def test_the_head_says_book_and_date_and_language(tmp_path: Path) -> None:
    path = recording(tmp_path, book=str(FULLBOOK), lang="zh", as_of="2026-06-26")
    assert codes(path) == inside("export", FULLBOOK, "--as-of", "2026-06-26").column("code")
    elsewhere = recording(tmp_path, book="gone")
    assert "gone" in refused("replay", elsewhere)
    assert codes(elsewhere, "--book", str(FULLBOOK)) == inside("export", FULLBOOK).column("code")


@pytest.mark.parametrize("suffix", ["csv", "json", "parquet"])
def test_any_format(suffix: str, tmp_path: Path) -> None:
    out = tmp_path / f"out.{suffix}"
    assert inside("replay", recording(tmp_path, *PASTED), "-o", out).status == 0
    assert out.stat().st_size > 100


def test_the_steps_in_words(tmp_path: Path) -> None:
    path = recording(tmp_path, *FIND, *QUERY, "]", "o", {"size": [80, 24]}, {"click": [3, 3]}, "q")
    lines = good("replay", path, "--list").lines
    assert [line.split()[:2] for line in lines[:3]] == [["1", "/"], ["2", "zgyd"], ["6", "enter"]]
    assert "find by name" in lines[0]
    assert "types it" in lines[1]
    assert any("sort by this column, descending" in line for line in lines)
    assert any("80 24" in line for line in lines)
    assert lines[-1].split()[1:] == ["q", "quit"]
    chinese = inside("replay", recording(tmp_path, *FIND, lang="zh"), "--list").text
    assert "查找" in chinese
    assert "输入" in chinese


WRITING: dict[str, list[str | dict[str, object]]] = {
    "an export": ["x", "ctrl+a", "ctrl+k", {"type": "out.csv"}, "enter"],
    "a view": ["V", {"type": "mine"}, "enter"],
    "a command": [":", {"type": "export -o out.csv"}, "enter", "escape"],
    "a command that imports": [":", {"type": "import x.pdf"}, "enter", "escape"],
    "a tag": ["t", "enter", {"type": "because"}, "enter", "escape"],
}


@pytest.mark.parametrize("what", WRITING)
def test_nothing_is_written(what: str, tmp_path: Path) -> None:
    work, home = tmp_path / "work", tmp_path / "home"
    work.mkdir()
    path = recording(tmp_path, *WRITING[what], *PASTED)
    done = inside("replay", path, cwd=work, home=home)
    assert done.status == 0, done.err
    assert list(work.iterdir()) == []
    assert not home.exists()
    assert ("left out" in done.err) == (what != "a command that imports")  # that asks once more
    assert len(done.rows) == 9  # what came after it was done


def test_what_comes_after_the_end_is_told(tmp_path: Path) -> None:
    done = inside("replay", recording(tmp_path, *PASTED, "q", "j"))
    assert done.status == 0
    assert len(done.rows) == 9
    assert f"the session ended before step {len(PASTED) + 2}" in done.err


def test_a_file_that_is_no_recording(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text(f'{json.dumps(HEAD)}\n{{"press" "j"}}\n', encoding="utf-8")
    done = inside("replay", path)
    assert done.status == 2
    first, shown, caret = done.err.splitlines()
    assert first.startswith(f"kanpan: {path}:2: ")
    assert shown[caret.index("^")] == '"'
    assert "nowhere" in refused("replay", "nowhere")


def test_the_session_is_not_recorded_without_a_terminal(tmp_path: Path) -> None:
    assert "no terminal" in refused("--record", tmp_path / "r.jsonl")
    assert not (tmp_path / "r.jsonl").exists()


# ── the guard ───────────────────────────────────────────────────────────────────────────────────────


def test_the_guard_lets_read_and_nothing_else(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("x")
    with Guard() as guard:
        assert there.read_text() == "x"
        with Path(os.devnull).open("w") as sink:
            sink.write("x")
        for act in (
            partial((tmp_path / "new").write_text, "x"),
            partial(there.open, "a"),
            partial(os.open, there, os.O_RDWR),
            (tmp_path / "folder").mkdir,
            partial(there.rename, tmp_path / "other"),
            there.unlink,
            partial(os.system, "true"),
        ):
            with pytest.raises(NotDoneError):
                act()
        assert len(guard.refused) == 7
    (tmp_path / "new").write_text("x")
    assert there.read_text() == "x"
