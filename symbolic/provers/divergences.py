"""The information inequality: the mean of log p - log q under p is at least 0 for two densities p and q of total mass 1."""

from __future__ import annotations

from sympy import Expr

from symbolic.calculus.enclosing import Undefined, Values
from symbolic.calculus.integrals import value_of
from symbolic.calculus.normal_form import Undecided, constant
from symbolic.core.domains import nonnegative
from symbolic.core.errors import Open
from symbolic.core.terms import Outcome
from symbolic.kernel import Answer, Verdict
from symbolic.statements.gibbs import Gibbs

ABOUT = (Gibbs,)


def prove(obligation: Gibbs) -> Answer:
    """`gibbs`: PROVED where both have values in [0, oo) and mass 1.

    Under p, p > 0 almost surely, so log p - log q is defined, and more than -oo. Its negative part has a mean of at
    most 1, for log t <= t; and -E[log q/p] >= -log E[q/p] >= -log 1 = 0 by Jensen's inequality. Source: Cover and
    Thomas, Elements of Information Theory, theorem 8.6.1.
    """
    try:
        for part in (obligation.density, obligation.other_density):
            _density(part, obligation.outcomes, obligation.total)
    except Open as reason:
        return Answer(Verdict.UNKNOWN, str(reason))
    return Answer(Verdict.PROVED)


def _density(part: Expr, outcomes: tuple[Outcome, ...], total: Expr | None) -> None:
    """Returns where it is a density: nowhere negative, of mass 1. Raises Open."""
    try:
        found = Values().of(part)
        if not found.within(nonnegative):
            raise Open(f"{part} is only known to lie in {found}")
        if value_of(part, outcomes, total) != constant(1):
            raise Open(f"{part} is not known to have mass 1")
    except (Undecided, Undefined) as reason:
        raise Open(f"{part} is not known to be a density: {reason}") from reason
