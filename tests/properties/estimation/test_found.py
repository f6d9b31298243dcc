"""Estimates by closed forms, used only where they are proved and hold; frequencies; and parameters around a point."""

from dataclasses import replace

import pytest
from flint import fmpq
from sympy import Integer

from properties.data.family_data import Data
from properties.estimation.fitting import agreement
from properties.estimation.found import around, closed_form, frequencies, grid
from properties.estimation.objectives import Statistics
from symbolic import families
from symbolic.core.domains import FiniteSet, Integers, nonnegative, positive, reals, unit_interval
from symbolic.models.family import Estimate, Family, mean
from tests.properties.estimation.test_fitting import NONNEGATIVE_MEAN, M, X, poisson, rows


def test_a_closed_form_outside_the_domain_is_not_used():
    x, rate = poisson.variables[0], poisson.parameters[0]
    outside = replace(poisson, estimates=(Estimate({rate: mean(x) - 7}),))
    data = rows(outside, 0, 1, 2)
    found, why = closed_form(data, Statistics(data))
    assert found is None and "refuted for all data" in why
    assert agreement(data).found.why == why


def test_a_closed_form_is_used_only_where_its_condition_holds():
    normal = families.load("normal")
    data = rows(normal, 3, 3, 3)
    found, why = closed_form(data, Statistics(data))
    assert found is None and "does not hold on these data" in why
    result = agreement(data)
    assert result.verdict == "unknown" and any("sigma -> 0" in text for text in result.found.runs_off)
    assert result.certificate is None and result.claims() == []


def test_a_second_closed_form_is_tried_where_the_condition_of_the_first_does_not_hold():
    both = (Estimate({M: mean(X)}, when=(mean(X) > 0,)), Estimate({M: Integer(0)}, when=(-mean(X) > 0,)))
    family = Family("restricted", variables=(X,), parameters=(M,), estimates=both, **NONNEGATIVE_MEAN)
    data = rows(family, -1, -2, 1)
    found, why = closed_form(data, Statistics(data))
    assert why == "" and found.closed is family.estimates[1] and found.point == {"m": 0}
    assert agreement(data).found.point == {"m": 0}


def test_relative_frequencies_are_the_estimate_of_a_table():
    family = families.load("categorical")
    found = agreement(Data(family, "", ("x",), 6, {"x": ("a", "b", "c")}, {(0,): 3, (1,): 2, (2,): 1}, {}))
    assert found.verdict == "proved" and found.estimates() == {"q(a)": "1/2", "q(b)": "1/3", "q(c)": "1/6"}


@pytest.mark.parametrize(
    ("domain", "at"),
    [(reals, 3), (positive, 2), (nonnegative, 0), (unit_interval, fmpq(1, 3)), (unit_interval, 1), (Integers(1), 1),
     (FiniteSet((1, 2, 3)), 2)],
)  # fmt: skip
def test_parameters_around_a_point_are_members_on_both_sides(domain, at):
    from properties.instances.numbers import inside

    found = around(domain, fmpq(at), fmpq(1))
    assert len(found) == len(set(map(str, found))) >= 2 and fmpq(at) not in found
    assert all(inside(domain, v) for v in found)
    distances = [abs(v - at) for v in found if not isinstance(domain, Integers | FiniteSet)]
    assert len(set(map(str, distances))) == len(distances)  # no two equally far: symmetric losses do not tie
    closed = [end for end in (0, 1) if domain == unit_interval and end != at]
    assert all(fmpq(end) in found for end in closed)


def test_the_grid_moves_each_unknown_alone_and_all_together_and_has_its_limit():
    data = rows(families.load("normal"), 1, 2, 5)
    found, _ = closed_form(data, Statistics(data))
    points = grid(data, replace(found, point=found.point | {"sigma": fmpq(2)}), 40)
    moved = [{n for n, v in p.items() if v != {"mu": found.point["mu"], "sigma": fmpq(2)}[n]} for p in points]
    assert {"mu"} in moved and {"sigma"} in moved and {"mu", "sigma"} in moved and set() not in moved
    assert grid(data, found, 5) == points[:5] or len(grid(data, found, 5)) == 5


def test_other_tables_of_probabilities_sum_to_one():
    data = Data(families.load("categorical"), "", ("x",), 6, {"x": ("a", "b")}, {(0,): 4, (1,): 2}, {})
    for point in grid(data, frequencies(data), 40):
        table = point["table"]
        assert sum(table.values()) == 1 and min(table.values()) >= 0 and table != frequencies(data).point["table"]
