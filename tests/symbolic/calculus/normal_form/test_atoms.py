"""Tests of symbolic.calculus.normal_form.atoms: kinds are told apart, equal atoms are one object, and huge ones refused."""

from __future__ import annotations

import typing

import pytest

from symbolic.calculus.normal_form import atoms
from symbolic.calculus.normal_form.atoms import (
    AbsAtom,
    AnyAtom,
    BaseAtom,
    BoundRow,
    ClassAtom,
    EntryAtom,
    ExpAtom,
    KeptAtom,
    LogOfSumAtom,
    MaxAtom,
    MinAtom,
    NegativePartAtom,
    OutcomeAtom,
    ParameterAtom,
    PrimeAtom,
    SumAtom,
    TotalAtom,
    Undecided,
    looks,
    mentions,
    nested,
    one,
    weight,
)
from symbolic.core.domains import reals
from symbolic.core.terms import parameter, sample

w, x, y = parameter("w", reals), sample("x", domain=reals), sample("y", domain=reals)
W, X = ParameterAtom(w), EntryAtom(x.column, BoundRow("n"))
items = frozenset({(frozenset({(W, 1)}), 1), (frozenset({(X, 1)}), 2)})
KINDS = typing.get_args(AnyAtom)


def test_atoms_with_the_same_content_and_different_kinds_are_different() -> None:
    made = [kind(items) for kind in (BaseAtom, KeptAtom, LogOfSumAtom, AbsAtom, NegativePartAtom)]
    made += [kind(frozenset({items})) for kind in (MaxAtom, MinAtom)]
    made += [OutcomeAtom(x.column), ClassAtom(x.column)]
    assert len(set(made)) == len(made)
    assert len(set(map(looks, made))) == len(made)


@pytest.mark.parametrize("kind", KINDS)
def test_the_last_field_of_an_atom_is_its_kind(kind: type) -> None:
    assert kind._fields[-1] == "kind"  # type: ignore[attr-defined]
    assert set(kind._field_defaults) == {"kind"}  # type: ignore[attr-defined]
    assert kind.__doc__ and kind.__doc__.endswith(".")


def test_equal_atoms_are_one_object() -> None:
    assert one(ExpAtom(frozenset({(W, 1)}))) is one(ExpAtom(frozenset({(ParameterAtom(w), 1)})))
    assert one(PrimeAtom(2)) is not one(PrimeAtom(3))


def test_an_atom_that_grows_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    small = ExpAtom(frozenset({(W, 3)}))
    assert one(small) is small
    assert weight(small) > weight(W)
    monkeypatch.setattr(atoms, "MAX_WEIGHT", 3)
    with pytest.raises(Undecided, match="grows too large"):
        one(ExpAtom(frozenset({(W, 5), (X, 1)})))


def test_a_sum_mentions_its_row_and_a_total_hides_its_class() -> None:
    c = ClassAtom(x.column)
    assert mentions(SumAtom("n", frozenset({(X, 1)})), BoundRow("n"))
    assert not mentions(SumAtom("n", frozenset({(X, 1)})), BoundRow("m"))
    assert mentions(frozenset({(c, 1)}), c)
    assert not mentions(TotalAtom(x.column, frozenset({(c, 1)})), c)
    assert mentions(TotalAtom(y.column, frozenset({(c, 1)})), c)


def test_a_parameter_is_mentioned_by_its_atom() -> None:
    assert mentions(ExpAtom(frozenset({(W, 1)})), W)
    assert mentions(ExpAtom(frozenset({(W, 1)})), w)
    assert not mentions(X, w)


def test_nested_atoms_come_from_the_outside() -> None:
    atom = ExpAtom(frozenset({(LogOfSumAtom(items), 1)}))
    assert list(nested(atom))[:2] == [atom, LogOfSumAtom(items)]
    assert {W, X} <= set(nested(atom))


def test_looks_depend_on_no_order_and_stay_short() -> None:
    ab, ba = (frozenset(parts) for parts in ([(W, 1), (X, 2)], [(X, 2), (W, 1)]))
    assert looks(ab) == looks(ba) != looks(frozenset({(W, 2), (X, 1)}))
    assert len(looks(tuple([W] * 500))) <= atoms.MAX_LOOKS
