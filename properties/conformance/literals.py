"""Points at the numbers that stand in a function itself: where its branches meet, and where it has a case of its own.

A threshold, a clamp or a special case compares an argument with a number that is written in the code. So each number there is
tried as each input, with the floats beside it and with numbers to both sides; as the distance of two inputs; and through the
functions that are usual in losses. The code is read, and never run.
"""

from __future__ import annotations

import dis
import functools
import inspect
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from random import Random
from types import CodeType, FunctionType
from typing import Any

from properties.conformance.accuracy import ULPS, Deviation
from properties.conformance.compared import apart, float_of
from properties.conformance.inputs import WIDE, WIDE_COUNT, Coordinates, FloatType, Ranges, core
from properties.conformance.reference import Input, LossReference, Role
from properties.conformance.strays import strays
from symbolic.core.domains import contains, elements, ends, is_interval, whole

PLAIN = (0.0, 1.0, -1.0, 2.0, 0.5)  # which stand in every code: tried last
MOST = 12  # numbers that are tried, of those in the code of a function and of what it calls in its module
CODES = 24  # functions whose code is read
LEAST = 1e-4  # of a jump, relative to the numbers there
SIDE = 1e-3  # relative, of numbers to both sides
FAR = 20.0  # up to here exp(u) leaves digits enough beside 1 that a jump is none of rounding
THROUGH: tuple[Callable[[float], float], ...] = (
    math.log, math.exp, math.sqrt, lambda c: -c, lambda c: 1 - c, lambda c: 1 / c, lambda c: c * c,
    lambda c: math.log(c / (1 - c)),
)  # fmt: skip


def literals(function: Any, given: Mapping[str, Any]) -> tuple[float, ...]:
    """The numbers in the code of a callable and of what it calls in its module, in what it closes over and was given."""
    found: list[float] = []
    queue: list[Any] = [function, *given.values()]
    seen: set[int] = set()
    while queue and len(seen) < CODES:
        thing = queue.pop(0)
        if isinstance(thing, int | float) and not isinstance(thing, bool):
            found += [float(thing)] if abs(thing) < 1e300 else []
        elif isinstance(thing, tuple | frozenset | list) and len(thing) <= MOST:
            queue = [*thing, *queue]
        elif id(thing) not in seen and not isinstance(thing, str | bytes):
            seen.add(id(thing))
            queue += _inside(thing)
    odd = [x for x in dict.fromkeys(found) if x not in PLAIN and math.isfinite(x)]
    return (*odd[:MOST], *(x for x in PLAIN if x in found))


def _inside(thing: Any) -> Iterator[Any]:
    """What a callable wraps, and the numbers and functions of its own module that its code names."""
    if isinstance(thing, functools.partial):
        yield from (thing.func, *thing.args, *thing.keywords.values())
    elif isinstance(thing, CodeType):
        for step in dis.get_instructions(thing):
            if step.opname in ("LOAD_CONST", "LOAD_SMALL_INT", "RETURN_CONST"):
                yield step.argval
    elif isinstance(thing, FunctionType):
        yield thing.__code__
        yield from (thing.__defaults__ or (), *(thing.__kwdefaults__ or {}).values())
        for cell in thing.__closure__ or ():
            try:
                yield cell.cell_contents
            except ValueError:  # it is empty yet
                continue
        for name in thing.__code__.co_names:
            named = thing.__globals__.get(name)
            if isinstance(named, int | float | tuple) or getattr(named, "__module__", None) == thing.__module__:
                yield named
        if hasattr(thing, "__wrapped__"):
            yield thing.__wrapped__
    elif inspect.ismethod(thing):
        yield from (thing.__func__, thing.__self__)
    elif inspect.isclass(thing):
        yield from (vars(thing).get(name) for name in ("forward", "log_prob", "__call__", "__init__"))
    elif hasattr(thing, "__wrapped__"):
        yield thing.__wrapped__
    elif not inspect.ismodule(thing) and hasattr(thing, "__dict__"):
        yield from [v for v in vars(thing).values() if isinstance(v, int | float)][:MOST]
        yield type(thing)


@dataclass(frozen=True)
class Landmark:
    """Groups of points around a number, in each of which only predictions move.

    `far`: it lies beyond the numbers that are met in practice. A clamp is usual there; that a function is right beside a
    number, and wrong at it or to its other side, is not.
    """

    groups: tuple[list[Coordinates], ...]
    far: bool

    @property
    def size(self) -> int:
        return sum(map(len, self.groups))


def landmarks(
    reference: LossReference,
    kind: FloatType,
    random: Random,
    numbers: Sequence[float],
    count: int,
    within: Ranges | None = None,
) -> Iterator[Landmark]:
    """Points around each number as each input, as the distance of two, and around what usual functions make of it.

    Arguments: `count`, of points, after which there are no more; `within`, the declared ranges: outside there is none.
    """
    for found in _all(reference, kind, random, numbers, within or {}):
        if found.size > count:
            return
        count -= found.size
        yield found


