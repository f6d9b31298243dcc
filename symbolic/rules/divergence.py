r"""Minimising the Kullback-Leibler divergence is minimising the cross-entropy, where the entropy is finite.

Lemma. If $\mathbb{E}_p|\log p| < \infty$, then
$\arg\min \mathbb{E}_p[\log p - \log q_\theta] = \arg\min \mathbb{E}_p[-\log q_\theta]$.

Source: Cover and Thomas, Elements of Information Theory, sections 2.3 and 5.4; Murphy, Machine Learning: A Probabilistic
Perspective, section 2.8.2.
"""

from __future__ import annotations

from typing import Any

from sympy import Add, Mul, log

from symbolic.chain import Rule
from symbolic.core.domains import extended_reals
from symbolic.core.errors import MalformedStep
from symbolic.core.terms import Applied, Expectation, raw
from symbolic.kernel import Problem, Step
from symbolic.rules.increasing_maps import monotone


def kl_to_cross_entropy() -> Rule:
    """Add the entropy of the law to an expectation E_p[log p - log q], and write the sum as E_p[-log q]."""

    def propose(problem: Problem) -> tuple[Step, ...]:
        found = problem.objective
        rest = _without_own(found) if isinstance(found, Expectation) and isinstance(found.body, Add) else None
        if rest is None:
            raise MalformedStep(f"kl_to_cross_entropy: {found} is no Kullback-Leibler divergence E_p[log p - log q].")
        entropy = Expectation(Mul(-1, log(found.law)), found.law)
        add = monotone("kl_to_cross_entropy", lambda u: raw(Add, (u, entropy)), extended_reals, 1, problem)
        return add, Step("kl_to_cross_entropy", "rewrite", (Expectation(rest, found.law),))

    return propose


def _without_own(e: Any) -> Any:
    """The body without its summand log p, where p is the law's own density; None where there is none."""
    own = [a for a in e.body.args if a == log(e.law)]
    if len(own) != 1 or not isinstance(e.law, Applied):
        return None
    others = tuple(a for a in e.body.args if a != own[0])
    return others[0] if len(others) == 1 else raw(Add, others)
