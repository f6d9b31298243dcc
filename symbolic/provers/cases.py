"""Equality where absolute values, maxima, minima or indicators occur: by cases of signs, each an identity of normal forms.

At every point a number u is at least 0 or at most 0, and then |u| is u or -u; the larger one of a and b is a or b as a - b is
at least or at most 0. An identity that holds for all values in each of finitely many cases holds. Where the sign differs from
row to row (or from class to class) the sums must be equal summand by summand. Source: Nelson and Oppen, Simplification by
Cooperating Decision Procedures, ACM TOPLAS 1 (1979), section 4, on case splits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sympy import Abs, Expr, Integer, Max, Min, Mul, Pow

from symbolic.calculus.normal_form import (
    ONE,
    UNIT,
    AppliedAtom,
    BoundRow,
    ClassAtom,
    ClassesAtom,
    CountAtom,
    EntryAtom,
    Fixed,
    Monomial,
    NormalForm,
    Number,
    OutcomeAtom,
    ParameterAtom,
    Polynomial,
    SumAtom,
    TotalAtom,
    Undecided,
    mentions,
    rational,
    shared,
    single,
    tally,
    written_polynomial,
)
from symbolic.core.errors import Open
from symbolic.core.terms import (
    Applied,
    AtMost,
    Expectation,
    NegativePart,
    RowProduct,
    RowSum,
    Same,
    Total,
    raw,
    replace,
    walk,
)
from symbolic.kernel import Answer, Verdict
from symbolic.statements.equal import Equal

MAX_SPLITS = 6
MAX_CASES = 64
BINDERS = (RowSum, RowProduct, Total, Expectation)
CONTINUOUS = (Abs, Max, Min, NegativePart)


ABOUT = (Equal,)


def prove(obligation: Equal) -> Answer:
    """`equal`: PROVED where the two sides have one normal form in every case; UNKNOWN otherwise, and where no case helps."""
    left, right = obligation.left, obligation.right
    if not any(_undecided(t) for side in (left, right) for t in walk(side)):
        return Answer(Verdict.UNKNOWN)
    forms = shared(obligation.given)
    try:
        if forms.equal(forms.of(left), forms.of(right)):
            return Answer(Verdict.UNKNOWN)  # no case to distinguish
    except Undecided:
        pass
    try:
        with forms.citing() as used:
            proved = _congruent(forms, left, right)
        return Answer(Verdict.PROVED, used=tally(used)) if proved else Answer(Verdict.UNKNOWN)
    except Open as reason:
        return Answer(Verdict.UNKNOWN, f"by cases of signs: {reason}")


def _congruent(forms: NormalForm, left: Expr, right: Expr) -> bool:
    """Equal, because the two differ at one place only, and are equal there for all that is bound around it."""
    while type(left) is type(right) and len(left.args) == len(right.args):
        apart = [(one, other) for one, other in zip(left.args, right.args, strict=True) if one != other]
        if len(apart) != 1 or left.args[0] == right.args[0]:
            break
        if isinstance(left, Expectation):
            forms = forms.inside(left.law)
        elif not isinstance(left, RowSum | RowProduct):
            break
        ((left, right),) = apart
    return _Search(forms).equal(left, right, MAX_SPLITS)


@dataclass(slots=True)
class _Search:
    forms: NormalForm
    cases: int = 0

    def equal(self, left: Expr, right: Expr, splits: int) -> bool:
        """Equal wherever both are defined."""
        self.cases += 1
        if self.cases > MAX_CASES:
            raise Open(f"more than {MAX_CASES} cases")
        if self._same(left, right):
            return True
        found = next(
            (self._difference(t) for side in (left, right) for t in _outside(side) if self._difference(t)), None
        )
        if found is None:
            return self._by_summands(left, right, splits)
        if splits == 0:
            raise Open(f"more than {MAX_SPLITS} signs")
        return all(
            self.equal(self._decided(left, found[0], way), self._decided(right, found[0], way), splits - 1)
            for way in self._ways(found[0], left, right)
        )

    def _same(self, left: Expr, right: Expr) -> bool:
        """Have the two one normal form? What is cited for it counts only where they have."""
        with self.forms.citing() as used:
            try:
                same = self.forms.equal(self.forms.of(left), self.forms.of(right))
            except Undecided:
                return False
        for law, times in used.items() if same else ():
            self.forms.cite(law, times)
        return same

    def _ways(self, u: Fixed, *sides: Any) -> tuple[int, ...]:
        """The signs that u may have. 1 and -1 mean u >= 0 and u <= 0, and u > 0 and u < 0 where 0 is a case of its own."""
        if self.forms.sign_of(dict(u)) is not None:
            strict = self.forms.sign_of(dict(u)) == 1
            ways: tuple[int, ...] = (1,) if strict else (1, 0)
        elif self.forms.sign_of({m: -c for m, c in u}) is not None:
            ways = (-1,) if self.forms.sign_of({m: -c for m, c in u}) == 1 else (-1, 0)
        else:
            ways = (1, 0, -1)
        indicated = any(not isinstance(t, CONTINUOUS) and self._difference(t) for side in sides for t in _outside(side))
        return ways if indicated else tuple(way for way in ways if way != 0 or len(ways) == 1)

    def _difference(self, node: Expr) -> tuple[Fixed, int] | None:
        """(u, o): the sign that decides the node is that of o u, with o = 1 or -1; None where nothing is to be decided."""
        with self.forms.citing():  # it is asked for again and again
            return self._deciding(node)

    def _deciding(self, node: Any) -> tuple[Fixed, int] | None:
        try:
            match node:
                case Abs() | NegativePart():
                    gap = self.forms.of(node.args[0])
                case Max() | Min():
                    gap = self._gap(node.args[0], node.args[1])
                case AtMost():
                    gap = self._gap(node.args[1], node.args[0])
                case Same() if all(getattr(a, "column", None) is None or a.column.domain.hull for a in node.args):
                    gap = self._gap(node.args[0], node.args[1])
                case Pow():
                    gap = self.forms.of(node.exp)
                    if self.forms.sign_of(gap) is None:
                        return None
                case _:
                    return None
            return self.forms.oriented(gap)[1:] if gap else None
        except Undecided:
            return None

    def _gap(self, one: Expr, other: Expr) -> Polynomial:
        return self.forms.add(self.forms.of(one), {m: -c for m, c in self.forms.of(other).items()})

    def _decided(self, tree: Expr, u: Fixed, way: int) -> Expr:
        """The tree where u has this sign; what is bound inside keeps its own signs."""

        def change(node: Expr) -> Expr | None:
            if isinstance(node, BINDERS):
                return node
            found = self._difference(node) if _undecided(node) else None
            if found is None or found[0] != u:
                return None
            return self._decided(_chosen(node, found[1] * way), u, way)

        decided = replace(tree, change)
        return self._where_zero(decided, u) if way == 0 else decided

    def _where_zero(self, tree: Expr, u: Fixed) -> Expr:
        """The tree where u = 0: one quantity that u is linear in, given by the others; what is positive stays as it is."""
        for m, c in sorted(u, key=lambda term: (self.forms.sign_of({term[0]: UNIT}) == 1, str(term))):
            if m == ONE:
                continue
            ((a, e), *others) = m
            rest = {k: rational(Fraction(-d) / c) for k, d in u if k != m}
            free = isinstance(a, ParameterAtom | EntryAtom | OutcomeAtom | AppliedAtom) and not mentions(
                frozenset(rest), a
            )
            if free and e == 1 and not others:
                return _put(tree, written_polynomial({m: UNIT}), written_polynomial(rest))
        return tree

    def _by_summands(self, left: Expr, right: Expr, splits: int) -> bool:
        """Equal, because the difference is a sum over rows or classes of what is 0 in each of them."""
        gap = self.forms.add(self.forms.of(left), {m: -c for m, c in self.forms.of(right).items()})
        groups: dict[BoundRow | ClassAtom, list[Polynomial]] = {}
        alone: list[tuple[Monomial, Number]] = []
        for m, c in gap.items():
            sums = [(a, e) for a, e in m if isinstance(a, SumAtom | TotalAtom) and e == 1]
            if len(sums) > 1 or not self.forms.tame(m - set(sums)):
                return False
            if not sums:
                alone.append((m, c))
                continue
            ((whole, _),) = sums
            bound = BoundRow(whole.size) if isinstance(whole, SumAtom) else ClassAtom(whole.column)
            if mentions(m - set(sums), bound):
                return False  # a row or class from around the sum, which is another one
            groups.setdefault(bound, []).append(self.forms.multiply({m - set(sums): c}, {whole.term: UNIT}))
        if not groups or (alone and len(groups) > 1):
            return False
        for bound, parts in groups.items():
            if any(mentions(m, bound) for m, _ in alone):
                return False
            size = single(CountAtom(bound.size) if isinstance(bound, BoundRow) else ClassesAtom(bound.column), -1)
            parts += [self.forms.multiply({m: c}, size) for m, c in alone]  # the same share for each row
        return all(
            self.equal(written_polynomial(self.forms.add(*parts)), Integer(0), splits) for parts in groups.values()
        )


def _put(tree: Expr, quantity: Expr, value: Expr) -> Expr:
    """The tree with `value` for a quantity, wherever that stands as a number and nothing binds it."""

    def change(node: Expr) -> Expr | None:
        if node == quantity:
            return value
        return node if isinstance(node, (*BINDERS, Applied)) else None

    return replace(tree, change)


def _undecided(node: Expr) -> bool:
    """Is its value decided by the sign of a number? (0^u is 1 for u = 0 and 0 for u > 0.)"""
    return isinstance(node, (*CONTINUOUS, AtMost, Same)) or (isinstance(node, Pow) and node.base == 0)


def _outside(tree: Expr) -> Iterator[Expr]:
    """The nodes to be decided that no binder in the tree encloses, inner ones first where they are nested."""
    if isinstance(tree, BINDERS):
        return
    for a in tree.args:
        yield from _outside(a)
    if _undecided(tree):
        yield tree


def _chosen(node: Expr, sign: int) -> Expr:
    """What a node is where the number that decides it is positive (1), 0, or negative (-1)."""
    first, *others = node.args
    minus = raw(Mul, (Integer(-1), first))
    match node:
        case Abs():
            return first if sign >= 0 else minus
        case NegativePart():
            return Integer(0) if sign >= 0 else minus
        case AtMost():
            return Integer(int(sign >= 0))
        case Same() | Pow():
            return Integer(int(sign == 0))
    largest = isinstance(node, Max)
    kept = first if (sign >= 0) == largest else others[0]
    return kept if len(others) == 1 else raw(node.func, (kept, *others[1:]))
