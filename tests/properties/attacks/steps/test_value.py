"""Value: a rewrite or a definition leaves the objective as it is at every member of Theta."""

from __future__ import annotations

from single_attack import fault, not_applied, silent
from sympy import log

from symbolic import Chain, argmax, argmin, density, function, parameter, sample
from symbolic.rules import define, flip_sign, rewrite

theta = parameter("theta")
x, y = sample("x"), sample("y")
q, p = density("q", theta), density("p")
f = function("f", theta)
LOSS = x.sum(-log(q(x.i))) / x.n
loss = Chain("loss", argmin(LOSS, theta))


def test_a_doubled_objective_is_found_although_the_order_stays() -> None:
    found = fault("value", loss.then(rewrite(2 * LOSS)), 1)
    assert found.certified
    assert found.text.startswith("the objective changes:")
    assert "n = 1; x = (x#0)" in found.text
    assert "q_theta at theta = theta#0: x#0: 1/2; x#1: 1/2" in found.text, "the simplest table"
    assert "before 0.6931471806, after 1.386294361" in found.text


def test_the_log_of_the_mean_needs_two_rows() -> None:
    mean = Chain("mean", argmax(x.sum(log(q(x.i))) / x.n, theta)).then(rewrite(log(x.sum(q(x.i)) / x.n)))
    assert "n = 2; x = (x#" in fault("value", mean, 1).text


def test_a_wrong_target_of_a_definition_is_found() -> None:
    wrong = loss.then(define(density("s")(x.i), p(x.i), target=LOSS + 1))
    assert "after 1.693147181" in fault("value", wrong, 1).text


def test_true_identities_are_left_alone() -> None:
    likelihood = Chain("l", argmax(log(x.product(q(x.i))), theta))
    silent("value", likelihood.then(rewrite(x.sum(log(q(x.i))))), 1)
    joint = Chain("j", argmin(x.sum(-log(q(y.i, given=x.i) * q(x.i))), theta))
    silent("value", joint.then(define(q(y.i, x.i), q(y.i, given=x.i) * q(x.i))), 1)


def test_a_true_identity_of_infinite_values_is_left_alone() -> None:
    infinite = Chain("l", argmin(x.sum(-log(q(x.i))), theta)).then(rewrite(-log(x.product(q(x.i)))))
    silent("value", infinite, 1)


def test_monotone_steps_are_none_of_its_business() -> None:
    assert not_applied("value", loss.then(flip_sign()), 1) == "no attack applies"
