"""Squared errors are smallest at the mean, and nowhere else; absolute errors may be smaller elsewhere.

sum (x_i - mu)^2 = sum (x_i - m)^2 + n (mu - m)^2 with the mean m, so m is its only minimiser. Where some datum has smaller
absolute errors than m, m minimises no absolute error: for 0, 0, 3 the mean is 1, with 4, and the median 0 has 3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flint import fmpq

from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.instance import Instance
from properties.instances.numbers import show
from symbolic.chain import Chain


def certify(chain: Chain, rows: Sequence[fmpq], candidate: Mapping[str, Any]) -> str | None:
    """Both objectives at the mean and at the datum with the smallest absolute errors; None where it is no better."""
    n = len(rows)
    points = [sum(rows, fmpq(0)) / n, *rows]
    data = Instance({"n": n}, {"x": n}, {"x": list(range(n))}, [{"mu": v} for v in points], outcomes={"x": tuple(rows)})
    squared, absolute = (
        Compiled(problem.objective, Context(frozenset({"mu"}))) for problem in (chain.start, chain.end)
    )
    best = min(range(1, n + 1), key=lambda k: absolute.value(data, k))
    if not absolute.value(data, best) < absolute.value(data, 0):
        return None
    return (
        f"  n = {n}, x = ({', '.join(map(str, rows))})\n"
        f"  mu = {points[0]}, the mean, the only minimiser of the squared errors: {show(squared.value(data, 0))} squared, "
        f"{show(absolute.value(data, 0))} absolute\n"
        f"  mu = {points[best]}: {show(squared.value(data, best))} squared, {show(absolute.value(data, best))} absolute, "
        "which is less"
    )
