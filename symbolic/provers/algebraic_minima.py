"""The minimisers of a function of one unknown on given data, by polynomials with rational coefficients and their exact roots.

The objective is, between finitely many rational numbers, a rational function of the unknown, or a sum of rational multiples
of logarithms of polynomials; exp(k f), for a whole k > 0, is then a rational function, and has the minimisers of f.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import Any

from sympy import QQ, Abs, Add, Integer, Max, Min, Mul, Poly, Pow, Rational, cancel, expand, log, sympify
from sympy.polys.polyerrors import BasePolynomialError

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.normal_form import NormalForm, Undecided
from symbolic.calculus.points import Beyond, ball, evaluated, precision
from symbolic.calculus.slopes import moves, substituted
from symbolic.core.domains import INFINITY, End, RealInterval, consecutive, interval
from symbolic.core.terms import AtMost, Parameter, raw, symbols, walk
from symbolic.kernel import Answer, Verdict
from symbolic.statements.solutions import Solutions

MAX_DEGREE, MAX_BREAKS = 40, 20


class _Beyond(Exception):
    """Not of this form; the message says what is not."""


ABOUT = (Solutions,)


def prove(obligation: Solutions) -> Answer:
    """`solutions`: PROVED where the minimisers are exactly the given points; REFUTED where there are more."""
    unknowns, points = obligation.unknowns, obligation.points
    if len(unknowns) != 1 or not points or any(tuple(u for u, _ in point) != unknowns for point in points):
        return Answer(Verdict.UNKNOWN)
    try:
        return _solutions(obligation.objective, unknowns[0], [sympify(value) for ((_, value),) in points])
    except (_Beyond, Undefined, Undecided, Beyond, BasePolynomialError) as reason:
        return Answer(Verdict.UNKNOWN, str(reason))


def _solutions(objective: Any, u: Parameter, points: list[Any]) -> Answer:
    whole = consecutive(u.domain)
    domain = u.domain.hull if whole else interval(u.domain)
    if domain is None or symbols(objective) - {u}:
        raise _Beyond(f"{objective} is no function of one number alone")
    Values().of(objective)
    places = [_Place(p) for p in points]
    for p in places:
        if not p.within(domain) or (whole and p.exact is None):
            raise _Beyond(f"{p.value} is not known to lie in {u.domain}")
        if whole and p.exact is not None and p.exact.denominator != 1:
            return Answer(Verdict.REFUTED, f"{p.value} is no whole number")
    if any(not a.apart(b) for k, a in enumerate(places) for b in places[:k]):
        raise _Beyond("the points are not known to differ")
    pieces = _pieces(objective, u, domain)
    least = _least(pieces, places)
    found = 0
    for piece in pieces:
        if piece.infinite:
            continue
        number = piece.zeros(least)
        if number is None:
            raise _Beyond(f"{objective} may be smaller elsewhere")
        found += number
    if found == len(points):
        return Answer(Verdict.PROVED)
    if found > len(points) and not whole:
        return Answer(Verdict.REFUTED, f"there are {found} minimisers")
    raise _Beyond(f"there are {found} minimisers on {domain}")


class _Place:
    """A claimed minimiser: a number by arithmetic and roots."""

    def __init__(self, value: Any) -> None:
        self.value = value
        self.exact = Fraction(int(value.p), int(value.q)) if isinstance(value, Rational) else None

    def between(self, low: End, high: End) -> bool:
        """Does it surely lie strictly between the two?"""
        with precision():
            here = evaluated(self.value, {})
            above = low == -INFINITY or (isinstance(low, Fraction) and here > ball(low))
            return bool(above and (high == INFINITY or (isinstance(high, Fraction) and here < ball(high))))

    def within(self, domain: RealInterval) -> bool:
        return domain.has(self.exact) if self.exact is not None else self.between(domain.lower, domain.upper)

    def apart(self, other: _Place) -> bool:
        with precision():
            return bool(evaluated(self.value, {}) != evaluated(other.value, {}))


# ---- pieces ----------------------------------------------------------------------------------------------------------


@dataclass
class _Piece:
    """An open interval, or a single number where both ends are equal, on which the objective has one form.

    Its image under an increasing map is numerator/denominator, with a positive denominator; `power` is k in exp(k f), 0 where
    the function itself is rational; `infinite` where it is oo.
    """

    u: Parameter
    low: End
    high: End
    infinite: bool = False
    numerator: Any = None
    denominator: Any = None
    power: int = 0

    def holds(self, p: _Place) -> bool:
        if self.low == self.high:
            return p.exact == self.low
        return p.between(self.low, self.high)

    def zeros(self, least: Any) -> int | None:
        """How many members have the value `least`, where none has a smaller one; None where one may have."""
        q = self.numerator - Poly(least, self.u, domain=QQ) * self.denominator
        if self.low == self.high:
            at = q(_number(self.low))
            return 1 if at == 0 else 0 if at > 0 else None
        if q.is_zero:
            return None
        number = 0
        for factor, multiplicity in q.sqf_list()[1]:
            inside = _roots_between(factor, self.low, self.high)
            if inside and multiplicity % 2:
                return None
            number += inside
        return number if _positive_somewhere(q, self.low, self.high) else None


def _number(end: End) -> Any:
    return Rational(end.numerator, end.denominator) if isinstance(end, Fraction) else None


def _roots_between(p: Any, low: End, high: End) -> int:
    """The number of different roots of a polynomial strictly between the two, exactly (by Sturm's theorem)."""
    if p.degree() < 1:
        return 0
    number = p.count_roots(_number(low), _number(high))
    return int(number) - sum(1 for end in (low, high) if isinstance(end, Fraction) and p(_number(end)) == 0)


def _positive_somewhere(p: Any, low: End, high: End) -> bool:
    """Is it positive at some number between the two where it is not 0? It has no change of sign there."""
    inside = _inside(low, high)
    for k in range(MAX_DEGREE + 2):
        at = p(_number(inside(Fraction(k + 1, MAX_DEGREE + 3))))
        if at != 0:
            return bool(at > 0)
    return False


def _inside(low: End, high: End) -> Any:
    """A map from (0, 1) into the interval."""
    if isinstance(low, Fraction) and isinstance(high, Fraction):
        return lambda t: low + (high - low) * t
    if isinstance(low, Fraction):
        return lambda t: low + t / (1 - t)
    return (lambda t: high - t / (1 - t)) if isinstance(high, Fraction) else (lambda t: (2 * t - 1) / (t * (1 - t)))


def _pieces(e: Any, u: Parameter, domain: RealInterval) -> list[_Piece]:
    breaks = sorted({b for b in _breaks(e, u) if domain.lower < b < domain.upper})
    if len(breaks) > MAX_BREAKS:
        raise _Beyond("too many pieces")
    ends = [domain.lower, *breaks, domain.upper]
    closed = [b for b, kept in ((domain.lower, domain.lower_closed), (domain.upper, domain.upper_closed)) if kept]
    spans = [(a, b) for a, b in pairwise(ends) if a < b] + [(b, b) for b in dict.fromkeys([*breaks, *closed])]
    return [_piece(e, u, low, high) for low, high in spans]


def _breaks(e: Any, u: Parameter) -> set[Fraction]:
    """Where |.|, max, min or an indicator may change its form."""
    found = set[Fraction]()
    for t in walk(e):
        if not moves(t, [u]):
            continue
        gaps = []
        if isinstance(t, Abs):
            gaps = [t.args[0]]
        elif isinstance(t, Max | Min | AtMost):
            gaps = [a - b for k, a in enumerate(t.args) for b in t.args[:k]]
        for gap in gaps:
            p = Poly(gap, u, domain=QQ)
            if p.degree() > 1:
                raise _Beyond(f"{t} changes its form at more than one number")
            if p.degree() == 1:
                root = -p.nth(0) / p.nth(1)
                found.add(Fraction(int(root.p), int(root.q)))
    return found


def _piece(e: Any, u: Parameter, low: End, high: End) -> _Piece:
    """The form that the objective has on this piece."""
    middle = low if low == high else _inside(low, high)(Fraction(1, 2))

    def sign(gap: Any) -> Any:
        return Poly(gap, u, domain=QQ)(_number(middle))

    def formed(t: Any) -> Any:
        if not moves(t, [u]):
            return t
        if isinstance(t, Abs):
            return formed(t.args[0]) * (1 if sign(t.args[0]) >= 0 else -1)
        if isinstance(t, AtMost):
            return sympify(1 if sign(t.args[1] - t.args[0]) >= 0 else 0)
        if isinstance(t, Max | Min):
            best = t.args[0]
            for a in t.args[1:]:
                ahead = sign(a - best)
                best = a if (ahead > 0 if isinstance(t, Max) else ahead < 0) else best
            return formed(best)
        return raw(t.func, tuple(map(formed, t.args))) if t.args and not isinstance(t, log) else t

    piece = _Piece(u, low, high)
    zero, one = Poly(0, u, domain=QQ), Poly(1, u, domain=QQ)
    rational, logs = (zero, one), list[tuple[Rational, Any]]()
    for coefficient, rest in _terms(e):
        if isinstance(rest, log) and len(rest.args) == 1:
            inner = formed(rest.args[0])
            if _quotient(inner, u)[0].is_zero:  # log 0 = -oo
                if coefficient > 0:
                    raise _Beyond(f"{e} may be -oo")
                piece.infinite = True
            else:
                logs.append((coefficient, inner))
        elif isinstance(rest, Mul) and rest.has(log):
            raise _Beyond(f"{rest} is neither rational nor a multiple of a logarithm")
        else:
            n, d = _quotient(formed(rest), u)
            rational = _plus(rational, (n * coefficient, d))
    if piece.infinite:
        return piece
    piece.power = lcm(*(int(c.q) for c, _ in logs)) if logs else 0
    if logs and not rational[0].is_zero:
        raise _Beyond("a sum of logarithms and of what is none")
    top, bottom = rational if not logs else (one, one)
    for c, inner in logs:
        n, d = _quotient(inner, u)
        for p in (n, d):
            _positive(p, low, high)
        exponent = int(c * piece.power)
        above, below = (n, d) if exponent > 0 else (d, n)
        if max(above.degree(), below.degree()) * abs(exponent) > MAX_DEGREE:
            raise _Beyond("a polynomial of high degree")
        top, bottom = top * above ** abs(exponent), bottom * below ** abs(exponent)
    if not logs:
        _positive(bottom, low, high)
    if low == high:
        at_top, at_bottom = (p(_number(low)) for p in (top, bottom))
        if at_bottom == 0:
            if at_top == 0:
                raise _Beyond(f"{e} at {low}")
            piece.infinite = True
    piece.numerator, piece.denominator = top, bottom
    return piece


def _terms(e: Any, times: Any = 1) -> Iterator[tuple[Any, Any]]:
    """The terms of a sum, each with its rational coefficient; multiples of sums are multiplied out."""
    coefficient, rest = e.as_coeff_Mul()
    if isinstance(coefficient, Rational) and coefficient != 0 and isinstance(rest, Add):
        for a in rest.args:
            yield from _terms(a, times * coefficient)
    else:
        yield (times * coefficient, rest) if isinstance(coefficient, Rational) else (times, e)


def _quotient(e: Any, u: Parameter) -> tuple[Any, Any]:
    """Numerator and denominator, polynomials with rational coefficients."""
    one = Poly(1, u, domain=QQ)
    match e:
        case Rational():
            n, d = one * e, one
        case Parameter() if e == u:
            n, d = Poly(u, u, domain=QQ), one
        case Add():
            n, d = Poly(0, u, domain=QQ), one
            for a in e.args:
                n, d = _plus((n, d), _quotient(a, u))
        case Mul():
            n, d = one, one
            for top, bottom in (_quotient(a, u) for a in e.args):
                n, d = n * top, d * bottom
        case Pow(exp=Integer() as k) if abs(k) <= MAX_DEGREE:
            n, d = (p ** abs(int(k)) for p in _quotient(e.base, u))
            n, d = (n, d) if k >= 0 else (d, n)
        case _:
            raise _Beyond(f"{e} is no rational function of {u}")
    if d.is_zero:
        raise _Beyond(f"{e} divides by zero")
    if max(n.degree(), d.degree()) > MAX_DEGREE:
        raise _Beyond("a polynomial of high degree")
    return (-n, -d) if d.LC() < 0 else (n, d)


def _plus(one: tuple[Any, Any], other: tuple[Any, Any]) -> tuple[Any, Any]:
    """The sum of two quotients of polynomials."""
    (n, d), (m, e) = one, other
    common = d.lcm(e)
    return n * common.quo(d) + m * common.quo(e), common


def _positive(p: Any, low: End, high: End) -> None:
    """Returns where the polynomial is positive between the two (at a single number: not negative)."""
    if low == high:
        if p(_number(low)) < 0:
            raise _Beyond(f"{p.as_expr()} is negative at {low}")
    elif _roots_between(p, low, high) or not _positive_somewhere(p, low, high):
        raise _Beyond(f"{p.as_expr()} is not positive between {low} and {high}")


# ---- the least value -------------------------------------------------------------------------------------------------


def _least(pieces: list[_Piece], places: list[_Place]) -> Any:
    """The rational value, under the increasing map, that all the points have. Raises _Beyond where there is none."""
    powers = {p.power for p in pieces if not p.infinite}
    if len(powers) > 1:
        raise _Beyond("pieces of different forms")
    forms, found = NormalForm(), set()
    for place in places:
        piece = next((p for p in pieces if p.holds(place)), None)
        if piece is None or piece.infinite:
            raise _Beyond(f"no finite value is known at {place.value}")
        wholes = (piece.numerator.as_expr(), piece.denominator.as_expr())
        value = cancel(_at(piece.numerator, place.value) / _at(piece.denominator, place.value))  # made sure of below
        top, bottom = (substituted(e, {piece.u: place.value}) for e in wholes)
        if not isinstance(value, Rational):
            raise _Beyond(f"the value at {place.value} is not known to be rational")
        if not forms.equal(forms.of(top), forms.of(value * bottom)):
            raise _Beyond(f"the value at {place.value} is not known exactly")
        found.add(value)
    if len(found) != 1:
        raise _Beyond("the values at the points differ")
    return found.pop()


def _at(p: Any, value: Any) -> Any:
    """The value of a polynomial by Horner's rule, as SymPy's arithmetic of roots proposes it."""
    found = sympify(0)
    for c in p.all_coeffs():
        found = expand(found * value + c)
    return found
