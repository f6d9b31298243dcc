"""Exact minimisers of sums of absolute values of affine functions, such as the mean absolute and the pinball loss.

A descent from vertex to vertex in floats proposes; exact rational numbers decide: at the vertex 0 is a subgradient.
Source: Koenker, Quantile Regression, sections 2.2 and 6.2; Rockafellar, Convex Analysis, section 27.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul
from typing import Any

from flint import fmpq, fmpq_mat
from sympy import Abs, Add, Max, Min, Mul

from properties.estimation.jets import Jets, Unavailable
from properties.estimation.linear import Linear
from properties.estimation.objectives import ParameterPoint
from properties.instances.numbers import NotEvaluable, NoValue, TooWide, rational
from symbolic.core.terms import Parameter, RowSum

STEPS = 4_000  # from vertex to vertex
ZERO, ONE = fmpq(0), fmpq(1)
_Column = list[fmpq]


@dataclass(frozen=True, slots=True)
class Vertex:
    """An exact minimiser; `one` says that it is the only one."""

    point: ParameterPoint
    one: bool


@dataclass(slots=True)
class _Form:
    """c z + q + sum of g |p z + r|, a number of each for each different row; z is the predictor, or the only unknown."""

    c: _Column
    q: _Column
    bent: list[tuple[_Column, _Column, _Column]]  # g, p, r


def vertex(objective: Jets, point: ParameterPoint) -> Vertex | None:
    """The exact minimiser next to a point, where the objective is a sum of absolute values of affine functions; else None."""
    try:
        sums = _Sums(objective)
    except (Unavailable, NoValue, TooWide, NotEvaluable):
        return None
    return sums.solved(point)


class _Sums:
    """F(w) = g0 . w + the sum of g |a . w + r|, with exact numbers g > 0."""

    def __init__(self, objective: Jets) -> None:
        family = objective.family
        linear = isinstance(family, Linear)
        if not objective.scaled_sum() or len(family.parameters) != (objective.weights if linear else 1):
            raise Unavailable("no sum over the rows in the weights alone")
        (body,) = (t.body for t in Mul.make_args(objective.tree) if isinstance(t, RowSum))
        self.objective, self.names = objective, [str(p.name) for p in family.parameters]
        self.rows = len(objective.data.cells)
        form = self._form(body)
        times = [fmpq(t) for t in objective.data.cells.values()]
        columns = [[ONE] * self.rows, *self._inputs()] if linear else [[ONE] * self.rows]
        slope = [t * c for t, c in zip(times, form.c, strict=True)]
        self.constant = [sum(map(mul, slope, column), start=ZERO) for column in columns]
        self.parts: list[tuple[fmpq, list[fmpq], fmpq]] = []
        for g, p, r in form.bent:
            for k in range(self.rows):
                if g[k] * times[k] != 0 and p[k] != 0:
                    self.parts.append((g[k] * times[k], [p[k] * column[k] for column in columns], r[k]))
        if not self.parts or any(g < 0 for g, _, _ in self.parts):
            raise Unavailable("not convex, or without a kink")

    def _inputs(self) -> list[_Column]:
        data = self.objective.data
        found = []
        for s in data.family.inputs:
            name = str(s.column.name)
            values, place = data.values[name], data.names.index(name)
            found.append([values[cell[place]] for cell in data.cells])
        return found

    def _form(self, tree: Any) -> _Form:
        o, none = self.objective, [ZERO] * self.rows
        if not o.moves(tree):
            return _Form(none, self._known(tree), [])
        if isinstance(tree, Parameter) or o.is_predictor(tree):
            return _Form([ONE] * self.rows, none, [])
        if isinstance(tree, Add):
            found = self._form(tree.args[0])
            for t in tree.args[1:]:
                found = self._sum(found, self._form(t))
            return found
        if isinstance(tree, Mul):
            moving = [t for t in tree.args if o.moves(t)]
            if len(moving) == 1:
                found = self._form(moving[0])
                for t in tree.args:
                    found = found if t is moving[0] else self._scaled(found, self._known(t))
                return found
        if isinstance(tree, Abs):
            return self._bent(self._form(tree.args[0]), ONE)
        if isinstance(tree, Max | Min) and len(tree.args) == 2:  # max(u, v) = (u + v)/2 + |u - v|/2
            u, v = map(self._form, tree.args)
            half, sign = [fmpq(1, 2)] * self.rows, fmpq(1 if isinstance(tree, Max) else -1)
            difference = self._sum(u, self._scaled(v, [-ONE] * self.rows))
            return self._sum(self._scaled(self._sum(u, v), half), self._bent(difference, sign / 2))
        raise Unavailable(f"{tree} is not made of absolute values of affine functions")

    def _known(self, tree: Any) -> _Column:
        found = self.objective.constants.evaluated(tree, 64)
        values = found if isinstance(found, list) else [found] * self.rows
        if not all(isinstance(v, fmpq) for v in values):
            raise Unavailable(f"{tree} is not rational")
        return values

    @staticmethod
    def _sum(a: _Form, b: _Form) -> _Form:
        return _Form(
            [x + y for x, y in zip(a.c, b.c, strict=True)],
            [x + y for x, y in zip(a.q, b.q, strict=True)],
            a.bent + b.bent,
        )

    @staticmethod
    def _scaled(a: _Form, by: _Column) -> _Form:
        return _Form(
            list(map(mul, a.c, by)), list(map(mul, a.q, by)), [(list(map(mul, g, by)), p, r) for g, p, r in a.bent]
        )

    def _bent(self, a: _Form, g: fmpq) -> _Form:
        if a.bent:
            raise Unavailable("an absolute value inside of another one")
        none = [ZERO] * self.rows
        return _Form(none, none, [([g] * self.rows, a.c, a.q)])

    # ---- floats propose ----------------------------------------------------------------------------------------------

    def solved(self, point: ParameterPoint) -> Vertex | None:
        """The vertex at which a descent ends, where exact numbers say that it is a minimiser."""
        basis = self._descended([_float(point[name]) for name in self.names])
        return None if basis is None else self._certified(basis)

    def _descended(self, w: list[float]) -> list[int] | None:
        """The parts that are 0 at the vertex where a descent along edges ends."""
        d = len(w)
        weights = [_float(g) for g, _, _ in self.parts]
        rows = [[_float(v) for v in a] for _, a, _ in self.parts]
        ends = [_float(r) for _, _, r in self.parts]
        rest = [math.fsum(map(mul, a, w)) + r for a, r in zip(rows, ends, strict=True)]
        basis = _independent(sorted(range(len(rows)), key=lambda k: abs(rest[k])), rows, d)
        if basis is None:
            return None
        constant, columns = list(map(_float, self.constant)), list(zip(*rows, strict=True))
        for _ in range(STEPS):
            matrix = [rows[k] for k in basis]
            w_new = _gauss(matrix, [-ends[k] for k in basis])
            if w_new is None:
                return None
            w = w_new
            rest = [math.fsum(map(mul, a, w)) + r for a, r in zip(rows, ends, strict=True)]
            inside = set(basis)
            pull = [math.copysign(g, r) for g, r in zip(weights, rest, strict=True)]
            for k in basis:
                pull[k] = 0.0
            gradient = [c + math.fsum(map(mul, pull, column)) for c, column in zip(constant, columns, strict=True)]
            multipliers = _gauss([list(column) for column in zip(*matrix, strict=True)], [-g for g in gradient])
            if multipliers is None:
                return None
            excess = [abs(m) - weights[k] for m, k in zip(multipliers, basis, strict=True)]
            worst = max(range(d), key=excess.__getitem__)
            if excess[worst] <= 1e-12 * weights[basis[worst]]:
                return basis
            sign = math.copysign(1.0, multipliers[worst])
            way = _gauss(matrix, [sign if j == worst else 0.0 for j in range(d)])
            if way is None:
                return None
            entering = self._entering(rows, rest, weights, way, inside, -excess[worst])
            if entering is None:
                return None
            basis = [entering if j == worst else k for j, k in enumerate(basis)]
        return None

    @staticmethod
    def _entering(
        rows: list[list[float]],
        rest: list[float],
        weights: list[float],
        way: list[float],
        inside: set[int],
        slope: float,
    ) -> int | None:
        """The part that becomes 0 where the objective stops falling along a way."""
        meets = []
        for k, (a, r) in enumerate(zip(rows, rest, strict=True)):
            if k not in inside:
                speed = math.fsum(map(mul, a, way))
                if speed and -r / speed >= 0:
                    meets.append((-r / speed, k, abs(speed)))
        for _, k, speed in sorted(meets):
            slope += 2 * weights[k] * speed
            if slope >= 0:
                return k
        return None

    # ---- exact numbers decide ----------------------------------------------------------------------------------------

    def _certified(self, basis: list[int]) -> Vertex | None:
        d = len(self.names)
        matrix = fmpq_mat([self.parts[k][1] for k in basis])
        try:
            solution = matrix.solve(fmpq_mat([[-self.parts[k][2]] for k in basis]))
        except ZeroDivisionError:
            return None
        w = [solution[j, 0] for j in range(d)]
        gradient = list(self.constant)
        inside = set(basis)
        for k, (g, a, r) in enumerate(self.parts):
            value = ZERO if k in inside else sum(map(mul, a, w), start=r)
            if value != 0:
                pull = g if value > 0 else -g
                gradient = [s + pull * v for s, v in zip(gradient, a, strict=True)]
        found = matrix.transpose().solve(fmpq_mat([[-s] for s in gradient]))
        sizes = [(abs(found[j, 0]), self.parts[k][0]) for j, k in enumerate(basis)]
        if any(m > g for m, g in sizes):
            return None
        return Vertex(dict(zip(self.names, w, strict=True)), all(m < g for m, g in sizes))


def _float(v: Any) -> float:
    v = rational(v)
    return int(v.p) / int(v.q)


def _independent(order: Sequence[int], rows: list[list[float]], d: int) -> list[int] | None:
    """The first d rows, in an order, that are linearly independent."""
    chosen: list[int] = []
    reduced: list[tuple[int, list[float]]] = []
    for k in order:
        row = list(rows[k])
        size = max(map(abs, row))
        for pivot, other in reduced:
            if row[pivot]:
                ratio = row[pivot] / other[pivot]
                row = [a - ratio * b for a, b in zip(row, other, strict=True)]
        pivot = max(range(d), key=lambda j: abs(row[j]))
        if abs(row[pivot]) > 1e-9 * size:
            reduced.append((pivot, row))
            chosen.append(k)
            if len(chosen) == d:
                return chosen
    return None


def _gauss(matrix: list[list[float]], right: list[float]) -> list[float] | None:
    """The solution of a linear system by elimination with pivots; None where it has none."""
    d = len(right)
    rows = [[*row, r] for row, r in zip(matrix, right, strict=True)]
    for k in range(d):
        best = max(range(k, d), key=lambda i: abs(rows[i][k]))
        rows[k], rows[best] = rows[best], rows[k]
        if not rows[k][k]:
            return None
        for i in range(k + 1, d):
            ratio = rows[i][k] / rows[k][k]
            if ratio:
                rows[i] = [a - ratio * b for a, b in zip(rows[i], rows[k], strict=True)]
    x = [0.0] * d
    for k in reversed(range(d)):
        x[k] = (rows[k][d] - math.fsum(rows[k][j] * x[j] for j in range(k + 1, d))) / rows[k][k]
    return x


__all__ = ["Vertex", "vertex"]
