"""False steps ("mutants"), one a row: each must be stopped by the kernel and, where it can exist numerically, by the attack.

`belongs_to` names the public rules and the traps of the design that a row stands for; `stopped` says where the kernel's
side stops it: while the chain is "built", when it is "replayed" (a DerivationError as well), or because it stays "open".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sympy import (
    Abs,
    Dummy,
    Eq,
    Integer,
    Integral,
    Max,
    Rational,
    Symbol,
    cos,
    exp,
    factorial,
    gamma,
    log,
    oo,
    pi,
    sqrt,
    tan,
)

from symbolic import (
    COMPACT,
    CONVEX,
    FINITE,
    POINTWISE,
    SAME,
    Chain,
    FiniteSet,
    RealInterval,
    Relation,
    Step,
    argmax,
    argmin,
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
from symbolic.core.domains import Categories, Integers, binary, countable, counts, extended_reals, open_unit_interval
from symbolic.core.terms import AtMost, Same
from symbolic.rules import (
    add_constant,
    decreasing,
    define,
    drop_constant,
    increasing,
    kl_to_cross_entropy,
    law_of_large_numbers,
    reparametrise,
    rewrite,
    scale,
)

BUILT, REPLAYED, OPEN = "built", "replayed", "open"
CANNOT = "cannot be built"
FINITE_TABLES = "what is infinite here needs infinitely many outcomes: tables are finite"
AS_N_GROWS = "a claim about what happens as n grows is contradicted by no finite table"


@dataclass(frozen=True)
class FalseStep:
    """One row. `statistical` says that the attack's only evidence is a statistical bound (no row needs that)."""

    name: str
    belongs_to: tuple[str, ...]
    build: Callable[[], Chain]
    stopped: str = OPEN
    attackable: bool = True
    why: str = ""
    statistical: bool = False


theta, tau = parameter("theta"), parameter("tau")
t, s = parameter("t", reals), parameter("s", reals)
a, b = parameter("a", nonnegative), parameter("b", positive)
c, y0 = parameter("c", reals), parameter("y0", reals)  # data: they are no unknown
x, y = sample("x"), sample("y")
z = sample("z", size="m")
v = sample("v", domain=reals)
q, p, r = density("q", theta), density("p"), density("r")
f, g = function("f", theta), function("g", theta)
h = function("h", theta, values=positive)
d = function("d")  # free of every parameter
phat = empirical(x)
n = x.n
u = Dummy("u")
label, events, hit = (
    sample("label", domain=Categories("K")),
    sample("events", domain=counts),
    sample("hit", domain=binary),
)
logit, level = function("logit", theta), parameter("level", nonnegative)
z_i, every = logit(label.i, given=x.i), logit(label.each, given=x.i)
kind = sample("kind", domain=Categories("M"))
spread = kind.total(density("r", theta)(kind.each, given=label.i) ** 2)
label_is = Same(label.each, label.each)
one_count, other_count = sample("count", domain=countable), sample("amount", domain=countable)
softmax = exp(every) / label.total(exp(every))

LOG_LIKELIHOOD = x.sum(log(q(x.i)))
LOSS = x.sum(-log(q(x.i))) / n


def likelihood() -> Chain:
    return Chain("likelihood", argmax(x.product(q(x.i)), theta))


def log_likelihood() -> Chain:
    return Chain("log_likelihood", argmax(LOG_LIKELIHOOD, theta))


def loss() -> Chain:
    return Chain("loss", argmin(LOSS, theta))


def conditional_loss() -> Chain:
    return Chain("conditional_loss", argmin(x.sum(-log(q(y.i, given=x.i))) / n, theta))


def divergence() -> Chain:
    return Chain("divergence", argmin(kl_divergence(p, q, x), theta))


def minimise(objective: Any, *unknowns: Any) -> Chain:
    return Chain("minimise", argmin(objective, *(unknowns or (theta,))))


def by_hand(chain: Chain, rule: str, map_: Any, direction: int, on: RealInterval = extended_reals) -> Chain:
    return chain.then(Step(rule, "monotone", (u, map_, on, direction)))


def turned(chain: Chain, rule: str, target: Any) -> Chain:
    """A rewrite that calls itself by another rule's name."""
    return chain.then(Step(rule, "rewrite", (target,)))


def to_limit(chain: Chain, summand: Any, law: Any, condition: Any = POINTWISE) -> Chain:
    return chain.then(Step("law_of_large_numbers", "limit", (summand, law, condition)))


def Because(target: Any) -> Any:
    """A rule that gives no reason."""
    return lambda problem: (Step("Because", "rewrite", (target,)),)


def row(name: str, belongs_to: str, build: Callable[[], Chain], *, why: str = "", stopped: str = OPEN) -> FalseStep:
    if stopped != OPEN and not why:
        why = CANNOT
    return FalseStep(name, tuple(belongs_to.split(", ")), build, stopped, why == "", why)


WRONG_INTEGRAL = Integral(
    sqrt(2 - Symbol("w", real=True)) * sqrt(1 / (2 - Symbol("w", real=True))), (Symbol("w", real=True), 0, 1)
)

