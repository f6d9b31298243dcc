"""Quantities with finitely many values, and trees where one of them has a value. Nothing here is a verdict.

A quantity is a parameter, the entry of a column in a bound row, or a bound outcome. It has a value where it stands as a
number; as the argument of a density or a function it stays what it is, and so does what a binder in the tree calls alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from sympy import Abs, Add, Basic, Function, Integer, Max, Min, Mul, Pow, Rational

from symbolic.core.domains import elements
from symbolic.core.terms import (
    Applied,
    AtMost,
    Class,
    Entry,
    Expectation,
    NegativePart,
    Outcome,
    Parameter,
    RowProduct,
    RowSum,
    Same,
    Term,
    is_empirical,
    raw,
    walk,
)

MAX_VALUES = 12
MAX_POWER = 64  # the largest power of a number that is worked out
KNOWN = (Add, Mul, Pow, Max, Min, Function, Term)  # nodes that bind nothing, or say what they bind

Listed = Sequence[Fraction | int]


def values_of(node: Basic) -> Listed | None:
    """All values of a quantity, where they are finitely many numbers of a short list; else None."""
    if not isinstance(node, Parameter | Entry | Outcome):
        return None
    domain = node.domain if isinstance(node, Parameter) else node.column.domain
    listed = elements(domain) if domain.hull is not None and domain.finite else None
    return listed if listed is not None and 0 < len(listed) <= MAX_VALUES else None


def has_quantity(*trees: Basic) -> bool:
    """Does a quantity with finitely many values occur, at any depth?"""
    return any(values_of(t) is not None for tree in trees for t in walk(tree))


def quantity(*trees: Basic) -> tuple[Any, Listed] | None:
    """A quantity that stands as a number in the trees, bound by none of them, with its values; None where none does."""
    return next((found for tree in trees for found in _quantities(tree, frozenset())), None)


def quantities(tree: Basic) -> list[tuple[Any, Listed]]:
    """All quantities that stand as numbers in a tree that does not bind them, each with its values."""
    return list(dict(_quantities(tree, frozenset())).items())


def _quantities(node: Basic, bound: frozenset[Any]) -> Iterable[tuple[Basic, Listed]]:
    if _opaque(node):
        return
    if isinstance(node, Parameter | Entry | Outcome):
        free = isinstance(node, Parameter) or (node.column.size if isinstance(node, Entry) else node) not in bound
        values = values_of(node) if free else None
        if values is not None:
            yield node, values
        return
    if isinstance(node, RowSum | RowProduct):
        bound |= {node.index.size}
    elif isinstance(node, Expectation):
        bound |= set(node.law.points)
        bound |= {a.column.size for a in node.law.points} if is_empirical(node.law) else set()
    for a in node.args:
        yield from _quantities(a, bound)


def at(tree: Any, what: Basic, value: Fraction | int, prune: bool = False) -> Any:
    """The tree where a quantity has a value.

    Numbers are worked out. With `prune`, what is multiplied by 0 or raised to the power 0 is left out: the value is the
    same wherever the tree is defined, and it may be defined more often.
    """
    number = Rational(value.numerator, value.denominator)

    def go(node: Any) -> Any:
        if node == what:
            return number
        if _opaque(node) or _binds(node, what):
            return node
        args = tuple(map(go, node.args))
        if all(a is b for a, b in zip(args, node.args, strict=True)):
            return node
        return _worked_out(node.func, args, prune)

    return go(tree)


def _binds(node: Basic, what: Basic) -> bool:
    """Does it bind what it calls by the name of `what`?"""
    if isinstance(what, Entry):
        if isinstance(node, RowSum | RowProduct):
            return bool(node.index.size == what.column.size)
        empirical = isinstance(node, Expectation) and is_empirical(node.law)
        return empirical and any(a.column.size == what.column.size for a in node.law.points)
    return isinstance(node, Expectation) and what in node.law.points


def _opaque(node: Basic) -> bool:
    """Is what stands in it no number: the arguments of a density or a function, classes that are compared, or not known?"""
    labels = isinstance(node, Same) and any(isinstance(a, Class) for a in node.args)
    return labels or isinstance(node, Applied) or not isinstance(node, (*KNOWN, Parameter))


def _worked_out(func: type[Basic], args: tuple[Any, ...], prune: bool) -> Any:
    """The node with these arguments: a number where they are numbers, if its value is exact."""
    if prune and func is Mul and any(a == 0 for a in args):
        return Integer(0)
    if prune and func is Pow and args[1] == 0:
        return Integer(1)
    if all(isinstance(a, Rational) for a in args):
        numbers = [Fraction(int(a.p), int(a.q)) for a in args]
        found = _number(func, numbers)
        if found is not None:
            return Rational(found.numerator, found.denominator)
    return raw(func, args)


def _number(func: type[Basic], numbers: list[Fraction]) -> Fraction | None:
    first, last = numbers[0], numbers[-1]
    if func is Add:
        return sum(numbers, Fraction(0))
    if func is Mul:
        product = Fraction(1)
        for factor in numbers:
            product *= factor
        return product
    if func is Pow:
        sound = last.denominator == 1 and abs(last) <= MAX_POWER and (first != 0 or last >= 0)
        return Fraction(first) ** int(last) if sound else None
    if func in (Max, Min):
        return (max if func is Max else min)(numbers)
    if func in (Abs, NegativePart):
        return abs(first) if func is Abs else max(-first, Fraction(0))
    if func in (AtMost, Same):
        return Fraction(int(first <= last if func is AtMost else first == last))
    return None
