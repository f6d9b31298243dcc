"""The signs of polynomials and intervals that hold them, from those of their atoms; what was found once is remembered."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from sympy.core.relational import Relational, StrictGreaterThan

from symbolic.calculus.normal_form.atoms import (
    MAX_REMEMBERED,
    AnyAtom,
    AppliedAtom,
    BoundRow,
    ClassAtom,
    EntryAtom,
    Fixed,
    LawAtom,
    OutcomeAtom,
    ParameterAtom,
    Polynomial,
    Quantity,
    Terms,
    Undecided,
    ValueAtom,
    looks,
)
from symbolic.calculus.normal_form.kinds import KINDS, sign_within
from symbolic.calculus.normal_form.knowledge import Citations, Knowledge
from symbolic.calculus.normal_form.polynomials import constant, fixed, rational, split_off
from symbolic.calculus.normal_form.ring import add, content, multiply
from symbolic.core import intervals
from symbolic.core.domains import RealInterval
from symbolic.core.intervals import Undefined
from symbolic.core.terms import Applied, Class, Entry, Outcome

MAX_SIGNED = 12  # how many terms of a sum whose sign is found by one of its quantities


class Signs(Knowledge):
    """The signs, intervals and infinities of atoms and polynomials under hypotheses, within laws."""

    def __init__(self, given: Iterable[Relational], laws: tuple[Applied, ...], citations: Citations) -> None:
        self.given, self.laws, self.citations = tuple(given), laws, citations
        self._signs: dict[AnyAtom, int | None] = {}
        self._sums: dict[Fixed, int | None] = {}
        self._towards: dict[AnyAtom, frozenset[int]] = {}
        self._enclosures: dict[AnyAtom, RealInterval | None] = {}
        self._positive = {self.value(f.lhs) for f in self.given if isinstance(f, StrictGreaterThan)}

    # ---- values of densities and functions ---------------------------------------------------------------------------

    def value(self, t: Applied) -> AppliedAtom:
        """The atom of a value: the arguments of a density are told apart by their columns, those of a function by place."""

        def part(args: Iterable[Entry | Outcome | Class]) -> tuple[ValueAtom, ...]:
            found = [self.argument(a) for a in args]
            return tuple(sorted(found, key=lambda a: a.column.name) if len(found) > 1 and t.is_density else found)

        return AppliedAtom(t.head, t.parameters, part(t.points), part(t.given), t.values)

    def law(self, law: Applied) -> LawAtom:
        """A law by its head, parameters and columns."""
        return self.value(law).law

    @staticmethod
    def argument(a: Entry | Outcome | Class) -> ValueAtom:
        """The atom of an entry, an outcome or a class."""
        if isinstance(a, Entry):
            return EntryAtom(a.column, BoundRow(a.args[1].size))
        return ClassAtom(a.column) if isinstance(a, Class) else OutcomeAtom(a.column)

    def surely_positive(self, atom: AppliedAtom) -> bool:
        if atom.values.positive or atom in self._positive:
            return True
        arguments = {*atom.points, *atom.given}
        if atom.head.kind == "empirical" and all(isinstance(a, EntryAtom) for a in arguments):
            return True
        for law in self.laws:
            if law.head == atom.head and law.parameters == atom.parameters:
                around = {self.argument(a) for a in law.points}
                own = self.value(law)
                if (not law.given and arguments <= around) or (own.points, own.given) == (atom.points, atom.given):
                    return True
        return False

    # ---- atoms -------------------------------------------------------------------------------------------------------

    def sign(self, a: AnyAtom) -> int | None:
        if a not in self._signs:
            self._signs[a] = KINDS[type(a)].sign(self, a)
        return self._signs[a]

    def toward(self, a: AnyAtom) -> frozenset[int]:
        known = self._towards.get(a)
        if known is None:
            known = self._towards[a] = KINDS[type(a)].toward(self, a)
        return known

    def enclosure(self, a: AnyAtom) -> RealInterval | None:
        if a not in self._enclosures:
            if len(self._enclosures) > MAX_REMEMBERED:
                self._enclosures.clear()
            try:
                self._enclosures[a] = KINDS[type(a)].enclosure(self, a)
            except Undefined:
                self._enclosures[a] = None
        return self._enclosures[a]

    # ---- polynomials -------------------------------------------------------------------------------------------------

    def enclosure_of(self, p: Polynomial) -> RealInterval | None:
        total = intervals.POINT_ZERO
        try:
            for m, c in p.items():
                product = RealInterval(c, c)
                for a, e in m:
                    inner = self.enclosure(a)
                    if inner is None:
                        return None
                    factor = intervals.rational_power(inner, Fraction(e), a)
                    product = intervals.moderate(intervals.multiply(product, factor))
                total = intervals.moderate(intervals.add(total, product, "a sum"))
        except Undefined:
            return None
        return total

    def sign_of(self, p: Polynomial) -> int | None:
        signs = [self.sign_of_term(m) if c > 0 else None for m, c in p.items()]
        if None not in signs:
            return max((s for s in signs if s is not None), default=0)
        if not all(map(self.tame, p)):
            return None
        sign = sign_within(self.enclosure_of(p))
        if sign is None and len(p) > 1:
            with self.citing():  # a sign is a condition: what was cited to find it would depend on what is remembered
                return self._sign_of_rest(p)
        return sign

    def _sign_of_rest(self, p: Polynomial) -> int | None:
        """The sign of a sum without the positive factors that all its terms have in common."""
        try:
            _, common, rest = content(self, p)
        except Undecided:
            return None
        return self.sign_of(dict(rest)) if common else self._sign_in_one(p)

    def _sign_in_one(self, p: Polynomial) -> int | None:
        """The sign of a sum that is affine, or quadratic, in one of the quantities in it, whatever the others are.

        An affine sum is a mean of its values at the ends, both with a weight above 0 where u is at neither of them; and
        4 A (A u^2 + B u + C) = (2 A u + B)^2 + 4 A C - B^2.
        """
        key = fixed(p)
        if key not in self._sums and len(p) <= MAX_SIGNED:
            quantities = {a for m in p for a, _ in m if isinstance(a, ParameterAtom | EntryAtom | OutcomeAtom)}
            found = (self._sign_in(u, p) for u in sorted(quantities, key=looks))
            self._sums[key] = next((sign for sign in found if sign is not None), None)
        return self._sums.get(key)

    def _sign_in(self, u: Quantity, p: Polynomial) -> int | None:
        parts: dict[int | Fraction, Terms] = {0: {}, 1: {}, 2: {}}
        for m, c in p.items():
            parts.setdefault(dict(m).get(u, 0), {})[split_off(m, u)] = c
        domain = self.enclosure(u)
        if len(parts) > 3 or not parts[1] or domain is None or not domain.bounded_values:
            return None
        try:
            if parts[2]:
                four = multiply(self, constant(4), multiply(self, parts[2], parts[0]))
                rest = add(self, four, multiply(self, constant(-1), multiply(self, parts[1], parts[1])))
                return self.sign_of(rest) if self.sign_of(parts[2]) == 1 else None
            if isinstance(domain.lower, float) or isinstance(domain.upper, float):
                return None
            ends = [
                add(self, parts[0], multiply(self, constant(rational(Fraction(end))), parts[1]))
                for end in (domain.lower, domain.upper)
            ]
            signs = [self.sign_of(end) for end in ends]
        except Undecided:
            return None
        known = [s for s in signs if s is not None]
        if len(known) < len(signs):
            return None
        apart = all(s == 1 or not domain.has(end) for s, end in zip(known, (domain.lower, domain.upper), strict=True))
        return 1 if apart and 1 in known else min(known)
