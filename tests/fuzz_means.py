"""Random statements about means that may be infinite, judged by the provers and held against laws with heavy tails.

Two columns x and y, of two blocks each. Within a block, a quantity is c + d U + e V with numbers c, d, e, where U > 0 depends
on x and V > 0 on y alone, and both have infinite means on each block, independently of one another. So the mean of what is
linear in such quantities is a number, oo or -oo, or there is none, and it is known which. As a program:

    python tests/fuzz_means.py --draws 2000 --seed 0

prints a table and ends with exit code 1 where something false was proved.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any, NamedTuple

from sympy import Abs, Add, Expr, Integer, Mul, Rational, cos, oo

from symbolic import asking
from symbolic.core.domains import nonnegative, positive, reals
from symbolic.core.terms import AtMost, Expectation, NegativePart, density, function, parameter, raw, sample
from symbolic.kernel import Verdict, judge
from symbolic.obligations import Obligation

TRIES, CASES = 60, 10  # of instances, and of those that meet the hypotheses
w, s = parameter("w", reals), parameter("s", positive)
X, Y = sample("x").outcome, sample("y").outcome
p = density("p")
LAWS = {"xy": p(X, Y), "x": p(X), "y": p(Y), "y|x": p(Y, given=X), "x|y": p(X, given=Y)}
BLOCKS = tuple(product((0, 1), repeat=2))
COEFFICIENTS = (Integer(1), Integer(-1), Integer(2), w, s, -s, w + 1)

# ---- what is spoken of -----------------------------------------------------------------------------------------------


class Quantity(NamedTuple):
    """A function of some of the columns, and what is known of its values."""

    tree: Expr
    columns: str
    is_nonnegative: bool = False
    is_bounded: bool = False


class Sum(NamedTuple):
    """A sum of quantities, or of means, each with a factor."""

    parts: tuple[tuple[Expr, Quantity | Mean], ...]


class Mean(NamedTuple):
    """The mean of a sum under a law, by its columns, such as "y|x"."""

    law: str
    body: Sum


class Fact(NamedTuple):
    """E[(u)^-] < oo ("below"), E|u| < oo ("finite"), or E[u] < oo ("above")."""

    kind: str
    mean: Mean


def _quantities() -> tuple[Quantity, ...]:
    found = []
    for columns, points in (("x", (X,)), ("y", (Y,)), ("xy", (X, Y))):
        found += [Quantity(function(f"{name}_{columns}")(*points), columns) for name in "fgk"]
        found.append(Quantity(function(f"h_{columns}", values=nonnegative)(*points), columns, is_nonnegative=True))
        found.append(Quantity(cos(function(f"u_{columns}")(*points)), columns, is_bounded=True))
        found.append(Quantity(AtMost(0, function(f"v_{columns}")(*points)), columns, True, True))
    return tuple(found)


QUANTITIES = _quantities()


def written(e: Quantity | Mean | Sum) -> Any:
    """It as an expression."""
    match e:
        case Quantity():
            return e.tree
        case Mean():
            return Expectation(written(e.body), LAWS[e.law])
    parts = [written(u) if c == 1 else raw(Mul, (c, written(u))) for c, u in e.parts]
    return raw(Add, tuple(parts)) if len(parts) > 1 else parts[0]


def assumed(fact: Fact) -> Any:
    """A hypothesis as a relation."""
    body = written(fact.mean.body)
    part = {"below": NegativePart(body), "finite": raw(Abs, (body,)), "above": body}[fact.kind]
    return Expectation(part, LAWS[fact.mean.law]) < oo


def columns(e: Quantity | Mean | Sum) -> frozenset[str]:
    """The columns that it depends on."""
    match e:
        case Quantity():
            return frozenset(e.columns)
        case Mean():
            points, _, given = e.law.partition("|")
            return columns(e.body) - set(points) | set(given)
    return frozenset().union(*(columns(u) for _, u in e.parts))


# ---- what it is in a case --------------------------------------------------------------------------------------------


class Undefined(Exception):
    """There is no such mean, or no such sum."""


class Linear(NamedTuple):
    """c + d U + e V, or an infinity."""

    c: Fraction = Fraction(0)
    d: Fraction = Fraction(0)
    e: Fraction = Fraction(0)
    infinite: int = 0

    @property
    def up(self) -> bool:
        """Has its positive part an infinite mean?"""
        return max(self.d, self.e, self.infinite) > 0

    @property
    def down(self) -> bool:
        """Has its negative part an infinite mean?"""
        return min(self.d, self.e, self.infinite) < 0

    def plus(self, other: Linear) -> Linear:
        """The sum. Raises Undefined."""
        if self.infinite * other.infinite < 0:
            raise Undefined
        if self.infinite or other.infinite:
            return Linear(infinite=self.infinite or other.infinite)
        return Linear(self.c + other.c, self.d + other.d, self.e + other.e)

    def times(self, factor: Fraction) -> Linear:
        """The product, with 0 oo = 0."""
        if self.infinite and factor:
            return Linear(infinite=self.infinite if factor > 0 else -self.infinite)
        return Linear(factor * self.c, factor * self.d, factor * self.e)


@dataclass(frozen=True)
class Case:
    """The probabilities of the blocks, what each quantity is in each of them, and the parameters."""

    mass: Mapping[tuple[int, int], Fraction]
    values: Mapping[Quantity, Mapping[tuple[int, int], Linear]]
    parameters: Mapping[Any, Fraction]

    @classmethod
    def drawn(cls, random: Random) -> Case:
        weights = [random.randint(0, 3) for _ in BLOCKS]
        weights[random.randrange(4)] += 1
        mass = {block: Fraction(k, sum(weights)) for block, k in zip(BLOCKS, weights, strict=True)}
        values = {q: _drawn(random, q) for q in QUANTITIES}
        return cls(mass, values, {w: Fraction(random.choice((-2, -1, 0, 1)), 2), s: Fraction(random.randint(1, 4), 2)})

    def value(self, e: Quantity | Mean | Sum, block: tuple[int, int] = (0, 0)) -> Linear:
        """What it is in a block. Raises Undefined."""
        match e:
            case Quantity():
                return self.values[e][block]
            case Mean():
                return self._mean(e, block)
        total = Linear()
        for factor, u in e.parts:
            total = total.plus(self.value(u, block).times(self._number(factor)))
        return total

    def _number(self, factor: Expr) -> Fraction:
        found = factor.subs({u: Rational(v.numerator, v.denominator) for u, v in self.parameters.items()})
        return Fraction(int(found.p), int(found.q))

    def _mean(self, e: Mean, block: tuple[int, int]) -> Linear:
        given = e.law.partition("|")[2]
        fixed = [k for k, column in enumerate("xy") if column in given]
        cells = [b for b in BLOCKS if self.mass[b] and all(b[k] == block[k] for k in fixed)]
        whole = sum(self.mass[b] for b in cells)
        total, up, down = Linear(), False, False
        for b in cells:
            v = self.value(e.body, b)
            kept = Linear(v.c, v.d if given == "x" else Fraction(0), v.e if given == "y" else Fraction(0))
            loose = Linear(d=v.d - kept.d, e=v.e - kept.e, infinite=v.infinite)
            up, down = up or loose.up, down or loose.down
            total = total.plus(kept.times(self.mass[b] / whole))
        if up and down:
            raise Undefined
        return Linear(infinite=up - down) if up or down else total

    def meets(self, fact: Fact) -> bool:
        """Does the hypothesis hold?"""
        try:
            parts = [self.value(fact.mean.body, b) for b in BLOCKS if self.mass[b]]
        except Undefined:
            return False
        up, down = any(v.up for v in parts), any(v.down for v in parts)
        return {"below": not down, "finite": not (up or down), "above": not up}[fact.kind]


def _drawn(random: Random, q: Quantity) -> dict[tuple[int, int], Linear]:
    by_cell: dict[tuple[int, ...], Linear] = {}
    found = {}
    for block in BLOCKS:
        cell = tuple(b for b, column in zip(block, "xy", strict=True) if column in q.columns)
        if cell not in by_cell:
            c = Fraction(random.randint(-4, 4), 5 if q.is_bounded else 1)
            d, e = (
                Fraction(
                    random.choice((1, -1, 2))
                    if not q.is_bounded and column in q.columns and random.random() < 0.35
                    else 0
                )
                for column in "xy"
            )
            if q.is_nonnegative:
                c, d, e = abs(c), abs(d), abs(e)
            by_cell[cell] = Linear(Fraction(random.randint(0, 1)) if q.is_bounded and q.is_nonnegative else c, d, e)
        found[block] = by_cell[cell]
    return found


# ---- statements at random ----------------------------------------------------------------------------------------------


class Drawn(NamedTuple):
    """Two sides, of which the second may be the first one, taken apart, and hypotheses."""

    left: Sum
    right: Sum
    facts: tuple[Fact, ...]


def drawn(random: Random) -> Drawn:
    """A mean of a sum, means of its parts under marginal, joint and conditional laws, rightly or not, and hypotheses."""
    parts = [(random.choice(COEFFICIENTS), q) for q in random.sample(QUANTITIES, random.randint(1, 3))]
    groups: list[list[tuple[Expr, Quantity]]] = []
    for part in parts:
        if groups and random.random() < 0.35:
            random.choice(groups).append(part)
        else:
            groups.append([part])
    right: list[tuple[Expr, Mean]] = []
    for group in groups:
        (factor, q), *more = group
        if not more and random.random() < 0.6:
            right.append((factor, _mean(random, [(Integer(1), q)])))
        else:
            right.append((Integer(1), _mean(random, group)))
    if random.random() < 0.25:
        k = random.randrange(len(right))
        right[k] = (right[k][0] * random.choice((-1, 2)), right[k][1])
    if random.random() < 0.1:
        right.append((Integer(1), _mean(random, [(Integer(1), random.choice(QUANTITIES))])))
    facts = tuple(_fact(random, parts) for _ in range(random.randint(0, 4)))
    return Drawn(Sum(((Integer(1), _mean(random, parts)),)), Sum(tuple(right)), facts)


def _mean(random: Random, parts: Iterable[tuple[Expr, Quantity]]) -> Mean:
    body = Sum(tuple(parts))
    if random.random() < 0.3:
        outer, inner = random.choice((("x", "y|x"), ("y", "x|y")))
        return Mean(outer, Sum(((Integer(1), Mean(inner, body)),)))
    return Mean(_law(random, body), body)


def _law(random: Random, body: Sum) -> str:
    mentioned = columns(body)
    return next(iter(mentioned)) if len(mentioned) == 1 and random.random() < 0.5 else "xy"


def _fact(random: Random, parts: list[tuple[Expr, Quantity]]) -> Fact:
    if random.random() < 0.6:
        factor, q = random.choice(parts)
        body = Sum(((random.choice((Integer(1), Integer(-1), factor, -factor)), q),))
    else:
        body = Sum(tuple(random.sample(parts, random.randint(1, len(parts)))))
    return Fact(random.choice(("below", "finite", "above")), Mean(_law(random, body), body))


# ---- the search --------------------------------------------------------------------------------------------------------


def run(seed: int, draws: int) -> tuple[list[str], Counter[str]]:
    """What was proved though it is false, and how much was looked at."""
    random, wrong, counted = Random(seed), [], Counter[str]()
    for _ in range(draws):
        found = drawn(random)
        given = tuple(dict.fromkeys(map(assumed, found.facts)))
        left, right = written(found.left), written(found.right)
        equal, defined = (
            judge(Obligation(kind, about, given), asking.proving()).verdict is Verdict.PROVED
            for kind, about in (("equal", (left, right)), ("defined", (right,)))
        )
        counted["equal, proved"] += equal
        counted["defined, proved"] += defined
        if not (equal or defined):
            continue
        for one, other in _values(random, found):
            if equal and one is not None and other is not None:
                counted["equal, compared"] += 1
                if one != other:
                    wrong.append(f"{left} = {right}, given {given}: {one} and {other}")
                    break
            if defined:
                counted["defined, compared"] += 1
                if other is None:
                    wrong.append(f"{right} is defined, given {given}")
                    break
    return wrong, counted


def _values(random: Random, found: Drawn) -> Iterable[tuple[Linear | None, Linear | None]]:
    """Both sides in some cases that meet the hypotheses; None where there is no value."""
    met = 0
    for _ in range(TRIES):
        case = Case.drawn(random)
        if all(map(case.meets, found.facts)):
            met += 1
            yield _value(case, found.left), _value(case, found.right)
        if met == CASES:
            return


def _value(case: Case, e: Sum) -> Linear | None:
    try:
        return case.value(e)
    except Undefined:
        return None


def main(arguments: list[str] | None = None) -> int:
    """Print what was looked at; 1 where something false was proved."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--draws", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    found = parser.parse_args(arguments)
    wrong, counted = run(found.seed, found.draws)
    lines = [f"{what:20} {times:8,}" for what, times in sorted(counted.items())]
    sys.stdout.write("\n".join([*lines, f"{'FALSE ONES':20} {len(wrong):8,}", *wrong]) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
