"""What occurs in a tree: its free symbols, its densities and functions, and the names under which they print."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import sympy
from sympy import Add, Basic, Derivative, Dummy, Max, Min, Mul, NumberSymbol, Pow, Rational, Symbol, Tuple, besseli
from sympy.core.function import Function
from sympy.core.relational import Relational

from symbolic.core.domains import classes, least_classes
from symbolic.core.errors import NameClash
from symbolic.core.terms.atoms import Atom, Column, Head, Index, Parameter
from symbolic.core.terms.naming import OPERATORS, latex_name
from symbolic.core.terms.nodes import Applied, OverRows, Term
from symbolic.core.terms.trees import walk


@lru_cache(maxsize=4096)
def symbols(tree: Basic) -> frozenset[Symbol]:
    """The free symbols, our own atoms that are no quantities (columns, heads, bound rows) left out."""
    if isinstance(tree, Column | Head):
        return frozenset()
    if isinstance(tree, Symbol):
        return frozenset({tree})
    if isinstance(tree, Term | Add | Mul | Pow | Max | Min | Tuple | Function | Relational | Derivative):
        inner = frozenset[Symbol]().union(*map(symbols, tree.args))
        return inner - {tree.index} if isinstance(tree, OverRows) else inner
    return frozenset(tree.free_symbols)


@lru_cache(maxsize=1024)
def roles(tree: Basic) -> frozenset[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Which densities and functions occur."""
    return frozenset(t.role for t in walk(tree) if isinstance(t, Applied))


@lru_cache(maxsize=1024)
def names(tree: Basic) -> Mapping[str, Any]:
    """What is printed, and the thing behind it. Raises NameClash where two different things print alike."""
    found: dict[str, Any] = {}

    def note(shown: str, thing: object) -> None:
        if found.setdefault(shown, thing) != thing:
            clash(shown, found[shown], thing)

    for node in walk(tree):
        match node:
            case Index():
                note(latex_name(node.name), "the row of a table")
            case Atom() | Dummy():
                note(shown := latex_name(node.name), node)
                if re.fullmatch(r".*_\{[1-9]\d*\}", shown) and ("_" in node.name or not isinstance(node, Column)):
                    note(shown[: shown.rindex("_")] + "_{1}, ...", "a name with a number")
            case NumberSymbol():
                note(sympy.latex(node), f"the constant {node}")
            case Applied():
                note(f"{node.head.name} with its number of parameters", len(node.parameters))
                if len(node.parameters) == 1 and isinstance(node.parameters[0], Parameter | Rational):
                    p = node.parameters[0]
                    index = latex_name(p.name) if isinstance(p, Parameter) else str(p)
                    note(f"{latex_name(node.head.name)}_{{{index}}}", Tuple(node.head, *node.parameters))
            case besseli():
                note(f"I_{{{node.args[0]}}}", "a Bessel function")
            case Function():
                note(latex_name(OPERATORS.get(type(node), type(node).__name__)), f"the function {type(node).__name__}")
        if isinstance(node, Column):
            note(latex_name(node.name) + "_{i}", node)
            note(latex_name(node.name) + "_{1}, ...", node)
            for number in classes(node.domain):
                least = least_classes(node.domain)
                note(latex_name(number), f"a number of classes{f', at least {least}' if least > 1 else ''}")
    return MappingProxyType(found)


def clash(shown: str, one: object, other: object) -> None:
    """Raise NameClash."""
    kinds = [
        t if isinstance(t, str) else f"a {type(t).__name__.lower()}{f' in {t.domain}' if hasattr(t, 'domain') else ''}"
        for t in (one, other)
    ]
    raise NameClash(f"{shown!r} would print two different things, {kinds[0]} and {kinds[1]}: rename one of them.")
