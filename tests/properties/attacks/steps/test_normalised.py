"""Normalised: a definition of a density is nowhere negative, and sums to 1 for each condition and theta."""

from __future__ import annotations

from single_attack import fault, not_applied, silent
from sympy import log

from symbolic import Chain, argmin, density, function, parameter, sample
from symbolic.rules import define, rewrite

theta = parameter("theta")
x, y = sample("x"), sample("y")
q, p, r = density("q", theta), density("p"), density("r", theta)
f = function("f", theta)
start = Chain("start", argmin(f(), theta))


def defined(new: object, meaning: object) -> Chain:
    return start.then(define(new, meaning, target=f()))  # type: ignore[arg-type]


def test_twice_a_density_is_none() -> None:
    found = fault("normalised", defined(r(x.i), 2 * q(x.i)), 1)
    assert found.certified
    assert "is no density: it sums to 2 over its points" in found.text
    assert "q_theta at theta = theta#0: x#0:" in found.text


def test_a_product_of_two_densities_of_one_column_is_none() -> None:
    assert "it sums to 1/2 over its points" in fault("normalised", defined(r(x.i), q(x.i) * p(x.i)), 1).text


def test_a_difference_may_be_negative() -> None:
    found = fault("normalised", defined(r(x.i), 2 * q(x.i) - p(x.i)), 1)
    assert "it is -" in found.text and "at one of its points" in found.text


def test_a_joint_density_is_no_conditional_one() -> None:
    found = fault("normalised", defined(r(y.i, given=x.i), q(y.i, x.i)), 1)
    assert "given x_i at its outcome" in found.text


def test_conditions_that_run_in_a_circle_are_found() -> None:
    fault("normalised", defined(r(y.i, x.i), q(y.i, given=x.i) * q(x.i, given=y.i)), 1)


def test_renamings_and_the_chain_rule_are_densities() -> None:
    silent("normalised", defined(r(x.i), p(x.i)), 1)
    silent("normalised", defined(r(y.i, x.i), q(y.i, given=x.i) * q(x.i)), 1)
    silent("normalised", defined(r(y.i, given=x.i), q(y.i, given=x.i)), 1)


def test_only_definitions_are_its_business() -> None:
    assert not_applied("normalised", start.then(rewrite(f() + log(1))), 1) == "no attack applies"
