"""Strictly monotone maps and ranges of maps, by structure: a table of maps and their composition.

On the extended reals: u + k for finite k; c u for c in (0, oo) or (-oo, 0); log on [0, oo]; exp; odd powers; positive
powers on [0, oo]; negative powers on (0, oo); special functions where their rows say so. Everything there is continuous. The
derivative, where it has a sign, has a veto: it can contradict a table, which is then a bug of ours, but never replaces one.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from sympy import Add, Expr, Mul, Pow, Rational, Symbol, exp, log
from sympy.core.relational import Relational

from symbolic.calculus.enclosing import Undefined, Values, is_exact
from symbolic.calculus.slopes import differentiated
from symbolic.core.domains import Domain, RealInterval, interior, interval, is_interval
from symbolic.core.terms import walk
from symbolic.functions import row_of
from symbolic.kernel import Answer, Verdict
from symbolic.statements.decreasing import Decreasing
from symbolic.statements.increasing import Increasing
from symbolic.statements.one_to_one import OneToOne
from symbolic.statements.onto import Onto

ABOUT = (Increasing, Decreasing, OneToOne, Onto)


def prove(obligation: Increasing | Decreasing | OneToOne | Onto) -> Answer:
    """`increasing` and `decreasing` maps on an interval; maps `one to one` or `onto` between the domains of parameters."""
    map_, variable = obligation.map_, obligation.variable
    if isinstance(obligation, OneToOne | Onto):
        return _maps(obligation.kind, map_, variable, obligation.source, obligation.target)
    hull = obligation.interval.hull
    if hull is None or not is_interval(obligation.interval):
        return Answer(Verdict.UNKNOWN, "only maps of intervals of real numbers are known")
    try:
        found = direction(map_, variable, hull, obligation.given)
    except Undefined as reason:
        return Answer(Verdict.UNKNOWN, str(reason))
    if found == 0:
        where = f"in {variable} on {obligation.interval}"
        return Answer(Verdict.UNKNOWN, f"{map_} is not known to be strictly monotone {where}")
    if (found == 1) != isinstance(obligation, Increasing):
        return Answer(Verdict.UNKNOWN, f"{map_} is strictly {'increasing' if found == 1 else 'decreasing'}")
    return Answer(Verdict.PROVED)


def direction(map_: Expr, variable: Symbol, interval: RealInterval, given: Iterable[Relational] = ()) -> int:
    """1 or -1 where the map is continuous and strictly increasing or decreasing on the interval, else 0.

    Raises Undefined where the map may have no value, or where its derivative contradicts the table (never both).
    """
    values = Values(given, {variable: interval})
    values.of(map_)
    found = _direction(map_, variable, values)
    if found and _slope(map_, variable, interval, given) == -found:
        raise ArithmeticError(f"the derivative of {map_} contradicts the table of monotone maps")
    return found


def _direction(map_: Expr, variable: Symbol, values: Values) -> int:
    if map_ == variable:
        return 1
    moving = [a for a in map_.args if any(s == variable for s in walk(a))]
    if len(moving) != 1:
        return 0
    inner = _direction(moving[0], variable, values)
    if inner == 0:
        return 0
    reached = values.of(moving[0])
    match map_:
        case Add():
            fixed = [values.of(a) for a in map_.args if a is not moving[0]]
            return inner if all(f.bounded_values for f in fixed) else 0
        case Mul():
            for a in map_.args:
                if a is not moving[0]:
                    factor = values.of(a)
                    if not factor.bounded_values or not (factor.positive or factor.negative):
                        return 0
                    inner = inner if factor.positive else -inner
            return inner
        case log(args=(_,)):
            return inner if reached.nonnegative else 0
        case exp():
            return inner
        case Pow(exp=Rational() as r) if map_.base is moving[0] and r != 0:
            if r > 0 and (reached.nonnegative or (r.q == 1 and r.p % 2 == 1)):
                return inner
            if r < 0 and reached.positive and reached.bounded_values:
                return -inner
    row = row_of(map_)
    return inner * row.direction(reached) if row is not None and map_.args[-1] is moving[0] else 0


def _slope(map_: Expr, variable: Symbol, interval: RealInterval, given: Iterable[Relational]) -> int:
    """The sign of the derivative in the interior, where it has one that is known."""
    try:
        slope = Values(given, {variable: interior(interval).hull or interval}).of(differentiated(map_, variable))
    except Undefined:
        return 0
    return 1 if slope.positive else -1 if slope.negative else 0


def _maps(kind: str, map_: Expr, variable: Symbol, source: Domain, target: Domain) -> Answer:
    known = interval(source)
    if known is None or interval(target) is None:
        return Answer(Verdict.UNKNOWN, "only maps between intervals of real numbers are known")
    try:
        image, monotone = _image(map_, variable, known)
    except Undefined as reason:
        return Answer(Verdict.UNKNOWN, str(reason))
    if image is None:
        return Answer(Verdict.UNKNOWN, f"the image of {map_} is not known")
    if kind == "one to one" and not monotone:
        return Answer(Verdict.UNKNOWN, f"{map_} is not known to be one to one on {source}")
    if image != target:
        return Answer(Verdict.UNKNOWN, f"{map_} maps {source} onto {image}, not onto {target}")
    return Answer(Verdict.PROVED)


def _image(map_: Expr, variable: Symbol, source: RealInterval) -> tuple[RealInterval | None, bool]:
    """The exact image of an interval and whether the map is one to one there; None where it is not known exactly."""
    if map_ == variable:
        return source, True
    moving = [a for a in map_.args if any(s == variable for s in walk(a))]
    if len(moving) != 1:
        return None, False
    inner, monotone = _image(moving[0], variable, source)
    if inner is None:
        return None, False
    values = Values((), {moving[0]: inner})
    match map_:
        case Add() | Mul() if all(isinstance(a, Rational) and a != 0 for a in map_.args if a is not moving[0]):
            return values.of(map_), monotone
        case log(args=(_,)) if inner.nonnegative and inner.upper > 0 and _ends(inner, 0, 1):
            return values.of(map_), monotone
        case exp() if _ends(inner, 0):
            return values.of(map_), monotone
        case Pow(exp=Rational() as r) if map_.base is moving[0] and r != 0:
            if is_exact(inner, Fraction(int(r.p), int(r.q))) and (r > 0 or inner.positive):
                return values.of(map_), monotone and (inner.nonnegative or r.p % 2 == 1)
            if r.q != 1 and inner.nonnegative and r > 0 and _ends(inner, 0, 1) and inner.upper > 0:
                return values.of(map_), monotone
    return None, False


def _ends(interval: RealInterval, *exact: int) -> bool:
    """Both ends are infinite, or among those numbers where the enclosures of symbolic.calculus.enclosing are exact."""
    return all(isinstance(end, float) or end in exact for end in (interval.lower, interval.upper))
