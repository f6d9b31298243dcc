"""That minimisers follow a pointwise limit, without any of the conditions FINITE, COMPACT and CONVEX: wrong for ever.

The counterexample: p uniform on [0, 1]; the parameters are the finite subsets A of [0, 1]; q_A = 1 for A empty, else 5 on A
and 2x off A. Whatever n, the mean loss is minimised exactly by the A that hold all data, its limit by the empty set alone.
"""

from sympy import log

from symbolic.chain import Chain, argmin
from symbolic.core.domains import unit_interval
from symbolic.core.terms import density, parameter, sample
from symbolic.kernel import Condition, Relation
from symbolic.rules import law_of_large_numbers

A = parameter("A")
x = sample("x", domain=unit_interval)
q, p = density("q", A), density("p")

derived = Chain(
    "minimisers_follow_pointwise_limits",
    argmin(x.sum(-log(q(x.i))) / x.n, A),
    title="False: from some n on, minimisers of the mean loss minimise the cross-entropy",
    note="True for finitely many parameters. In general the parameter may memorise the data for every n.",
).then(law_of_large_numbers(p))
chain = derived.claim(derived.end, Relation("LIMIT", (), Condition.FINITE))
