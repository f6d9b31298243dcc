"""Random pairs of expressions, judged by the provers and compared in ball arithmetic; no prover and no evaluator lives here.

A pair is an expression and a partner made from it by laws (true ones, conditional ones and false ones), or two
independent draws of a small grammar. As a program, for a long night:

    python tests/fuzz_normal_form.py --pairs 50000 --seed 0 --jobs 2

prints a table and ends with exit code 1 where something false was proved.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, fields
from random import Random
from typing import Any, NamedTuple

from sympy import (
    Abs,
    Add,
    Integer,
    Max,
    Min,
    Mul,
    Pow,
    Rational,
    asinh,
    atan,
    besseli,
    ceiling,
    cos,
    cosh,
    erf,
    exp,
    factorial,
    floor,
    gamma,
    log,
    loggamma,
    oo,
    pi,
    polygamma,
    sign,
    sin,
    sinh,
    sqrt,
    tanh,
)

from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.instance import Instance
from properties.instances.numbers import (
    ExtendedNumber,
    NotEvaluable,
    NoValue,
    TooWide,
    agree,
    compare,
    precision,
    rational,
)
from properties.instances.strategies import Shape, shape_of
from symbolic.calculus.enclosing import Undefined as NoEnclosure
from symbolic.calculus.enclosing import Values
from symbolic.core.domains import (
    Categories,
    Integers,
    RealInterval,
    countable,
    counts,
    nonnegative,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.errors import DerivationError
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
    Total,
    density,
    empirical,
    expectation,
    function,
    logistic,
    parameter,
    raw,
    replace,
    sample,
    softplus,
    symbols,
    walk,
    well_formed,
)
from symbolic.kernel import Verdict
from symbolic.obligations import Obligation
from symbolic.provers import cases, identities, ranges, structure, values

INSTANCES = 6  # for a pair that is proved; a third of it for one that is not
CHUNK = 250
MAX_NODES = 60
ROOMY = 0.35  # how often a node is built as written
HALF = Rational(1, 2)
ON_REALS = (
    sinh,
    cosh,
    asinh,
    sign,
    floor,
    ceiling,
    softplus,
    logistic,
    tanh,
    sin,
)  # what is drawn of the kind "functions"

# ---- what the expressions speak of -----------------------------------------------------------------------------------

theta = parameter("theta")
a = parameter("a", reals)
s = parameter("s", positive)
r = parameter("r", nonnegative)
w = parameter("w", unit_interval)
v = parameter("v", RealInterval(0, 1, False, False))
c = parameter("c", RealInterval(-1, 1))
d = parameter("d", RealInterval(-oo, 0, False, False))
x, y, z, t = sample("x"), sample("y", domain=countable), sample("z", domain=reals), sample("t", domain=positive)
b = sample("b", size="m", domain=nonnegative)
kinds, count = sample("k", domain=Categories("K")), sample("u", domain=counts)
j = parameter("j", Integers())
COLUMNS = {sample_.column.name: sample_ for sample_ in (x, y, z, t, b, kinds, count)}
p, q = density("p"), density("q", theta)
phat = empirical(x, y, z, t)
f, g = function("f", theta), function("g", values=nonnegative)
h, k = function("h", theta, values=positive), function("k", values=unit_interval)
g_k = function("g_k", theta)  # a number for each class
POSITIVE, NONNEGATIVE, REAL = (s, v, x.n, exp(1), pi), (r, w), (a, c, d, j)
NUMBERS = tuple(map(Rational, (2, 3, "1/2", "2/3", 6)))
EXPONENTS = tuple(map(Rational, (2, 3, "1/2", -1, -2, "3/2", "-1/2")))

HYPOTHESES = (
    p(x.i) > 0,
    p(y.i) > 0,
    q(x.i) > 0,
    q(y.i, given=x.i) > 0,
    p(y.i, x.i) > 0,
    expectation(Abs(log(p(x.outcome))), p(x.outcome)) < oo,
    expectation(Abs(log(p(y.outcome))), p(y.outcome)) < oo,
    expectation(Abs(log(q(x.outcome))), p(x.outcome)) < oo,
    expectation(Abs(log(q(y.outcome)) - log(p(y.outcome))), p(y.outcome)) < oo,
    expectation(NegativePart(-log(q(x.outcome))), p(x.outcome)) < oo,
    expectation(Abs(log(q(y.outcome, given=x.outcome))), p(y.outcome, x.outcome)) < oo,
    expectation(Abs(f(x.outcome)), p(x.outcome)) < oo,
)


class Scope(NamedTuple):
    """What is bound where an expression stands: tables by size, and columns of outcomes."""

    rows: frozenset[str] = frozenset()
    outcomes: frozenset[str] = frozenset()
    classes: bool = False

    def values(self) -> list[Any]:
        """Every entry, outcome and class that may stand here."""
        entries = [s.i for s in COLUMNS.values() if s.column.size in self.rows]
        entries += [kinds.each] if self.classes else []
        return entries + [COLUMNS[name].outcome for name in sorted(self.outcomes)]

    def numbers(self) -> list[Any]:
        """Those that are numbers."""
        return [e for e in self.values() if e.column.domain.hull is not None]

    def labels(self) -> list[Any]:
        """Those that are classes."""
        return [e for e in self.values() if e.column == kinds.column]


CLOSED = Scope()


# ---- drawing expressions ---------------------------------------------------------------------------------------------


class Draw:
    """Random expressions, by sort: "positive", "nonnegative", "real" (finite all three), or "extended" (it may be -oo)."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.roomy = random.choice((0.0, ROOMY, 1.0))

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def pick(self, options: Sequence[Any]) -> Any:
        return options[self.random.randrange(len(options))]

    def make(self, func: Any, *args: Any) -> Any:
        """A node, as written or through SymPy's own constructor."""
        return raw(func, args) if self.chance(self.roomy) else func(*args)

    def minus(self, e: Any) -> Any:
        return self.make(Mul, Rational(-1), e)

    def over(self, e: Any, by: Any) -> Any:
        return self.make(Mul, e, self.make(Pow, by, Rational(-1)))

    def applied(self, heads: Sequence[Any], scope: Scope) -> Any:
        """A density or function at what is bound; None where nothing is."""
        head, bound = self.pick(heads), scope.values()
        if head is f and self.chance(0.1):
            return f()
        columns = list({e.column.name: e for e in self.random.sample(bound, len(bound))}.values())
        columns = [e for e in columns if e.column.name in (("k", "x", "y") if head is g_k else ("x", "y", "z"))]
        if head is g_k and (not columns or not any(e.column == kinds.column for e in columns)):
            return None
        if not columns:
            return None
        points = columns[: self.pick((1, 1, 1, 2))]
        given = tuple(columns[len(points) : len(points) + self.pick((0, 0, 1))])
        if head is phat:
            points, given = [e for e in points if e.column.name == "y"], ()
        return head(*points, given=given) if points and given else head(*points) if points else None

    def leaf(self, sort: str, scope: Scope) -> Any:
        values = scope.values()
        if sort == "positive":
            entries = [e for e in values if e.column.name == "t"]
            options = [self.pick(POSITIVE), self.pick(NUMBERS), *entries, self.applied((h,), scope)]
        elif sort == "nonnegative":
            entries = [e for e in values if e.column.name in ("t", "b", "u")]
            densities = [self.applied((p, q, q, phat), scope) for _ in range(3)]
            options = [self.pick(NONNEGATIVE), *entries, *densities, self.applied((g, k), scope)]
        else:
            options = [self.pick(REAL), self.pick(REAL + NONNEGATIVE), *scope.numbers()]
            options += [*[self.applied((f,), scope)] * 2, *[self.applied((g_k,), scope)] * 3]
            if sort == "extended":
                inner = [self.applied((p, q, q, phat), scope) or self.pick(NONNEGATIVE) for _ in range(3)]
                options += [self.make(log, e) for e in inner]
        return self.pick([e for e in options if e is not None])

    def bind(self, sort: str, depth: int, scope: Scope) -> Any:
        """A sum or product over rows, or an expectation, or None where everything is bound already."""
        sizes = [n for n in ("n", "n", "m") if n not in scope.rows]
        kind = self.pick(("sum", "sum", "product", "mean", "mean", "empirical", "total", "total"))
        if kind == "total":
            if scope.classes and self.chance(0.7):
                return None
            return kinds.total(self.expression(sort, depth - 1, scope._replace(classes=True)))
        if kind in ("sum", "product"):
            if not sizes or (kind == "product" and sort == "extended"):
                return None
            size = self.pick(sizes)
            table = x if size == "n" else b
            body = self.expression(sort, depth - 1, scope._replace(rows=scope.rows | {size}))
            return table.sum(body) if kind == "sum" else table.product(body)
        columns = [name for name in ("x", "y", "z") if name not in scope.outcomes]
        if not columns:
            return None
        chosen = self.random.sample(columns, min(len(columns), self.pick((1, 1, 2))))
        given = tuple(e for e in scope.values() if e.column.name in ("x", "y") and e.column.name not in chosen)[:1]
        points = [COLUMNS[name].outcome for name in chosen]
        body = self.expression(sort, depth - 1, scope._replace(outcomes=scope.outcomes | set(chosen)))
        if kind == "empirical":
            return Expectation(body, phat(*points))
        head = self.pick((p, p, q))
        return Expectation(body, head(*points, given=given) if given and self.chance(0.3) else head(*points))

    def expression(self, sort: str, depth: int, scope: Scope = CLOSED) -> Any:
        """An expression of this sort."""
        if depth <= 0 or self.chance(0.12):
            return self.leaf(sort, scope)
        if self.chance(0.3):
            bound = self.bind(sort, depth, scope)
            if bound is not None:
                return bound
        go = lambda sort_: self.expression(sort_, depth - 1, scope)
        make = self.make
        if sort == "positive":
            options: list[Callable[[], Any]] = [
                lambda: make(Mul, go("positive"), go("positive")),
                lambda: self.over(go("positive"), go("positive")),
                lambda: make(Add, go("positive"), go("nonnegative")),
                lambda: make(exp, go("real")),
                lambda: make(Pow, go("positive"), self.pick(EXPONENTS)),
                lambda: make(Pow, go("positive"), go("real")),
                lambda: Max(go("positive"), go("real")),
                lambda: make(gamma, go("positive")),
                lambda: make(factorial, go("nonnegative")),
                lambda: make(polygamma, Integer(1), go("positive")),
                lambda: make(besseli, Integer(0), go("real")),
                lambda: make(Add, Integer(1), make(exp, go("real"))),
                lambda: self.softmax(scope),
            ]
        elif sort == "nonnegative":
            options = [
                lambda: make(Mul, go("nonnegative"), go("nonnegative")),
                lambda: make(Mul, go("nonnegative"), go("nonnegative"), go("positive")),
                lambda: make(Add, go("nonnegative"), go("nonnegative")),
                lambda: self.over(go("nonnegative"), go("positive")),
                lambda: make(exp, go("extended")),
                lambda: make(Pow, go("nonnegative"), self.pick((2, 3, HALF, Rational(3, 2)))),
                lambda: make(Pow, go("nonnegative"), go("nonnegative")),
                lambda: make(Abs, go("real")),
                lambda: Min(go("nonnegative"), go("positive")),
                lambda: self.indicator(go, scope),
                lambda: make(Mul, self.indicator(go, scope), go("nonnegative")),
                lambda: make(besseli, Integer(1), go("nonnegative")),
            ]
        elif sort == "real":
            options = [
                lambda: make(Add, go("real"), go("real")),
                lambda: make(Add, go("real"), self.minus(go("real"))),
                lambda: make(Mul, go("real"), go("real")),
                lambda: self.over(go("real"), go("positive")),
                lambda: self.minus(go("real")),
                lambda: make(log, go("positive")),
                lambda: make(Pow, go("real"), self.pick((2, 3))),
                lambda: (Max if self.chance(0.5) else Min)(go("real"), go("real")),
                lambda: go("nonnegative"),
                lambda: make(Mul, self.indicator(go, scope), go("real")),
                lambda: make(self.pick((cos, cos, sin, tanh, atan, erf)), go("real")),
                lambda: make(cos, make(Add, go("real"), self.minus(go("real")))),
                lambda: make(polygamma, Integer(0), go("positive")),
                lambda: make(loggamma, go("positive")),
                lambda: make(log, make(Add, Integer(1), make(exp, go("real")))),
                lambda: make(log, self.softmax(scope)),
            ]
        else:
            options = [
                lambda: make(log, go("nonnegative")),
                lambda: make(log, make(Add, go("nonnegative"), go("nonnegative"))),
                lambda: make(Add, go("extended"), go("extended")),
                lambda: make(Add, go("extended"), go("real")),
                lambda: make(Mul, go("nonnegative"), go("extended")),
                lambda: make(Mul, go("positive"), go("extended")),
                lambda: make(Add, go("extended"), self.minus(go("extended"))),
                lambda: make(Mul, self.indicator(go, scope), go("extended")),
            ]
        return self.pick(options)()

    def indicator(self, go: Callable[[str], Any], scope: Scope) -> Any:
        """1 where two numbers are the same, or ordered, or where two classes are the same."""
        labels = scope.labels()
        if len(labels) > 1 and self.chance(0.7):
            return Same(*self.random.sample(labels, 2))
        return (AtMost if self.chance(0.7) else Same)(go("real"), go("real"))

    def softmax(self, scope: Scope) -> Any:
        """exp(g(k)) over its sum, or with a logistic function where there is no class to speak of."""
        labels = [e for e in scope.labels() if e != kinds.each]
        if not labels or (scope.classes and self.chance(0.5)):
            u = self.leaf("real", scope)
            return self.over(self.make(exp, u), self.make(Add, Integer(1), self.make(exp, u)))
        k_i = self.pick(labels)
        return self.over(self.make(exp, g_k(k_i)), kinds.total(self.make(exp, g_k(kinds.each))))

    def small(self) -> Any:
        """A single special function, indicator, quotient or sum over classes of leaves, alone or in a sum over rows."""
        scope = self.pick((CLOSED, CLOSED, Scope(frozenset({"n"}))))
        leaf, make = lambda sort: self.leaf(sort, scope), self.make
        options: list[Callable[[], Any]] = [
            lambda: make(self.pick((gamma, loggamma, log)), leaf("positive")),
            lambda: make(factorial, leaf("nonnegative")),
            lambda: make(self.pick((cos, cos, sin, tanh, atan, erf, Abs)), leaf("real")),
            lambda: make(polygamma, self.pick((Integer(0), Integer(1), Integer(2))), leaf("positive")),
            lambda: make(besseli, self.pick((Integer(0), Integer(1))), leaf("real")),
            lambda: self.indicator(leaf, scope),
            lambda: self.indicator(leaf, scope),
            lambda: (Max if self.chance(0.5) else Min)(leaf("real"), leaf("real")),
            lambda: make(log, make(Add, Integer(1), make(exp, leaf("real")))),
            lambda: self.softmax(scope),
            lambda: self.over(leaf("positive"), make(Add, leaf("positive"), leaf("nonnegative"))),
            lambda: kinds.total(self.leaf(self.pick(("positive", "real")), scope._replace(classes=True))),
            lambda: kinds.total(self.expression("real", 2, scope._replace(classes=True))),
            lambda: make(Pow, leaf(self.pick(("positive", "nonnegative"))), leaf(self.pick(("nonnegative", "real")))),
        ]
        e = self.pick(options)()
        e = make(Mul, leaf("real"), e) if self.chance(0.3) else e
        return x.sum(e) if scope.rows else e

    def of_factors(self) -> Any:
        """A product of powers of sums of leaves under a logarithm, an absolute value, a power or a product over rows."""
        scope, make = self.pick((CLOSED, CLOSED, Scope(frozenset({"n"})))), self.make
        sorts = self.pick((("positive",), ("positive", "nonnegative"), ("real", "positive"), ("real",)))

        def whole() -> Any:
            parts = [self.leaf(self.pick(sorts), scope) for _ in range(self.pick((1, 2, 2)))]
            return make(Add, self.pick((Integer(1), Integer(2), *map(self.minus, NUMBERS), parts[0])), *parts)

        sums = [whole() for _ in range(self.pick((1, 2, 2, 3)))]
        e = make(Mul, *(make(Pow, u, self.pick((1, 1, 2, 2, 3, 4, -1, HALF))) if self.chance(0.6) else u for u in sums))
        e = make(Pow, e, self.pick((2, HALF, Rational(3, 2), -1, self.leaf("real", CLOSED)))) if self.chance(0.2) else e
        around = self.pick((log, log, Abs, Pow, RowProduct, None))
        if around is Pow:
            return make(Pow, e, self.pick((x.n, 2 * x.n, HALF, self.leaf("real", CLOSED), s, r)))
        if scope.rows and around is RowProduct:
            return x.product(e)
        e = make(around, e) if around in (log, Abs) else e
        return x.sum(e) if scope.rows else e

    def of_functions(self) -> Any:
        """Functions of functions, and of sums of leaves."""
        e = self.leaf("real", CLOSED)
        for _ in range(self.pick((1, 1, 2))):
            e = self.make(Add, e, self.leaf("real", CLOSED)) if self.chance(0.3) else e
            e = self.make(self.pick(ON_REALS), e)
        return self.make(Add, e, self.make(self.pick(ON_REALS), self.leaf("real", CLOSED))) if self.chance(0.3) else e

    def top(self, depth: int) -> Any:
        e = self.expression(self.pick(("positive", "nonnegative", "real", "extended", "extended")), depth)
        return self.minus(e) if self.chance(0.25) else e


