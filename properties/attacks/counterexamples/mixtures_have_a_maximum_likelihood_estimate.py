"""No estimate: the likelihood of a normal mixture is unbounded, for any data.

q = (1/2) N(0, 1) + (1/2) N(mu, sigma^2), p = q at mu = 0, sigma = 1. With mu on the first observation and sigma tending to
0, its factor of the likelihood grows without bound while the others stay above half the standard normal density: every
candidate is beaten. The limit has a minimiser, p itself: the cross-entropy exceeds the entropy by KL(p, q) >= 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flint import fmpq
from sympy import Integer, Rational, exp, pi, sqrt

from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.instance import Instance
from properties.instances.numbers import compare, precision, show
from symbolic.chain import Chain
from symbolic.core.terms import Applied, walk

SMALLEST = 1 << 22  # the last sigma to be tried is 2^-SMALLEST: enough for data up to 1000 and any candidate


def certify(chain: Chain, rows: Sequence[fmpq], candidate: Mapping[str, Any]) -> str | None:
    """A parameter that beats the candidate at these rows."""
    model = next(t for t in walk(chain.start.objective) if isinstance(t, Applied))
    mu, sigma = chain.start.unknowns
    x = model.points[0]
    mixture = (normal(x, Integer(0), Integer(1)) + normal(x, mu, sigma)) * Rational(1, 2)
    loss = Compiled(chain.start.objective, Context(frozenset({"mu", "sigma"}), ((model, mixture),)))
    n = len(rows)
    start = {"mu": candidate["mu"], "sigma": candidate["sigma"]}
    scale = 1
    while scale <= SMALLEST:
        better = {"mu": rows[0], "sigma": fmpq(1, 2**scale)}
        data = Instance({"n": n}, {"x": n}, {"x": list(range(n))}, [start, better], outcomes={"x": tuple(rows)})
        with precision(256):
            before, after = loss.value(data, 0), loss.value(data, 1)
            if compare(after, before) < 0:
                return (
                    "  q = (1/2) N(0, 1) + (1/2) N(mu, sigma^2), sigma > 0; p = q at mu = 0, sigma = 1\n"
                    f"  n = {n}, x = ({', '.join(map(str, rows))})\n"
                    f"  mu = {start['mu']}, sigma = {start['sigma']}: mean loss {show(before)}\n"
                    f"  mu = {rows[0]}, sigma = 2^-{scale}: mean loss {show(after)}, which is smaller\n"
                    "  Every candidate is beaten like this, for all data: as sigma tends to 0 the mean loss at mu = x_1\n"
                    "  tends to -oo. There is no minimiser for any n, while p minimises the limit."
                )
        scale *= 2
    return None


def normal(x: Any, mean: Any, scale: Any) -> Any:
    """The density of N(mean, scale^2) at x."""
    return exp(-((x - mean) ** 2) / (2 * scale**2)) / (scale * sqrt(2 * pi))
