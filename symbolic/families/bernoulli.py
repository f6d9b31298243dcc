r"""Bernoulli: success or failure. $q_p(x) = p^x (1 - p)^{1 - x}$ on $\{0, 1\}$, $p \in [0, 1]$.

Source: Johnson, Kemp and Kotz, Univariate Discrete Distributions, section 3.2.
"""

from sympy import exp, log

from symbolic.core.domains import binary, reals, unit_interval
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Estimate, Family, Reference, cited, mean, real_variable
from symbolic.obligations import Obligation

x = sample("x", domain=binary)
p = parameter("p", unit_interval)
w, eta, z, t = parameter("w", reals), parameter("eta", reals), real_variable("z"), real_variable("t")
logit_loss = log(1 + exp(eta)) - x.i * eta

family = Family(
    "bernoulli",
    title="Bernoulli",
    source=cited(__doc__),
    variables=(x,),
    parameters=(p,),
    density=p**x.outcome * (1 - p) ** (1 - x.outcome),
    loss=-x.outcome * log(p) - (1 - x.outcome) * log(1 - p),
    estimates=(Estimate({p: mean(x)}),),
    links={p: 1 / (1 + exp(-z))},
    reference=Reference("bernoulli", {"p": p}),
    further=(
        (
            "with a logit eta the estimate is the log-odds of the mean",
            Obligation(
                "estimate",
                (
                    mean(x, logit_loss),
                    (eta,),
                    ((eta, log(mean(x)) - log(1 - mean(x))),),
                    (mean(x) > 0, 1 - mean(x) > 0),
                ),
            ),
        ),
        (
            "no slope w of a logit w u for the separable data (u, x) = (-1, 0), (1, 1)",
            Obligation("unattained", (log(1 + exp(-w)), (w,), ((w, t),), t, 0)),
        ),
    ),
)
