"""A factor and a constant that are claimed by name: the truth evaluator compares them at every moderate point."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from sympy import Expr, Rational, Symbol

from properties.conformance.compared import BITS, Compared, apart, finite, float_of
from properties.conformance.inputs import FloatType
from properties.conformance.reference import LossReference
from properties.conformance.relation import SLACK, Likeness, Related
from properties.conformance.truth import CertifiedExpression
from properties.errors import InputError
from properties.instances.numbers import NotEvaluable, NoValue, TooWide, precision
from symbolic.core.terms import replace as replaced


def stated(
    loss: LossReference,
    groups: Sequence[Sequence[Compared]],
    related: Related,
    kind: FloatType,
    factor: Any = None,
    constant: Any = None,
) -> tuple[Related, str]:
    """The relation with the factor and the constant that are claimed where they hold, and "" or what is wrong with them.

    A constant is free of the predictions because none occurs in it. It need not be one that would be recognised.
    Raises InputError where one is no such expression, or where there are no values to be compared.
    """
    c = None if factor is None else _expression(factor, "factor", set())
    predictions = {i.name for i in loss.predictions}
    k = None if constant is None else _expression(constant, "constant", {i.name for i in loss.inputs})
    for name in sorted(predictions & {str(s) for s in (k.free_symbols if k is not None else ())}):
        raise InputError(f"constant={constant}: {name} is a prediction, of which a constant is free.")
    if k is not None and related.by_gradient:
        raise InputError(f"constant={constant}: there are no values, but gradients, which tell nothing of a constant.")
    if related.kind is Likeness.DIFFERENT:
        return related, ""
    if c is not None and related.factor is not None and related.factor != c:
        return related, f"claimed: the factor {c}; it is {related.factor}"
    c = c if c is not None else related.factor
    if c is None or k is None:
        return (
            related,
            "" if factor is None or related.factor is not None else f"claimed: the factor {c}; it is another",
        )
    off = [(_off(loss, row, c, k), row) for rows in groups for row in finite(rows)]
    worst, at = max(off, key=lambda one: one[0], default=(math.inf, None))
    if worst > max(SLACK * 2.0**-kind.digits, 10.0**-related.level if related.level else 0.0):
        point = (
            ", ".join(f"{i.name} = {x!r}" for i, x in zip(loss.inputs, at.point, strict=True)) if at else "any point"
        )
        return related, f"claimed: the constant {k}; at {point} it is another"
    shape = related.kind if related.kind is not Likeness.EQUAL or k == 0 else Likeness.CONSTANT
    return replace(related, kind=shape, factor=c, constant=k), ""


def _expression(thing: Any, what: str, names: set[str]) -> Expr:
    """A number, or an expression in arguments by their names. Raises InputError."""
    if isinstance(thing, int | float | Fraction) and math.isfinite(thing):
        exact = Fraction(thing)
        return Rational(exact.numerator, exact.denominator)
    if not isinstance(thing, Expr):
        raise InputError(f"{what}={thing!r}: say a number or an expression.")
    unknown = sorted({str(s) for s in thing.free_symbols} - names)
    if unknown:
        there = f"there are {', '.join(sorted(names))}" if names else "it is a number"
        raise InputError(f"{what}={thing}: there is no argument {unknown[0]}; {there}.")
    plain = {s: Symbol(str(s), real=True) for s in thing.free_symbols}
    found: Expr = replaced(thing, plain.get)
    return found


def _off(loss: LossReference, c: Compared, factor: Expr, constant: Expr) -> float:
    """|v - (c t + k)| relative to the scale, in certified numbers; infinite where there is no such number."""
    symbols = [i.symbol for i in loss.inputs]
    try:
        by, added = (CertifiedExpression(e, symbols).at(c.point, 0).value for e in (factor, constant))
    except (NoValue, TooWide, NotEvaluable):
        return math.inf
    if isinstance(by, float) or isinstance(added, float) or c.truth is None:
        return math.inf
    with precision(BITS):
        meant = by * c.truth.value + added
    size = abs(float_of(by)) * c.scale + abs(float_of(added))
    gap = apart(c.seen.value, meant)
    return gap / size if 0 < size < math.inf else 0.0 if size else gap
