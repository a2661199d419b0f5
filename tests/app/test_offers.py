"""What the `:` line offers after the command: its options, and the names that they take."""

from __future__ import annotations

import click
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual.widgets import Input

import tui
from tests.app.modal import NASTY, Modal, open_modal, try_windows
from tests.app.session import Session, play
from tui.app.dialogs.command import CommandLine
from tui.app.dialogs.offers import offers
from tui.app.dialogs.paths import words
from tui.app.words.options import OPTIONS
from tui.cli.group import kanpan
from tui.cli.session import completed
from tui.commands import COMMANDS
from tui.text import is_cjk


@pytest.fixture(scope="module")
def universe() -> tui.Universe:
    return tui.load(None)


OFFERED: tuple[tuple[str, dict[str, str]], ...] = (
    ("export --st", {"--states ": "Add COLUMN_state: value, loss, missing, uncovered or nm."}),
    ("export --by t", {"--by theme ": ""}),
    ("export --by=t", {"--by=theme ": ""}),
    ("export --view ch", {"--view cheap-in-group ": "组内便宜 cheap against its group"}),
    ("export --view=组内", {"--view=cheap-in-group ": "组内便宜 cheap against its group"}),
    ("export --group op", {"--group operators ": "运营商", "--group optical-modules ": "光模块"}),
    ("export --states --theme AI算", {"--theme ai-compute ": "AI"}),
    ("export -f pa", {"-f parquet ": ""}),
    ("export --format x", {"--format xlsx ": ""}),
    ("kanpan export --format x", {"--format xlsx ": ""}),
    (":export --format x", {"--format xlsx ": ""}),
    ("config sh", {"config show ": "Print the settings"}),
    ("export --where pe", {}),
    ("export pl", {}),
    ("export --nothing", {}),
    ("export --view 'ch", {"--view cheap-in-group ": "组内便宜"}),
    ("export --as-of 2026-04", {"--as-of 2026-04-15 ": "market"}),
    ("why 60094", {"why 600941.SH ": "中国移动"}),
    ("export --columns code,pe_2026", {"--columns code,pe_2026E ": "PE 2026E"}),
    ("exp", {}),
    ("", {}),
)


@pytest.mark.parametrize(("line", "ends"), OFFERED)
def test_what_is_offered(universe: tui.Universe, line: str, ends: dict[str, str]) -> None:
    asked = line.removeprefix(":").removeprefix("kanpan ")
    found = offers(line, asked, lambda before, typed: completed(before, typed, universe))
    assert len(found) == len(ends)
    for offer, (end, told) in zip(found, ends.items(), strict=True):
        assert offer.line.endswith(end)
        assert offer.line.startswith(line[: line.rindex(" ") + 1])
        assert told in offer.told


def test_every_option_of_every_command_is_offered_with_what_it_does(universe: tui.Universe) -> None:
    from tui.cli.group import kanpan

    with click.Context(kanpan) as ctx:
        for name in COMMANDS:
            command = kanpan.get_command(ctx, name)
            assert command is not None
            known = {word for one in command.get_params(ctx) for word in one.opts if word.startswith("--")}
            found = dict(completed([name], "--", universe))
            assert set(found) == known
            assert all(found.values()), name


@given(
    st.text(alphabet="ab '\"\\-=组\x1b", max_size=16), st.text(alphabet="a '\"中;$", min_size=1, max_size=8)
)
@example(end="--\\'=", name=";")
def test_what_is_offered_is_one_word_whatever_it_holds(end: str, name: str) -> None:
    line = f"export {end}"
    for offer in offers(line, line, lambda _, __: [(name, "")]):
        assert words(offer.line)[-1].text.endswith(name)
        assert offer.line.endswith(" ")


def line(history: tuple[str, ...] = ()) -> CommandLine:
    return CommandLine(history, "en", completes=lambda before, typed: completed(before, typed, None))


def test_tab_goes_through_the_options_and_they_are_shown_as_one_types() -> None:
    async def act(modal: Modal) -> None:
        await modal.type("export --")
        assert "--where" in modal.text()
        assert "Only names that pass" in modal.text()
        await modal.press("t", "tab")
        assert modal.value == "export --theme "
        await modal.type("5")
        assert "5g-a" in modal.text()
        await modal.press("tab")
        assert modal.value == "export --theme 5g-a "
        await modal.type("--s")
        await modal.press("tab")
        assert modal.value == "export --theme 5g-a --sort "
        assert "> --sort" in modal.text()
        await modal.press("tab")
        assert modal.value == "export --theme 5g-a --states "
        await modal.press("shift+tab", "enter")
        assert modal.answer == "export --theme 5g-a --sort"

    open_modal(line, act, painted=True)


def test_quick_tabs_stay_among_what_was_offered() -> None:
    async def act(modal: Modal) -> None:
        await modal.type("export --theme ")
        for _ in range(3):
            modal.send("tab")
        await modal.settle()
        assert "> " in modal.text()
        assert modal.text().count("\n") == 24
        first = modal.value
        await modal.press("shift+tab", "tab")
        assert modal.value == first

    open_modal(line, act, painted=True)


def test_a_session_offers_the_names_of_the_book_on_show() -> None:
    async def act(session: Session) -> list[str]:
        out = []
        await session.press(":")
        for text in ("export --group ", "export --sta"):
            session.app.screen.query_one(Input).value = text
            await session.settle()
            out.append(session.text())
            await session.press("tab")
            out.append(session.app.screen.query_one(Input).value)
        return out

    shown, group, _, option = play(act, lang="en", opened={"completes": completed}, painted=True)
    assert "optical-modules" in shown
    assert group == "export --group operators "
    assert option == "export --states "


def test_any_window_with_hostile_names() -> None:
    sizes = ((4, 3), (20, 6), (30, 10), (250, 70))
    found = [(NASTY, NASTY), *[("光模块" * 30, NASTY)] * 40]
    try_windows(lambda: CommandLine((), "zh", "export -", lambda *_: found), "tab tab", sizes, "escape")


def _helps(command: click.Command) -> set[str]:
    """What the options of a command do, and those of the commands below it."""
    context = click.Context(command)
    own = {p.help for p in command.get_params(context) if isinstance(p, click.Option) and p.help}
    below = command.list_commands(context) if isinstance(command, click.Group) else ()
    found = [command.get_command(context, name) for name in below] if isinstance(command, click.Group) else []
    return own.union(*(_helps(one) for one in found if one))


def test_every_option_has_its_chinese_twin() -> None:
    assert _helps(kanpan) == set(OPTIONS)
    assert [said for said in OPTIONS.values() if not any(map(is_cjk, said))] == []


def test_what_an_option_does_is_told_in_the_language_of_the_session() -> None:
    async def act(session: Session) -> None:
        await session.press(":", *"export --st")
        assert "加列 COLUMN_state" in session.text()

    play(act, lang="zh", opened={"completes": completed})
