"""Which links of stories may be handed to a browser."""

from __future__ import annotations

from urllib.parse import urlsplit


def openable(url: str) -> bool:
    """True for a plain http or https address with a host; such a text is no option of any command."""
    if url.startswith("-") or not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False
