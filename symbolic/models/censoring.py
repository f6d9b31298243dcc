"""Right censoring: the likelihood of a time and of whether the event was seen, or is later. Nothing here proves."""

from __future__ import annotations

from typing import Any

from sympy import Expr, Integer, Mul, Pow, Rational

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.normal_form import Undecided, shared
from symbolic.calculus.slopes import analytic, derivative
from symbolic.core.domains import INFINITY, binary, continuum, interior
from symbolic.core.errors import MalformedTerm
from symbolic.core.statement import Statement
from symbolic.core.terms import AtMost, Outcome, Parameter, Sample, parameter, raw, replace, symbols, walk
from symbolic.models.family import Family, Likelihood, formula, only_variable
from symbolic.statements.equal import Equal
from symbolic.statements.integral import IntegralIs

NON_INFORMATIVE = (
    "Censoring is non-informative: that a time is censored tells no more of the time of the event than that it is later, "
    "and the law of the censoring does not depend on the unknowns."
)


def right_censored(family: Family, event: Sample, survival: Any, *, name: str = "", **declared: Any) -> Likelihood:
    """The likelihood f(t)^d S(t)^(1-d) of a time t and of whether the event was seen (d = 1) or the time is censored (d = 0).

    Arguments: `family`, of one variable, the time, whose density is f; `event`, a column of 0 and 1 in the same table;
    `survival`, S(t), the probability of a later time, an expression in the time's outcome and the parameters; `name`, by
    default the family's with `_censored`; what else a `Likelihood` declares, such as `loss`. That S is the survival function
    of f is claimed under `further`: its slope is -f, and it is 1 at the lower end of the times, where they have one; else it
    is the integral of f above each place. Raises MalformedTerm where a part does not fit the others.

    Source: Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, section 3.2.
    """
    name = name or f"{getattr(family, 'name', family)}_censored"
    time = only_variable(name, family, "censored")
    if not continuum(time.column.domain):
        raise MalformedTerm(f"{name}: times range over {time.column.domain}: give a family of real numbers.")
    if not isinstance(event, Sample) or event.column.domain != binary:
        raise MalformedTerm(f"{name}: event={event}: give a column of 0 and 1, such as sample('d', domain=binary).")
    if twice := {"variables", "parameters", "likelihood", "density"} & set(declared):
        raise MalformedTerm(f"{name}: {min(twice)}=...: it follows from {family}, {event} and the survival function.")
    s = formula(f"{name}: survival", survival)
    strange = {t for t in walk(s) if isinstance(t, Outcome)} - set(family.columns)
    if strange:
        raise MalformedTerm(f"{name}: survival={s}: {min(map(str, strange))} is no outcome of {family}.")
    d = event.outcome
    seen, later = raw(Pow, (family.density, d)), raw(Pow, (s, 1 - d))
    given = {
        "known": family.known,
        "inputs": family.inputs,
        "links": dict(family.links),
        "title": f"{family.title or family.name}, censored on the right",
        "source": family.source,
        "hypotheses": family.hypotheses,
        "under": (NON_INFORMATIVE,),
        **declared,
    }
    given["further"] = (*_survives(family, s), *given.get("further", ()))
    made = raw(Mul, (seen, later))
    return Likelihood(name, variables=(time, event), parameters=family.parameters, likelihood=made, **given)


def _survives(family: Family, survival: Expr) -> tuple[tuple[str, Statement], ...]:
    """What says that it is the survival function of the family's density."""
    x, used = family.outcomes[0], {s.name for tree in (family.density, survival) for s in symbols(tree)}
    domain = x.column.domain
    lower = domain.hull.lower
    c = parameter(next(n for n in ("c", "t_0", "threshold") if n not in used), interior(domain))
    if lower == -INFINITY or isinstance(lower, float):
        above = raw(Mul, (family.density, AtMost(c, x)))
        return (("survival function", IntegralIs(above, (x,), replace(survival, {x: c}.get), None)),)
    there, slope = Rational(lower.numerator, lower.denominator), _slope(replace(survival, {x: c}.get), c)
    opposite = raw(Mul, (Integer(-1), replace(family.density, {x: c}.get)))
    return (
        ("slope of the survival function", Equal(slope, opposite)),
        ("survival at the lower end", Equal(replace(survival, {x: there}.get), Integer(1))),
    )


def _slope(survival: Expr, c: Parameter) -> Expr:
    """The derivative in a time. Raises MalformedTerm where it is not known to have one."""
    try:
        if analytic(survival, (c,), Values()):
            return derivative(survival, c, shared(()))
        reason: object = "it may have a kink"
    except (Undecided, Undefined) as found:
        reason = found
    raise MalformedTerm(f"survival={survival}: its slope is not known here ({reason}): declare a Likelihood yourself.")


__all__ = ["NON_INFORMATIVE", "right_censored"]
