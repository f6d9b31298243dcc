r"""Binomial: successes and failures in N trials. $q_p(s, f) = \frac{(s + f)!}{s! f!} p^s (1 - p)^f$, $s + f = N$, $p
\in [0, 1]$.

Source: Johnson, Kemp and Kotz, Univariate Discrete Distributions, chapter 3.
"""

from sympy import exp, factorial, log

from symbolic.core.domains import Integers, counts, unit_interval
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Estimate, Family, Reference, cited, mean, real_variable

s, f = sample("s", domain=counts), sample("f", domain=counts)
p, trials = parameter("p", unit_interval), parameter("N", Integers(1))
S, F = s.outcome, f.outcome

family = Family(
    "binomial",
    title="Binomial",
    source=cited(__doc__),
    variables=(s, f),
    total=trials,
    parameters=(p,),
    known=(trials,),
    density=factorial(S + F) / (factorial(S) * factorial(F)) * p**S * (1 - p) ** F,
    loss=-S * log(p) - F * log(1 - p),
    estimates=(Estimate({p: mean(s) / mean(s, s.i + f.i)}, when=(mean(s, s.i + f.i) > 0,)),),
    links={p: 1 / (1 + exp(-real_variable("z")))},
    reference=Reference("binom", {"n": trials, "p": p}),
    notes=("The failures are a column of their own, so that the density is one formula in both counts.",),
)
