"""Numbers of the extended reals, for attacks: exact rationals, balls and infinities, and what may be done with them.

A number here is an exact rational (`fmpq`), a ball that holds it (`arb`), or an infinity (a float); inside of `exactly_equal`
it may be an `Exact`. The conventions:
log 0 = -oo, exp(-oo) = 0, 0 * (+-oo) = 0, 0^0 = 1. No value exists for oo - oo, for a division by zero and for the log
of a negative number (`NoValue`, certain); a ball too wide to tell is `TooWide`, which is evidence for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from functools import cache
from typing import Any

from flint import arb, ctx, fmpq

from properties.instances import exact
from properties.instances.exact import Exact
from symbolic.core.domains import Bound, Domain, consecutive, contains, discrete, elements, ends, whole

ExtendedNumber = Any  # fmpq, arb or one of the two infinities
INFINITY = float("inf")  # compared, never computed with
ZERO, ONE = fmpq(0), fmpq(1)
PRECISIONS = (64, 256, 1024)
MAX_EXACT_BITS = 1 << 18  # beyond this a power is taken in balls


class NoValue(Exception):
    """Certain: the expression has no value here."""


class TooWide(Exception):
    """The balls are too wide to tell. Never evidence for anything."""


class NotEvaluable(Exception):
    """An expression that this module cannot evaluate at all; the message says why."""


def rational(value: object) -> fmpq:
    """The exact rational number `value` (an int, a Fraction, a SymPy Rational or an fmpq)."""
    if isinstance(value, fmpq):
        return value
    number: Any = value if isinstance(value, int | Fraction) else Fraction(str(value))
    return fmpq(int(number.numerator), int(number.denominator))


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Balls of `bits` bits inside, and what was set before afterwards."""
    before = ctx.prec
    ctx.prec = bits
    try:
        yield
    finally:
        ctx.prec = before


# ---- arithmetic on the extended reals --------------------------------------------------------------------------------


def sign(v: ExtendedNumber) -> int:
    """-1, 0 or 1. Raises TooWide where a ball holds 0."""
    if v > 0:
        return 1
    if v < 0:
        return -1
    if isinstance(v, fmpq) or v == 0:
        return 0
    raise TooWide("the sign of a ball that holds 0")


def add(a: ExtendedNumber, b: ExtendedNumber) -> ExtendedNumber:
    if type(a) is float:
        if type(b) is float and a != b:
            raise NoValue("oo - oo")
        return a
    return b if type(b) is float else a + b


def multiply(a: ExtendedNumber, b: ExtendedNumber) -> ExtendedNumber:
    first, second = type(a), type(b)
    if first is float or second is float:
        s = sign(a) * sign(b)
        return ZERO if s == 0 else INFINITY if s > 0 else -INFINITY
    if (first is fmpq and not a) or (second is fmpq and not b):
        return ZERO
    return a * b


def logarithm(v: ExtendedNumber) -> ExtendedNumber:
    if isinstance(v, fmpq):
        if v > 0:
            return ZERO if v == 1 else exact.log(v) if exact.exactly() else arb(v).log()
        if v == 0:
            return -INFINITY
        raise NoValue("the log of a negative number")
    if isinstance(v, float):
        if v > 0:
            return INFINITY
        raise NoValue("the log of -oo")
    if v > 0:
        return exact.log(v) if isinstance(v, Exact) else v.log()
    if v < 0:
        raise NoValue("the log of a negative number")
    raise TooWide("the log of a ball that holds 0")


def exponential(v: ExtendedNumber) -> ExtendedNumber:
    if type(v) is arb:
        return v.exp()
    if type(v) is float:
        return INFINITY if v > 0 else ZERO
    if type(v) is fmpq and not v:
        return ONE
    return exact.exp(v) if exact.exactly() else arb(v).exp()


def power(base: ExtendedNumber, exponent: ExtendedNumber) -> ExtendedNumber:
    """base^exponent; a negative base only with a whole exponent."""
    if isinstance(exponent, fmpq) and exponent.q == 1:
        return whole_power(base, int(exponent.p))
    if isinstance(exponent, fmpq) and exponent.q == 2 and isinstance(base, fmpq) and base >= 0:
        root = _root(base)
        if root is not None:
            return whole_power(root, int(exponent.p))
    s = sign(base)
    if s < 0:
        raise NoValue("a power of a negative number whose exponent is not whole")
    if s == 0:
        t = sign(exponent)
        if t < 0:
            raise NoValue("division by zero")
        return ZERO if t > 0 else ONE
    return exponential(multiply(exponent, logarithm(base)))


