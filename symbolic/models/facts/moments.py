"""Means under a member: of the variables, and of the loss at another member, which the law of large numbers needs."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Expr, Mul, oo

from symbolic.calculus.integrals import diverges
from symbolic.calculus.normal_form import Undecided
from symbolic.core.domains import INFINITY, RealInterval, positive
from symbolic.core.terms import Outcome, Parameter, raw, replace
from symbolic.models.claims import Claim
from symbolic.models.family import Family
from symbolic.models.judging import closed_form
from symbolic.models.members import Member, another, log_density, member, regular
from symbolic.statements.diverges import Diverges
from symbolic.statements.integrable import Integrable
from symbolic.statements.integral import IntegralIs

PLACE = 5
OF_DENSITIES = True


def facts(family: Family) -> Iterator[Claim]:
    """E[x], or that E|x| is infinite, and E[loss]: that an integral converges absolutely is part of its claim."""
    here, other = member(family), another(family)
    for x in family.outcomes:
        if x.column.domain.hull is None:
            continue
        found = _known(family, f"mean of {x}", raw(Mul, (here.density, x)))
        if found is not None or (found := _mean_of_some(family, here, x)) is not None:
            yield found
        elif diverges(raw(Mul, (here.density, Abs(x))), family.outcomes, family.total):
            size = raw(Mul, (here.density, raw(Abs, (x,))))
            yield Claim(f"{x} has no mean", Diverges(size, family.outcomes, family.total), oo)
    if all(regular(here.density, u) for u in here.parameters):
        if other.loss is not None:
            found = _known(family, "mean of the loss at another member", raw(Mul, (here.density, other.loss)))
            yield found or _finite(family, "the loss at another member has a mean", here.density, other.loss)
        yield _finite(family, "the log-density has a mean", here.density, log_density(here.density))


def _mean_of_some(family: Family, here: Member, x: Outcome) -> Claim | None:
    """The mean of a variable where one of the positive parameters exceeds 1, if it is known there."""
    for u in (*here.parameters, *family.known):
        if u.domain != positive:
            continue
        above = Parameter(u.name, RealInterval(1, INFINITY, False))
        integrand = raw(Mul, (replace(here.density, {u: above}.get), x))
        found = _known(family, f"mean of {x}, for {u} > 1", integrand)
        if found is not None:
            return found
    return None


def _known(family: Family, name: str, integrand: Expr) -> Claim | None:
    try:
        value = closed_form(family, integrand)
    except Undecided:
        return None
    return Claim(name, IntegralIs(integrand, family.outcomes, value, family.total), value)


def _finite(family: Family, name: str, density: Expr, body: Expr) -> Claim:
    return Claim(name, Integrable(density, body, family.outcomes, family.total))
