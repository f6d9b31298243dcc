r"""The exponential family with one natural parameter. $q_\eta(x) = h(x) e^{\eta T(x) - A(\eta)}$ on any set, $h(x) >
0$, $\eta$ real.

Source: Lehmann and Casella, Theory of Point Estimation, section 1.5.
"""

from sympy import Integer, exp

from symbolic.core.domains import positive, reals
from symbolic.core.terms import function, parameter, sample
from symbolic.models.family import Family, cited, mean, real_variable
from symbolic.obligations import Obligation

x = sample("x")
eta = parameter("eta", reals)
h, T, A = function("h", values=positive), function("T"), function("A", eta)
density = h(x.outcome) * exp(eta * T(x.outcome) - A())

family = Family(
    "exponential_family",
    title="The exponential family with one natural parameter",
    source=cited(__doc__),
    variables=(x,),
    parameters=(eta,),
    density=density,
    loss=A() - eta * T(x.outcome),
    links={eta: real_variable("z")},
    hypotheses=(
        Obligation("integral", (density, (x.outcome,), Integer(1), None)),
        Obligation("within", (A().diff(eta, 2), positive)),
    ),
    further=(
        ("mean of T", Obligation("integral", (density * T(x.outcome), (x.outcome,), A().diff(eta), None))),
        (
            "the estimate solves an equation, and what solves it is an estimate",
            Obligation("estimating equation", (mean(x, A() - eta * T(x.i)), (eta,), (A().diff(eta), mean(x, T(x.i))))),
        ),
    ),
    notes=(
        "That A is the logarithm of the integral of h exp(eta T), so that the density has mass 1, is a hypothesis.",
        "That A'' > 0 is another: it says that T is not almost surely constant. Only at most one estimate rests on it.",
    ),
)
