"""What follows for the members of an exponential family from their mass alone (symbolic.calculus.exponential_families).

Nothing is proved here but from what is among the hypotheses `given` of an obligation, word for word.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import Derivative, Expr

from symbolic.calculus.enclosing import Undefined
from symbolic.calculus.exponential_families import Model, Names, models
from symbolic.calculus.normal_form import NormalForm, Polynomial, Undecided, written_polynomial
from symbolic.calculus.slopes import is_open
from symbolic.core.domains import positive
from symbolic.core.statement import Statement
from symbolic.core.terms import Parameter, walk
from symbolic.kernel import Answer, Verdict
from symbolic.statements.at_most_one import AtMostOne
from symbolic.statements.convex import Convex
from symbolic.statements.estimating_equation import EstimatingEquation
from symbolic.statements.gibbs import Gibbs
from symbolic.statements.integrable import Integrable
from symbolic.statements.integral import IntegralIs
from symbolic.statements.within import Within

ABOUT = (IntegralIs, Integrable, Gibbs, Convex, AtMostOne, EstimatingEquation)


def prove(obligation: Statement) -> Answer:
    """Means under a member, convexity, the information inequality and the estimating equation, given the mass.

    `integral` and `integrable` for a member times what is a polynomial in T, of degree at most 2 for a value; `gibbs` for
    two members; `convex` and `estimating equation` for a B(u) + b u + c with a >= 0, whatever b and c are; `at most one`
    where a > 0 and B'' > 0 is another hypothesis.
    """
    ask = QUESTIONS[type(obligation)]
    reasons = []
    for model in models(obligation.granted):
        stated = f"the mass is 1 for every {model.unknown} in {model.unknown.domain}"
        try:
            more = ask(model, obligation)
        except (Undecided, Undefined) as reason:
            reasons.append(str(reason))
            continue
        return Answer(Verdict.PROVED, f"{stated}{more or ''}, as stated")
    return Answer(Verdict.UNKNOWN, "; ".join(reasons))


# ---- the questions: each raises Undecided or Undefined where the statement does not follow ---------------------------


def _integral(model: Model, obligation: IntegralIs) -> None:
    integrand, outcomes, value = obligation.integrand, obligation.outcomes, obligation.value
    model.over(outcomes, obligation.total)
    if any(x in outcomes for x in walk(value)):
        raise Undecided(f"{value} mentions what is integrated over")
    names, forms = Names(model, integrand, value), NormalForm()
    found = model.mean(integrand, names)
    if not forms.equal(found, forms.of(names.of(value))):
        raise Undecided(f"it is {names.back(written_polynomial(found))}, which is not known to be {value}")


def _integrable(model: Model, obligation: Integrable) -> None:
    density, body = obligation.density, obligation.expression
    model.over(obligation.outcomes, obligation.total)
    model.member(density)
    model.polynomial(Names(model, density, body).of(body), NormalForm())


def _gibbs(model: Model, obligation: Gibbs) -> None:
    model.over(obligation.outcomes, obligation.total)
    model.member(obligation.density)
    model.member(obligation.other_density)


def _convex(model: Model, obligation: Convex) -> None:
    _convex_in(model, obligation.loss, obligation.unknowns)


def _at_most_one(model: Model, obligation: AtMostOne) -> str:
    v, _, (a, _), forms = _convex_in(model, obligation.objective, obligation.unknowns)
    bend = Derivative(model.cumulant, (model.unknown, 2))
    if Within(bend, positive) not in obligation.granted:
        raise Undecided(
            f"it is not stated that {bend} > 0, which says that {model.statistic} is not almost surely constant"
        )
    if forms.sign_of(a) != 1:
        raise Undecided(f"{obligation.objective} is not known to be strictly convex in {v}")
    return f", and {bend} > 0"


def _estimating_equation(model: Model, obligation: EstimatingEquation) -> None:
    """What is convex and differentiable on an open interval is minimal where its derivative vanishes, and only there."""
    objective, unknowns, (left, right) = obligation.objective, obligation.unknowns, obligation.equation
    v, names, (a, b), forms = _convex_in(model, objective, unknowns, left, right)
    if not is_open(v):
        raise Undecided(f"{v} in {v.domain}, which is not open")
    slope = forms.add(forms.multiply(a, forms.of(names.at[v].first)), b)
    gap = forms.add(forms.of(names.of(left)), {m: -c for m, c in forms.of(names.of(right)).items()})
    if not forms.equal(gap, slope):
        raise Undecided(f"the derivative is {names.back(written_polynomial(slope))}")


def _convex_in(
    model: Model, objective: Expr, unknowns: tuple[Parameter, ...], *more: Expr
) -> tuple[Parameter, Names, tuple[Polynomial, Polynomial], NormalForm]:
    """The unknown, and what an objective that is convex in it is made of. Raises Undecided or Undefined."""
    if len(unknowns) != 1 or unknowns[0] not in model.parameters(*unknowns):
        raise Undecided(f"the mass is stated for {model.unknown} in {model.unknown.domain} alone")
    (v,), forms = unknowns, NormalForm()
    names = Names(model, v, objective, *more)
    parts = model.affine(names.of(objective), v, forms)
    if parts[0] and forms.sign_of(parts[0]) is None:
        raise Undecided(f"{objective} has a multiple of {model.cumulant_at(v)} whose sign is not known")
    return v, names, parts, forms


QUESTIONS: dict[type[Statement], Callable[[Model, Any], str | None]] = {
    IntegralIs: _integral,
    Integrable: _integrable,
    Gibbs: _gibbs,
    Convex: _convex,
    AtMostOne: _at_most_one,
    EstimatingEquation: _estimating_equation,
}
