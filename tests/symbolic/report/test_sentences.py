"""Tests of symbolic.report.sentences: the two languages, relations and conventions. Kinds have tests of their own."""

import pytest
from sympy import Dummy, exp, log, oo

from symbolic import (
    COMPACT,
    CONVEX,
    FINITE,
    Chain,
    argmax,
    argmin,
    check,
    density,
    expectation,
    families,
    parameter,
    positive,
    reals,
    sample,
)
from symbolic.core.domains import any_set
from symbolic.core.terms import NegativePart
from symbolic.kernel import NONE, SAME, Relation
from symbolic.models.judging import claims
from symbolic.report import sentences as statements
from symbolic.rules import decreasing, increasing, law_of_large_numbers, reparametrise, rewrite
from symbolic.statements.increasing import Increasing

theta, sigma, eta = parameter("theta"), parameter("sigma", positive), parameter("eta", reals)
x, y = sample("x"), sample("y")
q, p = density("q", theta), density("p")
u = Dummy("u")
loss, law = -log(q(x.outcome)), p(x.outcome)
integrable = expectation(NegativePart(loss), law) < oo


def test_every_kind_that_the_kernel_owes_has_a_sentence_of_its_own():
    mean = x.sum(-log(q(x.i))) / x.n
    start = Chain("c", argmin(mean, theta))
    chains = [start.then(law_of_large_numbers(p, c)) for c in (FINITE, COMPACT, CONVEX)]
    chains += [Chain("c", argmax(x.product(q(x.i)), theta)).then(increasing(log)).then(rewrite())]
    chains += [Chain("c", argmin(mean, theta)).then(decreasing(lambda v: -v))]
    chains += [Chain("c", argmin(sigma**2, sigma)).then(reparametrise(sigma, exp(eta), way)) for way in (True, False)]
    for chain in chains:
        for judgement in check(chain).judgements:
            kind = judgement.obligation.kind
            assert not statements.text(judgement.obligation).startswith(f"{kind}:"), kind


@pytest.mark.slow
@pytest.mark.parametrize("name", families.names())
def test_every_kind_that_a_fact_states_has_a_sentence_of_its_own(name):
    for _, claim in claims(families.load(name)):
        for said in (statements.text(claim.obligation), statements.latex(claim.obligation)):
            assert not said.startswith(f"{claim.obligation.kind}:"), claim.obligation.kind


def test_a_bound_variable_has_the_name_that_it_was_given():
    assert statements.text(Increasing(2 * u, u, positive)).startswith("u -> 2*u is continuous")


def test_in_latex_a_tuple_is_a_list_of_formulas_and_any_set_no_formula():
    assert statements.LATEX.math((theta, sigma)) == r"$\theta$, $\sigma$"
    assert statements.LATEX.math(any_set) == "any set" and statements.LATEX.math(reals) == r"$\mathbb{R}$"
    assert statements.LATEX.piece("", r"\inf_{{{}}}", (theta, sigma)) == r"\inf_{\theta, \sigma}"
    assert statements.TEXT.piece("inf over {}", "", (theta, sigma)) == "inf over theta, sigma"


@pytest.mark.parametrize(
    ("relation", "words"),
    [
        (SAME, "the same solutions"),
        (Relation("BIJECTION", ((sigma, exp(eta)),)), "the same solutions up to sigma = exp(eta)"),
        (Relation("REDUCTION", ((sigma, exp(eta)),)), "one way, by sigma = exp(eta)"),
        (Relation("LIMIT", (), COMPACT), "compact limit"),
        (NONE, "no relation"),
    ],
)
def test_a_relation_has_a_name(relation, words):
    assert statements.relation(relation) == words


def test_a_pointwise_limit_says_that_it_claims_nothing_of_minimisers():
    theorem = check(Chain("c", argmin(x.sum(-log(q(x.i))) / x.n, theta)).then(law_of_large_numbers(p)))
    said = statements.meaning(theorem)
    assert "tends almost surely" in said and said.endswith("About minimisers nothing is claimed")
    assert "{" not in said


@pytest.mark.parametrize("condition", [FINITE, COMPACT, CONVEX])
def test_the_other_limits_say_what_becomes_of_solutions(condition):
    theorem = check(Chain("c", argmin(x.sum(-log(q(x.i))) / x.n, theta)).then(law_of_large_numbers(p, condition)))
    assert statements.meaning(theorem).startswith("almost surely")


def test_conventions_are_printed_with_the_theorems_that_use_them():
    with_log = " ".join(statements.conventions(check(Chain("c", argmax(log(sigma), sigma)))))
    assert r"\log 0 = -\infty" in with_log and r"\exp" not in with_log and "Densities" not in with_log
    plain = " ".join(statements.conventions(check(Chain("c", argmax(sigma, sigma)))))
    assert r"\log 0" not in plain and "extended reals" not in plain
    power = " ".join(statements.conventions(check(Chain("c", argmax(sigma**eta, sigma)))))
    assert "0^0 = 1" in power
    limit = check(Chain("c", argmin(x.sum(-log(q(x.i))) / x.n, theta)).then(law_of_large_numbers(p)))
    assert "A limit is no equality" in " ".join(statements.conventions(limit))


def test_conventions_that_differ_only_in_their_formulas_become_one():
    listed = statements.merged(
        ["On it, $a = 1$, $b = 2$.", "Something else.", "On it, $b = 2$, $c = 3$.", "Something else."]
    )
    assert listed == ["On it, $a = 1$, $b = 2$, $c = 3$.", "Something else."]
