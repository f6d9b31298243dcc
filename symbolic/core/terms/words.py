"""What SymPy's words mean in ours: each is read as that where it is declared or stated, and printed so. Nothing is proved.

A word with a meaning of its own, such as `binomial`, is a function (`symbolic.functions`). What stands here abbreviates: a
`Piecewise` is a sum over its cases, each times the indicator of its condition, and so is owed a value in every case.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import (
    Add,
    And,
    Basic,
    Expr,
    FallingFactorial,
    Heaviside,
    Integer,
    KroneckerDelta,
    Mul,
    Not,
    Or,
    Piecewise,
    Pow,
    Product,
    Rational,
    RisingFactorial,
    Sum,
    beta,
    cos,
    cosh,
    cot,
    coth,
    csc,
    csch,
    erf,
    erfc,
    false,
    gamma,
    sec,
    sech,
    sin,
    sinh,
    true,
)
from sympy.core.relational import (
    Equality,
    GreaterThan,
    LessThan,
    StrictGreaterThan,
    StrictLessThan,
    Unequality,
)

from symbolic.core.errors import MalformedTerm
from symbolic.core.terms.atoms import Atom
from symbolic.core.terms.nodes import AtMost, Same
from symbolic.core.terms.trees import bounded, raw, replace, walk

MAX_TERMS = 64
ZERO, ONE = Integer(0), Integer(1)


def in_words(tree: Basic) -> Any:
    """The expression with SymPy's abbreviations written out; the very same one where there are none.

    What has no such reading stays: a `Piecewise` without a last case `True`, and a `Heaviside` that is 1/2 at 0. Raises
    MalformedTerm for a sum or product over a symbol that nobody declared, whose bounds are no numbers.
    """
    if not any(type(node) in MEANINGS for node in walk(tree)):
        return tree
    bounded(tree)
    return _read(tree)


def _read(tree: Basic) -> Any:
    def change(node: Basic) -> Basic | None:
        meaning = MEANINGS.get(type(node))
        found = None if meaning is None else meaning(*node.args)
        return None if found is None else _read(found)

    return replace(tree, change)


# ---- products, sums and quotients as written -------------------------------------------------------------------------


def _product(*parts: Expr) -> Any:
    factors = [f for p in parts for f in (p.args if isinstance(p, Mul) else (p,)) if f != ONE]
    return raw(Mul, tuple(factors)) if len(factors) > 1 else factors[0] if factors else ONE


def _sum(*parts: Expr) -> Any:
    terms = tuple(t for p in parts for t in (p.args if isinstance(p, Add) else (p,)))
    return raw(Add, terms) if len(terms) > 1 else terms[0] if terms else ZERO


def _less(one: Expr, other: Expr) -> Any:
    return _sum(one, _product(Integer(-1), other))


def _inverse(u: Expr) -> Any:
    return raw(Pow, (u, Integer(-1)))


# ---- cases -----------------------------------------------------------------------------------------------------------


def _sides(condition: Basic) -> tuple[Expr, Expr] | None:
    """(1 where a condition holds and else 0, 1 where it fails and else 0); None where it is no comparison of numbers."""
    match condition:
        case _ if condition == true:
            return ONE, ZERO
        case _ if condition == false:
            return ZERO, ONE
        case Not(args=(inner,)):
            sides = _sides(inner)
            return None if sides is None else sides[::-1]
        case And() | Or():
            parts = [_sides(a) for a in condition.args]
            known = [p for p in parts if p is not None]
            if len(known) < len(parts):
                return None
            of_all = _product(*(p[isinstance(condition, Or)] for p in known))
            rest = _less(ONE, of_all)
            return (rest, of_all) if isinstance(condition, Or) else (of_all, rest)
        case LessThan(args=(u, v)) | GreaterThan(args=(v, u)):
            return _parted(AtMost(u, v))
        case StrictGreaterThan(args=(u, v)) | StrictLessThan(args=(v, u)):
            return _parted(AtMost(u, v))[::-1]
        case Equality(args=(Expr() as u, Expr() as v)):
            return _parted(Same(u, v))
        case Unequality(args=(Expr() as u, Expr() as v)):
            return _parted(Same(u, v))[::-1]
    return None


def _parted(indicator: Any) -> tuple[Expr, Expr]:
    return indicator, _less(ONE, indicator)


def _cases(*cases: Any) -> Expr | None:
    """The value of the first case whose condition holds; None where it may be that none does."""
    if cases[-1].cond != true:
        return None
    terms: list[Expr] = []
    failed = _Failed()
    for value, condition in (c.args for c in cases):
        sides = _sides(condition)
        if sides is None:
            return None
        if value != 0:
            terms.append(_product(value, *failed.indicators(condition), sides[0]))
        failed.add(condition, sides)
    return _sum(*terms)


def _compared(condition: Basic) -> tuple[Basic, Rational] | None:
    """(u, number) where the condition is u = number."""
    if isinstance(condition, Equality):
        for u, number in (condition.args, condition.args[::-1]):
            if isinstance(number, Rational) and not isinstance(u, Rational):
                return u, number
    return None


class _Failed:
    """The conditions up to here, all of which fail. Of u = 0, u = 1, ... at most one holds."""

    def __init__(self) -> None:
        self.values: list[tuple[Basic, Rational, Expr]] = []
        self.others: list[Expr] = []

    def add(self, condition: Basic, sides: tuple[Expr, Expr]) -> None:
        compared = _compared(condition)
        same = compared is not None and all(u == compared[0] and v != compared[1] for u, v, _ in self.values)
        if compared is not None and same:
            self.values.append((*compared, sides[0]))
        else:
            self.others.append(sides[1])

    def indicators(self, condition: Basic) -> tuple[Expr, ...]:
        """Factors whose product is 1 where all of them fail, wherever `condition` holds, and else 0 there."""
        compared = _compared(condition)
        apart = compared is not None and all(u == compared[0] and v != compared[1] for u, v, _ in self.values)
        if not self.values or apart:
            return tuple(self.others)
        return (*(_less(ONE, yes) for _, _, yes in self.values), *self.others)


def _step(u: Expr, at_zero: Expr) -> Expr | None:
    if at_zero == 1:
        return AtMost(0, u)
    return _less(ONE, AtMost(u, 0)) if at_zero == 0 else None


# ---- sums and products of so many terms --------------------------------------------------------------------------------


def _written_out(word: type[Basic], join: Callable[..., Expr]) -> Callable[..., Expr]:
    def read(body: Expr, *limits: Any) -> Expr | None:
        *inner, (variable, *bounds) = limits
        summand = word(body, *inner) if inner else body
        numbers = [int(b) for b in bounds if isinstance(b, Integer)]
        again = any(isinstance(t, Sum | Product) and variable in t.bound_symbols for t in walk(summand))
        if len(numbers) != 2 or not 0 <= numbers[1] - numbers[0] < MAX_TERMS or again:
            if isinstance(variable, Atom):  # it is declared, and nothing is known of the sum
                return None
            raise MalformedTerm(
                f"a {word.__name__} over {variable}: it is written out where its bounds are whole numbers, with at most "
                f"{MAX_TERMS} terms. Over the rows of a table write x.sum(...) or x.product(...), over classes x.total(...); "
                "and what ends at a parameter n is a column of counts, with AtMost(x.outcome, n) as a factor of its density."
            )
        return join(*(replace(summand, {variable: Integer(k)}.get) for k in range(numbers[0], numbers[1] + 1)))

    return read


MEANINGS: dict[type[Basic], Callable[..., Expr | None]] = {
    Piecewise: _cases,
    Heaviside: _step,
    KroneckerDelta: lambda u, v, *more: None if more else Same(u, v),
    beta: lambda a, b: _product(gamma(a), gamma(b), _inverse(raw(gamma, (_sum(a, b),)))),
    RisingFactorial: lambda a, k: _product(raw(gamma, (_sum(a, k),)), _inverse(raw(gamma, (a,)))),
    FallingFactorial: lambda n, k: _product(
        raw(gamma, (_sum(n, ONE),)), _inverse(raw(gamma, (_sum(_less(n, k), ONE),)))
    ),
    erfc: lambda u: _less(ONE, raw(erf, (u,))),
    sech: lambda u: _inverse(raw(cosh, (u,))),
    csch: lambda u: _inverse(raw(sinh, (u,))),
    coth: lambda u: _product(raw(cosh, (u,)), _inverse(raw(sinh, (u,)))),
    sec: lambda u: _inverse(raw(cos, (u,))),
    csc: lambda u: _inverse(raw(sin, (u,))),
    cot: lambda u: _product(raw(cos, (u,)), _inverse(raw(sin, (u,)))),
    Sum: _written_out(Sum, _sum),
    Product: _written_out(Product, _product),
}
