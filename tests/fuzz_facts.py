"""Random statements about nested minima, maxima, indicators, exponentials and logarithms, judged by the provers.

Whatever is PROVED is held against values at random points, computed here: exact fractions where that is possible, else
balls, with the project's conventions on the extended reals; no prover and no evaluator of the project takes part in it.
Nothing that is PROVED may be refuted by the searches for a case. As a program:

    python tests/fuzz_facts.py --count 50000 --seed 0 --jobs 2

prints a table and ends with exit code 1 where something false was proved, or something was proved and refuted.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

from flint import arb, ctx, fmpq
from sympy import Abs, Add, Dummy, Integer, Max, Min, Mul, Pow, Rational, exp, log, oo, sympify
from sympy.core.numbers import Exp1, Pi

from symbolic import refuting
from symbolic.calculus.enclosing import Undefined as NoEnclosure
from symbolic.calculus.enclosing import Values
from symbolic.calculus.normal_form import Undecided, written_out
from symbolic.core.domains import Domain, FiniteSet, Integers, RealInterval
from symbolic.core.errors import Open
from symbolic.core.registry import modules
from symbolic.core.statement import Statement
from symbolic.core.terms import AtMost, Count, Entry, NegativePart, Outcome, Parameter, RowSum, Same, raw, sample, walk
from symbolic.kernel import Verdict
from symbolic.obligations import Obligation
from symbolic.provers import (
    algebraic_minima,
    balls,
    cases,
    convexity,
    estimates,
    existence,
    identities,
    monotone,
    ranges,
    semicontinuity,
    structure,
    supports,
    unattained,
    uniqueness,
    values,
)

BITS = 128
POINTS = 24  # at which what was proved is looked at
CHUNK = 250
PROVERS = (
    algebraic_minima, balls, cases, convexity, estimates, existence, identities, monotone, ranges, semicontinuity, structure,
    supports, unattained, uniqueness, values,
)  # fmt: skip

# ---- values, by nobody's code but this ---------------------------------------------------------------------------------


class NoValue(Exception):
    """Under the conventions of the project the expression has no value here."""


class Unsure(Exception):
    """Not known at this precision."""


Value = Any  # Fraction, arb (finite), or one of the two floats inf and -inf
INF = float("inf")


def ball(v: Value) -> Any:
    return arb(fmpq(v.numerator, v.denominator)) if isinstance(v, Fraction) else v


def finite(v: Value) -> Value:
    if isinstance(v, arb) and not v.is_finite():
        raise Unsure
    return v


def compare(a: Value, b: Value) -> int:
    """-1, 0 or 1. Raises Unsure where balls overlap."""
    if isinstance(a, arb) or isinstance(b, arb):
        if isinstance(a, float) or isinstance(b, float):
            return 1 if (a == INF or b == -INF) else -1
        one, other = ball(a), ball(b)
        if one < other:
            return -1
        if one > other:
            return 1
        raise Unsure
    return (a > b) - (a < b)


def plus(a: Value, b: Value) -> Value:
    if isinstance(a, float) or isinstance(b, float):
        if isinstance(a, float) and isinstance(b, float) and a != b:
            raise NoValue("oo - oo")
        return a if isinstance(a, float) else b
    return a + b if isinstance(a, Fraction) and isinstance(b, Fraction) else finite(ball(a) + ball(b))


def times(a: Value, b: Value) -> Value:
    for zero in (a, b):
        if isinstance(zero, Fraction) and zero == 0:
            return Fraction(0)
    if isinstance(a, float) or isinstance(b, float):
        return INF * compare(a, Fraction(0)) * compare(b, Fraction(0))
    return a * b if isinstance(a, Fraction) and isinstance(b, Fraction) else finite(ball(a) * ball(b))


def power(a: Value, e: Value) -> Value:
    if isinstance(e, float):
        raise NoValue("an infinite exponent")
    if isinstance(e, Fraction) and e.denominator == 1:
        k = int(e)
        if k == 0:
            return Fraction(1)
        if k < 0:
            if isinstance(a, float) or compare(a, Fraction(0)) == 0:
                raise NoValue("division by zero, or by what is infinite")
            a = 1 / a if isinstance(a, Fraction) else finite(1 / a)
        if isinstance(a, Fraction) and abs(k) * (a.numerator.bit_length() + a.denominator.bit_length()) > 4000:
            a = ball(a)
        if isinstance(a, arb):
            return finite(a ** abs(k))
        found: Value = Fraction(1)
        for _ in range(abs(k)):
            found = times(found, a)
        return found
    side = compare(a, Fraction(0))
    if side < 0:
        raise NoValue("a power of what is negative")
    if side == 0:
        way = compare(e, Fraction(0))
        if way < 0:
            raise NoValue("division by zero")
        return Fraction(0) if way > 0 else Fraction(1)
    if isinstance(a, float):
        way = compare(e, Fraction(0))
        if way < 0:
            raise NoValue("division by what is infinite")
        return INF if way > 0 else Fraction(1)
    return finite((ball(a).log() * ball(e)).exp())


def exponential(a: Value) -> Value:
    if isinstance(a, float):
        return INF if a > 0 else Fraction(0)
    if a == 0:
        return Fraction(1)
    if not abs(ball(a)) < 10**6:
        raise Unsure
    return finite(ball(a).exp())


def logarithm(a: Value) -> Value:
    side = compare(a, Fraction(0))
    if side < 0:
        raise NoValue("the logarithm of what is negative")
    if side == 0:
        return -INF
    return INF if isinstance(a, float) else Fraction(0) if a == 1 else finite(ball(a).log())


def larger(*parts: Value) -> Value:
    found = parts[0]
    for p in parts[1:]:
        try:
            found = p if compare(p, found) > 0 else found
        except Unsure:
            found = ball(found).max(ball(p))
    return found


def negative(a: Value) -> Value:
    return -a


def at(e: Any, where: dict[Any, Any], other: Callable[[Any, Value], Value] | None = None) -> Value:
    """The value of `e` where parameters and outcomes are numbers, a Count the number of rows, and a column a tuple.

    Arguments: `other`, what a function of one number is worth that is not known here.
    """
    match e:
        case Rational():
            return Fraction(int(e.p), int(e.q))
        case Exp1():
            return arb(1).exp()
        case Pi():
            return arb.pi()
        case Parameter() | Outcome() | Count() | Entry() | Dummy():
            return where[e]
        case RowSum():
            total: Value = Fraction(0)
            columns = {t.column for t in walk(e.body) if isinstance(t, Entry)}
            for r in range(int(where[e.count])):
                row = {Entry(c, e.index): where[c][r] for c in columns}
                total = plus(total, at(e.body, {**where, **row}, other))
            return total
    if e is oo or e is -oo:
        return INF if e is oo else -INF
    parts = [at(a, where, other) for a in e.args]
    match e:
        case Add():
            found = parts[0]
            for p in parts[1:]:
                found = plus(found, p)
            return found
        case Mul():
            found = parts[0]
            for p in parts[1:]:
                found = times(found, p)
            return found
        case Pow():
            return power(*parts)
        case exp():
            return exponential(*parts)
        case log():
            return logarithm(*parts)
        case Abs():
            return larger(parts[0], negative(parts[0]))
        case Max():
            return larger(*parts)
        case Min():
            return negative(larger(*map(negative, parts)))
        case NegativePart():
            return larger(negative(parts[0]), Fraction(0))
        case AtMost():
            if any(isinstance(p, float) for p in parts):
                raise NoValue("a comparison of what is infinite")
            return Fraction(int(compare(*parts) <= 0))
        case Same():
            return Fraction(int(compare(*parts) == 0))
    if other is not None and len(parts) == 1:
        return other(e, parts[0])
    raise Unsure


# ---- members of domains --------------------------------------------------------------------------------------------------


def member(rng: Random, domain: Any, far: bool = False) -> Fraction:
    """A member of a domain of numbers: an end of it that belongs to it, near an end, or somewhere else."""
    if isinstance(domain, FiniteSet):
        return rng.choice(domain.values)
    if rng.random() < 0.25:  # where kinks and jumps coincide
        plain = [Fraction(int(v.p), int(v.q)) for v in NUMBERS if _holds(domain, Fraction(int(v.p), int(v.q)))]
        if plain:
            return rng.choice(plain)
    low, high = domain.lower, domain.upper
    below, above = isinstance(low, Fraction), isinstance(high, Fraction)
    if isinstance(domain, Integers):
        if below and above:
            return low + rng.randint(0, min(int(high - low), 12))
        return low + rng.randint(0, 8) if below else high - rng.randint(0, 8) if above else Fraction(rng.randint(-6, 6))
    near = Fraction(1, 10 ** rng.choice((1, 2, 5)))
    if low == high:
        return low
    if rng.random() < 0.15:
        if below and (domain.lower_closed or rng.random() < 0.5):
            return low if domain.lower_closed else low + min(near, (high - low) / 2 if above else near)
        if above:
            return high if domain.upper_closed else high - min(near, (high - low) / 2 if below else near)
    step = Fraction(rng.randint(1, 24), rng.choice((1, 2, 4, 8))) * (100 if far or rng.random() < 0.05 else 1)
    if below and above:
        return low + (high - low) * Fraction(rng.randint(1, 31), 32)
    if below:
        return low + step
    return high - step if above else rng.choice((1, -1, 0)) * step


def _holds(domain: Any, v: Fraction) -> bool:
    return bool(domain.hull.has(v)) and (v.denominator == 1 or not isinstance(domain, Integers))


def places(rng: Random, trees: list[Any], unknowns: tuple[Any, ...] = ()) -> dict[Any, Any]:
    """Numbers for everything that occurs and is no unknown, and data for every column."""
    nodes = sorted({t for tree in trees for t in walk(tree)}, key=str)
    rows = rng.randint(1, 3)
    found: dict[Any, Any] = {}
    for t in nodes:
        if isinstance(t, Parameter) and t not in unknowns:
            found[t] = member(rng, t.domain)
        elif isinstance(t, Outcome):
            found[t] = member(rng, t.column.domain)
        elif isinstance(t, Count):
            found[t] = Fraction(rows)
        elif isinstance(t, Entry):
            found.setdefault(t.column, tuple(member(rng, t.column.domain) for _ in range(rows)))
    return found


# ---- what the statements speak of ------------------------------------------------------------------------------------------

DOMAINS: tuple[Domain, ...] = (
    RealInterval(),
    RealInterval(),
    *(RealInterval(0, lower_closed=False),) * 4,
    RealInterval(0),
    RealInterval(0, 1),
    RealInterval(0, 1, False, False),
    RealInterval(0, 1, False, True),
    RealInterval(-1, 1),
    RealInterval(upper=0, upper_closed=False),
    RealInterval(upper=0),
    RealInterval(1),
    RealInterval(-2, 3, True, False),
    RealInterval(Fraction(1, 2), Fraction(1, 2)),
    Integers(0),
    Integers(-1, 2),
    FiniteSet((Fraction(0), Fraction(1))),
)
INTERVALS = tuple(d for d in DOMAINS if isinstance(d, RealInterval))
NUMBERS = tuple(map(Rational, (0, 1, 1, 2, 3, -1, "1/2", "1/2", "-1/2", "3/2")))
x, t_ = sample("x", domain=RealInterval()), sample("t", domain=RealInterval(0, lower_closed=False))


class Draw:
    """Random expressions over some parameters."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        one_in = rng.choice
        plain = INTERVALS if rng.random() < 0.9 else DOMAINS
        self.unknowns = tuple(Parameter(n, one_in(plain)) for n in "uv"[: one_in((1, 2))])
        self.known = tuple(Parameter(n, one_in(DOMAINS)) for n in "ab"[: one_in((0, 1, 1, 2))])
        self.data: tuple[Any, ...] = (x.outcome,) if rng.random() < 0.2 else ()

    def make(self, func: Any, *args: Any) -> Any:
        """A node as written, or as SymPy's own constructor has it."""
        return raw(func, args) if self.rng.random() < 0.7 else func(*args)

    def number(self) -> Any:
        return self.rng.choice(NUMBERS)

    def leaf(self) -> Any:
        things = (*self.unknowns, *self.unknowns, *self.known, *self.data)
        return self.rng.choice(things) if self.rng.random() < 0.75 else self.number()

    def affine(self) -> Any:
        rng = self.rng
        e = self.leaf()
        if rng.random() < 0.5:
            e = self.make(Mul, self.number(), e)
        if rng.random() < 0.7:
            e = self.make(Add, e, self.leaf() if rng.random() < 0.6 else self.number())
        return e

    def any(self, depth: int) -> Any:
        """Anything at all."""
        rng = self.rng
        if depth == 0 or rng.random() < 0.1:
            return self.affine() if rng.random() < 0.5 else self.leaf()
        sub: Callable[[], Any] = lambda: self.any(depth - 1)
        match rng.randrange(13):
            case 0 | 1:
                return self.make(Min, sub(), sub())
            case 2 | 3:
                return self.make(Max, sub(), sub())
            case 4:
                return self.make(Abs, sub())
            case 5 | 6:
                return self.make(Add, sub(), sub())
            case 7:
                return self.make(Mul, sub(), sub())
            case 8:
                return self.make(Pow, sub(), rng.choice(tuple(map(Rational, (2, 2, 3, -1, "1/2", "3/2", 4, -2)))))
            case 9:
                return self.make(exp, sub())
            case 10:
                return self.make(log, sub())
            case 11:
                return self.indicated(depth)
            case _:
                return self.make(Pow, sub(), sub()) if rng.random() < 0.3 else self.clipped()

    def indicated(self, depth: int) -> Any:
        """One branch where a relation holds, another elsewhere; or an indicator alone, or a negative part."""
        rng = self.rng
        holds = AtMost(self.affine(), self.affine()) if rng.random() < 0.9 else Same(self.affine(), self.affine())
        if rng.random() < 0.3:
            return holds if rng.random() < 0.6 else NegativePart(self.any(depth - 1))
        one, other = self.any(depth - 1), self.any(depth - 1)
        rest = raw(Add, (Integer(1), raw(Mul, (Integer(-1), holds))))
        return raw(Add, (raw(Mul, (holds, one)), raw(Mul, (rest, other))))

    def clipped(self) -> Any:
        """A quantity between bounds, bounds of bounds, a few of them the same number."""
        rng = self.rng
        e, level = rng.choice(self.unknowns), self.number()
        if rng.random() < 0.5:  # one of SymPy's own mistakes, where the other is positive, or negative
            inner, outer = (Min, Max) if rng.random() < 0.5 else (Max, Min)
            others = [w for w in (*self.unknowns, *self.known) if w != e][:1] or [e]
            between = raw(Add, (others[0], level))
            bound = level + rng.choice((1, 2)) * (1 if inner is Min else -1)
            return raw(inner, (bound, raw(outer, (between, raw(inner, (level, e))))))
        funcs = (Min, Max) if rng.random() < 0.5 else (Max, Min)
        for k in range(rng.choice((2, 3, 3, 4))):
            other = level if rng.random() < 0.5 else self.number()
            if rng.random() < 0.5:
                other = self.make(Add, rng.choice((*self.known, *self.unknowns)), other)
            e = raw(funcs[k % 2], (e, other))
        return e

    def convex(self, depth: int) -> Any:
        """Mostly convex, and now and then not."""
        rng = self.rng
        if rng.random() < 0.08:
            return self.any(min(depth, 2))
        if rng.random() < 0.08:
            return self.clipped()
        if depth == 0:
            return self.affine()
        sub: Callable[[], Any] = lambda: self.convex(depth - 1)
        match rng.randrange(12):
            case 0 | 1:
                return self.make(Add, sub(), sub())
            case 2:
                return self.make(Max, sub(), sub())
            case 3:
                return self.make(Abs, self.affine())
            case 4:
                return self.make(Pow, self.affine(), Rational(rng.choice((2, 2, 4))))
            case 5:
                return self.make(exp, sub())
            case 6:
                return self.make(Mul, Integer(-1), self.make(log, self.concave(depth - 1)))
            case 7:
                return self.make(Mul, self.factor(), sub())
            case 8:
                return self.make(Pow, self.make(Max, sub(), Integer(0)), Rational(rng.choice(("2", "3/2", "1", "3"))))
            case 9:
                return self.make(Pow, self.concave(depth - 1), Rational(rng.choice(("-1", "-1/2", "-2"))))
            case 10:
                return self.make(log, self.make(Add, self.make(exp, sub()), self.make(exp, sub())))
            case _:
                return self.clipped() if rng.random() < 0.5 else self.make(Mul, Integer(-1), self.concave(depth - 1))

    def factor(self) -> Any:
        rng = self.rng
        return self.number() if rng.random() < 0.5 or not self.known else rng.choice(self.known)

    def concave(self, depth: int) -> Any:
        rng = self.rng
        if depth == 0:
            return self.affine()
        match rng.randrange(6):
            case 0 | 1:
                return self.make(Min, self.concave(depth - 1), self.concave(depth - 1))
            case 2:
                return self.make(Add, self.concave(depth - 1), self.affine())
            case 3:
                return self.make(log, self.concave(depth - 1))
            case 4:
                return self.make(Pow, self.affine(), Rational(1, 2))
            case _:
                return self.make(Mul, Integer(-1), self.convex(depth - 1))

    def map(self, u: Any, depth: int) -> Any:
        """A function of u that is monotone, mostly."""
        rng = self.rng
        if depth == 0:
            return u
        inner = self.map(u, depth - 1)
        fixed = self.rng.choice((*self.known, self.number())) if self.known else self.number()
        match rng.randrange(9):
            case 0 | 1:
                return self.make(Add, inner, fixed)
            case 2 | 3:
                return self.make(Mul, fixed, inner)
            case 4:
                return self.make(exp, inner)
            case 5:
                return self.make(log, inner)
            case 6:
                return self.make(Pow, inner, Rational(rng.choice(("2", "3", "-1", "1/2", "-2", "3/2", "-1/2"))))
            case 7:
                return self.make(rng.choice((Max, Min)), inner, fixed)
            case _:
                return self.make(Add, inner, self.map(u, depth - 1))


