"""What follows for the members of an exponential family from their mass alone, which is a stated hypothesis.

Let q_u(x) = h(x) exp((u T(x) - B(u)) / c) have mass 1 for every u of an open interval, c > 0. Then B(u) = c K(u/c), where
K(v) is the logarithm of the integral of h exp(v T): it is analytic there and convex, T has every moment, E T = B'(u) and
Var T = c B''(u). Source: Brown, Fundamentals of Statistical Exponential Families, chapters 1 and 2; Lehmann and Casella,
Theory of Point Estimation, section 1.5; for c, Jorgensen, Exponential dispersion models, section 2.

Nothing here is a verdict, and nothing is taken but from what is among the hypotheses `given`, word for word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sympy import Derivative, Expr, Integer, Mul, Tuple, exp

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.integrals.shapes import coefficients
from symbolic.calculus.normal_form import (
    ONE,
    AnyAtom,
    Monomial,
    NormalForm,
    Polynomial,
    Terms,
    Undecided,
    mentions,
    written_polynomial,
)
from symbolic.calculus.slopes import fresh, is_open
from symbolic.core.domains import is_interval, positive, reals, subset
from symbolic.core.statement import Statement
from symbolic.core.terms import Applied, Outcome, Parameter, raw, replace, symbols, walk
from symbolic.statements.integral import IntegralIs


def mean(integrand: Expr, outcomes: Sequence[Outcome], total: Expr | None, given: Iterable[Statement]) -> Expr:
    """The integral of a member times a polynomial in T of degree at most 2, under the hypotheses. Raises Undecided."""
    reason = "no density is stated to have mass 1"
    for model in models(given):
        try:
            model.over(outcomes, total)
            names = Names(model, integrand)
            return names.back(written_polynomial(model.mean(integrand, names)))
        except (Undecided, Undefined) as found:
            reason = str(found)
    raise Undecided(reason)


class Moments(NamedTuple):
    """The derivatives of B at a member's parameter, by the numbers that stand for them."""

    first: Parameter
    second: Parameter


class Names:
    """Numbers that stand for B'(v) and B''(v), which exist and are finite, for each v that occurs."""

    def __init__(self, model: Model, *trees: Expr) -> None:
        used = {s.name for t in trees for s in symbols(t)}
        self.at: dict[Parameter, Moments] = {}
        self.known: dict[Expr, Parameter] = {}
        for v in model.parameters(*trees):
            moments = self.at[v] = Moments(fresh(used, "slope", reals), fresh(used, "bend", reals))
            value = model.cumulant_at(v)
            self.known |= {Derivative(value, v): moments.first, Derivative(value, (v, 2)): moments.second}

    def of(self, tree: Expr) -> Expr:
        """The tree with numbers for derivatives. Raises Undefined where it may be infinite, or where others are left."""
        found = replace(tree, self.known.get)
        if not Values().of(found).bounded_values:
            raise Undefined(f"{tree} may be infinite")
        return found

    def back(self, tree: Expr) -> Expr:
        """The derivatives in the place of their numbers."""
        return replace(tree, {number: t for t, number in self.known.items()}.get)


