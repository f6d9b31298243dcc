"""Tests of symbolic.provers.estimates: the one minimiser, globally and for all data, and what is no estimate."""

import pytest
from false_facts import NO_ESTIMATES
from sympy import Abs, Rational, exp, gamma, log, sqrt, true

from symbolic.core.domains import (
    RealInterval,
    binary,
    counts,
    nonnegative,
    open_unit_interval,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.terms import parameter, sample
from symbolic.families import load
from symbolic.kernel import Verdict
from symbolic.models.family import mean
from symbolic.models.likelihood import loss
from symbolic.obligations import Obligation
from symbolic.provers.estimates import prove
from symbolic.statements.estimate import EstimateIs

x, y, c, b, d = (
    sample("x", domain=reals),
    sample("y", domain=positive),
    sample("c", domain=counts),
    sample("b", domain=binary),
    sample("d", domain=counts),
)
z = sample("z", domain=nonnegative)
mu, nu, eta = parameter("mu", reals), parameter("nu", reals), parameter("eta", reals)
s, k, tau, a = (parameter(n, positive) for n in ("s", "k", "tau", "a"))
rate, p, inner = parameter("lambda", nonnegative), parameter("p", unit_interval), parameter("r", open_unit_interval)
inner_p = parameter("p", open_unit_interval)
kept = parameter("q", RealInterval(0, 1, False, True))
below = parameter("eta2", RealInterval(upper=0, upper_closed=False))
rho = parameter("rho", RealInterval(-1, 1, False, False))
X, Y, C, B = x.i, y.i, c.i, b.i
VARIANCE = mean(x, X**2) - mean(x) ** 2


def answer(objective, values, *when):
    about = (objective, tuple(values), tuple(values.items()), tuple(w > 0 for w in when))
    return prove(Obligation("estimate", about))


BERNOULLI = mean(b, -B * log(p) - (1 - B) * log(1 - p))
NORMAL = mean(x, log(s) + (X - mu) ** 2 / (2 * s**2))
ESTIMATES = {
    "bernoulli, ends included": (BERNOULLI, {p: mean(b)}),
    "bernoulli, logit": (
        mean(b, log(1 + exp(eta)) - B * eta),
        {eta: log(mean(b) / (1 - mean(b)))},
        mean(b),
        1 - mean(b),
    ),
    "poisson, 0 included": (mean(c, rate - C * log(rate)), {rate: mean(c)}),
    "poisson, log link": (mean(c, exp(eta) - C * eta), {eta: log(mean(c))}, mean(c)),
    "geometric, 1 included": (mean(c, -log(kept) - C * log(1 - kept)), {kept: 1 / (1 + mean(c))}),
    "normal mean": (mean(x, (X - mu) ** 2), {mu: mean(x)}),
    "normal scale": (
        mean(x, log(s) + (X - nu) ** 2 / (2 * s**2)),
        {s: sqrt(mean(x, (X - nu) ** 2))},
        mean(x, (X - nu) ** 2),
    ),
    "normal": (NORMAL, {mu: mean(x), s: sqrt(VARIANCE)}, VARIANCE),
    "normal in natural parameters": (
        mean(x, -eta * X - below * X**2 - eta**2 / (4 * below) - log(-2 * below) / 2),
        {eta: mean(x) / VARIANCE, below: -1 / (2 * VARIANCE)},
        VARIANCE,
    ),
    "normal in (mean/scale, 1/scale)": (
        mean(x, (tau * X - eta) ** 2 / 2 - log(tau)),
        {eta: mean(x) / sqrt(VARIANCE), tau: 1 / sqrt(VARIANCE)},
        VARIANCE,
    ),
    "exponential": (mean(y, a * Y - log(a)), {a: 1 / mean(y)}),
    "exponential in the mean": (mean(y, Y / s + log(s)), {s: mean(y)}),
    "gamma in the rate": (mean(y, a * Y - k * log(a)), {a: k / mean(y)}),
    "weibull in the scale": (mean(y, k * log(s) + (Y / s) ** k), {s: mean(y, Y**k) ** (1 / k)}),
    "gumbel in the location": (mean(x, (X - mu) / s + exp(-(X - mu) / s)), {mu: -s * log(mean(x, exp(-X / s)))}),
    "laplace in the scale": (mean(x, log(s) + Abs(X - nu) / s), {s: mean(x, Abs(X - nu))}, mean(x, Abs(X - nu))),
    "inverse gaussian": (
        mean(y, -log(a) / 2 + a * (Y - s) ** 2 / (2 * s**2 * Y)),
        {s: mean(y), a: 1 / (mean(y, 1 / Y) - 1 / mean(y))},
        mean(y, 1 / Y) - 1 / mean(y),
    ),
    "binomial": (
        mean(c, -C * log(p) - d.i * log(1 - p)),
        {p: mean(c) / (mean(c) + mean(d))},
        mean(c) + mean(d),
    ),
    "plane, with correlation": (
        mean(x, ((X - mu) ** 2 - 2 * rho * (X - mu) * (Y - nu) + (Y - nu) ** 2) / (1 - rho**2)),
        {mu: mean(x), nu: mean(y)},
    ),
}


@pytest.mark.parametrize("name", ESTIMATES)
def test_estimates(name):
    objective, values, *when = ESTIMATES[name]
    found = answer(objective, values, *when)
    assert found.verdict is Verdict.PROVED, found.reason


@pytest.mark.parametrize("name", NO_ESTIMATES)
def test_what_is_no_estimate_is_never_proved(name):
    objective, values, *when = NO_ESTIMATES[name]
    found = answer(objective, values, *when)
    assert found.verdict is Verdict.UNKNOWN
    assert found.reason


def test_every_unknown_has_its_estimate():
    found = prove(Obligation("estimate", (NORMAL, (mu, s), ((mu, mean(x)),), ())))
    assert found.verdict is Verdict.UNKNOWN
    assert "every unknown" in found.reason


@pytest.mark.parametrize("kind", ["estimate", "solutions"])
@pytest.mark.parametrize("first", [2 * mean(x), mean(x)], ids=str)
def test_an_unknown_with_two_values_has_no_estimate(kind, first):
    """Read as a table, the last one would count, and what is printed would be false."""
    point, objective = ((mu, first), (mu, mean(x))), mean(x, (X - mu) ** 2)
    about = (objective, (mu,), point, ()) if kind == "estimate" else (objective, (mu,), (point,))
    found = prove(Obligation(kind, about))
    assert found.verdict is Verdict.UNKNOWN
    assert "once" in found.reason


def test_two_numbers_of_one_name_are_kept_apart():
    objective = mean(b, -B * log(p) - (1 - B) * log(1 - p)) + (p - inner_p) ** 2 * 0 + inner_p
    assert answer(objective + (p - inner_p) ** 2, {p: mean(b)}).verdict is not Verdict.PROVED


def test_conditions_of_another_form_stay_open():
    for condition in (mean(x) > 1, mean(x) < 0, true):
        for estimate in (mean(x), 2 * mean(x)):
            found = prove(EstimateIs(mean(x, (X - mu) ** 2), (mu,), ((mu, estimate),), (condition,)))
            assert found.verdict is Verdict.UNKNOWN
            assert "statistic > 0" in found.reason


@pytest.mark.parametrize(
    ("objective", "values"),
    [
        (mean(x, log(1 + (X - mu) ** 2)), {mu: mean(x)}),
        (mean(x, (X - k) ** 2), {k: sqrt(mean(x, X**2))}),
        (mean(c, gamma(1 + a) + a * C), {a: 1 + mean(c)}),
    ],
    ids=str,
)
def test_what_the_lemma_does_not_reach_is_not_proved(objective, values):
    assert answer(objective, values).verdict is not Verdict.PROVED


SOLVED = [
    ((mu - 1) ** 2 + (mu - 4) ** 2, {mu: Rational(5, 2)}),
    (rate, {rate: 0}),
    (rate - 2 * log(rate), {rate: 2}),
    (log(s) + 3 / s, {s: 3}),
    (log(s) + ((mu - 1) ** 2 + 4) / (2 * s**2), {mu: 1, s: 2}),
]


@pytest.mark.parametrize(("objective", "point"), SOLVED, ids=str)
def test_the_one_solution_on_given_data(objective, point):
    found = prove(Obligation("solutions", (objective, tuple(point), (tuple(point.items()),))))
    assert found.verdict is Verdict.PROVED, found.reason


@pytest.mark.parametrize(
    ("objective", "points"),
    [
        (2 * Abs(mu) + Abs(mu - 3), ({mu: 1},)),
        ((mu**2 - 1) ** 2 + mu, ({mu: 1}, {mu: -1})),
        (a, ({a: 0},)),
        (log(s) + 3 / s, ({s: 1},)),
    ],
    ids=str,
)
def test_wrong_solutions_are_not_proved(objective, points):
    found = prove(Obligation("solutions", (objective, tuple(points[0]), tuple(tuple(p.items()) for p in points))))
    assert found.verdict is Verdict.UNKNOWN
    assert found.reason


def test_two_solutions_are_left_to_others():
    about = ((mu**2 - 1) ** 2, (mu,), (((mu, 1),), ((mu, -1),)))
    assert prove(Obligation("solutions", about)).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("name", ["bernoulli", "poisson", "normal_mean"])
def test_the_estimates_of_families(name):
    family = load(name)
    for estimate in family.estimates:
        about = (family.mean(loss(family)), family.parameters, estimate.values, estimate.when)
        assert prove(Obligation("estimate", about)).verdict is Verdict.PROVED
