"""Integrals over one real variable, or two: the bounded part by ball integration, what lies beyond it by tails.

The bounded part is split where the integrand has a kink. Source: Johansson, Numerical integration in arbitrary-precision ball
arithmetic (2018).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

from flint import acb, arb, fmpq
from sympy import (
    Rational,
    nan,
    oo,
    pi,
    zoo,
)

from properties.enclosures import tails
from properties.enclosures.bounds import Bounds, Unbounded, bounds, plus
from properties.enclosures.complex import NOT_ANALYTIC, Complex, complex_
from properties.enclosures.enclosure import Enclosure
from properties.enclosures.near import S
from properties.enclosures.pieces import InOneVariable, beyond, in_one_variable, pieces, sign_between
from properties.enclosures.signs import logs_apart, nonnegative
from properties.enclosures.sums import binding
from properties.enclosures.tails import closest, sure
from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.instance import Instance
from properties.instances.numbers import (
    INFINITY,
    NotEvaluable,
    TooWide,
    rational,
    show,
)
from properties.work import OutOfWork, spend
from symbolic.core.domains import Domain, RealInterval, ends, interval
from symbolic.core.terms import Parameter, parameter, walk

EDGES = tuple(fmpq(2) ** j for j in (3, 4, 6, 9, 14, 24, 40))

GOAL = arb(2) ** -24  # of the bounded part

EVALUATIONS = 4000

GRID = tuple(Fraction(k, 4) for k in range(-24, 25))  # the corners of rectangles


def on_a_line(integrand: Any, outcomes: Sequence[Any], instance: Instance, member: int, total: Any) -> Enclosure:
    """Two outcomes that add up to a total: an integral over the first."""
    first, second = outcomes
    whole = Compiled(total, Context()).value(instance, member)
    if not isinstance(whole, fmpq):
        raise NotEvaluable(f"{total} is no rational number")
    here, there = (a.column.domain for a in outcomes)
    low = max([*_finite(here.lower), *(whole - e for e in _finite(there.upper))], default=None)
    high = min([*_finite(here.upper), *(whole - e for e in _finite(there.lower))], default=None)
    if low is None or high is None:
        raise NotEvaluable(f"the integral over the line {first} + {second} = {total}")
    if low >= high:
        return Enclosure(fmpq(0), fmpq(0))
    tree, x = in_one_variable(integrand, first, instance, member, second)
    rest = Rational(int(whole.p), int(whole.q)) - x
    return integral_over((tree.xreplace({second: rest}), x), RealInterval(_fraction(low), _fraction(high)))


def _finite(end: Any) -> list[fmpq]:
    return [] if end in (INFINITY, -INFINITY) else [rational(end)]


def _fraction(v: fmpq) -> Fraction:
    return Fraction(int(v.p), int(v.q))


def straightened(line: InOneVariable, domain: Domain) -> tuple[InOneVariable, RealInterval]:
    """The integrand over an interval with rational ends: where those of the domain are multiples of pi, x = pi u."""
    known = interval(domain)
    if known is not None:
        return line, known
    low, high = ends(domain)
    if not (low.of_pi and high.of_pi):
        raise NotEvaluable(f"the integral over {domain}")
    (tree, x), turned = line, RealInterval(low.value, high.value)
    u = parameter(x.name, turned)
    return (pi * tree.xreplace({x: pi * u}), u), turned


def integral_over(line: InOneVariable, domain: RealInterval) -> Enclosure:
    """The integral of an expression in one variable over an interval with rational or infinite ends."""
    tree, x = line
    if tree.has(nan, zoo, oo, -oo):
        raise NotEvaluable(f"{tree}: it has no value at these parameters")
    result, reasons = Bounds(arb(0), arb(0)), []
    infinite = False
    low, high = (None if isinstance(e, float) else rational(e) for e in (domain.lower, domain.upper))
    for left, right, piece in pieces(tree, x, low, high):
        found, reason, sure = _piece(piece, x, left, right)
        infinite = infinite or sure
        result = plus(result, found)
        reasons.append(reason)
    open_ = "; ".join(dict.fromkeys(filter(None, reasons)))
    return Enclosure(*result, open_, infinite)


def _piece(tree: Any, x: Parameter, low: fmpq | None, high: fmpq | None) -> tuple[Bounds, str, bool]:
    """The integral over one interval on which the integrand has no kink, why it is open, and whether a part is infinite."""
    if tree == 0:
        return Bounds(arb(0), arb(0)), "", False
    tree = logs_apart(tree, sign_between(x, low, high))
    function = complex_(tree)
    far = lambda h, edge: tails.integral(h, edge, True)
    near = lambda h, edge: tails.integral(h, edge, False)
    ends: list[fmpq] = []
    whole, reasons, infinite = Bounds(arb(0), arb(0)), [], False
    for end, other, way in ((low, high, 1), (high, low, -1)):
        start = end if end is not None else other if other is not None else fmpq(0)
        origin = Rational(int(start.p), int(start.q))
        if end is None:
            # from `other` outwards, or from 0: x = origin -+ s for s beyond the edge
            edge, found, reason = closest(beyond(tree, x, origin - way * S), EDGES, far)
            ends.append(start - way * edge)
        elif _analytic(function, end, (high - low) if high is not None and low is not None else fmpq(1)):
            ends.append(end)
            continue
        else:
            room = (high - low) / 2 if high is not None and low is not None else fmpq(1)
            edges = [room / e for e in EDGES]
            edge, found, reason = closest(beyond(tree, x, origin + way * S), edges, near)
            ends.append(end + way * edge)
        whole = plus(whole, found)
        reasons.append(reason)
        infinite = infinite or sure(found)
    middle = _between(tree, function, ends[0], ends[1])
    if not middle.is_finite():
        where = f"between {show(ends[0])} and {show(ends[1])}"
        return Bounds(-INFINITY, INFINITY), f"the integrand is not enclosed {where}", infinite
    return plus(whole, bounds(middle)), "; ".join(filter(None, reasons)), infinite


def _between(tree: Any, function: Complex, low: fmpq, high: fmpq) -> arb:
    """The integral between two numbers, by balls; not finite where the work that it takes is not to be had."""
    failed: list[Exception] = []
    parts = sum(1 for _ in walk(tree))

    def at(z: acb, analytic: bool) -> acb:
        if not failed:
            try:
                spend(4 * parts)
                return function(z, analytic)
            except (OutOfWork, RecursionError, ZeroDivisionError, OverflowError) as reason:
                failed.append(reason)  # nothing may be raised through the integration
        return NOT_ANALYTIC

    found = acb.integral(
        at, acb(arb(low)), acb(arb(high)), rel_tol=GOAL, abs_tol=GOAL, eval_limit=EVALUATIONS
    ).real  # fmt: skip
    if failed:
        raise failed[0]
    return found


def _analytic(function: Complex, end: fmpq, width: fmpq) -> bool:
    """Is the integrand seen to be analytic around this end?"""
    around = acb(arb(end, arb(width).upper() * arb(2) ** -12), arb(0, arb(width).upper() * arb(2) ** -12))
    return bool(function(around, True).is_finite())


def from_below(integrand: Any, outcomes: Sequence[Any], instance: Instance, member: int) -> Enclosure:
    """A lower bound of the integral of a nonnegative function over two real variables: by rectangles around the origin."""
    if not nonnegative(integrand):
        raise NotEvaluable("a double integral of what may be negative: only lower bounds of such integrals are known")
    names = tuple(a.column.name for a in outcomes)
    value = Compiled(integrand, Context(free=names))
    cuts = [[rational(c) for c in GRID if a.column.domain.lower <= c <= a.column.domain.upper] for a in outcomes]
    balls: dict[str, Sequence[Any]] = {
        n: [_hull(u, v) for u, v in pairwise(cut)] for n, cut in zip(names, cuts, strict=True)
    }
    there, below = binding(instance, balls), arb(0)
    for cell in product(*(range(len(balls[n])) for n in names)):
        try:
            least = bounds(value.value(there, member, cell)).lower
        except (TooWide, Unbounded):
            continue
        if least > 0:
            sides = [cut[j + 1] - cut[j] for cut, j in zip(cuts, cell, strict=True)]
            below = (below + least * sides[0] * sides[1]).lower()
    return Enclosure(below, INFINITY, "of a double integral only a lower bound is known")


def _hull(low: fmpq, high: fmpq) -> arb:
    return arb((low + high) / 2, arb((high - low) / 2).upper())
