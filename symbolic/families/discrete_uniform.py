r"""Discrete uniform. $q_m(x) = 1[x \le m] / m$ on $\{1, 2, \dots\}$, $m \in \{1, 2, \dots\}$.

Source: Johnson, Kemp and Kotz, Univariate Discrete Distributions, section 6.10.1.
"""

from sympy import log

from symbolic.domains import Integers
from symbolic.family import Family, Reference
from symbolic.kernel import Obligation
from symbolic.terms import AtMost, parameter, sample

x = sample("x", domain=Integers(1))
m = parameter("m", Integers(1))

family = Family(
    "discrete_uniform",
    title="Discrete uniform",
    variables=(x,),
    parameters=(m,),
    density=AtMost(x.outcome, m) / m,
    loss=log(m) - log(AtMost(x.outcome, m)),
    reference=Reference("randint", {"low": 1, "high": m + 1}),
    further=(
        (
            "the estimate from the data 2, 3 is their maximum",
            Obligation("solutions", (log(m) - (log(AtMost(2, m)) + log(AtMost(3, m))) / 2, (m,), (((m, 3),),))),
        ),
    ),
    notes=("The parameter is discrete: there is no score and no Fisher information.",),
)
