"""Cases over finitely many values: of labels in {0, 1} and in {-1, 1}, of few classes, and of signs."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from spelling import Spelling, defined, equal
from sympy import Abs, Expr, Integer, Max, Min, Mul, Pow, Rational, exp, log, sign

from symbolic import Chain, argmin
from symbolic.core.domains import FiniteSet, binary, open_unit_interval, positive, reals, unit_interval
from symbolic.core.terms import (
    AtMost,
    Same,
    density,
    expectation,
    function,
    logistic,
    parameter,
    raw,
    sample,
    softplus,
)
from symbolic.rules import rewrite

theta = parameter("theta")
x, t = sample("x"), sample("t", domain=binary)
y, k, c = (
    sample(*of)
    for of in (("y", "n", FiniteSet((-1, 1))), ("k", "n", FiniteSet((0, 1, 2))), ("c", "n", FiniteSet((-1, 0, 1))))
)
share, whole = sample("m", domain=unit_interval), sample("v", domain=reals)  # no labels, but of the same hull or larger
r = whole
f, loss = function("f", theta)(x.i), function("l", theta)(x.i)
p = function("p", theta, values=open_unit_interval)(x.i)
a, e = parameter("alpha", open_unit_interval), parameter("epsilon", open_unit_interval)
g, d, lam = (parameter(name, positive) for name in ("gamma", "delta", "lambda"))
z, w, s = (parameter(name, reals) for name in ("z", "w", "s"))
A, R = parameter("A", reals), parameter("R", positive)
b = parameter("b", binary)
advantage, ratio = function("A")(x.i), function("rho", theta, values=positive)(x.i)


def p_t(one: Any, label: Any) -> Any:
    """The probability of the label that was seen."""
    return one * label + (1 - one) * (1 - label)


def bce(one: Any, label: Any) -> Any:
    """The binary cross-entropy."""
    return -label * log(one) - (1 - label) * log(1 - one)


def focal(one: Any, label: Any) -> Any:
    """The focal loss, label by label."""
    return -label * (1 - one) ** g * log(one) - (1 - label) * one**g * log(1 - one)


def clip(u: Any, low: Any, high: Any) -> Any:
    """u, moved to [low, high]."""
    return Min(Max(u, low), high)


def surrogate(one: Any, by: Any) -> Any:
    """The clipped objective of a policy."""
    return Min(one * by, clip(one, 1 - e, 1 + e) * by)


def by_sign(one: Any, by: Any) -> Any:
    """The same, by the sign of the advantage."""
    return Max(by, 0) * Min(one, 1 + e) - Max(-by, 0) * Max(one, 1 - e)


def huber(u: Any, at: Any) -> Any:
    """Huber's loss."""
    return AtMost(Abs(u), at) * u**2 / 2 + (1 - AtMost(Abs(u), at)) * at * (Abs(u) - at / 2)


def smooth_l1(u: Any, at: Any) -> Any:
    """Smooth L1, whose quadratic part ends at `at`."""
    return AtMost(Abs(u), at) * u**2 / (2 * at) + (1 - AtMost(Abs(u), at)) * (Abs(u) - at / 2)


def _rewritten(name: str, before: Any, after: Any, unknown: Any = theta) -> Any:
    return Chain(name, argmin(before, unknown)).then(rewrite(after))


def gradient(label: Any, score: Any, scale: Any = 1) -> Any:
    """The derivative of the logistic loss in the score, for labels of both signs."""
    return -scale * label / (1 + exp(scale * label * score))


def hessian(slope: Any, scale: Any = 1) -> Any:
    """The second derivative, by the absolute value of the first."""
    return Abs(slope) * (scale - Abs(slope))


_weights = x.sum((a * t.i + (1 - a) * (1 - t.i)) * (1 - p_t(p, t.i)) ** g * bce(p, t.i)) / x.n
_paper = x.sum(-t.i * a * (1 - p) ** g * log(p) - (1 - t.i) * (1 - a) * p**g * log(1 - p)) / x.n
_min = Min(Abs(z), d)
X, Y = x.outcome, y.outcome
P, fX = density("P")(Y, X), function("f", theta)(X)

