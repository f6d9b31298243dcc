"""Statistical: on a pseudo-random sample the mean lies within Hoeffding's bound of the expectation. No certificate."""

from __future__ import annotations

from single_attack import attacked_by, fault, not_applied, silent
from sympy import log

from properties import confront
from symbolic import POINTWISE, Chain, Step, argmin, density, kernel, parameter, sample
from symbolic.kernel import Answer, Verdict
from symbolic.rules import flip_sign, law_of_large_numbers

theta = parameter("theta")
x = sample("x")
q, p = density("q", theta), density("p")
loss = Chain("loss", argmin(x.sum(-log(q(x.i))) / x.n, theta))


def wrong() -> Chain:
    step = Step("law_of_large_numbers", "limit", (-log(q(x.outcome)), p(x.outcome), POINTWISE))
    return Chain("sum", argmin(x.sum(-log(q(x.i))), theta)).then(step)


def test_a_mean_too_far_from_its_expectation_is_found_and_is_no_certificate() -> None:
    found = fault("statistical", wrong(), 1)
    assert not found.certified
    assert "farther from the expectation than chance allows (1e-12)" in found.text
    assert "n = 256" in found.text and " x " in found.text, "many rows are printed as a tally"


def test_it_has_no_veto() -> None:
    theorem = kernel.check(wrong(), (("everything", lambda obligation: Answer(Verdict.PROVED)),))
    confront(theorem, attacked_by("statistical", theorem))
    assert theorem.proved, "only certified counterexamples contradict what was proved"


def test_a_sample_of_the_law_stays_within_the_bound() -> None:
    silent("statistical", loss.then(law_of_large_numbers(p)), 1)
    for seed in range(3):
        (report,) = attacked_by("statistical", loss.then(law_of_large_numbers(p)), step=1, seed=seed)
        assert report.counterexample is None


def test_only_limits_are_its_business() -> None:
    assert not_applied("statistical", loss.then(flip_sign()), 1) == "no attack applies"
