"""What follows for the members of an exponential family from their mass alone (symbolic.calculus.exponential_families).

Nothing is proved here but from what is among the hypotheses `given` of an obligation, word for word.
"""

from __future__ import annotations

from sympy import Derivative, Expr

from symbolic.calculus.enclosing import Undefined
from symbolic.calculus.exponential_families import Model, Names, models
from symbolic.calculus.normal_form import NormalForm, Polynomial, Undecided, written_polynomial
from symbolic.calculus.slopes import is_open
from symbolic.core.domains import positive
from symbolic.core.terms import Parameter, walk
from symbolic.kernel import Answer, Obligation, Verdict


def prove(obligation: Obligation) -> Answer:
    """Means under a member, convexity, the information inequality and the estimating equation, given the mass.

    `integral` and `integrable` for a member times what is a polynomial in T, of degree at most 2 for a value; `gibbs` for
    two members; `convex` and `estimating equation` for a B(u) + b u + c with a >= 0, whatever b and c are; `at most one`
    where a > 0 and B'' > 0 is another hypothesis.
    """
    ask = QUESTIONS.get(obligation.kind)
    if ask is None:
        return Answer(Verdict.UNKNOWN)
    reasons = []
    for model in models(obligation.given):
        stated = f"the mass is 1 for every {model.unknown} in {model.unknown.domain}"
        try:
            more = ask(model, obligation)
        except (Undecided, Undefined) as reason:
            reasons.append(str(reason))
            continue
        return Answer(Verdict.PROVED, f"{stated}{more or ''}, as stated")
    return Answer(Verdict.UNKNOWN, "; ".join(reasons))


# ---- the questions: each raises Undecided or Undefined where the statement does not follow ---------------------------


def _integral(model: Model, obligation: Obligation) -> None:
    integrand, outcomes, value, total = obligation.about
    model.over(outcomes, total)
    if any(x in outcomes for x in walk(value)):
        raise Undecided(f"{value} mentions what is integrated over")
    names, forms = Names(model, integrand, value), NormalForm()
    found = model.mean(integrand, names)
    if not forms.equal(found, forms.of(names.of(value))):
        raise Undecided(f"it is {names.back(written_polynomial(found))}, which is not known to be {value}")


def _integrable(model: Model, obligation: Obligation) -> None:
    density, body, outcomes, total = obligation.about
    model.over(outcomes, total)
    model.member(density)
    model.polynomial(Names(model, density, body).of(body), NormalForm())


def _gibbs(model: Model, obligation: Obligation) -> None:
    density, other, outcomes, total = obligation.about
    model.over(outcomes, total)
    model.member(density)
    model.member(other)


def _convex(model: Model, obligation: Obligation) -> None:
    _convex_in(model, obligation.about[0], obligation.about[1])


def _at_most_one(model: Model, obligation: Obligation) -> str:
    v, _, (a, _), forms = _convex_in(model, *obligation.about)
    bend = Derivative(model.cumulant, (model.unknown, 2))
    if Obligation("within", (bend, positive)) not in obligation.given:
        raise Undecided(
            f"it is not stated that {bend} > 0, which says that {model.statistic} is not almost surely constant"
        )
    if forms.sign_of(a) != 1:
        raise Undecided(f"{obligation.about[0]} is not known to be strictly convex in {v}")
    return f", and {bend} > 0"


def _estimating_equation(model: Model, obligation: Obligation) -> None:
    """What is convex and differentiable on an open interval is minimal where its derivative vanishes, and only there."""
    objective, unknowns, (left, right) = obligation.about
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


QUESTIONS = {
    "integral": _integral,
    "integrable": _integrable,
    "gibbs": _gibbs,
    "convex": _convex,
    "at most one": _at_most_one,
    "estimating equation": _estimating_equation,
}
