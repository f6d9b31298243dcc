"""The value of a written expression on an instance, by exact rationals and balls. Shares no code with what proves.

A number here is an exact rational (`fmpq`), a ball that holds it (`arb`), or an infinity (a float); inside of `exactly_equal`
it may be an `Exact`. The conventions:
log 0 = -oo, exp(-oo) = 0, 0 * (+-oo) = 0, 0^0 = 1. No value exists for oo - oo, for a division by zero and for the log
of a negative number (`Undefined`, certain); a ball too wide to tell is `Undecided`, which is evidence for nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, singledispatch
from itertools import combinations, product
from math import prod
from operator import itemgetter
from typing import Any

from flint import acb, arb, ctx, fmpq
from sympy import (
    Abs,
    Add,
    And,
    Eq,
    Float,
    Ge,
    Gt,
    Heaviside,
    Le,
    Lt,
    Max,
    Min,
    Mul,
    Ne,
    Not,
    Or,
    Piecewise,
    Pow,
    Rational,
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
    nan,
    polygamma,
    sin,
    sinh,
    tan,
    tanh,
    zoo,
)
from sympy import sign as sign_function
from sympy.core.numbers import EulerGamma, Exp1, Infinity, NegativeInfinity, Pi

from properties.estimation.work import spend
from properties.instances import exact
from properties.instances.exact import Exact
from symbolic.core.domains import Domain, FiniteSet, Integers, RealInterval
from symbolic.core.terms import (
    Applied,
    AtMost,
    Class,
    Column,
    Count,
    Entry,
    Expectation,
    NegativePart,
    Outcome,
    Parameter,
    RowProduct,
    RowSum,
    Same,
    Total,
    walk,
)

Number = Any  # fmpq, arb or one of the two infinities
Cell = tuple[int, ...]
Columns = tuple[str, ...]
INFINITY = float("inf")  # compared, never computed with
ZERO, ONE = fmpq(0), fmpq(1)
PRECISIONS = (64, 256, 1024)
MAX_EXACT_BITS = 1 << 18  # beyond this a power is taken in balls
SHARED = None  # the place of a member in a table's key, where all members of Theta share the table


class Undefined(Exception):
    """Certain: the expression has no value here."""


class Undecided(Exception):
    """The balls are too wide to tell. Never evidence for anything."""


class NotEvaluable(Exception):
    """An expression that this module cannot evaluate at all; the message says why."""


def rational(value: object) -> fmpq:
    """The exact rational number `value` (an int, a Fraction, a SymPy Rational or an fmpq)."""
    if isinstance(value, fmpq):
        return value
    number: Any = value if isinstance(value, int | Fraction) else Fraction(str(value))
    return fmpq(int(number.numerator), int(number.denominator))


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Balls of `bits` bits inside, and what was set before afterwards."""
    before = ctx.prec
    ctx.prec = bits
    try:
        yield
    finally:
        ctx.prec = before


# ---- arithmetic on the extended reals --------------------------------------------------------------------------------


def sign(v: Number) -> int:
    """-1, 0 or 1. Raises Undecided where a ball holds 0."""
    if v > 0:
        return 1
    if v < 0:
        return -1
    if isinstance(v, fmpq) or v == 0:
        return 0
    raise Undecided("the sign of a ball that holds 0")


def add(a: Number, b: Number) -> Number:
    if type(a) is float:
        if type(b) is float and a != b:
            raise Undefined("oo - oo")
        return a
    return b if type(b) is float else a + b


def multiply(a: Number, b: Number) -> Number:
    first, second = type(a), type(b)
    if first is float or second is float:
        s = sign(a) * sign(b)
        return ZERO if s == 0 else INFINITY if s > 0 else -INFINITY
    if (first is fmpq and not a) or (second is fmpq and not b):
        return ZERO
    return a * b


def logarithm(v: Number) -> Number:
    if isinstance(v, fmpq):
        if v > 0:
            return ZERO if v == 1 else exact.log(v) if exact.exactly() else arb(v).log()
        if v == 0:
            return -INFINITY
        raise Undefined("the log of a negative number")
    if isinstance(v, float):
        if v > 0:
            return INFINITY
        raise Undefined("the log of -oo")
    if v > 0:
        return exact.log(v) if isinstance(v, Exact) else v.log()
    if v < 0:
        raise Undefined("the log of a negative number")
    raise Undecided("the log of a ball that holds 0")


def exponential(v: Number) -> Number:
    if type(v) is arb:
        return v.exp()
    if type(v) is float:
        return INFINITY if v > 0 else ZERO
    if type(v) is fmpq and not v:
        return ONE
    return exact.exp(v) if exact.exactly() else arb(v).exp()


def power(base: Number, exponent: Number) -> Number:
    """base^exponent; a negative base only with a whole exponent."""
    if isinstance(exponent, fmpq) and exponent.q == 1:
        return _whole_power(base, int(exponent.p))
    if isinstance(exponent, fmpq) and exponent.q == 2 and isinstance(base, fmpq) and base >= 0:
        root = _root(base)
        if root is not None:
            return _whole_power(root, int(exponent.p))
    s = sign(base)
    if s < 0:
        raise Undefined("a power of a negative number whose exponent is not whole")
    if s == 0:
        t = sign(exponent)
        if t < 0:
            raise Undefined("division by zero")
        return ZERO if t > 0 else ONE
    return exponential(multiply(exponent, logarithm(base)))


