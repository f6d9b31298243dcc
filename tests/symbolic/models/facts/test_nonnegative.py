"""Tests of symbolic.models.facts.nonnegative, and of how facts are judged."""

import pytest
from sympy import exp, log, pi, sqrt

from symbolic import families
from symbolic.core.domains import positive, reals
from symbolic.core.terms import parameter, sample
from symbolic.kernel import Verdict
from symbolic.models.claims import Claim
from symbolic.models.family import Family
from symbolic.models.judging import facts, judged
from symbolic.obligations import Obligation
from symbolic.statements.bounded_below import BoundedBelow

x = sample("x", domain=reals)
mu = parameter("mu", reals)


@pytest.mark.parametrize("name", ["bernoulli", "gamma", "normal_mean", "poisson"])
def test_a_density_of_positive_factors_is_nonnegative(name: str) -> None:
    (fact,) = facts(families.load(name), ("nonnegative",))
    assert (fact.name, fact.verdict, fact.judgement.prover) == ("nonnegative", Verdict.PROVED, "ranges")


@pytest.mark.parametrize(
    "density",
    [
        exp(-((x.outcome - mu) ** 2) / 2) - exp(-8),  # negative far away
        (2 + x.outcome) * exp(-(x.outcome**2)),  # of either sign
        log(1 + (x.outcome - mu) ** 2) - mu,  # of unknown sign
        1 / (x.outcome - mu) ** 2,  # infinite at mu
    ],
)
def test_what_may_be_negative_or_infinite_is_not_proved(density: object) -> None:
    family = Family("f", variables=(x,), parameters=(mu,), density=density)  # type: ignore[arg-type]
    (fact,) = facts(family, ("nonnegative",))
    assert fact.verdict is not Verdict.PROVED
    assert fact.judgement.reason


def test_what_a_chain_may_assume_a_fact_may_not() -> None:
    sigma = parameter("sigma", positive)
    unknowable = BoundedBelow(log(sigma), (sigma,), sample("z").outcome)
    fact = judged(Claim("bounded below", unknowable))
    assert fact.verdict is Verdict.UNKNOWN and fact.judgement.prover == "nobody"


def test_what_the_file_of_a_family_adds_comes_last() -> None:
    q = exp(-((x.outcome - mu) ** 2) / 2) / sqrt(2 * pi)
    own = ("shift", Obligation("equal", (q, q)))
    family = Family("f", variables=(x,), parameters=(mu,), density=q, further=(own,))
    found = facts(family, ("nonnegative", "further"))
    assert [f.name for f in found] == ["nonnegative", "shift"]
    assert found[-1].verdict is Verdict.PROVED
