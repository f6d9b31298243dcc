"""The value of a written expression on an instance, by exact rationals and balls. Shares no code with what proves.

A tree is compiled once, by the types of its nodes; the numbers and their conventions are those of `numbers`, the functions
those of `functions`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from operator import itemgetter
from typing import Any

from flint import arb, ctx, fmpq
from sympy import (
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
    besseli,
    binomial,
    polygamma,
)
from sympy.core.numbers import EulerGamma, Exp1, Infinity, NegativeInfinity, Pi

from properties.instances import exact
from properties.instances.compiling import (
    Closure,
    Compiler,
    Context,
    Frame,
    Needs,
    Scope,
    Shared,
    compiled,
)
from properties.instances.functions import BALLS, besseli_of, binomial_of, polygamma_of
from properties.instances.instance import SHARED, Cell, Instance
from properties.instances.numbers import (
    INFINITY,
    MAX_EXACT_BITS,
    ONE,
    PRECISIONS,
    ZERO,
    ExtendedNumber,
    NotEvaluable,
    NoValue,
    TooWide,
    add,
    compare,
    greater,
    inside,
    multiply,
    negate,
    power,
    precision,
    show,
    sign,
    whole_power,
)
from properties.work import spend
from symbolic.core.terms import (
    Applied,
    AtMost,
    Class,
    Column,
    Count,
    Entry,
    Expectation,
    Outcome,
    Parameter,
    RowProduct,
    RowSum,
    Same,
    Total,
)


class Compiled:
    """A compiled expression. Attributes: `needs`, what an instance must bind. Raises NotEvaluable.

    Where `shared`, an expression in the same context, is a part of it, both are evaluated once for each instance.
    """

    __slots__ = ("_closure", "_compiler", "_kept", "needs", "tree")

    def __init__(self, tree: Any, context: Context, shared: Compiled | None = None) -> None:
        self.needs, self.tree, self._kept = Needs(), tree, False
        part = None if shared is None else Shared(shared.tree, shared.needs, shared._keep)
        self._compiler = Compiler(context, self.needs, part)
        slots = {("outcome", c): self._compiler.slot() for c in context.free}
        top = self._compiler.top = Scope(slots, _substitutes(context), context.definitions)
        self._closure = self._compiler.compile(tree, top)

    def value(self, instance: Instance, member: int, cell: Cell = ()) -> ExtendedNumber:
        """Its value at a member of Theta, at the precision that is set. Raises NoValue or TooWide."""
        if not self._kept or cell:
            return self._value(instance, member, cell)
        key = (self, member, ctx.prec, exact.exactly())
        known = instance._rows.get(key)
        if known is None:
            try:
                known = self._value(instance, member, cell)
            except (NoValue, TooWide) as reason:
                known = reason
            instance._rows[key] = known
        if isinstance(known, Exception):
            raise known
        return known

    def _keep(self) -> Closure:
        """From now on it is evaluated once for each instance, member and precision."""
        self._kept = True
        return lambda instance, member, frame: self.value(instance, member)

    def _value(self, instance: Instance, member: int, cell: Cell) -> ExtendedNumber:
        spend(self._compiler.nodes * (1 + ctx.prec // PRECISIONS[0]))
        try:
            return self._closure(instance, member, [*cell, *[0] * (self._compiler.slots - len(cell))])
        except (ZeroDivisionError, OverflowError, RecursionError) as reason:  # no evidence for anything
            raise TooWide(f"the arithmetic gave up ({type(reason).__name__})") from reason


def empirical_mean(summand: Any, law: Applied, context: Context) -> Compiled:
    """The expectation of `summand` under the empirical distribution of the columns of `law`."""
    e = Compiled(ONE_TREE, context)
    slots: dict[Any, int] = {}
    names = tuple(a.column.name for a in law.points)
    for a in law.points:
        slots["outcome", a.column.name] = e._compiler.slot()
        e.needs.columns[a.column.name] = a.column
    scope = Scope(slots, _substitutes(context), context.definitions)
    body, places, size = e._compiler.compile(summand, scope), list(slots.values()), law.points[0].column.size
    e.needs.counts.add(size)
    e._closure = _empirical(body, names, places, size)
    return e


def exactly_equal(instance: Instance, a: tuple[Compiled, int], b: tuple[Compiled, int]) -> bool:
    """Does exact algebra show that two expressions, each at a member, have one value? False says nothing."""
    with exact.exact_numbers(), precision(PRECISIONS[0]):
        try:
            u, v = (e.value(instance, k) for e, k in (a, b))
        except (NoValue, TooWide, exact.TooLong):
            return False
    return not isinstance(u, float) and not isinstance(v, arb) and type(u) is type(v) and bool(u == v)


def _substitutes(context: Context) -> dict[str, tuple[Any, Any]]:
    found: dict[str, tuple[Any, Any]] = {}
    for name, meaning in context.substitutes:
        found[name] = (meaning, Scope({}, dict(found), context.definitions))
    return found


ONE_TREE = Rational(1)


def _constant(v: ExtendedNumber) -> Closure:
    return lambda instance, member, frame: v


def _irrational(name: str, ball: Callable[[], arb]) -> Closure:
    return lambda instance, member, frame: exact.constant(name, ball()) if exact.exactly() else ball()


@compiled.register(Float)
def _(tree: Float, compiler: Compiler, scope: Scope) -> Closure:
    negative, mantissa, exponent, _ = tree._mpf_  # the binary fraction that it is, and no other number
    if exponent < -MAX_EXACT_BITS or exponent > MAX_EXACT_BITS or not mantissa:
        raise NotEvaluable(f"{tree} is no number that is written out")
    size = fmpq(int(mantissa)) * fmpq(2) ** int(exponent)
    return _constant(-size if negative else size)


@compiled.register(Rational)
def _(tree: Rational, compiler: Compiler, scope: Scope) -> Closure:
    return _constant(fmpq(int(tree.p), int(tree.q)))


@compiled.register(Infinity)
def _(tree: Infinity, compiler: Compiler, scope: Scope) -> Closure:
    return _constant(INFINITY)


@compiled.register(NegativeInfinity)
def _(tree: NegativeInfinity, compiler: Compiler, scope: Scope) -> Closure:
    return _constant(-INFINITY)


@compiled.register(Exp1)
def _(tree: Exp1, compiler: Compiler, scope: Scope) -> Closure:
    return _irrational("Exp1", lambda: arb(1).exp())


@compiled.register(Pi)
def _(tree: Pi, compiler: Compiler, scope: Scope) -> Closure:
    return _irrational("Pi", lambda: arb.pi())


@compiled.register(EulerGamma)
def _(tree: EulerGamma, compiler: Compiler, scope: Scope) -> Closure:
    return _irrational("EulerGamma", lambda: arb.const_euler())


@compiled.register(Count)
def _(tree: Count, compiler: Compiler, scope: Scope) -> Closure:
    name = tree.name
    compiler.needs.counts.add(name)
    return lambda instance, member, frame: fmpq(instance.counts[name])


@compiled.register(Parameter)
def _(tree: Parameter, compiler: Compiler, scope: Scope) -> Closure:
    name = tree.name
    if name in scope.parameters:
        meaning, inner = scope.parameters[name]
        return compiler.compile(meaning, inner)
    if tree.domain.hull is None:
        raise NotEvaluable(f"{tree} lives in {tree.domain}, where there is no arithmetic")
    compiler.needs.parameters[name] = tree.domain
    return lambda instance, member, frame: instance.members[member][name]


@compiled.register(Entry)
@compiled.register(Outcome)
@compiled.register(Class)
def _(tree: Any, compiler: Compiler, scope: Scope) -> Closure:
    name, place = tree.column.name, scope.at(tree)
    compiler.needs.columns[name] = tree.column
    if tree.column.domain.hull is None:
        raise NotEvaluable(f"{tree} lives in {tree.column.domain}, where there is no arithmetic")
    return lambda instance, member, frame: instance.outcomes[name][frame[place]]


def _fold(
    tree: Any, compiler: Compiler, scope: Scope, operation: Callable[[ExtendedNumber, ExtendedNumber], ExtendedNumber]
) -> Closure:
    first, *rest = (compiler.compile(a, scope) for a in tree.args)
    if len(rest) == 1:
        (second,) = rest
        return lambda instance, member, frame: operation(
            first(instance, member, frame), second(instance, member, frame)
        )

    def fold(instance: Instance, member: Any, frame: Frame) -> ExtendedNumber:
        total = first(instance, member, frame)
        for part in rest:
            total = operation(total, part(instance, member, frame))
        return total

    return fold


@compiled.register(Add)
def _(tree: Add, compiler: Compiler, scope: Scope) -> Closure:
    return _fold(tree, compiler, scope, add) if tree.args else _constant(ZERO)


@compiled.register(Mul)
def _(tree: Mul, compiler: Compiler, scope: Scope) -> Closure:
    return _fold(tree, compiler, scope, multiply) if tree.args else _constant(ONE)


@compiled.register(Max)
def _(tree: Max, compiler: Compiler, scope: Scope) -> Closure:
    return _fold(tree, compiler, scope, greater)


@compiled.register(Min)
def _(tree: Min, compiler: Compiler, scope: Scope) -> Closure:
    return _fold(tree, compiler, scope, lambda a, b: negate(greater(negate(a), negate(b))))


@compiled.register(Pow)
def _(tree: Pow, compiler: Compiler, scope: Scope) -> Closure:
    base, exponent = (compiler.compile(a, scope) for a in tree.args)
    return lambda instance, member, frame: power(base(instance, member, frame), exponent(instance, member, frame))


def _unary(operation: Callable[[ExtendedNumber], ExtendedNumber]) -> Callable[[Any, Compiler, Scope], Closure]:
    def closure(tree: Any, compiler: Compiler, scope: Scope) -> Closure:
        inner = compiler.compile(tree.args[0], scope)
        return lambda instance, member, frame: operation(inner(instance, member, frame))

    return closure


for _function, _operation in BALLS.items():
    compiled.register(_function, _unary(_operation))


@compiled.register(polygamma)
def _(tree: polygamma, compiler: Compiler, scope: Scope) -> Closure:
    order, inner = tree.args[0], compiler.compile(tree.args[1], scope)
    if not (isinstance(order, Rational) and order.q == 1 and order >= 0):
        raise NotEvaluable(f"{tree}: a derivative of log Gamma has a whole order")
    operation = polygamma_of(int(order))
    return lambda instance, member, frame: operation(inner(instance, member, frame))


@compiled.register(besseli)
def _(tree: besseli, compiler: Compiler, scope: Scope) -> Closure:
    order, inner = tree.args[0], compiler.compile(tree.args[1], scope)
    if not (isinstance(order, Rational) and order.q == 1):
        raise NotEvaluable(f"{tree}: a Bessel function has a whole order here")
    operation = besseli_of(int(order))
    return lambda instance, member, frame: operation(inner(instance, member, frame))


@compiled.register(binomial)
def _(tree: binomial, compiler: Compiler, scope: Scope) -> Closure:
    return _fold(tree, compiler, scope, binomial_of)


@compiled.register(Heaviside)
def _(tree: Heaviside, compiler: Compiler, scope: Scope) -> Closure:
    inner, at_zero = (compiler.compile(a, scope) for a in tree.args)

    def step(instance: Instance, member: Any, frame: Frame) -> ExtendedNumber:
        s = sign(inner(instance, member, frame))
        return at_zero(instance, member, frame) if s == 0 else ONE if s > 0 else ZERO

    return step


_Truth = Callable[[Instance, Any, Frame], bool]
_HOLDS: dict[Any, Callable[[int], bool]] = {
    Lt: lambda s: s < 0,
    Le: lambda s: s <= 0,
    Gt: lambda s: s > 0,
    Ge: lambda s: s >= 0,
    Eq: lambda s: s == 0,
    Ne: lambda s: s != 0,
}


def _truth(condition: Any, compiler: Compiler, scope: Scope) -> _Truth:
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


@compiled.register(Piecewise)
def _(tree: Piecewise, compiler: Compiler, scope: Scope) -> Closure:
    cases = [(compiler.compile(value, scope), _truth(condition, compiler, scope)) for value, condition in tree.args]

    def chosen(instance: Instance, member: Any, frame: Frame) -> ExtendedNumber:
        for value, holds in cases:
            if holds(instance, member, frame):
                return value(instance, member, frame)
        raise NoValue("a piecewise function where none of its conditions holds")

    return chosen


@compiled.register(AtMost)
def _(tree: AtMost, compiler: Compiler, scope: Scope) -> Closure:
    left, right = (compiler.compile(a, scope) for a in tree.args)

    def holds(instance: Instance, member: Any, frame: Frame) -> ExtendedNumber:
        a, b = left(instance, member, frame), right(instance, member, frame)
        return ONE if a is b or compare(a, b) <= 0 else ZERO

    return holds


@compiled.register(Same)
def _(tree: Same, compiler: Compiler, scope: Scope) -> Closure:
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


@compiled.register(Total)
def _(tree: Total, compiler: Compiler, scope: Scope) -> Closure:
    name, place = tree.each.column.name, compiler.slot()
    compiler.needs.columns[name] = tree.each.column
    inner = Scope({**scope.slots, ("class", name): place}, scope.parameters, scope.definitions, scope.columns)
    body = compiler.compile(tree.body, inner)

    def total(instance: Instance, member: Any, frame: Frame) -> ExtendedNumber:
        result: ExtendedNumber = ZERO
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


@compiled.register(Applied)
def _(tree: Applied, compiler: Compiler, scope: Scope) -> Closure:
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

        def function_value(instance: Instance, member: Any, frame: Frame) -> ExtendedNumber:
            return instance.functions[label, member if moves else SHARED, columns][cell(frame)]

        return function_value
    compiler.needs.laws.setdefault((label, moves), set()).update((*points, *given))
    ident, width = ("density", label, points, given), len(points)

    def density_value(instance: Instance, member: Any, frame: Frame) -> ExtendedNumber:
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


def _defined(tree: Applied, definition: tuple[Applied, Any], compiler: Compiler, scope: Scope) -> Closure:
    """The value of a defined symbol is the value of its definition, read where the symbol stands."""
    new, meaning = definition
    columns = {a.column.name: scope.at(a) for a in (*tree.points, *tree.given)}
    for a in (*tree.points, *tree.given):
        compiler.needs.columns[a.column.name] = a.column
    readings = list(zip(new.parameters, tree.parameters, strict=True))
    parameters = {p.name: (actual, scope) for p, actual in readings}
    earlier = scope.definitions[: scope.definitions.index(definition)]
    value = compiler.compile(meaning, Scope({}, parameters, earlier, columns))
    guards = [
        _readable(p, actual, compiler, scope) for p, actual in readings if p != actual and p.domain.hull is not None
    ]
    if any(p == q and a != b for (p, a), (q, b) in combinations(readings, 2)):
        return _undefined(f"{new} says nothing of {tree}: its parameters are one and the same")
    if not guards:
        return value

    def guarded(instance: Instance, member: Any, frame: Frame) -> ExtendedNumber:
        for guard in guards:
            guard(instance, member, frame)
        return value(instance, member, frame)

    return guarded


def _undefined(reason: str) -> Closure:
    def nowhere(instance: Instance, member: Any, frame: Frame) -> ExtendedNumber:
        raise NoValue(reason)

    return nowhere


def _readable(formal: Parameter, actual: Any, compiler: Compiler, scope: Scope) -> Closure:
    """A definition speaks of the domains of its parameters alone: what is read outside of them has no value."""
    inner = compiler.compile(actual, scope)

    def check(instance: Instance, member: Any, frame: Frame) -> ExtendedNumber:
        v = inner(instance, member, frame)
        if inside(formal.domain, v) is False:
            raise NoValue(f"a definition for {formal} in {formal.domain} alone, at {show(v)}")
        return v

    return check


def _empirical_mass(
    tree: Applied, points: tuple[str, ...], cell: Callable[[Frame], Cell], compiler: Compiler
) -> Closure:
    size = tree.points[0].column.size
    compiler.needs.counts.add(size)

    def mass(instance: Instance, member: Any, frame: Frame) -> ExtendedNumber:
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


def _rows(tree: Any, compiler: Compiler, scope: Scope) -> tuple[Closure, str, tuple[str, ...], list[int]]:
    size = tree.index.size
    columns = _Reads.of(tree.body, size)
    compiler.needs.columns |= columns
    compiler.needs.counts.add(size)
    slots = {("row", size, c): compiler.slot() for c in columns}
    inner = Scope({**scope.slots, **slots}, scope.parameters, scope.definitions, scope.columns)
    return compiler.compile(tree.body, inner), size, tuple(columns), list(slots.values())


@compiled.register(RowSum)
def _(tree: RowSum, compiler: Compiler, scope: Scope) -> Closure:
    body, size, columns, places = _rows(tree, compiler, scope)

    def total(instance: Instance, member: Any, frame: Frame) -> ExtendedNumber:
        result: ExtendedNumber = ZERO
        for cell, times in instance.frequencies(size, columns):
            for place, outcome in zip(places, cell, strict=True):
                frame[place] = outcome
            v = body(instance, member, frame)
            result = add(result, v if times == 1 else multiply(fmpq(times), v))
        return result

    return total


@compiled.register(RowProduct)
def _(tree: RowProduct, compiler: Compiler, scope: Scope) -> Closure:
    body, size, columns, places = _rows(tree, compiler, scope)

    def total(instance: Instance, member: Any, frame: Frame) -> ExtendedNumber:
        result: ExtendedNumber = ONE
        for cell, times in instance.frequencies(size, columns):
            for place, outcome in zip(places, cell, strict=True):
                frame[place] = outcome
            result = multiply(result, whole_power(body(instance, member, frame), times))
        return result

    return total


def _empirical(body: Closure, columns: tuple[str, ...], places: Sequence[int], size: str) -> Closure:
    def mean(instance: Instance, member: Any, frame: Frame) -> ExtendedNumber:
        n, result = instance.counts[size], ZERO
        for cell, times in instance.frequencies(size, columns):
            for place, outcome in zip(places, cell, strict=True):
                frame[place] = outcome
            result = add(result, multiply(fmpq(times, n), body(instance, member, frame)))
        return result

    return mean


@compiled.register(Expectation)
def _(tree: Expectation, compiler: Compiler, scope: Scope) -> Closure:
    law, columns = tree.law, tuple(a.column.name for a in tree.law.points)
    slots = {("outcome", c): compiler.slot() for c in columns}
    places = list(slots.values())
    for a in law.points:
        compiler.needs.columns[a.column.name] = a.column
    outer = {c: place for c, place in scope.columns.items() if c not in columns}
    inner = Scope({**scope.slots, **slots}, scope.parameters, scope.definitions, outer)
    body = compiler.compile(tree.body, inner)
    if law.head.kind == "empirical":
        size = law.points[0].column.size
        compiler.needs.counts.add(size)
        return _empirical(body, columns, places, size)
    weight = compiler.compile(law, inner)

    def mean(instance: Instance, member: Any, frame: Frame) -> ExtendedNumber:
        result: ExtendedNumber = ZERO
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
