"""Functions of one number with two derivatives, for all rows at once: in floats, which guide, or in balls, which decide.

What there is *per row* is a number, or a list of numbers, one for each different row. What a function and its derivative are
is read off the rows of `symbolic.functions`; log and exp, which have none, are known here.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, reduce
from itertools import repeat
from operator import add, mul, neg
from typing import Any

from flint import acb, arb, fmpq
from sympy import Add, Basic, Dummy, Expr, Mul, Pow, Rational, exp, log, polygamma

from symbolic.calculus.points import Beyond, evaluated
from symbolic.calculus.slopes import differentiated
from symbolic.core.terms import raw
from symbolic.functions import ROWS, Row, row_of

Scalar = Any  # a float, or a ball
PerRow = Any  # a number, or a list of numbers
ARGUMENT = Dummy("u", real=True)


class Unavailable(Exception):
    """An objective that is not understood here, or has no finite value; the message says why. Never evidence for anything."""


def mapped(f: Callable[[Scalar], Scalar], a: PerRow) -> PerRow:
    """f of each number."""
    return list(map(f, a)) if isinstance(a, list) else f(a)


def mapped2(f: Callable[[Scalar, Scalar], Scalar], a: PerRow, b: PerRow) -> PerRow:
    """f of each pair; a number goes with every row."""
    if isinstance(a, list):
        return list(map(f, a, b if isinstance(b, list) else repeat(b)))
    return list(map(f, repeat(a), b)) if isinstance(b, list) else f(a, b)


def squared(u: PerRow) -> PerRow:
    """u^2, which is not negative."""
    return mapped(lambda x: (x * x).nonnegative_part() if isinstance(x, arb) else x * x, u)


# ---- the two arithmetics ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """How numbers are made and what the functions are: those of `math`, or those of balls."""

    balls: bool
    number: Callable[[Any], Scalar]
    nan: Scalar
    functions: dict[str, Callable[[Scalar], Scalar]]

    def apply(self, name: str, u: PerRow) -> PerRow:
        """A function of each number."""
        known = self.functions.get(name)
        if known is None:
            ball = ROWS[name].ball
            known = self.functions[name] = _no_number_beyond(ball) if self.balls else _middle(ball)
        return mapped(known, u)


def _no_number_beyond(ball: Callable[[arb], arb]) -> Callable[[arb], arb]:
    def of(u: arb) -> arb:
        try:
            return ball(u)
        except ValueError:
            return arb.nan()

    return of


def _middle(ball: Callable[[arb], arb]) -> Callable[[float], float]:
    return lambda u: float(ball(arb(u)).mid())


def _float(v: Any) -> float:
    return (
        float(v.p) / float(v.q) if isinstance(v, fmpq) and v.q < 10**300 and abs(v.p) < 10**300 else float(arb(v).mid())
    )


def _float_digamma(u: float) -> float:
    return float(arb(u).digamma().mid())


def _float_trigamma(u: float) -> float:
    return float(acb(u).polygamma(acb(1)).real.mid()) if u < 20 else _trigamma_series(u)


def _trigamma_series(u: float) -> float:
    w = 1 / (u * u)
    return 1 / u + w / 2 + w / u * (1 / 6 - w * (1 / 30 - w * (1 / 42 - w / 30)))


def _positive_only(f: Callable[[arb], arb]) -> Callable[[arb], arb]:
    return lambda u: f(u) if u > 0 else arb.nan()


def _quick(row: Row) -> bool:
    """Does `math` have the function, for all numbers at which it has a derivative?"""
    return hasattr(math, row.name) and row.slope is not None and row.analytic is not None and not row.analytic.positive


FLOATS = Arithmetic(
    False,
    _float,
    math.nan,
    {
        "log": math.log,
        "exp": math.exp,
        "inverse": lambda u: 1 / u,
        "root": math.sqrt,
        "loggamma": math.lgamma,
        "digamma": _float_digamma,
        "trigamma": _float_trigamma,
        "abs": abs,
        **{name: getattr(math, name) for name, row in ROWS.items() if _quick(row)},
    },
)
BALLS = Arithmetic(
    True,
    arb,
    arb.nan(),
    {
        "log": _positive_only(arb.log),
        "exp": arb.exp,
        "inverse": lambda u: 1 / u,
        "root": _positive_only(arb.sqrt),
        "digamma": _positive_only(arb.digamma),
        "trigamma": _positive_only(lambda u: acb(u).polygamma(acb(1)).real),
        "abs": lambda u: u if u >= 0 else -u if u <= 0 else u.union(-u).nonnegative_part(),
    },
)


# ---- a function and its two derivatives ------------------------------------------------------------------------------------


def with_derivatives(function: type[Basic], a: Arithmetic, u: PerRow) -> tuple[PerRow, PerRow, PerRow] | None:
    """f(u), f'(u) and f''(u); None where no derivative of the function is known."""
    if function is log:
        inverse = a.apply("inverse", u)
        return a.apply("log", u), inverse, mapped(neg, squared(inverse))
    if function is exp:
        e = a.apply("exp", u)
        return e, e, e
    row = ROWS.get(function.__name__)
    if row is None or row.function is not function or row.slope is None or not row.takes(1):
        return None
    known: Known = {"u": u}
    value, first, second = (part(a, known) for part in _parts(row))
    return value, first, second