def _all(
    reference: LossReference, kind: FloatType, random: Random, numbers: Sequence[float], within: Ranges
) -> Iterator[Landmark]:
    free = [i for i in reference.inputs if not any(i.name in names for names in reference.simplexes)]
    between = [(a + b) / 2 for a, b in pairwise(sorted(numbers))]
    for c in (*numbers, *between):
        for i in free:
            yield from _around(reference, kind, random, i, c, within)
        yield from _apart(reference, kind, random, free, c, within)
    for c in numbers:
        for through in THROUGH if c not in PLAIN else ():
            try:
                image = through(c)
            except (ValueError, ArithmeticError):
                continue
            for i in free:
                yield from _around(reference, kind, random, i, image, within)


def _around(
    reference: LossReference, kind: FloatType, random: Random, i: Input, c: float, within: Ranges
) -> Iterator[Landmark]:
    """An input at a number, at the floats beside it and, where it is met in practice, to both sides."""
    listed = elements(i.domain)
    low, high = within.get(i.name, (-math.inf, math.inf))
    if listed is not None and len(listed) <= MOST:
        return  # all of them are tried anyhow
    far = i.name not in within and not _met(i, c)
    if far and (ends(i.domain) or abs(c) > (FAR if i.role is Role.PREDICTION else WIDE_COUNT)):
        return
    step = float(kind.unit(Fraction(c)))
    beside = (c - 1, c, c + 1) if whole(i.domain) else (c, kind.rounded(c - step), kind.rounded(c + step))
    sides = () if far or whole(i.domain) else (c - SIDE * (abs(c) or 1), c + SIDE * (abs(c) or 1))
    places = [x for x in map(kind.rounded, (*beside, *sides)) if low <= x <= high and contains(i.domain, Fraction(x))]
    if not places:
        return
    rows = next(core(reference, kind, random, 1, within))
    k = reference.inputs.index(i)
    if i in reference.moving:
        yield Landmark(([_with(rows[0], {k: x}) for x in places] + ([] if far else rows[1:2]),), far)
    else:
        yield Landmark(tuple([_with(row, {k: x}) for row in rows[:2]] for x in places), far)


def _apart(
    reference: LossReference, kind: FloatType, random: Random, inputs: Iterable[Input], c: float, within: Ranges
) -> Iterator[Landmark]:
    """A real prediction at a distance from another real input, to both sides."""
    real = [i for i in inputs if is_interval(i.domain) and not ends(i.domain)]
    if c <= 0 or c > WIDE:
        return
    for i in real if c not in PLAIN or c == 1 else ():
        for j in real:
            if i is j or i.role is not Role.PREDICTION or j in reference.moving:
                continue
            (rows,) = core(reference, kind, random, 1, within)
            k, x = reference.inputs.index(i), rows[0][reference.inputs.index(j)]
            low, high = within.get(i.name, (-math.inf, math.inf))
            steps = [s * c * (1 + t) for s in (1, -1) for t in (0, SIDE, -SIDE)]
            places = [kind.rounded(x + step) for step in steps if low <= x + step <= high]
            if places:
                yield Landmark(([_with(rows[0], {k: place}) for place in places] + rows[1:2],), False)


def _met(i: Input, c: float) -> bool:
    """Is it a number as is met in practice, as an input?"""
    if whole(i.domain):
        return abs(c) <= WIDE_COUNT
    bounds = [float(e.value) for e in ends(i.domain) if abs(e.value) != math.inf]
    if not bounds:
        return abs(c) <= WIDE
    least = 2.0**-10 if len(bounds) > 1 else 2.0**-7
    return all(least <= abs(c - e) <= WIDE_COUNT for e in bounds)


def _with(row: Coordinates, places: Mapping[int, float]) -> Coordinates:
    return tuple(places.get(k, x) for k, x in enumerate(row))


def jumps(errors: Sequence[Deviation], kind: FloatType) -> bool:
    """Is a function right to its last digits at some points around a number, and wrong at others by more than a tail?

    A tail is what a loss is beside numbers of the size of its inputs: log(1 + exp(-20)), which many round to 0. Where digits
    are lost, no point is right.
    """
    wrong = {
        e.at.point
        for e in strays(errors, kind)
        if not isinstance(e.truth, float)
        and apart(e.seen, e.truth) > LEAST * (1 + abs(float_of(e.truth)) + sum(map(abs, e.at.point)))
    }
    off = {e.at.point for e in errors if e.edge is not None or e.ulps > ULPS}  # no conditioning makes it right
    return bool(wrong) and bool({e.at.point for e in errors} - off)
