"""Equality of expectations: what is linear in means under one law is one mean, and equal where what it is of is equal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sympy import Expr, Integer, Mul, Pow, Tuple

from symbolic.calculus.normal_form import (
    LawAtom,
    MeanAtom,
    NormalForm,
    Polynomial,
    Undecided,
    constant,
    negated,
    shared,
    tally,
    written_polynomial,
)
from symbolic.calculus.normal_form.joint_laws import applied, free
from symbolic.calculus.normal_form.laws import CHAIN_RULE, MEAN_SPLITS
from symbolic.core.terms import Applied, Expectation, raw, replace, walk
from symbolic.kernel import Answer, Verdict
from symbolic.statements.equal import Equal

MAX_MEANS = 12
_Source = tuple[Any, Any]  # a head and its parameters

ABOUT = (Equal,)


def prove(obligation: Equal) -> Answer:
    """`equal`: PROVED where both sides are one mean of the same, and equal in all that stands outside of means.

    c E[u] + E[v] = E[c u + v] for a finite c, where all the negative parts of the summands, or all the positive parts, have
    finite means, or those of all but one both. Source: Billingsley, Probability and Measure, section 21.
    """
    left, right = obligation.left, obligation.right
    if not any(isinstance(t, Expectation) for side in (left, right) for t in walk(side)):
        return Answer(Verdict.UNKNOWN)
    forms = shared(obligation.given)
    try:
        with forms.citing() as used:
            sides = [_Means(forms, forms.of(side)) for side in (left, right)]
            proved = _equal(forms, *sides)
    except Undecided as reason:
        return Answer(Verdict.UNKNOWN, f"as one mean: {reason}")
    return Answer(Verdict.PROVED, used=tally(used)) if proved else Answer(Verdict.UNKNOWN)


@dataclass(slots=True)
class _Means:
    """A polynomial as means under joint laws, a list of summands for each distribution, and what else there is in it."""

    forms: NormalForm
    whole: Polynomial
    means: dict[_Source, list[tuple[MeanAtom, Polynomial]]] = field(default_factory=dict)
    rest: dict[Any, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for m, c in self.whole.items():
            found = [a for a, e in m if isinstance(a, MeanAtom) and e == 1 and not a.law.given]
            others = frozenset((a, e) for a, e in m if a not in found)
            if len(found) == 1 and self.forms.tame(others):
                (mean,) = found
                self.means.setdefault((mean.law.head, mean.law.parameters), []).append((mean, {others: c}))
            else:
                self.rest[m] = c
        if sum(map(len, self.means.values())) > MAX_MEANS:
            raise Undecided("many means")

    def points(self, of: _Source) -> set[Any]:
        return {x for mean, _ in self.means.get(of, ()) for x in mean.law.points}

    def under(self, within: NormalForm, law: LawAtom) -> Polynomial:
        """What the mean under a law is of. Raises Undecided where the means may not be put together."""
        parts = []
        for mean, factor in self.means.get((law.head, law.parameters), ()):
            if not free(factor, law):
                raise Undecided("a factor that binds the outcomes of the law itself")
            parts.append(within.multiply(factor, dict(mean.items)))
        below = [within.lower_integrable(law, p) for p in parts]
        above = [within.lower_integrable(law, negated(p)) for p in parts]
        both = [low and high for low, high in zip(below, above, strict=True)]
        if not (all(below) or all(above) or sum(both) >= len(both) - 1):
            raise Undecided("means that may be infinite in opposite directions")
        return within.add(constant(0), *parts)


def _equal(forms: NormalForm, left: _Means, right: _Means) -> bool:
    if not forms.equal(left.rest, right.rest):
        return False
    for of in {**left.means, **right.means}:
        points = sorted(left.points(of) | right.points(of), key=lambda a: str(a.column.name))
        law = LawAtom(*of, tuple(points), ())
        within = forms.inside(applied(law))
        bodies = [side.under(within, law) for side in (left, right)]
        if not within.equal(*bodies) and not _by_chain_rule(within, law, bodies):
            return False
        forms.cite(MEAN_SPLITS)
    return True


# ---- the chain rule --------------------------------------------------------------------------------------------------


def _by_chain_rule(within: NormalForm, law: LawAtom, bodies: list[Polynomial]) -> bool:
    """Equal, once each density is written by others of its distribution: almost everywhere, and that is enough in a mean."""
    trees: list[Expr] = [written_polynomial(body) for body in bodies]
    densities = [t for tree in trees for t in walk(tree) if isinstance(t, Applied) and t.is_density]
    rewritten = {t: _factored(within, law, t, densities) for t in densities}
    if all(t == new for t, new in rewritten.items()):
        return False
    within.cite(CHAIN_RULE)
    one, other = (within.of(_put(tree, rewritten)) for tree in trees)
    return within.equal(one, other)


def _factored(within: NormalForm, law: LawAtom, t: Applied, densities: list[Applied]) -> Expr:
    """A conditional density of the law itself as p(x, y)/p(x), a joint density of another by the conditional ones that occur.

    p(x, y) and p(x) are positive almost surely under p; q(x, y) = q(x) q(y | x), whatever q(y | x) is where q(x) = 0.
    """
    arguments = {*within.value(t).points, *within.value(t).given}
    if not arguments <= set(law.points):
        return t
    if (t.head, t.parameters) == (law.head, law.parameters):
        if not t.given:
            return t
        joint, below = (
            Applied(t.head, t.parameters, Tuple(*part), Tuple()) for part in ((*t.points, *t.given), t.given)
        )
        return raw(Mul, (joint, raw(Pow, (below, Integer(-1)))))
    for part in sorted(densities, key=str):
        same = (part.head, part.parameters) == (t.head, t.parameters)
        outputs, conditions = set(part.points), set(part.given)
        if same and outputs < set(t.points) and conditions == (set(t.points) - outputs) | set(t.given):
            left = Applied(t.head, t.parameters, Tuple(*(a for a in t.points if a not in outputs)), t.given)
            return raw(Mul, (_factored(within, law, left, densities), part))
    return t


def _put(tree: Expr, instead: Mapping[Applied, Expr]) -> Any:
    """The tree with densities written otherwise, but for those in laws and under expectations."""
    return replace(
        tree, lambda t: t if isinstance(t, Expectation) else instead.get(t) if isinstance(t, Applied) else None
    )