# ---- statements: how each is drawn, and what must hold where it is proved ------------------------------------------------


@dataclass(frozen=True)
class Drawn:
    obligation: Statement
    check: Callable[[Random], str]  # "" or why it is false


def _value(e: Any, where: dict[Any, Any]) -> Value:
    return at(e, where)


def _shown(where: dict[Any, Any]) -> str:
    return ", ".join(f"{k} = {v}" for k, v in where.items())


def _points(rng: Random, us: tuple[Any, ...], far: bool = False) -> dict[Any, Any]:
    return {u: member(rng, u.domain, far) for u in us}


def _mixed(a: dict[Any, Any], b: dict[Any, Any], t: Fraction) -> dict[Any, Any]:
    return {u: (1 - t) * a[u] + t * b[u] for u in a}


def convex(rng: Random, strict: bool = False) -> Drawn:
    draw = Draw(rng)
    e, us = sympify(draw.convex(rng.choice((1, 2, 3)))), draw.unknowns
    kind = "at most one" if strict else "convex"

    def check(rng: Random) -> str:
        for _ in range(POINTS):
            data = places(rng, [e], us)
            one, other, t = (
                _points(rng, us),
                _points(rng, us),
                rng.choice((Fraction(1, 2), Fraction(1, 4), Fraction(9, 10))),
            )
            if one == other:
                continue
            middle = _mixed(one, other, t)
            try:
                a, b, m = (_value(e, {**data, **p}) for p in (one, other, middle))
                if not strict and -INF in (a, b, m):
                    return f"-oo at {_shown({**data, **one})} or beside it"
                chord = plus(times(1 - t, a), times(t, b))
                apart = compare(m, chord)
            except Unsure:
                continue
            except NoValue as reason:
                return f"{reason} at {_shown({**data, **one, **other})}"
            if apart > 0 or (strict and apart == 0 and isinstance(chord, Fraction)):
                return f"{m} against {chord} between {_shown(one)} and {_shown(other)}, {_shown(data)}"
        return ""

    return Drawn(Obligation(kind, (e, us)), check)


