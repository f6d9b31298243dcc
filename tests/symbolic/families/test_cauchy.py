"""Tests of symbolic.families.cauchy: a location with two estimates, and no mean."""

from on_data import further, mean_loss
from sympy import log, pi

from symbolic.families.cauchy import family, scale
from symbolic.models.likelihood import dropped, loss


def test_what_is_dropped_is_log_pi_gamma() -> None:
    assert dropped(family) == log(scale) + log(pi)


def test_two_far_data_have_two_estimates_and_the_middle_is_worse() -> None:
    rows = {"x": [-3, 3]}
    at = {
        mu: mean_loss(family, loss(family), rows, {"mu": mu, "gamma": 1}) for mu in ("0", "14142/5000", "-14142/5000")
    }
    assert at["0"] > at["14142/5000"] == at["-14142/5000"]
    points = further(family)["two estimates from the data -3, 3 at scale 1"].about[2]
    assert [float(v) for ((_, v),) in points] == [-(8**0.5), 8**0.5]


def test_the_mean_of_its_size_diverges() -> None:
    integrand, outcomes, total = further(family)["no mean at location 0 and scale 1"].about
    assert outcomes == family.outcomes
    assert total is None
    assert integrand.subs(outcomes[0], 3) == 3 * (
        family.density.subs({scale: 1, family.parameters[0]: 0, outcomes[0]: 3})
    )
