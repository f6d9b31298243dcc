"""The room of attacks on facts: the folder is the registry, counting is honest, and a certified case has the veto."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from flint import arb
from sympy import Integer

from properties import Counterexample, FactReport, confront_facts
from properties.attacks.on_facts import ATTACK, attack_fact, modules
from properties.attacks.search import search
from properties.attacks.statement import Prepared
from properties.attacks.target import ready
from properties.attacks.trial import Trial
from symbolic.core.domains import nonnegative, positive, reals, unit_interval
from symbolic.core.errors import Unsound
from symbolic.core.statement import Statement
from symbolic.core.terms import density, parameter, sample
from symbolic.kernel import Judgement, Verdict
from symbolic.models.claims import Claim, Fact
from symbolic.obligations import Obligation

rate = parameter("lambda", positive)
p, X = density("p"), sample("x", domain=reals).outcome
FALSE = Obligation("within", (rate - 1, nonnegative))
KINDS = (
    "convex",
    "diverges",
    "equal",
    "estimate",
    "gibbs",
    "integrable",
    "integral",
    "solutions",
    "unattained",
    "within",
)


def fact(verdict: Verdict, obligation: Statement = FALSE) -> Fact:
    return Fact(Claim("sign", obligation), Judgement(obligation, verdict, "somebody", "because"))


def test_the_folder_is_the_registry() -> None:
    assert tuple(sorted(modules())) == KINDS
    for module in modules().values():
        assert module.SHARE >= 1 and callable(module.prepare)


def test_a_kind_without_an_attack_is_vacuous_and_says_so() -> None:
    report = attack_fact("compact", Obligation("compact", ((rate,),)))
    assert report.examples == 0 and "'compact'" in report.vacuous


@pytest.mark.parametrize("about", [("exactly one", (rate, (rate,), ())), ("at most one", (rate, (rate,)))])
def test_how_many_minimisers_there_are_is_not_seen_in_values(about: tuple[str, tuple[Any, ...]]) -> None:
    report = attack_fact("minimisers", Obligation(*about))
    assert report.examples == 0 and report.counterexample is None and "the least of all" in report.vacuous


def test_what_is_given_a_statement_about_something_abstract_is_not_attacked() -> None:
    """No instance is known to fulfil it: a case in which it fails would refute nothing."""
    given = Obligation("integral", (p(X), (X,), Integer(1), None))
    report = attack_fact("sign", Obligation("within", (rate - 1, nonnegative), (given,)))
    assert report.counterexample is None and report.examples == 0 and "takes for granted" in report.vacuous


def test_what_cannot_be_evaluated_is_vacuous() -> None:
    theta = parameter("theta")
    report = attack_fact("sign", Obligation("within", (theta + 1, nonnegative)))
    assert report.counterexample is None and report.examples == 0 and "any set" in report.vacuous


def test_the_same_seed_finds_the_same() -> None:
    first, second = (attack_fact("sign", FALSE, seed=5) for _ in range(2))
    assert first == second and first.counterexample is not None


def test_reports_are_plain_data() -> None:
    report = attack_fact("sign", FALSE)
    assert pickle.loads(pickle.dumps(report)) == report


def test_a_case_against_what_was_proved_is_loud() -> None:
    report = attack_fact("sign", FALSE)
    with pytest.raises(Unsound) as caught:
        confront_facts([fact(Verdict.PROVED)], [report])
    assert "'sign' was proved by somebody" in str(caught.value) and "lambda = 1/2" in str(caught.value)


def test_a_case_refutes_what_was_open() -> None:
    report = attack_fact("sign", FALSE)
    (found,) = confront_facts([fact(Verdict.UNKNOWN)], [report])
    assert found.verdict is Verdict.REFUTED and found.judgement.prover == ATTACK
    assert report.counterexample is not None and found.judgement.reason == report.counterexample.text


@pytest.mark.parametrize("verdict", [Verdict.REFUTED, Verdict.ASSUMED])
def test_what_was_refuted_keeps_its_reason_and_what_is_assumed_is_no_claim(verdict: Verdict) -> None:
    before = fact(verdict)
    assert confront_facts([before], [attack_fact("sign", FALSE)]) == (before,)


def test_nothing_changes_without_a_certified_case() -> None:
    true = Obligation("within", (rate, nonnegative))
    before = fact(Verdict.PROVED, true)
    assert confront_facts([before], [attack_fact("sign", true)]) == (before,)
    doubtful = FactReport("sign", "within", 1, 1, Counterexample("within", "maybe", certified=False), "")
    assert confront_facts([fact(Verdict.PROVED)], [doubtful]) == (fact(Verdict.PROVED),)


def test_one_report_belongs_to_each_fact() -> None:
    with pytest.raises(ValueError):
        confront_facts([fact(Verdict.UNKNOWN)], [])


def test_an_obligation_under_hypotheses_is_attacked_where_they_hold() -> None:
    assert attack_fact("number", Obligation("within", (Integer(1), nonnegative))).counterexample is None


def test_parameters_inside_close_to_the_ends_and_at_them_are_drawn() -> None:
    p = parameter("p", unit_interval)
    statement = Prepared(Obligation("within", (p, unit_interval)))
    ready(statement, [modules()["within"]])
    drawn = set()

    def look(trial: Trial) -> None:
        drawn.update(float(arb(m["p"])) for m in trial.instance.members)

    search([("within", look)], statement.shape, examples=100, seed="0")
    assert {0, 1} <= drawn
    assert any(0 < v < 0.01 for v in drawn) and any(0.99 < v < 1 for v in drawn) and any(0.2 < v < 0.8 for v in drawn)
