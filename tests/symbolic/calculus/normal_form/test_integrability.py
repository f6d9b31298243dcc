"""Tests of symbolic.calculus.normal_form.integrability: hypotheses, bounds below, and divergences make a mean defined."""

from __future__ import annotations

import pytest
from sympy import Abs, log, oo

from symbolic.calculus.normal_form import NormalForm
from symbolic.calculus.normal_form.integrability import integrable, lower_integrable
from symbolic.core.domains import countable, reals
from symbolic.core.terms import density, expectation, function, parameter, sample

theta = parameter("theta")
p, q = density("p"), density("q", theta)
x, k = sample("x", domain=reals), sample("k", domain=countable)
f = function("f", theta)


def judged(body: object, law: object, *given: object) -> tuple[bool, bool]:
    within = NormalForm(given, (law,))  # type: ignore[arg-type]
    form, atom = within.of(body), within.law(law)  # type: ignore[arg-type]
    return lower_integrable(within, atom, form), integrable(within, atom, form)


LAW, COUNTED = p(x.outcome), p(k.outcome)


@pytest.mark.parametrize(
    ("body", "law", "given", "expected"),
    [
        (f(x.outcome), LAW, (), (False, False)),
        (f(x.outcome), LAW, (expectation(Abs(f(x.outcome)), LAW) < oo,), (True, True)),
        (-3 * f(x.outcome), LAW, (expectation(Abs(f(x.outcome)), LAW) < oo,), (True, True)),
        (Abs(f(x.outcome)), LAW, (), (True, False)),
        (log(p(x.outcome)) - log(q(x.outcome)), LAW, (), (True, False)),
        (log(q(x.outcome)) - log(p(x.outcome)), LAW, (), (False, False)),
        (-log(q(k.outcome)), COUNTED, (), (True, False)),
        (-log(q(x.outcome)), LAW, (), (False, False)),
    ],
)
def test_which_parts_of_a_mean_are_finite(
    body: object, law: object, given: tuple[object, ...], expected: tuple[bool, bool]
) -> None:
    assert judged(body, law, *given) == expected
