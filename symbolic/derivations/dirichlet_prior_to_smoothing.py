"""A Dirichlet prior on the probabilities of any number of classes is additive smoothing."""

from sympy import exp, gamma, log

from symbolic.core.domains import RealInterval
from symbolic.core.terms import function
from symbolic.families.categorical import family as categorical
from symbolic.families.categorical import q, x
from symbolic.models.map_estimate import map_estimate

alpha = function("alpha", values=RealInterval(1))
each = x.each
normaliser = gamma(x.total(alpha(each))) * exp(-x.total(log(gamma(alpha(each)))))

chain = map_estimate(
    categorical,
    normaliser * exp(x.total((alpha(each) - 1) * log(q(each)))),
    penalty=-x.total((alpha(each) - 1) * log(q(each))),
    name="dirichlet_prior_to_smoothing",
    title="A Dirichlet prior is additive smoothing: alpha - 1 observations more of each class",
    note="For $\\alpha_k \\ge 1$ the penalty is the loss of $\\alpha_k - 1$ further observations of each class k; "
    "$\\alpha_k = 2$ is Laplace's rule of adding one. The number of classes is any. Where $\\alpha_k < 1$ the prior "
    "density is unbounded, and a posterior mode need not exist.",
)
