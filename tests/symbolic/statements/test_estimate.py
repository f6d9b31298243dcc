"""Tests of the statements of the kind 'estimate': the one minimiser."""

from __future__ import annotations

from kinds import attacked, eta, mu, r, refuses, says, sigma, squares, stated
from sympy import Integer

from symbolic.obligations import Obligation
from symbolic.statements.estimate import EstimateIs


def test_it_names_point_and_conditions() -> None:
    says(
        EstimateIs(squares, (mu,), ((mu, r.sum(r.i) / r.n), (sigma, eta)), (sigma - 1 > 0, eta > 0)),
        "sum_{i=1..n}((-mu + r_i)**2)/n is minimal at mu = sum_{i=1..n}(r_i)/n and sigma = eta alone, "
        "whenever sigma - 1 > 0 and eta > 0",
        r"$\frac{1}{n} \sum_{i=1}^{n} \left(r_{i} - \mu\right)^{2}$ is minimal at "
        r"$\mu = \frac{1}{n} \sum_{i=1}^{n} r_{i}$ and $\sigma = \eta$ alone, whenever $\sigma - 1 > 0$ and $\eta > 0$",
    )


def test_without_conditions_it_holds_always() -> None:
    says(
        EstimateIs(eta**2, (eta,), ((eta, Integer(0)),), ()),
        "eta**2 is minimal at eta = 0 alone",
        r"${\eta}^{2}$ is minimal at $\eta = 0$ alone",
    )


def test_what_it_is_not_about_is_refused() -> None:
    refuses("estimate", (mu, (mu,), (mu, 1), ()), r"point=.* is no tuple of pairs")
    refuses("estimate", (mu, (mu,), ((mu, 1),), (mu,)), r"conditions=.* is no tuple of comparisons")


def test_who_may_state_it_and_whether_it_is_attacked() -> None:
    stated("estimate", by_a_file=True)
    attacked("estimate")


def test_the_values_of_its_point_are_read_as_numbers() -> None:
    found = Obligation("estimate", (eta**2, (eta,), ((eta, 0),), ()))
    assert found == EstimateIs(eta**2, (eta,), ((eta, Integer(0)),), ()) and isinstance(found.point[0][1], Integer)
