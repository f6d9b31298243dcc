"""Values of polynomials at a few points, in floats: they spare a search for a sign that is not there, and decide nothing."""

from __future__ import annotations

from functools import lru_cache
from math import e, exp, factorial, inf, isfinite, log, pi
from typing import Any
from zlib import crc32

from mpmath import fp  # type: ignore[import-untyped]

from symbolic.calculus.normal_form.atoms import (
    MAX_REMEMBERED,
    AbsAtom,
    AnyAtom,
    AppliedAtom,
    AtMostAtom,
    BaseAtom,
    CountAtom,
    EntryAtom,
    ExpAtom,
    Fixed,
    KeptAtom,
    LogAtom,
    LogOfSumAtom,
    MaxAtom,
    MeanAtom,
    MinAtom,
    NegativePartAtom,
    NumberAtom,
    OutcomeAtom,
    ParameterAtom,
    Polynomial,
    PrimeAtom,
    ProductAtom,
    SpecialAtom,
    SumAtom,
    ZeroAtom,
    looks,
)
from symbolic.core.domains import Domain, members

POINTS = 8
FAR_BELOW = 1e-6  # of the largest term: what lies less far below 0 may be an error of rounding
NUMBERS = {"E": e, "pi": pi, "EulerGamma": 0.5772156649015329}


def falls_below_zero(p: Polynomial) -> bool:
    """Is the polynomial below 0 at one of a few points, as far as floats tell?"""
    return any(_below(p, k) for k in range(POINTS))


def _below(p: Polynomial, k: int) -> bool:
    point = _Point(k)
    try:
        terms = [point.term(m) * float(c) for m, c in p.items()]
    except (ArithmeticError, AttributeError, ValueError, KeyError, TypeError, RecursionError):
        return False
    return all(map(isfinite, terms)) and sum(terms) < -FAR_BELOW * max(map(abs, terms), default=0.0)


class _Point:
    """One row of numbers, chosen by the looks of what they stand for; under every law its outcomes are these."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._known: dict[AnyAtom, float] = {}

    def of(self, p: Fixed) -> float:
        return sum(self.term(m) * float(c) for m, c in p)

    def term(self, m: Any) -> float:
        out = 1.0
        for a, power in m:
            known = self._known.get(a)
            if known is None:
                known = self._known[a] = self.atom(a)
            out *= known ** int(power) if power.denominator == 1 else _root(known, float(power))
        return out

    def atom(self, a: AnyAtom) -> float:
        """Raises KeyError for what is not evaluated, ArithmeticError or ValueError where it has no value."""
        match a:
            case ParameterAtom() | EntryAtom() | OutcomeAtom():
                return self._member(a, a.domain)
            case AppliedAtom(values=values):
                return self._member(a, values)
            case CountAtom():
                return 1.0
            case NumberAtom(name=name):
                return NUMBERS[name]
            case PrimeAtom(value=value):
                return float(value)
            case ExpAtom(exponent=m) | SumAtom(term=m):
                return exp(self.term(m)) if isinstance(a, ExpAtom) else self.term(m)
            case LogAtom(inner=inner):
                return log(self.term(((inner, 1),)))
            case ProductAtom(factor=inner):
                return self.term(((inner, 1),))
            case LogOfSumAtom(items=items):
                return log(self.of(items))
            case BaseAtom(items=items) | KeptAtom(items=items) | MeanAtom(items=items):
                return self.of(items)
            case AbsAtom(items=items):
                return abs(self.of(items))
            case NegativePartAtom(items=items):
                return max(0.0, -self.of(items))
            case AtMostAtom(gap=gap):
                return float(self.of(gap) >= 0)
            case ZeroAtom(gap=gap):
                return float(self.of(gap) == 0)
            case MaxAtom(parts=parts) | MinAtom(parts=parts):
                return (max if isinstance(a, MaxAtom) else min)(map(self.of, parts))
            case SpecialAtom(name="polygamma", arguments=(order, u)):
                return _polygamma(int(self.of(order)), self.of(u))
            case SpecialAtom(name=name, arguments=(u,)):
                return float(getattr(fp, name)(self.of(u)))
        raise KeyError(a)

    def _member(self, a: AnyAtom, domain: Domain) -> float:
        values = _values(domain)
        if self.number < 2:  # all small, or all large
            return values[-self.number]
        if self.number == 2:
            return min(values)
        return values[crc32(f"{looks(a)} {self.number}".encode()) % len(values)]


@lru_cache(maxsize=256)
def _values(domain: Domain) -> tuple[float, ...]:
    """Some members of a domain. Raises ValueError where there are none."""
    found = tuple(sorted(map(float, members(domain)), key=abs))
    if not found:
        raise ValueError
    return found


def _root(u: float, power: float) -> float:
    if u < 0:
        raise ValueError
    return u**power if u > 0 or power > 0 else inf


@lru_cache(maxsize=MAX_REMEMBERED)
def _polygamma(order: int, u: float) -> float:
    """By the recurrence and three terms of the asymptotic series. Source: NIST DLMF, sections 5.15 and 5.11."""
    if u <= 0 or order < 0:
        raise ValueError
    moved, sign = 0.0, (-1.0) ** (order + 1)
    while u < 8 + order:
        moved += sign * factorial(order) / u ** (order + 1)
        u += 1
    if order == 0:
        return moved + log(u) - 1 / (2 * u) - 1 / (12 * u**2) + 1 / (120 * u**4)
    series = factorial(order - 1) / u**order + factorial(order) / (2 * u ** (order + 1))
    return moved + sign * (series + factorial(order + 1) / (12 * u ** (order + 2)))
