"""Pseudo-random samples of a member of a family, from its density alone. They guide and illustrate; they decide nothing.

The member is replaced by a finite law: the density, times the spacing, on a fine grid of the columns' domains, rounded to
whole parts of a million. So any family can be sampled that has a density in closed form, and the law's own mean loss is its
cross-entropy exactly.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, product
from math import exp, isfinite, sinh
from typing import Any

from flint import arb, fmpq

from properties.data.family_data import Data
from properties.errors import InputError
from properties.estimation.objectives import table_model
from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.instance import Cell
from properties.instances.numbers import NotEvaluable, NoValue, TooWide, inside, precision, rational
from properties.instances.strategies import numbers
from symbolic.core.domains import Domain, consecutive, elements
from symbolic.models.family import Family

PARTS = 1_000_000
FINE = {1: 400, 2: 60, 3: 30}  # points for each column that is free, by their number
BITS = 64
LABELS = ("a", "b", "c")


def member(family: Family, known: Mapping[str, fmpq] | None = None) -> dict[str, Any]:
    """A member of a family to draw from: simple values inside the domains, different ones for domains that occur twice."""
    head = table_model(family)
    if head is not None:
        return {"table": {(k,) * len(head.points): fmpq(w, 6) for k, w in enumerate((3, 2, 1))}}
    taken: dict[Domain, int] = {}
    values: dict[str, Any] = {}
    for p in (*family.known, *family.parameters):
        if known and str(p.name) in known:
            values[str(p.name)] = known[str(p.name)]
            continue
        inner = [
            v
            for v in numbers(p.domain)
            if v not in (getattr(p.domain, "lower", None), getattr(p.domain, "upper", None))
        ]
        choices = inner or list(numbers(p.domain))
        if not choices:
            raise InputError(f"{family}: nothing is known of the members of {p.domain}, where {p} lives.")
        k = taken.get(p.domain, 0)
        taken[p.domain] = k + 1
        values[str(p.name)] = choices[k % len(choices)]
    return values


def population(
    family: Family, values: Mapping[str, Any], *, centre: float = 0.0, scale: float = 1.0, source: str = "a sample"
) -> Data:
    """The member of a family with some parameter values as a finite law: data of a million rows.

    Arguments: `values` for the parameters and the known constants, as `member` gives them; `centre` and `scale`, where the
    columns' values lie. Raises InputError for a family that is abstract.
    """
    names = [str(s.column.name) for s in family.variables]
    known = {str(p.name): values[str(p.name)] for p in family.known if str(p.name) in values}
    if family.inputs:
        raise InputError(f"{family} is conditional on inputs: give data with --data, a column for each.")
    if not family.is_density:
        raise InputError(f"{family} is no density: no sample can be drawn from it. Give data with --data.")
    if "table" in values:
        cells = {cell: int(p * PARTS) for cell, p in values["table"].items()}
        texts = tuple(LABELS[: len(cells)])
        return Data(family, source, tuple(names), sum(cells.values()), dict.fromkeys(names, texts), cells, known)
    try:
        density = Compiled(family.density, Context(free=tuple(names)))
    except NotEvaluable as reason:
        raise InputError(f"{family}: the density cannot be evaluated: {reason}.") from None
    if density.needs.laws or density.needs.functions:
        raise InputError(
            f"{family} is abstract: there is no density to draw from. Choose another family, such as poisson."
        )
    grids, weights = _grids(family, values, centre, scale)
    outcomes = {name: tuple(grid) for name, grid in zip(names, grids, strict=True)}
    blank = Data(family, source, tuple(names), 1, outcomes, {}, known)
    instance = blank.instance([dict(values)])
    mass: dict[Cell, float] = {}
    with precision(BITS):
        for cell, spacing in weights:
            try:
                found = density.value(instance, 0, cell)
            except (NoValue, TooWide):
                continue
            if not isinstance(found, float) and (weight := float(arb(found).mid()) * spacing) > 0:
                mass[cell] = weight
    total = sum(mass.values())
    cells = {cell: parts for cell, w in mass.items() if (parts := round(PARTS * w / total))} if total > 0 else {}
    if not cells:
        raise InputError(
            f"{family}: the density of this member is 0 wherever it was evaluated: no sample can be drawn."
        )
    return Data(family, source, tuple(names), sum(cells.values()), outcomes, cells, known)


def draw(law: Data, rows: int, seed: int) -> Data:
    """So many independent rows of a finite law; the same seed draws the same rows, and fewer rows are the first of them."""
    drawn = random.Random(seed).choices(list(law.cells), weights=list(law.cells.values()), k=rows)
    cells: dict[Cell, int] = {}
    for cell in drawn:
        cells[cell] = cells.get(cell, 0) + 1
    return Data(law.family, law.source, law.columns, rows, law.values, cells, law.known)


def _grids(
    family: Family, values: Mapping[str, Any], centre: float, scale: float
) -> tuple[list[list[fmpq]], Iterator[tuple[Cell, float]]]:
    """The points of each column, and every combination of them with its spacing; the last column fills up a total."""
    free = len(family.variables) - (family.total is not None)
    size = FINE.get(free, 12)
    total: Any = None
    if family.total is not None:
        with precision(BITS):
            instance = Data(family, "", (), 1, {}, {}, {}).instance([dict(values)])
            total = Compiled(family.total, Context()).value(instance, 0)
    spaced = [_points(s.column.domain, size, centre, scale, total) for s in family.variables[:free]]
    grids = [[point for point, _ in column] for column in spaced]
    if total is None:
        cells = product(*(range(len(g)) for g in grids))
        return grids, ((cell, _spacing(spaced, cell)) for cell in cells)
    last: dict[fmpq, int] = {}
    domain = family.variables[-1].column.domain
    combined: list[tuple[Cell, float]] = []
    for cell in product(*(range(len(g)) for g in grids)):
        rest = total - sum((g[k] for g, k in zip(grids, cell, strict=True)), start=fmpq(0))
        if inside(domain, rest):
            combined.append(((*cell, last.setdefault(rest, len(last))), _spacing(spaced, cell)))
    return [*grids, list(last)], iter(combined)


def _spacing(spaced: Sequence[list[tuple[fmpq, float]]], cell: Cell) -> float:
    product_ = 1.0
    for column, k in zip(spaced, cell, strict=False):
        product_ *= column[k][1]
    return product_


def _points(domain: Domain, size: int, centre: float, scale: float, total: Any) -> list[tuple[fmpq, float]]:
    """Points of a domain with their spacings: whole numbers one after the other, else from fine to coarse."""
    listed = elements(domain)
    if listed is not None and not consecutive(domain):
        return [(rational(v), 1.0) for v in listed]
    hull = domain.hull
    if hull is None:
        raise InputError(f"no sample can be drawn of labels in {domain}.")
    lower, upper = float(hull.lower), float(hull.upper)
    if total is not None and isfinite(lower):
        upper = min(upper, float(arb(total).mid()))
    if consecutive(domain):
        first = int(lower) if isfinite(lower) else round(centre - size / 2)
        if isfinite(lower) and centre - lower > 200:
            first = max(first, round(centre - 30 * scale))
        step = max(1, round(60 * scale / 2000))
        last = int(upper) if isfinite(upper) else first + step * max(2000 if size > 100 else size, 40)
        return [(fmpq(k), float(step)) for k in range(first, last + 1, step)]
    if isfinite(lower) and isfinite(upper):
        width = (upper - lower) / size
        return [(_short(lower + (k + 0.5) * width), width) for k in range(size)]
    steps = [9.0 * (2 * k / (size - 1) - 1) for k in range(size)]
    nodes = [centre + scale * sinh(t) for t in steps]
    if isfinite(lower) or isfinite(upper):
        end, side = (lower, 1) if isfinite(lower) else (upper, -1)
        nodes = [v for v in nodes if (v - end) * side > 0] + [end + side * scale * exp(t) for t in steps]
    nodes = sorted(set(nodes))
    gaps = [(b - a) / 2 for a, b in pairwise(nodes)]
    spacings = [a + b for a, b in zip([gaps[0], *gaps], [*gaps, gaps[-1]], strict=True)]
    return [(_short(v), w) for v, w in zip(nodes, spacings, strict=True)]


def _short(v: float) -> fmpq:
    """A rational number of nine digits close to a float."""
    return rational(f"{v:.9g}")