ROWS = (
    Spelling(
        "a binary weight squared",
        equal(x.sum(t.i**2 * loss) / x.n, x.sum(t.i * loss) / x.n),
        (
            equal(x.sum(share.i**2 * loss) / x.n, x.sum(share.i * loss) / x.n),
            equal(x.sum(y.i**2 * loss) / x.n, x.sum(y.i * loss) / x.n),
            equal(x.sum(t.i**2 * loss) / x.n, -x.sum(t.i * loss) / x.n),
        ),
    ),
    Spelling(
        "a distance from a label",
        equal(Abs(b - (1 - a)), b * a + (1 - b) * (1 - a)),
        (
            equal(Abs(b - (1 - a)), b * (1 - a) + (1 - b) * a),
            equal(Abs(b - (1 - z)), b * z + (1 - b) * (1 - z)),
            equal(Abs(w - (1 - a)), w * a + (1 - w) * (1 - a)),
            equal(Abs(b - a), b * a + (1 - b) * (1 - a)),
        ),
    ),
    Spelling(
        "a weight that is a distance from a label, in rows",
        equal(x.sum(Abs(t.i - (1 - a)) * loss) / x.n, x.sum((a * t.i + (1 - a) * (1 - t.i)) * loss) / x.n),
        (
            equal(x.sum(Abs(t.i - a) * loss) / x.n, x.sum((a * t.i + (1 - a) * (1 - t.i)) * loss) / x.n),
            equal(x.sum(Abs(y.i - (1 - a)) * loss) / x.n, x.sum((a * y.i + (1 - a) * (1 - y.i)) * loss) / x.n),
            equal(x.sum(Abs(share.i - (1 - a)) * loss), x.sum((a * share.i + (1 - a) * (1 - share.i)) * loss)),
        ),
    ),
    Spelling(
        "-log p_t",
        equal(x.sum(-log(p_t(p, t.i))) / x.n, x.sum(bce(p, t.i)) / x.n),
        (
            equal(x.sum(-log(p_t(p, t.i))) / x.n, x.sum(bce(1 - p, t.i)) / x.n),
            equal(x.sum(-log(p_t(p, share.i))) / x.n, x.sum(bce(p, share.i)) / x.n),
            equal(x.sum(log(p_t(p, t.i))) / x.n, x.sum(bce(p, t.i)) / x.n),
        ),
    ),
    Spelling(
        "a likelihood by p_t",
        equal(x.product(p**t.i * (1 - p) ** (1 - t.i)), x.product(p_t(p, t.i))),
        (
            equal(x.product(p**t.i * (1 - p) ** t.i), x.product(p_t(p, t.i))),
            equal(x.product(p**share.i * (1 - p) ** (1 - share.i)), x.product(p_t(p, share.i))),
            equal(x.product(p ** (1 - t.i) * (1 - p) ** t.i), x.product(p_t(p, t.i))),
        ),
    ),
    Spelling(
        "-log p_t by a distance",
        equal(x.sum(-log(1 - Abs(t.i - p))), x.sum(bce(p, t.i))),
        (
            equal(x.sum(-log(Abs(t.i - p))), x.sum(bce(p, t.i))),
            equal(x.sum(-log(1 - Abs(share.i - p))), x.sum(bce(p, share.i))),
            equal(x.sum(-log(1 + Abs(t.i - p))), x.sum(bce(p, t.i))),
        ),
    ),
    Spelling(
        "the logistic loss with labels of both signs",
        equal(y.sum(log(1 + exp(-y.i * f))) / y.n, y.sum(softplus(f) - (1 + y.i) / 2 * f) / y.n),
        (
            equal(y.sum(log(1 + exp(y.i * f))) / y.n, y.sum(softplus(f) - (1 + y.i) / 2 * f) / y.n),
            equal(y.sum(log(1 + exp(-y.i * f))) / y.n, y.sum(softplus(f) - y.i * f) / y.n),
            equal(c.sum(log(1 + exp(-c.i * f))) / c.n, c.sum(softplus(f) - (1 + c.i) / 2 * f) / c.n),
            equal(t.sum(log(1 + exp(-t.i * f))) / t.n, t.sum(softplus(f) - (1 + t.i) / 2 * f) / t.n),
        ),
    ),
    Spelling(
        "the same by log sigma",
        equal(
            y.sum(softplus(-y.i * f)),
            y.sum(-(1 + y.i) / 2 * log(logistic(f)) - (1 - y.i) / 2 * log(1 - logistic(f))),
        ),
        (
            equal(
                y.sum(softplus(-y.i * f)),
                y.sum(-(1 - y.i) / 2 * log(logistic(f)) - (1 + y.i) / 2 * log(1 - logistic(f))),
            ),
            equal(
                y.sum(softplus(-y.i * f)),
                y.sum((1 + y.i) / 2 * log(logistic(f)) + (1 - y.i) / 2 * log(1 - logistic(f))),
            ),
            equal(
                whole.sum(softplus(-whole.i * f)),
                whole.sum(-(1 + whole.i) / 2 * log(logistic(f)) - (1 - whole.i) / 2 * log(1 - logistic(f))),
            ),
        ),
    ),
    Spelling(
        "a gradient with labels of both signs",  # LightGBM#2423
        _rewritten(
            "gradient_both_signs",
            y.sum(gradient(y.i, s)),
            y.sum(1 / (1 + exp(-s)) - (1 + y.i) / 2),
            s,
        ),
        (
            _rewritten("one", y.sum(gradient(y.i, s)), y.sum(1 / (1 + exp(-s)) - (1 - y.i) / 2), s),
            _rewritten("two", y.sum(gradient(y.i, s)), y.sum(1 / (1 + exp(s)) - (1 + y.i) / 2), s),
            _rewritten("three", c.sum(gradient(c.i, s)), c.sum(1 / (1 + exp(-s)) - (1 + c.i) / 2), s),
        ),
    ),
    Spelling(
        "the focal loss by p_t",  # torchvision#8519
        _rewritten("focal_by_p_t", _weights, _paper),
        (
            _rewritten(
                "one", _weights, x.sum(-t.i * a * p**g * log(p) - (1 - t.i) * (1 - a) * p**g * log(1 - p)) / x.n
            ),
            _rewritten("two", _weights, -_paper),
            _rewritten("three", x.sum((1 - p_t(p, t.i)) ** g * bce(p, t.i)) / x.n, _paper),
        ),
    ),
    Spelling(
        "the focal loss by the cross-entropy",
        equal(x.sum((1 - exp(-bce(p, t.i))) ** g * bce(p, t.i)), x.sum(focal(p, t.i))),
        (
            equal(x.sum((1 - exp(-bce(p, t.i))) ** g * bce(p, t.i)), x.sum(focal(1 - p, t.i))),
            equal(x.sum(exp(-bce(p, t.i)) ** g * bce(p, t.i)), x.sum(focal(p, t.i))),
            equal(x.sum((1 - exp(-bce(p, t.i))) ** (g + 1) * bce(p, t.i)), x.sum(focal(p, t.i))),
        ),
    ),
    Spelling(
        "what is made of p_t has a value",
        defined(x.sum((1 - p_t(p, t.i)) ** g * bce(p, t.i) / p_t(p, t.i))),
        (
            defined(x.sum((1 - p_t(z, t.i)) ** g)),
            defined(x.sum(1 / t.i)),
            defined(x.sum((Rational(1, 2) - p_t(p, t.i)) ** g)),
        ),
    ),
    Spelling(
        "a label divides",
        defined(y.sum(f / y.i)),
        (defined(c.sum(f / c.i)), defined(y.sum(f / (1 + y.i))), defined(whole.sum(f / whole.i))),
    ),
    Spelling(
        "a Hessian by the gradient",
        equal(y.sum(hessian(gradient(y.i, s))), y.sum(logistic(s) * (1 - logistic(s)))),
        (
            equal(y.sum(hessian(gradient(y.i, s))), -y.sum(logistic(s) * (1 - logistic(s)))),
            equal(y.sum(gradient(y.i, s) * (1 - gradient(y.i, s))), y.sum(logistic(s) * (1 - logistic(s)))),
            equal(c.sum(hessian(gradient(c.i, s))), c.sum(logistic(s) * (1 - logistic(s)))),
        ),
    ),
    Spelling(
        "a Hessian by the gradient, scaled",
        equal(y.sum(hessian(gradient(y.i, s, lam), lam)), y.sum(lam**2 * logistic(lam * s) * (1 - logistic(lam * s)))),
        (
            equal(y.sum(hessian(gradient(y.i, s, lam), lam)), y.sum(lam * logistic(lam * s) * (1 - logistic(lam * s)))),
            equal(y.sum(hessian(gradient(y.i, s, lam))), y.sum(lam**2 * logistic(lam * s) * (1 - logistic(lam * s)))),
            equal(y.sum(hessian(gradient(y.i, s, z), z)), y.sum(z**2 * logistic(z * s) * (1 - logistic(z * s)))),
        ),
    ),
    Spelling(
        "a Hessian by the residual",
        equal(t.sum(hessian(logistic(f) - t.i)), t.sum(logistic(f) * (1 - logistic(f)))),
        (
            equal(t.sum(hessian(logistic(f) + t.i)), t.sum(logistic(f) * (1 - logistic(f)))),
            equal(share.sum(hessian(logistic(f) - share.i)), share.sum(logistic(f) * (1 - logistic(f)))),
            equal(y.sum(hessian(logistic(f) - y.i)), y.sum(logistic(f) * (1 - logistic(f)))),
        ),
    ),
    Spelling(
        "the hinge loss by classes",
        equal(y.sum(Max(0, 1 - y.i * f)), y.sum((1 + y.i) / 2 * Max(0, 1 - f) + (1 - y.i) / 2 * Max(0, 1 + f))),
        (
            equal(y.sum(Max(0, 1 - y.i * f)), y.sum((1 - y.i) / 2 * Max(0, 1 - f) + (1 + y.i) / 2 * Max(0, 1 + f))),
            equal(
                c.sum(Max(0, 1 - c.i * f)), c.sum((1 + c.i) / 2 * Max(0, 1 - f) + (1 - c.i) / 2 * Max(0, 1 + f)) + c.n
            ),
            equal(y.sum(Max(0, 1 - y.i * f)), y.sum(Max(0, 1 - f))),
        ),
    ),
    Spelling(
        "a squared margin",
        equal(y.sum((y.i - f) ** 2), y.sum((1 - y.i * f) ** 2)),
        (
            equal(t.sum((t.i - f) ** 2), t.sum((1 - t.i * f) ** 2)),
            equal(y.sum((y.i - f) ** 2), y.sum((1 + y.i * f) ** 2)),
            equal(c.sum((c.i - f) ** 2), c.sum((1 - c.i * f) ** 2)),
        ),
    ),
    Spelling(
        "squares of signs in a logarithm",
        equal(log(y.sum(y.i**2 * exp(f))), log(y.sum(exp(f)))),
        (
            equal(log(t.sum(1 + t.i**2 * exp(f))), log(t.sum(1 + exp(f)))),
            equal(log(y.sum((1 + y.i) * exp(f))), log(y.sum(exp(f)))),
            equal(log(c.sum(1 + c.i**2 * exp(f))), log(c.sum(1 + exp(f)))),
        ),
    ),
    Spelling(
        "an expectation over labels",
        equal(expectation(log(1 + exp(-Y * fX)), P), expectation(log(1 + exp(fX)) - (1 + Y) / 2 * fX, P)),
        (
            equal(expectation(log(1 + exp(Y * fX)), P), expectation(log(1 + exp(fX)) - (1 + Y) / 2 * fX, P)),
            equal(expectation(log(1 + exp(-Y * fX)), P), expectation(log(1 + exp(fX)) - Y * fX, P)),
            equal(expectation(Y * fX, P), expectation(fX, P)),
        ),
    ),
    Spelling(
        "one of three classes",
        equal(k.sum(Same(k.i, 2) * loss), k.sum(k.i * (k.i - 1) / 2 * loss)),
        (
            equal(k.sum(Same(k.i, 1) * loss), k.sum(k.i * (k.i - 1) / 2 * loss)),
            equal(c.sum(Same(c.i, 2) * loss), c.sum(c.i * (c.i - 1) / 2 * loss)),
            equal(whole.sum(Same(whole.i, 2) * loss), whole.sum(whole.i * (whole.i - 1) / 2 * loss)),
        ),
    ),
    Spelling(
        "ranks of three classes",
        equal(k.sum((AtMost(1, k.i) + AtMost(2, k.i)) * loss), k.sum(k.i * loss)),
        (
            equal(k.sum((AtMost(0, k.i) + AtMost(1, k.i)) * loss), k.sum(k.i * loss)),
            equal(c.sum((AtMost(1, c.i) + AtMost(2, c.i)) * loss), c.sum(c.i * loss)),
            equal(whole.sum((AtMost(1, whole.i) + AtMost(2, whole.i)) * loss), whole.sum(whole.i * loss)),
        ),
    ),
    Spelling(
        "the sign of a product",
        equal(Max(z * w, 0), Max(z, 0) * Max(w, 0) + Max(-z, 0) * Max(-w, 0)),
        (
            equal(Max(z * w, 0), Max(z, 0) * Max(w, 0)),
            equal(Max(z * w, 0), Max(z, 0) * Max(w, 0) - Max(-z, 0) * Max(-w, 0)),
            equal(Min(z * w, 0), Max(z, 0) * Max(w, 0) + Max(-z, 0) * Max(-w, 0)),
        ),
    ),
    Spelling(
        "the absolute value of a product of sums",
        equal(Abs((z - 1) * (w - 1)), Abs(z - 1) * Abs(w - 1)),
        (
            equal(Abs((z - 1) * (w - 1)), Abs(z - 1) * Abs(w + 1)),
            equal(Abs((z - 1) * (w - 1)), (z - 1) * (w - 1)),
            equal(Abs(z * w - 1), Abs(z - 1) * Abs(w - 1)),
        ),
    ),
    Spelling(
        "the sign of each factor",
        equal(sign(z * (w - 1)), sign(z) * sign(w - 1)),
        (
            equal(sign(z * (w - 1)), sign(z) * sign(w)),
            equal(sign(z * (w - 1)), sign(z) * sign(1 - w)),
            equal(sign(z + w - 1), sign(z) * sign(w - 1)),
        ),
    ),
    Spelling(
        "Huber as smooth L1",  # PyTorch's two losses
        _rewritten("huber_smooth_l1", _min * (Abs(z) - _min / 2), d * smooth_l1(z, d), z),
        (
            _rewritten("one", _min * (Abs(z) - _min / 2), smooth_l1(z, d), z),
            _rewritten("two", _min * (Abs(z) - _min), d * smooth_l1(z, d), z),
            _rewritten("three", _min * (Abs(z) - _min / 2), d * smooth_l1(z, 2 * d), z),
        ),
    ),
    Spelling(
        "Huber as smooth L1, in rows",
        equal(x.sum(huber(r.i - f, d)) / x.n, d * x.sum(smooth_l1(r.i - f, d)) / x.n),
        (
            equal(x.sum(huber(r.i - f, d)) / x.n, x.sum(smooth_l1(r.i - f, d)) / x.n),
            equal(x.sum(huber(r.i - f, d)) / x.n, d * x.sum(smooth_l1(r.i + f, d)) / x.n),
            equal(x.sum(huber(r.i - f, d)) / x.n, d * x.sum(smooth_l1(r.i - f, 1)) / x.n),
        ),
    ),
    Spelling(
        "Huber as what is left of a square",
        equal(huber(z, d), (z**2 - Max(Abs(z) - d, 0) ** 2) / 2),
        (
            equal(huber(z, d), (z**2 - Max(d - Abs(z), 0) ** 2) / 2),
            equal(huber(z, d), z**2 - Max(Abs(z) - d, 0) ** 2),
            equal(huber(z, d), (z**2 - (Abs(z) - d) ** 2) / 2),
        ),
    ),
    Spelling(
        "a clipped policy objective by the sign of the advantage",
        equal(surrogate(R, A), by_sign(R, A)),
        (
            equal(surrogate(R, A), by_sign(R, -A)),
            equal(surrogate(R, A), A * Min(R, 1 + e)),
            equal(surrogate(R, A), A * clip(R, 1 - e, 1 + e)),
            equal(Max(R * A, clip(R, 1 - e, 1 + e) * A), by_sign(R, A)),
        ),
    ),
    Spelling(
        "the same with a bound by the sign",
        equal(surrogate(R, A), Min(R * A, AtMost(0, A) * (1 + e) * A + (1 - AtMost(0, A)) * (1 - e) * A)),
        (
            equal(surrogate(R, A), Min(R * A, AtMost(0, A) * (1 - e) * A + (1 - AtMost(0, A)) * (1 + e) * A)),
            equal(surrogate(R, A), Min(R * A, (1 + e) * A)),
            equal(surrogate(R, A), Max(R * A, AtMost(0, A) * (1 + e) * A + (1 - AtMost(0, A)) * (1 - e) * A)),
        ),
    ),
    Spelling(
        "the same in rows, as a loss",
        _rewritten(
            "clipped",
            x.sum(Max(-ratio * advantage, -clip(ratio, 1 - e, 1 + e) * advantage)) / x.n,
            -x.sum(by_sign(ratio, advantage)) / x.n,
        ),
        (
            _rewritten("one", x.sum(-surrogate(ratio, advantage)) / x.n, x.sum(by_sign(ratio, advantage)) / x.n),
            _rewritten(
                "two",
                x.sum(Max(-ratio * advantage, clip(ratio, 1 - e, 1 + e) * advantage)) / x.n,
                -x.sum(by_sign(ratio, advantage)) / x.n,
            ),
            _rewritten("three", -x.sum(surrogate(ratio, advantage)) / x.n, -x.sum(advantage * Min(ratio, 1 + e)) / x.n),
        ),
    ),
    Spelling(
        "an advantage that is a difference",
        equal(surrogate(R, z - w), by_sign(R, z - w)),
        (
            equal(surrogate(R, z - w), by_sign(R, w - z)),
            equal(surrogate(R, z - w), by_sign(R, z) - by_sign(R, w)),
            equal(surrogate(R, z - w), by_sign(R, z + w)),
        ),
    ),
    Spelling(
        "a clipped value loss",
        equal(Max((z - s) ** 2, (w - s) ** 2), Max(Abs(z - s), Abs(w - s)) ** 2),
        (
            equal(Max((z - s) ** 2, (w - s) ** 2), Max(z - s, w - s) ** 2),
            equal(Max((z - s) ** 2, (w - s) ** 2), Min(Abs(z - s), Abs(w - s)) ** 2),
            equal(Max((z - s) ** 2, (w - s) ** 2), (Max(z, w) - s) ** 2),
        ),
    ),
)


