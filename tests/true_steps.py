"""True steps that look suspicious, one a row: each must be proved, and must survive the attack."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sympy import (
    Abs,
    Add,
    EulerGamma,
    Integer,
    Max,
    Mul,
    Pow,
    Rational,
    atanh,
    binomial,
    cos,
    erf,
    exp,
    factorial,
    gamma,
    log,
    oo,
    pi,
    polygamma,
    sin,
    sqrt,
    tanh,
)

from symbolic import (
    COMPACT,
    CONVEX,
    FINITE,
    Chain,
    FiniteSet,
    Problem,
    RealInterval,
    argmax,
    argmin,
    countable,
    cross_entropy,
    density,
    empirical,
    entropy,
    expectation,
    function,
    kl_divergence,
    nonnegative,
    parameter,
    positive,
    reals,
    sample,
    unit_interval,
    written,
)
from symbolic.core.domains import Categories, Integers, binary, counts
from symbolic.core.terms import AtMost, Same, raw
from symbolic.rules import (
    add_constant,
    decreasing,
    define,
    drop_constant,
    flip_sign,
    increasing,
    kl_to_cross_entropy,
    law_of_large_numbers,
    reparametrise,
    rewrite,
    scale,
)


@dataclass(frozen=True)
class TrueStep:
    """One row; `end`, where given, is what the last problem must be."""

    name: str
    build: Callable[[], Chain]
    end: Callable[[], Problem] | None = None


theta = parameter("theta")
t, s = parameter("t", reals), parameter("s", reals)
a, b, e1 = parameter("a", nonnegative), parameter("b", positive), parameter("e1", positive)
c, y0 = parameter("c", reals), parameter("y0", positive)  # data: they are no unknown
down, level = parameter("down", RealInterval(-3, -1)), parameter("level", RealInterval(-1, 1, False, False))
x, y = sample("x"), sample("y")
z = sample("z", size="m")
v = sample("v", domain=reals)
k = sample("k", domain=countable)
q, p, r = density("q", theta), density("p"), density("r")
f, g = function("f", theta), function("g", theta)
h1, h2 = function("h1", theta, values=positive), function("h2", theta, values=positive)
w = function("w", theta, values=nonnegative)
d = function("d")  # free of every parameter
n = x.n
label, events, hit = (
    sample("label", domain=Categories("K")),
    sample("events", domain=counts),
    sample("hit", domain=binary),
)
logit, whole = function("logit", theta), parameter("whole", Integers())
z_i, every = logit(label.i, given=x.i), logit(label.each, given=x.i)
softmax = exp(every) / label.total(exp(every))

LOG_LIKELIHOOD = x.sum(log(q(x.i)))
LOSS = x.sum(-log(q(x.i))) / n
Q_GIVEN, P_GIVEN = q(y.outcome, given=x.outcome), p(y.outcome, given=x.outcome)
S = z.sum(exp(g(z.i)))  # the normaliser of a softmax over the rows of another table, its classes


def likelihood() -> Chain:
    return Chain("likelihood", argmax(x.product(q(x.i)), theta))


def log_likelihood() -> Chain:
    return Chain("log_likelihood", argmax(LOG_LIKELIHOOD, theta))


def loss() -> Chain:
    return Chain("loss", argmin(LOSS, theta))


def minimise(objective: Any, *unknowns: Any) -> Chain:
    return Chain("minimise", argmin(objective, *(unknowns or (theta,))))


TRUE_STEPS: tuple[TrueStep, ...] = (
    TrueStep(
        # The second normaliser is the sum of exp(logit - log S) over the classes, S exp(-log S), which is 1.
        "log-softmax applied twice is harmless",
        lambda: minimise(f() - log(S)).then(rewrite(f() - log(S) - log(S * written("exp(-log(S))", S=S)))),
    ),
    TrueStep("log(L/n) for log L", lambda: likelihood().then(increasing(lambda u: log(u / n)))),
    TrueStep("log(L/n) after log L", lambda: log_likelihood().then(add_constant(-log(n)))),
    TrueStep(
        "log(L) + log(1/n) = log(L/n)",
        lambda: Chain("l", argmax(log(x.product(q(x.i)) / n), theta)).then(rewrite(LOG_LIKELIHOOD - log(n))),
    ),
    TrueStep(
        "a constant in which theta cancels",
        lambda: minimise(f()).then(add_constant(written("g() - g() + d()", g=g, d=d))),
    ),
    TrueStep(
        "a factor in which theta cancels",
        lambda: minimise(f()).then(scale(written("h() / h()", h=h1))),
    ),
    TrueStep("a likelihood that may be zero", lambda: likelihood().then(increasing(log))),
    TrueStep("the log-likelihood that may be -oo, exponentiated", lambda: log_likelihood().then(increasing(exp))),
    TrueStep(
        "exp after log",
        lambda: (
            likelihood()
            .then(increasing(log))
            .then(rewrite(LOG_LIKELIHOOD))
            .then(increasing(exp))
            .then(rewrite(x.product(q(x.i))))
        ),
        lambda: argmax(x.product(q(x.i)), theta),
    ),
    TrueStep(
        "a negative factor flips the sense",
        lambda: log_likelihood().then(scale(-2)),
        lambda: argmin(-2 * LOG_LIKELIHOOD, theta),
    ),
    TrueStep("minus two log L", lambda: likelihood().then(decreasing(lambda u: -2 * log(u)))),
    TrueStep("a negative factor from a datum", lambda: minimise(f()).then(scale(down))),
    TrueStep("the sign flipped twice", lambda: loss().then(flip_sign()).then(flip_sign())),
    TrueStep("the cube of a real objective", lambda: minimise(f()).then(increasing(lambda u: u**3))),
    TrueStep("the root of a likelihood", lambda: likelihood().then(increasing(sqrt))),
    TrueStep("the n-th root of a likelihood", lambda: minimise(h1()).then(increasing(lambda u: exp(log(u) / n)))),
    TrueStep("the square of a likelihood", lambda: likelihood().then(increasing(lambda u: u**2))),
    TrueStep("u/(1/n)", lambda: loss().then(increasing(lambda u: u / (1 / n)))),
    TrueStep("the reciprocal of a positive objective", lambda: minimise(h1()).then(decreasing(lambda u: 1 / u))),
    TrueStep("minus the reciprocal of a positive objective", lambda: minimise(h1()).then(increasing(lambda u: -1 / u))),
    TrueStep("-1/u of a negative objective", lambda: minimise(-1 - w()).then(increasing(lambda u: u - 3))),
    TrueStep(
        "a constant added, then dropped",
        lambda: minimise(f()).then(add_constant(d())).then(drop_constant(d())),
        lambda: argmin(f(), theta),
    ),
    TrueStep(
        "a summand dropped although theta is in the name of another",
        lambda: minimise(f() + d()).then(drop_constant(d())),
    ),
    TrueStep("a constant from the data", lambda: minimise(f()).then(add_constant(v.sum(v.i**2)))),
    TrueStep("a factor from the data", lambda: minimise(f()).then(scale(1 + v.sum(v.i**2)))),
    TrueStep("a monotone map that mentions n", lambda: loss().then(increasing(lambda u: n * u + n**2))),
    TrueStep("a monotone map that mentions a datum", lambda: minimise(f()).then(increasing(lambda u: u * y0 + c))),
    TrueStep("a scale by an expectation's count", lambda: loss().then(scale(n)).then(scale(1 / n**2))),
    TrueStep(
        "the loss of one table scaled by the rows of another",
        lambda: minimise(z.sum(-log(q(z.i)))).then(scale(1 / n)),
    ),
    TrueStep(
        "exp onto the positive numbers",
        lambda: minimise(b - log(b), b).then(reparametrise(b, exp(s))),
    ),
    TrueStep(
        "a standard deviation for a variance, zero included",
        lambda: minimise((a - 1) ** 2, a).then(reparametrise(a, parameter("sd", nonnegative) ** 2)),
    ),
    TrueStep(
        "a variance from any real number, not one to one",
        lambda: minimise((a - 1) ** 2, a).then(reparametrise(a, s**2, one_to_one=False)),
    ),
    TrueStep(
        "one minus a probability",
        lambda: minimise(parameter("w", unit_interval) ** 2, parameter("w", unit_interval)).then(
            reparametrise(parameter("w", unit_interval), 1 - parameter("rho", unit_interval))
        ),
    ),
    TrueStep(
        "a location and a scale that are known",
        lambda: minimise((t - y0) ** 2, t).then(reparametrise(t, y0 + b * s, new=s)),
    ),
    TrueStep(
        "whole numbers counted from 1",
        lambda: minimise((parameter("from_1", Integers(1)) - 3) ** 2, parameter("from_1", Integers(1))).then(
            reparametrise(parameter("from_1", Integers(1)), parameter("j1", Integers(0)) + 1)
        ),
    ),
    TrueStep(
        "another name for a parameter of any set",
        lambda: loss().then(reparametrise(theta, parameter("eta1"))),
    ),
    TrueStep(
        "the odds of a likelihood",
        lambda: likelihood().then(increasing(lambda u: u / (1 + u))),
    ),
    TrueStep(
        "a map out of which the unknown cancels",
        lambda: minimise((t - 1) ** 2, t).then(increasing(lambda u: (u * t**2 + u) / (1 + t**2))),
    ),
    TrueStep(
        "a precision for a variance",
        lambda: minimise(b - log(b), b).then(reparametrise(b, 1 / e1)),
    ),
    TrueStep(
        "bound rows carry no name",
        lambda: (
            minimise(x.sum(-log(q(x.i))) + x.sum(log(p(x.i))))
            .assume(p(x.i) > 0)
            .then(rewrite(x.sum(log(p(x.i)) - log(q(x.i)))))
        ),
    ),
    TrueStep(
        "sums over two tables with the same bound row",
        lambda: minimise(x.sum(-log(q(x.i))) + z.sum(-log(q(z.i)))).then(
            rewrite(z.sum(-log(q(z.i))) - x.sum(log(q(x.i))))
        ),
    ),
    TrueStep(
        "the arguments of a joint density in another order",
        lambda: minimise(x.sum(-log(q(y.i, x.i)))).then(rewrite(x.sum(-log(q(x.i, y.i))))),
    ),
    TrueStep(
        "the conditions in another order",
        lambda: minimise(x.sum(-log(q(y.i, given=(x.i, sample("o").i))))).then(
            rewrite(x.sum(-log(q(y.i, given=(sample("o").i, x.i)))))
        ),
    ),
    TrueStep(
        "the log of a quotient of positive functions",
        lambda: minimise(log(h1() / h2())).then(rewrite(log(h1()) - log(h2()))),
    ),
    TrueStep(
        "y/y where y is positive",
        lambda: minimise(f()).then(rewrite(written("f() * (y/y)", f=f, y=y0))),
    ),
    TrueStep("0 times a loss that may be infinite is 0", lambda: loss().then(rewrite(written("l + 0*l", l=LOSS)))),
    TrueStep(
        "the log of a power",
        lambda: likelihood().then(increasing(lambda u: log(u**3))).then(rewrite(3 * LOG_LIKELIHOOD)),
    ),
    TrueStep(
        "a product over rows of a product",
        lambda: Chain("l", argmax(x.product(q(y.i, given=x.i) * p(x.i)), theta)).then(
            rewrite(x.product(p(x.i)) * x.product(q(y.i, given=x.i)))
        ),
    ),
    TrueStep(
        "a sum over rows of what does not depend on the row",
        lambda: minimise(x.sum(f())).then(rewrite(n * f())),
    ),
    TrueStep(
        "the expectation of a constant",
        lambda: minimise(expectation(f() + 0, p(x.outcome))).then(rewrite(f())),
    ),
    TrueStep(
        "the mean over the data as an expectation",
        lambda: loss().then(rewrite(cross_entropy(empirical(x), q, x))),
    ),
    TrueStep(
        "a divergence from countable data",
        lambda: minimise(kl_divergence(empirical(k), q, k)).then(kl_to_cross_entropy()),
    ),
    TrueStep(
        "a divergence where the entropy is finite",
        lambda: (
            minimise(kl_divergence(p, q, x))
            .assume(expectation(Abs(log(p(x.outcome))), p(x.outcome)) < oo)
            .then(kl_to_cross_entropy())
        ),
    ),
    TrueStep(
        "an entropy subtracted again",
        lambda: (
            minimise(cross_entropy(p, q, x))
            .assume(expectation(Abs(log(p(x.outcome))), p(x.outcome)) < oo)
            .then(add_constant(-entropy(p, x)))
            .then(rewrite(kl_divergence(p, q, x)))
        ),
    ),
    TrueStep(
        "q(x) := p(x) beside a conditional q(y given x)",
        lambda: minimise(x.sum(-log(q(y.i, given=x.i) * p(x.i))) / n).then(define(q(x.i), p(x.i))),
    ),
    TrueStep(
        "a definition undone",
        lambda: (
            minimise(x.sum(-log(p(x.i))) + f())
            .then(define(r(x.i), p(x.i)))
            .then(define(r(x.i), p(x.i), target=x.sum(-log(p(x.i))) + f()))
        ),
    ),
    TrueStep(
        "the chain rule in the other direction",
        lambda: minimise(x.sum(-log(q(x.i, given=y.i) * q(y.i))) / n).then(
            define(q(y.i, x.i), q(x.i, given=y.i) * q(y.i))
        ),
    ),
    TrueStep(
        "FINITE on finitely many parameters",
        lambda: minimise(
            v.sum((v.i - parameter("m1", FiniteSet((0, 1)))) ** 2) / n, parameter("m1", FiniteSet((0, 1)))
        ).then(law_of_large_numbers(p, FINITE)),
    ),
    TrueStep(
        "COMPACT on a closed interval, with its hypotheses",
        lambda: minimise(v.sum((v.i - parameter("m2", unit_interval)) ** 2) / n, parameter("m2", unit_interval)).then(
            law_of_large_numbers(p, COMPACT)
        ),
    ),
    TrueStep(
        "CONVEX on an open set, with its hypotheses",
        lambda: minimise(v.sum((v.i - t) ** 2) / n, t).then(law_of_large_numbers(p, CONVEX)),
    ),
    TrueStep(
        "a limit of a maximum",
        lambda: Chain("l", argmax(x.sum(log(q(x.i))) / n, theta)).then(law_of_large_numbers(p)),
    ),
    TrueStep(
        "an exact fraction as a factor and its inverse",
        lambda: minimise(f()).then(scale(Rational(2, 3))).then(scale(Rational(3, 2))).then(rewrite(f())),
    ),
    TrueStep(
        "cross-entropy with logits in the form that does not overflow",
        lambda: minimise(x.sum(log(1 + exp(f(x.i))) - hit.i * f(x.i)) / n).then(
            rewrite(x.sum(Max(f(x.i), 0) - hit.i * f(x.i) + log(1 + exp(-Abs(f(x.i))))) / n)
        ),
    ),
    TrueStep(
        "a class by its index and by its indicator",
        lambda: minimise(x.sum(-label.total(Same(label.each, label.i) * log(softmax))) / n).then(
            rewrite(x.sum(log(label.total(exp(every))) - z_i) / n)
        ),
    ),
    TrueStep(
        "the pinball loss by an indicator and by a maximum",
        lambda: minimise(v.sum((Rational(1, 3) - AtMost(v.i, t)) * (v.i - t)) / n, t).then(
            rewrite(v.sum(Max((v.i - t) / 3, 2 * (t - v.i) / 3)) / n)
        ),
    ),
    TrueStep(
        "a factorial and the Gamma function",
        lambda: minimise(x.sum(log(factorial(events.i + 1)) * f())).then(
            rewrite(x.sum(log(events.i + 1) + log(gamma(events.i + 1))) * f())
        ),
    ),
    TrueStep(
        "an angle and a whole number of turns",
        lambda: minimise(-v.sum(cos(v.i - t)), t).then(rewrite(-v.sum(cos(t - v.i + 2 * pi * whole)))),
    ),
    TrueStep(
        "a quotient in a sum over rows",
        lambda: minimise(x.sum(exp(f(x.i)) / (1 + exp(f(x.i))))).then(rewrite(n - x.sum(1 / (1 + exp(f(x.i)))))),
    ),
    TrueStep(
        "roots, and a power of what is negative",
        lambda: minimise(f() * sqrt(b) * sqrt(b * e1) / (-b - e1)).then(rewrite(-f() * b * sqrt(e1) / (b + e1))),
    ),
    TrueStep(
        "a root of a sum of squares, as a number",
        lambda: minimise((sqrt(v.sum((v.i - t) ** 2)) + 1) ** 2, t).then(
            rewrite(v.sum((v.i - t) ** 2) + 2 * sqrt(v.sum((v.i - t) ** 2)) + 1)
        ),
    ),
    TrueStep(
        "an indicator that is sure, an absolute value of one sign, and a maximum of one number",
        lambda: minimise(AtMost(0, b) * raw(Abs, (b,)) * raw(Max, (f() * (1 + b), f() + f() * b))).then(
            rewrite(b * (1 + b) * f())
        ),
    ),
    TrueStep(
        "the Gamma function at 3/2",
        lambda: minimise(raw(gamma, (Rational(3, 2),)) * f()).then(rewrite(sqrt(pi) / 2 * f())),
    ),
    TrueStep(
        "derivatives of log Gamma at the next number, and at 1",
        lambda: minimise((polygamma(0, b + 1) - raw(polygamma, (Integer(0), Integer(1)))) * f()).then(
            rewrite((polygamma(0, b) + 1 / b + EulerGamma) * f())
        ),
    ),
    TrueStep(
        "the logarithm of a square of what may be negative",
        lambda: minimise(v.sum(log((v.i - t) ** 2 * (1 + b))), t).then(
            rewrite(v.sum(2 * log(Abs(v.i - t))) + n * log(1 + b))
        ),
    ),
    TrueStep(
        "a power of what may be negative, with as many factors as there are rows",
        lambda: minimise(raw(Pow, (raw(Mul, (-b, t)), n)) * raw(Pow, (Integer(-1), n)), t).then(rewrite(b**n * t**n)),
    ),
    TrueStep(
        "the number of pairs out of so many",
        lambda: minimise(binomial(parameter("N", counts), 2) * f()).then(
            rewrite(parameter("N", counts) * (parameter("N", counts) - 1) / 2 * f())
        ),
    ),
    TrueStep(
        "a logistic function of either sign",
        lambda: minimise(x.sum(-log(1 - 1 / (1 + exp(-f(x.i)))))).then(rewrite(x.sum(log(1 + exp(f(x.i)))))),
    ),
    TrueStep(
        "logarithms of differences of logistic functions, of powers, and of a bounded function",
        lambda: minimise(
            -log(1 / (1 + exp(-f())) - 1 / (1 + exp(b - f()))) - log((b + 2) ** e1 - b**e1) - log(erf(t + b) - erf(t)),
            t,
        ).then(add_constant(-c)),
    ),
    TrueStep(
        "the logarithm of a root and a number of either sign, and a power of what lies above a tangent",
        lambda: minimise(-log(t + sqrt(t**2 + b)) + (exp(t) - t) ** Rational(1, 3), t).then(scale(2)),
    ),
    TrueStep(
        "the logarithm of one class less",
        lambda: minimise(x.sum(-log(1 - exp(g(label.i)) / label.total(exp(g(label.each)))))).then(scale(1 / n)),
    ),
    TrueStep(
        "the chain rule of divergence, the second one as a mean of conditional ones",
        lambda: minimise(kl_divergence(p, q, x, y)).then(
            rewrite(
                raw(
                    Add,
                    (
                        kl_divergence(p, q, x),
                        expectation(expectation(log(P_GIVEN) - log(Q_GIVEN), P_GIVEN), p(x.outcome)),
                    ),
                )
            )
        ),
    ),
    TrueStep(
        "a mean of one column of two",
        lambda: minimise(expectation(-log(q(k.outcome)), p(k.outcome, x.outcome))).then(
            rewrite(cross_entropy(p, q, k))
        ),
    ),
    TrueStep(
        "the distance of two points of a circle",
        lambda: minimise(v.sum((cos(v.i) - cos(t)) ** 2 + (sin(v.i) - sin(t)) ** 2), t).then(
            rewrite(2 * n - 2 * v.sum(cos(v.i - t)))
        ),
    ),
    TrueStep(
        "even powers of what may be negative",
        lambda: minimise(x.sum(log(f(x.i) ** 2)) + raw(Pow, (f() ** 2, Rational(3, 2)))).then(
            rewrite(2 * x.sum(log(Abs(f(x.i)))) + f() ** 2 * Abs(f()))
        ),
    ),
    TrueStep(
        "the hyperbolic tangent and the logistic function, and an inverse",
        lambda: minimise(x.sum(tanh(f(x.i))) * atanh(level)).then(
            rewrite(x.sum(2 / (1 + exp(-2 * f(x.i))) - 1) * (log(1 + level) - log(1 - level)) / 2)
        ),
    ),
    TrueStep(
        "the log-likelihood by how often each class occurs",
        lambda: Chain("counts", argmax(label.sum(log(q(label.i))), theta)).then(
            rewrite(label.total(label.sum(Same(label.i, label.each)) * log(q(label.each))))
        ),
    ),
    TrueStep(
        "a density over classes has mass 1",
        lambda: minimise(label.total(q(label.each) * f())).then(rewrite(f())),
    ),
)
