"""A value with its derivatives in the unknowns (`Jet`), for all rows at once, and its algebra: sums, products, chains, kinks.

Each of them is a number, or inside of a sum over the rows a column, one number for each different row.
Source: Griewank and Walther, Evaluating Derivatives, chapters 3 and 13.
"""

from __future__ import annotations

from itertools import combinations_with_replacement
from operator import add, mul

from flint import arb

from properties.estimation.smooth import (
    Arithmetic,
    PerRow,
    mapped,
    mapped2,
)

Pair = tuple[int, int]


class Jet:
    """A value `v`, first derivatives `d` by seed and second derivatives `h` by pairs of seeds; what is missing is 0."""

    __slots__ = ("d", "h", "v")

    def __init__(self, v: PerRow, d: dict[int, PerRow] | None = None, h: dict[Pair, PerRow] | None = None) -> None:
        self.v, self.d, self.h = v, d or {}, h or {}


def _plus(a: PerRow | None, b: PerRow | None) -> PerRow:
    if a is None or b is None:
        return b if a is None else a
    return mapped2(add, a, b)


def row_by_row(a: PerRow, b: PerRow) -> PerRow:
    """Row by row."""
    return mapped2(mul, a, b)


def added(a: Jet, b: Jet) -> Jet:
    """a + b."""
    d = {j: _plus(a.d.get(j), b.d.get(j)) for j in {*a.d, *b.d}}
    h = {k: _plus(a.h.get(k), b.h.get(k)) for k in {*a.h, *b.h}}
    return Jet(_plus(a.v, b.v), d, h)


def product(a: Jet, b: Jet, order: int) -> Jet:
    """a b, with so many derivatives."""
    d: dict[int, PerRow] = {j: row_by_row(x, b.v) for j, x in a.d.items()}
    for j, x in b.d.items():
        d[j] = _plus(d.get(j), row_by_row(a.v, x))
    h: dict[Pair, PerRow] = {}
    if order > 1:
        h = {k: row_by_row(x, b.v) for k, x in a.h.items()}
        for k, x in b.h.items():
            h[k] = _plus(h.get(k), row_by_row(a.v, x))
        for i, x in a.d.items():
            for j, y in b.d.items():
                xy = row_by_row(x, y)
                key = (i, j) if i <= j else (j, i)
                h[key] = _plus(h.get(key), _plus(xy, xy) if i == j else xy)
    return Jet(row_by_row(a.v, b.v), d, h)


def chained(u: Jet, v: PerRow, first: PerRow, second: PerRow | None, order: int) -> Jet:
    """f(u), from the values of f, f' and f'' at u."""
    d = {j: row_by_row(first, x) for j, x in u.d.items()}
    h: dict[Pair, PerRow] = {}
    if order > 1:
        h = {k: row_by_row(first, x) for k, x in u.h.items()}
        if second is not None:
            for i, j in combinations_with_replacement(sorted(u.d), 2):
                h[i, j] = _plus(h.get((i, j)), row_by_row(second, row_by_row(u.d[i], u.d[j])))
    return Jet(v, d, h)


def absolute(u: Jet, a: Arithmetic, order: int) -> Jet:
    """|u|; the derivative at 0 is open."""
    if a.balls:
        unit = arb(0, 1)
        first = mapped(lambda x: arb(1) if x > 0 else arb(-1) if x < 0 else unit, u.v)
        second = mapped(lambda x: arb(0) if x > 0 or x < 0 else arb.nan(), u.v)
    else:
        first = mapped(lambda x: 1.0 if x > 0 else -1.0 if x < 0 else 0.0, u.v)
        second = mapped(lambda x: 0.0, u.v)
    return chained(u, a.apply("abs", u.v), first, second, order)


def positive_part(u: Jet, a: Arithmetic, order: int) -> Jet:
    """max(u, 0); the derivative at 0 is open."""
    if a.balls:
        half = arb(0.5, 0.5)
        v = mapped(lambda x: x if x >= 0 else arb(0) if x <= 0 else x.nonnegative_part(), u.v)
        first = mapped(lambda x: arb(1) if x > 0 else arb(0) if x < 0 else half, u.v)
        second = mapped(lambda x: arb(0) if x > 0 or x < 0 else arb.nan(), u.v)
    else:
        v = mapped(lambda x: max(x, 0.0), u.v)
        first = mapped(lambda x: 1.0 if x > 0 else 0.0, u.v)
        second = mapped(lambda x: 0.0, u.v)
    return chained(u, v, first, second, order)
