"""Two members of a family, the log-density on the support, and slopes in the parameters. Nothing here is a verdict.

Statements that need logarithms or slopes in the parameters are about the interior of their domains: at a closed end
they may be infinite, as log 0 is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from sympy import Abs, Add, Basic, Dummy, Expr, Integer, Max, Mul, Number, Pow, Symbol, exp, log

from symbolic.core.domains import continuum, interior
from symbolic.core.terms import AtMost, Break, NegativePart, Parameter, breaks, latex_name, names, raw, replace, walk
from symbolic.functions import row_of
from symbolic.models.family import Family


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a family, with parameters in the interior of their domains."""

    density: Expr
    loss: Expr | None
    parameters: tuple[Parameter, ...]


def member(family: Family) -> Member:
    """A member of the family."""
    return _renamed(family, lambda name: name)


def another(family: Family) -> Member:
    """Another member, whose parameters are called theta_0 and so on: with the first number that names nothing else there."""
    parts = (family.density, family.loss, family.factor, *family.parameters, *family.known, *family.columns)
    trees = [*parts, *(tree for _, o in family.further for tree in o.trees())]
    taken = {shown for t in trees if t is not None for shown in names(t)}
    taken |= {latex_name(s.name) for t in trees if t is not None for s in walk(t) if isinstance(s, Symbol)}
    numbered: Callable[[int], Callable[[str], str]] = lambda k: lambda name: f"{name}{'' if '_' in name else '_'}{k}"
    free = (k for k in count() if taken.isdisjoint(latex_name(numbered(k)(u.name)) for u in family.parameters))
    return _renamed(family, numbered(next(free)))


def _renamed(family: Family, rename: Callable[[str], str]) -> Member:
    renamed: dict[Any, Any] = {u: Parameter(rename(u.name), interior(u.domain)) for u in family.parameters}

    def moved(tree: Expr) -> Expr:
        return None if tree is None else replace(tree, renamed.get)

    return Member(moved(family.density), moved(family.loss), tuple(renamed.values()))


def continuous(u: Parameter) -> bool:
    """Does the parameter range over an interval, so that there are slopes in it?"""
    return continuum(u.domain)


def log_density(density: Expr) -> Expr:
    """The logarithm of a density where it is positive, with the logarithms of products and powers taken apart."""
    if isinstance(density, Mul) and not any(isinstance(a, Number) and not a.is_positive for a in density.args):
        return Add(*map(log_density, density.args))
    if isinstance(density, Pow):  # first: SymPy takes E^u, kept as written, for an exponential as well
        return density.exp * log_density(density.base)
    if isinstance(density, exp):
        return density.args[0]
    return Integer(0) if isinstance(density, AtMost) else log(density)


def slope(tree: Expr, *parameters: Parameter) -> Expr:
    """The derivative in one parameter after the other, wherever it exists, which is almost everywhere.

    The slope of |u| is (2 1[0 <= u] - 1) u', that of the larger of a and b is b' + (a' - b') 1[b <= a], and that of an
    indicator is 0.
    """
    for u in parameters:
        tree = _slope(tree, u)
    return tree


def _slope(tree: Expr, u: Parameter) -> Expr:
    held: dict[Basic, Basic] = {}

    def hold(node: Basic) -> Basic | None:
        return held.setdefault(node, Dummy(real=True)) if breaks(node) else None

    smooth = replace(tree, hold)
    found = smooth.diff(u)
    for node, dummy in held.items():
        inner = _slope_of_kink(node, u) if breaks(node) is Break.KINK and u in walk(node) else 0
        if inner != 0:
            found += smooth.diff(dummy) * inner
    return replace(found, {d: t for t, d in held.items()}.get)


def _slope_of_kink(node: Basic, u: Parameter) -> Expr:
    first, *others = node.args
    inner = _slope(first, u)
    if isinstance(node, Abs):
        return (2 * AtMost(0, first) - 1) * inner
    if isinstance(node, NegativePart):
        return -AtMost(first, 0) * inner
    for other in others:
        low, high = (first, other) if isinstance(node, Max) else (other, first)
        inner = inner + (_slope(other, u) - inner) * AtMost(low, high)
        first = raw(node.func, (first, other))
    return inner


def regular(density: Expr, u: Parameter) -> bool:
    """Is the set where the density is positive the same for all values of the parameter, as it is written?"""
    jumps = (t for t in walk(density) if breaks(t) in (Break.JUMP, Break.POINT) or jumps_often(t))
    return not any(u in walk(t) for t in jumps)


def smooth(density: Expr, u: Parameter) -> bool:
    """Has the log-density, as it is written, no kink that depends on the parameter?"""
    return not any((breaks(t) or jumps_often(t)) and u in walk(t) for t in walk(density))


def jumps_often(node: Basic) -> bool:
    """Is it a value of a function that is nowhere taken for continuous, such as the floor?"""
    row = row_of(node)
    return row is not None and row.continuous is None
