"""Random chains, and a reader who takes every theorem at its printed word; no prover and no evaluator of ours lives here.

A chain is drawn step by step, with slips that people make: a replaced unknown that comes back, a definition with a class,
with one formal parameter twice, or read outside of its domain, arguments in another order, the empirical distribution of
another sample, names that print like something else. What is proved is read in small finite worlds, in which *what prints
alike is alike*: a difference is a false proof. As a program, for a long night:

    python tests/fuzz_chains.py --chains 20000 --seed 0

prints a table and ends with exit code 1 where something false was proved, or where anything but a DerivationError escaped.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, product
from random import Random
from typing import Any

import mpmath
from sympy import Abs, Add, Integer, Mul, Pow, Rational, exp, log, pi
from sympy.core.numbers import Exp1, Infinity, NegativeInfinity, Pi

from symbolic import check
from symbolic.chain import Chain, argmax, argmin
from symbolic.core.domains import Categories, RealInterval, any_set, countable, positive, reals, unit_interval
from symbolic.core.errors import DerivationError
from symbolic.core.terms import (
    Applied,
    Class,
    Count,
    Entry,
    Expectation,
    Outcome,
    Parameter,
    RowProduct,
    RowSum,
    Total,
    density,
    empirical,
    function,
    parameter,
    replace,
    sample,
    walk,
)
from symbolic.kernel import Line, Replay, Verdict
from symbolic.rules import (
    add_constant,
    define,
    drop_constant,
    flip_sign,
    increasing,
    law_of_large_numbers,
    reparametrise,
    rewrite,
    scale,
)

WORLDS = 4
OLD_DIGITS = 40
EXACT = mpmath.mpf(10) ** -25

# ---- the reader ------------------------------------------------------------------------------------------------------


class NoValue(Exception):
    """The printed expression has no value in this world."""


class Unread(Exception):
    """The reader does not know such a node: no evidence either way."""


FUNCTIONS: dict[str, Callable[[Any], Any]] = {"log": lambda u: _log(u), "exp": mpmath.exp, "Abs": abs}
CONSTANTS = {"pi": mpmath.pi, "E": mpmath.e}


def _log(u: Any) -> Any:
    if u < 0:
        raise NoValue("the logarithm of a negative number")
    return mpmath.log(u) if u > 0 else -mpmath.inf


def _times(a: Any, b: Any) -> Any:
    return mpmath.mpf(0) if a == 0 or b == 0 else a * b


def _plus(a: Any, b: Any) -> Any:
    if mpmath.isinf(a) and mpmath.isinf(b) and a != b:
        raise NoValue("oo - oo")
    return a + b


def _power(base: Any, exponent: Any) -> Any:
    if base == 0 and exponent < 0:
        raise NoValue("division by zero")
    if mpmath.isinf(base):
        raise Unread("a power of an infinity")
    if base < 0 and exponent != int(exponent):
        raise NoValue("a root of a negative number")
    return mpmath.mpf(1) if exponent == 0 else mpmath.power(base, exponent)


@dataclass
class World:
    """One finite world: outcomes, data, and tables that are drawn when they are first asked for."""

    rng: Random
    zeros: bool
    samples: dict[str, str] = field(default_factory=dict)  # the name of an empirical distribution, and its column
    outcomes: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, Any] = field(default_factory=lambda: dict(CONSTANTS))
    tables: dict[Any, Any] = field(default_factory=dict)
    definitions: list[tuple[Applied, Any]] = field(default_factory=list)

    def of(self, column: Any) -> tuple[Any, ...]:
        if column.name not in self.outcomes:
            if isinstance(column.domain, Categories):
                size = column.domain.size
                found: tuple[Any, ...] = tuple(f"{size}{k}" for k in range(self.numbers[size]))
            elif column.domain.hull is None:
                found = tuple(f"a{k}" for k in range(3))  # values of abstract columns may coincide
            else:
                found = tuple(sorted({self.inside(column.domain) for _ in range(3)}))
            self.outcomes[column.name] = found
        return self.outcomes[column.name]

    def inside(self, domain: Any) -> Any:
        if domain.hull is None:
            return f"any{self.rng.randrange(3)}"
        low = Fraction(domain.lower) if not isinstance(domain.lower, float) else Fraction(-3)
        high = Fraction(domain.upper) if not isinstance(domain.upper, float) else max(low, Fraction(0)) + 3
        return low + (high - low) * Fraction(self.rng.randrange(1, 8), 8)

    def number(self, name: str, domain: Any) -> Any:
        if name not in self.numbers:
            self.numbers[name] = self.inside(domain)
        return self.numbers[name]

    def datum(self, column: Any, row: int) -> Any:
        return self.table(("datum", column.name, row), lambda: self.rng.choice(self.of(column)))

    def table(self, key: Any, draw: Callable[[], Any]) -> Any:
        if key not in self.tables:
            self.tables[key] = draw()
        return self.tables[key]

    def mass(self, name: str, indices: Any, columns: dict[str, Any]) -> dict[tuple[Any, ...], Fraction]:
        """The joint distribution of all columns of the chain, in the order of their names, for one density's name."""

        def draw() -> dict[tuple[Any, ...], Fraction]:
            cells = list(product(*(self.of(columns[c]) for c in sorted(columns))))
            weights = [self.rng.randrange(0 if self.zeros else 1, 5) for _ in cells]
            weights[self.rng.randrange(len(cells))] += 1
            return {cell: Fraction(w, sum(weights)) for cell, w in zip(cells, weights, strict=True)}

        return self.table(("density", name, indices), draw)


