"""Instances: laws as tables and what follows from them, rows and how often they occur."""

from __future__ import annotations

from flint import fmpq

from properties.instances.instance import Distribution, Instance

LAW = Distribution(("x", "y"), {(0, 0): fmpq(1, 10), (0, 1): fmpq(2, 10), (1, 0): fmpq(3, 10), (1, 1): fmpq(4, 10)})
HERE = Instance({"n": 3}, {"x": 2, "y": 2}, {"x": [0, 1, 1], "y": [1, 1, 0]}, [{}], {("p", None): LAW})


def test_a_marginal_adds_up_what_it_forgets() -> None:
    assert LAW.marginal(("x",)) == {(0,): fmpq(3, 10), (1,): fmpq(7, 10)}
    assert LAW.marginal(("y", "x"))[1, 0] == LAW.cells[0, 1]
    assert LAW.marginal(("x", "y")) is LAW.cells


def test_a_conditional_probability_is_a_quotient_and_uniform_where_nothing_is_given() -> None:
    assert HERE.probability("p", None, ("y",), ("x",), (1, 0)) == fmpq(2, 3)
    never = Distribution(("x", "y"), {(1, 0): fmpq(1)})
    there = Instance({}, {"x": 2, "y": 2}, {}, [{}], {("p", None): never})
    assert there.probability("p", None, ("y",), ("x",), (1, 0)) == fmpq(1, 2)


def test_what_a_law_does_not_name_has_probability_zero() -> None:
    sparse = Instance({}, {"x": 2}, {}, [{}], {("p", None): Distribution(("x",), {(1,): fmpq(1)})})
    assert sparse.probability("p", None, ("x",), (), (0,)) == 0


def test_rows_are_counted() -> None:
    assert HERE.frequencies("n", ("x",)) == [((0,), 1), ((1,), 2)]
    assert HERE.frequencies("n", ()) == [((), 3)]


def test_other_rows_forget_the_counts_and_keep_the_laws() -> None:
    HERE.frequencies("n", ("x",))
    other = HERE.with_data({"n": 1}, {"x": [1]})
    assert other.frequencies("n", ("x",)) == [((1,), 1)] and other.laws is HERE.laws
    assert HERE.frequencies("n", ("x",)) == [((0,), 1), ((1,), 2)]


def test_the_volume_of_a_cell_is_a_product() -> None:
    scaled = Instance({}, {"x": 2, "y": 2}, {}, [{}], measure={"x": (fmpq(1, 2), fmpq(3))})
    assert scaled.volume(("x", "y"), (1, 0)) == 3 and HERE.volume(("x", "y"), (1, 0)) == 1
    assert len(list(HERE.cells(("x", "y")))) == 4
