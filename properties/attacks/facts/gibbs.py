"""The mean of log q - log r under q is at least 0: refuted where an enclosure of it is negative."""

from __future__ import annotations

from sympy import Integer, Mul, log

from properties.attacks.facts.integral import enclosed, enclosure
from properties.attacks.search import Check
from properties.attacks.statement import Prepared
from properties.attacks.trial import Finding, Trial
from properties.instances.numbers import NoValue, ordered
from symbolic.statements.gibbs import Gibbs

ABOUT, PROPERTY = Gibbs, "gibbs"
SHARE = 12


def prepare(statement: Prepared[Gibbs]) -> Check:
    stated = statement.obligation
    density, other = stated.density, stated.other_density
    outcomes, total = stated.outcomes, stated.total
    integrand = density * (log(density) + Mul(Integer(-1), log(other)))
    enclosed(statement, integrand, outcomes, total)

    def check(trial: Trial) -> Finding | None:
        try:
            found = enclosure(trial, integrand, outcomes, total)
        except NoValue:  # oo - oo where both densities vanish: no term of the divergence
            trial.skipped = True
            return None
        if found is not None and ordered(found.upper, 0) == -1:
            return Finding(
                f"the mean of log({density}) - log({other}) under {density} lies in {found} at {trial.parameters()}: it is "
                "negative"
            )
        trial.undecided = trial.undecided or found is None or bool(found.reason)
        return None

    return check
