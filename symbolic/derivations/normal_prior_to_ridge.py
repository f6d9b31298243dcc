"""A normal prior on the weights becomes the penalty of ridge regression."""

from symbolic.core.domains import positive
from symbolic.core.terms import function, parameter, sample
from symbolic.derivations.normal_to_squared_error import family, theta
from symbolic.families.normal_mean import family as normal
from symbolic.families.normal_mean import mu, sigma
from symbolic.models.map_estimate import density_at, map_estimate

tau = parameter("tau", positive)
j, w = sample("j", size="d"), function("w", theta)  # the weights w(j_1), ..., w(j_d), whatever d is
prior = j.product(density_at(normal, {normal.sample.outcome: w(j.i), mu: 0, sigma: tau}))

chain = map_estimate(
    family,
    prior,
    penalty=sigma**2 / tau**2 * j.sum(w(j.i) ** 2),
    name="normal_prior_to_ridge",
    title="Normal noise and a normal prior: the posterior mode minimises squared errors plus a ridge penalty",
    note="The weights of the predictor are independent and normal around 0 with scale $\\tau$; the predictor may "
    "depend on them in any way. For the sum of the squared errors the weight of the penalty is $\\lambda = \\sigma^2 / "
    "\\tau^2$; for their mean it is $\\lambda / n$.",
)
