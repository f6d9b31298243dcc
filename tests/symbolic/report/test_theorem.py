"""Tests of symbolic.report.theorem: check with every prover, and theorems as plain data."""

import pickle
from dataclasses import replace
from typing import Any

import pytest
from few import few
from spelling import tables
from sympy import Abs, Integer, gamma, log

from symbolic import Theorem, check, families
from symbolic.asking import provers
from symbolic.chain import Chain, Stated, argmax, argmin
from symbolic.core.domains import positive, reals
from symbolic.core.errors import MalformedStep, NameClash
from symbolic.core.statement import Statement
from symbolic.core.terms import density, parameter, sample
from symbolic.derivations import load, names, refuted
from symbolic.kernel import SAME, Condition, Step, Verdict, judge
from symbolic.models.judging import facts
from symbolic.models.likelihood import derivation, truth
from symbolic.obligations import Obligation
from symbolic.rules import flip_sign, increasing, law_of_large_numbers, rewrite, scale

theta = parameter("theta")
x = sample("x")
q, p = density("q", theta), density("p")
LIKELIHOOD = argmax(x.product(q(x.i)), theta)
GOOD = Chain("good", LIKELIHOOD).then(increasing(log)).then(rewrite(x.sum(log(q(x.i)))), tag="2")
WEAK = Chain("weak", LIKELIHOOD).then(rewrite(Integer(1)))
WRONG = Chain("wrong", argmin(Integer(2), theta)).then(rewrite(Integer(3)))
CHAINS = {"good": GOOD, "weak": WEAK, "wrong": WRONG} | {name: load(name) for name in (*names(), *refuted())}


@pytest.mark.slow
def test_every_prover_is_asked_by_a_chain_or_by_a_fact() -> None:
    asked = {j.prover for chain in CHAINS.values() for j in check(chain).judgements}
    assert "nobody" in asked
    for name in ("beta", "cauchy", "exponential_family", "gamma", "poisson", "uniform"):
        family = families.load(name)
        asked |= {j.prover for j in check(derivation(family, law=truth(family))).judgements}
        asked |= {f.judgement.prover for f in facts(family)}
    for kind in ("cases", "expectations", "identities"):  # what people write, and no shipped chain needs
        rows = (row.true for row in tables()[kind].ROWS)
        asked |= {judge(true, provers()).prover for true in rows if isinstance(true, Statement)}
    assert {name for name, _ in provers()} <= asked | {"domains", "unsatisfiable"}


@pytest.mark.parametrize("name", CHAINS)
def test_check_never_raises_on_a_weak_proof(name: str) -> None:
    theorem = check(CHAINS[name])
    assert isinstance(theorem, Theorem)
    assert theorem.proved is (name in {"good", *names()})


def test_verdicts_of_a_good_a_weak_and_a_wrong_chain() -> None:
    assert [check(CHAINS[n]).verdict for n in ("good", "weak", "wrong")] == [
        Verdict.PROVED,
        Verdict.UNKNOWN,
        Verdict.REFUTED,
    ]


@pytest.mark.parametrize("verdict", [Verdict.UNKNOWN, Verdict.REFUTED])
def test_one_open_judgement_takes_the_proof_away(verdict: Verdict) -> None:
    theorem = check(GOOD)
    (line, *others) = theorem.lines
    judged = (line.judgements[0]._replace(verdict=verdict), *line.judgements[1:])
    edited = replace(theorem, lines=(line._replace(judgements=judged), *others))
    assert edited.proved is False
    assert edited.verdict is verdict


def test_an_assumed_judgement_is_listed_and_takes_nothing_away() -> None:
    chain = GOOD.then(flip_sign()).then(scale(1 / x.n)).then(law_of_large_numbers(p))
    theorem = check(chain)
    assert theorem.proved is True
    assumed = [j.obligation.kind for j in theorem.judgements if j.verdict is Verdict.ASSUMED]
    assert assumed == [h.kind for h in theorem.hypotheses] == ["independent", "fact"]


Z = parameter("z", reals)
SQUARE = Obligation("convex", (Z**2, (Z,)))