# ---- more of them ----------------------------------------------------------------------------------------------------


def drawn(random: Random) -> Spelling:
    """One of the sub-kinds below, with other numbers, other labels, and in other places."""
    return random.choice(MAKERS)(random)


Body = Callable[[Any], Expr]


def _somewhere(random: Random, *bodies: Any) -> tuple[Any, ...]:
    """The same sum, mean, product or number made of each: they are equal exactly if the bodies are, in every row."""
    n, factor = x.n, random.choice((1, -1, Rational(1, 2), lam))
    made: Callable[[Any], Any] = random.choice(
        (
            lambda body: x.sum(body),
            lambda body: x.sum(body) / n,
            lambda body: factor * x.sum(body) / n,
            lambda body: factor * x.sum(body) + lam * theta_free,
            lambda body: x.product(exp(body)),
        )
    )
    return tuple(map(made, bodies))


theta_free = parameter("mu", reals)


def _label(random: Random) -> tuple[Any, tuple[int, int], Any]:
    """A label with two values, which they are, and what is 1 at the second one and 0 at the first."""
    if random.random() < 0.5:
        return t.i, (0, 1), t.i
    return y.i, (-1, 1), (1 + y.i) / 2


def _bodies(random: Random) -> Body:
    number = Integer(random.randint(2, 5))
    return random.choice(
        (
            lambda v: Abs(v - p) ** number,
            lambda v: softplus(-v * f),
            lambda v: log(1 + exp(-number * v * f)),
            lambda v: (v - f) ** number,
            lambda v: exp(-v * f / number),
            lambda v: 1 / (1 + exp(number * v * f)),
            lambda v: Max(0, number - v * f),
            lambda v: Abs(v * f - 1),
            lambda v: Max(v * f, (v - number) * f),
            lambda v: lam ** (v + number),
            lambda v: AtMost(v * f, number),
            lambda v: (1 + v * v) ** number * p ** (2 + v),
        )
    )


