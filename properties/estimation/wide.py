"""Enclosures of an objective over sets that no ball holds: unbounded intervals, and intervals that touch the end of a domain.

An interval here is a pair of ends, each an exact number of arb or an infinity (a float); what is enclosed may lie anywhere
between them. The conventions are those of the project: log 0 = -oo, 0 * (+-oo) = 0. Only bounds come out, never a decision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from flint import arb, fmpq
from sympy import Abs, Add, Max, Min, Mul, Pow, Rational, exp, factorial, gamma, log, loggamma

from properties.estimation.jets import Jets
from properties.estimation.smooth import BALLS, Unavailable
from properties.instances.numbers import INFINITY, precision
from symbolic.core.domains import RealInterval
from symbolic.core.terms import AtMost, Parameter, RowSum
from symbolic.functions import Row, row_of

_End = Any  # an arb without radius, or an infinity
Wide = tuple[_End, _End]
ZERO, ONE = arb(0), arb(1)
REALS: Wide = (-INFINITY, INFINITY)
MODERATE = arb(2) ** 1024
LEAST_LOG_GAMMA = arb("-0.1215")  # Source: NIST DLMF, section 5.4(iii): Gamma is at least 0.8856 for positive arguments


def _infinite(x: _End) -> bool:
    return isinstance(x, float)


def _low(x: _End) -> _End:
    return x if _infinite(x) else x.lower()


def _high(x: _End) -> _End:
    return x if _infinite(x) else x.upper()


def _less(x: _End, y: _End) -> bool:
    """x < y, for ends."""
    if _infinite(x):
        return x < 0 and not (_infinite(y) and y < 0)
    return y > 0 if _infinite(y) else bool(x < y)


def _least(ends: list[_End]) -> _End:
    found = ends[0]
    for x in ends[1:]:
        found = x if _less(x, found) else found
    return found


def _greatest(ends: list[_End]) -> _End:
    found = ends[0]
    for x in ends[1:]:
        found = x if _less(found, x) else found
    return found


def ball(v: arb) -> Wide:
    """The ends of a ball."""
    if not v.is_finite():
        return REALS
    return v.lower(), v.upper()


def add(a: Wide, b: Wide) -> Wide:
    low = -INFINITY if -INFINITY in _infinities(a[0], b[0]) else INFINITY if _infinities(a[0], b[0]) else None
    high = INFINITY if INFINITY in _infinities(a[1], b[1]) else -INFINITY if _infinities(a[1], b[1]) else None
    return (a[0] + b[0]).lower() if low is None else low, (a[1] + b[1]).upper() if high is None else high


def _infinities(*ends: _End) -> list[float]:
    return [x for x in ends if _infinite(x)]


def _product(x: _End, y: _End) -> _End:
    if (not _infinite(x) and x == 0) or (not _infinite(y) and y == 0):
        return ZERO
    if _infinite(x) or _infinite(y):
        return INFINITY if (x > 0) == (y > 0) else -INFINITY
    return x * y


def multiply(a: Wide, b: Wide) -> Wide:
    corners = [_product(x, y) for x in a for y in b]
    return _least([_low(c) for c in corners]), _greatest([_high(c) for c in corners])


def negate(a: Wide) -> Wide:
    return -a[1], -a[0]


def inverse(a: Wide) -> Wide:
    """1/u for u in the interior of an interval on one side of 0."""
    low, high = a
    if not _less(low, ZERO):
        return _inverted(high, INFINITY)[0], _inverted(low, INFINITY)[1]
    if not _less(ZERO, high):
        return _inverted(high, -INFINITY)[0], _inverted(low, -INFINITY)[1]
    return REALS


def _inverted(x: _End, at_zero: float) -> Wide:
    if _infinite(x):
        return ZERO, ZERO
    return (at_zero, at_zero) if x == 0 else ball(1 / x)


def absolute(a: Wide) -> Wide:
    low, high = a
    if not _less(low, ZERO):
        return a
    if not _less(ZERO, high):
        return negate(a)
    return ZERO, _greatest([-low, high])


def whole_power(a: Wide, k: int) -> Wide:
    if k < 0:
        return inverse(whole_power(a, -k))
    base = absolute(a) if k % 2 == 0 else a
    low, high = (x if _infinite(x) else x**k for x in base)
    return _low(low), _high(high)


def logarithm(a: Wide) -> Wide:
    low, high = a
    if _less(high, ZERO):
        raise Unavailable("the log of a negative number")
    bottom = -INFINITY if not _less(ZERO, low) else low if _infinite(low) else low.log().lower()
    top = -INFINITY if not _less(ZERO, high) else high if _infinite(high) else high.log().upper()
    return bottom, top


def exponential(a: Wide) -> Wide:
    low, high = a
    bottom: _End = (ZERO if low < 0 else INFINITY) if _infinite(low) else low.exp().lower()
    top: _End = (ZERO if high < 0 else INFINITY) if _infinite(high) else high.exp().upper()
    return (ZERO if not _infinite(bottom) and not bottom.is_finite() else bottom), (
        INFINITY if not _infinite(top) and not top.is_finite() else top
    )


def log_gamma(a: Wide) -> Wide:
    low, high = a
    if not _less(ZERO, high):
        raise Unavailable("log Gamma of what is not positive")
    tops = [INFINITY if _infinite(x) or not x > 0 else x.lgamma().upper() for x in a]
    rises = not _infinite(low) and low >= 2
    return (low.lgamma().lower() if rises else LEAST_LOG_GAMMA), _greatest(tops)


UNARY: dict[Any, Callable[[Wide], Wide]] = {
    log: logarithm,
    exp: exponential,
    Abs: absolute,
    loggamma: log_gamma,
    gamma: lambda a: exponential(log_gamma(a)),
    factorial: lambda a: exponential(log_gamma(add(a, (ONE, ONE)))),
}


def by_row(row: Row, a: Wide) -> Wide:
    """The values of a function between its values at the ends where it is monotone, and else as its row encloses them."""
    a = absolute(a) if row.parity == 1 else a
    where = RealInterval(_rational(a[0]), -_rational(-a[1]))
    hull = row.values(where)
    if hull is None:
        raise Unavailable(f"{row.name} where it may have no value")
    low, high = (x if isinstance(x, float) else arb(fmpq(x.numerator, x.denominator)) for x in (hull.lower, hull.upper))
    way = row.direction(where)
    if way:
        first, last = a[::way]
        low = low if _infinite(first) else _finite(row.ball(first), low)
        high = high if _infinite(last) else _finite(row.ball(last), high)
    return _low(low), _high(high)


def _finite(v: arb, otherwise: _End) -> _End:
    return v if v.is_finite() else otherwise


def _rational(x: _End) -> Fraction | float:
    """The end of an interval as a rational number of moderate size: x, or what is smaller."""
    if _infinite(x):
        return x
    size = abs(x)
    if size > MODERATE:
        return -INFINITY if x < 0 else Fraction(1)
    if size * MODERATE < 1:
        return Fraction(0) if x >= 0 else -Fraction(1)
    value = x.fmpq()
    return Fraction(int(value.p), int(value.q))


def _at_most(a: Wide, b: Wide) -> Wide:
    if not _less(b[0], a[1]):
        return ONE, ONE
    return (ZERO, ZERO) if _less(b[1], a[0]) else (ZERO, ONE)


class Enclosing:
    """Encloses an objective of one unknown over wide intervals. Raises Unavailable where its tree is not understood."""

    def __init__(self, objective: Jets, bits: int = 64) -> None:
        self.objective, self.bits = objective, bits

    def over(self, where: Wide) -> Wide:
        """Where the objective's values lie while its unknown lies in an interval."""
        with precision(self.bits):
            (found,) = self._columns(self.objective.tree, where)
        return found

    def _columns(self, tree: Any, where: Wide) -> list[Wide]:
        """The enclosure of a tree; inside of a sum over the rows, one for each different row or one for all of them."""
        o = self.objective
        if not o.moves(tree):
            constant = o.constants.of(tree, BALLS, self.bits)
            return list(map(ball, constant)) if isinstance(constant, list) else [ball(constant)]
        if isinstance(tree, Parameter):
            return [where]
        if isinstance(tree, RowSum):
            return [self._total(self._columns(tree.body, where))]
        if isinstance(tree, Pow) and not o.moves(tree.exp) and isinstance(tree.exp, Rational) and tree.exp.q == 1:
            k = int(tree.exp)
            return [whole_power(a, k) for a in self._columns(tree.base, where)]
        if isinstance(tree, Pow):
            exponents = self._columns(tree.exp, where)
            logs = list(map(logarithm, self._columns(tree.base, where)))
            return [exponential(multiply(a, b)) for a, b in _paired(logs, exponents)]
        if isinstance(tree, AtMost):
            left, right = (self._columns(t, where) for t in tree.args)
            return [_at_most(a, b) for a, b in _paired(left, right)]
        if isinstance(tree, Add | Mul | Max | Min):
            parts = [self._columns(t, where) for t in tree.args]
            found = parts[0]
            for part in parts[1:]:
                found = [_combined(tree, a, b) for a, b in _paired(found, part)]
            return found
        if type(tree) in UNARY and len(tree.args) == 1:
            return list(map(UNARY[type(tree)], self._columns(tree.args[0], where)))
        if (row := row_of(tree)) is not None and len(tree.args) == 1:
            return [by_row(row, a) for a in self._columns(tree.args[0], where)]
        raise Unavailable(f"{tree}: no enclosure of {type(tree).__name__} is known here")

    def _total(self, body: list[Wide]) -> Wide:
        counts = list(self.objective.data.cells.values())
        if len(body) == 1:
            n = arb(self.objective.data.rows)
            return multiply(body[0], (n, n))
        found: Wide = (ZERO, ZERO)
        for a, t in zip(body, counts, strict=True):
            found = add(found, multiply(a, (arb(t), arb(t))))
        return found


def _combined(tree: Any, a: Wide, b: Wide) -> Wide:
    if isinstance(tree, Add):
        return add(a, b)
    if isinstance(tree, Mul):
        return multiply(a, b)
    pick = _greatest if isinstance(tree, Max) else _least
    return pick([a[0], b[0]]), pick([a[1], b[1]])


def _paired(a: list[Wide], b: list[Wide]) -> Iterator[tuple[Wide, Wide]]:
    """Two columns side by side, where one of them may stand for all rows."""
    size = max(len(a), len(b))
    return zip(a if len(a) == size else a * size, b if len(b) == size else b * size, strict=True)


__all__ = ["Enclosing", "Wide"]
