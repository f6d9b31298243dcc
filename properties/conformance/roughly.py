"""What an expression is roughly, in floats: quick enough to try thousands of readings, and evidence for nothing.

Conventions as in `truth`: log 0 = -oo, 0 * (+-oo) = 0. Where floats give no number there is nan.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import reduce
from operator import add
from typing import Any

from flint import acb, arb
from sympy import Abs, Add, Basic, Expr, Max, Min, Mul, Pow, besseli, factorial, gamma, log, loggamma, oo, pi, polygamma
from sympy import E as EULER
from sympy import ceiling as ceiling_function
from sympy import exp as exponential
from sympy import floor as floor_function
from sympy import sign as sign_function

from properties.instances.numbers import NotEvaluable
from symbolic.core.terms import AtMost, NegativePart, Same, Spelled

FloatProgram = Callable[[list[float]], float]


class RoughExpression:
    """An expression in `inputs`, which are symbols, ready to be evaluated in floats.

    Raises NotEvaluable where the tree holds something that has no value in numbers.
    """

    def __init__(self, tree: Expr, inputs: Sequence[Any]) -> None:
        self._slots: dict[Basic, int] = {s: k for k, s in enumerate(inputs)}
        self._steps: list[FloatProgram] = []
        self._count = len(inputs)
        self._end = self._compile(tree)

    def at(self, point: Sequence[float]) -> float:
        """Its value at a number for each input, or nan."""
        values = [*point]
        try:
            for step in self._steps:
                values.append(step(values))
        except (ValueError, ArithmeticError):
            return math.nan
        return values[self._end]

    def _compile(self, tree: Any) -> int:
        known = self._slots.get(tree)
        if known is None:
            program = self._program(tree)
            known = self._slots[tree] = self._count + len(self._steps)
            self._steps.append(program)
        return known

    def _program(self, tree: Any) -> FloatProgram:
        if isinstance(tree, Spelled):
            inner = self._compile(tree.spelled())
            return lambda values: values[inner]
        if tree.is_Rational or tree in CONSTANTS:
            number = CONSTANTS[tree] if tree in CONSTANTS else float(tree)
            return lambda values: number
        if isinstance(tree, log) and isinstance(tree.args[0], gamma | factorial):
            part = self._compile(tree.args[0].args[0] + int(isinstance(tree.args[0], factorial)))
            return lambda values: math.lgamma(values[part])
        parts = [self._compile(a) for a in tree.args]
        if isinstance(tree, besseli | polygamma) and tree.args[0].is_Integer:
            of, order, part = _ORDERED[tree.func], int(tree.args[0]), parts[1]
            return lambda values: float(of(order, arb(values[part])).mid())
        folded = FOLDED.get(tree.func)
        if folded is not None and len(parts) == 2:
            one, other = parts
            return lambda values: folded(values[one], values[other])
        if folded is not None:
            return lambda values: reduce(folded, map(values.__getitem__, parts))
        function = ONE.get(tree.func) or getattr(math, tree.func.__name__, None)
        if function is None or len(parts) != 1:
            raise NotEvaluable(f"{tree}: {type(tree).__name__} has no value in floats here")
        (slot,) = parts
        return lambda values: function(values[slot])


def _product(a: float, b: float) -> float:
    return a * b if a and b else 0.0


def _power(a: float, b: float) -> float:
    return math.sqrt(a) if b == 0.5 else math.pow(a, b)


def _log(u: float) -> float:
    return math.log(u) if u else -math.inf


def _exp(u: float) -> float:
    return math.exp(u) if u < 709 else math.inf


CONSTANTS: dict[Any, float] = {pi: math.pi, EULER: math.e, oo: math.inf, -oo: -math.inf}
FOLDED: dict[Any, Callable[[float, float], float]] = {
    Add: add,
    Mul: _product,
    Pow: _power,
    Max: max,
    Min: min,
    AtMost: lambda a, b: float(a <= b),
    Same: lambda a, b: float(a == b),
}
ONE: dict[Any, Callable[[float], float]] = {
    log: _log,
    exponential: _exp,
    Abs: abs,
    NegativePart: lambda u: max(-u, 0.0),
    sign_function: lambda u: float((u > 0) - (u < 0)),
    floor_function: lambda u: float(math.floor(u)),
    ceiling_function: lambda u: float(math.ceil(u)),
    factorial: lambda u: math.gamma(u + 1),
    loggamma: math.lgamma,
    gamma: math.gamma,
}
_ORDERED: dict[Any, Callable[[int, arb], arb]] = {
    besseli: lambda n, v: v.bessel_i(arb(abs(n))),
    polygamma: lambda m, v: v.digamma() if m == 0 else acb(v).polygamma(acb(m)).real,
}
