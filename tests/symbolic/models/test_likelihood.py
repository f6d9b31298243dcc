"""Tests of symbolic.models.likelihood: for every family, the chain from its likelihood to its loss, and what it drops."""

import re
from dataclasses import replace as with_
from typing import Any

import pytest
from few import few
from sympy import Mul, Piecewise, airyai, besseli, exp, log, pi, sqrt

from properties import attack
from symbolic import families
from symbolic.core.domains import Integers, nonnegative, open_unit_interval, positive, reals
from symbolic.core.errors import NotSupported
from symbolic.core.terms import density, function, parameter, raw, sample, symbols
from symbolic.kernel import Verdict
from symbolic.models.claims import Claim
from symbolic.models.family import Family, real_variable
from symbolic.models.judging import judged
from symbolic.models.likelihood import derivation, dropped, loss, negative_log_density, truth
from symbolic.models.regression import regression
from symbolic.report.theorem import check
from symbolic.statements.equal import Equal

EVERY_FAMILY = pytest.mark.parametrize("name", families.names())
x = sample("x", domain=reals)
mu, sigma = parameter("mu", reals), parameter("sigma", positive)
X = x.outcome
NORMAL = exp(-((X - mu) ** 2) / (2 * sigma**2)) / (sqrt(2 * pi) * sigma)


@EVERY_FAMILY
def test_the_chain_from_the_likelihood_to_the_loss_is_proved(name: str) -> None:
    family = families.load(name)
    theorem = check(derivation(family, law=truth(family)))
    assert theorem.proved
    assert theorem.relation.kind == "LIMIT"
    assert theorem.end.unknowns == family.parameters
    assert check(derivation(family)).relation.kind == "SAME"


@pytest.mark.parametrize("name", few(families.names(), 4))
def test_no_attack_finds_a_case_against_it(name: str) -> None:
    family = families.load(name)
    for report in attack(derivation(family, law=truth(family)), max_examples=25):
        assert not report.vacuous, report
        assert report.counterexample is None, report
        assert report.decided > 0, report


@EVERY_FAMILY
def test_what_is_dropped_is_free_of_the_unknowns_and_completes_the_loss(name: str) -> None:
    family = families.load(name)
    constant = dropped(family)
    assert not symbols(constant) & set(family.parameters)
    whole = Equal(negative_log_density(family), family.factor * loss(family) + constant)
    assert judged(Claim("the loss and the constant", whole)).verdict is Verdict.PROVED


def with_a_term_too_many(name: str) -> Family:
    family = families.load(name)
    return with_(family, loss=loss(family) - 5 * family.parameters[0])


@pytest.mark.parametrize(
    "name", [n for n in families.names() if families.load(n).parameters[0].domain.hull is not None]
)
def test_a_loss_with_a_term_too_many_is_not_proved(name: str) -> None:
    theorem = check(derivation(with_a_term_too_many(name)))
    assert not theorem.proved
    assert theorem.verdict is not Verdict.PROVED


@pytest.mark.parametrize("name", ["bernoulli", "normal", "poisson", "uniform", "von_mises"])
@pytest.mark.slow
def test_a_loss_with_a_term_too_many_is_refuted_with_a_case(name: str) -> None:
    reports = attack(derivation(with_a_term_too_many(name)), max_examples=200)
    assert any(r.counterexample is not None and r.counterexample.certified for r in reports)


def test_without_a_declared_loss_the_terms_with_an_unknown_make_it() -> None:
    family = Family("mine", variables=(x,), parameters=(mu,), known=(sigma,), density=NORMAL)
    assert not symbols(dropped(family)) & {mu}
    assert symbols(loss(family)) == {mu, sigma}
    assert check(derivation(family)).proved


def test_a_loss_without_a_factor_of_a_sum_is_completed_by_it() -> None:
    u, a = sample("u", domain=open_unit_interval), parameter("a", positive)
    density_ = a * (a + 1) * u.outcome ** (a - 1) * (1 - u.outcome)
    said = Family(
        "beta_2",
        variables=(u,),
        parameters=(a,),
        density=density_,
        loss=-log(a) - log(a + 1) - (a - 1) * log(u.outcome),
    )
    assert not symbols(dropped(said)) & {a}
    assert check(derivation(said)).proved is True
    assert said.loss is not None
    for wrong in (said.loss + log(a + 1), said.loss - log(1 - u.outcome * a / (1 + a))):
        assert check(derivation(with_(said, loss=wrong))).proved is False