def at_most_one(rng: Random) -> Drawn:
    return convex(rng, strict=True)


def within(rng: Random) -> Drawn:
    draw = Draw(rng)
    e = sympify(draw.any(rng.choice((1, 2, 3))))
    interval = rng.choice((*INTERVALS, RealInterval(-INF, INF, True, True), RealInterval(0, INF, True, True)))
    with suppress(NoEnclosure):  # what is said of it, and a little less
        interval = Values().of(e) if rng.random() < 0.7 else interval
        if rng.random() < 0.3 and interval.lower < interval.upper:
            interval = RealInterval(interval.lower, interval.upper, rng.random() < 0.5, rng.random() < 0.5)

    def check(rng: Random) -> str:
        for _ in range(POINTS):
            data = places(rng, [e])
            try:
                v = _value(e, data)
                low, high = compare(v, interval.lower), compare(v, interval.upper)
            except Unsure:
                continue
            except NoValue as reason:
                return f"{reason} at {_shown(data)}"
            if (
                low < 0
                or high > 0
                or (low == 0 and not interval.lower_closed)
                or (high == 0 and not interval.upper_closed)
            ):
                return f"{v} at {_shown(data)}"
        return ""

    return Drawn(Obligation("within", (e, interval)), check)


def defined(rng: Random) -> Drawn:
    draw = Draw(rng)
    e = sympify(draw.any(rng.choice((1, 2, 3))))

    def check(rng: Random) -> str:
        for _ in range(POINTS):
            data = places(rng, [e])
            try:
                _value(e, data)
            except Unsure:
                continue
            except NoValue as reason:
                return f"{reason} at {_shown(data)}"
        return ""

    return Drawn(Obligation("defined", (e,)), check)


