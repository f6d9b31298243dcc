"""Exactly one minimiser, without a closed form: a continuous objective that tends to oo at the ends, and strict convexity.

All unknowns but one are put at their conditional minimisers (symbolic.provers.estimates); what is left is a function of one
number. If it is continuous on an open interval and tends to oo at both ends, it has a minimiser, and so has the objective.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from typing import Any

from sympy import Rational, oo

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.normal_form import NormalForm, Undecided, written_polynomial
from symbolic.calculus.slopes import analytic, fresh, is_open, substituted
from symbolic.core.terms import Parameter, symbols
from symbolic.kernel import Answer, Obligation, Verdict
from symbolic.provers import uniqueness
from symbolic.provers.estimates import Data, Open, one_minimiser
from symbolic.provers.unattained import START, Growth


def prove(obligation: Obligation) -> Answer:
    """`exactly one`: PROVED where the objective is strictly convex and grows beyond all bounds at the ends of the domains."""
    if obligation.kind != "exactly one":
        return Answer(Verdict.UNKNOWN)
    objective, unknowns, when = obligation.about
    alone = uniqueness.prove(Obligation("at most one", (objective, unknowns)))
    if alone.verdict is not Verdict.PROVED:
        return Answer(Verdict.UNKNOWN, alone.reason)
    if not all(map(is_open, unknowns)):
        return Answer(Verdict.UNKNOWN, "a domain that is not open")
    reasons = []
    try:
        Values().of(objective)
        (f,) = Data([objective], when, unknowns).reduced
    except (Open, Undefined, Undecided) as reason:
        return Answer(Verdict.UNKNOWN, str(reason))
    for order in permutations(unknowns):
        try:
            return _attained(f, order)
        except (Open, Undefined, Undecided) as reason:
            reasons.append(str(reason))
    return Answer(Verdict.UNKNOWN, "; ".join(dict.fromkeys(reasons)))


def _attained(f: Any, order: tuple[Parameter, ...]) -> Answer:
    """PROVED where `f` attains its least value. Raises Open, Undefined or Undecided."""
    forms = NormalForm()
    *others, last = order
    for u in others:
        domain: Any = u.domain
        best = one_minimiser(f, u, None, domain, forms, last=False)
        f = written_polynomial(forms.of(substituted(f, {u: best})))
    if not analytic(f, [last], Values()):
        raise Open(f"{f} is not known to be continuous in {last}")
    t = fresh({s.name for s in symbols(f)}, "t", START)
    for towards in _ends(last.domain, t):
        growth = Growth(t, symbols(f) - {last})
        if growth.of(growth.form(substituted(f, {last: towards}))).limit != oo:
            raise Open(f"{f} is not known to tend to oo along {last} = {towards}")
    return Answer(Verdict.PROVED)


def _ends(domain: Any, t: Parameter) -> tuple[Any, Any]:
    """What tends to the lower and to the upper end as t grows, within the domain for large t."""
    lower, upper = domain.lower, domain.upper
    return (
        Rational(lower.numerator, lower.denominator) + 1 / t if isinstance(lower, Fraction) else -t,
        Rational(upper.numerator, upper.denominator) - 1 / t if isinstance(upper, Fraction) else t,
    )
