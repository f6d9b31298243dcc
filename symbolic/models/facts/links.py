"""The links that a family declares: each takes every parameter once, or is at least strictly monotone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from symbolic.core.domains import Domain, interior, reals
from symbolic.core.terms import Parameter, replace, symbols
from symbolic.models.claims import Claim
from symbolic.models.family import Family
from symbolic.models.judging import proved
from symbolic.statements.decreasing import Decreasing
from symbolic.statements.increasing import Increasing
from symbolic.statements.one_to_one import OneToOne

PLACE = 2
OF_DENSITIES = False


def facts(family: Family) -> Iterator[Claim]:
    """A link maps the reals one to one onto the inside of its parameter's domain; else it is strictly monotone there."""
    for u, link in family.links:
        (variable,) = symbols(link)
        if link == variable:
            continue
        z = Parameter(variable.name, reals)
        found = list(_statements(replace(link, {variable: z}.get), z, u.domain))
        yield Claim(f"link of {u}", next(filter(proved, found), found[0]))


def _statements(link: Any, z: Parameter, domain: Domain) -> Iterator[OneToOne | Increasing | Decreasing]:
    """What may be said of a link, the strongest first."""
    yield OneToOne(link, z, reals, interior(domain))
    yield Increasing(link, z, reals)
    yield Decreasing(link, z, reals)
