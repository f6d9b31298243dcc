r"""Zero-inflated Poisson. $q_{w, \lambda}(x) = w 1[x = 0] + (1 - w) \lambda^x e^{-\lambda} / x!$ on $\{0, 1, 2,
\dots\}$, $w \in [0, 1]$, $\lambda \ge 0$.

Source: Johnson, Kemp and Kotz, Univariate Discrete Distributions, section 8.2.
"""

from sympy import Integer, exp, factorial, log

from symbolic.core.domains import counts, nonnegative, unit_interval
from symbolic.core.terms import Same, parameter, replace, sample
from symbolic.models.family import Family, cited, real_variable
from symbolic.obligations import Obligation

x = sample("x", domain=counts)
w, rate = parameter("w", unit_interval), parameter("lambda", nonnegative)
mixture = w * Same(x.outcome, 0) + (1 - w) * rate**x.outcome * exp(-rate) / factorial(x.outcome)
pairs = {rate: parameter("kappa", nonnegative), w: parameter("v", unit_interval)}
still, full = (replace(mixture, {u: Integer(v)}.get) for u, v in ((rate, 0), (w, 1)))  # rate 0, and weight 1

family = Family(
    "zero_inflated_poisson",
    title="Zero-inflated Poisson",
    source=cited(__doc__),
    variables=(x,),
    parameters=(w, rate),
    density=mixture,
    loss=-log(mixture),
    links={w: 1 / (1 + exp(-real_variable("z"))), rate: exp(real_variable("z"))},
    further=(
        ("at rate 0 every weight is the same", Obligation("equal", (still, replace(still, pairs.get)))),
        ("at full inflation every rate is the same", Obligation("equal", (full, replace(full, pairs.get)))),
    ),
    notes=("Hence it is not identifiable at rate 0 or at full inflation.",),
)
