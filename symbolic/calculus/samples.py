"""Values for known constants and for data, to try an expression at. Nothing here is a verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from sympy import Expr

from symbolic.core.domains import members
from symbolic.core.terms import Column, Count, Entry, Parameter, walk

Drawn = dict[Expr | Column, Fraction | tuple[Fraction, ...]]


def samples(trees: Sequence[Expr], unknowns: tuple[Parameter, ...]) -> Iterator[Drawn]:
    """Known constants and data: up to three rows of members of their domains."""
    nodes: set[Expr] = {t for tree in trees for t in walk(tree)}
    known = [t for t in nodes if isinstance(t, Parameter) and t not in unknowns]
    columns = sorted({t.column for t in nodes if isinstance(t, Entry)}, key=str)
    counts = [t for t in nodes if isinstance(t, Count)]
    some = {t: members(t.domain) for t in (*known, *columns)}
    if not all(some.values()):
        return
    base = {t: some[t][0] for t in known}
    patterns = ((0, 0, 1), (0,), (0, 1, 2), (1,), (1, 1, 2), (2,), (0, 1), (4, 5)) if columns else ((0,),)
    for pattern in patterns:
        for shift in range(2 if len(columns) > 1 else 1):
            rows = {c: tuple(some[c][(k + shift * j) % len(some[c])] for k in pattern) for j, c in enumerate(columns)}
            yield {**base, **rows, **{n: Fraction(len(pattern)) for n in counts}}
