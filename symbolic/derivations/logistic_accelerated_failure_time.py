"""Accelerated failure times, censored on the right, with logistic errors of the logarithm of the time."""

from sympy import exp, log

from symbolic.core.domains import binary, reals
from symbolic.core.terms import function, parameter, sample
from symbolic.families.logistic import family as logistic
from symbolic.families.logistic import mu, s
from symbolic.families.logistic import x as time
from symbolic.models.censoring import right_censored
from symbolic.models.family import real_variable
from symbolic.models.likelihood import derivation
from symbolic.models.regression import glossary, regression

theta = parameter("theta")
x, y, d = sample("x"), sample("y", domain=reals), sample("d", domain=binary)
f, z = function("f", theta), real_variable("z")
error, seen = (y.outcome - z) / s, d.outcome

family = regression(
    right_censored(logistic, d, 1 / (1 + exp((time.outcome - mu) / s))),
    {mu: z},
    f(x.outcome),
    loss=(1 + seen) * log(1 + exp(error)) + seen * (log(s) - error),
    derivatives={
        z: (seen - (1 + seen) / (1 + exp(-error))) / s,
        (z, z): (1 + seen) * exp(error) / (s**2 * (1 + exp(error)) ** 2),
    },
    name="logistic_accelerated_failure_time",
    title="Accelerated failure times with logistic errors: the censored likelihood's loss",
    source="Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, sections 2.2.6 and 3.2.",
)

chain = derivation(
    family,
    note="The data are the logarithm y of a time and whether its event was seen (d = 1) or is later "
    "(d = 0), as for log-logistic times, whose odds of a later event are proportional.",
    glossary=glossary(family),
)
