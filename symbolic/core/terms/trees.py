"""Trees of any kind, walked and rebuilt without SymPy's automatic simplification, and how large they may be."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from sympy import Add, Basic, Max, Min, Mul, Pow, Rational, exp
from sympy import E as EULER
from sympy.core.function import AppliedUndef, Function

from symbolic.core.errors import MalformedTerm, TooLarge

MAX_DEPTH, MAX_NODES, MAX_BITS = 100, 5000, 3322  # a number of 1000 digits


def raw(func: type[Basic], args: tuple[Basic, ...]) -> Any:
    """The node as written: SymPy's own constructors would simplify it. A power of E is an exponential."""
    if func is Pow and args[0] == EULER:
        func, args = exp, args[1:]
    if func in (Add, Mul, Pow, Max, Min) or (isinstance(func, type) and issubclass(func, Function)):
        return func(*args, evaluate=False)
    return func(*args)


def replace(tree: Basic, change: Callable[[Basic], Basic | None]) -> Any:
    """Top down: where `change(node)` is not None it stands instead. Untouched subtrees stay the very same objects."""
    memo: dict[int, Any] = {}

    def go(node: Basic) -> Any:
        known = memo.get(id(node))
        if known is None:
            known = change(node)
            if known is None:
                args = tuple(go(a) for a in node.args)
                known = node if all(a is b for a, b in zip(args, node.args, strict=True)) else raw(node.func, args)
            memo[id(node)] = known
        return known

    return go(tree)


def walk(tree: Basic) -> Iterator[Any]:
    """Every different node, once."""
    stack, seen = [tree], set()
    while stack:
        node = stack.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            stack.extend(node.args)


def measure(tree: Basic) -> tuple[int, int]:
    """(depth, number of nodes) of the tree as printed. Without recursion: it guards everything which recurses."""
    return _measured(tree)[0]


def _measured(tree: Basic) -> tuple[tuple[int, int], list[Basic]]:
    """Its measure, and every different node, once."""
    sizes: dict[int, tuple[int, int]] = {}
    nodes: list[Basic] = []
    stack = [tree]
    while stack:
        node = stack[-1]
        todo = [a for a in node.args if id(a) not in sizes]
        if todo:
            stack.extend(todo)
            continue
        stack.pop()
        if id(node) not in sizes:
            nodes.append(node)
            below = [sizes[id(a)] for a in node.args]
            sizes[id(node)] = 1 + max((d for d, _ in below), default=0), 1 + sum(s for _, s in below)
    return sizes[id(tree)], nodes


@cache
def _is_known(kind: type[Basic]) -> bool:
    """Is it a class of SymPy's or of ours, found where it says that it stands? Functions without a definition have none."""
    home = str(kind.__module__)
    ours = (
        home.partition(".")[0] in ("sympy", "symbolic") and getattr(sys.modules.get(home), kind.__name__, None) is kind
    )
    return ours or issubclass(kind, AppliedUndef)


def native(*trees: Basic) -> None:
    """Raises MalformedTerm where a node of a tree is not what it looks like.

    That is a class which is neither SymPy's nor ours: it may print as it likes; and a power of E that is kept as written,
    which SymPy takes for exp of E: isinstance(Pow(E, u), exp) is true, and its first argument is E.
    """
    _native([node for tree in trees for node in walk(tree)])


def _native(nodes: Sequence[Basic]) -> None:
    for kind in set(map(type, nodes)):
        if not _is_known(kind):
            raise MalformedTerm(f"{kind.__name__} is a class of your own, which may print as it likes: use SymPy's.")
    for node in nodes:
        if type(node) is Pow and node.args[0] == EULER:
            raise MalformedTerm(f"the power E**({node.args[1]}), kept as written: write exp({node.args[1]}).")


def bounded(tree: Basic) -> None:
    """Raises TooLarge where a tree is too large, or too deep, for everything that recurses; MalformedTerm for its classes."""
    (depth, size), nodes = _measured(tree)
    if depth > MAX_DEPTH or size > MAX_NODES:
        raise TooLarge(
            f"the expression has {size} nodes, nested {depth} deep (at most {MAX_NODES} and {MAX_DEPTH}). "
            "Simplify between the steps with rewrite(), or with rewrite(target)."
        )
    _native(nodes)
    for number in nodes:
        if isinstance(number, Rational) and max(number.p.bit_length(), number.q.bit_length()) > MAX_BITS:
            raise TooLarge("a number of more than 1000 digits stands in the expression. Declare a parameter for it.")
