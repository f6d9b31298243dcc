"""Fisher information: the mean product of two scores; where the log-density is smooth, minus the mean of second slopes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations_with_replacement

from sympy import Expr, Mul

from symbolic.calculus.normal_form import Undecided
from symbolic.core.terms import Parameter, raw
from symbolic.models.claims import Claim
from symbolic.models.family import Family
from symbolic.models.judging import closed_form
from symbolic.models.members import Member, continuous, log_density, member, regular, slope, smooth
from symbolic.statements.integral import IntegralIs

PLACE = 4
OF_DENSITIES = True


def facts(family: Family) -> Iterator[Claim]:
    """The entries of the information matrix that are known in closed form, for the parameters that have one.

    An entry beside the diagonal is looked for where both of its parameters have one on it: sums of densities have none.
    """
    here = member(family)
    usable = [u for u in here.parameters if continuous(u) and regular(here.density, u)]
    entries = {(u, u): _entry(family, here, u, u) for u in usable}
    for u, v in combinations_with_replacement(usable, 2):
        if u != v and entries[u, u] and entries[v, v]:
            entries[u, v] = _entry(family, here, u, v)
        yield from entries.get((u, v), ())


def _entry(family: Family, here: Member, u: Parameter, v: Parameter) -> tuple[Claim, ...]:
    """One entry, in one or two ways; nothing where no closed form is known."""
    log_of_it, name = log_density(here.density), f"information of {u}" if u == v else f"information of {u} and {v}"
    integrands: list[tuple[str, Expr]] = []
    if smooth(here.density, u) and smooth(here.density, v):
        integrands.append((f"{name} by second slopes", raw(Mul, (here.density, -slope(log_of_it, u, v)))))
    integrands.append((name, raw(Mul, (here.density, slope(log_of_it, u), slope(log_of_it, v)))))
    value = next((found for _, tree in integrands if (found := _known(family, tree)) is not None), None)
    if value is None:
        return ()
    return tuple(
        Claim(way, IntegralIs(tree, family.outcomes, value, family.total), value) for way, tree in reversed(integrands)
    )


def _known(family: Family, integrand: Expr) -> Expr:
    try:
        return closed_form(family, integrand)
    except Undecided:
        return None
