"""Generalised Poisson regression with a log link: counts whose variance is a multiple of their mean."""

from sympy import exp, log

from symbolic.core.domains import counts
from symbolic.core.terms import function, parameter, sample
from symbolic.families.generalised_poisson import dispersion
from symbolic.families.generalised_poisson import family as generalised_poisson
from symbolic.families.generalised_poisson import theta as rate
from symbolic.models.family import real_variable
from symbolic.models.likelihood import derivation
from symbolic.models.regression import glossary, regression

theta = parameter("theta")
x, y = sample("x"), sample("y", domain=counts)
f, z = function("f", theta), real_variable("z")
Y, base = y.outcome, exp(z)

family = regression(
    generalised_poisson,
    {rate: base},
    f(x.outcome),
    loss=base + dispersion * Y - z - (Y - 1) * log(base + dispersion * Y),
    derivatives={
        z: base - 1 - (Y - 1) * base / (base + dispersion * Y),
        (z, z): base - (Y - 1) * Y * dispersion * base / (base + dispersion * Y) ** 2,
    },
    name="generalised_poisson_regression",
    title="Generalised Poisson counts with a log link: the loss of counts that vary more than Poisson counts",
    source="Consul and Famoye, Generalized Poisson regression model, Communications in Statistics: Theory and Methods 21 "
    "(1992), section 2.",
)

chain = derivation(
    family,
    note="The predictor's value is the logarithm of theta, and so that of the mean theta/(1 - lambda) up to a constant, "
    "which an intercept takes up; the variance is the mean over $(1 - \\lambda)^2$, with one lambda for all rows. At "
    "$\\lambda = 0$ this is Poisson regression. Dropped is the logarithm of y!.",
    glossary=glossary(family),
)