def _by_value(random: Random) -> Spelling:
    """What depends on a label is one thing at its first value, another at its second."""
    label, (low, high), second = _label(random)
    h, factor = _bodies(random), Integer(random.randint(2, 9))
    apart = raw(Mul, (second, h(Integer(high)))) + raw(Mul, (1 - second, h(Integer(low))))
    wrong = raw(Mul, (second, h(Integer(low)))) + raw(Mul, (1 - second, h(Integer(high))))
    left, right, swapped, scaled, shifted = _somewhere(random, h(label), apart, wrong, factor * apart, apart + factor)
    return Spelling(
        f"{left} by the values of {label}",
        equal(left, right),
        (equal(left, swapped), equal(left, scaled), equal(left, shifted)),
    )


def _powers(random: Random) -> Spelling:
    """A power of a label."""
    column, cycle = random.choice(((t, 1), (y, 2), (c, 2)))
    low = random.randint(1, 3)
    high = low + cycle * random.randint(1, 3)
    factor = Integer(random.randint(2, 9))
    v = column.i
    left, right, less, scaled, real, other = _somewhere(
        random,
        v**high * loss,
        v**low * loss,
        -(v**low) * loss,
        factor * v**low * loss,
        whole.i**high * loss,
        whole.i**low * loss,
    )
    return Spelling(
        f"{left} as {right}", equal(left, right), (equal(left, less), equal(left, scaled), equal(real, other))
    )


