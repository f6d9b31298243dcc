r"""Negative binomial with known number of successes. $q_p(x) = \frac{\Gamma(x + r)}{x! \Gamma(r)} p^r (1 - p)^x$ on
$\{0, 1, 2, \dots\}$, $p \in (0, 1]$, $r > 0$ known.

Source: Johnson, Kemp and Kotz, Univariate Discrete Distributions, chapter 5; for the estimate that runs off to the
Poisson: Anscombe, Sampling theory of the negative binomial and logarithmic series distributions, Biometrika 37
(1950), section 3.
"""

from sympy import exp, factorial, gamma, log

from symbolic.core.domains import RealInterval, counts, open_unit_interval, positive
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Estimate, Family, Reference, cited, mean, real_variable
from symbolic.obligations import Obligation

x = sample("x", domain=counts)
p, r = parameter("p", RealInterval(0, 1, False, True)), parameter("r", positive)
inside, t = parameter("p", open_unit_interval), real_variable("t")

family = Family(
    "negative_binomial",
    title="Negative binomial with known number of successes",
    source=cited(__doc__),
    variables=(x,),
    parameters=(p,),
    known=(r,),
    density=gamma(x.outcome + r) / (factorial(x.outcome) * gamma(r)) * p**r * (1 - p) ** x.outcome,
    loss=-r * log(p) - x.outcome * log(1 - p),
    estimates=(Estimate({p: r / (r + mean(x))}),),
    links={p: 1 / (1 + exp(-real_variable("z")))},
    reference=Reference("nbinom", {"n": r, "p": p}),
    notes=(
        "With r unknown as well there may be no estimate: it runs off to the Poisson, whose mean loss is the limit.",
    ),
    further=(
        (
            "no estimate of p and r for the datum 1",
            Obligation(
                "unattained",
                (
                    -log(r) - r * log(inside) - log(1 - inside),
                    (inside, r),
                    ((inside, 1 - exp(-t)), (r, exp(t))),
                    t,
                    1,
                ),
            ),
        ),
    ),
)
