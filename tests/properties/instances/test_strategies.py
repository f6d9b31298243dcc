"""The generators: they construct, they reach every edge of a domain, and what they build meets the hypotheses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

import pytest
from flint import fmpq
from sympy import Abs, log, oo

from properties import attack
from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.instance import Instance
from properties.instances.numbers import INFINITY, NotEvaluable, precision, rational
from properties.instances.strategies import (
    MAX_COLUMNS,
    MAX_MEMBERS,
    ROW_COUNTS,
    Shape,
    instances,
    law,
    numbers,
    shape_of,
)
from symbolic import (
    Chain,
    FiniteSet,
    RealInterval,
    any_set,
    argmin,
    countable,
    density,
    empirical,
    expectation,
    function,
    nonnegative,
    parameter,
    positive,
    reals,
    sample,
    unit_interval,
    written,
)
from symbolic.core.domains import Categories, Domain, Integers, binary, circle, counts
from symbolic.core.terms import NegativePart
from symbolic.rules import flip_sign, rewrite

theta = parameter("theta")
t, c = parameter("t", unit_interval), parameter("c", reals)
x, y = sample("x"), sample("y")
v = sample("v", domain=unit_interval)
k = sample("k", domain=countable)
q, p = density("q", theta), density("p")
f = function("f", theta)
h = sample("h", domain=binary)
INTERVALS = (
    reals,
    positive,
    nonnegative,
    unit_interval,
    RealInterval(0, 1, False, False),
    RealInterval(-2, 3, True, False),
    RealInterval(upper=5),
    RealInterval(upper=-1, upper_closed=False),
    RealInterval(7, 7),
)


def shape(*trees: Any, unknowns: tuple[Any, ...] = (theta,), facts: tuple[Any, ...] = ()) -> Shape:
    context = Context(frozenset(u.name for u in unknowns))
    return shape_of([Compiled(e, context) for e in trees], unknowns, facts, context)


def drawn(of: Shape, number: int = 400, seed: int = 0) -> Iterator[Instance]:
    """Instances from pseudo-random tapes: what a strategy gives before Hypothesis looks for trouble."""
    random = Random(seed)
    for _ in range(number):
        instance = of.build(random.randbytes(of.length))
        assert instance is not None
        yield instance


LOSS = x.sum(-log(q(x.i))) / x.n


@cache
def losses() -> tuple[Instance, ...]:
    return tuple(drawn(shape(LOSS, expectation(log(p(x.outcome)), p(x.outcome)))))


# ---- numbers, by domain --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("domain", INTERVALS, ids=str)
def test_numbers_lie_in_their_domain(domain: RealInterval) -> None:
    found = numbers(domain)
    assert found and len(set(found)) == len(found)
    for value in found:
        low = domain.lower == -INFINITY or value > rational(domain.lower)
        high = domain.upper == INFINITY or value < rational(domain.upper)
        assert low or (domain.lower_closed and value == rational(domain.lower))
        assert high or (domain.upper_closed and value == rational(domain.upper))


@pytest.mark.parametrize("domain", INTERVALS, ids=str)
def test_numbers_reach_closed_ends_and_come_close_to_open_ones(domain: RealInterval) -> None:
    found = numbers(domain)
    for end, closed in ((domain.lower, domain.lower_closed), (domain.upper, domain.upper_closed)):
        if end in (INFINITY, -INFINITY):
            assert max(map(abs, found)) >= 1000 - 5
        elif closed:
            assert rational(end) in found
        else:
            assert min(abs(value - rational(end)) for value in found) <= fmpq(1, 100)


@pytest.mark.parametrize("domain", INTERVALS[:-1], ids=str)
def test_numbers_reach_the_interior(domain: RealInterval) -> None:
    ends = {rational(e) for e in (domain.lower, domain.upper) if e not in (INFINITY, -INFINITY)}
    assert len(set(numbers(domain)) - ends) >= 5


def test_real_numbers_have_both_signs_and_zero() -> None:
    found = numbers(reals)
    assert 0 in found and any(v > 0 for v in found) and any(v < 0 for v in found)


def test_a_finite_set_is_all_of_its_values() -> None:
    assert set(numbers(FiniteSet((0, 1, 5)))) == {0, 1, 5}


def test_sets_without_arithmetic_have_labels_only() -> None:
    assert numbers(any_set) == () == numbers(countable)


WHOLE = (counts, binary, Integers(), Integers(3, 9), Integers(-INFINITY, -2), Integers(5, 5), Integers(-1))


@pytest.mark.parametrize("domain", WHOLE, ids=str)
def test_whole_numbers_lie_in_their_domain_reach_their_ends_and_go_far(domain: Integers) -> None:
    found = numbers(domain)
    assert len(set(found)) == len(found) and all(v.q == 1 for v in found)
    assert all(domain.hull.has(Fraction(int(v.p))) for v in found)
    for end in (domain.lower, domain.upper):
        assert end in (INFINITY, -INFINITY) or rational(end) in found
    if domain.lower == -INFINITY or domain.upper == INFINITY:
        assert max(map(abs, found)) >= 7
    assert domain.finite or len(found) >= 7


def test_two_columns_of_one_set_of_classes_have_as_many_classes() -> None:
    columns = [sample(f"k{j}", domain=Categories("K" if j < 3 else "L")) for j in (1, 2, 3)]
    trees = [column.total(density(f"q{j}", theta)(column.each)) for j, column in enumerate(columns)]
    found = list(drawn(shape(*trees), 100))
    assert all(i.sizes["k1"] == i.sizes["k2"] for i in found)
    assert {i.sizes["k1"] for i in found} == {2, 3}
    assert any(i.sizes["k1"] != i.sizes["k3"] for i in found)
    assert not any(i.measure for i in found), "classes are counted"


@pytest.mark.parametrize("domain", [counts, FiniteSet((0, 1)), Categories("K")], ids=str)
def test_densities_of_what_is_counted_are_probabilities(domain: Any) -> None:
    column = sample("column", domain=domain)
    assert not any(i.measure for i in drawn(shape(column.sum(log(q(column.i)))), 60))


class Silent(Domain):
    """A domain of numbers that tells no member."""

    hull, finite, latex = reals, False, "?"


def test_a_domain_that_tells_no_member_is_refused() -> None:
    with pytest.raises(NotEvaluable, match="no members of"):
        numbers(Silent())


def test_of_a_new_domain_the_members_that_it_tells_are_taken() -> None:
    assert numbers(circle)[0] == 0 and len(numbers(circle)) > 4
    assert all(abs(v) < fmpq(22, 7) for v in numbers(circle))


# ---- laws ----------------------------------------------------------------------------------------------------------------


def test_a_law_has_mass_one_whatever_the_weights() -> None:
    cells = [(0,), (1,), (2,)]
    for weights in ((1, 2, 0), (0, 0, 0), (7, 7, 7)):
        assert sum(law(("x",), cells, weights).cells.values()) == 1


def test_every_law_of_an_instance_has_mass_one_exactly() -> None:
    for instance in losses():
        for table in instance.laws.values():
            assert sum(table.cells.values()) == 1
            assert all(isinstance(w, fmpq) and w > 0 for w in table.cells.values())


# ---- coverage ------------------------------------------------------------------------------------------------------------


def test_zero_probabilities_occur_and_so_do_positive_tables() -> None:
    shares = Counter(
        all((o,) in table.cells for o in range(i.sizes["x"])) for i in losses() for table in i.laws.values()
    )
    assert shares[True] > 100 and shares[False] > 100


def test_a_likelihood_vanishes_at_some_members_and_not_at_others() -> None:
    likelihood = Compiled(x.product(q(x.i)), Context(frozenset({"theta"})))
    with precision(64):
        patterns = Counter(frozenset(likelihood.value(i, m) == 0 for m in range(len(i.members))) for i in losses())
    assert min(patterns[frozenset(p)] for p in ((True,), (False,), (True, False))) > 20


def test_tables_have_from_one_row_on_and_ties_among_the_data() -> None:
    counts = Counter(i.counts["n"] for i in losses())
    assert set(counts) == set(ROW_COUNTS) and min(ROW_COUNTS) == 1
    tied = sum(len(set(i.data["x"])) < len(i.data["x"]) for i in losses())
    apart = sum(len(set(i.data["x"])) == len(i.data["x"]) > 1 for i in losses())
    assert tied > 50 and apart > 20


def test_outcomes_that_no_row_has_occur() -> None:
    assert sum(len(set(i.data["x"])) < i.sizes["x"] for i in losses()) > 50


def test_theta_has_at_least_two_members_and_ties_among_their_values_occur() -> None:
    sizes = Counter(len(i.members) for i in losses())
    assert set(sizes) == set(range(2, MAX_MEMBERS + 1))
    assert sum(i.laws["q_theta", 0].cells == i.laws["q_theta", 1].cells for i in losses()) > 2


def test_reference_measures_occur_except_on_countable_spaces() -> None:
    assert sum(bool(i.measure) for i in losses()) > 100
    assert sum(not i.measure for i in losses()) > 0
    assert not any(i.measure for i in drawn(shape(k.sum(log(q(k.i)))), 100))


def test_parameters_and_data_reach_closed_ends_and_the_interior() -> None:
    found = list(drawn(shape((v.sum(v.i) - t) ** 2, unknowns=(t,))))
    values = {m["t"] for i in found for m in i.members}
    assert {0, 1} <= values and any(0 < value < 1 for value in values)
    rows = {i.outcomes["v"][o] for i in found for o in i.data["v"]}
    assert {0, 1} <= rows and any(0 < value < 1 for value in rows)


def test_members_of_theta_differ_and_data_parameters_do_not() -> None:
    for instance in drawn(shape(c * t, unknowns=(t,)), 200):
        assert len({m["t"] for m in instance.members}) == len(instance.members)
        assert len({m["c"] for m in instance.members}) == 1


def test_abstract_functions_take_values_of_both_signs_in_their_interval() -> None:
    found = [w for i in drawn(shape(f()), 200) for table in i.functions.values() for w in table.values()]
    assert 0 in found and any(w < 0 for w in found) and any(w > 0 for w in found)
    bounded = function("g", theta, values=unit_interval)
    found = [w for i in drawn(shape(bounded(x.outcome) * 0 + 1, expectation(bounded(x.outcome), p(x.outcome))), 200)
             for table in i.functions.values() for w in table.values()]  # fmt: skip
    assert found and all(0 <= w <= 1 for w in found) and {0, 1} <= set(found)


# ---- hypotheses ----------------------------------------------------------------------------------------------------------


def test_a_density_assumed_positive_is_positive_at_every_row_and_may_vanish_elsewhere() -> None:
    of = shape(x.sum(-log(p(x.i))) + f(), facts=(p(x.i) > 0,))
    vanishing = 0
    for instance in drawn(of):
        table = [instance.probability("p", None, ("x",), (), cell) for cell in instance.cells(("x",))]
        assert all(table[row] > 0 for row in instance.data["x"])
        assert of.allows(instance)
        vanishing += 0 in table
    assert vanishing > 20


def test_a_model_assumed_positive_is_so_at_every_member() -> None:
    for instance in drawn(shape(LOSS, facts=(q(x.i) > 0,))):
        for m in range(len(instance.members)):
            assert all(instance.probability("q_theta", m, ("x",), (), (row,)) > 0 for row in instance.data["x"])


def test_a_conditional_density_assumed_positive_is_so_at_every_row() -> None:
    of = shape(x.sum(-log(p(y.i, given=x.i))) + f(), facts=(p(y.i, given=x.i) > 0,))
    for instance in drawn(of):
        rows = zip(instance.data["y"], instance.data["x"], strict=True)
        assert all(instance.probability("p", None, ("y",), ("x",), row) > 0 for row in rows)


def test_an_expectation_assumed_finite_is_so_at_every_member() -> None:
    fact = expectation(Abs(log(q(x.outcome))), p(x.outcome)) < oo
    of = shape(expectation(-log(q(x.outcome)), p(x.outcome)), facts=(fact,))
    mean = Compiled(fact.lhs, Context(frozenset({"theta"})))
    zeros = 0
    for instance in drawn(of):
        with precision(64):
            values = [mean.value(instance, m) for m in range(len(instance.members))]
        assert all(not isinstance(value, float) for value in values)
        zeros += any(len(table.cells) < instance.sizes["x"] for table in instance.laws.values())
    assert zeros > 0, "finite expectations do not need tables without zeros"


def test_hypotheses_that_no_instance_meets_make_the_attack_vacuous_and_it_says_so() -> None:
    never = expectation(NegativePart(written("log(0 * q(x.outcome))", q=q, x=x)), p(x.outcome)) < oo
    chain = Chain("never", argmin(LOSS, theta)).assume(never).then(flip_sign())
    reports = attack(chain, max_examples=20)
    for report in reports:
        assert report.decided == 0
        assert "no instance met the hypotheses" in report.vacuous and str(never) in report.vacuous
        assert report.counterexample is None


def test_what_cannot_be_built_makes_the_attack_vacuous_and_it_says_why() -> None:
    wide = [sample(f"x{j}") for j in range(MAX_COLUMNS + 1)]
    chain = Chain("wide", argmin(x.sum(-log(q(*(w.i for w in wide)))), theta)).then(flip_sign())
    for report in attack(chain, max_examples=5):
        assert report.examples == report.decided == 0
        assert f"at most {MAX_COLUMNS}" in report.vacuous


def test_empirical_facts_hold_by_themselves() -> None:
    of = shape(k.sum(-log(empirical(k)(k.i))) + f(), facts=(empirical(k)(k.i) > 0,))
    assert all(of.allows(instance) for instance in drawn(of, 50))


def test_a_sum_that_is_positive_by_hypothesis_is_so_in_every_instance() -> None:
    of = shape(h.sum(h.i * f()), facts=(h.sum(h.i) > 0, h.sum(1 - h.i) > 0))
    random = Random(3)
    found = [of.build(random.randbytes(of.length)) for _ in range(200)]
    kept = [instance for instance in found if instance is not None]
    assert 20 < len(kept) < 200
    for instance in kept:
        values = [instance.outcomes["h"][k] for k in instance.data["h"]]
        assert of.allows(instance) and set(values) == {0, 1}


def test_as_many_classes_are_drawn_as_there_are_at_least() -> None:
    for least, sizes in ((1, {2, 3}), (2, {2, 3}), (3, {3})):
        column = sample("s", domain=Categories("K", least))
        of = shape(column.sum(function("g")(column.i)))
        assert {instance.sizes["s"] for instance in drawn(of, 60)} == sizes
    with pytest.raises(NotEvaluable, match="at most 3"):
        shape((column := sample("s", domain=Categories("K", 4))).sum(function("g")(column.i)))


# ---- construction, never filtering ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "trees",
    (
        (LOSS,),
        (x.sum(-log(q(y.i, given=x.i))),),
        (f() + v.sum(v.i**2),),
        (expectation(-log(q(x.outcome)), p(x.outcome)),),
    ),
    ids=("loss", "conditional loss", "function", "cross-entropy"),
)
def test_every_tape_is_an_instance(trees: tuple[Any, ...]) -> None:
    of = shape(*trees)
    random = Random(1)
    for tape in (bytes(of.length), bytes([255]) * of.length, *(random.randbytes(of.length) for _ in range(200))):
        instance = of.build(tape)
        assert isinstance(instance, Instance)
        with precision(64):
            for tree in trees:
                Compiled(tree, Context(frozenset({"theta"}))).value(instance, 0)


def test_the_same_tape_is_the_same_instance() -> None:
    of = shape(LOSS)
    tape = Random(5).randbytes(of.length)
    assert of.build(tape) == of.build(tape)


def test_the_simplest_tape_is_the_simplest_case() -> None:
    of = shape(LOSS)
    simplest = of.build(bytes(of.length))
    assert simplest is not None
    assert simplest.counts == {"n": 1} and len(simplest.members) == 2 and simplest.sizes == {"x": 2}
    assert not simplest.measure
    assert all(set(table.cells.values()) == {fmpq(1, 2)} for table in simplest.laws.values())


def test_the_strategy_draws_tapes_of_the_right_length() -> None:
    of = shape(LOSS)
    from hypothesis import find

    smallest = find(instances(of), lambda i: i is not None and i.counts["n"] >= 2)
    assert smallest is not None and smallest.counts == {"n": 2}
    chain = Chain("fine", argmin(LOSS, theta)).then(rewrite(LOSS))
    assert all(r.examples == 25 for r in attack(chain, max_examples=25))
