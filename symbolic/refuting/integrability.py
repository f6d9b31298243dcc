"""Finite means of absolute values, refuted by a model of classes: one density may vanish where another does not."""

from __future__ import annotations

from sympy import Expr, Tuple, log

from symbolic.core.domains import any_set, classes
from symbolic.core.terms import Applied, Outcome, Parameter, walk
from symbolic.statements.integrable import Integrable

ABOUT = (Integrable,)


def refute(obligation: Integrable) -> str | None:
    """`integrable`, of the cross-entropy of two members of any model of classes: two classes, one of which has no mass."""
    density = obligation.density
    other = _of_a_cross_entropy(density, obligation.expression, obligation.outcomes)
    if other is None or obligation != obligation.alone:
        return None
    return f"of two classes with probabilities 1/2 and 1/2 in {density}, 1 and 0 in {other}, it is infinite"


def _of_a_cross_entropy(density: Expr, body: Expr, outcomes: tuple[Outcome, ...]) -> Applied | None:
    """The other member, where the body is plus or minus the logarithm of its density, and both are any at all."""
    declared = isinstance(density, Applied) and density.head.kind == "density" and density.points == Tuple(*outcomes)
    if not declared or len(outcomes) != 1 or not classes(outcomes[0].column.domain) or density.given:
        return None
    for other in (t for t in walk(body) if isinstance(t, Applied)):
        indexed = [p for t in (density, other) for p in t.parameters]
        free = all(isinstance(p, Parameter) and p.domain == any_set for p in indexed)
        alike = Applied(density.head, other.parameters, *density.args[2:])
        apart = other.parameters != density.parameters and other == alike
        if free and apart and body in (log(other), -log(other)):
            return other
    return None
