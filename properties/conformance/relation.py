"""How an implementation's values and the truth are related: equal, up to a constant, up to a factor, or different.

It is judged on the moderate core of the domain, with a slack that comes from conditioning only: a verdict about mathematics,
not about digits.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import combinations
from statistics import median
from typing import Any

from flint import arb
from sympy import Add, Expr, Integer, Mul, Rational, log, pi

from properties.conformance.compared import BITS, Compared, exactly, finite, float_of
from properties.conformance.inputs import FloatType
from properties.conformance.reference import LossReference, Role
from properties.conformance.truth import CertifiedExpression
from properties.instances.numbers import NotEvaluable, NoValue, TooWide, precision

SLACK = 2.0**12  # units in the last place, of the scale, that conditioning explains
NEAR = range(12, 5, -1)
LEVELS = range(12, 3, -1)  # 1e-12, ..., 1e-4: as what a relation may hold that does not hold to all digits
MOST_TERMS = 10


class Likeness(Enum):
    """How two losses are related, from the strongest on."""

    EQUAL = "equal"
    CONSTANT = "constant"
    FACTOR = "factor"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Related:
    """value = factor * truth + constant.

    `factor` and `constant` are expressions in what is known, or None where they were not recognised; `level`: it holds only
    to within 10^-level (0: to all digits); `worst`, the point at which the two differ most, for a different one;
    `by_gradient`: there are no values, so that only the gradients were compared.
    """

    kind: Likeness
    factor: Expr | None
    constant: Expr | None
    level: int = 0
    worst: Compared | None = None
    by_gradient: bool = False

    def __str__(self) -> str:
        near = f" to within 1e-{self.level}" if self.level else ""
        if self.kind is Likeness.DIFFERENT:
            return "different, by its gradient" if self.by_gradient else "different"
        if self.kind is Likeness.EQUAL:
            return f"equal{near}"
        parts = (
            []
            if self.factor == 1
            else [f"the factor {self.factor}" if self.factor is not None else "a factor not recognised"]
        )
        if self.by_gradient:
            parts.append("a constant, by its gradient")
        elif self.constant != 0:
            parts.append(f"the constant {self.constant}" if self.constant is not None else "a constant not recognised")
        return f"equal{' up to ' if parts else ''}{' and '.join(parts)}{near}"


Groups = Sequence[Sequence[Compared]]


def relate(reference: LossReference, groups: Groups, kind: FloatType) -> Related:
    """The relation on groups of points, in each of which only predictions move."""
    kept = [rows for rows in map(finite, groups) if len(rows) > 1]
    if not kept:
        return Related(Likeness.DIFFERENT, None, None, worst=next((c for rows in groups for c in rows), None))
    slack, tiny = SLACK * 2.0**-kind.digits, float(kind.smallest)
    found: list[tuple[float, Likeness, Any, list[float]]] = []
    for shape, factor in ((Likeness.EQUAL, 1.0), (Likeness.CONSTANT, 1.0), (Likeness.FACTOR, _factor(kept))):
        if factor is None:
            continue
        tried = [(0.0,) if shape is Likeness.EQUAL else (0.0, _constant(rows, factor)) for rows in kept]
        best = [min((_worst(rows, factor, k, tiny), k) for k in them) for rows, them in zip(kept, tried, strict=True)]
        worst, constants = max(off for off, _ in best), [k for _, k in best]
        if worst <= slack:
            return _named(reference, kept, shape, factor, constants, 0, slack)
        found.append((worst, shape, factor, constants))
    for level in LEVELS:
        for worst, shape, factor, constants in found:
            if worst <= 10.0**-level:
                return _named(reference, kept, shape, factor, constants, level, 10.0**-level)
    *_, bad = sorted((c for rows in kept for c in rows), key=lambda c: _off(c, 1.0, 0.0, tiny))
    return Related(Likeness.DIFFERENT, None, None, worst=bad)


def _off(c: Compared, factor: float, constant: float, tiny: float) -> float:
    """|v - (c t + k)| relative to the scale; 0 where conditioning tells nothing, and of what is too small for the type."""
    truth = 0 if c.truth is None else c.truth.value
    with precision(BITS):
        gap = arb(exactly(c.seen.value)) - (arb(factor) * truth + arb(constant))
    size = abs(factor) * c.scale + abs(constant)
    off = abs(float_of(gap))
    return 0.0 if off < tiny or math.isinf(size) else off / size if size else off


def _worst(rows: Sequence[Compared], factor: float, constant: float, tiny: float) -> float:
    return max(_off(c, factor, constant, tiny) for c in rows)


def _constant(rows: Sequence[Compared], factor: float) -> float:
    with precision(BITS):
        gaps = [float_of(arb(exactly(c.seen.value)) - arb(factor) * c.truth.value) for c in rows if c.truth]
    return median(gaps)


def _factor(groups: Groups) -> float | None:
    """The factor between the moves of the two inside of groups, by least squares; None where the truth does not move."""
    above = below = 0.0
    for rows in groups:
        values = [c.seen.value for c in rows]
        truths = [float_of(c.truth.value) for c in rows if c.truth]
        v, t = sum(values) / len(values), sum(truths) / len(truths)
        above += sum((a - v) * (b - t) for a, b in zip(values, truths, strict=True))
        below += sum((b - t) * (b - t) for b in truths)  # oo where a power would raise
    found = above / below if below > 0 else 0.0
    return plain(found) if found > 0 and math.isfinite(found) else None


def plain(x: float) -> float:
    """The simple fraction that a number is, if it is one."""
    near = Fraction(x).limit_denominator(64)
    return float(near) if near and abs(float(near) / x - 1) < 1e-6 else x


def _named(
    reference: LossReference,
    groups: Groups,
    shape: Likeness,
    factor: float,
    constants: list[float],
    level: int,
    slack: float,
) -> Related:
    """The relation with its factor and constant as expressions."""
    simple = Fraction(factor).limit_denominator(64)
    named: Expr | None = Rational(simple.numerator, simple.denominator) if float(simple) == factor else None
    constant: Expr | None = Integer(0)
    if shape is not Likeness.EQUAL:
        constant = _constant_named(reference, groups, named, constants, slack)
        for near in NEAR if constant is None and not level else ():  # it may be recognised, though not to all digits
            constant = _constant_named(reference, groups, named, constants, 10.0**-near)
            if constant is not None:
                level = near
                break
    if shape is Likeness.FACTOR and named == 1:
        shape = Likeness.CONSTANT
    if shape is Likeness.CONSTANT and constant == 0:
        shape = Likeness.EQUAL
    return Related(shape, named, constant, level)


def _constant_named(
    reference: LossReference, groups: Groups, factor: Expr | None, constants: list[float], slack: float
) -> Expr | None:
    """The constant as a sum of summands of the loss that were dropped, or as a well-known number.

    It is free of the predictions because no prediction occurs in it.
    """
    points = [rows[0].point for rows in groups]
    if all(abs(k) <= slack * _size(rows) for k, rows in zip(constants, groups, strict=True)):
        return Integer(0)
    terms = reference.constants()[:MOST_TERMS]
    values = [_values(reference, t, points) for t in terms]
    usable = [(t, v) for t, v in zip(terms, values, strict=True) if v is not None]
    scales = [abs(k) + _size(rows) for k, rows in zip(constants, groups, strict=True)]
    c = 1.0 if factor is None else float(factor)
    added = [(t, v) for t in _least(reference) for v in [_values(reference, t, points)] if v is not None]
    for more in ((), *((one,) for one in added)):
        for count in range(0 if more else 1, len(usable) + 1):
            for some in combinations(usable, count):
                chosen = (*some, *more)
                sums = [-c * sum(v[g] for _, v in chosen) for g in range(len(points))]
                if all(abs(s - k) <= slack * z for s, k, z in zip(sums, constants, scales, strict=True)):
                    dropped: Expr = Mul(-1 if factor is None else -factor, Add(*(t for t, _ in chosen)))
                    return dropped.expand()
    for well_known in KNOWN_CONSTANTS:
        value = float(well_known)
        if all(abs(value - k) <= slack * z for k, z in zip(constants, scales, strict=True)):
            return well_known
    return None


def _least(reference: LossReference) -> Iterator[Expr]:
    """What the loss is at the prediction that fits a datum best, of the usual families: deviances are less that."""
    for i in reference.inputs:
        if i.role is Role.DATUM and i in reference.smooth:
            yield from (i.symbol - i.symbol * log(i.symbol), 1 + log(i.symbol))


KNOWN_CONSTANTS: tuple[Any, ...] = tuple(
    sign * e
    for e in (log(2), log(pi), log(2 * pi), log(2 * pi) / 2, log(pi) / 2, log(2) / 2, Integer(1))
    for sign in (1, -1)
)


def _size(rows: Sequence[Compared]) -> float:
    sizes = [c.scale for c in rows if math.isfinite(c.scale)]
    return max(sizes, default=1.0)


def _values(reference: LossReference, term: Expr, points: Sequence[Sequence[float]]) -> list[float] | None:
    """What a summand is at some points; None where it is no finite number at one of them."""
    try:
        truth = CertifiedExpression(term, [i.symbol for i in reference.inputs])
        found = [float_of(truth.at(p, 0).value) for p in points]
    except (NoValue, TooWide, NotEvaluable):
        return None
    return found if all(map(math.isfinite, found)) else None


def at_least(found: Related, claim: Likeness) -> bool:
    """Is the relation as strong as what is claimed, to all digits, and its factor and constant recognised?

    What was not recognised is not known to be free of the predictions, and no digit was compared with it.
    """
    order = list(Likeness)
    named = found.factor is not None and found.constant is not None
    return named and not found.level and order.index(found.kind) <= order.index(claim)