def _by_p_t(random: Random) -> Spelling:
    """Losses made of p_t, and label by label."""
    q = random.choice((p, logistic(f), a, 1 - p))
    power = random.choice((g, Integer(2), Integer(3), Rational(1, 2)))
    shapes: tuple[Body, ...] = (
        lambda u: -log(u),
        lambda u: (1 - u) ** power,
        lambda u: -((1 - u) ** power) * log(u),
        lambda u: (1 - u**power) / power,
        lambda u: u ** (-power),
        lambda u: exp(1 - u),
    )
    shape = random.choice(shapes)
    pairs: tuple[Body, ...] = (
        lambda v: p_t(q, v),
        lambda v: 1 - Abs(v - q),
        lambda v: Abs(1 - v - q),
        lambda v: q**v * (1 - q) ** (1 - v),
    )
    pair, v = random.choice(pairs), t.i
    right = v * shape(q) + (1 - v) * shape(1 - q)
    wrong = v * shape(1 - q) + (1 - v) * shape(q)
    left, by_label, swapped, less, twice, mixed, more = _somewhere(
        random, shape(pair(v)), right, wrong, -right, 2 * right, shape(p_t(q, share.i)), right.subs(v, share.i)
    )
    false = (equal(left, swapped), equal(left, less), equal(left, twice), equal(mixed, more))
    return Spelling(f"{left} label by label", equal(left, by_label), false)


