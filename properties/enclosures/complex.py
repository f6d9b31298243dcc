"""Expressions as functions of a complex ball: analytic where they say so, and not finite where that is not certain."""

from __future__ import annotations

from collections.abc import Callable
from functools import singledispatch
from typing import Any

from flint import acb, arb
from sympy import Add, Integer, Mul, Pow, log

from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.functions import MEROMORPHIC
from properties.instances.instance import Instance
from properties.instances.numbers import (
    NotEvaluable,
    NoValue,
)
from symbolic.core.terms import Parameter, Spelled

Complex = Callable[[acb, bool], acb]

NOT_ANALYTIC = acb("nan")


@singledispatch
def complex_(tree: Any) -> Complex:
    """A closure (z, analytic) -> ball, not finite where `analytic` is asked for and not certain. Raises NotEvaluable."""
    if not tree.has(Parameter):
        return _constant(tree)
    raise NotEvaluable(f"{tree}: complex balls do not know {type(tree).__name__}")


def _constant(tree: Any) -> Complex:
    try:
        value = Compiled(tree, Context()).value(Instance({}, {}, {}, [{}]), 0)
    except NoValue as reason:
        raise NotEvaluable(f"{tree}: {reason}") from reason
    if isinstance(value, float):
        raise NotEvaluable(f"{tree} is infinite")
    ball = acb(arb(value))
    return lambda z, analytic: ball


@complex_.register(Parameter)
def _(tree: Any) -> Complex:
    return lambda z, analytic: z


@complex_.register(Add)
@complex_.register(Mul)
def _(tree: Any) -> Complex:
    if not tree.has(Parameter):
        return _constant(tree)
    first, *rest = map(complex_, tree.args)
    if isinstance(tree, Add):

        def total(z: acb, analytic: bool) -> acb:
            result = first(z, analytic)
            for part in rest:
                result = result + part(z, analytic)
            return result

        return total

    def whole(z: acb, analytic: bool) -> acb:
        result = first(z, analytic)
        for part in rest:
            result = result * part(z, analytic)
        return result

    return whole


@complex_.register(Pow)
def _(tree: Any) -> Complex:
    if not tree.has(Parameter):
        return _constant(tree)
    base = complex_(tree.base)
    if isinstance(tree.exp, Integer):
        k = int(tree.exp)
        return lambda z, analytic: _power(base(z, analytic), k)
    exponent = complex_(tree.exp)
    return lambda z, analytic: base(z, analytic).pow(exponent(z, analytic), analytic=analytic)


def _power(z: acb, k: int) -> acb:
    """z^k by squaring: acb knows no power of a ball around 0."""
    if k < 0:
        return 1 / _power(z, -k)
    if k <= 1:
        return z if k else acb(1)
    half = _power(z, k // 2)
    return half * half * z if k % 2 else half * half


@complex_.register(log)
def _(tree: Any) -> Complex:
    if not tree.has(Parameter):
        return _constant(tree)
    inner = complex_(tree.args[0])
    return lambda z, analytic: inner(z, analytic).log(analytic=analytic)


def _meromorphic(operation: Callable[[acb], acb]) -> Callable[[Any], Complex]:
    def compiled(tree: Any) -> Complex:
        if not tree.has(Parameter):
            return _constant(tree)
        inner = complex_(tree.args[0])
        return lambda z, analytic: operation(inner(z, analytic))

    return compiled


for _function, _operation in MEROMORPHIC.items():
    complex_.register(_function, _meromorphic(_operation))


@complex_.register(Spelled)
def _(tree: Any) -> Complex:
    return complex_(tree.spelled())
