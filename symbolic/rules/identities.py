r"""An objective may be written differently.

Lemma. If $f(\theta) = g(\theta)$ for every $\theta \in \Theta$, both sides being defined, then $\arg\max f = \arg\max g$
and $\arg\min f = \arg\min g$.

Source: the definition of the argument of the maximum; for the log of a product: Rudin, Principles of Mathematical
Analysis, section 8 (the exponential and logarithmic functions).
"""

from __future__ import annotations

from typing import Any

from symbolic.calculus.normal_form import Undecided, written_out
from symbolic.chain import Rule
from symbolic.core.errors import MalformedStep
from symbolic.core.terms import expression
from symbolic.kernel import Problem, Step


def rewrite(target: Any = None) -> Rule:
    """Write the objective as `target`; without a target, in its normal form."""

    def propose(problem: Problem) -> tuple[Step, ...]:
        if target is not None:
            return (Step("rewrite", "rewrite", (expression(target, "rewrite(...)"),)),)
        try:
            return (Step("rewrite", "rewrite", (written_out(problem.objective),)),)
        except Undecided as reason:
            raise MalformedStep(
                f"rewrite(): the normal form of {problem.objective} stops at {reason}. Give the target yourself."
            ) from reason

    return propose
