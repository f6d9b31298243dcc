"""Gamma regression with a log link and known shape: maximum likelihood is the smallest mean of f + y e^-f."""

from sympy import exp

from symbolic.core.domains import positive
from symbolic.core.terms import function, parameter, sample
from symbolic.families.gamma import beta, k
from symbolic.families.gamma import family as gamma
from symbolic.models.family import real_variable
from symbolic.models.likelihood import derivation
from symbolic.models.regression import glossary, regression

theta = parameter("theta")
x, y = sample("x"), sample("y", domain=positive)
f, z = function("f", theta), real_variable("z")

family = regression(
    gamma,
    {beta: k * exp(-z)},
    f(x.outcome),
    loss=z + y.outcome * exp(-z),
    factor=k,
    derivatives={z: 1 - y.outcome * exp(-z), (z, z): y.outcome * exp(-z)},
    known=(k,),
    name="gamma_regression",
    title="With a gamma response and a log link, maximum likelihood is the smallest mean of f + y exp(-f)",
    source="McCullagh and Nelder, Generalized Linear Models, section 8.2.",
)

chain = derivation(
    family,
    note="The predictor's value is the logarithm of the mean: a gamma distribution of shape k and rate k e^-f has mean "
    "e^f. The shape is a positive factor, so it need not be known.",
    glossary=glossary(family),
)
