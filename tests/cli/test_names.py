"""Names in a command line: completed by a shell, nearest ones in errors, and --list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.runs import good, inside, kanpan, read

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = """\
[lists]
holdings = ["600941.SH", "300308.SZ", "999999.SH"]
watch.zh = "观察"
watch.en = "watching"
watch.codes = ["300502.SZ", "600050.SH", "300308.SZ"]
"""
VIEWS = "reasonable-growth, loss-makers, cheap-in-group, doubtful, unrated"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose settings have two lists."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "config" / "kanpan").mkdir(parents=True)
    (folder / "config" / "kanpan" / "config.toml").write_text(CONFIG, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("words", "query"),
    [
        (("--list", "holdings"), "@holdings"),
        (("--list", "观察"), "@watch"),
        (("--list", "Watching"), "@watch"),
        (("--list", "holdings,watch"), "@holdings or @watch"),
        (("--list", "holdings", "--list", "watch"), "@holdings or @watch"),
        (("--list", "holdings", "--list", "watch", "-w", "price > 90"), "(@holdings or @watch), price > 90"),
        (("--list", "watch", "--group", "operators"), "@watch and group = operators"),
    ],
)
def test_a_list_gives_the_rows_of_its_query(home: Path, words: tuple[str, ...], query: str) -> None:
    asked, listed = (inside("export", *more, home=home) for more in (words, ("--where", query)))
    assert listed.status == asked.status == 0
    assert listed.text == asked.text
    assert asked.rows


def test_a_list_narrows_a_saved_view(home: Path) -> None:
    words = ("export", "--view", "cheap-in-group", "--columns", "code")
    both = inside(*words, "--list", "watch", home=home).column("code")
    assert both == [
        c for c in inside(*words, home=home).column("code") if c in {"300502.SZ", "600050.SH", "300308.SZ"}
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--list", "holding"), "unknown list 'holding'; nearest: holdings, watching"),
        (("--list", "nope"), "unknown list 'nope'; there are: holdings, watch"),
        (("--view", "doubtfull"), "unknown view 'doubtfull'; nearest: doubtful, doubtful cells"),
        (
            ("--view", "nope"),
            f"unknown view 'nope'; there are: {VIEWS}",
        ),
        (
            ("--group", "nope"),
            "unknown group 'nope'; there are: operators, optical-modules, equipment, commercial-space",
        ),
    ],
)
def test_an_error_tells_the_nearest_or_what_there_is(home: Path, words: tuple[str, ...], said: str) -> None:
    done = inside("export", *words, home=home)
    assert (done.status, done.out) == (2, b"")
    assert done.err == f"kanpan: {said}\n"


def test_an_option_like_no_other_is_answered_with_those_there_are() -> None:
    done = read("--view", "nope")
    assert done.status == 2
    assert done.err.startswith("kanpan: No such option '--view'; there are: --book, --as-of, --na, --lang, ")
    assert "'--theme'" in read("export", "--teme", "x").err


def test_without_a_list_it_says_how_to_make_one() -> None:
    assert read("export", "--list", "x").err == (
        "kanpan: unknown list 'x'; there is none yet: m in the session makes one\n"
    )


COMPLETED = (
    ("export --view ch", "cheap-in-group"),
    ("export --list ", "holdings watch"),
    ("export --list 观", "watch"),
    ("export --group o", "operators optical-modules"),
    ("history --theme ai", "ai-compute"),
    ("export -f js", "json"),
    ("export --book /nowhere --group o", ""),
    ("export --as-of ", "2026-07-03 2026-04-15"),
    ("changes --from 2026-04", "2026-04-15"),
    ("why 60094", "600941.SH"),
    ("history 中国移", "600941.SH"),
    ("news --name 中国移", "600941.SH"),
    ("export --columns code,pe_2026", "code,pe_2026E"),
    ("export --sort price,-pe_2026", "price,-pe_2026E"),
    ("export --sort 代", "code"),
    ("export --group operators,op", "operators,operators operators,optical-modules"),
)


@pytest.mark.parametrize(("line", "found"), COMPLETED)
def test_a_shell_completes_names(home: Path, line: str, found: str) -> None:
    done = kanpan(
        home=home,
        _KANPAN_COMPLETE="bash_complete",
        COMP_WORDS=f"kanpan {line}",
        COMP_CWORD=str(line.count(" ") + 1),
    )
    assert done.err == ""
    assert [text.removeprefix("plain,") for text in done.text.split()] == found.split()


def test_help_tells_of_lists() -> None:
    assert "--list NAME" in good("export", "--help").text
