"""Tests of symbolic.calculus.integrals.kinks: decided by signs, and the place of a change."""

from typing import Any

import pytest
from sympy import (
    Abs,
    Heaviside,
    Integer,
    Max,
    Min,
    cos,
    exp,
    log,
    sign,
    sin,
)

from symbolic.calculus.integrals.kinks import changes_at, crossing, difference, moves_on, resolved, side_of, zero
from symbolic.calculus.normal_form import NormalForm, Undecided, same
from symbolic.core.domains import (
    positive,
    reals,
)
from symbolic.core.terms import AtMost, NegativePart, Same, parameter, raw, sample


def outcome(domain: Any, name: str = "x") -> Any:
    return sample(name, domain=domain).outcome


x = outcome(reals)
mu, a, s = parameter("mu", reals), parameter("a", positive), parameter("s", positive)


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (raw(Abs, (-a,)), a),
        (raw(Max, (a, -s)), a),
        (raw(Min, (a, -s)), -s),
        (AtMost(-a, s), Integer(1)),
        (AtMost(a + 1, -s), Integer(0)),
        (NegativePart(a), Integer(0)),
        (NegativePart(-a), a),
        (Same(a, a), Integer(1)),
        (Same(a + s, s), Integer(0)),
        (Abs(a * exp(mu)) + AtMost(0, a), a * exp(mu) + 1),
    ],
    ids=str,
)
def test_what_signs_decide_is_decided(tree: Any, expected: Any) -> None:
    assert same(resolved(NormalForm(), tree), expected)


@pytest.mark.parametrize(
    "tree",
    [
        Abs(mu),
        Max(mu, a),
        AtMost(mu, a),
        AtMost(a, s),
        NegativePart(mu),
        Same(a, s),
        sign(a),
        Heaviside(a),
        Max(a, s, mu),
    ],
    ids=str,
)
def test_what_signs_do_not_decide_stays(tree: Any) -> None:
    assert resolved(NormalForm(), tree) == tree


def test_the_side_of_a_gap() -> None:
    forms = NormalForm()
    assert [side_of(forms, forms.of(e)) for e in (a, Integer(0), a**2 + s, -a, mu, a - s)] == [1, 1, 1, -1, 0, 0]
    assert forms.equal(difference(forms, a, mu), forms.of(mu - a))


@pytest.mark.parametrize(
    ("node", "place"),
    [
        (Abs(x - mu), mu),
        (Max(x, mu), mu),
        (AtMost(2 * x, mu), mu / 2),
        (AtMost(mu, a * x), mu / a),
        (NegativePart(3 - x), Integer(3)),
        (sign(x + 1), Integer(-1)),
        (Heaviside(x - mu), mu),
    ],
    ids=str,
)
def test_the_place_where_it_changes(node: Any, place: Any) -> None:
    forms = NormalForm()
    assert forms.equal(changes_at(forms, node, x), forms.of(place))


@pytest.mark.parametrize("node", [Abs(x**2 - 1), AtMost(mu * x, 1), Max(x, 0, mu), Abs(exp(x) - 1)], ids=str)
def test_a_place_that_is_not_known_is_refused(node: Any) -> None:
    with pytest.raises(Undecided):
        changes_at(NormalForm(), node, x)


def test_where_a_straight_line_crosses_zero() -> None:
    forms, atom = NormalForm(), NormalForm.argument(x)
    found = crossing(forms, forms.of(mu - a * x), atom)
    assert found is not None and forms.equal(found, forms.of(mu / a))
    for e in (mu, x**2 - 1, mu * x + 1):
        assert crossing(forms, forms.of(e), atom) is None
    assert forms.equal(zero(forms, log(x + 2) * cos(x + 2), x), forms.of(Integer(-2)))
    with pytest.raises(Undecided):
        zero(forms, sin(x) + a, x)


def test_one_value_at_a_point_is_no_piece() -> None:
    assert all(map(moves_on, (Abs(x), AtMost(x, 0), Max(x, 0), sign(x))))
    assert not any(map(moves_on, (Same(x, 1), exp(x), x)))