# ---- laws: node -> node, or None where it does not apply. True, conditional and false ones stand side by side --------

Law = Callable[[Any, Draw, Scope], Any]
LAWS: dict[str, Law] = {}
FALSE: dict[str, Law] = {}


def _law(function_: Law) -> Law:
    LAWS[function_.__name__[1:]] = function_
    return function_


def _false(function_: Law) -> Law:
    FALSE[function_.__name__[1:]] = function_
    return function_


def _others(e: Any, one: Any) -> tuple[Any, ...]:
    """The arguments of `e` with `one` of them, counted once, left out."""
    args = list(e.args)
    args.remove(one)
    return tuple(args)


def _join(draw: Draw, func: Any, args: Sequence[Any]) -> Any:
    return args[0] if len(args) == 1 else draw.make(func, *args)


def _split(e: Any, draw: Draw, func: Any) -> tuple[Any, Any] | None:
    """The arguments of a sum or product in two parts."""
    if not isinstance(e, func) or len(e.args) < 2:
        return None
    at = draw.random.randrange(1, len(e.args))
    return _join(draw, func, e.args[:at]), _join(draw, func, e.args[at:])


def _loose(e: Any, binder: Any) -> bool:
    """Does an expression not depend on what a binder binds?"""
    if isinstance(binder, Expectation):
        return not any(t in binder.law.points for t in walk(e))
    if isinstance(binder, Total):
        return not any(t == binder.each for t in walk(e))
    return not any(isinstance(t, Entry) and t.args[1] == binder.index for t in walk(e))


