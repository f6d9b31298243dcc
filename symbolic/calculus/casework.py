"""Equality by cases: of signs, and of the values of quantities with finitely many; each case one of normal forms.

At every point a number u is at least 0 or at most 0, and then |u| is u or -u; the larger one of a and b is a or b as a - b is
at least or at most 0; and a quantity in {0, 1} is 0 or 1. An identity that holds for all values in each of finitely many
cases holds. Where the case differs from row to row (from class to class, from outcome to outcome) sums and means must be
equal summand by summand. Nothing here is a verdict. Source: Nelson and Oppen, Simplification by Cooperating Decision
Procedures, ACM TOPLAS 1 (1979), section 4, on case splits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from sympy import Abs, Add, Expr, Integer, Max, Min, Mul, Pow, sign
from sympy.core.relational import Relational

from symbolic.calculus.assumed import AT_LEAST_0, AT_MOST_0, ZERO, Assumed, SignSet
from symbolic.calculus.finitely_many import at, quantity
from symbolic.calculus.interpolating import interpolated
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
    Law,
    LawAtom,
    MeanAtom,
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
    negated,
    rational,
    shared,
    single,
    written_polynomial,
)
from symbolic.core.errors import Open
from symbolic.core.terms import (
    Applied,
    AtMost,
    Entry,
    Expectation,
    NegativePart,
    RowProduct,
    RowSum,
    Same,
    Total,
    is_empirical,
    raw,
    replace,
    walk,
)

MAX_SPLITS = 8
MAX_CASES = 160
BINDERS = (RowSum, RowProduct, Total, Expectation)
CONTINUOUS = (Abs, Max, Min, NegativePart)

Binding = BoundRow | ClassAtom | LawAtom


def equal_in_every_case(
    given: tuple[Relational, ...], left: Expr, right: Expr, by_values: bool
) -> Mapping[Law, int] | None:
    """The laws that were used, where the two are equal in every case wherever both are defined; else None.

    Arguments: `by_values`, whether the values of quantities with finitely many are cases, besides signs. Raises Open.
    """
    forms = shared(given)
    stopped: Open | None = None
    try:
        with forms.citing() as used:
            if _congruent(forms, left, right, by_values):
                return used
    except Open as reason:
        stopped = reason
    sides = [interpolated(given, side) for side in (left, right)] if by_values else []
    if sides and sides != [left, right]:
        with forms.citing() as used:
            if _congruent(forms, sides[0], sides[1], by_values):
                return used
    if stopped is not None:
        raise stopped
    return None


def _congruent(forms: NormalForm, left: Expr, right: Expr, by_values: bool) -> bool:
    """Equal, because the two differ at one place only, and are equal there for all that is bound around it."""
    while type(left) is type(right):
        apart = _apart(left, right)
        if apart is None:
            break
        if isinstance(left, Expectation):
            forms = forms.inside(left.law)
        left, right = apart
    search = _Search(forms, by_values, [0])
    return search.equal(left, right, Assumed(forms), MAX_SPLITS)


def _apart(left: Expr, right: Expr) -> tuple[Expr, Expr] | None:
    """The one part in which two sums, products, sums over rows or expectations differ."""
    if isinstance(left, Add | Mul):
        mine, yours = list(left.args), list(right.args)
        for a in left.args:
            if a in yours:
                mine.remove(a)
                yours.remove(a)
        return (mine[0], yours[0]) if len(mine) == len(yours) == 1 else None
    if not isinstance(left, RowSum | RowProduct | Expectation) or left.args[1:] != right.args[1:]:
        return None
    if isinstance(left, RowSum | RowProduct) and not all(_of_one_row(side) for side in (left, right)):
        return None
    return left.args[0], right.args[0]


def _of_one_row(tree: RowSum | RowProduct) -> bool:
    """Does the body know the bound row alone of its table?"""
    size, index = tree.index.size, tree.index
    return not any(
        (isinstance(t, Entry) and t.args[1].size == size and t.args[1] != index)
        or (isinstance(t, RowSum | RowProduct) and t.index.size == size)
        or (isinstance(t, Expectation) and is_empirical(t.law) and t.law.points[0].column.size == size)
        for t in walk(tree.body)
    )


class _Search:
    """Are two expressions equal, case by case? `counted` counts the cases, for all searches within one another."""

    def __init__(self, forms: NormalForm, by_values: bool, counted: list[int]) -> None:
        self.forms, self.by_values, self.counted = forms, by_values, counted

    def equal(self, left: Expr, right: Expr, assumed: Assumed, splits: int) -> bool:
        """Equal wherever both are defined, where the signs are as assumed. Raises Open."""
        self.counted[0] += 1
        if self.counted[0] > MAX_CASES:
            raise Open(f"more than {MAX_CASES} cases")
        left, right = (self._simplified(side, assumed) for side in (left, right))
        if self._same(left, right):
            return True
        listed = quantity(left, right) if self.by_values else None
        found = self._to_split(left, right, assumed) if listed is None else None
        if listed is None and found is None:
            return self._by_summands(left, right, assumed, splits)
        if splits == 0:
            raise Open(f"more than {MAX_SPLITS} signs and values")
        if listed is not None:
            what, values = listed
            return all(
                self.equal(at(left, what, v, prune=True), at(right, what, v, prune=True), assumed, splits - 1)
                for v in values
            )
        return all(self._in_case(left, right, assumed, splits, *case) for case in found or ())

    def _in_case(self, left: Expr, right: Expr, assumed: Assumed, splits: int, u: Fixed, signs: SignSet) -> bool:
        if signs == ZERO:
            left, right = _where_zero(self.forms, left, u), _where_zero(self.forms, right, u)
        return self.equal(left, right, assumed.and_that(u, signs), splits - 1)

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

    # ---- signs -------------------------------------------------------------------------------------------------------

    def _simplified(self, tree: Expr, assumed: Assumed) -> Any:
        """The tree where all signs that are known have decided; what is bound inside keeps its own signs."""
        if not any(_undecided(t) for t in walk(tree)):
            return tree
        with self.forms.citing():  # it is asked for again and again
            return self._decided(tree, assumed)

    def _decided(self, node: Any, assumed: Assumed) -> Any:
        if isinstance(node, (*BINDERS, Applied)):
            return node
        args = tuple(self._decided(a, assumed) for a in node.args)
        if any(a is not b for a, b in zip(args, node.args, strict=True)):
            node = raw(node.func, args)
        while _undecided(node):
            chosen = self._choice(node, assumed)
            if chosen is None:
                return node
            node = chosen
        return node

    def _choice(self, node: Any, assumed: Assumed) -> Any:
        """What a node is where a sign that decides it is known; None where none is."""
        for gap, kept in self._deciding(node):
            signs = assumed.signs(gap)
            for by in kept:
                if signs <= by:
                    return kept[by]
        return None

    def _deciding(self, node: Any) -> Iterator[tuple[Polynomial, dict[SignSet, Expr]]]:
        """Each number that decides a node, with what the node is as its sign is one of these."""
        try:
            match node:
                case Abs() | NegativePart():
                    inner = node.args[0]
                    minus = raw(Mul, (Integer(-1), inner))
                    above, below = (inner, minus) if isinstance(node, Abs) else (Integer(0), minus)
                    yield self.forms.of(inner), {AT_LEAST_0: above, AT_MOST_0: below}
                case Max() | Min():
                    yield from self._pairs(node)
                case AtMost():
                    low, high = node.args
                    yield self._gap(high, low), {AT_LEAST_0: Integer(1), frozenset({-1}): Integer(0)}
                case Same() if all(getattr(a, "column", None) is None or a.column.domain.hull for a in node.args):
                    yield self._gap(*node.args), {ZERO: Integer(1), frozenset({-1, 1}): Integer(0)}
                case sign():
                    yield self.forms.of(node.args[0]), {frozenset({s}): Integer(s) for s in (1, 0, -1)}
                case Pow():
                    exponent = self.forms.of(node.exp)
                    if self.forms.sign_of(exponent) is not None:
                        yield exponent, {ZERO: Integer(1), frozenset({1}): Integer(0)}
        except Undecided:
            return

    def _pairs(self, node: Any) -> Iterator[tuple[Polynomial, dict[SignSet, Expr]]]:
        largest = isinstance(node, Max)
        for j, one in enumerate(node.args):
            for k, other in enumerate(node.args[:j]):
                without = [tuple(a for i, a in enumerate(node.args) if i != left_out) for left_out in (k, j)]
                mine, yours = (rest[0] if len(rest) == 1 else raw(node.func, rest) for rest in without)
                at_least, at_most = (mine, yours) if largest else (yours, mine)
                try:
                    yield self._gap(one, other), {AT_LEAST_0: at_least, AT_MOST_0: at_most}
                except Undecided:
                    continue

    def _gap(self, one: Expr, other: Expr) -> Polynomial:
        return self.forms.add(self.forms.of(one), negated(self.forms.of(other)))

    def _to_split(self, left: Expr, right: Expr, assumed: Assumed) -> list[tuple[Fixed, SignSet]] | None:
        """The cases of a sign that is not known and that decides something outside of all binders.

        At least and at most 0 where all that is to be decided is continuous; else above 0, 0, and below.
        """
        nodes = [t for side in (left, right) for t in _outside(side)]
        with self.forms.citing():
            for node in nodes:
                for gap, _ in self._deciding(node):
                    try:
                        found = assumed.open_factor(gap) if gap else None
                    except Undecided:
                        continue
                    if found is None:
                        continue
                    u, signs = found
                    if all(isinstance(t, CONTINUOUS) or not any(True for _ in self._deciding(t)) for t in nodes):
                        return [(u, signs & AT_LEAST_0), (u, signs & AT_MOST_0)]
                    return [(u, frozenset({s})) for s in (1, 0, -1) if s in signs]
        return None

    # ---- sums over rows and classes, and means -----------------------------------------------------------------------

    def _by_summands(self, left: Expr, right: Expr, assumed: Assumed, splits: int) -> bool:
        """Equal, because the difference is a sum over rows or classes, or a mean, of what is 0 in each of them."""
        try:
            gap = self.forms.add(self.forms.of(left), negated(self.forms.of(right)))
        except Undecided:
            found = _rows(self.forms, left, right)
            if found is None:
                raise
            size, one, other = found
            return self.equal(one, other, _beyond(assumed, BoundRow(size)), splits)
        groups: dict[Binding, list[Polynomial]] = {}
        alone: list[tuple[Monomial, Number]] = []
        summed = any(isinstance(a, SumAtom | TotalAtom) and e == 1 for m in gap for a, e in m)
        kinds: Any = SumAtom | TotalAtom if summed else MeanAtom
        for m, c in gap.items():
            sums = [(a, e) for a, e in m if isinstance(a, kinds) and e == 1]
            if len(sums) > 1 or not self.forms.tame(m - set(sums)):
                return False
            if not sums:
                alone.append((m, c))
                continue
            ((whole, _),) = sums
            bound = _bound(whole)
            if _knows(m - set(sums), bound) or (isinstance(whole, MeanAtom) and self.forms.toward(whole)):
                return False  # a row, class or outcome from around the sum, which is another one; or oo - oo
            term = dict(whole.items) if isinstance(whole, MeanAtom) else {whole.term: UNIT}
            groups.setdefault(bound, []).append(self.forms.multiply({m - set(sums): c}, term))
        if not groups or (alone and len(groups) > 1):
            return False
        return all(self._in_each(bound, parts, alone, assumed, splits) for bound, parts in groups.items())

    def _in_each(
        self,
        bound: Binding,
        parts: list[Polynomial],
        alone: list[tuple[Monomial, Number]],
        assumed: Assumed,
        splits: int,
    ) -> bool:
        """Is it 0 in each row, class or outcome, together with an equal share of what is alone?"""
        if any(_knows(m, bound) for m, _ in alone):
            return False
        size = {ONE: UNIT} if isinstance(bound, LawAtom) else single(_count(bound), -1)
        shares = [self.forms.multiply({m: c}, size) for m, c in alone]
        tree = written_polynomial(self.forms.add(*parts, *shares))
        search, known = self, _beyond(assumed, bound)
        if isinstance(bound, LawAtom):
            law = written_polynomial(single(MeanAtom(bound, frozenset({(ONE, UNIT)})))).law
            search = _Search(self.forms.inside(law), self.by_values, self.counted)
            known = Assumed(search.forms, known.facts)
        return search.equal(tree, Integer(0), known, splits)


def _bound(whole: SumAtom | TotalAtom | MeanAtom) -> Binding:
    if isinstance(whole, MeanAtom):
        return whole.law
    return BoundRow(whole.size) if isinstance(whole, SumAtom) else ClassAtom(whole.column)


def _count(bound: BoundRow | ClassAtom) -> CountAtom | ClassesAtom:
    return CountAtom(bound.size) if isinstance(bound, BoundRow) else ClassesAtom(bound.column)


def _knows(thing: Any, bound: Binding) -> bool:
    """Does it mention a row, a class or an outcome that is called like the bound one?"""
    if isinstance(bound, LawAtom):
        return any(mentions(thing, OutcomeAtom(a.column)) for a in bound.points)
    return mentions(thing, bound)


def _beyond(assumed: Assumed, bound: Binding) -> Assumed:
    """What is assumed of all but what is bound anew."""
    return assumed.only(lambda u: not _knows(u, bound))


def _rows(forms: NormalForm, left: Expr, right: Expr) -> tuple[str, Expr, Expr] | None:
    """The table and the summands, where both sides are combinations of sums over its rows; None elsewhere. Raises Open.

    sum u + sum v = sum (u + v) and c sum u = sum c u for a finite c, wherever the left side is defined; and c = sum c/n.
    """
    sides = [list(_terms(side, ())) for side in (left, right)]
    over = {(t.index, t.count) for terms in sides for _, t in terms if isinstance(t, RowSum)}
    if len(over) != 1:
        return None
    ((index, count),) = over
    found = []
    for terms in sides:
        parts = []
        for factors, t in terms:
            outside, inside = (
                (factors, t.body) if isinstance(t, RowSum) else ((*factors, t), raw(Pow, (count, Integer(-1))))
            )
            for f in outside:
                if any(isinstance(s, Entry) and s.column.size == index.size for s in walk(f)):
                    return None  # a row from around the sum, or a sum of its own
                if isinstance(t, RowSum) and not all(map(forms.tame, forms.of(f))):
                    return None
            if isinstance(t, RowSum) and not _of_one_row(t):
                return None
            parts.append(raw(Mul, (*outside, inside)) if outside else inside)
        found.append(raw(Add, tuple(parts)) if len(parts) > 1 else parts[0] if parts else Integer(0))
    return index.size, found[0], found[1]


def _terms(tree: Any, factors: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The terms of a sum, each as factors and what they multiply: a sum over rows where one stands there."""
    if isinstance(tree, Add):
        for a in tree.args:
            yield from _terms(a, factors)
        return
    if isinstance(tree, Mul):
        held = [a for a in tree.args if any(isinstance(t, RowSum) for t in walk(a))]
        if len(held) == 1:
            others = list(tree.args)
            others.remove(held[0])
            yield from _terms(held[0], (*factors, *others))
            return
    yield factors, tree


