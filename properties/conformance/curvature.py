"""What is claimed of a Hessian: the true one, at least that, or that up to a factor. Boosters bound theirs on purpose."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from statistics import median
from typing import Any

from flint import arb, fmpq

from properties.conformance.accuracy import Deviation, Output, errors
from properties.conformance.compared import BITS, Compared, exactly, float_of
from properties.conformance.inputs import FloatType
from properties.conformance.reference import LossReference
from properties.errors import InputError
from properties.instances.numbers import precision

LIKE = 2.0**-20  # relative: as what ratios are one number
LARGEST = 32  # denominator of a factor, or of its logarithm, that is named


class HessianClaim(Enum):
    """What is claimed of a Hessian, beside the factor of the loss."""

    EQUAL = "equal"
    AT_LEAST = "at-least"
    FACTOR = "factor"
    NONE = "none"


@dataclass(frozen=True)
class Curvature:
    """How a Hessian is judged: `claim`; the `factor` that was found of it, and how that is `named`."""

    claim: HessianClaim
    factor: arb | None = None
    named: str = ""

    @property
    def text(self) -> str:
        """What is said of the Hessian before its error."""
        if self.claim is HessianClaim.AT_LEAST:
            return "at least the true one, short of it"
        return f"up to the factor {self.named}, off" if self.factor is not None else ""

    def judged(
        self, found: Iterable[Deviation], loss: LossReference, compared: Sequence[Compared], kind: FloatType
    ) -> list[Deviation]:
        """The deviations, of which those of the Hessian are judged as is claimed."""
        if self.claim is HessianClaim.AT_LEAST:
            return [_bounded(e) for e in found]
        if self.factor is None:
            return [*found]
        others = [e for e in found if e.output is not Output.HESSIAN]
        scaled = errors(loss, compared, kind, self.factor, {})
        return [*others, *(e for e in scaled if e.output is Output.HESSIAN)]


PLAIN = Curvature(HessianClaim.EQUAL)


def hessian_claim(stated: HessianClaim | str | None) -> HessianClaim:
    """The claim by its name; None claims nothing. Raises InputError."""
    try:
        return HessianClaim("none" if stated is None else stated)
    except ValueError:
        names = ", ".join(c.value for c in HessianClaim)
        raise InputError(f"hessian={stated!r}: it is one of {names}.") from None


def curvature(claim: HessianClaim, found: Sequence[Deviation], factor: Any = 1) -> Curvature:
    """How a Hessian is judged, given the deviations of moderate points: where a factor is allowed, the one there is.

    Arguments: `factor`, of the loss itself.
    """
    if claim is not HessianClaim.FACTOR or factor is None or getattr(factor, "free_symbols", None):
        return Curvature(claim)
    ratios = [
        e.seen / float_of(e.truth)
        for e in found
        if e.output is Output.HESSIAN and e.edge is None and math.isfinite(e.seen) and abs(float_of(e.truth)) > 1e-9
    ]
    middle = median(ratios) if ratios else 0.0
    if middle <= 0 or not all(abs(r - middle) <= LIKE * middle for r in ratios):
        return Curvature(claim)
    if abs(middle - 1) <= LIKE:
        return Curvature(claim)
    middle *= float(factor)
    simple = _plain(middle)
    power = Fraction(math.log(middle)).limit_denominator(LARGEST)
    with precision(BITS):
        if simple != middle or Fraction(middle).limit_denominator(LARGEST) == Fraction(middle):
            exact = Fraction(simple).limit_denominator(LARGEST * 2)
            return Curvature(claim, arb(fmpq(exact.numerator, exact.denominator)), str(exact))
        if abs(float(power) - math.log(middle)) < LIKE:
            return Curvature(claim, arb(fmpq(power.numerator, power.denominator)).exp(), f"exp({power})")
        return Curvature(claim, arb(exactly(middle)), f"{middle:.6g}")


def _plain(x: float) -> float:
    """The simple fraction that a number is, if it is one."""
    near = Fraction(x).limit_denominator(LARGEST)
    return float(near) if near and abs(float(near) / x - 1) < LIKE else x


def _bounded(e: Deviation) -> Deviation:
    """Nothing, where an entry on the diagonal certainly is at least the true one."""
    one, _, other = e.entry.partition(", ")
    judged = e.output is Output.HESSIAN and one == other and e.edge is None
    if not judged or isinstance(e.truth, float) or not math.isfinite(e.seen):
        return e
    with precision(BITS):
        enough = bool(arb(exactly(e.seen)) >= e.truth)
    return replace(e, ulps=0.0, blamed=0.0) if enough else e
