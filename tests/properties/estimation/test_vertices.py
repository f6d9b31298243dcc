"""Least absolute deviations and quantiles are exact: every other vertex is no better, and 0 is a subgradient."""

import random
from itertools import combinations

import pytest
from flint import fmpq, fmpq_mat

from properties.data.family_data import Data
from properties.estimation.fitting import Comparison, agreement
from properties.estimation.linear import linear
from properties.estimation.vertices import _Sums, vertex
from symbolic import families


def table(name, rows, **known):
    """Data of a regression: the response, then the inputs."""
    family = linear(families.load(name), [f"c{k}" for k in range(1, len(rows[0]))])
    values = {}
    for k, column in enumerate(str(s.column.name) for s in (*family.variables, *family.inputs)):
        values[column] = tuple(dict.fromkeys(fmpq(row[k]) for row in rows))
    cells = {}
    for row in rows:
        cell = tuple(v.index(fmpq(x)) for v, x in zip(values.values(), row, strict=True))
        cells[cell] = cells.get(cell, 0) + 1
    return Data(family, "rows", tuple(values), len(rows), values, cells, {k: fmpq(v) for k, v in known.items()})


def drawn(seed, n, k):
    draw = random.Random(seed)
    return [(draw.randrange(-30, 31), *(draw.randrange(-9, 10) for _ in range(k))) for _ in range(n)]


def loss(rows, w, tau):
    def pinball(u):
        return tau * u if u > 0 else (tau - 1) * u

    return sum(pinball(y - w[0] - sum(a * b for a, b in zip(w[1:], x, strict=True))) for y, *x in rows)


@pytest.mark.parametrize(("name", "known", "tau"), [
    ("laplace", {"b": 1}, fmpq(1, 2)), ("asymmetric_laplace", {"b": 1, "tau": fmpq(1, 5)}, fmpq(1, 5)),
])  # fmt: skip
@pytest.mark.parametrize("seed", range(4))
def test_no_vertex_is_better(name, known, tau, seed):
    rows = drawn(seed, 9, 2)
    data = table(name, rows, **known)
    comparison = Comparison(data)
    found = vertex(comparison.jets, dict.fromkeys(("w0", "w1", "w2"), fmpq(0)))
    best = loss(rows, list(found.point.values()), tau)
    ties = 0
    for some in combinations(rows, 3):
        matrix = fmpq_mat([[fmpq(1), *map(fmpq, x)] for _, *x in some])
        if matrix.det() != 0:
            solution = matrix.solve(fmpq_mat([[fmpq(y)] for y, *_ in some]))
            w = [solution[j, 0] for j in range(3)]
            assert loss(rows, w, tau) >= best
            ties += loss(rows, w, tau) == best and w != list(found.point.values())
    assert not (found.one and ties)


def test_eight_columns_agree_with_a_linear_program():
    optimize = pytest.importorskip("scipy.optimize", reason="SciPy is an extra for tests")
    rows = drawn(7, 60, 8)
    found = agreement(table("laplace", rows, b=1))
    assert found.verdict == "proved" and found.found.exact and found.certificate.exact
    n, d = len(rows), 9
    design = [[1, *x] for _, *x in rows]
    upper = [[*(-v for v in x), *(-(i == j) for j in range(n))] for i, x in enumerate(design)]
    lower = [[*x, *(-(i == j) for j in range(n))] for i, x in enumerate(design)]
    y = [row[0] for row in rows]
    program = optimize.linprog(
        [0] * d + [1] * n, A_ub=upper + lower, b_ub=[-v for v in y] + y, bounds=[(None, None)] * d + [(0, None)] * n
    )
    assert float(loss(rows, list(found.found.point.values()), fmpq(1, 2))) * 2 == pytest.approx(program.fun)
    if found.certificate.one:
        assert [float(v) for v in found.found.point.values()] == pytest.approx(list(program.x[:d]), abs=1e-7)


def test_a_wrong_vertex_is_refused():
    comparison = Comparison(table("laplace", drawn(3, 12, 1), b=1))
    sums = _Sums(comparison.jets)
    right = {tuple(pair) for pair in combinations(range(12), 2) if safely(sums, pair) is not None}
    assert 1 <= len(right) < 6


def safely(sums, pair):
    return sums._certified(list(pair)) if sums.parts[pair[0]][1] != sums.parts[pair[1]][1] else None


def test_what_is_no_sum_of_absolute_values_has_no_vertex():
    assert vertex(Comparison(table("huber", drawn(1, 9, 1), delta=1)).jets, {"w0": fmpq(0), "w1": fmpq(0)}) is None
    assert (
        vertex(Comparison(table("normal_mean", drawn(1, 9, 1), sigma=1)).jets, {"w0": fmpq(0), "w1": fmpq(0)}) is None
    )
