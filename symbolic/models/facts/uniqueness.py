"""Where the loss is convex and no closed form says more: is there exactly one estimate, or at most one?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import log

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.normal_form import Undecided, written_out
from symbolic.core.terms import RowSum, walk
from symbolic.models.claims import Claim
from symbolic.models.family import Family
from symbolic.models.judging import proved
from symbolic.models.likelihood import loss
from symbolic.statements.at_most_one import AtMostOne
from symbolic.statements.convex import Convex
from symbolic.statements.exactly_one import ExactlyOne

PLACE = 9
OF_DENSITIES = False


def facts(family: Family) -> Iterator[Claim]:
    """Exactly one minimiser of the mean loss, for all data or for all that are not constant, or else at most one."""
    if family.estimates:
        return
    try:
        per_sample = loss(family)
    except Undecided:
        return
    shape = Convex(per_sample, family.parameters, granted=family.hypotheses)
    if not proved(shape):
        return
    objective = family.mean(per_sample)
    for when in ((), *(((gap > 0),) for gap in _gaps(family, objective))):
        statement = ExactlyOne(objective, family.parameters, when)
        if proved(statement):
            note = "The condition holds unless all data are equal (Jensen's inequality)." if when else ""
            yield Claim("exactly one estimate", statement, note=note)
            return
    yield Claim("at most one estimate", AtMostOne(objective, family.parameters))


def _gaps(family: Family, objective: Any) -> Iterator[Any]:
    """log of the mean less mean of the log, for what is positive and averaged: at least 0, and 0 if it is constant alone."""
    try:
        averaged = {t.body for t in walk(written_out(objective)) if isinstance(t, RowSum)}
    except Undecided:
        return
    for body in sorted(averaged, key=str):
        try:
            where = Values().of(body)
        except Undefined:
            continue
        if where.positive and where.bounded_values:
            x = family.sample
            yield log(x.sum(body) / x.n) - x.sum(log(body)) / x.n
