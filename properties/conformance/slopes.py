"""The relation of an objective that gives derivatives and no value: judged from its gradient, up to a constant always."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from flint import arb
from sympy import Integer

from properties.conformance.compared import BITS, Compared, exactly, float_of, moved
from properties.conformance.inputs import FloatType
from properties.conformance.recognising import factor_named
from properties.conformance.reference import LossReference
from properties.conformance.relation import LEVELS, SLACK, Groups, Likeness, Related, relate
from properties.instances.numbers import precision

Slope = tuple[
    Compared, float, arb, float
]  # where, what came back, the truth, and how much rounding the inputs moves it


def relation_of(reference: LossReference, groups: Groups, kind: FloatType) -> Related:
    """The relation on groups of points, in each of which only predictions move: from values, or else from gradients."""
    if any(not c.seen.valued for rows in groups for c in rows):
        return relate_slopes(reference, [c for rows in groups for c in rows], kind)
    return relate(reference, groups, kind)


def relate_slopes(reference: LossReference, compared: Sequence[Compared], kind: FloatType) -> Related:
    """The relation of gradients: equal, up to a positive factor, or different. Equal ones say: equal up to a constant."""
    rows = [*_slopes(reference, compared)]
    size = sum(float_of(s) ** 2 for _, _, s, _ in rows)
    if not rows or not 0 < size < math.inf:
        return Related(Likeness.DIFFERENT, None, None, by_gradient=True)
    fitted = sum(seen * float_of(s) for _, seen, s, _ in rows) / size
    named = factor_named(fitted) if 0 < fitted < math.inf else None
    factors = [
        (1.0, Integer(1)),
        *([(fitted if named is None else float(named), named)] if 0 < fitted < math.inf else []),
    ]
    worst = [max(_off(row, factor) for row in rows) for factor, _ in factors]
    slack = SLACK * 2.0**-kind.digits
    for level, bound in ((0, slack), *((level, 10.0**-level) for level in LEVELS)):
        for (_, name), off in zip(factors, worst, strict=True):
            if off <= bound:
                shape = Likeness.CONSTANT if name == 1 else Likeness.FACTOR
                return Related(shape, name, Integer(0), level, by_gradient=True)
    bad = max(rows, key=lambda row: _off(row, 1.0))[0]
    return Related(Likeness.DIFFERENT, None, None, worst=bad, by_gradient=True)


def reason_of_slopes(reference: LossReference, groups: Groups, kind: FloatType) -> str:
    """Why gradients are no positive multiple of the true one, as a clause: they may be a negative one."""
    rows = [*_slopes(reference, [c for group in groups for c in group])]
    size = sum(float_of(s) ** 2 for _, _, s, _ in rows)
    fitted = sum(seen * float_of(s) for _, seen, s, _ in rows) / size if 0 < size < math.inf else 0.0
    named = factor_named(-fitted) if -math.inf < fitted < 0 else None
    if named is None or any(_off(row, -float(named)) > SLACK * 2.0**-kind.digits for row in rows):
        return ""
    return "the gradient has the wrong sign" if named == 1 else f"the gradient is {-named} times that of the loss"


def slopes_differ(reference: LossReference, c: Compared) -> bool:
    """Is an entry of the gradient visibly another at this point?"""
    return any(
        abs(seen - float_of(s)) > 1e-3 * max(abs(seen), size) > 0  # beyond what rounding the inputs explains
        for _, seen, s, size in _slopes(reference, [c])
    )


def _slopes(reference: LossReference, compared: Sequence[Compared]) -> Iterator[Slope]:
    numbers = {i.name: k for k, i in enumerate(reference.smooth)}
    for c in compared:
        if c.truth is None or c.truth.first is None or c.truth.second is None:
            continue
        for name, seen in (c.seen.gradient or {}).items():
            k = numbers[name]
            slope = c.truth.first.get(k, arb(0))
            row = {j: c.truth.second.get((min(j, k), max(j, k)), arb(0)) for j in range(len(numbers))}
            size = abs(float_of(slope)) + moved(reference, c.point, row)
            if math.isfinite(seen) and math.isfinite(size):
                yield c, seen, slope, size


def _off(row: Slope, factor: float) -> float:
    """|seen - c s| relative to what rounding the inputs moves."""
    _, seen, slope, size = row
    with precision(BITS):
        gap = abs(float_of(arb(exactly(seen)) - arb(factor) * slope))
    return gap / (abs(factor) * size) if size else math.inf if gap else 0.0
