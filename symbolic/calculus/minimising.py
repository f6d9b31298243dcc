"""The one minimiser of a mean loss, in closed form and for all data: shown globally, one unknown after the other.

The data enter through finitely many means over the rows. Each is a number of which nothing is used but the interval that
holds what is averaged, and the conditions on the data. What is then shown holds for all such numbers, so for all data.

Lemma. Let f be continuous on an interval I with values in (-oo, oo], finite and differentiable in its interior, h > 0 there,
and let D be continuous and finite on I, with D = h f' and D' > 0 in the interior. If D(v) = 0 and v is in I, then f has the
one minimiser v: D, so f', is negative below v and positive above it, and f is strictly monotone on both sides, ends included.

Nothing here is a verdict: what is not shown raises Open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import permutations
from typing import Any

from sympy import Expr, Mul, Pow, Rational, sympify
from sympy.core.relational import Relational, StrictGreaterThan

from symbolic.calculus.enclosing import Values
from symbolic.calculus.integrals.one_variable import number
from symbolic.calculus.integrals.shapes import tidied
from symbolic.calculus.normal_form import (
    ONE,
    AnyAtom,
    CountAtom,
    Monomial,
    NormalForm,
    Number,
    ParameterAtom,
    Polynomial,
    written_polynomial,
)
from symbolic.calculus.shapes import strictly_convex
from symbolic.calculus.slopes import (
    BOTH,
    analytic,
    continuity,
    depends,
    fresh,
    interior,
    is_open,
    moves,
    sign,
    substituted,
)
from symbolic.core.domains import (
    INFINITY,
    Domain,
    RealInterval,
    ends,
    interval,
    is_interval,
    positive,
    subset,
    unit_interval,
)
from symbolic.core.errors import Open
from symbolic.core.terms import Count, Parameter, RowSum, symbols, walk


def by_unknown(point: Sequence[tuple[Parameter, Expr]]) -> dict[Parameter, Expr]:
    """The values at a point that names each unknown once. Raises Open for any other, which is no point."""
    found = {u: sympify(v) for u, v in point}
    if len(found) != len(point):
        raise Open("the estimate must name every unknown once")
    return found


def minimised(
    objective: Expr, unknowns: tuple[Parameter, ...], values: Mapping[Parameter, Expr], when: tuple[Relational, ...]
) -> None:
    """Returns where `values` are the one minimiser. Raises Open, Undefined or Undecided.

    A sum of functions of different unknowns, nowhere -oo, has the one minimiser that each of them has.
    """
    if set(values) != set(unknowns):
        raise Open("the estimate must name every unknown")
    Values().of(objective)
    parts = _parts(objective, unknowns)
    for part, own in parts:
        if len(parts) > 1 and Values().of(part).has(-INFINITY):
            raise Open(f"{part} may be -oo")
        _part_minimised(part, own, values, when)


def _parts(objective: Expr, unknowns: tuple[Parameter, ...]) -> list[tuple[Expr, tuple[Parameter, ...]]]:
    """The objective as a sum of functions of different unknowns, up to what is finite and free of all of them."""
    if len(unknowns) == 1 or all(map(is_open, unknowns)):
        return [(objective, unknowns)]
    groups: list[tuple[Polynomial, set[Parameter]]] = []
    for m, c in NormalForm().of(objective).items():
        own = {u for u in unknowns if depends(m, u)}
        if not own and not Values().of(written_polynomial({m: c})).bounded_values:
            raise Open(f"{written_polynomial({m: c})} may be infinite")
        joined = [g for g in groups if g[1] & own]
        groups = [g for g in groups if not g[1] & own]
        if own:
            groups.append(
                ({m: c} | {k: v for p, _ in joined for k, v in p.items()}, own.union(*(o for _, o in joined)))
            )
    if {u for _, own in groups for u in own} != set(unknowns):
        raise Open("the objective does not depend on every unknown")
    return [(written_polynomial(p), tuple(u for u in unknowns if u in own)) for p, own in groups]


def _part_minimised(
    objective: Expr, unknowns: tuple[Parameter, ...], claimed: Mapping[Parameter, Expr], when: tuple[Relational, ...]
) -> None:
    inside = interior(unknowns, objective, *claimed.values(), *when)
    if inside is None:
        raise Open("a domain that is no interval of real numbers")
    closed = [u for u in unknowns if not is_open(u)]
    if closed and len(unknowns) > 1:
        raise Open(f"with several unknowns, their domains must be open; that of {closed[0]} is not")
    if closed and continuity(objective, unknowns, Values()) != BOTH:
        raise Open(f"{objective} is not known to be continuous up to the ends of the domain")
    estimates, domains = dict[Parameter, Expr](), dict[Parameter, RealInterval]()
    for u, v in inside.items():
        (variable,) = symbols(v)
        estimates[variable] = claimed[u] if v == variable else -claimed[u]
        domain = interval(u.domain)
        if domain is None:
            raise Open(f"the ends of {u.domain} are no rational numbers")
        domains[variable] = domain if v == variable else -domain
    data = Means([substituted(objective, inside), *estimates.values()], when, tuple(estimates))
    f, *found = data.reduced
    _all_minimised(f, dict(zip(estimates, found, strict=True)), domains)


# ---- from data to numbers --------------------------------------------------------------------------------------------


class Means:
    """Expressions in which parameters stand for the means over the rows.

    `reduced` are the expressions; whatever data satisfy the conditions, some values of these parameters give them.
    """

    def __init__(self, trees: Sequence[Expr], when: tuple[Relational, ...], unknowns: tuple[Parameter, ...]) -> None:
        self.forms = NormalForm()
        self.unknowns = unknowns
        statistics = [w.lhs for w in when if isinstance(w, StrictGreaterThan) and w.rhs == 0]
        if len(statistics) != len(when):
            raise Open("a condition on the data that does not read `statistic > 0`")
        self.names = {s.name for t in (*trees, *statistics) for s in walk(t) if hasattr(s, "name")}
        self.means: dict[RowSum, Expr] = {}
        self.reduced = [self._in_means(t) for t in trees]
        conditions = [self._in_means(t) for t in statistics]
        while conditions:
            changes = self._solved(self.forms.of(conditions.pop(0)))
            self.reduced, conditions = ([substituted(t, changes) for t in some] for some in (self.reduced, conditions))
        self.reduced = [self._written(t) for t in self.reduced]

    def _written(self, tree: Expr) -> Expr:
        return written_polynomial(self.forms.of(tree))

    def _in_means(self, tree: Expr) -> Expr:
        """The tree with every sum over the rows written in means."""
        return substituted(tree, {t: self._mean(t) for t in walk(tree) if isinstance(t, RowSum)})

    def _mean(self, total: RowSum) -> Expr:
        """n times means over the rows; a mean lies in every interval that holds what is averaged."""
        written = self._written(total)
        for t in walk(written):
            if isinstance(t, RowSum) and t not in self.means:
                if moves(t.body, self.unknowns):
                    raise Open(f"{t} is no function of the unknowns and of means over the data")
                where = Values().of(t.body)
                if not where.bounded_values:
                    raise Open(f"{t.body} may be infinite")
                negative = where.nonpositive and not where.nonnegative
                size = fresh(self.names, "mean", -where if negative else where)
                self.means[t] = -size if negative else size
        return substituted(written, {t: t.count * m for t, m in self.means.items()})

    def _solved(self, condition: Polynomial) -> dict[Parameter, Expr]:
        """New expressions for some of the means, which have the values that satisfy `condition > 0` (and maybe others)."""
        counts = {a for m in condition for a, _ in m if isinstance(a, CountAtom)}
        for a in counts:  # numbers of rows: they are positive, and a sum is a mean times one of them
            if all(dict(m).get(a, 0) >= 1 for m in condition):
                condition = self.forms.multiply(condition, {frozenset({(a, -1)}): 1})
        means: dict[Monomial, Parameter] = {frozenset({(ParameterAtom(m), 1)}): m for m in self._free(condition)}
        linear = {means[m]: Rational(c.numerator, c.denominator) for m, c in condition.items() if m in means}
        rest = {m: c for m, c in condition.items() if m not in means}
        if len(linear) == 1 and set(rest) <= {ONE}:
            ((m, c),) = linear.items()
            domain: Any = m.domain
            bound = Fraction(-rest.get(ONE, 0)) / Fraction(int(c.p), int(c.q))
            return {m: fresh(self.names, "mean", _beyond(domain, bound, above=c > 0))}
        if linear and not rest and all(c > 0 and Values().of(m).nonnegative for m, c in linear.items()):
            total, left, changes = fresh(self.names, "sum", positive), Rational(1), {}
            *first, last = linear.items()
            for m, c in first:
                share = fresh(self.names, "share", unit_interval)
                changes[m] = total * left * share / c
                left = left * (1 - share)
            changes[last[0]] = total * left / last[1]
            return changes
        for m, c in linear.items():
            others = written_polynomial({k: v for k, v in condition.items() if means.get(k) != m})
            if not moves(others, [m]):
                return {m: (fresh(self.names, "gap", positive) - others) / c}
        return {}

    @staticmethod
    def _free(condition: Polynomial) -> Iterator[Parameter]:
        for m in condition:
            for atom, e in m:
                if len(m) == 1 and e == 1 and isinstance(atom, ParameterAtom):
                    yield atom.parameter


def _beyond(domain: RealInterval, bound: Fraction, above: bool) -> RealInterval:
    """The members above, or below, a bound; the domain itself where it would be empty."""
    lower, upper = domain.lower, domain.upper
    if above and lower <= bound < upper:
        return RealInterval(bound, upper, False, domain.upper_closed)
    if not above and lower < bound <= upper:
        return RealInterval(lower, bound, domain.lower_closed, False)
    return domain


# ---- the lemma, for one unknown after the other ----------------------------------------------------------------------


def _all_minimised(f: Expr, estimates: dict[Parameter, Expr], domains: dict[Parameter, RealInterval]) -> None:
    """Returns where `estimates` are the one minimiser of `f`. Raises Open, Undefined or Undecided.

    Where u -> f(u, w) has the one minimiser c(w) whatever w is, and w -> f(c(w), w) the one minimiser v, the only minimiser
    of f is (c(v), v).
    """
    reasons: list[str] = []
    for order in permutations(estimates):
        try:
            _in_order(f, order, estimates, domains)
            return
        except Open as reason:
            reasons.append(str(reason))
    raise Open("; ".join(dict.fromkeys(reasons)))


def _in_order(
    f: Expr, order: tuple[Parameter, ...], estimates: dict[Parameter, Expr], domains: dict[Parameter, RealInterval]
) -> None:
    forms, solved = NormalForm(), list[tuple[Parameter, Expr]]()
    for k, u in enumerate(order):
        best = one_minimiser(f, u, estimates[u], domains[u], forms, last=k == len(order) - 1)
        solved.append((u, best))
        if u != order[-1]:
            f = written_polynomial(forms.of(substituted(f, {u: best})))
    for u, best in solved:  # at the estimates of the others, each is its own estimate
        there = substituted(best, {v: e for v, e in estimates.items() if v != u})
        if not forms.equal(forms.of(there), forms.of(estimates[u])):
            raise Open(f"the minimiser in {u} is {best}")


def one_minimiser(
    f: Expr, u: Parameter, estimate: Expr | None, domain: RealInterval, forms: NormalForm, last: bool
) -> Expr:
    """The one minimiser of u -> f: `estimate`, where there is one, or else the zero of a derivative that is affine in u.

    Raises Open, Undefined or Undecided where neither is shown to be it.
    """
    if not analytic(f, [u], Values()):
        raise Open(f"{f} is not known to be smooth in {u}")
    found, reasons = forms.of(f.diff(u)), []
    for slope, factor in _slopes(found, u, forms):
        try:
            d = written_polynomial(forms.cleared(forms.multiply(slope, {factor: 1})))
            second = written_polynomial(forms.of(d.diff(u)))
            tried = [] if estimate is None else [estimate]
            if not last and not moves(second, [u]) and sign(second, forms) == 1:
                tried.append(written_polynomial(forms.of(u - d / second)))
            for best in tried:
                try:
                    _vanishes_alone(d, second, u, best, domain, forms)
                    return best
                except Open as reason:
                    reasons.append(str(reason))
        except Open as reason:
            reasons.append(str(reason))
    raise Open("; ".join(dict.fromkeys(reasons)) or f"no closed form of the minimiser in {u} is known")


def _vanishes_alone(d: Expr, slope: Expr, u: Parameter, best: Expr, domain: RealInterval, forms: NormalForm) -> None:
    """Returns where `d`, with derivative `slope`, increases strictly and vanishes at `best`, a member. Raises Open."""
    if sign(slope, forms) != 1:
        raise Open(f"{d} is not known to be increasing in {u}")
    at_ends = Parameter(u.name, domain)
    whole, values = substituted(d, {u: at_ends}), Values()
    if continuity(whole, [at_ends], values) != BOTH or not values.of(whole).bounded_values:
        raise Open(f"{d} is not known to be continuous in {u}")
    if moves(best, [u]) or not member(best, domain, forms):
        raise Open(f"{best} is not known to lie in {domain}")
    if not forms.equal(forms.of(substituted(d, {u: best})), {}):
        raise Open(f"the derivative in {u} is not known to vanish at {best}")


def _slopes(slope: Polynomial, u: Parameter, forms: NormalForm) -> Iterator[tuple[Polynomial, Monomial]]:
    """The derivative with functions to multiply it by; then once more with what it is divided by cancelled."""
    yield from ((slope, factor) for factor in _factors(slope, u, forms))
    shorter = tidied(forms, slope)
    if shorter != slope:
        yield from ((shorter, factor) for factor in _factors(shorter, u, forms))


def _factors(slope: Polynomial, u: Parameter, forms: NormalForm) -> Iterator[Monomial]:
    """Positive functions of u to try: 1, the derivative's denominators, what makes one of its terms free of u, u itself."""
    lowest: dict[AnyAtom, Number] = {}
    for m in slope:
        for a, e in depends(m, u):
            lowest[a] = min(e, lowest.get(a, 0))
    proposed = [ONE, frozenset((a, -e) for a, e in lowest.items() if e < 0)]
    proposed += [frozenset((a, -e) for a, e in depends(m, u)) for m in slope]
    proposed.append(frozenset({(ParameterAtom(u), 1)}))
    for factor in dict.fromkeys(proposed):
        if all(forms.sign(a) == 1 and not forms.toward(a) for a, _ in factor):
            yield factor


