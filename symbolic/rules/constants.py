r"""A finite summand that does not depend on the parameter.

Lemma. For $k \in (-\infty, \infty)$ free of $\theta$: $\arg\max f = \arg\max (f + k)$ and
$\arg\min f = \arg\min (f + k)$.

Source: Boyd and Vandenberghe, Convex Optimization, section 4.1.3 (transformation of objective and constraint functions).
"""

from __future__ import annotations

from typing import Any

from sympy import Add, Integer

from symbolic.calculus.normal_form import NormalForm, Undecided, written_out, written_polynomial
from symbolic.chain import Rule
from symbolic.core.domains import extended_reals
from symbolic.core.errors import MalformedStep
from symbolic.core.terms import expression, raw
from symbolic.kernel import Problem, Step
from symbolic.rules.increasing_maps import monotone


def add_constant(constant: Any) -> Rule:
    """Add `constant`, a finite expression free of the unknowns, to the objective."""
    k = expression(constant, "add_constant(...)")
    return lambda problem: (monotone("add_constant", lambda u: raw(Add, (u, k)), extended_reals, 1, problem),)


def drop_constant(constant: Any) -> Rule:
    """Drop the summand `constant`, a finite expression free of the unknowns, from the objective."""
    k = expression(constant, "drop_constant(...)")

    def propose(problem: Problem) -> tuple[Step, ...]:
        minus = -k
        subtract = monotone("drop_constant", lambda u: raw(Add, (u, minus)), extended_reals, 1, problem)
        objective = problem.objective
        if isinstance(objective, Add) and k in objective.args:
            rest = [a for a in objective.args if a != k] + [k] * (objective.args.count(k) - 1)
            return subtract, Step("drop_constant", "rewrite", (raw(Add, tuple(rest)) if rest else Integer(0),))
        apart = _is_there(k, objective)
        try:
            less = raw(Add, (objective, minus))
            rest = written_polynomial(NormalForm().factored().of(less)) if apart else written_out(less)
            return subtract, Step("drop_constant", "rewrite", (rest,))
        except Undecided as reason:
            raise MalformedStep(
                f"drop_constant({k}): it is no summand of {objective} as written, and the normal form stops at {reason}."
            ) from reason

    return propose


def _is_there(k: Any, objective: Any) -> bool:
    """Is `k` a part of the objective once sums are taken apart into factors, and not before?

    Raises MalformedStep where the normal form shows that `k` is no part of the objective, or that its negative is.
    """
    try:
        whole, part = NormalForm().of(objective), NormalForm().of(k)
    except Undecided:
        return False
    if any(m not in whole for m in part) and _is_there_apart(k, objective):
        return True
    if part and all(whole.get(m) == -c for m, c in part.items()):
        raise MalformedStep(
            f"drop_constant({k}): it is no summand of {objective}; its negative is: write drop_constant({-k})."
        )
    if any(m not in whole for m in part):
        raise MalformedStep(
            f"drop_constant({k}): it is no summand of {objective}. To subtract it all the same, write add_constant({-k})."
        )
    return False


def _is_there_apart(k: Any, objective: Any) -> bool:
    forms = NormalForm().factored()
    try:
        whole, part = forms.of(objective), forms.of(k)
    except Undecided:
        return False
    return all(whole.get(m) == c for m, c in part.items())
