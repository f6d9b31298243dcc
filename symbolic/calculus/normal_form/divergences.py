"""Divergences: sums of c (log p - log r), for densities p of a law and what has a mass of at most 1 beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from symbolic.calculus.normal_form.atoms import (
    AppliedAtom,
    LawAtom,
    LogAtom,
    Monomial,
    Number,
    Polynomial,
    ValueAtom,
    one,
)
from symbolic.calculus.normal_form.polynomials import UNIT
from symbolic.core.domains import is_counted, unit_interval

MAX_FACTORS = 4  # of a product of densities that stands against one of the law's own


def log_density(m: Monomial) -> AppliedAtom | None:
    """The density whose logarithm the monomial is, else None."""
    if len(m) != 1:
        return None
    ((a, e),) = m
    inner = a.inner if isinstance(a, LogAtom) and e == 1 else None
    return inner if isinstance(inner, AppliedAtom) and inner.head.kind != "function" else None


def is_plain(law: LawAtom, p: Polynomial) -> bool:
    """Is it c (log p - log r) for a c > 0, the density p of a law without conditions, and a density r of the same columns?

    That is the most frequent divergence, and is seen without taking anything apart.
    """
    if len(p) != 2 or law.given:
        return False
    (m, c), (k, d) = p.items()
    if c < 0:
        (m, c), (k, d) = (k, d), (m, c)
    if c <= 0 or c + d != 0:
        return False
    own, against = log_density(m), log_density(k)
    if own is None or against is None or against.given or own.law != law:
        return False
    return bool(against.points == law.points)


class Divergences:
    """The sum of c log d over densities d, taken apart into divergences from densities of a law, and a rest.

    E_p[(log p - log r)^-] <= 1 and E_p[log p - log r] >= 0 for the density p of some columns, or its density where others are
    given, and a product r of densities that has a mass of at most 1 for all values of the others, for log t <= t - 1.
    Source: Cover and Thomas, Elements of Information Theory, theorem 8.6.1, and section 2.5 for the chain rule.
    """

    def __init__(self, law: LawAtom, p: Polynomial) -> None:
        self.law = law
        self.columns = frozenset(law.points)
        self.own: dict[AppliedAtom, Number] = {}  # densities of the law with factors > 0
        self.against: dict[AppliedAtom, Number] = {}  # other densities with factors < 0, by their size
        self.known = True
        for m, c in p.items():
            density = log_density(m)
            if density is None:
                self.known = False
            elif c < 0:
                self._stands_against(density, -c)
            elif self.is_own(density):
                self._stands(density, c)
            else:
                self.known = False

    def is_own(self, d: AppliedAtom) -> bool:
        """Is it a density of the law, of some of its columns, or of some where others are given?"""
        if d.law == self.law:
            return True
        same = d.head == self.law.head and d.parameters == self.law.parameters and not self.law.given
        return same and {*d.points, *d.given} <= self.columns

    def _stands(self, d: AppliedAtom, c: Number) -> None:
        """log p(y | x) = log p(x, y) - log p(x), almost surely under p."""
        if d.given and d.law != self.law:
            self._stands_against(_of(d, d.given), c)
            d = _of(d, (*d.points, *d.given))
        balance = self.own.get(d, 0) + c
        opposite = self.against.pop(d, 0)
        self._put(d, balance - opposite)

    def _stands_against(self, d: AppliedAtom, c: Number) -> None:
        self._put(d, self.own.pop(d, 0) - self.against.pop(d, 0) - c)

    def _put(self, d: AppliedAtom, balance: Number) -> None:
        if balance > 0:
            self.own[d] = balance
        elif balance < 0:
            self.against[d] = -balance

    def take(self, spare: frozenset[AppliedAtom], free: frozenset[AppliedAtom]) -> None:
        """Take away divergences, those against what is `spare` last; densities that are `free` are at hand."""
        while (found := next(self._found(spare, free), None)) is not None:
            own, factors = found
            least = min(self.against[f] for f in factors)
            if own in self.own:
                least = min(least, self.own[own])
                self._less(self.own, own, least)
            for f in factors:
                self._less(self.against, f, least)

    @staticmethod
    def _less(where: dict[AppliedAtom, Number], d: AppliedAtom, c: Number) -> None:
        where[d] -= c
        if not where[d]:
            del where[d]

    def _found(
        self, spare: frozenset[AppliedAtom], free: frozenset[AppliedAtom]
    ) -> Iterator[tuple[AppliedAtom, tuple[AppliedAtom, ...]]]:
        """A density of the law with what stands against it: those that must go first."""
        ranked = sorted(self.against, key=lambda d: (d in spare, str(d)))
        for own in sorted(self.own, key=lambda d: (d in free, str(d))):
            for k in range(1, MAX_FACTORS + 1):
                yield from ((own, f) for f in combinations(ranked, k) if self.is_beside(own, f))
        for own in sorted(free - set(self.own), key=str):
            for k in range(1, MAX_FACTORS + 1):
                beside = (f for f in combinations(ranked, k) if not spare.issuperset(f))
                yield from ((own, f) for f in beside if self.is_beside(own, f))

    def is_beside(self, own: AppliedAtom, factors: tuple[AppliedAtom, ...]) -> bool:
        """Has the product a mass of at most 1 over the columns of a density of the law, for each of its conditions?

        Each column is an outcome of one factor; a factor may be conditional on those of earlier ones, on what is given to
        the density, and on what is no outcome of the law.
        """
        if Counter(a for f in factors for a in f.points) != Counter(own.points) or not self.columns.issuperset(
            own.points
        ):
            return False
        left, made = list(factors), {*own.given}
        while left:
            ready = [f for f in left if not (self.columns & set(f.given)) - made]
            if not ready:
                return False
            left.remove(ready[0])
            made |= set(ready[0].points)
        return True


def _of(d: AppliedAtom, points: tuple[ValueAtom, ...]) -> AppliedAtom:
    """The density of other columns of one distribution, with nothing given."""
    return density_of(d.law._replace(points=tuple(sorted(points, key=lambda a: str(a.column.name))), given=()))


def density_of(law: LawAtom) -> AppliedAtom:
    """The density of a law."""
    counted = all(is_counted(a.column.domain) for a in law.points)
    return AppliedAtom(*law[:4], unit_interval if counted else law.head.values)


def log_of(d: AppliedAtom) -> Monomial:
    """log d."""
    return frozenset({(one(LogAtom(d)), UNIT)})
