"""Identities: roots and logarithms of squares, cosines and sines, hyperbolic functions, sums exchanged, masses, mixtures."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from spelling import Spelling, equal
from sympy import Abs, Add, Integer, Pow, Rational, cos, cosh, exp, log, pi, sin, sinh, sqrt, tanh

from symbolic.chain import Chain, argmax, argmin
from symbolic.core.domains import Categories, RealInterval, positive, reals, unit_interval
from symbolic.core.statement import Statement
from symbolic.core.terms import Same, density, function, logistic, parameter, raw, sample, softplus
from symbolic.obligations import Obligation
from symbolic.rules import define, increasing, rewrite

t, s, u = (parameter(name, reals) for name in ("t", "s", "u"))
b, w, v = parameter("b", positive), parameter("w", unit_interval), parameter("v", unit_interval)
down, wide = parameter("down", -positive), parameter("wide", RealInterval(0, 2))
theta = parameter("theta")
x, z, free = sample("x", domain=reals), sample("z", size="m", domain=reals), sample("free")
y, k = sample("y", domain=Categories("K")), sample("k", domain=Categories("M"))
q, p, r, new = density("q", theta), density("p"), density("r"), density("new", theta)
f, g, h = function("f", theta), function("g", theta, values=unit_interval), function("h", theta)
m = function("m", theta)
n, K = x.n, y.total(1)
HALF, TWO = Rational(1, 2), Integer(2)


def squared(tree: Any) -> Any:
    """The square, which SymPy does not take apart."""
    return raw(Pow, (tree, TWO))


def root(tree: Any, e: Rational = HALF) -> Any:
    """The power as written: SymPy makes an absolute value of the root of a square."""
    return raw(Pow, (tree, e))


def of_density(symbol: Any, definition: Any) -> Statement:
    """The statement that a definition is a density."""
    return Obligation("density", (symbol, definition))


mixture = w * q(free.i) + (1 - w) * p(free.i)
mixed = density("mixed", w, theta)
BY_LATENT = argmin(free.sum(-log(k.total(r(k.each) * q(free.i, given=k.each)))), theta)
MIXED = (
    Chain("mixed", argmax(free.product(mixture), w, theta))
    .then(define(mixed(free.i), mixture))
    .then(increasing(log))
    .then(rewrite(free.sum(log(mixed(free.i)))))
)


def defined_as(definition: Any) -> Chain:
    """A chain that names a factor of a likelihood."""
    return Chain("mixed", argmax(free.product(definition), w, theta)).then(define(mixed(free.i), definition))


IN_BATCH = Chain("in_batch", argmin((n * log(x.sum(exp(h(x.i)))) - x.sum(h(x.i))) / n, theta))
share = q(y.each, given=x.i)
latent = k.total(r(k.each) * q(free.i, given=k.each))

ROWS = (
    Spelling(
        "the root of a square",
        equal(root(squared(t)), Abs(t)),
        (
            equal(root(squared(t)), t),
            equal(root(squared(t)), -t),
            equal(root(squared(t), Rational(3, 2)), t**3),
            equal(root(squared(t), Rational(1, 4)), Abs(t)),
        ),
    ),
    Spelling(
        "the root of the square of what is negative",
        equal(root(squared(down)), -down),
        (
            equal(root(squared(down)), down),
            equal(root(squared(t)), -t),
            equal(root(squared(down), Rational(3, 2)), down**3),
        ),
    ),
    Spelling(
        "the root of a squared difference in a sum over rows",
        equal(x.sum(root(squared(x.i - t))), x.sum(Abs(x.i - t))),
        (
            equal(x.sum(root(squared(x.i - t))), Abs(x.sum(x.i - t))),
            equal(x.sum(root(squared(x.i - t))), x.sum(x.i - t)),
            equal(x.sum(root(squared(x.i - t))), x.sum(Abs(x.i + t))),
        ),
    ),
    Spelling(
        "the log of a square",
        equal(log(squared(t)), 2 * log(Abs(t))),
        (
            equal(log(squared(t)), 2 * log(t)),
            equal(log(squared(t)), log(Abs(t))),
            equal(log(squared(t)), 2 * log(1 + Abs(t))),
        ),
    ),
    Spelling(
        "the log of a square times what is positive, in a sum over rows",
        equal(x.sum(log(b * f(x.i) ** 2)), n * log(b) + 2 * x.sum(log(Abs(f(x.i))))),
        (
            equal(x.sum(log(b * f(x.i) ** 2)), n * log(b) + 2 * x.sum(log(f(x.i)))),
            equal(x.sum(log(b * f(x.i) ** 2)), log(b) + 2 * x.sum(log(Abs(f(x.i))))),
            equal(x.sum(log(b * f(x.i) ** 2)), n * log(b) + x.sum(log(Abs(f(x.i))))),
        ),
    ),
    Spelling(
        "the log of a squared difference",
        equal(log(squared(t - s)), 2 * log(Abs(t - s))),
        (
            equal(log(squared(t - s)), 2 * log(t - s)),
            equal(log(squared(t - s)), 2 * log(Abs(t + s))),
            equal(log(squared(t - s)), 2 * log(Abs(t)) - 2 * log(Abs(s))),
        ),
    ),
    Spelling(
        "the squares of cosine and sine",
        equal(cos(t) ** 2 + sin(t) ** 2, Integer(1)),
        (
            equal(cos(t) ** 2 - sin(t) ** 2, Integer(1)),
            equal(cos(t) ** 2 + sin(s) ** 2, Integer(1)),
            equal(cos(t) ** 4 + sin(t) ** 4, Integer(1)),
            equal(cosh(t) ** 2 + sinh(t) ** 2, Integer(1)),
        ),
    ),
    Spelling(
        "the squares of cosine and sine in a sum over rows",
        equal(x.sum(squared(cos(x.i - t)) + squared(sin(x.i - t))), n),
        (
            equal(x.sum(squared(cos(x.i - t)) + squared(sin(x.i + t))), n),
            equal(x.sum(squared(cos(x.i - t)) + squared(sin(x.i - t))), Integer(1)),
            equal(squared(x.sum(cos(x.i - t))) + squared(x.sum(sin(x.i - t))), n),
        ),
    ),
    Spelling(
        "the cosine of a difference",
        equal(x.sum(cos(x.i - t)), cos(t) * x.sum(cos(x.i)) + sin(t) * x.sum(sin(x.i))),
        (
            equal(x.sum(cos(x.i - t)), cos(t) * x.sum(cos(x.i)) - sin(t) * x.sum(sin(x.i))),
            equal(x.sum(cos(x.i - t)), x.sum(cos(x.i)) - n * cos(t)),
            equal(x.sum(sin(x.i - t)), cos(t) * x.sum(cos(x.i)) + sin(t) * x.sum(sin(x.i))),
        ),
    ),
    Spelling(
        "the hyperbolic tangent through the logistic function",
        equal(tanh(t), 2 * logistic(2 * t) - 1),
        (
            equal(tanh(t), 2 * logistic(t) - 1),
            equal(tanh(t), logistic(2 * t) - 1),
            equal(tanh(t), 1 - 2 * logistic(2 * t)),
        ),
    ),
    Spelling(
        "the logistic function through the hyperbolic tangent, in a loss",
        equal(x.sum(log(2) - log(1 + tanh(f(x.i) / 2))), x.sum(softplus(-f(x.i)))),
        (
            equal(x.sum(log(2) - log(1 + tanh(f(x.i) / 2))), x.sum(softplus(f(x.i)))),
            equal(x.sum(log(2) - log(1 + tanh(f(x.i)))), x.sum(softplus(-f(x.i)))),
            equal(x.sum(log(2) - log(1 - tanh(f(x.i) / 2))), x.sum(softplus(-f(x.i)))),
        ),
    ),
    Spelling(
        "the log of the hyperbolic cosine",
        equal(x.sum(log(cosh(x.i - t))), x.sum(x.i - t + softplus(-2 * (x.i - t)) - log(2))),
        (
            equal(x.sum(log(cosh(x.i - t))), x.sum(x.i - t + softplus(2 * (x.i - t)) - log(2))),
            equal(x.sum(log(cosh(x.i - t))), x.sum(x.i - t + softplus(-2 * (x.i - t)) + log(2))),
            equal(x.sum(log(cosh(x.i - t))), x.sum(Abs(x.i - t) - log(2))),
        ),
    ),
    Spelling(
        "sums over the rows of two tables exchanged",
        equal(x.sum(z.sum(f(x.i, z.i))), z.sum(x.sum(f(x.i, z.i)))),
        (
            equal(x.sum(z.sum(f(x.i, z.i))), x.sum(z.sum(f(z.i, x.i)))),
            equal(x.sum(z.sum(f(x.i, z.i) * x.i)), z.sum(x.sum(f(x.i, z.i) * z.i))),
            equal(x.sum(squared(z.sum(f(x.i, z.i)))), z.sum(squared(x.sum(f(x.i, z.i))))),
        ),
    ),
    Spelling(
        "sums over rows and over classes exchanged",
        equal(
            x.sum(y.total(Same(y.i, y.each) * log(q(y.each, given=x.i)))),
            y.total(x.sum(Same(y.i, y.each) * log(q(y.each, given=x.i)))),
        ),
        (
            equal(
                x.sum(y.total(Same(y.i, y.each) * log(q(y.each, given=x.i)))),
                y.total(x.sum(log(q(y.each, given=x.i)))),
            ),
            equal(
                x.sum(y.total(Same(y.i, y.each) * log(q(y.each, given=x.i)))),
                x.sum(log(y.total(Same(y.i, y.each) * q(y.each, given=x.i)) / 2)),
            ),
            equal(y.total(squared(x.sum(f(y.each, x.i)))), x.sum(squared(y.total(f(y.each, x.i))))),
        ),
    ),
    Spelling(
        "the log-likelihood by how often each class occurs",
        equal(y.sum(log(q(y.i))), y.total(y.sum(Same(y.i, y.each)) * log(q(y.each)))),
        (
            equal(y.sum(log(q(y.i))), y.total(log(q(y.each)))),
            equal(y.sum(log(q(y.i))), y.total(y.sum(Same(y.i, y.each)) / n * log(q(y.each)))),
            equal(y.sum(log(q(y.i))), log(y.total(y.sum(Same(y.i, y.each)) * q(y.each)))),
        ),
    ),
    Spelling(
        "the rows of the same batch as negatives, their sum outside",
        IN_BATCH.then(rewrite(log(x.sum(exp(h(x.i)))) - x.sum(h(x.i)) / n)),
        (
            IN_BATCH.then(rewrite(log(x.sum(exp(h(x.i))) / n) - x.sum(h(x.i)) / n)),
            IN_BATCH.then(rewrite(log(x.sum(exp(h(x.i)))) - x.sum(h(x.i)))),
            IN_BATCH.then(rewrite(x.sum(log(exp(h(x.i)) + exp(h(x.i))) - h(x.i)) / n)),
        ),
    ),
    Spelling(
        "a density over classes sums to 1",
        equal(x.sum(y.total(q(y.each, given=x.i))), n),
        (
            equal(x.sum(y.total(q(y.each, x.i))), n),
            equal(y.total(x.sum(q(y.each, given=x.i))), K),
            equal(y.total(f(y.each)), Integer(1)),
            equal(y.total(q(y.each) ** 2), Integer(1)),
        ),
    ),
    Spelling(
        "the squared error of probabilities",
        equal(
            x.sum(
                y.total(
                    (q(y.each, given=x.i) - Same(y.each, y.i)) ** 2 + q(y.each, given=x.i) * (1 - q(y.each, given=x.i))
                )
            ),
            x.sum(2 - 2 * q(y.i, given=x.i)),
        ),
        (
            equal(
                x.sum(y.total((q(y.each, given=x.i) - Same(y.each, y.i)) ** 2)),
                x.sum(2 - 2 * q(y.i, given=x.i)),
            ),
            equal(
                x.sum(y.total((f(y.each, x.i) - Same(y.each, y.i)) ** 2 + f(y.each, x.i) * (1 - f(y.each, x.i)))),
                x.sum(2 - 2 * f(y.i, x.i)),
            ),
            equal(x.sum(y.total(q(y.each, given=x.i) * (1 - q(y.each, given=x.i)))), Integer(0)),
        ),
    ),
    Spelling(
        "label smoothing sums to 1",
        equal(y.total((1 - w) * q(y.each) + w / K), Integer(1)),
        (
            equal(y.total((1 - w) * q(y.each) + w), Integer(1)),
            equal(y.total((1 + w) * q(y.each) + w / K), Integer(1)),
            equal(y.total((1 - w) * q(y.each) + w / k.total(1)), Integer(1)),
        ),
    ),
    Spelling(
        "a mixture as a density",
        of_density(new(free.i), mixture),
        (
            of_density(new(free.i), w * q(free.i) + (1 + w) * p(free.i)),
            of_density(new(free.i), wide * q(free.i) + (1 - wide) * p(free.i)),
            of_density(new(free.i), w * q(free.i) + (1 - w) * p(y.i)),
            of_density(new(free.i), q(free.i) * p(free.i)),
        ),
    ),
    Spelling(
        "a mixture over latent classes as a density",
        of_density(new(free.i), latent),
        (
            of_density(new(free.i), k.total(q(free.i, given=k.each))),
            of_density(new(free.i), k.total(r(k.each, given=free.i) * q(free.i, given=k.each))),
            of_density(new(free.i), latent / k.total(1)),
        ),
    ),
    Spelling(
        "a mixture of experts as a density",
        of_density(new(y.i, given=x.i), g(x.i) * q(y.i, given=x.i) + (1 - g(x.i)) * p(y.i, given=x.i)),
        (
            of_density(new(y.i, given=x.i), g(y.i) * q(y.i, given=x.i) + (1 - g(y.i)) * p(y.i, given=x.i)),
            of_density(new(y.i, given=x.i), f(x.i) * q(y.i, given=x.i) + (1 - f(x.i)) * p(y.i, given=x.i)),
            of_density(new(y.i, x.i), g(x.i) * q(y.i, given=x.i) + (1 - g(x.i)) * p(y.i, given=x.i)),
        ),
    ),
    Spelling(
        "a mixture of normal densities as a density",
        of_density(
            new(x.i), (w * exp(-((x.i - t) ** 2) / 2) + (1 - w) / b * exp(-(x.i**2) / (2 * b**2))) / sqrt(2 * pi)
        ),
        (
            of_density(
                new(x.i), (w * exp(-((x.i - t) ** 2) / 2) + (1 - w) * exp(-(x.i**2) / (2 * b**2))) / sqrt(2 * pi)
            ),
            of_density(new(x.i), w * exp(-((x.i - t) ** 2) / 2) + (1 - w) / b * exp(-(x.i**2) / (2 * b**2))),
            of_density(new(x.i), (w * exp(-((x.i - t) ** 2) / 2) + w / b * exp(-(x.i**2) / (2 * b**2))) / sqrt(2 * pi)),
        ),
    ),
    Spelling(
        "a mixture by a definition",
        MIXED,
        (
            defined_as(w * q(free.i) + w * p(free.i)),
            MIXED.then(rewrite(free.sum(log(w * q(free.i)) + log((1 - w) * p(free.i))))),
            MIXED.then(rewrite(free.sum(w * log(q(free.i)) + (1 - w) * log(p(free.i))))),
        ),
    ),
    Spelling(
        "a mixture over latent classes by a definition",
        Chain("latent", BY_LATENT).then(define(new(free.i), latent)),
        (
            Chain("latent", BY_LATENT).then(rewrite(free.sum(-k.total(r(k.each) * log(q(free.i, given=k.each)))))),
            Chain("latent", argmin(free.sum(-log(k.total(q(free.i, given=k.each)))), theta)).then(
                define(new(free.i), k.total(q(free.i, given=k.each)))
            ),
            Chain("latent", BY_LATENT).then(define(new(free.i), latent, target=free.sum(new(free.i)))),
        ),
    ),
)


# ---- at random -----------------------------------------------------------------------------------------------------------


def real(random: Random) -> Any:
    """A finite number of either sign."""
    return random.choice((t, s, t * s, f(), b * u, t**3, sin(t), f() * s))


def nonzero(random: Random, *but: int) -> int:
    """A whole number that is none of these, and not 0."""
    return random.choice([number for number in range(-4, 5) if number not in (0, *but)])


def _roots(random: Random) -> tuple[Any, ...]:
    e, base = random.choice((1, 2, 3, 4)), real(random)
    scale = random.choice((Integer(1), b, Integer(3)))
    power = raw(Pow, (base, Integer(2 * e)))
    tree = root(scale * power, Rational(1, 2))
    right = sqrt(scale) * raw(Pow, (raw(Abs, (base,)), Integer(e)))
    wrong = sqrt(scale) * raw(Pow, (base, Integer(e))) if e % 2 else -right
    return tree, right, wrong, 2 * right, right + nonzero(random)


def _logs(random: Random) -> tuple[Any, ...]:
    e, base, other = 2 * random.randint(1, 3), real(random), random.choice((b, 1 + b, exp(u), cosh(s)))
    over = random.choice((True, False))
    tree = raw(Pow, (base, Integer(e))) / other if over else raw(Pow, (base, Integer(e))) * other
    sign = -1 if over else 1
    right = e * log(raw(Abs, (base,))) + sign * log(other)
    return (
        log(tree),
        right,
        (e + 1) * log(raw(Abs, (base,))) + sign * log(other),
        right + nonzero(random),
        right - 2 * sign * log(2 + b),
    )


def _angle(random: Random) -> Any:
    return random.choice((t, s, t - s, t + 2 * s, 2 * t, t / 2, u - t + 1, f() - t))


def _turned(random: Random) -> tuple[Any, ...]:
    one, other, k = _angle(random), _angle(random), nonzero(random)
    left, right = random.choice(
        (
            (k * cos(one) ** 2 + k * sin(one) ** 2, Integer(k)),
            (cos(one) ** 4 - sin(one) ** 4, 1 - 2 * sin(one) ** 2),
            (raw(cos, (one + other,)), cos(one) * cos(other) - sin(one) * sin(other)),
            (raw(sin, (one - other,)), sin(one) * cos(other) - cos(one) * sin(other)),
            ((cos(one) + cos(other)) ** 2 + (sin(one) + sin(other)) ** 2, 2 + 2 * raw(cos, (one - other,))),
            (k * cos(one) ** 2, Rational(k, 2) * (1 + raw(cos, (2 * one,)))),
            (k * sin(one) * cos(one), Rational(k, 2) * raw(sin, (2 * one,))),
        )
    )
    return left, right, right + sin(u) ** 2, right + nonzero(random), right + cos(one + 2 * u)


def _hyperbolic(random: Random) -> tuple[Any, ...]:
    one = random.choice((t, t - s, 2 * t, t / 2, b * t, f(), f() + u))
    left, right = random.choice(
        (
            (tanh(one), 2 * logistic(2 * one) - 1),
            (tanh(one / 2), 2 * logistic(one) - 1),
            (tanh(one), 1 - 2 / (1 + exp(2 * one))),
            (1 - tanh(one) ** 2, 4 * logistic(2 * one) * logistic(-2 * one)),
            (cosh(one) ** 2 - sinh(one) ** 2, Integer(1)),
            (2 * sinh(one) * cosh(one), sinh(2 * one)),
            (log(cosh(one)), softplus(2 * one) - one - log(2)),
            (tanh(one) * cosh(one), sinh(one)),
            (exp(one), cosh(one) + sinh(one)),
            (log(1 + tanh(one)), log(2) - softplus(-2 * one)),
        )
    )
    return left, right, right + nonzero(random), right + tanh(u) ** 2, right + b


def _exchanged(random: Random) -> tuple[Any, ...]:
    row = random.choice((x.i, x.i**2, exp(x.i), h(x.i)))
    both = random.choice((f(x.i, z.i), cos(x.i * z.i), (x.i - z.i) ** 4, Abs(x.i - z.i), exp(-x.i * z.i)))
    table = random.choice((z.i, h(z.i), Integer(1)))
    if random.random() < 0.5:
        left, right = x.sum(row * z.sum(table * both)), z.sum(table * x.sum(both * row))
        wrong = z.sum(table * x.sum(both)) * x.sum(row)
        twice = x.sum(row * z.sum(table * both) ** 2)
        return left, right, wrong if row.has(x.i) else 2 * right, twice, right + x.n
    same = Same(y.i, y.each)
    of_class, of_row = (
        random.choice((f(y.each), log(q(y.each)), f(y.each) ** 2)),
        random.choice((h(x.i) ** 2, Integer(2), exp(x.i))),
    )
    left = y.total(of_class * x.sum(same * of_row))
    right = x.sum(of_row * y.total(same * of_class))
    return (
        left,
        right,
        y.total(of_class) * x.sum(of_row),
        2 * right + 1,
        x.sum(of_row) * x.sum(y.total(same * of_class)),
    )


def _masses(random: Random) -> tuple[Any, ...]:
    weight, cell = (
        random.choice((t, b, f(), Integer(3))),
        random.choice((q(y.each), q(y.each, given=free.i), p(y.each))),
    )
    extra = random.choice((Integer(0), f(y.each), f(y.each) ** 2))
    left, right = y.total(weight * cell + extra), weight + y.total(extra)
    spread = random.choice((True, False))
    if spread:
        left, right = y.total((1 - w) * cell + w / K), Integer(1)
    if cell.has(free.i):
        left, right = free.sum(left), free.sum(right)
    return (
        left,
        right,
        right + nonzero(random),
        right + b,
        y.total(weight * cell**2 + extra) if not cell.has(free.i) else 2 * right + 1,
    )


def _identity(make: Callable[[Random], tuple[Any, ...]], random: Random) -> Spelling:
    left, right, *wrong = make(random)
    return Spelling(f"{left} = {right}", equal(left, right), tuple(equal(left, one) for one in wrong))


def _mixture(random: Random) -> Spelling:
    parts: list[Any] = [
        q(free.i),
        p(free.i),
        r(free.i),
        k.total(r(k.each) * q(free.i, given=k.each)),
        density("a")(free.i),
    ]
    random.shuffle(parts)
    one, two, three = parts[:3]
    shares = random.choice(
        (
            (w, 1 - w, Integer(0)),
            (w * v, w * (1 - v), 1 - w),
            (Rational(1, 3), Rational(1, 2), Rational(1, 6)),
            (b / (1 + b + exp(t)), exp(t) / (1 + b + exp(t)), 1 / (1 + b + exp(t))),
            (logistic(t), logistic(-t) * w, logistic(-t) * (1 - w)),
        )
    )
    sums = shares[0] * one + shares[1] * two + shares[2] * three
    wrong = (
        sums + w * one,
        sums - one / 2,
        raw(Add, (2 * one, -shares[0] * one, -shares[1] * two, -shares[2] * three)),
        shares[0] * one**2 + shares[1] * two + shares[2] * three,
    )
    return Spelling(f"density {sums}", of_density(new(free.i), sums), tuple(of_density(new(free.i), d) for d in wrong))


def drawn(random: Random) -> Spelling:
    """An identity of one of the kinds, or a mixture."""
    kinds = (_roots, _logs, _turned, _hyperbolic, _exchanged, _masses, None)
    make = random.choice(kinds)
    return _mixture(random) if make is None else _identity(make, random)
