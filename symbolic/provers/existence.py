"""Exactly one minimiser, without a closed form: a continuous objective that tends to oo at the ends, and strict convexity.

All unknowns but one are put at their conditional minimisers (symbolic.calculus.minimising); what is left is a function of
one number. If it is continuous on an open interval and tends to oo at both ends, it has a minimiser, and so has the
objective.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

from sympy import Expr, Rational, oo

from symbolic.calculus.enclosing import Values
from symbolic.calculus.growth import START, Growth
from symbolic.calculus.minimising import Means, at_most_one, one_minimiser
from symbolic.calculus.normal_form import NormalForm, written_polynomial
from symbolic.calculus.slopes import analytic, fresh, is_open, substituted
from symbolic.core.domains import RealInterval, interval
from symbolic.core.errors import Open
from symbolic.core.terms import Parameter, symbols
from symbolic.kernel import Answer, Verdict
from symbolic.statements.exactly_one import ExactlyOne

ABOUT = (ExactlyOne,)


def prove(obligation: ExactlyOne) -> Answer:
    """`exactly one`: PROVED where the objective is strictly convex and grows beyond all bounds at the ends of the domains."""
    objective, unknowns, when = obligation.objective, obligation.unknowns, obligation.conditions
    try:
        at_most_one(objective, unknowns)
        if not all(map(is_open, unknowns)):
            raise Open("a domain that is not open")
        Values().of(objective)
        (f,) = Means([objective], when, unknowns).reduced
    except Open as reason:
        return Answer(Verdict.UNKNOWN, str(reason))
    reasons = []
    for order in permutations(unknowns):
        try:
            _attained(f, order)
            return Answer(Verdict.PROVED)
        except Open as reason:
            reasons.append(str(reason))
    return Answer(Verdict.UNKNOWN, "; ".join(dict.fromkeys(reasons)))


def _attained(f: Expr, order: tuple[Parameter, ...]) -> None:
    """Returns where `f` attains its least value. Raises Open, Undefined or Undecided."""
    forms = NormalForm()
    *others, last = order
    for u in others:
        best = one_minimiser(f, u, None, _interval(u), forms, last=False)
        f = written_polynomial(forms.of(substituted(f, {u: best})))
    if not analytic(f, [last], Values()):
        raise Open(f"{f} is not known to be continuous in {last}")
    t = fresh({s.name for s in symbols(f)}, "t", START)
    for towards in _ends(_interval(last), t):
        growth = Growth(t, symbols(f) - {last})
        if growth.of(growth.form(substituted(f, {last: towards}))).limit != oo:
            raise Open(f"{f} is not known to tend to oo along {last} = {towards}")


def _interval(u: Parameter) -> RealInterval:
    """Its domain, which is open. Raises Open where its ends are no rational numbers."""
    domain = interval(u.domain)
    if domain is None:
        raise Open(f"the ends of {u.domain} are no rational numbers")
    return domain


def _ends(domain: RealInterval, t: Parameter) -> tuple[Expr, Expr]:
    """What tends to the lower and to the upper end as t grows, within the domain for large t."""
    lower, upper = domain.lower, domain.upper
    return (
        Rational(lower.numerator, lower.denominator) + 1 / t if isinstance(lower, Fraction) else -t,
        Rational(upper.numerator, upper.denominator) - 1 / t if isinstance(upper, Fraction) else t,
    )
