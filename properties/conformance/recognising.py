"""Constants and factors as expressions: what a loss was multiplied by, what was dropped from it, and what was added.

A constant is sought as a combination, with simple rational coefficients, of the summands of the loss that no prediction
occurs in, of the loss at the prediction that fits a datum best (deviances are less that), of Stirling's approximation to
those summands that are log Gamma, and of a number. So it is free of the predictions by the way it is made. The coefficients
are fitted and rounded, and what they give is compared with what is sought at every point: the search costs a few least
squares, and recognises nothing that does not agree to all digits that there are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any

from sympy import Add, Expr, Integer, Mul, Pow, Rational, exp, gamma, log, pi, sqrt

from properties.conformance.compared import float_of
from properties.conformance.reference import LossReference, Role
from properties.conformance.truth import CertifiedExpression
from properties.instances.numbers import NotEvaluable, NoValue, TooWide
from symbolic.core.domains import elements, is_interval, positive, subset, whole
from symbolic.core.terms import AtMost, raw, replace

MOST_TERMS = 16  # columns of a fit
SIMPLE = 64  # largest denominator of a factor, and of a coefficient
FEW_TERMS = 10  # of which each is dropped or not
SPARE = 3  # more points than columns
SURE = 1e-2  # how many wrong numbers, at most, may agree by chance with what is sought
UNITS: tuple[Any, ...] = (
    Integer(1), 1 / log(2), log(2), 1 / log(10), log(10), exp(Rational(7, 10)), exp(-Rational(7, 10)), pi, 1 / pi,
    sqrt(2), sqrt(pi), sqrt(2 * pi), 1 / sqrt(2 * pi),
)  # fmt: skip
_Points = Sequence[Sequence[float]]


def factor_named(x: float, slack: float = 1e-6) -> Expr | None:
    """A positive number as a simple fraction, or as one with a denominator up to 4 of a well-known unit.

    Arguments: `slack`, relative, within which it is known: few digits name few numbers.
    """
    most = SIMPLE if slack <= 1e-5 else 8
    for unit in UNITS if slack <= 1e-5 else UNITS[:1]:
        ratio = x / float(unit)
        near = Fraction(ratio).limit_denominator(most if unit == 1 else 4)
        if near and near.numerator <= most and abs(float(near) / ratio - 1) < slack:
            return Mul(Rational(near.numerator, near.denominator), unit)
    return None


def monomial_named(reference: LossReference, points: _Points, factors: Sequence[float]) -> Expr | None:
    """Factors, one a point, as a number times powers of what is known; None where they are no such thing."""
    known = [
        (i.symbol, k) for k, i in enumerate(reference.inputs) if i.role is Role.KNOWN and i not in reference.moving
    ]
    usable = [(s, [p[k] for p in points]) for s, k in known if all(p[k] > 0 for p in points)]
    if not usable or min(factors) <= 0:
        return None
    columns = [[math.log(v) for v in values] for _, values in usable]
    coefficients = fitted([*columns, [1.0] * len(points)], [math.log(f) for f in factors])
    powers = [Fraction(c).limit_denominator(2) for c in coefficients[:-1]]
    if not any(powers) or any(abs(p) > 4 for p in powers):
        return None
    parts = [s ** Rational(p.numerator, p.denominator) for (s, _), p in zip(usable, powers, strict=True)]
    shapes = [math.prod(v[g] ** float(p) for (_, v), p in zip(usable, powers, strict=True)) for g in range(len(points))]
    ratios = sorted(f / s for f, s in zip(factors, shapes, strict=True))
    number = factor_named(ratios[len(ratios) // 2])
    return None if number is None or ratios[-1] / ratios[0] > 1 + 1e-6 else Mul(number, *parts)


@dataclass(frozen=True, slots=True)
class Sought:
    """Numbers that one constant is at some points, with the sizes relative to which `slack` is allowed."""

    points: _Points
    values: Sequence[float]
    sizes: Sequence[float]
    slack: float

    def met(self, values: Sequence[float]) -> bool:
        """Are these the numbers, as far as their digits go?"""
        return all(abs(v - k) <= self.slack * z for v, k, z in zip(values, self.values, self.sizes, strict=True))


@dataclass(frozen=True, slots=True)
class _Column:
    term: Expr
    values: Sequence[float]


def constant_named(reference: LossReference, sought: Sought) -> Expr | None:
    """The constant as an expression in which no prediction occurs; None where it is not recognised."""
    if sought.met([0.0] * len(sought.points)):
        return Integer(0)
    one = _Column(Integer(1), [1.0] * len(sought.points))
    dropped = _columns(reference, [*_dropped(reference)], sought.points)
    varying = [c for c in dropped if c.term.free_symbols]
    numbers = [c for c in _columns(reference, reference.constants(), sought.points) if not c.term.free_symbols]
    wholes = (_stirling, _usual, _counting)
    for more in ([], *([term] for term in _least(reference)), *([*terms(reference)] for terms in wholes)):
        added = _columns(reference, more, sought.points)
        if more and not added:
            continue
        alone = [c for c in added if not c.term.free_symbols]
        for them in (numbers, *([alone, *([c] for c in alone)] if alone else [])):
            found = _combined([*varying, *(c for c in added if c not in alone)][:MOST_TERMS], one, them, sought)
            if found is not None:
                return found
    return None


def _combined(columns: Sequence[_Column], one: _Column, numbers: Sequence[_Column], sought: Sought) -> Expr | None:
    """A combination of the columns with simple coefficients and of a number that is recognised, if it is what is sought."""
    weights = [1 / z for z in sought.sizes]

    def weighed(values: Sequence[float]) -> list[float]:
        return [v * w for v, w in zip(values, weights, strict=True)]

    if len(columns) + SPARE <= len(weights):
        coefficients = fitted([weighed(c.values) for c in (*columns, one)], weighed(sought.values))
        tried: Iterable[list[Fraction]] = [[Fraction(c).limit_denominator(12) for c in coefficients[:-1]]]
    else:  # too few points for that: each summand was dropped, or was not
        tried = (list(map(Fraction, some)) for some in product((0, -1), repeat=min(len(columns), FEW_TERMS)))
    for simple in tried:
        found = _completed(columns, simple, numbers, sought)
        if found is not None:
            return found
    return None


def _completed(
    columns: Sequence[_Column], simple: Sequence[Fraction], numbers: Sequence[_Column], sought: Sought
) -> Expr | None:
    """The combination with these coefficients and a number, if that is recognised and all of it is what is sought."""
    sums = [
        math.fsum(float(q) * c.values[g] for q, c in zip(simple, columns, strict=False))
        for g in range(len(sought.points))
    ]
    rest = [k - s for k, s in zip(sought.values, sums, strict=True)]
    middle = sorted(rest)[len(rest) // 2]
    if not sought.met([s + middle for s in sums]):
        return None
    number = number_named(middle, [c.term for c in numbers], sought)
    if number is None:
        return None
    parts = [Rational(q.numerator, q.denominator) * c.term for q, c in zip(simple, columns, strict=False) if q]
    total: Expr = Add(*parts, number)
    return total if sought.met([s + float(number) for s in sums]) else None


def number_named(x: float, terms: Sequence[Expr], sought: Sought) -> Expr | None:
    """A number as a sum of 1, log 2 and log pi with simple coefficients, the simplest first; and of numbers in the loss.

    So few are tried that hardly any would agree by chance, given to how many digits the number is known.
    """
    slack = sought.slack * min(sought.sizes)
    if abs(x) <= slack:
        return Integer(0)
    together = float(Add(*terms))
    if together:
        near = Fraction(x / together).limit_denominator(12 if slack < 1e-6 else 2)
        for ratio in (Fraction(-1), near):
            if ratio and abs(float(ratio) * together - x) <= slack:
                named: Expr = Rational(ratio.numerator, ratio.denominator) * Add(*terms)
                return named
    spread = max(abs(x), 1.0)
    for count, (value, number) in enumerate(_numbers()):
        if count * slack > SURE * spread:
            return None
        if abs(value - x) <= slack:
            return number
    return None


@cache
def _numbers() -> tuple[tuple[float, Expr], ...]:
    steps = sorted((Rational(k, 2) for k in range(-8, 9)), key=lambda q: (float(abs(q)) * 2 + 2 * (q.q - 1), float(-q)))
    cost = {q: k for k, q in enumerate(steps)}
    found = sorted(product(steps, repeat=3), key=lambda t: (sum(map(bool, t)), sum(cost[q] for q in t)))
    numbers = [a * log(2) + b * log(pi) + c for a, b, c in found if a or b or c]
    numbers += [log(Integer(k)) * s for k in (3, 5, 6, 7, 10) for s in (1, -1)]
    return tuple((float(n), n) for n in numbers)


def _dropped(reference: LossReference) -> Iterator[Expr]:
    """The summands of the loss in which no prediction occurs: in its last form, then as it was declared."""
    moving = {i.symbol for i in reference.moving}
    terms = [*reference.constants(), *(t for t in summands(reference.forms[0]) if not t.free_symbols & moving)]
    yield from dict.fromkeys(terms)


def summands(tree: Any) -> list[Any]:
    """What a loss is the sum of, as it is written: the logarithm of a product is a sum of logarithms."""
    match tree:
        case Add():
            return [t for a in tree.args for t in summands(a)]
        case Mul():
            number, rest = tree.as_coeff_Mul()
            return [number * t for t in summands(rest)] if number != 1 else [tree]
        case log():
            (u,) = tree.args
            if isinstance(u, Mul):
                return [t for a in u.args for t in summands(log(a))]
            if isinstance(u, Pow):
                return [u.exp * t for t in summands(log(u.base))]
            return summands(u.args[0]) if isinstance(u, exp) else [tree]
    return [tree]


def _least(reference: LossReference) -> Iterator[Expr]:
    """What the loss is at the prediction that fits a datum best: where the mean is the datum, in one of the usual links."""
    data = [i for i in reference.inputs if i.role is Role.DATUM]
    if len(data) != 1 or len(reference.predictions) != 1:
        return
    y, prediction = data[0].symbol, reference.predictions[0].symbol
    for best in (y, log(y), 1 / y, log(y / (1 - y)), sqrt(y)):
        yield replace(reference.forms[-1], {prediction: best}.get).expand()


def _counts(reference: LossReference) -> Iterator[Expr]:
    """The whole numbers n whose factorial occurs in the loss, or may have been dropped from it: the counts that are data."""
    moving = reference.moving
    for term in reference.constants():
        yield from (t.args[0].args[0] - 1 for t in term.atoms(log) if isinstance(t.args[0], gamma))
    yield from (i.symbol for i in reference.inputs if i.role is Role.DATUM and whole(i.domain) and i not in moving)


def _stirling(reference: LossReference) -> Iterator[Expr]:
    """Stirling's approximation to log n!, from n = 2 on. Source: NIST Digital Library, 5.11.1."""
    for n in dict.fromkeys(_counts(reference)):
        yield raw(Mul, (AtMost(Integer(2), n), n * log(n) - n + log(2 * pi * n) / 2))


