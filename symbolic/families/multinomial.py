r"""Multinomial with three classes. $q(x_1, x_2, x_3) = \frac{(x_1 + x_2 + x_3)!}{x_1! x_2! x_3!} p_1^{x_1} p_2^{x_2}
p_3^{x_3}$, $x_1 + x_2 + x_3 = N$, with $p_1 = a$, $p_2 = (1 - a) b$, $p_3 = (1 - a)(1 - b)$, $a, b \in [0, 1]$.

The parameters are the probability of the first class and, among the other classes, that of the second: they range
over intervals, and reach every point of the simplex. (The categorical family has one draw a row, and K classes.)
Source: Johnson, Kotz and Balakrishnan, Discrete Multivariate Distributions, chapter 35.
"""

from sympy import exp, factorial, log

from symbolic.core.domains import Integers, counts, unit_interval
from symbolic.core.terms import parameter, sample
from symbolic.models.family import Estimate, Family, cited, mean, real_variable

x, y, z = (sample(name, domain=counts) for name in ("x1", "x2", "x3"))
a, b, trials = parameter("a", unit_interval), parameter("b", unit_interval), parameter("N", Integers(1))
X, Y, Z = x.outcome, y.outcome, z.outcome

family = Family(
    "multinomial",
    title="Multinomial with three classes",
    source=cited(__doc__),
    variables=(x, y, z),
    total=trials,
    parameters=(a, b),
    known=(trials,),
    density=factorial(X + Y + Z) / (factorial(X) * factorial(Y) * factorial(Z))
    * a**X * (1 - a) ** (Y + Z) * b**Y * (1 - b) ** Z,
    loss=-X * log(a) - (Y + Z) * log(1 - a) - Y * log(b) - Z * log(1 - b),
    estimates=(
        Estimate(
            {a: mean(x) / mean(x, x.i + y.i + z.i), b: mean(y) / mean(x, y.i + z.i)},
            when=(mean(x, y.i + z.i) > 0,),
        ),
    ),
    links={u: 1 / (1 + exp(-real_variable("z"))) for u in (a, b)},
)  # fmt: skip
