"""What holds at every value of a quantity that has finitely many: equality, definedness, and where values lie.

A quantity in {0, 1} is 0 or 1, and one in {-1, 1} is -1 or 1, in each row anew. An equality that holds at each of its values
holds (`symbolic.calculus.casework`, together with cases of signs); what is defined at each of them is defined, and lies in an
interval that holds the enclosures at each. Source: Nelson and Oppen, Simplification by Cooperating Decision Procedures, ACM
TOPLAS 1 (1979), section 4, on case splits.
"""

from __future__ import annotations

from symbolic.calculus.at_each_value import ValuesAtEach
from symbolic.calculus.casework import equal_in_every_case
from symbolic.calculus.finitely_many import has_quantity
from symbolic.calculus.normal_form import tally
from symbolic.core.domains import is_interval, subset
from symbolic.core.errors import Open
from symbolic.kernel import Answer, Verdict
from symbolic.statements.defined import Defined
from symbolic.statements.equal import Equal
from symbolic.statements.within import Within

ABOUT = (Equal, Defined, Within)


def prove(obligation: Equal | Defined | Within) -> Answer:
    """`equal`, `defined` and `within` an interval, at each value of the quantities with finitely many; else UNKNOWN."""
    if not has_quantity(*obligation.trees()):
        return Answer(Verdict.UNKNOWN)
    try:
        match obligation:
            case Equal(left=left, right=right):
                used = equal_in_every_case(obligation.given, left, right, by_values=True)
                if used is not None:
                    return Answer(Verdict.PROVED, used=tally(used))
            case Defined(expression=expression):
                values = ValuesAtEach(obligation.given)
                values.of(expression)
                return Answer(Verdict.PROVED, used=tally(values.used))
            case Within(expression=expression, interval=domain) if is_interval(domain):
                values = ValuesAtEach(obligation.given)
                if subset(values.of(expression), domain):
                    return Answer(Verdict.PROVED, used=tally(values.used))
    except Open as reason:
        return Answer(Verdict.UNKNOWN, f"by cases of values: {reason}")
    return Answer(Verdict.UNKNOWN)
