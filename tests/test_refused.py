"""False steps are stopped twice and independently: the kernel does not prove them, and the attack finds a certified case."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from false_steps import BUILT, FALSE_STEPS, OPEN, REPLAYED, WRONG_INTEGRAL, FalseStep, f, minimise
from few import few

from properties import StepReport, attack
from symbolic import DerivationError, Verdict, check, rules

IDS = [f.name for f in FALSE_STEPS]
OPENS = [f for f in FALSE_STEPS if f.stopped == OPEN]
TRAPS = (
    "constant depends on theta",
    "factor of unknown sign",
    "sense kept",
    "sign lost",
    "n varies",
    "one summand scaled",
    "not strictly monotone",
    "monotone on a smaller set",
    "set with a hole",
    "possibly infinite constant",
    "E split",
    "name of a bound variable",
    "undeclared",
    "law mentions theta",
    "loss mentions n",
    "claim is not the end",
    "log of the mean",
    "KL reversed",
)
PEERS = (
    "peers: 1 == 1",
    "peers: Because",
    "peers: y/y = 1",
    "peers: wrong integral",
    "peers: is_increasing(tan)",
)


@cache
def attacked(false: FalseStep) -> tuple[StepReport, ...]:
    return attack(false.build(), max_examples=200, seed=0)


@pytest.mark.parametrize("false", FALSE_STEPS, ids=IDS)
def test_the_kernel_does_not_prove_a_false_step(false: FalseStep) -> None:
    if false.stopped == BUILT:
        with pytest.raises(DerivationError):
            false.build()
        return
    chain = false.build()
    if false.stopped == REPLAYED:
        with pytest.raises(DerivationError):
            check(chain)
        return
    theorem = check(chain)
    assert theorem.verdict is not Verdict.PROVED
    assert theorem.open, "what stays open is named"


@pytest.mark.slow
@pytest.mark.parametrize("false", OPENS, ids=[f.name for f in OPENS])
def test_the_attack_finds_a_certified_counterexample(false: FalseStep) -> None:
    found = [r.counterexample for r in attacked(false) if r.counterexample is not None]
    certified = any(c.certified for c in found)
    if false.attackable:
        assert certified or (false.statistical and found), "the attack finds no counterexample"
    else:
        assert not found, f"the table says that there is none: {false.why}"


@pytest.mark.parametrize("false", few(OPENS), ids=[f.name for f in OPENS])
def test_the_obligation_that_stays_open_is_that_of_the_step_which_the_attack_breaks(false: FalseStep) -> None:
    theorem = check(false.build())
    broken = [r.number for r in attacked(false) if r.counterexample is not None]
    open_at = {0: theorem.premises, len(theorem.lines) + 1: theorem.claim}
    open_at |= {number: line.judgements for number, line in enumerate(theorem.lines, 1)}
    for number in broken:
        assert any(j.verdict not in (Verdict.PROVED, Verdict.ASSUMED) for j in open_at[number])


def test_every_reason_is_given_exactly_where_a_step_cannot_be_attacked() -> None:
    for false in FALSE_STEPS:
        assert bool(false.why) is not false.attackable, false.name
        if false.stopped != OPEN:
            assert not false.attackable, false.name


def test_at_least_forty_false_steps_are_stopped_twice() -> None:
    assert len(FALSE_STEPS) >= 60
    assert len(set(IDS)) == len(IDS)
    assert sum(f.attackable and not f.statistical for f in FALSE_STEPS) >= 40


def public_rules() -> set[str]:
    """What `symbolic.rules` exports and a file of that room defines."""
    return set(rules.__all__) - {"extension", "lemma"}


def test_every_rule_and_every_trap_has_at_least_three_false_steps() -> None:
    found = Counter(word for f in FALSE_STEPS for word in f.belongs_to)
    public = public_rules()
    assert len(public) >= 11
    assert {word: found[word] for word in (*public, *TRAPS) if found[word] < 3} == {}
    assert {word: found[word] for word in PEERS if found[word] < 1} == {}
    assert set(found) <= {*public, *TRAPS, *PEERS}, "a misspelt rule or trap"


def test_every_rule_has_a_false_step_that_is_stopped_twice() -> None:
    assert public_rules() <= {word for f in FALSE_STEPS if f.attackable for word in f.belongs_to}


@pytest.mark.parametrize("value", (-1, 1))
def test_an_integral_is_unknown_whatever_value_is_claimed_for_it(value: int) -> None:
    """SymPy says -1, the value is 1: neither is taken on its word."""
    theorem = check(minimise(f() * WRONG_INTEGRAL).then(rules.rewrite(value * f())))
    assert theorem.verdict is Verdict.UNKNOWN
    assert all(report.counterexample is None for report in attack(theorem, max_examples=5))
