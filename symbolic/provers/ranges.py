"""Where values lie and whether they exist, by interval arithmetic on the extended reals (symbolic.calculus.enclosing)."""

from __future__ import annotations

from sympy import Abs
from sympy.core.relational import StrictLessThan

from symbolic.calculus.enclosing import Values
from symbolic.calculus.normal_form import NormalForm
from symbolic.core.domains import is_interval, subset
from symbolic.core.errors import Open
from symbolic.core.statement import Statement
from symbolic.core.terms import Applied, Expectation, NegativePart
from symbolic.kernel import Answer, Verdict
from symbolic.statements.defined import Defined
from symbolic.statements.fact import StatedFact
from symbolic.statements.within import Within

ABOUT = (Defined, Within, StatedFact)


def prove(obligation: Defined | Within | StatedFact) -> Answer:
    """`defined`, `within` an interval, and `fact`s of integrability, wherever enclosures or stated hypotheses suffice."""
    try:
        match obligation:
            case Defined(expression=expression):
                Values(obligation.given).of(expression)
                return Answer(Verdict.PROVED)
            case Within(expression=expression, interval=domain) if is_interval(domain):
                found = Values(obligation.given).of(expression)
                if subset(found, domain):
                    return Answer(Verdict.PROVED)
                return Answer(Verdict.UNKNOWN, f"{expression} is only known to lie in {found}")
            case StatedFact(
                comparison=StrictLessThan(args=(Expectation(args=(Abs() | NegativePart() as body, law)), _))
            ):
                return _integrable(body, law, obligation)
    except Open as reason:
        return Answer(Verdict.UNKNOWN, str(reason))
    return Answer(Verdict.UNKNOWN)


def _integrable(body: Abs | NegativePart, law: Applied, obligation: Statement) -> Answer:
    """E[(l)^-] < oo or E|l| < oo, where l has a value almost surely."""
    (inner,) = body.args
    forms = NormalForm(obligation.given)
    Values(obligation.given).of(NegativePart(Expectation(inner, law)))  # defined, or Undefined is raised
    within = forms.inside(law)
    form, where = within.of(inner), forms.law(law)
    holds = within.lower_integrable(where, form)
    if isinstance(body, Abs):
        holds = holds and within.integrable(where, form)
    return Answer(Verdict.PROVED if holds else Verdict.UNKNOWN)