def _rebind(binder: Any, body: Any) -> Any:
    return binder.func(body, *binder.args[1:])


@_law
def _distribute(e: Any, draw: Draw, scope: Scope) -> Any:
    sums = [u for u in e.args if isinstance(u, Add)] if isinstance(e, Mul) else []
    if not sums:
        return None
    rest = _others(e, sums[0])
    return draw.make(Add, *(draw.make(Mul, *rest, u) for u in sums[0].args))


@_law
def _factor(e: Any, draw: Draw, scope: Scope) -> Any:
    if not isinstance(e, Add) or len(e.args) != 2:
        return None
    left, right = (set(u.args) if isinstance(u, Mul) else {u} for u in e.args)
    common = sorted(left & right, key=str)
    if not common:
        return None
    one = common[0]
    rests = [_join(draw, Mul, _others(u, one) or (Rational(1),)) if isinstance(u, Mul) else Rational(1) for u in e.args]
    return draw.make(Mul, one, draw.make(Add, *rests))


@_law
def _log_of_product(e: Any, draw: Draw, scope: Scope) -> Any:
    if isinstance(e, log) and isinstance(e.args[0], Mul):
        return draw.make(Add, *(draw.make(log, u) for u in e.args[0].args))
    return None


@_law
def _sum_of_logs(e: Any, draw: Draw, scope: Scope) -> Any:
    logs = [u for u in e.args if isinstance(u, log)] if isinstance(e, Add) else []
    if len(logs) < 2:
        return None
    rest = _others(e, logs[0])
    rest = tuple(u for u in rest if u is not logs[1])
    return _join(draw, Add, (draw.make(log, draw.make(Mul, logs[0].args[0], logs[1].args[0])), *rest))


@_law
def _log_of_quotient(e: Any, draw: Draw, scope: Scope) -> Any:
    powers = (
        [u for u in e.args[0].args if isinstance(u, Pow)] if isinstance(e, log) and isinstance(e.args[0], Mul) else []
    )
    if not powers:
        return None
    rest, last = _others(e.args[0], powers[0]), powers[0]
    return draw.make(Add, draw.make(log, _join(draw, Mul, rest)), draw.make(Mul, last.exp, draw.make(log, last.base)))


@_law
def _log_of_power(e: Any, draw: Draw, scope: Scope) -> Any:
    if isinstance(e, log) and isinstance(e.args[0], Pow):
        return draw.make(Mul, e.args[0].exp, draw.make(log, e.args[0].base))
    return None


def _log_of_square(e: Any, draw: Draw, scope: Scope) -> Any:
    """log(u^k) = k log|u|, and a root of u^k as a power of |u|: false where k is odd."""
    if isinstance(e, log) and isinstance(e.args[0], Pow):
        return draw.make(Mul, e.args[0].exp, draw.make(log, raw(Abs, (e.args[0].base,))))
    if isinstance(e, Pow) and isinstance(e.base, Pow):
        return draw.make(Pow, raw(Abs, (e.base.base,)), draw.make(Mul, e.base.exp, e.exp))
    return draw.make(Pow, raw(Abs, (e.base,)), e.exp) if isinstance(e, Pow) else None


def _multiplied_out(e: Any, draw: Draw, scope: Scope) -> Any:
    return e.expand() if isinstance(e, Mul | Pow) else None


@_law
def _factor_of_log(e: Any, draw: Draw, scope: Scope) -> Any:
    logs = [u for u in e.args if isinstance(u, log)] if isinstance(e, Mul) else []
    if not logs:
        return None
    return draw.make(log, draw.make(Pow, logs[0].args[0], _join(draw, Mul, _others(e, logs[0]))))


