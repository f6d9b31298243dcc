"""Accelerated failure times, censored on the right, with normal errors of the logarithm of the time."""

from sympy import erfc, log, sqrt

from symbolic.core.domains import binary, reals
from symbolic.core.terms import function, parameter, sample
from symbolic.families.normal import family as normal
from symbolic.families.normal import mu, sigma
from symbolic.families.normal import x as time
from symbolic.models.censoring import right_censored
from symbolic.models.family import real_variable
from symbolic.models.likelihood import derivation
from symbolic.models.regression import regression

theta = parameter("theta")
x, y, d = sample("x"), sample("y", domain=reals), sample("d", domain=binary)
f, z = function("f", theta), real_variable("z")
error, seen = (y.outcome - z) / sigma, d.outcome

family = regression(
    right_censored(normal, d, erfc((time.outcome - mu) / (sqrt(2) * sigma)) / 2),
    {mu: z},
    f(x.outcome),
    loss=seen * (log(sigma) + error**2 / 2) - (1 - seen) * log(erfc(error / sqrt(2)) / 2),
    name="normal_accelerated_failure_time",
    title="Accelerated failure times with normal errors: the censored likelihood's loss",
    source="Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, sections 2.2.4 and 3.2.",
)

chain = derivation(
    family,
    note="The data are the logarithm y of a time and whether its event was seen (d = 1) or is later "
    "(d = 0), as for lognormal times. An event seen costs the squared error; one that is later costs the negative "
    "logarithm of the probability of that.",
)
