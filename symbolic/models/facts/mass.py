"""The integral of a density over its support is 1: it has total mass 1, whatever the parameters."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Integer

from symbolic.models.claims import Claim
from symbolic.models.family import Family
from symbolic.statements.integral import IntegralIs

PLACE = 1
OF_DENSITIES = True


def facts(family: Family) -> Iterator[Claim]:
    """The integral of the density over its support is 1, for all values of the parameters."""
    yield Claim("total mass", IntegralIs(family.density, family.outcomes, Integer(1), family.total))
