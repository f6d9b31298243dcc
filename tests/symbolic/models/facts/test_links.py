"""Tests of symbolic.models.facts.links: a link takes every parameter once, or is at least strictly monotone."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import exp, log

from symbolic import families
from symbolic.core.domains import nonnegative, positive
from symbolic.core.terms import parameter, sample
from symbolic.kernel import Verdict
from symbolic.models.family import Family, real_variable
from symbolic.models.judging import facts
from symbolic.report.sentences import text
from symbolic.report.sheets import DECLARED, sheet

x = sample("x", domain=nonnegative)
rate, z = parameter("lambda", positive), real_variable("z")


def linked(link: Any) -> Family:
    return Family("mine", variables=(x,), parameters=(rate,), density=rate * exp(-rate * x.outcome), links={rate: link})


@pytest.mark.parametrize("name", families.names())
def test_every_shipped_link_takes_every_parameter_inside_of_its_domain_once(name: str) -> None:
    family = families.load(name)
    found = facts(family, ["links"])
    assert len(found) == sum(link.args != () for _, link in family.links)
    for fact in found:
        assert fact.verdict is Verdict.PROVED and fact.claim.obligation.kind == "one to one"


@pytest.mark.parametrize(
    ("link", "said"),
    [
        (exp(z), "z -> exp(z) maps (-oo, oo) one to one onto (0, oo)"),
        (log(1 + exp(z)), "z -> log(exp(z) + 1) maps (-oo, oo) one to one onto (0, oo)"),
        (1 + exp(z), "z -> exp(z) + 1 is continuous and strictly increasing on (-oo, oo)"),
        (1 + exp(-z), "z -> 1 + exp(-z) is continuous and strictly decreasing on (-oo, oo)"),
    ],
)
def test_what_is_said_of_a_link_is_the_strongest_that_is_proved(link: Any, said: str) -> None:
    (found,) = facts(linked(link), ["links"])
    assert found.verdict is Verdict.PROVED and text(found.claim.obligation) == said


@pytest.mark.parametrize("link", [exp(z) + exp(-z), exp(z**2), exp(z) + exp(-2 * z)])
def test_a_link_that_takes_a_parameter_twice_is_declared_wrong_and_nothing_is_proved(link: Any) -> None:
    (found,) = facts(linked(link), ["links"])
    assert found.verdict is not Verdict.PROVED
    assert "links" in DECLARED
    assert sheet(linked(link), declared=True).verdict is not Verdict.PROVED
