"""`:import` in the session: into which book, the bar, the diagnostics with their source, the book anew."""

from __future__ import annotations

import asyncio
import threading
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.widgets import Input

import tui
from tests.app.modal import NASTY
from tests.app.reportroom import write
from tests.app.session import COVERED, ROOT, Session, play
from tui.app.app import Kanpan
from tui.app.dialogs.command import CommandLine
from tui.app.dialogs.importing import AskBook, ImportDialog
from tui.app.screens.watchlist import Watchlist
from tui.app.session.shell import command_words
from tui.app.session.wish import Wish, wish_of
from tui.book.imports import read_imports
from tui.book.locate import init_book
from tui.commands import COMMANDS, HEADLESS
from tui.errors import BookError
from tui.report.blocks import Place
from tui.report.diagnostics import Diagnostic, Level
from tui.report.importer import NoForecastError, Outcome
from tui.text import cell_width

if TYPE_CHECKING:
    from collections.abc import Callable

WEEKLY = ROOT.parent / "shared" / "reports" / "weekly-2026-07-03.txt"
SOURCE = "300627.SZ | 华测导航 | 28.60 | 0.87"
TOLD = (
    Diagnostic(
        Level.NOTE, "/x/weekly.txt", Place(0, 55), "EPS without years", done="taken from the PE block"
    ),
    Diagnostic(
        *(Level.DOUBTFUL, "/x/weekly.txt", Place(0, 70), "PE 2026E 27.7", "32.68 to 33.07"),
        *("kept and marked", SOURCE, "300627.SZ", "pe_2026E"),
    ),
    Diagnostic(Level.REFUSED, "/x/weekly.txt", Place(2, 71), "9.060.190.31", "figures apart", "left out"),
)
SUMMARY = ("2026-07-03: 13 of 13 names, 52 of 52 EPS", "wrote coverage, estimates")
IN_CHINESE = "2026-07-03：13 只股票读到 13 只，EPS 52/52"


class Fake:
    """Stands for the importer: says its stages, waits where it is told to, gives what it was given."""

    def __init__(self, outcome: Outcome | Exception, work: Callable[[Path], None] | None = None) -> None:
        self.outcome, self.work = outcome, work
        self.asked: list[tuple[Path, Path, dict[str, Any]]] = []
        self.go, self.threads = threading.Event(), set[str]()
        self.go.set()

    def __call__(self, path: Path, root: Path, *, progress: Any, **more: Any) -> Outcome:
        self.asked.append((path, root, more))
        self.threads.add(threading.current_thread().name)
        for stage in ("reading", "table"):
            progress(stage)
        assert self.go.wait(20)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        if self.work:
            self.work(root)
        progress("writing")
        return self.outcome


def outcome(told: tuple[Diagnostic, ...] = TOLD, wrote: tuple[str, ...] = ()) -> Outcome:
    return Outcome(SUMMARY, told, wrote, date(2026, 7, 3))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write(tmp_path / "book")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    return tmp_path / "home"


def start(fake: Fake, act: Callable[[Session], Any], **more: Any) -> Any:
    with mock.patch.object(Kanpan, "importer", return_value=fake):
        return play(act, **more)


async def command(session: Session, text: str) -> None:
    """Type a command and send it; what it starts may still be under way."""
    session.send("colon")
    await session.until(lambda: isinstance(session.app.screen, CommandLine), "the line")
    session.app.screen.query_one(Input).value = text
    await session._quiet()
    session.send("enter")


async def dialog(session: Session, *, done: bool = True) -> ImportDialog:
    """The import's dialog, once it is there, or has ended."""
    await session.until(lambda: isinstance(session.app.screen, ImportDialog), "the dialog")
    shown = session.app.screen
    assert isinstance(shown, ImportDialog)
    if done:
        await session.until(lambda: shown._done, "the end of the import")
        await session.settle()
    return shown


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
def test_the_diagnostics_are_a_table_and_enter_shows_their_source(
    book: Path, size: tuple[int, int], lang: str
) -> None:
    fake = Fake(outcome())

    async def act(session: Session) -> None:
        await command(session, "import /x/weekly.txt")
        await dialog(session)
        assert [cell_width(line) for line in session.lines()] == [size[0]] * size[1]
        text = session.text()
        said = SUMMARY[0] if lang == "en" else IN_CHINESE
        assert text.index(said) < text.index("weekly.txt:2:71") < text.index("weekly.txt:70")
        assert text.index("weekly.txt:70") < text.index("weekly.txt:55")
        assert ("refused: 1  doubtful: 1  notes: 1" if lang == "en" else "拒收 1  存疑 1  说明 1") in text
        assert SOURCE not in text
        await session.press("j", "enter")
        assert SOURCE in session.text()
        assert "300627.SZ  pe_2026E  weekly.txt:70" in session.text()
        await session.press("j")
        assert SOURCE not in session.text()
        await session.press("k", "tab")
        assert session.focus == "import-text"
        await session.press("escape")
        assert session.focus == "import-told"
        assert SOURCE not in session.text()
        await session.press("escape")
        assert isinstance(session.app.screen, Watchlist)

    start(fake, act, universe=tui.load(book), lang=lang, size=size)
    (path, root, more), *others = fake.asked
    assert (path, root, others) == (Path("/x/weekly.txt"), book, [])
    assert more == {"as_of": None, "dry_run": False, "strict": False}
    assert threading.main_thread().name not in fake.threads


