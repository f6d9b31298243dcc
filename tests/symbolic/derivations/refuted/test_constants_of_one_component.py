"""A constant that both components of a mixture have may be dropped; one of a single component may not."""

from false_claims import is_certified, stays_open
from sympy import Rational, exp, pi, sqrt

from symbolic import Chain, argmax, check, function, parameter, reals, sample
from symbolic.rules import increasing, rewrite

theta, x = parameter("theta"), sample("x", domain=reals)
mu, nu = function("m", theta)(), function("v", theta)()
narrow, wide = exp(-((x.i - mu) ** 2) / 2), Rational(1, 2) * exp(-((x.i - nu) ** 2) / 8)


def test_the_claim_stays_open_and_is_refuted_by_a_certified_case() -> None:
    stays_open("constants_of_one_component")
    assert "m_theta at theta" in is_certified("constants_of_one_component")


def test_a_common_constant_may_be_dropped() -> None:
    whole = argmax(x.product((narrow + wide) / sqrt(2 * pi)), theta)
    chain = Chain("common", whole).then(increasing(lambda u: u * sqrt(2 * pi) ** x.n))
    assert check(chain.then(rewrite(x.product(narrow + wide)))).proved
    assert not check(chain.then(rewrite(x.product(narrow + 2 * wide)))).proved
