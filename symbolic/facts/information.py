"""Fisher information: the mean product of two scores; where the log-density is smooth, minus the mean of second slopes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations_with_replacement
from typing import Any

from sympy import Mul

from symbolic.facts import Claim
from symbolic.family import Family
from symbolic.integrals import compute
from symbolic.kernel import Obligation
from symbolic.members import continuous, log_density, member, regular, slope, smooth
from symbolic.normal_form import Undecided
from symbolic.terms import raw

PLACE = 4


def facts(family: Family) -> Iterator[Claim]:
    """The entries of the information matrix that are known in closed form, for the parameters that have one."""
    here = member(family)
    usable = [u for u in here.parameters if continuous(u) and regular(here.density, u)]
    log_of_it = log_density(here.density)
    for u, v in combinations_with_replacement(usable, 2):
        entry = f"{u}" if u == v else f"{u} and {v}"
        integrands: list[tuple[str, Any]] = []
        if smooth(here.density, u) and smooth(here.density, v):
            second = raw(Mul, (here.density, -slope(log_of_it, u, v)))
            integrands.append((f"information of {entry} by second slopes", second))
        scores = raw(Mul, (here.density, slope(log_of_it, u), slope(log_of_it, v)))
        integrands.append((f"information of {entry}", scores))
        value = next((found for _, tree in integrands if (found := _known(family, tree)) is not None), None)
        if value is None:
            continue
        for name, tree in reversed(integrands):
            about = (tree, family.outcomes, value, family.total, family.substitution)
            yield Claim(name, Obligation("integral", about), value)


def _known(family: Family, integrand: Any) -> Any:
    try:
        return compute(integrand, family.outcomes, family.total)
    except Undecided:
        return None
