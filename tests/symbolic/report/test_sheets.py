"""The fact sheet says what is declared and what is proved, and its verdict is the worst of what must hold."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sympy import exp

from symbolic import check, families, function, parameter, positive, sample, unit_interval
from symbolic.core.domains import binary
from symbolic.kernel import Answer, Judgement, Verdict
from symbolic.models.claims import Claim, Fact
from symbolic.models.facts.large_numbers import discharges
from symbolic.models.family import Family
from symbolic.models.judging import facts
from symbolic.models.likelihood import derivation, dropped, loss, truth
from symbolic.obligations import Obligation
from symbolic.report.sheets import CORE, DECLARED, Sheet, sheet

POISSON = families.load("poisson")


def fact(name: str, verdict: Verdict) -> Fact:
    obligation = Obligation("defined", (POISSON.density,))
    return Fact(Claim(name, obligation, false=name == "false_claims"), Judgement(obligation, verdict, "somebody"))


def with_groups(**groups: Verdict) -> Sheet:
    found = {**dict.fromkeys(CORE, Verdict.PROVED), **groups}
    theorem = check(derivation(POISSON))
    return Sheet(POISSON, theorem, tuple((name, (fact(name, verdict),)) for name, verdict in found.items()))


@pytest.mark.parametrize("name", ["poisson", "normal_mean"])
def test_a_sheet_is_the_theorem_and_the_facts_of_its_family(name):
    family = families.load(name)
    found = sheet(family)
    assert found.theorem.to_dict() == check(derivation(family, law=truth(family))).to_dict()
    assert found.theorem.proved
    assert set(found.facts) == set(facts(family)) - set(facts(family, ["large_numbers"]))
    assert found.limits == discharges(family)
    assert (found.loss, found.dropped) == (loss(family), dropped(family))


def test_the_provers_can_be_named_and_what_they_do_not_answer_is_open():
    silent = (("silent", lambda _: Answer(Verdict.UNKNOWN, "not asked")),)
    found = sheet(POISSON, asked=silent)
    assert {f.verdict for f in found.facts} == {Verdict.UNKNOWN}
    assert found.verdict is Verdict.UNKNOWN and found.theorem.verdict is Verdict.UNKNOWN


def test_all_that_must_hold_is_proved():
    assert with_groups().verdict is Verdict.PROVED


@pytest.mark.parametrize("verdict", [Verdict.UNKNOWN, Verdict.REFUTED])
@pytest.mark.parametrize("name", CORE)
def test_what_every_density_owes_has_to_be_proved(name, verdict):
    found = with_groups(**{name: verdict})
    assert found.verdict is (Verdict.REFUTED if verdict is Verdict.REFUTED else Verdict.UNKNOWN)
    assert [f.name for f in found.faults] == [name]


def test_what_an_abstract_density_owes_may_be_a_hypothesis():
    found = with_groups(mass=Verdict.ASSUMED)
    assert found.verdict is Verdict.PROVED
    assert found.faults == ()


@pytest.mark.parametrize("name", sorted(set(DECLARED) - set(CORE)))
def test_what_the_file_declares_has_to_be_as_it_is_declared(name):
    right, wrong = Verdict.PROVED, Verdict.REFUTED
    if name == "false_claims":
        right, wrong = wrong, right
    assert with_groups(**{name: right}).verdict is Verdict.PROVED
    for verdict, whole in ((wrong, Verdict.REFUTED), (Verdict.UNKNOWN, Verdict.UNKNOWN)):
        found = with_groups(**{name: verdict})
        assert found.verdict is whole
        assert [f.name for f in found.faults] == [name]
        (plain,) = (f for f in found.to_dict()["facts"] if f["group"] == name)
        assert plain["claimed"] is (name != "false_claims") and plain["verdict"] == verdict.value


@pytest.mark.parametrize("verdict", [Verdict.REFUTED, Verdict.UNKNOWN])
def test_what_nobody_claims_is_a_result_whatever_it_is(verdict):
    found = with_groups(convexity=verdict, score=verdict, questions=verdict)
    assert found.verdict is Verdict.PROVED and not found.faults
    assert {f["claimed"] for f in found.to_dict()["facts"] if f["group"] not in CORE} == {None}


def test_a_sheet_without_a_group_of_facts_that_must_hold_proves_nothing():
    found = with_groups()
    for name in CORE:
        fewer = replace(found, groups=tuple(g for g in found.groups if g[0] != name))
        empty = replace(found, groups=tuple((n, () if n == name else g) for n, g in found.groups))
        assert fewer.verdict is empty.verdict is Verdict.UNKNOWN


def test_a_sheet_whose_chain_is_open_is_not_proved():
    found = with_groups()
    silent = sheet(POISSON, asked=()).theorem
    assert replace(found, theorem=silent).verdict is Verdict.UNKNOWN


def test_a_sheet_is_plain_data():
    found = sheet(POISSON).to_dict()
    assert json.loads(json.dumps(found)) == found
    assert (found["density"]["name"], found["density"]["text"]) == (
        "q_lambda(x)",
        "lambda**x*exp(-lambda)/factorial(x)",
    )
    assert found["variables"] == [{"name": "x", "support": "{0, 1, ...}", "symbol": "x", "latex": r"\{0, 1, \dots\}"}]
    assert found["parameters"] == [
        {"name": "lambda", "domain": "[0, oo)", "symbol": r"\lambda", "latex": r"[0, \infty)"}
    ]
    assert (found["measure"], found["factor"]["text"], found["total"]) == ("counting", "1", None)
    first = found["facts"][0]
    assert (first["group"], first["name"], first["verdict"], first["prover"]) == (
        "nonnegative",
        "nonnegative",
        "proved",
        "ranges",
    )
    assert first["statement"] == "lambda**x*exp(-lambda)/factorial(x) lies in [0, oo)"
    assert first["text"] == "q_lambda(x) lies in [0, oo)"


def test_members_are_called_by_name_and_the_interior_is_named_where_a_fact_needs_it():
    found = {fact["name"]: fact for fact in sheet(POISSON).to_dict()["facts"]}
    divergence = found["KL divergence of two members is at least 0"]
    assert divergence["text"] == "the Kullback-Leibler divergence from q_lambda(x) to q_lambda_0(x) is at least 0"
    assert [(u["name"], u["domain"]) for u in divergence["for"]] == [("lambda", "(0, oo)"), ("lambda_0", "(0, oo)")]
    assert found["nonnegative"]["for"] == []
    assert found["mean of the score of lambda"]["formula"]["text"] == "-1 + x/lambda"
    assert found["information of lambda"]["formula"] is None  # the statement says it


def test_the_density_gets_another_letter_where_the_family_has_its_own_q():
    x, q = sample("x", domain=binary), parameter("q", unit_interval)
    coin = Family("coin", variables=(x,), parameters=(q,), density=q**x.outcome * (1 - q) ** (1 - x.outcome))
    assert str(sheet(coin).density) == "f_q(x)"


def test_a_sheet_prints_as_a_page():
    found = sheet(POISSON)
    page = found.latex(standalone=True)
    assert page.startswith(r"\documentclass") and found.latex() in page


def test_a_density_that_has_a_name_keeps_it_and_no_name_of_the_file_is_used_twice():
    found = sheet(families.load("categorical"))
    assert found.density == found.family.density
    assert all(found.statement(fact) == fact.claim.obligation for fact in found.facts)
    x, a, q = sample("x", domain=binary), parameter("a", unit_interval), function("q")
    coin = Family(
        "coin",
        variables=(x,),
        parameters=(a,),
        density=a**x.outcome * (1 - a) ** (1 - x.outcome),
        further=(("of an abstract q", Obligation("equal", (q(), q()))),),
    )
    assert str(sheet(coin).density) == "f_a(x)"


def test_what_a_fact_is_given_is_a_fact_that_is_assumed():
    found = sheet(families.load("exponential_family")).to_dict()["facts"]
    assumed = {f["statement"] for f in found if f["verdict"] == "assumed"}
    assert len(assumed) == 2
    for f in found:
        free = f["group"] in CORE or f["statement"] in assumed
        assert set(f["given"]) == (set() if free else assumed)


def test_every_condition_of_the_law_of_large_numbers_has_its_place():
    finite, compact, convex = sheet(families.load("exponential")).to_dict()["large_numbers"]
    assert [c["name"] for c in (finite, compact, convex)] == ["FINITE", "COMPACT", "CONVEX"]
    assert convex["holds"] and convex["missing"] is None and convex["provers"] == ["domains", "convexity"]
    assert [a["latex"].count("$") for a in convex["assumed"]] == [4, 2]
    assert "there is a minimiser before the limit" in convex["yields"]
    assert not compact["holds"] and compact["missing"]["verdict"] == "refuted"
    assert compact["missing"]["text"] == "lambda ranges over a compact metric space"
    assert compact["remedy"] == "on every compact part of the domain"


def test_without_provers_no_condition_is_known_to_hold():
    found = sheet(POISSON, asked=()).to_dict()["large_numbers"]
    assert [(c["holds"], c["missing"]["verdict"]) for c in found] == [(False, "unknown")] * 3


def test_where_the_mass_is_open_the_sheet_says_what_to_write_instead() -> None:
    t, d = sample("t", domain=positive), sample("d", domain=binary)
    lam, a = parameter("lambda", positive), function("a", values=positive)

    def mass(family: Family) -> Fact:
        return next(f for f in sheet(family, declared=True).facts if f.name == "total mass")

    censored = lam**d.outcome * exp(-lam * t.outcome)
    found = mass(Family("mine", variables=(t, d), parameters=(lam,), density=censored))
    assert (found.verdict, "is a Likelihood" in found.claim.note) == (Verdict.REFUTED, True)
    found = mass(Family("mine", variables=(t,), parameters=(lam,), density=a(t.outcome) * exp(-lam * t.outcome)))
    assert (found.verdict, "by `hypotheses`" in found.claim.note) == (Verdict.UNKNOWN, True)
    assert mass(POISSON).claim.note == ""
