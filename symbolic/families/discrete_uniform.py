r"""Discrete uniform. $q_m(x) = 1[x \le m] / m$ on $\{1, 2, \dots\}$, $m \in \{1, 2, \dots\}$.

Source: Johnson, Kemp and Kotz, Univariate Discrete Distributions, section 6.10.1.
"""

from sympy import log

from symbolic.core.domains import Integers
from symbolic.core.terms import AtMost, parameter, sample
from symbolic.models.family import Family, Reference, cited, mean
from symbolic.obligations import Obligation

x = sample("x", domain=Integers(1))
m = parameter("m", Integers(1))
largest = parameter("M", Integers(1))  # of the data, which is what these two conditions say
bounds = (x.product(AtMost(x.i, largest)) > 0, x.sum(AtMost(largest, x.i)) > 0)

family = Family(
    "discrete_uniform",
    title="Discrete uniform",
    source=cited(__doc__),
    variables=(x,),
    parameters=(m,),
    density=AtMost(x.outcome, m) / m,
    loss=log(m) - log(AtMost(x.outcome, m)),
    reference=Reference("randint", {"low": 1, "high": m + 1}),
    further=(
        (
            "the estimate is the largest datum",
            Obligation("estimate", (mean(x, log(m) - log(AtMost(x.i, m))), (m,), ((m, largest),), bounds)),
        ),
    ),
    notes=("The parameter is discrete: there is no score and no Fisher information.",),
)
