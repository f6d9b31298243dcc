"""A normal whose mean and scale both depend on the inputs: the loss of a network that predicts its own error."""

from sympy import exp

from symbolic.core.domains import reals
from symbolic.core.terms import function, parameter, sample
from symbolic.families.normal import family as normal
from symbolic.families.normal import mu, sigma
from symbolic.models.family import real_variable
from symbolic.models.likelihood import derivation
from symbolic.models.regression import glossary, regression

theta = parameter("theta")
x, y = sample("x"), sample("y", domain=reals)
f, g = function("f", theta), function("g", theta)
z, w = real_variable("z"), real_variable("w")
residual = y.outcome - z

family = regression(
    normal,
    {mu: z, sigma: exp(w)},
    {z: f(x.outcome), w: g(x.outcome)},
    loss=w + residual**2 * exp(-2 * w) / 2,
    derivatives={
        z: -residual * exp(-2 * w),
        w: 1 - residual**2 * exp(-2 * w),
        (z, z): exp(-2 * w),
        (w, w): 2 * residual**2 * exp(-2 * w),
        (z, w): 2 * residual * exp(-2 * w),
    },
    name="heteroscedastic_normal",
    title="A scale that depends on the input may not be dropped from the squared error",
    source="Nix and Weigend, Estimating the mean and variance of the target probability distribution (1994), section "
    "2.",
    notes=("Not convex in both predictors at once: the determinant of the second derivatives is not positive.",),
)

chain = derivation(
    family,
    note="Two predictors: the mean, and the logarithm of the scale. The normaliser depends on the second one, so it "
    "stays in the loss; only the constant $\\log \\sqrt{2 \\pi}$ is dropped. With one scale for all rows this is the "
    "squared error.",
    glossary=glossary(family),
)
