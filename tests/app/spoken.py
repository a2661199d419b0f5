"""Every message that the source can say of outside data, as templates: followed back to its strings."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice, product
from typing import TYPE_CHECKING

from tests.app.scopes import HOLE, ROOT, Module, Scope, argument, own_nodes, reaches

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEP, MANY = 14, 400
# what a class of something said is given, and which of it are words: the place among its arguments, its name
SINKS = {
    "Problem": ((2, "what"), (3, "why")),
    "Diagnostic": ((3, "read"), (4, "expected"), (5, "done")),
}
SAME = {"strip", "rstrip", "lstrip", "removeprefix", "removesuffix"}  # methods that leave the words
THROUGH = {"clean", "str", "narrow", "shown", "crop", "tuple", "list", "sorted"}  # and functions

Texts = frozenset[str]
UNKNOWN: Texts = frozenset([HOLE])


@dataclass(eq=False)
class Source:
    """The package read: its functions, classes and calls by name."""

    functions: dict[str, list[Scope]] = field(default_factory=lambda: defaultdict(list))
    constants: dict[str, list[tuple[ast.expr, Scope]]] = field(default_factory=lambda: defaultdict(list))
    calls: dict[str, list[tuple[ast.Call, Scope]]] = field(default_factory=lambda: defaultdict(list))
    bases: dict[str, set[str]] = field(default_factory=dict)
    inits: dict[str, Scope] = field(default_factory=dict)
    imported: dict[Module, dict[str, str]] = field(default_factory=dict)
    _known: dict[tuple[ast.expr, Scope, tuple[int, ...]], Texts] = field(default_factory=dict)

    def read(self, skip: tuple[str, ...]) -> Source:
        for path in sorted(ROOT.rglob("*.py")):
            if not path.relative_to(ROOT).as_posix().startswith(skip):
                module = Module(path, ast.parse(path.read_text(encoding="utf-8")))
                self.imported[module] = {
                    alias.asname or alias.name: node.module or ""
                    for node in ast.walk(module.tree)
                    if isinstance(node, ast.ImportFrom)
                    for alias in node.names
                }
                self._take(module.tree, Scope(module), "")
        return self

    def _take(self, top: ast.AST, scope: Scope, owner: str) -> None:
        for node in ast.iter_child_nodes(top):
            match node:
                case ast.ClassDef(name=name):
                    self.bases[name] = {base.id for base in node.bases if isinstance(base, ast.Name)}
                    self._take(node, scope, name)
                    continue
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    inner = Scope(scope.module, node, owner, scope)
                    self.functions[node.name].append(inner)
                    if node.name == "__init__":
                        self.inits[owner] = inner
                    self._take(node, inner, "")
                    continue
                case ast.Lambda():
                    self._take(node, Scope(scope.module, node, owner, scope), owner)
                    continue
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if scope.node is None:
                    self.constants[name].append((value, scope))
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if scope.node is None:
                    self.constants[name].append((value, scope))
                case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                    self.calls[name].append((node, scope))
            self._take(node, scope, owner)

    def errors(self) -> set[str]:
        """The classes of what is told as one line."""
        found, size = {"KanpanError"}, 0
        while size != len(found):
            size = len(found)
            found |= {name for name, bases in self.bases.items() if bases & found}
        return found

    # ── the values that an expression can have ──────────────────────────────────────────────────────

    def texts(self, node: ast.expr | None, scope: Scope, way: tuple[int, ...] = (), deep: int = 0) -> Texts:
        """The templates of an expression, or of an item of it."""
        if node is None or deep > DEEP:
            return UNKNOWN
        asked = (node, scope, way)
        if asked not in self._known:
            self._known[asked] = UNKNOWN  # what asks for itself adds nothing
            out = self._texts(node, scope, way, deep + 1)
            self._known[asked] = out if len(out) <= MANY else UNKNOWN
        return self._known[asked]

    def _texts(self, node: ast.expr, scope: Scope, way: tuple[int, ...], deep: int) -> Texts:  # noqa: C901, PLR0912
        match node:
            case ast.Constant(value=str() as text):
                return frozenset([text])
            case ast.JoinedStr(values=values):
                return self._joined([self._part(one, scope, deep) for one in values])
            case ast.Tuple(elts=elts) | ast.List(elts=elts):
                if way and not any(isinstance(elt, ast.Starred) for elt in elts[: way[0] + 1]):
                    return self.texts(elts[way[0]], scope, way[1:], deep) if way[0] < len(elts) else UNKNOWN
                return UNKNOWN
            case ast.IfExp(body=body, orelse=orelse):
                return self.texts(body, scope, way, deep) | self.texts(orelse, scope, way, deep)
            case ast.BoolOp(values=values):
                return self._union(values, scope, way, deep)
            case ast.BinOp(left=left, op=ast.Add(), right=right) if not way:
                return self._joined([self.texts(left, scope, (), deep), self.texts(right, scope, (), deep)])
            case ast.Subscript(value=value, slice=ast.Constant(value=int() as at)) if at >= 0:
                return self.texts(value, scope, (at, *way), deep)
            case ast.Subscript(value=value, slice=ast.Slice()) if not way:
                return self.texts(value, scope, (), deep)
            case ast.Subscript(value=ast.Dict(values=values)):
                return self._union(values, scope, way, deep)
            case ast.Subscript(value=ast.Name(id=name)):
                return self._of_table(name, scope, way, deep)
            case ast.Name(id=name):
                return self._named(name, scope, way, deep)
            case ast.Attribute(attr=name) if name.isupper():
                return self._constant(name, scope, way, deep)
            case ast.Call():
                return self._called(node, scope, way, deep)
        return UNKNOWN

    def _part(self, node: ast.expr, scope: Scope, deep: int) -> Texts:
        if not isinstance(node, ast.FormattedValue):
            return self.texts(node, scope, (), deep)
        if node.conversion == ord("r"):
            found = self.texts(node.value, scope, (), deep)
            return UNKNOWN if HOLE in found else frozenset(map(repr, found))
        found = UNKNOWN if node.format_spec else self.texts(node.value, scope, (), deep)
        local = isinstance(node.value, ast.IfExp) or any(
            isinstance(v, ast.IfExp) for v in self._own(node.value, scope)
        )
        # a bare word that comes from afar is a name: of a column, a key, a table
        return found if local else frozenset(HOLE if one.isidentifier() else one for one in found)

    def _own(self, node: ast.expr, scope: Scope) -> list[ast.expr]:
        return [value for value, *_ in scope.bound.get(node.id, ())] if isinstance(node, ast.Name) else []

    def _joined(self, parts: list[Texts]) -> Texts:
        every = islice(product(*(sorted(part) for part in parts)), MANY + 1)
        return frozenset("".join(one) for one in every)

    def _union(self, nodes: list[ast.expr], scope: Scope, way: tuple[int, ...], deep: int) -> Texts:
        return frozenset[str]().union(*(self.texts(one, scope, way, deep) for one in nodes))

    def _of_table(self, name: str, scope: Scope, way: tuple[int, ...], deep: int) -> Texts:
        """An item of a dict that has a name."""
        found = [(v, scope) for v, *_ in scope.bound.get(name, ())] or self._at_module(name, scope)
        tables = [(value, where) for value, where in found if isinstance(value, ast.Dict)]
        out = [self._union(table.values, where, way, deep) for table, where in tables]
        return frozenset[str]().union(*out) if out else UNKNOWN

    def _at_module(self, name: str, scope: Scope) -> list[tuple[ast.expr, Scope]]:
        found = self.constants.get(name, [])
        return [one for one in found if one[1].module is scope.module] or found

    def _constant(self, name: str, scope: Scope, way: tuple[int, ...], deep: int) -> Texts:
        found = self._at_module(name, scope)
        out = [self.texts(value, where, way, deep) for value, where in found]
        return frozenset[str]().union(*out) if out else UNKNOWN

    def _named(self, name: str, scope: Scope, way: tuple[int, ...], deep: int) -> Texts:
        where: Scope | None = scope
        while where is not None and where.node is not None:
            if name in where.bound or name in where.params:
                out = [
                    self._each(value, where, found, deep)
                    if each
                    else self.texts(value, where, (*found, *way), deep)
                    for value, found, each in where.bound.get(name, ())
                ]
                if name in where.params:
                    out.append(self._given(where, name, way, deep))
                return frozenset[str]().union(*out)
            where = where.outer
        return self._constant(name, scope, way, deep)

    def _each(self, node: ast.expr, scope: Scope, way: tuple[int, ...], deep: int) -> Texts:
        """The item of each of a written list, or of a table's pairs."""
        match node:
            case ast.Tuple(elts=elts) | ast.List(elts=elts):
                return self._union(elts, scope, way, deep)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="items")) if way[:1] == (1,):
                return self._of_table(name, scope, way[1:], deep)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="values")):
                return self._of_table(name, scope, way, deep)
            case ast.Call(func=ast.Name(id=name)):
                yielded = [
                    self.texts(one.value, where, way, deep)
                    for where in self.functions.get(name, ())
                    for one in own_nodes(where.node)  # type: ignore[arg-type]
                    if isinstance(one, ast.Yield)
                ]
                return frozenset[str]().union(*yielded) if yielded else UNKNOWN
            case ast.Name(id=name):
                for value, _ in self._at_module(name, scope):
                    return self._each(value, scope, way, deep)
        return UNKNOWN

    def _given(self, scope: Scope, name: str, way: tuple[int, ...], deep: int) -> Texts:
        """What the calls of a function give to a parameter of it, and what it has by default."""
        node = scope.node
        assert node is not None
        out = []
        args = node.args
        plain = [*args.posonlyargs, *args.args]
        for arg, value in zip(plain[len(plain) - len(args.defaults) :], args.defaults, strict=True):
            if arg.arg == name:
                out.append(self.texts(value, scope, way, deep))
        for arg, default in zip(args.kwonlyargs, args.kw_defaults, strict=True):
            if arg.arg == name and default is not None:
                out.append(self.texts(default, scope, way, deep))
        if isinstance(node, ast.Lambda):
            return UNKNOWN
        method = plain[:1] and plain[0].arg in {"self", "cls"}
        at = [arg.arg for arg in plain].index(name) - bool(method) if name in {a.arg for a in plain} else -1
        called = scope.owner if node.name == "__init__" else node.name
        for call, where in self.calls.get(called, ()):
            if reaches(call, scope, where, self.imported[where.module]):
                found = argument(call, at, name)
                if found is not None:
                    out.append(self.texts(found, where, way, deep))
        return frozenset[str]().union(*out) if out else UNKNOWN

    def _called(self, node: ast.Call, scope: Scope, way: tuple[int, ...], deep: int) -> Texts:
        match node.func:
            case ast.Attribute(value=value, attr=name) if name in SAME and not way:
                return self.texts(value, scope, (), deep)
            case ast.Attribute(value=ast.Constant(value=str() as text), attr="join") if text:
                return UNKNOWN
            case ast.Attribute(value=value, attr="format"):
                found = self.texts(value, scope, (), deep)
                return frozenset(_unfilled(one) for one in found)
            case ast.Attribute(value=ast.Name(id=name), attr="get"):
                default = self._union(node.args[1:], scope, way, deep)
                return self._of_table(name, scope, way, deep) | default
            case ast.Name(id=name) if name in THROUGH and node.args:
                return self.texts(node.args[0], scope, way, deep)
            case ast.Name(id=name) | ast.Attribute(attr=name):
                return self._returned(name, node, scope, way, deep)
        return UNKNOWN

    def _returned(self, name: str, call: ast.Call, scope: Scope, way: tuple[int, ...], deep: int) -> Texts:
        out = []
        for found in self.functions.get(name, ()):
            assert found.node is not None
            if not reaches(call, found, scope, self.imported[scope.module]):
                continue
            for one in own_nodes(found.node):
                if isinstance(one, ast.Return) and one.value is not None:
                    out.append(self.texts(one.value, found, way, deep))
        return frozenset[str]().union(*out) if out else UNKNOWN


