"""Estimates, and what is certain of them, in words: shorter or longer numbers, names of columns, intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from math import ceil, floor, isfinite, log10
from typing import Any

from flint import arb, fmpq
from sympy import pi

from properties.data.family_data import Data
from properties.estimation.certificates import Box, Certificate
from properties.estimation.found import Found
from properties.estimation.landmarks import as_float, landmarks
from properties.estimation.linear import Linear
from properties.estimation.objectives import (
    ParameterPoint,
    decimal,
)
from properties.instances.numbers import (
    ExtendedNumber,
    rational,
    show,
)


def described(found: Found, certificate: Certificate | None) -> str:
    """How an estimate was found, and what is certain of it, for a human."""
    if "table" in found.point:
        return "the relative frequencies, exact (Gibbs' inequality)"
    if found.closed is not None:
        return "closed form, exact" if found.exact else "closed form, in balls"
    if certificate is None:
        return "the best that was found by a search: that it is a minimiser is not certified"
    return f"found by a search, then certified: {certificate.how}"


def claims(data: Data, found: Found, c: Certificate | None) -> list[str]:
    """What is certain of all minimisers on these data, in lines."""
    if c is None or found.closed is not None or "table" in found.point:
        return []
    if c.exact:
        return [
            "it is the only minimiser, exactly" if c.one else "it is a minimiser, exactly, and may not be the only one"
        ]
    shown = [_box(data, box, 11 if c.flat else 4) for box in c.boxes]
    if c.flat is not None:
        ((name, _),) = c.boxes[0].items()
        low, high = map(decimal, c.flat)
        return [f"every {name} in [{low}, {high}] is a minimiser, and every minimiser lies in {shown[0]}"]
    if len(shown) == 1:
        said = [f"{'the only minimiser' if c.one else 'every minimiser'} lies in {shown[0]}"]
    else:
        said = [f"every minimiser lies in one of {len(shown)} places:", *(f"  {text}" for text in shown)]
    if c.symmetry:
        said.append(f"each of them holds one: {c.symmetry}")
    if c.period is not None:
        length = str(c.period) if c.period.has(pi) else decimal(rational(c.period))
        said.append(f"up to whole multiples of {length}, the period of the mean loss")
    if c.least is not None:
        said.append(f"the least mean loss lies in {_between(*c.least)}")
    return said


def called(data: Data, name: str) -> str:
    """The name of an unknown for a human: a weight of a regression is called by its column as well."""
    label = dict(data.family.labels).get(name) if isinstance(data.family, Linear) else None
    return name if label is None else f"{name} ({label})"


def told(data: Data, v: fmpq) -> str:
    """A number for a human, in more digits where the data spread over little beside it: 1e12 + 2 may not read 1e12."""
    size, spread = as_float(abs(v)), landmarks(data)[1]
    far = isfinite(size) and size > spread
    return decimal(v, max(10, min(30, 6 + ceil(log10(size) - log10(spread)))) if far else 10)


def shown(data: Data, point: ParameterPoint) -> str:
    """A parameter for a human."""
    values = table_of(data, point) if "table" in point else {called(data, k): told(data, v) for k, v in point.items()}
    return ", ".join(f"{name} = {v}" for name, v in values.items())


def _box(data: Data, box: Box, digits: int) -> str:
    """Between which numbers each unknown lies, with so many digits that the two ends differ, and at least `digits`."""
    return ", ".join(
        f"{called(data, name)} = {decimal(low, 17)}"
        if low == high
        else f"{called(data, name)} in {_between(low, high, digits)}"
        for name, (low, high) in box.items()
    )


def _between(low: Any, high: Any, least: int = 4) -> str:
    """An interval in decimals, rounded outwards, a few digits beyond those in which its ends agree."""
    a, b = (v if isinstance(v, fmpq) else v.fmpq() if v.is_finite() else None for v in (low, high))
    if a is None or b is None:
        return f"[{low}, {high}]"
    size, gap = (log10(as_float(v)) if v else -math.inf for v in (max(abs(a), abs(b)), b - a))
    digits = min(13, max(least, ceil(size - gap) + 2)) if isfinite(size) and isfinite(gap) else 13
    unit = fmpq(10) ** (floor(size) + 1 - digits) if isfinite(size) else fmpq(1)
    down, up = a / unit, -b / unit
    return f"[{decimal((down.p // down.q) * unit, digits + 1)}, {decimal(-(up.p // up.q) * unit, digits + 1)}]"


def table_of(data: Data, point: ParameterPoint) -> dict[str, str]:
    """The probabilities of the labels, by label; of the eight most frequent where there are many."""
    cells = sorted(data.cells, key=lambda cell: (-data.cells[cell], cell))[:8]
    names = {cell: ", ".join(str(data.values[n][k]) for n, k in zip(data.names, cell, strict=True)) for cell in cells}
    more = {"others": str(len(data.cells) - 8)} if len(data.cells) > 8 else {}
    return {f"q({names[cell]})": str(point["table"][cell]) for cell in cells} | more


def where_said(conditions: Sequence[Any]) -> str:
    return f" where {' and '.join(map(str, conditions))}" if conditions else ""


def clear(v: ExtendedNumber | None) -> bool:
    """Is the first digit of a value known?"""
    return v is not None and not (isinstance(v, arb) and v.rel_accuracy_bits() < 4)


def brief(v: ExtendedNumber | None) -> str:
    """A value for a table: exact where it is short; a ball that may be 0 as such, for its middle would read as 0."""
    if v is None:
        return ""
    if isinstance(v, arb) and not clear(v):
        return v.str(3) if v.is_finite() else "not known"
    text = show(v)
    return text if len(text) <= 18 else decimal(v)