@dataclass(frozen=True, slots=True)
class Model:
    """A density h exp((u T - B(u)) / c) of which it is stated that its mass is 1 for every u of an open interval."""

    density: Expr
    outcomes: tuple[Outcome, ...]
    unknown: Parameter
    carrier: Applied
    statistic: Expr
    cumulant: Applied
    dispersion: Expr

    def over(self, outcomes: Sequence[Outcome], total: Expr | None) -> None:
        """Raises Undecided where an integral is not over what the hypothesis speaks of."""
        if tuple(outcomes) != self.outcomes or total is not None:
            raise Undecided(f"it is no integral over {', '.join(map(str, self.outcomes))}, of which the mass is stated")

    def parameters(self, *trees: Expr) -> list[Parameter]:
        """What may stand for u: parameters in an interval that is a part of its domain."""
        found = {v for t in trees for v in walk(t) if isinstance(v, Parameter)}
        fits = [v for v in found if is_interval(v.domain) and subset(v.domain, self.unknown.domain)]
        others = symbols(self.density) - {self.unknown}
        return sorted((v for v in fits if v not in others), key=str)

    def cumulant_at(self, v: Parameter) -> Expr:
        return replace(self.cumulant, {self.unknown: v}.get)

    def member(self, tree: Expr) -> Parameter:
        """The parameter of which a tree is the density. Raises Undecided where it is none."""
        for v in self.parameters(tree):
            if replace(self.density, {self.unknown: v}.get) == tree:
                return v
        raise Undecided(f"{tree} is none of the densities whose mass is stated")

    def factored(self, integrand: Expr) -> Iterator[tuple[Parameter, Expr]]:
        """Every way to write a product as the density of a member times the rest."""
        for v in self.parameters(integrand):
            rest = list(_factors(integrand))
            try:
                for factor in _factors(replace(self.density, {self.unknown: v}.get)):
                    rest.remove(factor)
            except ValueError:
                continue
            yield v, raw(Mul, tuple(rest)) if rest else Integer(1)

    def polynomial(self, body: Expr, forms: NormalForm) -> dict[int, Polynomial]:
        """The coefficients of a polynomial in T that are free of the outcomes. Raises Undecided for anything else."""
        t, found = atom_of(self.statistic, forms), {}
        own = [NormalForm.argument(x) for x in self.outcomes]
        for m, c in coefficients(forms.of(body), t).items():
            power = next(iter(m))[1] if m else 0
            plain = m == ONE or (m == frozenset({(t, power)}) and power >= 0 and power == int(power))
            if not plain or any(mentions(a, x) for inner in c for a, _ in inner for x in own):
                raise Undecided(
                    f"{body} is no polynomial in {self.statistic}: of the mean of anything else nothing is stated"
                )
            found[int(power)] = c
        return found

    def mean(self, integrand: Expr, names: Names) -> Polynomial:
        """The integral of a member times a polynomial in T of degree at most 2. Raises Undecided or Undefined."""
        forms, reason = NormalForm(), f"{integrand} has no factor whose mass is stated"
        for v, body in self.factored(integrand):
            try:
                parts = self.polynomial(names.of(body), forms)
            except Undecided as found:
                reason = str(found)
                continue
            if max(parts, default=0) > 2:
                reason = f"moments of {self.statistic} beyond the second"
                continue
            first, second = names.at[v]
            moments = {0: Integer(1), 1: first, 2: first**2 + self.dispersion * second}
            return forms.add(*(forms.multiply(c, forms.of(moments[k])) for k, c in parts.items()), {})
        raise Undecided(reason)

    def affine(self, objective: Expr, v: Parameter, forms: NormalForm) -> tuple[Polynomial, Polynomial]:
        """(a, b) where an objective is a B(v) + b v + (what is free of v). Raises Undecided."""
        places: dict[Monomial, int] = {
            frozenset({(atom_of(self.cumulant_at(v), forms), 1)}): 0,
            frozenset({(atom_of(v, forms), 1)}): 1,
        }
        found: tuple[Terms, Terms] = ({}, {})
        for m, c in forms.of(objective).items():
            moving = frozenset((a, e) for a, e in m if mentions(a, v))
            if moving and moving not in places:
                raise Undecided(f"{objective} is not a multiple of {self.cumulant_at(v)} and what is linear in {v}")
            if moving:
                found[places[moving]][m - moving] = c
        return found


def models(granted: Iterable[Statement]) -> Iterator[Model]:
    """The exponential families among the densities that are stated to have mass 1."""
    for stated in granted:
        match stated:
            case IntegralIs(value=Integer(p=1), total=None) if stated == stated.alone:
                yield from _recognised(stated.integrand, stated.outcomes)


def _recognised(density: Expr, outcomes: tuple[Outcome, ...]) -> Iterator[Model]:
    """The density as h exp((u T - B(u)) / c), wherever it is that, tree for tree."""
    nodes = list(walk(density))
    applied = [t for t in nodes if isinstance(t, Applied) and t.head.kind == "function"]
    own = [t for t in applied if t.points and set(t.points) <= set(outcomes) and not t.given]
    carriers = [t for t in own if t.values.nonnegative]
    numbers = [x for x in outcomes if x in nodes and x.column.domain.hull is not None]
    scales = [Integer(1), *(t for t in nodes if isinstance(t, Parameter) and t.domain == positive)]
    for cumulant in (t for t in applied if not t.points and not t.given):
        for u in cumulant.parameters:
            if not isinstance(u, Parameter) or not is_open(u):
                continue
            for h in carriers:
                for statistic in (*own, *numbers):
                    for c in scales:
                        fixed = u not in symbols(Tuple(h, statistic, c))
                        if fixed and density == h * exp((u * statistic - cumulant) / c):
                            yield Model(density, outcomes, u, h, statistic, cumulant, c)


def _factors(tree: Expr) -> Iterator[Expr]:
    for a in tree.args if isinstance(tree, Mul) else (tree,):
        yield from _factors(a) if isinstance(a, Mul) else (a,)


def atom_of(tree: Expr, forms: NormalForm) -> AnyAtom:
    """What stands for a parameter, an outcome or a value of a function in the normal form."""
    ((monomial, _),) = forms.of(tree).items()
    ((atom, _),) = monomial
    return atom
