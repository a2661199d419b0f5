"""What is wrong with a saved query, view, column or alert, where it is told as a line of English."""

from __future__ import annotations

import re

LEAST = 5  # letters without which a message is a mere joint
FIELD = re.compile(r"\{(\d)(![rs])?(:[^}]*)?\}")


def queries() -> dict[str, str]:
    """English → Chinese of the faults of queries, with holes for their values."""
    from tui.query.messages import MESSAGES

    out = {}
    for zh, en in MESSAGES.values():
        order = [int(field[1]) for field in FIELD.finditer(en)]
        bare = FIELD.sub("", en)
        if en == en.strip() and len(re.findall("[a-z]", bare)) >= LEAST and len(set(order)) == len(order):
            places = {number: at for at, number in enumerate(order)}
            chinese = FIELD.sub(lambda field, places=places: f"{{{places[int(field[1])]}}}", zh)  # type: ignore[misc]
            if FIELD.search(en):
                # quotes come over with the value
                out[FIELD.sub("{~}", en)] = (
                    re.sub(r"“(\{\d\})”", r" \1 ", chinese).strip() if "!r" in en else chinese
                )
            else:
                out[en] = chinese
    return out
