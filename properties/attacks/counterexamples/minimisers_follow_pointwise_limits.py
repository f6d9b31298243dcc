"""Wrong for ever: whatever n, the mean loss is minimised by memorising the data, its limit by not doing so.

p is uniform on [0, 1]; the parameters are the finite subsets A of [0, 1]; q_A(x) = 1 for A empty, else 5 on A and 2x off A.
Each q_A is a density: a finite set has length 0. No q_A exceeds 5, so the mean loss is at least -log 5, and it is -log 5
exactly where A holds all the data. The cross-entropy is 0 for A empty and the integral of -log(2x), 1 - log 2 > 0, for every
other A.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flint import arb, fmpq
from sympy import Integer

from properties.instances.compiling import Context
from properties.instances.evaluation import Compiled
from properties.instances.instance import Instance
from properties.instances.numbers import compare, precision, show
from symbolic.chain import Chain
from symbolic.core.terms import Applied, walk

PIECES = 64  # of [0, 1], in the lower sum below


def certify(chain: Chain, rows: Sequence[fmpq], candidate: Mapping[str, Any]) -> str | None:
    """The two values of the mean loss at these rows, and an enclosure of its limit."""
    model = next(t for t in walk(chain.start.objective) if isinstance(t, Applied))
    n = len(rows)
    data = Instance({"n": n}, {"x": n}, {"x": list(range(n))}, [{}], outcomes={"x": tuple(rows)})
    with precision(64):
        memory, nothing = (
            Compiled(chain.start.objective, Context(definitions=((model, Integer(density)),))).value(data, 0)
            for density in (5, 1)  # on the data: q_A for A = {x_1, ..., x_n}, and q_A for A empty
        )
        limit = lower_sum()
        if not (compare(memory, nothing) < 0 and limit > 0):
            return None
        shown, memorised = ", ".join(map(str, rows)), ", ".join(map(str, sorted(set(rows))))
        return (
            f"  p uniform on [0, 1]; q_A(x) = 1 for A = {{}}, else 5 on A and 2x off A, A a finite subset of [0, 1]\n"
            f"  n = {n}, x = ({shown})\n"
            f"  A = {{{memorised}}}: mean loss {show(memory)}, the smallest possible (q_A <= 5); "
            f"cross-entropy above {show(limit)}\n"
            f"  A = {{}}: mean loss {show(nothing)}; cross-entropy 0, the only minimiser\n"
            "  The same holds for every n and all data: the minimisers never come to minimise the limit."
        )


def lower_sum() -> arb:
    """A lower bound of the integral of -log(2x) over [0, 1], which falls with x: its values at the right ends."""
    total = arb(0)
    for k in range(1, PIECES + 1):
        total -= (arb(fmpq(2 * k, PIECES))).log() / PIECES
    return arb(total.lower())