def monotone_map(rng: Random) -> Drawn:
    draw, u = Draw(rng), Dummy("u")
    e = sympify(draw.map(u, rng.choice((1, 2, 3))))
    on = rng.choice((*INTERVALS, RealInterval(0, INF, True, True), RealInterval(-INF, INF, True, True)))
    sign = rng.choice((1, -1))

    def check(rng: Random) -> str:
        ends = [v for v in (on.lower, on.upper) if isinstance(v, float) and on.has(v)]
        for _ in range(POINTS):
            data = places(rng, [e])
            a, b = (rng.choice(ends) if ends and rng.random() < 0.1 else member(rng, on) for _ in "ab")
            if a == b:
                continue
            a, b = min(a, b), max(a, b)
            try:
                way = compare(_value(e, {**data, u: b}), _value(e, {**data, u: a}))
            except Unsure:
                continue
            except NoValue as reason:
                return f"{reason} between {a} and {b}, {_shown(data)}"
            if way != sign:
                return f"between {a} and {b}, {_shown(data)}"
        return ""

    return Drawn(Obligation("increasing" if sign == 1 else "decreasing", (e, u, on)), check)


def map_of_domains(rng: Random) -> Drawn:
    draw, source, target = Draw(rng), rng.choice(INTERVALS), rng.choice(INTERVALS)
    draw.known = ()
    s = Parameter("s", source)
    e, kind = sympify(draw.map(s, rng.choice((1, 2)))), rng.choice(("one to one", "onto"))
    with suppress(NoEnclosure):
        target = Values().of(e) if rng.random() < 0.7 else target

    def check(rng: Random) -> str:
        seen: dict[Any, Any] = {}
        reached: list[Any] = []
        for _ in range(3 * POINTS):
            a = member(rng, source)
            try:
                v = _value(e, {s: a})
                low, high = compare(v, target.lower), compare(v, target.upper)
            except Unsure:
                continue
            except NoValue as reason:
                return f"{reason} at {a}"
            if low < 0 or high > 0 or (low == 0 and not target.lower_closed) or (high == 0 and not target.upper_closed):
                return f"{v} at {a}, outside of {target}"
            reached.append(v)
            if kind == "one to one" and isinstance(v, Fraction) and seen.setdefault(v, a) != a:
                return f"{v} at {a} and at {seen[v]}"
        ends = (source.lower, source.upper, target.lower, target.upper)
        if target.lower < target.upper and len(reached) > POINTS and all(isinstance(end, Fraction) for end in ends):
            part = (target.upper - target.lower) / 4  # at an end of the target, which nothing comes near
            with suppress(Unsure):
                low = all(compare(v, target.lower + part) > 0 for v in reached)
                if low or all(compare(v, target.upper - part) < 0 for v in reached):
                    return f"nothing comes near an end of {target}"
        return ""

    return Drawn(Obligation(kind, (e, s, source, target)), check)


