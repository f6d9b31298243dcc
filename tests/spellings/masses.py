"""Masses of truncated laws, which divide by the mass that is kept; and likelihoods that are no densities."""

from __future__ import annotations

from random import Random
from typing import Any

from spelling import Spelling
from sympy import Abs, Integer, Max, Rational, erf, exp, factorial, gamma, log, pi, sqrt

from symbolic.core.domains import (
    Domain,
    Integers,
    RealInterval,
    binary,
    nonnegative,
    open_unit_interval,
    positive,
    reals,
)
from symbolic.core.terms import AtMost, Parameter, parameter, replace, sample
from symbolic.families import exponential, geometric, lognormal, normal, poisson, weibull
from symbolic.models.censoring import right_censored
from symbolic.models.family import Estimate, Family, Likelihood, mean, real_variable
from symbolic.models.truncation import truncated

mu, sigma = parameter("mu", reals), parameter("sigma", positive)
lam, a, b, s = (parameter(name, positive) for name in ("lambda", "a", "b", "s"))
c, marked = parameter("c", reals), parameter("marked", Integers(0, 10))
p = parameter("p", RealInterval(1, 2, False, False))


def column(domain: Domain, name: str = "x") -> Any:
    return sample(name, domain=domain)


def family(
    domain: Domain, density: Any, *unknowns: Parameter, known: tuple[Parameter, ...] = (), **more: Any
) -> Family:
    """The family of densities on a domain that are an expression in the outcome."""
    x = column(domain)
    return Family("drawn", variables=(x,), parameters=unknowns, known=known, density=density(x.outcome), **more)


def masses(
    name: str, domain: Domain, right: Any, *wrong: Any, unknowns: tuple[Parameter, ...], **more: Any
) -> Spelling:
    """A family whose density is the first of several expressions, and whose mass is not 1 with the others."""
    looks = tuple(family(domain, density, *unknowns, **more) for density in wrong)
    return Spelling(name, family(domain, right, *unknowns, **more), looks)


def bell(x: Any) -> Any:
    return exp(-((x - mu) ** 2) / (2 * sigma**2)) / (sqrt(2 * pi) * sigma)


def below(u: Any) -> Any:
    """The distribution function of the normal law."""
    return (1 + erf((u - mu) / (sqrt(2) * sigma))) / 2


def choose(n: Any, k: Any) -> Any:
    """How many subsets of k there are among n; none where n < k."""
    return AtMost(k, n) * factorial(n) / (factorial(k) * factorial(Max(n - k, 0)))


def logit_normal(x: Any) -> Any:
    return exp(-((log(x / (1 - x)) - mu) ** 2) / (2 * sigma**2)) / (sqrt(2 * pi) * sigma * x * (1 - x))


# ---- right censoring -------------------------------------------------------------------------------------------------

t, d, y = column(positive, "t"), column(binary, "d"), column(nonnegative, "y")
T, D, Y = t.outcome, d.outcome, y.outcome
z = real_variable("z")
RATE = Estimate({lam: mean(d) / mean(t)}, when=(mean(d) > 0,))


def censored(likelihood: Any, loss: Any, *estimates: Estimate) -> Likelihood:
    return Likelihood(
        "drawn", variables=(t, d), parameters=(lam,), likelihood=likelihood, loss=loss, estimates=estimates
    )


def surviving(time: Any, survival: Any) -> Likelihood:
    """A shipped family, censored on the right."""
    return right_censored(time, d, survival)


W = exp(-((weibull.x.outcome / weibull.scale) ** weibull.k))
EXPONENTIAL = exponential.family.outcomes[0]
RARE = exponential.rate
N = normal.family.outcomes[0]
M, S = normal.family.parameters

# ---- partial and quasi-likelihoods -----------------------------------------------------------------------------------

beta = parameter("beta", reals)
x1, x2, x3 = (column(reals, f"x{k}") for k in (1, 2, 3))
e1, e2, e3 = (exp(beta * one.outcome) for one in (x1, x2, x3))
COX = log(e1 + e2 + e3) + log(e2 + e3) - beta * (x1.outcome + x2.outcome)


def cox(loss: Any) -> Likelihood:
    made = e1 / (e1 + e2 + e3) * e2 / (e2 + e3)
    return Likelihood("drawn", variables=(x1, x2, x3), parameters=(beta,), likelihood=made, loss=loss)


def quasi(loss: Any, estimate: Any = None, made: Any = None) -> Likelihood:
    estimates = () if estimate is None else (Estimate({lam: estimate}, when=(mean(y) > 0,)),)
    made = exp(-loss) if made is None else made
    return Likelihood(
        "drawn",
        variables=(y,),
        parameters=(lam,),
        known=(p,),
        likelihood=made,
        loss=loss,
        estimates=estimates,
        links={lam: exp(z)},
    )


