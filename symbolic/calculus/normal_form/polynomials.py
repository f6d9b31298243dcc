"""Polynomials with rational coefficients, as far as nothing need be known of their atoms."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from sympy import Symbol

from symbolic.calculus.normal_form.atoms import (
    MAX_REMEMBERED,
    AnyAtom,
    Fixed,
    HoleAtom,
    Monomial,
    Number,
    Polynomial,
    Undecided,
    looks,
    one,
)

ONE: Monomial = frozenset()
UNIT = 1
MAX_TERMS = 400
MAX_BITS = 8192  # of a coefficient
HALF = Fraction(1, 2)


def rational(p: Number, q: Number = 1) -> Number:
    """p/q, as an int where it is whole."""
    value = Fraction(p, q)
    return value.numerator if value.denominator == 1 else value


def size(value: Number) -> Number:
    """The absolute value of a number."""
    return max(value, -value)


def moderate(value: Number) -> Number:
    """The number. Raises Undecided where it has too many digits."""
    if value.numerator.bit_length() + value.denominator.bit_length() > MAX_BITS:
        raise Undecided("a number with too many digits")
    return value


def whole_power(value: Number, e: int) -> Number:
    """A whole power of a number. Raises Undecided where it has too many digits."""
    if (value.numerator.bit_length() + value.denominator.bit_length()) * abs(e) > 2 * MAX_BITS:
        raise Undecided("a number with too many digits")
    return rational(Fraction(value) ** e)


def single(atom: AnyAtom, exponent: Number = UNIT) -> Polynomial:
    """The polynomial that is one atom to a power."""
    return {frozenset({(one(atom), exponent)}): UNIT}


def hole(symbol: Symbol) -> Polynomial:
    """A value of which nothing is known, the infinities included, and which a symbol stands for."""
    return single(HoleAtom(symbol))


def constant(value: Number) -> Polynomial:
    """The constant polynomial."""
    return {ONE: moderate(value)} if value else {}


def negated(p: Polynomial) -> Polynomial:
    """Minus the polynomial."""
    return {m: -c for m, c in p.items()}


def fixed(p: Polynomial) -> Fixed:
    """The polynomial as a value that can be hashed; `dict` turns it back."""
    return frozenset(p.items())


def split_off(m: Monomial, a: AnyAtom) -> Monomial:
    """The monomial without the powers of one atom."""
    return frozenset((b, e) for b, e in m if b != a)


def _primes(value: int) -> dict[int, int]:
    """A factorisation of a positive integer; what is left after small primes counts as one factor."""
    found: dict[int, int] = {}
    for p in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47):
        while value % p == 0:
            found[p] = found.get(p, 0) + 1
            value //= p
    if value != 1:
        found[value] = found.get(value, 0) + 1
    return found


def factors(value: Number) -> dict[int, int]:
    """A positive rational as a product of powers of (nearly) primes."""
    found = _primes(value.numerator)
    for p, k in _primes(value.denominator).items():
        found[p] = found.get(p, 0) - k
    return {p: k for p, k in found.items() if k}


def lead(p: Polynomial) -> Number:
    """The coefficient by which a polynomial is normalised: that of a term chosen by its looks alone."""
    return min(p.items(), key=lambda item: (len(item[0]), looks(item[0])))[1] if len(p) > 1 else next(iter(p.values()))


@lru_cache(maxsize=MAX_REMEMBERED)
def leading(p: Fixed) -> tuple[Monomial, Number]:
    """The term of the largest degree, the first among equals in a fixed order of the atoms, with its coefficient."""
    atoms = sorted({a for m, _ in p for a, _ in m}, key=looks)

    def rank(term: tuple[Monomial, Number]) -> tuple[Number, list[Number]]:
        exponents = dict(term[0])
        return sum(exponents.values()), [exponents.get(a, 0) for a in atoms]

    return max(p, key=rank)