@_law
def _log_of_rows(e: Any, draw: Draw, scope: Scope) -> Any:
    if isinstance(e, log) and isinstance(e.args[0], RowProduct):
        return RowSum(draw.make(log, e.args[0].body), *e.args[0].args[1:])
    if isinstance(e, RowSum) and isinstance(e.body, log):
        return draw.make(log, RowProduct(e.body.args[0], *e.args[1:]))
    return None


@_law
def _exp_of_rows(e: Any, draw: Draw, scope: Scope) -> Any:
    if isinstance(e, exp) and isinstance(e.args[0], RowSum):
        return RowProduct(draw.make(exp, e.args[0].body), *e.args[0].args[1:])
    if isinstance(e, RowProduct) and isinstance(e.body, exp):
        return draw.make(exp, RowSum(e.body.args[0], *e.args[1:]))
    if isinstance(e, RowProduct):
        return draw.make(exp, RowSum(draw.make(log, e.body), *e.args[1:]))
    return None


@_law
def _exp_of_log(e: Any, draw: Draw, scope: Scope) -> Any:
    if isinstance(e, exp) and isinstance(e.args[0], log):
        return e.args[0].args[0]
    if isinstance(e, log) and isinstance(e.args[0], exp):
        return e.args[0].args[0]
    return draw.make(exp, draw.make(log, e))


@_law
def _log_of_exp(e: Any, draw: Draw, scope: Scope) -> Any:
    return draw.make(log, draw.make(exp, e))


@_law
def _exp_of_sum(e: Any, draw: Draw, scope: Scope) -> Any:
    if isinstance(e, exp) and isinstance(e.args[0], Add):
        return draw.make(Mul, *(draw.make(exp, u) for u in e.args[0].args))
    exps = [u for u in e.args if isinstance(u, exp)] if isinstance(e, Mul) else []
    if len(exps) < 2:
        return None
    rest = tuple(u for u in e.args if u not in exps[:2])
    return _join(draw, Mul, (draw.make(exp, draw.make(Add, exps[0].args[0], exps[1].args[0])), *rest))


@_law
def _reciprocal(e: Any, draw: Draw, scope: Scope) -> Any:
    if isinstance(e, Pow):
        return draw.make(exp, draw.make(Mul, e.exp, draw.make(log, e.base)))
    if isinstance(e, exp) and isinstance(e.args[0], Mul):
        return draw.make(Pow, draw.make(exp, _join(draw, Mul, e.args[0].args[1:])), e.args[0].args[0])
    return None


@_law
def _linear(e: Any, draw: Draw, scope: Scope) -> Any:
    """Constants leave sums and expectations, and enter them."""
    if isinstance(e, RowSum | Expectation | Total) and isinstance(e.body, Mul):
        loose = [u for u in e.body.args if _loose(u, e)]
        if loose:
            one = draw.pick(loose)
            return draw.make(Mul, one, _rebind(e, _join(draw, Mul, _others(e.body, one))))
    if isinstance(e, Mul):
        binders = [u for u in e.args if isinstance(u, RowSum | Expectation | Total)]
        if binders:
            return _rebind(binders[0], draw.make(Mul, *_others(e, binders[0]), binders[0].body))
    return None


@_law
def _additive(e: Any, draw: Draw, scope: Scope) -> Any:
    """Sums and expectations of sums, split and joined: false where infinities of both signs may meet."""
    if isinstance(e, RowSum | Expectation | Total):
        parts = _split(e.body, draw, Add)
        return parts and draw.make(Add, *(_rebind(e, part) for part in parts))
    if isinstance(e, Add):
        binders = [u for u in e.args if isinstance(u, RowSum | Expectation | Total)]
        if len(binders) > 1 and binders[0].args[1:] == binders[1].args[1:]:
            rest = tuple(u for u in e.args if u not in binders[:2])
            return _join(draw, Add, (_rebind(binders[0], draw.make(Add, binders[0].body, binders[1].body)), *rest))
    return None


@_law
def _multiplicative(e: Any, draw: Draw, scope: Scope) -> Any:
    """Products of products over rows, split and joined."""
    if isinstance(e, RowProduct):
        parts = _split(e.body, draw, Mul)
        return parts and draw.make(Mul, *(_rebind(e, part) for part in parts))
    if isinstance(e, Mul):
        binders = [u for u in e.args if isinstance(u, RowProduct)]
        if len(binders) > 1 and binders[0].args[1:] == binders[1].args[1:]:
            rest = tuple(u for u in e.args if u not in binders[:2])
            return _join(draw, Mul, (_rebind(binders[0], draw.make(Mul, binders[0].body, binders[1].body)), *rest))
    return None


@_law
def _constant_body(e: Any, draw: Draw, scope: Scope) -> Any:
    if isinstance(e, RowSum | RowProduct | Expectation | Total) and _loose(e.body, e):
        if isinstance(e, Expectation):
            return e.body
        if isinstance(e, Total):
            return draw.make(Mul, kinds.total(Integer(1)), e.body)
        return draw.make(Mul, e.count, e.body) if isinstance(e, RowSum) else draw.make(Pow, e.body, e.count)
    return Expectation(e, p(z.outcome)) if "z" not in scope.outcomes and draw.chance(0.3) else None


@_law
def _constant_in_sum(e: Any, draw: Draw, scope: Scope) -> Any:
    """Constants leave the body of an expectation, and enter one that stands beside them."""
    if isinstance(e, Expectation) and isinstance(e.body, Add):
        loose = [u for u in e.body.args if _loose(u, e)]
        if loose:
            return draw.make(Add, loose[0], _rebind(e, _join(draw, Add, _others(e.body, loose[0]))))
    if isinstance(e, Add):
        binders = [u for u in e.args if isinstance(u, Expectation)]
        if binders:
            return _rebind(binders[0], draw.make(Add, *_others(e, binders[0]), binders[0].body))
    return None


@_law
def _empirical_mean(e: Any, draw: Draw, scope: Scope) -> Any:
    if isinstance(e, Expectation) and e.law.head.kind == "empirical" and "n" not in scope.rows:
        bound = set(e.law.points)
        body = replace(e.body, lambda u: COLUMNS[u.column.name].i if u in bound else None)
        return draw.over(x.sum(body), x.n)
    if isinstance(e, RowSum) and e.count == x.n:
        columns = sorted({u.column.name for u in walk(e.body) if isinstance(u, Entry) and u.column.size == "n"})
        columns = [name for name in columns if name not in scope.outcomes] or ["x"]
        if not set(columns) & scope.outcomes and set(columns) <= {"x", "y", "z", "t"}:
            inside = lambda u: (
                COLUMNS[u.column.name].outcome if isinstance(u, Entry) and u.column.name in columns else None
            )
            law = phat(*(COLUMNS[name].outcome for name in columns))
            return draw.make(Mul, x.n, Expectation(replace(e.body, inside), law))
    return None


@_law
def _power_of_product(e: Any, draw: Draw, scope: Scope) -> Any:
    if isinstance(e, Pow) and isinstance(e.base, Mul):
        return draw.make(Mul, *(draw.make(Pow, u, e.exp) for u in e.base.args))
    if isinstance(e, Pow) and isinstance(e.base, Pow):
        return draw.make(Pow, e.base.base, draw.make(Mul, e.base.exp, e.exp))
    if isinstance(e, Pow) and e.exp == 2:
        return raw(Mul, (e.base, e.base))
    if isinstance(e, Pow) and isinstance(e.exp, Add):
        return draw.make(Mul, *(draw.make(Pow, e.base, u) for u in e.exp.args))
    return None