def _hessians(random: Random) -> Spelling:
    """Hessians by the gradient."""
    scale = random.choice((Integer(1), Integer(2), Rational(1, 2), lam, 1 + lam))
    score = random.choice((s, f, r.i - f))
    u = scale * score
    curved = scale**2 * logistic(u) * (1 - logistic(u))
    slope = gradient(y.i, score, scale)
    left, right, less, more, bare, zero, of_zero = _somewhere(
        random,
        hessian(slope, scale),
        curved,
        -curved,
        curved * 2,
        slope * (scale - slope),
        hessian(gradient(c.i, score, scale), scale),
        curved,
    )
    return Spelling(
        f"a Hessian by {slope}",
        equal(left, right),
        (equal(left, less), equal(left, more), equal(bare, right), equal(zero, of_zero)),
    )


def _products(random: Random) -> Spelling:
    """Signs of products of two or three factors."""
    factors = random.sample((z, w, s - 1, A - z, R - lam, 2 - w, f), random.randint(2, 3))
    one, *others = factors
    rest = Mul(*others)
    product = one * rest if random.random() < 0.5 else (one * rest).expand()
    n = Integer(random.randint(2, 5))
    pairs = (
        (Abs(product), Mul(*map(Abs, factors))),
        (Max(product, 0), Max(one, 0) * Max(rest, 0) + Max(-one, 0) * Max(-rest, 0)),
        (Min(product, 0), -Max(one, 0) * Max(-rest, 0) - Max(-one, 0) * Max(rest, 0)),
        (sign(product), Mul(*map(sign, factors))),
        (Max(product, n * one), Max(one, 0) * Max(rest, n) - Max(-one, 0) * Min(rest, n)),
    )
    which = random.choice(pairs)
    left, right, less, more, other = _somewhere(random, *which, -which[1], which[1] + n, which[1] + one)
    return Spelling(
        f"{left} factor by factor", equal(left, right), (equal(left, less), equal(left, more), equal(left, other))
    )