@pytest.mark.parametrize(
    ("claimed", "verdict"),
    [
        (SQUARE, Verdict.PROVED),
        (Obligation("convex", (-(Z**2), (Z,))), Verdict.REFUTED),
        (Obligation("convex", (gamma(Z**2 + 1), (Z,))), Verdict.UNKNOWN),
        (Obligation("equal", (Integer(2), Integer(3))), Verdict.REFUTED),
    ],
)
def test_what_a_glossary_claims_has_a_say_in_the_verdict(claimed: Statement, verdict: Verdict) -> None:
    entries = (("z", "a number"), Stated("z^2", "what is claimed of $z$", claimed))
    theorem = check(replace(GOOD, glossary=entries))
    assert theorem.verdict is verdict
    (judged,) = theorem.stated
    assert (judged.obligation, judged.verdict) == (claimed, verdict) and judged in theorem.judgements
    (data,) = theorem.to_dict()["stated"]
    assert (data["meaning"], data["verdict"]) == ("what is claimed of $z$", verdict.value)
    page = theorem.latex()
    assert "$z$: a number." in page
    assert ("said to be what is claimed" in page) is (verdict is not Verdict.PROVED)
    assert (rf"\textbf{{{verdict.value}}}" in page) is (verdict is not Verdict.PROVED)


POSITIVE = Obligation("equal", (x.sum(log(q(x.i)) - log(q(x.i)) / 2), x.sum(log(q(x.i)) / 2)))


def test_what_a_glossary_claims_takes_nothing_for_granted_that_no_page_would_print() -> None:
    for given in ((q(x.i) > 0,), (POSITIVE,)):
        with pytest.raises(MalformedStep, match="glossary, half: a claim takes nothing for granted"):
            check(replace(GOOD, glossary=(Stated("h", "half", replace(POSITIVE, given=given)),)))


def test_what_a_glossary_claims_is_about_the_things_that_the_chain_prints() -> None:
    chain = Chain("square", argmin(Z**2, Z))
    of_another = parameter("z", positive)
    claimed = Obligation("equal", (Abs(of_another), of_another))  # printed, it says |z| = z
    with pytest.raises(NameClash, match="'z' would print two different things"):
        check(replace(chain, glossary=(Stated("|z|", "the size of z", claimed),)))


@pytest.mark.parametrize("claimed", [None, "z = 1"])
def test_what_claims_no_statement_is_told_so(claimed: Any) -> None:
    with pytest.raises(MalformedStep, match="is no Obligation"):
        check(replace(GOOD, glossary=(Stated("z", "a number", claimed),)))


def test_an_entry_that_claims_something_is_a_pair_and_can_be_copied() -> None:
    entry = Stated("z^2", "a square", SQUARE)
    symbol, meaning = entry
    assert (symbol, meaning) == entry == ("z^2", "a square")
    assert pickle.loads(pickle.dumps(entry)).obligation == SQUARE


@pytest.mark.parametrize("name", few(CHAINS, 6))
def test_a_theorem_prints_in_a_notebook(name: str) -> None:
    theorem = check(CHAINS[name])
    assert theorem._repr_latex_()
    assert theorem._repr_html_()
    assert theorem.latex()
    assert theorem.latex(standalone=True)


def test_a_public_theorem_is_one_of_the_kernels() -> None:
    theorem = check(GOOD)
    assert (theorem.start, theorem.end, theorem.relation) == (LIKELIHOOD, GOOD.end, SAME)
    assert [line.step for line in theorem.lines] == list(GOOD.steps)
    assert theorem.chain is GOOD


def test_a_relation_that_is_not_known_is_not_proved_whatever_its_steps_are() -> None:
    twice = replace(
        load("mle_to_cross_entropy"),
        steps=(
            *load("mle_to_cross_entropy").steps,
            Step("rewrite", "rewrite", (load("mle_to_cross_entropy").end.objective,)),
        ),
    )
    theorem = check(twice)
    assert theorem.relation.mode is Condition.POINTWISE
    assert theorem.proved is True


# ---- what printers print ---------------------------------------------------------------------------------------------
