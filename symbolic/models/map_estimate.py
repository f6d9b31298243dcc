"""Maximum a posteriori estimation: a likelihood times a prior density, and the penalty it becomes. Nothing here proves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sympy import Add, Integer, Max, Min, Mul, log, sympify

from symbolic.calculus.normal_form import Undecided, written_out
from symbolic.chain import Chain, argmax
from symbolic.core.errors import MalformedTerm
from symbolic.core.notes import Note
from symbolic.core.terms import raw, replace
from symbolic.models import likelihood
from symbolic.models.family import Family, formula
from symbolic.rules import decreasing, drop_constant, increasing, rewrite, scale

POSTERIOR = (
    "The likelihood times the prior density: the posterior density, up to a factor that is free of the unknowns."
)


def density_at(family: Family, values: Mapping[Any, Any]) -> Any:
    """The density of a family, with values for its variables' outcomes and for its parameters.

    Arguments: `values`, such as `{x.outcome: w, mu: 0, sigma: tau}`. Raises MalformedTerm for what the family does not have.
    """
    strange = [k for k in values if k not in (*family.outcomes, *family.parameters, *family.known)]
    if not family.is_density:
        raise MalformedTerm(f"density_at({family}): it is a likelihood, and no density.")
    if strange:
        raise MalformedTerm(
            f"density_at({family}): {strange[0]} is neither an outcome of its variables nor a parameter."
        )
    given = {k: sympify(v) for k, v in values.items()}
    if family.density.has(Max, Min):  # SymPy's own are not always right: it is another density that they may make
        return replace(family.density, given.get)
    return family.density.xreplace(given)


def map_estimate(
    family: Family, prior: Any, *, penalty: Any = None, name: str = "", title: str = "", note: str = "",
    glossary: tuple[tuple[str, str], ...] = (),
) -> Chain:  # fmt: skip
    """The chain from the largest likelihood times prior to the smallest loss plus penalty, for the sum and for the mean.

    Arguments: `family`, with -log density = factor * loss + constant; `prior`, the prior density of the unknowns, an
    expression in them with values in [0, oo), such as `density_at(normal, {x.outcome: w, mu: 0, sigma: tau})` or, for many
    weights, `j.product(...)` over a table of them; `penalty`, what is added to the sum of the losses, in the form that
    practitioners know (by default those terms of -log prior / factor that depend on the unknowns). The estimate depends on
    the parametrisation, as every mode of a density does. Raises MalformedTerm for a prior that may be undefined.

    Source: Bishop, Pattern Recognition and Machine Learning, sections 1.2.5 and 3.1.4; Hastie, Tibshirani and Friedman, The
    Elements of Statistical Learning, section 3.4.
    """
    prior, factor, x = formula(f"map_estimate({family}): prior", prior), sympify(family.factor), family.sample
    minus_log_prior = raw(Mul, (Integer(-1), log(prior)))
    try:
        if penalty is None:
            weighted = likelihood.split(minus_log_prior, family.parameters)[0]
            penalty = written_out(raw(Mul, (1 / factor, weighted)))
        else:
            penalty = formula(f"map_estimate({family}): penalty", penalty)
            weighted = factor * penalty
        fixed = likelihood.difference(minus_log_prior, weighted)
    except Undecided as reason:
        raise MalformedTerm(
            f"map_estimate({family}), prior={prior}: its logarithm is not known here ({reason}). A prior density is finite "
            "and at least 0 for all values of the unknowns, closed ends of their domains included."
        ) from None
    per_sample, constant = likelihood.loss(family), likelihood.dropped(family)
    constants = [written_out(x.sum(family.at_rows(constant)))] if constant != 0 else []
    constants += [fixed] if fixed != 0 else []
    dropped = raw(Add, tuple(constants)) if len(constants) > 1 else sum(constants)
    summed = x.sum(family.at_rows(per_sample))
    objective = raw(Add, (x.sum(family.at_rows(factor * per_sample)), weighted))
    chain = (
        Chain(
            name or f"{family.name}_map",
            argmax(raw(Mul, (x.product(family.at_rows(family.density)), prior)), *family.parameters),
            title=title,
            glossary=glossary,
            note=note
            or (POSTERIOR if family.is_density else "The likelihood, which is no density, times the prior density."),
        )
        .then(increasing(log))
        .then(decreasing(lambda u: -u), note="The negative log-posterior, up to a constant.")
        .then(rewrite(raw(Add, (objective, dropped)) if constants else objective))
    )
    if constants:
        chain = chain.then(drop_constant(dropped), note=Note("Dropped: {}, which is free of the unknowns.", dropped))
    if factor != 1:
        chain = chain.then(scale(1 / factor), note=Note("Divided by {}, which is positive.", factor))
        chain = chain.then(rewrite(raw(Add, (summed, penalty))))
    return chain.then(scale(1 / x.n)).then(
        rewrite(raw(Add, (summed / x.n, penalty / x.n))),
        note="For the mean of the losses, the weight of the penalty is divided by the number of rows.",
    )
