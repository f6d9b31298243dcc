"""Quantile regression: with asymmetric Laplace noise, maximum likelihood is the smallest mean pinball loss."""

from sympy import Max

from symbolic.core.domains import reals
from symbolic.core.terms import function, parameter, sample
from symbolic.families.asymmetric_laplace import b, mu, tau
from symbolic.families.asymmetric_laplace import family as asymmetric_laplace
from symbolic.models.family import real_variable
from symbolic.models.likelihood import derivation
from symbolic.models.regression import regression

theta = parameter("theta")
x, y = sample("x"), sample("y", domain=reals)
f, z = function("f", theta), real_variable("z")

family = regression(
    asymmetric_laplace,
    {mu: z},
    f(x.outcome),
    loss=Max(tau * (y.outcome - z), (tau - 1) * (y.outcome - z)),
    factor=1 / b,
    name="asymmetric_laplace_to_pinball_loss",
    title="With asymmetric Laplace noise, maximum likelihood is the smallest mean pinball loss",
    source="Yu and Moyeed, Bayesian quantile regression, Statistics and Probability Letters 54 (2001), section 2.",
    notes=("The loss has no derivative where the prediction meets the response.",),
)

chain = derivation(
    family,
    note="A response above the prediction costs $\\tau$ per unit, one below it costs $1 - \\tau$: the predictor "
    "estimates the quantile of level $\\tau$. For $\\tau = 1/2$ this is half the absolute error.",
)