class Reader:
    """Reads expressions in a world, with the columns of the whole chain and values for its unknowns, old and new."""

    def __init__(self, world: World, columns: dict[str, Any], unknowns: dict[str, Any]) -> None:
        self.world, self.columns, self.unknowns = world, columns, unknowns

    def read(self, e: Any, bound: dict[Any, Any]) -> Any:
        world, read = self.world, self.read
        match e:
            case Rational():
                return mpmath.mpf(int(e.p)) / int(e.q)
            case Infinity() | NegativeInfinity():
                return mpmath.inf if isinstance(e, Infinity) else -mpmath.inf
            case Pi() | Exp1():
                return CONSTANTS["pi" if isinstance(e, Pi) else "E"] + 0
            case Count():
                return mpmath.mpf(world.rows.setdefault(e.name, world.rng.randrange(1, 4)))
            case Parameter():
                if e in bound:
                    return bound[e]
                known = self.unknowns.get(e.name, None)
                return _real(known if known is not None else world.number(e.name, e.domain))
            case Entry() | Outcome() | Class():
                return _real(self.argument(e, bound))
            case Add():
                total = mpmath.mpf(0)
                for a in e.args:
                    total = _plus(total, read(a, bound))
                return total
            case Mul():
                whole = mpmath.mpf(1)
                for a in e.args:
                    whole = _times(whole, read(a, bound))
                return whole
            case Pow():
                return _power(read(e.base, bound), read(e.exp, bound))
            case log(args=(_,)):
                return _log(read(e.args[0], bound))
            case exp():
                return mpmath.exp(read(e.args[0], bound))
            case Abs():
                return abs(read(e.args[0], bound))
            case RowSum() | RowProduct():
                size = int(read(e.count, bound))
                parts = [read(e.body, bound | {("row", e.index.size): row}) for row in range(size)]
                whole = mpmath.mpf(0 if isinstance(e, RowSum) else 1)
                for part in parts:
                    whole = _plus(whole, part) if isinstance(e, RowSum) else _times(whole, part)
                return whole
            case Total():
                whole = mpmath.mpf(0)
                for value in world.of(e.each.column):
                    whole = _plus(whole, read(e.body, bound | {e.each: value}))
                return whole
            case Expectation():
                return self.mean(e, bound)
            case Applied():
                return self.value(e, bound)
        raise Unread(str(type(e)))

    def argument(self, a: Any, bound: dict[Any, Any]) -> Any:
        if ("argument", a.column.name) in bound:
            return bound["argument", a.column.name]
        if isinstance(a, Entry):
            return self.world.datum(a.column, bound["row", a.args[1].size])
        return bound[a]

    def mean(self, e: Expectation, bound: dict[Any, Any]) -> Any:
        whole = mpmath.mpf(0)
        for cell in product(*(self.world.of(a.column) for a in e.law.points)):
            inner = bound | dict(zip(e.law.points, cell, strict=True))
            weight = self.value(e.law, inner)
            if weight > 0:
                whole = _plus(whole, _times(weight, self.read(e.body, inner)))
        return whole

    def value(self, e: Applied, bound: dict[Any, Any]) -> Any:
        name, world = e.head.name, self.world
        points = [self.argument(a, bound) for a in e.points]
        given = [self.argument(a, bound) for a in e.given]
        if e.head.kind == "function" and name in FUNCTIONS and len(points) == 1:
            return FUNCTIONS[name](_real(points[0]))
        indices = tuple(_index(self.read(i, bound)) for i in e.parameters)
        if e.head.kind == "empirical":
            column = self.columns[world.samples.get(name, e.points[0].column.name)]
            size = world.rows.setdefault(column.size, world.rng.randrange(1, 4))
            return mpmath.mpf(sum(world.datum(column, row) == points[0] for row in range(size))) / size
        if e.head.kind == "function":
            place = ("function", name, indices, *points, *given)
            return _real(world.table(place, lambda: world.inside(e.head.values)))
        for new, definition in reversed(world.definitions):
            if new.role == e.role and self.covers(new, e, indices):
                inner = {("argument", a.column.name): self.argument(a, bound) for a in (*e.points, *e.given)}
                inner |= {f: self.read(i, bound) for f, i in zip(new.parameters, e.parameters, strict=True)}
                return self.read(definition, inner)
        mass = world.mass(name, indices, self.columns)
        wanted = {a.column.name: v for a, v in zip((*e.points, *e.given), (*points, *given), strict=True)}
        below = {a.column.name for a in e.given}
        both, under = Fraction(0), Fraction(0)
        for cell, weight in mass.items():
            named = dict(zip(sorted(self.columns), cell, strict=True))
            if all(named[c] == wanted[c] for c in below):
                under += weight
                both += weight if all(named[c] == v for c, v in wanted.items()) else 0
        return _real(both / under if under else Fraction(0))

    @staticmethod
    def covers(new: Applied, e: Applied, indices: tuple[Any, ...]) -> bool:
        """Does the definition speak of these parameters, each in its domain, with one value for one formal?"""
        seen: dict[Any, Any] = {}
        for formal, value in zip(new.parameters, indices, strict=True):
            if seen.setdefault(formal, value) != value or not _within(value, formal.domain):
                return False
        return True


