"""The names that meet an alert, as a list to choose from: those not seen before come first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.app.dialogs.picking import Choice
from tui.app.words.say import say
from tui.text import clean
from tui.view.format import narrow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.universe.universe import Universe
    from tui.view.alerts import Fired

MOST = 1000  # names of an alert


def alert_choices(universe: Universe, found: Sequence[Fired], lang: str) -> list[Choice]:
    """Per alert its names, the new ones first; each tells of the alert's query."""
    names = universe.table.column("name")
    out = []
    for one in found:
        label = narrow(clean(one.alert.label(lang)))
        new = set(one.new)
        pairs = sorted(zip(one.codes, one.rows.tolist(), strict=True), key=lambda pair: pair[0] not in new)
        for code, row in pairs[:MOST]:
            mark = f" {say('alert_new', lang)}" if code in new else ""
            name = narrow(clean(names[row].as_py() or ""))
            told = f"{label}: {clean(one.alert.text)}"
            out.append(Choice(code, f"{label}  {name}{mark}", told, (name, one.alert.name)))
    return out
