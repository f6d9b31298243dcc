"""Tests of symbolic.provers.mixtures: mixtures of densities are densities, and what only looks like one is not."""

from typing import Any

import pytest
from sympy import Pow, exp, pi, sqrt

from symbolic.asking import provers
from symbolic.core.domains import Categories, RealInterval, counts, positive, reals, unit_interval
from symbolic.core.terms import Same, density, empirical, expectation, function, logistic, parameter, sample
from symbolic.kernel import Verdict, judge
from symbolic.obligations import Obligation
from symbolic.provers.mixtures import prove

theta, t = parameter("theta"), parameter("t", reals)
w, v, wide = parameter("w", unit_interval), parameter("v", unit_interval), parameter("wide", RealInterval(0, 2))
b = parameter("b", positive)
x, y, z, c = sample("x"), sample("y", domain=Categories("K")), sample("z", domain=reals), sample("c", domain=counts)
k = sample("k", domain=Categories("M"))
q, p, r, u = density("q", theta), density("p"), density("r"), density("u")
f, g, m = function("f", theta), function("g", theta, values=unit_interval), function("m", theta)
normal = exp(-(z.i**2) / 2) / sqrt(2 * pi)
each, gate = y.each, g(x.i)

DENSITIES = {
    "two": (u(x.i), w * q(x.i) + (1 - w) * p(x.i)),
    "of an outcome": (u(x.outcome), w * q(x.outcome) + (1 - w) * p(x.outcome)),
    "halves": (u(x.i), (q(x.i) + p(x.i)) / 2),
    "three, the last weight by the others": (u(x.i), w * v * q(x.i) + w * (1 - v) * p(x.i) + (1 - w) * r(x.i)),
    "odds": (u(x.i), (b * q(x.i) + p(x.i)) / (1 + b)),
    "logistic weights": (u(x.i), logistic(t) * q(x.i) + logistic(-t) * p(x.i)),
    "experts": (u(y.i, given=x.i), gate * q(y.i, given=x.i) + (1 - gate) * p(y.i)),
    "a chain": (u(y.i, x.i), q(y.i, given=x.i) * (w * q(x.i) + (1 - w) * p(x.i))),
    "a latent class": (u(x.i), k.total(r(k.each) * q(x.i, given=k.each))),
    "a joint with a latent class": (u(x.i), k.total(q(x.i, k.each))),
    "normals": (u(z.i), k.total(r(k.each) * exp(-((z.i - m(k.each)) ** 2) / 2)) / sqrt(2 * pi)),
    "a softmax": (u(y.i), exp(f(y.i)) / y.total(exp(f(each)))),
    "smoothed labels": (u(y.i), (1 - w) * q(y.i) + w / y.total(1)),
    "contaminated": (u(z.i), (1 - w) * q(z.i) + w * normal),
    "more zeros": (u(c.i), w * Same(c.i, 0) + (1 - w) * r(c.i)),
}

NONE = {
    "weights that add up to less": (u(x.i), w * q(x.i) + w * p(x.i)),
    "a negative weight": (u(x.i), wide * q(x.i) + (1 - wide) * p(x.i)),
    "a weight of what is mixed": (u(y.i), g(y.i) * q(y.i) + (1 - g(y.i)) * p(y.i)),
    "a condition that is not given": (u(x.i), w * q(x.i, given=y.i) + (1 - w) * p(x.i)),
    "another column": (u(x.i), w * q(y.i) + (1 - w) * p(x.i)),
    "more columns": (u(x.i), w * q(x.i, y.i) + (1 - w) * p(x.i)),
    "less columns": (u(x.i, y.i), w * q(x.i) + (1 - w) * p(x.i, y.i)),
    "no chain": (u(y.i, x.i), w * q(y.i, given=x.i) * q(x.i, given=y.i) + (1 - w) * p(y.i, x.i)),
    "one factor twice": (u(x.i), w * q(x.i) * p(x.i) + (1 - w) * p(x.i)),
    "latent classes without weights": (u(x.i), k.total(q(x.i, given=k.each))),
    "a posterior for a prior": (u(x.i), k.total(r(k.each, given=x.i) * q(x.i, given=k.each))),
    "a mean for a sum": (u(x.i), k.total(r(k.each) * q(x.i, given=k.each)) / k.total(1)),
    "squares": (u(y.i), y.total(q(each) ** 2)),
    "another number of classes": (u(y.i), (1 - w) * q(y.i) + w / k.total(1)),
    "a class that is summed over": (u(each), (1 - w) * q(each) + w / y.total(1)),
    "a geometric mean": (u(x.i), sqrt(q(x.i) * p(x.i))),
    "a power": (u(x.i), Pow(q(x.i), 2)),
    "a sum over the data": (u(x.i), w * q(x.i) + (1 - w) * p(x.i) * x.sum(p(x.i)) / x.n),
    "a mean under a law": (u(y.i), w * q(y.i) + (1 - w) * expectation(r(y.i, given=x.outcome), p(x.outcome))),
    "half a normal": (u(z.i), normal / 2 + w * q(z.i) / 2),
    "an empirical one": (u(y.i), w * empirical(y)(y.i) * 2 + (1 - w) * q(y.i)),
    "a function": (f(x.i), w * q(x.i) + (1 - w) * p(x.i)),
}


def verdict(pair: tuple[Any, Any]) -> Verdict:
    return prove(Obligation("density", pair)).verdict


@pytest.mark.parametrize("name", DENSITIES)
def test_a_mixture_is_a_density(name: str) -> None:
    assert verdict(DENSITIES[name]) is Verdict.PROVED


@pytest.mark.parametrize("name", NONE)
def test_what_is_no_density_is_not_proved(name: str) -> None:
    assert verdict(NONE[name]) is Verdict.UNKNOWN
    assert judge(Obligation("density", NONE[name]), provers()).verdict is Verdict.UNKNOWN
