"""Where the values of a written expression may lie, and whether it has one: interval arithmetic on the extended reals.

Every interval is an enclosure: it may be too large, never too small. What may be undefined under the conventions of the
project (oo - oo, division by zero, log of a negative number), and what is not known here, raises Undefined with the
smallest part that failed. Nothing here is a verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from sympy import Abs, Add, Max, Min, Mul, Pow, Rational, exp, log
from sympy.core.numbers import Exp1, Infinity, NegativeInfinity, Pi
from sympy.core.relational import Relational

from symbolic.domains import (
    INFINITY,
    End,
    RealInterval,
    extended_nonnegative,
    extended_reals,
    nonnegative,
    positive,
    reals,
)
from symbolic.normal_form import Undecided, shared
from symbolic.terms import Applied, Count, Entry, Expectation, NegativePart, Outcome, Parameter, RowProduct, RowSum

ZERO, ONE = Fraction(0), Fraction(1)
COUNT = RealInterval(1)
MAX_EXPONENT = 64
MAX_BITS = 8192  # of an end


class Undefined(Exception):
    """The expression may be undefined, or its values are not known here; the message says which part."""


class Values:
    """Enclosures under hypotheses `given`, with `known` enclosures for some subexpressions."""

    def __init__(self, given: Iterable[Relational] = (), known: Mapping[Any, RealInterval] | None = None) -> None:
        self.forms = shared(tuple(given))
        self.known = dict(known or {})
        self._memo: dict[Any, RealInterval] = {}

    def of(self, e: Any) -> RealInterval:
        """An enclosure of the values of `e`. Raises Undefined."""
        found = self.known.get(e) or self._memo.get(e)
        if found is None:
            try:
                found = self._of(e)
            except RecursionError:
                raise Undefined("an expression that is nested too deeply") from None
            self._memo[e] = _moderate(found)
        return found

    def _of(self, e: Any) -> RealInterval:
        match e:
            case Rational():
                value = Fraction(int(e.p), int(e.q))
                return RealInterval(value, value)
            case Infinity() | NegativeInfinity():
                end = INFINITY if isinstance(e, Infinity) else -INFINITY
                return RealInterval(end, end, True, True)
            case Exp1():
                return RealInterval(2, 3, False, False)
            case Pi():
                return RealInterval(3, 4, False, False)
            case Count():
                return COUNT
            case Parameter() | Entry() | Outcome():
                hull = (e if isinstance(e, Parameter) else e.column).domain.hull
                if hull is None:
                    raise Undefined(f"{e} is no number")
                return hull
            case Applied():
                surely = e.values.nonnegative and self.forms.surely_positive(self.forms.value(e))
                return _meet_positive(e.values) if surely else e.values
            case Add():
                return self._fold(e, add)
            case Mul():
                return self._fold(e, multiply)
            case Pow():
                return self._power(e)
            case log(args=(_,)):
                return logarithm(self.of(e.args[0]), e)
            case exp():
                return exponential(self.of(e.args[0]))
            case Abs():
                return _absolute(self.of(e.args[0]))
            case NegativePart():
                inner = self.of(e.args[0])
                return RealInterval(ZERO, max(ZERO, -inner.lower), True, True)
            case Max() | Min():
                return self._extreme(e)
            case RowSum():
                return _row_sum(self.of(e.body), e)
            case RowProduct():
                return _row_product(self.of(e.body))
            case Expectation():
                return self._mean(e)
        raise Undefined(f"{e}: nothing is known here of {type(e).__name__}")

    def _fold(self, e: Any, operation: Any) -> RealInterval:
        total = self.of(e.args[0])
        for a in e.args[1:]:
            total = _moderate(operation(total, self.of(a), e))
        return total

    def _extreme(self, e: Any) -> RealInterval:
        parts = [self.of(a) for a in e.args]
        pick = max if isinstance(e, Max) else min
        return RealInterval(pick(p.lower for p in parts), pick(p.upper for p in parts), True, True)

    def _power(self, e: Any) -> RealInterval:
        base, exponent = self.of(e.base), self.of(e.exp)
        if isinstance(e.exp, Rational):
            return _rational_power(base, Fraction(int(e.exp.p), int(e.exp.q)), e)
        if not exponent.bounded_values or not base.nonnegative:
            raise Undefined(f"{e}: a power of what may be negative, or with an infinite exponent")
        if base.positive and base.bounded_values:
            if exponent.nonnegative and base.lower >= 1:
                return RealInterval(1)
            return RealInterval(0, 1, False) if exponent.nonnegative and base.upper <= 1 else positive
        if not exponent.nonnegative:
            raise Undefined(f"{e}: division by {e.base}, which may be zero or infinite")
        if base.upper <= 1:
            return RealInterval(0, 1)
        return nonnegative if base.bounded_values else extended_nonnegative

    def _mean(self, e: Expectation) -> RealInterval:
        within = Values((), self.known)
        within.forms = self.forms.inside(e.law)
        body = within.of(e.body)
        if e.law.head.kind == "empirical":  # a mean of finitely many values
            if body.has(INFINITY) and body.has(-INFINITY):
                raise Undefined(f"{e}: oo - oo may occur")
            return body
        below, above = body.lower != -INFINITY, body.upper != INFINITY
        if not (below and above):
            try:
                form, law = within.forms.of(e.body), self.forms.law(e.law)
                lower = below or within.forms.lower_integrable(law, form)
                upper = above or within.forms.lower_integrable(law, {m: -c for m, c in form.items()})
            except Undecided as reason:
                lower, upper = below, above
                if not (lower or upper):
                    raise Undefined(f"{e}: {reason}") from None
            if not (lower or upper):
                raise Undefined(
                    f"{e}: its positive and its negative part may both have infinite expectation; where that is excluded, "
                    "say so with .assume(integrable(..., law))"
                )
            return RealInterval(
                body.lower if below else -INFINITY,
                body.upper if above else INFINITY,
                bool(body.lower_closed) if below else not lower,
                bool(body.upper_closed) if above else not upper,
            )
        return body


def _moderate(v: RealInterval) -> RealInterval:
    if any(isinstance(end, Fraction) and _bits(end) > MAX_BITS for end in (v.lower, v.upper)):
        raise Undefined("a number with too many digits")
    return v


def _meet_positive(v: RealInterval) -> RealInterval:
    return v if v.positive else RealInterval(ZERO, v.upper, False, v.upper_closed)


def add(a: RealInterval, b: RealInterval, e: Any) -> RealInterval:
    """{u + v}; raises Undefined where oo - oo may occur."""
    if (a.has(INFINITY) and b.has(-INFINITY)) or (a.has(-INFINITY) and b.has(INFINITY)):
        raise Undefined(f"{e}: oo - oo may occur")
    low_infinite, high_infinite = -INFINITY in (a.lower, b.lower), INFINITY in (a.upper, b.upper)
    lower = -INFINITY if low_infinite else a.lower + b.lower if INFINITY not in (a.lower, b.lower) else INFINITY
    upper = INFINITY if high_infinite else a.upper + b.upper if -INFINITY not in (a.upper, b.upper) else -INFINITY
    low = (a.has(-INFINITY) or b.has(-INFINITY)) if low_infinite else bool(a.lower_closed and b.lower_closed)
    high = (a.has(INFINITY) or b.has(INFINITY)) if high_infinite else bool(a.upper_closed and b.upper_closed)
    return RealInterval(lower, upper, lower == INFINITY or low, upper == -INFINITY or high)


def _times(x: End, y: End) -> End:
    if x == 0 or y == 0:
        return ZERO
    if isinstance(x, float) or isinstance(y, float):
        return INFINITY if (x > 0) == (y > 0) else -INFINITY
    return x * y


def multiply(a: RealInterval, b: RealInterval, e: Any = None) -> RealInterval:
    """{u * v}, with 0 * (+-oo) = 0."""
    corners = [
        (_times(x, y), bool(s and t))
        for x, s in ((a.lower, a.lower_closed), (a.upper, a.upper_closed))
        for y, t in ((b.lower, b.lower_closed), (b.upper, b.upper_closed))
    ]

    def may(sign: int) -> bool:  # does the product reach the infinity of this sign?
        return any(
            p.has(s * INFINITY) and (q.upper > 0 if s * sign > 0 else q.lower < 0)
            for p, q in ((a, b), (b, a))
            for s in (1, -1)
        )

    zero = a.has(ZERO) or b.has(ZERO)
    lower, upper = min(v for v, _ in corners), max(v for v, _ in corners)
    lower = -INFINITY if may(-1) else lower
    upper = INFINITY if may(1) else upper

    def attained(end: End) -> bool:
        if isinstance(end, float):
            return may(1 if end > 0 else -1)
        return zero if end == 0 else any(v == end and c for v, c in corners)

    return RealInterval(lower, upper, attained(lower), attained(upper))


def _rational_power(base: RealInterval, r: Fraction, e: Any) -> RealInterval:
    if r == 0:
        return RealInterval(1, 1)
    if r < 0:
        if not base.bounded_values or not (base.positive or base.negative):
            raise Undefined(f"{e}: division by {e.base}, which may be zero or infinite")
        if base.negative:
            if r.denominator != 1:
                raise Undefined(f"{e}: a root of {e.base}, which may be negative")
            flipped = _rational_power(-base, r, e)
            return flipped if r % 2 == 0 else -flipped
        turned = RealInterval(
            _inverse(base.upper), _inverse(base.lower), bool(base.upper_closed), bool(base.lower_closed)
        )
        return _rational_power(turned, -r, e)
    if r == 1:
        return base
    if is_exact(base, r):
        if base.nonnegative or r % 2:
            return _increasing_power(base, int(r))
        return _increasing_power(_absolute(base), int(r))
    if not base.nonnegative:
        raise Undefined(f"{e}: a power of {e.base}, which may be negative")
    low = ONE if base.lower >= 1 else ZERO
    high = ONE if base.upper <= 1 else INFINITY
    return RealInterval(
        low,
        high,
        base.lower > 1 or bool(base.lower_closed) if low == 1 else base.lower == 0 and bool(base.lower_closed),
        base.upper < 1 or bool(base.upper_closed) if high == 1 else base.has(INFINITY),
    )


def _bits(end: Fraction) -> int:
    return end.numerator.bit_length() + end.denominator.bit_length()


def is_exact(base: RealInterval, r: Fraction) -> bool:
    """Is the enclosure of the powers of `base` the set of these powers itself? (Other powers are only bounded roughly.)"""
    bits = max((_bits(end) for end in (base.lower, base.upper) if isinstance(end, Fraction)), default=0)
    return r.denominator == 1 and abs(r) <= MAX_EXPONENT and bits * abs(r) <= MAX_BITS


def _inverse(end: End) -> End:
    return ZERO if isinstance(end, float) else INFINITY if end == 0 else ONE / end


def _increasing_power(base: RealInterval, k: int) -> RealInterval:
    lower, upper = (end if isinstance(end, float) else end**k for end in (base.lower, base.upper))
    return RealInterval(lower, upper, base.lower_closed, base.upper_closed)


def _absolute(a: RealInterval) -> RealInterval:
    if a.nonnegative:
        return a
    if a.nonpositive:
        return -a
    far = max(-a.lower, a.upper)
    return RealInterval(ZERO, far, True, a.has(far) or a.has(-far))


def logarithm(a: RealInterval, e: Any) -> RealInterval:
    """{log u}, with log 0 = -oo; raises Undefined where u may be negative."""
    if not a.nonnegative:
        raise Undefined(f"{e}: the logarithm of {e.args[0]}, which may be negative")
    lower = ZERO if a.lower >= 1 else -INFINITY
    upper = ZERO if a.upper <= 1 else INFINITY
    return RealInterval(
        lower,
        upper,
        (a.lower > 1 or bool(a.lower_closed)) if lower == 0 else a.has(ZERO),
        (a.upper < 1 or bool(a.upper_closed)) if upper == 0 else a.has(INFINITY),
    )


def exponential(a: RealInterval) -> RealInterval:
    """{exp u}, with exp(-oo) = 0."""
    lower = ONE if a.lower >= 0 else ZERO
    upper = ONE if a.upper <= 0 else INFINITY
    return RealInterval(
        lower,
        upper,
        (a.lower > 0 or bool(a.lower_closed)) if lower == 1 else a.has(-INFINITY),
        (a.upper < 0 or bool(a.upper_closed)) if upper == 1 else a.has(INFINITY),
    )


def _row_sum(b: RealInterval, e: Any) -> RealInterval:
    if b.has(INFINITY) and b.has(-INFINITY):
        raise Undefined(f"{e}: oo - oo may occur")
    low, high = b.lower >= 0, b.upper <= 0
    return RealInterval(
        b.lower if low else -INFINITY,
        b.upper if high else INFINITY,
        bool(b.lower_closed) if low else b.has(-INFINITY),
        bool(b.upper_closed) if high else b.has(INFINITY),
    )


def _row_product(b: RealInterval) -> RealInterval:
    if not b.nonnegative:
        return reals if b.bounded_values else extended_reals
    if b.upper <= 1:
        return RealInterval(ZERO, ONE, not b.positive, True)
    if b.lower >= 1:
        return RealInterval(1, INFINITY, True, b.has(INFINITY))
    if b.bounded_values:
        return positive if b.positive else nonnegative
    return extended_nonnegative
