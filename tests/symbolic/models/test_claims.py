"""Tests of claims: what became of what is claimed, and which statements a file may make."""

import pytest
from sympy import exp

from symbolic.core.domains import positive, reals
from symbolic.core.terms import parameter, sample
from symbolic.kernel import Judgement, Obligation, Verdict
from symbolic.models.claims import ABOUT, Claim, Fact, misfit

mu, x = parameter("mu", reals), sample("x", domain=reals)
convex = Obligation("convex", ((x.outcome - mu) ** 2, (mu,)))

STANDS = {
    Verdict.PROVED: Verdict.REFUTED,
    Verdict.REFUTED: Verdict.PROVED,
    Verdict.UNKNOWN: Verdict.UNKNOWN,
    Verdict.ASSUMED: Verdict.UNKNOWN,
}


@pytest.mark.parametrize("verdict", Verdict)
def test_a_claim_that_something_is_false_stands_where_it_is_refuted_alone(verdict: Verdict) -> None:
    said, denied = (
        Fact(Claim("convex", convex, false=false), Judgement(convex, verdict, "who")) for false in (False, True)
    )
    assert (said.name, said.verdict, said.standing) == ("convex", verdict, verdict)
    assert denied.verdict is verdict
    assert denied.standing is STANDS[verdict]


def test_a_statement_that_fits_is_no_misfit() -> None:
    assert misfit(convex) == ""
    assert misfit(Obligation("within", (exp(mu), positive))) == ""
    assert misfit(Obligation("estimate", ((x.outcome - mu) ** 2, (mu,), ((mu, 1),), (x.sum(x.i) > 0,)))) == ""


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("convex", "is no Obligation, such as"),
        (Obligation("pretty", (mu,)), "there are no statements of the kind 'pretty'; the kinds are equal, defined"),
        (Obligation(3, (mu,)), "there are no statements of the kind 3"),  # type: ignore[arg-type]
        (Obligation("convex", (mu,)), r"is about \(loss, unknowns\), not about"),
        (Obligation("convex", (mu, mu)), "unknowns=mu is no tuple of parameters"),
        (Obligation("convex", (mu, ())), r"unknowns=\(\) is no tuple of parameters"),
        (Obligation("within", (mu, 3)), "interval=3 is no interval, such as RealInterval"),
        (Obligation("equal", (True, mu)), "left=True is no expression"),
        (Obligation("estimate", (mu, (mu,), (mu, 1), ())), "point=.* is no tuple of pairs"),
    ],
    ids=str,
)
def test_a_misfit_names_the_part_and_what_it_should_be(statement: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        raise ValueError(misfit(statement))


def test_every_kind_names_its_parts_once() -> None:
    assert all(len(set(parts.split(", "))) == len(parts.split(", ")) for parts in ABOUT.values())
