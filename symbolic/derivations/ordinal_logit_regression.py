"""Ordinal regression with a logit link: maximum likelihood is the smallest mean of two softplus terms."""

from sympy import exp, log

from symbolic.core.domains import Integers
from symbolic.core.terms import Same, function, parameter, sample
from symbolic.families.ordinal_logit import eta, gap, threshold
from symbolic.families.ordinal_logit import family as ordinal_logit
from symbolic.models.family import real_variable
from symbolic.models.likelihood import derivation
from symbolic.models.regression import glossary, regression

theta = parameter("theta")
x, y = sample("x"), sample("y", domain=Integers(0, 2))
f, z = function("f", theta), real_variable("z")
below, above = 1 / (1 + exp(threshold - z)), 1 / (1 + exp(z - threshold - gap))
first, middle, last = (Same(y.outcome, k) for k in range(3))

family = regression(
    ordinal_logit,
    {eta: z},
    f(x.outcome),
    loss=first * log(1 + exp(z - threshold))
    + middle * (log(1 + exp(threshold - z)) + log(1 + exp(z - threshold - gap)) - log(1 - exp(-gap)))
    + last * log(1 + exp(threshold + gap - z)),
    name="ordinal_logit_regression",
    title="With a cumulative logit link, maximum likelihood is the ordinal loss without differences of probabilities",
    source="McCullagh, Regression models for ordinal data, Journal of the Royal Statistical Society B 42 (1980), section 2.",
)

chain = derivation(
    family,
    note="The probability of a class is a difference of two cumulative probabilities, in which digits are lost where both "
    "are near 0 or 1: the family's sheet proves that it is the product that stands here. The loss has two softplus terms "
    "for an inner class, and a term of the gap between the thresholds that keeps it open. "
    "It is convex in the predictor's value. Shown for three classes.",
    glossary=glossary(family),
)
