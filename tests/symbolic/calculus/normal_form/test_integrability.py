"""Tests of symbolic.calculus.normal_form.integrability: hypotheses, bounds below, and divergences make a mean defined."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Abs, Max, Min, cos, exp, log, oo

from symbolic.calculus.normal_form import NormalForm
from symbolic.calculus.normal_form.integrability import integrable, lower_integrable, nonnegative_mean, sides
from symbolic.core.domains import binary, countable, nonnegative, positive, reals
from symbolic.core.terms import AtMost, NegativePart, density, expectation, function, parameter, raw, sample, softplus

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


y, b = sample("y"), sample("b", domain=binary)
X, Y, B, K = x.outcome, y.outcome, b.outcome, k.outcome
g, h, u = function("g"), function("h", values=nonnegative), function("u")
s, w = parameter("s", positive), parameter("w", reals)
F, G = f(X), g(X)


def below(body: Any, law: Any = LAW) -> Any:
    return expectation(NegativePart(body), law) < oo


def finite(body: Any, law: Any = LAW) -> Any:
    return expectation(raw(Abs, (body,)), law) < oo


@pytest.mark.parametrize(
    ("body", "law", "given", "expected"),
    [
        (cos(F), LAW, (), (True, True)),
        (AtMost(0, F) * G, LAW, (), (False, False)),
        (AtMost(0, F) * G, LAW, (below(G),), (True, False)),
        (cos(F) * G, LAW, (below(G),), (False, False)),
        (cos(F) * G, LAW, (finite(G),), (True, True)),
        (w * B * g(B), p(B), (finite(g(B), p(B)),), (True, True)),
        (w * G, LAW, (below(G),), (False, False)),
        (s * G, LAW, (below(G),), (True, False)),
        (-s * G, LAW, (below(G),), (False, True)),
        (F + G, LAW, (below(F), below(G)), (True, False)),
        (F + G, LAW, (below(F), below(-G)), (False, False)),
        (F + G, LAW, (below(F), below(G, p(X, Y))), (True, False)),
        (F + G, LAW, (below(F), below(G, q(X))), (False, False)),
        (F + G, LAW, (below(2 * F + 2 * G),), (True, False)),
        (F + G, LAW, (below(-F - G),), (False, True)),
        (F + 2 * G, LAW, (below(F + G),), (False, False)),
        (Abs(F), LAW, (finite(F),), (True, True)),
        (Abs(F), LAW, (below(F),), (True, False)),
        (NegativePart(F), LAW, (below(F),), (True, True)),
        (NegativePart(F), LAW, (below(-F),), (True, False)),
        (Max(F, G), LAW, (below(F),), (True, False)),
        (Max(F, G), LAW, (below(-F),), (False, False)),
        (Max(F, G), LAW, (below(-F), below(-G)), (False, True)),
        (Min(F, G), LAW, (below(F),), (False, False)),
        (Min(F, G), LAW, (below(-F),), (False, True)),
        (Min(F, G), LAW, (below(F), below(G)), (True, False)),
        (softplus(F), LAW, (below(-F),), (True, True)),
        (softplus(F), LAW, (below(F),), (True, False)),
        (log(exp(F) + exp(G)), LAW, (below(F),), (True, False)),
        (log(exp(F) + exp(G)), LAW, (below(-F),), (False, False)),
        (log(exp(F) + exp(G)), LAW, (below(-F), below(-G)), (False, True)),
        (F, LAW, (finite(F**2),), (True, True)),
        (F, LAW, (finite(F**3),), (True, True)),
        (F, LAW, (expectation(F**2, LAW) < oo,), (True, True)),
        (F, LAW, (expectation(F**2, q(X)) < oo,), (False, False)),
        (F, LAW, (expectation(F, LAW) < oo,), (False, True)),
        (F, LAW, (expectation(-F, LAW) < oo,), (True, False)),
        (F, LAW, (expectation(F**3, LAW) < oo,), (False, False)),
        (F, LAW, (expectation(F + G, LAW) < oo,), (False, False)),
        (F + cos(G), LAW, (expectation(F, LAW) < oo,), (False, True)),
        (F, LAW, (expectation(2 * Abs(F), LAW) < oo,), (True, True)),
        (F, LAW, (expectation(-2 * Abs(F), LAW) < oo,), (False, False)),
        (F, LAW, (expectation(3 * NegativePart(F), LAW) < oo,), (True, False)),
        (F, LAW, (expectation(Abs(F) + Abs(G), LAW) < oo,), (False, False)),
        (g(X, Y), p(X, Y), (expectation(expectation(Abs(g(X, Y)), p(Y, given=X)), LAW) < oo,), (True, True)),
        (g(X, Y), p(X, Y), (expectation(expectation(NegativePart(g(X, Y)), p(Y, given=X)), LAW) < oo,), (True, False)),
        (g(X, Y), p(X, Y), (expectation(expectation(Abs(g(X, Y)), q(Y, given=X)), LAW) < oo,), (False, False)),
        (g(X, Y), p(X, Y), (expectation(Abs(expectation(g(X, Y), p(Y, given=X))), LAW) < oo,), (False, False)),
        (g(X, Y), p(X, Y), (expectation(expectation(g(X, Y), p(Y, given=X)), LAW) < oo,), (False, False)),
        (F**2, LAW, (finite(F),), (True, False)),
        (F, LAW, (finite(G**2),), (False, False)),
        (F, LAW, (finite(F**2, q(X)),), (False, False)),
        (F, LAW, (below(F**3),), (False, False)),
        (-log(q(X)), LAW, (finite(log(p(X))),), (True, False)),
        (-log(q(X)), LAW, (below(log(p(X))),), (False, False)),
        (-log(q(X)), LAW, (finite(log(p(X)), q(X)),), (False, False)),
        (s * log(p(X)) - s * log(q(X)) + Abs(F), LAW, (), (True, False)),
        (w * log(p(X)) - w * log(q(X)), LAW, (), (False, False)),
        (log(p(X)) - log(q(X)) + F, LAW, (), (False, False)),
        (log(p(X, Y)) - log(q(X)) - log(q(Y)), p(X, Y), (), (True, False)),
        (expectation(h(X, Y), p(Y, given=X)), LAW, (), (True, False)),
        (expectation(g(X, Y), p(Y, given=X)), LAW, (below(g(X, Y), p(X, Y)),), (True, False)),
        (F * expectation(g(X, Y), p(Y, given=X)), LAW, (below(F * g(X, Y), p(X, Y)),), (True, False)),
        (expectation(g(X, Y), p(Y, given=X)), LAW, (below(g(X, Y), q(X, Y)),), (False, False)),
        (expectation(g(X, Y), p(Y)), LAW, (below(g(X, Y), p(X, Y)),), (False, False)),
    ],
    ids=str,
)
def test_which_parts_are_finite_by_what_bounds_them(
    body: Any, law: Any, given: tuple[Any, ...], expected: tuple[bool, bool]
) -> None:
    assert judged(body, law, *given)[0] is expected[0]
    within = NormalForm(given, (law,))
    form = {m: -c for m, c in within.of(body).items()}
    assert lower_integrable(within, within.law(law), form) is expected[1]


def test_what_is_free_of_the_outcome_is_finite_or_nothing_is_known() -> None:
    forms = NormalForm()
    ((finite_one, _),) = forms.of(w**2 * s).items()
    ((infinite, _),) = forms.of(log(q(y.i))).items()
    law = forms.law(LAW)
    assert sides(forms, law, finite_one) == (True, True)
    assert sides(forms, law, infinite) == (False, False)


@pytest.mark.parametrize(
    ("body", "law", "expected"),
    [
        (log(p(X)) - log(q(X)), LAW, True),
        (s * log(p(X)) - s * log(q(X)), LAW, True),
        (log(p(X)) - log(q(X)) + F**2, LAW, True),
        (log(p(K)) - 2 * log(q(K)), COUNTED, True),
        (log(p(X)) - 2 * log(q(X)), LAW, False),
        (2 * log(p(X)) - log(q(X)), LAW, False),
        (log(p(X)) - log(q(X)) + F, LAW, False),
        (log(p(X)) - log(q(X)) - 1, LAW, False),
        (log(q(X)) - log(p(X)), LAW, False),
        (w * log(p(X)) - w * log(q(X)), LAW, False),
        (log(p(Y, given=X)) - log(q(Y, given=X)), p(X, Y), True),
        (log(p(Y, given=X)) - log(q(Y, given=X)), p(Y, given=X), True),
        (log(p(Y)) - log(q(Y, given=X)), p(X, Y), False),
    ],
    ids=str,
)
def test_a_mean_is_nowhere_negative_where_it_is_one_of_divergences(body: Any, law: Any, expected: bool) -> None:
    within = NormalForm((), (law,))
    assert nonnegative_mean(within, within.law(law), within.of(body)) is expected
