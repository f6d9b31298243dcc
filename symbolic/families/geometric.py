r"""Geometric: failures before the first success. $q_p(x) = p (1 - p)^x$ on $\{0, 1, 2, \dots\}$, $p \in (0, 1]$.

Source: Johnson, Kemp and Kotz, Univariate Discrete Distributions, section 5.2.
"""

from sympy import exp, log

from symbolic.core.domains import RealInterval, counts
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Estimate, Family, Reference, cited, mean, real_variable

x = sample("x", domain=counts)
p = parameter("p", RealInterval(0, 1, False, True))

family = Family(
    "geometric",
    title="Geometric",
    source=cited(__doc__),
    variables=(x,),
    parameters=(p,),
    density=p * (1 - p) ** x.outcome,
    loss=-log(p) - x.outcome * log(1 - p),
    estimates=(Estimate({p: 1 / (1 + mean(x))}),),
    links={p: 1 / (1 + exp(-real_variable("z")))},
    reference=Reference("geom", {"p": p, "loc": -1}),
)
