"""Tests of symbolic.refuting.exponential_families: the log-density of some family has no mean."""

import math

from sympy import Integer, exp, log

from symbolic.core.domains import RealInterval, binary, positive
from symbolic.core.terms import function, parameter, sample
from symbolic.families.exponential_family import A, T, eta, family, h, x
from symbolic.obligations import Obligation
from symbolic.refuting.exponential_families import refute

X = x.outcome
MASS, BENT = family.hypotheses
DENSITY = family.density


def of(density, outcomes=(X,)):
    return Obligation("integral", (density, outcomes, Integer(1), None))


def case(*about, given=(MASS,)):
    return refute(Obligation("integrable", about, tuple(given)))


def test_the_log_density_of_some_family_has_no_mean():
    about = (DENSITY, eta * T(X) + log(h(X)) - A(), (X,), None)
    assert case(*about) is not None
    assert case(*about, given=(MASS, BENT)) is not None
    assert case(*about, given=()) is None
    more = Obligation("within", (h(X), RealInterval(1, 2)))
    assert case(*about, given=(MASS, more)) is None, "then it has one"
    assert case(DENSITY, 2 * about[1], (X,), None) is None
    for column, carrier in ((sample("x", domain=binary), h), (x, function("h", values=RealInterval(1, 2)))):
        v = column.outcome
        density = carrier(v) * exp(eta * T(v) - A())
        body = eta * T(v) + log(carrier(v)) - A()
        assert case(density, body, (v,), None, given=(of(density, (v,)),)) is None


def test_one_cumulant_function_for_all_dispersions_asks_more_of_the_carrier():
    """Such a law is infinitely divisible: a family for one dispersion alone is no case against all of them."""
    phi = parameter("phi", positive)
    g, whole = function("g", phi, values=positive), function("A", eta, phi)
    for cumulant, expected in ((A(), False), (whole(), True)):
        exponent = (eta * T(X) - cumulant) / phi
        density = g(X) * exp(exponent)
        about = (density, exponent + log(g(X)), (X,), None)
        assert (case(*about, given=(of(density),)) is not None) is expected


def test_the_case_has_a_mass_and_no_mean_of_the_log_density():
    """What each block of terms adds to the one and to the other."""
    for k in range(3, 16):
        block = range(2**k, 2 ** (k + 1))
        assert sum(1 / (i * math.log(i) ** 2) for i in block) <= 1 / (k * math.log(2)) ** 2, "at most 3/k^2"
        assert sum(math.log(i * math.log(i) ** 2) / (i * math.log(i) ** 2) for i in block) >= 1 / (k + 1), "as 1/k"


def test_the_case_names_the_carrier_and_the_statistic():
    found = case(DENSITY, eta * T(X) + log(h(X)) - A(), (X,), None)
    assert found.startswith("for x = 2, 3, ... let h(x) = 1/(x*log(x)**2) and T(x) = 1[x = 2]")
