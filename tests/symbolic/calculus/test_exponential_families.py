"""Tests of symbolic.calculus.exponential_families: which hypotheses are understood, and what they give."""

from dataclasses import replace as with_

import pytest
from sympy import Derivative, Integer, Mul, Rational, exp, log

from symbolic.calculus.enclosing import Undefined
from symbolic.calculus.exponential_families import Names, mean, models
from symbolic.calculus.normal_form import NormalForm, Undecided
from symbolic.core.domains import RealInterval, nonnegative, positive, reals
from symbolic.core.terms import function, parameter, raw, replace, sample
from symbolic.families.exponential_family import A, T, eta, family, h, x
from symbolic.obligations import Obligation

X, ONE = x.outcome, Integer(1)
MASS, BENT = family.hypotheses
DENSITY = family.density
FIRST, SECOND = A().diff(eta), A().diff(eta, 2)


def of(density, outcomes=(X,), value=ONE, total=None):
    return Obligation("integral", (density, outcomes, value, total))


def mean_of(density, statistic, unknown, given=None, outcomes=(X,)):
    return mean(raw(Mul, (density, statistic)), outcomes, None, (of(density),) if given is None else given)


def test_the_form_that_is_understood():
    assert mean_of(DENSITY, T(X), eta) == FIRST


moving_h, moving_T = function("h", eta, values=positive), function("T", eta)
signed, scale = function("h"), parameter("phi", nonnegative)
closed = parameter("eta", RealInterval(0))


@pytest.mark.parametrize(
    "density",
    [
        moving_h(X) * exp(eta * T(X) - A()),  # h depends on eta
        h(X) * exp(eta * moving_T(X) - A()),  # T depends on eta
        signed(X) * exp(eta * T(X) - A()),  # h may be negative
        h(X) * exp(eta**2 * T(X) - A()),
        h(X) * exp(eta * T(X) + A()),
        h(X) * exp(eta * T(X) - 2 * A()),
        h(X) * exp(eta * T(X) ** 2 - A()),
        h(X) * exp(eta * T(X) - function("A")()),  # A does not depend on eta
        h(X) * exp(closed * T(X) - function("A", closed)()),  # a closed end
        h(X) * exp((eta * T(X) - A()) / scale),  # which may be 0
        h(X) * T(X) ** 2 * exp(eta * T(X) - A()),
        exp(eta * T(X) - A()),
    ],
)
def test_any_other_form_is_not(density):
    with pytest.raises(Undecided):
        mean_of(density, T(X), eta)
    assert not list(models([of(density)]))


@pytest.mark.parametrize(
    "given",
    [
        (),
        (of(DENSITY, value=Integer(2)),),
        (of(DENSITY, total=Integer(1)),),
        (of(2 * DENSITY),),
        (Obligation("integrable", (DENSITY, Integer(1), (X,), None)),),
        (with_(MASS, given=(BENT,)),),  # it holds under a condition
        (of(h(X) * exp(eta * function("S")(X) - A())),),  # of another density
        (of(DENSITY, outcomes=(sample("y").outcome,)),),
    ],
)
def test_the_mass_must_be_stated_of_this_very_density(given):
    with pytest.raises(Undecided):
        mean_of(DENSITY, T(X), eta, given)
    assert DENSITY not in [model.density for model in models(given)]


def test_the_parameter_stays_within_the_domain_of_which_the_mass_is_stated():
    narrow, wide = parameter("eta", RealInterval(0, 1, False, False)), parameter("v", reals)
    density = replace(DENSITY, {eta: narrow}.get)
    inside = replace(density, {narrow: parameter("v", RealInterval(0, Rational(1, 2), False, False))}.get)
    assert mean_of(inside, T(X), narrow, (of(density),)).has(Derivative)
    with pytest.raises(Undecided):
        mean_of(replace(density, {narrow: wide}.get), T(X), narrow, (of(density),))


def test_the_mean_is_over_the_outcomes_of_the_hypothesis_alone():
    y = sample("y", domain=reals)
    for outcomes in ((y.outcome,), (X, y.outcome), ()):
        with pytest.raises(Undecided):
            mean_of(DENSITY, T(X), eta, (MASS,), outcomes)


@pytest.mark.parametrize("body", [T(X) ** 3, log(h(X)), function("S")(X), T(X) * h(X), 1 / T(X), FIRST.diff(eta, 2)])
def test_of_other_means_nothing_is_known(body):
    with pytest.raises(Undecided):
        mean_of(DENSITY, body, eta, (MASS,))


def test_a_polynomial_in_the_statistic_is_read_as_one():
    (model,) = models((MASS,))
    forms = NormalForm()
    found = model.polynomial(T(X) ** 3 - 2 * T(X) + 5, forms)
    assert {
        k: forms.equal(c, forms.of(v))
        for (k, c), v in zip(sorted(found.items()), map(Integer, (5, -2, 1)), strict=True)
    } == {
        0: True,
        1: True,
        3: True,
    }
    for other in (T(X) ** Rational(1, 2), X * T(X), exp(T(X))):
        with pytest.raises(Undecided):
            model.polynomial(other, forms)


def test_what_is_affine_in_the_cumulant_function_is_read_as_that():
    (model,) = models((MASS,))
    forms = NormalForm()
    a, b = model.affine(3 * A() - eta * T(X) + 7, eta, forms)
    assert forms.equal(a, forms.of(Integer(3))) and forms.equal(b, forms.of(-T(X)))
    with pytest.raises(Undecided):
        model.affine(A() * eta, eta, forms)


def test_numbers_stand_for_derivatives_and_back():
    (model,) = models((MASS,))
    names = Names(model, A())
    tree = FIRST**2 + SECOND
    assert not names.of(tree).has(Derivative)
    assert names.back(names.of(tree)) == tree
    with pytest.raises(Undefined):
        names.of(1 / (FIRST - 1))
