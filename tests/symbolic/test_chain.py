"""Tests of symbolic.chain: how chains grow, and that nothing in one is believed."""

from dataclasses import replace as with_
from typing import Any

import pytest
from sympy import Dummy, Integer, log

from symbolic import check as public_check
from symbolic import kernel
from symbolic.chain import Chain, argmax, argmin
from symbolic.domains import extended_nonnegative, extended_reals
from symbolic.errors import ExtensionError, MalformedStep
from symbolic.kernel import Obligation, Problem, State, Step
from symbolic.terms import density, parameter, sample

theta, x = parameter("theta"), sample("x")
q, p, r = density("q", theta), density("p"), density("r")
u = Dummy("u")
LIKELIHOOD = argmax(x.product(q(x.i)), theta)
MEAN_LOSS = argmin(x.sum(-log(q(x.i))) / x.n, theta)
OBJECTIVE = LIKELIHOOD.objective


def step(primitive: str, *witness: Any) -> Step:
    return Step("Because", primitive, witness)


# ---- rules -----------------------------------------------------------------------------------------------------------


def test_a_rule_that_raises_is_its_authors_bug() -> None:
    def careless(problem: Problem) -> tuple[Step, ...]:
        return problem.nothing  # type: ignore[attr-defined, no-any-return]

    with pytest.raises(ExtensionError, match="careless raised AttributeError"):
        Chain("c", LIKELIHOOD).then(careless)


def test_a_rule_that_refuses_is_not_its_authors_bug() -> None:
    def strict(problem: Problem) -> tuple[Step, ...]:
        raise MalformedStep("no")

    with pytest.raises(MalformedStep, match="no"):
        Chain("c", LIKELIHOOD).then(strict)


@pytest.mark.parametrize(
    "proposal", [None, (), [], True, "steps", ("rewrite",), [step("rewrite", OBJECTIVE)], OBJECTIVE], ids=str
)
def test_a_rule_proposes_steps_and_nothing_else(proposal: Any) -> None:
    with pytest.raises(MalformedStep, match="a rule returns a tuple of steps"):
        Chain("c", LIKELIHOOD).then(lambda problem: proposal)


def test_a_rule_named_because_proves_nothing() -> None:
    chain = Chain("c", LIKELIHOOD).then(lambda problem: (Step("Because", "rewrite", (Integer(1),)),))
    theorem = public_check(chain)
    assert theorem.proved is False
    assert theorem.open[0].obligation == Obligation("equal", (OBJECTIVE, Integer(1)))


def test_tag_and_note_belong_to_the_last_step_of_a_rule() -> None:
    flip = step("monotone", u, -u, extended_reals, -1)
    chain = Chain("c", LIKELIHOOD).then(lambda problem: (flip, flip), tag="2", note="twice")
    assert [(s.tag, s.note) for s in chain.steps] == [("", ""), ("2", "twice")]


def test_then_returns_a_new_chain() -> None:
    chain = Chain("c", LIKELIHOOD)
    assert chain.then(step("rewrite", OBJECTIVE)) is not chain
    assert chain.steps == ()


# ---- forging -------------------------------------------------------------------------------------------------------


def test_a_hand_edited_state_of_a_chain_is_not_believed() -> None:
    honest = Chain("c", LIKELIHOOD).then(step("rewrite", Integer(1)))
    other = State.begin(MEAN_LOSS)._replace(
        definitions=((q(x.i), p(x.i)),), facts=(p(x.i) > 0,), roles=frozenset(), names={}
    )
    forged = with_(honest, _state=other)
    assert forged == honest
    assert public_check(forged) == public_check(honest)
    assert public_check(forged).proved is False
    assert public_check(forged).end == Problem("max", Integer(1), (theta,))


def test_definitions_and_facts_put_into_the_state_by_hand_are_not_used() -> None:
    start = argmin(x.sum(-log(p(x.i))), theta)
    state = State.begin(start)._replace(definitions=((r(x.i), q(x.i)),), facts=(p(x.i) > 0,))
    chain = Chain("c", start, _state=state).then(step("monotone", u, u + x.sum(log(p(x.i))), extended_reals, 1))
    assert public_check(chain).proved is False


# ---- where it ends --------------------------------------------------------------------------------------------------

LOGS = (
    Chain("c", LIKELIHOOD)
    .then(step("monotone", u, log(u), extended_nonnegative, 1))
    .then(step("rewrite", x.sum(log(q(x.i)))))
)


def test_a_chain_says_where_it_ends_without_being_proved() -> None:
    assert Chain("c", LIKELIHOOD, steps=LOGS.steps).end == LOGS.end == argmax(x.sum(log(q(x.i))), theta)
    assert str(LOGS.end) == "argmax_{theta} sum_{i=1..n}(log(q_theta(x_i)))"


def test_a_chain_is_what_the_kernel_replays() -> None:
    assert isinstance(LOGS, kernel.Chain)
    assert public_check(LOGS).proved is True
