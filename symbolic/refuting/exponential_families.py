"""That the log-density of an exponential family has a mean does not follow from its mass: a family in which it has none."""

from __future__ import annotations

from sympy import Derivative, Expr, Integer, log

from symbolic.calculus.exponential_families import Model, models
from symbolic.calculus.normal_form import NormalForm, Undecided
from symbolic.core.domains import any_set, positive, reals
from symbolic.core.statement import Statement
from symbolic.core.terms import Applied, symbols
from symbolic.statements.integrable import Integrable
from symbolic.statements.integral import IntegralIs
from symbolic.statements.within import Within

ABOUT = (Integrable,)


def refute(obligation: Integrable) -> str | None:
    """`integrable`, of the log-density: a family that fulfils the hypotheses, and whose log-density has no mean.

    The sum of 1/(x (log x)^2) over x = 2, 3, ... is finite, and that of 1/(x log x) is not. Source: Rudin, Principles of
    Mathematical Analysis, chapter 3.
    """
    outcomes = obligation.outcomes
    if len(outcomes) != 1 or outcomes[0].column.domain != any_set or obligation.total is not None:
        return None
    for model in models(obligation.granted):
        log_density = _is_log_density(model, obligation.density, obligation.expression)
        if log_density and _states_no_more(model, obligation):
            h, t = model.carrier, model.statistic
            case = f"for x = 2, 3, ... let {h} = 1/(x*log(x)**2) and {t} = 1[x = 2]"
            return f"{case}: the mean of |log({h})| is infinite"
    return None


def _states_no_more(model: Model, obligation: Statement) -> bool:
    """Is nothing given but the mass, and that the statistic is not constant, of functions that may be any?

    A constant that B does not depend on would ask more of the others: one and the same B for all of its values.
    """
    bent = Within(Derivative(model.cumulant, (model.unknown, 2)), positive)
    mass = IntegralIs(model.density, model.outcomes, Integer(1), None)
    parts = (model.carrier, model.statistic, model.cumulant)
    heads = {t.head for t in parts if isinstance(t, Applied)}
    values = [t.values for t in parts if isinstance(t, Applied)]
    free = not obligation.given and len(heads) == 3 and values == [positive, reals, reals]
    return free and symbols(model.density) <= {*model.cumulant.parameters} and set(obligation.granted) <= {mass, bent}


def _is_log_density(model: Model, density: Expr, body: Expr) -> bool:
    """Is the body the logarithm of a member's density?"""
    try:
        v, forms = model.member(density), NormalForm()
        exponent = (v * model.statistic - model.cumulant_at(v)) / model.dispersion
        return forms.equal(forms.of(body), forms.of(exponent + log(model.carrier)))
    except Undecided:
        return False
