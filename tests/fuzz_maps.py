"""Random maps of one variable with known constants: what is proved of their directions and images is looked at in numbers.

The values are those of `fuzz_facts`, which shares no code with what proves. As a program, for as many as one likes:

    python tests/fuzz_maps.py --count 5000 --seed 0

prints how many were drawn and proved, and ends with exit code 1 where something false was proved.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))

from flint import arb, ctx
from fuzz_facts import (
    NoValue,
    Unsure,
    Value,
    at,
    ball,
    compare,
    finite,
    larger,
    member,
    negative,
    places,
    plus,
    times,
)
from sympy import (
    Abs,
    Add,
    Dummy,
    Expr,
    Integer,
    Max,
    Min,
    Mul,
    Pow,
    Rational,
    asinh,
    atan,
    atanh,
    cosh,
    erf,
    exp,
    log,
    sinh,
    sympify,
    tanh,
)
from sympy.core.numbers import ComplexInfinity, NaN

from symbolic.calculus.images import image
from symbolic.core.domains import (
    INFINITY,
    Integers,
    RealInterval,
    nonnegative,
    open_unit_interval,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.errors import Open
from symbolic.core.terms import Count, Parameter, logistic, parameter, raw, softplus, walk
from symbolic.kernel import Verdict
from symbolic.obligations import Obligation
from symbolic.provers import monotone

BITS, PAIRS = 256, 30
c, s, a = parameter("c", reals), parameter("s", positive), parameter("a", nonnegative)
big, small = parameter("big", RealInterval(1, INFINITY, False)), parameter("small", open_unit_interval)
whole, n = parameter("whole", Integers(-2, 3)), Count("n")
CONSTANTS = (
    c,
    s,
    a,
    big,
    small,
    whole,
    n,
    Integer(1),
    Integer(2),
    Integer(-1),
    Rational(1, 2),
    Rational(-3, 2),
    Integer(0),
)
FUNCTIONS: dict[Any, Callable[[arb], arb]] = {
    tanh: lambda v: v.tanh(),
    sinh: lambda v: v.sinh(),
    cosh: lambda v: v.cosh(),
    atan: lambda v: v.atan(),
    asinh: lambda v: v.asinh(),
    erf: lambda v: v.erf(),
    logistic: lambda v: 1 / (1 + (-v).exp()),
    softplus: lambda v: (1 + v.exp()).log(),
}
INTERVALS = (
    *(
        reals,
        positive,
        nonnegative,
        unit_interval,
        open_unit_interval,
        RealInterval(-1, 1),
        RealInterval(1),
        RealInterval(-1),
    ),
    *(RealInterval(-INFINITY, 0, False, False), RealInterval(-INFINITY, 0), RealInterval(0, 1, True, False)),
    *(RealInterval(-1, 1, False, False), RealInterval(Fraction(1, 2), 3), RealInterval(-INFINITY, 2)),
)
WITH_INFINITIES = (
    *(RealInterval(0, INFINITY, True, True), RealInterval(0, INFINITY, False, True)),
    *(RealInterval(-INFINITY, INFINITY, True, True), RealInterval(-INFINITY, 0, True, True)),
)
TARGETS = (
    *INTERVALS,
    RealInterval(1, INFINITY, False),
    RealInterval(1, 2, True, False),
    RealInterval(0, 1, False, True),
)


def value(e: Any, where: dict[Any, Any]) -> Value:
    """The value under the conventions of the project. Raises NoValue, or Unsure where balls cannot tell."""
    return at(e, where, _of_a_number)


def _of_a_number(e: Any, u: Value) -> Value:
    if isinstance(u, float):
        raise NoValue("a function of what is infinite")
    if isinstance(e, atanh):
        if compare(larger(u, negative(u)), Fraction(1)) >= 0:
            raise NoValue("beyond 1")
        return finite(ball(u).atanh())
    if u == 0 and not isinstance(e, logistic | softplus | cosh):
        return Fraction(0)
    if not abs(ball(u)) < 10**4:
        raise Unsure
    return finite(FUNCTIONS[type(e)](ball(u)))


class Draw:
    """Random maps of a variable, as written or as SymPy makes them."""

    def __init__(self, rng: Random, variable: Any) -> None:
        self.rng, self.u = rng, variable
        self.make: Callable[..., Any] = rng.choice(
            (lambda f, *args: f(*args), lambda f, *args: raw(f, tuple(map(sympify, args))))
        )

    def fixed(self) -> Any:
        rng = self.rng
        one = rng.choice(CONSTANTS)
        match rng.randrange(8):
            case 0:
                return 1 + one**2
            case 1:
                return exp(one)
            case 2:
                return one * rng.choice(CONSTANTS)
            case 3:
                return 1 + rng.choice((s, a, small, n))
        return one

    def map(self, depth: int) -> Any:
        rng, make = self.rng, self.make
        if depth == 0:
            return self.u
        inner = self.map(depth - 1)
        match rng.randrange(16):
            case 0 | 1:
                return make(Add, inner, self.fixed())
            case 2 | 3:
                return make(Mul, self.fixed(), inner)
            case 4:
                return make(exp, inner)
            case 5:
                return make(log, inner)
            case 6:
                return make(
                    Pow, inner, Rational(rng.choice(("2", "3", "-1", "-1", "1/2", "-2", "3/2", "4", "5", "-3")))
                )
            case 7:
                return make(Pow, inner, self.fixed())
            case 8:
                return make(Pow, self.fixed(), inner)
            case 9:
                return make(rng.choice((Max, Min)), inner, rng.choice((self.fixed(), self.map(depth - 1))))
            case 10:
                return make(Abs, inner)
            case 11 | 12:
                return make(rng.choice((*FUNCTIONS, atanh)), inner)
            case 13:
                return make(Add, inner, self.map(depth - 1))
            case 14:
                return make(Mul, inner, self.map(depth - 1))
            case _:
                return make(Mul, inner, make(Pow, make(Add, self.fixed(), self.map(depth - 1)), Integer(-1)))


@dataclass
class Tally:
    """How many statements of each kind were drawn and proved, what was compared, and what was false."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def note(self, kind: str, proved: bool) -> None:
        self.counts[f"{kind} drawn"] += 1
        self.counts[f"{kind} proved"] += proved