def _hubers(random: Random) -> Spelling:
    """Huber's loss in two of its spellings."""
    u = random.choice((z, z - w, r.i - f, 2 * f))
    at = random.choice((d, Integer(random.randint(1, 3)), d + 1))
    small, m = AtMost(Abs(u), at), Min(Abs(u), at)
    spellings = (
        huber(u, at),
        at * smooth_l1(u, at),
        m * (Abs(u) - m / 2),
        (u**2 - Max(Abs(u) - at, 0) ** 2) / 2,
        small * u**2 / 2 + AtMost(at, Abs(u)) * at * (Abs(u) - at / 2) - Same(Abs(u), at) * at**2 / 2,
        m**2 / 2 + at * Max(Abs(u) - at, 0),
        clip(u, -at, at) * (u - clip(u, -at, at) / 2),
    )
    one, other = random.sample(spellings, 2)
    left, right, less, twice, moved = _somewhere(random, one, other, -other, 2 * other, huber(u, at + 1))
    return Spelling(
        f"Huber's loss of {u}", equal(left, right), (equal(left, less), equal(left, twice), equal(left, moved))
    )


def _policies(random: Random) -> Spelling:
    """The clipped objective of a policy in two of its spellings."""
    by, one = random.choice((A, z - w, advantage, f)), random.choice((R, ratio, exp(s)))
    held = clip(one, 1 - e, 1 + e)
    small = AtMost(0, by)
    spellings = (
        surrogate(one, by),
        by_sign(one, by),
        -Max(-one * by, -held * by),
        Min(one * by, small * (1 + e) * by + (1 - small) * (1 - e) * by),
        Min(one * by, (1 + e * sign(by)) * by),
        small * by * Min(one, 1 + e) + (1 - small) * by * Max(one, 1 - e),
        Min(one * by, Max(1 - e, Min(one, 1 + e)) * by),
    )
    left, right = random.sample(spellings, 2)
    wrong = (-right, by_sign(one, -by), by * held, Max(one * by, held * by))
    first, second, *false = _somewhere(random, left, right, *wrong)
    return Spelling(f"{left} as {right}", equal(first, second), tuple(equal(first, other) for other in false))


