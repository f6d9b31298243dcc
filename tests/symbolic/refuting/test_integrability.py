"""Tests of symbolic.refuting.integrability: the cross-entropy of two models of classes may be infinite."""

from typing import Any

import pytest
from sympy import log

from symbolic.core.domains import Categories, Countable, binary, reals
from symbolic.core.terms import density, parameter, sample
from symbolic.obligations import Obligation
from symbolic.refuting.integrability import refute

z, c, b = (sample(n, domain=d).outcome for n, d in (("z", Categories("K")), ("c", Countable()), ("b", binary)))
q, moved, fixed = (
    density("q", parameter("theta")),
    density("q", parameter("theta_1")),
    density("q", parameter("t", reals)),
)


def case(model: Any, body: Any, outcome: Any = z, given: tuple[Any, ...] = ()) -> str | None:
    return refute(Obligation("integrable", (model(outcome), body, (outcome,), None), given))


@pytest.mark.parametrize("body", [log(moved(z)), -log(moved(z))], ids=str)
def test_one_member_may_vanish_where_the_other_does_not(body: Any) -> None:
    found = case(q, body)
    assert found == f"of two classes with probabilities 1/2 and 1/2 in {q(z)}, 1 and 0 in {moved(z)}, it is infinite"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (log(q(z)), "the entropy of finitely many classes is finite"),
        (log(fixed(z)), "nothing says that it is any table"),
        (log(density("p")(z)), "another model"),
        (log(moved(z)) * q(z), "another loss"),
        (moved(z), "no logarithm"),
    ],
    ids=str,
)
def test_nothing_is_found_against_what_may_be_finite(body: Any, why: str) -> None:
    assert case(q, body) is None, why


def test_nothing_is_found_where_more_is_given_and_on_other_domains() -> None:
    assert case(q, -log(moved(z)), given=(moved(z) > 0,)) is None
    assert case(q, -log(moved(c)), c) is None
    assert case(q, -log(moved(b)), b) is None
