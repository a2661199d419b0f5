"""The table of keys: nothing unbound, nothing unsaid, every word in both languages."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

import tui.app
from tui.app.app import Kanpan
from tui.app.dialogs.columns import ColumnsDialog
from tui.app.dialogs.command import CommandInput, CommandLine
from tui.app.dialogs.compare import CompareDialog
from tui.app.dialogs.dialog import Ask, Confirm, Dialog
from tui.app.dialogs.finder import Finder
from tui.app.dialogs.help import HelpDialog
from tui.app.dialogs.importing import ImportDialog
from tui.app.dialogs.jump import JumpScreen
from tui.app.dialogs.lists import ListsDialog
from tui.app.dialogs.modal import Modal
from tui.app.dialogs.picture import PictureDialog, PicturePlot
from tui.app.dialogs.story import StoryDialog
from tui.app.dialogs.why import WhyDialog
from tui.app.grid.grid import Grid
from tui.app.keys import KEYS, PLACES, TWINS, bindings, key_line
from tui.app.screens.news import NewsScreen
from tui.app.screens.page import Page
from tui.app.screens.watchlist import Watchlist
from tui.app.widgets.find import FindLine
from tui.app.widgets.lists import NewsPane, Sidebar
from tui.app.widgets.query_line import QueryLine
from tui.app.widgets.reading import Reading
from tui.app.words import say as app_words
from tui.text import is_cjk

if TYPE_CHECKING:
    from textual.binding import Binding


OWNERS: dict[str, tuple[Any, ...]] = {
    "grid": (Grid,), "watchlist": (Watchlist,), "list": (Sidebar, NewsPane), "app": (Kanpan,),
    "dialog": (Dialog, ImportDialog), "lists": (Page,), "news": (NewsScreen,), "text": (Reading,),
    "import": (ImportDialog,),
    "columns": (ColumnsDialog,),
    "help": (HelpDialog,), "confirm": (Confirm,), "line": (Ask,), "find": (FindLine,), "query": (QueryLine,),
    "command": (CommandInput,), "finder": (Finder,), "why": (WhyDialog,), "story": (StoryDialog,),
    "compare": (CompareDialog,), "picture": (PictureDialog,), "plot": (PicturePlot,),
    "mylists": (ListsDialog,), "modal": (Modal,), "tour": (Kanpan,), "jump": (JumpScreen,),
}  # fmt: skip


def _bound(owner: Any) -> dict[str, str]:
    """key → action of a class's own bindings."""
    out: dict[str, str] = {}
    for binding in owner.BINDINGS:
        keys, action = (binding.key, binding.action) if hasattr(binding, "key") else binding[:2]
        out |= dict.fromkeys(keys.split(","), action)
    return out


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.id)
def test_every_key_of_the_table_is_bound_and_its_action_exists(key: Any) -> None:
    assert key.where in PLACES
    for owner in OWNERS[key.where]:
        bound = _bound(owner)
        for one in key.keys.split(","):
            assert bound[one] == key.action
        if twin := TWINS.get(key.shown):
            assert twin in bound
        space, _, name = key.action.partition("(")[0].rpartition(".")
        acting = {"app": Kanpan, "screen": CommandLine}.get(space, owner)
        assert callable(getattr(acting, f"action_{name}", None)), f"{acting.__name__} has no {name}"


def test_no_binding_stands_outside_the_table() -> None:
    told = {key.id for key in KEYS}
    for owners in OWNERS.values():
        for owner in owners:
            assert {b.id for b in owner.BINDINGS if getattr(b, "id", None)} <= told


def test_every_binding_of_every_class_of_the_session_has_an_id_of_the_table() -> None:
    told, without = {key.id for key in KEYS}, []
    for info in pkgutil.walk_packages(tui.app.__path__, "tui.app."):
        for name, kind in vars(importlib.import_module(info.name)).items():
            if isinstance(kind, type) and kind.__module__ == info.name:
                own = vars(kind).get("BINDINGS", ())
                without += [f"{name}: {one}" for one in own if getattr(one, "id", None) not in told]
    assert without == []


def test_the_grids_own_bindings_are_those_of_the_table() -> None:
    def rows(given: list[Binding]) -> dict[str | None, tuple[str, str]]:
        return {b.id: (b.key, b.action) for b in given}

    assert rows(Grid.BINDINGS) == rows(bindings("grid"))  # type: ignore[arg-type]


def test_ids_are_unique_and_no_key_means_two_things_in_one_place() -> None:
    assert Counter(k.id for k in KEYS).most_common(1)[0][1] == 1
    for where in PLACES:
        keys = Counter(one for k in KEYS if k.where == where for one in k.keys.split(","))
        assert not [key for key, count in keys.items() if count > 1]


def test_every_key_and_word_stands_in_both_languages() -> None:
    for key in KEYS:
        assert key.zh
        assert key.en
        assert key.shown
        assert bool(key.short[0]) == bool(key.short[1])
        assert not any(map(is_cjk, key.en))
    pairs = {**app_words.WORDS, **PLACES}
    for name, (zh, en) in pairs.items():
        assert zh, name
        assert en, name
        assert not any(map(is_cjk, en)), name
        assert zh.count("{}") == en.count("{}"), name


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_key_line_shows_the_first_keys(lang: str) -> None:
    shown = [key for key, _ in key_line(lang)]
    assert {"/", "[", "]", "g", "x", "y", "?", "q"} <= set(shown)