TWEEDIE = lam ** (2 - p) / (2 - p) - Y * lam ** (1 - p) / (1 - p)


def mass_is_dropped(shipped: Family, to: Domain, loss: Any) -> Family:
    """A truncated family with the loss of one that is not: the mass that is kept depends on the unknowns."""
    return truncated(shipped, to, loss=loss(column(to).outcome))


ROWS = (
    masses(
        "F16: a Poisson law without zero",
        Integers(1),
        lambda x: lam**x * exp(-lam) / ((1 - exp(-lam)) * factorial(x)),
        lambda x: lam**x * exp(-lam) / factorial(x),
        lambda x: lam**x * exp(-lam) / ((1 + exp(-lam)) * factorial(x)),
        lambda x: lam**x * exp(-lam) / (exp(-lam) * factorial(x)),
        unknowns=(lam,),
    ),
    masses(
        "a Poisson law without zero, by exp(lambda) - 1",
        Integers(1),
        lambda x: lam**x / ((exp(lam) - 1) * factorial(x)),
        lambda x: lam**x / (exp(lam) * factorial(x)),
        lambda x: lam**x / ((exp(lam) + 1) * factorial(x)),
        lambda x: lam**x / ((exp(lam) - 1) * factorial(x - 1)),
        unknowns=(lam,),
    ),
    masses(
        "a Poisson law up to 3",
        Integers(0, 3),
        lambda x: lam**x / factorial(x) / (1 + lam + lam**2 / 2 + lam**3 / 6),
        lambda x: lam**x / factorial(x) / (1 + lam + lam**2 / 2),
        lambda x: lam**x / factorial(x) / exp(lam),
        lambda x: lam**x / factorial(x) / (1 + lam + lam**2 / 2 + lam**3 / 3),
        unknowns=(lam,),
    ),
    masses(
        "a normal law on the half line",
        nonnegative,
        lambda x: bell(x) / ((1 + erf(mu / (sigma * sqrt(2)))) / 2),
        lambda x: bell(x) / ((1 - erf(mu / (sigma * sqrt(2)))) / 2),
        lambda x: 2 * bell(x),
        lambda x: bell(x),
        unknowns=(mu, sigma),
    ),
    masses(
        "a normal law below a known place",
        reals,
        lambda x: AtMost(x, c) * bell(x) / below(c),
        lambda x: AtMost(c, x) * bell(x) / below(c),
        lambda x: AtMost(x, c) * bell(x) / below(-c),
        lambda x: AtMost(x, c) * bell(x),
        unknowns=(mu, sigma),
        known=(c,),
    ),
    masses(
        "Gompertz",
        nonnegative,
        lambda x: b * a * exp(a + b * x - a * exp(b * x)),
        lambda x: b * a * exp(b * x - a * exp(b * x)),
        lambda x: a * exp(a + b * x - a * exp(b * x)),
        lambda x: b * a * exp(a + x - a * exp(b * x)),
        unknowns=(a, b),
    ),
    masses(
        "Kumaraswamy",
        open_unit_interval,
        lambda x: a * b * x ** (a - 1) * (1 - x**a) ** (b - 1),
        lambda x: b * x ** (a - 1) * (1 - x**a) ** (b - 1),
        lambda x: a * b * x ** (a - 1) * (1 - x) ** (b - 1),
        lambda x: a * b * x ** (a - 1) * (1 - x**a) ** b,
        unknowns=(a, b),
    ),
    masses(
        "logit-normal",
        open_unit_interval,
        logit_normal,
        lambda x: logit_normal(x) * x,
        lambda x: logit_normal(x) * (1 - x),
        lambda x: 2 * logit_normal(x),
        unknowns=(mu, sigma),
    ),
    masses(
        "Lomax",
        nonnegative,
        lambda x: a / s * (1 + x / s) ** (-a - 1),
        lambda x: a * (1 + x / s) ** (-a - 1),
        lambda x: a / s * (1 + x / s) ** (-a),
        lambda x: a / s * (1 + x) ** (-a - 1),
        unknowns=(a, s),
    ),
    masses(
        "generalised normal",
        reals,
        lambda x: b / (2 * a * gamma(1 / b)) * exp(-((Abs(x - mu) / a) ** b)),
        lambda x: b / (a * gamma(1 / b)) * exp(-((Abs(x - mu) / a) ** b)),
        lambda x: b / (2 * a * gamma(1 / a)) * exp(-((Abs(x - mu) / a) ** b)),
        lambda x: b / (2 * gamma(1 / b)) * exp(-((Abs(x - mu) / a) ** b)),
        unknowns=(mu, a, b),
    ),
    masses(
        "hypergeometric, with AtMost",
        Integers(0, 3),
        lambda x: choose(marked, x) * choose(10 - marked, 3 - x) / 120,
        lambda x: choose(marked, x) * choose(10 - marked, 3 - x) / 119,
        lambda x: choose(marked, x) * choose(9 - marked, 3 - x) / 120,
        lambda x: choose(marked, x) * choose(10 - marked, 3 - x) / 120 * AtMost(1, marked),
        unknowns=(marked,),
    ),
    Spelling(
        "F18: the estimate of a power function",
        family(
            open_unit_interval,
            lambda x: a * x ** (a - 1),
            a,
            loss=-log(a) - a * log(column(open_unit_interval).outcome),
            estimates=(Estimate({a: -1 / mean(column(open_unit_interval), log(column(open_unit_interval).i))}),),
        ),
        tuple(
            family(
                open_unit_interval,
                lambda x: a * x ** (a - 1),
                a,
                loss=-log(a) - a * log(column(open_unit_interval).outcome),
                estimates=(Estimate({a: value}),),
            )
            for value in (
                1 / mean(column(open_unit_interval), log(column(open_unit_interval).i)),
                -2 / mean(column(open_unit_interval), log(column(open_unit_interval).i)),
                1 / mean(column(open_unit_interval)),
            )
        ),
    ),
    Spelling(
        "truncated, from a shipped family",
        truncated(normal.family, nonnegative),
        (
            mass_is_dropped(normal.family, nonnegative, lambda x: log(sigma) + (x - mu) ** 2 / (2 * sigma**2)),
            mass_is_dropped(poisson.family, Integers(1), lambda x: lam - x * log(lam)),
            mass_is_dropped(exponential.family, RealInterval(0, 3), lambda x: lam * x - log(lam)),
        ),
    ),
    Spelling(
        "right censoring, written out",
        censored(lam**D * exp(-lam * T), lam * T - D * log(lam), RATE),
        (
            censored(lam**D * exp(-lam * T), lam * T - log(lam)),
            censored(lam**D * exp(-lam * T), lam * T + D * log(lam)),
            censored(lam**D * exp(-lam * T), lam * T - D * log(lam), Estimate({lam: 1 / mean(t)})),
            Family("drawn", variables=(t, d), parameters=(lam,), density=lam**D * exp(-lam * T)),
        ),
    ),
    Spelling(
        "right censoring by a survival function",
        surviving(weibull.family, W),
        (surviving(weibull.family, W**2), surviving(weibull.family, 2 * W), surviving(weibull.family, 1 / W)),
    ),
    Spelling(
        "right censoring on the reals",
        surviving(normal.family, (1 - erf((N - M) / (sqrt(2) * S))) / 2),
        (
            surviving(normal.family, (1 + erf((N - M) / (sqrt(2) * S))) / 2),
            surviving(normal.family, 1 - erf((N - M) / (sqrt(2) * S))),
            surviving(normal.family, (1 - erf((N - M) / S)) / 2),
        ),
    ),
    Spelling(
        "Cox's partial likelihood for three rows",
        cox(COX),
        (cox(COX - log(e2 + e3)), cox(COX + log(e3)), cox(-COX)),
    ),
    Spelling(
        "Tweedie's quasi-likelihood",
        quasi(TWEEDIE, mean(y)),
        (
            quasi(TWEEDIE, 2 * mean(y)),
            quasi(TWEEDIE + lam, mean(y)),
            quasi(TWEEDIE, made=exp(TWEEDIE)),
            quasi(lam ** (2 - p) / (2 - p) + Y * lam ** (1 - p) / (1 - p), mean(y)),
        ),
    ),
)


