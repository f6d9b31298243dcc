"""Tests of symbolic.families.poisson: counts, and the difference that a closed end makes."""

from on_data import along, estimate, further, value
from sympy import log

from symbolic.families.poisson import family, rate
from symbolic.models.family import mean
from symbolic.models.likelihood import dropped, loss


def test_the_factorial_is_dropped() -> None:
    assert str(dropped(family)) == "log(gamma(x + 1))"
    assert loss(family) == rate - family.sample.outcome * log(rate)


def test_zeros_alone_have_the_estimate_zero_on_the_closed_domain() -> None:
    assert estimate(family, {"x": [0, 0]}) == {"lambda": 0}
    assert rate.domain.has(0)


def test_zeros_alone_have_no_estimate_above_zero_nor_with_a_log_link() -> None:
    runaways = {name: s for name, s in further(family).items() if s.kind == "unattained"}
    assert len(runaways) == 2
    for name, statement in runaways.items():
        assert along(statement, 1) > along(statement, 5) > along(statement, 25) > 0, name


def test_with_a_log_link_the_estimate_is_the_logarithm_of_a_positive_mean() -> None:
    statement = further(family)["with a log link eta the estimate is the logarithm of the mean"]
    objective, _, ((_, estimated),), when = statement.about
    rows = {"x": [0, 3, 6]}
    assert estimated == log(mean(family.sample))
    assert value(objective, rows, {"eta": "11/10"}) < value(objective, rows, {"eta": 1})
    assert value(objective, rows, {"eta": "11/10"}) < value(objective, rows, {"eta": "6/5"})
    assert not value(when[0].lhs, {"x": [0, 0]}, {}) > 0
