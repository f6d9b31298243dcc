"""Tests of properties.conformance.truth: certified values, against mpmath, at kinks, at the ends, and far out."""

from __future__ import annotations

import ast
import sys
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import mpmath
import pytest
from flint import arb
from fuzz_truth import references
from sympy import (
    Abs,
    Add,
    E,
    Function,
    Max,
    Min,
    Pow,
    Symbol,
    ceiling,
    exp,
    floor,
    lambdify,
    log,
    oo,
    pi,
    sign,
    sqrt,
    symbols,
)

from properties.conformance.inputs import FLOAT64, core
from properties.conformance.reference import Role, reference
from properties.conformance.truth import GOAL, Certified, CertifiedExpression
from properties.instances.numbers import NotEvaluable, NoValue, TooWide, precision
from properties.loading import load
from symbolic.core.domains import whole
from symbolic.core.terms import AtMost, NegativePart, Same, Spelled, logistic, softplus

x, y, z = symbols("x y z", real=True)
DIGITS, BITS = 240, 1500  # differences of second order of values as large as 1e50 keep more than a hundred digits
REFERENCES = references()


def value(tree: Any, **point: Any) -> Certified:
    inputs = [s for s in (x, y, z) if s.name in point]
    return CertifiedExpression(tree, inputs, inputs).at([point[s.name] for s in inputs])


@pytest.mark.slow
@pytest.mark.parametrize("name", REFERENCES)
def test_every_family_and_regression_agrees_with_an_independent_evaluation(name: str) -> None:
    """With mpmath, on the loss as it was declared: value, gradient and Hessian to sixty digits."""
    held = REFERENCES[name]
    symbols_ = [i.symbol for i in held.inputs]
    here = {"AtMost": lambda a, b: mpmath.mpf(a <= b), "Same": lambda a, b: mpmath.mpf(a == b)}
    plain = [Symbol(f"p{k}", real=True) for k in range(len(symbols_))]
    tree = held.forms[0].xreplace(dict(zip(symbols_, plain, strict=True)))
    tree = tree.replace(lambda t: isinstance(t, Spelled), lambda t: t.spelled())
    function = lambdify(plain, tree, modules=[here, "mpmath"])
    random, seen = Random(name), 0
    with mpmath.workdps(DIGITS):
        for point in (p for group in core(held, FLOAT64, random) for p in group):
            if seen >= len(held.forms) * (2 if len(plain) < 5 else 1):
                break
            exact = [mpmath.mpf(x) for x in point]
            for form in range(len(held.forms)):
                found = None
                with suppress(NoValue, TooWide), precision(BITS):
                    found = held.truth.tried(point, form)
                if found is None or isinstance(found.value, float) or found.first is None or found.second is None:
                    continue
                seen += 1
                assert near(found.value, function(*exact))
                jumps = bool(held.forms[0].atoms(AtMost, Same))  # in counts: the piece is that of the whole number
                places = {
                    n: symbols_.index(i.symbol)
                    for n, i in enumerate(held.smooth)
                    if not (jumps and i.role is Role.DATUM and whole(i.domain))
                }
                for i, k in places.items():
                    orders = [int(k == n) for n in range(len(exact))]
                    assert near(found.first.get(i, 0), mpmath.diff(function, tuple(exact), tuple(orders)))
                    for j, m in [(j, m) for j, m in places.items() if j <= i]:
                        both = [o + (m == n) for n, o in enumerate(orders)]
                        assert near(found.second.get((j, i), 0), mpmath.diff(function, tuple(exact), tuple(both)))
    assert seen


def near(ball: Any, other: Any) -> bool:
    """To sixty digits."""
    middle = 0 if ball == 0 else mpmath.mpf(ball.mid().str(100, radius=False))
    return bool(abs(middle - other) <= mpmath.mpf(10) ** -60 * (1 + abs(other)))


def test_every_entry_has_the_promised_digits() -> None:
    found = value(log(1 + exp(z)) - y * z, y=1.0, z=37.0)
    for ball in (found.value, *(found.first or {}).values(), *(found.second or {}).values()):
        assert ball == 0 or ball.rel_accuracy_bits() >= GOAL


@pytest.mark.parametrize(
    ("tree", "slope", "curve"),
    [
        (Max(z, 0) + log(1 + exp(-Abs(z))), Fraction(1, 2), Fraction(1, 4)),  # written in pieces, and smooth
        (Max(z, -z) - Abs(z), 0, 0),
        (z * Abs(z), 0, None),
        (Max(z, 0) ** 2, 0, None),
        (Abs(z), None, None),
        (Min(z, 0), None, None),
        (AtMost(0, z) * z**3, 0, 0),
        (sign(z) * z, None, None),
        (softplus(z), Fraction(1, 2), Fraction(1, 4)),
        (logistic(z), Fraction(1, 4), 0),
    ],
)
def test_where_pieces_meet_there_is_a_derivative_if_they_agree(tree: Any, slope: Any, curve: Any) -> None:
    found = value(tree, z=0.0)
    if slope is None:
        assert found.first is None and found.second is None and len(found.sides) == 2
        return
    assert found.first is not None
    assert (
        found.first.get(0, 0) == 0 if slope == 0 else found.first[0].overlaps(type(found.value)(1) / slope.denominator)
    )
    assert (found.second is None) is (curve is None)


