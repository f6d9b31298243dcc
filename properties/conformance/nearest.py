"""Readings under which an implementation is nearly a loss: its values are those of the terms, a few of which count otherwise.

A loss that is wrong has no reading under which it is right, and what is wrong with it can only be told under some reading. In
floats the values are fitted by the terms of the loss in which something moves; whether it is so, balls decide afterwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from sympy import Add

from properties.conformance.candidates import Candidate
from properties.conformance.recognising import fitted, summands
from properties.conformance.reference import LossReference
from properties.conformance.roughly import RoughExpression
from properties.conformance.screening import CLOSE, Screen

MOST_WRONG = 2  # terms that count otherwise than they should
LARGEST = 12  # denominator of how often a term is there
SPARE = 3  # more moves than terms


def nearly(screen: Screen, reference: LossReference, candidates: Sequence[Candidate]) -> list[tuple[int, Candidate]]:
    """The readings under which few terms of the loss are there otherwise than once, and one at least is: how many, and which.

    Arguments: `screen`, of the implementation beside that `reference`.
    """
    found: dict[Candidate, int] = {}
    for terms in _terms(reference):
        parts = [RoughExpression(t, [i.symbol for i in reference.inputs]) for t in terms]
        for c, seen, columns in screen.moves(candidates, parts):
            wrong = _wrong(seen, columns)
            if wrong is not None:
                found[c] = min(wrong, found.get(c, wrong))
    return [(wrong, c) for c, wrong in found.items()]


def _terms(reference: LossReference) -> Iterator[list[Any]]:
    """What the loss is the sum of, as it was declared and in its last form, as far as something moves in it."""
    moving = {i.symbol for i in reference.moving}
    for parts in (summands(reference.forms[0]), Add.make_args(reference.forms[-1].expand())):
        terms = [t for t in parts if t.free_symbols & moving]
        if len(terms) > 1:
            yield terms


def _wrong(seen: Sequence[float], columns: Sequence[Sequence[float]]) -> int | None:
    """How many terms are there otherwise than once, where some are there once; None where it is no such sum."""
    if len(seen) < len(columns) + SPARE or not all(any(c) for c in columns):
        return None
    sizes = [max(1.0, abs(v), *(abs(c[k]) for c in columns)) for k, v in enumerate(seen)]
    weighed = [[x / z for x, z in zip(c, sizes, strict=True)] for c in (*columns, seen)]
    simple = [Fraction(x).limit_denominator(LARGEST) for x in fitted(weighed[:-1], weighed[-1])]
    wrong = sum(q != 1 for q in simple)
    if not 0 < wrong <= min(MOST_WRONG, len(columns) - 1):
        return None
    sums = [math.fsum(float(q) * c[k] for q, c in zip(simple, weighed, strict=False)) for k in range(len(seen))]
    return wrong if all(abs(s - v) <= CLOSE for s, v in zip(sums, weighed[-1], strict=True)) else None