Known = dict[str, PerRow]  # the values of the parts of a tree that have been found
_Part = Callable[[Arithmetic, Known], PerRow]


@cache
def _parts(row: Row) -> tuple[_Part, ...]:
    """The function and its derivatives."""
    first = row.slope(ARGUMENT) if row.slope is not None else Rational(0)
    return tuple(map(compiled, (raw(row.function, (ARGUMENT,)), first, differentiated(first, ARGUMENT))))


def compiled(tree: Expr) -> _Part:
    """The values of a tree in ARGUMENT, given that of "u"; what occurs twice is computed once. Raises Unavailable."""
    if tree == ARGUMENT:
        return lambda a, known: known["u"]
    if ARGUMENT not in tree.free_symbols:
        return _constant(tree)
    made, name = _made(tree), str(tree)

    def of(a: Arithmetic, known: Known) -> PerRow:
        if name not in known:
            known[name] = made(a, known)
        return known[name]

    return of


def _constant(tree: Expr) -> _Part:
    if isinstance(tree, Rational):
        value = fmpq(int(tree.p), int(tree.q))
        return lambda a, known: a.number(value)
    try:
        evaluated(tree, {})
    except Beyond:
        raise Unavailable(f"{tree}: its value is not known here") from None
    return lambda a, known: a.number(evaluated(tree, {}))


def _made(tree: Expr) -> _Part:
    if isinstance(tree, Mul) and tree.args[0] == -1:
        rest = compiled(raw(Mul, tree.args[1:]) if len(tree.args) > 2 else tree.args[1])
        return lambda a, known: mapped(neg, rest(a, known))
    if isinstance(tree, Add | Mul):
        combine, parts = (add if isinstance(tree, Add) else mul), list(map(compiled, tree.args))
        return lambda a, known: reduce(lambda x, y: mapped2(combine, x, y), [part(a, known) for part in parts])
    if isinstance(tree, Pow) and isinstance(tree.exp, Rational):
        return _power(compiled(tree.base), int(tree.exp.p), int(tree.exp.q))
    if isinstance(tree, polygamma) and tree.args[0] in (0, 1):
        return _applied("trigamma" if tree.args[0] else "digamma", tree.args[1])
    if isinstance(tree, exp | log) or (row_of(tree) is not None and len(tree.args) == 1):
        return _applied(type(tree).__name__, tree.args[0])
    raise Unavailable(f"{tree}: derivatives of {type(tree).__name__} are not known here")


def _applied(name: str, argument: Expr) -> _Part:
    inner = compiled(argument)
    return lambda a, known: a.apply(name, inner(a, known))


def _power(base: _Part, p: int, q: int) -> _Part:
    """u^(p/q) for q = 1 or 2."""
    if q not in (1, 2):
        raise Unavailable(f"a power with the exponent {p}/{q} is not known here")

    def of(a: Arithmetic, known: Known) -> PerRow:
        u = base(a, known)
        u = a.apply("root", u) if q == 2 else u
        u = a.apply("inverse", u) if p < 0 else u
        found = squared(u) if abs(p) > 1 else u
        for _ in range(abs(p) - 2):
            found = mapped2(mul, found, u)
        return found

    return of
