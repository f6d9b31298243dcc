"""Tests of symbolic.provers.semicontinuity: what Wald's theorem asks of a loss that is written out."""

import pytest
from sympy import Abs, log, oo

from symbolic.asking import provers
from symbolic.core.domains import RealInterval, binary, counts, nonnegative, positive, reals, unit_interval
from symbolic.core.terms import AtMost, NegativePart, density, expectation, function, parameter, sample
from symbolic.families import load
from symbolic.kernel import Condition, Verdict, check
from symbolic.models.likelihood import derivation, truth
from symbolic.obligations import Obligation
from symbolic.provers.semicontinuity import prove

mu, s, p = parameter("mu", reals), parameter("s", positive), parameter("p", unit_interval)
rate = parameter("lambda", nonnegative)
theta = parameter("theta")
x, y, c, b = (
    sample("x", domain=reals),
    sample("y", domain=positive),
    sample("c", domain=counts),
    sample("b", domain=binary),
)
X, Y, C, B = x.outcome, y.outcome, c.outcome, b.outcome
q, law = density("q", theta), density("p")(X)


def verdict(kind, *about):
    return prove(Obligation(kind, about)).verdict


@pytest.mark.parametrize(
    ("loss", "unknowns"),
    [
        (-B * log(p) - (1 - B) * log(1 - p), (p,)),
        (rate - C * log(rate), (rate,)),
        (log(s) - log(AtMost(Y, s)), (s,)),
        (log(1 + (X - mu) ** 2), (mu,)),
        (Abs(X - mu) / s + log(s), (mu, s)),
    ],
    ids=str,
)
def test_losses_that_are_written_out(loss, unknowns):
    assert verdict("semicontinuous", loss, unknowns) is Verdict.PROVED


@pytest.mark.parametrize(
    ("loss", "unknowns"),
    [
        (-log(q(X)), (theta,)),
        (function("f", theta)(X) ** 2, (theta,)),
        (log(AtMost(Y, s)), (s,)),
        (AtMost(Y, s), (s,)),
        (X * AtMost(Y, s), (s,)),
        (log(mu), (mu,)),
        (1 / mu, (mu,)),
    ],
    ids=str,
)
def test_what_is_not_known_stays_open(loss, unknowns):
    assert verdict("semicontinuous", loss, unknowns) is Verdict.UNKNOWN


@pytest.mark.parametrize("loss", [(X - mu) ** 2, -B * log(p), log(1 + mu**2), Abs(X) - 3], ids=str)
def test_losses_bounded_below(loss):
    assert verdict("bounded below", loss, (mu, p), law) is Verdict.PROVED


@pytest.mark.parametrize("loss", [rate - C * log(rate), log(s), -log(q(X)), -X, 1 / mu], ids=str)
def test_losses_not_known_to_be_bounded_below(loss):
    assert verdict("bounded below", loss, (rate, s, theta), law) is Verdict.UNKNOWN


def test_the_negative_part_of_what_is_bounded_below_is_integrable():
    assert verdict("fact", expectation(NegativePart((X - mu) ** 2), law) < oo, (mu,)) is Verdict.PROVED
    assert verdict("fact", expectation(NegativePart(-X), law) < oo, (mu,)) is Verdict.UNKNOWN
    assert verdict("fact", expectation(Abs((X - mu) ** 2), law) < oo, (mu,)) is Verdict.UNKNOWN


def test_bernoulli_needs_no_hypothesis_but_independence():
    family = load("bernoulli")
    theorem = check(derivation(family, law=truth(family), condition=Condition.COMPACT), provers())
    assert theorem.proved
    assert [j.obligation.kind for j in theorem.judgements if j.verdict is Verdict.ASSUMED] == ["independent"]


def test_an_interval_that_is_not_compact_is_still_refused():
    family = load("poisson")
    theorem = check(derivation(family, law=truth(family), condition=Condition.COMPACT), provers())
    assert {j.obligation.kind for j in theorem.open} == {"compact"}
    assert not RealInterval(0).upper_closed