def _real(value: Any) -> Any:
    return mpmath.mpf(value.numerator) / value.denominator if isinstance(value, Fraction) else value


def _index(value: Any) -> Any:
    return value if isinstance(value, str) else mpmath.nstr(value, 20)


def _within(value: Any, domain: Any) -> bool:
    if domain == any_set:
        return True
    try:
        number = mpmath.mpf(value)
    except ValueError:  # a member of any set
        return False
    lower, upper = (_real(end) for end in (domain.lower, domain.upper))
    above = number > lower or (number == lower and bool(domain.lower_closed))
    return above and (number < upper or (number == upper and bool(domain.upper_closed)))


def contradiction(theorem: Replay, drawn: Draw, number: int) -> str:
    """What the reader holds against a theorem that was proved, in one world; "" where there is nothing."""
    trees = [theorem.start.objective, *(line.after.objective for line in theorem.lines)]
    columns = {t.column.name: t.column for tree in trees for t in walk(tree) if isinstance(t, Entry | Outcome | Class)}
    columns |= {t.column.name: t.column for line in theorem.lines for part in line.step.witness if hasattr(part, "args")
                for t in walk(part) if isinstance(t, Entry | Outcome | Class)}  # fmt: skip
    columns |= {c.column.name: c.column for c in drawn.samples.values()}
    rng = Random(f"{drawn.seed} {number}")
    world = World(rng, not theorem.chain.hypotheses and rng.random() < 0.5)
    sizes = sorted({c.domain.size for c in columns.values() if isinstance(c.domain, Categories)})
    world.numbers |= {size: rng.randrange(2, 4) for size in sizes}
    world.samples = {name: s.column.name for name, s in drawn.samples.items()}
    maps: list[tuple[Parameter, Any]] = []
    for line in theorem.lines:
        if line.step.primitive == "define":
            world.definitions.append(line.step.witness[:2])
        maps += line.relation.maps if line.step.primitive == "reparametrise" else ()
        found = _against(line, world, columns, maps)
        if found:
            return f"{line.step.rule}: {found}"
    return ""


