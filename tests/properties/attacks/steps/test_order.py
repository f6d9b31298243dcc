"""Order: two members of Theta are ranked after a step as before, reversed when the sense flips."""

from __future__ import annotations

import re

from single_attack import fault, not_applied, silent
from sympy import Abs, Dummy, exp, log

from symbolic import Chain, Step, argmax, argmin, density, function, parameter, positive, reals, sample
from symbolic.core.domains import extended_reals
from symbolic.rules import add_constant, decreasing, flip_sign, increasing, reparametrise, rewrite, scale

theta, b, s = parameter("theta"), parameter("b", positive), parameter("s", reals)
x = sample("x")
q, p = density("q", theta), density("p")
f, g = function("f", theta), function("g", theta)
values = Chain("values", argmin(f(), theta))
loss = Chain("loss", argmin(x.sum(-log(q(x.i))) / x.n, theta))


def test_a_constant_that_depends_on_theta_changes_the_order() -> None:
    found = fault("order", values.then(add_constant(g())), 1)
    assert found.certified
    assert "rank two members differently" in found.text
    for part in ("theta = theta#0", "theta = theta#1", "before", "after", "f_theta at", "g_theta at"):
        assert part in found.text


def test_a_sense_that_is_kept_reverses_the_order() -> None:
    u = Dummy("u")
    kept = loss.then(Step("flip_sign", "monotone", (u, -u, extended_reals, 1)))
    found = fault("order", kept, 1)
    assert "argmin before and argmin after" in found.text
    assert "n = 1; x = (x#0)" in found.text, "one row is enough"


def test_a_map_that_is_not_strictly_monotone_makes_ties() -> None:
    found = fault("order", values.then(increasing(Abs)), 1)
    assert "f_theta at theta = theta#0: value:" in found.text


def test_an_infinite_constant_makes_ties() -> None:
    found = fault("order", loss.then(add_constant(-x.sum(log(p(x.i))))), 1)
    assert "after oo" in found.text and re.search(r" p: .*: 0(;|$)", found.text, re.MULTILINE)


def test_monotone_maps_keep_it_and_flips_are_allowed_for() -> None:
    for rule in (increasing(exp), increasing(lambda u: u**3), flip_sign(), decreasing(lambda u: -u / x.n), scale(-3)):
        silent("order", values.then(rule), 1)
    likelihood = Chain("l", argmax(x.product(q(x.i)), theta))
    silent("order", likelihood.then(increasing(log)), 1)


def test_a_change_of_parameters_keeps_it() -> None:
    silent("order", Chain("b", argmin(b**2, b)).then(reparametrise(b, exp(s))), 1)


def test_rewrites_are_none_of_its_business() -> None:
    assert not_applied("order", values.then(rewrite(f())), 1) == "no attack applies"
