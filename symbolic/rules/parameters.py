r"""An unknown written as a function of a new one.

Lemma. If $\varphi$ maps the new domain onto $\Theta$, whatever the known constants in it are, then
$\varphi(\arg\min f \circ \varphi) = \arg\min f$; if it is one to one as well, the two sets of solutions correspond one to
one.

Source: Casella and Berger, Statistical Inference, section 7.2.2 (invariance property of maximum likelihood estimators);
Boyd and Vandenberghe, Convex Optimization, section 4.1.3 (change of variables).
"""

from __future__ import annotations

from typing import Any

from sympy import Expr

from symbolic.chain import Rule
from symbolic.core.errors import MalformedStep
from symbolic.core.terms import Parameter, expression, symbols
from symbolic.kernel import Problem, Step


def reparametrise(unknown: Parameter, map: Any, one_to_one: bool = True, new: Parameter | None = None) -> Rule:
    """Write `unknown` as `map`, an expression in one new parameter, such as exp(eta), which becomes the unknown.

    Known constants may stand in it beside the new parameter, as in mu + sigma * z. Arguments: `one_to_one`, whether the map
    is claimed to be so, which gives a bijection of the solutions; else it is claimed to be onto, which gives solutions of
    the problem before from those of the problem after; `new`, the new parameter, where the map mentions several that the
    objective does not (by default the only one of these whose domain is that of `unknown`).
    """
    phi = expression(map, "reparametrise(...)")
    if new is not None and not isinstance(new, Parameter):
        raise MalformedStep(f"reparametrise({unknown}, {phi}, new={new}): the new unknown is a parameter.")

    def propose(problem: Problem) -> tuple[Step, ...]:
        chosen = _chosen(unknown, phi, problem) if new is None else new
        return (Step("reparametrise", "reparametrise", (unknown, chosen, phi, one_to_one)),)

    return propose


def _chosen(unknown: Parameter, phi: Expr, problem: Problem) -> Parameter:
    """The parameter of the map that is new to the problem: the only one, or the only one with the unknown's domain."""
    used = symbols(problem.objective).union(problem.unknowns)
    found = sorted((s for s in symbols(phi) - used if isinstance(s, Parameter)), key=str)
    alike = [s for s in found if s.domain == unknown.domain] if len(found) > 1 else found
    if len(alike) != 1:
        raise MalformedStep(
            f"reparametrise({unknown}, {phi}): which of {', '.join(s.name for s in found)} is the new unknown, and which are "
            f"known constants? Say so: reparametrise({unknown}, {phi}, new={found[-1]})."
            if found
            else f"reparametrise({unknown}, {phi}): the map mentions one new parameter, such as exp(eta), and here none."
        )
    return alike[0]