def _usual(reference: LossReference) -> Iterator[Expr]:
    """What a loss often has besides: the logarithm of a datum or of what is known, where an event came too; factorials."""
    events = [i.symbol for i in reference.inputs if i.role is Role.DATUM and set(elements(i.domain) or ()) == {0, 1}]
    for i in reference.inputs:
        if i not in reference.moving and i in reference.smooth:
            term = log(gamma(i.symbol + 1)) if whole(i.domain) else log(i.symbol)
            yield from (term, *(d * term for d in events))


def _counting(reference: LossReference) -> Iterator[Expr]:
    """Of what counts are normed by where a number is known, or 1/alpha, such as Gamma(y + r)/(y! Gamma(r))."""
    known = [
        i for i in reference.inputs if i.role is Role.KNOWN and is_interval(i.domain) and subset(i.domain, positive)
    ]
    for i in reference.inputs:
        if i.role is Role.DATUM and i not in reference.moving and whole(i.domain) and elements(i.domain) is None:
            numbers = [n for n in reference.forms[0].atoms(Rational) if n > 0 and n != 1]
            sizes = [r for k in known for r in (k.symbol, 1 / k.symbol)] or sorted(numbers, key=float)[:2]
            yield from [log(gamma(i.symbol + 1))] if sizes else []
            for r in sizes:
                yield from (log(gamma(i.symbol + r)), log(gamma(r)), r * log(r), i.symbol * log(r))


