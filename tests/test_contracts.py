"""The two halves of the tool meet: what is proved survives attack, what is false is found, and the attack has a veto."""

from __future__ import annotations

import re
from typing import Any

import pytest
from false_steps import FALSE_STEPS, OPEN, FalseStep

from properties import StepReport, attack, confront
from symbolic import Chain, Unsound, Verdict, check, derivations, kernel
from symbolic.core.statement import Statement
from symbolic.kernel import Answer

pytestmark = pytest.mark.slow

EXAMPLES = 100
OPENS = [f for f in FALSE_STEPS if f.stopped == OPEN and f.attackable]


def everything_is_proved(obligation: Statement) -> Answer:
    """A prover that is wrong."""
    return Answer(Verdict.PROVED)


def wrongly_proved(chain: Chain) -> kernel.Replay:
    return kernel.check(chain, (("everything", everything_is_proved),))


@pytest.mark.parametrize("seed", (0, 1))
@pytest.mark.parametrize("name", derivations.names())
def test_every_step_of_a_shipped_derivation_is_proved_and_survives_the_attack(name: str, seed: int) -> None:
    theorem = check(derivations.load(name))
    assert theorem.proved, theorem.open
    reports = attack(theorem, max_examples=EXAMPLES, seed=seed)
    confront(theorem, reports)
    assert [r.number for r in reports] == list(range(len(theorem.lines) + 1))
    for report in reports:
        assert report.counterexample is None, report.counterexample.text
        assert report.vacuous == ""
        assert 0 < report.decided <= report.examples <= EXAMPLES
        assert report.decided > EXAMPLES / 2, "most examples are evidence"


@pytest.mark.parametrize("seed", (0, 1))
@pytest.mark.parametrize("name", derivations.refuted())
def test_every_refuted_claim_gets_a_certified_counterexample(name: str, seed: int) -> None:
    theorem = check(derivations.load(name))
    assert not theorem.proved
    *steps, claim = attack(theorem, max_examples=EXAMPLES, seed=seed)
    for report in steps:
        line = theorem.lines[report.number - 1] if report.number else None
        wrong = line is not None and any(j in theorem.open for j in line.judgements)
        assert (report.counterexample is not None) is wrong, (
            "a step that is not proved is found to be wrong, and no other"
        )
        assert report.decided > 0 and report.vacuous == ""
    assert claim.number == len(theorem.lines) + 1
    assert claim.counterexample is not None and claim.counterexample.certified
    confront(theorem, (*steps, claim))  # it was not proved, so nothing is unsound


def _everything(reports: tuple[StepReport, ...]) -> list[Any]:
    return [(r.number, r.rule, r.examples, r.decided, r.counterexample, r.vacuous) for r in reports]


@pytest.mark.parametrize("name", (*derivations.names(), *derivations.refuted()))
def test_the_same_seed_finds_the_same(name: str) -> None:
    chain = derivations.load(name)
    assert _everything(attack(chain, max_examples=30, seed=3)) == _everything(attack(chain, max_examples=30, seed=3))


def test_another_seed_draws_other_instances() -> None:
    chain = derivations.load("limit_is_an_equality")
    texts = {attack(chain, max_examples=1, seed=s, step=0)[0].decided for s in range(4)}
    counterexamples = {str(attack(chain, max_examples=30, seed=s)[-1].examples) for s in range(8)}
    assert texts == {1}
    assert len(counterexamples) > 1


def test_one_step_can_be_attacked_alone_and_finds_the_same() -> None:
    chain = derivations.load("mle_to_cross_entropy")
    every = attack(chain, max_examples=20, seed=0)
    for number in range(len(every)):
        assert _everything(attack(chain, max_examples=20, seed=0, step=number)) == _everything(
            every[number : number + 1]
        )


def test_progress_is_told_after_every_step() -> None:
    told: list[tuple[int, int]] = []
    reports = attack(
        derivations.load("kl_to_cross_entropy"), max_examples=2, progress=lambda done, total: told.append((done, total))
    )
    assert told == [(k + 1, len(reports)) for k in range(len(reports))]


@pytest.mark.parametrize("false", OPENS, ids=[f.name for f in OPENS])
def test_a_prover_that_proves_a_false_step_is_found_out(false: FalseStep) -> None:
    theorem = wrongly_proved(false.build())
    assert all(j.verdict is Verdict.PROVED for j in theorem.judgements), "the prover that is wrong proves everything"
    reports = attack(theorem, max_examples=200, seed=0)
    with pytest.raises(Unsound) as caught:
        confront(theorem, reports)
    message = str(caught.value)
    assert theorem.chain.name in message
    assert re.search(r"step \d+ \(", message)


def test_a_true_theorem_is_not_called_unsound() -> None:
    theorem = wrongly_proved(derivations.load("mle_to_cross_entropy"))
    confront(theorem, attack(theorem, max_examples=50, seed=0))
    assert theorem.proved


def test_a_statistical_finding_is_no_veto() -> None:
    from properties import Counterexample

    theorem = check(derivations.load("mle_to_cross_entropy"))
    found = Counterexample("statistical", "a sample", certified=False)
    confront(theorem, (StepReport("law_of_large_numbers", "limit", 1, 1, found, number=6),))
    certified = StepReport("law_of_large_numbers", "limit", 1, 1, Counterexample("empirical", "rows", True), number=6)
    with pytest.raises(Unsound):
        confront(theorem, (certified,))
