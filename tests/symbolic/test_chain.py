"""Tests of symbolic.chain: how chains grow, and that nothing in one is believed."""

from collections.abc import Callable
from dataclasses import replace as with_
from typing import Any

import pytest
from sympy import Dummy, Integer, log

from symbolic import check as public_check
from symbolic import kernel, rules, written
from symbolic.chain import Chain, argmax, argmin
from symbolic.core.domains import Categories, FiniteSet, Integers, RealInterval, extended_nonnegative, extended_reals
from symbolic.core.errors import DerivationError, ExtensionError, MalformedStep, MalformedTerm
from symbolic.core.terms import density, empirical, expectation, function, parameter, sample
from symbolic.kernel import Problem, State, Step
from symbolic.obligations import Obligation

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
    assert isinstance(LOGS, kernel.Derivation)
    assert public_check(LOGS).proved is True


# ---- slips, and what to write instead --------------------------------------------------------------------------------

SLIPS: dict[str, tuple[Any, str]] = {
    "a recipe that nobody called": (rules.flip_sign, r"flip_sign makes a rule: write then\(flip_sign\(\)\)$"),
    "a recipe that would take the problem": (rules.scale, r"scale makes a rule: write then\(scale\(factor\)\)$"),
    "a recipe with a default": (rules.rewrite, r"rewrite makes a rule: write then\(rewrite\(\)\)$"),
    "a recipe of two arguments": (rules.define, r"write then\(define\(new, definition\)\)$"),
    "a recipe that takes nothing": (rules.kl_to_cross_entropy, r"kl_to_cross_entropy makes a rule"),
    "a recipe of somebody else's": (lambda problem: rules.flip_sign(), r"makes a rule"),
    "a function of numbers": (log, r"then\(log\): log is a function of numbers: write then\(increasing\(log\)\)"),
    "the name of a rule": ("flip_sign", r"a rule is one of symbolic\.rules"),
    "nothing": (None, r"then\(None\): a rule is one of symbolic\.rules"),
    "a problem": (LIKELIHOOD, r"a rule is one of symbolic\.rules"),
}


@pytest.mark.parametrize("what", SLIPS)
def test_what_is_no_rule_says_what_to_write(what: str) -> None:
    slip, message = SLIPS[what]
    with pytest.raises(MalformedStep, match=message):
        Chain("c", LIKELIHOOD).then(slip)


@pytest.mark.parametrize("unknowns", [([theta],), ("theta",), (x,), (None,), (), (theta, theta), (1,)], ids=str)
def test_what_is_no_unknown_is_refused(unknowns: Any) -> None:
    for make in (argmin, argmax):
        with pytest.raises(DerivationError):
            make(LIKELIHOOD.objective, *unknowns)


@pytest.mark.parametrize("objective", [None, "theta", [1], True, x, q, log, LIKELIHOOD], ids=lambda o: type(o).__name__)
def test_what_is_no_objective_is_refused(objective: Any) -> None:
    for make in (argmin, argmax):
        with pytest.raises(MalformedTerm):
            make(objective, theta)


JUNK: list[Any] = [
    None,
    True,
    3,
    0.5,
    "log",
    b"x",
    (1, 2),
    [1],
    {},
    object(),
    log,
    LIKELIHOOD,
    LOGS,
    x,
    q,
    x.i,
    q(x.i),
    theta,
]
TAKES: dict[str, Callable[[Any], Any]] = {
    "then": lambda a: LOGS.then(a),
    "claim": lambda a: public_check(LOGS.claim(a)),
    "claim a relation": lambda a: public_check(LOGS.claim(LOGS.end, a)).to_dict(),
    "assume": lambda a: LOGS.assume(a),
    "check": public_check,
    "argmin": lambda a: argmin(a, theta),
    "argmax over": lambda a: argmax(LIKELIHOOD.objective, a),
    "density": lambda a: density(a),
    "density of": lambda a: density("q", a),
    "function": lambda a: function("f", values=a),
    "sample": lambda a: sample(a),
    "sample of size": lambda a: sample("x", size=a),
    "sample in": lambda a: sample("x", domain=a),
    "parameter": lambda a: parameter(a),
    "parameter in": lambda a: parameter("t", a),
    "expectation": lambda a: expectation(q(x.outcome), a),
    "expectation of": lambda a: expectation(a, p(x.outcome)),
    "a value": lambda a: q(a),
    "a value given": lambda a: q(x.i, given=a),
    "empirical": lambda a: empirical(a),
    "an empirical value": lambda a: empirical(x)(a),
    "sum": lambda a: argmin(x.sum(a), theta),
    "RealInterval": lambda a: RealInterval(a),
    "FiniteSet": lambda a: FiniteSet(a),
    "FiniteSet of": lambda a: FiniteSet((a,)),
    "Integers": lambda a: Integers(a),
    "Categories": lambda a: sample("k", domain=Categories(a)),
    "written": lambda a: written("a + 1", a=a),
    "written text": lambda a: written(a),
    **{
        f"{name}({'_, ' * place}junk)": (
            lambda a, make=make, before=before: public_check(LOGS.then(make(*before, a))).to_dict()
        )
        for name, make, befores in (
            ("increasing", rules.increasing, ((), (log,))),
            ("decreasing", rules.decreasing, ((), (lambda u: -u,))),
            ("rewrite", rules.rewrite, ((),)),
            ("scale", rules.scale, ((),)),
            ("add_constant", rules.add_constant, ((),)),
            ("drop_constant", rules.drop_constant, ((),)),
            ("define", rules.define, ((q(x.i),),)),
            ("define", lambda a: rules.define(a, p(x.i)), ((),)),
            ("define", lambda a: rules.define(r(x.i), p(x.i), a), ((),)),
            ("reparametrise", rules.reparametrise, ((theta,),)),
            ("reparametrise", lambda a: rules.reparametrise(a, parameter("s")), ((),)),
            ("reparametrise", lambda a: rules.reparametrise(theta, parameter("s"), a), ((),)),
            ("law_of_large_numbers", rules.law_of_large_numbers, ((), (p,))),
        )
        for place, before in enumerate(befores)
    },
}


@pytest.mark.filterwarnings("ignore:.*is a float")
@pytest.mark.parametrize("where", TAKES)
def test_nothing_but_the_authors_error_comes_of_junk(where: str) -> None:
    """Every public word takes what it takes or raises a DerivationError, which names what to try: nothing else escapes."""
    escaped = []
    for junk in JUNK:
        try:
            TAKES[where](junk)
        except DerivationError as error:
            assert len(str(error)) > 20, junk
        except Exception as error:
            escaped.append((junk, error))
    assert escaped == []
