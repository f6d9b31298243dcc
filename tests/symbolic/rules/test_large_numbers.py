"""Tests of symbolic.rules.large_numbers: the mean over independent rows tends to the expectation, and no more."""

from typing import Any

import pytest
from sympy import Add, Mul, log

from symbolic import check
from symbolic.chain import Chain, argmax, argmin
from symbolic.core.domains import FiniteSet, countable, reals, unit_interval
from symbolic.core.errors import DerivationError, MalformedStep
from symbolic.core.terms import density, empirical, expectation, function, parameter, raw, sample
from symbolic.kernel import Condition, Relation, Verdict
from symbolic.rules import large_numbers, law_of_large_numbers

theta, beta = parameter("theta"), parameter("beta", reals)
x, y, z = sample("x"), sample("y"), sample("z", size="m")
v = sample("v", domain=reals)
q, p = density("q", theta), density("p")
f = function("f", theta)
MEAN = x.sum(-log(q(x.i))) / x.n
START = argmin(MEAN, theta)


def test_the_rule_states_a_lemma_with_its_source() -> None:
    assert "Lemma." in (large_numbers.__doc__ or "")
    assert "Source:" in (large_numbers.__doc__ or "")


def test_the_default_speaks_of_values_alone() -> None:
    theorem = check(Chain("c", START).then(law_of_large_numbers(p)))
    assert theorem.proved is True
    assert theorem.relation == Relation("LIMIT", (), Condition.POINTWISE)
    assert theorem.end == argmin(expectation(-log(q(x.outcome)), p(x.outcome)), theta)
    assert [h.kind for h in theorem.hypotheses] == ["independent", "fact"]


HYPOTHESES = {
    Condition.POINTWISE: ["independent", "fact"],
    Condition.FINITE: ["independent", "fact", "finite"],
    Condition.COMPACT: ["independent", "fact", "compact", "semicontinuous", "bounded below"],
    Condition.CONVEX: ["independent", "fact", "open and convex", "convex", "fact", "minimisers"],
}


@pytest.mark.parametrize("condition", Condition)
def test_each_condition_prints_its_hypotheses(condition: Condition) -> None:
    theorem = check(Chain("c", START).then(law_of_large_numbers(p, condition)))
    assert theorem.proved is True
    assert theorem.relation.mode is condition
    assert [h.kind for h in theorem.hypotheses] == HYPOTHESES[condition]


def test_what_a_domain_decides_is_no_hypothesis() -> None:
    for domain, condition in (
        (FiniteSet((0, 1)), Condition.FINITE),  # type: ignore[arg-type]
        (unit_interval, Condition.COMPACT),
        (reals, Condition.CONVEX),
    ):
        b = parameter("b", domain)
        start = argmin(x.sum(-log(density("q", b)(x.i))) / x.n, b)
        theorem = check(Chain("c", start).then(law_of_large_numbers(p, condition)))
        assert theorem.proved is True
        assert not {"finite", "compact", "open and convex"} & {h.kind for h in theorem.hypotheses}


@pytest.mark.parametrize(
    ("domain", "condition"),
    [(reals, Condition.FINITE), (reals, Condition.COMPACT), (unit_interval, Condition.CONVEX)],
    ids=str,
)
def test_a_condition_that_the_domain_contradicts_is_refuted(domain: Any, condition: Condition) -> None:
    b = parameter("b", domain)
    start = argmin(x.sum(-log(density("q", b)(x.i))) / x.n, b)
    assert check(Chain("c", start).then(law_of_large_numbers(p, condition))).verdict is Verdict.REFUTED


def test_compactness_needs_a_loss_above_minus_infinity() -> None:
    b = parameter("b", unit_interval)
    start = argmin(x.sum(log(density("q", b)(x.i))) / x.n, b)
    theorem = check(Chain("c", start).then(law_of_large_numbers(p, Condition.COMPACT)))
    assert [j.obligation.kind for j in theorem.open] == ["within"]


FORMS = [
    MEAN,
    -(x.sum(log(q(x.i))) / x.n),
    raw(Mul, (-1 / x.n, x.sum(log(q(x.i))))),
    x.sum(-2 * log(q(x.i))) / (2 * x.n),
    raw(Add, (MEAN, x.sum(f(x.i)) / x.n)),
    x.sum(-log(q(x.i)) / x.n),
    x.sum(-log(q(y.i, given=x.i))) / x.n,
    v.sum((v.i - beta) ** 2) / v.n,
]


@pytest.mark.parametrize("objective", FORMS[:5] + FORMS[6:], ids=str)
def test_a_mean_is_recognised_in_its_usual_forms(objective: Any) -> None:
    theorem = check(Chain("c", argmin(objective, theta, beta)).then(law_of_large_numbers(p)))
    assert [line.relation.kind for line in theorem.lines] == ["LIMIT"]
    open_kinds = {j.obligation.kind for j in theorem.open}
    assert not open_kinds & {"equal", "free"}


NO_MEANS = [
    argmin(f() ** 2, theta),
    argmin(log(x.sum(q(x.i)) / x.n), theta),
    argmax(x.product(q(x.i)), theta),
    argmin(MEAN + z.sum(log(1 + density("s")(z.i))), theta),
    argmin(MEAN + f(), theta),
]


@pytest.mark.parametrize("start", NO_MEANS, ids=str)
def test_what_is_no_mean_over_rows_is_refused(start: Any) -> None:
    with pytest.raises(MalformedStep):
        Chain("c", start).then(law_of_large_numbers(p))


def test_a_sum_that_is_not_divided_by_n_mentions_n_in_its_summand() -> None:
    for objective in (x.sum(-log(q(x.i))), x.sum(-log(q(x.i))) / x.n**2):
        with pytest.raises(DerivationError):
            Chain("c", argmin(objective, theta)).then(law_of_large_numbers(p))


def test_a_law_that_depends_on_the_unknown_is_not_proved() -> None:
    theorem = check(Chain("c", START).then(law_of_large_numbers(q)))
    assert [j.obligation.kind for j in theorem.open] == ["free"]


def test_the_empirical_distribution_is_no_law_of_the_rows() -> None:
    with pytest.raises(MalformedStep, match="no law of a row"):
        Chain("c", START).then(law_of_large_numbers(empirical(x)))


def test_an_empirical_density_is_no_part_of_a_summand() -> None:
    k = sample("k", domain=countable)
    g, phat = function("g", theta, values=unit_interval), empirical(k)
    start = argmin(k.sum(phat(k.i) * g(k.i)) / k.n, theta)
    try:
        assert check(Chain("c", start).then(law_of_large_numbers(p))).proved is False
    except DerivationError as error:
        assert "phat" in str(error)