def test_pieces_that_meet_in_two_inputs_are_looked_at_together() -> None:
    smooth = value(Max(x, y) + Min(x, y), x=1.0, y=1.0)
    assert smooth.first == {0: 1, 1: 1} and smooth.second is not None
    kink = value(Max(x, y), x=1.0, y=1.0)
    assert kink.first is None and len(kink.sides) == 2
    corner = value(Max(x, y, 0), x=0.0, y=0.0)
    assert corner.first is None and len(corner.sides) == 3


def test_where_pieces_meet_twice_more_than_two_sides_are_looked_at() -> None:
    one = value(Abs(x) + Max(y, 0), x=0.0, y=2.0)
    assert one.first is None and len(one.sides) == 2
    two = value(Abs(x) + Max(y, 0), x=0.0, y=0.0)
    assert two.first is None and len(two.sides) == 4
    inner = value(Max(x, Abs(y)), x=0.0, y=0.0)
    assert inner.first is None and len(inner.sides) == 3
    flat = value(Max(x * y, 0), x=0.0, y=0.0)
    assert flat.first == {} or all(v == 0 for v in (flat.first or {}).values())


def test_pieces_that_meet_where_one_of_them_has_no_derivative_have_none() -> None:
    """max(0, sqrt(x)) rises without bound from 0 on, and an indicator may jump there."""
    for tree in (Max(0, sqrt(x)), Max(0, x * log(x)), Min(1, 1 + sqrt(x)), y * AtMost(sqrt(x), 0)):
        found = value(tree, x=Fraction(0), y=Fraction(1))
        assert found.value in (0, 1) and found.first is None and found.second is None


def test_a_side_on_which_pieces_are_one_is_a_side() -> None:
    """min(y, |y|) is y, of which the negative part has a kink at 0; to the right of it both pieces are y."""
    inner = Min(y, Abs(y), evaluate=False)
    for tree in (NegativePart(inner), NegativePart(Min(x, inner, evaluate=False))):
        found = value(tree, x=Fraction(5, 4), y=Fraction(0))
        assert found.value == 0 and found.first is None
        assert {float(s.first.get(1, arb(0))) for s in found.sides} == {0.0, -1.0}
    with pytest.raises(TooWide):
        value(Max(AtMost(0, x**3), sign(x) + 1), x=Fraction(0))


def test_what_stands_alone_where_pieces_meet_has_its_own_slope() -> None:
    """x 1[y = 1] is 0 on both sides of y = 1, and x on it."""
    assert value(x * Same(y, 1), x=Fraction(0), y=Fraction(1)).first is None
    found = value(x**2 * Same(y, 1), x=Fraction(0), y=Fraction(1))
    assert found.first is not None and found.second is None


def test_a_value_stands_where_there_is_none_to_a_side() -> None:
    found = value(1 / AtMost(x, 0), x=Fraction(0))
    assert found.value == 1 and found.first is None
    with pytest.raises(NoValue):
        value(1 / AtMost(x, 0), x=Fraction(1))


def test_the_log_of_a_sum_in_which_1_is_written_twice() -> None:
    for tree in (Add(1, 1, evaluate=False), Add(1, x, 1, evaluate=False)):
        found = value(log(tree, evaluate=False), x=Fraction(0)).value
        assert found.overlaps(arb(2).log()) and not found.overlaps(arb(0))


def test_a_power_of_e_that_is_kept_as_written_is_no_exponential_of_e() -> None:
    written = Pow(E, x, evaluate=False)
    assert value(log(written, evaluate=False), x=Fraction(1, 2)).value.overlaps(arb(0.5))
    assert value(log(x * written, evaluate=False), x=Fraction(1)).first == {0: arb(2)}


def test_a_jump_has_no_derivative() -> None:
    for tree in (AtMost(z, 0), floor(z), ceiling(z), sign(z)):
        found = value(tree, z=0.0)
        assert found.first is None and found.value in (0, 1)
        elsewhere = value(tree, z=0.5)
        assert elsewhere.first == {} and elsewhere.second == {}


def test_infinite_values_are_values_without_derivatives() -> None:
    found = value(-log(z), z=0.0)
    assert found.value == float("inf") and found.first is None
    assert value(-log(Same(y, 1) * z + Same(y, 0) * (1 - z)), y=0.0, z=1.0).value == float("inf")
    assert value(z * log(z), z=0.0).value == 0, "0 log 0 = 0"


def test_far_out_every_digit_stands() -> None:
    far = value(log(1 + exp(z)) - z, z=700.0)
    assert far.value < 1e-300 and far.value > 0 and far.value.rel_accuracy_bits() >= GOAL
    assert abs(value(log(1 + exp(z)) - z, z=1e5).value) < 1e-320, "below every float"
    tiny = value(log(1 + z), z=5e-324)
    assert tiny.value.rel_accuracy_bits() >= GOAL
    assert value(pi * z, z=1e300).value.rel_accuracy_bits() >= GOAL


