"""Poisson regression with a log link: maximum likelihood is the smallest mean of e^f - y f."""

from sympy import exp

from symbolic.core.domains import counts
from symbolic.core.terms import function, parameter, sample
from symbolic.families.poisson import family as poisson
from symbolic.families.poisson import rate
from symbolic.models.family import real_variable
from symbolic.models.likelihood import derivation
from symbolic.models.regression import glossary, regression

theta = parameter("theta")
x, y = sample("x"), sample("y", domain=counts)
f, z = function("f", theta), real_variable("z")

family = regression(
    poisson,
    {rate: exp(z)},
    f(x.outcome),
    loss=exp(z) - y.outcome * z,
    derivatives={z: exp(z) - y.outcome, (z, z): exp(z)},
    name="poisson_regression",
    title="With Poisson counts and a log link, maximum likelihood is the smallest mean of exp(f) - y f",
    source="McCullagh and Nelder, Generalized Linear Models, section 6.2.",
)

chain = derivation(
    family,
    note="The predictor's value is the logarithm of the mean. Dropped below is the logarithm of y!, which no parameter "
    "changes. On data that are all zero the loss has no minimiser among constant predictors: it falls for ever.",
    glossary=glossary(family),
)
