"""What arithmetic must know of the atoms that it works with; `signs` finds it out, `reading` reads what it rests on."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from threading import local

from sympy import Basic
from sympy.core.relational import Relational

from symbolic.calculus.normal_form import laws
from symbolic.calculus.normal_form.atoms import (
    AnyAtom,
    AppliedAtom,
    Fixed,
    LawAtom,
    LogAtom,
    Monomial,
    Number,
    Polynomial,
)
from symbolic.calculus.normal_form.laws import Law
from symbolic.core.domains import RealInterval
from symbolic.core.terms import Applied


class Citations(local):
    """The laws that were cited, and how often, and the differences whose signs are asked for; each thread has its own."""

    def __init__(self) -> None:
        self.counts: dict[Law, int] = {}
        self.asked: list[Fixed] = []  # the outer ones first
        self.inside = 0  # how many signs of sums are being found inside one another
        self.tries = 0  # how many differences were asked for inside of the outermost one


class Knowledge(ABC):
    """What is known under hypotheses `given`, within expectations under `laws`.

    `given` holds `density > 0` at every row, and `expectation < oo`. The densities of `laws`, those of the expectations
    around an expression, are positive almost surely.
    """

    given: tuple[Relational, ...]
    laws: tuple[Applied, ...]
    citations: Citations
    factoring = False  # are sums taken apart into factors, where a logarithm, a power or an absolute value is taken?
    angles: dict[Monomial, int] | None = (
        None  # the parts of angles that occur, where functions are written out by others
    )

    def cite(self, law: Law, times: int = 1) -> None:
        """Note that a law is applied."""
        counts = self.citations.counts
        counts[law] = counts.get(law, 0) + times

    @contextmanager
    def citing(self) -> Iterator[dict[Law, int]]:
        """The laws that are cited meanwhile, which are not noted otherwise."""
        outer, self.citations.counts = self.citations.counts, {}
        try:
            yield self.citations.counts
        finally:
            self.citations.counts = outer

    @abstractmethod
    def sign(self, a: AnyAtom) -> int | None:
        """1: in (0, oo). 0: in [0, oo). None: not known, or it may be infinite."""

    @abstractmethod
    def sign_of(self, p: Polynomial) -> int | None:
        """1: in (0, oo). 0: in [0, oo). None: not known, or it may be infinite."""

    @abstractmethod
    def sign_cited(self, p: Polynomial) -> int | None:
        """The same, and the laws that it rests on are cited: for whoever proves a sign."""

    @abstractmethod
    def toward(self, a: AnyAtom) -> frozenset[int]:
        """The infinities that this atom may take."""

    @abstractmethod
    def enclosure(self, a: AnyAtom) -> RealInterval | None:
        """An interval that holds the values of an atom; None where nothing is known."""

    @abstractmethod
    def enclosure_of(self, p: Polynomial) -> RealInterval | None:
        """An interval that holds the values of a polynomial; None where nothing is known."""

    @abstractmethod
    def surely_positive(self, atom: AppliedAtom) -> bool:
        """By a hypothesis, at a datum of its own empirical distribution, or almost surely under a law around it."""

    @abstractmethod
    def facts(self) -> list[tuple[LawAtom, str, Polynomial]]:
        """The hypotheses `E[(l)^-] < oo` and `E|l| < oo`, as (law, which, l)."""

    @abstractmethod
    def bare(self) -> Knowledge:
        """What is known without the hypotheses on sums over all rows."""

    @abstractmethod
    def of(self, e: Basic) -> Polynomial:
        """The normal form of an expression. Raises Undecided."""

    @abstractmethod
    def inside(self, law: Applied) -> Knowledge:
        """What is known within an expectation under `law`."""

    def nonzero(self, a: AnyAtom) -> bool:
        """Is it surely a finite number other than 0?"""
        if self.sign(a) == 1:
            return True
        around = None if self.toward(a) else self.enclosure(a)
        return around is not None and around.bounded_values and around.negative

    def sign_of_term(self, m: Monomial) -> int | None:
        """The sign of a monomial, from those of its factors."""
        signs = [self._sign_of_power(a, e) for a, e in m]
        if None in signs:
            return None
        return min((s for s in signs if s is not None), default=1)

    def _sign_of_power(self, a: AnyAtom, e: Number) -> int | None:
        sign = self.sign(a)
        return 0 if sign is None and e > 0 and e % 2 == 0 and not self.toward(a) else sign

    def tame(self, m: Monomial) -> bool:
        """No factor may be infinite."""
        return not any(self.toward(a) for a, _ in m)

    def directions(self, p: Polynomial) -> frozenset[int]:
        """The infinities that this polynomial's terms may take."""
        out: set[int] = set()
        for m, c in p.items():
            wild = [(a, e, t) for a, e in m if (t := self.toward(a))]
            if not wild or all(self._outweighed(a, m) for a, _, _ in wild):
                continue
            others = [self._sign_of_power(a, e) for a, e in m if not self.toward(a)]
            if None in others:
                out |= {-1, 1}
            elif len(wild) == 1 and wild[0][1] == 1:
                out |= {d if c > 0 else -d for d in wild[0][2]}
            elif all(t == {1} and e > 0 and self._never_negative(a) for a, e, t in wild):
                out.add(1 if c > 0 else -1)
            else:
                out |= {-1, 1}
        return frozenset(out)

    def _outweighed(self, a: AnyAtom, m: Monomial) -> bool:
        """Is it log u, next to a power u^e with e > 0 of a finite u >= 0? It is infinite only where the term is 0."""
        powers = dict(m)
        if not isinstance(a, LogAtom) or powers[a] < 0 or powers.get(a.inner, 0) <= 0:
            return False
        finite = not self.toward(a.inner) and self.sign(a.inner) is not None
        if finite:
            self.cite(laws.OUTWEIGHED)
        return finite

    def _never_negative(self, a: AnyAtom) -> bool:
        within = self.enclosure(a)
        return within is not None and within.nonnegative

    def nonnegative(self, p: Polynomial) -> bool:
        """Every term is finite and at least 0."""
        return all(c > 0 and self.sign_of_term(m) is not None for m, c in p.items())
