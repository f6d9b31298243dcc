"""Cross-entropy and Kullback-Leibler divergence between two members, and that the latter is never negative."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Mul

from symbolic.calculus.normal_form import Undecided
from symbolic.core.terms import raw
from symbolic.models.claims import Claim
from symbolic.models.family import Family
from symbolic.models.judging import closed_form
from symbolic.models.members import another, log_density, member, regular
from symbolic.statements.gibbs import Gibbs
from symbolic.statements.integral import IntegralIs

PLACE = 6
OF_DENSITIES = True


def facts(family: Family) -> Iterator[Claim]:
    """E_q[-log q_0] and E_q[log q - log q_0] where they have a closed form, and KL(q, q_0) >= 0."""
    here, other = member(family), another(family)
    if all(regular(here.density, u) for u in here.parameters):
        log_here, log_other = log_density(here.density), log_density(other.density)
        for name, loss in (("cross-entropy", -log_other), ("KL divergence", log_here - log_other)):
            integrand = raw(Mul, (here.density, loss))
            try:
                value = closed_form(family, integrand)
            except Undecided:
                continue
            stated = IntegralIs(integrand, family.outcomes, value, family.total)
            yield Claim(f"{name} of two members", stated, value)
    inequality = Gibbs(here.density, other.density, family.outcomes, family.total)
    yield Claim("KL divergence of two members is at least 0", inequality)
