"""Tests of symbolic.core.statement: what every statement has, whatever its kind."""

from __future__ import annotations

import pickle

import pytest
from kinds import eta, f, loss, lower, mu, q, r, theta, x
from sympy import Integer

from symbolic.core.errors import MalformedTerm
from symbolic.core.statement import Statement, read
from symbolic.core.terms import replace
from symbolic.statements.convex import Convex
from symbolic.statements.estimate import EstimateIs
from symbolic.statements.fact import StatedFact
from symbolic.statements.integral import IntegralIs

ONE = EstimateIs(eta**2, (eta,), ((eta, mu),), (r.sum(r.i) > 0,))


def test_a_statement_is_data() -> None:
    assert pickle.loads(pickle.dumps(ONE)) == ONE and hash(ONE) == hash(pickle.loads(pickle.dumps(ONE)))
    assert Convex(loss, (theta,)) != StatedFact(lower, (theta,))
    with pytest.raises(AttributeError):
        ONE.point = ()  # type: ignore[misc]


def test_its_trees_are_all_that_stands_in_it_however_deep() -> None:
    assert list(ONE.trees()) == [eta**2, eta, eta, mu, r.sum(r.i) > 0]
    assert list(IntegralIs(f(r.outcome), (r.outcome,), mu, None).trees()) == [f(r.outcome), r.outcome, mu]


def test_a_change_reaches_every_tree_and_leaves_what_is_given() -> None:
    given = Convex(loss, (theta,), given=(lower,), granted=(ONE,))
    moved = given.mapped(lambda tree: replace(tree, {q(x.outcome): mu}.get))
    assert moved.loss == replace(loss, {q(x.outcome): mu}.get) and moved.unknowns == (theta,)
    assert (moved.given, moved.granted) == ((lower,), (ONE,))
    assert ONE.mapped(lambda tree: replace(tree, {mu: Integer(1)}.get)).point == ((eta, Integer(1)),)


def test_alone_it_is_given_nothing() -> None:
    given = Convex(loss, (theta,), given=(lower,), granted=(ONE,))
    assert given.alone == Convex(loss, (theta,)) != given
    assert str(given) == str(given.alone) == "convex: -log(q_theta(x)); (theta,)"


def test_nothing_abstract_stands_in_what_is_written_out() -> None:
    assert IntegralIs(f(r.outcome), (r.outcome,), mu, None).abstract()
    assert not ONE.abstract()


def test_by_itself_no_author_may_state_a_kind_and_no_attack_knows_it() -> None:
    assert not (Statement.by_a_step or Statement.by_a_file or Statement.of_the_family)
    assert Statement.beyond.format(kind="odd") == "no attack on statements of the kind 'odd'"


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ((eta,), r"a statement of the kind 'convex' is about \(loss, unknowns\), not about \(eta,\)"),
        (eta, r"is about \(loss, unknowns\), not about eta"),
        ((True, (eta,)), "loss=True is no expression, in a statement of the kind 'convex' about"),
        ((eta, (eta, 1)), r"unknowns=\(eta, 1\) is no tuple of parameters"),
    ],
)
def test_parts_that_do_not_fit_are_refused_by_name(about: object, said: str) -> None:
    with pytest.raises(MalformedTerm, match=said):
        read(Convex, about)


def test_what_is_read_is_of_the_declared_types() -> None:
    assert read(Convex, (1, (eta,))) == (Integer(1), (eta,)) and isinstance(read(Convex, (1, (eta,)))[0], Integer)
    assert read(IntegralIs, (f(r.outcome), (r.outcome,), 1, 2))[2:] == (Integer(1), Integer(2))
    assert read(IntegralIs, (f(r.outcome), (r.outcome,), 1, None))[3] is None
