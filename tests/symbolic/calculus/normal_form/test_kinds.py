"""Tests of symbolic.calculus.normal_form.kinds: every kind has its row, and what a row says holds of what it writes."""

from __future__ import annotations

import typing

import pytest
from sympy import Abs, Integer, Max, Min, exp, log, pi, sin

from symbolic.calculus.normal_form import NormalForm
from symbolic.calculus.normal_form.atoms import AnyAtom, HoleAtom, Undecided
from symbolic.calculus.normal_form.kinds import BOTH, DOWN, KINDS, NOWHERE, UP, sign_within
from symbolic.calculus.normal_form.writing import written_atom
from symbolic.core.domains import RealInterval, nonnegative, positive, reals, unit_interval
from symbolic.core.terms import AtMost, Class, NegativePart, Same, Total, parameter, sample

a, s, w, h = parameter("a", nonnegative), parameter("s", positive), parameter("w", reals), parameter("h", unit_interval)
x = sample("x", domain=positive)
forms = NormalForm()


def test_every_kind_of_atom_has_a_row() -> None:
    assert set(KINDS) == set(typing.get_args(AnyAtom))


def test_the_sign_in_an_interval() -> None:
    assert [sign_within(i) for i in (positive, nonnegative, reals, None)] == [1, 0, None, None]
    assert sign_within(RealInterval(0, float("inf"), False, True)) is None


TREES = [
    # an expression that is one atom, its sign, what encloses it, the infinities that it may take
    (pi, 1, (3, 4), NOWHERE),
    (s, 1, (0, float("inf")), NOWHERE),
    (w, None, (float("-inf"), float("inf")), NOWHERE),
    (log(a), None, (float("-inf"), float("inf")), DOWN),
    (log(1 + s), None, (0, float("inf")), NOWHERE),
    (exp(w), 1, (0, float("inf")), NOWHERE),
    (sin(w), None, (-1, 1), NOWHERE),
    (Abs(w), 0, (0, float("inf")), NOWHERE),
    (Max(w, h, evaluate=False), 0, (0, float("inf")), NOWHERE),
    (Min(s, h, evaluate=False), 0, (0, 1), NOWHERE),
    (AtMost(w, s), 0, (0, 1), NOWHERE),
    (Same(w, s), 0, (0, 1), NOWHERE),
    (Abs(log(h) + w), None, (0, float("inf")), UP),
    (x.sum(x.i), 1, (0, float("inf")), NOWHERE),
    (x.n, 1, (1, float("inf")), NOWHERE),
    (NegativePart(w), 0, None, NOWHERE),
    (Max(log(h), w, evaluate=False), None, (float("-inf"), float("inf")), BOTH),
]


@pytest.mark.parametrize(("tree", "sign", "within", "toward"), TREES, ids=[str(row[0]) for row in TREES])
def test_what_is_known_of_an_atom(
    tree: object, sign: int | None, within: tuple[float, float] | None, toward: frozenset[int]
) -> None:
    ((m, _),) = forms.of(tree).items()
    ((atom, _),) = m
    row = KINDS[type(atom)]
    found = row.enclosure(forms, atom)
    assert row.sign(forms, atom) == sign
    assert (found and (found.lower, found.upper)) == within
    assert row.toward(forms, atom) == toward
    assert forms.of(written_atom(atom)) == {m: 1}


def test_a_sum_over_classes_is_written_with_its_class() -> None:
    k = sample("k", domain=positive)
    each = Class(k.column)
    ((m, _),) = forms.of(Total(Integer(1), each)).items()
    assert written_atom(next(iter(m))[0]) == Total(1, each)


def test_a_hole_has_no_written_form() -> None:
    with pytest.raises(Undecided, match="hole"):
        written_atom(HoleAtom(w))