def _columns(reference: LossReference, terms: Sequence[Expr], points: _Points) -> list[_Column]:
    """Those terms that are finite numbers at all points."""
    found = []
    for term in terms:
        try:
            truth = CertifiedExpression(term, [i.symbol for i in reference.inputs])
            values = [float_of(truth.at(p, 0).value) for p in points]
        except (NoValue, TooWide, NotEvaluable):
            continue
        if all(map(math.isfinite, values)):
            found.append(_Column(term, values))
    return found


def fitted(columns: Sequence[Sequence[float]], values: Sequence[float]) -> list[float]:
    """The coefficients of least squares; 0 for a column that the earlier ones span.

    By the modified method of Gram and Schmidt. Source: Higham, Accuracy and Stability of Numerical Algorithms, section 20.3.
    """
    basis: list[tuple[int, list[float], list[float]]] = []  # which column, the unit vector, how columns are made of it
    rest = list(values)
    coordinates = []
    for place, column in enumerate(columns):
        left, parts = list(column), []
        for _, direction, _ in basis:
            part = math.fsum(a * b for a, b in zip(left, direction, strict=True))
            left = [a - part * b for a, b in zip(left, direction, strict=True)]
            parts.append(part)
        size = math.sqrt(math.fsum(a * a for a in left))
        if size <= 1e-9 * math.sqrt(math.fsum(a * a for a in column)):
            continue
        direction = [a / size for a in left]
        basis.append((place, direction, [*parts, size]))
        part = math.fsum(a * b for a, b in zip(rest, direction, strict=True))
        rest = [a - part * b for a, b in zip(rest, direction, strict=True)]
        coordinates.append(part)
    solved = [0.0] * len(basis)
    for k in reversed(range(len(basis))):
        above = math.fsum(basis[j][2][k] * solved[j] for j in range(k + 1, len(basis)))
        solved[k] = (coordinates[k] - above) / basis[k][2][k]
    found = [0.0] * len(columns)
    for (place, _, _), x in zip(basis, solved, strict=True):
        found[place] = x
    return found
