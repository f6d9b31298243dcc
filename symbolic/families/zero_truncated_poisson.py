r"""Poisson without zero: only counts above 0 are seen. $q_\lambda(x) = \frac{\lambda^x}{(e^\lambda - 1) x!}$ on $\{1, 2,
\dots\}$, $\lambda > 0$.

Source: Johnson, Kemp and Kotz, Univariate Discrete Distributions, section 4.10.1.
"""

from sympy import exp, factorial, log

from symbolic.core.domains import Integers, positive
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Family, cited, real_variable

x = sample("x", domain=Integers(1))
rate = parameter("lambda", positive)

family = Family(
    "zero_truncated_poisson",
    title="Poisson without zero",
    source=cited(__doc__),
    variables=(x,),
    parameters=(rate,),
    density=rate**x.outcome / ((exp(rate) - 1) * factorial(x.outcome)),
    loss=log(exp(rate) - 1) - x.outcome * log(rate),
    links={rate: exp(real_variable("z"))},
    notes=("The mass that is kept, 1 - exp(-lambda), depends on lambda: it divides, and is no constant of the loss.",),
)
