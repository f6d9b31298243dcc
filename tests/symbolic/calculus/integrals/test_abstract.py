"""Tests of symbolic.calculus.integrals.abstract: what follows from weights and the chain rule, and nothing else."""

from typing import Any

import pytest
from sympy import Integer, Rational

from symbolic.calculus.integrals import value_of
from symbolic.calculus.integrals.abstract import of_densities
from symbolic.calculus.normal_form import NormalForm, Undecided
from symbolic.core.domains import Categories, reals, unit_interval
from symbolic.core.terms import density, function, parameter, sample

theta, t, w = parameter("theta"), parameter("t", reals), parameter("w", unit_interval)
y, z, k = sample("y", domain=Categories("K")), sample("z", domain=reals), sample("k", domain=Categories("M"))
q, p, f = density("q", theta), density("p"), function("f", theta)

INTEGRALS: list[tuple[Any, tuple[Any, ...], Any]] = [
    (w * q(z.outcome) + (1 - w) * p(z.outcome), (z,), 1),
    (2 * q(z.outcome) - p(z.outcome), (z,), 1),
    (w * q(z.outcome) + w * p(z.outcome), (z,), 2 * w),
    (q(y.outcome) * p(z.outcome), (y, z), 1),
    (q(y.outcome, given=z.outcome) * p(z.outcome), (y, z), 1),
    (t * q(z.outcome, given=y.outcome), (z,), t),
    (k.total(f(k.each) * q(z.outcome, given=k.each)), (z,), k.total(f(k.each))),
    (k.total(q(z.outcome, k.each)), (z,), 1),
    (q(z.outcome, given=y.outcome), (y, z), y.total(1)),
    (f(y.outcome) * q(z.outcome, given=y.outcome), (z,), f(y.outcome)),
]
NOT_KNOWN: list[tuple[Any, tuple[Any, ...]]] = [
    (q(y.outcome, given=z.outcome) * p(z.outcome, given=y.outcome), (y, z)),
    (q(y.outcome) - p(y.outcome), (y, z)),  # over all real z: the order of the two would matter
    ((q(y.outcome) - p(y.outcome)) * z.outcome, (y, z)),
    (q(z.outcome, y.outcome), (z,)),  # a marginal, for almost all y
    (q(z.outcome) * p(z.outcome), (z,)),
    (q(z.outcome) ** 2, (z,)),
    (f(z.outcome) * q(z.outcome), (z,)),
    (q(z.outcome) + Rational(1, 2), (z,)),
    (k.total(q(z.outcome, given=k.each)) * k.total(p(z.outcome, k.each)), (z,)),
    (k.total(q(z.outcome, given=k.each) * p(z.outcome)), (z,)),
    (k.total(f(k.each) * q(z.outcome, k.each)), (z,)),
]


@pytest.mark.parametrize(("integrand", "columns", "value"), INTEGRALS, ids=lambda part: str(part)[:60])
def test_the_integral_is_that_of_the_weights(integrand: Any, columns: Any, value: Any) -> None:
    forms = NormalForm()
    found = value_of(integrand, tuple(s.outcome for s in columns))
    assert forms.equal(found, forms.of(Integer(1) * value))


@pytest.mark.parametrize(("integrand", "columns"), NOT_KNOWN, ids=lambda part: str(part)[:60])
def test_what_does_not_follow_is_not_known(integrand: Any, columns: Any) -> None:
    with pytest.raises(Undecided):
        value_of(integrand, tuple(s.outcome for s in columns))


def test_sums_over_what_is_integrated_over_are_refused() -> None:
    with pytest.raises(Undecided):
        of_densities(y.total(p(y.each)) * q(y.outcome), (y.outcome,), value_of)
