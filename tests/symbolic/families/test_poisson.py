"""Tests of symbolic.families.poisson: counts, and the difference that a closed end makes."""

from on_data import along, estimate, further
from sympy import log

from symbolic.families.poisson import family, rate
from symbolic.likelihood import dropped, loss


def test_the_factorial_is_dropped() -> None:
    assert str(dropped(family)) == "log(gamma(x + 1))"
    assert loss(family) == rate - family.sample.outcome * log(rate)


def test_zeros_alone_have_the_estimate_zero_on_the_closed_domain() -> None:
    assert estimate(family, {"x": [0, 0]}) == {"lambda": 0}
    assert rate.domain.has(0)


def test_zeros_alone_have_no_estimate_above_zero_nor_with_a_log_link() -> None:
    for name, statement in further(family).items():
        assert along(statement, 1) > along(statement, 5) > along(statement, 25) > 0, name
