"""An integrand in one variable, and the intervals on which it has no kink."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from flint import fmpq
from sympy import (
    Abs,
    Heaviside,
    Integer,
    Max,
    Min,
    Mul,
    Rational,
    factorial,
    gamma,
    sign,
)

from properties.enclosures.signs import known_sign
from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.instance import Instance
from properties.instances.numbers import (
    ExtendedNumber,
    NotEvaluable,
    NoValue,
    TooWide,
    compare,
    show,
)
from symbolic.core.terms import Applied, AtMost, NegativePart, Outcome, Parameter, breaks, parameter, raw, walk

InOneVariable = tuple[Any, Parameter]  # an expression in one real variable, and that variable


def in_one_variable(integrand: Any, outcome: Any, instance: Instance, member: int, *kept: Any) -> InOneVariable:
    """The integrand with everything but one outcome, and those to be `kept`, replaced by its value."""
    x = parameter("x", outcome.column.domain.hull)
    values = instance.members[member]

    def meaning(t: Any) -> Any:
        if t == outcome:
            return x
        if isinstance(t, Parameter) and t.name in values:
            v = values[t.name]
            if not isinstance(v, fmpq):
                raise NotEvaluable(f"{t} = {show(v)} is no rational number")
            return Rational(int(v.p), int(v.q))
        if isinstance(t, Outcome) and t not in kept and t.column.name in instance.outcomes:
            v = instance.outcomes[t.column.name][0]
            return Rational(int(v.p), int(v.q))
        return None

    abstract = next((t for t in walk(integrand) if isinstance(t, Applied)), None)
    if abstract is not None:
        raise NotEvaluable(f"the integral of the abstract {abstract}")
    meanings = {t: meaning(t) for t in walk(integrand)}
    tree = integrand.xreplace({t: v for t, v in meanings.items() if v is not None})
    return tree.xreplace({t: gamma(t.args[0] + 1) for t in walk(tree) if isinstance(t, factorial)}), x


def value_at(tree: Any, x: Parameter, at: ExtendedNumber) -> ExtendedNumber:
    """Its value where x is `at`. Raises TooWide where there is none, too."""
    try:
        return Compiled(tree, Context(frozenset({x.name}))).value(Instance({}, {}, {}, [{x.name: at}]), 0)
    except NoValue as reason:
        raise TooWide(f"{tree}: {reason}") from reason


_Piece = tuple[fmpq | None, fmpq | None, Any]


def pieces(tree: Any, x: Parameter, low: fmpq | None, high: fmpq | None) -> Iterator[_Piece]:
    """Intervals that cover (low, high) up to single points, with the integrand there, free of kinks."""
    broken = (t for t in walk(tree) if breaks(t))
    node = next((t for t in broken if not any(breaks(inner) for a in t.args for inner in walk(a))), None)
    if node is None:
        yield low, high, tree
        return
    g = node.args[0] if isinstance(node, Abs | NegativePart | sign | Heaviside) else node.args[0] - node.args[1]
    if len(node.args) > 2:
        rest = raw(node.func, node.args[1:])
        yield from pieces(tree.xreplace({node: node.func(node.args[0], rest, evaluate=False)}), x, low, high)
        return
    root = _root(g, x)
    if root is not None and (low is None or low < root) and (high is None or root < high):
        yield from pieces(tree, x, low, root)
        yield from pieces(tree, x, root, high)
        return
    side = compare(value_at(g, x, between(low, high)), fmpq(0))
    yield from pieces(_with(tree, node, _settled(node, g, side)), x, low, high)


def _with(tree: Any, node: Any, value: Any) -> Any:
    """The tree with a node settled; a product with a factor 0 is 0, whatever the others are."""
    if tree == node:
        return value
    if not tree.has(node):
        return tree
    args = [_with(a, node, value) for a in tree.args]
    return Integer(0) if isinstance(tree, Mul) and 0 in args else tree.func(*args)


def _root(g: Any, x: Parameter) -> fmpq | None:
    """Where g changes its sign, which is at one point at most. Raises NotEvaluable for what is not linear in x."""
    if not g.has(x):
        return None
    slope = g.diff(x)
    if slope.has(x):
        raise NotEvaluable(f"{g}: a kink where this vanishes, which is not linear in {x}")
    at, by = value_at(g, x, fmpq(0)), value_at(slope, x, fmpq(0))
    if not isinstance(at, fmpq) or not isinstance(by, fmpq):
        raise NotEvaluable(f"{g}: a kink at no rational number")
    return None if by == 0 else -at / by


def _settled(node: Any, g: Any, side: int) -> Any:
    if isinstance(node, Abs):
        return g if side >= 0 else -g
    if isinstance(node, NegativePart):
        return Integer(0) if side >= 0 else -g
    if isinstance(node, Max):
        return node.args[0] if side >= 0 else node.args[1]
    if isinstance(node, Min):
        return node.args[0] if side <= 0 else node.args[1]
    if isinstance(node, Heaviside):
        return Integer(side > 0)
    if isinstance(node, sign):
        return Integer(side)
    return Integer(side <= 0) if isinstance(node, AtMost) else Integer(side == 0)


def between(low: fmpq | None, high: fmpq | None) -> fmpq:
    """A number between two numbers, or beyond the one that there is."""
    if low is not None and high is not None:
        return (low + high) / 2
    return low + 1 if low is not None else high - 1 if high is not None else fmpq(1, 3)


def sign_between(x: Parameter, low: fmpq | None, high: fmpq | None) -> Callable[[Any], int]:
    """The sign of an expression between two numbers, where it is declared, or linear in x; else 0."""

    def of(e: Any) -> int:
        if known_sign(e) or not e.has(x) or e.diff(x).has(x):
            return known_sign(e)
        try:
            root = _root(e, x)
            inside = root is not None and (low is None or low < root) and (high is None or root < high)
            return 0 if inside else compare(value_at(e, x, between(low, high)), fmpq(0))
        except (NotEvaluable, TooWide, NoValue):
            return 0

    return of


def beyond(tree: Any, x: Parameter, where: Any) -> Any:
    """The expression in the distance to an end, or from it."""
    return tree.xreplace({x: where})
