"""The search that needs no derivatives: a simplex that falls, in coordinates without bounds."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, isfinite, log

from flint import fmpq

from properties.estimation.landmarks import as_decimal
from symbolic.core.domains import Domain, reals


class Coordinate:
    """A domain's interior as the image of the real line."""

    def __init__(self, domain: Domain, scale: float, at: float) -> None:
        hull = domain.hull or reals
        self.lower, self.upper = float(hull.lower), float(hull.upper)
        self.scale, self.centre = max(scale, abs(at) / 10, 1e-3), at
        low, high = isfinite(self.lower), isfinite(self.upper)
        if low and high:
            share = min(max((at - self.lower) / (self.upper - self.lower), 1e-6), 1 - 1e-6)
            self.start = log(share / (1 - share))
        elif low or high:
            self.start = log(max(at - self.lower if low else self.upper - at, 1e-9))
        else:
            self.start = 0.0

    def value(self, u: float) -> fmpq:
        u = max(min(u, 60.0), -60.0)
        if isfinite(self.lower) and isfinite(self.upper):
            return as_decimal(self.lower + (self.upper - self.lower) / (1 + exp(-u)))
        if isfinite(self.lower):
            return as_decimal(self.lower + exp(u))
        if isfinite(self.upper):
            return as_decimal(self.upper - exp(u))
        return as_decimal(self.centre + u * self.scale)


def fallen(
    value: Callable[[list[float]], float], start: list[float], tolerance: float, turns: int
) -> tuple[float, list[float]]:
    """The least value that a simplex from `start` on comes to, and where.

    Arguments: `tolerance`, the share of the coordinates at which it is small enough; `turns`, how many steps it takes at
    most, for each coordinate.
    Source: Nelder and Mead, A simplex method for function minimization, The Computer Journal 7 (1965).
    """
    d = len(start)
    corners = [start, *([c + (0.3 if k == j else 0.0) for k, c in enumerate(start)] for j in range(d))]
    simplex = sorted(((value(u), u) for u in corners), key=lambda entry: entry[0])
    for _ in range(turns * d):
        (low, best), (high, worst) = simplex[0], simplex[-1]
        width = max(abs(a - b) for _, u in simplex[1:] for a, b in zip(u, best, strict=True))
        if width < tolerance * (1 + max(map(abs, best))):
            break
        centre = [sum(u[j] for _, u in simplex[:-1]) / d for j in range(d)]

        def along(t: float, centre: list[float] = centre, worst: list[float] = worst) -> tuple[float, list[float]]:
            u = [c + t * (w - c) for c, w in zip(centre, worst, strict=True)]
            return value(u), u

        reflected = along(-1.0)
        if reflected[0] < low:
            simplex[-1] = min(reflected, along(-2.0), key=lambda entry: entry[0])
        elif reflected[0] < simplex[-2][0]:
            simplex[-1] = reflected
        else:
            contracted = along(-0.5 if reflected[0] < high else 0.5)
            if contracted[0] < min(high, reflected[0]):
                simplex[-1] = contracted
            else:
                shrunk = [[b + (c - b) / 2 for b, c in zip(best, u, strict=True)] for _, u in simplex[1:]]
                simplex[1:] = [(value(u), u) for u in shrunk]
        simplex.sort(key=lambda entry: entry[0])
    return simplex[0]
