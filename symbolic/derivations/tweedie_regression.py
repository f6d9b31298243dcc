"""Tweedie regression with a log link: the largest quasi-likelihood is the smallest Tweedie deviance."""

from sympy import exp

from symbolic.core.domains import nonnegative
from symbolic.core.terms import function, parameter, sample
from symbolic.families.tweedie import family as tweedie
from symbolic.families.tweedie import mu, power
from symbolic.models.family import real_variable
from symbolic.models.likelihood import derivation
from symbolic.models.regression import glossary, regression

theta = parameter("theta")
x, y = sample("x"), sample("y", domain=nonnegative)
f, z = function("f", theta), real_variable("z")
expected, observed = exp((2 - power) * z), y.outcome * exp((1 - power) * z)

family = regression(
    tweedie,
    {mu: exp(z)},
    f(x.outcome),
    loss=expected / (2 - power) - observed / (1 - power),
    derivatives={z: expected - observed, (z, z): (2 - power) * expected - (1 - power) * observed},
    name="tweedie_regression",
    title="With a log link, the largest Tweedie quasi-likelihood is the smallest mean of exp((2 - p) f)/(2 - p) - "
    "y exp((1 - p) f)/(1 - p)",
    source="McCullagh and Nelder, Generalized Linear Models, section 9.2.",
)

chain = derivation(
    family,
    note="The predictor's value is the logarithm of the mean; the variance is proportional to the power p of the mean. This "
    "is a quasi-likelihood, and no density: twice the loss is the deviance, up to what the data alone determine. Setting its "
    "derivative to zero is the quasi-score equation, in which each residual is divided by its variance.",
    glossary=glossary(family),
)
