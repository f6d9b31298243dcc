"""Expectations: what may be split off, what leaves, which columns a mean needs, means of means, divergences."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from spelling import Spelling, defined, equal
from sympy import Abs, Add, Integer, Mul, Rational, cos, exp, log, oo, sin, sympify, tanh
from sympy.core.relational import Relational

from symbolic.chain import Chain, argmin
from symbolic.core.domains import (
    binary,
    countable,
    counts,
    extended_nonnegative,
    nonnegative,
    positive,
    reals,
    unit_interval,
)
from symbolic.core.statement import Statement
from symbolic.core.terms import (
    Applied,
    AtMost,
    Expectation,
    NegativePart,
    density,
    function,
    logistic,
    parameter,
    raw,
    sample,
    softplus,
)
from symbolic.kernel import Derivation
from symbolic.obligations import Obligation
from symbolic.rules import rewrite

theta, w, v = parameter("theta"), parameter("w", reals), parameter("v", unit_interval)
s, t = parameter("s", positive), parameter("t", positive)
X, Y, Z = (sample(name).outcome for name in ("x", "y", "z"))
B = sample("b", domain=binary).outcome
C, D = (sample(name, domain=countable).outcome for name in ("c", "d"))
N = sample("m", domain=counts).outcome
R = sample("r", domain=reals).outcome
p, q, r = density("p"), density("q", theta), density("r")
f, g, h = function("f", theta), function("g"), function("h", theta, values=nonnegative)
F, G, H = f(X), g(X), h(X)
LAW, JOINT = p(X), p(X, Y)


def plus(*parts: Any) -> Any:
    """The sum, as it is written."""
    return raw(Add, tuple(map(sympify, parts)))


def mean(body: Any, law: Applied = LAW) -> Any:
    """E[body]."""
    return Expectation(body, law)


def finite(body: Any, law: Applied = LAW) -> Relational:
    """E|body| < oo."""
    return Expectation(raw(Abs, (body,)), law) < oo


def below(body: Any, law: Applied = LAW) -> Relational:
    """E[(body)^-] < oo."""
    return Expectation(NegativePart(body), law) < oo


def above(body: Any, law: Applied = LAW) -> Relational:
    """E[(body)^+] < oo."""
    return below(-body, law)


def within(body: Any, *given: Relational) -> Statement:
    """It lies in [0, oo]."""
    return Obligation("within", (body, extended_nonnegative), given)


def step(before: Any, after: Any, *given: Relational) -> Derivation:
    """A step, which owes that what comes after is defined."""
    return Chain("step", argmin(before, theta)).assume(*given).then(rewrite(after))


def kl(one: Any, other: Any) -> Any:
    """log one - log other."""
    return log(one) - log(other)


Q_GIVEN, P_GIVEN = q(Y, given=X), p(Y, given=X)
CONDITIONAL = kl(P_GIVEN, Q_GIVEN)

ROWS = (
    Spelling(
        "a bounded summand is split off",
        equal(mean(F + logistic(G)), plus(mean(F), mean(logistic(G)))),
        (
            equal(mean(F + logistic(G)), plus(mean(F), -mean(logistic(G)))),
            equal(mean(F + logistic(G)), plus(mean(F), logistic(mean(G))), finite(G)),
            step(mean(F + G), plus(mean(F), mean(G)), below(F + G)),
            equal(mean(F + logistic(G)), plus(mean(F), mean(logistic(G), r(X)))),
        ),
    ),
    Spelling(
        "an indicator is split off",
        equal(mean(f(R) + AtMost(0, R), p(R)), plus(mean(f(R), p(R)), mean(AtMost(0, R), p(R)))),
        (
            equal(mean(f(R) + AtMost(0, R), p(R)), plus(mean(f(R), p(R)), mean(AtMost(R, 0), p(R)))),
            equal(mean(f(R) + AtMost(0, R), p(R)), plus(mean(f(R), p(R)), 1)),
            equal(mean(f(R) * AtMost(0, R), p(R)), mean(f(R), p(R)) * mean(AtMost(0, R), p(R))),
        ),
    ),
    Spelling(
        "a label of 0 or 1 is split off",
        equal(mean(w * B + f(B), p(B)), plus(w * mean(B, p(B)), mean(f(B), p(B)))),
        (
            equal(mean(w * B + f(B), p(B)), plus(mean(B, p(B)), mean(f(B), p(B)))),
            equal(mean(w * B + f(B), p(B)), plus(w, mean(f(B), p(B)))),
            step(mean(w * N + f(N), p(N)), plus(w * mean(N, p(N)), mean(f(N), p(N))), below(w * N + f(N), p(N))),
        ),
    ),
    Spelling(
        "a sum as a factor leaves",
        equal(mean((1 + w) * F), raw(Mul, (1 + w, mean(F)))),
        (
            equal(mean((1 + w) * F), raw(Mul, (1 - w, mean(F)))),
            equal(mean((1 + w) * F), plus(1, raw(Mul, (w, mean(F))))),
            equal(mean((1 + R) * f(R), p(R)), raw(Mul, (1 + mean(R, p(R)), mean(f(R), p(R)))), finite(R, p(R))),
            step(mean((1 + w) * F), plus(mean(F), w * mean(F)), below((1 + w) * F)),
        ),
    ),
    Spelling(
        "a quotient and a logarithm as factors leave",
        equal(mean(log(s) * F / (1 + t)), log(s) * mean(F) / (1 + t)),
        (
            equal(mean(log(s) * F / (1 + t)), log(s) * mean(F) / (2 + t)),
            equal(mean(log(s) * F / (1 + t)), log(t) * mean(F) / (1 + t)),
            equal(mean(log(s) * F / (1 + t)), log(s * mean(F)) / (1 + t), finite(F)),
        ),
    ),
    Spelling(
        "a factor of all summands leaves",
        equal(mean((w - v) * (F - log(q(X)))), raw(Mul, (w - v, mean(F - log(q(X)))))),
        (
            equal(mean((w - v) * (F - log(q(X)))), raw(Mul, (w + v, mean(F - log(q(X)))))),
            equal(mean((w - v) * (F - log(q(X)))), raw(Mul, (v - w, mean(F - log(q(X)))))),
            equal(mean((w - v) * (F - log(q(X)))), raw(Mul, (w - v, mean(F + log(q(X)))))),
        ),
    ),
    Spelling(
        "one summand is integrable",
        step(mean(F - log(q(X))), plus(mean(F), -mean(log(q(X)))), finite(F), below(-log(q(X)))),
        (
            step(mean(F - log(q(X))), plus(mean(F), -mean(log(q(X)))), finite(F, r(X)), below(F - log(q(X)))),
            step(mean(F - log(q(X))), plus(mean(F), -mean(log(q(X)))), finite(G), below(F - log(q(X)))),
            equal(mean(F - log(q(X))), plus(mean(F), mean(log(q(X)))), finite(F)),
        ),
    ),
    Spelling(
        "both negative parts are integrable",
        step(mean(F + G), plus(mean(F), mean(G)), below(F), below(G)),
        (
            step(mean(F + G), plus(mean(F), mean(G)), below(F), below(F + G)),
            step(mean(F + G), plus(mean(F), mean(G)), below(F), above(G), below(F + G)),
            step(mean(F + G), plus(mean(F), mean(G)), below(F, r(X)), below(G, r(X)), below(F + G)),
            step(mean(F - G), plus(mean(F), -mean(G)), below(F), below(G), below(F - G)),
            equal(mean(F + G), plus(mean(F), -mean(G)), below(F), below(G)),
        ),
    ),
    Spelling(
        "both positive parts are integrable",
        step(mean(F + G), plus(mean(F), mean(G)), above(F), above(G)),
        (
            step(mean(F + G), plus(mean(F), mean(G)), above(F), below(G), above(F + G)),
            step(mean(F + G), plus(mean(F), mean(G)), above(F), above(F + G)),
            step(mean(F - G), plus(mean(F), -mean(G)), above(F), above(G), below(F - G)),
            equal(mean(2 * F + G), plus(mean(F), mean(G)), above(F), above(G)),
        ),
    ),
    Spelling(
        "the square of one summand has a finite mean",
        step(mean(F - log(q(X))), plus(mean(F), -mean(log(q(X)))), mean(F**2) < oo, below(-log(q(X)))),
        (
            step(mean(F - log(q(X))), plus(mean(F), -mean(log(q(X)))), mean(F**3) < oo, below(F - log(q(X)))),
            step(mean(F - log(q(X))), plus(mean(F), -mean(log(q(X)))), mean(F**2, r(X)) < oo, below(F - log(q(X)))),
            step(mean(F - log(q(X))), plus(mean(F), -mean(log(q(X)))), mean(G**2) < oo, below(F - log(q(X)))),
        ),
    ),
    Spelling(
        "two means below oo",
        step(mean(F + G), plus(mean(F), mean(G)), mean(F) < oo, mean(G) < oo),
        (
            step(mean(F + G), plus(mean(F), mean(G)), mean(F) < oo, mean(-G) < oo, below(F + G)),
            step(mean(F - G), plus(mean(F), -mean(G)), mean(F) < oo, mean(G) < oo, below(F - G)),
            step(mean(F + G), plus(mean(F), mean(G)), mean(F) < oo, mean(F + G) < oo),
        ),
    ),
    Spelling(
        "a mean of conditional means of a size is finite",
        equal(
            mean(f(X, Y) + g(Y), JOINT),
            plus(mean(f(X, Y), JOINT), mean(g(Y), p(Y))),
            mean(mean(raw(Abs, (f(X, Y),)), P_GIVEN)) < oo,
        ),
        (
            step(
                mean(f(X, Y) + g(Y), JOINT),
                plus(mean(f(X, Y), JOINT), mean(g(Y), p(Y))),
                mean(mean(raw(Abs, (f(X, Y),)), Q_GIVEN)) < oo,
                below(f(X, Y) + g(Y), JOINT),
            ),
            step(
                mean(f(X, Y) + g(Y), JOINT),
                plus(mean(f(X, Y), JOINT), mean(g(Y), p(Y))),
                finite(mean(f(X, Y), P_GIVEN)),
                below(f(X, Y) + g(Y), JOINT),
            ),
            equal(
                mean(f(X, Y) + g(Y), JOINT),
                plus(mean(f(X, Y), JOINT), -mean(g(Y), p(Y))),
                mean(mean(raw(Abs, (f(X, Y),)), P_GIVEN)) < oo,
            ),
        ),
    ),
    Spelling(
        "the cross-entropy is the entropy and the divergence, of labels",
        step(mean(-log(q(C)), p(C)), plus(mean(-log(p(C)), p(C)), mean(kl(p(C), q(C)), p(C)))),
        (
            equal(mean(-log(q(C)), p(C)), plus(mean(log(p(C)), p(C)), mean(kl(p(C), q(C)), p(C)))),
            equal(mean(-log(q(C)), p(C)), plus(mean(-log(p(C)), p(C)), mean(kl(q(C), p(C)), p(C)))),
            step(mean(-log(q(X))), plus(mean(-log(p(X))), mean(kl(p(X), q(X)))), below(-log(q(X)))),
        ),
    ),
    Spelling(
        "what is nowhere negative is split",
        step(mean(H + G**2 + exp(F)), plus(mean(H), mean(G**2), mean(exp(F)))),
        (
            step(mean(H - G**2), plus(mean(H), -mean(G**2)), below(H - G**2)),
            equal(mean(H + G**2), plus(mean(H), raw(Mul, (mean(G), mean(G)))), finite(G)),
            equal(mean(H + exp(F)), plus(mean(H), exp(mean(F))), finite(F)),
        ),
    ),
    Spelling(
        "a divergence and what is bounded below",
        step(mean(kl(p(X), q(X)) + H), plus(mean(kl(p(X), q(X))), mean(H))),
        (
            step(mean(kl(q(X), p(X)) + H), plus(mean(kl(q(X), p(X))), mean(H)), below(kl(q(X), p(X)) + H)),
            step(mean(kl(p(X), q(X)) - H), plus(mean(kl(p(X), q(X))), -mean(H)), below(kl(p(X), q(X)) - H)),
            equal(mean(kl(p(X), q(X)) + H), plus(mean(kl(q(X), p(X))), mean(H))),
        ),
    ),
    Spelling(
        "a sum of means is defined",
        defined(plus(mean(F), mean(G)), below(F), below(G)),
        (
            defined(plus(mean(F), mean(G)), below(F), above(G)),
            defined(plus(mean(F), mean(G)), below(F + G)),
            defined(plus(mean(F), mean(G)), below(F), below(G, r(X))),
            defined(plus(mean(F), -mean(G)), below(F), below(G)),
        ),
    ),
    Spelling(
        "one column of two",
        equal(mean(F, JOINT), mean(F)),
        (
            equal(mean(F, JOINT), mean(f(Y), p(Y))),
            equal(mean(F, JOINT), mean(F, r(X))),
            equal(mean(F, JOINT), mean(F, r(X, Y))),
            equal(mean(f(X, Y), JOINT), mean(mean(f(X, Y), p(Y)), p(X)), finite(f(X, Y), JOINT)),
        ),
    ),
    Spelling(
        "the cross-entropy of one column of three",
        equal(mean(-log(q(Y)), p(X, Y, Z)), mean(-log(q(Y)), p(Y))),
        (
            equal(mean(-log(q(Y)), p(X, Y, Z)), mean(-log(q(X)), p(X))),
            equal(mean(-log(q(Y, given=X)), p(X, Y, Z)), mean(-log(q(Y)), p(Y))),
            equal(mean(-log(q(Y)), p(X, Y, Z)), mean(-log(q(Y)), q(Y))),
        ),
    ),
    Spelling(
        "a sum over two columns",
        step(mean(F + g(Y), JOINT), plus(mean(F), mean(g(Y), p(Y))), finite(F), below(g(Y), p(Y))),
        (
            step(mean(F + g(Y), JOINT), plus(mean(F), mean(g(Y), p(Y))), finite(f(Y), p(Y)), below(F + g(Y), JOINT)),
            step(mean(F + g(Y), JOINT), plus(mean(F), mean(g(Y), p(Y))), finite(F, r(X)), below(F + g(Y), JOINT)),
            equal(mean(F * g(Y), JOINT), mean(F) * mean(g(Y), p(Y)), finite(F), finite(g(Y), p(Y))),
        ),
    ),
    Spelling(
        "the tower rule below",
        equal(mean(f(X, Y), JOINT), mean(mean(f(X, Y), P_GIVEN)), below(f(X, Y), JOINT)),
        (
            equal(mean(f(X, Y), JOINT), mean(mean(f(X, Y), p(Y))), finite(f(X, Y), JOINT)),
            equal(mean(f(X, Y), JOINT), mean(mean(f(X, Y), Q_GIVEN)), finite(f(X, Y), JOINT)),
            equal(mean(f(X, Y), JOINT), mean(mean(f(X, Y), P_GIVEN), r(X)), finite(f(X, Y), JOINT)),
            step(mean(mean(f(X, Y), P_GIVEN)), mean(f(X, Y), JOINT), below(mean(f(X, Y), P_GIVEN))),
        ),
    ),
    Spelling(
        "the tower rule above",
        equal(mean(mean(f(X, Y), P_GIVEN)), mean(f(X, Y), JOINT), above(f(X, Y), JOINT)),
        (
            equal(mean(mean(f(X, Y), P_GIVEN)), -mean(f(X, Y), JOINT), above(f(X, Y), JOINT)),
            equal(mean(mean(f(X, Y), p(X, given=Y))), mean(f(X, Y), JOINT), above(f(X, Y), JOINT)),
            step(mean(mean(f(X, Y), P_GIVEN)), mean(f(X, Y), JOINT), above(mean(f(X, Y), P_GIVEN))),
        ),
    ),
    Spelling(
        "the law of total expectation",
        step(mean(mean(h(Y), P_GIVEN)), mean(h(Y), p(Y))),
        (
            equal(mean(mean(h(Y), P_GIVEN)), mean(h(Y), r(Y))),
            equal(mean(mean(h(Y), P_GIVEN), r(X)), mean(h(Y), p(Y))),
            equal(mean(mean(h(Y), P_GIVEN) ** 2), mean(h(Y) ** 2, p(Y))),
        ),
    ),
    Spelling(
        "what is known is taken out",
        equal(mean(G * f(Y), JOINT), mean(G * mean(f(Y), P_GIVEN)), finite(G * f(Y), JOINT)),
        (
            equal(mean(G * f(Y), JOINT), mean(G) * mean(mean(f(Y), P_GIVEN)), finite(G * f(Y), JOINT)),
            equal(mean(G * f(Y), JOINT), mean(mean(f(Y), P_GIVEN)), finite(G * f(Y), JOINT)),
            equal(mean(G * f(Y), JOINT), mean(G * mean(f(Y), p(Y))), finite(G * f(Y), JOINT)),
        ),
    ),
    Spelling(
        "three in a row",
        equal(
            mean(mean(mean(h(X, Y, Z), p(Z, given=(X, Y))), P_GIVEN)),
            mean(h(X, Y, Z), p(X, Y, Z)),
        ),
        (
            equal(mean(mean(mean(h(X, Y, Z), p(Z, given=X)), P_GIVEN)), mean(h(X, Y, Z), p(X, Y, Z))),
            equal(mean(mean(mean(h(X, Y, Z), p(Z, given=(X, Y))), p(Y))), mean(h(X, Y, Z), p(X, Y, Z))),
            equal(mean(mean(mean(h(X, Y, Z), p(Z, given=(X, Y))), P_GIVEN)), 2 * mean(h(X, Y, Z), p(X, Y, Z))),
        ),
    ),
    Spelling(
        "the divergence of conditional densities as a mean",
        step(mean(CONDITIONAL, JOINT), mean(mean(CONDITIONAL, P_GIVEN))),
        (
            equal(mean(CONDITIONAL, JOINT), mean(mean(CONDITIONAL, Q_GIVEN))),
            equal(mean(CONDITIONAL, JOINT), mean(mean(-CONDITIONAL, P_GIVEN))),
            equal(mean(CONDITIONAL, JOINT), mean(mean(CONDITIONAL, P_GIVEN), q(X))),
            equal(mean(CONDITIONAL, JOINT), mean(kl(p(Y), q(Y)), p(Y))),
        ),
    ),
    Spelling(
        "the divergence of conditional densities is defined",
        defined(mean(CONDITIONAL, JOINT)),
        (
            defined(mean(CONDITIONAL, r(X, Y))),
            defined(mean(-log(Q_GIVEN), JOINT)),
            defined(mean(2 * log(P_GIVEN) - log(Q_GIVEN), JOINT)),
            defined(mean(kl(p(Y), Q_GIVEN), JOINT)),
            defined(mean(kl(P_GIVEN, q(X, given=Y)), JOINT)),
        ),
    ),
    Spelling(
        "a density of what is drawn one after the other is positive",
        defined(mean(mean(raw(Mul, (p(X, Y), 1 / p(X, Y))), P_GIVEN))),
        (
            defined(mean(mean(raw(Mul, (p(X, Y), 1 / p(X, Y))), p(Y)))),
            defined(mean(mean(raw(Mul, (p(X, Y), 1 / p(X, Y))), Q_GIVEN))),
            defined(mean(mean(raw(Mul, (p(Z, Y), 1 / p(Z, Y))), P_GIVEN), p(X, Z))),
        ),
    ),
    Spelling(
        "the chain rule of divergence",
        step(mean(kl(p(X, Y), q(X, Y)), JOINT), plus(mean(kl(p(X), q(X))), mean(CONDITIONAL, JOINT))),
        (
            equal(mean(kl(p(X, Y), q(X, Y)), JOINT), plus(mean(kl(p(X), q(X))), mean(kl(p(Y), q(Y)), p(Y)))),
            equal(mean(kl(p(X, Y), q(X, Y)), JOINT), plus(mean(kl(p(X), q(X))), -mean(CONDITIONAL, JOINT))),
            equal(
                mean(kl(p(X, Y), q(X, Y)), JOINT),
                plus(mean(kl(p(X), q(X))), mean(kl(p(X, given=Y), q(X, given=Y)), JOINT)),
            ),
            equal(mean(kl(p(X, Y), q(X, Y)), JOINT), mean(CONDITIONAL, JOINT)),
        ),
    ),
    Spelling(
        "the chain rule of divergence, the conditional one as a mean",
        step(mean(kl(p(X, Y), q(X, Y)), JOINT), plus(mean(kl(p(X), q(X))), mean(mean(CONDITIONAL, P_GIVEN)))),
        (
            equal(mean(kl(p(X, Y), q(X, Y)), JOINT), plus(mean(kl(p(X), q(X))), mean(mean(CONDITIONAL, Q_GIVEN)))),
            equal(mean(kl(p(X, Y), q(X, Y)), JOINT), plus(mean(kl(q(X), p(X))), mean(mean(CONDITIONAL, P_GIVEN)))),
            equal(mean(kl(p(X, Y), q(X, Y)), q(X, Y)), plus(mean(kl(p(X), q(X))), mean(mean(CONDITIONAL, P_GIVEN)))),
        ),
    ),
    Spelling(
        "the divergence of conditional densities is nowhere negative",
        within(mean(CONDITIONAL, JOINT)),
        (
            within(mean(-CONDITIONAL, JOINT)),
            within(mean(kl(p(Y), Q_GIVEN), JOINT)),
            within(mean(CONDITIONAL, JOINT) - 1),
            within(mean(kl(Q_GIVEN, p(Y)), JOINT)),
        ),
    ),
    Spelling(
        "mutual information is nowhere negative",
        within(mean(log(p(X, Y)) - log(p(X)) - log(p(Y)), JOINT)),
        (
            within(mean(log(p(X)) + log(p(Y)) - log(p(X, Y)), JOINT)),
            within(mean(log(q(X, Y)) - log(q(X)) - log(q(Y)), JOINT)),
            within(mean(log(p(X, Y)) - 2 * log(p(X)), JOINT)),
        ),
    ),
    Spelling(
        "the information inequality of conditional densities",
        Obligation("gibbs", (p(C, given=X), q(C, given=X), (C,), None)),
        (
            Obligation("gibbs", (p(C, given=X), 2 * q(C, given=X), (C,), None)),
            Obligation("gibbs", (p(C, given=X), q(C, given=X) + 1, (C,), None)),
            Obligation("gibbs", (p(C, given=X), g(C), (C,), None)),
        ),
    ),
    Spelling(
        "the entropy of two counts",
        step(
            mean(-log(p(C, D)), p(C, D)),
            plus(mean(-log(p(C)), p(C)), mean(-log(p(D, given=C)), p(C, D))),
        ),
        (
            equal(mean(-log(p(C, D)), p(C, D)), plus(mean(-log(p(C)), p(C)), mean(-log(p(D)), p(D)))),
            equal(mean(-log(p(C, D)), p(C, D)), plus(mean(-log(p(C)), p(C)), -mean(-log(p(D, given=C)), p(C, D)))),
            step(
                mean(-log(p(X, Y)), JOINT),
                plus(mean(-log(p(X))), mean(-log(P_GIVEN), JOINT)),
                below(-log(p(X, Y)), JOINT),
            ),
        ),
    ),
    Spelling(
        "mutual information, seen from both sides",
        equal(mean(kl(P_GIVEN, p(Y)), JOINT), mean(kl(p(X, given=Y), p(X)), JOINT)),
        (
            equal(mean(kl(P_GIVEN, p(Y)), JOINT), mean(kl(p(X), p(X, given=Y)), JOINT)),
            equal(mean(kl(P_GIVEN, p(Y)), JOINT), mean(kl(p(X, given=Y), p(Y)), JOINT)),
            equal(mean(kl(P_GIVEN, p(Y)), JOINT), mean(kl(q(X, given=Y), q(X)), JOINT)),
        ),
    ),
    Spelling(
        "from the divergence of conditional densities to their cross-entropy",
        Chain("conditional", argmin(mean(CONDITIONAL, JOINT), theta))
        .assume(finite(log(P_GIVEN), JOINT))
        .then(rewrite(plus(mean(log(P_GIVEN), JOINT), mean(-log(Q_GIVEN), JOINT)))),
        (
            Chain("other", argmin(mean(CONDITIONAL, JOINT), theta))
            .assume(finite(log(p(Y)), p(Y)))
            .then(rewrite(plus(mean(log(P_GIVEN), JOINT), mean(-log(Q_GIVEN), JOINT)))),
            Chain("none", argmin(mean(CONDITIONAL, JOINT), theta)).then(
                rewrite(plus(mean(log(P_GIVEN), JOINT), mean(-log(Q_GIVEN), JOINT)))
            ),
            Chain("below", argmin(mean(CONDITIONAL, JOINT), theta))
            .assume(below(log(P_GIVEN), JOINT))
            .then(rewrite(plus(mean(log(P_GIVEN), JOINT), mean(-log(Q_GIVEN), JOINT)))),
        ),
    ),
)


# ---- more at random --------------------------------------------------------------------------------------------------

Summand = tuple[Any, tuple[Relational, ...]]  # and what must be given, so that E u^- < oo


def _number(random: Random) -> Any:
    return random.choice((Integer(1), Integer(2), Integer(3), Rational(1, 2)))


def _function(random: Random, name: str, *points: Any) -> Any:
    letter, parameters = random.choice((("a", ()), ("b", ()), ("d", (theta,)), ("e", (theta,))))
    return function(f"{name}_{letter}", *parameters)(*points)


def _bounded(random: Random, *points: Any) -> Any:
    u = _function(random, "u", *points)
    return random.choice(
        (logistic(u), cos(u), sin(u), tanh(u), exp(-(u**2)), AtMost(0, u), 1 / (1 + exp(u)), v * cos(u))
    )


def _lower(random: Random, law: Applied, *points: Any) -> Summand:
    """A function whose negative part has a finite mean, by itself or by what is given."""
    u = _function(random, random.choice("fg"), *points)
    match random.randint(0, 6):
        case 0:
            return u, (below(u, law),)
        case 1:
            return -u, (above(u, law),)
        case 2:
            return random.choice((u**2, exp(u), softplus(u), raw(Abs, (u,)))), ()
        case 3:
            return s * u, (below(u, law),)
        case 4:
            return _bounded(random, *points), ()
        case 5:
            return kl(p(*points), q(*points)), ()
    return u, (finite(u, law),)


def _split(random: Random) -> Spelling:
    """Summands of one side, each with a number that does not turn it; or all but one are integrable."""
    count, turned = random.randint(2, 3), random.choice((1, -1))
    parts = [(exp(_function(random, "m", X)), ()), *(_lower(random, LAW, X) for _ in range(count))]
    if random.random() < 0.3:
        one = _function(random, "k", X)
        fine = _function(random, "l", X)
        parts = [(one, ()), (fine, (finite(fine),)), (_bounded(random, X), ())]
    numbers = [turned * _number(random) for _ in parts]
    given = tuple(dict.fromkeys(fact for _, facts in parts for fact in facts))
    body = plus(*(c * u for c, (u, _) in zip(numbers, parts, strict=True)))
    split = [c * mean(u) for c, (u, _) in zip(numbers, parts, strict=True)]
    left = mean(body)
    a = _function(random, "j", X)
    wrong = (
        equal(left, plus(*split, 1), *given),
        equal(left, plus(*(mean(c * u, r(X)) for c, (u, _) in zip(numbers, parts, strict=True))), *given),
        step(mean(body + a), plus(mean(body), mean(a)), *given, below(turned * (body + a))),
        step(mean(body + a), plus(*split, mean(a)), *given, below(-turned * a), below(turned * (body + a))),
    )
    return Spelling(f"split {body}", equal(left, plus(*split), *given), wrong)


def _factor(random: Random) -> Spelling:
    """A finite factor that is free of the outcome."""
    factor = random.choice(
        (1 + w, w - v, log(s), 1 / (1 + t), exp(w) - 2, w * (1 + v), (1 + w) * (2 - v), cos(w), s - t)
    )
    u = random.choice((F, -log(q(X)), G**3, F - log(q(X)), F * log(q(X))))
    left = mean(raw(Mul, (factor, u)))
    wrong = (
        equal(left, raw(Mul, (factor + 1, mean(u)))),
        equal(left, raw(Mul, (-factor, mean(u)))),
        equal(left, raw(Mul, (factor, mean(u, r(X))))),
        equal(left, plus(factor, mean(u))),
    )
    return Spelling(f"factor {factor} of {u}", equal(left, raw(Mul, (factor, mean(u)))), wrong)


def _columns(random: Random) -> Spelling:
    """Some of the columns of a joint law."""
    points = random.sample([X, Y, Z, B, C], random.randint(2, 4))
    few = points[: random.randint(1, len(points) - 1)]
    u = _function(random, "f", *few)
    body = random.choice((u, -log(q(*few)), u - log(q(*few)), u * log(q(*few))))
    other = points[len(few) :]
    wrong = (
        equal(mean(body, p(*points)), mean(body, r(*few))),
        equal(mean(body, p(*points)), mean(body, q(*few))),
        equal(mean(body, p(*points)), -mean(body, p(*few))),
        equal(mean(function("f")(*points), p(*points)), mean(mean(function("f")(*points), p(*other)), p(*few))),
    )
    return Spelling(f"columns {few} of {points}: {body}", equal(mean(body, p(*points)), mean(body, p(*few))), wrong)


def _tower(random: Random) -> Spelling:
    """A mean of conditional means, of what has a finite mean on one side."""
    points = random.sample([X, Y, Z, B, C], random.randint(2, 3))
    k = random.randint(1, len(points) - 1)
    first, then = points[:k], points[k:]
    joint, outer, inner = p(*points), p(*first), p(*then, given=tuple(first))
    u = _function(random, "f", *random.choice((points, then)))
    taken = random.choice((Integer(1), w, function("g")(*first), AtMost(0, function("g")(*first))))
    turned = random.choice((1, -1))
    whole = taken * u
    given = random.choice(((below(turned * whole, joint),), (finite(whole, joint),)))
    if taken == 1 and random.random() < 0.3:
        u, given = random.choice((exp(u), u**2, softplus(u), _bounded(random, *points))), ()
        whole = u
    left = mean(whole, joint)
    right = mean(taken * mean(u, inner), outer)
    wrong = (
        equal(left, mean(taken * mean(u, p(*then)), outer) + 1, *given),
        equal(left, mean(taken * mean(u, q(*then, given=tuple(first))), outer), *given),
        equal(left, mean(taken * mean(u, inner), r(*first)), *given),
        equal(left, -right, *given),
        step(mean(mean(_free(points), inner), outer), mean(_free(points), joint), *given),
    )
    return Spelling(f"tower of {whole} over {first}, {then}", equal(left, right, *given), wrong)


def _free(points: list[Any]) -> Any:
    return function("f_z", theta)(*points)


def _divergence(random: Random) -> Spelling:
    """A divergence of joint densities, column by column."""
    points = random.sample([X, Y, Z, B, C], random.randint(2, 3))
    joint = p(*points)
    m = random.choice((Integer(1), Integer(2), s))

    def part(one: Any, k: int) -> Any:
        return one(points[k], given=tuple(points[:k]))

    parts = [kl(part(p, k), part(q, k)) for k in range(len(points))]
    nested = random.random() < 0.5
    means = [mean(mean(u, part(p, k)), p(*points[:k])) if nested and k else mean(u, joint) for k, u in enumerate(parts)]
    whole = kl(joint, q(*points))
    sign = random.choice((1, -1))
    true: Statement = equal(sign * m * mean(whole, joint), plus(*(sign * m * e for e in means)))
    if random.random() < 0.3:
        true = within(plus(*(m * e for e in means)))
    elif random.random() < 0.3:
        true = defined(plus(*(sign * m * e for e in means)))
    wrong = (
        equal(mean(whole, joint), plus(*means[:-1])),
        equal(mean(whole, joint), plus(*means[:-1], -means[-1])),
        equal(
            mean(whole, joint), plus(*means[:-1], mean(kl(part(q, len(points) - 1), part(p, len(points) - 1)), joint))
        ),
        equal(mean(whole, joint), plus(*means[:-1], mean(kl(p(points[-1]), q(points[-1])), joint))),
        within(plus(*means[:-1], -means[-1])),
        within(mean(kl(q(*points), joint), joint)),
        defined(plus(*means[:-1], -means[-1])),
        defined(mean(whole, r(*points))),
    )
    return Spelling(f"divergence over {points}, {true}", true, wrong)


KINDS: tuple[Callable[[Random], Spelling], ...] = (_split, _factor, _columns, _tower, _divergence)


def drawn(random: Random) -> Spelling:
    """One of the kinds: a sum, a factor, a marginal, a mean of means, a divergence."""
    return random.choice(KINDS)(random)
