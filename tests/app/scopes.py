"""Functions and modules of the package as syntax trees, and what a name is given in them."""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import tui

ROOT = Path(tui.__path__[0])
HOLE = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands where a value comes in
Func = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass(frozen=True, eq=False)
class Scope:
    """A function (None: the module itself) in its module, and the class and the function around it."""

    module: Module
    node: Func | None = None
    owner: str = ""
    outer: Scope | None = None

    @cached_property
    def bound(self) -> dict[str, list[tuple[ast.expr, tuple[int, ...], bool]]]:
        """Name → what is given to it: an expression, the way to the item of it, and if that is each of it."""
        out: dict[str, list[tuple[ast.expr, tuple[int, ...], bool]]] = defaultdict(list)

        def give(target: ast.expr, value: ast.expr, way: tuple[int, ...], each: bool) -> None:
            match target:
                case ast.Name(id=name):
                    out[name].append((value, way, each))
                case ast.Tuple(elts=elts):
                    for at, elt in enumerate(elts):
                        give(elt, value, (*way, at), each)

        for node in own_nodes(self.node or self.module.tree):
            match node:
                case ast.Assign(targets=targets, value=value):
                    for target in targets:
                        give(target, value, (), each=False)
                case (
                    ast.AnnAssign(target=target, value=ast.expr() as value)
                    | ast.AugAssign(target=target, value=value)
                    | ast.NamedExpr(target=target, value=value)
                ):
                    give(target, value, (), each=False)
                case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                    give(target, value, (), each=True)
        return out

    @cached_property
    def params(self) -> list[str]:
        if self.node is None:
            return []
        args = self.node.args
        return [arg.arg for arg in (*args.posonlyargs, *args.args, *args.kwonlyargs)]


@dataclass(frozen=True, eq=False)
class Module:
    path: Path
    tree: ast.Module

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()


def own_nodes(top: ast.AST) -> list[ast.AST]:
    """The nodes of a function or module without those of the functions in it."""
    out: list[ast.AST] = []
    todo = list(ast.iter_child_nodes(top))
    while todo:
        node = todo.pop(0)
        out.append(node)
        if not isinstance(node, Func):
            todo[:0] = list(ast.iter_child_nodes(node))
    return out


def reaches(call: ast.Call, function: Scope, caller: Scope, imported: dict[str, str]) -> bool:
    """False where a call cannot be of this function, as far as its name and place tell."""
    match call.func:
        case ast.Attribute(value=ast.Name(id="self")):
            return bool(function.owner) and function.module is caller.module
        case ast.Attribute(value=ast.Attribute() | ast.Name()):
            return bool(function.owner)
        case ast.Name(id=name) if name in imported:
            home = imported[name].replace(".", "/").removeprefix("tui/")
            return function.module.name.removesuffix(".py").removesuffix("/__init__") == home
        case ast.Name():
            return function.module is caller.module
    return False


def argument(call: ast.Call, at: int, name: str) -> ast.expr | None:
    """What a call gives in a place or by a name; written-out starred tuples are taken apart."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    flat: list[ast.expr] = []
    for arg in call.args:
        if isinstance(arg, ast.Starred) and isinstance(arg.value, ast.Tuple):
            flat += arg.value.elts
        else:
            flat.append(arg)
    starred = [n for n, arg in enumerate(flat) if isinstance(arg, ast.Starred)]
    if at < 0:
        return None
    if starred and starred[0] <= at:  # a place or (file, line) in one: counted from the end
        return None
    return flat[at] if at < len(flat) else None