def _unfilled(text: str) -> str:

    return re.sub(r"{[^{}]*}", HOLE, text)


def spoken() -> dict[str, str]:
    """Template → where it is said: what problems, diagnostics and errors of the package can hold."""
    source = Source().read(("cli/", "query/", "app/serve/"))
    out: dict[str, str] = {}
    for node, scope, line in _said(source):
        for text in source.texts(node, scope) if node is not None else ():
            out.setdefault(text, f"{scope.module.name}:{line}")
    return out


def _said(source: Source) -> Iterator[tuple[ast.expr | None, Scope, int]]:
    """Each expression that is words of a problem, a diagnostic, an error or an import's summary."""
    errors = source.errors()
    for name in (*SINKS, "Outcome", *sorted(errors - set(source.inits))):
        for call, scope in source.calls.get(name, ()):
            for node in _words_of(name, call):
                yield node, scope, call.lineno
    for name in sorted(errors & set(source.inits)):
        init = source.inits[name]
        assert init.node is not None
        for one in own_nodes(init.node):
            if isinstance(one, ast.Call) and getattr(one.func, "attr", "") == "__init__" and one.args:
                yield one.args[0], init, one.lineno


def _words_of(name: str, call: ast.Call) -> list[ast.expr | None]:
    if name not in SINKS:
        return [call.args[0]] if call.args else []
    if call.args and isinstance(call.args[0], ast.Starred):  # the place in one, the words behind it
        return [*call.args[-2:]]
    return [argument(call, at, word) for at, word in SINKS[name]]
