"""Means under a member: of the variables, and of the loss at another member, which the law of large numbers needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Abs, Mul, oo

from symbolic.facts import Claim
from symbolic.family import Family
from symbolic.integrals import compute, diverges
from symbolic.kernel import Obligation
from symbolic.members import member, regular
from symbolic.normal_form import Undecided
from symbolic.terms import raw

PLACE = 5


def facts(family: Family) -> Iterator[Claim]:
    """E[x], or that E|x| is infinite, and E[loss]: that an integral converges absolutely is part of its claim."""
    here, other = member(family), member(family, "0")
    for x in family.outcomes:
        if x.column.domain.hull is None:
            continue
        found = _known(family, f"mean of {x}", raw(Mul, (here.density, x)))
        if found is not None:
            yield found
        elif diverges(raw(Mul, (here.density, Abs(x))), family.outcomes, family.total):
            about = (raw(Mul, (here.density, raw(Abs, (x,)))), family.outcomes, family.total)
            yield Claim(f"{x} has no mean", Obligation("diverges", about), oo)
    if other.loss is not None and all(regular(other.density, u) for u in other.parameters):
        found = _known(family, "mean of the loss at another member", raw(Mul, (here.density, other.loss)))
        if found is not None:
            yield found


def _known(family: Family, name: str, integrand: Any) -> Claim | None:
    try:
        value = compute(integrand, family.outcomes, family.total)
    except Undecided:
        return None
    about = (integrand, family.outcomes, value, family.total, family.substitution)
    return Claim(name, Obligation("integral", about), value)