# ---- at random -------------------------------------------------------------------------------------------------------


def drawn(random: Random) -> Spelling:
    """A truncated law, one in disguise, a censored time, or an estimate of a likelihood."""
    return random.choice((_later, _short, _moved, _cut, _disguised, _of_a_family, _censored))(random)


def _number(random: Random) -> Rational:
    return Rational(random.randint(1, 9), random.randint(1, 4))


def _spread(domain: Domain, right: Any, wrong: tuple[Any, ...], *unknowns: Parameter, name: str) -> Spelling:
    return masses(f"{name} on {domain}", domain, right, *wrong, unknowns=unknowns)


def _off(random: Random, right: Any) -> tuple[Any, ...]:
    """Densities that are another multiple of a density: their mass is not 1."""
    k, q = _number(random) + 1, random.choice((2, 3))
    return (lambda x: k * right(x), lambda x: right(x) / q, lambda x: right(x) * (1 + right(x)))


def _later(random: Random) -> Spelling:
    """A law of counts that starts at 1 or 2."""
    first = random.randint(1, 2)
    kind = random.choice(("poisson", "geometric"))
    q = parameter("q", open_unit_interval)
    if kind == "geometric":
        right = lambda x: (1 - q) * q ** (x - first)
        return _spread(Integers(first), right, _off(random, right), q, name="geometric")
    k = _number(random)
    right = lambda x: (k * lam) ** x / (factorial(x) * (exp(k * lam) - 1))
    return _spread(Integers(1), right, _off(random, right), lam, name=f"Poisson of {k} lambda")


