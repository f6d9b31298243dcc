"""Readings at random: losses whose arguments are made and called at random, and twins that are none, are guessed.

A callable is a family's loss in floats, its inputs written in arguments that are called anything, with a constant or a factor
at times. What is guessed is held to the callable at points of its own: it must be the same function, up to a constant and a
factor, in which each argument has the role that was drawn, or one that does as well. As a program, for as many as one likes:

    python tests/fuzz_readings.py --count 100 --seed 0 --jobs 2

prints what came of each kind, and ends with exit code 1 where a reading was asserted that is none, or a plain one missed.
"""

from __future__ import annotations

import argparse
import inspect
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

import numpy

from properties.conformance.candidates import Candidate, Search, slots_of
from properties.conformance.compared import float_of
from properties.conformance.guessing import guessed
from properties.conformance.inputs import FLOAT64, core
from properties.conformance.reading import Reading, alike
from properties.conformance.reference import LossReference, Role, reference
from properties.conformance.roughly import RoughExpression
from properties.errors import InputError
from properties.instances.numbers import NoValue, TooWide
from symbolic import families

KINDS = ("plain", "written", "paired", "number", "twin")
FAMILIES = (
    "normal", "normal_mean", "laplace", "logistic", "gumbel", "exponential", "gamma", "beta", "bernoulli", "poisson",
    "geometric", "negative_binomial", "weibull", "inverse_gaussian", "lognormal", "huber", "half_normal", "inverse_gamma",
    "cauchy", "pareto",
)  # fmt: skip
NAMES = (
    "x", "y", "target", "input", "pred", "mu", "loc", "scale", "sigma", "a", "b", "k", "z", "rate", "p", "label", "value",
    "theta", "s", "t", "beta", "lambda_", "y_pred", "log_y_hat",
)  # fmt: skip
NUMBERS = tuple(map(Fraction, ("1/2", "3/2", "1/4", "2", "7/20")))
OFF = 1e-6  # relative, of what is no other function
MOVED = 0.37  # how far a twin is off


def _raw(function: Callable[..., float], names: Sequence[str]) -> Callable[..., float]:
    """The function of arrays of one number, with arguments of these names."""

    def loss(*placed: Any, **named: Any) -> float:
        values = dict(zip(names, placed, strict=False)) | named
        return function(*(float(values[n].reshape(-1)[0]) for n in names))

    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    loss.__signature__ = inspect.Signature([inspect.Parameter(n, kind) for n in names])  # type: ignore[attr-defined]
    return loss


@cache
def _held(name: str) -> LossReference:
    return reference(families.load(name))


@dataclass(frozen=True)
class DrawnReading:
    """A callable, what it is held to, and how it was made; of a twin, that it is none."""

    family: str
    kind: str
    candidate: Candidate
    function: Callable[..., float]
    said: str


def drawn(random: Random, kind: str) -> DrawnReading:
    """A family, a reading of it, names, and the callable."""
    while True:
        family = random.choice(FAMILIES)
        held = _held(family)
        slots = slots_of(held)
        missing = kind == "number"
        count = len(slots) - missing + (kind == "paired" and random.random() < 0.3)
        if count < 2:
            continue
        names = tuple(random.sample(NAMES, count))
        search = Search(slots, names)
        found = [c for c in search.candidates(int(kind == "paired"), missing, missing) if c.domains is not None]
        if kind in ("plain", "twin"):
            found = [c for c in found if c.complexity <= int(kind == "twin")]
        if not found:
            continue
        chosen = random.choice(found)
        if missing:
            chosen = chosen.filled(random.choice(NUMBERS))
            if chosen.domains is None or not any(role is Role.PREDICTION for _, role in chosen.roles):
                continue
        return _made(random, family, kind, chosen, names)


def _made(random: Random, family: str, kind: str, c: Candidate, names: Sequence[str]) -> DrawnReading:
    bound = c.read(_held(family)).bound
    order = [[i.name for i in bound.inputs].index(n) for n in names]
    symbols = [bound.inputs[k].symbol for k in order]
    rough = [RoughExpression(form, symbols) for form in reversed(bound.forms)]
    factor, constant = (
        (1.0, random.choice((0.0, 0.0, 1.5))) if random.random() < 0.8 else (random.choice((2.0, 0.5)), 0.0)
    )
    twisted = random.choice(TWINS) if kind == "twin" else None
    moving = [k for k, n in enumerate(names) if dict(c.roles)[n] is Role.PREDICTION]

    def function(*values: float) -> float:
        if twisted is _stretched:
            values = tuple(_stretched(v, moving) if k == moving[0] else v for k, v in enumerate(values))
        found = next((v for r in rough if (v := r.at(values)) == v), math.nan)
        if twisted not in (None, _stretched):
            found = twisted(found, [values[k] for k in moving])
        return factor * found + constant

    said = f"{family}, {kind}: {c}" + (f", {twisted.__name__}" if twisted is not None else "")
    return DrawnReading(family, kind, c, _raw(function, names), f"{said}, times {factor} plus {constant}")


