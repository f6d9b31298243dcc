"""No false blame: what is made from the truth itself, rounded as well as can be or almost, gets no finding at all.

At random points of every family and regression in plain numbers, moderate and extreme, in both types, stand as
implementations: the certified value, gradient and Hessian correctly rounded; each entry moved by up to two units in the last
place; and each denormal number flushed to 0. None must get a finding, but the last the word for it. As a program:

    python tests/fuzz_truth.py --points 10000 [--only NAME ...] [--seed 0]

prints a row for each reference and type, and ends with exit code 1 where something was blamed.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from random import Random
from time import monotonic
from typing import Any

from flint import arb

from properties.conformance.accuracy import ULPS, Deviation, Edge, errors
from properties.conformance.calling import Observed
from properties.conformance.compared import Compared, scale
from properties.conformance.inputs import TYPES, Coordinates, FloatType, core, extremes
from properties.conformance.reference import LossReference, reference
from properties.conformance.relation import Likeness, relate
from properties.conformance.truth import Certified
from properties.errors import InputError
from properties.instances.numbers import NoValue, TooWide
from symbolic import derivations, families

ABSTRACT = ("exponential_family", "exponential_dispersion")  # whose densities are functions of their own
Rounding = Callable[[float, Random], float]


def references() -> dict[str, LossReference]:
    """Every family and derivation that is the loss of a row in plain numbers; of three classes where there are any."""
    found = {}
    for room in (families, derivations):
        for name in room.names():
            if name in ABSTRACT:
                continue
            for classes in (0, 3):
                try:
                    found[name] = reference(room.load(name), classes=classes)
                    break
                except InputError:
                    continue
    return found


def nearest(v: Any, kind: FloatType) -> float:
    """A certified number in a type, correctly rounded."""
    try:
        return kind.rounded(float(v))
    except OverflowError:
        return math.inf if v > 0 else -math.inf


def moved(x: float, kind: FloatType, units: int) -> float:
    """x, some units in the last place away; 0 and what is at an end of the range stay."""
    if not x or not math.isfinite(x) or abs(x) > kind.largest / 2:
        return x
    return kind.rounded(x + units * float(kind.unit(Fraction(x)))) or x


def roundings(kind: FloatType) -> Mapping[str, Rounding]:
    """What is done to each entry that is correctly rounded."""
    small = float(kind.smallest)
    return {
        "rounded": lambda x, random: x,
        "moved": lambda x, random: moved(x, kind, random.choice((-2, -1, 1, 2))),
        "flushed": lambda x, random: 0.0 if abs(x) < small else x,
    }


@dataclass
class Tally:
    """What came of one reference in one type. `wrong` are sentences, one a finding."""

    name: str
    kind: str
    points: int = 0
    undecided: int = 0
    flushed: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.name:36} {self.kind:8} {self.points:7,} points {self.undecided:5} undecided {self.flushed:6} flushed "
            f"{self.points / max(self.seconds, 1e-9):8,.0f} a second {len(self.wrong):4} blamed"
        )


def tallied(name: str, held: LossReference, kind: FloatType, count: int, seed: int) -> Tally:
    """The findings on `count` points, of which three in ten are moderate."""
    random, begin, found = Random(f"{name} {kind.name} {seed}"), monotonic(), Tally(name, kind.name)
    while found.points < count:
        groups = [*core(held, kind, random, 40)]
        looked = [[*_certified(held, g, found)] for g in groups]
        far = [*_certified(held, [*extremes(held, kind, random, min(560, max(0, count - found.points)))], found)]
        for what, rounding in roundings(kind).items():
            _judge(held, kind, what, [[_seen(held, c, kind, rounding, random) for c in g] for g in looked], found, True)
            _judge(held, kind, what, [[_seen(held, c, kind, rounding, random) for c in far]], found, False)
    found.seconds = monotonic() - begin
    return found


def _certified(held: LossReference, points: list[Coordinates], tally: Tally) -> Iterator[Compared]:
    for point in points:
        tally.points += 1
        try:
            truth = held.at(point)
        except NoValue:
            continue
        except TooWide:
            tally.undecided += 1
            continue
        yield Compared(point, truth, Observed(math.nan), scale(held, point, truth))


def _seen(held: LossReference, c: Compared, kind: FloatType, rounding: Rounding, random: Random) -> Compared:
    """The truth as an implementation would return it."""

    def entry(v: Any) -> float:
        return rounding(nearest(v, kind), random)

    truth: Certified = c.truth  # type: ignore[assignment]
    places = {i.name: k for k, i in enumerate(held.smooth) if i in held.predictions}
    gradient = hessian = None
    if truth.first is not None:
        first = truth.first
        gradient = {n: entry(first.get(k, arb(0))) for n, k in places.items()}
    if truth.second is not None:
        second = truth.second
        hessian = {
            (m, n): entry(second.get((i, j), arb(0))) for m, i in places.items() for n, j in places.items() if i <= j
        }
    return replace(c, seen=Observed(entry(truth.value), gradient, hessian))


def _judge(
    held: LossReference, kind: FloatType, what: str, groups: list[list[Compared]], tally: Tally, related: bool
) -> None:
    if related:
        found = relate(held, groups, kind)
        if found.kind is not Likeness.EQUAL or found.level:
            tally.wrong.append(f"{tally.name}, {tally.kind}, {what}: {found}")
    for e in errors(held, [c for g in groups for c in g], kind, arb(1), {}):
        tally.flushed += e.edge is Edge.FLUSHED
        if (e.edge is not None and (what, e.edge) != ("flushed", Edge.FLUSHED)) or e.blamed > ULPS:
            tally.wrong.append(said(held, tally, what, e))


def said(held: LossReference, tally: Tally, what: str, e: Deviation) -> str:
    point = ", ".join(f"{i.name} = {x!r}" for i, x in zip(held.inputs, e.at.point, strict=True))
    how = e.edge.value if e.edge else f"{e.blamed:.3g} of {e.ulps:.3g} units"
    return f"{tally.name}, {tally.kind}, {what}: {e.output.value} {e.entry} at {point}: {how}; {e.seen!r} for {e.truth}"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--points", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="*", default=[])
    stated = parser.parse_args()
    total, undecided, wrong = 0, 0, 0
    for name, held in references().items():
        if stated.only and name not in stated.only:
            continue
        for kind in TYPES.values():
            found = tallied(name, held, kind, stated.points, stated.seed)
            print(found, flush=True)
            print(
                *(f"    {w}" for w in found.wrong[:5]), sep="\n" if found.wrong else "", end="\n" if found.wrong else ""
            )
            total, undecided, wrong = total + found.points, undecided + found.undecided, wrong + len(found.wrong)
    print(f"{total:,} points, {undecided} undecided ({undecided / max(total, 1):.3%}), {wrong} blamed")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