def equal(rng: Random) -> Drawn:
    draw = Draw(rng)
    e = sympify(draw.any(rng.choice((1, 2, 3))))
    other = e
    match rng.randrange(5):
        case 0:
            try:
                other = written_out(e)
            except Undecided:
                other = _rebuilt(e)
        case 1:
            other = _rebuilt(e)
        case 2:
            other = _changed(rng, e)
        case 3:
            other = _exchanged(rng, e)
        case _:
            try:
                other = _changed(rng, written_out(e))
            except Undecided:
                other = _changed(rng, e)

    def check(rng: Random) -> str:
        for _ in range(POINTS):
            data = places(rng, [e, other])
            try:
                one, two = _value(e, data), _value(other, data)
                if compare(one, two) != 0:
                    return f"{one} against {two} at {_shown(data)}"
            except (Unsure, NoValue):
                continue
        return ""

    return Drawn(Obligation("equal", (e, other)), check)


def _rebuilt(e: Any) -> Any:
    """The tree by SymPy's own constructors, which simplify."""
    return e.func(*map(_rebuilt, e.args)) if e.args and not isinstance(e, Outcome | Entry | RowSum) else e


def _changed(rng: Random, e: Any) -> Any:
    """The tree with one of its nodes exchanged for what is often no equal of it."""
    nodes = [t for t in walk(e) if not isinstance(t, Rational)]
    chosen = rng.choice(sorted(nodes, key=str)) if nodes else e
    instead = {
        Max: Min,
        Min: Max,
        Abs: lambda a: a,
        exp: lambda a: a + 1,
        Add: lambda *a: raw(Mul, a),
        log: lambda a: a - 1,
    }

    def go(t: Any) -> Any:
        if t == chosen:
            func = instead.get(type(t))
            return func(*t.args) if func else t if rng.random() < 0.5 else raw(Abs, (t,))
        return raw(t.func, tuple(map(go, t.args))) if t.args and not isinstance(t, Outcome | Entry) else t

    return go(e)


