"""The score, the slope of the log-density in a parameter, and its mean; of what is no density the slope alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Integer, Mul

from symbolic.calculus.normal_form import Undecided, shared
from symbolic.core.terms import raw
from symbolic.models.claims import Claim
from symbolic.models.family import Family
from symbolic.models.judging import closed_form
from symbolic.models.members import continuous, log_density, member, regular, slope
from symbolic.statements.equal import Equal
from symbolic.statements.integral import IntegralIs

PLACE = 3
OF_DENSITIES = False


def facts(family: Family) -> Iterator[Claim]:
    """The score of each continuous parameter, and its mean: 0, or what it is where the support depends on the parameter.

    That it is the score says: the density times it is the density's slope, wherever there is one.
    """
    here = member(family)
    for u in here.parameters:
        if not continuous(u):
            continue  # a parameter that is no real number has no score
        score = slope(log_density(here.density), u)
        integrand = raw(Mul, (here.density, score))
        if _comparable(integrand):
            yield Claim(f"score of {u}", Equal(slope(here.density, u), integrand), score)
        if not family.is_density:
            continue  # nobody knows the law of what is no density's outcome
        mean, note = Integer(0), ""
        if not regular(here.density, u):
            note = (
                f"The support depends on {u}: the mean of the score need not be 0, and there is no Fisher information."
            )
            try:
                mean = closed_form(family, integrand)
            except Undecided:
                continue
        stated = IntegralIs(integrand, family.outcomes, mean, family.total)
        yield Claim(f"mean of the score of {u}", stated, score, note)


def _comparable(tree: Any) -> bool:
    """Has it a normal form?"""
    try:
        shared(()).of(tree)
    except Undecided:
        return False
    return True
