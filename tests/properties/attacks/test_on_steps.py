"""The loop: it reports every step, counts honestly, shrinks, repeats itself, and says when it could not look."""

from __future__ import annotations

import pickle

import pytest
from sympy import Integral, Symbol, log

from properties import Counterexample, StepReport, attack, confront
from properties.attacks import on_steps
from symbolic import (
    Chain,
    Unsound,
    Verdict,
    argmax,
    argmin,
    check,
    density,
    derivations,
    function,
    kernel,
    parameter,
    sample,
)
from symbolic.core.domains import reals
from symbolic.kernel import Answer
from symbolic.rules import add_constant, flip_sign, increasing, rewrite, scale

theta = parameter("theta")
x = sample("x")
q, p = density("q", theta), density("p")
f, g = function("f", theta), function("g", theta)
likelihood = Chain("likelihood", argmax(x.product(q(x.i)), theta))
ROOM = ("argmin_set", "claim", "consistent", "defined", "empirical", "known", "normalised", "onto", "order",
        "proportional", "statistical", "value")  # fmt: skip


def test_the_folder_is_the_registry() -> None:
    assert tuple(on_steps.modules()) == ROOM
    for module in on_steps.modules().values():
        assert isinstance(module.PROPERTY, str) and module.PRIMITIVES and callable(module.prepare)


def test_every_primitive_and_the_start_are_attacked_by_something() -> None:
    from symbolic.kernel import PRIMITIVES

    covered = {primitive for module in on_steps.modules().values() for primitive in module.PRIMITIVES}
    assert covered == {*PRIMITIVES, "start", "claim"}


def test_every_step_is_reported_once_with_its_rule() -> None:
    chain = likelihood.then(increasing(log)).then(rewrite()).then(flip_sign()).then(scale(1 / x.n))
    reports = attack(chain, max_examples=20)
    assert [(r.number, r.rule, r.primitive) for r in reports] == [
        (0, "start", "start"),
        (1, "increasing", "monotone"),
        (2, "rewrite", "rewrite"),
        (3, "flip_sign", "monotone"),
        (4, "scale", "monotone"),
    ]
    assert all(r.examples == 20 and 0 < r.decided <= 20 and r.counterexample is None for r in reports)


def test_a_chain_and_its_theorem_are_attacked_alike() -> None:
    chain = likelihood.then(increasing(log)).then(rewrite(x.sum(q(x.i))))
    assert attack(chain, max_examples=30) == attack(check(chain), max_examples=30)


def test_the_same_seed_gives_the_same_counterexample_to_the_letter() -> None:
    chain = Chain("c", argmin(f(), theta)).then(add_constant(g()))
    first, second = attack(chain, seed=7), attack(chain, seed=7)
    assert first == second and first[1].counterexample is not None


def test_one_wrong_step_does_not_touch_its_neighbours() -> None:
    chain = likelihood.then(increasing(log)).then(rewrite(2 * log(x.product(q(x.i))))).then(flip_sign())
    found = [r.counterexample is not None for r in attack(chain, max_examples=50)]
    assert found == [False, False, True, False]


def test_a_counterexample_is_small_whatever_seed_found_it() -> None:
    chain = Chain("l", argmin(x.sum(-log(q(x.i))), theta)).then(rewrite(x.sum(log(q(x.i)))))
    for seed in range(5):
        (report,) = attack(chain, seed=seed, step=1)
        assert report.counterexample is not None
        assert "n = 1; x = (x#0)" in report.counterexample.text
        assert "reference measure" not in report.counterexample.text
        assert report.counterexample.text.count("q_theta at") == 2
        assert len(report.counterexample.text.splitlines()) <= 7


def test_a_fault_that_needs_two_rows_is_shown_at_two() -> None:
    chain = Chain("l", argmin(x.sum(-log(q(x.i))), theta)).then(rewrite(-log(x.sum(q(x.i)))))
    (report,) = attack(chain, step=1)
    assert report.counterexample is not None and "n = 2" in report.counterexample.text


def test_a_hypothesis_on_rows_of_two_tables_is_vacuous_and_never_a_counterexample() -> None:
    one, other, t = sample("one"), sample("other", size="m"), parameter("t", reals)
    chain = Chain("two", argmin(t**2, t)).assume(density("both")(one.i, other.i) > 0).then(scale(2))
    for report in attack(chain, max_examples=5):
        assert (report.examples, report.counterexample) == (0, None)
        assert "two tables" in report.vacuous


def test_what_cannot_be_evaluated_is_vacuous_and_never_a_counterexample() -> None:
    w = Symbol("w")
    chain = Chain("i", argmin(f() * Integral(w, (w, 0, 1)), theta)).then(flip_sign())
    for report in attack(chain, max_examples=10):
        assert report.counterexample is None and report.examples == report.decided == 0
        assert "Integral" in report.vacuous


def test_reports_are_plain_data() -> None:
    report = StepReport("rewrite", "rewrite", 10, 9, Counterexample("value", "text", True), number=1)
    assert pickle.loads(pickle.dumps(report)) == report
    with pytest.raises(AttributeError):
        report.decided = 10  # type: ignore[misc]


def test_nothing_is_decided_where_balls_cannot_tell() -> None:
    """An identity of irrational numbers is never refuted, and never counted as an exact tie either."""
    chain = Chain("h", argmin(log(x.product(q(x.i))), theta)).then(rewrite(x.sum(log(q(x.i)))))
    (report,) = attack(chain, step=1, max_examples=100)
    assert report.counterexample is None
    assert report.decided > 50, "values that agree to many digits leave nothing open"


def test_a_step_that_does_not_exist_is_not_attacked() -> None:
    assert attack(likelihood, step=9) == ()


def test_a_claim_is_unsound_only_where_every_line_of_its_chain_was_proved() -> None:
    name = "kl_is_symmetric"
    theorem = check(derivations.load(name))
    reports = attack(theorem, max_examples=50)
    assert reports[-1].counterexample is not None and reports[-1].counterexample.certified
    confront(theorem, reports)  # the relation is as claimed, but a line is open
    trusting = kernel.check(derivations.load(name), (("everything", lambda o: Answer(Verdict.PROVED)),))
    with pytest.raises(Unsound):
        confront(trusting, (reports[-1],))