def _exchanged(rng: Random, e: Any) -> Any:
    """Laws that hold: |a| = max(a, -a), min(a, b) = a + b - max(a, b), and a sum the other way round."""

    def go(t: Any) -> Any:
        if not t.args or isinstance(t, Outcome | Entry):
            return t
        args = tuple(map(go, t.args))
        if isinstance(t, Abs) and rng.random() < 0.7:
            return raw(Max, (args[0], raw(Mul, (Integer(-1), args[0]))))
        if isinstance(t, Min | Max) and len(args) == 2 and rng.random() < 0.7:
            other = Max if isinstance(t, Min) else Min
            return raw(Add, (*args, raw(Mul, (Integer(-1), raw(other, args)))))
        if isinstance(t, Add | Mul) and rng.random() < 0.5:
            args = args[::-1]
        return raw(t.func, args)

    return go(e)


def _objective(rng: Random) -> tuple[Any, tuple[Any, ...]]:
    """A loss, or the mean of one over rows."""
    draw = Draw(rng)
    if rng.random() < 0.5:
        draw.data = ()
        return sympify(draw.convex(rng.choice((1, 2)))), draw.unknowns
    column = rng.choice((x, t_))
    draw.data = (column.i, column.i)
    return column.sum(draw.convex(rng.choice((1, 2)))) / column.n, draw.unknowns


def estimate(rng: Random) -> Drawn:
    objective, us = _objective(rng)
    us = us[:1] if rng.random() < 0.7 else us
    others = [t for t in walk(objective) if isinstance(t, Parameter) and t not in us]
    fitting = [Integer(0), Integer(1), Rational(1, 2), Integer(-1), x.sum(x.i) / x.n, t_.sum(t_.i) / t_.n, *others]
    columns = {t.column for t in walk(objective) if isinstance(t, Entry)}
    fitting = [g for g in fitting if {t.column for t in walk(g) if isinstance(t, Entry)} <= columns]
    if rng.random() < 0.5:  # a minimum that is there
        centre = rng.choice([g for g in fitting if not isinstance(g, Parameter)] or [Integer(0)])
        u = us[0]
        scale = rng.choice((*(p for p in others), Integer(1), Integer(2)))
        gap = u - centre
        body = rng.choice((raw(Pow, (gap, Integer(2))), raw(Abs, (gap,)), exp(u) - u, u - log(u), gap**4))
        objective, us = raw(Mul, (scale, body)) if rng.random() < 0.5 else body, (u,)
        if isinstance(centre, Mul) and rng.random() < 0.7:
            (column,) = [c for c in (x, t_) if c.i in walk(centre)]
            objective = column.sum(scale * (u - column.i) ** 2) / column.n
        fitting = [centre, *fitting]
    values = tuple((u, rng.choice(fitting[:2]) if rng.random() < 0.6 else rng.choice(fitting)) for u in us)
    about: tuple[Any, ...] = (objective, us, values, ())
    kind = rng.choice(("estimate", "estimate", "solutions"))
    if kind == "solutions":
        about = (objective, us, (values,))

    def check(rng: Random) -> str:
        for _ in range(POINTS):
            data = places(rng, [objective, *(v for _, v in values)], us)
            rival = _points(rng, us)
            try:
                best = {u: _value(v, data) for u, v in values}
                for u, v in best.items():
                    if isinstance(v, Fraction) and not u.domain.hull.has(v):
                        return f"{v} is not in {u.domain}, {_shown(data)}"
                here, there = _value(objective, {**data, **best}), _value(objective, {**data, **rival})
                same = all(compare(best[u], rival[u]) == 0 for u in us)
                way = compare(here, there)
            except Unsure:
                continue
            except NoValue as reason:
                return f"{reason} at {_shown({**data, **rival})}"
            if way > 0 or (way == 0 and not same):
                return f"{here} at {_shown(best)} against {there} at {_shown(rival)}, {_shown(data)}"
        return ""

    return Drawn(Obligation(kind, about), check)


def solutions(rng: Random) -> Drawn:
    """Exact minimisers of one unknown: pieces that are rational, or logarithms."""
    u = Parameter("u", rng.choice(INTERVALS))
    draw = Draw(rng)
    draw.unknowns, draw.known, draw.data = (u,), (), ()
    e = sympify(draw.convex(2) if rng.random() < 0.5 else draw.any(2))
    if rng.random() < 0.3:
        e = raw(Add, (e, raw(Abs, (u - draw.number(),))))
    numbers = rng.sample(sorted(set(NUMBERS)), rng.choice((1, 1, 2)))
    with suppress(Unsure, NoValue):  # the best of some numbers
        inside = [Fraction(k, 4) for k in range(-12, 17) if u.domain.has(Fraction(k, 4))]
        values = [_value(e, {u: k}) for k in inside]
        best = [k for k, v in zip(inside, values, strict=True) if all(compare(v, w) <= 0 for w in values)]
        numbers = [Rational(k.numerator, k.denominator) for k in best[:3]] if rng.random() < 0.8 and best else numbers
    points = tuple(((u, v),) for v in numbers)

    def check(rng: Random) -> str:
        try:
            best = [_value(e, {u: Fraction(int(v.p), int(v.q))}) for v in numbers]
            if any(compare(b, best[0]) != 0 for b in best):
                return f"the values {best} differ"
        except (Unsure, NoValue):
            return ""
        for _ in range(3 * POINTS):
            rival = member(rng, u.domain)
            try:
                way = compare(_value(e, {u: rival}), best[0])
            except Unsure:
                continue
            except NoValue as reason:
                return f"{reason} at {rival}"
            if way < 0 or (way == 0 and Rational(rival.numerator, rival.denominator) not in numbers):
                return f"{rival} against {best[0]}"
        return ""

    return Drawn(Obligation("solutions", (e, (u,), points)), check)


