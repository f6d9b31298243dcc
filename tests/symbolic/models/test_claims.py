"""Tests of claims: what became of what is claimed, and which statements a file may make."""

import pytest
from sympy import exp

from symbolic.core.domains import positive, reals
from symbolic.core.terms import parameter, sample
from symbolic.kernel import Judgement, Verdict
from symbolic.models.claims import Claim, Fact, misfit
from symbolic.obligations import Obligation
from symbolic.statements.convex import Convex
from symbolic.statements.free import Free

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
        (Free(mu, (mu,)), "there are no statements of the kind 'free'; the kinds are at most one, convex"),
        (Convex(mu, mu), "unknowns=mu is no tuple of parameters"),  # type: ignore[arg-type]
    ],
    ids=str,
)
def test_a_misfit_names_the_part_and_what_it_should_be(statement: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        raise ValueError(misfit(statement))
