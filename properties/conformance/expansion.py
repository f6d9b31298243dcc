"""Coordinates with their first and second derivatives, in ball arithmetic on the extended reals: jets of second order.

Only what varies is stored: a constant has no entries. Where there is no derivative (the value is infinite, or an end of a
domain is met) the expansion is rough: its value stands, and it has no entries. At a kink one branch is chosen, and noted.
Source: Griewank and Walther, Evaluating Derivatives, chapters 3 and 13.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from flint import arb, ctx, fmpq

from properties.instances.numbers import INFINITY, NoValue, TooWide

Extended = Any  # a finite arb, or one of the two infinities as a float
IndexPair = tuple[int, int]
Slopes = Callable[[], tuple[arb, arb]]  # first and second derivative, computed where something varies
ZERO, ONE, TWO = arb(0), arb(1), arb(2)


class Expansion(NamedTuple):
    """A value with its derivatives in numbered inputs: `first` by number, `second` by two numbers in order."""

    value: Extended
    first: dict[int, arb]
    second: dict[IndexPair, arb]
    rough: bool = False


def constant(value: Extended) -> Expansion:
    return Expansion(value, {}, {})


def variable(value: Extended, number: int) -> Expansion:
    return Expansion(value, {number: ONE}, {}, isinstance(value, float))


def remembered(program: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A program that does not depend on what it is given: it is run once for each precision."""
    known: dict[int, Any] = {}

    def run(values: Any) -> Any:
        bits = ctx.prec
        if bits not in known:
            known[bits] = program(values)
        return known[bits]

    return run


def sign(v: Extended) -> int:
    """-1, 0 or 1. Raises TooWide where a ball holds 0 and more."""
    if v > 0:
        return 1
    if v < 0:
        return -1
    if v == 0:
        return 0
    raise TooWide("the sign of a ball that holds 0")


def is_zero(v: Extended) -> bool:
    return v == 0


# ---- arithmetic ------------------------------------------------------------------------------------------------------


def add(a: Expansion, b: Expansion) -> Expansion:
    """Raises NoValue for oo - oo."""
    u, v = a.value, b.value
    if isinstance(u, float) or isinstance(v, float):
        if isinstance(u, float) and isinstance(v, float) and u != v:
            raise NoValue("oo - oo")
        return _without(u if isinstance(u, float) else v, a, b)
    if a.rough or b.rough:
        return Expansion(u + v, {}, {}, True)
    if not b.first:
        return Expansion(u + v, a.first, a.second)
    if not a.first:
        return Expansion(u + v, b.first, b.second)
    first, second = dict(a.first), dict(a.second)
    for i, x in b.first.items():
        first[i] = first[i] + x if i in first else x
    for k, x in b.second.items():
        second[k] = second[k] + x if k in second else x
    return Expansion(u + v, first, second)


def scaled(c: arb, a: Expansion) -> Expansion:
    """A finite constant times an expansion."""
    if isinstance(a.value, float):
        s = sign(c)
        return _without(ZERO if s == 0 else s * a.value, *((a,) if s else ()))
    if is_zero(c):
        return Expansion(ZERO, {}, {})
    if a.rough:
        return Expansion(c * a.value, {}, {}, True)
    return Expansion(c * a.value, {i: c * x for i, x in a.first.items()}, {k: c * x for k, x in a.second.items()})


def negative(a: Expansion) -> Expansion:
    return Expansion(-a.value, {i: -x for i, x in a.first.items()}, {k: -x for k, x in a.second.items()}, a.rough)


def multiply(a: Expansion, b: Expansion) -> Expansion:
    """With 0 * (+-oo) = 0."""
    u, v = a.value, b.value
    if not (a.first or a.rough or isinstance(u, float)):
        return scaled(u, b)
    if not (b.first or b.rough or isinstance(v, float)):
        return scaled(v, a)
    if isinstance(u, float) or isinstance(v, float):
        s = sign(u) * sign(v)
        return _without(ZERO if s == 0 else s * INFINITY, a, b)
    if a.rough or b.rough:
        return Expansion(u * v, {}, {}, True)
    first = {i: x * v for i, x in a.first.items()}
    for i, x in b.first.items():
        first[i] = first[i] + x * u if i in first else x * u
    second = {k: x * v for k, x in a.second.items()}
    for k, x in b.second.items():
        second[k] = second[k] + x * u if k in second else x * u
    for i, x in a.first.items():
        for j, y in b.first.items():
            k, t = ((i, j), x * y) if i <= j else ((j, i), x * y)
            t = t + t if i == j else t
            second[k] = second[k] + t if k in second else t
    return Expansion(u * v, first, second)


def _without(value: Extended, *parts: Expansion) -> Expansion:
    """A value that has no derivative if any part varies."""
    return Expansion(value, {}, {}, any(p.first or p.rough for p in parts))