def test_the_bar_tells_the_stage_while_the_session_lives(book: Path) -> None:
    fake = Fake(outcome())
    fake.go.clear()

    async def act(session: Session) -> None:
        await command(session, "import weekly.txt --dry-run --as-of 2026-07-03")
        shown = await dialog(session, done=False)
        await session.until(lambda: shown._stage == "table", "the second stage")
        head = str(shown.query_one("#import-head").render())
        assert "1/4" in head
        assert "the forecast table" in head
        assert 0 < head.count("=") < head.count(".")
        fake.go.set()
        await dialog(session)
        assert SUMMARY[0] in session.text()

    start(fake, act, universe=tui.load(book), lang="en")
    assert fake.asked[0][2] == {"as_of": date(2026, 7, 3), "dry_run": True, "strict": False}


def test_escape_leaves_it_in_the_background_and_only_one_runs(book: Path) -> None:
    fake = Fake(outcome(told=()))
    fake.go.clear()

    async def act(session: Session) -> None:
        await command(session, "import weekly.txt")
        await dialog(session, done=False)
        session.send("escape")
        await session.until(lambda: isinstance(session.app.screen, Watchlist), "the watchlist")
        await command(session, "import other.txt")
        await session.until(lambda: "has not ended yet" in session.text(), "the refusal")
        fake.go.set()
        await session.until(lambda: "imported; press 6" in session.text(), "the news of it")
        assert isinstance(session.app.screen, Watchlist)

    start(fake, act, universe=tui.load(book), lang="en")
    assert len(fake.asked) == 1


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (BookError("weekly.txt: no such file"), "not imported: weekly.txt: no such file"),
        (OSError(28, "No space left on device"), "No space left on device"),
        (RuntimeError(NASTY), "not imported: RuntimeError:"),
        (NoForecastError("a.txt: no forecast table; found 5 stories", TOLD), "found 5 stories"),
    ],
)
def test_what_goes_wrong_is_told_and_the_session_goes_on(book: Path, error: Exception, told: str) -> None:
    async def act(session: Session) -> None:
        await command(session, "import weekly.txt")
        await dialog(session)
        text = session.text()
        assert told in text
        assert "\x1b" not in text
        assert ("weekly.txt:70" in text) == isinstance(error, NoForecastError)
        await session.press("escape")
        assert isinstance(session.app.screen, Watchlist)
        assert len(session.codes) == 3

    start(Fake(error), act, universe=tui.load(book), lang="en")


def test_the_book_is_read_again_after_it(book: Path) -> None:
    def work(root: Path) -> None:
        text = (
            "as_of,code,name,price\n2026-07-10,600001.SH,青石通信,12.00\n2026-07-10,600010.SH,新来的,5.00\n"
        )
        (root / "coverage" / "2026-07-10.csv").write_text(text, "utf-8")

    async def act(session: Session) -> None:
        assert "600010.SH" not in session.codes
        await command(session, "import weekly.txt")
        await dialog(session)
        await session.press("escape")
        await session.until(lambda: "600010.SH" in session.codes, "the new vintage")
        assert "报告 2026-07-10" in session.lines()[0]

    fake = Fake(outcome(wrote=("coverage",)), work)
    start(fake, act, universe=tui.load(book), opened={"load": lambda: tui.load(book)})


def test_a_later_date_than_the_one_on_show_takes_its_place(book: Path) -> None:
    def work(root: Path) -> None:
        (root / "coverage" / "2026-07-10.csv").write_text(
            "as_of,code,name\n2026-07-10,600010.SH,新来的\n", "utf-8"
        )

    day = date(2026, 7, 3)

    async def act(session: Session) -> None:
        await command(session, "import weekly.txt")
        await dialog(session)
        await session.press("escape")
        await session.until(lambda: session.codes == ["600010.SH"], "the new vintage")
        assert session.app.opened.as_of is None

    fake = Fake(Outcome(SUMMARY, (), ("coverage",), date(2026, 7, 10)), work)
    start(
        fake,
        act,
        universe=tui.load(book, as_of=day),
        opened={"as_of": day, "load": lambda: tui.load(book, as_of=day)},
    )


