"""Failing points made simple: few digits, and 0 or 1 wherever that fails as well."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from time import monotonic

from properties.conformance.calling import Adapter
from properties.conformance.compared import Compared, compare
from properties.conformance.reference import Input, LossReference
from symbolic.core.domains import contains

SECONDS = 15.0


def shrunk(
    reference: LossReference,
    observe: Adapter,
    bad: Sequence[Compared],
    fails: Callable[[Sequence[Compared]], bool],
) -> list[Compared]:
    """The simplest points that are found at which the implementation fails as it does at `bad`, within a budget of time.

    The points differ in what moves only, mostly the predictions: whatever else is changed is changed in all of them.
    """
    end, best = monotonic() + SECONDS, [*bad]
    changed = True
    while changed and monotonic() < end:
        changed = False
        for k, i in enumerate(reference.inputs):
            for places in [[n] for n in range(len(best))] if i in reference.moving else [[*range(len(best))]]:
                for x in _simpler(i, best[places[0]].point[k]):
                    if monotonic() > end:
                        break
                    points = [c.point for c in best]
                    for n in places:
                        points[n] = (*points[n][:k], x, *points[n][k + 1 :])
                    found = [*compare(reference, observe, points)]
                    if len(found) == len(best) and fails(found):
                        best, changed = found, True
                        break
    return best


def _simpler(i: Input, x: float) -> Iterator[float]:
    """Simpler members of a domain, the simplest first."""
    plain = [0.0, 1.0, -1.0, 2.0, -2.0, 3.0, 0.5, -0.5, 10.0, -10.0, 100.0, -100.0]
    rounded = [float(f"{x:.{digits}g}") for digits in (1, 2, 3)]
    for y in dict.fromkeys([*plain, *rounded]):
        if cost(y) < cost(x) and contains(i.domain, Fraction(y)):
            yield y


def cost(x: float) -> tuple[int, float]:
    """How hard a number is to read: its digits, then its size."""
    text = repr(float(x)).rstrip("0").rstrip(".")
    return len(text.replace("-", "")) * 2 + text.startswith("-"), abs(x)
