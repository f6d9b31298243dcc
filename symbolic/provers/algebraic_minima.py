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
from typing import Any, NamedTuple

from sympy import QQ, Abs, Add, Expr, Integer, Max, Min, Mul, Poly, Pow, Rational, cancel, expand, log, sympify
from sympy.polys.polyerrors import BasePolynomialError

from symbolic.calculus.enclosing import Values
from symbolic.calculus.normal_form import NormalForm
from symbolic.calculus.points import Beyond, ball, evaluated, precision
from symbolic.calculus.slopes import moves, substituted
from symbolic.core.domains import INFINITY, End, RealInterval, consecutive, ends, interval
from symbolic.core.errors import Open
from symbolic.core.terms import AtMost, Parameter, raw, symbols, walk
from symbolic.kernel import Answer, Verdict
from symbolic.statements.solutions import Solutions

MAX_DEGREE, MAX_BREAKS = 40, 20
ONE = Integer(1)
Quotient = tuple[Poly, Poly]  # numerator and denominator


ABOUT = (Solutions,)


def prove(obligation: Solutions) -> Answer:
    """`solutions`: PROVED where the minimisers are exactly the given points; REFUTED where there are more."""
    unknowns, points = obligation.unknowns, obligation.points
    if len(unknowns) != 1 or not points or any(tuple(u for u, _ in point) != unknowns for point in points):
        return Answer(Verdict.UNKNOWN)
    try:
        return _solutions(obligation.objective, unknowns[0], [sympify(value) for ((_, value),) in points])
    except (Open, Beyond, BasePolynomialError) as reason:
        return Answer(Verdict.UNKNOWN, str(reason))


def _solutions(objective: Expr, u: Parameter, points: list[Expr]) -> Answer:
    whole = consecutive(u.domain)
    domain = u.domain.hull if whole else interval(u.domain)
    if domain is None or symbols(objective) - {u}:
        raise Open(f"{objective} is no function of one number alone")
    Values().of(objective)
    places = [_Place(p) for p in points]
    for p in places:
        if not p.within(domain) or (whole and p.exact is None):
            raise Open(f"{p.value} is not known to lie in {u.domain}")
        if whole and p.exact is not None and p.exact.denominator != 1:
            return Answer(Verdict.REFUTED, f"{p.value} is no whole number")
    if any(not a.apart(b) for k, a in enumerate(places) for b in places[:k]):
        raise Open("the points are not known to differ")
    pieces = _pieces(objective, u, domain)
    least = _least(pieces, u, places)
    found = 0
    for piece in pieces:
        number = piece.zeros(least)
        if number is None:
            raise Open(f"{objective} may be smaller elsewhere")
        found += number
    if found == len(points):
        return Answer(Verdict.PROVED)
    if found > len(points) and not whole:
        return Answer(Verdict.REFUTED, f"there are {found} minimisers")
    raise Open(f"there are {found} minimisers on {domain}")


class _Place:
    """A claimed minimiser: a number by arithmetic and roots."""

    def __init__(self, value: Expr) -> None:
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


class _Form(NamedTuple):
    """Numerator and denominator of the image under an increasing map, the latter positive.

    That is exp(k f) for `power` k > 0; and f itself, which is rational then, for 0.
    """

    numerator: Poly
    denominator: Poly
    power: int


@dataclass(frozen=True)
class _Piece:
    """An open interval, or a single number where both ends are equal, on which the objective has one form; None for oo."""

    u: Parameter
    low: End
    high: End
    form: _Form | None

    def holds(self, p: _Place) -> bool:
        if self.low == self.high:
            return p.exact == self.low
        return p.between(self.low, self.high)

    def zeros(self, least: Rational) -> int | None:
        """How many members have the value `least`, where none has a smaller one; None where one may have."""
        if self.form is None:
            return 0
        q = self.form.numerator - Poly(least, self.u, domain=QQ) * self.form.denominator
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


