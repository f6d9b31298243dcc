"""Derivatives of forms for floating point numbers, in functions of that kind: anywhere but at kinks."""

from __future__ import annotations

from typing import Any

from sympy import Abs, Dummy, Integer, Max, Min, Mul, Pow, Symbol, exp, log, sign

from properties.conformance.tidy import MINUS, ONE, product, rebuilt, tidied, total
from symbolic.calculus.slopes import differentiated
from symbolic.core.errors import NotSupported
from symbolic.core.terms import AtMost, Same, raw, replace
from symbolic.report.floating import (
    Floating,
    binet,
    choose,
    deviance,
    expit,
    expm1,
    instead,
    log1p,
    logaddexp,
    xlog1py,
    xlogy,
)


def derivative(tree: Any, s: Symbol) -> Any:
    """The derivative, also of functions for floating point numbers, by functions of that kind; anywhere but at kinks."""
    if isinstance(tree, choose):
        one, other = (derivative(t, s) for t in tree.args[2:])
        return one if rebuilt(one) == rebuilt(other) else raw(choose, (*tree.args[:2], one, other))
    outer: dict[Any, Any] = {}
    held = _held(tree, outer)
    found = differentiated(held, s)
    for node, place in outer.items():
        if s in node.free_symbols:
            found = total(found, product(differentiated(held, place), _inner_derivative(node, s)))
    return off_kinks(tidied(replace(found, {place: node for node, place in outer.items()}.get)))


def off_kinks(tree: Any) -> Any:
    """The tree with 1 for squares of signs: a derivative is said of points that are no kinks."""
    return tidied(replace(tree, _squared_sign))


def _squared_sign(t: Any) -> Any:
    if isinstance(t, Pow) and t.exp == 2 and isinstance(t.base, sign):
        return ONE
    if isinstance(t, Mul):
        twice = next((f for f in t.args if isinstance(f, sign) and t.args.count(f) > 1), None)
        if twice is not None:
            rest = list(t.args)
            rest.remove(twice)
            rest.remove(twice)
            return product(*rest) if rest else ONE
    return None


def _held(tree: Any, outer: dict[Any, Any]) -> Any:
    """The tree with a symbol in place of each outermost function for floating point numbers."""
    if isinstance(tree, Floating | Abs | Max | Min | sign | AtMost | Same):
        return outer.setdefault(tree, Dummy(real=True))
    return raw(tree.func, tuple(_held(a, outer) for a in tree.args)) if tree.args else tree


def _inner_derivative(node: Any, s: Symbol) -> Any:
    if isinstance(node, sign | AtMost | Same):
        return Integer(0)
    *first, last = node.args
    slope = derivative(last, s)
    match node:
        case Abs():
            return product(raw(sign, (last,)), slope)
        case Max() | Min() if len(first) == 1:
            above = (last, first[0]) if isinstance(node, Max) else (first[0], last)
            return total(slope, product(raw(AtMost, above), total(derivative(first[0], s), product(MINUS, slope))))
        case log1p():
            return product(raw(Pow, (total(ONE, last), MINUS)), slope)
        case expm1():
            return product(raw(exp, (last,)), slope)
        case expit():
            return product(node, raw(expit, (product(MINUS, last),)), slope)
        case logaddexp():
            gap = total(last, product(MINUS, first[0]))
            return total(
                product(raw(expit, (gap,)), slope), product(raw(expit, (product(MINUS, gap),)), derivative(first[0], s))
            )
        case xlogy():
            return product(first[0], raw(Pow, (last, MINUS)), slope)
        case xlog1py():
            return product(first[0], raw(Pow, (total(ONE, last), MINUS)), slope)
        case deviance():
            quotient = product(first[0], raw(Pow, (last, MINUS)))
            inner = product(raw(log, (quotient,)), derivative(first[0], s))
            return total(inner, product(total(ONE, product(MINUS, quotient)), slope))
        case binet() if first[0] < 2:
            return product(raw(binet, (first[0] + 1, last)), slope)
        case instead():
            return Integer(0)
    raise NotSupported(f"{type(node).__name__} has no derivative here")
