"""A beta prior on the probability of success is smoothing by pseudo-counts."""

from sympy import log

from symbolic.core.domains import RealInterval
from symbolic.core.terms import parameter
from symbolic.families import beta as beta_module
from symbolic.families.bernoulli import family as bernoulli
from symbolic.families.bernoulli import p, x
from symbolic.models.map_estimate import density_at, map_estimate
from symbolic.obligations import Obligation
from symbolic.report.latex.writer import expression

alpha, beta = parameter("alpha", RealInterval(1)), parameter("beta", RealInterval(1))
prior = density_at(
    beta_module.family,
    {beta_module.X: p, beta_module.alpha: alpha, beta_module.beta: beta},
)

smoothed = (x.sum(x.i) + alpha - 1) / (x.n + alpha + beta - 2)

chain = map_estimate(
    bernoulli,
    prior,
    penalty=-(alpha - 1) * log(p) - (beta - 1) * log(1 - p),
    name="beta_prior_to_smoothing",
    title="A beta prior is smoothing by pseudo-counts: alpha - 1 successes and beta - 1 failures more",
    note="For $\\alpha, \\beta \\ge 1$ the penalty is the loss of $\\alpha - 1$ successes and $\\beta - 1$ failures "
    "more; where they are below 1 the prior density is unbounded, and a posterior mode need not exist. On the closed "
    "interval the prior is the continuous extension of the beta density.",
    glossary=((expression(smoothed), "the posterior mode, and the only one"),),
)
mode = Obligation("estimate", (chain.end.objective, (p,), ((p, smoothed),), ()))
