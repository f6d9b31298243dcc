"""Compilation: where names lead, what an expression needs, and what is computed once."""

from __future__ import annotations

import pytest
from flint import fmpq
from sympy import Symbol, exp, log, zoo

from properties.instances.compiling import Compiler, Context, Needs, Scope, compiled
from properties.instances.evaluation import Compiled
from properties.instances.instance import Instance
from properties.instances.numbers import NotEvaluable, precision
from properties.work import Meter, budget
from symbolic import parameter, reals, sample

t = parameter("t", reals)
v = sample("v", domain=reals)


def test_what_nobody_registered_is_refused() -> None:
    for tree in (Symbol("w"), zoo):
        with pytest.raises(NotEvaluable):
            compiled(tree, Compiler(Context(), Needs()), Scope({}, {}, ()))


def test_a_row_is_read_off_its_place_and_nothing_else_is() -> None:
    scope = Scope({("row", "n", "v"): 4}, {}, ())
    assert scope.at(v.i) == 4
    with pytest.raises(NotEvaluable, match="bound by nothing"):
        scope.at(v.outcome)


def test_inside_of_a_definition_an_argument_has_a_place_whatever_binds_it() -> None:
    scope = Scope({}, {}, (), {"v": 2})
    assert scope.at(v.i) == scope.at(v.outcome) == 2


def test_needs_add_up() -> None:
    one, other = (
        Needs(laws={("p", False): {"x"}}, counts={"n"}),
        Needs(laws={("p", False): {"y"}}, parameters={"t": reals}),
    )
    one.merge(other)
    assert one.laws == {("p", False): {"x", "y"}} and one.counts == {"n"} and one.parameters == {"t": reals}


def test_what_two_expressions_share_is_evaluated_once_for_each_instance() -> None:
    context, here = Context(frozenset({"t"})), Instance({}, {}, {}, [{"t": fmpq(3)}])
    inner = Compiled(log(t) ** 2 + t, context)
    outer = Compiled(exp(inner.tree), context, inner)
    spent = []
    with precision(64):
        for expression in (outer, inner):
            meter = Meter()
            before = meter.left
            with budget(meter):
                expression.value(here, 0)
            spent.append(before - meter.left)
    assert spent[0] > 0 and spent[1] == 0
    assert outer.needs.parameters == {"t": reals}
