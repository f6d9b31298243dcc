"""Integrals and sums by quadrature, in floats: an independent look at what integrals claims. It proves nothing."""

from __future__ import annotations

from itertools import product
from typing import Any

import mpmath
from sympy import Piecewise, Rational, Symbol, lambdify, oo

from symbolic.core.domains import Integers
from symbolic.core.terms import AtMost, Outcome, Parameter, Same, replace, symbols


def plain(tree: Any) -> Any:
    """The tree with ordinary symbols and indicators."""

    def change(node: Any) -> Any:
        if isinstance(node, Parameter):
            return Symbol(f"p_{node.name}")
        if isinstance(node, Outcome):
            return Symbol(f"x_{node.column.name}")
        if isinstance(node, AtMost):
            a, b = map(plain, node.args)
            return Piecewise((1, a <= b), (0, True))
        if isinstance(node, Same):
            a, b = map(plain, node.args)
            return Piecewise((1, abs(a - b) < Rational(1, 10**9)), (0, True))
        return None

    return replace(tree, change)


def number(tree: Any, values: dict[Any, Any]) -> Any:
    """The tree at parameters, as a float."""
    used = [s for s in symbols(tree) if isinstance(s, Parameter)]
    function = lambdify([Symbol(f"p_{s.name}") for s in used], plain(tree), "mpmath")
    return function(*(mpmath.mpf(values[s.name]) for s in used))


def integral(
    tree: Any, outcomes: tuple[Any, ...], values: dict[str, Any], total: Any = None, cuts: Any = (), far: Any = 50
) -> Any:
    """The integral, or sum, of the tree by quadrature; `cuts` are places where it is not smooth, `far` an end for oo."""
    used = sorted({s for s in symbols(tree) if isinstance(s, Parameter)}, key=lambda s: s.name)
    names = [Symbol(f"x_{x.column.name}") for x in outcomes]
    function = lambdify([*names, *(Symbol(f"p_{s.name}") for s in used)], plain(tree), "mpmath")
    fixed = [mpmath.mpf(values[s.name]) for s in used]
    domains = [x.column.domain for x in outcomes]
    if all(isinstance(d, Integers) for d in domains):
        ends = [(int(d.lower), int(min(d.upper, 120 if len(domains) == 1 else 12))) for d in domains]
        points = product(*(range(low, high + 1) for low, high in ends))
        wanted = None if total is None else number(total, values)
        return sum(function(*p, *fixed) for p in points if wanted is None or sum(p) == wanted)
    if total is not None:  # the simplex in three dimensions
        return mpmath.quad(lambda a: mpmath.quad(lambda b: function(a, b, 1 - a - b, *fixed), [0, 1 - a]), [0, 1])
    ranges = []
    for d in domains:
        low, high = (
            mpmath.mpf(e.numerator) / e.denominator if abs(e) < oo else mpmath.sign(e) * far for e in (d.lower, d.upper)
        )
        inner = sorted({mpmath.mpf(c) for c in (*cuts, 0, 1) if low < c < high})
        ranges.append([low, *inner, high])
    return mpmath.quad(lambda *p: function(*p, *fixed), *ranges)
