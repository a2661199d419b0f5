"""The one page and its files: nothing in it comes from elsewhere."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template

import textual_serve

_STATIC = Path(textual_serve.__file__).parent / "static"
FILES = {
    "terminal.js": _STATIC / "js" / "textual.js",
    "terminal.css": _STATIC / "css" / "xterm.css",
    "mono.ttf": _STATIC / "fonts" / "RobotoMono-VariableFont_wght.ttf",
}  # the name in the address: the file; what is not here is not served

WORDS = {
    "zh": ("看盘", "正在打开…", "会话已结束。", "重新打开"),
    "en": ("Kanpan", "Opening…", "The session has ended.", "Open it again"),
}

_PAGE = Template("""\
<!DOCTYPE html>
<html lang="$lang">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>$title</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="terminal.css">
<style>
@font-face { font-family: "Roboto Mono"; src: url("mono.ttf"); font-weight: 100 700; }
html, body { margin: 0; height: 100%; overflow: hidden; background: #121212; color: #e0e0e0;
  font: 16px/1.5 "Roboto Mono", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", monospace; }
.textual-terminal { position: absolute; inset: 0; overflow: hidden; }
.said { position: absolute; inset: 0; display: none; place-content: center; text-align: center;
  z-index: 20; background: #121212; }
.said a { color: #0178d4; }
body:not(.-first-byte):not(.-closed) .opening, body.-closed .ended { display: grid; }
</style>
<script src="terminal.js"></script>
<script src="page.js"></script>
</head>
<body>
<div class="said opening" role="status">$opening</div>
<div class="said ended" role="status"><p>$ended</p><p><a href="">$again</a></p></div>
<div id="terminal" class="textual-terminal" data-session-websocket-url="$socket" data-font-size="$size"></div>
</body>
</html>
""")


# textual-serve leaves it to a click to give the terminal the keys
SCRIPT = """\
window.addEventListener("load", () => {
  const keys = () => document.querySelector(".xterm-helper-textarea")?.focus();
  keys();
  new MutationObserver(keys).observe(document.body, {attributes: true, attributeFilter: ["class"]});
});
"""


def page(socket: str, lang: str, size: int) -> str:
    """The page that shows a session, whose frames come from the address `socket`."""
    title, opening, ended, again = WORDS[lang]
    return _PAGE.substitute(
        lang=lang, title=title, opening=opening, ended=ended, again=again,
        socket=escape(socket), size=size,
    )  # fmt: skip


def headers(host: str) -> dict[str, str]:
    """What every answer tells the browser: nothing from elsewhere, in no frame, kept by no one."""
    return {
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
            f"font-src 'self' data:; img-src 'self' data:; connect-src 'self' ws://{host}; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
        "Referrer-Policy": "no-referrer",  # the address holds the token
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cache-Control": "no-store",
    }
