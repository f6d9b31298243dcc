"""The closed forms of the maximum-likelihood estimate that a family declares, judged against the mean loss computed here."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import sympify

from symbolic.models.claims import Claim
from symbolic.models.family import Family
from symbolic.models.likelihood import loss
from symbolic.statements.estimate import EstimateIs

PLACE = 8
OF_DENSITIES = False


def facts(family: Family) -> Iterator[Claim]:
    """Each declared estimate is the one and only minimiser of the mean loss, under its conditions on the data."""
    for estimate in family.estimates:
        objective, point = family.mean(loss(family)), tuple((u, sympify(value)) for u, value in estimate.values)
        yield Claim("estimate", EstimateIs(objective, family.parameters, point, estimate.when))
