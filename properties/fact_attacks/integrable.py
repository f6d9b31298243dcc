"""The mean of an absolute value is finite: refuted where the integral over an end is certain to be infinite."""

from __future__ import annotations

from properties.attacks._case import Finding
from properties.evaluation import Undefined
from properties.fact_attacks._statement import Draw, Statement
from properties.fact_attacks.integral import enclosed, enclosure
from symbolic.kernel import Obligation

KIND = "integrable"
SHARE = 12


def prepare(obligation: Obligation) -> Statement:
    density, body, outcomes, total = obligation.about
    integrand = density * body
    statement = enclosed(integrand, outcomes, total)

    def check(draw: Draw) -> Finding | None:
        try:
            found = enclosure(draw, integrand, outcomes, total)
        except Undefined:  # where the density vanishes, the body needs no value
            draw.skipped = True
            return None
        if found is not None and found.infinite:
            tables = f", for\n{draw.describe()}" if draw.instance.laws else ""
            where = draw.parameters() or "no parameter"
            return Finding(f"the mean of |{body}| under {density} is infinite at {where}{tables}")
        draw.undecided = draw.undecided or found is None or bool(found.reason)
        return None

    statement.check = check
    return statement