def whole_power(base: ExtendedNumber, k: int) -> ExtendedNumber:
    """base^k for a whole number k."""
    if k == 1:
        return base
    if k == 0:
        return ONE
    if isinstance(base, float):
        if k < 0:
            return ZERO
        return INFINITY if base > 0 or k % 2 == 0 else -INFINITY
    if k < 0 and sign(base) == 0:
        raise NoValue("division by zero")
    if isinstance(base, fmpq):
        if abs(k) > 1024 and abs(k) * max(int(base.p).bit_length(), int(base.q).bit_length()) > MAX_EXACT_BITS:
            if exact.exactly():
                raise exact.TooLong
            return arb(base) ** arb(k)
        return base**k
    if isinstance(base, Exact):
        return exact.power(base, k)
    if base.contains(0):  # where arb knows no power
        half = whole_power(base, k // 2)
        return half * half * base if k % 2 else half * half
    return base**k


def _root(v: fmpq) -> fmpq | None:
    """The square root of a rational number where it is rational, else None."""
    p, q = v.p.isqrt(), v.q.isqrt()
    return fmpq(p, q) if p * p == v.p and q * q == v.q else None


def compare(a: ExtendedNumber, b: ExtendedNumber) -> int:
    """The sign of a - b. Raises TooWide where two balls overlap."""
    found = ordered(a, b)
    if found is None:
        raise TooWide("two balls that overlap, or one without bound")
    return found


def ordered(a: ExtendedNumber, b: ExtendedNumber) -> int | None:
    """The sign of a - b; None where two balls overlap."""
    if isinstance(a, float) or isinstance(b, float):
        if isinstance(a, float) and isinstance(b, float):
            return (a > b) - (a < b)
        finite = b if isinstance(a, float) else a
        if isinstance(finite, arb) and not finite.is_finite():
            return None
        return (1 if a > 0 else -1) if isinstance(a, float) else (-1 if b > 0 else 1)
    if a < b:
        return -1
    if a > b:
        return 1
    if isinstance(a, Exact) or isinstance(b, Exact):
        return 0 if a == b else None
    return 0 if not isinstance(a, arb) and not isinstance(b, arb) else None


def greater(a: ExtendedNumber, b: ExtendedNumber) -> ExtendedNumber:
    """The larger one; of two balls that overlap, a ball that holds it. Raises TooWide where one may be infinite."""
    found = 0 if a is b else ordered(a, b)
    if found is not None:
        return a if found >= 0 else b
    if isinstance(a, float) or isinstance(b, float):
        raise TooWide("the larger of an infinity and of a ball without bound")
    if isinstance(a, Exact) or isinstance(b, Exact):
        raise TooWide("the larger of two exact numbers that balls cannot tell apart")
    return arb(a).max(arb(b))


def negate(v: ExtendedNumber) -> ExtendedNumber:
    return -v


def agree(a: ExtendedNumber, b: ExtendedNumber, bits: int) -> bool:
    """Do two numbers that `compare` cannot tell apart agree to three quarters of `bits`?"""
    if isinstance(a, float) or isinstance(b, float):
        return isinstance(a, float) and isinstance(b, float) and a == b
    return bool(abs(a - b) <= (1 + abs(a)) * _tolerance(bits))


@cache
def _tolerance(bits: int) -> arb:
    return arb(2) ** (-3 * bits // 4)


def show(v: object) -> str:
    """A number for a human: exact where it is exact."""
    if isinstance(v, float):
        return "oo" if v > 0 else "-oo"
    return v.str(10, radius=False) if isinstance(v, arb) else str(v)


def inside(domain: Domain, v: ExtendedNumber) -> bool | None:
    """Is a number in a domain? None where a ball cannot tell, and where there are no numbers."""
    hull = domain.hull
    if hull is None:
        return None
    if isinstance(v, float):
        return hull.has(v)
    if (
        isinstance(v, fmpq) and domain is hull and not hull.finite
    ):  # compared without fractions: it may have very many digits
        return all(_within(v, end) for end in ends(hull))
    if isinstance(v, fmpq):
        return contains(domain, Fraction(int(v.p), int(v.q)))
    answers = [_within(v, end) for end in ends(domain)]
    if False in answers:
        return False
    if discrete(domain):
        return None if _meets(v, domain) else False
    return None if None in answers else True


def _within(v: ExtendedNumber, end: Bound) -> bool | None:
    """Does v lie on the inner side of an end?"""
    side = ordered(v, arb(rational(end.value)) * arb.pi() if end.of_pi else rational(end.value))
    return None if side is None else end.closed if side == 0 else side == end.inward


def _meets(v: ExtendedNumber, domain: Domain) -> bool:
    """May a ball hold a member of a discrete domain?"""
    listed = elements(domain)
    if not v.is_finite() or consecutive(domain) or listed is None:
        return not v.is_finite() or not whole(domain) or bool(v.contains_integer())
    return any(v.contains(arb(rational(w))) for w in listed)
