"""Tests of symbolic.refuting.unattained: a member with a value below what is said to be exceeded everywhere."""

import pytest
from false_facts import NO_INFIMA, t
from sympy import exp, log, oo

from symbolic.calculus.enclosing import Undefined
from symbolic.core.domains import any_set, positive, reals
from symbolic.core.terms import parameter
from symbolic.obligations import Obligation
from symbolic.refuting.unattained import refute

mu, s = parameter("mu", reals), parameter("s", positive)


def case(objective, curve, limit):
    return refute(Obligation("unattained", (objective, tuple(curve), tuple(curve.items()), t, limit)))


FOUND = ("below the limit", "negative binomial, two factors", "an oscillation of unknown sign")


@pytest.mark.parametrize("name", NO_INFIMA)
def test_a_smaller_value_is_found(name):
    assert (case(*NO_INFIMA[name]) is not None) is (name in FOUND)


def test_the_member_is_named():
    assert case(log(1 + exp(-mu)), {mu: t}, 1) == "at mu = 0 the value is smaller than 1"


@pytest.mark.parametrize("limit", [0, -oo], ids=str)
def test_nothing_is_found_against_what_is_true(limit):
    assert case(s if limit == 0 else log(s), {s: exp(-t)}, limit) is None


def test_what_is_undefined_somewhere_is_left_alone():
    with pytest.raises(Undefined):
        case(log(mu), {mu: exp(t)}, 100)


def test_no_limit_lies_below_oo_and_no_member_is_known_of_any_set():
    assert case(s, {s: t}, oo) is None
    assert refute(Obligation("unattained", (s - 1, (s, parameter("m", any_set)), (), t, 0))) is None
