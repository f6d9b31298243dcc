"""Defined: the objective has a value after the step wherever it had one before; at the start, everywhere."""

from __future__ import annotations

import re

from single_attack import fault, silent
from sympy import log

from symbolic import Chain, argmax, argmin, density, function, nonnegative, parameter, reals, sample, written
from symbolic.rules import define, increasing, reparametrise, rewrite, scale

theta, t, s, y0 = parameter("theta"), parameter("t", reals), parameter("s", reals), parameter("y0", nonnegative)
x = sample("x")
q, p = density("q", theta), density("p")
f = function("f", theta)
values = Chain("values", argmin(f(), theta))


def test_a_start_without_a_value_is_found() -> None:
    found = fault("defined", Chain("start", argmin(x.sum(log(p(x.i)) - log(q(x.i))), theta)), 0)
    assert found.certified
    assert "undefined (oo - oo)" in found.text
    for vanishing in ("p", "q_theta at theta = theta#."):
        assert re.search(rf" {vanishing}: .*: 0(;|$)", found.text, re.MULTILINE), vanishing
    assert re.search(r" n = [12]; x = \(", found.text), "one row or two are enough"


def test_a_division_by_a_datum_that_may_be_zero_is_found() -> None:
    found = fault("defined", values.then(rewrite(written("f() * (y/y)", f=f, y=y0))), 1)
    assert "undefined (division by zero)" in found.text
    assert "y0 = 0" in found.text


def test_the_log_of_a_negative_number_is_found() -> None:
    found = fault("defined", values.then(increasing(log)), 1)
    assert "undefined (the log of a negative number)" in found.text


def test_a_factor_without_a_value_is_found_at_one_row() -> None:
    assert "n = 1" in fault("defined", values.then(scale(1 / (x.n - 1))), 1).text


def test_a_change_of_parameters_is_looked_at_where_the_objective_had_a_value() -> None:
    chain = Chain("t", argmin(t**2, t)).then(reparametrise(t, 1 / s))
    silent("defined", chain, 1)  # that 1/s has no value at 0 is the attack `onto`


def test_a_definition_that_divides_by_zero_is_found() -> None:
    chain = Chain("d", argmin(x.sum(p(x.i)) + f(), theta))
    wrong = chain.then(
        define(density("s", theta)(x.i), written("p(x.i) / q(x.i) * q(x.i)", p=p, q=q, x=x), x.sum(p(x.i)) + f())
    )
    silent("defined", wrong, 1)  # the new symbol does not occur in the target
    used = chain.then(
        define(
            density("s", theta)(x.i),
            written("p(x.i) / q(x.i) * q(x.i)", p=p, q=q, x=x),
            x.sum(density("s", theta)(x.i)) + f(),
        )
    )
    assert "division by zero" in fault("defined", used, 1).text


def test_infinite_values_are_values() -> None:
    likelihood = Chain("l", argmax(x.product(q(x.i)), theta)).then(increasing(log))
    silent("defined", likelihood, 0)
    silent("defined", likelihood, 1)


def test_what_had_no_value_before_need_not_have_one_after() -> None:
    undefined = Chain("u", argmin(written("f() / y", f=f, y=y0), theta)).then(
        rewrite(written("f() * (1/y)", f=f, y=y0))
    )
    fault("defined", undefined, 0)
    silent("defined", undefined, 1)