@_law
def _cancel(e: Any, draw: Draw, scope: Scope) -> Any:
    """u + v - v, u v / v and u v exp(-log v) for u: false where v is infinite, or zero."""
    other = draw.pick((e, *(e.args if isinstance(e, Add | Mul) else ()), draw.leaf("nonnegative", scope)))
    kind = draw.pick(("difference", "quotient", "exponential", "opposite"))
    if kind == "difference":
        return raw(Add, (draw.make(Add, e, other), raw(Mul, (Rational(-1), other))))
    if kind == "quotient":
        return raw(Mul, (draw.make(Mul, e, other), raw(Pow, (other, Rational(-1)))))
    if kind == "exponential":
        return raw(Mul, (e, other, raw(exp, (raw(Mul, (Rational(-1), raw(log, (other,)))),))))
    wild = other if draw.chance(0.5) else raw(log, (other,))
    if "y" not in scope.outcomes and draw.chance(0.3):
        wild = expectation(log(q(y.outcome)), p(y.outcome))
    return raw(Mul, (e, raw(exp, (wild,)), raw(exp, (raw(Mul, (Rational(-1), wild)),))))


@_law
def _absolute(e: Any, draw: Draw, scope: Scope) -> Any:
    if isinstance(e, Abs) and isinstance(e.args[0], Mul):
        return draw.make(Mul, *(draw.make(Abs, u) for u in e.args[0].args))
    if isinstance(e, Abs):
        return draw.make(Abs, draw.minus(e.args[0])) if draw.chance(0.5) else e.args[0]
    return draw.make(Abs, e)


@_law
def _extremes(e: Any, draw: Draw, scope: Scope) -> Any:
    if isinstance(e, Max | Min):
        other = Min if isinstance(e, Max) else Max
        return draw.minus(other(*(draw.minus(u) for u in e.args)))
    return Max(e, e - 1) if draw.chance(0.5) else Min(e, e + 1)


@_law
def _reorder(e: Any, draw: Draw, scope: Scope) -> Any:
    if isinstance(e, Add | Mul):
        return raw(e.func, tuple(draw.random.sample(e.args, len(e.args))))
    return None


@_law
def _nest(e: Any, draw: Draw, scope: Scope) -> Any:
    if isinstance(e, Add | Mul):
        parts = _split(e, draw, e.func)
        return parts and raw(e.func, parts)
    return None


@_law
def _swap_binders(e: Any, draw: Draw, scope: Scope) -> Any:
    if isinstance(e, RowSum | Expectation | Total) and isinstance(e.body, RowSum | Expectation | Total):
        return _rebind(e.body, _rebind(e, e.body.body))
    return None


@_law
def _zero(e: Any, draw: Draw, scope: Scope) -> Any:
    """What is zero, or one, by convention."""
    other = draw.leaf("extended", scope)
    kind = draw.pick(("plus", "times", "power"))
    if kind == "plus":
        return raw(Add, (e, raw(Mul, (Rational(0), other))))
    return raw(Mul, (e, raw(Pow, (other, Rational(0))))) if kind == "power" else raw(Mul, (e, Rational(1)))


@_law
def _chosen(e: Any, draw: Draw, scope: Scope) -> Any:
    """sum_y 1[y = z] g(y) = g(z), both ways."""
    if isinstance(e, Total) and isinstance(e.body, Mul):
        chosen = [u for u in e.body.args if isinstance(u, Same) and e.each in u.args]
        if chosen:
            (other,) = [u for u in chosen[0].args if u != e.each] or (e.each,)
            rest = _join(draw, Mul, _others(e.body, chosen[0]))
            return replace(rest, lambda u: other if u == e.each else None)
        return None
    labels = [u for u in scope.labels() if u != kinds.each]
    if not labels or scope.classes or any(isinstance(u, Total) for u in walk(e)):
        return None
    one = draw.pick(labels)
    body = replace(e, lambda u: kinds.each if u == one else None) if draw.chance(0.8) else e
    return kinds.total(draw.make(Mul, Same(kinds.each, one), body))


@_law
def _indicated(e: Any, draw: Draw, scope: Scope) -> Any:
    """Relations between numbers, scaled, shifted and turned; a factor that may be 0 makes it false."""
    if not isinstance(e, AtMost | Same) or any(u.has(Class) or u in scope.labels() for u in e.args):
        return None
    left, right = e.args
    kind = draw.pick(("scale", "shift", "turn", "power", "swap", "factor"))
    if kind == "scale":
        by = draw.pick((s, v, Integer(3), draw.leaf("positive", scope)))
        return e.func(draw.make(Mul, by, left), draw.make(Mul, by, right))
    if kind == "shift":
        by = draw.leaf("real", scope)
        return e.func(draw.make(Add, left, by), draw.make(Add, right, by))
    if kind == "turn":
        return e.func(draw.minus(right), draw.minus(left))
    if kind == "power":
        return draw.make(Pow, e, draw.pick((2, 3, HALF)))
    if kind == "swap":
        return (
            Same(right, left)
            if isinstance(e, Same)
            else draw.make(Add, 1, Same(left, right), draw.minus(AtMost(right, left)))
        )
    return e.func(draw.make(Mul, r, left), draw.make(Mul, r, right))


@_law
def _special(e: Any, draw: Draw, scope: Scope) -> Any:
    """Recurrences, symmetries and turns of the special functions; a few of them hold on a part of the reals only."""
    one = Integer(1)
    if isinstance(e, gamma):
        u = e.args[0]
        if draw.chance(0.5):
            return draw.over(raw(gamma, (draw.make(Add, u, one),)), u)
        return draw.make(Mul, draw.make(Add, u, -one), raw(gamma, (draw.make(Add, u, -one),)))
    if isinstance(e, factorial):
        u = e.args[0]
        return (
            raw(gamma, (draw.make(Add, u, one),)) if draw.chance(0.5) else draw.make(Mul, u, raw(factorial, (u - 1,)))
        )
    if isinstance(e, loggamma):
        return draw.make(log, draw.make(gamma, e.args[0]))
    if isinstance(e, polygamma):
        (m, u), more = e.args, draw.make(Add, e.args[1], one)
        last = draw.make(Mul, (-one) ** m * factorial(m), draw.make(Pow, u, -m - 1))
        return draw.make(Add, raw(polygamma, (m, more)), draw.minus(last))
    if isinstance(e, cos | sin):
        u, kind = e.args[0], draw.pick(("turn", "half", "sign", "turns", "turns"))
        if kind == "sign":
            other = raw(e.func, (draw.minus(u),))
            return other if isinstance(e, cos) else draw.minus(other)
        if kind == "half":
            return draw.minus(raw(e.func, (draw.make(Add, u, draw.pick((pi, -pi, 3 * pi))),)))
        by = draw.pick((2 * pi, -4 * pi)) if kind == "turn" else 2 * pi * draw.pick((j, x.n, r, w, v, j * x.n))
        return raw(e.func, (draw.make(Add, u, by),))
    if isinstance(e, tanh | atan | erf | sinh | asinh | sign):
        return draw.minus(raw(e.func, (draw.minus(e.args[0]),)))
    if isinstance(e, cosh):
        return raw(cosh, (draw.minus(e.args[0]),))
    if isinstance(e, softplus):
        return draw.make(log, draw.make(Add, one, draw.make(exp, e.args[0])))
    if isinstance(e, logistic):
        return draw.over(one, draw.make(Add, one, draw.make(exp, draw.minus(e.args[0]))))
    if isinstance(e, besseli):
        return draw.make(Mul, (-one) ** e.args[0], raw(besseli, (e.args[0], draw.minus(e.args[1]))))
    return None


