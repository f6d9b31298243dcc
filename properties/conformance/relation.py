"""How an implementation's values and the truth are related: equal, up to a constant, up to a factor, or different.

It is judged on the moderate core of the domain, with a slack that comes from conditioning only: a verdict about mathematics,
not about digits.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from statistics import median

from flint import arb
from sympy import Expr, Integer

from properties.conformance.compared import BITS, Compared, exactly, finite, float_of
from properties.conformance.inputs import FloatType
from properties.conformance.recognising import Sought, constant_named, factor_named, monomial_named
from properties.conformance.reference import LossReference
from properties.conformance.truth import CertifiedExpression
from properties.instances.numbers import precision

SLACK = 2.0**12  # units in the last place, of the scale, that conditioning explains
LEVELS = range(12, 3, -1)  # 1e-12, ..., 1e-4: as what a relation may hold that does not hold to all digits


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

    @property
    def exact(self) -> bool:
        """Does it hold to all digits, with its factor and constant recognised?"""
        return not self.level and self.factor is not None and self.constant is not None

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
    """The relation on groups of points, in each of which only predictions move.

    The strongest that holds to all digits and whose factor and constant are recognised; else the one that holds nearest;
    else one that is not recognised.
    """
    kept = [rows for rows in map(finite, groups) if len(rows) > 1]
    if not kept:
        return Related(Likeness.DIFFERENT, None, None, worst=next((c for rows in groups for c in rows), None))
    slack, tiny = SLACK * 2.0**-kind.digits, float(kind.smallest)
    fits = [*_fits(reference, kept, max(slack, 1e-6), tiny)]
    for level in (0, *LEVELS):
        for fit in fits:
            found = fit.related(reference, kept, level, max(slack, 10.0**-level if level else 0.0))
            if found is not None:
                return found
    for fit in fits:
        if fit.worst <= slack:
            factor = factor_named(fit.factors[0]) if fit.name is None else fit.name
            return Related(fit.shape, factor, Integer(0) if fit.shape is Likeness.EQUAL else None)
    *_, bad = sorted((c for rows in kept for c in rows), key=lambda c: _off(c, 1.0, 0.0, tiny))
    return Related(Likeness.DIFFERENT, None, None, worst=bad)


@dataclass(frozen=True, slots=True)
class _Fit:
    """How values may be related to the truth: factors and constants, one a group; `name`, of the factor, if it has one."""

    shape: Likeness
    name: Expr | None
    factors: Sequence[float]
    constants: Sequence[float]
    worst: float

    def related(self, reference: LossReference, groups: Groups, level: int, slack: float) -> Related | None:
        """The relation with its constant, where it holds and is recognised."""
        if self.worst > slack or self.name is None:
            return None
        pairs = [*zip(self.constants, self.factors, groups, strict=True)]
        sizes = [abs(k / f) + _size(rows) for k, f, rows in pairs]
        sought = Sought([rows[0].point for rows in groups], [k / f for k, f, _ in pairs], sizes, slack)
        constant = constant_named(reference, sought)
        if constant is None or (constant == 0 and self.shape is Likeness.CONSTANT):  # none: then it is equal, or is not
            return None
        return Related(self.shape, self.name, self.name * constant, level)


def _fits(reference: LossReference, groups: Groups, slack: float, tiny: float) -> Iterator[_Fit]:
    """Equal, up to a constant, up to one factor, up to a factor made of what is known."""
    ones = [1.0] * len(groups)
    yield _fit(groups, Likeness.EQUAL, Integer(1), ones, tiny)
    yield _fit(groups, Likeness.CONSTANT, Integer(1), ones, tiny)
    factor = _factor(groups)
    if factor is not None:
        name = factor_named(factor, slack)
        exact = factor if name is None else float(name)
        if name != 1:
            yield _fit(groups, Likeness.FACTOR, name, [exact] * len(groups), tiny)
    each = [(rows, f) for rows, f in zip(groups, [_factor([rows]) for rows in groups], strict=True) if f is not None]
    monomial = monomial_named(reference, [rows[0].point for rows, _ in each], [f for _, f in each]) if each else None
    if monomial is not None:
        at = CertifiedExpression(monomial, [i.symbol for i in reference.inputs])
        factors = [float_of(at.at(rows[0].point, 0).value) for rows in groups]
        yield _fit(groups, Likeness.FACTOR, monomial, factors, tiny)


def _fit(groups: Groups, shape: Likeness, name: Expr | None, factors: Sequence[float], tiny: float) -> _Fit:
    pairs = [*zip(groups, factors, strict=True)]
    tried = [(0.0,) if shape is Likeness.EQUAL else (0.0, _constant(rows, f)) for rows, f in pairs]
    best = [min((_worst(rows, f, k, tiny), k) for k in them) for (rows, f), them in zip(pairs, tried, strict=True)]
    return _Fit(shape, name, factors, [k for _, k in best], max(off for off, _ in best))


def fits(rows: Sequence[Compared], kind: FloatType) -> bool:
    """Are these values those of the truth up to one constant, to all digits that conditioning leaves?"""
    constant, tiny = _constant(rows, 1.0), float(kind.smallest)
    return all(c.scale < math.inf and _off(c, 1.0, constant, tiny) <= SLACK * 2.0**-kind.digits for c in rows)


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
    moves = []
    for rows in groups:
        values = [c.seen.value for c in rows]
        truths = [float_of(c.truth.value) for c in rows if c.truth]
        v, t = (sum(x / len(rows) for x in them) for them in (values, truths))
        moves += [(a - v, b - t) for a, b in zip(values, truths, strict=True)]
    size = max(abs(t) for _, t in moves)
    if not 0 < size < math.inf:
        return None
    above = sum(v / size * (t / size) for v, t in moves)
    found = above / sum((t / size) ** 2 for _, t in moves)
    return found if found > 0 and math.isfinite(found) else None


def _size(rows: Sequence[Compared]) -> float:
    sizes = [c.scale for c in rows if math.isfinite(c.scale)]
    return max(sizes, default=1.0)


def at_least(found: Related, claim: Likeness) -> bool:
    """Is the relation as strong as what is claimed, to all digits, and its factor and constant recognised?

    What was not recognised is not known to be free of the predictions, and no digit was compared with it.
    """
    order = list(Likeness)
    return found.exact and order.index(found.kind) <= order.index(claim)