def member(e: Expr, domain: Domain, forms: NormalForm) -> bool:
    """Does `e` surely lie in the domain, which is an interval?"""
    where = Values().of(e)
    if subset(where, domain):
        return True
    if not where.bounded_values or not is_interval(domain):
        return False
    for end in ends(domain):
        known = sign(end.inward * (e - number(end)), forms)
        if known is None or (known == 0 and not end.closed):
            return False
    return True


# ---- without a closed form -------------------------------------------------------------------------------------------


def at_most_one(objective: Expr, unknowns: tuple[Parameter, ...]) -> None:
    """Returns where the objective has at most one minimiser, for it is strictly convex. Raises Open, Undefined or Undecided.

    A mean of strictly convex functions is strictly convex.
    """
    if not all(is_interval(u.domain) and moves(objective, [u]) for u in unknowns):
        raise Open("an unknown that does not occur, or does not range over an interval")
    try:
        strictly_convex(objective, unknowns)
    except Open:
        strictly_convex(_summand(objective), unknowns)


def _summand(objective: Expr) -> Expr:
    """What is averaged over the rows, where the objective is a mean or a sum over them; else the objective."""
    sums = [t for t in Mul.make_args(objective) if isinstance(t, RowSum)]
    others = [t for t in Mul.make_args(objective) if not isinstance(t, RowSum)]
    positive = all(isinstance(t, Pow | Count) and isinstance(t.as_base_exp()[0], Count) for t in others)
    return sums[0].body if len(sums) == 1 and positive else objective
