"""The kinds of falsehood that a kernel once proved: the attack finds each by itself, whatever the kernel says of it today."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Dummy, Integer, exp, log

from properties import attack
from symbolic import POINTWISE, Problem, Relation, density, expectation, function, parameter, positive, reals, sample
from symbolic.core.domains import Categories, RealInterval, extended_reals
from symbolic.core.terms import Same
from symbolic.kernel import Replay
from symbolic.rules import reparametrise
from tests.by_hand import theorem

theta = parameter("theta")
t, s, b, c = parameter("t", reals), parameter("s", reals), parameter("b", positive), parameter("c", reals)
x, v, w = sample("x"), sample("v", domain=reals), sample("w", domain=reals)
lab, cls = sample("lab", domain=Categories("K")), sample("cls", domain=Categories("M"))
f, q, r, n = function("f", theta), density("q", theta), density("r", theta), x.n
u = Dummy("u")


def found(target: Replay, number: int) -> Any:
    reports = attack(target)
    assert all(r.counterexample is None for r in reports[:number]), "the steps before are right"
    case = reports[number].counterexample
    assert case is not None and case.certified
    return case


def moved(start: Problem, old: Any, map_: Any, *rest: Any, **also: Any) -> Replay:
    after = start.objective.xreplace({old: map_})
    return theorem(start, ("reparametrise", (old, s, map_, True), after, (s,)), *rest, **also)


def plus(before: Any, constant: Any) -> tuple[str, tuple[Any, ...], Any, tuple[Any, ...]]:
    return "monotone", (u, u + constant, extended_reals, 1), before + constant, (s,)


# ---- an unknown that was replaced is no datum ------------------------------------------------------------------------


def test_a_constant_that_mentions_a_replaced_unknown() -> None:
    case = found(moved(Problem("min", (t - 1) ** 2, (t,)), t, 2 * s, plus((2 * s - 1) ** 2, -t)), 2)
    assert case.property in ("argmin set", "order")


def test_a_factor_that_mentions_a_replaced_unknown() -> None:
    squared = (exp(s) - 2) ** 2
    step = "monotone", (u, u / b, extended_reals, 1), squared / b, (s,)
    assert found(moved(Problem("min", (b - 2) ** 2, (b,)), b, exp(s), step), 2)


def test_a_law_that_is_indexed_by_a_replaced_unknown() -> None:
    law = density("q", t)(v.outcome)
    summand = (v.outcome - 2 * s) ** 2
    step = "limit", (summand, law, POINTWISE), expectation(summand, law), (s,)
    case = found(moved(Problem("min", v.sum((v.i - t) ** 2) / n, (t,)), t, 2 * s, step), 2)
    assert case.property == "proportional"


def test_a_density_that_is_indexed_by_a_replaced_unknown() -> None:
    loss = x.sum(-log(density("q", t)(x.i)))
    hypotheses = (density("q", t)(x.i) > 0,)
    after = loss.xreplace({t: 2 * s})
    assert found(moved(Problem("min", loss, (t,)), t, 2 * s, plus(after, -loss), hypotheses=hypotheses), 2)


# ---- definitions -----------------------------------------------------------------------------------------------------


def test_a_class_in_a_definition_is_an_argument_like_an_entry() -> None:
    squares = cls.total(r(cls.each, given=lab.i) ** 2)
    target = f() + n * x.sum(squares**2) - x.sum(squares) ** 2
    step = "define", (r(cls.i, given=lab.i), q(cls.i, given=lab.each), target), target, (theta,)
    assert found(theorem(Problem("min", f(), (theta,)), step), 1).property == "value"


def test_a_definition_with_one_parameter_twice_says_nothing_of_two() -> None:
    start = Problem("min", x.sum(-log(density("q", s)(x.i))), (s,))
    target = x.sum(-log(density("r", t, s)(x.i)))
    step = "define", (density("r", c, c)(x.i), density("q", c)(x.i), target), target, (s,)
    assert "one and the same" in found(theorem(start, step), 1).text


def test_a_definition_speaks_of_the_domain_of_its_parameter_alone() -> None:
    start = Problem("min", x.sum(-log(density("q", t)(x.i))), (t,))
    target = x.sum(-log(density("r", t)(x.i)))
    step = "define", (density("r", b)(x.i), density("q", b)(x.i), target), target, (t,)
    assert "for b in (0, oo) alone" in found(theorem(start, step), 1).text


def test_a_defined_density_is_its_definition_wherever_it_is_read() -> None:
    """In a law, in a condition and in another definition: a later one may not make it something else."""
    start = Problem("min", x.sum(-log(q(x.i))), (theta,))
    target = x.sum(-log(r(x.i)))
    first = "define", (r(x.i), q(x.i), target), target, (theta,)
    mean = expectation(-log(q(x.outcome)), r(x.outcome))
    other = expectation(-log(q(x.outcome)), q(x.outcome))
    right = "rewrite", (target + mean - other,), target + mean - other, (theta,)
    wrong = "rewrite", (target + mean,), target + mean, (theta,)
    assert all(report.counterexample is None for report in attack(theorem(start, first, right)))
    assert found(theorem(start, first, wrong), 2).property == "value"


# ---- arguments, ties, claims -----------------------------------------------------------------------------------------


def test_the_arguments_of_a_function_are_told_apart_by_their_places() -> None:
    start = Problem("min", v.sum(f(v.i, w.i)), (theta,))
    step = "rewrite", (v.sum(f(w.i, v.i)),), v.sum(f(w.i, v.i)), (theta,)
    assert found(theorem(start, step), 1).property == "value"


@pytest.mark.parametrize(
    "column", [sample("w", domain=reals), sample("w", domain=Categories("K"))], ids=["numbers", "classes"]
)
def test_a_function_has_one_value_at_equal_arguments_whatever_columns_they_come_from(column: Any) -> None:
    first = v if column.column.domain == reals else lab
    same = Same(first.i, column.i)
    start = Problem("min", first.sum(same * f(first.i)), (theta,))
    step = "rewrite", (first.sum(same * f(column.i)),), first.sum(same * f(column.i)), (theta,)
    (_, report) = attack(theorem(start, step))
    assert report.counterexample is None and report.decided > 50


TIES = {
    "log 2": lambda e: log(2) + 0 * e,
    "log 6 - log 3 against log 2": lambda e: log(6) - log(3) + 0 * e,
    "exp 1": lambda e: exp(Integer(1)) * exp(0 * e),
}


@pytest.mark.parametrize("name", TIES)
def test_a_constant_loss_in_balls_ties(name: str) -> None:
    constant = TIES[name](f()).xreplace({f(): Integer(0)})
    step = "monotone", (u, constant, extended_reals, 1), constant, (theta,)
    case = found(theorem(Problem("min", f(), (theta,)), step), 1)
    assert case.property in ("argmin set", "order")


def test_equal_losses_of_rational_tables_tie_by_the_primes_in_their_logs() -> None:
    """log 2 + log 6 and log 3 + log 4 are one number; log 2 + log 6 and log 3 + log 4 + 2^-200 are not."""
    from flint import fmpq

    from properties.instances.compiling import Context
    from properties.instances.evaluation import Compiled, exactly_equal
    from properties.instances.instance import Instance

    a, d = parameter("a", positive), parameter("d", positive)
    e = Compiled(log(a) + log(d), Context(frozenset({"a", "d"})))
    nearly = fmpq(4) + fmpq(1, 2**200)
    points = ((2, 6), (3, 4), (3, nearly))
    instance = Instance({}, {}, {}, [{"a": fmpq(i), "d": fmpq(j)} for i, j in points])
    assert exactly_equal(instance, (e, 0), (e, 1)) is True
    assert exactly_equal(instance, (e, 0), (e, 2)) is False


def test_a_claim_that_solutions_are_the_same_though_the_parameter_was_moved() -> None:
    start = Problem("min", f() + (t - 1) ** 2, (theta, t))
    after = f() + (2 * s - 1) ** 2
    step = "reparametrise", (t, s, 2 * s, True), after, (theta, s)
    reports = attack(theorem(start, step, claimed=Relation("SAME")))
    assert reports[2].counterexample is not None, "t = 1 is no solution for s"


@pytest.mark.parametrize(("map_", "wrong"), [(2 * s, False), (3 * s, True), (-2 * s, True), (2 * s + 1, True)])
def test_a_claim_of_a_bijection_by_another_map(map_: Any, wrong: bool) -> None:
    step = "reparametrise", (t, s, 2 * s, True), (2 * s - 1) ** 2, (s,)
    target = theorem(Problem("min", (t - 1) ** 2, (t,)), step, claimed=Relation("BIJECTION", ((t, map_),)))
    assert (attack(target)[2].counterexample is not None) is wrong


MAPS = [
    (reals, reals, exp, True),
    (reals, positive, exp, False),
    (reals, reals, lambda p: p**2, True),
    (positive, positive, lambda p: 1 + p, True),
    (positive, positive, lambda p: 1 / p, False),
    (positive, reals, log, False),
    (reals, RealInterval(0, 1), lambda p: 1 / (1 + exp(-p)), False),
    (reals, reals, lambda p: log(1 + exp(p)), True),
]


@pytest.mark.parametrize("row", MAPS, ids=[str(k) for k in range(len(MAPS))])
def test_a_map_that_is_not_onto_an_unbounded_domain(row: Any) -> None:
    here, there, make, missed = row
    old, new = parameter("t", there), parameter("s", here)
    step = "reparametrise", (old, new, make(new), False), Integer(1) * make(new), (new,)
    (_, report) = attack(theorem(Problem("min", old, (old,)), step))
    assert (report.counterexample is not None) is missed
    assert report.counterexample is None or "never takes the value" in report.counterexample.text


def test_the_right_change_of_parameters_is_no_counterexample_of_anything() -> None:
    from symbolic import Chain, argmin

    chain = Chain("right", argmin((t - 1) ** 2, t)).then(reparametrise(t, 2 * s))
    assert all(r.counterexample is None for r in attack(chain))