def _negated(loss: float, moving: Sequence[float]) -> float:
    return -loss


def _bent(loss: float, moving: Sequence[float]) -> float:
    return loss + MOVED * moving[0] ** 3


def _squared(loss: float, moving: Sequence[float]) -> float:
    return loss + loss * abs(loss)


def _saturated(loss: float, moving: Sequence[float]) -> float:
    return min(loss, 2.0) + MOVED * math.sin(moving[-1])


def _stretched(x: float, moving: Sequence[float]) -> float:
    """An argument, of which the loss is that of another."""
    return x ** (1 + MOVED) if 0 < x < 1 else x * (1 + MOVED)


TWINS = (_stretched, _negated, _bent, _squared, _saturated)


@dataclass
class Tally:
    """What came of the readings of one kind, and what went wrong, in words."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


def judged(one: DrawnReading) -> tuple[str, str]:
    """What the search says of a callable, and the reading, or why there is none.

    It is found, or another that does as well; asked, where several do, or one that speaks against the names; none, or the
    nearest one alone; or wrong.
    """
    held = _held(one.family)
    try:
        found = guessed(one.function, held, {})
    except InputError as error:
        asked = "nobody said so" in str(error) or str(error).startswith("several")
        return ("asked" if asked else "none"), str(error)
    said = ", ".join(f"{k} = {v}" for k, v in found.said.items())
    if found.near:  # nothing is said but that it is another function: at a point it must be
        return "wrong" if _same_function(found, one.function) else "none", said
    if not _same_function(found, one.function):
        return "wrong", said
    if one.kind != "twin" and alike(found, one.candidate.read(held)):
        return "found", said
    return "another", said


def _same_function(reading: Reading, function: Callable[..., float]) -> bool:
    """Is the callable factor * loss + constant, at points of our own, of which the constant is free of what moves?"""
    loss, factor, compared = reading.bound, None, 0
    for group in core(loss, FLOAT64, Random(77), 12):
        both = [(_true(loss, p), _seen(function, loss, p)) for p in group]
        rows = [(float_of(t), v) for t, v in both if t is not None and math.isfinite(float_of(t)) and math.isfinite(v)]
        for t, v in rows[1:]:
            moved, came = t - rows[0][0], v - rows[0][1]
            size = max(abs(t), abs(rows[0][0]), abs(v), abs(rows[0][1]), 1.0)
            if abs(moved) > 1e-3 * size and factor is None:
                factor = came / moved
            if factor is not None:
                if not factor > 0 or abs(came - factor * moved) > OFF * size * max(1.0, factor):
                    return False
                compared += 1
    return compared >= 20


def _true(loss: LossReference, point: Sequence[float]) -> Any:
    try:
        return loss.at(point, 0).value
    except (NoValue, TooWide):
        return None


def _seen(function: Callable[..., float], loss: LossReference, point: Sequence[float]) -> float:
    return function(**{i.name: numpy.asarray([x]) for i, x in zip(loss.inputs, point, strict=True)})


def look(kind: str, count: int, seed: int) -> Tally:
    """What came of so many callables of one kind."""
    tally = Tally()
    for number in range(count):
        one = drawn(Random(f"{kind} {seed} {number}"), kind)
        verdict, text = judged(one)
        tally.counts[verdict] += 1
        if verdict == "wrong" or (verdict == "none" and kind == "plain"):
            tally.faults.append(f"{kind} {seed} {number}: {one.said}: {verdict}: {text}")
        elif (verdict == "none") is not (kind == "twin"):
            tally.missed.append(f"{kind} {seed} {number}: {one.said}: {verdict}: {text.splitlines()[0]}")
    return tally


COLUMNS = ("found", "another", "asked", "none", "wrong")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", default=KINDS, metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("-v", action="store_true", help="print what was not found, too")
    chosen = parser.parse_args(arguments)
    print(f"{'':10}" + "".join(f"{c:>9}" for c in COLUMNS))
    faults: list[str] = []
    with ProcessPoolExecutor(chosen.jobs) as pool:
        for kind, tally in zip(chosen.kinds, _parts(pool, chosen), strict=True):
            print(f"{kind:10}" + "".join(f"{tally.counts[c]:9}" for c in COLUMNS), flush=True)
            for line in tally.missed if chosen.v else ():
                print(f"    {line}")
            faults += tally.faults
    for line in faults:
        print(line)
    return 1 if faults else 0


def _parts(pool: Any, chosen: Any) -> Iterator[Tally]:
    found = [pool.submit(look, kind, chosen.count, chosen.seed) for kind in chosen.kinds]
    return (f.result() for f in found)


if __name__ == "__main__":
    raise SystemExit(main())
