"""Argmin set: over the finite Theta of an instance, the solutions before and after are the same members."""

from __future__ import annotations

from single_attack import fault, not_applied, silent
from sympy import Dummy, exp, log

from symbolic import Chain, Step, argmax, argmin, density, function, parameter, sample
from symbolic.core.domains import extended_reals
from symbolic.rules import flip_sign, increasing, rewrite, scale

theta = parameter("theta")
x = sample("x")
q = density("q", theta)
f, g = function("f", theta), function("g", theta)
values = Chain("values", argmin(f(), theta))
likelihood = Chain("likelihood", argmax(x.product(q(x.i)), theta))


def test_a_sense_that_is_kept_exchanges_minimisers_and_maximisers() -> None:
    u = Dummy("u")
    found = fault("argmin_set", likelihood.then(Step("flip_sign", "monotone", (u, -u, extended_reals, 1))), 1)
    assert found.certified
    assert "argmax is theta = theta#" in found.text and "argmax is" in found.text.split(",")[0]
    assert "n = 1" in found.text


def test_a_map_that_is_not_strict_adds_solutions() -> None:
    flat = values.then(increasing(lambda u: (u + abs(u)) / 2))
    found = fault("argmin_set", flat, 1)
    assert "theta = theta#0 and theta = theta#1 after" in found.text


def test_a_factor_that_depends_on_theta_moves_the_solution() -> None:
    found = fault("argmin_set", values.then(scale(exp(g()))), 1)
    assert "f_theta at theta = theta#0" in found.text and "g_theta at theta = theta#1" in found.text


def test_all_solutions_are_kept_by_strict_maps_ties_and_zero_likelihoods_included() -> None:
    silent("argmin_set", likelihood.then(increasing(log)), 1)
    silent("argmin_set", likelihood.then(flip_sign()), 1)
    silent("argmin_set", values.then(increasing(exp)), 1)


def test_rewrites_are_none_of_its_business() -> None:
    assert not_applied("argmin_set", values.then(rewrite(f())), 1) == "no attack applies"
