"""Regression with Laplace noise: maximum likelihood is the smallest mean absolute error."""

from sympy import Abs

from symbolic.core.domains import reals
from symbolic.core.terms import function, parameter, sample
from symbolic.families.laplace import b, mu
from symbolic.families.laplace import family as laplace
from symbolic.models.family import real_variable
from symbolic.models.likelihood import derivation
from symbolic.models.regression import regression

theta = parameter("theta")
x, y = sample("x"), sample("y", domain=reals)
f, z = function("f", theta), real_variable("z")

family = regression(
    laplace,
    {mu: z},
    f(x.outcome),
    loss=Abs(y.outcome - z),
    factor=1 / b,
    name="laplace_to_absolute_error",
    title="With Laplace noise, maximum likelihood is the smallest mean absolute error",
    source="Bloomfield and Steiger, Least Absolute Deviations, chapter 1.",
    notes=("The loss has no derivative where the prediction meets the response; elsewhere it is 1 or -1.",),
)

chain = derivation(
    family,
    note="Heavier tails than the normal's: a residual counts by its size, not by its square. The loss has no "
    "derivative where the prediction meets the response.",
)
