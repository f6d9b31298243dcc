"""Tests of symbolic.core.terms.kinks: what a node says of its pieces is what its values do."""

import pytest
from sympy import Abs, Basic, Expr, Heaviside, Max, Min, Rational, cos, exp, floor, log, sign

from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.instance import Instance
from properties.instances.numbers import rational
from symbolic.core.domains import reals
from symbolic.core.terms import AtMost, Break, NegativePart, Same, Term, breaks, nodes, parameter
from symbolic.core.terms.kinks import OF_SYMPY

u = parameter("u", reals)
NODES: list[Expr] = [Abs(u), Max(u, 0), Min(u, 0), sign(u), Heaviside(u), AtMost(u, 0), Same(u, 0), NegativePart(u)]
STEP = Rational(1, 10**6)


def value(tree: Expr, at: Rational) -> Rational:
    found = Compiled(tree, Context()).value(Instance({}, {}, {}, [{"u": rational(str(at))}]), 0)
    return Rational(int(found.p), int(found.q))


@pytest.mark.parametrize("tree", NODES, ids=str)
def test_a_node_breaks_as_its_values_do(tree: Expr) -> None:
    left, here, right = (value(tree, k * STEP) for k in (-1, 0, 1))
    further = value(tree, 2 * STEP) - right, left - value(tree, -2 * STEP)
    match breaks(tree):
        case Break.KINK:
            assert max(abs(left - here), abs(right - here)) <= STEP and further[0] != further[1]
        case Break.JUMP:
            assert max(abs(left - here), abs(right - here)) == abs(left - right) or abs(left - right) > STEP
            assert abs(left - right) > Rational(1, 2)
        case Break.POINT:
            assert left == right != here


@pytest.mark.parametrize("tree", [u, exp(u), cos(u), log(u), u**2, floor(u)], ids=str)
def test_what_is_of_one_piece_or_of_no_two_is_no_such_node(tree: Basic) -> None:
    assert breaks(tree) is None


def test_every_node_that_breaks_is_among_those_that_are_tested() -> None:
    own = {c for c in vars(nodes).values() if isinstance(c, type) and issubclass(c, Term) and c.breaks}
    assert own | set(OF_SYMPY) == {type(t) for t in NODES}
