"""What is at least 0 and has integral 1 is a density: mixtures of densities, and closed forms of the table of integrals.

Lemma. If d >= 0 is finite and its integral over the points is 1 whatever is given and whatever the parameters are, then d is
a density of the points, given the rest. For weights w_k >= 0 that add up to 1 and densities q_k of the same points, sum_k w_k
q_k is one. Source: Titterington, Smith and Makov, Statistical Analysis of Finite Mixture Distributions, section 1.1.
"""

from __future__ import annotations

from typing import Any

from sympy import Expr

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.normal_form import NormalForm, Undecided, constant
from symbolic.core.domains import nonnegative
from symbolic.core.terms import Applied, Expectation, Outcome, OverRows, Total, Value, replace, walk
from symbolic.kernel import Answer, Verdict
from symbolic.statements.density import DensityOf

ABOUT = (DensityOf,)


def prove(obligation: DensityOf) -> Answer:
    """`density`: PROVED by the lemma; UNKNOWN otherwise, and of products of densities, which the chain rule decides."""
    new, definition = obligation.new, obligation.definition
    if all(isinstance(t, Applied) for t in definition.args) or isinstance(definition, Applied):
        return Answer(Verdict.UNKNOWN)
    try:
        return _mixture(new, definition)
    except (Undecided, Undefined) as reason:
        return Answer(Verdict.UNKNOWN, f"{definition} is not known to be a density: {reason}")


def _mixture(new: Applied, definition: Expr) -> Answer:
    outcomes: dict[Any, Any] = {a: Outcome(a.column) for a in (*new.points, *new.given)}
    columns = {a.column for a in outcomes}
    bound = {t.each for t in walk(definition) if isinstance(t, Total)}
    others = {t for t in walk(definition) if isinstance(t, Value)} - set(outcomes) - bound
    if others or bound & set(outcomes) or any(isinstance(t, OverRows | Expectation) for t in walk(definition)):
        return Answer(Verdict.UNKNOWN)
    if len(columns) < len(outcomes) or new.head.kind != "density":
        return Answer(Verdict.UNKNOWN)
    if not Values().of(definition).within(nonnegative):
        return Answer(Verdict.UNKNOWN, f"{definition} is not known to be nonnegative")
    from symbolic.calculus.integrals import value_of  # when it is first needed: it takes a while to load

    mass = value_of(replace(definition, outcomes.get), tuple(outcomes[a] for a in new.points))
    forms = NormalForm()
    if forms.equal(mass, constant(1)):
        return Answer(Verdict.PROVED)
    return Answer(Verdict.UNKNOWN, f"the integral of {definition} is not known to be 1")
