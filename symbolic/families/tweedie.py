r"""Tweedie's quasi-likelihood with known power, which is no density. $e^{-\ell}$ with $\ell = \frac{\mu^{2 - p}}{2 - p} -
\frac{x \mu^{1 - p}}{1 - p}$, $x \ge 0$, $\mu > 0$, $p \in (1, 2)$ known.

Source: McCullagh and Nelder, Generalized Linear Models, section 9.2; Jorgensen, The Theory of Dispersion Models,
chapter 4, for the law whose logarithm differs from it by what is free of the mean.
"""

from sympy import exp

from symbolic.core.domains import RealInterval, nonnegative, positive
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Estimate, Likelihood, cited, mean, real_variable
from symbolic.obligations import Obligation

x = sample("x", domain=nonnegative)
mu, power = parameter("mu", positive), parameter("p", RealInterval(1, 2, False, False))
X = x.outcome
loss = mu ** (2 - power) / (2 - power) - X * mu ** (1 - power) / (1 - power)

family = Likelihood(
    "tweedie",
    title="Tweedie's quasi-likelihood with known power",
    source=cited(__doc__),
    variables=(x,),
    parameters=(mu,),
    known=(power,),
    likelihood=exp(-loss),
    loss=loss,
    estimates=(Estimate({mu: mean(x)}, when=(mean(x) > 0,)),),
    links={mu: exp(real_variable("z"))},
    under=("The mean of x is the unknown, and its variance is proportional to the power of that: no more is said.",),
    further=(
        ("its score is the residual over the variance function",
         Obligation("equal", (loss.diff(mu), (mu - X) / mu**power))),
    ),
    notes=("The compound Poisson-gamma law with this mean and power has a density, an infinite series with an atom at 0.",),
)  # fmt: skip
