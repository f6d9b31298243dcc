"""Regression of an angle: with von Mises noise, maximum likelihood is the smallest mean of minus a cosine."""

from sympy import cos, pi, sin

from symbolic.core.domains import unit_interval
from symbolic.core.terms import function, parameter, sample
from symbolic.families.von_mises import family as von_mises
from symbolic.families.von_mises import kappa, mu
from symbolic.models.family import real_variable
from symbolic.models.likelihood import derivation
from symbolic.models.regression import glossary, regression

theta = parameter("theta")
x, y = sample("x"), sample("y", domain=unit_interval)
f, z = function("f", theta), real_variable("z")
angle = 2 * pi * (y.outcome - z)

family = regression(
    von_mises,
    {mu: z},
    f(x.outcome),
    loss=-cos(angle),
    factor=kappa,
    derivatives={z: -2 * pi * sin(angle), (z, z): 4 * pi**2 * cos(angle)},
    name="von_mises_regression",
    title="With von Mises noise on an angle, maximum likelihood is the largest mean cosine of the error",
    source="Mardia and Jupp, Directional Statistics, chapter 11.",
    notes=("Not convex: the second derivative has both signs.",),
)

chain = derivation(
    family,
    note="Angles are measured in turns. The loss does not change when a prediction moves by a whole turn, as it should "
    "be, and is not convex. Dropped is the logarithm of the Bessel function that normalises.",
    glossary=glossary(family),
)
