"""Negative binomial regression with a log link: the loss for counts that vary more than Poisson counts."""

from sympy import exp, log

from symbolic.core.domains import counts
from symbolic.core.terms import function, parameter, sample
from symbolic.families.negative_binomial import family as negative_binomial
from symbolic.families.negative_binomial import p, r
from symbolic.models.family import real_variable
from symbolic.models.likelihood import derivation
from symbolic.models.regression import glossary, regression

theta = parameter("theta")
x, y = sample("x"), sample("y", domain=counts)
f, z = function("f", theta), real_variable("z")

family = regression(
    negative_binomial,
    {p: 1 / (1 + exp(z) / r)},
    f(x.outcome),
    loss=(y.outcome + r) * log(r + exp(z)) - y.outcome * z,
    derivatives={
        z: r * (exp(z) - y.outcome) / (r + exp(z)),
        (z, z): r * (y.outcome + r) * exp(z) / (r + exp(z)) ** 2,
    },
    name="negative_binomial_regression",
    title="With negative binomial counts and a log link, maximum likelihood is the smallest mean of "
    "(y + r) log(r + exp(f)) - y f",
    source="Hilbe, Negative Binomial Regression, chapter 8.",
)

chain = derivation(
    family,
    note="The predictor's value is the logarithm of the mean; the variance exceeds it by the square of the mean over "
    "r, which is known here.",
    glossary=glossary(family),
)