def exactly_one(rng: Random) -> Drawn:
    objective, us = _objective(rng)
    us = us[:1]
    (u,) = us
    if rng.random() < 0.7:
        u = Parameter("u", rng.choice([d for d in INTERVALS if not (d.lower_closed or d.upper_closed)]))
        us, scale = (u,), rng.choice((Integer(1), Integer(2), t_.sum(t_.i) / t_.n, x.sum(x.i) / x.n))
        parts = (exp(u), exp(-u), -scale * u, -scale * log(u), u, u**2, 1 / u, u * log(u), -log(1 - u), log(1 + exp(u)))
        objective = sympify(sum(rng.sample(parts, rng.choice((1, 2, 2, 3)))))

    def check(rng: Random) -> str:
        data = places(rng, [objective], us)
        try:
            inner = [_value(objective, {**data, u: member(rng, u.domain)}) for _ in range(POINTS)]
            finite_ones = [v for v in inner if not isinstance(v, float)]
            ends = _towards(u.domain)
            for end in ends:
                outer = [_value(objective, {**data, u: v}) for v in end]
                falls = all(compare(b, a) < 0 for a, b in pairwise(outer))
                if falls and all(compare(outer[-1], v) < 0 for v in finite_ones):
                    return f"it falls towards {end[-1]}, {_shown(data)}"
        except Unsure:
            return ""
        except NoValue as reason:
            return f"{reason}, {_shown(data)}"
        return ""

    return Drawn(Obligation("exactly one", (objective, us, ())), check)


def _towards(domain: Any) -> list[list[Fraction]]:
    """Sequences of members that tend to the ends which do not belong to the domain, further than any minimiser lies."""
    low, high = domain.lower, domain.upper
    width = high - low if isinstance(low, Fraction) and isinstance(high, Fraction) else Fraction(1)
    found = []
    if isinstance(low, float):
        start = high if isinstance(high, Fraction) else Fraction(0)
        found.append([start - Fraction(4) ** k for k in (2, 6, 12, 24)])
    elif not domain.lower_closed:
        found.append([low + width / 10**k for k in (2, 5, 9, 30)])
    if isinstance(high, float):
        start = low if isinstance(low, Fraction) else Fraction(0)
        found.append([start + Fraction(4) ** k for k in (2, 6, 12, 24)])
    elif not domain.upper_closed:
        found.append([high - width / 10**k for k in (2, 5, 9, 30)])
    return found


def unattained_limit(rng: Random) -> Drawn:
    draw = Draw(rng)
    draw.data = ()
    us, t = draw.unknowns, Parameter("time", RealInterval(0, lower_closed=False))
    limit = rng.choice((Integer(0), Integer(0), Integer(1), -oo, Rational(1, 2), *draw.known))
    if rng.random() < 0.7:  # what falls towards an end
        u = Parameter("u", rng.choice((RealInterval(), RealInterval(0, lower_closed=False))))
        us = (u,)
        falls = (
            exp(u),
            exp(-u),
            1 / u,
            u,
            -log(u),
            log(1 + exp(u)),
            log(1 + exp(-u)),
            log(1 + 1 / u),
            u**2,
            exp(u) - u,
            -u,
        )
        e = sympify(sum(rng.sample(falls, rng.choice((1, 1, 2)))))
        if rng.random() < 0.3:
            e = raw(Mul, (rng.choice((Integer(2), *draw.known)), e))
        if limit is not -oo and rng.random() < 0.8:
            e = raw(Add, (e, limit)) if rng.random() < 0.8 else raw(Max, (e, limit))
    else:
        e = sympify(draw.convex(rng.choice((1, 2))))
    towards = {-INF: [t, -t, exp(t), -exp(t)], 0: [t, 1 / t, exp(-t), exp(t), t**2, 1 + t]}
    others = [t, -t, 1 / t, -1 / t, 1 - 1 / t, log(t), Integer(1)]
    curve = [(u, rng.choice(towards.get(u.domain.hull.lower, others) if rng.random() < 0.9 else others)) for u in us]

    def check(rng: Random) -> str:
        for _ in range(POINTS):
            data = places(rng, [e, limit, *(v for _, v in curve)], (*us, t))
            try:
                if compare(_value(e, {**data, **_points(rng, us, far=True)}), _value(limit, data)) <= 0:
                    return f"not above the limit, {_shown(data)}"
            except Unsure:
                continue
            except NoValue as reason:
                return f"{reason}, {_shown(data)}"
        data = places(rng, [e, limit, *(v for _, v in curve)], (*us, t))
        gaps = []
        for k in (1, 2, 3, 4, 5):
            try:
                where = {u: _value(sympify(v), {**data, t: Fraction(10) ** k}) for u, v in curve}
                value = _value(e, {**data, **where})
                gaps.append(value if limit is -oo else plus(value, -_value(limit, data)))
            except (Unsure, NoValue):
                break
        with suppress(Unsure):
            if len(gaps) > 2 and compare(gaps[-1], gaps[0]) >= 0 and compare(gaps[-1], Fraction(1, 100)) > 0:
                return f"the distances from the limit along the curve are {gaps}, {_shown(data)}"
        return ""

    return Drawn(Obligation("unattained", (e, us, tuple(curve), t, limit)), check)