def test_what_has_no_value_and_what_stays_open() -> None:
    with pytest.raises(NoValue):
        value(log(z), z=-1.0)
    with pytest.raises(TooWide):
        value(Abs(log(exp(z) + 1) - log(2 * exp(z) + 2) + log(2)), z=1.0)  # 0, which no ball can tell
    with pytest.raises(NotEvaluable, match="has no value in numbers"):
        CertifiedExpression(Function("f")(z), [z], [z])


def test_an_infinity_may_be_put_in() -> None:
    assert value(exp(-z), z=float("inf")).value == 0
    assert value(oo * Max(z, 0), z=0.0).value == 0


def test_only_what_varies_is_differentiated() -> None:
    found = CertifiedExpression(x**2 * y, [x, y], [y]).at([3.0, 2.0])
    assert found.first == {0: 9} and (found.second or {}).get((0, 0), 0) == 0
    assert CertifiedExpression(x**2 * y, [x, y], []).at([3.0, 2.0]).first == {}


def test_truth_imports_nothing_that_proves() -> None:
    """Its own imports, and whatever these bring with them."""
    proving = ("symbolic.provers", "symbolic.kernel", "symbolic.calculus", "symbolic.asking", "symbolic.models")
    seen: set[str] = set()
    todo = ["properties.conformance.truth", "properties.conformance.expansion"]
    while todo:
        name = todo.pop()
        if name in seen or not name.startswith(("symbolic", "properties")):
            continue
        seen.add(name)
        __import__(name)
        path = Path(str(sys.modules[name].__file__))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                todo.append(node.module)
                todo += [f"{node.module}.{a.name}" for a in node.names if f"{node.module}.{a.name}" in sys.modules]
    assert {"properties.conformance.truth", "properties.instances.numbers", "symbolic.core.terms"} <= seen
    assert [name for name in seen if name.startswith(proving)] == []


def test_of_several_forms_the_first_says_where_there_is_none_and_another_where_it_stays_open() -> None:
    open_ = Abs(log(exp(z) + 1) - log(2 * exp(z) + 2) + log(2))  # 0, which no ball can tell
    with pytest.raises(NoValue):
        CertifiedExpression([log(z), z], [z], [z]).at([-1.0])
    assert CertifiedExpression([z, log(z)], [z], [z]).at([-1.0]).value == -1
    assert CertifiedExpression([open_, z - z], [z], [z]).at([1.0]).value == 0
    with pytest.raises(NoValue):
        CertifiedExpression([open_, log(-z)], [z], [z]).at([1.0])
    found = CertifiedExpression([open_, Max(z, 0)], [z], [z]).at([0.0])
    assert found.first is None and found.sides, "pieces meet in the form that is decided"


def test_an_infinite_value_has_no_derivative_whatever_moves() -> None:
    assert value(log(Same(y, 1) * z), y=0.0, z=2.0).first is None


def test_symbols_with_the_same_name_are_inputs_by_identity() -> None:
    other = Symbol("z")
    with pytest.raises(NotEvaluable):
        CertifiedExpression(z + other, [z], [z])


def test_a_direction_along_which_pieces_meet_is_none_into_them() -> None:
    """In y and z together max(0, z) and |z| meet along z = 0, where going along y tells nothing."""
    smooth = value(Max(0, z) - y * z + log(1 + exp(-Abs(z))), y=1.0, z=0.0)
    assert smooth.first is not None and smooth.first[1].overlaps(type(smooth.value)(-1) / 2) and not smooth.sides
    flat = value(Abs(z**2) + y, y=1.0, z=0.0)
    assert flat.first is not None and flat.second is not None and flat.second[1, 1] == 2


def test_what_holds_in_balls_holds_at_each_of_their_points() -> None:
    truth = CertifiedExpression(log(x + y) * Max(x, y), [x, y], [x])
    with precision(72):
        there = truth.enclosed((3.0, arb(1).union(arb(2))), 1)
        assert there is not None and there.value.rad() > 0.1
        for k in (1.0, 1.25, 2.0):
            one = truth.at((3.0, k))
            assert there.value.overlaps(one.value) and one.first is not None
            assert there.first[0].overlaps(one.first[0])
        with pytest.raises(TooWide):
            truth.enclosed((1.5, arb(1).union(arb(2))))
        assert truth.enclosed((1.5, 1.5), 1) is None
        with pytest.raises(NoValue):
            CertifiedExpression(log(x), [x]).enclosed((arb(-2).union(arb(-1)),))


def test_a_count_has_the_piece_of_its_whole_number_however_near_the_others_are() -> None:
    held = reference(load("zero_inflated_poisson")[0])
    for w in (0.3, 2.0**-200):
        found = held.at((0.0, w, 1.0))
        growth = mpmath.expm1(1)
        assert found.first is not None and found.second is not None
        assert float(found.first[1].mid()) == pytest.approx(float(-growth / (1 + w * growth)))
        assert float(found.second[1, 1].mid()) == pytest.approx(float(growth**2 / (1 + w * growth) ** 2))
