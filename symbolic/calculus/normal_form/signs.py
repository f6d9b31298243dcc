"""The signs of polynomials and intervals that hold them, from those of their atoms; what was found once is remembered."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from sympy.core.relational import Relational, StrictGreaterThan

from symbolic.calculus.normal_form import laws
from symbolic.calculus.normal_form.atoms import (
    MAX_REMEMBERED,
    AnyAtom,
    AppliedAtom,
    AtMostAtom,
    BoundRow,
    ClassAtom,
    EntryAtom,
    Fixed,
    LawAtom,
    Monomial,
    OutcomeAtom,
    ParameterAtom,
    Polynomial,
    Quantity,
    SumAtom,
    Terms,
    Undecided,
    ValueAtom,
    looks,
)
from symbolic.calculus.normal_form.differences import has_logarithms, sign_of_difference
from symbolic.calculus.normal_form.kinds import KINDS, sign_within
from symbolic.calculus.normal_form.knowledge import Citations, Knowledge
from symbolic.calculus.normal_form.laws import Law
from symbolic.calculus.normal_form.polynomials import UNIT, constant, fixed, rational, split_off
from symbolic.calculus.normal_form.probing import falls_below_zero
from symbolic.calculus.normal_form.ring import add, content, multiply
from symbolic.core import intervals
from symbolic.core.domains import RealInterval
from symbolic.core.intervals import Undefined
from symbolic.core.terms import Applied, Class, Entry, Outcome, RowSum

MAX_SIGNED = 12  # how many terms of a sum whose sign is found by one of its quantities
MAX_ASKED = 4  # how many signs of differences are asked for inside one another
MAX_TRIES = 60  # and in all


class Signs(Knowledge):
    """The signs, intervals and infinities of atoms and polynomials under hypotheses, within laws."""

    def __init__(self, given: Iterable[Relational], laws: tuple[Applied, ...], citations: Citations) -> None:
        self.given, self.laws, self.citations = tuple(given), laws, citations
        self._signs: dict[AnyAtom, int | None] = {}
        self._sums: dict[tuple[Fixed, int], int | None] = {}
        self._differences: dict[tuple[Fixed, int], tuple[int | None, tuple[tuple[Law, int], ...]]] = {}
        self._towards: dict[AnyAtom, frozenset[int]] = {}
        self._enclosures: dict[AnyAtom, RealInterval | None] = {}
        self._products: dict[Monomial, RealInterval | None] = {}
        above = [f.lhs for f in self.given if isinstance(f, StrictGreaterThan)]
        self._positive = {self.value(t) for t in above if isinstance(t, Applied)}
        self.sums = tuple(t for t in above if isinstance(t, RowSum))

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
        drawn: list[set[ValueAtom]] = []  # what has a joint law of this name
        for law in self.laws:
            if law.head == atom.head and law.parameters == atom.parameters:
                own = self.value(law)
                if (own.points, own.given) == (atom.points, atom.given):
                    return True
                if not own.given or any(known.issuperset(own.given) for known in drawn):
                    drawn.append({*own.points, *own.given})
        return any(arguments <= known for known in drawn)

    # ---- atoms -------------------------------------------------------------------------------------------------------

    def sign(self, a: AnyAtom) -> int | None:
        if a in self._signs:
            return self._signs[a]
        if self.sums and isinstance(a, SumAtom) and self._more_than_a_sum({frozenset({(a, UNIT)}): UNIT}):
            found: int | None = 1
        else:
            found = KINDS[type(a)].sign(self, a)
        if not self.citations.asked and not self._tried_enough:  # inside of other signs fewer are found
            self._signs[a] = found
        return found

    def toward(self, a: AnyAtom) -> frozenset[int]:
        known = self._towards.get(a)
        if known is None:
            known = KINDS[type(a)].toward(self, a)
            if not self.citations.asked and not self._tried_enough:
                self._towards[a] = known
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
        total = None
        try:
            for m, c in p.items():
                around = self._enclosure_of_product(m)
                if around is None:
                    return None
                if c != UNIT:
                    around = intervals.moderate(intervals.multiply(RealInterval(c, c), around))
                total = around if total is None else intervals.moderate(intervals.add(total, around, "a sum"))
        except Undefined:
            return None
        return intervals.POINT_ZERO if total is None else total

    def _enclosure_of_product(self, m: Monomial) -> RealInterval | None:
        """An interval around a product, which is remembered. Raises Undefined."""
        if m not in self._products:
            around = None if m else intervals.POINT_ONE
            for a, e in m:
                inner = self.enclosure(a)
                if inner is None:
                    around = None
                    break
                factor = inner if e == 1 else intervals.rational_power(inner, Fraction(e), a)
                around = intervals.moderate(factor if around is None else intervals.multiply(around, factor))
            if len(self._products) > MAX_REMEMBERED:
                self._products.clear()
            self._products[m] = around
        return self._products[m]

    def sign_of(self, p: Polynomial) -> int | None:
        sign, sure = self._sign_at_once(p)
        if sure:
            return sign
        with self.citing():  # a sign is a condition: what was cited to find it would depend on what is remembered
            return self._sign_of_rest(p)

    def sign_cited(self, p: Polynomial) -> int | None:
        sign, sure = self._sign_at_once(p)
        return sign if sure else self._sign_of_rest(p)

    def _sign_at_once(self, p: Polynomial) -> tuple[int | None, bool]:
        """The sign by those of the terms, or by their intervals, and whether there is no other way to find it."""
        signs = [self.sign_of_term(m) if c > 0 else None for m, c in p.items()]
        if None not in signs:
            return max((s for s in signs if s is not None), default=0), True
        if not all(map(self.tame, p)):
            return None, True
        sign = sign_within(self.enclosure_of(p))
        return sign, sign is not None or len(p) == 1

    def _sign_of_rest(self, p: Polynomial) -> int | None:
        if not self.sums and falls_below_zero(p):
            return None
        if not self.citations.inside:
            self.citations.tries = 0
        self.citations.inside += 1
        try:
            return self._sign_of_factors(p)
        finally:
            self.citations.inside -= 1

    def _sign_of_factors(self, p: Polynomial) -> int | None:
        """The sign of a sum without the positive factors that all its terms have in common."""
        try:
            _, common, rest = content(self, p)
        except Undecided:
            return None
        if not common:
            sign = 1 if self.sums and self._more_than_a_sum(p) else self._sign_in_one(p)
            return self._sign_of_difference(p) if sign is None else sign
        with self.citing() as used:
            sign = self.sign_cited(dict(rest))
        if sign is None:
            return self._sign_of_difference(p) if has_logarithms(p) else None
        for law, times in {**used, laws.SIGN_OF_PRODUCT: used.get(laws.SIGN_OF_PRODUCT, 0) + 1}.items():
            self.cite(law, times)
        return sign

    def _sign_of_difference(self, p: Polynomial) -> int | None:
        """The sign by the laws of `differences`, which are cited; it is not asked for while it is being found."""
        asked, key = self.citations.asked, fixed(p)
        place = key, len(asked)
        if place not in self._differences:
            if key in asked or len(asked) >= MAX_ASKED or self._tried_enough:
                return None
            self.citations.tries += 1
            asked.append(key)
            try:
                with self.citing() as used:
                    sign = sign_of_difference(self, p)
            finally:
                asked.pop()
            if len(self._differences) > MAX_REMEMBERED:
                self._differences.clear()
            if sign is None and self._tried_enough:
                return None  # it was not tried to the end
            self._differences[place] = sign, tuple(used.items())
        sign, cited = self._differences[place]
        for law, times in cited:
            self.cite(law, times)
        return sign

    @property
    def _tried_enough(self) -> bool:
        """Is nothing more tried for this sign? What is not known then may be found by itself, and is not remembered."""
        return self.citations.inside > 0 and self.citations.tries >= MAX_TRIES

    def _more_than_a_sum(self, p: Polynomial) -> bool:
        """Is it a multiple of a sum that is positive by hypothesis, or more?"""
        bare = self.bare()
        for t in self.sums:
            try:
                least = bare.of(t)
                m = min((m for m in least if m in p), key=looks, default=None)
                if m is None or not all(map(bare.tame, (*least, *p))):
                    continue
                times = rational(Fraction(p[m]) / least[m])
                rest = add(bare, p, {k: -times * c for k, c in least.items()})
            except Undecided:
                continue
            if times > 0 and (not rest or bare.sign_of(rest) is not None):
                return True
        return False

    def _sign_in_one(self, p: Polynomial) -> int | None:
        """The sign of a sum that is affine, or quadratic, in one of the quantities in it, whatever the others are.

        An affine sum is a mean of its values at the ends, both with a weight above 0 where u is at neither of them (of an
        indicator these are all its values); and
        4 A (A u^2 + B u + C) = (2 A u + B)^2 + 4 A C - B^2.
        """
        key = fixed(p), len(self.citations.asked)
        if key not in self._sums and len(p) <= MAX_SIGNED:
            quantities = {
                a for m in p for a, _ in m if isinstance(a, ParameterAtom | EntryAtom | OutcomeAtom | AtMostAtom)
            }
            found = (self._sign_in(u, p) for u in sorted(quantities, key=looks))
            sign = next((sign for sign in found if sign is not None), None)
            if sign is None and self._tried_enough:
                return None
            self._sums[key] = sign
        return self._sums.get(key)

    def _sign_in(self, u: Quantity | AtMostAtom, p: Polynomial) -> int | None:
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
