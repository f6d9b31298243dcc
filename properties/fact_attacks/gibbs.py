"""The mean of log q - log r under q is at least 0: refuted where an enclosure of it is negative."""

from __future__ import annotations

from sympy import Integer, Mul, log

from properties.attacks._case import Finding
from properties.evaluation import Undefined, ordered
from properties.fact_attacks._statement import Draw, Statement
from properties.fact_attacks.integral import enclosed, enclosure
from symbolic.kernel import Obligation

KIND = "gibbs"
SHARE = 12


def prepare(obligation: Obligation) -> Statement:
    density, other, outcomes, total = obligation.about
    integrand = density * (log(density) + Mul(Integer(-1), log(other)))
    statement = enclosed(integrand, outcomes, total)

    def check(draw: Draw) -> Finding | None:
        try:
            found = enclosure(draw, integrand, outcomes, total)
        except Undefined:  # oo - oo where both densities vanish: no term of the divergence
            draw.skipped = True
            return None
        if found is not None and ordered(found.upper, 0) == -1:
            return Finding(
                f"the mean of log({density}) - log({other}) under {density} lies in {found} at {draw.parameters()}: it is "
                "negative"
            )
        draw.undecided = draw.undecided or found is None or bool(found.reason)
        return None

    statement.check = check
    return statement