@_law
def _quotient(e: Any, draw: Draw, scope: Scope) -> Any:
    """u/(u + v) = 1 - v/(u + v): false where u + v may be 0; and quotients as they are written by hand."""
    if isinstance(e, Mul):
        below = [u for u in e.args if isinstance(u, Pow) and u.exp == -1 and isinstance(u.base, Add)]
        for u in below:
            rest = _others(e, u)
            for term in u.base.args:
                if term in rest:
                    others = _join(draw, Add, _others(u.base, term))
                    share = draw.make(Add, 1, draw.minus(draw.make(Mul, others, u)))
                    left = list(rest)
                    left.remove(term)
                    return _join(draw, Mul, (*left, share))
    other = draw.leaf(draw.pick(("positive", "nonnegative")), scope)
    whole = draw.make(Add, e, other)
    return draw.make(Add, draw.over(raw(Mul, (e, e)), whole), draw.over(raw(Mul, (e, other)), whole))


@_law
def _by_cases(e: Any, draw: Draw, scope: Scope) -> Any:
    """What symbolic.provers.cases is for."""
    minus = draw.minus
    if isinstance(e, log) and isinstance(e.args[0], Add):
        for u in e.args[0].args:
            rest = _others(e.args[0], u)
            if isinstance(u, exp) and rest == (1,):
                safe = draw.make(log, draw.make(Add, 1, draw.make(exp, minus(raw(Abs, (u.args[0],))))))
                return draw.make(Add, raw(Max, (u.args[0], Integer(0))), safe)
    if isinstance(e, Abs):
        return raw(Max, (e.args[0], minus(e.args[0])))
    if isinstance(e, Max | Min) and len(e.args) == 2:
        one, other = e.args
        half = draw.make(
            Add, one, other, (1 if isinstance(e, Max) else -1) * raw(Abs, (draw.make(Add, one, minus(other)),))
        )
        if draw.chance(0.5):
            return draw.make(Mul, HALF, half)
        first, second = AtMost(other, one), AtMost(one, other)
        first, second = (first, 1 - first) if draw.chance(0.5) else (first, second)
        one, other = (one, other) if isinstance(e, Max) else (other, one)
        return draw.make(Add, draw.make(Mul, first, one), draw.make(Mul, second, other))
    if isinstance(e, AtMost):
        return draw.make(Add, 1, minus(AtMost(e.args[1], e.args[0])), Same(*e.args))
    return None


@_false
def _other_function(e: Any, draw: Draw, scope: Scope) -> Any:
    swaps = {
        cos: sin,
        sin: cos,
        gamma: loggamma,
        loggamma: gamma,
        factorial: gamma,
        tanh: atan,
        sinh: asinh,
        cosh: sinh,
        floor: ceiling,
        ceiling: floor,
        sign: tanh,
        softplus: logistic,
        logistic: softplus,
        AtMost: Same,
        Same: AtMost,
    }
    other = next((swaps[kind] for kind in swaps if isinstance(e, kind)), None)
    if other in (AtMost, Same) and any(u in scope.labels() for u in e.args):
        return None
    if isinstance(e, polygamma | besseli):
        return raw(e.func, (e.args[0] + 1, e.args[1]))
    return other and raw(other, e.args)


@_false
def _shifted(e: Any, draw: Draw, scope: Scope) -> Any:
    """The argument of a function, one more or one less; an indicator turned without its ties."""
    if isinstance(e, (gamma, factorial, loggamma, cos, sin, tanh, atan, erf, log, *ON_REALS)):
        return raw(e.func, (draw.make(Add, e.args[0], draw.pick((1, -1))),))
    if isinstance(e, AtMost):
        return draw.pick((AtMost(e.args[1], e.args[0]), 1 - AtMost(e.args[1], e.args[0])))
    return None


@_false
def _other_class(e: Any, draw: Draw, scope: Scope) -> Any:
    if e in scope.labels():
        return draw.pick(scope.labels())
    if isinstance(e, Applied) and any(u in scope.labels() for u in walk(e)):
        old = next(u for u in walk(e) if u in scope.labels())
        new = draw.pick(scope.labels())
        return replace(e, lambda u: new if u == old else None)
    return e.body if isinstance(e, Total) and _loose(e.body, e) else None


@_false
def _sign(e: Any, draw: Draw, scope: Scope) -> Any:
    return draw.minus(e)


@_false
def _twice(e: Any, draw: Draw, scope: Scope) -> Any:
    return draw.make(Mul, draw.pick((Rational(2), x.n, w, s)), e)


@_false
def _drop(e: Any, draw: Draw, scope: Scope) -> Any:
    return _join(draw, e.func, _others(e, draw.pick(e.args))) if isinstance(e, Add | Mul) and len(e.args) > 1 else None


@_false
def _exchange(e: Any, draw: Draw, scope: Scope) -> Any:
    """Sum and product, log and exp, largest and smallest."""
    kinds = {Add: Mul, Mul: Add, Max: Min, Min: Max, RowSum: RowProduct, RowProduct: RowSum}
    other = next((kinds[kind] for kind in kinds if isinstance(e, kind)), None)
    return other and (other(*e.args) if other in (RowSum, RowProduct, Max, Min) else draw.make(other, *e.args))


@_false
def _product_of_sums(e: Any, draw: Draw, scope: Scope) -> Any:
    if isinstance(e, RowSum | Expectation):
        parts = _split(e.body, draw, Mul)
        return parts and draw.make(Mul, *(_rebind(e, part) for part in parts))
    if isinstance(e, RowProduct):
        parts = _split(e.body, draw, Add)
        return parts and draw.make(Add, *(_rebind(e, part) for part in parts))
    return None


@_false
def _through(e: Any, draw: Draw, scope: Scope) -> Any:
    """The log of a mean for the mean of the logs, the exp of a sum for the sum of the exps, ..."""
    if isinstance(e, log | exp | Abs | Pow) and isinstance(e.args[0], RowSum | Expectation | Add):
        inner, rest = e.args[0], e.args[1:]
        if isinstance(inner, Add):
            return draw.make(Add, *(draw.make(e.func, u, *rest) for u in inner.args))
        return _rebind(inner, draw.make(e.func, inner.body, *rest))
    if isinstance(e, RowSum | RowProduct | Expectation) and isinstance(e.body, log | exp | Abs | Pow):
        return draw.make(e.body.func, _rebind(e, e.body.args[0]), *e.body.args[1:])
    return None


@_false
def _other_leaf(e: Any, draw: Draw, scope: Scope) -> Any:
    if isinstance(e, Parameter):
        return draw.pick([u for u in (*REAL, *NONNEGATIVE, s, v) if u != e])
    if isinstance(e, Rational):
        return e + draw.pick((1, -1, HALF))
    if isinstance(e, Applied) and e.args[0].kind != "function":
        return draw.applied((p, q, phat), scope)
    if isinstance(e, Entry | Outcome):
        return draw.pick([u for u in scope.values() if u.column.domain.hull is not None])
    return None


@_false
def _other_binding(e: Any, draw: Draw, scope: Scope) -> Any:
    """An entry for an outcome of the same column, or the other way round: what it is bound by changes."""
    if isinstance(e, Entry | Outcome | Applied):
        values = [u for u in walk(e) if isinstance(u, Entry | Outcome)]
        if not values:
            return None
        old = draw.pick(values)
        twins = [u for u in scope.values() if u.column == old.column and u != old]
        return replace(e, lambda u: twins[0] if u == old else None) if twins else None
    return None