def _number(end: End) -> Rational | None:
    return Rational(end.numerator, end.denominator) if isinstance(end, Fraction) else None


def _roots_between(p: Poly, low: End, high: End) -> int:
    """The number of different roots of a polynomial strictly between the two, exactly (by Sturm's theorem)."""
    if p.degree() < 1:
        return 0
    number = p.count_roots(_number(low), _number(high))
    return int(number) - sum(1 for end in (low, high) if isinstance(end, Fraction) and p(_number(end)) == 0)


def _positive_somewhere(p: Poly, low: End, high: End) -> bool:
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


def _pieces(e: Expr, u: Parameter, domain: RealInterval) -> list[_Piece]:
    breaks = sorted({b for b in _breaks(e, u) if domain.lower < b < domain.upper})
    if len(breaks) > MAX_BREAKS:
        raise Open("too many pieces")
    closed = [end.value for end in ends(domain) if end.closed]
    spans = [(a, b) for a, b in pairwise([domain.lower, *breaks, domain.upper]) if a < b]
    spans += [(b, b) for b in dict.fromkeys([*breaks, *closed])]
    return [_Piece(u, low, high, _form(e, u, low, high)) for low, high in spans]


def _breaks(e: Expr, u: Parameter) -> set[Fraction]:
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
                raise Open(f"{t} changes its form at more than one number")
            if p.degree() == 1:
                root = -p.nth(0) / p.nth(1)
                found.add(Fraction(int(root.p), int(root.q)))
    return found


def _form(e: Expr, u: Parameter, low: End, high: End) -> _Form | None:
    """The form that the objective has between the two, or at a single number; None where it is oo there."""
    middle = low if low == high else _inside(low, high)(Fraction(1, 2))
    rational, logs = (Poly(0, u, domain=QQ), Poly(1, u, domain=QQ)), list[tuple[Rational, Expr]]()
    infinite = False
    for coefficient, rest in _terms(e):
        if isinstance(rest, log) and len(rest.args) == 1:
            inner = _formed(rest.args[0], u, middle)
            if not _quotient(inner, u)[0].is_zero:
                logs.append((coefficient, inner))
            elif coefficient > 0:  # log 0 = -oo
                raise Open(f"{e} may be -oo")
            else:
                infinite = True
        elif isinstance(rest, Mul) and rest.has(log):
            raise Open(f"{rest} is neither rational nor a multiple of a logarithm")
        else:
            n, d = _quotient(_formed(rest, u, middle), u)
            rational = _plus(rational, (n * coefficient, d))
    if infinite:
        return None
    if logs and not rational[0].is_zero:
        raise Open("a sum of logarithms and of what is none")
    power = lcm(*(int(c.q) for c, _ in logs)) if logs else 0
    top, bottom = _exponential(logs, power, u, low, high) if logs else rational
    if not logs:
        _positive(bottom, low, high)
    if low == high and bottom(_number(low)) == 0:
        if top(_number(low)) == 0:
            raise Open(f"{e} at {low}")
        return None
    return _Form(top, bottom, power)


def _formed(t: Expr, u: Parameter, middle: End) -> Expr:
    """The expression with |.|, max, min and indicators as they are at a number, those inside of a logarithm left out."""

    def sign(gap: Expr) -> Rational:
        return Poly(gap, u, domain=QQ)(_number(middle))

    if not moves(t, [u]):
        return t
    if isinstance(t, Abs):
        return _formed(t.args[0], u, middle) * (1 if sign(t.args[0]) >= 0 else -1)
    if isinstance(t, AtMost):
        return Integer(1 if sign(t.args[1] - t.args[0]) >= 0 else 0)
    if isinstance(t, Max | Min):
        best = t.args[0]
        for a in t.args[1:]:
            ahead = sign(a - best)
            best = a if (ahead > 0 if isinstance(t, Max) else ahead < 0) else best
        return _formed(best, u, middle)
    return raw(t.func, tuple(_formed(a, u, middle) for a in t.args)) if t.args and not isinstance(t, log) else t