def _few(random: Random) -> Spelling:
    """Few classes that are numbers: indicators, ranks, and the polynomial through the values."""
    last = random.randint(2, 4)
    column = sample("j", domain=FiniteSet(range(last + 1)))
    one = random.randint(0, last)
    v, shift = column.i, Integer(random.randint(1, 3))
    through = Mul(*((v - u) * Rational(1, one - u) for u in range(last + 1) if u != one))
    pairs = (
        (Same(v, one) * loss, through * loss),
        (sum((AtMost(u, v) for u in range(1, last + 1)), Integer(0)) * loss, v * loss),
        (Abs(v - one) * loss, sum((Abs(u - one) * Same(v, u) for u in range(last + 1)), Integer(0)) * loss),
        (Pow(2, v) * loss, sum((2**u * Same(v, u) for u in range(last + 1)), Integer(0)) * loss),
        (sum((AtMost(v, u) for u in range(last)), Integer(0)) * loss, (last - v) * loss),
    )
    which = random.choice(pairs)
    left, right, less, more, moved = _somewhere(random, *which, -which[1], which[1] + shift, which[1] + v * shift)
    return Spelling(
        f"{left} in {last + 1} classes", equal(left, right), (equal(left, less), equal(left, more), equal(left, moved))
    )


MAKERS = (_by_value, _powers, _by_p_t, _hessians, _products, _hubers, _policies, _few)