def _readers(line: Line, world: World, columns: dict[str, Any], maps: list[Any]) -> Iterator[Reader]:
    """A reader for each of some values of the unknowns; an unknown that was replaced is read as what replaced it."""
    for _ in range(4):
        unknowns = {u.name: world.inside(u.domain) for u in line.after.unknowns}
        reader = Reader(world, columns, unknowns)
        for old, new in reversed(maps):
            unknowns[old.name] = reader.read(new, {})
        yield reader


def _against(line: Line, world: World, columns: dict[str, Any], maps: list[Any]) -> str:
    values = []
    for reader in _readers(line, world, columns, maps):
        try:
            values.append([reader.read(p.objective, {}) for p in (line.before, line.after)])
            if line.step.primitive == "limit":
                law = line.step.witness[1]
                cells = list(product(*(world.of(a.column) for a in law.points)))
                values[-1] = [[reader.value(law, dict(zip(law.points, c, strict=True))) for c in cells]]
        except NoValue as reason:
            return f"no value: {reason}"
    if line.step.primitive == "limit":
        return "" if all(v == values[0] for v in values) else "the law of the data moves with the unknown"
    if line.step.primitive in ("rewrite", "define"):
        return next((f"{a} is not {b}" for a, b in values if _order(a, b)), "")
    flips = -1 if line.before.sense != line.after.sense else 1
    for (a, b), (c, d) in combinations(values, 2):
        before, after = _order(a, c), _order(b, d)
        if None not in (before, after) and before != flips * (after or 0):
            return f"{a}, {c} are ordered otherwise than {b}, {d}"
    return ""


def _order(a: Any, b: Any) -> int | None:
    """-1, 0 or 1; None where two numbers are too close to each other to tell."""
    if a == b:
        return 0
    if not mpmath.isinf(a) and not mpmath.isinf(b) and abs(a - b) <= EXACT * (1 + abs(a)):
        return None
    return -1 if a < b else 1


# ---- what chains are drawn from --------------------------------------------------------------------------------------

x, y = sample("x"), sample("y")
v, w = sample("v", domain=reals), sample("w", domain=reals)
k, kk = sample("k", domain=countable), sample("kk", domain=countable)
lab, cls = sample("lab", domain=Categories("K")), sample("cls", domain=Categories("M"))
theta = parameter("theta")
t, s, c = (parameter(name, reals) for name in "tsc")
b, w_ = parameter("b", positive), parameter("h", unit_interval)
DATA = (c, b, w_)
LIKE = {any_set: parameter("a"), reals: c, positive: b}  # a datum of the same domain
INDICES = (theta, t, s, c, b)