def _exponential(logs: list[tuple[Rational, Expr]], power: int, u: Parameter, low: End, high: End) -> Quotient:
    """exp(k f), for f a sum of rational multiples of logarithms of what is positive between the two, and k the power."""
    top, bottom = Poly(1, u, domain=QQ), Poly(1, u, domain=QQ)
    for c, inner in logs:
        n, d = _quotient(inner, u)
        for p in (n, d):
            _positive(p, low, high)
        exponent = int(c * power)
        above, below = (n, d) if exponent > 0 else (d, n)
        if max(above.degree(), below.degree()) * abs(exponent) > MAX_DEGREE:
            raise Open("a polynomial of high degree")
        top, bottom = top * above ** abs(exponent), bottom * below ** abs(exponent)
    return top, bottom


def _terms(e: Expr, times: Expr = ONE) -> Iterator[tuple[Rational, Expr]]:
    """The terms of a sum, each with its rational coefficient; multiples of sums are multiplied out."""
    coefficient, rest = e.as_coeff_Mul()
    if isinstance(coefficient, Rational) and coefficient != 0 and isinstance(rest, Add):
        for a in rest.args:
            yield from _terms(a, times * coefficient)
    else:
        yield (times * coefficient, rest) if isinstance(coefficient, Rational) else (times, e)


def _quotient(e: Expr, u: Parameter) -> Quotient:
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
            raise Open(f"{e} is no rational function of {u}")
    if d.is_zero:
        raise Open(f"{e} divides by zero")
    if max(n.degree(), d.degree()) > MAX_DEGREE:
        raise Open("a polynomial of high degree")
    return (-n, -d) if d.LC() < 0 else (n, d)


def _plus(one: Quotient, other: Quotient) -> Quotient:
    """The sum of two quotients of polynomials."""
    (n, d), (m, e) = one, other
    common = d.lcm(e)
    return n * common.quo(d) + m * common.quo(e), common


def _positive(p: Poly, low: End, high: End) -> None:
    """Returns where the polynomial is positive between the two (at a single number: not negative)."""
    if low == high:
        if p(_number(low)) < 0:
            raise Open(f"{p.as_expr()} is negative at {low}")
    elif _roots_between(p, low, high) or not _positive_somewhere(p, low, high):
        raise Open(f"{p.as_expr()} is not positive between {low} and {high}")


# ---- the least value -------------------------------------------------------------------------------------------------


def _least(pieces: list[_Piece], u: Parameter, places: list[_Place]) -> Rational:
    """The rational value, under the increasing map, that all the points have. Raises Open where there is none."""
    powers = {p.form.power for p in pieces if p.form is not None}
    if len(powers) > 1:
        raise Open("pieces of different forms")
    forms, found = NormalForm(), set()
    for place in places:
        form = next((p.form for p in pieces if p.holds(place)), None)
        if form is None:
            raise Open(f"no finite value is known at {place.value}")
        value = cancel(_at(form.numerator, place.value) / _at(form.denominator, place.value))  # made sure of below
        top, bottom = (substituted(p.as_expr(), {u: place.value}) for p in (form.numerator, form.denominator))
        if not isinstance(value, Rational):
            raise Open(f"the value at {place.value} is not known to be rational")
        if not forms.equal(forms.of(top), forms.of(value * bottom)):
            raise Open(f"the value at {place.value} is not known exactly")
        found.add(value)
    if len(found) != 1:
        raise Open("the values at the points differ")
    return found.pop()


def _at(p: Poly, value: Expr) -> Expr:
    """The value of a polynomial by Horner's rule, as SymPy's arithmetic of roots proposes it."""
    found = sympify(0)
    for c in p.all_coeffs():
        found = expand(found * value + c)
    return found
