"""The escape key and the key after it, as terminals send them."""

from __future__ import annotations

import pytest
from textual import events
from textual._xterm_parser import XTermParser

from tui.app.session.escaping import Escaping

SENT = {
    "\x1b2": ["escape", "2"],
    "\x1bq": ["escape", "q"],
    "\x1b中": ["escape", "中"],
    "\x1b:": ["escape", "colon"],
    "j\x1b2\x1b1u": ["j", "escape", "2", "escape", "1", "u"],
    "\x1b[27u": ["escape"],
    "\x1b[B": ["down"],
    "\x1bOP": ["f1"],
    "\x1b[1;3B": ["alt+down"],
    "2": ["2"],
}


@pytest.mark.parametrize("sent", SENT, ids=repr)
def test_keys(sent: str) -> None:
    parser = Escaping(False)
    found = [event.key for event in parser.feed(sent) if isinstance(event, events.Key)]
    assert found == SENT[sent]


@pytest.mark.parametrize("inside", ["ab", "a\x1bcb", "a\x1b]0;x\x07b"])
def test_a_paste_is_left_as_it_is(inside: str) -> None:
    def texts(parser: XTermParser) -> list[str]:
        found = [*parser.feed(f"\x1b[200~{inside}\x1b[201~")]
        return [event.text for event in found if isinstance(event, events.Paste)]

    assert texts(Escaping(False)) == texts(XTermParser(False))
