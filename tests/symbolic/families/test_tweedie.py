"""Tests of symbolic.families.tweedie: a quasi-likelihood, of which nothing is said that holds of densities alone."""

from dataclasses import replace as with_

from on_data import estimate
from sympy import exp

from symbolic import Verdict, sheet
from symbolic.families.tweedie import family, loss, mu, power, x
from symbolic.models.family import Likelihood
from symbolic.obligations import Obligation


def test_it_is_no_density_and_no_mass_is_claimed() -> None:
    assert isinstance(family, Likelihood) and not family.is_density
    found = sheet(family)
    assert found.verdict is Verdict.PROVED
    said = {f.name for f in found.facts}
    assert not said & {"total mass", "mean of x", "mean of the score of mu", "information of mu"}
    assert not found.limits


def test_as_a_density_it_would_not_be_proved() -> None:
    mass = Obligation("integral", (exp(-loss), (x.outcome,), 1, None))
    made = with_(family, further=(("total mass", mass),))
    ((verdict),) = [f.verdict for f in sheet(made, declared=True).facts if f.name == "total mass"]
    assert verdict is not Verdict.PROVED


def test_its_estimate_is_the_mean() -> None:
    assert estimate(family, {"x": [0, 0, 3, 5]}, {"p": "3/2"}) == {"mu": 2.0}


def test_another_score_is_not_proved() -> None:
    for wrong in ((x.outcome - mu) / mu**power, (mu - x.outcome) / mu ** (power - 1), mu - x.outcome):
        made = with_(family, further=(("score", Obligation("equal", (loss.diff(mu), wrong))),))
        assert sheet(made, declared=True).verdict is not Verdict.PROVED
