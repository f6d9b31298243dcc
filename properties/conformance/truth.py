"""The certified value, gradient and Hessian of an expression at exact inputs.

An input is a float as the rational number that it is; the precision of the balls is raised until every entry has GOAL correct
bits, or is certainly beyond the range of a float, or nothing. A point at which that does not come about is undecided, and
evidence for nothing. Where pieces meet (at a tie of a maximum, say), the piece is the one on the side that one goes to; many
directions are looked along. Nothing that proves is used here: a form that is proved to be equal comes as an expression.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from math import isinf
from random import Random
from typing import Any

from flint import arb, ctx, fmpq
from sympy import (
    Abs,
    Add,
    Expr,
    Max,
    Min,
    Mul,
    Pow,
    Rational,
    Symbol,
    besseli,
    ceiling,
    factorial,
    floor,
    log,
    oo,
    pi,
    polygamma,
)
from sympy import E as EULER
from sympy import sign as sign_function

from properties.conformance import expansion as e
from properties.conformance import functions
from properties.conformance.expansion import Expansion, Extended
from properties.conformance.functions import OwnBalls
from properties.conformance.logarithms import Logarithms
from properties.instances.numbers import NotEvaluable, NoValue, TooWide
from symbolic.core.terms import AtMost, NegativePart, Same, Spelled

PRECISIONS = (128, 256, 1280, 2560, 8192)  # at the third, what cancels to 0 is certainly below the smallest float
GOAL = 70  # correct bits of every entry
TINY, HUGE = arb(2) ** -1145, arb(2) ** 1100  # below the smallest and beyond the largest float, with room
DIRECTIONS = 24  # besides those along an input, that are looked along where pieces meet

Program = Callable[["_Values"], Expansion]
_Step = tuple[Program, bool]  # and whether it depends on nothing but the precision


@dataclass(frozen=True, slots=True)
class Certified:
    """What an expression is at a point.

    `value` is a ball of GOAL correct bits or an infinity. `first` and `second` hold the derivatives in the numbered inputs
    that vary (what is not in them is 0); None where there is none: at an infinite value, or at a kink, where `sides` holds
    the expansions of the pieces that meet.
    """

    value: Extended
    first: Mapping[int, arb] | None
    second: Mapping[tuple[int, int], arb] | None
    sides: tuple[Expansion, ...] = ()


class _Sides:
    """Which piece is taken where pieces meet: that towards which one goes along a direction.

    `met` holds how far apart they are, once for each time that they meet; `along` says whether the direction leads along
    where they meet, to neither side; `alone`, whether what is taken there is that of no side. `whole` are the numbers of
    inputs that have no neighbours: no pieces meet in them.
    """

    __slots__ = ("alone", "along", "direction", "met", "whole")

    def __init__(self, direction: Sequence[arb] = (), whole: Set[int] = frozenset()) -> None:
        self.direction, self.whole = direction, whole
        self.met: list[Expansion] = []
        self.along = self.alone = False

    def choose(self, here: Expansion, gap: Expansion, above: Expansion, below: Expansion) -> Expansion:
        """`here` is the value by convention; `above` and `below` are the pieces where the gap, now 0, is positive or not."""
        if not (gap.rough or gap.first.keys() - self.whole):
            return here
        self.met.append(gap)
        if gap.rough:  # no slope tells towards which piece one goes
            return Expansion(here.value, {}, {}, True)
        if not self.direction:
            self.alone = self.alone or not any(here is side or _identical(here, side) for side in (above, below))
            return here
        d = self.direction
        slope = sum((x * d[i] for i, x in gap.first.items()), e.ZERO)
        if slope == 0 and all(x == 0 for x in gap.first.values()):  # flat: the curvature decides
            slope = sum((x * d[i] * d[j] * (1 if i == j else 2) for (i, j), x in gap.second.items()), e.ZERO)
        if slope > 0 or slope < 0:
            return above if slope > 0 else below
        self.along = self.along or not _identical(above, below)
        return here

    def across(self, count: int) -> list[list[arb]]:
        """Where pieces met once: two directions among `count` inputs, to either side. None where that is not certain."""
        slopes = self.met[0].first if len(self.met) == 1 and not self.met[0].rough else {}
        for i, x in slopes.items():
            if x > 0 or x < 0:
                return [[arb(way * (i == k)) for k in range(count)] for way in (1, -1)]
        return []


class _Values(dict[int, Expansion]):
    """The expansions in their slots, each computed when it is first asked for; `lasting` are those that depend on nothing."""

    __slots__ = ("lasting", "sides", "steps")

    def __init__(self, lasting: dict[int, Expansion], steps: Mapping[int, _Step], sides: _Sides) -> None:
        super().__init__(lasting)
        self.lasting, self.steps, self.sides = lasting, steps, sides

    def __missing__(self, slot: int) -> Expansion:
        program, lasts = self.steps[slot]
        found = self[slot] = program(self)
        if lasts:
            self.lasting[slot] = found
        return found


class CertifiedExpression:
    """An expression in numbers, ready to be evaluated.

    Arguments: `forms`, equal expressions in `inputs`, which are symbols; `varying`, those in which it is differentiated;
    `whole`, those of them that are whole numbers: at one it has the piece that holds there, whatever is beside it.
    Raises NotEvaluable where a form holds something that has no value in numbers.
    """

    def __init__(
        self,
        forms: Expr | Sequence[Expr],
        inputs: Sequence[Symbol],
        varying: Sequence[Symbol] = (),
        whole: Sequence[Symbol] = (),
    ) -> None:
        self.inputs, self.varying = tuple(inputs), tuple(varying)
        numbers = {s: k for k, s in enumerate(self.varying)}
        self._whole = frozenset(numbers[s] for s in whole)
        self._places = [numbers.get(s) for s in self.inputs]
        self._slots: dict[Any, int] = {s: k for k, s in enumerate(self.inputs)}
        self._steps: dict[int, _Step] = {}
        self._lasting: dict[int, dict[int, Expansion]] = {}  # by precision
        self._moving: dict[Any, bool] = {}
        self._logarithms = Logarithms(self._compile, self._stored, self._moves)
        self._ends = [self._compile(tree) for tree in ([forms] if isinstance(forms, Expr) else forms)]

    def at(self, point: Sequence[Fraction | float], order: int = 2) -> Certified:
        """What the expression is at a point: a number for each input, in their order; +-oo as a float.

        Each form is tried at a precision before the next one is. The first form says where there certainly is no value, and
        another where all before it stay undecided. Raises NoValue, and TooWide where no form is decided.
        """
        reason: Exception = TooWide("no precision was enough")
        left, none = self._ends, None
        before = ctx.prec
        try:
            for bits in PRECISIONS:
                ctx.prec = bits
                values = self._values(point, order, _Sides((), self._whole))
                for end in left:
                    try:
                        found = self._certified(values, end, point, order)
                    except TooWide as why:
                        reason = why
                    except NoValue as why:
                        if end == self._ends[0]:
                            raise
                        none, left = why, [k for k in left if k != end]
                    else:
                        if found is not None:
                            return found
        finally:
            ctx.prec = before
        raise none or TooWide(f"{reason} at {PRECISIONS[-1]} bits")

    def tried(self, point: Sequence[Fraction | float], form: int = 0, order: int = 2) -> Certified | None:
        """What one form is at the precision that is set; None where some entry has too few correct bits.

        Raises NoValue and TooWide.
        """
        return self._certified(self._values(point, order, _Sides((), self._whole)), self._ends[form], point, order)

    def enclosed(self, point: Sequence[Fraction | float | arb], order: int = 0) -> Expansion | None:
        """What holds of the first form wherever the coordinates lie in these balls, at the precision that is set.

        None where pieces meet. Raises NoValue where there certainly is none, and TooWide where balls do not decide.
        """
        values = self._values(point, order, _Sides((), self._whole))
        there = values[self._ends[0]]
        return None if values.sides.met else there

    def _certified(self, values: _Values, end: int, point: Sequence[Fraction | float], order: int) -> Certified | None:
        """None where some entry has too few correct bits."""
        there = values[end]
        if not _narrow(there.value):
            return None
        if values.sides.met:
            try:
                sides = self._around(end, point, order, values.sides)
            except NoValue:  # to some side; there is one here
                return Certified(there.value, None, None)
            return _at_a_kink(there.value, sides, order)
        if there.rough or not order or isinstance(there.value, float):
            return Certified(there.value, None, None)
        entries = (*there.first.values(), *(there.second.values() if order > 1 else ()))
        return Certified(there.value, there.first, there.second) if all(map(_narrow, entries)) else None

    def _around(self, end: int, point: Sequence[Fraction | float], order: int, here: _Sides) -> list[Expansion]:
        """The expansions of the pieces to all sides, and of what stands alone there. Raises TooWide where one stays unknown.

        A direction in which all inputs move leads along where pieces meet only if they meet in more than a line or a plane.
        """
        for directions in (here.across(len(self.varying)), self._directions()):
            found, once = [], True
            for direction in directions:
                sides = _Sides(direction, self._whole)
                there = self._values(point, order, sides)[end]
                if sides.along and all(x != 0 for x in direction):
                    raise TooWide("pieces meet, and it is not decided which one is to a side")
                found += [] if sides.along else [there]
                once = once and len(sides.met) == 1
            if found and once:
                break
        if not found:
            raise TooWide("pieces meet, and no direction leads into one of them")
        alone = here.alone and len(self.varying) > 1  # there is a way along where they meet
        return [*found, *([self._values(point, order, _Sides((), self._whole))[end]] if alone else [])]

    def _directions(self) -> list[list[arb]]:
        """Along each input, to both sides; and, of several inputs, as many others."""
        count = len(self.varying)
        found = [[arb(way * (i == k)) for i in range(count)] for k in range(count) for way in (1, -1)]
        if count > 1:
            random = Random(count)
            found += [[arb(random.randint(-999, 999)) for _ in range(count)] for _ in range(DIRECTIONS)]
        return found

    def _values(self, point: Sequence[Fraction | float | arb], order: int, sides: _Sides) -> _Values:
        values = _Values(self._lasting.setdefault(ctx.prec, {}), self._steps, sides)
        for slot, (number, x) in enumerate(zip(self._places, point, strict=True)):
            v = _number(x)
            values[slot] = e.variable(v, number) if order and number is not None else e.constant(v)
        return values

    # ---- the program -------------------------------------------------------------------------------------------------

    def _compile(self, tree: Any) -> int:
        """The slot in which the value of the tree will stand."""
        known = self._slots.get(tree)
        return self._stored(tree, tree, self._program(tree)) if known is None else known

    def _stored(self, key: Any, tree: Any, program: Program) -> int:
        """The slot of what a program makes of a tree, under a key: it is run once."""
        if key not in self._slots:
            slot = self._slots[key] = len(self.inputs) + len(self._steps)
            self._steps[slot] = program, not self._moves(tree)
        return self._slots[key]

    def _moves(self, tree: Any) -> bool:
        """Does any symbol occur in it?"""
        if tree not in self._moving:
            self._moving[tree] = tree.is_Symbol or any(map(self._moves, tree.args))
        return self._moving[tree]

    def _program(self, tree: Any) -> Program:
        match tree:
            case Rational():
                exact = fmpq(int(tree.p), int(tree.q))
                return lambda values: e.constant(arb(exact))
            case Add():
                return _folded(e.add, [self._compile(a) for a in tree.args])
            case Mul() if tree.args[0] == -1 and len(tree.args) > 1:
                rest = tree.args[1:]
                return _one(e.negative, self._compile(rest[0] if len(rest) == 1 else Mul(*rest, evaluate=False)))
            case Mul():
                return _folded(e.multiply, [self._compile(a) for a in tree.args])
            case log():
                return self._logarithms.program(tree.args[0])
            case Pow():
                return _two(e.power, *map(self._compile, tree.args))
            case Max() | Min():
                return self._extreme(tree, isinstance(tree, Max))
            case Abs() | NegativePart():
                return self._absolute(tree)
            case AtMost() | Same():
                return self._indicator(tree)
            case sign_function() | floor() | ceiling():
                return self._step(tree)
            case OwnBalls():
                slots = [self._compile(a) for a in tree.args]
                return lambda values: tree.balls(*(values[s] for s in slots))
            case Spelled():
                inner = self._compile(tree.spelled())
                return lambda values: values[inner]
            case factorial():
                return _one(functions.gamma, self._compile(tree.args[0] + 1))
            case besseli() if tree.args[0].is_Integer:
                order = int(tree.args[0])
                return _one(lambda a: functions.bessel_i(order, a), self._compile(tree.args[1]))
            case polygamma() if tree.args[0].is_Integer:
                order = int(tree.args[0])
                return _one(lambda a: functions.polygamma(order, a), self._compile(tree.args[1]))
        for constant, value in CONSTANTS.items():
            if tree == constant:
                return lambda values: e.constant(value())
        known = functions.FUNCTIONS.get(tree.func)
        if known is None or len(tree.args) != 1:
            raise NotEvaluable(f"{tree}: {type(tree).__name__} has no value in numbers here")
        return _one(known, self._compile(tree.args[0]))

    def _extreme(self, tree: Any, largest: bool) -> Program:
        parts = [self._compile(a) for a in tree.args]

        def run(values: _Values) -> Expansion:
            best = values[parts[0]]
            for slot in parts[1:]:
                other = values[slot]
                s = _order(best, other)
                if s == 0:
                    above, below = (best, other) if largest else (other, best)
                    best = values.sides.choose(best, _gap(best, other), above, below)
                elif (s < 0) is largest:
                    best = other
            return best

        return run

    def _absolute(self, tree: Any) -> Program:
        part, half = self._compile(tree.args[0]), isinstance(tree, NegativePart)

        def run(values: _Values) -> Expansion:
            a = values[part]
            s = e.sign(a.value)
            below, above = e.negative(a), e.constant(e.ZERO) if half else a
            return values.sides.choose(above, a, above, below) if s == 0 else above if s > 0 else below

        return run

    def _indicator(self, tree: Any) -> Program:
        left, right = map(self._compile, tree.args)
        at_most = isinstance(tree, AtMost)
        one, zero = e.constant(e.ONE), e.constant(e.ZERO)

        def run(values: _Values) -> Expansion:
            a, b = values[left], values[right]
            s = _order(a, b)
            if s == 0:
                return values.sides.choose(one, _gap(b, a), one if at_most else zero, zero)
            return one if at_most and s < 0 else zero

        return run

    def _step(self, tree: Any) -> Program:
        """Functions that are constant between their jumps."""
        part, kind = self._compile(tree.args[0]), tree.func

        def run(values: _Values) -> Expansion:
            a = values[part]
            v = a.value
            if isinstance(v, float):
                raise TooWide(f"{kind.__name__} at an infinity, where no convention is stated")
            if kind is sign_function:
                here = arb(e.sign(v))
                jumps, above, below = here == 0, arb(1), arb(-1)
            else:
                here = v.floor() if kind is floor else v.ceil()
                if not here.is_exact():
                    raise TooWide(f"{kind.__name__} of a ball that may hold a jump")
                jumps = bool(v == here)
                above, below = (here, here - 1) if kind is floor else (here + 1, here)
            if jumps:
                return values.sides.choose(e.constant(here), a, e.constant(above), e.constant(below))
            return e.constant(here)

        return run


def _gap(a: Expansion, b: Expansion) -> Expansion:
    """a - b where both have one value; rough where that is infinite."""
    if isinstance(a.value, float):
        return Expansion(e.ZERO, {}, {}, bool(a.first or b.first or a.rough or b.rough))
    return e.add(a, e.negative(b))


def _at_a_kink(value: Extended, sides: Sequence[Expansion], order: int) -> Certified | None:
    """Where pieces meet: the derivatives in which all of them agree."""
    different: list[Expansion] = []
    for side in sides:
        entries = (side.value, *side.first.values(), *(side.second.values() if order > 1 else ()))
        if not all(map(_narrow, entries)):
            return None
        if not any(_one_piece(side, known) for known in different):
            different.append(side)
    one, *others = different
    joined = not any(s.rough or not _alike(s.value, value) for s in different)
    first = one.first if joined and all(agree(one.first, s.first) for s in others) else None
    second = one.second if first is not None and not others else None
    return Certified(value, first, second, tuple(different) if others or first is None else ())


def _identical(a: Expansion, b: Expansion) -> bool:
    """Are all entries the same numbers for certain? Then it does not matter which of the two is taken."""
    pairs = [(a.value, b.value)]
    for some, others in ((a.first, b.first), (a.second, b.second)):
        pairs += [(some.get(k, e.ZERO), others.get(k, e.ZERO)) for k in {*some, *others}]
    return not (a.rough or b.rough) and all(x is y or x == y for x, y in pairs)


def _one_piece(a: Expansion, b: Expansion) -> bool:
    return a.rough == b.rough and _alike(a.value, b.value) and agree(a.first, b.first) and agree(a.second, b.second)


def agree(some: Mapping[Any, arb], others: Mapping[Any, arb]) -> bool:
    """May all entries be the same? What is missing is 0."""
    return all(_alike(some.get(k, e.ZERO), others.get(k, e.ZERO)) for k in {*some, *others})


def _alike(a: Extended, b: Extended) -> bool:
    if isinstance(a, float) or isinstance(b, float):
        return isinstance(a, float) and isinstance(b, float) and a == b
    return bool(a.overlaps(b))


def _order(a: Expansion, b: Expansion) -> int:
    u, v = a.value, b.value
    if isinstance(u, float) and isinstance(v, float):
        return (u > v) - (u < v)
    if isinstance(u, float):
        return 1 if u > 0 else -1
    if isinstance(v, float):
        return -1 if v > 0 else 1
    return e.sign(u - v)


def _number(x: Fraction | float | arb) -> Extended:
    if isinstance(x, float):
        return x if isinf(x) else arb(x)
    if isinstance(x, arb):
        return x
    exact = Fraction(x)
    return arb(fmpq(exact.numerator, exact.denominator))


def _narrow(v: Extended) -> bool:
    """Has it GOAL correct bits, or is it certainly beyond what a float can tell?"""
    if isinstance(v, float):
        return True
    return bool(v.is_finite() and (v.rel_accuracy_bits() >= GOAL or abs(v) < TINY or abs(v) > HUGE))


def _one(function: Callable[[Expansion], Expansion], slot: int) -> Program:
    return lambda values: function(values[slot])


def _two(function: Callable[[Expansion, Expansion], Expansion], left: int, right: int) -> Program:
    return lambda values: function(values[left], values[right])


def _folded(function: Callable[[Expansion, Expansion], Expansion], slots: Sequence[int]) -> Program:
    def run(values: _Values) -> Expansion:
        found = values[slots[0]]
        for slot in slots[1:]:
            found = function(found, values[slot])
        return found

    return run


CONSTANTS: dict[Any, Callable[[], Extended]] = {
    pi: arb.pi,
    EULER: lambda: arb(1).exp(),
    oo: lambda: float("inf"),
    -oo: lambda: -float("inf"),
}
