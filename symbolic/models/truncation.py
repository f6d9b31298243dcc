"""Truncation: a family's outcomes where only those in a part of its support are seen. Nothing here proves."""

from __future__ import annotations

from typing import Any

from sympy import Mul

from symbolic.calculus.integrals import compute
from symbolic.calculus.normal_form import Undecided
from symbolic.core.domains import Domain, discrete, interior, subset
from symbolic.core.errors import MalformedTerm
from symbolic.core.terms import Parameter, Sample, raw, replace
from symbolic.models.family import Family, only_variable


def truncated(family: Family, to: Domain, *, name: str = "", **declared: Any) -> Family:
    """The conditional densities q(x given x in A) = q(x) / Q(A) of a family on a part A of its support.

    Arguments: `family`, of one variable; `to`, the part A; `name`, by default the family's with `_truncated`; what else a
    `Family` declares, such as `loss`. Q(A), the mass that is kept, depends on the unknowns, and stays in the loss. It has to
    be positive: so the unknowns range over the interior of their domains. Its formula is proposed by the table of integrals;
    that the density has mass 1 is proved like that of any family. Raises MalformedTerm where no formula is known.

    Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 1, section 10.1.
    """
    name = name or f"{getattr(family, 'name', family)}_truncated"
    old = only_variable(name, family, "truncated")
    if not isinstance(to, Domain) or discrete(to) != discrete(old.column.domain) or not subset(to, old.column.domain):
        raise MalformedTerm(f"{name}: to={to}: give a part of {old.column.domain}, on which {family} is declared.")
    if twice := {"variables", "parameters", "density"} & set(declared):
        raise MalformedTerm(f"{name}: {min(twice)}=...: it follows from {family} and {to}.")
    x = Sample(old.column.name, old.column.size, to)
    inner = {u: Parameter(u.name, interior(u.domain)) for u in family.parameters}
    moved: dict[Any, Any] = {**inner, old.outcome: x.outcome}
    density = replace(family.density, moved.get)
    try:
        kept = compute(density, (x.outcome,))
    except Undecided as reason:
        raise MalformedTerm(
            f"{name}: the mass of {family} on {to} is not known here ({reason}): declare a Family with it yourself."
        ) from reason
    given = {
        "known": family.known,
        "inputs": family.inputs,
        "links": {inner[u]: link for u, link in family.links},
        "title": f"{family.title or family.name}, truncated to {to}",
        "source": family.source,
        **declared,
    }
    return Family(
        name, variables=(x,), parameters=tuple(inner.values()), density=raw(Mul, (density, 1 / kept)), **given
    )


__all__ = ["truncated"]