@_false
def _other_law(e: Any, draw: Draw, scope: Scope) -> Any:
    if isinstance(e, Expectation):
        rows = {a.column.name for a in e.law.points} <= {"x", "y", "z", "t"}  # whose empirical distribution is phat
        return Expectation(e.body, draw.pick((p, q, phat) if rows else (p, q))(*e.law.points))
    return None


@_false
def _without_binder(e: Any, draw: Draw, scope: Scope) -> Any:
    if isinstance(e, RowSum | RowProduct | Expectation) and _loose(e.body, e):
        return e.body
    return None


@_false
def _other_exponent(e: Any, draw: Draw, scope: Scope) -> Any:
    return draw.make(Pow, e.base, e.exp + draw.pick((1, -1, HALF))) if isinstance(e, Pow) else None


@_false
def _unwrap(e: Any, draw: Draw, scope: Scope) -> Any:
    if isinstance(e, Abs | log | exp):
        return e.args[0]
    if isinstance(e, Max | Min):
        return draw.pick(e.args)
    return draw.make(sqrt, draw.make(Pow, e, Rational(2))) if draw.chance(0.3) else None


def sites(e: Any, scope: Scope = CLOSED, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Any, Scope]]:
    """Every subexpression that has a value, where it stands and what is bound there."""
    yield path, e, scope
    if isinstance(e, RowSum | RowProduct):
        yield from sites(e.body, scope._replace(rows=scope.rows | {e.index.size}), (*path, 0))
    elif isinstance(e, Total):
        yield from sites(e.body, scope._replace(classes=True), (*path, 0))
    elif isinstance(e, Same) and any(u in scope.labels() for u in e.args):
        return
    elif isinstance(e, polygamma | besseli):
        yield from sites(e.args[1], scope, (*path, 1))
    elif isinstance(e, Expectation):
        inside = scope.outcomes | {u.column.name for u in e.law.points}
        yield from sites(e.body, scope._replace(outcomes=inside), (*path, 0))
    elif not isinstance(e, Applied | Entry | Outcome | Class):
        for j, arg in enumerate(e.args):
            yield from sites(arg, scope, (*path, j))


def put(e: Any, path: tuple[int, ...], new: Any) -> Any:
    """`e` with `new` at a place."""
    if not path:
        return new
    args = list(e.args)
    args[path[0]] = put(args[path[0]], path[1:], new)
    return raw(e.func, tuple(args))


SPECIAL = ("special", "indicated", "by_cases", "quotient", "chosen", "constant_body", "reciprocal")
SPECIAL_FALSE = ("other_function", "shifted", "other_class", "other_exponent", "unwrap")


OF_FACTORS: dict[str, Law] = {"log_of_square": _log_of_square, "multiplied_out": _multiplied_out}


def changed(e: Any, draw: Draw, false_share: float, special: bool = False, own: Mapping[str, Law] | None = None) -> Any:
    """`e` after one law at the first of its places, in random order, where it applies; `e` itself where none does."""
    places = list(sites(e))
    for _ in range(8):
        known, names = (FALSE, SPECIAL_FALSE) if draw.chance(false_share) else (LAWS, SPECIAL)
        known = own if own and known is LAWS and draw.chance(0.4) else known
        law = known[draw.pick(names if special else list(known))]
        for path, node, scope in draw.random.sample(places, len(places)):
            new = law(node, draw, scope)
            if new is not None:
                return put(e, path, new)
    return e


class Pair(NamedTuple):
    """Two expressions under hypotheses, and the parameters over which they are compared as unknowns."""

    left: Any
    right: Any
    given: tuple[Any, ...]
    unknowns: tuple[Any, ...]


def draw_pair(random: Random, kind: str = "") -> Pair | None:
    """The next pair, of this kind if one is named; None where what was drawn is no expression of ours."""
    draw = Draw(random)
    given = tuple(random.sample(HYPOTHESES, draw.pick((0, 0, 1, 2, 4))))
    kind = kind or draw.pick(("laws", "laws", "laws", "false", "false", "independent", "special", "special"))
    try:
        if kind == "independent":
            sort = draw.pick(("nonnegative", "real", "extended"))
            left, right = (draw.expression(sort, draw.pick((1, 1, 2))) for _ in range(2))
        elif kind == "factors":
            left = right = draw.of_factors()
            share = draw.pick((0.0, 0.0, 0.4))
            for _ in range(draw.pick((1, 2, 3))):
                right = changed(right, draw, share, own=OF_FACTORS)
        elif kind in ("special", "functions"):
            left = right = draw.small() if kind == "special" else draw.of_functions()
            share = draw.pick((0.0, 0.4, 1.0))
            for _ in range(draw.pick((1, 1, 2))):
                right = changed(right, draw, share, special=True)
        else:
            left = right = draw.top(draw.pick((1, 2, 2, 3, 3, 4)))
            share = 0.0 if kind == "laws" else 0.4
            for _ in range(draw.pick((1, 2, 3, 4))):
                right = changed(right, draw, share)
                if draw.chance(0.15):
                    left = changed(left, draw, 0.0)
        if sum(1 for _ in walk(left)) + sum(1 for _ in walk(right)) > 2 * MAX_NODES:
            return None
        well_formed(left)
        well_formed(right)
    except (DerivationError, ValueError, TypeError, ZeroDivisionError, AttributeError, RecursionError):
        return (
            None  # SymPy refuses some nodes (Max of what is no real number), and recurses for ever on some (with nan)
        )
    free = sorted((symbols(left) | symbols(right)) - {x.n, b.n}, key=str)
    parameters = [u for u in free if isinstance(u, Parameter)]
    unknowns = parameters if draw.chance(0.5) else [u for u in parameters if draw.chance(0.5)]
    return Pair(left, right, given, tuple(unknowns) or (theta,))


# ---- judging a pair --------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Tally:
    """The table. `false` and the like hold the pairs themselves, printed."""

    pairs: int = 0
    proved: int = 0
    proved_alike: int = 0  # the very same tree on both sides
    compared: int = 0  # proved, and both sides had comparable values in at least one case
    telling: int = 0  # of these, the value was not the same in all cases
    cases: int = 0
    unproved: int = 0
    unproved_equal: int = 0
    unproved_different: int = 0
    defined: int = 0
    enclosed: int = 0
    free: int = 0
    vacuous: int = 0
    skipped: int = 0
    false: list[str] = field(default_factory=list)
    undefined: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    dependent: list[str] = field(default_factory=list)

    def merge(self, other: Tally) -> None:
        for f_ in fields(self):
            setattr(self, f_.name, getattr(self, f_.name) + getattr(other, f_.name))

    @property
    def wrong(self) -> list[str]:
        return [*self.false, *self.undefined, *self.outside, *self.dependent]

    def rows(self) -> list[tuple[str, int]]:
        return [
            ("pairs drawn", self.pairs),
            ("proved equal", self.proved),
            ("  of these the same tree on both sides", self.proved_alike),
            ("  of these compared numerically", self.compared),
            ("  of these with values that vary", self.telling),
            ("  cases compared", self.cases),
            ("  FALSE ONES", len(self.false)),
            ("not proved", self.unproved),
            ("  of these equal in every case (incomplete)", self.unproved_equal),
            ("  of these certainly different", self.unproved_different),
            ("expressions proved to be defined", self.defined),
            ("  FOUND UNDEFINED", len(self.undefined)),
            ("enclosures", self.enclosed),
            ("  VALUES OUTSIDE", len(self.outside)),
            ("expressions proved free of unknowns", self.free),
            ("  FOUND TO DEPEND ON THEM", len(self.dependent)),
            ("pairs whose hypotheses hold in no case that was built", self.vacuous),
            ("pairs without any case (not evaluable)", self.skipped),
        ]


