"""What is summed, multiplied or averaged, as a polynomial in the quantities with finitely many values that are bound there.

For z in {v_1, ..., v_k} and g finite at each of them, g(z) = sum_j g(v_j) L_j(z), L_j being 1 at v_j and 0 at the others. So
z^2 becomes 1 for z in {-1, 1}, inside of whatever is made of the sum. Nothing here is a verdict. Source: NIST Digital Library
of Mathematical Functions, section 3.3(i).
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from fractions import Fraction
from typing import Any

from sympy import Add, Basic, Integer, Mul, Rational
from sympy.core.relational import Relational

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.finitely_many import at, quantities
from symbolic.core.terms import Entry, Expectation, Outcome, RowProduct, RowSum, raw, replace

MAX_PARTS = 32


def interpolated(given: Iterable[Relational], tree: Any) -> Any:
    """The same values, with every body of a sum, a product or a mean so written where it is finite at each value."""
    values = Values(given)

    def change(node: Basic) -> Basic | None:
        if not isinstance(node, RowSum | RowProduct | Expectation):
            return None
        body = replace(node.body, change)
        bound = [q for q in quantities(body) if _bound(q[0], node)]
        parts = 1
        for _, listed in bound:
            parts *= len(listed)
        if not bound or parts > MAX_PARTS:
            return None if body is node.body else raw(node.func, (body, *node.args[1:]))
        with suppress(Undefined):
            body = _polynomial(values, body, bound)
        return raw(node.func, (body, *node.args[1:]))

    return replace(tree, change)


def _bound(what: Any, node: Any) -> bool:
    if isinstance(node, Expectation):
        return isinstance(what, Outcome) and what in node.law.points
    return isinstance(what, Entry) and what.args[1] == node.index


def _polynomial(values: Values, body: Any, bound: list[tuple[Any, Any]]) -> Any:
    """The values of a body, each times what is 1 there and 0 elsewhere, summed. Raises Undefined where one is infinite."""
    if not bound:
        if not values.of(body).bounded_values:
            raise Undefined(f"{body}: it may be infinite")
        return body
    (what, listed), *others = bound
    parts = []
    for v in listed:
        factors = [
            raw(Mul, (_number(Fraction(1) / (v - w)), raw(Add, (what, _number(Fraction(-w))))))
            for w in listed
            if w != v
        ]
        value = _polynomial(values, at(body, what, v, prune=True), others)
        parts.append(raw(Mul, (*factors, value)) if factors else value)
    return raw(Add, tuple(parts)) if len(parts) > 1 else parts[0] if parts else Integer(0)


def _number(value: Fraction) -> Any:
    return Rational(value.numerator, value.denominator)
