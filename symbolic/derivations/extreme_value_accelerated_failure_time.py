"""Accelerated failure times, censored on the right, with extreme value errors of the logarithm of the time."""

from sympy import exp, log

from symbolic.core.domains import binary, reals
from symbolic.core.terms import function, parameter, sample
from symbolic.families.gumbel_minimum import beta, mu
from symbolic.families.gumbel_minimum import family as gumbel_minimum
from symbolic.families.gumbel_minimum import x as time
from symbolic.models.censoring import right_censored
from symbolic.models.family import real_variable
from symbolic.models.likelihood import derivation
from symbolic.models.regression import glossary, regression

theta = parameter("theta")
x, y, d = sample("x"), sample("y", domain=reals), sample("d", domain=binary)
f, z = function("f", theta), real_variable("z")
error, seen = (y.outcome - z) / beta, d.outcome

family = regression(
    right_censored(gumbel_minimum, d, exp(-exp((time.outcome - mu) / beta))),
    {mu: z},
    f(x.outcome),
    loss=exp(error) - seen * error + seen * log(beta),
    derivatives={z: (seen - exp(error)) / beta, (z, z): exp(error) / beta**2},
    name="extreme_value_accelerated_failure_time",
    title="Accelerated failure times with extreme value errors: the censored likelihood's loss",
    source="Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, sections 2.2.2 and 3.2.",
)

chain = derivation(
    family,
    note="The data are the logarithm y of a time and whether its event was seen (d = 1) or is later "
    "(d = 0), as for Weibull times, whose hazards are proportional as well.",
    glossary=glossary(family),
)