def direction(rng: Random, tally: Tally) -> None:
    """A statement that a map is increasing or decreasing, which is compared at pairs of numbers."""
    u = Dummy("u", real=True)
    e = _drawn(rng, u, rng.choice((1, 2, 2, 3, 3, 4)))
    on = rng.choice((*INTERVALS, *INTERVALS, *WITH_INFINITIES))
    if e is None:
        return
    for kind, sign in (("increasing", 1), ("decreasing", -1)):
        proved = monotone.prove(Obligation(kind, (e, u, on))).verdict is Verdict.PROVED
        tally.note(kind, proved)
        if not proved:
            continue
        ends = [v for v in (on.lower, on.upper) if on.has(v)]
        for _ in range(PAIRS):
            where = places(rng, [e])
            where.pop(u, None)
            one, other = (rng.choice(ends) if ends and rng.random() < 0.2 else member(rng, on) for _ in "ab")
            low, high = min(one, other), max(one, other)
            try:
                below, above = value(e, {**where, u: low}), value(e, {**where, u: high})
                way = compare(above, below) if low != high else sign
                tally.counts[f"{kind} compared"] += low != high
            except Unsure:
                continue
            except NoValue as reason:
                tally.wrong.append(f"{kind}: {e} on {on}: {reason} at {low} or {high}, {where}")
                break
            if way != sign:
                tally.wrong.append(f"{kind}: {e} on {on}: {below} at {low}, {above} at {high}, {where}")
                break


