"""Is the loss convex in the unknowns jointly, as the family has them, and in each of them through its link?"""

from __future__ import annotations

from collections.abc import Iterator

from symbolic.calculus.normal_form import Undecided
from symbolic.core.domains import is_interval, reals
from symbolic.core.terms import Parameter, replace, symbols
from symbolic.models.claims import Claim
from symbolic.models.family import Family
from symbolic.models.likelihood import loss, negative_log_density
from symbolic.statements.convex import Convex

PLACE = 7
OF_DENSITIES = False


def facts(family: Family) -> Iterator[Claim]:
    """Convexity of the per-sample loss, wherever the unknowns range over intervals."""
    try:
        per_sample = loss(family)
    except Undecided:
        per_sample = negative_log_density(family)
    unknowns = family.parameters
    if all(is_interval(u.domain) for u in unknowns):
        yield Claim("convexity", Convex(per_sample, unknowns), per_sample)
    for u, link in family.links:
        (variable,) = symbols(link)
        if link == variable:
            continue
        z = Parameter(variable.name, reals)
        through = replace(link, {variable: z}.get)
        linked = replace(per_sample, {u: through}.get)
        yield Claim(f"convexity through the link of {u}", Convex(linked, (z,)), linked, f"{u} = {link}")
