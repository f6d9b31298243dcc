r"""An unknown written as a function of a new one.

Lemma. If $\varphi$ maps the new domain onto $\Theta$, then $\varphi(\arg\min f \circ \varphi) = \arg\min f$; if it is one to
one as well, the two sets of solutions correspond one to one.

Source: Casella and Berger, Statistical Inference, section 7.2.2 (invariance property of maximum likelihood estimators);
Boyd and Vandenberghe, Convex Optimization, section 4.1.3 (change of variables).
"""

from __future__ import annotations

from typing import Any

from symbolic.chain import Rule
from symbolic.core.errors import MalformedStep
from symbolic.core.terms import Parameter, expression, symbols
from symbolic.kernel import Problem, Step


def reparametrise(unknown: Parameter, map: Any, one_to_one: bool = True) -> Rule:
    """Write `unknown` as `map`, an expression in one new parameter, such as exp(eta), which becomes the unknown.

    Arguments: `one_to_one`, whether the map is claimed to be so, which gives a bijection of the solutions; else
    it is claimed to be onto, which gives solutions of the problem before from those of the problem after.
    """
    phi = expression(map, "reparametrise(...)")

    def propose(problem: Problem) -> tuple[Step, ...]:
        new = [s for s in symbols(phi) if isinstance(s, Parameter)]
        if len(new) != 1:
            raise MalformedStep(
                f"reparametrise({unknown}, {phi}): the map mentions one new parameter, not {len(new)}, and no known constant "
                "beside numbers: let the new one stand for all of them, as in reparametrise(l, -k) with k for k - log(D)."
                if len(new) > 1
                else f"reparametrise({unknown}, {phi}): the map mentions one new parameter, such as exp(eta), and here none."
            )
        return (Step("reparametrise", "reparametrise", (unknown, new[0], phi, one_to_one)),)

    return propose
