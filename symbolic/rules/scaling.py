r"""A factor that does not depend on the parameter and has one sign.

Lemma. For $c \in (0, \infty)$ free of $\theta$: $\arg\max f = \arg\max c f$. For $c \in (-\infty, 0)$:
$\arg\max f = \arg\min c f$.

Source: Boyd and Vandenberghe, Convex Optimization, section 4.1.3 (transformation of objective and constraint functions).
"""

from __future__ import annotations

from typing import Any

from sympy import Mul

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.chain import Rule
from symbolic.core.domains import extended_reals
from symbolic.core.terms import expression, raw
from symbolic.kernel import Problem, Step
from symbolic.rules.increasing_maps import monotone


def scale(factor: Any) -> Rule:
    """Multiply the objective by `factor`, an expression in (0, oo), or in (-oo, 0): then the sense flips."""
    c = expression(factor, "scale(...)")

    def propose(problem: Problem) -> tuple[Step, ...]:
        try:
            direction = -1 if Values().of(c).negative else 1
        except Undefined:
            direction = 1
        return (monotone("scale", lambda u: raw(Mul, (c, u)), extended_reals, direction, problem),)

    return propose