def _where_zero(forms: NormalForm, tree: Expr, u: Fixed) -> Expr:
    """The tree where u = 0: one quantity that u is linear in, given by the others; what is positive stays as it is."""
    for m, c in sorted(u, key=lambda term: (forms.sign_of({term[0]: UNIT}) == 1, str(term))):
        if m == ONE:
            continue
        ((a, e), *others) = m
        rest = {k: rational(Fraction(-d) / c) for k, d in u if k != m}
        free = isinstance(a, ParameterAtom | EntryAtom | OutcomeAtom | AppliedAtom) and not mentions(frozenset(rest), a)
        if free and e == 1 and not others:
            return _put(tree, written_polynomial({m: UNIT}), written_polynomial(rest))
    return tree


def _put(tree: Expr, quantity: Expr, value: Expr) -> Any:
    """The tree with `value` for a quantity, wherever that stands as a number and nothing binds it."""

    def change(node: Expr) -> Expr | None:
        if node == quantity:
            return value
        return node if isinstance(node, (*BINDERS, Applied)) else None

    return replace(tree, change)


def _undecided(node: Expr) -> bool:
    """Is its value decided by the sign of a number? (0^u is 1 for u = 0 and 0 for u > 0.)"""
    return isinstance(node, (*CONTINUOUS, AtMost, Same, sign)) or (isinstance(node, Pow) and node.base == 0)


def _outside(tree: Expr) -> Iterable[Any]:
    """The nodes to be decided that no binder in the tree encloses, inner ones first where they are nested."""
    if isinstance(tree, (*BINDERS, Applied)):
        return
    for a in tree.args:
        yield from _outside(a)
    if _undecided(tree):
        yield tree
