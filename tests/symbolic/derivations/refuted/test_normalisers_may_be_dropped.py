"""A normaliser that depends on the parameter may not be dropped."""

from false_claims import is_certified, stays_open
from sympy import exp

from symbolic import Chain, argmax, check, function, parameter, sample
from symbolic.core.domains import Categories
from symbolic.rules import increasing, rewrite

theta, y = parameter("theta"), sample("y", domain=Categories("K"))
f, h = function("f", theta), function("h")


def test_the_claim_stays_open_and_is_refuted_by_a_certified_case() -> None:
    stays_open("normalisers_may_be_dropped")
    assert "f_theta at theta" in is_certified("normalisers_may_be_dropped")


def test_one_that_is_free_of_the_parameter_may_be() -> None:
    total = y.total(exp(h(y.each)))
    chain = Chain("true", argmax(f() / total, theta)).then(increasing(lambda u: u * total)).then(rewrite(f()))
    assert check(chain).proved
