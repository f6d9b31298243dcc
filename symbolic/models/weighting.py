"""Weights: the likelihood of a row counted as often as its weight says. Nothing here proves."""

from __future__ import annotations

from typing import Any

from sympy import Pow, sympify

from symbolic.core.domains import nonnegative, subset
from symbolic.core.errors import MalformedTerm
from symbolic.core.terms import Sample, raw
from symbolic.models.family import Family, Likelihood

GIVEN = "The weights are given, and do not depend on the unknowns. Whole weights say how often a row was seen."


def weighted(family: Family, weight: Sample, *, name: str = "", **declared: Any) -> Likelihood:
    """The likelihood q(x)^w of a row x that counts w times, whose loss is w times that of the family.

    Arguments: `family`, a `Family` or a `Likelihood`; `weight`, a column of numbers w >= 0 in the same table; `name`, by
    default the family's with `_weighted`; what else a `Likelihood` declares, such as `loss`. q^w is no density of x, unless
    w = 1. Raises MalformedTerm where a part does not fit the others.

    Source: McCullagh and Nelder, Generalized Linear Models, section 2.2, where they are prior weights.
    """
    name = name or f"{getattr(family, 'name', family)}_weighted"
    if not isinstance(family, Family):
        raise MalformedTerm(f"{name}: family={family!r}: give a Family, such as symbolic.families.bernoulli.family.")
    if not isinstance(weight, Sample) or not subset(weight.column.domain, nonnegative):
        raise MalformedTerm(
            f"{name}: weight={weight}: give a column of numbers from 0 on: sample('w', domain=nonnegative)."
        )
    if twice := {"variables", "parameters", "likelihood", "density"} & set(declared):
        raise MalformedTerm(f"{name}: {min(twice)}=...: it follows from {family} and {weight}.")
    w = weight.outcome
    given = {
        "known": family.known,
        "inputs": family.inputs,
        "total": family.total,
        "loss": None if family.loss is None else w * family.loss,
        "factor": sympify(family.factor),
        "links": dict(family.links),
        "title": f"{family.title or family.name}, weighted",
        "source": family.source,
        "hypotheses": family.hypotheses,
        "under": (*(family.under if isinstance(family, Likelihood) else ()), GIVEN),
        **declared,
    }
    made = raw(Pow, (family.density, w))
    return Likelihood(
        name, variables=(*family.variables, weight), parameters=family.parameters, likelihood=made, **given
    )


__all__ = ["GIVEN", "weighted"]
