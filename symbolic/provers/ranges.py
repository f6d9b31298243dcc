"""Where values lie and whether they exist, by interval arithmetic on the extended reals (symbolic.calculus.enclosing)."""

from __future__ import annotations

from sympy import Abs, Expr
from sympy.core.relational import StrictLessThan

from symbolic.calculus.enclosing import Values
from symbolic.calculus.normal_form import NormalForm, tally
from symbolic.core.domains import Domain, is_interval, subset
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
                return _signed(Values(obligation.given), expression)
            case Within(expression=expression, interval=domain) if is_interval(domain):
                return _signed(Values(obligation.given), expression, domain)
            case StatedFact(
                comparison=StrictLessThan(args=(Expectation(args=(Abs() | NegativePart() as body, law)), _))
            ):
                return _integrable(body, law, obligation)
    except Open as reason:
        return Answer(Verdict.UNKNOWN, str(reason))
    return Answer(Verdict.UNKNOWN)


def _signed(values: Values, expression: Expr, domain: Domain | None = None) -> Answer:
    """The expression has a value, in the domain if there is one: by intervals alone, or by the signs of differences.

    Raises Undefined where it may have none.
    """
    found = values.of(expression)
    if domain is None or subset(found, domain) or subset(found := values.signed.of(expression), domain):
        return Answer(Verdict.PROVED, used=tally(values.used))
    return Answer(Verdict.UNKNOWN, f"{expression} is only known to lie in {found}")


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