@dataclass
class Draw:
    """A chain that grows at random; what a name of an empirical distribution was declared of is kept for the reader."""

    seed: str
    samples: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rng = Random(self.seed)
        self.unknown: Any = None
        self.gone: list[Any] = []

    def chain(self) -> Chain:
        """A chain of one to three steps. Raises DerivationError where a step is refused."""
        self.unknown = self.rng.choice((theta, t, b))
        objective = self.rng.choice(self.starts())()
        make = self.rng.choice((argmin, argmin, argmax))
        chain = Chain("drawn", make(objective, self.unknown))
        if self.rng.random() < 0.4:
            chain = chain.assume(self.q(x.i) > 0, density("p")(x.i) > 0)
        for _ in range(self.rng.randrange(1, 4)):
            chain = chain.then(self.rng.choice((self.replaced, self.replaced, *self.steps()))(chain))
            if chain.end.unknowns != (self.unknown,):
                self.gone.append(self.unknown)
                (self.unknown,) = chain.end.unknowns
        return chain

    @property
    def q(self) -> Any:
        return density("q", self.unknown)

    @property
    def f(self) -> Any:
        return function("f", self.unknown)

    def starts(self) -> list[Callable[[], Any]]:
        u, q, f = self.unknown, self.q, self.f
        numbers = (
            [] if u is theta else [lambda: (u - 1) ** 2, lambda: v.sum((v.i - u) ** 2) / v.n, lambda: exp(u) + u * c]
        )
        return [
            lambda: f(),
            lambda: f() * self.constant(),
            lambda: x.sum(-log(q(x.i))),
            lambda: x.sum(-log(q(x.i))) / x.n,
            lambda: v.sum(f(v.i, w.i)),
            lambda: x.sum(lab.total(density("p")(lab.each) * f(lab.each))),
            *numbers,
            *numbers,
        ]

    def steps(self) -> list[Callable[[Chain], Any]]:
        numeric = [self.mean] if self.rng.random() < 0.5 else []
        return [
            lambda chain: add_constant(self.constant()),
            lambda chain: add_constant(-self.constant()),
            lambda chain: scale(self.constant()),
            lambda chain: scale(1 / self.constant()),
            lambda chain: flip_sign(),
            lambda chain: increasing(exp),
            lambda chain: drop_constant(self.constant()),
            lambda chain: rewrite(),
            self.shuffled,
            self.defined,
            self.defined,
            self.defined,
            *numeric,
        ]

    def replaced(self, chain: Chain) -> Any:
        """A change of the unknown, where it is a number; else a constant, which may hold a name that is in use."""
        new = self.rng.choice((s, c, parameter("eta", reals), t))
        scale_ = self.rng.choice((2, -1, Rational(1, 3)))
        if self.unknown is b or getattr(self.unknown, "domain", None) == positive:
            return reparametrise(self.unknown, exp(new))
        if self.unknown is theta:
            return add_constant(self.constant())
        return reparametrise(self.unknown, scale_ * new + self.rng.choice((0, 1)))

    def constant(self) -> Any:
        """What somebody takes for a constant: often wrongly."""
        old = (
            self.rng.choice(self.gone)
            if self.gone and self.rng.random() < 0.6
            else self.rng.choice((*DATA, self.unknown))
        )
        if old.domain == any_set:
            old = c
        name = self.rng.choice(("g", "log", "Abs", "exp", "K", "pi", "sum"))
        choices: list[Callable[[], Any]] = [
            lambda: 1 - parameter("K", RealInterval(0, 1, False, False)),
            lambda: old,
            lambda: exp(old),
            lambda: x.sum(log(density("q", old)(x.i))),
            lambda: x.sum(density("q", old)(x.i)),
            lambda: function("d")(),
            lambda: function("d", values=positive)(),
            lambda: v.sum(function(name, values=positive)(v.i)),
            lambda: parameter(name, unit_interval),
            lambda: 1 - parameter(name, RealInterval(0, 1, False, False)),
            lambda: pi * lab.total(Integer(1)),
            lambda: kk.sum(log(self.phat()(self.rng.choice((k, kk)).i))),
        ]
        return self.rng.choice(choices)()

    def phat(self) -> Any:
        self.samples["phat"] = self.rng.choice((k, kk))
        return empirical(self.samples["phat"])

    def shuffled(self, chain: Chain) -> Any:
        """The objective with the arguments of some functions and densities in another order."""
        objective = chain.end.objective

        def turned(e: Any) -> Any:
            if isinstance(e, Applied) and len(e.points) > 1:
                return Applied(e.head, e.parameters, type(e.points)(*reversed(e.points.args)), e.given)
            return None

        return rewrite(replace(objective, turned))

    def mean(self, chain: Chain) -> Any:
        index = self.rng.choice((*self.gone, *INDICES))
        return law_of_large_numbers(density(self.rng.choice("pr"), *([index] if self.rng.random() < 0.7 else [])))

    def defined(self, chain: Chain) -> Any:
        """A definition, well made or not, and a target in which it is read somewhere."""
        rng, objective = self.rng, chain.end.objective
        formals = [rng.choice((self.unknown, t, s, c, b, w_))] * rng.choice((1, 2))
        if rng.random() < 0.6:
            here = [e for e in walk(objective) if isinstance(e, Applied) and e.head.kind == "density"]
            if here and len(here[0].parameters) == 1:
                return self.renamed(objective, here[0], formals)
        theta_ = self.unknown
        one, two = (rng.choice((lab.i, lab.each, lab.outcome)) for _ in range(2))
        new, meaning = density("r", theta_)(cls.i, given=one), density("s", theta_)(cls.i, given=two)
        G = cls.total(density("r", theta_)(cls.each, given=lab.i) ** 2)
        zero = rng.choice((lab.n * lab.sum(G**2) - lab.sum(G) ** 2, lab.sum(G - G)))
        return define(new, meaning, target=objective + zero)

    def renamed(self, objective: Any, found: Any, formals: list[Any]) -> Any:
        """The density that stands in the objective under a new name, with formal parameters, read at other ones."""
        rng, name, (own,) = self.rng, "r", found.parameters
        column, like = found.points[0], LIKE.get(getattr(own, "domain", reals), c)
        if rng.random() < 0.6:
            formals = [rng.choice((like, like, b, w_))] * len(formals)
        meaning = Applied(found.head, type(found.parameters)(rng.choice(formals)), found.points, found.given)
        new = density(name, *formals)(column)
        actual = [rng.choice((own, like, like, *DATA)) for _ in formals[1:]] + [own]

        def read(e: Any) -> Any:
            if isinstance(e, Applied) and e.role == found.role:
                return Applied(new.head, type(e.parameters)(*actual), e.points, e.given)
            return None

        return define(new, meaning, target=replace(objective, read))


