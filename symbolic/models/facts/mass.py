"""The integral of a density over its support is 1: it has total mass 1, whatever the parameters."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Integer

from symbolic.core.terms import Applied, walk
from symbolic.models.claims import Claim
from symbolic.models.family import Family
from symbolic.statements.integral import IntegralIs

PLACE = 1
GRANTED = "It is taken for granted by hypotheses=(Obligation('integral', (density, (x.outcome,), Integer(1), None)),). "
NO_DENSITY = "What is no density, as a censored or a quasi-likelihood is none, is declared as a Likelihood"
OF_DENSITIES = True


def facts(family: Family) -> Iterator[Claim]:
    """The integral of the density over its support is 1, for all values of the parameters."""
    abstract = any(isinstance(t, Applied) for t in walk(family.density))
    stated = IntegralIs(family.density, family.outcomes, Integer(1), family.total)
    yield Claim("total mass", stated, advice=f"{GRANTED if abstract else ''}{NO_DENSITY}")
