"""Tests of symbolic.provers.integrability: finite means by bounds, and refusals wherever the mean may be infinite."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Abs, E, Max, Min, Pow, cos, exp, factorial, gamma, log, pi, sinh, sqrt, tanh

from symbolic.core.domains import (
    Categories,
    Countable,
    RealInterval,
    counts,
    nonnegative,
    open_unit_interval,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.terms import AtMost, Same, density, parameter, sample
from symbolic.kernel import Verdict
from symbolic.obligations import Obligation
from symbolic.provers.integrability import prove

x, h, k, t = (sample("x", domain=d).outcome for d in (reals, positive, counts, open_unit_interval))
mu, nu = parameter("mu", reals), parameter("nu", reals)
s, r, a, b = (parameter(n, positive) for n in "srab")
w, q, closed = parameter("w", open_unit_interval), parameter("q", unit_interval), parameter("l", nonnegative)

normal = exp(-((x - mu) ** 2) / (2 * s**2)) / (sqrt(2 * pi) * s)
laplace = exp(-Abs(x - mu) / s) / (2 * s)
cauchy = 1 / (pi * s * (1 + ((x - mu) / s) ** 2))
student = (1 + (x - mu) ** 2 / (r * s**2)) ** (-(r + 1) / 2)
logistic = exp(-(x - mu) / s) / (s * (1 + exp(-(x - mu) / s)) ** 2)
poisson = a**k * exp(-a) / factorial(k)
pareto = a * b**a * h ** (-a - 1) * AtMost(b, h)
inverse_gaussian = sqrt(a / (2 * pi * h**3)) * exp(-a * (h - s) ** 2 / (2 * s**2 * h))
mixture = w * normal + (1 - w) * normal.xreplace({mu: nu, s: r})


def answer(law: Any, body: Any, *outcomes: Any, total: Any = None) -> Any:
    return prove(Obligation("integrable", (law, body, outcomes, total)))


FINITE = [
    (normal, cos(x) + x**2, x),
    (normal, tanh(x) * x, x),
    (cauchy, cos(x) / (1 + x**2), x),
    (normal, x, x),
    (normal, Abs(x - nu) ** 3, x),
    (laplace, Abs(x - nu) / r, x),
    (laplace, Max(w * (x - nu), (w - 1) * (x - nu)), x),
    (laplace, Min(Abs(x), r) * x, x),
    (normal, log(1 + (x - nu) ** 2), x),
    (cauchy, log(1 + (x - nu) ** 2 / r**2), x),
    (cauchy, log(cauchy), x),
    (student, log(r + (x - nu) ** 4), x),
    (logistic, log(1 + exp(-(x - nu) / r)), x),
    (logistic, log(exp(x) + exp(nu * x) + 1), x),
    (mixture, log(mixture), x),
    (normal, log(mixture), x),
    (poisson, log(factorial(k)), k),
    (poisson, log(gamma(k + r)), k),
    (poisson, log(q * Same(k, 0) + (1 - w) * poisson), k),
    (pareto, log(h), h),
    (inverse_gaussian, log(h), h),
    (inverse_gaussian, log(h) ** 2 * h, h),
    (t ** (a - 1) * (1 - t) ** (b - 1), log(t) + log(1 - t), t),
    (normal, AtMost(x, nu) * x**2, x),
    (normal, mu**2 * s, x),
]


@pytest.mark.parametrize(("law", "body", "variable"), FINITE, ids=str)
def test_finite_means_are_proved(law: Any, body: Any, variable: Any) -> None:
    found = answer(law, body, variable)
    assert found.verdict is Verdict.PROVED, found.reason


OPEN = [
    ("Cauchy's law has no mean", cauchy, x, x),
    ("nor one of any multiple", cauchy, nu * Abs(x - mu), x),
    ("few degrees of freedom", student, x, x),
    ("Pareto's mean", pareto, h, h),
    ("a Gaussian that grows faster", normal, exp(x**2), x),
    ("an exponential of what has exponential tails", laplace, exp(x), x),
    ("the same in a logarithm of a logarithm", cauchy, log(1 + exp(x)), x),
    ("a mixture's logarithm under Cauchy's law", cauchy, log(mixture), x),
    ("an infinite constant", normal, log(closed) * x, x),
    ("an infinite factor", normal, log(q), x),
    ("an infinite loss beyond the end", AtMost(h, a) / a, log(AtMost(h, b)), h),
    ("an infinite loss at a count", poisson, log(Same(k, 0)), k),
    ("log of what may vanish", normal, log((x - nu) ** 2), x),
    ("log of what may be negative", normal, log(x - nu), x),
    ("a component that may be 0", poisson, log(q * Same(k, 0) + (1 - q) * poisson), k),
    ("a pole", normal, 1 / (x - nu) ** 2, x),
    ("a pole at the end", t**0 * a, 1 / t, t),
    ("Gamma at what may be 0", poisson, log(gamma(k + closed)), k),
    ("Gamma of another multiple", poisson, log(gamma(k * r + 1)), k),
    ("a law with no mean of its logarithm known", 1 / (pi * (1 + x**2)), log(2 + exp(Abs(x) ** 3)), x),
    ("what is bounded, times what has no mean", cauchy, cos(x) * x, x),
    ("a function that only looks bounded", cauchy, sinh(x), x),
    ("a bounded function of what divides by zero", normal, cos(1 / (x - nu)), x),
    ("an interval that is not half the line", cauchy, sqrt(1 + x**2), x),
]


@pytest.mark.parametrize(("law", "body", "variable"), [row[1:] for row in OPEN], ids=[row[0] for row in OPEN])
def test_what_may_have_an_infinite_mean_stays_open(law: Any, body: Any, variable: Any) -> None:
    found = answer(law, body, variable)
    assert found.verdict is Verdict.UNKNOWN
    assert found.reason


def test_log_inside_another_function_is_not_replaced() -> None:
    assert answer(inverse_gaussian, exp(a * log(h) ** 2), h).verdict is Verdict.UNKNOWN


def test_the_cross_entropy_of_two_models_of_classes_may_be_infinite() -> None:
    z, theta_1 = sample("z", domain=Categories("K")).outcome, parameter("theta_1")
    q, moved, fixed = density("q", parameter("theta")), density("q", theta_1), density("q", parameter("t", reals))

    def answer(model: Any, body: Any, **more: Any) -> Verdict:
        return prove(Obligation("integrable", (model(z), body, (z,), None), **more)).verdict

    assert answer(q, -log(moved(z))) is answer(q, log(moved(z))) is Verdict.UNKNOWN
    assert answer(q, log(q(z))) is Verdict.PROVED
    assert answer(q, log(fixed(z))) is Verdict.UNKNOWN, "nothing says that it is any table"
    assert answer(q, log(density("p")(z))) is Verdict.UNKNOWN, "another model"
    assert answer(q, log(moved(z)) * q(z)) is Verdict.UNKNOWN
    assert answer(q, -log(moved(z)), given=(moved(z) > 0,)) is Verdict.UNKNOWN
    countable = sample("c", domain=Countable()).outcome
    assert (
        prove(Obligation("integrable", (q(countable), log(moved(countable)), (countable,), None))).verdict
        is Verdict.UNKNOWN
    )


def test_the_entropy_of_finitely_many_classes_is_finite() -> None:
    z, c = sample("z", domain=Categories("K")).outcome, sample("c").outcome
    p, other = density("p"), density("other")
    assert answer(p(z), log(p(z)), z).verdict is Verdict.PROVED
    assert answer(p(z), log(other(z)), z).verdict is Verdict.UNKNOWN  # it is infinite where other(z) = 0 < p(z)
    assert answer(p(c), log(p(c)), c).verdict is Verdict.UNKNOWN  # on an infinite set it may be infinite


def test_several_columns_are_bounded_together() -> None:
    y = sample("y", domain=reals).outcome
    rho = parameter("rho", RealInterval(-1, 1, False, False))
    law = exp(-(x**2 - 2 * rho * x * y + y**2) / (2 * (1 - rho**2)))
    assert answer(law, x * y**3 + Abs(x), x, y).verdict is Verdict.PROVED
    assert answer(law, exp(x * y), x, y).verdict is Verdict.UNKNOWN
    one, two = sample("x1", domain=counts).outcome, sample("x2", domain=counts).outcome
    total = parameter("N", counts)
    law = w**one * (1 - w) ** two / (factorial(one) * factorial(two))
    assert answer(law, log(factorial(one + two)) - log(factorial(one)), one, two, total=total).verdict is Verdict.PROVED


def test_a_power_of_e_that_is_kept_as_written_is_no_exponential_of_e() -> None:
    """log E^u is u, whose mean is not finite under Cauchy's law; it is not E."""
    power = Pow(E, x, evaluate=False)
    assert answer(cauchy, log(power, evaluate=False), x).verdict is not Verdict.PROVED
