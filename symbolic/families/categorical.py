r"""Categorical: a class out of K. $q_\theta(x)$ on a set of $K$ classes, where $\theta$ ranges over any set of distributions.

The number of classes stays a symbol. Source: Agresti, Categorical Data Analysis, section 1.2.
"""

from sympy import Integer, exp, log

from symbolic.core.domains import Categories, reals
from symbolic.core.terms import Same, density, function, parameter, sample
from symbolic.models.family import Family, cited
from symbolic.obligations import Obligation

x = sample("x", domain=Categories("K"))
theta, shift = parameter("theta"), parameter("c", reals)
q, logit = density("q", theta), function("f", theta)
X, other = x.outcome, parameter("eta", reals)

family = Family(
    "categorical",
    title="Categorical",
    source=cited(__doc__),
    variables=(x,),
    parameters=(theta,),
    density=q(X),
    loss=-log(q(X)),
    further=(
        (
            "the loss with one-hot targets is that with class indices",
            Obligation("equal", (-x.total(Same(x.each, X) * log(q(x.each))), -log(q(X)))),
        ),
        (
            "softmax does not change when every logit is shifted",
            Obligation(
                "equal",
                (
                    exp(logit(X) + shift) / x.total(exp(logit(x.each) + shift)),
                    exp(logit(X)) / x.total(exp(logit(x.each))),
                ),
            ),
        ),
        (
            "with one of two logits fixed at 0 the other has one estimate, from a datum of each class",
            Obligation("solutions", (log(1 + exp(other)) - other / 2, (other,), (((other, Integer(0)),),))),
        ),
    ),
    notes=(
        "With all logits free the minimisers of the loss are never isolated: they form lines. Fix one logit.",
        "With two classes, one of whose logits is 0, this is the Bernoulli family with its logit.",
    ),
)