def semicontinuous(rng: Random) -> Drawn:
    draw = Draw(rng)
    e, us = sympify(draw.any(rng.choice((1, 2)))), draw.unknowns

    def check(rng: Random) -> str:
        for _ in range(POINTS):
            data, here = places(rng, [e], us), _points(rng, us)
            other = _points(rng, us)
            if not all(isinstance(u.domain, RealInterval) for u in us):
                return ""
            try:
                value = _value(e, {**data, **here})
                near = [_value(e, {**data, **_mixed(here, other, Fraction(1, 10**k))}) for k in (9, 18, 36)]
                slack = times(Fraction(1, 1000), plus(Fraction(1), larger(value, -value)))
                gaps = [compare(plus(value, -n), slack) > 0 for n in near if n != value]
            except (Unsure, NoValue):
                continue
            if len(gaps) == 3 and all(gaps) and not isinstance(value, float):
                return f"{value} at {_shown({**data, **here})}, and {near} beside it"
        return ""

    return Drawn(Obligation("semicontinuous", (e, us)), check)


KINDS: dict[str, tuple[Callable[[Random], Drawn], int]] = {
    "convex": (convex, 6),
    "at most one": (at_most_one, 4),
    "within": (within, 4),
    "defined": (defined, 2),
    "monotone": (monotone_map, 4),
    "maps": (map_of_domains, 2),
    "equal": (equal, 4),
    "estimate": (estimate, 3),
    "solutions": (solutions, 2),
    "exactly one": (exactly_one, 3),
    "unattained": (unattained_limit, 3),
    "semicontinuous": (semicontinuous, 3),
}


# ---- the run ---------------------------------------------------------------------------------------------------------------


@dataclass
class Tally:
    drawn: Counter[str] = field(default_factory=Counter)
    proved: Counter[str] = field(default_factory=Counter)
    refuted: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def merge(self, other: Tally) -> None:
        self.drawn += other.drawn
        self.proved += other.proved
        self.refuted += other.refuted
        self.wrong += other.wrong


def draw_statement(seed: int, number: int) -> tuple[str, Drawn]:
    """The statement of this number; SymPy may find no value while it builds one, and then another is drawn."""
    rng = Random(f"{seed}:{number}")
    while True:
        kind = rng.choices(list(KINDS), [weight for _, weight in KINDS.values()])[0]
        try:
            found = KINDS[kind][0](rng)
        except (Undecided, ArithmeticError, TypeError, ValueError, RecursionError):
            continue
        trees = [a for a in _flat(found.obligation.about) if hasattr(a, "args")]
        odd = any(not isinstance(t, KNOWN) for tree in trees for t in walk(tree))
        if not odd:
            return kind, found


KNOWN = (
    Add, Mul, Pow, Max, Min, Abs, exp, log, Rational, Parameter, Outcome, Entry, Count, RowSum, AtMost, Same, NegativePart,
    Dummy, Exp1, Pi, type(x.column), type(x.i.args[1]), type(oo), type(-oo),
)  # fmt: skip


def _flat(about: Any) -> Iterator[Any]:
    for part in about if isinstance(about, tuple) else (about,):
        if isinstance(part, tuple):
            yield from _flat(part)
        else:
            yield part


def is_proved(obligation: Statement) -> bool:
    return any(p.prove(obligation).verdict is Verdict.PROVED for p in PROVERS if isinstance(obligation, p.ABOUT))


def case_against(obligation: Statement) -> str | None:
    """A case in which it fails, as those who refute say."""
    for refuter in (r for r in modules(refuting).values() if isinstance(obligation, r.ABOUT)):
        with suppress(Open):
            if case := refuter.refute(obligation):
                return f"{refuter.__name__}: {case}"
    return None


def fuzz(count: int, seed: int, first: int = 0) -> Tally:
    """Draw, judge and check `count` statements."""
    tally, before = Tally(), ctx.prec
    for number in range(first, first + count):
        kind, statement = draw_statement(seed, number)
        tally.drawn[kind] += 1
        case = case_against(statement.obligation)
        tally.refuted[kind] += case is not None
        if is_proved(statement.obligation):
            tally.proved[kind] += 1
            if case is not None:
                tally.wrong.append(f"{seed}:{number} {statement.obligation} was proved, and refuted: {case}")
            ctx.prec = BITS
            try:
                reason = statement.check(Random(f"{seed}:{number}:points"))
            finally:
                ctx.prec = before
            if reason:
                tally.wrong.append(f"{seed}:{number} {statement.obligation} was proved: {reason}")
    return tally


def _chunk(task: tuple[int, int, int]) -> Tally:
    return fuzz(*task)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    chosen = parser.parse_args()
    start, whole = time.monotonic(), Tally()
    tasks = [(min(CHUNK, chosen.count - k), chosen.seed, k) for k in range(0, chosen.count, CHUNK)]
    with ProcessPoolExecutor(chosen.jobs) as pool:
        for done in pool.map(_chunk, tasks):
            whole.merge(done)
    for kind in KINDS:
        print(f"{kind:16} {whole.drawn[kind]:8} drawn {whole.proved[kind]:8} proved {whole.refuted[kind]:8} refuted")
    drawn, proved, refuted = (counted.total() for counted in (whole.drawn, whole.proved, whole.refuted))
    print(f"{'together':16} {drawn:8} drawn {proved:8} proved {refuted:8} refuted")
    print(f"{len(whole.wrong)} wrong, {time.monotonic() - start:.0f} s")
    for line in whole.wrong:
        print(line)
    return 1 if whole.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
