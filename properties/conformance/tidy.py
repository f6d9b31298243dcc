"""Expressions as they are written: sums and products put together without SymPy rebuilding what they are made of."""

from __future__ import annotations

from typing import Any

from sympy import Add, Integer, Mul, Rational

from symbolic.core.terms import AtMost, Same, raw

ONE, MINUS = Integer(1), Integer(-1)


def tidied(tree: Any) -> Any:
    """The tree with numbers of products multiplied, nested sums and products flattened, and zeros left out."""
    if isinstance(tree, AtMost | Same):
        one, other = tree.args
        known = isinstance(one, Rational) and isinstance(other, Rational)
        return (ONE if (one <= other if isinstance(tree, AtMost) else one == other) else Integer(0)) if known else tree
    if not tree.args:
        return tree
    args = tuple(tidied(a) for a in tree.args)
    if isinstance(tree, Add):
        return total(*args)
    if isinstance(tree, Mul):
        return product(*args)
    return raw(tree.func, args)


def total(*parts: Any) -> Any:
    """A sum as it is written, without a sum inside of it."""
    flat = [p for part in parts for p in Add.make_args(part) if p != 0]
    numbers = [p for p in flat if isinstance(p, Rational)]
    if len(numbers) > 1:
        return total(*(p for p in flat if not isinstance(p, Rational)), Add(*numbers))
    return raw(Add, tuple(flat)) if len(flat) > 1 else flat[0] if flat else Integer(0)


def product(*parts: Any) -> Any:
    """A product as it is written, its numbers multiplied and in front."""
    flat = [p for part in parts for p in Mul.make_args(part)]
    number = Mul(*(p for p in flat if isinstance(p, Rational)))
    rest = [p for p in flat if not isinstance(p, Rational)]
    if number == 0:
        return Integer(0)
    if number == -1 and len(rest) == 1 and isinstance(rest[0], Add):
        return total(*(product(MINUS, a) for a in rest[0].args))
    whole = ([number] if number != 1 or not rest else []) + rest
    return raw(Mul, tuple(whole)) if len(whole) > 1 else whole[0]


def rebuilt(tree: Any) -> Any:
    """The tree as SymPy writes it: for comparing."""
    return tree.func(*map(rebuilt, tree.args)) if tree.args else tree
