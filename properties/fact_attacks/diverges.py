"""The integral of a nonnegative function is infinite: refuted where an enclosure of it has a finite upper end.

Nothing but the finiteness of such an integral could be seen in numbers: a value, however large, says nothing.
"""

from __future__ import annotations

from properties.attacks._case import Finding
from properties.evaluation import Undefined
from properties.fact_attacks._statement import Draw, Statement
from properties.fact_attacks.integral import enclosed, enclosure
from symbolic.kernel import Obligation

KIND = "diverges"
SHARE = 12


def prepare(obligation: Obligation) -> Statement:
    integrand, outcomes, total = obligation.about
    statement = enclosed(integrand, outcomes, total)

    def check(draw: Draw) -> Finding | None:
        where = f"at {draw.parameters() or 'no parameter'}"
        try:
            found = enclosure(draw, integrand, outcomes, total)
        except Undefined as reason:
            return Finding(f"the integral of {integrand} has a term without a value ({reason}) {where}")
        if found is not None and not isinstance(found.upper, float):
            return Finding(f"the integral of {integrand} lies in {found} {where}: it is finite")
        draw.undecided = draw.undecided or found is None or not found.infinite
        return None

    statement.check = check
    return statement