# ---- the search ------------------------------------------------------------------------------------------------------


@dataclass
class Tally:
    """What became of the chains that were drawn."""

    counts: Counter[str] = field(default_factory=Counter)
    false: list[str] = field(default_factory=list)
    escaped: list[str] = field(default_factory=list)


def fuzz(chains: int, seed: int, until_false: bool = False) -> Tally:
    """Draw chains, replay them, and read what is proved, line by line."""
    tally = Tally()
    for number in range(chains):
        drawn = Draw(f"{seed} {number}")
        tally.counts["chains drawn"] += 1
        try:
            chain = drawn.chain()
            theorem = check(chain)
            theorem.to_dict()
        except DerivationError as error:
            tally.counts[f"refused: {type(error).__name__}"] += 1
            continue
        except Exception as error:
            tally.escaped.append(f"{drawn.seed}: {type(error).__name__}: {error}")
            continue
        tally.counts[theorem.verdict.value] += 1
        if theorem.verdict is not Verdict.PROVED:
            continue
        tally.counts["lines read"] += len(theorem.lines)
        with mpmath.workdps(OLD_DIGITS):
            for world in range(WORLDS):
                try:
                    found = contradiction(theorem, drawn, world)
                except Unread:
                    tally.counts["not read"] += 1
                    break
                if found:
                    steps = "; ".join(f"{line.step.rule} -> {line.after}" for line in theorem.lines)
                    tally.false.append(f"{drawn.seed}: {found}\n  {theorem.start}; {steps}")
                    break
        if until_false and tally.false:
            break
    return tally


def main(arguments: list[str] | None = None) -> int:
    """Print what became of the chains; 1 where something false was proved or something escaped."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--chains", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    found = parser.parse_args(arguments)
    tally = fuzz(found.chains, found.seed)
    lines = [f"{what:30} {count}" for what, count in sorted(tally.counts.items())]
    lines += [f"{'FALSE':30} {len(tally.false)}", f"{'ESCAPED':30} {len(tally.escaped)}", *tally.false, *tally.escaped]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if tally.false or tally.escaped else 0


if __name__ == "__main__":
    sys.exit(main())
