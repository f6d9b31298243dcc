"""A Laplace prior on the weights becomes the penalty of the lasso."""

from sympy import Abs

from symbolic.derivations.normal_prior_to_ridge import j, w
from symbolic.derivations.normal_to_squared_error import family
from symbolic.families.laplace import b, mu
from symbolic.families.laplace import family as laplace
from symbolic.families.normal_mean import sigma
from symbolic.models.map_estimate import density_at, map_estimate

prior = j.product(density_at(laplace, {laplace.sample.outcome: w(j.i), mu: 0}))

chain = map_estimate(
    family,
    prior,
    penalty=2 * sigma**2 / b * j.sum(Abs(w(j.i))),
    name="laplace_prior_to_lasso",
    title="Normal noise and a Laplace prior: the posterior mode minimises squared errors plus a lasso penalty",
    note="The weights of the predictor are independent with a Laplace distribution of scale b around 0. For the sum of "
    "the squared errors the weight of the penalty is $2 \\sigma^2 / b$; for their mean it is that divided by n. The "
    "mode may have weights that are exactly 0, though under the prior no weight is.",
)
