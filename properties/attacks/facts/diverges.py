"""The integral of a nonnegative function is infinite: refuted where an enclosure of it has a finite upper end.

Nothing but the finiteness of such an integral could be seen in numbers: a value, however large, says nothing.
"""

from __future__ import annotations

from properties.attacks.facts.integral import enclosed, enclosure
from properties.attacks.search import Check
from properties.attacks.statement import Prepared
from properties.attacks.trial import Finding, Trial
from properties.instances.numbers import NoValue
from symbolic.statements.diverges import Diverges

ABOUT, PROPERTY = Diverges, "diverges"
SHARE = 12


def prepare(statement: Prepared[Diverges]) -> Check:
    stated = statement.obligation
    integrand, outcomes, total = stated.integrand, stated.outcomes, stated.total
    enclosed(statement, integrand, outcomes, total)

    def check(trial: Trial) -> Finding | None:
        where = f"at {trial.parameters() or 'no parameter'}"
        try:
            found = enclosure(trial, integrand, outcomes, total)
        except NoValue as reason:
            return Finding(f"the integral of {integrand} has a term without a value ({reason}) {where}")
        if found is not None and not isinstance(found.upper, float):
            return Finding(f"the integral of {integrand} lies in {found} {where}: it is finite")
        trial.undecided = trial.undecided or found is None or not found.infinite
        return None

    return check