def test_a_scale_among_the_unknowns_is_never_dropped() -> None:
    wrong = Family("mine", variables=(x,), parameters=(mu, sigma), density=NORMAL, loss=(X - mu) ** 2 / (2 * sigma**2))
    assert sigma in symbols(dropped(wrong))
    assert not check(derivation(wrong)).proved


def test_an_infinite_constant_is_never_dropped() -> None:
    y = sample("y", domain=nonnegative)
    rate = parameter("lambda", positive)
    wrong = Family(
        "mine",
        variables=(y,),
        parameters=(rate,),
        density=2 * rate * y.outcome * exp(-rate * y.outcome**2),
        loss=rate * y.outcome**2 - log(rate),
    )
    assert dropped(wrong).has(log(y.outcome))
    assert not check(derivation(wrong)).proved


def test_a_factor_of_unknown_sign_is_not_divided_by() -> None:
    w = parameter("w", reals)
    wrong = Family(
        "mine",
        variables=(x,),
        parameters=(mu,),
        known=(w,),
        density=exp(-w * (X - mu) ** 2),
        loss=(X - mu) ** 2,
        factor=w,
    )
    assert not check(derivation(wrong)).proved


def test_the_minus_sign_is_written_and_nothing_is_simplified() -> None:
    family = Family("mine", variables=(x,), parameters=(mu,), known=(sigma,), density=NORMAL)
    assert negative_log_density(family) == raw(Mul, (-1, log(NORMAL)))


@pytest.mark.parametrize(("name", "letter"), [("normal", "p"), ("bernoulli", "r"), ("geometric", "r")])
def test_the_law_of_the_data_has_a_letter_of_its_own(name: str, letter: str) -> None:
    assert truth(families.load(name)).head.name == letter


@pytest.mark.parametrize(("name", "steps"), [("bernoulli", 3), ("poisson", 5), ("normal_mean", 7)])
def test_there_is_a_step_for_each_thing_that_is_done_and_none_for_what_is_not(name: str, steps: int) -> None:
    chain = derivation(families.load(name))
    assert len(chain.steps) == steps


def test_a_chain_names_what_it_drops_and_divides_by() -> None:
    notes = " ".join(step.note for step in derivation(families.load("normal_mean")).steps)
    assert "Dropped: the mean of" in notes
    assert "log(sigma)" in notes and "1/(2*sigma**2)" in notes
    assert "which is positive" in notes


def test_another_name_and_another_law() -> None:
    chain: Any = derivation(families.load("normal_mean"), name="mine", title="Mine", law=density("g"))
    assert chain.name == "mine"
    assert chain.title == "Mine"
    assert "g(x)" in str(check(chain).end)


@pytest.mark.parametrize(
    ("tree", "part"),
    [
        (airyai(pi * X / (2 * sigma)) / (2 * sigma), r"airyai(pi*x/(2*sigma)) in density=airyai(pi*x"),
        (
            Piecewise((exp(-X / sigma) / sigma, X > 0)),
            "Piecewise((exp(-x/sigma)/sigma, x > 0)) in",
        ),
        (1 / (X * sigma), "1/x in density=1/(sigma*x)"),
    ],
)
def test_a_density_beyond_what_is_decided_is_named_with_its_smallest_part(tree: Any, part: str) -> None:
    family = Family("mine", variables=(x,), parameters=(sigma,), density=tree)
    with pytest.raises(NotSupported, match="^mine: " + re.escape(part)) as caught:
        derivation(family)
    assert "Try a narrower domain" in str(caught.value)


def test_a_loss_beyond_what_is_decided_is_named_too() -> None:
    tree = airyai(X - mu)
    with pytest.raises(NotSupported, match=re.escape("airyai(-mu + x) in loss=airyai(-mu + x) is")):
        derivation(Family("mine", variables=(x,), parameters=(mu, sigma), density=NORMAL, loss=tree))


def test_the_part_that_is_named_is_no_bare_name_of_a_function() -> None:
    f, lam = function("f", parameter("theta")), families.load("poisson").parameters[0]
    linked = regression(families.load("poisson"), {lam: log(1 + real_variable("z") ** 2)}, f(sample("u").outcome))
    with pytest.raises(NotSupported, match=re.escape("log(f_theta(u)**2 + 1)**y in density=")):
        derivation(linked)


def test_a_function_whose_sign_is_not_known_is_told_with_what_to_write_instead() -> None:
    k, rate = sample("k", domain=Integers()), parameter("rate", positive)
    skellam = Family(
        "mine",
        variables=(k,),
        parameters=(rate,),
        density=exp(-2 * rate) * besseli(k.outcome, 2 * rate),
    )
    with pytest.raises(NotSupported, match=r"write a function of its own.*hypotheses"):
        derivation(skellam)
