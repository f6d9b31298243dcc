"""An integral, or a sum, has the value that is claimed: refuted where a rigorous enclosure of it excludes that value."""

from __future__ import annotations

from typing import Any

from properties.attacks.search import Check
from properties.attacks.statement import Prepared, outcomes_in
from properties.attacks.trial import Finding, Trial
from properties.enclosures import Enclosure, enclose
from properties.instances.numbers import NoValue, TooWide, ordered, show
from symbolic.statements.integral import IntegralIs

ABOUT, PROPERTY = IntegralIs, "integral"
SHARE = 12


def prepare(statement: Prepared[IntegralIs]) -> Check:
    stated = statement.obligation
    integrand, outcomes = stated.integrand, stated.outcomes
    value, total = stated.value, stated.total
    enclosed(statement, integrand, outcomes, total)
    claimed = statement.compile(value)

    def check(trial: Trial) -> Finding | None:
        what, where = f"the integral of {integrand}", f"at {trial.parameters() or 'no parameter'}"
        try:
            found = enclosure(trial, integrand, outcomes, total)
        except NoValue as reason:
            return Finding(f"{what} has a term without a value ({reason}) {where}")
        expected = trial.at(claimed)
        if isinstance(expected, NoValue):
            return Finding(f"the claimed value {value} is undefined ({expected}) {where}")
        if found is None or expected is None:
            return None
        if found.infinite and not isinstance(expected, float):
            return Finding(
                f"{what} does not converge absolutely {where}: the integral of its absolute value is infinite"
            )
        if ordered(expected, found.lower) == -1 or ordered(expected, found.upper) == 1:
            return Finding(f"{what} lies in {found} {where}, which excludes the claimed {show(expected)}")
        trial.undecided = trial.undecided or bool(found.reason)
        return None

    return check


def enclosed(statement: Prepared[Any], integrand: Any, outcomes: tuple[Any, ...], total: Any) -> None:
    """Make ready a statement about an integral: instances bind the parameters, and an outcome of every other column."""
    statement.vacuous = "the integral was enclosed at no parameter"
    statement.compile(integrand, outcomes_in(integrand, *outcomes))
    if total is not None:
        statement.compile(total)


def enclosure(trial: Trial, integrand: Any, outcomes: tuple[Any, ...], total: Any) -> Enclosure | None:
    """The enclosure at a trial; None where balls are too wide. Raises NoValue where a term certainly has no value."""
    try:
        return enclose(integrand, outcomes, trial.instance, 0, total)
    except TooWide:
        trial.undecided = True
        return None