def chained(a: Expansion, value: Extended, slopes: Slopes) -> Expansion:
    """f(a), from its value and the derivatives of f there."""
    if a.rough or isinstance(value, float) or isinstance(a.value, float):
        return _without(value, a)
    if not a.first:
        return Expansion(value, {}, {})
    p, q = slopes()
    if len(a.first) == 1:  # as below, of the one input that varies
        ((i, x),) = a.first.items()
        bend = q * x * x
        for y in a.second.values():
            bend = bend + p * y
        return Expansion(value, {i: p * x}, {(i, i): bend})
    second = {k: p * x for k, x in a.second.items()}
    items = list(a.first.items())
    for n, (i, x) in enumerate(items):
        qx = q * x
        for j, y in items[n:]:
            k = (i, j) if i <= j else (j, i)
            second[k] = second[k] + qx * y if k in second else qx * y
    return Expansion(value, {i: p * x for i, x in items}, second)


def composed(
    parts: Sequence[Expansion], value: arb, slopes: Sequence[arb], bends: Mapping[IndexPair, arb]
) -> Expansion:
    """f(parts), from its finite value and its derivatives there, the second ones by numbers of two parts in order."""
    if any(p.rough for p in parts):
        return Expansion(value, {}, {}, True)
    first: dict[int, arb] = {}
    second: dict[IndexPair, arb] = {}
    for s, part in zip(slopes, parts, strict=True):
        for i, x in part.first.items():
            first[i] = first[i] + s * x if i in first else s * x
        for k, x in part.second.items():
            second[k] = second[k] + s * x if k in second else s * x
    for (m, n), b in bends.items():
        for i, x in parts[m].first.items():
            bx = b * x
            for j, y in parts[n].first.items():
                t = bx * y
                if m == n and i > j:
                    continue  # the entry (j, i)
                k = (i, j) if i <= j else (j, i)
                t = t + t if m != n and i == j else t
                second[k] = second[k] + t if k in second else t
    return Expansion(value, first, second)


# ---- functions -------------------------------------------------------------------------------------------------------


def exponential(a: Expansion) -> Expansion:
    if isinstance(a.value, float):
        return _without(INFINITY if a.value > 0 else ZERO, a)
    v = a.value.exp()
    return chained(a, v, lambda: (v, v))


def logarithm(a: Expansion) -> Expansion:
    """With log 0 = -oo. Raises NoValue of what is negative."""
    v = a.value
    if isinstance(v, float):
        if v < 0:
            raise NoValue("the log of -oo")
        return _without(v, a)
    s = sign(v)
    if s < 0:
        raise NoValue("the log of a negative number")
    if s == 0:
        return _without(-INFINITY, a)
    return chained(a, v.log(), lambda: ((r := ONE / v), -r * r))


def logarithm_of_one_plus(a: Expansion) -> Expansion:
    """log(1 + u), which keeps its digits for a small u."""
    v = a.value
    if isinstance(v, float):
        return logarithm(a)
    w = ONE + v
    s = sign(w)
    if s < 0:
        raise NoValue("the log of a negative number")
    if s == 0:
        return _without(-INFINITY, a)
    return chained(a, v.log1p(), lambda: ((r := ONE / w), -r * r))


def power(a: Expansion, b: Expansion) -> Expansion:
    """a^b, with 0^0 = 1; of a negative number for whole exponents. Raises NoValue."""
    e = b.value
    if not (b.first or b.rough or isinstance(e, float)):
        if e.is_exact() and e.is_integer():
            return whole_power(a, int(e.unique_fmpz()))
        v = a.value
        s = sign(v)
        if s < 0 and e.contains_integer():
            raise TooWide("a power of a negative number whose exponent may be whole")
        if s < 0:
            raise NoValue("a power of a negative number whose exponent is not whole")
        if s == 0 or isinstance(v, float):
            return _without(_power_at_an_end(v, e), a)
        if e.is_exact() and e == arb(fmpq(1, 2)):
            root = v.sqrt()
            return chained(a, root, lambda: ((d := ONE / (root + root)), -d / (v + v)))
        value = v**e
        return chained(a, value, lambda: ((d := e * value / v), (e - 1) * d / v))
    if isinstance(e, float):
        raise TooWide("an infinite exponent")
    v = a.value
    s = sign(v)
    if s < 0:
        raise NoValue("a power of a negative number whose exponent varies")
    if s == 0 or isinstance(v, float):
        return _without(_power_at_an_end(v, e), a, b)
    return exponential(multiply(b, logarithm(a)))


def _power_at_an_end(v: Extended, e: arb) -> Extended:
    """0^e and oo^e."""
    way = sign(e)
    if way == 0:
        return ONE
    if v == 0:
        if way < 0:
            raise NoValue("division by zero")
        return ZERO
    return INFINITY if way > 0 else ZERO


def whole_power(a: Expansion, n: int) -> Expansion:
    """a^n for a whole number n. Raises NoValue for a negative n at 0."""
    v = a.value
    if n == 0:
        return constant(ONE)
    if n == 1:
        return a
    if n == 2:
        return multiply(a, a) if isinstance(v, float) else chained(a, v * v, lambda: (v + v, TWO))
    if isinstance(v, float):
        return _without(ZERO if n < 0 else INFINITY if v > 0 or n % 2 == 0 else -INFINITY, a)
    if n < 0 and sign(v) == 0:
        raise NoValue("division by zero")
    if n == -1:
        r = ONE / v
        return chained(a, r, lambda: (-r * r, 2 * r * r * r))
    return chained(a, v**n, lambda: (n * v ** (n - 1), n * (n - 1) * (v ** (n - 2) if n != 2 else ONE)))