def _whole_power(base: Number, k: int) -> Number:
    if k == 1:
        return base
    if k == 0:
        return ONE
    if isinstance(base, float):
        if k < 0:
            return ZERO
        return INFINITY if base > 0 or k % 2 == 0 else -INFINITY
    if k < 0 and sign(base) == 0:
        raise Undefined("division by zero")
    if isinstance(base, fmpq):
        if abs(k) > 1024 and abs(k) * max(int(base.p).bit_length(), int(base.q).bit_length()) > MAX_EXACT_BITS:
            if exact.exactly():
                raise exact.TooLong
            return arb(base) ** arb(k)
        return base**k
    if isinstance(base, Exact):
        return exact.power(base, k)
    if base.contains(0):  # where arb knows no power
        half = _whole_power(base, k // 2)
        return half * half * base if k % 2 else half * half
    return base**k


def _root(v: fmpq) -> fmpq | None:
    """The square root of a rational number where it is rational, else None."""
    p, q = v.p.isqrt(), v.q.isqrt()
    return fmpq(p, q) if p * p == v.p and q * q == v.q else None


def compare(a: Number, b: Number) -> int:
    """The sign of a - b. Raises Undecided where two balls overlap."""
    found = ordered(a, b)
    if found is None:
        raise Undecided("two balls that overlap, or one without bound")
    return found


def ordered(a: Number, b: Number) -> int | None:
    """The sign of a - b; None where two balls overlap."""
    if isinstance(a, float) or isinstance(b, float):
        if isinstance(a, float) and isinstance(b, float):
            return (a > b) - (a < b)
        finite = b if isinstance(a, float) else a
        if isinstance(finite, arb) and not finite.is_finite():
            return None
        return (1 if a > 0 else -1) if isinstance(a, float) else (-1 if b > 0 else 1)
    if a < b:
        return -1
    if a > b:
        return 1
    if isinstance(a, Exact) or isinstance(b, Exact):
        return 0 if a == b else None
    return 0 if not isinstance(a, arb) and not isinstance(b, arb) else None


def greater(a: Number, b: Number) -> Number:
    """The larger one; of two balls that overlap, a ball that holds it. Raises Undecided where one may be infinite."""
    found = 0 if a is b else ordered(a, b)
    if found is not None:
        return a if found >= 0 else b
    if isinstance(a, float) or isinstance(b, float):
        raise Undecided("the larger of an infinity and of a ball without bound")
    if isinstance(a, Exact) or isinstance(b, Exact):
        raise Undecided("the larger of two exact numbers that balls cannot tell apart")
    return arb(a).max(arb(b))


def negate(v: Number) -> Number:
    return -v


def exactly_equal(instance: Instance, a: tuple[Expression, int], b: tuple[Expression, int]) -> bool:
    """Does exact algebra show that two expressions, each at a member, have one value? False says nothing."""
    with exact.exact_numbers(), precision(PRECISIONS[0]):
        try:
            u, v = (e.value(instance, k) for e, k in (a, b))
        except (Undefined, Undecided, exact.TooLong):
            return False
    return not isinstance(u, float) and not isinstance(v, arb) and type(u) is type(v) and bool(u == v)


def agree(a: Number, b: Number, bits: int) -> bool:
    """Do two numbers that `compare` cannot tell apart agree to three quarters of `bits`?"""
    if isinstance(a, float) or isinstance(b, float):
        return isinstance(a, float) and isinstance(b, float) and a == b
    return bool(abs(a - b) <= (1 + abs(a)) * _tolerance(bits))


@cache
def _tolerance(bits: int) -> arb:
    return arb(2) ** (-3 * bits // 4)


def show(v: object) -> str:
    """A number for a human: exact where it is exact."""
    if isinstance(v, float):
        return "oo" if v > 0 else "-oo"
    return v.str(10, radius=False) if isinstance(v, arb) else str(v)


def inside(domain: Domain, v: Number) -> bool | None:
    """Is a number in a domain? None where a ball cannot tell."""
    if isinstance(v, float):
        return isinstance(domain, RealInterval) and domain.has(v)
    if isinstance(domain, RealInterval):
        answers = [
            _beyond(v, domain.lower, 1, bool(domain.lower_closed)),
            _beyond(v, domain.upper, -1, bool(domain.upper_closed)),
        ]
        return False if False in answers else None if None in answers else True
    if isinstance(domain, Integers):
        if isinstance(v, fmpq):
            return bool(v.q == 1 and domain.lower <= int(v.p) <= domain.upper)
        return None if not v.is_finite() or v.contains_integer() else False
    if isinstance(domain, FiniteSet):
        if isinstance(v, fmpq):
            return any(v == rational(w) for w in domain.values)
        return None if any(v.contains(arb(rational(w))) for w in domain.values) else False
    return None


def _beyond(v: Number, end: Any, way: int, closed: bool) -> bool | None:
    """Does v lie on the inner side of an end?"""
    if end in (INFINITY, -INFINITY):
        return True
    side = ordered(v, rational(end))
    return None if side is None else closed if side == 0 else side == way


# ---- instances -------------------------------------------------------------------------------------------------------

Key = str | int | tuple[str, ...] | None


@dataclass(slots=True)
class Instance:
    """Concrete values for everything abstract in an expression. Outcomes are numbered from 0 in each column.

    Arguments:
        counts: the number of rows of each table, by the name of its count, such as {"n": 3}.
        sizes: how many outcomes each column has, such as {"x": 2}.
        data: the outcome in each row of each column, such as {"x": [0, 1, 1]}.
        members: the finite set Theta: for each member, the value of every parameter by name. A rational number, or a
            label (an int) where the parameter's domain has no arithmetic. Parameters that are data are in all of them.
        laws: the joint probabilities of each distribution, {(label, member): {"columns": ..., "cells": ...}} as `Law`.
            The label is the name as printed: "p", "q_theta" (for q_{exp(eta)} it is "q_eta"); the member is its
            number, or None where the distribution is free of the unknowns.
        functions: the values of abstract functions, {(label, member, columns): {cell: value}}, the columns in the order of
            the arguments.
        outcomes: the numbers that the outcomes are, by column, where they are numbers.
        measure: the reference measure of each outcome, by column; 1 where it is missing (the counting measure). A
            density is a probability divided by it.
        seed: what a pseudo-random sample is seeded with.
        turn: a number which spreads what is dear over the instances (0 to 255).

    Example: Instance({"n": 2}, {"x": 2}, {"x": [0, 1]}, [{"theta": 0}, {"theta": 1}],
    {("q_theta", k): Law(("x",), {(0,): fmpq(1, k + 2), (1,): fmpq(k + 1, k + 2)}) for k in (0, 1)}).
    """

    counts: dict[str, int]
    sizes: dict[str, int]
    data: dict[str, list[int]]
    members: list[dict[str, Any]]
    laws: dict[tuple[str, int | None], Law] = field(default_factory=dict)
    functions: dict[tuple[str, int | None, tuple[str, ...]], dict[Cell, fmpq]] = field(default_factory=dict)
    outcomes: dict[str, tuple[fmpq, ...]] = field(default_factory=dict)
    measure: dict[str, tuple[fmpq, ...]] = field(default_factory=dict)
    seed: int = 0
    turn: int = 0
    _tables: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)
    _rows: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def with_data(self, counts: Mapping[str, int], data: Mapping[str, list[int]]) -> Instance:
        """The same instance with other rows."""
        return Instance(
            self.counts | dict(counts), self.sizes, self.data | dict(data), self.members, self.laws, self.functions,
            self.outcomes, self.measure, self.seed, self.turn, self._tables,
        )  # fmt: skip

    def cells(self, columns: Iterable[str]) -> Iterator[Cell]:
        """Every combination of outcomes."""
        return product(*(range(self.sizes[c]) for c in columns))

    def volume(self, columns: Sequence[str], cell: Cell) -> fmpq:
        """The reference measure of a cell."""
        total = ONE
        for c, outcome in zip(columns, cell, strict=True):
            if c in self.measure:
                total = total * self.measure[c][outcome]
        return total

    def probability(self, label: str, member: int | None, points: Columns, given: Columns, cell: Cell) -> fmpq:
        """The probability that `points` have the values in `cell`, given that `given` have those after them there.

        Where the condition has probability 0 every distribution is as good as another: it is uniform.
        """
        joint = self._mass(label, member, (*points, *given), cell)
        if not given:
            return joint
        below = self._mass(label, member, given, cell[len(points) :])
        return joint / below if below > 0 else fmpq(1, prod(self.sizes[c] for c in points))

    def _mass(self, label: str, member: int | None, columns: Columns, cell: Cell) -> fmpq:
        law = self.laws[label, member]
        if columns == law.columns:
            return law.cells.get(cell, ZERO)
        if len(columns) == len(law.columns):
            at = dict(zip(columns, cell, strict=True))
            return law.cells.get(tuple(at[c] for c in law.columns), ZERO)
        ident = (label, member, columns)
        known = self._tables.get(ident)
        if known is None:
            known = self._tables[ident] = law.marginal(columns)
        return known.get(cell, ZERO)

    def frequencies(self, size: str, columns: tuple[str, ...]) -> list[tuple[Cell, int]]:
        """Which rows occur in a table, read off in `columns`, and how often."""
        ident = (size, columns)
        known: list[tuple[Cell, int]] | None = self._rows.get(ident)
        if known is None:
            n = self.counts[size]
            if not columns:
                known = [((), n)]
            else:
                known = list(Counter(zip(*(self.data[c][:n] for c in columns), strict=True)).items())
            self._rows[ident] = known
        return known


@dataclass(frozen=True, slots=True)
class Law:
    """The probabilities of the cells of `columns`; what is missing has probability 0."""

    columns: tuple[str, ...]
    cells: dict[Cell, fmpq]

    def marginal(self, columns: tuple[str, ...]) -> dict[Cell, fmpq]:
        if columns == self.columns:
            return self.cells
        places = [self.columns.index(c) for c in columns]
        total: dict[Cell, fmpq] = {}
        for cell, weight in self.cells.items():
            key = tuple(cell[j] for j in places)
            total[key] = total[key] + weight if key in total else weight
        return total


# ---- compilation: a tree becomes a closure (instance, number of the member of Theta, frame) -> number ----------------

Frame = list[Any]
Closure = Callable[[Instance, Any, Frame], Number]


@dataclass(slots=True)
class Needs:
    """What an instance must bind before an expression has a value."""

    columns: dict[str, Column] = field(default_factory=dict)
    counts: set[str] = field(default_factory=set)
    parameters: dict[str, Domain] = field(default_factory=dict)
    laws: dict[tuple[str, bool], set[str]] = field(default_factory=dict)  # (label, does it vary with the member?)
    functions: dict[tuple[str, bool, tuple[str, ...]], Any] = field(default_factory=dict)  # the interval of values

    def merge(self, other: Needs) -> None:
        self.columns |= other.columns
        self.counts |= other.counts
        self.parameters |= other.parameters
        self.functions |= other.functions
        for key, columns in other.laws.items():
            self.laws.setdefault(key, set()).update(columns)


Definitions = tuple[tuple[Applied, Any], ...]


@dataclass(frozen=True, slots=True)
class Context:
    """How names are read: definitions, unknowns (they vary with the member), substitutes for parameters.

    `substitutes` reads a parameter as an expression in others, as after a change of parameters; `free` lists columns
    whose outcomes are bound from outside, in the order of the cell that `Expression.value` is then given.
    """

    unknowns: frozenset[str] = frozenset()
    definitions: Definitions = ()
    substitutes: tuple[tuple[str, Any], ...] = ()
    free: tuple[str, ...] = ()


class Expression:
    """A compiled expression. Attributes: `needs`, what an instance must bind. Raises NotEvaluable.

    Where `shared`, an expression in the same context, is a part of it, both are evaluated once for each instance.
    """

    __slots__ = ("_closure", "_compiler", "_kept", "needs", "tree")

    def __init__(self, tree: Any, context: Context, shared: Expression | None = None) -> None:
        self.needs, self.tree, self._kept = Needs(), tree, False
        self._compiler = _Compiler(context, self.needs, shared)
        slots = {("outcome", c): self._compiler.slot() for c in context.free}
        substitutes: dict[str, tuple[Any, Any]] = {}
        for name, meaning in context.substitutes:
            substitutes[name] = (meaning, _Scope({}, dict(substitutes), context.definitions))
        top = self._compiler.top = _Scope(slots, substitutes, context.definitions)
        self._closure = self._compiler.compile(tree, top)

    def value(self, instance: Instance, member: int, cell: Cell = ()) -> Number:
        """Its value at a member of Theta, at the precision that is set. Raises Undefined or Undecided."""
        if not self._kept or cell:
            return self._value(instance, member, cell)
        key = (id(self), member, ctx.prec, exact.exactly())
        known = instance._rows.get(key)
        if known is None:
            try:
                known = self._value(instance, member, cell)
            except (Undefined, Undecided) as reason:
                known = reason
            instance._rows[key] = known
        if isinstance(known, Exception):
            raise known
        return known

    def _value(self, instance: Instance, member: int, cell: Cell) -> Number:
        spend(self._compiler.nodes * (1 + ctx.prec // PRECISIONS[0]))
        try:
            return self._closure(instance, member, [*cell, *[0] * (self._compiler.slots - len(cell))])
        except (ZeroDivisionError, OverflowError, RecursionError) as reason:  # no evidence for anything
            raise Undecided(f"the arithmetic gave up ({type(reason).__name__})") from reason


def empirical_mean(summand: Any, law: Applied, context: Context) -> Expression:
    """The expectation of `summand` under the empirical distribution of the columns of `law`."""
    e = Expression(ONE_TREE, context)
    slots: dict[Any, int] = {}
    names = tuple(a.column.name for a in law.points)
    for a in law.points:
        slots["outcome", a.column.name] = e._compiler.slot()
        e.needs.columns[a.column.name] = a.column
    scope = _Scope(slots, _substitutes(context), context.definitions)
    body, places, size = e._compiler.compile(summand, scope), list(slots.values()), law.points[0].column.size
    e.needs.counts.add(size)
    e._closure = _empirical(body, names, places, size)
    return e


def _substitutes(context: Context) -> dict[str, tuple[Any, Any]]:
    found: dict[str, tuple[Any, Any]] = {}
    for name, meaning in context.substitutes:
        found[name] = (meaning, _Scope({}, dict(found), context.definitions))
    return found


ONE_TREE = Rational(1)


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where names lead: ("row", index, column) and ("outcome", column) to places in the frame, parameters to trees."""

    slots: dict[Any, int]
    parameters: dict[str, tuple[Any, _Scope]]
    definitions: Definitions
    columns: dict[str, int] = field(default_factory=dict)  # inside a definition: an argument's place, whatever binds it

    def at(self, node: Any) -> int:
        column = node.column.name
        kind = "class" if isinstance(node, Class) else "outcome"
        key = ("row", node.args[1].size, column) if isinstance(node, Entry) else (kind, column)
        if column in self.columns and (kind != "class" or key not in self.slots):
            return self.columns[column]
        if key not in self.slots:
            raise NotEvaluable(f"{node} is bound by nothing")
        return self.slots[key]


class _Compiler:
    def __init__(self, context: Context, needs: Needs, shared: Expression | None = None) -> None:
        self.context, self.needs, self.slots, self.nodes, self.shared = context, needs, 0, 0, shared
        self.top: _Scope | None = None

    def slot(self) -> int:
        self.slots += 1
        return self.slots - 1

    def compile(self, tree: Any, scope: _Scope) -> Closure:
        self.nodes += 1
        if self.shared is not None and scope is self.top and tree.args and tree == self.shared.tree:
            return self._read(self.shared)
        closure = _compile(tree, self, scope)
        looped = bool(scope.slots or scope.columns) and bool(tree.args)
        return _once(closure, self.slot()) if looped and _still(tree, scope) else closure

    def _read(self, shared: Expression) -> Closure:
        shared._kept = True
        self.needs.merge(shared.needs)
        return lambda instance, member, frame: shared.value(instance, member)

    def slot_names(self, tree: Any, scope: _Scope) -> list[str]:
        """The parameters that an index of a density comes down to."""
        found: set[str] = set()
        for s in tree.free_symbols:
            if s.name in scope.parameters:
                meaning, inner = scope.parameters[s.name]
                found.update(self.slot_names(meaning, inner))
            else:
                self.needs.parameters[s.name] = s.domain
                found.add(s.name)
        return sorted(found)

    def label(self, e: Applied, scope: _Scope) -> tuple[str, bool]:
        """What the table of an abstract density or function is called, and whether it varies with the member."""
        named = [self.slot_names(p, scope) for p in e.parameters]
        label = e.head.name + ("_" + ",".join("*".join(n) or "const" for n in named) if named else "")
        return label, any(n in self.context.unknowns for part in named for n in part)


def _still(tree: Any, scope: _Scope) -> bool:
    """Does a tree keep its value while the rows, the outcomes and the classes are gone through?"""
    for t in walk(tree):
        if isinstance(t, Entry | Outcome | Class | Applied | Same | RowSum | RowProduct | Expectation | Total):
            return False
        if isinstance(t, Parameter) and t.name in scope.parameters and not _still(*scope.parameters[t.name]):
            return False
    return True


def _once(closure: Closure, place: int) -> Closure:
    """What is the same for every row is computed for one of them. (A frame holds whole numbers in places not yet filled.)"""

    def kept(instance: Instance, member: Any, frame: Frame) -> Number:
        value = frame[place]
        if type(value) is int:
            value = frame[place] = closure(instance, member, frame)
        return value

    return kept


@singledispatch
def _compile(tree: Any, compiler: _Compiler, scope: _Scope) -> Closure:
    if tree in (nan, zoo):
        raise NotEvaluable(f"{tree} is no value")
    raise NotEvaluable(f"{tree}: the evaluator does not know {type(tree).__name__}")


def _constant(v: Number) -> Closure:
    return lambda instance, member, frame: v


def _irrational(name: str, ball: Callable[[], arb]) -> Closure:
    return lambda instance, member, frame: exact.constant(name, ball()) if exact.exactly() else ball()


@_compile.register(Float)
def _(tree: Float, compiler: _Compiler, scope: _Scope) -> Closure:
    negative, mantissa, exponent, _ = tree._mpf_  # the binary fraction that it is, and no other number
    if exponent < -MAX_EXACT_BITS or exponent > MAX_EXACT_BITS or not mantissa:
        raise NotEvaluable(f"{tree} is no number that is written out")
    size = fmpq(int(mantissa)) * fmpq(2) ** int(exponent)
    return _constant(-size if negative else size)


@_compile.register(Rational)
def _(tree: Rational, compiler: _Compiler, scope: _Scope) -> Closure:
    return _constant(fmpq(int(tree.p), int(tree.q)))


@_compile.register(Infinity)
def _(tree: Infinity, compiler: _Compiler, scope: _Scope) -> Closure:
    return _constant(INFINITY)


@_compile.register(NegativeInfinity)
def _(tree: NegativeInfinity, compiler: _Compiler, scope: _Scope) -> Closure:
    return _constant(-INFINITY)


@_compile.register(Exp1)
def _(tree: Exp1, compiler: _Compiler, scope: _Scope) -> Closure:
    return _irrational("Exp1", lambda: arb(1).exp())


@_compile.register(Pi)
def _(tree: Pi, compiler: _Compiler, scope: _Scope) -> Closure:
    return _irrational("Pi", lambda: arb.pi())


@_compile.register(EulerGamma)
def _(tree: EulerGamma, compiler: _Compiler, scope: _Scope) -> Closure:
    return _irrational("EulerGamma", lambda: arb.const_euler())


@_compile.register(Count)
def _(tree: Count, compiler: _Compiler, scope: _Scope) -> Closure:
    name = tree.name
    compiler.needs.counts.add(name)
    return lambda instance, member, frame: fmpq(instance.counts[name])


@_compile.register(Parameter)
def _(tree: Parameter, compiler: _Compiler, scope: _Scope) -> Closure:
    name = tree.name
    if name in scope.parameters:
        meaning, inner = scope.parameters[name]
        return compiler.compile(meaning, inner)
    if tree.domain.hull is None:
        raise NotEvaluable(f"{tree} lives in {tree.domain}, where there is no arithmetic")
    compiler.needs.parameters[name] = tree.domain
    return lambda instance, member, frame: instance.members[member][name]


@_compile.register(Entry)
@_compile.register(Outcome)
@_compile.register(Class)
def _(tree: Any, compiler: _Compiler, scope: _Scope) -> Closure:
    name, place = tree.column.name, scope.at(tree)
    compiler.needs.columns[name] = tree.column
    if tree.column.domain.hull is None:
        raise NotEvaluable(f"{tree} lives in {tree.column.domain}, where there is no arithmetic")
    return lambda instance, member, frame: instance.outcomes[name][frame[place]]


def _fold(tree: Any, compiler: _Compiler, scope: _Scope, operation: Callable[[Number, Number], Number]) -> Closure:
    first, *rest = (compiler.compile(a, scope) for a in tree.args)
    if len(rest) == 1:
        (second,) = rest
        return lambda instance, member, frame: operation(
            first(instance, member, frame), second(instance, member, frame)
        )

    def fold(instance: Instance, member: Any, frame: Frame) -> Number:
        total = first(instance, member, frame)
        for part in rest:
            total = operation(total, part(instance, member, frame))
        return total

    return fold


@_compile.register(Add)
def _(tree: Add, compiler: _Compiler, scope: _Scope) -> Closure:
    return _fold(tree, compiler, scope, add) if tree.args else _constant(ZERO)


@_compile.register(Mul)
def _(tree: Mul, compiler: _Compiler, scope: _Scope) -> Closure:
    return _fold(tree, compiler, scope, multiply) if tree.args else _constant(ONE)


@_compile.register(Max)
def _(tree: Max, compiler: _Compiler, scope: _Scope) -> Closure:
    return _fold(tree, compiler, scope, greater)


@_compile.register(Min)
def _(tree: Min, compiler: _Compiler, scope: _Scope) -> Closure:
    return _fold(tree, compiler, scope, lambda a, b: negate(greater(negate(a), negate(b))))


@_compile.register(Pow)
def _(tree: Pow, compiler: _Compiler, scope: _Scope) -> Closure:
    base, exponent = (compiler.compile(a, scope) for a in tree.args)
    return lambda instance, member, frame: power(base(instance, member, frame), exponent(instance, member, frame))


def _unary(operation: Callable[[Number], Number]) -> Callable[[Any, _Compiler, _Scope], Closure]:
    def compiled(tree: Any, compiler: _Compiler, scope: _Scope) -> Closure:
        inner = compiler.compile(tree.args[0], scope)
        return lambda instance, member, frame: operation(inner(instance, member, frame))

    return compiled


def _finite(name: str, operation: Callable[[arb], arb]) -> Callable[[Number], Number]:
    def at(v: Number) -> Number:
        if isinstance(v, float):
            raise Undecided("a function at an infinity, where no convention is stated")
        return exact.applied(name, operation, v) if exact.exactly() else operation(arb(v))

    return at


_compile.register(log, _unary(logarithm))
_compile.register(exp, _unary(exponential))
_compile.register(Abs, _unary(abs))
_compile.register(NegativePart, _unary(lambda v: greater(negate(v), ZERO)))
for _function, _ball in (
    *((sin, arb.sin), (cos, arb.cos), (tan, arb.tan), (sinh, arb.sinh), (cosh, arb.cosh), (tanh, arb.tanh)),
    *((atan, arb.atan), (erf, arb.erf)),
):
    _compile.register(_function, _unary(_finite(_function.__name__, _ball)))


def _with_poles(name: str, operation: Callable[[arb], arb]) -> Callable[[Number], Number]:
    """A function of finite arguments with its poles at 0, -1, -2, ..., and nowhere else."""

    def at(v: Number) -> Number:
        if isinstance(v, float):
            raise Undecided(f"{name} at an infinity, where no convention is stated")
        if isinstance(v, fmpq) and v <= 0 and v.q == 1:
            raise Undefined(f"{name} of {v}, where it has a pole")
        found = operation(v.ball if isinstance(v, Exact) else arb(v))
        if not found.is_finite():
            raise Undecided(f"{name} of a ball that may hold a pole")
        return exact.constant(name, found, v) if exact.exactly() else found

    return at


def _log_gamma(u: arb) -> arb:
    if u > 0:
        return u.lgamma()
    raise Undecided("log Gamma of what may not be positive")


def _increased(v: Number) -> Number:
    return v if isinstance(v, float) else v + 1


_GAMMA = _with_poles("Gamma", arb.gamma)
_compile.register(gamma, _unary(_GAMMA))
_compile.register(loggamma, _unary(_with_poles("log Gamma", _log_gamma)))
_compile.register(factorial, _unary(lambda v: _GAMMA(_increased(v))))


@_compile.register(polygamma)
def _(tree: polygamma, compiler: _Compiler, scope: _Scope) -> Closure:
    order, inner = tree.args[0], compiler.compile(tree.args[1], scope)
    if not (isinstance(order, Rational) and order.q == 1 and order >= 0):
        raise NotEvaluable(f"{tree}: a derivative of log Gamma has a whole order")
    m = int(order)

    def psi(u: arb) -> arb:
        return u.digamma() if m == 0 else acb(u).polygamma(acb(m)).real

    operation = _with_poles(f"the derivative of order {m + 1} of log Gamma", psi)
    return lambda instance, member, frame: operation(inner(instance, member, frame))


@_compile.register(besseli)
def _(tree: besseli, compiler: _Compiler, scope: _Scope) -> Closure:
    order, inner = tree.args[0], compiler.compile(tree.args[1], scope)
    if not (isinstance(order, Rational) and order.q == 1):
        raise NotEvaluable(f"{tree}: a Bessel function has a whole order here")
    nu = abs(int(order))  # those of order n and -n are the same function
    operation = _finite(f"besseli of order {nu}", lambda u: u.bessel_i(arb(nu)))
    return lambda instance, member, frame: operation(inner(instance, member, frame))


def _floor(v: Number) -> Number:
    """The largest whole number that is at most v."""
    if isinstance(v, float):
        return v
    if isinstance(v, fmpq):
        return fmpq(v.p // v.q)
    ball = v.ball if isinstance(v, Exact) else v
    below = ball.floor()
    if not ball.is_finite() or not below.is_exact():
        raise Undecided("the whole part of a ball that may hold a whole number")
    return below.fmpq()


_compile.register(floor, _unary(_floor))
_compile.register(ceiling, _unary(lambda v: negate(_floor(negate(v)))))
_compile.register(sign_function, _unary(lambda v: fmpq(sign(v))))


@_compile.register(Heaviside)
def _(tree: Heaviside, compiler: _Compiler, scope: _Scope) -> Closure:
    inner, at_zero = (compiler.compile(a, scope) for a in tree.args)

    def step(instance: Instance, member: Any, frame: Frame) -> Number:
        s = sign(inner(instance, member, frame))
        return at_zero(instance, member, frame) if s == 0 else ONE if s > 0 else ZERO

    return step


Truth = Callable[[Instance, Any, Frame], bool]
_HOLDS: dict[Any, Callable[[int], bool]] = {
    Lt: lambda s: s < 0,
    Le: lambda s: s <= 0,
    Gt: lambda s: s > 0,
    Ge: lambda s: s >= 0,
    Eq: lambda s: s == 0,
    Ne: lambda s: s != 0,
}


def _truth(condition: Any, compiler: _Compiler, scope: _Scope) -> Truth:
    """A condition of a piecewise function. Raises NotEvaluable for what is no comparison of numbers."""
    if condition in (True, False):
        return lambda instance, member, frame: bool(condition)
    parts = [_truth(a, compiler, scope) for a in condition.args] if isinstance(condition, And | Or | Not) else []
    if isinstance(condition, And):
        return lambda *at: all(part(*at) for part in parts)
    if isinstance(condition, Or):
        return lambda *at: any(part(*at) for part in parts)
    if isinstance(condition, Not):
        return lambda *at: not parts[0](*at)
    holds = _HOLDS.get(condition.func)
    if holds is None:
        raise NotEvaluable(f"{condition}: the evaluator does not know {type(condition).__name__}")
    left, right = (compiler.compile(a, scope) for a in condition.args)
    return lambda *at: holds(compare(left(*at), right(*at)))


@_compile.register(Piecewise)
def _(tree: Piecewise, compiler: _Compiler, scope: _Scope) -> Closure:
    cases = [(compiler.compile(value, scope), _truth(condition, compiler, scope)) for value, condition in tree.args]

    def chosen(instance: Instance, member: Any, frame: Frame) -> Number:
        for value, holds in cases:
            if holds(instance, member, frame):
                return value(instance, member, frame)
        raise Undefined("a piecewise function where none of its conditions holds")

    return chosen


@_compile.register(AtMost)
def _(tree: AtMost, compiler: _Compiler, scope: _Scope) -> Closure:
    left, right = (compiler.compile(a, scope) for a in tree.args)

    def holds(instance: Instance, member: Any, frame: Frame) -> Number:
        a, b = left(instance, member, frame), right(instance, member, frame)
        return ONE if a is b or compare(a, b) <= 0 else ZERO

    return holds


@_compile.register(Same)
def _(tree: Same, compiler: _Compiler, scope: _Scope) -> Closure:
    columns = {a.column for a in tree.args if isinstance(a, Entry | Outcome | Class)}
    labels = len(columns) == 1 or any(c.domain.hull is None for c in columns)  # numbers are told apart by their values
    if all(isinstance(a, Entry | Outcome | Class) for a in tree.args) and labels:
        places = [scope.at(a) for a in tree.args]
        compiler.needs.columns |= {a.column.name: a.column for a in tree.args}
        return lambda instance, member, frame: ONE if frame[places[0]] == frame[places[1]] else ZERO
    left, right = (compiler.compile(a, scope) for a in tree.args)
    return lambda instance, member, frame: (
        ONE if compare(left(instance, member, frame), right(instance, member, frame)) == 0 else ZERO
    )


@_compile.register(Total)
def _(tree: Total, compiler: _Compiler, scope: _Scope) -> Closure:
    name, place = tree.each.column.name, compiler.slot()
    compiler.needs.columns[name] = tree.each.column
    inner = _Scope({**scope.slots, ("class", name): place}, scope.parameters, scope.definitions, scope.columns)
    body = compiler.compile(tree.body, inner)

    def total(instance: Instance, member: Any, frame: Frame) -> Number:
        result: Number = ZERO
        for outcome in range(instance.sizes[name]):
            frame[place] = outcome
            result = add(result, body(instance, member, frame))
        return result

    return total


def _cell_of(places: Sequence[int]) -> Callable[[Frame], Cell]:
    """Reads a cell off the frame, always as a tuple."""
    if not places:
        return lambda frame: ()
    if len(places) == 1:
        (place,) = places
        return lambda frame: (frame[place],)
    getter: Callable[[Frame], Cell] = itemgetter(*places)
    return getter


@_compile.register(Applied)
def _(tree: Applied, compiler: _Compiler, scope: _Scope) -> Closure:
    definition = next((d for d in reversed(scope.definitions) if d[0].role == tree.role), None)
    if definition is not None:
        return _defined(tree, definition, compiler, scope)
    points, given = (tuple(a.column.name for a in part) for part in (tree.points, tree.given))
    for a in (*tree.points, *tree.given):
        compiler.needs.columns[a.column.name] = a.column
    cell = _cell_of([scope.at(a) for a in (*tree.points, *tree.given)])
    if tree.head.kind == "empirical":
        return _empirical_mass(tree, points, cell, compiler)
    label, moves = compiler.label(tree, scope)
    if tree.head.kind == "function":
        columns = (*points, *given)  # told apart by place: f(x, y) and f(y, x) are different tables
        compiler.needs.functions[label, moves, columns] = tree.head.values

        def function_value(instance: Instance, member: Any, frame: Frame) -> Number:
            return instance.functions[label, member if moves else SHARED, columns][cell(frame)]

        return function_value
    compiler.needs.laws.setdefault((label, moves), set()).update((*points, *given))
    ident, width = ("density", label, points, given), len(points)

    def density_value(instance: Instance, member: Any, frame: Frame) -> Number:
        where = member if moves else SHARED
        table = instance._tables.get((ident, where))
        if table is None:
            table = instance._tables[ident, where] = {}
        at = cell(frame)
        value = table.get(at)
        if value is None:
            value = instance.probability(label, where, points, given, at)
            if instance.measure:
                value = value / instance.volume(points, at[:width])
            table[at] = value
        return value

    return density_value


def _defined(tree: Applied, definition: tuple[Applied, Any], compiler: _Compiler, scope: _Scope) -> Closure:
    """The value of a defined symbol is the value of its definition, read where the symbol stands."""
    new, meaning = definition
    columns = {a.column.name: scope.at(a) for a in (*tree.points, *tree.given)}
    for a in (*tree.points, *tree.given):
        compiler.needs.columns[a.column.name] = a.column
    readings = list(zip(new.parameters, tree.parameters, strict=True))
    parameters = {p.name: (actual, scope) for p, actual in readings}
    earlier = scope.definitions[: scope.definitions.index(definition)]
    value = compiler.compile(meaning, _Scope({}, parameters, earlier, columns))
    guards = [
        _readable(p, actual, compiler, scope) for p, actual in readings if p != actual and p.domain.hull is not None
    ]
    if any(p == q and a != b for (p, a), (q, b) in combinations(readings, 2)):
        return _undefined(f"{new} says nothing of {tree}: its parameters are one and the same")
    if not guards:
        return value

    def guarded(instance: Instance, member: Any, frame: Frame) -> Number:
        for guard in guards:
            guard(instance, member, frame)
        return value(instance, member, frame)

    return guarded


def _undefined(reason: str) -> Closure:
    def nowhere(instance: Instance, member: Any, frame: Frame) -> Number:
        raise Undefined(reason)

    return nowhere


def _readable(formal: Parameter, actual: Any, compiler: _Compiler, scope: _Scope) -> Closure:
    """A definition speaks of the domains of its parameters alone: what is read outside of them has no value."""
    inner = compiler.compile(actual, scope)

    def check(instance: Instance, member: Any, frame: Frame) -> Number:
        v = inner(instance, member, frame)
        if inside(formal.domain, v) is False:
            raise Undefined(f"a definition for {formal} in {formal.domain} alone, at {show(v)}")
        return v

    return check


def _empirical_mass(
    tree: Applied, points: tuple[str, ...], cell: Callable[[Frame], Cell], compiler: _Compiler
) -> Closure:
    size = tree.points[0].column.size
    compiler.needs.counts.add(size)

    def mass(instance: Instance, member: Any, frame: Frame) -> Number:
        counted = instance._rows.get(("empirical", points))
        if counted is None:
            counted = instance._rows["empirical", points] = dict(instance.frequencies(size, points))
        return fmpq(counted.get(cell(frame), 0), instance.counts[size])

    return mass


class _Reads:
    """Which columns a body reads off the rows of one table."""

    @staticmethod
    def of(body: Any, size: str) -> dict[str, Column]:
        found: dict[str, Column] = {}
        stack = [body]
        while stack:
            node = stack.pop()
            if isinstance(node, Entry) and node.args[1].size == size:
                found[node.column.name] = node.column
            stack.extend(node.args)
        return dict(sorted(found.items()))


def _rows(tree: Any, compiler: _Compiler, scope: _Scope) -> tuple[Closure, str, tuple[str, ...], list[int]]:
    size = tree.index.size
    columns = _Reads.of(tree.body, size)
    compiler.needs.columns |= columns
    compiler.needs.counts.add(size)
    slots = {("row", size, c): compiler.slot() for c in columns}
    inner = _Scope({**scope.slots, **slots}, scope.parameters, scope.definitions, scope.columns)
    return compiler.compile(tree.body, inner), size, tuple(columns), list(slots.values())


@_compile.register(RowSum)
def _(tree: RowSum, compiler: _Compiler, scope: _Scope) -> Closure:
    body, size, columns, places = _rows(tree, compiler, scope)

    def total(instance: Instance, member: Any, frame: Frame) -> Number:
        result: Number = ZERO
        for cell, times in instance.frequencies(size, columns):
            for place, outcome in zip(places, cell, strict=True):
                frame[place] = outcome
            v = body(instance, member, frame)
            result = add(result, v if times == 1 else multiply(fmpq(times), v))
        return result

    return total


@_compile.register(RowProduct)
def _(tree: RowProduct, compiler: _Compiler, scope: _Scope) -> Closure:
    body, size, columns, places = _rows(tree, compiler, scope)

    def total(instance: Instance, member: Any, frame: Frame) -> Number:
        result: Number = ONE
        for cell, times in instance.frequencies(size, columns):
            for place, outcome in zip(places, cell, strict=True):
                frame[place] = outcome
            result = multiply(result, _whole_power(body(instance, member, frame), times))
        return result

    return total


def _empirical(body: Closure, columns: tuple[str, ...], places: Sequence[int], size: str) -> Closure:
    def mean(instance: Instance, member: Any, frame: Frame) -> Number:
        n, result = instance.counts[size], ZERO
        for cell, times in instance.frequencies(size, columns):
            for place, outcome in zip(places, cell, strict=True):
                frame[place] = outcome
            result = add(result, multiply(fmpq(times, n), body(instance, member, frame)))
        return result

    return mean


@_compile.register(Expectation)
def _(tree: Expectation, compiler: _Compiler, scope: _Scope) -> Closure:
    law, columns = tree.law, tuple(a.column.name for a in tree.law.points)
    slots = {("outcome", c): compiler.slot() for c in columns}
    places = list(slots.values())
    for a in law.points:
        compiler.needs.columns[a.column.name] = a.column
    outer = {c: place for c, place in scope.columns.items() if c not in columns}
    inner = _Scope({**scope.slots, **slots}, scope.parameters, scope.definitions, outer)
    body = compiler.compile(tree.body, inner)
    if law.head.kind == "empirical":
        size = law.points[0].column.size
        compiler.needs.counts.add(size)
        return _empirical(body, columns, places, size)
    weight = compiler.compile(law, inner)

    def mean(instance: Instance, member: Any, frame: Frame) -> Number:
        result: Number = ZERO
        for cell in instance.cells(columns):
            for place, outcome in zip(places, cell, strict=True):
                frame[place] = outcome
            w = weight(instance, member, frame)
            if isinstance(w, fmpq) and w == 0:
                continue
            w = multiply(w, instance.volume(columns, cell))
            result = add(result, multiply(w, body(instance, member, frame)))
        return result

    return mean