FALSE_STEPS: tuple[FalseStep, ...] = (
    # ---- add_constant
    row(
        "a constant that is a function of theta",
        "add_constant, constant depends on theta",
        lambda: minimise(f()).then(add_constant(g())),
    ),
    row(
        "a constant that is the unknown itself",
        "add_constant, constant depends on theta",
        lambda: minimise(t**2, t).then(add_constant(t)),
    ),
    row(
        "a constant that is the model's own marginal",
        "add_constant, constant depends on theta",
        lambda: conditional_loss().then(add_constant(-x.sum(log(q(x.i))) / n)),
    ),
    row(
        "a constant behind a defined symbol",
        "add_constant, constant depends on theta",
        lambda: (
            minimise(x.sum(-log(q(y.i, given=x.i) * q(x.i))) / n)
            .then(define(q(y.i, x.i), q(y.i, given=x.i) * q(x.i)))
            .then(add_constant(2 * x.sum(log(q(y.i, x.i)))))
        ),
    ),
    row(
        "theta hidden behind a symbol that does not list it",
        "define, constant depends on theta",
        lambda: loss().then(define(r(x.i), q(x.i))).then(add_constant(x.sum(log(r(x.i))))),
        stopped=BUILT,
    ),
    row(
        "minus log p where p may vanish",
        "add_constant, possibly infinite constant",
        lambda: loss().then(add_constant(-x.sum(log(p(x.i))) / n)),
    ),
    row(
        "an infinite constant",
        "add_constant, possibly infinite constant, not strictly monotone",
        lambda: minimise(f()).then(add_constant(oo)),
    ),
    row(
        "an entropy that may be infinite",
        "add_constant, possibly infinite constant",
        lambda: minimise(cross_entropy(p, q, x)).then(add_constant(-entropy(p, x))),
        why=FINITE_TABLES,
    ),
    # ---- drop_constant
    row(
        "a summand of theta dropped",
        "drop_constant, constant depends on theta",
        lambda: minimise(f() + g()).then(drop_constant(g())),
    ),
    row(
        "minus log p dropped where p may vanish",
        "drop_constant, possibly infinite constant",
        lambda: minimise(LOSS - x.sum(log(p(x.i)))).then(drop_constant(-x.sum(log(p(x.i))))),
    ),
    row(
        "a constant dropped as if the value stayed",
        "drop_constant",
        lambda: turned(minimise(f() + d()), "drop_constant", f()),
    ),
    row(
        "the constant of one component of a mixture",
        "drop_constant",
        lambda: turned(
            minimise(x.sum(-log(2 * q(x.i) + p(x.i)))), "drop_constant", x.sum(-log(q(x.i) + p(x.i))) - n * log(2)
        ),
    ),
    row(
        "a normaliser that depends on theta dropped",
        "drop_constant, constant depends on theta",
        lambda: minimise(x.sum(log(h())) + LOSS).then(drop_constant(x.sum(log(h())))),
    ),
    # ---- decreasing
    row("a map that increases", "decreasing", lambda: minimise(f()).then(decreasing(lambda w: w / n))),
    row(
        "1/u on a set with a hole",
        "decreasing, set with a hole",
        lambda: minimise(f()).then(decreasing(lambda w: 1 / w, on=reals)),
    ),
    row(
        "minus the square on the reals",
        "decreasing, not strictly monotone",
        lambda: minimise(f()).then(decreasing(lambda w: -(w**2))),
    ),
    row(
        "minus log of what may be negative",
        "decreasing, monotone on a smaller set",
        lambda: minimise(f()).then(decreasing(lambda w: -log(w), on=nonnegative)),
    ),
    row(
        "a slope that depends on theta",
        "decreasing, constant depends on theta",
        lambda: minimise(f()).then(decreasing(lambda w: -w * h())),
    ),
    row(
        "minus u/n with the sense kept",
        "decreasing, sense kept",
        lambda: by_hand(log_likelihood(), "decreasing", -u / n, 1),
    ),
    # ---- define
    row(
        "q(x) := p(x) beside a q(y, x) in use",
        "define",
        lambda: minimise(x.sum(-log(q(y.i, x.i) * p(x.i))) / n).then(define(q(x.i), p(x.i))),
    ),
    row(
        "q(x) := p(x) after q(y, x) was dropped",
        "define",
        lambda: (
            minimise(x.sum(-log(q(y.i, x.i))) - x.sum(log(p(x.i))))
            .assume(p(x.i) > 0, q(y.i, x.i) > 0)
            .then(drop_constant(-x.sum(log(p(x.i)))))
            .then(add_constant(-x.sum(log(p(x.i)))))
            .then(define(q(x.i), p(x.i)))
        ),
    ),
    row(
        "two definitions of one symbol",
        "define",
        lambda: (
            minimise(x.sum(-log(p(x.i)) - log(r(x.i))) + f()).then(define(q(x.i), p(x.i))).then(define(q(x.i), r(x.i)))
        ),
    ),
    row(
        "q(y given x) := p(y given x) beside a q(y, x) in use",
        "define",
        lambda: minimise(x.sum(-log(q(y.i, x.i) * p(y.i, given=x.i))) / n).then(
            define(q(y.i, given=x.i), p(y.i, given=x.i))
        ),
    ),
    row(
        "q(y, x) := p(y, x) beside a q(y given x) in use",
        "define",
        lambda: minimise(x.sum(-log(q(y.i, given=x.i) * p(y.i, x.i))) / n).then(define(q(y.i, x.i), p(y.i, x.i))),
    ),
    row(
        "q(y) := p(y) beside a q(y given x) in use",
        "define",
        lambda: minimise(x.sum(-log(q(y.i, given=x.i) * p(y.i))) / n).then(define(q(y.i), p(y.i))),
    ),
    row(
        "a product of two densities of one column",
        "define",
        lambda: minimise(x.sum(-log(q(x.i) * p(x.i))) / n).then(define(density("s", theta)(x.i), q(x.i) * p(x.i))),
    ),
    row(
        "twice a density",
        "define",
        lambda: minimise(x.sum(-log(2 * q(x.i))) / n).then(define(density("s", theta)(x.i), 2 * q(x.i))),
    ),
    row(
        "a difference that sums to 1",
        "define",
        lambda: minimise(x.sum(2 * q(x.i) - p(x.i))).then(define(density("s", theta)(x.i), 2 * q(x.i) - p(x.i))),
    ),
    row(
        "q(y given x) q(x given y) for the chain rule",
        "define",
        lambda: minimise(x.sum(-log(p(y.i, given=x.i) * p(x.i, given=y.i))) + f()).then(
            define(r(y.i, x.i), p(y.i, given=x.i) * p(x.i, given=y.i))
        ),
    ),
    row(
        "a definition whose target loses a factor",
        "define, one summand scaled",
        lambda: minimise(x.sum(-log(q(y.i, given=x.i) * p(x.i))) / n).then(
            define(q(x.i), p(x.i), target=x.sum(-log(q(y.i, given=x.i))) / n)
        ),
    ),
    row(
        "a definition that reads a column it is not given",
        "define",
        lambda: conditional_loss().then(define(r(x.i), p(y.i, given=x.i))),
        stopped=BUILT,
    ),
    # ---- flip_sign
    row(
        "the sign flipped and the sense kept",
        "flip_sign, sense kept",
        lambda: by_hand(log_likelihood(), "flip_sign", -u, 1),
    ),
    row(
        "the sign flipped by a rewrite",
        "flip_sign, sense kept, sign lost",
        lambda: turned(log_likelihood(), "flip_sign", -LOG_LIKELIHOOD),
    ),
    row(
        "the sense flipped and the sign kept",
        "flip_sign, sign lost",
        lambda: by_hand(log_likelihood(), "flip_sign", u, -1),
    ),
    row(
        "the sign of one summand flipped",
        "flip_sign, sign lost, one summand scaled",
        lambda: turned(minimise(f() + g()), "flip_sign", f() - g()),
    ),
    # ---- increasing
    row(
        "the square on the reals",
        "increasing, not strictly monotone, monotone on a smaller set",
        lambda: minimise(f()).then(increasing(lambda w: w**2)),
    ),
    row(
        "the square claimed on [0, oo) for a real objective",
        "increasing, monotone on a smaller set",
        lambda: minimise(f()).then(increasing(lambda w: w**2, on=nonnegative)),
    ),
    row(
        "the absolute value",
        "increasing, not strictly monotone",
        lambda: minimise(f()).then(increasing(Abs)),
    ),
    row(
        "max(u, 0)",
        "increasing, not strictly monotone",
        lambda: minimise(f()).then(increasing(lambda w: Max(w, 0))),
    ),
    row(
        "a constant map",
        "increasing, not strictly monotone",
        lambda: minimise(f()).then(increasing(lambda w: Integer(1))),
    ),
    row(
        "-1/u on the reals",
        "increasing, set with a hole",
        lambda: minimise(f()).then(increasing(lambda w: -1 / w, on=reals)),
    ),
    row(
        "-1/u on the reals without 0",
        "increasing, set with a hole",
        lambda: minimise(1 / t, t).then(increasing(lambda w: -1 / w)),
    ),
    row(
        "log of a real objective",
        "increasing, monotone on a smaller set",
        lambda: minimise(f()).then(increasing(log)),
    ),
    row(
        "log of the log-likelihood",
        "increasing, monotone on a smaller set",
        lambda: log_likelihood().then(increasing(log)),
    ),
    row("u^3 - u", "increasing, not strictly monotone", lambda: minimise(f()).then(increasing(lambda w: w**3 - w))),
    row(
        "a map that mentions theta",
        "increasing, constant depends on theta",
        lambda: minimise(f()).then(increasing(lambda w: w * h())),
    ),
    row(
        "tan, which SymPy calls increasing",
        "increasing, peers: is_increasing(tan)",
        lambda: minimise(function("f", theta, values=RealInterval(0, 5))()).then(increasing(tan)),
    ),
    row("cos", "increasing, not strictly monotone", lambda: minimise(f()).then(increasing(cos))),
    # ---- kl_to_cross_entropy
    row(
        "the divergence where the entropy may be infinite",
        "kl_to_cross_entropy, possibly infinite constant",
        lambda: divergence().then(kl_to_cross_entropy()),
        why=FINITE_TABLES,
    ),
    row(
        "the reversed divergence",
        "kl_to_cross_entropy, KL reversed, constant depends on theta",
        lambda: minimise(kl_divergence(q, p, x)).then(kl_to_cross_entropy()),
    ),
    row(
        "the divergence turned round",
        "kl_to_cross_entropy, KL reversed",
        lambda: turned(divergence(), "kl_to_cross_entropy", kl_divergence(q, p, x)),
    ),
    row(
        "the divergence equated with the cross-entropy",
        "kl_to_cross_entropy",
        lambda: turned(divergence(), "kl_to_cross_entropy", cross_entropy(p, q, x)),
    ),
    row(
        "the cross-entropy with its minus dropped",
        "kl_to_cross_entropy, sign lost",
        lambda: turned(
            minimise(cross_entropy(p, q, x)),
            "kl_to_cross_entropy",
            expectation(log(q(x.outcome)), p(x.outcome)),
        ),
    ),
    row(
        "the divergence from data that are not countable",
        "kl_to_cross_entropy",
        lambda: minimise(kl_divergence(empirical(x), q, x)).then(kl_to_cross_entropy()),
        stopped=BUILT,
    ),
    row(
        "an expectation that is no divergence",
        "kl_to_cross_entropy",
        lambda: minimise(expectation(log(p(x.outcome)) - log(q(x.outcome)), r(x.outcome))).then(kl_to_cross_entropy()),
        stopped=BUILT,
    ),
    # ---- law_of_large_numbers
    row(
        "a law that mentions theta",
        "law_of_large_numbers, law mentions theta",
        lambda: loss().then(law_of_large_numbers(q)),
    ),
    row(
        "a law that hides theta in a second parameter",
        "law_of_large_numbers, law mentions theta",
        lambda: minimise(LOSS, theta, tau).then(law_of_large_numbers(density("w", tau))),
    ),
    row(
        "a law that mentions theta, conditional data",
        "law_of_large_numbers, law mentions theta",
        lambda: minimise(x.sum(-log(q(y.i, x.i))) / n).then(law_of_large_numbers(q)),
    ),
    row(
        "the limit of a sum that is no mean",
        "law_of_large_numbers",
        lambda: to_limit(minimise(x.sum(-log(q(x.i)))), -log(q(x.outcome)), p(x.outcome)),
    ),
    row(
        "the limit of another loss",
        "law_of_large_numbers, sign lost",
        lambda: to_limit(loss(), log(q(x.outcome)), p(x.outcome)),
    ),
    row(
        "the limit of the log of the mean",
        "law_of_large_numbers, log of the mean",
        lambda: to_limit(minimise(log(x.sum(q(x.i)) / n)), log(q(x.outcome)), p(x.outcome)),
    ),
    row(
        "the limit of a sum divided by n - 1",
        "law_of_large_numbers, loss mentions n",
        lambda: to_limit(minimise(x.sum(-log(q(x.i))) / (n + 1)), -log(q(x.outcome)), p(x.outcome)),
    ),
    row(
        "a loss that mentions n",
        "law_of_large_numbers, loss mentions n",
        lambda: minimise(LOSS / n).then(law_of_large_numbers(p)),
        stopped=BUILT,
    ),
    row(
        "a loss that reads another row",
        "law_of_large_numbers, loss mentions n",
        lambda: to_limit(minimise(LOSS), -log(q(x.i)), p(x.outcome)),
        stopped=BUILT,
    ),
    row(
        "a loss that reads a second table",
        "law_of_large_numbers, loss mentions n",
        lambda: minimise(LOSS + z.sum(-log(q(z.i)))).then(law_of_large_numbers(p)),
        stopped=BUILT,
    ),
    row(
        "FINITE on an interval",
        "law_of_large_numbers",
        lambda: minimise(v.sum((v.i - t) ** 2) / n, t).then(law_of_large_numbers(p, FINITE)),
        why=AS_N_GROWS,
    ),
    row(
        "COMPACT on an open interval",
        "law_of_large_numbers",
        lambda: minimise(v.sum((v.i - t) ** 2) / n, t).then(law_of_large_numbers(p, COMPACT)),
        why=AS_N_GROWS,
    ),
    row(
        "CONVEX on a closed interval",
        "law_of_large_numbers",
        lambda: minimise(v.sum((v.i - a) ** 2) / n, a).then(law_of_large_numbers(p, CONVEX)),
        why=AS_N_GROWS,
    ),
    # ---- reparametrise
    row(
        "a square called one to one",
        "reparametrise, not strictly monotone",
        lambda: minimise((a - 1) ** 2, a).then(reparametrise(a, s**2)),
    ),
    row(
        "a shift that leaves the domain",
        "reparametrise, monotone on a smaller set",
        lambda: minimise(b - log(b), b).then(reparametrise(b, parameter("e1", positive) - 1)),
    ),
    row(
        "a map onto half of an interval",
        "reparametrise",
        lambda: minimise((parameter("w", unit_interval) - 1) ** 2, parameter("w", unit_interval)).then(
            reparametrise(parameter("w", unit_interval), parameter("h1", unit_interval) / 2)
        ),
    ),
    row(
        "a square onto the reals",
        "reparametrise",
        lambda: minimise((t + 1) ** 2, t).then(reparametrise(t, s**2, one_to_one=False)),
    ),
    row(
        "exp onto the reals",
        "reparametrise",
        lambda: minimise((t + 1) ** 2, t).then(reparametrise(t, exp(s))),
    ),
    row(
        "an interval from finitely many points",
        "reparametrise",
        lambda: minimise((parameter("w", unit_interval) - Rational(1, 3)) ** 2, parameter("w", unit_interval)).then(
            reparametrise(parameter("w", unit_interval), parameter("h1", FiniteSet((0, 1))))
        ),
    ),
    row(
        "an unknown that was replaced, as a constant",
        "reparametrise, add_constant, constant depends on theta",
        lambda: minimise((t - 1) ** 2, t).then(reparametrise(t, 2 * s)).then(add_constant(-t)),
        stopped=BUILT,
    ),
    row(
        "an unknown that was replaced, as a factor",
        "reparametrise, scale, constant depends on theta",
        lambda: minimise((b - 2) ** 2, b).then(reparametrise(b, exp(s))).then(scale(1 / b)),
        stopped=BUILT,
    ),
    row(
        "an unknown that was replaced, in a density that is added",
        "reparametrise, add_constant, constant depends on theta",
        lambda: (
            minimise(x.sum(-log(density("q", t)(x.i))), t)
            .assume(density("q", t)(x.i) > 0)
            .then(reparametrise(t, 2 * s))
            .then(add_constant(x.sum(log(density("q", t)(x.i)))))
        ),
        stopped=BUILT,
    ),
    row(
        "an unknown that was replaced, in the law of the data",
        "reparametrise, law_of_large_numbers, law mentions theta",
        lambda: (
            minimise(v.sum((v.i - t) ** 2) / n, t)
            .then(reparametrise(t, 2 * s))
            .then(law_of_large_numbers(density("q", t)))
        ),
        stopped=BUILT,
    ),
    row(
        "a scale that may be zero",
        "reparametrise",
        lambda: minimise((t - 1) ** 2, t).then(reparametrise(t, c * s, new=s)),
    ),
    row(
        "a shift of the positive numbers by a known constant",
        "reparametrise",
        lambda: minimise(b - log(b), b).then(
            reparametrise(b, y0 + parameter("e1", positive), new=parameter("e1", positive))
        ),
    ),
    row(
        "whole numbers counted from 1 that are counted from 0",
        "reparametrise",
        lambda: minimise((parameter("j0", Integers(0)) - 3) ** 2, parameter("j0", Integers(0))).then(
            reparametrise(parameter("j0", Integers(0)), parameter("j1", Integers(0)) + 1)
        ),
    ),
    row(
        "a map of two unknowns",
        "reparametrise",
        lambda: minimise((t - 1) ** 2 + c**2, t, c).then(reparametrise(t, c * s)),
        stopped=BUILT,
    ),
    # ---- rewrite
    row(
        "the log of the mean",
        "rewrite, log of the mean",
        lambda: minimise(x.sum(log(q(x.i))) / n).then(rewrite(log(x.sum(q(x.i)) / n))),
    ),
    row(
        "the mean of the logs",
        "rewrite, log of the mean",
        lambda: minimise(log(x.sum(q(x.i)) / n)).then(rewrite(x.sum(log(q(x.i))) / n)),
    ),
    row(
        "the log of an expectation",
        "rewrite, log of the mean",
        lambda: minimise(-log(expectation(q(x.outcome), p(x.outcome)))).then(rewrite(cross_entropy(p, q, x))),
    ),
    row(
        "one summand scaled",
        "rewrite, one summand scaled",
        lambda: minimise(f() + g()).then(rewrite(f() + 2 * g())),
    ),
    row(
        "one summand of the loss divided by n",
        "rewrite, one summand scaled",
        lambda: minimise(x.sum(-log(q(y.i, given=x.i)) - log(q(x.i)))).then(
            rewrite(x.sum(-log(q(y.i, given=x.i))) - x.sum(log(q(x.i))) / n)
        ),
    ),
    row("a dropped minus", "rewrite, sign lost", lambda: loss().then(rewrite(x.sum(log(q(x.i))) / n))),
    row("twice the objective", "rewrite", lambda: loss().then(rewrite(2 * LOSS))),
    row(
        "a product of logs",
        "rewrite",
        lambda: likelihood().then(increasing(log)).then(rewrite(x.product(log(q(x.i))))),
    ),
    row(
        "log(a + b) = log a + log b",
        "rewrite",
        lambda: minimise(x.sum(-log(q(x.i) + p(x.i)))).then(rewrite(x.sum(-log(q(x.i)) - log(p(x.i))))),
    ),
    row(
        "a sum of products",
        "rewrite",
        lambda: minimise(x.sum(q(x.i) * p(x.i))).then(rewrite(x.sum(q(x.i)) * x.sum(p(x.i)))),
    ),
    row(
        "exp of a sum as a sum of exps",
        "rewrite",
        lambda: minimise(exp(f() + g())).then(rewrite(exp(f()) + exp(g()))),
    ),
    row(
        "exp of a sum over rows as a sum",
        "rewrite",
        lambda: log_likelihood().then(increasing(exp)).then(rewrite(x.sum(q(x.i)))),
    ),
    row(
        "a product of sums",
        "rewrite",
        lambda: minimise(x.product(q(x.i) + p(x.i))).then(rewrite(x.product(q(x.i)) + x.product(p(x.i)))),
    ),
    row(
        "the square of a sum",
        "rewrite",
        lambda: minimise(v.sum(v.i) ** 2 + f()).then(rewrite(v.sum(v.i**2) + f())),
    ),
    row(
        "log of a square",
        "rewrite, monotone on a smaller set",
        lambda: minimise(log(f() ** 2)).then(rewrite(2 * log(f()))),
    ),
    row(
        "the root of a square",
        "rewrite, monotone on a smaller set",
        lambda: minimise(sqrt(f() ** 2)).then(rewrite(f())),
    ),
    row(
        "the log of a product of factors that may be negative",
        "rewrite, factor of unknown sign",
        lambda: minimise(exp(f() * g())).then(rewrite(exp(f()) * exp(g()))),
    ),
    row(
        "a conditional density for a joint one",
        "rewrite",
        lambda: minimise(x.sum(-log(q(y.i, x.i)))).then(rewrite(x.sum(-log(q(y.i, given=x.i))))),
    ),
    row(
        "the condition and the outcome exchanged",
        "rewrite",
        lambda: conditional_loss().then(rewrite(x.sum(-log(q(x.i, given=y.i))) / n)),
    ),
    row(
        "columns taken for independent",
        "rewrite",
        lambda: minimise(x.sum(-log(q(y.i, x.i)))).then(rewrite(x.sum(-log(q(y.i)) - log(q(x.i))))),
    ),
    row(
        "Kullback-Leibler divergences exchanged",
        "rewrite, KL reversed",
        lambda: divergence().then(rewrite(kl_divergence(q, p, x))),
    ),
    row(
        "the divergences of two pairs exchanged",
        "rewrite, KL reversed",
        lambda: minimise(kl_divergence(p, q, x) + f()).then(rewrite(kl_divergence(q, p, x) + f())),
    ),
    row(
        "E[a - b] split where both may be infinite",
        "rewrite, E split",
        lambda: divergence().then(
            rewrite(
                expectation(log(p(x.outcome)), p(x.outcome)) - expectation(log(q(x.outcome)), p(x.outcome)),
            )
        ),
        why=FINITE_TABLES,
    ),
    row(
        "E[log q - log r] split where both vanish",
        "rewrite, E split",
        lambda: minimise(expectation(log(q(x.outcome)) - log(r(x.outcome)), p(x.outcome))).then(
            rewrite(expectation(log(q(x.outcome)), p(x.outcome)) - expectation(log(r(x.outcome)), p(x.outcome)))
        ),
    ),
    row(
        "E[a b] = E[a] E[b]",
        "rewrite, E split",
        lambda: minimise(expectation(q(x.outcome) * r(x.outcome), p(x.outcome))).then(
            rewrite(expectation(q(x.outcome), p(x.outcome)) * expectation(r(x.outcome), p(x.outcome)))
        ),
    ),
    row(
        "E[a - b] split for abstract functions",
        "rewrite, E split",
        lambda: minimise(expectation(f(x.outcome) - g(x.outcome), p(x.outcome))).then(
            rewrite(expectation(f(x.outcome), p(x.outcome)) - expectation(g(x.outcome), p(x.outcome)))
        ),
        why=FINITE_TABLES,
    ),
    row(
        "the mean of two means of unequal tables",
        "rewrite, n varies",
        lambda: minimise((LOSS + z.sum(-log(p(z.i))) / z.n) / 2).then(
            rewrite((x.sum(-log(q(x.i))) + z.sum(-log(p(z.i)))) / (n + z.n))
        ),
    ),
    row(
        "a mean divided by the other table's count",
        "rewrite, n varies",
        lambda: loss().then(rewrite(x.sum(-log(q(x.i))) / z.n)),
    ),
    row(
        "the sum of two means as one mean",
        "rewrite, n varies",
        lambda: minimise(LOSS + z.sum(-log(q(z.i))) / z.n).then(
            rewrite((x.sum(-log(q(x.i))) + z.sum(-log(q(z.i)))) / n)
        ),
    ),
    row(
        "log a - log a, infinite",
        "rewrite, possibly infinite constant",
        lambda: minimise(f()).then(rewrite(written("f() + x.sum(log(p(x.i)) - log(p(x.i)))", f=f, x=x, p=p))),
    ),
    row(
        "y/y for 1 without y != 0",
        "rewrite, peers: y/y = 1",
        lambda: minimise(f()).then(rewrite(written("f() * (y/y)", f=f, y=y0))),
    ),
    row(
        "1 for y/y without y != 0",
        "rewrite, peers: y/y = 1",
        lambda: minimise(written("f() * (y/y)", f=f, y=y0)).then(rewrite(f())),
    ),
    row(
        "q(x)/q(x) where the likelihood vanishes",
        "rewrite, peers: y/y = 1",
        lambda: minimise(x.sum(p(x.i))).then(rewrite(written("x.sum(p(x.i) * q(x.i) / q(x.i))", p=p, q=q, x=x))),
    ),
    row(
        "a rule named Because",
        "rewrite, peers: Because",
        lambda: loss().then(Because(x.sum(q(x.i)))),
    ),
    row(
        "a rule named Because that skips to the end",
        "rewrite, peers: Because",
        lambda: loss().then(Because(cross_entropy(p, q, x))),
    ),
    row(
        "the wrong value of an integral",
        "rewrite, peers: wrong integral",
        lambda: minimise(f() * WRONG_INTEGRAL).then(rewrite(-f())),
        why="the evaluator knows no integrals: what is unknown stays unknown on both sides",
    ),
    # ---- scale
    row(
        "a factor of unknown sign",
        "scale, factor of unknown sign",
        lambda: minimise(f()).then(scale(c)),
    ),
    row(
        "a factor that may be zero",
        "scale, factor of unknown sign, not strictly monotone",
        lambda: minimise(f()).then(scale(a)),
    ),
    row(
        "a factor read off the data",
        "scale, factor of unknown sign",
        lambda: minimise(f()).then(scale(v.sum(v.i))),
    ),
    row(
        "a factor of theta",
        "scale, constant depends on theta",
        lambda: minimise(f()).then(scale(h())),
    ),
    row("the factor 0", "scale, not strictly monotone", lambda: minimise(f()).then(scale(0))),
    row("an infinite factor", "scale, possibly infinite constant", lambda: minimise(f()).then(scale(oo))),
    row(
        "a negative factor with the sense kept",
        "scale, sense kept",
        lambda: by_hand(minimise(f()), "scale", -2 * u, 1),
    ),
    row("1/(n - 1) where n may be 1", "scale", lambda: loss().then(scale(1 / (n - 1)))),
    row(
        "a factor as if the value stayed",
        "scale, n varies",
        lambda: turned(minimise(x.sum(-log(q(x.i)))), "scale", LOSS),
    ),
    row(
        "a likelihood that may vanish as a factor",
        "scale",
        lambda: minimise(f()).then(scale(x.product(p(x.i)))),
    ),
    # ---- what is claimed
    row(
        "a claimed end that is another problem",
        "claim is not the end",
        lambda: likelihood().then(increasing(log)).claim(argmin(LOSS, theta)),
        stopped=REPLAYED,
        why="there is nothing to attack where the claim is about another problem",
    ),
    row(
        "a claimed end with the other sense",
        "claim is not the end, sense kept",
        lambda: likelihood().then(increasing(log)).claim(argmin(log(x.product(q(x.i))), theta)),
        stopped=REPLAYED,
        why="there is nothing to attack where the claim is about another problem",
    ),
    row(
        "a claim without a step towards it",
        "claim is not the end, peers: 1 == 1",
        lambda: likelihood().then(rewrite(x.product(q(x.i)))).claim(argmin(cross_entropy(p, q, x), theta), SAME),
        stopped=REPLAYED,
        why="there is nothing to attack where the claim is about another problem",
    ),
    row(
        "a hypothesis that only repeats 1 == 1",
        "peers: 1 == 1",
        lambda: likelihood().assume(Eq(Integer(1), Integer(1))),
        stopped=BUILT,
    ),
    row(
        "1 = 1 for the reason of a rewrite",
        "rewrite, peers: 1 == 1",
        lambda: minimise(f()).then(rewrite(f())).then(Because(f() + 1)),
    ),
    row(
        "a limit claimed to be an equality",
        "law_of_large_numbers",
        lambda: _claimed(loss().then(law_of_large_numbers(p)), SAME),
    ),
    row(
        "a limit of values claimed of minimisers",
        "law_of_large_numbers",
        lambda: _claimed(loss().then(law_of_large_numbers(p)), Relation("LIMIT", (), COMPACT)),
        why=AS_N_GROWS,
    ),
    # ---- words that mean nothing
    row("a symbol that nobody declared", "undeclared", lambda: minimise(f() + Symbol("w")), stopped=BUILT),
    row(
        "a step that brings in an undeclared symbol",
        "undeclared, add_constant",
        lambda: minimise(f()).then(add_constant(Symbol("w"))),
        stopped=BUILT,
    ),
    row(
        "a map that brings in an undeclared symbol",
        "undeclared, scale",
        lambda: minimise(f()).then(scale(Symbol("w", positive=True))),
        stopped=BUILT,
    ),
    row(
        "a datum with the name of a bound column",
        "name of a bound variable",
        lambda: minimise(x.sum(-log(q(x.i))) + parameter("x", reals)),
        stopped=BUILT,
    ),
    row(
        "a datum with the name of a number of rows",
        "name of a bound variable",
        lambda: loss().then(scale(parameter("n", positive))),
        stopped=BUILT,
    ),
    row(
        "a row that nothing binds",
        "name of a bound variable",
        lambda: minimise(-log(q(x.i))),
        stopped=BUILT,
    ),
    row(
        "a sum over rows inside another one",
        "name of a bound variable",
        lambda: minimise(x.sum(x.sum(-log(q(x.i))))),
        stopped=BUILT,
    ),
    row(
        "the row of a sum captured by an expectation over the same rows",
        "name of a bound variable, rewrite",
        lambda: minimise(x.sum(expectation(f(x.outcome) * g(x.i), phat(x.outcome)))).then(
            rewrite(x.sum(expectation(f(x.outcome) * g(x.outcome), phat(x.outcome))))
        ),
        stopped=BUILT,
    ),
    row(
        "the outcome of an expectation captured by a sum over the same rows",
        "name of a bound variable, rewrite",
        lambda: minimise(expectation(x.sum(f(x.i) * g(x.outcome)), phat(x.outcome))).then(
            rewrite(x.sum(f(x.i) * g(x.i)))
        ),
        stopped=BUILT,
    ),
    row(
        "an outcome taken out of its expectation",
        "name of a bound variable",
        lambda: divergence().then(add_constant(log(p(x.outcome)))),
        stopped=BUILT,
    ),
    row(
        "cross-entropy with logits that takes the sign from the wrong side",
        "rewrite",
        lambda: minimise(x.sum(log(1 + exp(f(x.i))) - hit.i * f(x.i)) / n).then(
            rewrite(x.sum(Max(-f(x.i), 0) - hit.i * f(x.i) + log(1 + exp(-Abs(f(x.i))))) / n)
        ),
    ),
    row(
        "one sign for all rows",
        "rewrite",
        lambda: minimise(x.sum(Max(f(x.i), 0))).then(rewrite(Max(x.sum(f(x.i)), 0))),
    ),
    row(
        "a class in a definition, caught by a sum around it",
        "define",
        lambda: minimise(f()).then(
            define(
                density("r", theta)(kind.i, given=label.i),
                q(kind.i, given=label.each),
                target=f() + n * x.sum(spread**2) - x.sum(spread) ** 2,
            )
        ),
    ),
    row(
        "a formal parameter twice",
        "define",
        lambda: minimise(x.sum(-log(density("q", s)(x.i))), s).then(
            define(density("r", c, c)(x.i), density("q", c)(x.i), target=x.sum(-log(density("r", t, s)(x.i))))
        ),
        stopped=BUILT,
    ),
    row(
        "a definition read outside of its domain",
        "define",
        lambda: minimise(x.sum(-log(density("q", t)(x.i))), t).then(
            define(density("r", b)(x.i), density("q", b)(x.i), target=x.sum(-log(density("r", t)(x.i))))
        ),
    ),
    row(
        "a function that is called log",
        "scale, name of a bound variable",
        lambda: minimise(f()).then(scale(v.sum(function("log", values=positive)(v.i)))),
        stopped=BUILT,
    ),
    row(
        "a parameter that is called pi, beside pi",
        "scale, name of a bound variable",
        lambda: minimise(f() * pi).then(scale(1 - parameter("pi", open_unit_interval))),
        stopped=BUILT,
    ),
    row(
        "a datum that is called like the number of classes",
        "scale, name of a bound variable",
        lambda: minimise(f() + label.total(label_is)).then(scale(parameter("K", positive))),
        stopped=BUILT,
    ),
    row(
        "the arguments of a function exchanged",
        "rewrite",
        lambda: minimise(v.sum(f(v.i, events.i))).then(rewrite(v.sum(f(events.i, v.i)))),
    ),
    row(
        "the empirical distribution of another sample",
        "add_constant",
        lambda: minimise(f()).then(add_constant(other_count.sum(log(empirical(one_count)(other_count.i))))),
        stopped=BUILT,
    ),
    row(
        "softmax normalised by one class",
        "rewrite",
        lambda: minimise(x.sum(-label.total(Same(label.each, label.i) * log(softmax))) / n).then(
            rewrite(x.sum(log(label.total(exp(z_i))) - z_i) / n)
        ),
    ),
    row(
        "terms that merge where a class is chosen, counted once",
        "rewrite",
        lambda: minimise(x.sum(exp(label.total(Same(label.each, label.i) * log(exp(every) + exp(z_i)))))).then(
            rewrite(x.sum(exp(z_i)))
        ),
    ),
    row(
        "an indicator and its complement where the two meet",
        "rewrite",
        lambda: minimise(v.sum(AtMost(v.i, t)), t).then(rewrite(n - v.sum(AtMost(t, v.i)))),
    ),
    row(
        "an indicator scaled by what may be 0",
        "rewrite",
        lambda: minimise(v.sum(AtMost(level * v.i, level * t)) * t, t).then(rewrite(v.sum(AtMost(v.i, t)) * t)),
    ),
    row(
        "a factorial one too late",
        "rewrite",
        lambda: minimise(x.sum(factorial(events.i)) * f()).then(rewrite(x.sum(gamma(events.i + 2)) * f())),
    ),
    row(
        "an angle and half a turn",
        "rewrite",
        lambda: minimise(-v.sum(cos(v.i - t)), t).then(
            rewrite(-v.sum(cos(t - v.i + pi * parameter("whole", Integers()))))
        ),
    ),
)


def _claimed(chain: Chain, relation: Relation) -> Chain:
    return chain.claim(chain.end, relation)
