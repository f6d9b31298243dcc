"""What follows for the members of an exponential family from their mass alone, which is a stated hypothesis.

Let q_u(x) = h(x) exp((u T(x) - B(u)) / c) have mass 1 for every u of an open interval, c > 0. Then B(u) = c K(u/c), where
K(v) is the logarithm of the integral of h exp(v T): it is analytic there and convex, T has every moment, E T = B'(u) and
Var T = c B''(u). Source: Brown, Fundamentals of Statistical Exponential Families, chapters 1 and 2; Lehmann and Casella,
Theory of Point Estimation, section 1.5; for c, Jorgensen, Exponential dispersion models, section 2.

Nothing is proved here but from what is among the hypotheses `given` of an obligation, word for word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sympy import Derivative, Expr, Integer, Mul, Tuple, exp, log

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.integrals.shapes import coefficients
from symbolic.calculus.normal_form import (
    ONE,
    Atom,
    Monomial,
    NormalForm,
    Polynomial,
    Terms,
    Undecided,
    mentions,
    written_polynomial,
)
from symbolic.calculus.slopes import fresh, is_open
from symbolic.core.domains import RealInterval, any_set, positive, reals
from symbolic.core.terms import Applied, Outcome, Parameter, raw, replace, symbols, walk
from symbolic.kernel import Answer, Obligation, Verdict


def prove(obligation: Obligation) -> Answer:
    """Means under a member, convexity, the information inequality and the estimating equation, given the mass.

    `integral` and `integrable` for a member times what is a polynomial in T, of degree at most 2 for a value; `gibbs` for
    two members; `convex` and `estimating equation` for a B(u) + b u + c with a >= 0, whatever b and c are; `at most one`
    where a > 0 and B'' > 0 is another hypothesis. That the log-density has a mean is REFUTED: log h(x) may have none.
    """
    ask = QUESTIONS.get(obligation.kind)
    if ask is None:
        return Answer(Verdict.UNKNOWN)
    reasons = []
    for model in models(obligation.given):
        stated = f"the mass is 1 for every {model.unknown} in {model.unknown.domain}"
        try:
            more = ask(model, obligation)
        except (Undecided, Undefined) as reason:
            reasons.append(str(reason))
            continue
        return Answer(Verdict.PROVED, f"{stated}{more or ''}, as stated")
    if (case := _without_entropy(obligation)) is not None:
        return Answer(Verdict.REFUTED, case)
    return Answer(Verdict.UNKNOWN, "; ".join(reasons))


def mean(integrand: Any, outcomes: Sequence[Outcome], total: Any, given: Iterable[Any]) -> Expr:
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

    def __init__(self, model: Model, *trees: Any) -> None:
        used = {s.name for t in trees for s in symbols(t)}
        self.at: dict[Any, Moments] = {}
        self.known: dict[Any, Any] = {}
        for v in model.parameters(*trees):
            moments = self.at[v] = Moments(fresh(used, "slope", reals), fresh(used, "bend", reals))
            value = model.cumulant_at(v)
            self.known |= {Derivative(value, v): moments.first, Derivative(value, (v, 2)): moments.second}

    def of(self, tree: Any) -> Any:
        """The tree with numbers for derivatives. Raises Undefined where it may be infinite, or where others are left."""
        found = replace(tree, self.known.get)
        if not Values().of(found).bounded_values:
            raise Undefined(f"{tree} may be infinite")
        return found

    def back(self, tree: Any) -> Any:
        """The derivatives in the place of their numbers."""
        return replace(tree, {number: t for t, number in self.known.items()}.get)


@dataclass(frozen=True, slots=True)
class Model:
    """A density h exp((u T - B(u)) / c) of which it is stated that its mass is 1 for every u of an open interval."""

    density: Any
    outcomes: tuple[Outcome, ...]
    unknown: Parameter
    carrier: Applied
    statistic: Any
    cumulant: Applied
    dispersion: Any

    def over(self, outcomes: Sequence[Outcome], total: Any) -> None:
        """Raises Undecided where an integral is not over what the hypothesis speaks of."""
        if tuple(outcomes) != self.outcomes or total is not None:
            raise Undecided(f"it is no integral over {', '.join(map(str, self.outcomes))}, of which the mass is stated")

    def parameters(self, *trees: Any) -> list[Parameter]:
        """What may stand for u: parameters in an interval that is a part of its domain."""
        found = {v for t in trees for v in walk(t) if isinstance(v, Parameter)}
        whole: Any = self.unknown.domain
        fits = [v for v in found if isinstance(v.domain, RealInterval) and v.domain.within(whole)]
        others = symbols(self.density) - {self.unknown}
        return sorted((v for v in fits if v not in others), key=str)

    def cumulant_at(self, v: Parameter) -> Any:
        return replace(self.cumulant, {self.unknown: v}.get)

    def member(self, tree: Any) -> Parameter:
        """The parameter of which a tree is the density. Raises Undecided where it is none."""
        for v in self.parameters(tree):
            if replace(self.density, {self.unknown: v}.get) == tree:
                return v
        raise Undecided(f"{tree} is none of the densities whose mass is stated")

    def factored(self, integrand: Any) -> Iterator[tuple[Parameter, Any]]:
        """Every way to write a product as the density of a member times the rest."""
        for v in self.parameters(integrand):
            rest = list(_factors(integrand))
            try:
                for factor in _factors(replace(self.density, {self.unknown: v}.get)):
                    rest.remove(factor)
            except ValueError:
                continue
            yield v, raw(Mul, tuple(rest)) if rest else Integer(1)

    def polynomial(self, body: Any, forms: NormalForm) -> dict[int, Polynomial]:
        """The coefficients of a polynomial in T that are free of the outcomes. Raises Undecided for anything else."""
        t, found = _atom(self.statistic, forms), {}
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

    def mean(self, integrand: Any, names: Names) -> Polynomial:
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

    def affine(self, objective: Any, v: Parameter, forms: NormalForm) -> tuple[Polynomial, Polynomial]:
        """(a, b) where an objective is a B(v) + b v + (what is free of v). Raises Undecided."""
        places: dict[Monomial, int] = {
            frozenset({(_atom(self.cumulant_at(v), forms), 1)}): 0,
            frozenset({(_atom(v, forms), 1)}): 1,
        }
        found: tuple[Terms, Terms] = ({}, {})
        for m, c in forms.of(objective).items():
            moving = frozenset((a, e) for a, e in m if mentions(a, v))
            if moving and moving not in places:
                raise Undecided(f"{objective} is not a multiple of {self.cumulant_at(v)} and what is linear in {v}")
            if moving:
                found[places[moving]][m - moving] = c
        return found


def models(given: Iterable[Any]) -> Iterator[Model]:
    """The exponential families among the densities that are stated to have mass 1."""
    for stated in given:
        match stated:
            case Obligation("integral", (density, outcomes, Integer(p=1), None), ()):
                yield from _recognised(density, tuple(outcomes))


def _recognised(density: Any, outcomes: tuple[Outcome, ...]) -> Iterator[Model]:
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


def _factors(tree: Any) -> Iterator[Any]:
    for a in tree.args if isinstance(tree, Mul) else (tree,):
        yield from _factors(a) if isinstance(a, Mul) else (a,)


def _atom(tree: Any, forms: NormalForm) -> Atom:
    """What stands for a parameter, an outcome or a value of a function in the normal form."""
    ((monomial, _),) = forms.of(tree).items()
    ((atom, _),) = monomial
    return atom


# ---- the questions: each raises Undecided or Undefined where the statement does not follow ---------------------------


def _integral(model: Model, obligation: Obligation) -> None:
    integrand, outcomes, value, total = obligation.about
    model.over(outcomes, total)
    if any(x in outcomes for x in walk(value)):
        raise Undecided(f"{value} mentions what is integrated over")
    names, forms = Names(model, integrand, value), NormalForm()
    found = model.mean(integrand, names)
    if not forms.equal(found, forms.of(names.of(value))):
        raise Undecided(f"it is {names.back(written_polynomial(found))}, which is not known to be {value}")


def _integrable(model: Model, obligation: Obligation) -> None:
    density, body, outcomes, total = obligation.about
    model.over(outcomes, total)
    model.member(density)
    model.polynomial(Names(model, density, body).of(body), NormalForm())


def _gibbs(model: Model, obligation: Obligation) -> None:
    density, other, outcomes, total = obligation.about
    model.over(outcomes, total)
    model.member(density)
    model.member(other)


def _convex(model: Model, obligation: Obligation) -> None:
    _convex_in(model, obligation.about[0], obligation.about[1])


def _at_most_one(model: Model, obligation: Obligation) -> str:
    v, _, (a, _), forms = _convex_in(model, *obligation.about)
    bend = Derivative(model.cumulant, (model.unknown, 2))
    if Obligation("within", (bend, positive)) not in obligation.given:
        raise Undecided(
            f"it is not stated that {bend} > 0, which says that {model.statistic} is not almost surely constant"
        )
    if forms.sign_of(a) != 1:
        raise Undecided(f"{obligation.about[0]} is not known to be strictly convex in {v}")
    return f", and {bend} > 0"


def _estimating_equation(model: Model, obligation: Obligation) -> None:
    """What is convex and differentiable on an open interval is minimal where its derivative vanishes, and only there."""
    objective, unknowns, (left, right) = obligation.about
    v, names, (a, b), forms = _convex_in(model, objective, unknowns, left, right)
    if not is_open(v):
        raise Undecided(f"{v} in {v.domain}, which is not open")
    slope = forms.add(forms.multiply(a, forms.of(names.at[v].first)), b)
    gap = forms.add(forms.of(names.of(left)), {m: -c for m, c in forms.of(names.of(right)).items()})
    if not forms.equal(gap, slope):
        raise Undecided(f"the derivative is {names.back(written_polynomial(slope))}")


def _convex_in(
    model: Model, objective: Any, unknowns: tuple[Parameter, ...], *more: Any
) -> tuple[Parameter, Names, tuple[Polynomial, Polynomial], NormalForm]:
    """The unknown, and what an objective that is convex in it is made of. Raises Undecided or Undefined."""
    if len(unknowns) != 1 or unknowns[0] not in model.parameters(*unknowns):
        raise Undecided(f"the mass is stated for {model.unknown} in {model.unknown.domain} alone")
    (v,), forms = unknowns, NormalForm()
    names = Names(model, v, objective, *more)
    parts = model.affine(names.of(objective), v, forms)
    if parts[0] and forms.sign_of(parts[0]) is None:
        raise Undecided(f"{objective} has a multiple of {model.cumulant_at(v)} whose sign is not known")
    return v, names, parts, forms


def _without_entropy(obligation: Obligation) -> str | None:
    """A family that fulfils the hypotheses, and whose log-density has no mean; None where that is not what is asked.

    The sum of 1/(x (log x)^2) over x = 2, 3, ... is finite, and that of 1/(x log x) is not. Source: Rudin, Principles of
    Mathematical Analysis, chapter 3.
    """
    match obligation.kind, obligation.about:
        case "integrable", (density, body, (x,), None) if x.column.domain == any_set:
            for model in models(obligation.given):
                if _states_no_more(model, obligation) and _is_log_density(model, density, body):
                    h, t = model.carrier, model.statistic
                    case = f"for x = 2, 3, ... let {h} = 1/(x*log(x)**2) and {t} = 1[x = 2]"
                    return f"{case}: the mean of |log({h})| is infinite"
    return None


def _states_no_more(model: Model, obligation: Obligation) -> bool:
    """Is nothing given but the mass, and that the statistic is not constant, of functions that may be any?

    A constant that B does not depend on would ask more of the others: one and the same B for all of its values.
    """
    bent = Obligation("within", (Derivative(model.cumulant, (model.unknown, 2)), positive))
    mass = Obligation("integral", (model.density, model.outcomes, Integer(1), None))
    parts = (model.carrier, model.statistic, model.cumulant)
    heads = {t.head for t in parts if isinstance(t, Applied)}
    values = [t.values for t in parts if isinstance(t, Applied)]
    free = len(heads) == 3 and values == [positive, reals, reals]
    return free and symbols(model.density) <= {*model.cumulant.parameters} and set(obligation.given) <= {mass, bent}


def _is_log_density(model: Model, density: Any, body: Any) -> bool:
    """Is the body the logarithm of a member's density?"""
    try:
        v, forms = model.member(density), NormalForm()
        exponent = (v * model.statistic - model.cumulant_at(v)) / model.dispersion
        return forms.equal(forms.of(body), forms.of(exponent + log(model.carrier)))
    except Undecided:
        return False


QUESTIONS = {
    "integral": _integral,
    "integrable": _integrable,
    "gibbs": _gibbs,
    "convex": _convex,
    "at most one": _at_most_one,
    "estimating equation": _estimating_equation,
}