def test_over_the_sample_it_asks_into_which_book_and_opens_that(home: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"

    def work(root: Path) -> None:
        init_book(root, sample=True)
        (root / "coverage" / "2026-07-10.csv").write_text(
            "as_of,code,name\n2026-07-10,600010.SH,新来的\n", "utf-8"
        )

    async def act(session: Session) -> None:
        await session.press("colon")
        await session.type("import w.txt")
        await session.press("enter")
        assert isinstance(session.app.screen, AskBook)
        text = session.text()
        assert "The sample is read-only." in text
        assert "kanpan init" in text
        line = session.app.screen.query_one(Input)
        assert line.value.startswith(str(home))
        await session.press("escape")
        assert not fake.asked
        await command(session, "import w.txt")
        await session.until(lambda: isinstance(session.app.screen, AskBook), "the question")
        session.app.screen.query_one(Input).value = str(mine)
        session.send("enter")
        await dialog(session)
        await session.press("escape")
        await session.until(lambda: session.codes == ["600010.SH"], "the new book")
        assert session.app.opened.book == str(mine)
        assert "read-only" not in session.lines()[0]

    fake = Fake(outcome(wrote=("coverage",)), work)
    start(fake, act, lang="en")
    assert [root for _, root, _ in fake.asked] == [mine]


def test_a_book_that_is_named_needs_no_question(tmp_path: Path) -> None:
    async def act(session: Session) -> None:
        await command(session, f"import w.txt --into {tmp_path / 'other'}")
        await dialog(session)

    fake = Fake(outcome())
    start(fake, act)
    assert [root for _, root, _ in fake.asked] == [tmp_path / "other"]


def test_hostile_text_in_diagnostics_does_nothing(book: Path) -> None:
    nasty = Diagnostic(Level.DOUBTFUL, NASTY, Place(1, 1), NASTY, NASTY, NASTY, NASTY, NASTY, NASTY)

    async def act(session: Session) -> None:
        await command(session, "import weekly.txt")
        await dialog(session)
        await session.press("enter")
        assert "\x1b" not in session.text()
        assert "\u202e" not in session.text()

    start(Fake(Outcome((NASTY,), (nasty,), (), None)), act, universe=tui.load(book))


def test_a_plain_table_comes_in_like_a_report(book: Path, tmp_path: Path) -> None:
    table = tmp_path / "prices.csv"
    table.write_text("code,name,price\n600001.SH,青石通信,9.00\n600002.SH,白石光电,x\n", encoding="utf-8")
    loads = []

    def load() -> tui.Universe:
        loads.append(1)
        return tui.load(book)

    async def act(session: Session) -> None:
        await command(session, f"import {table} --as market --as-of 2026-07-10")
        await session.until(lambda: "market" in session.text() and "refused" in session.text(), "the summary")
        await session.until(lambda: loads, "the reload")
        assert isinstance(session.app.screen, ImportDialog)

    play(act, universe=tui.load(book), lang="en", opened={"load": load})
    assert (book / "market" / "2026-07-10.csv").exists()


def test_a_watchlist_comes_in_like_a_report(book: Path, tmp_path: Path) -> None:
    listed = tmp_path / "zxg.blk"
    listed.write_bytes(b"1600001\r\n")

    async def act(session: Session) -> None:
        await command(session, f"import {listed} --group mine")
        await session.until(lambda: "mine" in session.text() and "zxg" in session.text(), "the summary")
        assert isinstance(session.app.screen, ImportDialog)

    play(act, universe=tui.load(book), lang="en", opened={"load": lambda: tui.load(book)})


@pytest.mark.skipif(not WEEKLY.exists(), reason="the sample report is not beside the checkout")
def test_a_whole_report_comes_in_and_its_screens_tell_it(tmp_path: Path) -> None:
    mine = tmp_path / "mine"

    async def act(session: Session) -> None:
        await command(session, f"import '{WEEKLY}' --into '{mine}'")
        shown = await dialog(session)
        assert "13 of 13 names, 52 of 52 EPS, 52 of 52 PE, 5 stories, 8 index moves" in session.text()
        doubtful = [one for one in shown._told if one.level == Level.DOUBTFUL]
        assert {one.code for one in doubtful} == {"300627.SZ"}
        await session.press("enter")
        assert "300627.SZ | 华测导航 | 28.60 | 0.87" in session.text()
        await session.press("escape", "escape")
        await session.until(lambda: "read-only" not in session.lines()[0], "the new book")
        await session.press("6")
        assert "600118.SH | 中国卫星 | 86.30 | 0.03" in session.text()
        await session.press("4")
        assert "通信线缆及配套" in session.text()
        assert "only as pictures" in session.text()
        await session.press("7")
        assert "推荐 (维持)" in session.text()
        assert "4 focus groups · 13 names · 7 risks" in session.status

    play(act, lang="en")
    assert {one.code for one in read_imports(mine, date(2026, 7, 3)) if one.level == "row"} == set(COVERED)


WISHES: tuple[tuple[str, Wish | None], ...] = (
    ("import a.pdf", Wish(Path("a.pdf"))),
    ("kanpan import 'a b.pdf'", Wish(Path("a b.pdf"))),
    ("import a.txt --into B", Wish(Path("a.txt"), Path("B"))),
    ("import --book=B a.txt", Wish(Path("a.txt"), Path("B"))),
    ("import -b B a.txt --dry-run", Wish(Path("a.txt"), Path("B"), None, dry_run=True)),
    ("import a.txt --as-of=2026-07-03 --strict", Wish(Path("a.txt"), None, date(2026, 7, 3), strict=True)),
    ("import ~nobody-of-this-name/a.txt --into ~0", Wish(Path("~nobody-of-this-name/a.txt"), Path("~0"))),
    ("import ~\0 --into ~\ud800", Wish(Path("~\0"), Path("~\ud800"))),
    ("import a.txt --as-of tomorrow", None),
    ("import a.csv --as market", Wish(Path("a.csv"), table="market")),
    ("import a.csv --as=news --into B", Wish(Path("a.csv"), Path("B"), table="news")),
    ("import a.blk --group 光模块", Wish(Path("a.blk"), group="光模块")),
    ("import a.blk --list mine", Wish(Path("a.blk"), name="mine")),
    ("import a.csv --as prices", None),
    ("import a.csv --as", None),
    ("import a.csv --as market --group x", None),
    ("import a.txt --help", None),
    ("import", None),
    ("import a.txt b.txt", None),
    ("import zxg.blk", Wish(Path("zxg.blk"))),
    ("import StockBlock.INI", Wish(Path("StockBlock.INI"))),
    ("import a.txt --into", None),
    ("import 'a.txt", None),
    ("export -o a.csv", None),
    ("", None),
)


@pytest.mark.parametrize(("text", "wish"), WISHES)
def test_what_a_line_asks_to_import(text: str, wish: Wish | None) -> None:
    assert wish_of(text) == wish


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_no_line_breaks_the_reading_of_it(text: str) -> None:
    assert wish_of(text) is None or text.strip()
    wish_of(f"import {text}")


@pytest.mark.skipif("import" not in COMMANDS, reason="there is no such command yet")
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("import t.csv --as market", ["import", "--book=B", "t.csv", "--as", "market"]),
        ("import t.csv --into C", ["import", "t.csv", "--into", "C"]),
        ("import t.csv --dry-run --strict", ["import", "--book=B", "t.csv", "--dry-run", "--strict"]),
    ],
)
def test_the_shell_imports_into_the_open_book_and_not_at_the_date_on_show(
    text: str, words: list[str]
) -> None:
    assert "import" in HEADLESS
    assert command_words(text, "B", date(2026, 1, 1), ["pe_ttm=0"]) == words


