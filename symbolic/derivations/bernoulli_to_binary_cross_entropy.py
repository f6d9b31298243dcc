"""Logistic regression: maximum likelihood is the smallest binary cross-entropy, in the form that does not overflow."""

from sympy import Abs, Max, exp, log

from symbolic.core.domains import binary
from symbolic.core.terms import function, parameter, sample
from symbolic.families.bernoulli import family as bernoulli
from symbolic.families.bernoulli import p
from symbolic.models.family import real_variable
from symbolic.models.likelihood import derivation
from symbolic.models.regression import glossary, regression
from symbolic.rules import rewrite

theta = parameter("theta")
x, y = sample("x"), sample("y", domain=binary)
f, z = function("f", theta), real_variable("z")
logit = f(x.outcome)

family = regression(
    bernoulli,
    {p: 1 / (1 + exp(-z))},
    logit,
    loss=log(1 + exp(z)) - y.outcome * z,
    derivatives={z: 1 / (1 + exp(-z)) - y.outcome, (z, z): exp(-z) / (1 + exp(-z)) ** 2},
    name="bernoulli_to_binary_cross_entropy",
    title="With a logit link, maximum likelihood is the smallest binary cross-entropy",
    source="Bishop, Pattern Recognition and Machine Learning, section 4.3.2.",
)

chain = derivation(
    family,
    note="The predictor's value is the logit, the logarithm of the odds. Nothing is dropped: the loss is the negative "
    "log-likelihood itself.",
    glossary=glossary(family),
).then(
    rewrite(family.mean(Max(logit, 0) - y.outcome * logit + log(1 + exp(-Abs(logit))))),
    note="The form that libraries compute: no exponential of a positive number occurs, so nothing overflows.",
)