NO_VALUE = object()


def evaluate(expression: Compiled, instance: Instance, member: int) -> Any:
    """A number, NO_VALUE where it is certainly undefined, or None where balls are too wide."""
    for bits in (64, 256):
        with precision(bits):
            try:
                return expression.value(instance, member)
            except NoValue:
                return NO_VALUE
            except TooWide:
                continue
    return None


def difference(left: Compiled, right: Compiled, instance: Instance, member: int) -> int | None:
    """The certified sign of left - right; 0 where they agree to many digits, None where that stays open."""
    for bits in (64, 256):
        with precision(bits):
            try:
                one, other = left.value(instance, member), right.value(instance, member)
                return compare(one, other)
            except NoValue:
                return None
            except TooWide:
                try:
                    if agree(one, other, bits):
                        return 0
                except (UnboundLocalError, ValueError):
                    continue
    return None


def lies_outside(value: ExtendedNumber, interval: RealInterval) -> bool:
    """Is a value certainly no member of an interval?"""
    if isinstance(value, float):
        return not interval.has(value)
    lower, upper = (e if isinstance(e, float) else rational(e) for e in (interval.lower, interval.upper))
    with precision(64):
        try:
            below = compare(value, lower)
        except TooWide:
            below = 1
        try:
            above = compare(value, upper)
        except TooWide:
            above = -1
    return (
        below < 0
        or above > 0
        or (below == 0 and not interval.lower_closed)
        or (above == 0 and not interval.upper_closed)
    )


def describe(pair: Pair, instance: Instance, what: str) -> str:
    given = ", ".join(map(str, pair.given)) or "nothing"
    case = f"members={instance.members} data={instance.data} laws={instance.laws} functions={instance.functions}"
    numbers = f"outcomes={instance.outcomes} counts={instance.counts} measure={instance.measure}"
    return f"{what}\n  left  {pair.left}\n  right {pair.right}\n  given {given}\n  case  {case} {numbers}"


def judge(pair: Pair, random: Random, tally: Tally) -> None:
    """What the provers say of a pair, held against its values."""
    left, right, given, unknowns = pair
    tally.pairs += 1
    equal = Obligation("equal", (left, right), given)
    proved = any(prover.prove(equal).verdict is Verdict.PROVED for prover in (identities, cases, values))
    sides = []
    for tree in (left, right):
        owed = Obligation("defined", (tree,), given)
        defined = any(prover.prove(owed).verdict is Verdict.PROVED for prover in (ranges, values))
        try:
            sides.append((tree, defined, Values(given).of(tree)))
        except NoEnclosure:
            sides.append((tree, defined, None))
    free = proved and structure.prove(Obligation("free", (left, unknowns), given)).verdict is Verdict.PROVED
    tally.proved += proved
    tally.proved_alike += proved and left == right
    tally.unproved += not proved
    tally.defined += sum(defined for _, defined, _ in sides)
    tally.enclosed += sum(enclosure is not None for *_, enclosure in sides)
    tally.free += free
    try:
        context = Context(frozenset(u.name for u in unknowns))
        compiled = [Compiled(tree, context) for tree, *_ in sides]
        shape = shape_of(compiled, unknowns, given, context)
    except NotEvaluable:
        tally.skipped += 1
        return
    held = _cases(pair, proved, free, sides, compiled, shape, random, tally)
    tally.vacuous += not held


def _cases(
    pair: Pair, proved: bool, free: bool, sides: Any, compiled: Any, shape: Shape, random: Random, tally: Tally
) -> bool:
    """The numeric side of `judge`. Was there a case in which the hypotheses hold?"""
    found: set[int] = set()
    seen: list[Any] = []
    held = False
    for number in range(INSTANCES if proved else INSTANCES // 3):
        tape = random.randbytes(shape.length)
        instance = shape.build(bytes([tape[0] | 1 if number % 3 else tape[0] & 254]) + tape[1:])
        if instance is None:
            continue
        held = True
        lefts: list[Any] = []
        for member in range(len(instance.members)):
            values = [evaluate(e, instance, member) for e in compiled]
            lefts.append(values[0])
            for (_tree, defined, enclosure), value, side in zip(sides, values, ("left", "right"), strict=True):
                if value is NO_VALUE and defined:
                    tally.undefined.append(describe(pair, instance, f"member {member}: the {side} side has no value"))
                known = value is not NO_VALUE and value is not None and enclosure is not None
                if known and lies_outside(value, enclosure):
                    what = f"member {member}: the {side} side is {value}, outside {enclosure}"
                    tally.outside.append(describe(pair, instance, what))
            if NO_VALUE in values or None in values:
                continue
            sign = difference(*compiled, instance, member)
            if sign is None:
                continue
            tally.cases += proved
            found.add(sign)
            seen.append(values[0])
            if sign and proved:
                what = f"member {member}: {values[0]} on the left, {values[1]} on the right"
                tally.false.append(describe(pair, instance, what))
        if free and any(_separate(lefts[0], other) for other in lefts[1:]):
            tally.dependent.append(describe(pair, instance, f"the left side has the values {lefts}"))
    if proved:
        tally.compared += bool(found)
        tally.telling += any(_separate(seen[0], other) for other in seen[1:])
    else:
        tally.unproved_equal += found == {0}
        tally.unproved_different += bool(found - {0})
    return held


def _separate(one: Any, other: Any) -> bool:
    """Are these two values, and certainly different?"""
    if one is NO_VALUE or other is NO_VALUE or one is None or other is None:
        return False
    try:
        return compare(one, other) != 0
    except TooWide:
        return False


def fuzz(pairs: int, seed: int, first: int = 0, until: str = "", kind: str = "") -> Tally:
    """The pairs `first`, ..., `first + pairs - 1` of this seed, or those up to the first that shows what `until` names: a
    field of Tally, such as "false". `kind` restricts them to "laws", "false", "independent" or "special"; those of the
    kinds "functions" and "factors" are drawn where they are asked for alone.

    Each has a generator of its own: they are the same in whatever order, and by however many processes, they are drawn.
    """
    tally = Tally()
    for number in range(first, first + pairs):
        attempt, pair = 0, None
        while pair is None:
            random = Random(f"{seed}:{number}:{attempt}")
            pair, attempt = draw_pair(random, kind), attempt + 1
        judge(pair, random, tally)
        if until and getattr(tally, until):
            break
    return tally


def _chunk(work: tuple[int, int, int, str]) -> Tally:
    pairs, seed, first, kind = work
    return fuzz(pairs, seed, first, kind=kind)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and print; 1 where anything false was proved."""
    parser = argparse.ArgumentParser(
        description="Fuzz the normal form: random pairs of expressions against their values."
    )
    parser.add_argument("--pairs", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--show", type=int, default=10, help="how many findings are printed in full")
    parser.add_argument("--kind", default="", help='of pairs, such as "factors"')
    options = parser.parse_args(arguments)
    started = time.perf_counter()
    starts = range(0, options.pairs, CHUNK)
    work = [(min(CHUNK, options.pairs - at), options.seed, at, options.kind) for at in starts]
    tally = Tally()
    if options.jobs > 1:
        with ProcessPoolExecutor(options.jobs) as pool:
            for part in pool.map(_chunk, work):
                tally.merge(part)
    else:
        for one in work:
            tally.merge(_chunk(one))
    for name, count in tally.rows():
        print(f"{name:<58}{count:>9}")
    print(f"{'seconds':<58}{time.perf_counter() - started:>9.1f}")
    for text in tally.wrong[: options.show]:
        print("\n" + text)
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
