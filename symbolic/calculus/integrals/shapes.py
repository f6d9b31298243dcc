"""A monomial of the normal form, read as a function of one variable x; nothing here integrates.

It is scale * x^power * log(x)^logs * exp(sum of coefficient_j basis_j(x)) * (powers and logarithms of sums in x) * others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import lcm
from typing import Any

from sympy import Dummy, Poly, Rational, div

from symbolic.calculus.normal_form import (
    ONE,
    UNIT,
    AnyAtom,
    BaseAtom,
    ExpAtom,
    Fixed,
    LogAtom,
    LogOfSumAtom,
    Monomial,
    NormalForm,
    Number,
    ParameterAtom,
    Polynomial,
    Terms,
    Undecided,
    constant,
    denominators,
    mentions,
    rational,
    without_denominators,
)
from symbolic.core.domains import whole as whole_numbers


@dataclass(slots=True)
class MonomialShape:
    """What a monomial is as a function of one variable: see this module's docstring.

    `sums` holds, for each sum in x, the exponent of it and how often its logarithm is a factor.
    """

    scale: Polynomial
    power: Polynomial = field(default_factory=dict)
    logs: int = 0
    exponents: dict[Monomial, Polynomial] = field(default_factory=dict)
    sums: dict[Fixed, tuple[Polynomial, int]] = field(default_factory=dict)
    others: dict[AnyAtom, Number] = field(default_factory=dict)


def split(m: Monomial, x: AnyAtom) -> tuple[Monomial, Monomial]:
    """The factors that are free of x, and those that are not."""
    loose = frozenset((a, e) for a, e in m if not mentions(a, x))
    return loose, m - loose


def read(forms: NormalForm, m: Monomial, c: Number, x: AnyAtom) -> MonomialShape:
    """The shape of `c * m` in x. Raises Undecided where what is free of x may be infinite."""
    loose, tight = split(m, x)
    if not forms.tame(loose):
        raise Undecided("a factor that may be infinite")
    shape = MonomialShape({loose: c})
    log = LogAtom(x)
    for a, e in tight:
        whole = e.denominator == 1 and e > 0
        if a == x:
            shape.power = forms.add(shape.power, constant(e))
        elif a == log and whole:
            shape.logs += int(e)
        elif isinstance(a, ExpAtom):
            _exponent(forms, shape, a.exponent, e, x)
        elif isinstance(a, BaseAtom):
            _sum(forms, shape, a.items, constant(e), 0)
        elif isinstance(a, LogOfSumAtom) and whole:
            _sum(forms, shape, a.items, {}, int(e))
        else:
            shape.others[a] = e
    shape.exponents = {basis: p for basis, p in shape.exponents.items() if p}
    shape.sums = {items: (e, logs) for items, (e, logs) in shape.sums.items() if e or logs}
    return shape


def _exponent(forms: NormalForm, shape: MonomialShape, m: Monomial, c: Number, x: AnyAtom) -> None:
    loose, basis = split(m, x)
    coefficient: Polynomial = {loose: c}
    ((a, e), *more) = basis
    if a == LogAtom(x) and e == 1 and not more:
        shape.power = forms.add(shape.power, coefficient)
    elif isinstance(a, LogOfSumAtom) and e == 1 and not more:
        _sum(forms, shape, a.items, coefficient, 0)
    else:
        shape.exponents[basis] = forms.add(shape.exponents.get(basis, {}), coefficient)


def _sum(forms: NormalForm, shape: MonomialShape, items: Fixed, e: Polynomial, logs: int) -> None:
    old, already = shape.sums.get(items, ({}, 0))
    shape.sums[items] = forms.add(old, e), already + logs


def pure_power(forms: NormalForm, basis: Monomial, x: AnyAtom) -> Polynomial | None:
    """The exponent g where the monomial is x^g for x > 0, else None."""
    shape = read(forms, basis, UNIT, x)
    plain = shape.scale == {ONE: UNIT} and not (shape.logs or shape.exponents or shape.sums or shape.others)
    return shape.power if plain else None


def coefficients(p: Polynomial, x: AnyAtom) -> Mapping[Monomial, Polynomial]:
    """A polynomial as a sum over what depends on x: {monomial in x: coefficient free of x}."""
    found: dict[Monomial, Terms] = {}
    for m, c in p.items():
        loose, tight = split(m, x)
        found.setdefault(tight, {})[loose] = c
    return found


def linear(p: Polynomial, x: AnyAtom) -> tuple[Polynomial, Polynomial] | None:
    """(a, b) where the polynomial is a + b x with a and b free of x and b not 0, else None."""
    parts = coefficients(p, x)
    first: Monomial = frozenset({(x, UNIT)})
    if first not in parts or not set(parts) <= {ONE, first}:
        return None
    return parts.get(ONE, {}), parts[first]


def tidied(forms: NormalForm, p: Polynomial) -> Polynomial:
    """The same polynomial, with what it is divided by cancelled where that is possible, in exponents too."""
    p = forms.add({}, *(_tidied_exponents(forms, m, c) for m, c in p.items()))
    lowest = denominators(p)
    if not lowest or len(p) < 2:
        return p
    top = without_denominators(forms, p, lowest)
    cancelled = False
    for a in lowest:
        while lowest[a] < 0 and top and (less := _divided(forms, top, dict(a.items))) is not None:
            top, cancelled = less, True
            lowest[a] += 1
    if not top or not cancelled:
        return top if not top else p
    for a, e in lowest.items():
        top = forms.multiply(top, {frozenset({(a, e)}): UNIT}) if e else top
    return top


def _tidied_exponents(forms: NormalForm, m: Monomial, c: Number) -> Polynomial:
    exponent: Polynomial = {}
    for a, e in m:
        if isinstance(a, ExpAtom):
            exponent = forms.add(exponent, {a.exponent: e})
    if not any(isinstance(a, BaseAtom) for inner in exponent for a, _ in inner):
        return {m: c}
    rest = frozenset((a, e) for a, e in m if not isinstance(a, ExpAtom))
    return forms.multiply({rest: c}, forms.exp(tidied(forms, exponent)))


def _divided(forms: NormalForm, p: Polynomial, q: Polynomial) -> Polynomial | None:
    """r with p = q r, else None. SymPy proposes it; it is multiplied out again."""
    atoms: list[AnyAtom] = list({a for m in (*p, *q) for a, _ in m})
    if not atoms:
        return None
    steps = [lcm(*(dict(m).get(a, UNIT).denominator for m in (*p, *q))) for a in atoms]
    generators = [Dummy() for _ in atoms]

    def poly(f: Polynomial) -> tuple[Any, list[Number]]:
        lows = [min(dict(m).get(a, 0) for m in f) for a in atoms]
        terms = {}
        for m, c in f.items():
            here = dict(m)
            powers = tuple(int((here.get(a, 0) - low) * step) for a, low, step in zip(atoms, lows, steps, strict=True))
            terms[powers] = Rational(c.numerator, c.denominator)
        return Poly.from_dict(terms, *generators), lows

    (top, highs), (bottom, lows) = poly(p), poly(q)
    quotient, rest = div(top, bottom)
    if not rest.is_zero:
        return None
    found: Terms = {}
    for powers, c in quotient.terms():
        exponents = (
            rational(k, step) + high - low for k, step, high, low in zip(powers, steps, highs, lows, strict=True)
        )
        m = frozenset((a, e) for a, e in zip(atoms, exponents, strict=True) if e)
        found[m] = rational(int(c.p), int(c.q))
    try:
        return found if forms.multiply(found, q) == p else None
    except Undecided:
        return None


def positive(forms: NormalForm, p: Polynomial) -> bool:
    """Is it surely in (0, oo)?"""
    return bool(p) and (forms.sign_of(p) == 1 or forms.sign_of(tidied(forms, p)) == 1)


def whole(p: Polynomial) -> int | None:
    """The whole number that the polynomial is, else None."""
    if not p:
        return 0
    value: Any = p.get(ONE)
    return int(value) if set(p) == {ONE} and value.denominator == 1 else None


def whole_valued(p: Polynomial) -> bool:
    """Is it a sum of whole multiples of whole numbers?"""
    return all(
        c.denominator == 1
        and all(isinstance(a, ParameterAtom) and whole_numbers(a.domain) and e.denominator == 1 and e > 0 for a, e in m)
        for m, c in p.items()
    )


def multiplied_out(forms: NormalForm, p: Polynomial) -> Polynomial:
    """The same polynomial, with whole powers of finite sums multiplied out. Raises Undecided where it is too long."""
    parts = []
    for m, c in p.items():
        powers = [(a, e) for a, e in m if isinstance(a, BaseAtom) and e.denominator == 1 and e > 0]
        part: Polynomial = {m - set(powers): c}
        for a, e in powers:
            for _ in range(int(e)):
                part = forms.multiply(part, dict(a.items))
        parts.append(part)
    return forms.add({}, *parts)
