"""The mean of an absolute value is finite: refuted where the integral over an end is certain to be infinite."""

from __future__ import annotations

from properties.attacks.facts.integral import enclosed, enclosure
from properties.attacks.search import Check
from properties.attacks.statement import Prepared
from properties.attacks.trial import Finding, Trial
from properties.instances.numbers import NoValue
from symbolic.statements.integrable import Integrable

ABOUT, PROPERTY = Integrable, "integrable"
SHARE = 12


def prepare(statement: Prepared[Integrable]) -> Check:
    stated = statement.obligation
    density, body = stated.density, stated.expression
    outcomes, total = stated.outcomes, stated.total
    integrand = density * body
    enclosed(statement, integrand, outcomes, total)

    def check(trial: Trial) -> Finding | None:
        try:
            found = enclosure(trial, integrand, outcomes, total)
        except NoValue:  # where the density vanishes, the body needs no value
            trial.skipped = True
            return None
        if found is not None and found.infinite:
            tables = f", for\n{trial.describe()}" if trial.instance.laws else ""
            where = trial.parameters() or "no parameter"
            return Finding(f"the mean of |{body}| under {density} is infinite at {where}{tables}")
        trial.undecided = trial.undecided or found is None or bool(found.reason)
        return None

    return check
