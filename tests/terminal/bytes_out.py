"""What a session may send to a terminal, byte for byte; all else comes from the data."""

from __future__ import annotations

import base64
import re
import unicodedata

_OWN = re.compile(
    r"\x1b\[[0-9]+;[0-9]+H|\x1b\[[0-9;]*m"  # places and colours
    r"|\x1b\[\?(?:7|25|1000|1002|1003|1004|1006|1015|1016|1049|2004|2026|2048)[hl]"
    r"|\x1b\[\?(?:2026|2048)\$p"  # questions
    r"|\x1b\[>25u|\x1b\[<u"  # the keyboard
    r"|\x1b\]22;[a-z-]*\x07"  # the pointer's shape
    r"|\r|\n"
)
_COPIED = re.compile(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")
_WORSE = {"Cc", "Cf", "Zl", "Zp", "Cs"}


def foreign(raw: bytes) -> list[str]:
    """Each piece, with what stands around it, that a session would not send of itself."""
    text = raw.decode("utf-8", "surrogateescape")
    found = [
        f"copied: {copied!r}"
        for copied in _COPIED.findall(text)
        if not base64.b64decode(copied).startswith((b"kanpan ", b"code,"))  # a command; a picture's figures
    ]
    left = _OWN.sub("", _COPIED.sub("", text))
    for at, char in enumerate(left):
        if not char.isprintable() and unicodedata.category(char) in _WORSE:
            found.append(repr(left[max(0, at - 40) : at + 40]))
    return found
