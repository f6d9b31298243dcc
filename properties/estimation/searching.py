"""The search for a minimiser that has no closed form. Floats lead it: what it finds is only proposed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import ceil, isfinite, log10
from operator import itemgetter

from flint import fmpq

from properties.data.family_data import Data
from properties.errors import InputError
from properties.estimation.descent import Descent
from properties.estimation.jets import Jets
from properties.estimation.landmarks import as_decimal, as_float, closed_ends, extremes, landmarks, open_ends, starts
from properties.estimation.linear import Linear
from properties.estimation.objectives import Evaluator, ParameterPoint, decimal, rounded
from properties.instances.numbers import inside, rational
from symbolic.core.domains import INFINITY, interval, is_interval, reals
from symbolic.core.terms import Parameter

Searched = tuple[ParameterPoint, tuple[str, ...]]
MANY = 2_000  # different rows: beyond this one start is followed
SEVERAL = 4  # starts that are followed beside the best one, where derivatives are known
FAR = 1e-10  # of what the data span: a parameter that close to an end, or that many times beyond, has run off


def numeric(data: Data, loss: Evaluator, jets: Jets | None = None, *, several: bool = True) -> Searched:
    """A minimiser of the mean loss as a search finds it, and the unknowns that it drove to an end of their domain.

    Arguments: `loss`; `jets`, its derivatives where known; `several`, whether it may have several valleys. Raises InputError
    where the loss is finite nowhere.
    """
    family = data.family
    search = _Search(data, loss, jets)
    begun = [(f, p) for p in starts(data, search.landmarks) if (f := search.at(p)) is not None]
    if not begun:
        raise InputError(
            f"{data.source}: the likelihood of {family} is 0, or has no value, at every parameter tried: do its known "
            "constants and its support fit these data?"
        )
    begun.sort(key=lambda entry: entry[0])  # the first of equals: landmarks of the data come before other numbers
    f, point, settled = min(
        (search.improved(*start, search.moving) for start in (search.spread(begun) if several else begun[:1])),
        key=itemgetter(0),
    )
    if not settled:  # an end of the support may sit on a datum, where nothing is smooth
        for p, end in product(search.moving, extremes(data)):
            name = str(p.name)
            at_end = search.at(point | {name: end}) if inside(p.domain, end) else None
            if at_end is not None:
                g, other, _ = search.improved(at_end, point | {name: end}, [q for q in search.moving if q is not p])
                if g <= f:
                    f, point = g, other
    for p in family.parameters:  # an end that belongs to the domain may be the very estimate
        for end in closed_ends(p.domain):
            at_end = search.at(point | {str(p.name): end})
            if at_end is not None and at_end <= f:
                f, point = at_end, point | {str(p.name): end}
    return search.neat(point), tuple(search.runaways(point)) or tuple(search.cliffs(point))


def improved(data: Data, loss: Evaluator, point: ParameterPoint, jets: Jets | None = None) -> Searched:
    """What `numeric` returns, from a better point on."""
    search = _Search(data, loss, jets)
    at = search.at(point)
    if at is not None:
        _, point, _ = search.improved(at, point, search.moving)
    return search.neat(point), tuple(search.runaways(point))


@dataclass(slots=True)
class _Search:
    """Where a search looks, and what it makes of what it finds."""

    data: Data
    loss: Evaluator
    jets: Jets | None = None
    scale: float = field(init=False)
    landmarks: list[float] = field(init=False)
    descent: Descent = field(init=False)

    def __post_init__(self) -> None:
        self.landmarks, self.scale = landmarks(self.data, 1 if isinstance(self.data.family, Linear) else None)
        self.descent = Descent(self.data, self.loss, self.jets, self.scale)

    def at(self, point: ParameterPoint) -> float | None:
        """The mean loss, for a comparison that decides nothing; None where it is infinite or has no value."""
        return self.descent.at(point)

    def improved(
        self, f: float, point: ParameterPoint, free: Sequence[Parameter]
    ) -> tuple[float, ParameterPoint, bool]:
        """A better point, from this one on; and whether Newton's method has converged there."""
        return self.descent.improved(f, point, free)

    @property
    def moving(self) -> tuple[Parameter, ...]:
        """The unknowns that range over an interval."""
        return tuple(p for p in self.data.family.parameters if is_interval(p.domain))

    def neat(self, point: ParameterPoint) -> ParameterPoint:
        """The same point in fewer digits, where its numbers are longer than what data or people write.

        What is lost is small beside the number itself and beside the spread of the data: 1e12 + 3 may not become 1e12. A
        place on the real line that is as near to 0 as the search itself is exact becomes 0.
        """
        found = {}
        places = () if isinstance(self.data.family, Linear) else self.data.family.parameters
        anywhere = {str(p.name) for p in places if p.domain == reals}
        for name, v in point.items():
            if len(str(v)) < 24 or not v:
                found[name] = v
                continue
            if name in anywhere and abs(as_float(v)) < 1e-40 * self.scale:
                found[name] = fmpq(0)
                continue
            size, spread = log10(abs(as_float(v)) or 1e-300), log10(self.scale)
            found[name] = rounded(v, max(13, min(40, 13 + ceil(size - spread))))
        return found

    def spread(self, starts: list[tuple[float, ParameterPoint]]) -> list[tuple[float, ParameterPoint]]:
        """Where to begin: the best start, and some of the others where there may be several valleys."""
        alone = self.jets is None or self.data.distinct > MANY
        return starts[:1] if alone else [*starts[:1], *starts[1 : 2 * SEVERAL : 2]]

    def runaways(self, point: ParameterPoint) -> Iterator[str]:
        """The unknowns that have come close to an end that does not belong to their domain, or gone far out."""
        for p in self.data.family.parameters:
            domain = interval(p.domain)
            if domain is None or point[str(p.name)] in closed_ends(domain):
                continue
            at, scale = float(point[str(p.name)]), self.scale
            for end in (float(domain.lower), float(domain.upper)):
                close = abs(at - end) < FAR * min(scale, 1.0) if isfinite(end) else False
                if close or (
                    not isfinite(end) and abs(at) > (scale + max(map(abs, self.landmarks), default=1.0)) / FAR
                ):
                    shown = "oo" if end == INFINITY else "-oo" if end == -INFINITY else decimal(rational(end))
                    if close or (at > 0) == (end > 0):
                        yield f"{p} -> {shown} (at {decimal(point[str(p.name)])})"

    def cliffs(self, point: ParameterPoint) -> Iterator[str]:
        """An unknown on whose way to an open end the loss falls for ever, with another unknown on a datum, if there is one.

        It falls for ever as far as three values tell, by as much on the second thirty decades as on the first. What lies in a
        bounded interval is taken as it is and in the middle: a weight of 0 would hide a part of a mixture.
        """
        domains = {str(p.name): d for p in self.moving if (d := interval(p.domain)) is not None}
        bounded = {
            n: d for n, d in domains.items() if not isinstance(d.lower, float) and not isinstance(d.upper, float)
        }
        middle = point | {n: (rational(d.lower) + rational(d.upper)) / 2 for n, d in bounded.items()}
        for (name, domain), base in product(domains.items(), (point, middle)):
            for end, side in open_ends(domain):
                way = [end + side * as_decimal(self.scale * s) for s in (1e-30, 1e-60, 1e-90)]
                for other, v in product(domains, extremes(self.data)[:4]):
                    if other == name or not inside(domains[other], v):
                        continue
                    values = [self.at(base | {other: v, name: w}) for w in way]
                    first, second, third = (math.nan if v is None else float(v) for v in values)
                    if first - second > 1e-6 and abs((second - third) / (first - second) - 1) < 1e-2:
                        yield f"{name} -> {decimal(end)} (with {other} = {decimal(v)})"
                        return
