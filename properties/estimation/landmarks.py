"""Numbers near which the parameters of a family may lie, read off the data, and the points to start from. All as floats."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from math import isfinite, prod

from flint import fmpq

from properties.data.family_data import Data
from properties.estimation.linear import Linear
from properties.estimation.objectives import ParameterPoint
from properties.instances.numbers import inside, rational
from properties.instances.strategies import numbers
from symbolic.core.domains import INFINITY, Domain, consecutive, elements, ends, is_interval, reals

MOST_STARTS = 200


def landmarks(data: Data, columns: int | None = None) -> tuple[list[float], float]:
    """Numbers near which parameters may lie: places and spreads of the (first) columns, as floats; and a scale."""
    marks: list[float] = []
    scales: list[float] = []
    for k, name in enumerate(data.names[:columns]):
        values = data.values[name]
        if isinstance(values[0], str):
            continue
        weighted: dict[int, int] = {}
        for cell, times in data.cells.items():
            weighted[cell[k]] = weighted.get(cell[k], 0) + times
        pairs = sorted((float(values[j]), times) for j, times in weighted.items())
        total = sum(times for _, times in pairs)
        mean = sum(v * times for v, times in pairs) / total
        spread = (sum((v - mean) ** 2 * times for v, times in pairs) / total) ** 0.5
        quantiles, running, wanted = [], 0, [0.25, 0.5, 0.75]
        for v, times in pairs:
            running += times
            while wanted and running >= wanted[0] * total:
                quantiles.append(v)
                wanted.pop(0)
        extremes = [pairs[0][0], pairs[-1][0]]
        marks += [quantiles[1], mean, *extremes, spread, quantiles[0], quantiles[2], spread**2]
        if len(pairs) <= 12:
            marks += [v for v, _ in pairs]
        if mean:
            marks += [1 / mean, mean * mean / (spread**2 or 1), mean / (spread**2 or 1)]
        scales.append(spread)
    return [m for m in dict.fromkeys(marks) if isfinite(m)], max(scales, default=1.0) or 1.0


def starts(data: Data, near: Sequence[float]) -> Iterator[ParameterPoint]:
    """Points to start from: the landmarks of the data and simple numbers, in every combination up to a limit."""
    weights = set(data.family.weights) if isinstance(data.family, Linear) else set()
    names, choices = [], []
    for p in data.family.parameters:
        simple = [fmpq(v, w) for v, w in ((0, 1), (1, 1), (1, 2), (2, 1), (-1, 1), (1, 10), (10, 1))]
        simple = simple[:5] if p.domain == reals else simple
        marks = [as_decimal(v) for v in near]
        if p in weights:  # a slope of 0 leaves the constant
            marks, simple = (marks[:4], simple) if p is data.family.parameters[0] else ([], simple[:1])
        listed = elements(p.domain)
        if consecutive(p.domain):
            marks += [fmpq(round(v)) for v in near]
        names.append(str(p.name))
        choices.append([v for v in dict.fromkeys([*marks, *simple]) if inside(p.domain, v)])
        if listed is not None and not consecutive(p.domain):
            choices[-1] = [rational(v) for v in listed]
        if not choices[-1]:
            choices[-1] = [_inner(p.domain)]
    if prod(map(len, choices)) <= MOST_STARTS:
        combinations_: Iterable[tuple[fmpq, ...]] = product(*choices)
    else:
        drawn = random.Random(0)
        combinations_ = dict.fromkeys(tuple(map(drawn.choice, choices)) for _ in range(MOST_STARTS))
    for values in combinations_:
        yield dict(zip(names, values, strict=True))


def extremes(data: Data) -> list[fmpq]:
    """The smallest and the largest value of each column of numbers."""
    found = []
    for k, values in enumerate(data.values.values()):
        if not isinstance(values[0], str):
            occurring = [values[j] for j in {cell[k] for cell in data.cells}]
            found += [min(occurring), max(occurring)]
    return found


def _inner(domain: Domain) -> fmpq:
    return numbers(domain)[0]


def closed_ends(domain: Domain) -> list[fmpq]:
    """The ends that belong to an interval."""
    return [rational(end.value) for end in ends(domain) if is_interval(domain) and end.closed and not end.of_pi]


def open_ends(domain: Domain) -> list[tuple[fmpq, int]]:
    """The finite ends that do not belong to an interval, with the side on which its members lie."""
    return [(rational(end.value), end.inward) for end in ends(domain) if not end.closed and not end.of_pi]


def as_float(v: fmpq) -> float:
    """The float next to a rational number; infinite where it is too large."""
    try:
        return int(v.p) / int(v.q)
    except OverflowError:
        return INFINITY if v > 0 else -INFINITY


def as_decimal(v: float) -> fmpq:
    """The rational number that a float is printed as."""
    return rational(repr(v))
