"""Tests of symbolic.families.normal_mixture: no estimate, and what may be dropped of two components."""

from dataclasses import replace as with_

from on_data import along, further, mean_loss
from sympy import Rational, exp, expand, log, pi, sqrt

from properties import attack
from symbolic.core.terms import replace
from symbolic.families.normal_mixture import family, kernels, mixture, nu, tau, w, x
from symbolic.models.likelihood import derivation, dropped, loss
from symbolic.report.theorem import check
from symbolic.rules import rewrite

AT = {"w": "1/2", "mu": 0, "sigma": 1, "nu": 3, "tau": 2}


def test_a_constant_that_both_components_share_is_dropped() -> None:
    assert dropped(family) == log(2) / 2 + log(pi) / 2


def test_a_pole_on_one_datum_has_no_end() -> None:
    statement = further(family)["no estimate from the data 0, 1"]
    assert along(statement, 1) > along(statement, 10) > along(statement, 30)


def test_the_components_may_change_places() -> None:
    swapped = {"w": "1/2", "mu": 3, "sigma": 2, "nu": 0, "tau": 1}
    one, other = (mean_loss(family, loss(family), {"x": [1, 2]}, at) for at in (AT, swapped))
    assert abs(one - other) < 1e-15
    statement = further(family)["not identifiable: the components may change places"]
    left, right = statement.about
    assert left == mixture and right != mixture, "one and the same tree says nothing"
    assert "(1 - (1 - w))*exp(-(-mu + x)**2/(2*sigma**2))/sigma" in str(right)


def test_the_weight_from_one_datum_turns_with_the_constant_of_one_component() -> None:
    at_mean = kernels(0, w, 0, Rational(1, 2), 0, Rational(2, 3))
    right, wrong = (o for name, o in family.further if o.kind == "solutions")
    assert right.about[0] == -log(at_mean) and right.about[2] == (((w, 1),),)
    assert wrong.about[2] == (((w, 0),),) and expand(exp(-wrong.about[0]) - at_mean) == -w


def test_a_constant_of_one_component_alone_may_not_be_dropped() -> None:
    component = (1 - w) / tau * exp(-((x.outcome - nu) ** 2) / (2 * tau**2))
    other = replace(
        mixture, lambda t: component / sqrt(2 * pi) if t == component else None
    )  # its own constant, and no common one
    assert other != mixture
    chain = derivation(with_(family, density=other, loss=None))
    assert chain.steps
    wrong = chain.then(rewrite(family.mean(loss(family))))
    assert not check(wrong).proved
    assert any(report.counterexample for report in attack(wrong, step=len(wrong.steps)))