def _short(random: Random) -> Spelling:
    """A law of counts up to some number."""
    last, first = random.randint(3, 6), random.randint(0, 2)
    weights = [_number(random) for _ in range(first, last + 1)]
    domain, total = Integers(first, last), sum(w * lam**j for j, w in enumerate(weights, first))
    inside = lambda x: sum((w * _same(x, j) for j, w in enumerate(weights, first)), Integer(0))
    right = lambda x: inside(x) * lam**x / total
    return _spread(domain, right, _off(random, right), lam, name=f"a power series up to {last}")


def _same(x: Any, j: int) -> Any:
    return AtMost(x, j) * AtMost(j, x)


def _moved(random: Random) -> Spelling:
    """A normal law, or an exponential one, above a place."""
    place, r = random.randint(-3, 3), _number(random)
    domain = RealInterval(place, float("inf"))
    if random.random() < 0.3:
        right = lambda x: r * lam * exp(-r * lam * (x - place))
        return _spread(domain, right, _off(random, right), lam, name="exponential")
    right = lambda x: bell(x) / ((1 + erf((mu - place) / (sqrt(2) * sigma))) / 2)
    return _spread(domain, right, _off(random, right), mu, sigma, name="normal")


def _cut(random: Random) -> Spelling:
    """An exponential law between two places."""
    low, width, r = random.randint(0, 3), random.randint(1, 4), _number(random)
    domain = RealInterval(low, low + width)
    right = lambda x: r * lam * exp(-r * lam * (x - low)) / (1 - exp(-r * lam * width))
    return _spread(domain, right, _off(random, right), lam, name="exponential")


def _disguised(random: Random) -> Spelling:
    """Gompertz, logit-normal and Lomax laws with other numbers."""
    k = _number(random)
    kind = random.choice(("gompertz", "logit-normal", "lomax"))
    if kind == "gompertz":
        right = lambda x: k * b * a * exp(a + k * b * x - a * exp(k * b * x))
        return _spread(nonnegative, right, _off(random, right), a, b, name=kind)
    if kind == "lomax":
        right = lambda x: k * a / s * (1 + x / s) ** (-k * a - 1)
        return _spread(nonnegative, right, _off(random, right), a, s, name=kind)
    right = lambda x: replace(logit_normal(x), {sigma: k * sigma}.get)
    return _spread(open_unit_interval, right, _off(random, right), mu, sigma, name=kind)


def _of_a_family(random: Random) -> Spelling:
    """A shipped family, truncated."""
    place = random.randint(1, 4)
    shipped, to = random.choice(
        (
            (poisson.family, Integers(1)),
            (geometric.family, Integers(place)),
            (normal.family, RealInterval(-place, float("inf"))),
            (exponential.family, RealInterval(0, place)),
            (exponential.family, RealInterval(place, float("inf"))),
            (lognormal.family, open_unit_interval),
        )
    )
    right = truncated(shipped, to)
    x, unknowns = right.variables[0], right.parameters
    wrong = [
        Family("drawn", variables=(x,), parameters=unknowns, density=tree)
        for tree in (2 * right.density, right.density / 3, right.density * (1 + right.density))
    ]
    return Spelling(f"{shipped} on {to}", right, tuple(wrong))


def _censored(random: Random) -> Spelling:
    """An exponential time with another rate, censored; and its estimate."""
    r = _number(random)
    made = lambda k, *e: Likelihood(
        "drawn",
        variables=(t, d),
        parameters=(lam,),
        likelihood=(r * lam * exp(-r * lam * T)) ** D * exp(-r * lam * T) ** (1 - D),
        loss=k * r * lam * T - D * log(lam),
        estimates=tuple(Estimate({lam: v}, when=(mean(d) > 0,)) for v in e),
    )
    estimate = mean(d) / (r * mean(t))
    return Spelling(
        f"censored at rate {r} lambda", made(1, estimate), (made(1, 2 * estimate), made(1, 1 / mean(t) / r), made(2))
    )
