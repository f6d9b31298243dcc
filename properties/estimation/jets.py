"""An objective with its first and second derivatives in the unknowns, all rows at once: in floats or in balls.

Floats guide, balls decide. Forward differentiation goes through the tree of the objective. In balls every number encloses
what it stands for, at every point of the box that the unknowns range over.
Source: Griewank and Walther, Evaluating Derivatives, chapters 3 and 13.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from operator import mul, neg
from typing import Any

from flint import arb, arb_mat, fmpq
from sympy import Abs, Add, Basic, Max, Min, Mul, Pow, Rational, exp, factorial, gamma, log, loggamma

from properties.data.family_data import Data
from properties.estimation.constants import Constants
from properties.estimation.jet import Jet, Pair, absolute, added, chained, positive_part, product, row_by_row
from properties.estimation.linear import Linear
from properties.estimation.objectives import Statistics
from properties.estimation.smooth import (
    BALLS,
    FLOATS,
    Arithmetic,
    PerRow,
    Scalar,
    Unavailable,
    mapped,
    mapped2,
    squared,
    with_derivatives,
)
from properties.instances.numbers import precision
from symbolic.core.terms import Applied, AtMost, Parameter, RowSum, walk

PREDICTOR = -1  # the seed that stands for the linear predictor


@dataclass(frozen=True, slots=True)
class Local:
    """An objective at a point or over a box: its value, gradient and second derivatives there.

    `feasible` is False where it is infinite for certain (on the whole box), None where that depends on the point or is not
    decided: then value and derivatives are those of the finite part, which is smaller.
    """

    value: Scalar
    gradient: list[Scalar]
    hessian: list[list[Scalar]]
    feasible: bool | None = True


class Jets:
    """The jets of an objective on data, in the unknowns. Raises Unavailable where its tree is not understood.

    Arguments: `data`; `tree`, an objective to be minimised whose unknowns are the family's parameters (of a regression on
    columns the general tree, in which the predictor stands for itself); `statistics`, where the tree mentions such.
    """

    def __init__(self, data: Data, tree: Any, statistics: Statistics | None = None) -> None:
        self.data, self.family, self.tree, self.statistics = data, data.family, tree, statistics
        linear = self.family if isinstance(self.family, Linear) else None
        self.weights = len(linear.weights) if linear else 0
        self.head = linear.predictor.head if linear else None
        self.unknowns = self.family.parameters
        self.places = {p: k for k, p in enumerate(self.unknowns)}
        self.moving: dict[int, bool] = {}
        self.barriers = self._barriers()
        self.constants = Constants(data, statistics)
        self.bits = 0
        self._memo: dict[int, Jet] = {}
        self._feasible: bool | None = True

    # ---- what the tree is made of ------------------------------------------------------------------------------------

    def moves(self, tree: Any) -> bool:
        """Does an unknown, or the predictor, occur?"""
        known = self.moving.get(id(tree))
        if known is None:
            known = tree in self.places if isinstance(tree, Parameter) else self.is_predictor(tree)
            known = known or any(map(self.moves, tree.args))
            self.moving[id(tree)] = known
        return known

    def is_predictor(self, tree: Any) -> bool:
        return self.head is not None and isinstance(tree, Applied) and tree.head == self.head

    def _barriers(self) -> set[Any]:
        """The logarithms of indicators in it: each is a summand whose loss is 0 or oo. Raises Unavailable for another one."""
        found = {t for t in walk(self.tree) if isinstance(t, log) and isinstance(t.args[0], AtMost) and self.moves(t)}
        if not found:
            return found
        others = {t for t in walk(self.tree) if isinstance(t, AtMost) and self.moves(t)} - {t.args[0] for t in found}
        seen = set()
        for total in (t for t in walk(self.tree) if isinstance(t, RowSum)):
            for part in Add.make_args(total.body):
                factors = Mul.make_args(part)
                if len(factors) == 2 and factors[0].is_Rational and factors[0] < 0 and factors[1] in found:
                    seen.add(factors[1])
                elif any(t in found for t in walk(part)):
                    raise Unavailable(f"{part}: a logarithm of an indicator that is no summand of the loss")
        if others or seen != found or not self.scaled_sum():
            raise Unavailable("an indicator that depends on an unknown")
        return found

    def scaled_sum(self) -> bool:
        """Is the objective a positive number times a sum over the rows?"""
        sums = [t for t in Mul.make_args(self.tree) if isinstance(t, RowSum)]
        others = [t for t in Mul.make_args(self.tree) if not isinstance(t, RowSum)]
        return len(sums) == 1 and not any(map(self.moves, others)) and all(t.is_positive for t in others)

    # ---- jets --------------------------------------------------------------------------------------------------------

    def at(self, point: Sequence[Any], *, order: int = 2, bits: int = 0) -> Local:
        """Value and derivatives at a point of floats, or with `bits` over a box of balls. Raises Unavailable.

        Arguments: `point`, a number for each unknown, in the family's order; `order`, how many derivatives are wanted.
        """
        a = BALLS if bits else FLOATS
        self.bits = bits
        self._memo, self._point, self._order, self._feasible = {}, point, order, True
        try:
            if not bits:
                return self._local(self._jet(self.tree, a), a)
            with precision(bits):
                return self._local(self._jet(self.tree, a), a)
        except (OverflowError, ZeroDivisionError, ValueError) as reason:
            if bits:
                raise
            raise Unavailable(str(reason)) from None
        finally:
            self._memo = {}

    def _local(self, jet: Jet, a: Arithmetic) -> Local:
        d = len(self.unknowns)
        zero = a.number(fmpq(0))
        gradient = [jet.d.get(k, zero) for k in range(d)]
        hessian = [[jet.h.get((min(i, j), max(i, j)), zero) for j in range(d)] for i in range(d)]
        return Local(jet.v, gradient, hessian, self._feasible)

    def _jet(self, tree: Any, a: Arithmetic) -> Jet:
        known = self._memo.get(id(tree))
        if known is None:
            known = self._memo[id(tree)] = self._made(tree, a)
        return known

    def _made(self, tree: Any, a: Arithmetic) -> Jet:
        if not self.moves(tree):
            return self._known(tree, a)
        order = self._order
        if isinstance(tree, Parameter):
            k = self.places[tree]
            return Jet(self._point[k], {k: a.number(fmpq(1))} if order else {})
        if self.is_predictor(tree):
            return Jet(self.predicted(a), {PREDICTOR: a.number(fmpq(1))} if order else {})
        if isinstance(tree, RowSum):
            return self._total(self._jet(tree.body, a), a)
        if tree in self.barriers:
            return self._barrier(tree, a)
        if isinstance(tree, Add | Mul):
            parts = [self._jet(t, a) for t in tree.args]
            found = parts[0]
            for part in parts[1:]:
                found = added(found, part) if isinstance(tree, Add) else product(found, part, order)
            return found
        if isinstance(tree, Pow):
            return self._power(tree, a)
        if isinstance(tree, Abs):
            return absolute(self._jet(tree.args[0], a), a, self._order)
        if isinstance(tree, Max | Min):
            return self._extreme(tree, a)
        if isinstance(tree, gamma | factorial):
            u = self._jet(tree.args[0], a)
            u = added(u, Jet(a.number(fmpq(1)))) if isinstance(tree, factorial) else u
            return self._smooth(exp, self._smooth(loggamma, u, a), a)
        if len(tree.args) == 1:
            return self._smooth(type(tree), self._jet(tree.args[0], a), a)
        raise Unavailable(f"{tree}: derivatives of {type(tree).__name__} are not known here")

    def _known(self, tree: Any, a: Arithmetic) -> Jet:
        return Jet(self.constants.of(tree, a, self.bits))

    def _smooth(self, function: type[Basic], u: Jet, a: Arithmetic) -> Jet:
        found = with_derivatives(function, a, u.v)
        if found is None:
            raise Unavailable(f"derivatives of {function.__name__} are not known here")
        return chained(u, *found, self._order)

    def _power(self, tree: Any, a: Arithmetic) -> Jet:
        base, exponent = self._jet(tree.base, a), tree.exp
        if self.moves(exponent):
            return self._smooth(exp, product(self._jet(exponent, a), self._smooth(log, base, a), self._order), a)
        if isinstance(exponent, Rational) and exponent.q == 1:
            k = int(exponent)
            if k > 0:
                return self._whole(base, k)
            inverse = a.apply("inverse", base.v)
            first = mapped(neg, squared(inverse))
            second = mapped2(lambda x, y: -2 * x * y, inverse, first)
            return self._whole(chained(base, inverse, first, second, self._order), -k)
        return self._smooth(
            exp, product(Jet(self.constants.of(exponent, a, self.bits)), self._smooth(log, base, a), self._order), a
        )

    def _whole(self, u: Jet, k: int) -> Jet:
        if k == 1:
            return u
        if k == 2:
            return chained(u, squared(u.v), mapped(lambda x: 2 * x, u.v), mapped(lambda x: x * 0 + 2, u.v), self._order)
        half = self._whole(u, k // 2)
        whole = self._whole(half, 2)
        return product(whole, u, self._order) if k % 2 else whole

    def _extreme(self, tree: Any, a: Arithmetic) -> Jet:
        """max(u, v) = v + (u - v)^+, and min(u, v) = -max(-u, -v)."""
        sign = a.number(fmpq(1 if isinstance(tree, Max) else -1))
        parts = [self._jet(t, a) for t in tree.args]
        found = parts[0]
        for part in parts[1:]:
            difference = added(found, product(Jet(a.number(fmpq(-1))), part, self._order))
            signed = product(Jet(sign), difference, self._order)
            found = added(part, product(Jet(sign), positive_part(signed, a, self._order), self._order))
        return found

    def _barrier(self, tree: Any, a: Arithmetic) -> Jet:
        left, right = (self._jet(t, a).v for t in tree.args[0].args)
        holds = mapped2(lambda x, y: True if x <= y else False if x > y else None, left, right)
        found = set(holds) if isinstance(holds, list) else {holds}
        if False in found:
            self._feasible = False
        elif None in found and self._feasible is True:
            self._feasible = None
        return Jet(a.number(fmpq(0)))

    def predicted(self, a: Arithmetic) -> list[Scalar]:
        """The linear predictor in each different row."""
        columns = self.constants.inputs(a, self.bits)
        found: Any = columns[0]
        found = [self._point[0] * x for x in found]
        for k in range(1, self.weights):
            w = self._point[k]
            found = [f + w * x for f, x in zip(found, columns[k], strict=True)]
        return found

    def _total(self, body: Jet, a: Arithmetic) -> Jet:
        """The sum over the rows, its derivatives in the unknowns: those in the predictor reach every weight."""
        times, n = self.constants.times(a, self.bits), a.number(fmpq(self.data.rows))

        def summed(column: PerRow) -> Scalar:
            return _dot(times, column, a) if isinstance(column, list) else n * column

        d: dict[int, Scalar] = {j: summed(x) for j, x in body.d.items() if j != PREDICTOR}
        h: dict[Pair, Scalar] = {k: summed(x) for k, x in body.h.items() if PREDICTOR not in k}
        if PREDICTOR in body.d:
            columns = self.constants.inputs(a, self.bits)
            slope = self._weighted(body.d[PREDICTOR], times)
            d |= {k: _dot(column, slope, a) for k, column in enumerate(columns)}
            for (i, j), x in body.h.items():
                if i == PREDICTOR and j != PREDICTOR:
                    mixed = self._weighted(x, times)
                    h |= {(k, j): _dot(column, mixed, a) for k, column in enumerate(columns)}
            if (PREDICTOR, PREDICTOR) in body.h:
                h |= self._bent(self._weighted(body.h[PREDICTOR, PREDICTOR], times), columns, a)
        return Jet(summed(body.v), d, h)

    @staticmethod
    def _weighted(x: PerRow, times: list[Scalar]) -> list[Scalar]:
        return row_by_row(times, x)

    @staticmethod
    def _bent(second: list[Scalar], columns: list[list[Scalar]], a: Arithmetic) -> dict[Pair, Scalar]:
        pairs = list(combinations_with_replacement(range(len(columns)), 2))
        if not a.balls:
            scaled = [list(map(mul, second, c)) for c in columns]
            return {(i, j): _dot(scaled[i], columns[j], a) for i, j in pairs}
        left = arb_mat([list(map(mul, second, c)) for c in columns])
        mixed = left * arb_mat(columns).transpose()
        return {(i, j): mixed[i, j] for i, j in pairs}


def _dot(a: list[Scalar], b: PerRow, arithmetic: Arithmetic) -> Scalar:
    if not isinstance(b, list):
        b = [b] * len(a)
    if not arithmetic.balls:
        return math.fsum(map(mul, a, b))
    if len(a) < 50:
        return sum(map(mul, a, b), start=arb(0))
    return (arb_mat([a]) * arb_mat([b]).transpose())[0, 0]


__all__ = ["Jet", "Jets", "Local", "Unavailable"]
