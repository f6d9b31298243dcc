"""Interval arithmetic on the extended reals, with the conventions of the project. Nothing here knows an expression's meaning.

Every result is an enclosure: it may be too large, never too small. What may be undefined (oo - oo, division by zero, log of a
negative number) raises Undefined with the part that failed, which callers pass along for the message alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from sympy import Basic

from symbolic.core.domains import (
    INFINITY,
    End,
    RealInterval,
    extended_nonnegative,
    extended_reals,
    nonnegative,
    positive,
    reals,
)
from symbolic.core.errors import Open

ZERO, ONE = Fraction(0), Fraction(1)
MAX_EXPONENT = 64
MAX_BITS = 8192  # of an end
POINT_ZERO = RealInterval(0, 0)
POINT_ONE = RealInterval(1, 1)


class Undefined(Open):
    """The expression may be undefined, or its values are not known here; the message says which part."""


def moderate(v: RealInterval) -> RealInterval:
    """The interval itself. Raises Undefined where an end has too many digits."""
    if any(isinstance(end, Fraction) and _bits(end) > MAX_BITS for end in (v.lower, v.upper)):
        raise Undefined("a number with too many digits")
    return v


def meet_positive(v: RealInterval) -> RealInterval:
    """Its positive members."""
    return v if v.positive else RealInterval(ZERO, v.upper, False, v.upper_closed)


def add(a: RealInterval, b: RealInterval, e: object) -> RealInterval:
    """{u + v}; raises Undefined where oo - oo may occur."""
    if _is_finite(a) and _is_finite(b):
        return RealInterval(
            a.lower + b.lower,
            a.upper + b.upper,
            bool(a.lower_closed and b.lower_closed),
            bool(a.upper_closed and b.upper_closed),
        )
    if (a.has(INFINITY) and b.has(-INFINITY)) or (a.has(-INFINITY) and b.has(INFINITY)):
        raise Undefined(f"{e}: oo - oo may occur")
    low_infinite, high_infinite = -INFINITY in (a.lower, b.lower), INFINITY in (a.upper, b.upper)
    lower = -INFINITY if low_infinite else a.lower + b.lower if INFINITY not in (a.lower, b.lower) else INFINITY
    upper = INFINITY if high_infinite else a.upper + b.upper if -INFINITY not in (a.upper, b.upper) else -INFINITY
    low = (a.has(-INFINITY) or b.has(-INFINITY)) if low_infinite else bool(a.lower_closed and b.lower_closed)
    high = (a.has(INFINITY) or b.has(INFINITY)) if high_infinite else bool(a.upper_closed and b.upper_closed)
    return RealInterval(lower, upper, lower == INFINITY or low, upper == -INFINITY or high)


def meet_nonnegative(v: RealInterval) -> RealInterval:
    """Its members that are at least 0; it has some."""
    return v if v.nonnegative else RealInterval(ZERO, v.upper, True, v.upper_closed)


def _times(x: End, y: End) -> End:
    if x == 0 or y == 0:
        return ZERO
    if isinstance(x, float) or isinstance(y, float):
        return INFINITY if (x > 0) == (y > 0) else -INFINITY
    return x * y


def _is_finite(v: RealInterval) -> bool:
    """Are both ends numbers?"""
    return type(v.lower) is Fraction and type(v.upper) is Fraction


def multiply(a: RealInterval, b: RealInterval, e: object = None) -> RealInterval:
    """{u * v}, with 0 * (+-oo) = 0."""
    corners = [
        (_times(x, y), bool(s and t))
        for x, s in ((a.lower, a.lower_closed), (a.upper, a.upper_closed))
        for y, t in ((b.lower, b.lower_closed), (b.upper, b.upper_closed))
    ]
    bounded = _is_finite(a) and _is_finite(b)
    reached = {} if bounded else {sign: _reaches(a, b, sign) for sign in (-1, 1)}
    lower, upper = min(v for v, _ in corners), max(v for v, _ in corners)
    if not bounded:
        lower, upper = -INFINITY if reached[-1] else lower, INFINITY if reached[1] else upper

    def attained(end: End) -> bool:
        if isinstance(end, float):
            return reached[1 if end > 0 else -1]
        if end == 0:
            return a.has(ZERO) or b.has(ZERO)
        return any(c and v == end for v, c in corners)

    return RealInterval(lower, upper, attained(lower), attained(upper))


def _reaches(a: RealInterval, b: RealInterval, sign: int) -> bool:
    """Does the product reach the infinity of this sign?"""
    return any(
        p.has(s * INFINITY) and (q.upper > 0 if s * sign > 0 else q.lower < 0)
        for p, q in ((a, b), (b, a))
        for s in (1, -1)
    )


def rational_power(base: RealInterval, r: Fraction, e: object) -> RealInterval:
    """{u^r} for a rational exponent."""
    if r == 0:
        return RealInterval(1, 1)
    if r < 0:
        if not base.bounded_values or not (base.positive or base.negative):
            raise Undefined(f"{e}: division by {_inside(e)}, which may be zero or infinite")
        if base.negative:
            if r.denominator != 1:
                raise Undefined(f"{e}: a root of {_inside(e)}, which may be negative")
            flipped = rational_power(-base, r, e)
            return flipped if r % 2 == 0 else -flipped
        turned = RealInterval(
            _inverse(base.upper), _inverse(base.lower), bool(base.upper_closed), bool(base.lower_closed)
        )
        return rational_power(turned, -r, e)
    if r == 1:
        return base
    if is_exact(base, r):
        if base.nonnegative or r % 2:
            return _increasing_power(base, int(r))
        return _increasing_power(absolute(base), int(r))
    if not base.nonnegative:
        raise Undefined(f"{e}: a power of {_inside(e)}, which is not known to be nonnegative")
    low = ONE if base.lower >= 1 else ZERO
    high = ONE if base.upper <= 1 else INFINITY
    return RealInterval(
        low,
        high,
        base.has(ONE) if low == 1 else base.has(ZERO),
        base.has(ONE) if high == 1 else base.has(INFINITY),
    )


def _inside(e: object) -> object:
    """What a power or a logarithm is taken of, for a message: `e` is an expression, or a name for what has none."""
    return e.args[0] if isinstance(e, Basic) else "a part"


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


def absolute(a: RealInterval) -> RealInterval:
    """{|u|}."""
    if a.nonnegative:
        return a
    if a.nonpositive:
        return -a
    far = max(-a.lower, a.upper)
    return RealInterval(ZERO, far, True, a.has(far) or a.has(-far))


def maximum(parts: Sequence[RealInterval]) -> RealInterval:
    """{max(u, v, ...)}."""
    lower, upper = max(p.lower for p in parts), max(p.upper for p in parts)
    low = all(p.lower_closed for p in parts if p.lower == lower)  # all of them would have to be there
    return RealInterval(lower, upper, low or lower == upper, any(p.upper_closed for p in parts if p.upper == upper))


def logarithm(a: RealInterval, e: object) -> RealInterval:
    """{log u}, with log 0 = -oo; raises Undefined where u may be negative."""
    if not a.nonnegative:
        raise Undefined(f"{e}: the logarithm of {_inside(e)}, which is not known to be nonnegative")
    if a.upper == 0:
        return RealInterval(-INFINITY, -INFINITY, True, True)
    lower = ZERO if a.lower >= 1 else -INFINITY
    upper = ZERO if a.upper <= 1 else INFINITY
    return RealInterval(
        lower,
        upper,
        a.has(ONE) if lower == 0 else a.has(ZERO),
        a.has(ONE) if upper == 0 else a.has(INFINITY),
    )


def exponential(a: RealInterval) -> RealInterval:
    """{exp u}, with exp(-oo) = 0."""
    lower = ONE if a.lower >= 0 else ZERO
    upper = ONE if a.upper <= 0 else INFINITY
    return RealInterval(
        lower,
        upper,
        a.has(ZERO) if lower == 1 else a.has(-INFINITY),
        a.has(ZERO) if upper == 1 else a.has(INFINITY),
    )


def row_sum(b: RealInterval, e: object) -> RealInterval:
    """{u_1 + ... + u_n} for n >= 1."""
    if b.has(INFINITY) and b.has(-INFINITY):
        raise Undefined(f"{e}: oo - oo may occur")
    low, high = b.lower >= 0, b.upper <= 0
    return RealInterval(
        b.lower if low else -INFINITY,
        b.upper if high else INFINITY,
        bool(b.lower_closed) if low else b.has(-INFINITY),
        bool(b.upper_closed) if high else b.has(INFINITY),
    )


def row_product(b: RealInterval) -> RealInterval:
    """{u_1 ... u_n} for n >= 1."""
    if not b.nonnegative:
        return reals if b.bounded_values else extended_reals
    if b.upper <= 1:
        return RealInterval(ZERO, ONE, not b.positive, True)
    if b.lower >= 1:
        return RealInterval(1, INFINITY, True, b.has(INFINITY))
    if b.bounded_values:
        return positive if b.positive else nonnegative
    return extended_nonnegative