def test_quitting_while_it_runs_ends_the_session(book: Path) -> None:
    fake = Fake(outcome(told=()))
    fake.go.clear()

    async def act(session: Session) -> None:
        await command(session, "import weekly.txt")
        await dialog(session, done=False)
        session.send("escape")
        await session.until(lambda: isinstance(session.app.screen, Watchlist), "the watchlist")
        session.send("q")
        await asyncio.sleep(0.05)
        fake.go.set()
        await asyncio.sleep(0.05)

    start(fake, act, universe=tui.load(book))


def test_a_true_report_is_told_in_chinese(tmp_path: Path) -> None:
    if not WEEKLY.exists():
        pytest.skip("no report to import")
    root = tmp_path / "book"
    init_book(root)

    async def act(session: Session) -> str:
        await command(session, f"import {WEEKLY} --into {root} --dry-run")
        await dialog(session)
        await session.press("enter")
        return session.text()

    text = play(act, size=(200, 50), lang="zh")
    for words in (
        IN_CHINESE,
        "没有写入（--dry-run）",
        "300627.SZ 华测导航 的 2026E 市盈率 27.7",
        "保留并标记",
    ):
        assert words in text
    for words in ("kept, and marked", "nothing written", "13 names"):
        assert words not in text


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", "没有导入：x.txt: 不是有效的 TOML，请先改好：y"),
        ("en", "not imported: x.txt: not TOML, mend it first: y"),
    ],
)
def test_why_nothing_was_imported_speaks_the_language(book: Path, lang: str, words: str) -> None:
    fake = Fake(BookError("x.txt: not TOML, mend it first: y"))

    async def act(session: Session) -> str:
        await command(session, "import x.txt")
        await dialog(session)
        return session.text()

    assert words in start(fake, act, universe=tui.load(book), lang=lang)
