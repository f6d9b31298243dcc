"""The numbers along an axis of a picture, on a scale that fits the domain of an input, and where its marks stand.

Real numbers are spaced evenly in the inverse of sinh, positive ones in the logarithm, those between two ends in the logit;
counts stand one by one first, then as in the logarithm; labels one by one. A picture has equal room for each number.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from properties.conformance.inputs import FloatType
from properties.conformance.reference import Input
from symbolic.core.domains import contains, elements, ends, whole

FEW = 64  # as many labels stand one by one
REAL, SMALL, LARGE, NEAR, COUNT = 1e3, 1e-6, 1e6, 1e-12, 1e6  # how far axes reach
SINGLY = 10  # counts below which none is left out
ROOM = 10.0  # times what must be shown
MARKS = 5  # with a text, at most


@dataclass(frozen=True, slots=True)
class PictureAxis:
    """One axis: `name` of the input, `numbers` along it in order, and `marks`, where which text stands, in numbers."""

    name: str
    numbers: tuple[float, ...]
    marks: tuple[tuple[float, str], ...]

    def place(self, x: float) -> float | None:
        """Where a number stands, the first at 0, the second at 1 and so on; None outside."""
        them = self.numbers
        if not them[0] <= x <= them[-1]:
            return None
        k = bisect_left(them, x)
        if them[k] == x:
            return float(k)
        return k - 1 + (x - them[k - 1]) / (them[k] - them[k - 1])


def axis(i: Input, kind: FloatType, count: int, shown: Sequence[float] = ()) -> PictureAxis:
    """The axis of an input, with at most `count` numbers of a type that are members of its domain.

    Arguments: `shown`, numbers that must lie on it.
    """
    listed = elements(i.domain)
    if listed is not None and len(listed) <= FEW:
        labels = sorted(float(v) for v in listed)
        return PictureAxis(i.name, tuple(labels), tuple((x, f"{x:g}") for x in _thinned(labels)))
    hull = i.domain.hull
    low, high = (-math.inf, math.inf) if hull is None else (float(hull.lower), float(hull.upper))
    near = max(NEAR, 2.0 ** (3 - kind.digits))
    sized = [abs(x) for x in shown if math.isfinite(x)]
    if any(end.of_pi for end in ends(i.domain)) or (whole(i.domain) and math.isfinite(low) and math.isfinite(high)):
        spread = [low + (high - low) * k / (count - 1) for k in range(count)]
        marked = [(x, f"{x:.3g}") for x in (low, (3 * low + high) / 4, (low + high) / 2, (low + 3 * high) / 4, high)]
    elif whole(i.domain):
        spread, marked = _counts(low, high, max([COUNT, *(ROOM * x for x in sized)]), count)
    elif math.isfinite(low) and math.isfinite(high):
        spread, marked = _between(low, high, near, count)
    elif math.isfinite(low) or math.isfinite(high):
        end, sign = (low, 1.0) if math.isfinite(low) else (high, -1.0)
        gaps = [sign * (x - end) for x in shown if sign * (x - end) > 0 and math.isfinite(x)]
        least, most = min([SMALL, *(x / ROOM for x in gaps)]), max([LARGE, *(x * ROOM for x in gaps)])
        spread, marked = _beyond(end, sign, least, most, count)
    else:
        spread, marked = _both_ways(max([REAL, *(ROOM * x for x in sized)]), count)
    numbers = {kind.rounded(float(round(x)) if whole(i.domain) else x) for x in spread}
    inside = sorted(x for x in numbers if math.isfinite(x) and contains(i.domain, Fraction(x)))
    low, high = inside[0], inside[-1]
    return PictureAxis(i.name, tuple(inside), tuple((x, t) for x, t in marked if low <= x <= high))


def _both_ways(reach: float, count: int) -> tuple[list[float], list[tuple[float, str]]]:
    """Evenly spaced in the inverse of sinh, so that it is linear around 0; 0 is in the middle."""
    half, top = max(count // 2, 1), math.log(reach + math.hypot(1, reach))
    right = [*(math.sinh(top * k / half) for k in range(1, half)), reach]
    powers = [10.0**k for k in _thinned(range(math.floor(math.log10(reach) + 1e-9) + 1), 3)]
    marked = [(sign * x, _power(sign * x)) for x in powers for sign in (-1, 1)]
    return [*(-x for x in right), 0.0, *right], sorted([*marked, (0.0, "0")])


def _beyond(
    end: float, sign: float, least: float, most: float, count: int
) -> tuple[list[float], list[tuple[float, str]]]:
    """Evenly spaced in the logarithm of the distance from an end, which is there as well."""
    spread = [*_geometric(least, most, count - 1)]
    low, high = math.ceil(math.log10(least) - 1e-9), math.floor(math.log10(most) + 1e-9)
    powers = [10.0**k for k in _thinned(range(low, high + 1))]
    name = "" if end == 0 else f"{end:g} {'+' if sign > 0 else '−'} "
    marked = [(end + sign * x, name + _power(x if name else sign * x)) for x in powers]
    return [end, *(end + sign * x for x in spread)], sorted(marked)


def _between(low: float, high: float, near: float, count: int) -> tuple[list[float], list[tuple[float, str]]]:
    """Evenly spaced in the logit of the share of the way; both ends are there as well."""
    width, half = high - low, max((count - 2) // 2, 1)
    shares = [1 / (1 + math.exp(-math.log(near) * (1 - k / half))) for k in range(half)]
    spread = [low, *(low + width * s for s in shares), low + width / 2, *(high - width * s for s in shares), high]
    middle = low + width / 2
    ends = [(low, f"{low:g}"), (middle, f"{middle:g}"), (high, f"{high:g}")]
    if (low, high) != (0, 1):
        return spread, sorted([*ends, *((low + width * s, f"{low + width * s:g}") for s in (0.001, 0.999))])
    share = 10.0 ** round(math.log10(near) / 2)
    return spread, sorted([*ends, (share, _power(share)), (1 - share, f"1 − {_power(share)}")])


def _counts(low: float, high: float, reach: float, count: int) -> tuple[list[float], list[tuple[float, str]]]:
    """Whole numbers: from an end one by one, then evenly in the logarithm; where there is no end, to both sides of 0."""
    sides = 1 if math.isfinite(low) or math.isfinite(high) else 2
    sizes = [float(k) for k in range(SINGLY + 1)] + [*_geometric(SINGLY, reach, count // sides - SINGLY)]
    powers = [0.0, *(10.0**k for k in _thinned(range(1, math.floor(math.log10(reach) + 1e-9) + 1), MARKS - 1))]
    if sides == 1:
        end, sign = (low, 1.0) if math.isfinite(low) else (high, -1.0)
        marked = [(x, _power(x) if abs(x) >= 100 else f"{x:g}") for x in (end, *(sign * p for p in powers[1:]))]
        return [end + sign * x for x in sizes], sorted(dict(marked).items())
    marked = [(sign * p, _power(sign * p)) for p in powers[::2] for sign in (-1, 1)]
    return [sign * x for x in sizes for sign in (-1, 1)], sorted(dict(marked).items())


def _geometric(low: float, high: float, count: int) -> Iterator[float]:
    for k in range(count - 1):
        yield low * (high / low) ** (k / (count - 1))
    yield high


def _thinned(them: Sequence[float], most: int = MARKS) -> Sequence[float]:
    """Some of them, equally far apart, the last among them."""
    step = max(1, math.ceil((len(them) - 1) / max(most - 1, 1)))
    return them[(len(them) - 1) % step :: step]


def _power(x: float) -> str:
    """A power of ten with its sign, as matplotlib sets it."""
    if abs(x) in (0.0, 1.0, 10.0):
        return f"{x:g}".replace("-", "−")
    return f"${'-' if x < 0 else ''}10^{{{round(math.log10(abs(x)))}}}$"
