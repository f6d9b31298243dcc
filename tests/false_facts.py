"""False statements about objectives: none of them may ever be proved, and against most of them a case is found."""

from sympy import (
    Abs,
    Max,
    Min,
    Rational,
    Symbol,
    besseli,
    cos,
    exp,
    log,
    loggamma,
    oo,
    sqrt,
    sympify,
)

from symbolic.core.domains import (
    binary,
    counts,
    nonnegative,
    open_unit_interval,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.terms import AtMost, parameter, raw, sample
from symbolic.models.family import mean

x, y, z = sample("x", domain=reals), sample("y", domain=positive), sample("z", domain=nonnegative)
c, b, d = sample("c", domain=counts), sample("b", domain=binary), sample("d", domain=counts)
mu, nu, w, eta = (parameter(n, reals) for n in ("mu", "nu", "w", "eta"))
s, k, beta, tau, a = (parameter(n, positive) for n in ("s", "k", "beta", "tau", "a"))
rate, kappa = parameter("lambda", nonnegative), parameter("kappa", nonnegative)
p, inner = parameter("p", unit_interval), parameter("r", open_unit_interval)
inner_p = parameter("p", open_unit_interval)
t = Symbol("t", real=True)
X, Y = x.outcome, y.outcome
C = c.outcome
CLIPPED = raw(Min, (Rational(3), raw(Max, (kappa + Rational(1, 2), raw(Min, (Rational(1, 2), mu))))))

NOT_CONVEX = {
    "gamma in shape and scale": (k * log(s) + Y / s - k * log(Y) + loggamma(k), (k, s)),
    "normal in mean and scale": (log(s) + (X - mu) ** 2 / (2 * s**2), (mu, s)),
    "laplace in mean and scale": (log(s) + Abs(X - mu) / s, (mu, s)),
    "exponential in the mean": (Y / s + log(s), (s,)),
    "von mises": (log(besseli(0, kappa)) - kappa * cos(X - mu), (mu,)),
    "cauchy": (log(1 + (X - mu) ** 2), (mu,)),
    "student": ((k + 1) / 2 * log(1 + (X - mu) ** 2 / (k * s**2)), (mu,)),
    "uniform": (log(s) - log(AtMost(Y, s)), (s,)),
    "weibull in shape and scale": (-log(k) - k * log(Y / s) + (Y / s) ** k, (k, s)),
    "a sign lost": (rate + C * log(rate), (rate,)),
    "a root that hides a kink": (-sqrt((mu - 1) ** 2), (mu,)),
    "a product of two affine": (mu * nu, (mu, nu)),
    "convex in each alone": ((mu * nu - 1) ** 2, (mu, nu)),
    "a coefficient of either sign": (X * exp(mu), (mu,)),
    "log Gamma of a sum": (-loggamma(k + beta) + k, (k, beta)),
    "one log Gamma too few": (loggamma(k) - loggamma(k + beta), (k, beta)),
    "the other half line": (-log(1 - AtMost(Y, s)), (s,)),
    "a band": (log(AtMost(Y, s)) * -1 + Min(s, 2), (s,)),
    "undefined somewhere": (1 / mu**2, (mu,)),
    "an odd power": (mu**3, (mu,)),
    "a quotient of equal degree": (mu**2 / s**2, (mu, s)),
    "huber with a wrong factor": ((Abs(mu - X) - Min(s, Abs(mu - X)) / 4) * Min(s, Abs(mu - X)), (mu,)),
    "huber of what is negative": ((Abs(mu) - 1 - Min(s, Abs(mu) - 1) / 2) * Min(s, Abs(mu) - 1), (mu,)),
    "the half line below, through its logarithm": (-log(AtMost(exp(mu), Y)) - mu**2, (mu,)),
    "gumbel with a sign lost": ((X - nu) * exp(-mu) - exp(-(X - nu) * exp(-mu)) + mu, (mu,)),
    "weibull with a sign lost": (-mu + exp(mu) * log(Y / s) + (Y / s) ** exp(mu), (mu,)),
    "gumbel in scale alone": ((X - nu) / s + exp(-(X - nu) / s) + log(s), (s,)),
    "clipped": (CLIPPED, (mu, kappa)),
    "entropy": (-rate * log(rate), (rate,)),
}

VARIANCE = mean(x, x.i**2) - mean(x) ** 2
NORMAL = mean(x, log(s) + (x.i - mu) ** 2 / (2 * s**2))
BERNOULLI = mean(b, -b.i * log(p) - (1 - b.i) * log(1 - p))
# an objective, what is claimed to be its one minimiser, and statistics that are positive
NO_ESTIMATES = {
    "twice the mean": (mean(x, (x.i - mu) ** 2), {mu: 2 * mean(x)}),
    "the mean for the absolute error": (mean(x, Abs(x.i - mu)), {mu: mean(x)}),
    "a maximum": (-mean(x, (x.i - mu) ** 2), {mu: mean(x)}),
    "variance for the scale": (NORMAL, {mu: mean(x), s: VARIANCE}, VARIANCE),
    "the unbiased variance": (mean(x, log(s) + x.i**2 / (2 * s**2)), {s: sqrt(mean(x, x.i**2) * 2)}, mean(x, x.i**2)),
    "normal without its condition": (NORMAL, {mu: mean(x), s: sqrt(VARIANCE)}),
    "logit of all ones": (mean(b, log(1 + exp(eta)) - b.i * eta), {eta: log(mean(b) / (1 - mean(b)))}, mean(b)),
    "poisson without 0": (mean(c, a - c.i * log(a)), {a: mean(c)}),
    "bernoulli without the ends": (mean(b, -b.i * log(inner) - (1 - b.i) * log(1 - inner)), {inner: mean(b)}),
    "a condition that no data meet": (mean(c, a - c.i * log(a)), {a: mean(c)}, c.sum(AtMost(c.i, -1))),
    "log link of zeros": (mean(c, exp(eta) - c.i * eta), {eta: log(mean(c))}),
    "a local minimum": (mean(z, (mu**2 - 1) ** 2 + mu + 0 * z.i), {mu: 0 * mean(z) + 1}),
    "one of many": (mean(x, 0 * x.i + cos(mu)), {mu: 0 * mean(x)}),
    "constant": (mean(x, x.i**2), {mu: mean(x)}),
    "mean and scale in each other's place": (NORMAL, {mu: sqrt(VARIANCE), s: sqrt(VARIANCE)}, VARIANCE),
    "binomial without trials": (mean(c, -c.i * log(p) - d.i * log(1 - p)), {p: mean(c) / (mean(c) + mean(d))}),
    "the shape by the mean": (mean(y, loggamma(k) - (k - 1) * log(y.i)), {k: mean(y)}),
    "a saddle": (mean(x, mu * nu + 0 * x.i), {mu: 0 * mean(x), nu: 0 * mean(x)}),
    "not by coordinates": (mean(x, mu**2 + nu**2 - 3 * mu * nu + 0 * x.i), {mu: 0 * mean(x), nu: 0 * mean(x)}),
    "the mean of the logs": (mean(y, y.i / s + log(s)), {s: exp(mean(y, log(y.i)))}),
}

SEGMENTS = {
    "the median of an even number": (mean(x, Abs(x.i - mu)), (mu,)),
    "0 times the unknown": (mean(x, x.i * mu), (mu,)),
    "a constant": (mean(b, b.i + 0 * mu) + Abs(mu - 1) + Abs(mu + 1), (mu,)),
}


def kernel(x, m, scale):
    return exp(-((sympify(x) - m) ** 2) / (2 * scale**2)) / scale


MIXTURE = sum((-log(Rational(1, 2) * kernel(x, 0, 1) + Rational(1, 2) * kernel(x, mu, s)) for x in (0, 1, 5)), 0)
NEGATIVE_BINOMIAL = -log(s) - s * log(inner_p) - log(1 - inner_p)  # the datum 1
# an objective, a curve, and what it is claimed to tend to and to exceed everywhere
NO_INFIMA = {
    "negative binomial, another limit": (NEGATIVE_BINOMIAL, {inner_p: 1 - exp(-t), s: exp(t)}, Rational(1, 2)),
    "negative binomial, another mean": (NEGATIVE_BINOMIAL, {inner_p: 1 - exp(-t), s: 2 * exp(t)}, 1),
    "negative binomial, two factors": (NEGATIVE_BINOMIAL - log(s) / 2, {inner_p: 1 - exp(-t), s: exp(t)}, 1),
    "attained": (mu**2, {mu: 1 / t}, 0),
    "attained at a closed end": (rate, {rate: exp(-t)}, 0),
    "another limit": (s + 1, {s: exp(-t)}, 0),
    "below the limit": (log(1 + exp(-w)), {w: t}, 1),
    "the other direction": (exp(w), {w: t}, 0),
    "oo is no infimum": (s, {s: t}, oo),
    "out of the domain": (s, {s: -exp(-t)}, 0),
    "into the end": (log(s), {s: 0}, -oo),
    "a mean away from the data": (log(s) + (mu - 1) ** 2 / (2 * s**2), {mu: 2, s: exp(-t)}, -oo),
    "a scale that shrinks too late": (log(s) + (mu - 1) ** 2 / (2 * s**2), {mu: 1 + 1 / t, s: exp(-t)}, -oo),
    "mixture off the data": (MIXTURE, {mu: 2, s: exp(-t)}, -oo),
    "gamma, unequal data": (2 * beta - k * log(beta) + loggamma(k), {k: exp(t), beta: exp(t)}, -oo),
    "the limit of a difference": (2 + exp(w) / (1 + exp(w)), {w: t}, 2),
    "what mentions another number": (s + tau, {s: nu, tau: exp(-t)}, 0),
    "a curve through an unknown": (s + tau, {s: tau, tau: exp(-t)}, 0),
    "a limit that mentions an unknown": (s + tau, {s: exp(-t), tau: 1 + exp(-t)}, tau),
    "a number of unknown sign": (exp(s) + nu * s, {s: 1 / t}, 1 + nu),
    "a coefficient of unknown sign": (log(s) * nu, {s: exp(-t)}, -oo),
    "an oscillation of unknown sign": ((mu * s) ** 2 + s, {mu: t**2, s: exp(-t)}, 1),
}
