"""The escape key, told apart from what follows it at once.

Most terminals send a lone ESC for the key, and many (tmux above all) hold it back so long that the next key
comes in the same breath. Textual reads both as one unknown sequence, and neither key is seen.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from textual._xterm_parser import XTermParser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.message import Message

MARKED = "\x1b[27u"  # the key as terminals send it that mark it
LONE = re.compile("\x1b(?=[^\x1b\\[O\\]PX^_\\\\])")  # it begins no sequence of those that there are
PASTE = "\x1b[200~"


class Escaping(XTermParser):
    """Reads an ESC that begins no sequence as the key."""

    def feed(self, data: str) -> Iterable[Message]:
        """The messages of what came; a paste is left as it is."""
        return super().feed(data if PASTE in data else LONE.sub(MARKED, data))


def tell_escape_apart() -> None:
    """Let sessions on a terminal of this process read keys so."""
    if os.name == "posix":
        from textual.drivers import linux_driver

        linux_driver.XTermParser = Escaping  # type: ignore[attr-defined]  # the driver takes no parser of its own
