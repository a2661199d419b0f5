"""What functions write as a text of several words: a net for messages that no search finds its way to."""

from __future__ import annotations

import ast
import re

from tests.app.scopes import HOLE, ROOT

ROOMS = ("book/", "report/", "universe/", "view/", "settings", "seen", "remembered", "errors")


def phrases() -> dict[str, str]:
    """Phrase → where it stands: what functions of the rooms that speak write as a text of several words."""
    out: dict[str, str] = {}
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name.startswith((*ROOMS, "app/session/keymap", "app/session/importing")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            beside = _beside(tree)
            for top in ast.walk(tree):
                if isinstance(top, ast.FunctionDef):
                    for node in ast.walk(top):
                        text = _phrase(node) if id(node) not in beside else ""
                        if len(re.findall("[a-z]{2,}", text)) > 1 and " " in text.strip():
                            out.setdefault(text, f"{name}:{getattr(node, 'lineno', 0)}")
    return out


def _phrase(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.JoinedStr(values=values):
            return "".join(str(v.value) if isinstance(v, ast.Constant) else HOLE for v in values)
    return ""


def _beside(tree: ast.Module) -> set[int]:
    """What is no text of its own: docstrings, types, the parts of f-strings."""
    out: set[int] = set()
    for node in ast.walk(tree):
        aside: list[ast.expr | None] = []
        match node:
            case ast.JoinedStr(values=values):
                out.update(map(id, values))
            case ast.arg(annotation=kind) | ast.AnnAssign(annotation=kind):
                aside.append(kind)
            case ast.FunctionDef(returns=kind):
                aside.append(kind)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(
            node, clean=False
        ):
            first = node.body[0]
            aside.append(first.value if isinstance(first, ast.Expr) else None)
        out.update(id(one) for top in aside if top is not None for one in ast.walk(top))
    return out
