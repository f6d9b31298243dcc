"""Regression with normal noise: maximum likelihood is the smallest mean squared error."""

from symbolic.core.domains import reals
from symbolic.core.terms import function, parameter, sample
from symbolic.families.normal_mean import family as normal
from symbolic.families.normal_mean import mu, sigma
from symbolic.models.family import real_variable
from symbolic.models.likelihood import derivation
from symbolic.models.regression import glossary, regression

theta = parameter("theta")
x, y = sample("x"), sample("y", domain=reals)
f, z = function("f", theta), real_variable("z")

family = regression(
    normal,
    {mu: z},
    f(x.outcome),
    loss=(y.outcome - z) ** 2,
    factor=1 / (2 * sigma**2),
    derivatives={z: 2 * (z - y.outcome), (z, z): 2},
    name="normal_to_squared_error",
    title="With normal noise, maximum likelihood is the smallest mean squared error",
    source="Bishop, Pattern Recognition and Machine Learning, section 3.1.1.",
)

chain = derivation(
    family,
    note="Given its input, the response is normal around the predictor's value, with one scale for all rows. The "
    "predictor is any real function: a line or a neural network. The scale need not be known: it only enters a "
    "constant and a factor.",
    glossary=glossary(family),
)