def onto(rng: Random, tally: Tally) -> None:
    """A statement that a map is one to one, or onto: its values stay inside, come near the ends, and are taken once."""
    source = rng.choice(INTERVALS)
    v = Parameter("v", source)
    e = _drawn(rng, v, rng.choice((1, 2, 2, 3)))
    if e is None:
        return
    targets = {rng.choice(TARGETS)}
    with suppress(Open):
        found = image(e, v, source)
        numbers = found.numbers() if found is not None else None
        targets |= {numbers} if numbers is not None and numbers.bounded_values else set()
    for target in targets:
        for kind in ("one to one", "onto"):
            proved = monotone.prove(Obligation(kind, (e, v, source, target))).verdict is Verdict.PROVED
            tally.note(kind, proved)
            if proved:
                reason = _missed(rng, e, v, source, target, kind, tally)
                if reason:
                    tally.wrong.append(f"{kind}: {e}, {v} in {source}, onto {target}: {reason}")


def _missed(rng: Random, e: Expr, v: Any, source: RealInterval, target: RealInterval, kind: str, tally: Tally) -> str:
    where = places(rng, [e], (v,))
    seen: dict[Any, Any] = {}
    far = [Fraction(10) ** k for k in (-12, -4, 2, 4, 8)]
    tried = [member(rng, source) for _ in range(PAIRS)]
    for end, way in ((source.lower, 1), (source.upper, -1)):
        tried += [-way * k for k in far] if isinstance(end, float) else [end + way * k for k in far] + [end]
    least: Any = None
    most: Any = None
    for place in (t for t in tried if source.has(t)):
        try:
            there = value(e, {**where, v: place})
            low, high = compare(there, target.lower), compare(there, target.upper)
            tally.counts[f"{kind} compared"] += 1
        except Unsure:
            continue
        except NoValue as reason:
            return f"{reason} place {place}, {where}"
        if low < 0 or high > 0 or (low == 0 and not target.lower_closed) or (high == 0 and not target.upper_closed):
            return f"{there} place {place}, {where}"
        with suppress(Unsure):
            least = there if least is None or compare(there, least) < 0 else least
            most = there if most is None or compare(there, most) > 0 else most
        if kind == "one to one" and isinstance(there, Fraction) and seen.setdefault(there, place) != place:
            return f"{there} place {place} and place {seen[there]}, {where}"
    return _far_from_an_end(least, most, target, where)


def _far_from_an_end(least: Any, most: Any, target: RealInterval, where: Any) -> str:
    """An end that is taken is met; to a finite open one some value came nearer than a thousandth, of slow maps a half."""
    with suppress(Unsure):
        for reached, end, closed, way in (
            (least, target.lower, target.lower_closed, 1),
            (most, target.upper, target.upper_closed, -1),
        ):
            if reached is None:
                continue
            if isinstance(end, float):
                if compare(times(Fraction(-way), reached), Fraction(1, 2)) < 0:
                    return f"nothing beyond {reached} towards {end}, {where}"
            elif closed and compare(reached, end) != 0 and isinstance(reached, Fraction):
                return f"{end} is not met, but {reached}, {where}"
            elif compare(times(Fraction(way), plus(reached, -end)), Fraction(1, 2)) > 0:
                return f"nothing is nearer to {end} than {reached}, {where}"
    return ""


def _drawn(rng: Random, variable: Any, depth: int) -> Any:
    try:
        e = sympify(Draw(rng, variable).map(depth))
    except (ArithmeticError, TypeError, ValueError, RecursionError):
        return None
    kinds = (Add, Mul, Pow, Max, Min, Abs, exp, log, Rational, Parameter, Count, Dummy, atanh, *FUNCTIONS)
    odd = any(not isinstance(t, kinds) or isinstance(t, NaN | ComplexInfinity) for t in walk(e))
    return None if odd or not any(t == variable for t in walk(e)) else e


def fuzz(count: int, seed: int, first: int = 0) -> Tally:
    """Draw, judge and look at `count` maps."""
    tally, before = Tally(), ctx.prec
    for number in range(first, first + count):
        rng = Random(f"{seed}:{number}")
        ctx.prec = BITS
        try:
            (direction if rng.random() < 0.6 else onto)(rng, tally)
        finally:
            ctx.prec = before
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    tally = fuzz(chosen.count, chosen.seed)
    for what, number in sorted(tally.counts.items()):
        print(f"{what:20} {number}")
    print(*tally.wrong, sep="\n")
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
