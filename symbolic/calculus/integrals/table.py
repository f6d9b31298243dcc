"""Standard integrals and series, each with its conditions and its source. Nothing here knows where an integrand came from.

Each entry takes the normal forms and a MonomialShape (symbolic.calculus.integrals.shapes), and gives the value without
the shape's scale, or None where the integrand is not of its form; it raises Undecided where it is, but the conditions are
not surely met. A factor log x is a derivative in the exponent of x, under the integral; that is allowed in the interior of
where the integral converges absolutely, which the conditions describe. (Source: Lang, Complex Analysis, chapter XV,
section 1.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace as with_
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Any

from sympy import Dummy, Expr, Rational, besseli, binomial, cos, erf, exp, factorial, gamma, log, pi, sin, sqrt, zeta

from symbolic.calculus.integrals.shapes import (
    MonomialShape,
    coefficients,
    linear,
    positive,
    pure_power,
    read,
    split,
    tidied,
    whole,
)
from symbolic.calculus.normal_form import (
    ONE,
    UNIT,
    AnyAtom,
    Fixed,
    LogOfSumAtom,
    Monomial,
    NormalForm,
    Polynomial,
    SpecialAtom,
    Undecided,
    constant,
    mentions,
    negated,
    whole_numbers,
    written_polynomial,
)
from symbolic.core.terms import replace

TableEntry = Callable[[NormalForm, MonomialShape, AnyAtom], Polynomial | None]
A, B, D, P, R, S, T = (Dummy(name) for name in "ABDPRST")
MAX_MOMENT = 16


def put(template: Expr, values: Mapping[Any, Polynomial]) -> Polynomial:
    """The normal form of a formula with polynomials for its dummies. Raises Undecided."""
    return NormalForm().where(values).of(template)


@lru_cache(maxsize=256)
def derivative(template: Expr, *orders: tuple[Any, int]) -> Expr:
    """The derivative of a formula, (dummy, order) by (dummy, order)."""
    for dummy, order in orders:
        for _ in range(order):
            template = template.diff(dummy)
    return template


def _need(forms: NormalForm, p: Polynomial, what: str) -> None:
    if not positive(forms, p):
        raise Undecided(f"an integral that converges only where {what} is positive, which is not sure")


def _inverse(forms: NormalForm, p: Polynomial) -> Polynomial:
    return forms.power(p, -1)


def _quotient(forms: NormalForm, p: Polynomial, q: Polynomial) -> Polynomial:
    return tidied(forms, forms.multiply(p, _inverse(forms, q)))


def _above(forms: NormalForm, shape: MonomialShape) -> Polynomial:
    return forms.add(shape.power, constant(1))


def _binomial_sum(forms: NormalForm, items: Fixed, x: AnyAtom) -> tuple[Polynomial, Polynomial, Polynomial] | None:
    """(a, b, d) where the sum is a + b x^d, else None."""
    parts = coefficients(dict(items), x)
    if len(parts) != 2 or ONE not in parts:
        return None
    (basis,) = set(parts) - {ONE}
    d = pure_power(forms, basis, x)
    return None if d is None else (parts[ONE], parts[basis], d)


# ---- over (0, oo) ----------------------------------------------------------------------------------------------------

GAMMA = gamma(S / D) * B ** (-S / D) / D


def gamma_integral(forms: NormalForm, shape: MonomialShape, x: AnyAtom) -> Polynomial | None:
    """int_0^oo x^(s-1) exp(-b x^d) dx = Gamma(s/d) / (d b^(s/d)) for d, b, s > 0; for d < 0 put 1/x for x.

    Source: Gradshteyn and Ryzhik, Table of Integrals, Series, and Products, 3.478 1 (log factors: 4.352, 4.358).
    """
    if shape.sums or shape.others or len(shape.exponents) != 1:
        return None
    ((basis, coefficient),) = shape.exponents.items()
    d = pure_power(forms, basis, x)
    if d is None:
        return None
    s, turned = _above(forms, shape), positive(forms, negated(d))
    if turned:
        s, d = negated(s), negated(d)
    _need(forms, d, "an exponent")
    _need(forms, s, "the exponent of a power of x, plus 1,")
    _need(forms, negated(coefficient), "the rate of decay")
    value = put(derivative(GAMMA, (S, shape.logs)), {S: s, D: d, B: negated(coefficient)})
    return negated(value) if turned and shape.logs % 2 else value


BETA_PRIME = A ** (S / D - T) * B ** (-S / D) * gamma(S / D) * gamma(T - S / D) / (gamma(T) * D)


def beta_prime_integral(forms: NormalForm, shape: MonomialShape, x: AnyAtom) -> Polynomial | None:
    """int_0^oo x^(s-1) (a + b x^d)^(-t) dx = a^(s/d-t) b^(-s/d) B(s/d, t - s/d) / d for a, b, d > 0 and 0 < s < d t.

    Source: Gradshteyn and Ryzhik, Table of Integrals, Series, and Products, 3.241 4.
    """
    if shape.exponents or shape.others or len(shape.sums) != 1:
        return None
    ((items, (e, logs)),) = shape.sums.items()
    found = _binomial_sum(forms, items, x)
    if found is None:
        return None
    a, b, d = found
    s, t = _above(forms, shape), negated(e)
    _need(forms, a, "a coefficient")
    _need(forms, b, "a coefficient")
    _need(forms, d, "an exponent")
    _need(forms, s, "the exponent of a power of x, plus 1,")
    _need(forms, forms.add(t, negated(_quotient(forms, s, d))), "the rate of decay")
    value = put(derivative(BETA_PRIME, (S, shape.logs), (T, logs)), {A: a, B: b, D: d, S: s, T: t})
    return negated(value) if logs % 2 else value


@lru_cache(maxsize=64)
def _bessel(n: int) -> Expr:
    """2 (b/a)^(s/2) K_s(2 sqrt(ab)) with s = n + 1/2, or s = -n - 1/2 for a negative n (then n is -1 - n)."""
    k = n if n >= 0 else -1 - n
    s, z = Rational(2 * n + 1, 2), 2 * sqrt(A) * sqrt(B)
    series = sum(factorial(k + j) / (factorial(j) * factorial(k - j)) * (2 * z) ** (-j) for j in range(k + 1))
    return 2 * B ** (s / 2) * A ** (-s / 2) * sqrt(pi / 2) * z ** Rational(-1, 2) * exp(-z) * series


def bessel_integral(forms: NormalForm, shape: MonomialShape, x: AnyAtom) -> Polynomial | None:
    """int_0^oo x^(s-1) exp(-a x - b/x) dx = 2 (b/a)^(s/2) K_s(2 sqrt(ab)) for a, b > 0; here s is half of an odd number.

    Source: Gradshteyn and Ryzhik, Table of Integrals, Series, and Products, 3.471 9; NIST DLMF, 10.49.12 and 10.27.3.
    """
    first: Monomial = frozenset({(x, UNIT)})
    last: Monomial = frozenset({(x, -UNIT)})
    if shape.sums or shape.others or set(shape.exponents) != {first, last}:
        return None
    n = whole(forms.add(shape.power, forms.power(constant(2), -1)))  # s - 1/2
    if n is None or shape.logs or abs(n) > MAX_MOMENT:
        raise Undecided("a Bessel function that is not elementary")
    a, b = negated(shape.exponents[first]), negated(shape.exponents[last])
    _need(forms, a, "a rate of decay")
    _need(forms, b, "a rate of decay")
    return put(_bessel(n), {A: a, B: b})


# ---- over the real line ----------------------------------------------------------------------------------------------

GAUSSIAN = sqrt(pi) * A ** Rational(-1, 2) * exp(B**2 / (4 * A))


def gaussian_integral(forms: NormalForm, shape: MonomialShape, x: AnyAtom) -> Polynomial | None:
    """int x^m exp(-a x^2 + b x) dx over the reals = (d/db)^m sqrt(pi/a) exp(b^2 / (4a)) for a > 0 and m = 0, 1, 2, ...

    Source: Gradshteyn and Ryzhik, Table of Integrals, Series, and Products, 3.462 2.
    """
    first: Monomial = frozenset({(x, UNIT)})
    second: Monomial = frozenset({(x, 2)})
    m = whole(shape.power)
    if shape.sums or shape.others or shape.logs or not {second} <= set(shape.exponents) <= {first, second}:
        return None
    if m is None or not 0 <= m <= MAX_MOMENT:
        raise Undecided("a moment of a normal density whose order is no small whole number")
    a, b = tidied(forms, negated(shape.exponents[second])), shape.exponents.get(first, {})
    _need(forms, a, "the rate of decay")
    if not all(map(forms.tame, b)):
        raise Undecided("a factor that may be infinite")
    return put(derivative(GAUSSIAN, (B, m)), {A: a, B: b})


HALF_GAUSSIAN = GAUSSIAN / 2 * (1 + erf(B / (2 * sqrt(A))))
SHORT_GAUSSIAN = GAUSSIAN / 2 * (erf(B / (2 * sqrt(A))) + erf((2 * A - B) / (2 * sqrt(A))))


def _moved_gaussian(forms: NormalForm, shape: MonomialShape, x: AnyAtom, template: Expr) -> Polynomial | None:
    """The m-th derivative in b of a formula for an integral of exp(-a x^2 + b x), for a > 0 and m = 0, 1, 2, ..."""
    first: Monomial = frozenset({(x, UNIT)})
    second: Monomial = frozenset({(x, 2)})
    if shape.sums or shape.others or shape.logs or set(shape.exponents) != {first, second}:
        return None
    m = whole(shape.power)
    if m is None or not 0 <= m <= MAX_MOMENT:
        raise Undecided("a moment of a truncated normal density whose order is no small whole number")
    a, b = tidied(forms, negated(shape.exponents[second])), shape.exponents[first]
    _need(forms, a, "the rate of decay")
    if not all(map(forms.tame, b)):
        raise Undecided("a factor that may be infinite")
    return put(derivative(template, (B, m)), {A: a, B: b})


def half_gaussian_integral(forms: NormalForm, shape: MonomialShape, x: AnyAtom) -> Polynomial | None:
    """int_0^oo exp(-a x^2 + b x) dx = sqrt(pi/a) exp(b^2 / (4a)) (1 + erf(b / (2 sqrt a))) / 2 for a > 0; x^m is (d/db)^m.

    Source: Gradshteyn and Ryzhik, Table of Integrals, Series, and Products, 3.322 2.
    """
    return _moved_gaussian(forms, shape, x, HALF_GAUSSIAN)


def short_gaussian_integral(forms: NormalForm, shape: MonomialShape, x: AnyAtom) -> Polynomial | None:
    """int_0^1 exp(-a x^2 + b x) dx is half of sqrt(pi/a) exp(b^2 / (4a)) (erf(b / (2 sqrt a)) + erf((2a - b) / (2 sqrt a))).

    For a > 0; a factor x^m is (d/db)^m. Source: Gradshteyn and Ryzhik, Table of Integrals, Series, and Products, 2.33 1.
    """
    return _moved_gaussian(forms, shape, x, SHORT_GAUSSIAN)


# ---- over (0, 1) -----------------------------------------------------------------------------------------------------

BETA = gamma(S / D) * gamma(T) / (gamma(S / D + T) * D)


def beta_integral(forms: NormalForm, shape: MonomialShape, x: AnyAtom) -> Polynomial | None:
    """int_0^1 x^(s-1) (1 - x^d)^(t-1) dx = B(s/d, t) / d for s, d, t > 0.

    Source: Gradshteyn and Ryzhik, Table of Integrals, Series, and Products, 3.251 1 (log factors: 4.253 1).
    """
    if shape.exponents or shape.others or len(shape.sums) > 1:
        return None
    d, t, logs = constant(1), constant(1), 0
    for items, (e, count) in shape.sums.items():
        found = _binomial_sum(forms, items, x)
        if found is None or found[0] != negated(found[1]) or found[0] != constant(1):
            return None
        d, t, logs = found[2], forms.add(e, constant(1)), count
    s = _above(forms, shape)
    _need(forms, d, "an exponent")
    _need(forms, s, "the exponent of a power of x, plus 1,")
    _need(forms, t, "the exponent of a power of 1 - x, plus 1,")
    return put(derivative(BETA, (S, shape.logs), (T, logs)), {S: s, D: d, T: t})


@lru_cache(maxsize=64)
def _truncated(k: int) -> Expr:
    if k == 0:
        return sqrt(pi) * A ** Rational(-1, 2) * erf(A ** Rational(1, 2)) / 2
    if k == 1:
        return (1 - exp(-A)) / (2 * A)
    return ((k - 1) * _truncated(k - 2) - exp(-A)) / (2 * A)


def truncated_gaussian_integral(forms: NormalForm, shape: MonomialShape, x: AnyAtom) -> Polynomial | None:
    """I_k = int_0^1 x^k exp(-a x^2) dx for a > 0: I_0 = sqrt(pi/a) erf(sqrt a) / 2, I_1 = (1 - e^-a) / (2a).

    By parts, I_k = ((k - 1) I_(k-2) - e^-a) / (2a). Source: NIST DLMF, 7.2.1.
    """
    if shape.sums or shape.others or shape.logs or set(shape.exponents) != {frozenset({(x, 2)})}:
        return None
    k = whole(shape.power)
    if k is None or not 0 <= k <= MAX_MOMENT:
        raise Undecided("a moment of a truncated normal density whose order is no small whole number")
    ((_, coefficient),) = shape.exponents.items()
    _need(forms, negated(coefficient), "the rate of decay")
    return put(_truncated(k), {A: negated(coefficient)})


@lru_cache(maxsize=64)
def _modified_bessel(n: int, reduced: bool) -> Expr:
    """I_n(A), in terms of I_0 and I_1 where A is not 0: I_(n+1) = I_(n-1) - (2n/A) I_n."""
    if n < 2 or not reduced:
        return besseli(n, A)
    return _modified_bessel(n - 2, reduced) - 2 * (n - 1) * _modified_bessel(n - 1, reduced) / A


@lru_cache(maxsize=64)
def _circular(cosines: int, sines: int, reduced: bool) -> Expr:
    """The mean over a period of cos^j sin^k exp(A cos)."""
    if sines % 2:
        return Rational(0)
    if sines:
        return _circular(cosines, sines - 2, reduced) - _circular(cosines + 2, sines - 2, reduced)
    terms = (binomial(cosines, i) * _modified_bessel(abs(cosines - 2 * i), reduced) for i in range(cosines + 1))
    return sum(terms, Rational(0)) / 2**cosines


def circular_integral(forms: NormalForm, shape: MonomialShape, x: AnyAtom) -> Polynomial | None:
    """int_0^1 cos(j u) exp(a cos u) dx = I_j(a), u = 2 pi x + c, for a real a and j = 0, 1, 2, ...; for sin(j u) it is 0.

    Powers of cosines are sums of cosines of multiples. Source: NIST DLMF, 10.32.3, 4.21(iii) and 10.29.1.
    """
    if shape.power or shape.logs or shape.sums or len(shape.exponents) > 1:
        return None
    if not shape.exponents:
        return _waves_alone(forms, shape, x)
    ((basis, a),) = shape.exponents.items()
    if len(basis) != 1:
        return None
    ((atom, e),) = basis
    if not isinstance(atom, SpecialAtom) or atom.name != "cos" or e != 1:
        return None
    angle = dict(atom.arguments[0])
    if not _period(forms, angle, x):
        return None
    if not all(map(forms.tame, a)):
        raise Undecided("a factor that may be infinite")
    waves: dict[tuple[int, int], Polynomial] = {(0, 0): constant(1)}  # cos^j sin^k of u: its coefficient
    for other, e in shape.others.items():
        factor = _waves(forms, other, angle, x)
        if factor is None or e.denominator != 1 or not 0 < e <= MAX_MOMENT:
            return None
        for _ in range(int(e)):
            found: dict[tuple[int, int], Polynomial] = {}
            for ((j, k), c), ((m, n), d) in product(waves.items(), factor.items()):
                found[j + m, k + n] = forms.add(found.get((j + m, k + n), {}), forms.multiply(c, d))
            waves = found
    if positive(forms, negated(a)):  # half a turn further, sine and cosine are the opposite
        a = negated(a)
        waves = {(j, k): negated(c) if (j + k) % 2 else c for (j, k), c in waves.items()}
    reduced = positive(forms, a)
    at_zero = None if a else (lambda t: Rational(int(t.args[0] == 0)) if isinstance(t, besseli) else None)  # I_n(0)
    means = (((j, k), c, _circular(j, k, reduced)) for (j, k), c in waves.items())
    parts = (forms.multiply(c, put(replace(m, at_zero) if at_zero else m, {A: a})) for _, c, m in means)
    return forms.add({}, *parts)


def _waves_alone(forms: NormalForm, shape: MonomialShape, x: AnyAtom) -> Polynomial | None:
    """The mean over a period of a product of sines and cosines, without an exponential: that with exp(a cos u) at a = 0."""
    for atom in shape.others:
        if not isinstance(atom, SpecialAtom) or atom.name not in ("cos", "sin"):
            return None
    first = next(iter(shape.others), None)
    if not isinstance(first, SpecialAtom) or not _period(forms, dict(first.arguments[0]), x):
        return None
    wave = SpecialAtom("cos", (first.arguments[0],))
    return circular_integral(forms, with_(shape, exponents={frozenset({(wave, UNIT)}): {}}), x)


def _waves(forms: NormalForm, atom: AnyAtom, angle: Polynomial, x: AnyAtom) -> dict[tuple[int, int], Polynomial] | None:
    """cos(u + c) = cos u cos c - sin u sin c and sin(u + c) = sin u cos c + cos u sin c, and the same for -u, else None."""
    if not isinstance(atom, SpecialAtom) or atom.name not in ("cos", "sin"):
        return None
    own = dict(atom.arguments[0])
    for sign in (1, -1):
        shift = forms.add(own, {m: -sign * c for m, c in angle.items()})
        if any(mentions(m, x) for m in shift):
            continue
        cosine, sine = put(cos(A), {A: shift}), put(sin(A), {A: shift})
        if atom.name == "cos":
            return {(1, 0): cosine, (0, 1): {m: -sign * c for m, c in sine.items()}}
        return {(0, 1): {m: sign * c for m, c in cosine.items()}, (1, 0): sine}
    return None


def _period(forms: NormalForm, angle: Polynomial, x: AnyAtom) -> bool:
    """Is it c + 2 pi x, or c - 2 pi x?"""
    found = linear(angle, x)
    turn = forms.of(2 * pi)
    return found is not None and found[1] in (turn, negated(turn)) and all(map(forms.tame, found[0]))


@lru_cache(maxsize=64)
def _interrupted(m: int) -> Expr:
    return (exp(B) - m * _interrupted(m - 1)) / B if m else (exp(B) - 1) / B


def exponential_integral(forms: NormalForm, shape: MonomialShape, x: AnyAtom) -> Polynomial | None:
    """I_m = int_0^1 x^m exp(b x) dx for b > 0 or b < 0: I_0 = (e^b - 1) / b and I_m = (e^b - m I_(m-1)) / b, m = 1, 2, ...

    Source: Gradshteyn and Ryzhik, Table of Integrals, Series, and Products, 2.321 1.
    """
    if shape.sums or shape.others or shape.logs or set(shape.exponents) != {frozenset({(x, UNIT)})}:
        return None
    m = whole(shape.power)
    if m is None or not 0 <= m <= MAX_MOMENT:
        raise Undecided("a truncated exponential integral whose order is no small whole number")
    ((_, b),) = shape.exponents.items()
    if positive(forms, b):
        return put(_interrupted(m), {B: b})
    _need(forms, negated(b), "the rate, or minus the rate,")
    return put(replace(_interrupted(m), {B: -B}.get), {B: negated(b)})


# ---- over 0, 1, 2, ... -----------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _euler(template: Expr, k: int) -> Expr:
    """(p d/dp)^k of a power series: it multiplies the coefficient of p^x by x^k."""
    for _ in range(k):
        template = P * template.diff(P)
    return template


EXPONENTIAL = exp(P)
GEOMETRIC = 1 / (1 - P)
NEGATIVE_BINOMIAL = gamma(R) * (1 - P) ** (-R)


def power_series(forms: NormalForm, shape: MonomialShape, x: AnyAtom) -> Polynomial | None:
    """sum p^x / x! = e^p; sum p^x = 1 / (1 - p) and sum Gamma(x + r) p^x / x! = Gamma(r) (1 - p)^(-r) for 0 <= p < 1, r > 0.

    A factor x is the operator p d/dp, and Gamma'(x + r) is a derivative in r. 0^0 = 1.

    Source: Gradshteyn and Ryzhik, Table of Integrals, Series, and Products, 1.211 1, 1.112 1 and 1.110.
    """
    first: Monomial = frozenset({(x, UNIT)})
    k = whole(shape.power)
    if shape.sums or shape.logs or not set(shape.exponents) <= {first} or k is None or k < 0 or k > MAX_MOMENT:
        return None
    ratio = forms.exp(shape.exponents.get(first, {}))
    if forms.sign_of(ratio) is None:
        raise Undecided("a power series in what may be negative or infinite")
    gammas, slopes = _gammas(shape, x)
    if gammas is None:
        return None
    below, above = gammas
    if above is None and not below and not slopes:
        template = GEOMETRIC
    elif above is None and below and not slopes:
        return put(_euler(EXPONENTIAL, k), {P: ratio})
    elif above is not None and below:
        template = derivative(NEGATIVE_BINOMIAL, (R, slopes))
        _need(forms, above, "an argument of Gamma")
    else:
        return None
    _need(forms, forms.add(constant(1), negated(ratio)), "1 minus the ratio of a geometric series")
    return put(_euler(template, k), {P: ratio} | ({} if above is None else {R: above}))


def _gammas(shape: MonomialShape, x: AnyAtom) -> tuple[tuple[bool, Polynomial | None] | None, int]:
    """((is it divided by x!, r where Gamma(x + r) is a factor), is psi(x + r) a factor); (None, 0) for anything else."""
    first: Monomial = frozenset({(x, UNIT)})
    below, above, slopes = False, None, list[Polynomial]()
    for atom, e in shape.others.items():
        match atom:
            case SpecialAtom("gamma", (argument,)):
                rest = dict(argument)
                if rest.pop(first, None) != 1 or any(mentions(m, x) for m in rest):
                    return None, 0
                if e == -1 and rest == {ONE: UNIT}:
                    below = True
                elif e == 1 and above is None:
                    above = rest
                else:
                    return None, 0
            case SpecialAtom("polygamma", (order, argument)) if not dict(order) and e == 1:
                rest = dict(argument)
                if rest.pop(first, None) != 1:
                    return None, 0
                slopes.append(rest)
            case _:
                return None, 0
    if slopes and (len(slopes) > 1 or slopes[0] != above):
        return None, 0
    return (below, above), len(slopes)


@lru_cache(maxsize=64)
def _lagrange(k: int) -> Expr:
    """sum x^k a (a + b x)^(x-1) z^x / x!, where the sum without x^k is e^(a w) with w = z e^(b w)."""
    found: Expr = exp(A * T)
    for _ in range(k):
        found = T * found.diff(T) / (1 - B * T)
    return found


def lagrange_series(forms: NormalForm, shape: MonomialShape, x: AnyAtom) -> Polynomial | None:
    """sum a (a + b x)^(x-1) z^x / x! = e^(a w) at z = w e^(-b w), for a, w > 0, b >= 0 and b w < 1.

    It is a power series in z with the radius of convergence 1/(b e), which z is within: b w e^(-b w) < 1/e. A factor x is the
    operator z d/dz, which is w/(1 - b w) d/dw. Here w is 1, or a number that was taken out of the sum a + b x.

    Source: Graham, Knuth and Patashnik, Concrete Mathematics, (5.59) and (5.60).
    """
    first: Monomial = frozenset({(x, UNIT)})
    k, below = whole(shape.power), {SpecialAtom("gamma", (frozenset({(first, UNIT), (ONE, UNIT)}),)): -1}
    if shape.logs or k is None or not 0 <= k <= MAX_MOMENT or shape.others != below or len(shape.sums) != 1:
        return None
    ((items, (e, logs)),) = shape.sums.items()
    found = linear(dict(items), x)
    grown: Monomial = frozenset({(x, UNIT), (LogOfSumAtom(items), UNIT)})
    if found is None or logs or e != constant(-1) or shape.exponents.get(grown) != constant(1):
        return None
    (a, b), rate = found, shape.exponents.get(first, {})
    w = next((Fraction(-rate[m]) / c for m, c in b.items() if m in rate), None)
    if set(shape.exponents) - {grown, first} or w is None or w <= 0:
        return None
    if rate != put(log(T) - B * T, {T: constant(w), B: b}):
        return None
    _need(forms, a, "what is added to a multiple of x")
    _need(forms, forms.add(constant(1), {m: -w * c for m, c in b.items()}), "1 minus that multiple")
    if forms.sign_of(b) is None:
        raise Undecided("a series in what may be negative")
    return forms.multiply(put(_lagrange(k), {A: a, B: b, T: constant(w)}), _inverse(forms, a))


ZETA = zeta(S)


def zeta_series(forms: NormalForm, shape: MonomialShape, x: AnyAtom) -> Polynomial | None:
    """sum (x + 1)^(-s) = zeta(s) for s > 1.

    Source: NIST DLMF, 25.2.1.
    """
    if shape.power or shape.logs or shape.exponents or shape.others or len(shape.sums) != 1:
        return None
    ((items, (e, logs)),) = shape.sums.items()
    if logs or dict(items) != {ONE: UNIT, frozenset({(x, UNIT)}): UNIT}:
        return None
    _need(forms, forms.add(negated(e), constant(-1)), "an exponent, less 1,")
    return put(ZETA, {S: negated(e)})


BINOMIAL = (1 + P) ** R


def binomial_series(forms: NormalForm, shape: MonomialShape, x: AnyAtom) -> Polynomial | None:
    """sum binomial(n, x) p^x = (1 + p)^n, sum binomial(n, x) binomial(m, r - x) = binomial(n + m, r), all whole, n, m >= 0.

    All terms beyond x = n are 0. A factor x is the operator p d/dp. 0^0 = 1.

    Source: Graham, Knuth and Patashnik, Concrete Mathematics, (5.12) and (5.22).
    """
    first: Monomial = frozenset({(x, UNIT)})
    k = whole(shape.power)
    if shape.sums or shape.logs or not set(shape.exponents) <= {first} or k is None or not 0 <= k <= MAX_MOMENT:
        return None
    found = [_subsets(forms, atom, x) for atom, e in shape.others.items() for _ in range(int(e)) if e in (1, 2)]
    subsets = [f for f in found if f is not None]
    if not subsets or len(subsets) < len(found) or any(e not in (1, 2) for e in shape.others.values()):
        return None
    ratio = forms.exp(shape.exponents.get(first, {}))
    if len(subsets) == 1 and subsets[0][1] is None:
        if forms.sign_of(ratio) is None:
            raise Undecided("a power series in what may be negative or infinite")
        size, _ = subsets[0]
        return put(_euler(BINOMIAL, k), {P: ratio, R: size})
    if len(subsets) == 2 and k == 0 and ratio == constant(1):
        (n, mine), (m, other) = sorted(subsets, key=lambda s: s[1] is not None)
        if mine is None and other is not None:
            return put(binomial(R, S), {R: forms.add(n, m), S: other})
    return None


def _subsets(forms: NormalForm, atom: AnyAtom, x: AnyAtom) -> tuple[Polynomial, Polynomial | None] | None:
    """(n, None) for binomial(n, x), (n, r) for binomial(n, r - x), with n and r whole and n >= 0; None for anything else."""
    if not isinstance(atom, SpecialAtom) or atom.name != "binomial":
        return None
    n, k = map(dict, atom.arguments)
    if any(mentions(m, x) for m in n) or not whole_numbers(n) or forms.sign_of(n) is None:
        return None
    for chosen in (k, forms.add(n, negated(k))):
        if chosen == {frozenset({(x, UNIT)}): UNIT}:
            return n, None
    found = linear(k, x)
    if found is None or found[1] != constant(-1) or not whole_numbers(found[0]):
        return None
    return n, found[0]


def ends_at(forms: NormalForm, atom: AnyAtom, x: AnyAtom, last: Polynomial) -> bool:
    """Is it binomial(n, x), which is 0 beyond n, with `last` for n?"""
    found = _subsets(forms, atom, x)
    return found is not None and found[1] is None and found[0] == last


HALF_LINE: tuple[TableEntry, ...] = (gamma_integral, beta_prime_integral, bessel_integral, half_gaussian_integral)
LINE: tuple[TableEntry, ...] = (gaussian_integral,)
UNIT_INTERVAL: tuple[TableEntry, ...] = (
    beta_integral,
    truncated_gaussian_integral,
    short_gaussian_integral,
    exponential_integral,
    circular_integral,
)
COUNTS: tuple[TableEntry, ...] = (power_series, binomial_series, lagrange_series, zeta_series)


# ---- over a simplex --------------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def dirichlet(orders: tuple[int, ...]) -> tuple[Expr, tuple[Any, ...]]:
    """int prod x_j^(a_j-1) over x_1 + ... + x_k = t is t^(sum a - 1) prod Gamma(a_j) / Gamma(sum a), for a_j, t > 0.

    The integral is over all but one of the variables. `orders` says how often log x_j is a factor. The formula and its
    dummies: the a_j, then t.

    Source: NIST DLMF, 5.14.2.
    """
    exponents = tuple(Dummy(f"a{j}") for j in range(len(orders)))
    total = sum(exponents)
    formula: Any = T ** (total - 1) / gamma(total)
    for a in exponents:
        formula *= gamma(a)
    for a, order in zip(exponents, orders, strict=True):
        for _ in range(order):
            formula = formula.diff(a)
    return formula, (*exponents, T)


@lru_cache(maxsize=64)
def multinomial(orders: tuple[int, ...]) -> tuple[Expr, tuple[Any, ...]]:
    """sum of p_1^x_1 / x_1! ... p_k^x_k / x_k! over the counts with x_1 + ... + x_k = n is (p_1 + ... + p_k)^n / n!.

    `orders` says how often x_j is a factor: each is the operator p_j d/dp_j, applied to the polynomial on the right:
    with u! for Gamma(u + 1) it takes x (x - 1) ... out of it. The formula and its dummies: the p_j, then n.

    Source: NIST DLMF, 26.4.9.
    """
    weights = tuple(Dummy(f"p{j}") for j in range(len(orders)))
    base = Dummy("base")
    falling: dict[int, Expr] = {
        0: Rational(1)
    }  # what n (n - 1) ... (n - k + 1) base^(n - k) is multiplied by, for each k
    for p, order in zip(weights, orders, strict=True):
        for _ in range(order):
            after: dict[int, Expr] = {}
            for k, factor in falling.items():
                after[k] = after.get(k, Rational(0)) + p * factor.diff(p)
                after[k + 1] = after.get(k + 1, Rational(0)) + p * factor
            falling = after
    total: Any = Rational(0)
    for k, factor in falling.items():
        descending: Any = Rational(1)
        for j in range(k):
            descending *= T - j
        total += factor * descending * base ** (T - k)
    return replace(total, {base: sum(weights)}.get) / gamma(T + 1), (*weights, T)


def looked_up(forms: NormalForm, form: Polynomial, x: AnyAtom, entries: tuple[TableEntry, ...]) -> Polynomial:
    """The sum of what the table says of each monomial."""
    parts = []
    for m, c in form.items():
        shape = read(forms, m, c, x)
        found = next((v for v in (entry(forms, shape, x) for entry in entries) if v is not None), None)
        if found is None:
            part = written_polynomial({split(m, x)[1]: UNIT})
            raise Undecided(f"the {'series' if entries is COUNTS else 'integral'} of {part}, which is not in the table")
        parts.append(forms.multiply(shape.scale, found))
    return forms.add({}, *parts)


__all__ = ["COUNTS", "HALF_LINE", "LINE", "UNIT_INTERVAL", "dirichlet", "looked_up", "multinomial", "put"]
